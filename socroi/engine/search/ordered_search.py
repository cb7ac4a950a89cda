"""The searches of XLOOKUP and XMATCH that need an order: the next smaller or larger value, and binary search.

Their order runs through all kinds, numbers before texts before booleans: in Excel's own results the next larger value
after the largest number of a list is the list's first text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.block import BLANK, ERROR
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.search.keys import ORDERED, Vector, exact, ranked

if TYPE_CHECKING:
    from socroi.engine.model.block import Data, Mask, Strings
    from socroi.engine.search.keys import Positions


def nearest(
    vector: Vector, keys: Vector, strings: Strings, *, step: int, last: bool, last_exact: bool | None = None
) -> Positions:
    """Return where each key stands, else the next smaller (`step` -1) or larger (1) value; the first or last of equals.

    `last_exact` tells it apart for the key itself.
    """
    found = exact(vector, keys, strings, last=last if last_exact is None else last_exact)
    open_keys = (found < 0) & (keys.kind != ERROR)
    if not open_keys.any():
        return found
    vector, keys = ranked(vector, keys, strings)
    kinds = np.broadcast_to(keys.kind, found.shape)
    data = np.broadcast_to(keys.data, found.shape)
    if (open_keys & (kinds == BLANK)).any():
        raise Uncomputable("what comes next to a blank cell in a list without one is not known")
    if vector.lanes == 1:
        found[open_keys] = _beside(vector, kinds[open_keys], data[open_keys], step=step, last=last)
        return found
    for lane in np.flatnonzero(open_keys.any(axis=1)).tolist():
        here = open_keys[lane]
        found[lane, here] = _beside(vector.lane(lane), kinds[lane, here], data[lane, here], step=step, last=last)
    return found


def _beside(vector: Vector, kinds: np.ndarray, keys: Data, *, step: int, last: bool) -> Positions:
    found = np.full(len(keys), -1, np.int64)
    around = ORDERED if step > 0 else ORDERED[::-1]
    for kind in ORDERED:
        asked = kinds == kind
        if asked.any():
            places = np.flatnonzero(vector.kind[0] == kind)
            found[asked] = _next_in_kind(vector.data[0, places] * step, keys[asked] * step, places, last=last)
    for kind in ORDERED:
        asked = (kinds == kind) & (found < 0)
        if not asked.any():
            continue
        for further in around[around.index(kind) + 1 :]:
            places = np.flatnonzero(vector.kind[0] == further)
            if places.size:
                end = _next_in_kind(vector.data[0, places] * step, np.array([-np.inf]), places, last=last)
                found[asked] = end[0]
                break
        else:
            if step > 0 and ((vector.kind[0] == ERROR) | (vector.kind[0] == BLANK)).any():
                raise Uncomputable("whether a blank cell or an error is the next larger value is not known")
    return found


def _next_in_kind(values: Data, keys: Data, places: Positions, *, last: bool) -> Positions:
    """Return where the smallest value above each key stands."""
    if not places.size:
        return np.full(len(keys), -1, np.int64)
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    at = np.searchsorted(ordered, keys, "right")
    none = at == len(ordered)
    value = ordered[np.minimum(at, len(ordered) - 1)]
    if last:
        at = np.searchsorted(ordered, value, "right") - 1
    return np.where(none, -1, places[order[np.minimum(at, len(ordered) - 1)]])


def binary(vector: Vector, keys: Vector, strings: Strings, *, step: int, descending: bool) -> Positions:
    """Return where each key stands in a sorted vector, else the next smaller (`step` -1) or larger (1) value; 0: none.

    Of equal values Excel comes upon the one nearest to where the key belongs: in an ascending list the first of the key
    itself or of a larger value, the last of a smaller one; in a descending list the other way round.

    A list that is not sorted is halved all the same, and what is found is what the halving comes upon.
    """
    ranks, sought = ranked(vector, keys, strings)
    if not _is_sorted(ranks, descending=descending).all():
        return _halved(ranks, sought, step=step, descending=descending)
    if step == 0:
        return exact(vector, keys, strings, last=descending)
    return nearest(vector, keys, strings, step=step, last=(step < 0) != descending, last_exact=descending)


def _halved(vector: Vector, keys: Vector, *, step: int, descending: bool) -> Positions:
    """Return where halving a list that is not sorted ends for each key: at the first cell it looks at that is the key,
    and there at the end of a run of them; else beside the place where nothing is left to halve.
    """
    order, data = _sortable(vector, descending=descending)
    key_order, key_data = _sortable(keys, descending=descending)
    lanes = max(order.shape[0], key_order.shape[0])
    count = order.shape[1]
    order, data = (np.broadcast_to(part, (lanes, count)) for part in (order, data))
    key_order, key_data = (np.broadcast_to(part, (lanes, key_order.shape[1])) for part in (key_order, key_data))

    def compared(places: Positions) -> tuple[Mask, Mask]:
        """Return whether the cells there come before the keys, and whether they are the keys."""
        at_order, at_data = (np.take_along_axis(part, places, axis=1) for part in (order, data))
        same = at_order == key_order
        return (at_order < key_order) | (same & (at_data < key_data)), same & (at_data == key_data)

    low, high = np.zeros(key_order.shape, np.int64), np.full(key_order.shape, count - 1, np.int64)
    found = np.full(key_order.shape, -1, np.int64)
    while (searching := (low <= high) & (found < 0)).any():
        middle = np.clip((low + high) // 2, 0, count - 1)
        before, equal = compared(middle)
        found = np.where(searching & equal, middle, found)
        low = np.where(searching & before, middle + 1, low)
        high = np.where(searching & ~before & ~equal, middle - 1, high)
    way = 1 if descending else -1
    while True:
        further = found + way
        more = (found >= 0) & (further >= 0) & (further < count)
        more &= compared(np.clip(further, 0, count - 1))[1]
        if not more.any():
            break
        found = np.where(more, further, found)
    beside = low - 1 if (step < 0) != descending else low
    beside = np.where((beside >= 0) & (beside < count) & (step != 0), beside, -1)
    return np.where(keys.kind == ERROR, -1, np.where(found >= 0, found, beside)).astype(np.int64)


def _is_sorted(ranks: Vector, *, descending: bool) -> Mask:
    order, data = _sortable(ranks, descending=descending)
    same = order[:, 1:] == order[:, :-1]
    pairs = (order[:, 1:] > order[:, :-1]) | (same & (data[:, 1:] >= data[:, :-1]))
    result: Mask = pairs.all(axis=1)
    return result


def _sortable(cells: Vector, *, descending: bool) -> tuple[Data, Data]:
    """Return numbers for the kind and the value of each cell; they go up where the list is sorted."""
    order = np.array([4, 0, 1, 2, 3])[cells.kind].astype(np.float64)
    data = np.where(cells.kind == BLANK, 0.0, cells.data)
    if descending:
        # Blanks come last both ways.
        order, data = np.where(cells.kind == BLANK, 4.0, 3 - order), -data
    return order, data
