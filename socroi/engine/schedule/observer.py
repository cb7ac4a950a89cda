"""Who is asked and told about tasks while they are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from socroi.engine.schedule.precedents import rectangles

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.schedule.pending import Pending
    from socroi.engine.schedule.tasks import Task


class Observer(Protocol):
    """What the scheduler asks of a task, and what it tells."""

    def precedents(self, task: Task) -> list[Task]:
        """Return the tasks to be computed before a task, as far as that is known."""

    def is_current(self, task: Task) -> bool:
        """Whether a task need not be computed, since its cells hold their values."""

    def compute(self, task: Task, compute: Callable[[Task], None]) -> None:
        """Compute a task with `compute`, which raises NotReady where it reads what is not computed yet."""

    def compute_cycle(self, cycle: list[Task], compute: Callable[[list[Task]], bool]) -> bool:
        """Compute tasks that read each other with `compute`; return its answer, whether it could."""

    def closed(self, task: Task) -> None:
        """Hear that a task is done."""

    def failed(self, task: Task) -> None:
        """Hear that no cell of a task could be computed; it is done, too."""

    def taken_apart(self, task: Task, singles: list[Task]) -> None:
        """Hear that a task was replaced by one for each of its cells."""

    def blocked(self) -> None:
        """Hear that a task turned out to read what is not computed yet."""


class FromScratch:
    """The observer of a calculation that computes everything once and remembers nothing.

    Attributes:
        in_order: whether the tasks come in an order in which each stands behind what it reads, as in an earlier book
            of the same formulas; they need not be asked then, and if one has to wait all the same the others are.
        closed_so_far: the tasks in the order in which they were done, None where one had to wait or was left.
    """

    def __init__(self, pending: Pending, evaluator: Evaluator) -> None:
        self._pending = pending
        self._evaluator = evaluator
        self.in_order = False
        self.closed_so_far: list[Task] | None = []

    def precedents(self, task: Task) -> list[Task]:
        """Return the tasks that fill what the formula shows that it reads."""
        tree = task.region.parsed()
        # One cell of many that read each other asks for the few that it needs; of a whole column it would see them all.
        if tree is None or self.in_order or task.is_part:
            return []
        found = [
            other
            for rectangle in rectangles(tree, task.region, task.start, task.count, self._evaluator)
            for other in self._pending.within(*rectangle)
        ]
        return [other for other in dict.fromkeys(found) if other is not task]

    def is_current(self, task: Task) -> bool:  # noqa: ARG002 - every task is computed
        """Say no."""
        return False

    def compute(self, task: Task, compute: Callable[[Task], None]) -> None:
        """Compute the task."""
        compute(task)

    def compute_cycle(self, cycle: list[Task], compute: Callable[[list[Task]], bool]) -> bool:
        """Compute the cycle."""
        return compute(cycle)

    def closed(self, task: Task) -> None:
        """Note the task."""
        if self.closed_so_far is not None:
            self.closed_so_far.append(task)

    def failed(self, task: Task) -> None:  # noqa: ARG002 - any of them will do
        """Note that this is no order for others."""
        self.closed_so_far = None

    def taken_apart(self, task: Task, singles: list[Task]) -> None:  # noqa: ARG002 - likewise
        """Note that this is no order for others."""
        self.closed_so_far = None

    def blocked(self) -> None:
        """Ask the others what they read."""
        self.closed_so_far, self.in_order = None, False
