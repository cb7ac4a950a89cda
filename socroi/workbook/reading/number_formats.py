"""The number formats of a workbook's cells: their codes, and what a cell of such a format shows."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.printing.format_sections import compile_format
from socroi.errors import CellError
from socroi.workbook.package.xml import child, children, digits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from socroi.workbook.package.parts import Package

GENERAL: Final = "General"

_BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yyyy h:mm",
    **dict.fromkeys(range(27, 32), "yyyy/m/d"), **dict.fromkeys(range(32, 36), "h:mm"), 36: "yyyy/m/d",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", **dict.fromkeys(range(50, 59), "yyyy/m/d"),
}  # fmt: skip
"""The codes that a file names by number (ECMA-376 part 1, 18.8.30); money without a sign, which is the system's."""


class Shows(Enum):
    """What a number format makes of a number."""

    GENERAL = "general"
    AMOUNT = "amount"
    SHARE = "share"
    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    TEXT = "text"


@lru_cache(maxsize=1024)
def shows(code: str) -> Shows:
    """Return what a format code shows; general for a code that is not known."""
    try:
        section = compile_format(code)[0]
    except CellError:
        return Shows.GENERAL
    kinds = {token.kind for token in section.tokens}
    if section.system:
        return Shows.DATE if section.system == "date" else Shows.TIME
    if section.kind == "date":
        if kinds & {"year", "month", "day", "era", "era year", "buddhist"}:
            return Shows.DATE
        return Shows.DURATION if "elapsed" in kinds else Shows.TIME
    if section.kind == "text":
        return Shows.TEXT
    if section.kind in {"number", "fraction", "exponent"}:
        return Shows.SHARE if "percent" in kinds else Shows.AMOUNT
    return Shows.GENERAL


@lru_cache(maxsize=1024)
def words_of(code: str) -> str:
    """Return what stands beside the digits of a format code: `€`, ` hrs`."""
    try:
        section = compile_format(code)[0]
    except CellError:
        return ""
    return "".join(token.text for token in section.tokens if token.kind in {"literal", "space"})


def pads_with_zeros(code: str) -> bool:
    """Whether a format code shows 3 as 003, as is done for codes."""
    return len(code) > 1 and set(code) == {"0"}


def style_codes(package: Package) -> list[str]:
    """Return the format code of each cell style (`s` of a cell), in order; none where the package has no styles."""
    own, styles = cell_styles(package)
    numbers = [digits(element.get("numFmtId", "0")) or 0 for element in styles]
    return [own.get(number) or _BUILT_IN.get(number, GENERAL) for number in numbers]


def cell_styles(package: Package) -> tuple[dict[int, str], list[Element]]:
    """Return the format codes that a package names itself, by their number, and the elements of its cell styles."""
    part = styles_part(package)
    if part is None:
        return {}, []
    root = package.tree(part, "The part of styles")
    formats, styles = child(root, "numFmts"), child(root, "cellXfs")
    named = [] if formats is None else children(formats, "numFmt")
    own = {digits(element.get("numFmtId", "")) or 0: element.get("formatCode", GENERAL) for element in named}
    return own, [] if styles is None else list(children(styles, "xf"))


def styles_part(package: Package) -> str | None:
    """Return the name of the part that holds the styles."""
    pointers = package.relationships(package.workbook).values()
    return next((pointer.part for pointer in pointers if pointer.kind == "styles" and not pointer.external), None)
