"""What CELL tells of a cell's format: `format`, `color`, `parentheses`, `prefix`, `protect`.

Source: Microsoft's help for CELL, with its table of the answers for each number format. What that does not name is
left.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.model.looks import Look

_DATES: Final = {
    "m/d/yy": "D4", "m/d/yyyy": "D4", "m/d/yy h:mm": "D4", "m/d/yyyy h:mm": "D4", "mm/dd/yy": "D4", "d-mmm-yy": "D1",
    "dd-mmm-yy": "D1", "d-mmm": "D2", "dd-mmm": "D2", "mmm-yy": "D3", "mm/dd": "D5", "h:mm am/pm": "D7",
    "h:mm:ss am/pm": "D6", "h:mm": "D9", "h:mm:ss": "D8",
}  # fmt: skip
_FIXED: Final = {"general": "G", "# ?/?": "G", "# ??/??": "G", "0.00e+00": "S2"}
_NUMBER: Final = re.compile(r"(\$|\"\$\")?(#,##)?0(?:\.(0+))?(%)?(?:_\))?")
_NEGATIVE: Final = re.compile(r"(?:-?|\()(?:\$|\"\$\")?(?:#,##)?0(?:\.0+)?%?\)?", re.IGNORECASE)
_COLOUR: Final = re.compile(r"\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]", re.IGNORECASE)
_PREFIXES: Final = {"left": "'", "right": '"', "center": "^", "fill": "\\"}


def _unknown() -> Uncomputable:
    return Uncomputable("what CELL tells of such a format is not published")


def _sections(look: Look) -> list[str]:
    """Return the sections of a number format: one for all numbers, or one for each sign."""
    strange = any(sign in look.code for sign in "@\\*?")
    if not look.code or (strange and look.code.casefold() not in _FIXED):
        raise _unknown()
    return look.code.split(";")


def _has_colour(look: Look) -> bool:
    sections = _sections(look)
    if len(sections) == 1:
        if _COLOUR.search(sections[0]):
            raise _unknown()
        return False
    if "[" in sections[0]:
        raise _unknown()
    return _COLOUR.match(sections[1]) is not None


def _has_parentheses(look: Look) -> bool:
    sections = _sections(look)
    if "(" in sections[0]:
        raise _unknown()
    return False


def _code(look: Look) -> str:
    sections = _sections(look)
    positive = sections[0].casefold()
    if len(sections) == 1:
        found = _FIXED.get(positive) or _DATES.get(positive)
        if found is not None:
            return found
    number = _NUMBER.fullmatch(positive)
    if number is None or len(sections) > 2:
        raise _unknown()
    if len(sections) == 2 and not _NEGATIVE.fullmatch(_COLOUR.sub("", sections[1], count=1)):
        raise _unknown()
    money, thousands, decimals, percent = number.groups()
    if percent and (money or thousands):
        raise _unknown()
    letter = "C" if money else "P" if percent else "," if thousands else "F"
    return f"{letter}{len(decimals or '')}{'-' if _has_colour(look) else ''}"


def _prefix(look: Look) -> str:
    if look.horizontal not in _PREFIXES:
        raise Uncomputable("what CELL tells of a text that is aligned by what it is, is not known")
    return _PREFIXES[look.horizontal]


TOLD: Final[dict[str, Callable[[Look], str | float]]] = {
    "color": lambda look: float(_has_colour(look)),
    "format": _code,
    "parentheses": lambda look: float(_has_parentheses(look)),
    "prefix": _prefix,
    "protect": lambda look: float(look.is_locked),
}
"""By what is asked for, how it follows from the format; `prefix` is that of a text."""
