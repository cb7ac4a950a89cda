"""Sums as Excel adds them up: one number after another.

numpy adds in pairs, which is faster and often closer, but comes to other last digits. Of the 41 sums and means of
ranges in published workbooks of Excel that tell the orders apart, all are sums in order, and 27 are numpy's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.model.block import Data, Mask

_IN_ORDER: Final = 7
"""So many numbers numpy adds one after another, too."""

_AT_ONCE: Final = 1 << 18
"""Cells that are laid out anew at once: windows that overlap are views of a few cells, and would fill the memory."""


def one_by_one(terms: Iterable[float]) -> float:
    """Return the sum of numbers, added one after another: Python's own sum makes up for what is lost, since 3.12."""
    total = 0.0
    for term in terms:
        total += term
    return total


def sum_of(data: Data, mask: Mask | None = None, start: Data | None = None) -> Data:
    """Return the sum of each lane's numbers, shape (lanes,), added to `start`.

    Args:
        data: numbers, shape (lanes, cells).
        mask: the cells that count, shape as of data; None: all.
        start: shape (lanes,) or (1,); None: nothing. Where it has more lanes than data, their sum is added to it whole.
    """
    if start is not None and len(start) > len(data):
        result: Data = start + sum_of(data, mask)
        return result
    lanes, cells = data.shape
    if len(data) == 1:
        return _in_order(data, mask, start)
    result = np.empty(lanes)
    step = max(1, _AT_ONCE // max(1, cells))
    for first in range(0, lanes, step):
        some = slice(first, first + step)
        part = None if mask is None else mask[some]
        begun = start if start is None or len(start) == 1 else start[some]
        result[some] = _in_order(data[some], part, begun)
    return result


def _in_order(data: Data, mask: Mask | None, start: Data | None) -> Data:
    if mask is not None:
        data = np.where(mask, data, 0.0)
    if start is not None:
        data = np.concatenate([np.broadcast_to(start.reshape(-1, 1), (len(data), 1)), data], axis=1)
    result: Data
    if data.shape[1] <= _IN_ORDER:
        result = data.sum(axis=1)
    elif len(data) == 1:
        result = np.add.accumulate(data[0])[-1:]
    else:
        result = np.add.reduce(np.ascontiguousarray(data.T), axis=0)
    return result
