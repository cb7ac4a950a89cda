"""A calculation that is kept: a cell is computed when it is asked for, and again after something it reads has changed.

Every region is either settled or has *open* tasks, the cells of it that must be computed before they are shown. What a
region reads is known from its formula and, for OFFSET, INDIRECT and their kin, from what it really read when it was
computed last. A change opens all regions that read the cell, then those that read these, lane by lane where the
references move with the lanes.
"""

from __future__ import annotations

import sys
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call, Name
from socroi.engine.incremental.dependents import Dependents, Reading, readings, within
from socroi.engine.incremental.memo import Memo
from socroi.engine.incremental.rectangles import around, differing, merged, output
from socroi.engine.model.block import BLANK, ERROR, SPILL
from socroi.engine.model.book import Column, Evaluation
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.schedule.calculation import DEEPEST_STACK, MOST_ROUNDS, Calculation
from socroi.engine.schedule.precedents import Rectangle
from socroi.engine.schedule.tasks import Failure, NotReady, Task, TaskColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Ref, Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Block
    from socroi.engine.model.book import Book, Region

DATA_TABLES: Final = "data tables"
"""What data tables note for each other; it is out of date once an input has changed."""

MOST_STEPS: Final = 8
"""How often a region's open lanes may grow one after the other before all that could follow are opened: a running
total would open one row after another."""


