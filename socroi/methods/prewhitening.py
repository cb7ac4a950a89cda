"""Prewhitening: the memory of a series taken out, so that its correlation with another can be told from chance.

What was high last month is mostly high this month, too. Two series of that kind seem related far too often, as fewer of
their months are news than there are months. So both go through the filter that leaves of the first series only what its
own past did not tell, x(t) - memory x(t - 1), and what is left is correlated.
"""

from __future__ import annotations

from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Series = Sequence[float | None]

ROUNDING: Final = 1e-9
"""What is left of a series counts as one value where it varies by less than this part of the series."""


def prewhitened(ours: Series, theirs: Series) -> tuple[list[float | None], list[float | None]]:
    """Return two series of one length through the filter of the first, from their second period on.

    None is a period that is not known; its own value and the next one's are None in the result.
    """
    memory = memory_of(ours)
    return _filtered(ours, memory), _filtered(theirs, memory)


def memory_of(series: Series) -> float:
    """Return how much of a period comes again in the next: the slope of an autoregression of order 1, with a constant.

    It is 0 where the periods that have a next do not vary.
    """
    pairs = [(a, b) for a, b in pairwise(series) if a is not None and b is not None]
    before = [a for a, _ in pairs]
    if not pairs or min(before) == max(before):
        return 0.0
    mean, mean_after = fsum(before) / len(pairs), fsum(b for _, b in pairs) / len(pairs)
    # Divided by the largest, so that the squares of huge figures stay finite.
    largest = max(abs(a - mean) for a in before)
    steps = [((a - mean) / largest, (b - mean_after) / largest) for a, b in pairs]
    return fsum(a * b for a, b in steps) / fsum(a * a for a, _ in steps)


def _filtered(series: Series, memory: float) -> list[float | None]:
    rest = [None if a is None or b is None else b - memory * a for a, b in pairwise(series)]
    known = [value for value in rest if value is not None]
    # A straight line leaves one value, but for the last digits, which would be correlated as if they were news.
    if known and max(known) - min(known) <= ROUNDING * max(abs(value) for value in series if value is not None):
        return [None if value is None else 0.0 for value in rest]
    return rest
