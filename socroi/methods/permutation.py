"""Intervals by permutation: which effects would not make the place of the test stand out among all other places.

An effect t is put to the test by taking it off and looking whether what is left where the test was is larger than
elsewhere. What is left anywhere is a - b t, so the effects that do not stand out are found at once, without a search.
"""

from __future__ import annotations

from math import floor, inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = 1e-9
"""What is left counts as equally large where it differs by less than this part: only rounding does."""


class Permuted(NamedTuple):
    """The ends of an interval, and how often chance alone gives as much as was found; the ends may be infinite."""

    low: float
    high: float
    p: float


def permuted(own: tuple[float, float], others: Iterable[tuple[float, float]], confidence: float) -> Permuted:
    """Return the effects t of which |a - b t| at the place of the test is not among the largest of all places.

    Args:
        own: a and b at the place of the test, b above 0.
        others: a and b at every other place.
        confidence: how sure the interval is to hold the true effect.
    """
    mine, weight = own
    lows, highs, as_large = [-inf], [inf], 1
    for a, b in others:
        as_large += abs(a) >= abs(mine) * (1 - _ALIKE)
        if abs(b) >= weight * (1 - _ALIKE):
            # A place that reacts to the effect as much as the test's own can refute nothing.
            lows.append(-inf)
            highs.append(inf)
            continue
        ends = (mine - a) / (weight - b), (mine + a) / (weight + b)
        lows.append(min(ends))
        highs.append(max(ends))
    places = len(lows)
    needed = floor(round((1 - confidence) * places, 9)) + 1
    return Permuted(sorted(lows)[needed - 1], sorted(highs, reverse=True)[needed - 1], as_large / places)
