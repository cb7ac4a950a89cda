"""How many customers order again, and for how much: BG/NBD and gamma-gamma, as Fader, Hardie and Lee (2005) have them.

While customers are there they order by chance, each at a rate of their own; after each order they leave for good with a
chance of their own. Rates have a gamma distribution (r, alpha), chances a beta distribution (a, b). What their orders
bring on average has, beside that, the gamma-gamma distribution (p, q, v) of Fader and Hardie (2013).
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from math import exp, fsum, lgamma, log, log1p, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.methods.distributions import digamma

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    _Rise = Callable[[Sequence[float]], tuple[float, list[float]]]

_FURTHEST: Final = 9.0
"""The logarithm of a parameter beyond which nothing tells it from none, or from no end."""
_ROUNDS: Final = 60
_STEP: Final = 1e-4
"""The step of differences that stand for derivatives, in logarithms of the parameters."""
_NOTHING: Final = 1e-13
"""Chances below which further orders add nothing."""


class History(NamedTuple):
    """What counts of a customer: orders after the first, when the last of them came and how long it is that the first
    came, both from the first, in one unit of time.
    """

    again: float
    last: float
    age: float


class Outlook(NamedTuple):
    """What is to come of a customer.

    Attributes:
        there: the chance that they have not left.
        orders, variance: those that will come, on average, and how much that varies.
    """

    there: float
    orders: float
    variance: float


class Fitted(NamedTuple):
    """Parameters of greatest likelihood, and the covariance of their logarithms."""

    values: tuple[float, ...]
    covariance: list[list[float]]

    def errors(self) -> list[float]:
        """Return the standard errors of the parameters, by the delta method."""
        return [value * sqrt(self.covariance[i][i]) for i, value in enumerate(self.values)]

    def variance(self, told: Callable[[Sequence[float]], float]) -> float:
        """Return the variance that a figure has because the parameters are estimates."""
        slopes = []
        for i in range(len(self.values)):
            sides = []
            for sign in (1, -1):
                moved = [value * exp(sign * _STEP * (i == j)) for j, value in enumerate(self.values)]
                sides.append(told(moved))
            slopes.append((sides[0] - sides[1]) / (2 * _STEP))
        rows = (fsum(c * s for c, s in zip(row, slopes, strict=True)) for row in self.covariance)
        return fsum(s * row for s, row in zip(slopes, rows, strict=True))


def fit_orders(customers: Mapping[History, int]) -> Fitted | None:
    """Return r, alpha, a and b of greatest likelihood; None where it has no top: nobody leaves, or all are alike.

    Args:
        customers: how many have a history; some ordered again.
    """
    many = sum(customers.values())
    orders = fsum(one.again * n for one, n in customers.items())
    time = fsum(one.age * n for one, n in customers.items())
    # How many customers have more than i orders after the first.
    more = Counter[int]()
    for one, n in customers.items():
        more.update(dict.fromkeys(range(int(one.again)), n))
    parts = list(customers.items())

    def rise(place: Sequence[float]) -> tuple[float, list[float]]:
        r, alpha, a, b = map(exp, place)
        height, by_r, by_alpha, by_a, by_b = [], [], [], [], []
        for (again, last, age), n in parts:
            odds = _odds(r, alpha, a, b, again, last, age)
            left = 1 / (1 + exp(-odds))
            here, then = log(alpha + age), log(alpha + last)
            height.append(n * (max(odds, 0.0) + log1p(exp(-abs(odds))) - (r + again) * here))
            by_r.append(-n * ((1 - left) * here + left * then))
            by_alpha.append(-n * (r + again) * ((1 - left) / (alpha + age) + left / (alpha + last)))
            if again:
                by_a.append(n * left / a)
                by_b.append(-n * left / (b + again - 1))
        for i, n in more.items():
            height.append(n * (log(r + i) + log1p(-a / (a + b + i))))
            by_r.append(n / (r + i))
            by_a.append(-n / (a + b + i))
            by_b.append(n * a / ((b + i) * (a + b + i)))
        height.append(many * r * log(alpha))
        by_r.append(many * log(alpha))
        by_alpha.append(many * r / alpha)
        slopes = (fsum(by_r) * r, fsum(by_alpha) * alpha, fsum(by_a) * a, fsum(by_b) * b)
        return fsum(height), list(slopes)

    return _top(rise, [log(0.5), log(0.5 * time / orders), log(0.5), log(2.0)])


def fit_amounts(customers: Sequence[tuple[float, float]]) -> Fitted | None:
    """Return p, q and v of greatest likelihood; None where it has no top.

    Args:
        customers: of each who ordered again, how often and what such an order brought on average, above 0.
    """
    times = Counter(again for again, _ in customers)
    middle = fsum(amount for _, amount in customers) / len(customers)

    def rise(place: Sequence[float]) -> tuple[float, list[float]]:
        p, q, v = map(exp, place)
        height, by_p, by_q, by_v = [], [], [], []
        for again, n in times.items():
            size = p * again
            both = digamma(size + q)
            height.append(n * (lgamma(size + q) - lgamma(size) - lgamma(q) + q * log(v) + size * log(again)))
            by_p.append(n * again * (both - digamma(size)))
            by_q.append(n * (both - digamma(q) + log(v)))
        for again, amount in customers:
            whole = v + again * amount
            logarithm = log(whole)
            height.append((p * again - 1) * log(amount) - (p * again + q) * logarithm)
            by_p.append(again * (log(again * amount) - logarithm))
            by_q.append(-logarithm)
            by_v.append(q / v - (p * again + q) / whole)
        return fsum(height), [fsum(by_p) * p, fsum(by_q) * q, fsum(by_v) * v]

    return _top(rise, [log(4.0), log(3.0), log(middle)], log(middle))


def _odds(r: float, alpha: float, a: float, b: float, again: float, last: float, age: float) -> float:
    """Return the logarithm of the odds that a customer has left; who ordered once only cannot have, in this model."""
    if not again:
        return -700.0
    return max(-700.0, log(a / (b + again - 1)) + (r + again) * log1p((age - last) / (alpha + last)))


def outlook(parameters: Sequence[float], customer: History, time: float) -> Outlook:
    """Return what is to come of a customer within a time.

    Given that a customer is there, the chance to leave has the beta distribution (a, b + x) and the rate the gamma
    distribution (r + x, alpha + T), one apart from the other. A k-th order comes if k of them fall into the time and
    none of the first k - 1 was the last.
    """
    r, alpha, a, b = parameters
    again, last, age = customer
    there = 1 / (1 + exp(min(700.0, _odds(r, alpha, a, b, again, last, age))))
    shape, rate = r + again, alpha + age
    chance = exp(-shape * log1p(time / rate))
    step = time / (rate + time)
    beyond, stays = 1 - chance, 1.0
    first, second = [], []
    for k in count(1):
        first.append(stays * beyond)
        second.append((2 * k - 1) * stays * beyond)
        stays *= (b + again + k - 1) / (a + b + again + k - 1)
        chance *= (shape + k - 1) / k * step
        beyond -= chance
        if beyond <= _NOTHING:
            break
    orders = there * fsum(first)
    return Outlook(there, orders, there * fsum(second) - orders * orders)


def amount(parameters: Sequence[float], again: float, mean: float) -> float:
    """Return what an order of a customer brings on average, drawn towards what all have in common."""
    p, q, v = parameters
    return p * (v + again * mean) / (p * again + q - 1)


def amount_doubt(parameters: Sequence[float], again: float, mean: float, coming: Outlook) -> float:
    """Return the variance of what a customer's coming orders bring together; q is above 2."""
    p, q, v = parameters
    shape, rate = p * again + q, v + again * mean
    first = rate / (shape - 1)
    second = rate * rate / ((shape - 1) * (shape - 2))
    return second * (coming.orders * p + coming.variance * p * p) + (coming.orders * p) ** 2 * (second - first * first)


