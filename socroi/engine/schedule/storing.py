"""Where computed values go: into the columns of the book, or, where there is none, a note why."""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.coerce import stretched
from socroi.engine.model.block import (
    BLANK,
    CALC,
    ERROR,
    NUM,
    NUMBER,
    SPILL,
    UNCOMPUTED,
    Block,
    error,
    for_cells,
    uncomputed,
)
from socroi.engine.model.book import Column, Evaluation
from socroi.engine.schedule.tasks import Failure, Task
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from socroi.engine.model.book import Book, Region


class StoredValues:
    """The results of one calculation.

    Attributes:
        failures: the cells that were not computed.
        spills: {(sheet, row, column): (rows, columns)} of every array formula, as computed.
        used_rows: how many rows any sheet uses.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.failures: list[Failure] = []
        self.spills: dict[tuple[int, int, int], tuple[int, int]] = {}
        self.used_rows = max((sheet.row_count for sheet in book.sheets), default=1) or 1

    def store(self, task: Task, block: Block) -> None:
        """Put what a task came to into its cells; a dynamic array spills, where it can."""
        region, block = task.region, for_cells(block, self.book.strings)
        if region.evaluation is Evaluation.LEGACY:
            self.write(
                region.sheet, task.first_row, region.column, block.kind[:, :1, 0], block.data[:, :1, 0], task.count
            )
        elif region.evaluation is Evaluation.ARRAY:
            rows, columns = region.extent
            self._fill(region, stretched(block, rows, columns))
            self.spills[region.sheet, region.row, region.column] = region.extent
        else:
            self._spill(region, block)

    def note(self, task: Task, lanes: Iterable[int], why: str) -> None:
        """Say why some cells of a task, counted from its first in ascending order, were not computed."""
        for first, last in runs(lanes):
            row = task.first_row + first
            self.failures.append(Failure(task.region.sheet, row, task.region.column, last - first + 1, why))

    def write(self, sheet: int, row: int, column: int, kind: np.ndarray, data: np.ndarray, count: int) -> None:
        """Write cells down a column. A formula that ends in a blank shows 0; what is no finite number is #NUM!."""
        cells = self.book.sheets[sheet].columns.setdefault(column, Column())
        cells.reserve(row + count)
        if count == 1:
            of, value = int(kind.flat[0]) or NUMBER, data.flat[0]
            of, value = (ERROR, NUM) if of == NUMBER and not isfinite(value) else (of, value)
            cells.put(row, of, value)
            return
        kind, data = np.broadcast_to(kind.reshape(-1), (count,)), np.broadcast_to(data.reshape(-1), (count,))
        kind = np.where(kind == BLANK, np.uint8(NUMBER), kind)
        finite = np.isfinite(data)
        if not finite.all():
            kind, data = np.where(finite, kind, np.uint8(ERROR)), np.where(finite, data, NUM)
        cells.put(slice(row, row + count), kind, data)

    def scatter(self, sheet: int, rows: np.ndarray, columns: np.ndarray, kind: np.ndarray, data: np.ndarray) -> None:
        """Write single cells, those of one column next to each other, by the rules of `write`."""
        kind = np.where(kind == BLANK, np.uint8(NUMBER), kind)
        finite = np.isfinite(data)
        if not finite.all():
            kind, data = np.where(finite, kind, np.uint8(ERROR)), np.where(finite, data, NUM)
        held = self.book.sheets[sheet].columns
        cuts = [0, *(np.flatnonzero(columns[1:] != columns[:-1]) + 1).tolist(), len(rows)]
        for first, end in pairwise(cuts):
            if first < end:
                cells = held.setdefault(int(columns[first]), Column())
                cells.reserve(int(rows[first:end].max()) + 1)
                cells.put(rows[first:end], kind[first:end], data[first:end])

    def _fill(self, region: Region, block: Block) -> None:
        for offset in range(block.columns):
            kind, data = block.kind[0, :, offset], block.data[0, :, offset]
            self.write(region.sheet, region.row, region.column + offset, kind, data, block.rows)

    def _spill(self, region: Region, block: Block) -> None:
        rows, columns = block.rows, block.columns
        if ((rows, columns) == (1, 1) or (rows, columns) != region.extent) and uncomputed(block):
            # How far it reaches may hang on what was not computed: it keeps its cells.
            self.leave(Task(region, 0, region.count))
            return
        beyond = region.row + rows > MAX_ROWS or region.column + columns > MAX_COLUMNS
        if rows == 0 or columns == 0:
            block, rows, columns = error(CALC), 1, 1
        elif beyond or ((rows, columns) != (1, 1) and self._blocked(region, rows, columns)):
            block, rows, columns = error(SPILL), 1, 1
        self._fill(region, block)
        self.spills[region.sheet, region.row, region.column] = (rows, columns)
        self.used_rows = max(self.used_rows, region.row + rows)

    def _blocked(self, region: Region, rows: int, columns: int) -> bool:
        """Whether something else stands in the way of a spill."""
        sheet = self.book.sheets[region.sheet]
        for column in range(region.column, region.column + columns):
            cells = sheet.columns.get(column)
            if cells is None:
                continue
            taken = cells.kind[region.row : region.row + rows] != BLANK
            if column == region.column:
                taken[:1] = False
            if taken.any():
                return True
        return sheet.has_formula_besides(region.row, region.column, rows, columns)

    def forget(self, region: Region, low: int, high: int) -> None:
        """Drop what was said of lanes that are to be computed again."""
        self.spills.pop((region.sheet, region.row, region.column), None)
        if not self.failures:
            return
        top, bottom = region.row + low, region.row + high
        kept = []
        for failure in self.failures:
            last = failure.row + failure.count - 1
            if (failure.sheet, failure.column) != (region.sheet, region.column) or last < top or failure.row > bottom:
                kept.append(failure)
                continue
            for start, end in ((failure.row, top - 1), (bottom + 1, last)):
                if start <= end:
                    kept.append(Failure(failure.sheet, start, failure.column, end - start + 1, failure.why))
        self.failures[:] = kept

    def leave(self, task: Task) -> None:
        """Mark the cells of a task as not computed."""
        region = task.region
        rows, columns = (task.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
        block = error(UNCOMPUTED, (1, rows, columns))
        for offset in range(columns):
            self.write(
                region.sheet,
                task.first_row,
                region.column + offset,
                block.kind[0, :, offset],
                block.data[0, :, offset],
                rows,
            )


def runs(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of each run of neighbours among ascending places."""
    first = last = -1
    for place in map(int, places):
        if place != last + 1 and last >= 0:
            yield first, last
            first = place
        elif last < 0:
            first = place
        last = place
    if last >= 0:
        yield first, last
