"""The interval of a ratio of two figures that are both uncertain: Fieller's."""

from __future__ import annotations

from math import sqrt


def fieller(
    above: float, below: float, theirs: float, ours: float, both: float, t: float
) -> tuple[float, float] | None:
    """Return the ends of the interval of above / below.

    Args:
        above: the estimate that is divided.
        below: the one that it is divided by.
        theirs: the variance of the one above.
        ours: the variance of the one below.
        both: their covariance.
        t: the quantile of the interval.

    Returns:
        None where below cannot be told from 0, so that the ratio has no two ends.
    """
    weight = below * below - t * t * ours
    if weight <= 0:
        return None
    middle = above * below - t * t * both
    root = middle * middle - weight * (above * above - t * t * theirs)
    reach = sqrt(max(0.0, root))
    return (middle - reach) / weight, (middle + reach) / weight
