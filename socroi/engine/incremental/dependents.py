"""Which formulas read a cell: rectangles that move with the lanes of a region or stand still, found by column."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.schedule.precedents import Rectangle, rectangles
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.model.book import Region

MOST_COLUMNS: Final = 64
"""Rectangles wider than this are kept by sheet, not by column."""


@record(eq=False, slots=True)
class Reading:
    """Cells that a region reads.

    Attributes:
        first: the cells that its first lane reads, or, where the lanes read here and there, all of them.
        top_moves, bottom_moves: whether each lane's top and bottom row lies one below that of the lane before.
    """

    region: Region
    first: Rectangle
    top_moves: bool = False
    bottom_moves: bool = False

    @property
    def hull(self) -> Rectangle:
        """The cells that all lanes together read."""
        return self.of_lanes(0, self.region.count - 1)

    def of_lanes(self, low: int, high: int) -> Rectangle:
        """Return the cells that some consecutive lanes read together."""
        first = self.first
        top = first.top + (low if self.top_moves else 0)
        return Rectangle(first.sheet, top, first.left, first.bottom + (high if self.bottom_moves else 0), first.right)

    def lanes(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the first and the last lane that reads a row from `top` to `bottom`; an empty range where none
        does.
        """
        low, high = 0, self.region.count - 1
        if self.bottom_moves:
            low = max(low, top - self.first.bottom)
        if self.top_moves:
            high = min(high, bottom - self.first.top)
        return low, high


def readings(region: Region, evaluator: Evaluator) -> list[Reading]:
    """Return what a region's formula reads as far as its text shows."""
    if region.tree is None:
        return []
    firsts = rectangles(region.tree, region, 0, 1, evaluator)
    if region.count == 1:
        return [Reading(region, first) for first in firsts]
    last = region.count - 1
    lasts = rectangles(region.tree, region, last, 1, evaluator)
    if len(firsts) != len(lasts) or any(a.sheet != b.sheet for a, b in zip(firsts, lasts, strict=False)):
        return [Reading(region, hull) for hull in rectangles(region.tree, region, 0, region.count, evaluator)]
    found = []
    for a, b in zip(firsts, lasts, strict=True):
        down = b.top - a.top, b.bottom - a.bottom
        if (a.left, a.right) == (b.left, b.right) and down[0] in (0, last) and down[1] in (0, last):
            found.append(Reading(region, a, down[0] == last, down[1] == last))
        else:
            found.append(Reading(region, _hull(a, b)))
    return found


def _hull(a: Rectangle, b: Rectangle) -> Rectangle:
    return Rectangle(a.sheet, min(a.top, b.top), min(a.left, b.left), max(a.bottom, b.bottom), max(a.right, b.right))


def within(inner: Rectangle, outer: Rectangle) -> bool:
    """Whether one rectangle lies inside the other."""
    return (
        inner.sheet == outer.sheet
        and inner.top >= outer.top
        and inner.left >= outer.left
        and inner.bottom <= outer.bottom
        and inner.right <= outer.right
    )


@record(slots=True)
class _Shelf:
    """Some readings, and their rows as arrays once they are searched."""

    readings: list[Reading] = field(default_factory=list)
    spans: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    def add(self, reading: Reading) -> None:
        self.readings.append(reading)
        self.spans = None

    def drop(self, reading: Reading) -> None:
        self.readings.remove(reading)
        self.spans = None

    def meeting(self, top: int, bottom: int) -> Iterator[Reading]:
        if self.spans is None:
            hulls = [reading.hull for reading in self.readings]
            self.spans = np.array([hull.top for hull in hulls]), np.array([hull.bottom for hull in hulls])
        tops, bottoms = self.spans
        for place in np.flatnonzero((tops <= bottom) & (bottoms >= top)).tolist():
            yield self.readings[place]


class Dependents:
    """The readings of many regions, searched by the cells that changed."""

    def __init__(self) -> None:
        self._columns: dict[tuple[int, int], _Shelf] = {}
        self._wide: dict[int, _Shelf] = {}

    def _shelves(self, hull: Rectangle) -> list[_Shelf]:
        if hull.right - hull.left >= MOST_COLUMNS:
            return [self._wide.setdefault(hull.sheet, _Shelf())]
        columns = range(hull.left, hull.right + 1)
        return [self._columns.setdefault((hull.sheet, column), _Shelf()) for column in columns]

    def add(self, reading: Reading) -> None:
        """Remember a reading."""
        for shelf in self._shelves(reading.first):
            shelf.add(reading)

    def drop(self, reading: Reading) -> None:
        """Forget a reading that was added."""
        for shelf in self._shelves(reading.first):
            shelf.drop(reading)

    def of(self, changed: Rectangle) -> Iterator[tuple[Region, int, int]]:
        """Yield (region, first lane, last lane) of what reads any of the cells; a region may come more than once."""
        if changed.right - changed.left < len(self._columns):
            columns = list(range(changed.left, changed.right + 1))
        else:
            columns = [c for s, c in self._columns if s == changed.sheet and changed.left <= c <= changed.right]
        shelves = [shelf for column in columns if (shelf := self._columns.get((changed.sheet, column)))]
        for shelf in shelves:
            yield from self._lanes(shelf, changed)
        wide = self._wide.get(changed.sheet)
        if wide is not None:
            yield from self._lanes(wide, changed)

    @staticmethod
    def _lanes(shelf: _Shelf, changed: Rectangle) -> Iterator[tuple[Region, int, int]]:
        for reading in shelf.meeting(changed.top, changed.bottom):
            if reading.first.left <= changed.right and reading.first.right >= changed.left:
                low, high = reading.lanes(changed.top, changed.bottom)
                if low <= high:
                    yield reading.region, low, high
