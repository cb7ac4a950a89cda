"""The observer of an open workbook: it records what is read, and where a change ends because a value stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.incremental.rectangles import differing, output
from socroi.engine.model.book import Evaluation
from socroi.engine.schedule.tasks import NotReady

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from socroi.engine.evaluation.values import Ref
    from socroi.engine.incremental.memo import Memo
    from socroi.engine.incremental.openings import Openings
    from socroi.engine.incremental.reads import Reads
    from socroi.engine.incremental.spills import Spills
    from socroi.engine.model.book import Book
    from socroi.engine.schedule.pending import Pending
    from socroi.engine.schedule.storing import StoredValues
    from socroi.engine.schedule.tasks import Task


class Recorder:
    """Records what becomes of tasks.

    Attributes:
        computed: how many formula cells have been computed.
    """

    def __init__(
        self,
        book: Book,
        results: StoredValues,
        pending: Pending,
        openings: Openings,
        reads: Reads,
        spills: Spills,
        memo: Memo,
    ) -> None:
        self.computed = 0
        self._book = book
        self._results = results
        self._pending = pending
        self._openings = openings
        self._reads = reads
        self._spills = spills
        self._memo = memo
        self._seen: list[Ref] | None = None
        self._attempted: dict[int, list[Ref]] = {}

    def require(self, ref: Ref) -> None:
        """Raise NotReady where a reference covers cells that are still to be computed; record that they were read."""
        if self._seen is not None:
            self._seen.append(ref)
        self._pending.require(ref)

    def precedents(self, task: Task) -> list[Task]:
        """Return the open tasks among what a task is known to read."""
        if self._reads.learn(task.region):
            self._memo.learn(task.region)
        hidden = id(task.region) in self._openings.suspect
        found = [
            other for rectangle in self._reads.of(task, hidden=hidden) for other in self._pending.within(*rectangle)
        ]
        return [other for other in dict.fromkeys(found) if other is not task]

    def is_current(self, task: Task) -> bool:
        """Whether nothing that a suspect task reads has changed, now that all of it is computed."""
        suspect = self._openings.suspect
        if id(task.region) not in suspect:
            return False
        current = not self.precedents(task)
        suspect.discard(id(task.region))
        return current

    def compute(self, task: Task, compute: Callable[[Task], None]) -> None:
        """Compute a task; record what it reads, and clear of suspicion what reads a cell that has changed."""
        region = task.region
        self._results.forget(region, task.start, task.start + task.count - 1)
        before = self._values(task) if self._openings.suspect else None
        seen = self._seen = []
        try:
            compute(task)
        except NotReady:
            self._attempted[id(region)] = seen
            raise
        finally:
            self._seen = None
        self._record(task, seen)
        if before is not None:
            self._openings.clear_suspicion(differing(task, before, self._values(task)))
        self._spills.filled(region, self._results.spills.get((region.sheet, region.row, region.column)))

    def compute_cycle(self, cycle: list[Task], compute: Callable[[list[Task]], bool]) -> bool:
        """Compute the tasks of a cycle, and record the same of them."""
        before = [self._values(task) for task in cycle] if self._openings.suspect else []
        seen = self._seen = []
        try:
            done = compute(cycle)
        finally:
            self._seen = None
        if done:
            for task in cycle:
                self._record(task, seen)
            for task, old in zip(cycle, before, strict=False):
                self._openings.clear_suspicion(differing(task, old, self._values(task)))
        return done

    def closed(self, task: Task) -> None:
        """Record that a task is not open any more."""
        self._openings.closed(task)

    def failed(self, task: Task) -> None:
        """Record what was read when it was tried last, since another value there may open a circle."""
        if self._openings.suspect:
            self._openings.clear_suspicion([output(task.region, task.start, task.start + task.count - 1)])
        attempted = self._attempted.pop(id(task.region), None)
        if attempted is not None:
            self._reads.follow(task, attempted)

    def taken_apart(self, task: Task, singles: list[Task]) -> None:
        """Record that the cells of a task are open one by one."""
        self._openings.taken_apart(task, singles)

    def blocked(self) -> None:
        """Do nothing: what a task reads is recorded when it is computed."""

    def _record(self, task: Task, seen: list[Ref]) -> None:
        self._attempted.pop(id(task.region), None)
        self.computed += task.count
        self._reads.follow(task, seen)

    def _values(self, task: Task) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """The values that the cells of a task hold; none where an array fills them."""
        cells = self._book.sheets[task.region.sheet].columns.get(task.region.column)
        if cells is None or task.region.evaluation is not Evaluation.LEGACY:
            return np.zeros(0, np.uint8), np.zeros(0)
        rows = slice(task.first_row, task.first_row + task.count)
        return cells.kind[rows].copy(), cells.data[rows].copy()
