"""What is still to be computed of a workbook, found by the cells that it fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.schedule.tasks import NotReady, Task, TaskColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from socroi.engine.evaluation.values import Ref
    from socroi.engine.model.book import Region


class Pending:
    """The tasks that are not done, by sheet and column."""

    def __init__(self) -> None:
        self._columns: dict[tuple[int, int], TaskColumn] = {}

    def clear(self) -> None:
        """Forget all tasks."""
        self._columns.clear()

    def add(self, task: Task) -> None:
        """Put in a task that is not done."""
        for key in _columns_of(task.region):
            self._columns.setdefault(key, TaskColumn()).add(task)

    def close(self, task: Task) -> None:
        """Take a task as done."""
        task.done = True
        for key in _columns_of(task.region):
            self._columns[key].open -= 1

    def reopen(self, tasks: Iterable[Task]) -> None:
        """Take tasks as not done that were taken as done without being closed."""
        for task in tasks:
            task.done = False
            for key in _columns_of(task.region):
                self._columns[key].look_again()

    def take_apart(self, task: Task) -> list[Task]:
        """Put a task for each cell in the place of one, and return them."""
        task.done = True
        singles = [Task(task.region, start, 1) for start in range(task.start, task.start + task.count)]
        self._columns[task.region.sheet, task.region.column].replace(task, singles)
        return singles

    def within(self, sheet: int, top: int, left: int, bottom: int, right: int) -> Iterator[Task]:
        """Yield the tasks that fill a cell of a rectangle."""
        seen: set[int] = set()
        if right - left > len(self._columns):
            columns: Iterable[int] = [c for s, c in self._columns if s == sheet and left <= c <= right]
        else:
            columns = range(left, right + 1)
        for column in columns:
            lane = self._columns.get((sheet, column))
            if lane is not None and lane.open:
                for task in lane.overlapping(top, bottom):
                    if id(task) not in seen:
                        seen.add(id(task))
                        yield task

    def require(self, ref: Ref) -> None:
        """Raise NotReady where a reference covers cells that are still to be computed."""
        waiting = list(self.within(ref.sheet, *ref.bounds()))
        if waiting:
            raise NotReady(waiting)


def _columns_of(region: Region) -> list[tuple[int, int]]:
    """The columns that a region fills, by what is known before it is computed."""
    return [(region.sheet, column) for column in range(region.column, region.column + region.extent[1])]
