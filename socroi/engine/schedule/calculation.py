"""The order of calculation: every formula once, after what it reads; cycles named; spills settled.

A *task* is a region or a part of one. Tasks are computed on demand with a stack of our own, never by recursion: what
a formula reads and is not computed yet goes on top. Reads that cannot be seen in the formula (OFFSET, INDIRECT)
interrupt it and it is computed again. Where tasks wait for each other, they are taken apart into single cells; a cell
that still waits for itself is a circular reference, which is computed round and round where the workbook asks for it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.context import Context
from socroi.engine.evaluation.evaluator import Evaluator
from socroi.engine.evaluation.scope import Scope
from socroi.engine.formula.parser import parse
from socroi.engine.model.block import BLANK
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule import circular, recurrences
from socroi.engine.schedule.function_lookup import function_named
from socroi.engine.schedule.precedents import rectangles
from socroi.engine.schedule.storing import StoredValues
from socroi.engine.schedule.task_computing import UNEQUAL, Computing
from socroi.engine.schedule.tasks import Failure, NotReady, Task, TaskColumn
from socroi.errors import FormulaError
from socroi.excel.addresses import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from socroi.engine.evaluation.values import Ref
    from socroi.engine.model.book import Book, Region
    from socroi.engine.schedule.precedents import Rectangle

DEEPEST_STACK = 20_000
"""Frames that nested formulas and LAMBDAs may use; the parser and the evaluator have their own, lower, limits."""

MOST_ROUNDS = 12
"""How often a workbook is calculated again because spilled ranges changed their size."""


class Calculation:
    """One calculation of a whole workbook; the results are written into the book's own columns.

    Attributes:
        results: what was computed, and what was not.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.results = StoredValues(book)
        self._pending: dict[tuple[int, int], TaskColumn] = {}
        self._reads: dict[int, list[Rectangle]] = {}
        self._apart: list[Task] = []
        self.context = Context(book, self.results, self.require, function_named)
        self._evaluator = Evaluator(self.context)
        self._computing = Computing(self._evaluator, self.results)

    # What evaluation asks for

    def require(self, ref: Ref) -> None:
        """Raise NotReady where `ref` covers cells that are still to be computed."""
        waiting = list(self._tasks_in(ref.sheet, *ref.bounds()))
        if waiting:
            raise NotReady(waiting)

    # The order

    def run(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Compute every formula of the book.

        Args:
            progress: called with (cells computed, cells in all) now and then.
        """
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, DEEPEST_STACK))
        try:
            # Infinities and NaN are looked for in every result; numpy need not warn of them as well.
            with np.errstate(all="ignore"):
                self._settle(progress)
        finally:
            sys.setrecursionlimit(limit)

    def _settle(self, progress: Callable[[int, int], None] | None) -> None:
        for _ in range(MOST_ROUNDS):
            expected = {id(region): region.extent for region in self._regions()}
            self._run_once(progress)
            grown = False
            for region in self._regions():
                extent = self.results.spills.get((region.sheet, region.row, region.column))
                if extent and region.evaluation is Evaluation.DYNAMIC and extent != expected[id(region)]:
                    region.extent, grown = extent, True
            if not grown:
                return
        self.results.failures.extend(
            Failure(r.sheet, r.row, r.column, r.count, "its spilled range never settles")
            for r in self._unsettled(expected)
        )

    def _unsettled(self, expected: dict[int, tuple[int, int]]) -> Iterator[Region]:
        for region in self._regions():
            if region.extent != expected[id(region)]:
                self.results.leave(Task(region, 0, region.count))
                yield region

    def _regions(self) -> Iterator[Region]:
        return (region for sheet in self.book.sheets for region in sheet.regions)

    def _run_once(self, progress: Callable[[int, int], None] | None) -> None:
        self.results.failures.clear()
        self.results.spills.clear()
        self._pending.clear()
        self._apart.clear()
        tasks = [Task(region, 0, region.count) for region in self._regions()]
        total = sum(task.count for task in tasks)
        for task in tasks:
            self._prepare(task.region)
            self._add(task)
        finished = 0
        for task in tasks:
            self._finish([task])
            finished += task.count
            if progress is not None:
                progress(finished, total)

    def _prepare(self, region: Region) -> None:
        """Parse a region's formula and clear the cells that it spilled into when the file was saved."""
        if region.tree is None:
            try:
                region.tree = parse(region.text, region.row, region.column)
            except FormulaError:
                region.tree = None
        if region.extent != (1, 1):
            columns = self.book.sheets[region.sheet].columns
            rows = slice(region.row, region.row + region.extent[0])
            for column in range(region.column, region.column + region.extent[1]):
                if column in columns:
                    columns[column].put(rows, BLANK, 0.0)

    def _add(self, task: Task) -> None:
        region = task.region
        for column in range(region.column, region.column + region.extent[1]):
            self._pending.setdefault((region.sheet, column), TaskColumn()).add(task)

    def _tasks_in(self, sheet: int, top: int, left: int, bottom: int, right: int) -> Iterator[Task]:
        seen: set[int] = set()
        if right - left > len(self._pending):
            columns: Iterable[int] = [c for s, c in self._pending if s == sheet and left <= c <= right]
        else:
            columns = range(left, right + 1)
        for column in columns:
            lane = self._pending.get((sheet, column))
            if lane is not None and lane.open:
                for task in lane.overlapping(top, bottom):
                    if id(task) not in seen:
                        seen.add(id(task))
                        yield task

    def _finish(self, stack: list[Task]) -> None:
        """Compute the task on the stack, and before it whatever it turns out to need."""
        visited: set[int] = set()
        while stack or self._apart:
            if not stack:
                # Cells of a column that was taken apart and that nothing else asked for.
                stack.append(self._apart.pop())
            task = stack[-1]
            if task.done:
                task.waiting = False
                stack.pop()
                continue
            task.waiting = True
            if id(task) not in visited:
                visited.add(id(task))
                ahead = [t for t in self._precedents(task) if not t.waiting]
                if ahead:
                    self._push(stack, ahead, guessed=True)
                    continue
            try:
                self._compute(task)
            except NotReady as blocked:
                self._unblock(stack, blocked.tasks)

    def _precedents(self, task: Task) -> list[Task]:
        if task.region.tree is None:
            return []
        rectangles_read = rectangles(task.region.tree, task.region, task.start, task.count, self._evaluator)
        found = [other for r in rectangles_read for other in self._tasks_in(r.sheet, r.top, r.left, r.bottom, r.right)]
        return [other for other in dict.fromkeys(found) if other is not task]

    def _unblock(self, stack: list[Task], needed: list[Task]) -> None:
        """Put what is needed on the stack; where that is waiting itself, take the cycle apart or name it."""
        fresh = [task for task in needed if not task.waiting]
        if fresh:
            self._push(stack, fresh, guessed=False)
            return
        first = min(stack.index(task) for task in needed)
        guess = next((place for place in range(first + 1, len(stack)) if stack[place].guessed), None)
        if guess is not None:
            for task in stack[guess:]:
                task.waiting = False
            del stack[guess:]
            return
        # Those that were put there and not begun wait for nothing; one may have been put there twice.
        cycle = list(dict.fromkeys(task for task in stack[first:] if task.waiting and not task.done))
        large = [task for task in cycle if task.count > 1]
        if not large and not self.book.calculation.iterate:
            for task in cycle:
                self._fail(task, _circle(cycle, self.book))
            return
        try:
            if self._swept(cycle) if large else self._circled(cycle):
                return
        except NotReady as blocked:
            # What they read besides may wait for them in turn: then it belongs to the cycle.
            if any(task not in cycle for task in blocked.tasks):
                self._unblock(stack, [*needed, *blocked.tasks])
                return
        for task in cycle:
            task.waiting = False
        del stack[first:]
        singles = [single for task in large for single in self._taken_apart(task)]
        self._push(stack, singles, guessed=False)

    def _swept(self, cycle: list[Task]) -> bool:
        """Compute tasks that read each other row by row, where their formulas are of a form for it; else do nothing."""
        runs = []
        for task in cycle:
            region = task.region
            if region.evaluation is not Evaluation.LEGACY or region.tree is None:
                return False
            runs.append(recurrences.Run(region.sheet, region.column, task.first_row, task.count, region.tree))

        def check(sheet: int, column: int, first: int, last: int) -> None:
            waiting = [task for task in self._tasks_in(sheet, first, column, last, column) if task not in cycle]
            if waiting:
                raise NotReady(waiting)

        found = recurrences.sweep(runs, self._evaluator, check)
        if found is None:
            return False
        for task, (kind, data) in zip(cycle, found, strict=True):
            self.results.write(task.region.sheet, task.first_row, task.region.column, kind, data, task.count)
            self._close(task)
        return True

    def _circled(self, cycle: list[Task]) -> bool:
        """Compute single cells round and round until they settle; where they never do, say so."""
        circle, why = circular.in_order(cycle), None
        for task in circle:
            # Each reads what the others held last.
            task.done = True
        try:
            why = circular.settle(circle, self.book, self._turn)
        except (Uncomputable, LaneSplit, RecursionError) as problem:
            why = str(problem) or UNEQUAL
        finally:
            for task in circle:
                task.done = False
        for task in circle:
            if why is None:
                self._close(task)
            else:
                self._fail(task, f"{_circle(cycle, self.book)}, and {why}")
        return True

    def _turn(self, task: Task) -> None:
        region = task.region
        if region.tree is None or region.evaluation is not Evaluation.LEGACY:
            raise Uncomputable("it goes through an array formula")
        rows = np.arange(task.first_row, task.first_row + 1, dtype=np.int64)
        self.results.store(task, self._computing.result(region.tree, Scope(region.sheet, rows, region.column)))

    @staticmethod
    def _push(stack: list[Task], tasks: list[Task], *, guessed: bool) -> None:
        for task in tasks:
            task.guessed = guessed
        stack.extend(reversed(tasks))

    def _close(self, task: Task) -> None:
        task.done = True
        region = task.region
        for column in range(region.column, region.column + region.extent[1]):
            self._pending[region.sheet, column].open -= 1

    def _taken_apart(self, task: Task) -> list[Task]:
        task.done = True
        singles = [Task(task.region, start, 1) for start in range(task.start, task.start + task.count)]
        lane = self._pending[(task.region.sheet, task.region.column)]
        place = lane.tasks.index(task)
        lane.tasks[place : place + 1] = singles
        lane.starts[place : place + 1] = [single.first_row for single in singles]
        lane.open += len(singles) - 1
        lane.tallest = max(each.last_row - each.first_row + 1 for each in lane.tasks)
        self._apart += reversed(singles)
        return singles

    # One task

    def _compute(self, task: Task) -> None:
        why = self._computing.compute(task)
        if why is None:
            self._close(task)
        else:
            self._fail(task, why)

    # Failures

    def _fail(self, task: Task, why: str) -> None:
        self.results.failures.append(Failure(task.region.sheet, task.first_row, task.region.column, task.count, why))
        self.results.leave(task)
        self._close(task)


def _circle(cycle: Sequence[Task], book: Book) -> str:
    shown = [address(task.first_row, task.region.column, book.sheets[task.region.sheet].name) for task in cycle[:6]]
    more = " → …" if len(cycle) > len(shown) else ""
    return f"circular reference: {' → '.join(shown)}{more} → {shown[0]}"
