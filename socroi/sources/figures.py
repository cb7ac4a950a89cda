"""Columns of plain figures, which most columns of an export are, read in one go.

What is read here is what `numerals` reads cell by cell, and faster; a column with one cell of another kind (`1.2K`,
`€ 5`, `1.234` with nothing to say what its sign is) is left to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.numerals import is_absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.sources.numerals import Cell


def _shape(point: str, group: str) -> re.Pattern[str]:
    """Lines of digits, their thousands divided or not at all, with a decimal sign; or blank lines."""
    whole = rf"(?:0|[1-9]\d{{0,2}}(?:{group}\d{{3}})*|\d+)"
    return re.compile(rf"(?:(?:-?{whole}(?:{point}\d+)?)?\n)*", re.ASCII)


_ALL: Final = {".": _shape(r"\.", ","), ",": _shape(",", r"\.")}
_PROOF: Final = {
    ".": re.compile(r"\.(?:\d{1,2}|\d{4,})\n|\d{4}\.|(?<!\d)0\.|,\d{3}[.,]", re.ASCII),
    ",": re.compile(r",(?:\d{1,2}|\d{4,})\n|\d{4},|(?<!\d)0,|\.\d{3}[.,]", re.ASCII),
}
"""What numeral.decimal proves by."""


@dataclass(frozen=True)
class Figures:
    """The figures of cells.

    Attributes:
        numbers: one for each cell; NaN where it is blank.
        sign: the decimal sign that the cells prove; None where none of them has a sign.
        proven: False for the likes of `1,234`: they were read as thousands, which is right under that sign alone.
    """

    numbers: NDArray[np.float64]
    sign: str | None
    proven: bool = True


def plain(cells: Sequence[Cell]) -> Figures | None:
    """Read cells that are all plain figures, or blank; None where one is not, or may be a fraction."""
    texts = [cell for cell in cells if not is_absent(cell)]
    if not all(isinstance(text, str) for text in texts):
        return None
    joined = "\n".join(texts) + "\n"  # type: ignore[arg-type]
    if joined.count("\n") != len(texts) and texts:
        return None
    sign, proven = None, True
    if "." in joined or "," in joined:
        sign = next((each for each in ".," if _ALL[each].fullmatch(joined) and _PROOF[each].search(joined)), None)
        if sign is None and "." not in joined and _ALL["."].fullmatch(joined):
            sign, proven = ".", False
        if sign is None:
            return None
        joined = joined.replace("," if sign == "." else ".", "").replace(",", ".")
    elif not _ALL["."].fullmatch(joined):
        return None
    read = map(float, joined.split()) if texts else iter(())
    values = np.array([np.nan if is_absent(cell) else next(read) for cell in cells], dtype=np.float64)
    return Figures(values, sign, proven)


def are_plain(cells: Sequence[str]) -> bool:
    """Tell whether cells are figures as they may stand in one column, whatever proves their decimal sign."""
    joined = "\n".join("" if is_absent(cell) else cell for cell in cells) + "\n"
    return any(shape.fullmatch(joined) for shape in _ALL.values())
