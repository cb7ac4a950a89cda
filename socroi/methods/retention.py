"""How many customers stay: the shifted beta-geometric distribution of Fader and Hardie (2007).

Each customer leaves at the end of a period with a chance of their own, which does not change, and the chances have a
beta distribution. Those who leave easily go first, so that the rate at which the others stay rises with their age.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log, log1p
from typing import TYPE_CHECKING, Final

from socroi.methods.minimum import lowest

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE: Final = 13.0
"""The logarithm of alpha + beta from which on all customers leave alike, as far as anybody can tell."""


_STEP: Final = 0.5
"""The step of the logarithm of alpha + beta in which curves that the customers allow are looked for."""
_PARTS: Final = 16
_SMALLEST: Final = -8.0
_FARTHEST: Final = 35.0
"""The logarithm of the odds of leaving beyond which a rate is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Retention:
    """A fitted shifted beta-geometric.

    Attributes:
        alpha, beta: the parameters of the beta distribution of the chance to leave.
        remaining: the customers that it was fitted to.
    """

    alpha: float
    beta: float
    remaining: tuple[float, ...]

    def survival(self, age: int) -> float:
        """Return the share of customers who are still there after so many periods."""
        return _survival(self.alpha, self.beta, age)

    def intervals(self, ages: Sequence[int], z: float) -> list[tuple[float, float]]:
        """Return the ends of the interval of the survival at each age, by its profile of the likelihood.

        A share is refuted where every curve that has it is less likely than the best by more than z^2 / 2, in
        logarithms (Venzon and Moolgavkar 1988). The delta method, which draws one tangent at the best curve,
        knows of no differences between customers where none were seen: from few ages it held in 89 to 94 of 100.
        """
        allowed = self._allowed(z)
        ends = []
        for age in ages:
            shares = [self.survival(age), *(_survival(alpha, beta, age) for alpha, beta in allowed)]
            ends.append((min(shares), max(shares)))
        return ends

    def _allowed(self, z: float) -> list[tuple[float, float]]:
        """Return curves on the edge of those that the customers allow, a pair for each of some alpha + beta."""
        size = min(_ALIKE, max(_SMALLEST, log(self.alpha + self.beta)))
        best = _Profile(self.remaining, size)
        least = best.height(best.top()) - z * z / 2

        def end(side: int) -> float:
            inside = outside = size
            while _Profile(self.remaining, outside).reaches(least):
                inside = outside
                if not _SMALLEST < outside + side * _STEP < _ALIKE:
                    return _ALIKE if side > 0 else _SMALLEST
                outside += side * _STEP
            for _ in range(30):
                middle = (inside + outside) / 2
                allowed = _Profile(self.remaining, middle).reaches(least)
                inside, outside = (middle, outside) if allowed else (inside, middle)
            return inside

        low, high = end(-1), end(1)
        sizes = [low + (high - low) * part / _PARTS for part in range(_PARTS + 1)]
        return [shape for at in sizes for shape in _Profile(self.remaining, at).edge(least)]


class _Profile:
    """The likelihood of curves whose alpha + beta is given, by the logarithm of the odds of leaving, alpha / beta.

    With so many at the start of each period, of whom so many stay, it is the sum over the periods of leave x log(alpha)
    + stay x log(beta + age) - start x log(alpha + beta + age), which has one top.
    """

    def __init__(self, remaining: Sequence[float], size: float) -> None:
        self.size = exp(size)
        self.gone = remaining[0] - remaining[-1]
        self.stay = remaining[1:]
        self.whole = fsum(there * log(self.size + age) for age, there in enumerate(remaining[:-1]))

    def height(self, odds: float) -> float:
        alpha, beta = self.shape(odds)
        return self.gone * log(alpha) + fsum(n * log(beta + age) for age, n in enumerate(self.stay) if n) - self.whole

    def shape(self, odds: float) -> tuple[float, float]:
        return self.size / (1 + exp(-odds)), self.size / (1 + exp(odds))

    def top(self) -> float:
        """Return where the likelihood turns from rising to falling."""
        low, high = -_FARTHEST, _FARTHEST
        for _ in range(50):
            middle = (low + high) / 2
            alpha, beta = self.shape(middle)
            rises = self.gone / alpha > fsum(n / (beta + age) for age, n in enumerate(self.stay))
            low, high = (middle, high) if rises else (low, middle)
        return (low + high) / 2

    def reaches(self, least: float) -> bool:
        return self.height(self.top()) >= least

    def edge(self, least: float) -> list[tuple[float, float]]:
        """Return alpha and beta where the likelihood falls below a height, on either side of its top."""
        top = self.top()
        if self.height(top) < least:
            return []
        found = []
        for end in (-_FARTHEST, _FARTHEST):
            inside, outside = top, end
            for _ in range(50):
                middle = (inside + outside) / 2
                inside, outside = (middle, outside) if self.height(middle) >= least else (inside, middle)
            found.append(self.shape(inside))
        return found


def _survival(alpha: float, beta: float, age: int) -> float:
    return exp(fsum(log1p(-alpha / (alpha + beta + step)) for step in range(age)))


def fit_retention(remaining: Sequence[float]) -> Retention:
    """Return the shifted beta-geometric of greatest likelihood.

    Args:
        remaining: customers still there at ages 0, 1, 2, ...: never rising, falling somewhere, above 0 at the start.
    """
    lost = [before - after for before, after in pairwise(remaining)]
    rate = fsum(lost) / fsum(remaining[:-1])
    if rate >= 1:
        return Retention(1e12, 1e-3, tuple(remaining))

    def height(place: Sequence[float]) -> float:
        if abs(place[0]) > 30 or not -10 < place[1] <= _ALIKE + 2:
            return 1e300
        return -_likelihood(*_shape(place), lost, remaining[-1])

    place = lowest(height, [log(rate / (1 - rate)), 1.0])
    if place[1] > _ALIKE:
        size = exp(_ALIKE + 2)
        return Retention(rate * size, (1 - rate) * size, tuple(remaining))
    alpha, beta = _shape(place)
    # The simplex is near; Newton's steps bring the last digits, the same on every machine.
    for _ in range(6):
        (da, db), (aa, ab, bb) = _derivatives(alpha, beta, lost, remaining[-1])
        determinant = aa * bb - ab * ab
        ahead = alpha - (bb * da - ab * db) / determinant, beta - (aa * db - ab * da) / determinant
        # Of a few who leave in turn the top is so flat that a step may go beyond 0: the simplex was near enough.
        if min(ahead) <= 0:
            break
        alpha, beta = ahead
    return Retention(alpha, beta, tuple(remaining))


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
