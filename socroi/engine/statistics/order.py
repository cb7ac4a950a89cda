"""The numbers of each lane in order: ranks from both ends, percentiles, modes.

The list is sorted once for all lanes that share it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from socroi.engine.model.block import Data, Mask


class Ordered:
    """The numbers of a list in ascending order, one row for each lane (or one for all), and how many each row has."""

    def __init__(self, data: Data, mask: Mask) -> None:
        self.values = np.sort(np.where(mask, data, np.inf), axis=1)
        if self.values.shape[1] == 0:
            self.values = np.full((len(data), 1), np.inf)
        self.count: Data = mask.sum(axis=1).astype(np.float64).reshape(-1, 1, 1)

    def at(self, place: Data) -> Data:
        """Return the numbers at 0-based places of shape (lanes, rows, columns), each cut to what is there."""
        highest = np.maximum(self.count - 1, 0)
        index = np.clip(np.nan_to_num(place), 0, highest).astype(np.int64)
        if len(self.values) == 1:
            return self.values[0][index]
        lanes = np.broadcast_to(np.arange(len(self.values)).reshape(-1, 1, 1), index.shape)
        return self.values[lanes, index]

    def between(self, place: Data) -> Data:
        """Return the numbers at fractional places, in a straight line between neighbours."""
        low = np.floor(place)
        lower, upper = self.at(low), self.at(low + 1)
        return lower + (place - low) * np.where(place > low, upper - lower, 0.0)

    def below(self, value: Data, side: str) -> Data:
        """Return how many numbers are less than `value` ("left"), or not more ("right")."""
        if len(self.values) == 1:
            found = np.searchsorted(self.values[0], value, side=side)  # type: ignore[call-overload]
            return np.minimum(found, self.count[0, 0, 0])
        rows = self.values[:, None, None, :]
        compared = rows < value[..., None] if side == "left" else rows <= value[..., None]
        return np.minimum(compared.sum(axis=-1), self.count)


def smallest(ordered: Ordered, rank: Data) -> tuple[Data, Mask]:
    """Return the numbers of some ranks from below, and where there is no such rank."""
    place = np.ceil(rank)
    return ordered.at(place - 1), (place < 1) | (place > ordered.count)


def largest(ordered: Ordered, rank: Data) -> tuple[Data, Mask]:
    """Return the numbers of some ranks from above, and where there is no such rank."""
    place = np.ceil(rank)
    return ordered.at(ordered.count - place), (place < 1) | (place > ordered.count)


def inclusive(ordered: Ordered, share: Data) -> tuple[Data, Mask]:
    """Return percentiles where 0 is the least and 1 the greatest number, and where the share is out of bounds."""
    return ordered.between(np.clip(share, 0, 1) * (ordered.count - 1)), (share < 0) | (share > 1)


def exclusive(ordered: Ordered, share: Data) -> tuple[Data, Mask]:
    """Return percentiles at share * (count + 1), and where that is outside the list."""
    place = share * (ordered.count + 1) - 1
    return ordered.between(place), (place < 0) | (place > ordered.count - 1) | (share <= 0) | (share >= 1)


def sorted_numbers(data: Data, mask: Mask) -> tuple[Data, Data]:
    """Return each lane's numbers in order, infinities behind them, and how many there are."""
    return np.sort(np.where(mask, data, np.inf), axis=1), mask.sum(axis=1)


def picked(ordered: Data, place: Data) -> Data:
    """Return the element of each lane at a place, which is cut to what is there."""
    place = np.clip(place.astype(np.int64), 0, max(0, ordered.shape[1] - 1))
    return ordered[np.arange(len(ordered)), place]


def modes(values: Data) -> Data:
    """Return the numbers that occur most often, at least twice, in the order in which they first occur."""
    distinct, first, count = np.unique(values, return_index=True, return_counts=True)
    if not count.size or count.max() < 2:
        return np.zeros(0)
    most = np.flatnonzero(count == count.max())
    result: Data = distinct[most[np.argsort(first[most])]]
    return result
