"""A row below the headings that says the unit of each column: `€`, `%`, `#`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from socroi.sources.currencies import CODES, SYMBOLS, code_of
from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from socroi.sources.numerals import Cell

_BRACKETS: Final = re.compile(r"[(\[{](.*)[)\]}]")


def of_row(cells: Sequence[Cell], measured: Collection[int]) -> dict[int, str]:
    """Return what a row says of columns of figures where it is one of units: by place the currency, "" for none.

    All that is written in such a row is a unit, and one at least belongs to a column of figures. "Thousand EUR" is none
    that is known here: who left it out would make figures a thousand times smaller.

    Args:
        cells: of the row.
        measured: the places of the columns of figures.
    """
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        text = _BRACKETS.sub(r"\1", as_text(cell)).strip()
        if not text:
            continue
        sign = text in SYMBOLS or text in CODES
        if not sign and header_key(text) not in _known():
            return {}
        if place in measured:
            found[place] = code_of(text) or "" if sign else ""
    return found


@cache
def _known() -> frozenset[str]:
    return frozenset(header_key(word) for each in words()["units"].values() for word in each)
