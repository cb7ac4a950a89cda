"""Criteria that ask for a stretch of numbers, another one for each lane: `COUNTIF(r,">"&A2)`.

The cells are sorted by group and number once; what a lane asks for is then a stretch of them, found by bisection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.block import NUMBER
from socroi.engine.search.criteria_queries import Sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.engine.model.block import Data
    from socroi.engine.search.criteria_queries import Question, Values
    from socroi.engine.search.criterion import Keyed

    Places = NDArray[np.int64]

FEWEST: Final = 64
"""With fewer different criteria than this a pass over the cells for each is as good."""

_MOST_ADDED: Final = 1 << 30
"""Cells that are added up in all the stretches together, at most."""


def stretches(
    questions: Sequence[Question],
    cells: Sequence[Keyed],
    places: Places,
    rest: Sequence[int],
    codes: Places,
    of_ask: Places,
    values: Values | None,
) -> Sums | None:
    """Return the sums for some asks; None where their criteria do not ask for stretches of one range's numbers.

    Args:
        questions: the criteria of each range.
        cells: the cells of each range.
        places: the asks.
        rest: the ranges whose criteria are no points.
        codes: the group of each cell by the other ranges, -1 for none.
        of_ask: the group of each ask.
        values: what is added up, None to count.
    """
    first = cells[rest[0]]
    if any(not np.array_equal(cells[at].kind, first.kind) for at in rest[1:]):
        return None
    if any(not np.array_equal(cells[at].data, first.data) for at in rest[1:]):
        return None
    chosen = np.flatnonzero((codes >= 0) & (first.kind == NUMBER))
    distinct, rank = np.unique(first.data[chosen], return_inverse=True)
    bounds = _bounds(questions, places, rest, distinct)
    if bounds is None:
        return None
    width = len(distinct) + 1
    keys = codes[chosen] * width + rank.reshape(-1)
    order = np.argsort(keys, kind="stable")
    keys, chosen = keys[order], chosen[order]
    starts = np.searchsorted(keys, of_ask * width + bounds[0])
    ends = np.maximum(starts, np.searchsorted(keys, of_ask * width + bounds[1]))
    sums = Sums.empty(len(places))
    sums.count[:] = ends - starts
    if values is None:
        return sums
    if values.plain is not None and (values.bad[chosen] >= 0).any():
        return None
    if int(sums.count.sum()) > _MOST_ADDED:
        return None
    _add(sums, starts, ends, chosen, values)
    return sums


def _bounds(
    questions: Sequence[Question], places: Places, rest: Sequence[int], distinct: Data
) -> tuple[Places, Places] | None:
    """Return, for each ask, the first rank that it takes and the first that it no longer takes."""
    low = np.zeros(len(places), np.int64)
    high = np.full(len(places), len(distinct), np.int64)
    for at in rest:
        criteria = questions[at].criteria
        asked = questions[at].place[places]
        lows, highs = np.zeros(len(criteria), np.int64), np.full(len(criteria), len(distinct), np.int64)
        for place in distinct_values(asked).tolist():
            criterion = criteria[place]
            if criterion.kind != NUMBER or criterion.operator in ("=", "<>"):
                return None
            side = "left" if criterion.operator in (">=", "<") else "right"
            rank = int(np.searchsorted(distinct, criterion.data, side=side))  # type: ignore[call-overload]
            if criterion.operator in (">", ">="):
                lows[place] = rank
            else:
                highs[place] = rank
        low, high = np.maximum(low, lows[asked]), np.minimum(high, highs[asked])
    return low, high


def _add(sums: Sums, starts: Places, ends: Places, chosen: Places, values: Values) -> None:
    counted = np.ones(len(chosen), np.bool_) if values.plain is None else values.plain[chosen]
    running = np.concatenate(([0], counted.cumsum()))
    sums.numbers[:] = running[ends] - running[starts]
    some = np.flatnonzero(ends > starts)
    if not some.size:
        return
    # Each stretch is added up by itself: a difference of running totals would lose digits.
    edges = np.stack((starts[some], ends[some]), axis=1).reshape(-1)
    for name, ufunc, blank in (("total", np.add, 0.0), ("low", np.minimum, np.inf), ("high", np.maximum, -np.inf)):
        if name == "total" or values.extremes:
            data = np.append(np.where(counted, values.data[chosen], blank), blank)
            getattr(sums, name)[some] = ufunc.reduceat(data, edges)[::2]
