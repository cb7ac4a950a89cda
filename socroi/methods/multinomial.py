"""Intervals of all shares of one question together, which hold at the same time: Sison and Glaz (1995)."""

from __future__ import annotations

from math import exp, fsum, lgamma, log, pi, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def simultaneous(counts: Sequence[int], confidence: float) -> list[tuple[float, float]]:
    """Return the ends of each answer's share, all of which hold together.

    Args:
        counts: how many gave each answer, two answers or more, each given by somebody.
        confidence: how sure all intervals together are to hold the true shares, between 0 and 1.
    """
    many = sum(counts)
    columns = [_Truncated(count, many) for count in counts]
    width, inside, wider = 0, 0.0, _chance(columns, many)
    while wider <= confidence and width <= many:
        for column in columns:
            column.widen()
        width, inside, wider = width + 1, wider, _chance(columns, many)
    # Between the last width, which is too wide, and the one before, in proportion, above alone (May and Johnson 2000).
    part = (confidence - inside) / (wider - inside)
    kept = max(width - 1, 0)
    return [(max(0.0, (n - kept) / many), min(1.0, (n + kept + 2 * part) / many)) for n in counts]


class _Truncated:
    """A Poisson count of this mean that is known to lie no farther from it than so many.

    Its sums of powers about the mean grow by two terms with each step, so that no sum is taken twice.
    """

    def __init__(self, count: int, many: int) -> None:
        self.count, self.many, self.reach = count, many, 0
        self.powers = [0.0] * 5
        self._add(0)

    def widen(self) -> None:
        self.reach += 1
        for step in (-self.reach, self.reach):
            if 0 <= self.count + step <= self.many:
                self._add(step)

    def _add(self, step: int) -> None:
        value = self.count + step
        mass = exp(value * log(self.count) - self.count - lgamma(value + 1))
        for power in range(5):
            self.powers[power] += mass * step**power

    def moments(self) -> tuple[float, float, float, float]:
        """Return the mean above the count, the variance, and the third and fourth central moments."""
        mean, second, third, fourth = (power / self.powers[0] for power in self.powers[1:])
        variance = second - mean**2
        return (
            mean,
            variance,
            third - 3 * mean * second + 2 * mean**3,
            fourth - 4 * mean * third + 6 * mean**2 * second - 3 * mean**4,
        )


def _chance(columns: Sequence[_Truncated], many: int) -> float:
    """Return the chance that all counts lie as near to their means, by Levin's (1981) sum of truncated counts."""
    means, variances, thirds, fourths = zip(*(column.moments() for column in columns), strict=True)
    variance = fsum(variances)
    if variance <= 0:  # each count is exactly its own
        density = 1.0
    else:
        skew = fsum(thirds) / variance**1.5
        excess = fsum(f - 3 * v * v for f, v in zip(fourths, variances, strict=True)) / variance**2
        x = -fsum(means) / sqrt(variance)
        series = 1 + skew * (x**3 - 3 * x) / 6 + excess * (x**4 - 6 * x**2 + 3) / 24
        series += skew**2 * (x**6 - 15 * x**4 + 45 * x**2 - 15) / 72
        density = exp(-x * x / 2) / sqrt(2 * pi) * series / sqrt(variance)
    whole = many * log(many) - many - lgamma(many + 1)
    return exp(fsum(log(column.powers[0]) for column in columns) - whole) * density
