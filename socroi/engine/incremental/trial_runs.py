"""A workbook tried with other inputs, beside the calculation that asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from socroi.engine.incremental.open_calculation import OpenCalculation
from socroi.engine.model.block import BLANK, ERROR, UNCOMPUTED
from socroi.engine.model.book import Column, Sheet
from socroi.engine.schedule.precedents import Rectangle

if TYPE_CHECKING:
    from socroi.engine.model.book import Book

CellPosition = tuple[int, int, int]
"""(sheet, row, column), 0-based."""


class Trials:
    """A copy of a book, whose inputs may be set; the book itself stays as it is.

    Data tables are not computed in it: what depends on one is `UNCOMPUTED`.
    """

    def __init__(self, book: Book) -> None:
        self._book = replace(book, sheets=[_copied(sheet) for sheet in book.sheets])
        self._live = OpenCalculation(self._book)

    def value(self, place: CellPosition) -> tuple[int, float]:
        """Return the kind and the data of a cell, computed with the inputs as they are set."""
        sheet, row, column = place
        self._live.finish([Rectangle(sheet, row, column, row, column)])
        cells = self._book.sheets[sheet].columns.get(column)
        if cells is None or row >= len(cells):
            return BLANK, 0.0
        return int(cells.kind[row]), float(cells.data[row])

    def is_formula(self, place: CellPosition) -> bool:
        """Whether a cell is computed, and cannot be set."""
        return self._live.formula_at(*place) is not None

    def put(self, place: CellPosition, kind: int, data: float) -> None:
        """Set an input."""
        self._live.put(*place, kind, data)


def _copied(sheet: Sheet) -> Sheet:
    columns = {}
    for index, cells in sheet.columns.items():
        copy = columns[index] = Column()
        copy.kind, copy.data = cells.kind.copy(), cells.data.copy()
    kept = []
    for region in sheet.regions:
        if not region.is_data_table:
            kept.append(replace(region))
            continue
        for column in range(region.column, region.column + region.extent[1]):
            cells = columns.setdefault(column, Column())
            cells.reserve(region.row + region.extent[0])
            cells.put(slice(region.row, region.row + region.extent[0]), ERROR, UNCOMPUTED)
    return replace(sheet, columns=columns, regions=kept)
