"""Which cells are open, that is, to be computed before they are shown, and what a change opens.

A change opens all regions that read the cell, then those that read these, lane by lane where the references move with
the lanes.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from socroi.engine.incremental.rectangles import output
from socroi.engine.model.book import Evaluation
from socroi.engine.schedule.preparation import prepare
from socroi.engine.schedule.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.incremental.dependents import Dependents
    from socroi.engine.model.book import Book, Region
    from socroi.engine.schedule.pending import Pending
    from socroi.engine.schedule.precedents import Rectangle

MOST_STEPS: Final = 8
"""How often a region's open lanes may grow one after the other before all that could follow are opened: a running
total would open one row after another."""


class Openings:
    """The open tasks of every region.

    Attributes:
        suspect: regions, by `id`, that read cells which may come out as they were: they are computed only if a cell
            that they read turns out to have changed.
    """

    def __init__(self, book: Book, pending: Pending, dependents: Dependents) -> None:
        self.suspect: set[int] = set()
        self._book = book
        self._pending = pending
        self._dependents = dependents
        self._tasks: dict[int, list[Task]] = {}
        self._left: dict[int, int] = {}

    def open(self, region: Region, low: int, high: int) -> None:
        """Open some lanes of a region of which none is open."""
        prepare(self._book, region)
        task = Task(region, low, high - low + 1)
        self._pending.add(task)
        self._tasks[id(region)] = [task]
        self._left[id(region)] = 1

    def of(self, region: Region) -> list[Task]:
        """Return the open tasks of a region."""
        return [task for task in self._tasks.get(id(region), ()) if not task.done]

    def all(self) -> list[Task]:
        """Return the open tasks of all regions."""
        return [task for tasks in self._tasks.values() for task in tasks if not task.done]

    def closed(self, task: Task) -> None:
        """Take note that a task is done."""
        key = id(task.region)
        self._left[key] -= 1
        if not self._left[key]:
            del self._left[key], self._tasks[key]

    def taken_apart(self, task: Task, singles: list[Task]) -> None:
        """Take note that a task was replaced by those of its cells."""
        self._tasks[id(task.region)] = singles
        self._left[id(task.region)] = len(singles)

    def reopen_whole(self, regions: Iterable[Region]) -> None:
        """Open all lanes of some regions, and what reads them."""
        for region in list(regions):
            if self._reopen(region, 0, region.count - 1) is not None:
                self.spread([output(region, 0, region.count - 1)], certain=False)
            self.suspect.discard(id(region))

    def spread(self, changed: Iterable[Rectangle], *, certain: bool = True) -> None:
        """Open what reads some cells, and what reads that, and so on.

        Args:
            changed: the cells.
            certain: whether they hold other values now, so that their own readers must be computed. The readers of
                these are suspect.
        """
        direct = list(changed)
        queue = deque(direct)
        steps: dict[int, int] = {}
        while queue:
            for region, first, last in self._dependents.of(queue.popleft()):
                low, high = first, last
                if steps.get(id(region), 0) >= MOST_STEPS:
                    low, high = self._onward(region, first, last)
                opened = self._reopen(region, low, high)
                if opened is not None:
                    steps[id(region)] = steps.get(id(region), 0) + 1
                    queue.append(output(region, *opened))
        if certain:
            self.clear_suspicion(direct)

    def clear_suspicion(self, changed: Iterable[Rectangle]) -> None:
        """Have the readers of some cells computed: the cells hold other values now."""
        for rectangle in changed:
            for region, _, _ in self._dependents.of(rectangle):
                self.suspect.discard(id(region))

    def _reopen(self, region: Region, low: int, high: int) -> tuple[int, int] | None:
        """Open some lanes of a region; return (first, last) of all that are open now, None where these were before."""
        tasks = self.of(region)
        if len(tasks) == 1 and tasks[0].start <= low and tasks[0].start + tasks[0].count > high:
            return None
        if not tasks and region.evaluation is Evaluation.LEGACY:
            self.suspect.add(id(region))
        for task in tasks:
            low, high = min(low, task.start), max(high, task.start + task.count - 1)
        for task in tasks:
            self._pending.close(task)
            self.closed(task)
        self.open(region, low, high)
        return low, high

    def _onward(self, region: Region, first: int, last: int) -> tuple[int, int]:
        """Return the lanes to open where they open each other one by one: all that lie in that direction."""
        tasks = self.of(region)
        low = min((task.start for task in tasks), default=first)
        high = max((task.start + task.count - 1 for task in tasks), default=last)
        return 0 if first < low else first, region.count - 1 if last > high else last
