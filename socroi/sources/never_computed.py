"""Formulas of a sheet whose values are not in the file: never computed, or to be computed once it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.incremental.open_calculation import OpenCalculation
from socroi.engine.model.block import BLANK, ERROR, UNCOMPUTED
from socroi.engine.schedule.precedents import Rectangle
from socroi.workbook.reading.linked_values import asks_to_be_computed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.book import Book, Region
    from socroi.workbook.reading.loaded import Loaded

    State = tuple[int, float]


def compute_missing(loaded: Loaded, place: int) -> list[str]:
    """Compute the formulas of a sheet that have no value to be relied on, into its columns; return what is said of it.

    Programs that write workbooks without computing them leave such formulas blank, or put 0 there and ask for the
    workbook to be computed when it is opened.

    Args:
        loaded: the workbook, with the values of its file.
        place: of the sheet.
    """
    book = loaded.book
    asked = asks_to_be_computed(loaded)
    before = {
        (row, region.column): state
        for region in book.sheets[place].regions
        for row, state in _states(book, place, region)
        if asked or state[0] == BLANK
    }
    if not before:
        return []
    runs = [
        region
        for region in book.sheets[place].regions
        if any((row, region.column) in before for row in range(region.row, region.row + region.count))
    ]
    OpenCalculation(book).finish(
        [Rectangle(place, run.row, run.column, run.row + run.count - 1, run.column) for run in runs]
    )
    done = left = 0
    for (row, column), old in before.items():
        cells = book.sheets[place].columns.get(column)
        new = (BLANK, 0.0) if cells is None or row >= len(cells) else (int(cells.kind[row]), float(cells.data[row]))
        if cells is not None and new == (ERROR, UNCOMPUTED):
            cells.kind[row], cells.data[row] = old
        missing = new in ((BLANK, 0.0), (ERROR, UNCOMPUTED))
        left += missing and old[0] == BLANK
        done += not missing and new != old
    said = [f"{_formulas(done)} had no value in the file that counts, and were computed here."] if done else []
    if left:
        said.append(
            f"{_formulas(left)} without a value in the file could not be computed here: their figures are not known. "
            "Open it in a spreadsheet program and save it."
        )
    return said


def _formulas(number: int) -> str:
    return f"{number:,} {'formula' if number == 1 else 'formulas'}"


def _states(book: Book, place: int, region: Region) -> Iterator[tuple[int, State]]:
    """Yield each row of a run of formulas, with what stands in it."""
    cells = book.sheets[place].columns.get(region.column)
    for row in range(region.row, region.row + region.count):
        known = cells is not None and row < len(cells)
        yield row, (int(cells.kind[row]), float(cells.data[row])) if cells is not None and known else (BLANK, 0.0)
