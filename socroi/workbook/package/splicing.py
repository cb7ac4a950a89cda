"""Bytes moved for all rows of a table at once: numpy copies windows, Python never holds the pieces."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.int64]
    Lengths = Places | int
"""One length for each row, or one for all."""


def copy(target: Bytes, to: Places, source: Bytes, start: Places, length: Lengths) -> None:
    """Copy `length` bytes of `source` from each `start` to the place `to` of `target`; no byte beside them is touched.

    Pieces of unequal lengths are copied as two windows of one length, which overlap in the middle: one at the beginning
    of the piece and one at its end.
    """
    if not len(to):
        return
    if isinstance(length, int):
        _window(target, to, source, start, length)
        return
    low, high = int(length.min()), int(length.max())
    if low == high:
        _window(target, to, source, start, low)
    elif low > 0 and high <= 2 * low:
        _window(target, to, source, start, low)
        _window(target, to + (length - low), source, start + (length - low), low)
    else:
        size = 1
        while size <= high:
            some = np.flatnonzero((length >= size) & (length < 2 * size))
            copy(target, to[some], source, start[some], length[some])
            size *= 2


def _window(target: Bytes, to: Places, source: Bytes, start: Places, length: int) -> None:
    if length:
        _windows(target, length)[to] = _windows(source, length)[start]


def _windows(data: Bytes, length: int) -> NDArray[np.void]:
    """Return every stretch of `length` bytes as one item; the items overlap."""
    return np.ndarray((max(len(data) - length + 1, 0),), _item(length), data, 0, (1,))


@lru_cache(maxsize=256)
def _item(length: int) -> np.dtype[np.void]:
    return np.dtype((np.void, length))


def equal_at(data: Bytes, start: Places, text: bytes) -> bool:
    """Whether the same text stands at each place."""
    if not len(start):
        return True
    if int(start.min()) < 0 or int(start.max()) + len(text) > len(data):
        return False
    found = np.ascontiguousarray(_windows(data, len(text))[start]).view(np.uint8).reshape(len(start), len(text))
    return bool((found == np.frombuffer(text, np.uint8)).all())


def digits_of(numbers: Places) -> Lengths:
    """Return how many digits each positive number has; numbers ascend."""
    first, last = len(str(int(numbers[0]))), len(str(int(numbers[-1])))
    if first == last:
        return first
    powers = np.array([10**power for power in range(first, last)], np.int64)
    return first + np.searchsorted(powers, numbers, side="right")


def lengths_of(pieces: Sequence[bytes]) -> Lengths:
    """Return how long each piece is."""
    first = len(pieces[0])
    if pieces.count(pieces[0]) == len(pieces):
        return first
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    return first if bool((lengths == first).all()) else lengths


def starts_of(lengths: Lengths, count: int, first: int = 0) -> Places:
    """Return where each of `count` pieces begins that lie one behind the other."""
    if isinstance(lengths, int):
        return np.arange(count, dtype=np.int64) * lengths + first
    starts = np.empty(count, np.int64)
    starts[0] = first
    np.cumsum(lengths[:-1], out=starts[1:])
    starts[1:] += first
    return starts


def narrow(lengths: Lengths) -> NDArray[Any] | int:
    """Return lengths in as little memory as they need."""
    if isinstance(lengths, int):
        return lengths
    high = int(lengths.max())
    if high < 1 << 8:
        return lengths.astype(np.uint8)
    return lengths.astype(np.uint16) if high < 1 << 16 else lengths


def wide(lengths: NDArray[Any] | int) -> Lengths:
    """Return lengths as they are computed with."""
    return lengths if isinstance(lengths, int) else lengths.astype(np.int64, copy=False)
