"""Rectangles around the cells that regions fill and references read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.book import Evaluation
from socroi.engine.schedule.precedents import Rectangle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.evaluation.values import Ref
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.tasks import Task

MOST_SEEN: Final = 16
"""How many rectangles that a formula does not show are told apart for one region."""


def output(region: Region, low: int, high: int) -> Rectangle:
    """Return the cells that some lanes of a region fill; all of an array."""
    if region.evaluation is Evaluation.LEGACY:
        return Rectangle(region.sheet, region.row + low, region.column, region.row + high, region.column)
    rows, columns = region.extent
    return Rectangle(region.sheet, region.row, region.column, region.row + rows - 1, region.column + columns - 1)


def around(ref: Ref) -> Rectangle:
    """Return the rectangle around what all lanes of a reference read."""
    if ref.lanes == 1:
        return Rectangle(ref.sheet, int(ref.top[0]), int(ref.left[0]), int(ref.bottom[0]), int(ref.right[0]))
    return Rectangle(ref.sheet, int(ref.top.min()), int(ref.left.min()), int(ref.bottom.max()), int(ref.right.max()))


def differing(
    task: Task,
    before: tuple[NDArray[np.uint8], NDArray[np.float64]],
    after: tuple[NDArray[np.uint8], NDArray[np.float64]],
) -> list[Rectangle]:
    """Return the cells of a task from the first to the last that has another value."""
    region = task.region
    if len(before[0]) != task.count or len(after[0]) != task.count:
        return [output(region, task.start, task.start + task.count - 1)]
    rows = np.flatnonzero((before[0] != after[0]) | (before[1] != after[1]))
    if not len(rows):
        return []
    return [output(region, task.start + int(rows[0]), task.start + int(rows[-1]))]


def merged(found: list[Rectangle]) -> list[Rectangle]:
    """Return the rectangles, or one around those of each sheet where they are many."""
    if len(found) <= MOST_SEEN:
        return found
    hulls: dict[int, Rectangle] = {}
    for each in found:
        h = hulls.get(each.sheet, each)
        hulls[each.sheet] = Rectangle(
            each.sheet,
            min(h.top, each.top),
            min(h.left, each.left),
            max(h.bottom, each.bottom),
            max(h.right, each.right),
        )
    return list(hulls.values())
