"""What every region reads: what its formula shows, and for OFFSET, INDIRECT and their kin what it read when it was
computed last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.tree import Binary, Call
from socroi.engine.incremental.dependents import Reading, readings, within
from socroi.engine.incremental.rectangles import around, merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.values import Ref
    from socroi.engine.formula.tree import Node
    from socroi.engine.incremental.dependents import Dependents
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.precedents import Rectangle
    from socroi.engine.schedule.tasks import Task


class Reads:
    """The readings of every region that has been looked at, which its dependents are found by.

    Args:
        touch: called with the cells that are read, so that arrays which may spill into them are computed first.
    """

    def __init__(self, evaluator: Evaluator, dependents: Dependents, touch: Callable[[Rectangle], None]) -> None:
        self._evaluator = evaluator
        self._dependents = dependents
        self._touch = touch
        self._shown: dict[int, list[Reading]] = {}
        self._followed: dict[int, list[Reading]] = {}
        self._wandering: set[int] = set()

    def learn(self, region: Region) -> bool:
        """Find out what a region's formula shows that it reads; return whether that was not known."""
        if id(region) in self._shown:
            return False
        shown = self._shown[id(region)] = readings(region, self._evaluator)
        for reading in shown:
            self._dependents.add(reading)
        for reading in shown:
            self._touch(reading.hull)
        if region.count > 1 and self._evaluator.context.names.any_node(region.tree, region.sheet, _wanders):
            self._wandering.add(id(region))
        return True

    def of(self, task: Task, *, hidden: bool) -> list[Rectangle]:
        """Return the cells that a task is known to read; with `hidden`, those too that its formula does not show."""
        key, last = id(task.region), task.start + task.count - 1
        found = [reading.of_lanes(task.start, last) for reading in self._shown.get(key, ())]
        if hidden:
            found += [reading.first for reading in self._followed.get(key, ())]
        return found

    def follow(self, task: Task, seen: list[Ref]) -> None:
        """Remember the cells that were read and that the formula does not show."""
        region = task.region
        shown = self._shown.get(id(region), ())
        hulls = [reading.hull for reading in shown]
        hidden: dict[Rectangle, None] = {}
        for ref in seen:
            rectangle = around(ref)
            if not any(within(rectangle, hull) for hull in hulls) or (
                id(region) in self._wandering and not any(_shows(reading, ref, task) for reading in shown)
            ):
                hidden[rectangle] = None
        old = self._followed.pop(id(region), [])
        if task.count < region.count:
            hidden.update(dict.fromkeys(reading.first for reading in old))
        if not hidden and not old:
            return
        for reading in old:
            self._dependents.drop(reading)
        new = [Reading(region, rectangle) for rectangle in merged(list(hidden))]
        for reading in new:
            self._dependents.add(reading)
            self._touch(reading.first)
        if new:
            self._followed[id(region)] = new


def _wanders(node: Node) -> bool:
    """Whether a lane may read by it what the formula shows for another lane only."""
    if isinstance(node, Call):
        return has(node.name.upper(), Trait.HIDING)
    return isinstance(node, Binary) and node.operator == ":"


def _shows(reading: Reading, ref: Ref, task: Task) -> bool:
    """Whether every lane of a task is shown to read what it read; no where it is not known which lanes did."""
    if not reading.top_moves and not reading.bottom_moves:
        return within(around(ref), reading.first)
    if ref.lanes not in (1, task.count):
        return False
    first, lanes = reading.first, np.arange(task.start, task.start + task.count)
    top = first.top + (lanes if reading.top_moves else 0)
    bottom = first.bottom + (lanes if reading.bottom_moves else 0)
    inside = (ref.top >= top) & (ref.bottom <= bottom) & (ref.left >= first.left) & (ref.right <= first.right)
    return ref.sheet == first.sheet and bool(inside.all())
