"""Special functions of statistics: incomplete gamma and beta functions and their inverses, to about 13 digits.

Densities are computed as C. Loader showed ("Fast and accurate computation of binomial probabilities", 2000), so that
they keep their digits for large arguments too; the incomplete functions by series and continued fractions (Abramowitz
and Stegun 6.5, 26.5).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_STANDARD: Final = NormalDist()
_TINY: Final = 1e-300
_STEPS: Final = 100_000
_HALF_LOG_TWO_PI: Final = 0.9189385332046727


def normal_cdf(z: float) -> float:
    """Return the share of the standard normal distribution below z, exact in its lower tail."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def normal_pdf(z: float) -> float:
    """Return the density of the standard normal distribution."""
    return math.exp(-0.5 * z * z - _HALF_LOG_TWO_PI)


def normal_inverse(p: float) -> float:
    """Return the z below which the share p lies, 0 < p < 1."""
    return _STANDARD.inv_cdf(p)


def stirling_error(n: float) -> float:
    """Return ln n! less Stirling's approximation of it, for n > 0 (a whole number or not)."""
    if n < 16:
        return math.lgamma(n + 1.0) - (n + 0.5) * math.log(n) + n - _HALF_LOG_TWO_PI
    square = n * n
    terms = (1 / 12, 1 / 360, 1 / 1260, 1 / 1680, 1 / 1188, 691 / 360360)
    total = 0.0
    for place, term in reversed(list(enumerate(terms))):
        total = term * (-1) ** place + total / square
    return total / n


def deviance(x: float, mean: float) -> float:
    """Return x ln(x / mean) + mean - x without cancellation where both are close."""
    if abs(x - mean) < 0.1 * (x + mean):
        ratio = (x - mean) / (x + mean)
        total = (x - mean) * ratio
        term = 2.0 * x * ratio
        square = ratio * ratio
        for step in range(1, 1000):
            term *= square
            following = total + term / (2 * step + 1)
            if following == total:
                return total
            total = following
    return x * math.log(x / mean) + mean - x


def poisson_density(x: float, mean: float) -> float:
    """Return mean^x e^-mean / x!, x whole or not."""
    if mean == 0:
        return 1.0 if x == 0 else 0.0
    if x == 0:
        return math.exp(-mean)
    if x < 0:
        return 0.0
    if x <= mean * 1e-308:
        return math.exp(-mean)
    return math.exp(-stirling_error(x) - deviance(x, mean)) / math.sqrt(2 * math.pi * x)


def binomial_density(x: float, n: float, p: float, q: float) -> float:
    """Return n! / (x! (n - x)!) p^x q^(n - x), with q = 1 - p; x and n whole or not."""
    if p == 0:
        return 1.0 if x == 0 else 0.0
    if q == 0:
        return 1.0 if x == n else 0.0
    if x < 0 or x > n:
        return 0.0
    if x == 0:
        return math.exp(n * math.log(q) if p > 0.1 else n * math.log1p(-p))
    if x == n:
        return math.exp(n * math.log(p) if q > 0.1 else n * math.log1p(-q))
    rest = n - x
    exponent = stirling_error(n) - stirling_error(x) - stirling_error(rest) - deviance(x, n * p) - deviance(rest, n * q)
    return math.exp(exponent) * math.sqrt(n / (2 * math.pi * x * rest))


def gamma_shares(a: float, x: float) -> tuple[float, float]:
    """Return the regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, each with its own digits."""
    if x <= 0:
        return 0.0, 1.0
    if math.isinf(x):
        return 1.0, 0.0
    if x < a + 1:
        term = total = 1.0
        for step in range(1, _STEPS):
            term *= x / (a + step)
            total += term
            if term < total * 1e-17:
                break
        lower = min(1.0, total * poisson_density(a, x))
        return lower, 1.0 - lower
    # Lentz's method for the continued fraction of Q.
    b = x + 1.0 - a
    c, d = 1.0 / _TINY, 1.0 / b
    fraction = d
    for step in range(1, _STEPS):
        an = -step * (step - a)
        b += 2.0
        d = an * d + b
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = b + an / c
        c = c if abs(c) > _TINY else _TINY
        fraction *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    upper = min(1.0, fraction * poisson_density(a, x) * a)
    return 1.0 - upper, upper


