"""The number format of each cell of a sheet, as its file says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.excel.addresses import cell_of
from socroi.patterns import pattern
from socroi.workbook.reading.number_formats import GENERAL, style_codes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.workbook.reading.loaded import Loaded

_CELL: Final = pattern(rb"<(?:\w+:)?c\s([^>]*)>")
_PLACE: Final = pattern(rb"\br\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_STYLE: Final = pattern(rb"\bs\s*=\s*[\"']([0-9]{1,6})[\"']")


def cell_formats(loaded: Loaded, sheet: int) -> Mapping[tuple[int, int], str]:
    """Return the format code of each cell of a sheet by (row, column), 0-based; of General ones none is told."""
    part = loaded.parts[sheet]
    if part is None:
        return {}
    codes = style_codes(loaded.package)
    data = b"".join(loaded.package.chunks(part.part, "The sheet"))
    found: dict[tuple[int, int], str] = {}
    for match in _CELL.finditer(data):
        style = _STYLE.search(match[1])
        place = _PLACE.search(match[1])
        if style is None or place is None:
            continue
        number = int(style[1])
        code = codes[number] if number < len(codes) else GENERAL
        if code != GENERAL:
            found[cell_of(place[1].decode())] = code
    return found
