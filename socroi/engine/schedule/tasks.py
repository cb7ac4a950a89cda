"""What is still to be computed: consecutive cells of a region, found by the cells that they fill."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING

from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.book import Region


@record(eq=False, slots=True)
class Task:
    """Some consecutive cells of a region. `start` counts from the region's first cell.

    While a task waits on the stack, `guessed` says that it was put there because the formula below it mentions its
    cells, and not because they were really asked for: a branch that is not taken mentions cells, too.
    """

    region: Region
    start: int
    count: int
    done: bool = False
    waiting: bool = False
    guessed: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is one cell of a column that was taken apart: its formula is of no form for a way row by row."""
        return self.count == 1 < self.region.count

    @property
    def first_row(self) -> int:
        """0-based row of its first cell."""
        return self.region.row + self.start

    @property
    def last_row(self) -> int:
        """The last row that it fills, by what is known before it is computed."""
        return self.first_row + (self.count if self.region.extent == (1, 1) else self.region.extent[0]) - 1


class NotReady(Exception):
    """A formula reads cells that are not computed yet."""

    def __init__(self, tasks: list[Task]) -> None:
        super().__init__()
        self.tasks = tasks


@record(slots=True)
class Failure:
    """Cells that were not computed: `count` cells down from (row, column), 0-based, and why."""

    sheet: int
    row: int
    column: int
    count: int
    why: str


@record(slots=True)
class TaskColumn:
    """The tasks of one sheet column, by first row; `open` of them are not done. `tallest` bounds how far up one may
    begin.
    """

    starts: list[int] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    tallest: int = 1
    open: int = 0
    _following: list[int] = field(default_factory=list)
    """For each task, one further down that may be the next open one, those between being done. Empty: not known."""

    def add(self, task: Task) -> None:
        """Put in a task that is not done; those that are leave once they are many."""
        if len(self.tasks) > 4 * self.open + 64:
            self.tasks = [each for each in self.tasks if not each.done]
            self.starts = [each.first_row for each in self.tasks]
        self._following = []
        place = bisect_right(self.starts, task.first_row)
        self.starts.insert(place, task.first_row)
        self.tasks.insert(place, task)
        self.tallest = max(self.tallest, task.last_row - task.first_row + 1)
        self.open += 1

    def replace(self, task: Task, singles: list[Task]) -> None:
        """Put the tasks of its cells in the place of a task."""
        self._following = []
        place = self.tasks.index(task)
        self.tasks[place : place + 1] = singles
        self.starts[place : place + 1] = [single.first_row for single in singles]
        self.open += len(singles) - 1
        self.tallest = max(each.last_row - each.first_row + 1 for each in self.tasks)

    def look_again(self) -> None:
        """Hear that a task that was done is not."""
        self._following = []

    def overlapping(self, top: int, bottom: int) -> Iterator[Task]:
        """Yield the tasks that are not done and fill a row from `top` to `bottom`."""
        place = self._next_open(max(0, bisect_right(self.starts, top - self.tallest)))
        while place < len(self.tasks) and self.starts[place] <= bottom:
            task = self.tasks[place]
            if task.last_row >= top and not task.done:
                yield task
            place = self._next_open(place + 1)

    def _next_open(self, place: int) -> int:
        """Return the place of the first task that is not done, from one on; many that are done are passed at once."""
        if not self._following:
            self._following = list(range(len(self.tasks)))
        following, passed = self._following, []
        while place < len(following):
            if following[place] == place and not self.tasks[place].done:
                break
            passed.append(place)
            place = max(following[place], place + 1)
        for each in passed:
            following[each] = place
        return place
