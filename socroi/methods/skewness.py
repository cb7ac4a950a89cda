"""Means of money that a few rows bring: their skew in an interval, and how many rows it takes to trust one."""

from __future__ import annotations

from math import ceil, copysign, exp, fsum, log
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH: Final = 25
"""How many times the square of the coefficient of variation a mean needs in rows. Of 3,000 simulated draws, down to 20
customers in a group and log-normal money, a wrong interval of 95% was given in 7 of 100 at most."""
MOST: Final = 1e9
"""The most rows that are asked for, where hardly any brings anything."""


def rows_needed(figures: Sequence[float]) -> int:
    """Return how many rows such figures need for the interval of their mean to hold, 25 (exp(s^2) / p - 1).

    An interval is too short where the largest rows are not among those drawn, and the figures themselves do not tell
    that. The spread of their logarithms does: with s^2 the variance of the logarithms of the figures above 0, and p the
    share of those, exp(s^2) / p - 1 is the square of the coefficient of variation, which figures show far too low. It
    is taken from the logarithms above their median, twice their squares: figures near 0 have logarithms far below, and
    make no mean uncertain.

    Args:
        figures: none of them below 0.
    """
    logs = [log(figure) for figure in figures if figure > 0]
    if not logs:
        return 0
    middle = median(logs)
    above = fsum((each - middle) ** 2 for each in logs if each > middle)
    spread = 2 * above / (len(logs) - 1) if len(logs) > 1 else 0.0
    return ceil(min(MOST, ENOUGH * (exp(min(spread, 700)) * len(figures) / len(logs) - 1)))


def unskewed(quantile: float, skew: float) -> float:
    """Return the standard errors from a mean at which Hall's transformation of it (1992) has a quantile.

    It is (3 / k) ((1 + k (q - k / 6))^(1/3) - 1), k the skewness of the mean and q the quantile, which is a fraction
    that loses no digits where k is small, and q where it is 0.
    """
    over = quantile - skew / 6
    root = 1 + skew * over
    root = copysign(abs(root) ** (1 / 3), root)
    return 3 * over / (root * root + root + 1)
