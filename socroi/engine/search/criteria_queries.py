"""What is asked of ranges, what is added up, and what comes of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.block import ERROR, NUMBER
from socroi.engine.search.criterion import point_key, read_criterion
from socroi.records import record

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Block, Data, Mask
    from socroi.engine.search.criterion import Criterion

    Places = NDArray[np.int64]


_ONLY = np.zeros(1, np.int64)


@record(slots=True)
class Sums:
    """What the matching cells of each ask add up to: `count` of cells, `numbers` among their values; `bad`: errors."""

    count: Data
    numbers: Data
    total: Data
    low: Data
    high: Data
    bad: NDArray[np.int8]

    @classmethod
    def empty(cls, size: int) -> Sums:
        """Return sums over no cells."""
        return cls(
            count=np.zeros(size),
            numbers=np.zeros(size),
            total=np.zeros(size),
            low=np.full(size, np.inf),
            high=np.full(size, -np.inf),
            bad=np.full(size, -1, np.int8),
        )

    def put(self, places: Places, other: Sums, taken: Places | slice = slice(None)) -> None:
        """Copy other sums into some places."""
        for name in self.__slots__:
            getattr(self, name)[places] = getattr(other, name)[taken]


class Question:
    """The criteria that are asked of one range: each distinct one is read once; `place` says which one an ask has."""

    def __init__(self, kinds: NDArray[np.uint8], data: Data, context: Context) -> None:
        self._strings = context.strings
        if len(data) == 1:
            first, self.place = [0], _ONLY
        else:
            _, inverse = np.unique(data, return_inverse=True)
            mixed = inverse.reshape(-1).astype(np.int64) * 8 + kinds
            _, found, place = np.unique(mixed, return_index=True, return_inverse=True)
            first, self.place = found.tolist(), place.reshape(-1)
        self.criteria: list[Criterion] = [read_criterion(int(kinds[at]), float(data[at]), context) for at in first]

    @cached_property
    def is_point(self) -> Mask:
        """Which criteria are points."""
        return np.array([criterion.is_point for criterion in self.criteria], np.bool_)

    @cached_property
    def takes_blank(self) -> Mask:
        """Which criteria an empty cell fulfils."""
        return np.array([criterion.matches_blank() for criterion in self.criteria], np.bool_)

    @cached_property
    def _points(self) -> list[tuple[int, float]]:
        return [point_key(c, self._strings) if c.is_point else (0, 0.0) for c in self.criteria]

    @cached_property
    def group(self) -> NDArray[np.uint8]:
        """The group that each point asks for."""
        return np.array([group for group, _ in self._points], np.uint8)

    @cached_property
    def key(self) -> Data:
        """The key that each point asks for."""
        return np.array([key for _, key in self._points], np.float64)


class Values:
    """The cells that are added up, flat per lane: numbers, `plain` where they are numbers (None: all), errors."""

    def __init__(self, block: Block, *, extremes: bool) -> None:
        lanes = block.lanes
        self.data: Data = block.data.reshape(lanes, -1)
        self.extremes = extremes
        self.plain: Mask | None = None
        self.bad: NDArray[np.int8] = np.zeros((0, 0), np.int8)
        if block.uniform != NUMBER:
            self.plain = block.where(NUMBER).reshape(lanes, -1)
            self.bad = np.where(block.where(ERROR), block.data, -1.0).astype(np.int8).reshape(lanes, -1)

    def lane(self, lane: int) -> Values:
        """Return one lane's cells as flat arrays."""
        result = object.__new__(Values)
        result.data, result.extremes = self.data[lane], self.extremes
        result.plain = None if self.plain is None else self.plain[lane]
        result.bad = self.bad if self.plain is None else self.bad[lane]
        return result
