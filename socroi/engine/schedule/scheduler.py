"""The order of calculation: every formula once, after what it reads; cycles named.

A *task* is a region or a part of one. Tasks are computed on demand with a stack of our own, never by recursion: what
a formula reads and is not computed yet goes on top. Reads that cannot be seen in the formula (OFFSET, INDIRECT)
interrupt it and it is computed again. Where tasks wait for each other, they are taken apart into single cells; a cell
that still waits for itself is a circular reference, which is computed round and round where the workbook asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.scope import Scope
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule import circular
from socroi.engine.schedule.task_computing import UNEQUAL, Computing
from socroi.engine.schedule.tasks import Failure, NotReady, Task
from socroi.excel.addresses import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.model.book import Book
    from socroi.engine.schedule.observer import Observer
    from socroi.engine.schedule.pending import Pending
    from socroi.engine.schedule.storing import StoredValues


class Scheduler:
    """Computes tasks, each after what it reads.

    Args:
        evaluator: computes the formulas.
        results: takes their values, and why there are none.
        pending: all tasks that are not done.
        observer: is asked what a task reads, and told what becomes of it.

    Attributes:
        computing: computes one task.
    """

    def __init__(self, evaluator: Evaluator, results: StoredValues, pending: Pending, observer: Observer) -> None:
        self._book = evaluator.book
        self._evaluator = evaluator
        self._results = results
        self._pending = pending
        self._observer = observer
        self.computing = Computing(evaluator, results)
        self._apart: list[Task] = []

    def finish(self, task: Task) -> None:
        """Compute a task, and before it whatever it turns out to need."""
        stack = [task]
        try:
            self._finish(stack)
        except BaseException:
            # Ctrl-C must leave tasks that can be computed later.
            for each in stack:
                each.waiting = False
            raise

    def fail(self, task: Task, why: str) -> None:
        """Leave the cells of a task, and note why."""
        self._results.failures.append(Failure(task.region.sheet, task.first_row, task.region.column, task.count, why))
        self._results.leave(task)
        self._close(task)
        self._observer.failed(task)

    def _close(self, task: Task) -> None:
        self._pending.close(task)
        self._observer.closed(task)

    # The order

    def _finish(self, stack: list[Task]) -> None:
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
            # When the limit of time is reached, nothing is computed any more, and what comes first is of no matter.
            if id(task) not in visited and not self.computing.context.budget.why:
                visited.add(id(task))
                ahead = [t for t in self._observer.precedents(task) if not t.waiting]
                if ahead:
                    self._push(stack, ahead, guessed=True)
                    continue
            try:
                self._compute(task)
            except NotReady as blocked:
                self._observer.blocked()
                self._unblock(stack, blocked.tasks)

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
        if not large and not self._book.calculation.iterate:
            for task in cycle:
                self.fail(task, _circle(cycle, self._book))
            return
        try:
            if not (large and any(task.is_part for task in cycle)) and self._observer.compute_cycle(
                cycle, self._swept if large else self._circled
            ):
                return
        except NotReady as blocked:
            # What they read besides may wait for them in turn: then it belongs to the cycle.
            if any(task not in cycle for task in blocked.tasks):
                self._unblock(stack, [*needed, *blocked.tasks])
                return
        for task in cycle:
            task.waiting = False
        del stack[first:]
        # Their cells are asked for by those that wait for them. On the stack they would all seem to be waited for, and
        # a cell there that reads one of the others would be taken for a circle.
        for task in large:
            self._take_apart(task)

    def _swept(self, cycle: list[Task]) -> bool:
        """Compute tasks that read each other row by row, where their formulas are of a form for it; else do nothing."""
        # Few books have columns that read themselves.
        from socroi.engine.schedule import recurrences

        runs = []
        for task in cycle:
            region, tree = task.region, task.region.parsed()
            if region.evaluation is not Evaluation.LEGACY or tree is None:
                return False
            runs.append(recurrences.Run(region.sheet, region.column, task.first_row, task.count, tree))

        def check(sheet: int, column: int, first: int, last: int) -> None:
            waiting = [task for task in self._pending.within(sheet, first, column, last, column) if task not in cycle]
            if waiting:
                raise NotReady(waiting)

        found = recurrences.sweep(runs, self._evaluator, check)
        if found is None:
            return False
        for task, (kind, data) in zip(cycle, found, strict=True):
            self._results.write(task.region.sheet, task.first_row, task.region.column, kind, data, task.count)
            self._close(task)
        return True

    def _circled(self, cycle: list[Task]) -> bool:
        """Compute single cells round and round until they settle; where they never do, say so."""
        circle, why = circular.in_order(cycle), None
        for task in circle:
            # Each reads what the others held last.
            task.done = True
        try:
            why = circular.settle(circle, self._book, self._turn)
        except (Uncomputable, LaneSplit, RecursionError) as problem:
            why = str(problem) or UNEQUAL
        finally:
            self._pending.reopen(circle)
        for task in circle:
            if why is None:
                self._close(task)
            else:
                self.fail(task, f"{_circle(cycle, self._book)}, and {why}")
        return True

    def _turn(self, task: Task) -> None:
        region, tree = task.region, task.region.parsed()
        if tree is None or region.evaluation is not Evaluation.LEGACY:
            raise Uncomputable("it goes through an array formula")
        rows = np.arange(task.first_row, task.first_row + 1, dtype=np.int64)
        self._results.store(task, self.computing.result(tree, Scope(region.sheet, rows, region.column)))

    @staticmethod
    def _push(stack: list[Task], tasks: list[Task], *, guessed: bool) -> None:
        for task in tasks:
            task.guessed = guessed
        stack.extend(reversed(tasks))

    def _take_apart(self, task: Task) -> None:
        singles = self._pending.take_apart(task)
        self._observer.taken_apart(task, singles)
        self._apart += reversed(singles)

    # One task

    def _compute(self, task: Task) -> None:
        if self._observer.is_current(task):
            self._close(task)
        else:
            self._observer.compute(task, self._compute_now)

    def _compute_now(self, task: Task) -> None:
        why = self.computing.compute(task)
        if why is None:
            self._close(task)
        else:
            self.fail(task, why)


def _circle(cycle: Sequence[Task], book: Book) -> str:
    shown = [address(task.first_row, task.region.column, book.sheets[task.region.sheet].name) for task in cycle[:6]]
    more = " → …" if len(cycle) > len(shown) else ""
    return f"circular reference: {' → '.join(shown)}{more} → {shown[0]}"
