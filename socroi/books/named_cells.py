"""Cells of a workbook by their defined names, whatever language its sheets are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from socroi.engine.model.block import unpack
from socroi.engine.schedule.precedents import Rectangle
from socroi.excel.addresses import area_of

if TYPE_CHECKING:
    from socroi.engine.model.book import Book


class NamedCells:
    """The cells of a book that have defined names, with the values that they hold now."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._texts = {name.name.casefold(): name.text for name in book.names if name.sheet is None}
        self._sheets = {sheet.name: place for place, sheet in enumerate(book.sheets)}

    def area(self, name: str) -> Rectangle | None:
        """Return the cells of a name; None where the book has no such name, or it stands for something else."""
        sheet, mark, area = self._texts.get(name.casefold(), "").removeprefix("=").rpartition("!")
        if sheet.startswith("'"):
            sheet = sheet[1:-1].replace("''", "'")
        if not mark or sheet not in self._sheets:
            return None
        try:
            return Rectangle(self._sheets[sheet], *area_of(area.replace("$", "")))
        except ValueError:
            return None

    def at(self, sheet: int, row: int, column: int) -> Any:
        """Return the value of a cell by its place, 0-based; None is a blank, an error a `CellError`."""
        cells = self._book.sheets[sheet].columns.get(column)
        if cells is None or not 0 <= row < len(cells):
            return None
        return unpack(int(cells.kind[row]), float(cells.data[row]), self._book.strings)

    def one(self, name: str) -> Any:
        """Return the value of the first cell of a name; None where there is no such name."""
        area = self.area(name)
        return None if area is None else self.at(area.sheet, area.top, area.left)