def beta_shares(a: float, b: float, x: float, y: float | None = None) -> tuple[float, float]:
    """Return the regularised incomplete beta function I_x(a, b) and 1 - I; y is 1 - x, where it is known better than
    that.
    """
    y = 1.0 - x if y is None else y
    if x <= 0:
        return 0.0, 1.0
    if y <= 0:
        return 1.0, 0.0
    if x > (a + 1) / (a + b + 2):
        upper, lower = beta_shares(b, a, y, x)
        return lower, upper
    share = min(1.0, binomial_density(a, a + b, x, y) * b / (a + b) * _beta_fraction(a, b, x))
    return share, 1.0 - share


def _beta_fraction(a: float, b: float, x: float) -> float:
    c = 1.0
    d = 1.0 - (a + b) * x / (a + 1)
    d = 1.0 / (d if abs(d) > _TINY else _TINY)
    fraction = d
    for step in range(1, _STEPS):
        twice = 2 * step
        for numerator in (
            step * (b - step) * x / ((a + twice - 1) * (a + twice)),
            -(a + step) * (a + b + step) * x / ((a + twice) * (a + twice + 1)),
        ):
            d = 1.0 + numerator * d
            d = 1.0 / (d if abs(d) > _TINY else _TINY)
            c = 1.0 + numerator / c
            c = c if abs(c) > _TINY else _TINY
            fraction *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return fraction


def root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function crosses zero between two places, to the last digits of a double."""
    for _ in range(2000):
        middle = math.sqrt(low * high) if low > 0 and high > 4 * low else 0.5 * (low + high)
        if middle <= low or middle >= high:
            return middle
        value = rising(middle)
        if value == 0:
            return middle
        if value < 0:
            low = middle
        else:
            high = middle
        if high - low <= 4e-16 * abs(middle):
            break
    return 0.5 * (low + high)


def gamma_inverse(p: float, a: float, *, upper: bool = False) -> float:
    """Return x with P(a, x) = p, or with Q(a, x) = p where `upper`."""
    if (p <= 0 and not upper) or (p >= 1 and upper):
        return 0.0
    high = max(1.0, a)
    if upper:
        while gamma_shares(a, high)[1] > p:
            high *= 2
        return root(lambda x: p - gamma_shares(a, x)[1], 1e-300, high)
    while gamma_shares(a, high)[0] < p:
        high *= 2
        if high > 1e300:
            return math.inf
    return root(lambda x: gamma_shares(a, x)[0] - p, 1e-300, high)


def beta_inverse(p: float, a: float, b: float) -> float:
    """Return x with I_x(a, b) = p."""
    if p <= 0:
        return 0.0
    if p >= 1:
        return 1.0
    if p <= 0.5:
        return root(lambda x: beta_shares(a, b, x)[0] - p, 1e-300, 1.0)
    if beta_shares(a, b, 0.5)[0] >= p:
        return root(lambda x: (1.0 - p) - beta_shares(a, b, x)[1], 1e-300, 0.5)
    # Above one half the distance from 1 has the digits.
    return 1.0 - root(lambda y: beta_shares(b, a, y)[0] - (1.0 - p), 1e-300, 0.5)


def student_upper(t: float, freedom: float) -> float:
    """Return the share of Student's distribution above t."""
    square = t * t
    tail = 0.5 * beta_shares(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square))[0]
    return tail if t >= 0 else 1.0 - tail


def student_inverse_upper(p: float, freedom: float) -> float:
    """Return t with the share p above it, 0 < p < 1."""
    if p > 0.5:
        return -student_inverse_upper(1.0 - p, freedom)
    if p == 0.5:
        return 0.0
    high = 1.0
    while student_upper(high, freedom) > p:
        high *= 2
        if high > 1e300:
            return math.inf
    return root(lambda t: p - student_upper(t, freedom), 1e-300 if high <= 1 else high / 2, high)


def f_shares(x: float, first: float, second: float) -> tuple[float, float]:
    """Return the shares of the F distribution below and above x."""
    whole = first * x + second
    return beta_shares(first / 2, second / 2, first * x / whole, second / whole)


def f_inverse(p: float, first: float, second: float, *, upper: bool = False) -> float:
    """Return x with the share p below it, or above it where `upper`."""

    def rising(x: float) -> float:
        below, above = f_shares(x, first, second)
        return p - above if upper else below - p

    high = 1.0
    while rising(high) < 0:
        high *= 2
        if high > 1e300:
            return math.inf
    return root(rising, 1e-300 if high <= 1 else high / 2, high)
