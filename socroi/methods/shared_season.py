"""A season that nobody handed over, seen where spend goes together with what curves leave of sales.

What a curve of a platform leaves of its sales has nothing in it that the spend of the same periods tells. A season, a
promotion or a growth that moves spend and sales at once shows in it elsewhere: the spend of one platform goes together
with what is left of the sales of the others, and of its own in the periods before and after. Over all orders of the
periods either sum of products has a mean of 0 and a known variance, if spend and what is left have nothing to do with
each other (Wald and Wolfowitz, "Statistical tests based on permutations of the observations", Annals of Mathematical
Statistics 15, 1944).
"""

from __future__ import annotations

from math import fsum, sqrt
from operator import add, mul
from typing import TYPE_CHECKING, Final

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    Columns = Sequence[Sequence[float]]

NEIGHBOURS: Final = 0.3
"""How much the periods before and after count beside a period itself: a season is there, too, a promotion is not."""
MOST_SHARED: Final = 1.64
"""Deviations by which spend may go together with what is left of the others' sales: chance goes beyond in 1 of 20."""
MOST_BESIDE: Final = 1.0
"""The same for the periods before and for those after, of its own sales: chance goes beyond both in 1 of 40."""
NOTHING: Final = 1e-18
"""The part of the squares of revenue below which what a curve leaves is rounding."""


def shared(spends: Columns, left: Columns) -> float:
    """Return by how many deviations spend goes together with what is left of the sales of the other platforms.

    Args:
        spends: of each platform, around their mean.
        left: what its curve leaves of its sales, in the same periods. It is 0 where that is rounding.

    Returns:
        0 where platforms have different numbers of periods, so that nobody knows which of them are the same.
    """
    if len({len(column) for column in spends}) > 1:
        return 0.0
    smooth = []
    for column in map(_scaled, left):
        sides = map(add, _before(column), _after(column))
        smooth.append([own + NEIGHBOURS * side for own, side in zip(column, sides, strict=True)])
    whole = [fsum(period) for period in zip(*smooth, strict=True)]
    return _together(spends, [[all_ - own for all_, own in zip(whole, column, strict=True)] for column in smooth])


def beside(spends: Columns, left: Columns) -> float:
    """Return by how many deviations spend goes together with what is left of the sales both before it and after it.

    Ads that work on show after it alone.

    Args:
        spends: of each platform, around their mean.
        left: what its curve leaves of its sales, period by period. It is 0 where that is rounding.
    """
    news = [_scaled(column) for column in left]
    return min(_together(spends, list(map(_before, news))), _together(spends, list(map(_after, news))))


def _together(spends: Columns, others: Columns) -> float:
    """Return the sum of the products of columns, in standard deviations of all orders of the periods."""
    ours = [_scaled(column) for column in spends]
    theirs = [_centred(column) for column in others]
    whole = fsum(_product(a, b) for a, b in zip(ours, theirs, strict=True))
    variance = 0.0
    for a, b in zip(ours, theirs, strict=True):
        for c, d in zip(ours, theirs, strict=True):
            if len(a) == len(c):
                variance += _product(a, c) * _product(b, d) / (len(a) - 1)
    return whole / sqrt(variance) if variance > 0 else 0.0


def _before(column: Sequence[float]) -> list[float]:
    return [0.0, *column[:-1]]


def _after(column: Sequence[float]) -> list[float]:
    return [*column[1:], 0.0]


def _centred(column: Sequence[float]) -> list[float]:
    mean = fsum(column) / len(column)
    return [value - mean for value in column]


def _scaled(column: Sequence[float]) -> list[float]:
    """Return a column around its mean, with mean squares of 1 or all 0."""
    away = _centred(column)
    size = sqrt(_product(away, away) / len(away))
    return [value / size for value in away] if size > 0 else away


def _product(one: Sequence[float], two: Sequence[float]) -> float:
    return fsum(map(mul, one, two))


def refuse_shared(spends: Columns, left: Columns) -> float:
    """Return how far spend goes together with what is left of the sales of the other platforms.

    Raises:
        CellError: #NUM! where it does more than chance lets it, or with what is left of its own sales before and after.
    """
    doubt = shared(spends, left)
    if doubt > MOST_SHARED:
        why = "When more is spent on one platform, the others sell more than their own spend tells, as under a season"
        hint = "Give a season that tells it: sales without ads, last year's, or a search trend; or vary the spend of"
        raise CellError("#NUM!", f"{why} or a promotion that all share.", f"{hint} each platform by itself.")
    if beside(spends, left) > MOST_BESIDE:
        why = "When more is spent, more is sold in the period before, too, and in the period after, as under a season."
        hint = (
            "Give a season: sales without ads, last year's, or a search trend; or vary the spend from period to period."
        )
        raise CellError("#NUM!", why, hint)
    return doubt
