"""Response curves: what revenue a spend brings, each further unit less than the one before.

    revenue(s) = base + slope s / (1 + bend s),   bend >= 0

The hyperbola of Michaelis and Menten (1913) over a base that comes without spending; with bend 0 it is a straight line.
For a given bend the best base and slope are those of a linear regression, so that one number is left to search for
(Golub and Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose variables
separate", SIAM Journal on Numerical Analysis 10, 1973).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, fsum, sqrt
from typing import TYPE_CHECKING, Final

from socroi.errors import CellError
from socroi.methods.distributions import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FEWEST_ROWS: Final = 8
"""Three parameters and an interval that still means something."""
FEWEST_LEVELS: Final = 4
"""Different spends: one more than parameters."""
WIDEST: Final = 2.0
"""How many times the lowest spend the highest has to be: what was never varied says nothing."""

_STRAIGHT, _FLAT = exp(-7), exp(7)
"""The bend x highest spend below which a curve is a line, and above which it is flat from the first spend on."""


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """A fitted curve.

    Attributes:
        base: the revenue that comes without spending.
        slope: the revenue of the first unit spent.
        bend: how soon it saturates: half of the gain is reached at a spend of 1 / bend.
        lowest, highest: the spends between which it was seen.
        mean: the mean spend of the rows.
        freedom: the degrees of freedom that are left.
        covariance: of base, slope and bend; zero for the bend of a straight line, which was not estimated.
    """

    base: float
    slope: float
    bend: float
    lowest: float
    highest: float
    mean: float
    freedom: int
    covariance: tuple[tuple[float, float, float], ...]

    def __call__(self, spend: float) -> float:
        """Return the revenue at a spend."""
        return self.base + self.slope * spend / (1 + self.bend * spend)

    def gain(self, spend: float, step: float) -> float:
        """Return the revenue of a step more than a spend."""
        after = spend + step
        return self.slope * step / ((1 + self.bend * spend) * (1 + self.bend * after))

    def gain_interval(self, spend: float, step: float, confidence: float) -> tuple[float, float]:
        """Return the ends of the interval of that gain, by the delta method with Student's t."""
        after = spend + step
        bent, bent_after = 1 + self.bend * spend, 1 + self.bend * after
        gradient = (
            0.0,
            after / bent_after - spend / bent,
            self.slope * ((spend / bent) ** 2 - (after / bent_after) ** 2),
        )
        variance = fsum(gradient[i] * gradient[j] * self.covariance[i][j] for i in range(3) for j in range(3))
        margin = t_quantile((1 + confidence) / 2, self.freedom) * sqrt(max(0.0, variance))
        gain = self.gain(spend, step)
        return gain - margin, gain + margin


def fit(spend: Sequence[float], revenue: Sequence[float], whose: str = "") -> ResponseCurve:
    """Return the curve with the least squares.

    Args:
        spend: the spend of each period, not below 0.
        revenue: what came in, row by row.
        whose: " of Facebook", for a sentence that refuses.

    Raises:
        CellError: #NUM! where the rows cannot bear a curve, with what would.
    """
    rows, levels, most, least = len(spend), len(set(spend)), max(spend), min(spend)
    if rows < FEWEST_ROWS:
        why = f"{rows} periods{whose} are known; a response curve with its interval needs {FEWEST_ROWS}."
        raise CellError("#NUM!", why, f"Add {FEWEST_ROWS - rows} more.")
    if levels < FEWEST_LEVELS:
        why = f"The periods{whose} have {levels} different spends; a response curve needs {FEWEST_LEVELS}."
        raise CellError("#NUM!", why, "Vary the spend.")
    if most < WIDEST * least:
        why = f"The spend{whose} varied from {least:g} to {most:g}; a response curve needs the highest to be {WIDEST:g}"
        raise CellError(
            "#NUM!", f"{why} times the lowest.", f"Try a period at {most / WIDEST:g} or {WIDEST * least:g}."
        )
    x = [s / most for s in spend]
    bend = _best_bend(x, revenue)
    base, slope, errors = _line([s / (1 + bend * s) for s in x], revenue)
    if slope <= 0 or max(revenue) == min(revenue):
        why = f"In these periods{whose} more spend did not bring more revenue."
        raise CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.")
    if bend >= _FLAT / 1.01:
        positive = min(s for s in spend if s > 0)
        why = f"Already the lowest spend{whose} brought all there was to be had: no rise is seen above it."
        raise CellError("#NUM!", why, f"Try periods with a spend below {positive:g}.")
    covariance = _covariance(x, slope, bend, errors)
    scale = (1.0, 1 / most, 1 / most)
    return ResponseCurve(
        base,
        slope / most,
        bend / most,
        least,
        most,
        fsum(spend) / rows,
        rows - (3 if bend > 0 else 2),
        tuple(tuple(covariance[i][j] * scale[i] * scale[j] for j in range(3)) for i in range(3)),  # type: ignore[misc]  # three by three
    )


