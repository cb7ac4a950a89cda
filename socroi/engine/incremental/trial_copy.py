"""A copy of a workbook, to be tried with other inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.engine.model.book import Column, Region, Sheet
from socroi.engine.model.regions import shift
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from socroi.engine.model.book import Book


def trial_copy(
    book: Book, without_formula: frozenset[tuple[int, int, int]], one_table: tuple[int, int, int] | None = None
) -> Book:
    """Return a copy of a book without its data tables, or without one of them: what depends on one that is gone is
    `UNCOMPUTED`.

    Args:
        book: the book.
        without_formula: cells (sheet, row, column) that are to lose their formula, so that a value can be put there.
        one_table: the first cell (sheet, row, column) of the only data table to go; None for all of them.
    """
    return replace(
        book,
        sheets=[
            _copied(
                sheet,
                [(row, column) for at, row, column in sorted(without_formula) if at == index],
                None if one_table is None else one_table[1:] if one_table[0] == index else (),
            )
            for index, sheet in enumerate(book.sheets)
        ],
    )


def _copied(sheet: Sheet, without_formula: list[tuple[int, int]], one_table: tuple[int, ...] | None) -> Sheet:
    columns = {}
    for index, cells in sheet.columns.items():
        copy = columns[index] = Column()
        copy.kind, copy.data = cells.kind.copy(), cells.data.copy()
    kept: list[Region] = []
    for region in sheet.regions:
        if not region.is_data_table or (one_table is not None and (region.row, region.column) != one_table):
            rows = [row for row, column in without_formula if column == region.column]
            kept.extend(_without(replace(region), rows))
            continue
        for column in range(region.column, region.column + region.extent[1]):
            cells = columns.setdefault(column, Column())
            cells.reserve(region.row + region.extent[0])
            cells.put(slice(region.row, region.row + region.extent[0]), ERROR, UNCOMPUTED)
    return replace(sheet, columns=columns, made=kept)


def _without(region: Region, rows: Iterable[int]) -> Iterator[Region]:
    """Yield what is left of a region without the formulas of some rows, the lowest last."""
    for row in rows:
        above = row - region.row
        if not 0 <= above < region.count:
            continue
        if above:
            yield replace(region, count=above)
        below = region.count - above - 1
        if not below:
            return
        region = replace(region, row=row + 1, count=below, text=shift(region.text, above + 1, 0))
    yield region