def _top(rise: _Rise, start: Sequence[float], last: float = 0.0) -> Fitted | None:
    """Return the place where a likelihood of logarithms of parameters is highest, by Newton's steps.

    Args:
        rise: the likelihood and its slopes at a place.
        start: where the search begins.
        last: around which logarithm the last parameter is looked for; the others around 0.
    """
    place = list(start)
    height, slopes = rise(place)
    for _ in range(_ROUNDS):
        curve = _curvature(rise, place)
        damped = 0.0
        while True:
            step = _solved([[c + damped * (i == j) for j, c in enumerate(row)] for i, row in enumerate(curve)], slopes)
            if step is not None:
                longest = max(map(abs, step))
                step = [s / max(1.0, longest) for s in step]
                tried = [x + s for x, s in zip(place, step, strict=True)]
                if _away(tried, last) > _FURTHEST:
                    return None
                higher, ahead = rise(tried)
                if higher >= height - 1e-11 * abs(height):
                    break
            damped = 4 * damped or 1e-3 * max(abs(row[i]) for i, row in enumerate(curve))
            if damped > 1e12:
                return None
        place, height, slopes = tried, higher, ahead
        if longest < 1e-10 and damped == 0:
            break
    else:
        return None
    curve = _curvature(rise, place)
    columns = [_solved(curve, [float(i == j) for j in range(len(place))]) for i in range(len(place))]
    covariance = [column for column in columns if column is not None]
    return Fitted(tuple(map(exp, place)), covariance) if len(covariance) == len(place) else None


def _away(place: Sequence[float], last: float) -> float:
    return max(*map(abs, place[:-1]), abs(place[-1] - last))


def _curvature(
    rise: Callable[[Sequence[float]], tuple[float, list[float]]], place: Sequence[float]
) -> list[list[float]]:
    """Return the second derivatives, their signs turned, from differences of the first."""
    rows = []
    for i in range(len(place)):
        ahead, behind = (rise([x + sign * _STEP * (i == j) for j, x in enumerate(place)])[1] for sign in (1, -1))
        rows.append([(b - a) / (2 * _STEP) for a, b in zip(ahead, behind, strict=True)])
    return [[(rows[i][j] + rows[j][i]) / 2 for j in range(len(place))] for i in range(len(place))]


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    """Return the solution of a symmetric system by Cholesky's factors; None where the matrix is not above 0."""
    many = len(right)
    lower = [[0.0] * many for _ in range(many)]
    for i in range(many):
        for j in range(i + 1):
            rest = matrix[i][j] - fsum(lower[i][k] * lower[j][k] for k in range(j))
            if i > j:
                lower[i][j] = rest / lower[j][j]
            elif rest > 0:
                lower[i][i] = sqrt(rest)
            else:
                return None
    found = list(right)
    for i in range(many):
        found[i] = (found[i] - fsum(lower[i][k] * found[k] for k in range(i))) / lower[i][i]
    for i in reversed(range(many)):
        found[i] = (found[i] - fsum(lower[k][i] * found[k] for k in range(i + 1, many))) / lower[i][i]
    return found
