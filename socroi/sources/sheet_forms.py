"""What a workbook says of its sheets beside their cells: which are hidden, and which cells are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.model.interruptions import Uncomputable
from socroi.excel.addresses import area_of
from socroi.patterns import pattern
from socroi.workbook.package.xml import local
from socroi.workbook.reading.number_formats import Shows, shows

if TYPE_CHECKING:
    from socroi.sources.numerals import Cell
    from socroi.workbook.reading.loaded import Loaded

_MERGED: Final = pattern(rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref\s*=\s*[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
_HIDDEN: Final = frozenset({"hidden", "veryHidden"})


def hidden_sheets(loaded: Loaded) -> frozenset[int]:
    """Return the places of the sheets that are hidden."""
    package = loaded.package
    root = package.tree(package.workbook, "The workbook")
    listed = [each for group in root if local(group.tag) == "sheets" for each in group if local(each.tag) == "sheet"]
    return frozenset(place for place, each in enumerate(listed) if each.get("state") in _HIDDEN)


def merged_down(loaded: Loaded, sheet: int) -> list[tuple[int, int, int]]:
    """Return (first row, last row, column), 0-based, of the merged cells of a sheet that are higher than a row."""
    part = loaded.parts[sheet]
    if part is None:
        return []
    content = b"".join(loaded.package.chunks(part.part, "The sheet"))
    # They stand below the cells, of which there may be very many.
    areas = [area_of(ref.decode()) for ref in _MERGED.findall(content, max(content.rfind(b"sheetData"), 0))]
    return [(top, bottom, left) for top, left, bottom, _ in areas if bottom > top]


def fill_merged(rows: list[list[Cell]], loaded: Loaded, sheet: int) -> int:
    """Put the name or the day of merged cells into each of their rows; an amount stays where it is, and counts once.

    Returns:
        into how many cells.
    """
    filled = 0
    for top, bottom, column in merged_down(loaded, sheet):
        if top >= len(rows) or column >= len(rows[top]):
            continue
        cell = rows[top][column]
        if cell is None or (isinstance(cell, float) and not _is_day(loaded, sheet, top, column)):
            continue
        for row in rows[top + 1 : bottom + 1]:
            if row[column] is None and any(each is not None for each in row):
                row[column] = cell
                filled += 1
    return filled


def _is_day(loaded: Loaded, sheet: int, row: int, column: int) -> bool:
    """Tell whether a number is shown as a day."""
    look = loaded.book.looks
    try:
        return look is not None and shows(look(sheet, row, column).code) is Shows.DATE
    except Uncomputable:
        return False
