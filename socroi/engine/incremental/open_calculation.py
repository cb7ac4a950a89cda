"""The calculation of an open workbook: a cell is computed when it is asked for, and again after something it reads has
changed.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from socroi.engine.evaluation.context import Context
from socroi.engine.evaluation.evaluator import Evaluator
from socroi.engine.evaluation.readings import Readings
from socroi.engine.incremental.dependents import Dependents
from socroi.engine.incremental.memo import Memo
from socroi.engine.incremental.openings import Openings
from socroi.engine.incremental.reads import Reads
from socroi.engine.incremental.recorder import Recorder
from socroi.engine.incremental.spills import Spills
from socroi.engine.incremental.trial_copy import trial_copy
from socroi.engine.incremental.volatile import is_volatile
from socroi.engine.model.block import BLANK
from socroi.engine.model.book import Column, Evaluation
from socroi.engine.model.budget import budgeted
from socroi.engine.schedule.function_lookup import function_beside
from socroi.engine.schedule.limits import MOST_ROUNDS, UNSETTLED, nested_deeply
from socroi.engine.schedule.pending import Pending
from socroi.engine.schedule.precedents import Rectangle
from socroi.engine.schedule.scheduler import Scheduler
from socroi.engine.schedule.storing import StoredValues
from socroi.engine.schedule.tasks import NotReady

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from threading import Event

    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Block
    from socroi.engine.model.book import Book, Region
    from socroi.engine.model.limits import Limits
    from socroi.engine.schedule.tasks import Task


class OpenCalculation:
    """The calculation of a workbook whose inputs may still change.

    Nothing is computed until `finish` asks for it; each time is a calculation of its own, with limits of its own.

    Args:
        book: the workbook.
        limits: what a calculation may use; None for the usual.
        cancel: an event that stops it once it is set.

    Attributes:
        results: what was computed, and what was not.
        context: what evaluation is told.
    """

    def __init__(self, book: Book, limits: Limits | None = None, cancel: Event | None = None) -> None:
        self.book = book
        self.limits, self.cancel = limits, cancel
        self.results = StoredValues(book)
        self._readings = Readings(book)
        pending, dependents = Pending(), Dependents()
        self.context = Context(
            book, self.results, pending.require, function_beside(book.names), partial(trial_runs, book)
        )
        self._evaluator = Evaluator(self.context)
        self._pending = pending
        self._spills = Spills(book, self.context)
        self._openings = Openings(book, pending, dependents)
        memo = Memo(self._evaluator, lambda cells: next(pending.within(*cells), None) is not None)
        reads = Reads(self._evaluator, dependents, self._spills.touch)
        self._recorder = Recorder(book, self.results, pending, self._openings, reads, self._spills, memo)
        self.context.memo, self.context.require = memo.value, self._recorder.require
        self._scheduler = Scheduler(self._evaluator, self.results, pending, self._recorder)
        self._volatile: list[Region] | None = None
        self._tables = [region for region in book.regions if region.is_data_table]
        for region in book.regions:
            self._openings.open(region, 0, region.count - 1)

    # Reading

    def finish(self, wanted: Iterable[Rectangle]) -> int:
        """Compute what is open among the cells of some rectangles, and what these need; return how many cells that
        were.
        """
        wanted = list(wanted)
        for rectangle in wanted:
            self._spills.touch(rectangle)
        return self._rounds(lambda: [task for r in wanted for task in self._pending.within(*r)])

    def finish_all(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute all that is open; return how many cells that were.

        Args:
            progress: called with (cells computed, cells in all) now and then.
        """
        return self._rounds(self._openings.all, progress)

    def value(self, sheet: int, row: int, column: int) -> tuple[int, float]:
        """Return the kind and the data of a cell, computed with the inputs as they are."""
        self.finish([Rectangle(sheet, row, column, row, column)])
        cells = self.book.sheets[sheet].columns.get(column)
        if cells is None or row >= len(cells):
            return BLANK, 0.0
        return int(cells.kind[row]), float(cells.data[row])

    @contextmanager
    def _computing(self) -> Iterator[None]:
        """Compute within the limits that were given, and in the country of the book."""
        limited = budgeted(self.limits, self.cancel)
        with nested_deeply(), self._readings.apply(), limited as budget, self.context.within(budget):
            yield

    def evaluate(self, tree: Node, scope: Scope) -> Value:
        """Return what an expression is, as seen from a cell, computing first what it needs."""
        with self._computing():
            while True:
                try:
                    return self._evaluator.value(tree, scope)
                except NotReady as blocked:
                    for task in blocked.tasks:
                        self._scheduler.finish(task)

    def cells(self, value: Value) -> Block:
        """Return the cells of a value that is no reference."""
        return self._evaluator.cells(value)

    def formula_at(self, sheet: int, row: int, column: int) -> Region | None:
        """Return the region whose formula gives a cell its value, one that spills into it too."""
        for region in self.book.sheets[sheet].regions:
            height, width = (region.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
            if 0 <= row - region.row < height and 0 <= column - region.column < width:
                return region
        return None

    @property
    def outstanding(self) -> int:
        """How many formula cells are open."""
        return sum(task.count for task in self._openings.all())

    # Changes

    def put(self, sheet: int, row: int, column: int, kind: int, data: float) -> None:
        """Set a cell that holds no formula, and open all that depend on it."""
        cells = self.book.sheets[sheet].columns.setdefault(column, Column())
        cells.reserve(row + 1)
        was = int(cells.kind[row])
        if (was, float(cells.data[row])) == (kind, data):
            return
        cells.put(row, kind, data)
        self.book.edited = True
        self.results.used_rows = max(self.results.used_rows, row + 1)
        self._openings.spread([Rectangle(sheet, row, column, row, column)])
        self._reopen_tables()
        if (was == BLANK) != (kind == BLANK):
            self._openings.reopen_whole(self._spills.blocked((sheet,)))

    def refresh(self) -> None:
        """Open what gives another value each time: NOW, TODAY and random numbers."""
        if self._volatile is None:
            names = self.context.names
            self._volatile = [each for each in self.book.regions if is_volatile(each.tree, names, each.sheet)]
        self._openings.reopen_whole(self._volatile)
        self._reopen_tables()

    def _reopen_tables(self) -> None:
        """Open the data tables: what the formulas that they try depend on is not followed."""
        if self._tables:
            self.context.forget_trials()
            self._openings.reopen_whole(self._tables)

    # Computing

    def _rounds(self, tasks: Callable[[], list[Task]], progress: Callable[[int, int], None] | None = None) -> int:
        done = 0
        with self._computing():
            for _ in range(MOST_ROUNDS):
                found = tasks() or self._spills.reaching(self._openings)
                total = done + sum(task.count for task in found)
                while found:
                    for task in found:
                        if not task.done:
                            before = self._recorder.computed
                            self._scheduler.finish(task)
                            done += self._recorder.computed - before
                            if progress is not None:
                                progress(min(done, total), total)
                    found = self._spills.reaching(self._openings)
                if not self._spills.settle(self._openings):
                    return done
        for task in self._openings.all():
            if task.region.evaluation is Evaluation.DYNAMIC:
                self._scheduler.fail(task, UNSETTLED)
        return done


def trial_runs(
    book: Book, without_formula: frozenset[tuple[int, int, int]], one_table: tuple[int, int, int] | None
) -> OpenCalculation:
    """Return a copy of a workbook to be tried with other inputs; the workbook itself stays as it is.

    Args:
        book: the workbook.
        without_formula: the inputs (sheet, row, column) whose formulas make way for the values to try.
        one_table: the data table that is tried, by its first cell, where the others are computed in the copy, too.
    """
    return OpenCalculation(trial_copy(book, without_formula, one_table))
