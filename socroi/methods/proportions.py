"""Intervals of a share of people, and of the difference of two shares, which hold where people are few."""

from __future__ import annotations

from math import sqrt

from socroi.methods.distributions import normal_quantile


def newcombe(one: tuple[float, float], two: tuple[float, float], confidence: float) -> tuple[float, float]:
    """Return the ends of Newcombe's interval (method 10) of the difference of two shares.

    Args:
        one: the first share and the people it is a share of, more than none.
        two: likewise the second, which is taken off the first.
        confidence: how sure the interval is to hold the true difference, between 0 and 1.
    """
    return newcombe_at(one, two, normal_quantile((1 + confidence) / 2))


def newcombe_at(one: tuple[float, float], two: tuple[float, float], z: float) -> tuple[float, float]:
    """Return the ends of Newcombe's interval at a quantile of the normal distribution."""
    low_one, high_one = wilson(*one, z)
    low_two, high_two = wilson(*two, z)
    difference = one[0] - two[0]
    low = difference - sqrt((one[0] - low_one) ** 2 + (high_two - two[0]) ** 2)
    high = difference + sqrt((high_one - one[0]) ** 2 + (two[0] - low_two) ** 2)
    return low, high


def ratio_ends(one: tuple[float, float], two: tuple[float, float], z: float) -> tuple[float, float | None]:
    """Return the ends of the interval of a share divided by another, from the two Wilson intervals of the shares.

    Each end is the ratio r at which Newcombe's interval of one - r x two ends at 0, so that 1 lies inside exactly where
    0 lies in that of the difference. The upper end is None where the second share is 0.
    """
    p, q = one[0], two[0]
    low_one, high_one = wilson(*one, z)
    low_two, high_two = wilson(*two, z)
    below, above = low_one * (2 * p - low_one), high_one * (2 * p - high_one)
    under, over = low_two * (2 * q - low_two), high_two * (2 * q - high_two)
    # Rounding may leave an end a hair beyond its share of 0 or 1.
    low = below / (p * q + sqrt(max(0.0, (p * q) ** 2 - below * over))) if p > 0 else 0.0
    high = (p * q + sqrt(max(0.0, (p * q) ** 2 - above * under))) / under if q > 0 else None
    return low, high


def wilson(share: float, size: float, z: float) -> tuple[float, float]:
    """Return the ends of Wilson's interval of a share of so many people, at a quantile of the normal distribution."""
    middle, spread = share + z * z / (2 * size), z * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return (middle - spread) / (1 + z * z / size), (middle + spread) / (1 + z * z / size)
