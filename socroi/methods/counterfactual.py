"""What sales would have been without a test of places: a line through those of other places, before the test.

    y = a + b x,   y of the places of the test, x of the others, in the periods before

The effect is what y has over the line in the periods of the test (time-based regression: Kerman, Wang and Vaver 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """A regression of one series on another.

    Attributes:
        base, slope: of the line.
        mean: of the series it stands on, and `squares`, the sum of their squared distances from it.
        rest: what each period has over the line.
        variance: of what is left, with n - 2 degrees of freedom.
        fit: the share of the variance that the line tells, R squared.
        memory: the correlation of what is left with what was left the period before.
    """

    base: float
    slope: float
    mean: float
    squares: float
    rest: tuple[float, ...]
    variance: float
    fit: float
    memory: float

    @property
    def freedom(self) -> int:
        """The degrees of freedom."""
        return len(self.rest) - 2

    def over(self, y: Sequence[float], x: Sequence[float]) -> float:
        """Return what later periods have over the line, together."""
        return fsum(b - self.base - self.slope * a for a, b in zip(x, y, strict=True))

    def spread(self, x: Sequence[float]) -> float:
        """Return the variance of that sum, in variances of one period: T + T^2 (1/n + (mean of x - mean)^2 / Sxx)."""
        periods = len(x)
        away = fsum(x) / periods - self.mean
        return periods + periods**2 * (1 / len(self.rest) + away * away / self.squares)


def line(y: Sequence[float], x: Sequence[float]) -> Line:
    """Return the line with the least squares through periods in their order, three at least.

    Raises:
        CellError: #DIV/0! where one of the series does not vary.
    """
    n = len(y)
    for name, series in (("control", x), ("test", y)):
        if min(series) == max(series):
            why = f"The sales of {name} are {series[0]:g} in each period before the test."
            raise CellError("#DIV/0!", why, "Sales that never vary tell nothing: look at the range.")
    mean, height = fsum(x) / n, fsum(y) / n
    # Squared first: figures too large for it end here.
    squares, whole = fsum((a - mean) ** 2 for a in x), fsum((b - height) ** 2 for b in y)
    slope = fsum((a - mean) * (b - height) for a, b in zip(x, y, strict=True)) / squares
    base = height - slope * mean
    rest = tuple(b - base - slope * a for a, b in zip(x, y, strict=True))
    left = fsum(r * r for r in rest)
    memory = fsum(a * b for a, b in pairwise(rest)) / left if left else 0.0
    fit = 1 - left / whole
    return Line(base, slope, mean, squares, rest, left / (n - 2), fit, memory)


@dataclass(frozen=True, slots=True)
class Runs:
    """What is left of one series, after a line on another through all periods, in runs of so many periods.

    A run may go over the end and on at the beginning, as blocks that are moved around do.

    Attributes:
        rest: for the first period of each run, what is left in the run together.
        lever: how far the other series is from its mean there, together.
        squares: of its distances from the mean.
        length: the periods of a run.
    """

    rest: list[float]
    lever: list[float]
    squares: float
    length: int

    def share(self, run: int, at: int) -> float:
        """Return how much of an effect of 1 in each period of the run at `at` is left in another run, together."""
        n = len(self.rest)
        apart = (run - at) % n
        common = max(0, self.length - apart) + max(0, self.length - (n - apart) if apart else 0)
        return common - self.length**2 / n - self.lever[run] * self.lever[at] / self.squares

    def effect(self, at: int) -> float:
        """Return the effect in each period of a run with which nothing would be left there."""
        return self.rest[at] / self.share(at, at)


def runs(y: Sequence[float], x: Sequence[float], length: int) -> Runs:
    """Return the runs of so many periods, for y after a line on x."""
    n = len(y)
    mean, height = fsum(x) / n, fsum(y) / n
    away, over = [a - mean for a in x], [b - height for b in y]
    squares = fsum(a * a for a in away)
    slope = fsum(a * b for a, b in zip(away, over, strict=True)) / squares
    rest = [b - slope * a for a, b in zip(away, over, strict=True)]

    def together(series: Sequence[float]) -> list[float]:
        round_about = [*series, *series[: length - 1]]
        return [fsum(round_about[i : i + length]) for i in range(n)]

    return Runs(together(rest), together(away), squares, length)