class OpenCalculation(Calculation):
    """The calculation of a workbook whose inputs may still change.

    Nothing is computed until `finish` asks for it.
    """

    def __init__(self, book: Book) -> None:
        super().__init__(book)
        self._readers = Dependents()
        self._parts = Memo(self._evaluator, self._is_open)
        self.context.memo = self._parts.value
        self._shown: dict[int, list[Reading]] = {}
        self._followed: dict[int, list[Reading]] = {}
        self._open: dict[int, list[Task]] = {}
        self._left: dict[int, int] = {}
        self._grown: dict[int, tuple[Region, tuple[int, int]]] = {}
        self._suspect: set[int] = set()
        self._seen: list[Ref] | None = None
        self._attempted: dict[int, list[Ref]] = {}
        self._computed = 0
        self._touched: dict[int, tuple[int, int]] = {}
        self._volatile: list[Region] | None = None
        self._dynamic = [region for region in self._regions() if region.evaluation is Evaluation.DYNAMIC]
        self._tables = [region for region in self._regions() if region.is_data_table]
        for region in self._regions():
            self._prepare(region)
            self._begin(Task(region, 0, region.count))

    # What callers ask for

    def finish(self, wanted: Iterable[Rectangle]) -> int:
        """Compute what is open among the cells of some rectangles, and what these need; return how many cells that
        were.
        """
        wanted = list(wanted)
        for rectangle in wanted:
            self._touch(rectangle)
        return self._rounds(lambda: [task for r in wanted for task in self._tasks_in(*r)])

    def finish_all(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute all that is open; return how many cells that were.

        Args:
            progress: called with (cells computed, cells in all) now and then.
        """
        return self._rounds(lambda: [task for tasks in list(self._open.values()) for task in tasks], progress)

    def evaluate(self, tree: Node, scope: Scope) -> Value:
        """Return what an expression is, as seen from a cell, computing first what it needs."""
        with _deep():
            while True:
                try:
                    return self._evaluator.value(tree, scope)
                except NotReady as blocked:
                    for task in blocked.tasks:
                        self._finish([task])

    def cells(self, value: Value) -> Block:
        """Return the cells of a value that is no reference."""
        return self._evaluator.cells(value)

    def put(self, sheet: int, row: int, column: int, kind: int, data: float) -> None:
        """Set a cell that holds no formula, and open all that depend on it."""
        cells = self.book.sheets[sheet].columns.setdefault(column, Column())
        cells.reserve(row + 1)
        was = int(cells.kind[row])
        if (was, float(cells.data[row])) == (kind, data):
            return
        cells.put(row, kind, data)
        self.results.used_rows = max(self.results.used_rows, row + 1)
        self._spread([Rectangle(sheet, row, column, row, column)])
        self._reopen_tables()
        if (was == BLANK) != (kind == BLANK):
            self._reopen_whole(region for region in self._dynamic if region.sheet == sheet and self._is_blocked(region))

    def refresh(self) -> None:
        """Open what gives another value each time: NOW, TODAY and random numbers."""
        if self._volatile is None:
            self._volatile = [
                region for region in self._regions() if self._calls(region.tree, Trait.VOLATILE, region.sheet)
            ]
        self._reopen_whole(self._volatile)
        self._reopen_tables()

    def _reopen_tables(self) -> None:
        """Open the data tables: what the formulas that they try depend on is not followed."""
        if self._tables:
            self.context.notes.pop(DATA_TABLES, None)
            self._reopen_whole(self._tables)

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
        return sum(task.count for tasks in self._open.values() for task in tasks if not task.done)

    # Opening and closing

    def _begin(self, task: Task) -> None:
        region = task.region
        for column in range(region.column, region.column + region.extent[1]):
            lane = self._pending.setdefault((region.sheet, column), TaskColumn())
            if len(lane.tasks) > 4 * lane.open + 64:
                kept = [each for each in lane.tasks if not each.done]
                lane.tasks, lane.starts = kept, [each.first_row for each in kept]
        self._add(task)
        self._open[id(region)] = [task]
        self._left[id(region)] = 1

    def _close(self, task: Task) -> None:
        super()._close(task)
        key = id(task.region)
        self._left[key] -= 1
        if not self._left[key]:
            del self._left[key], self._open[key]

    def _taken_apart(self, task: Task) -> list[Task]:
        singles = super()._taken_apart(task)
        self._open[id(task.region)] = singles
        self._left[id(task.region)] = len(singles)
        return singles

    def _reopen(self, region: Region, low: int, high: int) -> tuple[int, int] | None:
        """Open some lanes of a region; return (first, last) of all that are open now, None where these were before."""
        tasks = [task for task in self._open.get(id(region), ()) if not task.done]
        if len(tasks) == 1 and tasks[0].start <= low and tasks[0].start + tasks[0].count > high:
            return None
        if not tasks and region.evaluation is Evaluation.LEGACY:
            self._suspect.add(id(region))
        for task in tasks:
            low, high = min(low, task.start), max(high, task.start + task.count - 1)
        for task in tasks:
            self._close(task)
        self._prepare(region)
        self._begin(Task(region, low, high - low + 1))
        return low, high

    def _reopen_whole(self, regions: Iterable[Region]) -> None:
        for region in list(regions):
            if self._reopen(region, 0, region.count - 1) is not None:
                self._spread([output(region, 0, region.count - 1)], certain=False)
            self._suspect.discard(id(region))

    def _spread(self, changed: Iterable[Rectangle], *, certain: bool = True) -> None:
        """Open what reads some cells, and what reads that, and so on.

        Args:
            changed: the cells.
            certain: whether they hold other values now, so that their own readers must be computed. The readers of
                these are *suspect*: they are computed if a cell that they read turns out to have changed.
        """
        direct = list(changed)
        queue = deque(direct)
        steps: dict[int, int] = {}
        while queue:
            for region, first, last in self._readers.of(queue.popleft()):
                low, high = first, last
                if steps.get(id(region), 0) >= MOST_STEPS:
                    low, high = self._onward(region, first, last)
                opened = self._reopen(region, low, high)
                if opened is not None:
                    steps[id(region)] = steps.get(id(region), 0) + 1
                    queue.append(output(region, *opened))
        if certain:
            self._clear_suspicion(direct)

    def _clear_suspicion(self, changed: Iterable[Rectangle]) -> None:
        for rectangle in changed:
            for region, _, _ in self._readers.of(rectangle):
                self._suspect.discard(id(region))

    def _onward(self, region: Region, first: int, last: int) -> tuple[int, int]:
        """Return the lanes to open where they open each other one by one: all that lie in that direction."""
        tasks = [task for task in self._open.get(id(region), ()) if not task.done]
        low = min((task.start for task in tasks), default=first)
        high = max((task.start + task.count - 1 for task in tasks), default=last)
        return 0 if first < low else first, region.count - 1 if last > high else last

    def _forget(self, region: Region, low: int, high: int) -> None:
        """Drop what was said of lanes that are to be computed again."""
        self.results.spills.pop((region.sheet, region.row, region.column), None)
        if not self.results.failures:
            return
        top, bottom = region.row + low, region.row + high
        kept = []
        for failure in self.results.failures:
            last = failure.row + failure.count - 1
            if (failure.sheet, failure.column) != (region.sheet, region.column) or last < top or failure.row > bottom:
                kept.append(failure)
                continue
            for start, end in ((failure.row, top - 1), (bottom + 1, last)):
                if start <= end:
                    kept.append(Failure(failure.sheet, start, failure.column, end - start + 1, failure.why))
        self.results.failures[:] = kept

    def _is_blocked(self, region: Region) -> bool:
        cells = self.book.sheets[region.sheet].columns.get(region.column)
        return (
            cells is not None
            and len(cells) > region.row
            and int(cells.kind[region.row]) == ERROR
            and float(cells.data[region.row]) == SPILL
        )

    # Computing

    def _rounds(self, tasks: Callable[[], list[Task]], progress: Callable[[int, int], None] | None = None) -> int:
        done = 0
        with _deep():
            for _ in range(MOST_ROUNDS):
                found = tasks() or self._reaching()
                total = done + sum(task.count for task in found)
                while found:
                    for task in found:
                        if not task.done:
                            before = self._computed
                            self._finish([task])
                            done += self._computed - before
                            if progress is not None:
                                progress(min(done, total), total)
                    found = self._reaching()
                if not self._settle_grown():
                    return done
        self._never_settled()
        return done

    def _finish(self, stack: list[Task]) -> None:
        try:
            super()._finish(stack)
        except BaseException:
            # Ctrl-C must leave a calculation that can go on.
            for task in stack:
                task.waiting = False
            raise

    def _compute(self, task: Task) -> None:
        region = task.region
        if id(region) in self._suspect and not self._read_by(region, task):
            self._suspect.discard(id(region))
            self._close(task)
            return
        self._suspect.discard(id(region))
        self._forget(region, task.start, task.start + task.count - 1)
        before = self._values(task) if self._suspect else None
        seen = self._seen = []
        try:
            super()._compute(task)
        except NotReady:
            self._attempted[id(region)] = seen
            raise
        finally:
            self._seen = None
        self._attempted.pop(id(region), None)
        self._computed += task.count
        self._follow(region, task, seen)
        if before is not None:
            self._clear_suspicion(differing(task, before, self._values(task)))
        if region.evaluation is Evaluation.DYNAMIC:
            extent = self.results.spills.get((region.sheet, region.row, region.column))
            if extent is not None and extent != region.extent:
                self._grown[id(region)] = region, extent

    def _swept(self, cycle: list[Task]) -> bool:
        return self._watched(cycle, super()._swept)

    def _circled(self, cycle: list[Task]) -> bool:
        return self._watched(cycle, super()._circled)

    def _watched(self, cycle: list[Task], compute: Callable[[list[Task]], bool]) -> bool:
        """Compute the tasks of a cycle, remember what they read and clear what did not change."""
        before = [self._values(task) for task in cycle] if self._suspect else []
        seen = self._seen = []
        try:
            done = compute(cycle)
        finally:
            self._seen = None
        if done:
            for task in cycle:
                self._attempted.pop(id(task.region), None)
                self._computed += task.count
                self._follow(task.region, task, seen)
            for task, old in zip(cycle, before, strict=False):
                self._clear_suspicion(differing(task, old, self._values(task)))
        return done

    def _fail(self, task: Task, why: str) -> None:
        super()._fail(task, why)
        if self._suspect:
            self._clear_suspicion([output(task.region, task.start, task.start + task.count - 1)])
        attempted = self._attempted.pop(id(task.region), None)
        if attempted is not None:
            self._follow(task.region, task, attempted)

    def require(self, ref: Ref) -> None:
        """Raise NotReady where `ref` covers cells that are still to be computed; remember that they were read."""
        if self._seen is not None:
            self._seen.append(ref)
        super().require(ref)

    def _precedents(self, task: Task) -> list[Task]:
        region = task.region
        shown = self._shown.get(id(region))
        if shown is None:
            shown = self._shown[id(region)] = readings(region, self._evaluator)
            for reading in shown:
                self._readers.add(reading)
            for reading in shown:
                self._touch(reading.hull)
            self._parts.learn(region)
        return self._read_by(region, task)

    def _is_open(self, cells: Rectangle) -> bool:
        return next(self._tasks_in(*cells), None) is not None

    def _read_by(self, region: Region, task: Task) -> list[Task]:
        """The open tasks among what a task is known to read."""
        found: list[Task] = []
        for reading in self._shown.get(id(region), ()):
            found += self._tasks_in(*reading.of_lanes(task.start, task.start + task.count - 1))
        if id(region) in self._suspect:
            for reading in self._followed.get(id(region), ()):
                found += self._tasks_in(*reading.first)
        return [other for other in dict.fromkeys(found) if other is not task]

    def _values(self, task: Task) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """The values that the cells of a task hold; none where an array fills them."""
        cells = self.book.sheets[task.region.sheet].columns.get(task.region.column)
        if cells is None or task.region.evaluation is not Evaluation.LEGACY:
            return np.zeros(0, np.uint8), np.zeros(0)
        rows = slice(task.first_row, task.first_row + task.count)
        return cells.kind[rows].copy(), cells.data[rows].copy()

    def _follow(self, region: Region, task: Task, seen: list[Ref]) -> None:
        """Remember the cells that were read and that the formula does not show."""
        shown = [reading.hull for reading in self._shown.get(id(region), ())]
        hidden: dict[Rectangle, None] = {}
        for ref in seen:
            rectangle = around(ref)
            if not any(within(rectangle, outer) for outer in shown):
                hidden[rectangle] = None
        old = self._followed.pop(id(region), [])
        if task.count < region.count:
            hidden.update(dict.fromkeys(reading.first for reading in old))
        if not hidden and not old:
            return
        for reading in old:
            self._readers.drop(reading)
        new = [Reading(region, rectangle) for rectangle in merged(list(hidden))]
        for reading in new:
            self._readers.add(reading)
            self._touch(reading.first)
        if new:
            self._followed[id(region)] = new

    # Spills

    def _touch(self, rectangle: Rectangle) -> None:
        row, column = self._touched.get(rectangle.sheet, (-1, -1))
        self._touched[rectangle.sheet] = max(row, rectangle.bottom), max(column, rectangle.right)

    def _reaching(self) -> list[Task]:
        """The open dynamic arrays that may spill into cells that were read, though they did not in the file."""
        found = []
        for region in self._dynamic:
            row, column = self._touched.get(region.sheet, (-1, -1))
            if region.row <= row and region.column <= column:
                found += [task for task in self._open.get(id(region), ()) if not task.done]
        return found

    def _settle_grown(self) -> bool:
        """Give dynamic arrays their new extents, and open what reads the cells that are filled now."""
        changed, self._grown = list(self._grown.values()), {}
        larger = []
        for region, extent in changed:
            if extent[0] > region.extent[0] or extent[1] > region.extent[1]:
                larger.append(region)
            region.extent = extent
        for region in larger:
            self._spread([output(region, 0, 0)])
        smaller = {region.sheet for region, _ in changed} if len(larger) < len(changed) else set()
        blocked = [region for region in self._dynamic if region.sheet in smaller and self._is_blocked(region)]
        self._reopen_whole(blocked)
        return bool(larger or blocked)

    def _never_settled(self) -> None:
        for tasks in list(self._open.values()):
            region = tasks[0].region
            if region.evaluation is Evaluation.DYNAMIC:
                for task in [each for each in tasks if not each.done]:
                    self._fail(task, "its spilled range never settles")

    def _calls(self, tree: Node | None, trait: Trait, sheet: int, followed: frozenset[str] = frozenset()) -> bool:
        """Whether a formula calls a function that has a trait, itself or through a defined name."""
        if tree is None:
            return False
        for node in walk(tree):
            if isinstance(node, Call) and has(node.name.upper(), trait):
                return True
            name = node.name if isinstance(node, Name | Call) else None
            if name is not None and name.casefold() not in followed:
                try:
                    target = self.context.names.tree(name, sheet)
                except Uncomputable:
                    continue
                if target is not None and self._calls(target, trait, sheet, followed | {name.casefold()}):
                    return True
        return False


@contextmanager
def _deep() -> Iterator[None]:
    """Let formulas nest deeply, and keep numpy quiet about infinities, which are looked for in every result."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, DEEPEST_STACK))
    try:
        with np.errstate(all="ignore"):
            yield
    finally:
        sys.setrecursionlimit(limit)
