"""One calculation of a whole workbook, from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.evaluation.context import Context
from socroi.engine.evaluation.evaluator import Evaluator
from socroi.engine.evaluation.readings import Readings
from socroi.engine.model.book import Evaluation
from socroi.engine.model.budget import budgeted
from socroi.engine.schedule.function_lookup import function_beside
from socroi.engine.schedule.limits import MOST_ROUNDS, UNSETTLED, nested_deeply
from socroi.engine.schedule.observer import FromScratch
from socroi.engine.schedule.pending import Pending
from socroi.engine.schedule.preparation import clear
from socroi.engine.schedule.scheduler import Scheduler
from socroi.engine.schedule.storing import StoredValues
from socroi.engine.schedule.tasks import Failure, Task
from socroi.engine.schedule.units import Units

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from socroi.engine.evaluation.context import TrialRuns
    from socroi.engine.model.book import Book, Region


LEAST_REGIONS: Final = 48
"""Fewer regions are computed before it is found out which of them go together."""
_MOST_ORDERS: Final = 256
_orders: dict[tuple[int, ...], list[int]] = {}
"""For kinds of books, the regions by their numbers as they were computed: an order, which says nothing of a value."""


class Calculation:
    """One calculation of a whole workbook; the results are written into the book's own columns.

    Args:
        one_by_one: never take cells of several regions together; the values are the same.

    Attributes:
        results: what was computed, and what was not.
    """

    def __init__(self, book: Book, *, one_by_one: bool = False) -> None:
        self.book = book
        self.one_by_one = one_by_one
        self.results = StoredValues(book)
        self._pending = Pending()
        self._readings = Readings(book)
        self._context = Context(
            book, self.results, self._pending.require, function_beside(book.names), self._trial_runs
        )
        evaluator = Evaluator(self._context)
        self._observer = FromScratch(self._pending, evaluator)
        self._scheduler = Scheduler(evaluator, self.results, self._pending, self._observer)

    def _trial_runs(
        self, without_formula: frozenset[tuple[int, int, int]], one_table: tuple[int, int, int] | None
    ) -> TrialRuns:
        # Data tables alone ask for it.
        from socroi.engine.incremental.open_calculation import trial_runs

        return trial_runs(self.book, without_formula, one_table)

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Compute every formula of the book, within the limits of whoever asks for it.

        Args:
            progress: called with (cells computed, cells in all) now and then.
        """
        with nested_deeply(), self._readings.apply(), budgeted() as budget, self._context.within(budget):
            self._settle(progress)

    def _settle(self, progress: Callable[[int, int], None] | None) -> None:
        for _ in range(MOST_ROUNDS):
            expected = {id(region): region.extent for region in self._arrays()}
            self._run_once(progress)
            grown = False
            for region in self._arrays():
                extent = self.results.spills.get((region.sheet, region.row, region.column))
                if extent and region.evaluation is Evaluation.DYNAMIC and extent != expected[id(region)]:
                    region.extent, grown = extent, True
            if not grown:
                return
        self.results.failures.extend(
            Failure(r.sheet, r.row, r.column, r.count, UNSETTLED) for r in self._unsettled(expected)
        )

    def _unsettled(self, expected: dict[int, tuple[int, int]]) -> Iterator[Region]:
        for region in self._arrays():
            if region.extent != expected[id(region)]:
                self.results.leave(Task(region, 0, region.count))
                yield region

    def _arrays(self) -> list[Region]:
        """Return the array formulas: none of them is loose."""
        made = (region for sheet in self.book.sheets for region in sheet.made)
        return [region for region in made if region.evaluation is not Evaluation.LEGACY]

    def _run_once(self, progress: Callable[[int, int], None] | None) -> None:
        self.results.failures.clear()
        self.results.spills.clear()
        self._pending.clear()
        units = Units(self.book)
        for region in self._arrays():
            clear(self.book, region)
        tasks: dict[int, Task] = {}
        closed = 0

        def open_others(done: list[int]) -> None:
            nonlocal tasks, closed
            if not tasks:
                tasks = self._opened(units, done)
            else:
                for each in done[closed:]:
                    if not tasks[each].done:
                        self._pending.close(tasks[each])
            closed = len(done)

        def alone(index: int, done: list[int]) -> None:
            open_others(done)
            # What it shows that it reads is done: there is nothing to ask for.
            self._observer.in_order = True
            self._scheduler.finish(tasks[index])

        done = [] if self.one_by_one else self._in_waves(units, alone)
        if len(done) < len(units) or tasks:
            open_others(done)
        total = sum(task.count for task in tasks.values())
        finished = 0
        for task in self._in_known_order(tasks):
            self._scheduler.finish(task)
            finished += task.count
            if progress is not None:
                progress(finished, total)
        self._remember_order(tasks)
        if progress is not None and not tasks:
            progress(1, 1)

    def _in_known_order(self, tasks: dict[int, Task]) -> Collection[Task]:
        """Return the tasks in the order in which those of an earlier book of the same formulas were done."""
        known = None if self.book.kin is None else _orders.get(self.book.kin)
        self._observer.in_order = known is not None and len(known) == len(tasks)
        self._observer.closed_so_far = []
        return [tasks[at] for at in known] if known is not None and self._observer.in_order else tasks.values()

    def _remember_order(self, tasks: dict[int, Task]) -> None:
        done, kin = self._observer.closed_so_far, self.book.kin
        if kin is None or done is None or len(done) != len(tasks) or kin in _orders:
            return
        if len(_orders) >= _MOST_ORDERS:
            _orders.clear()
        numbers = {id(task): at for at, task in tasks.items()}
        _orders[kin] = [numbers[id(task)] for task in done]

    def _in_waves(self, units: Units, alone: Callable[[int, list[int]], None]) -> list[int]:
        if len(units) < LEAST_REGIONS:
            return []
        from socroi.engine.schedule.waves import computed_in_waves

        return computed_in_waves(units, self._scheduler.computing, alone)

    def _opened(self, units: Units, done: list[int]) -> dict[int, Task]:
        """Return a task for each region that is not done, by its number, put where they are found."""
        gone = set(done)
        left = units.regions(at for at in range(len(units)) if at not in gone)
        tasks = {at: Task(region, 0, region.count) for at, region in left}
        for task in tasks.values():
            self._pending.add(task)
        return tasks
