"""The normal distribution, Student's t and the beta distribution, with the standard library alone."""

from __future__ import annotations

from math import erfc, exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist
from typing import Final

_TINY: Final = 1e-300


def normal_quantile(probability: float) -> float:
    """Return z with P(Z <= z) = probability for a standard normal Z; probability lies between 0 and 1."""
    return NormalDist().inv_cdf(probability)


def normal_tail(z: float) -> float:
    """Return P(Z > z) for a standard normal Z, exact to the last digits far out, too."""
    return erfc(z / sqrt(2)) / 2


def t_quantile(probability: float, freedom: float) -> float:
    """Return t with P(T <= t) = probability for Student's T.

    Args:
        probability: between 0 and 1.
        freedom: the degrees of freedom, above 0; they need not be whole.
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    z = normal_quantile(probability)
    if freedom > 1e5:
        # Abramowitz and Stegun 26.7.5; the next term is below 1e-12 here, where the fraction below converges slowly.
        return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    tail = 1 - probability
    low, high = 0.0, 1.0
    while _upper_tail(high, freedom) > tail:
        low, high = high, 2 * high
    t = min(max(low, z), high)
    for _ in range(200):
        excess = _upper_tail(t, freedom) - tail
        low, high = (t, high) if excess > 0 else (low, t)
        step = excess / _density(t, freedom)
        following = t + step if low < t + step < high else (low + high) / 2
        if abs(following - t) <= 1e-15 * max(1.0, t):
            return following
        t = following
    return t


def t_two_tails(t: float, freedom: float) -> float:
    """Return P(|T| >= |t|) for Student's T with these degrees of freedom, above 0."""
    return 2 * _upper_tail(abs(t), freedom)


def beta_below(x: float, a: float, b: float) -> float:
    """Return P(X <= x) for a beta distribution with a and b above 0: the regularized incomplete beta function."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return x with P(X <= x) = probability for a beta distribution with a and b above 0."""
    low, high, x = 0.0, 1.0, a / (a + b)
    whole = lgamma(a + b) - lgamma(a) - lgamma(b)
    for _ in range(200):
        excess = beta_below(x, a, b) - probability
        low, high = (low, x) if excess > 0 else (x, high)
        # A step of Newton's, or half of what is left where that would lead out of it.
        following = x - excess / max(exp(whole + (a - 1) * log(x) + (b - 1) * log1p(-x)), _TINY)
        following = following if low < following < high else (low + high) / 2
        if abs(following - x) <= 1e-15 * x or following in {low, high}:
            return following
        x = following
    return x


def digamma(x: float) -> float:
    """Return the derivative of log(gamma(x)), for x above 0 (DLMF 5.5.2 and 5.11.2)."""
    before = 0.0
    while x < 12:
        before -= 1 / x
        x += 1
    square = 1 / (x * x)
    rest = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    return before + log(x) - 0.5 / x - rest


def _log_gamma_step(a: float) -> float:
    """Return log(gamma(a + 1/2) / gamma(a)), without the cancellation of two large logarithms."""
    if a < 20:
        return lgamma(a + 0.5) - lgamma(a)
    # The asymptotic series in 1/a: Tricomi and Erdelyi (1951); from a = 20 on its error is below 1e-16.
    r = 1 / (a * a)
    return 0.5 * log(a) - (1 / 8 - r * (1 / 192 - r * (1 / 640 - r * (17 / 14336 - r * 31 / 18432)))) / a


def _density(t: float, freedom: float) -> float:
    return exp(_log_gamma_step(freedom / 2) - (freedom + 1) / 2 * log1p(t * t / freedom)) / sqrt(freedom * pi)


def _upper_tail(t: float, freedom: float) -> float:
    """Return P(T > t) for t >= 0: half of the incomplete beta function at freedom / (freedom + t^2)."""
    a, b = freedom / 2, 0.5
    x, rest = freedom / (freedom + t * t), t * t / (freedom + t * t)
    if rest == 0:
        return 0.5
    front = exp(_log_gamma_step(a) - a * log1p(t * t / freedom) + b * log(rest)) / sqrt(pi)
    if x < (a + 1) / (a + b + 2):
        return 0.5 * front * _beta_fraction(a, b, x) / a
    return 0.5 * (1 - front * _beta_fraction(b, a, rest) / b)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22)."""
    c = 1.0
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 100_000):
        for coefficient in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + coefficient * d)
            c = _away_from_zero(1 + coefficient / c)
            value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value


def _away_from_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
