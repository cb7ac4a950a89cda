"""How much Excel takes: the grid, the characters of a cell, a key, a name and a description."""

from __future__ import annotations

from typing import Final

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
"""The grid ends at XFD1048576."""

LONGEST_TEXT: Final = 32_767
"""Characters that a cell can hold, counted as UTF-16 has them: an emoji is two."""

LONGEST_KEY: Final = 255
"""A text key of more characters is #VALUE! to MATCH, VLOOKUP and HLOOKUP where they look for an exact match."""

LONGEST_FORMULA: Final = 8192
"""Characters that the text of a formula or of a name can have."""

DEEPEST_NESTING: Final = 64
"""Functions inside each other that a formula can have."""

LONGEST_NOTE: Final = 255
LONGEST_NOTE_TITLE: Final = 32
"""Characters of what shows beside a cell when it is selected (a validation's input message), and of its title."""

LONGEST_DESCRIPTION: Final = 255
"""Characters that Excel shows of the description of a function or an argument."""


def fits_cell(text: str) -> bool:
    """Whether a cell can hold a text."""
    size = len(text)
    if size * 2 <= LONGEST_TEXT or size > LONGEST_TEXT:
        return size <= LONGEST_TEXT
    return len(text.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_TEXT
