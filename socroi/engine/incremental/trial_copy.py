"""A copy of a workbook, to be tried with other inputs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.engine.model.book import Column, Sheet

if TYPE_CHECKING:
    from socroi.engine.model.book import Book


def trial_copy(book: Book) -> Book:
    """Return a copy of a book without its data tables: what depends on one is `UNCOMPUTED`."""
    return replace(book, sheets=[_copied(sheet) for sheet in book.sheets])


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
