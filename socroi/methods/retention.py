"""How many customers stay: the shifted beta-geometric distribution of Fader and Hardie (2007).

Each customer leaves at the end of a period with a chance of their own, which does not change, and the chances have a
beta distribution. Those who leave easily go first, so that the rate at which the others stay rises with their age.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log, log1p, sqrt
from typing import TYPE_CHECKING, Final

from socroi.methods.minimum import lowest

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE: Final = 13.0
"""The logarithm of alpha + beta from which on all customers leave alike, as far as anybody can tell."""


@dataclass(frozen=True, slots=True)
class Retention:
    """A fitted shifted beta-geometric.

    Attributes:
        alpha, beta: the parameters of the beta distribution of the chance to leave.
        covariance: that of alpha and beta, row by row; where all leave alike, that of their common rate stands first.
        alike: whether all customers leave at one rate, alpha / (alpha + beta).
    """

    alpha: float
    beta: float
    covariance: tuple[float, float, float]
    alike: bool

    def survival(self, age: int) -> float:
        """Return the share of customers who are still there after so many periods."""
        return exp(self._log_survival(age))

    def interval(self, age: int, z: float) -> tuple[float, float]:
        """Return the ends of the survival's interval, by the delta method on log(-log(survival))."""
        if age == 0:
            return 1.0, 1.0
        here = self._log_survival(age)
        steps = [self.alpha + self.beta + step for step in range(age)]
        by_alpha = -fsum(1 / step for step in steps)
        if self.alike:
            by_alpha, by_beta = age / (self.alpha / (self.alpha + self.beta) - 1), 0.0
        else:
            by_beta = by_alpha + fsum(1 / (self.beta + step) for step in range(age))
        aa, ab, bb = self.covariance
        variance = by_alpha * by_alpha * aa + 2 * by_alpha * by_beta * ab + by_beta * by_beta * bb
        reach = z * sqrt(max(0.0, variance)) / -here
        return exp(here * exp(reach)), exp(here * exp(-reach))

    def _log_survival(self, age: int) -> float:
        return fsum(log1p(-self.alpha / (self.alpha + self.beta + step)) for step in range(age))


def fit_retention(remaining: Sequence[float]) -> Retention:
    """Return the shifted beta-geometric of greatest likelihood.

    Args:
        remaining: customers still there at ages 0, 1, 2, ...: never rising, falling somewhere, above 0 at the start.
    """
    lost = [before - after for before, after in pairwise(remaining)]
    rate = fsum(lost) / fsum(remaining[:-1])
    if rate >= 1:
        return Retention(1e12, 1e-3, (0.0, 0.0, 0.0), alike=True)

    def height(place: Sequence[float]) -> float:
        if abs(place[0]) > 30 or not -10 < place[1] <= _ALIKE + 2:
            return 1e300
        return -_likelihood(*_shape(place), lost, remaining[-1])

    place = lowest(height, [log(rate / (1 - rate)), 1.0])
    if place[1] > _ALIKE:
        size = exp(_ALIKE + 2)
        variance = rate * (1 - rate) / fsum(remaining[:-1])
        return Retention(rate * size, (1 - rate) * size, (variance, 0.0, 0.0), alike=True)
    alpha, beta = _shape(place)
    # The simplex is near; Newton's steps bring the last digits, the same on every machine.
    for _ in range(6):
        (da, db), (aa, ab, bb) = _derivatives(alpha, beta, lost, remaining[-1])
        determinant = aa * bb - ab * ab
        alpha, beta = alpha - (bb * da - ab * db) / determinant, beta - (aa * db - ab * da) / determinant
    _, (aa, ab, bb) = _derivatives(alpha, beta, lost, remaining[-1])
    determinant = aa * bb - ab * ab
    return Retention(alpha, beta, (-bb / determinant, ab / determinant, -aa / determinant), alike=False)


def _shape(place: Sequence[float]) -> tuple[float, float]:
    size = exp(place[1])
    share = 1 / (1 + exp(-place[0]))
    return size * share, size * (1 - share)


def _likelihood(alpha: float, beta: float, lost: Sequence[float], left: float) -> float:
    here, total = 0.0, 0.0
    for age, gone in enumerate(lost):
        total += gone * (here + log(alpha / (alpha + beta + age)))
        here += log((beta + age) / (alpha + beta + age))
    return total + left * here


def _derivatives(
    alpha: float, beta: float, lost: Sequence[float], left: float
) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """Return the first derivatives of the likelihood by alpha and beta, and the second: both alpha, mixed, both beta.

    With so many at the start of each period, of whom so many leave, the likelihood is the sum over the periods of leave
    x log(alpha) + stay x log(beta + age) - start x log(alpha + beta + age).
    """
    gone = fsum(lost)
    first_beta, second_beta, whole, whole_second = [], [], [], []
    there = left + gone
    for age, leaving in enumerate(lost):
        stay = there - leaving
        first_beta.append(stay / (beta + age))
        second_beta.append(-stay / (beta + age) ** 2)
        whole.append(-there / (alpha + beta + age))
        whole_second.append(there / (alpha + beta + age) ** 2)
        there = stay
    common, common_second = fsum(whole), fsum(whole_second)
    first = gone / alpha + common, fsum(first_beta) + common
    return first, (-gone / alpha**2 + common_second, common_second, fsum(second_beta) + common_second)
