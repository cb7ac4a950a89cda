"""Inputs that were set: they are written beside the values of formula cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.workbook.writing.changes import SheetChanges, gather

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.workbook.reading.loaded import Loaded


def gather_with_inputs(loaded: Loaded, inputs: Iterable[tuple[int, int, int]]) -> dict[int, SheetChanges]:
    """Return what `gather` does, and the cells without formulas that were set.

    Args:
        loaded: the workbook, its columns holding the new values.
        inputs: (sheet, row, column) of each cell that was set, 0-based.
    """
    found = gather(loaded)
    for index, row, column in inputs:
        cells = loaded.book.sheets[index].columns[column]
        results = found.setdefault(index, SheetChanges())
        results.inputs[row, column] = int(cells.kind[row]), float(cells.data[row])
    return found