def _line(x: Sequence[float], y: Sequence[float]) -> tuple[float, float, float]:
    """Return intercept, slope and the sum of squared errors of a regression."""
    n = len(x)
    mean_x, mean_y = fsum(x) / n, fsum(y) / n
    slope = fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / fsum((a - mean_x) ** 2 for a in x)
    base = mean_y - slope * mean_x
    return base, slope, fsum((b - base - slope * a) ** 2 for a, b in zip(x, y, strict=True))


def _best_bend(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the bend with the least squares among those from straight to flat; 0 where a line is as good."""

    def errors(logarithm: float) -> float:
        bend = exp(logarithm)
        return _line([s / (1 + bend * s) for s in x], y)[2]

    grid = [-7 + step / 10 for step in range(141)]
    best = min(grid, key=errors)
    logarithm = _golden(errors, max(-7.0, best - 0.1), min(7.0, best + 0.1))
    bend = exp(logarithm)
    if bend <= _STRAIGHT * 1.01 or errors(logarithm) >= _line(x, y)[2] * (1 - 1e-12):
        return 0.0
    return _turning(x, y, bend, exp(best - 0.1), exp(best + 0.1))


def _golden(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function of one valley is lowest, by golden sections."""
    ratio = (sqrt(5) - 1) / 2
    one, two = high - ratio * (high - low), low + ratio * (high - low)
    at_one, at_two = function(one), function(two)
    while high - low > 1e-9:
        if at_one < at_two:
            high, two, at_two = two, one, at_one
            one = high - ratio * (high - low)
            at_one = function(one)
        else:
            low, one, at_one = one, two, at_two
            two = low + ratio * (high - low)
            at_two = function(two)
    return (low + high) / 2


def _turning(x: Sequence[float], y: Sequence[float], bend: float, low: float, high: float) -> float:
    """Take the last digits of the bend from where the errors turn from falling to rising between two others, by
    halving: a valley's floor is too flat to find them by height.
    """

    def rises(at: float) -> bool:
        bent = [s / (1 + at * s) for s in x]
        base, slope, _ = _line(bent, y)
        return slope * fsum((b - base - slope * a) * a * a for a, b in zip(bent, y, strict=True)) > 0

    if rises(low) or not rises(high):
        return bend
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if rises(middle) else (middle, high)
    return middle


Matrix = list[list[float]]


def _normal(rows: Sequence[tuple[float, ...]]) -> Matrix:
    width = len(rows[0])
    return [[fsum(row[i] * row[j] for row in rows) for j in range(width)] for i in range(width)]


def _inverse(matrix: Matrix) -> Matrix | None:
    """Return the inverse of a small matrix by Gauss and Jordan with row exchanges, None where there is none."""
    n = len(matrix)
    work = [[*row, *(float(i == j) for j in range(n))] for i, row in enumerate(matrix)]
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(work[row][column]))
        if work[pivot][column] == 0:
            return None
        work[column], work[pivot] = work[pivot], work[column]
        divisor = work[column][column]
        work[column] = [value / divisor for value in work[column]]
        for row in range(n):
            if row != column:
                factor = work[row][column]
                work[row] = [a - factor * b for a, b in zip(work[row], work[column], strict=True)]
    return [row[n:] for row in work]


def _covariance(x: Sequence[float], slope: float, bend: float, errors: float) -> Matrix:
    """Return the covariance of base, slope and bend; that of a bend of 0 is zero."""
    rows = [(1.0, s / (1 + bend * s), -slope * (s / (1 + bend * s)) ** 2)[: 3 if bend > 0 else 2] for s in x]
    width = len(rows[0])
    inverse = _inverse(_normal(rows))
    if inverse is None:
        raise CellError("#NUM!", "The spends are too alike for a response curve.", "Vary the spend more.")
    variance = errors / (len(x) - width)
    return [[inverse[i][j] * variance if max(i, j) < width else 0.0 for j in range(3)] for i in range(3)]


def divide(curves: Sequence[ResponseCurve], spend: float) -> list[float]:
    """Return how a spend is divided so that it brings the most, none above the highest spend that was tried.

    Where the curves bend, the next unit brings the same everywhere in the best division (Lagrange); it is searched for
    by halving.

    Args:
        curves: one for each platform.
        spend: not above the sum of their highest spends.
    """

    def at(price: float) -> list[float]:
        spends = []
        for curve in curves:
            if curve.bend > 0:
                wanted = (sqrt(curve.slope / price) - 1) / curve.bend
                spends.append(min(curve.highest, max(0.0, wanted)))
            else:
                spends.append(curve.highest if curve.slope > price else 0.0)
        return spends

    low = min(curve.slope / (1 + curve.bend * curve.highest) ** 2 for curve in curves) / 2
    high = max(curve.slope for curve in curves)
    for _ in range(200):
        price = sqrt(low * high)
        if sum(at(price)) > spend:
            low = price
        else:
            high = price
    dear, cheap = at(high), at(low)
    gap = fsum(cheap) - fsum(dear)
    # Straight lines jump from nothing to all at their price: the rest is divided among those that jump.
    part = (spend - fsum(dear)) / gap if gap > 0 else 0.0
    return [few + part * (many - few) for few, many in zip(dear, cheap, strict=True)]
