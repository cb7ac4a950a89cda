"""Continuous distributions: normal, Student's t, chi-squared, F, gamma, beta, exponential, Weibull, lognormal.

Each is computed cell by cell, once for each distinct input. Parameters out of bounds are #NUM!.
"""

from __future__ import annotations

import math

from socroi.engine.arithmetic import special_functions as special
from socroi.engine.arithmetic.number_checks import checked, require
from socroi.engine.declaration.declare import per_cell
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait
from socroi.errors import CellError


def whole_freedom(value: float) -> float:
    """Return degrees of freedom, cut to whole, from 1 to 10^10."""
    freedom = math.floor(value)
    require(1 <= freedom <= 1e10)
    return float(freedom)


@per_cell("NORM.DIST NORMDIST", "n n n b")
def _normal(x: float, mean: float, deviation: float, cumulative: bool) -> float:
    require(deviation > 0)
    z = (x - mean) / deviation
    return special.normal_cdf(z) if cumulative else special.normal_pdf(z) / deviation


@per_cell("NORM.S.DIST", "n b")
def _standard_normal(z: float, cumulative: bool) -> float:
    return special.normal_cdf(z) if cumulative else special.normal_pdf(z)


@per_cell("NORMSDIST", "n")
def _standard_normal_share(z: float) -> float:
    return special.normal_cdf(z)


@per_cell("NORM.INV NORMINV", "n n n")
def _normal_inverse(p: float, mean: float, deviation: float) -> float:
    require(0 < p < 1 and deviation > 0)
    return mean + deviation * special.normal_inverse(p)


@per_cell("NORM.S.INV NORMSINV", "n")
def _standard_normal_inverse(p: float) -> float:
    require(0 < p < 1)
    return special.normal_inverse(p)


@per_cell("PHI", "n")
def _density(z: float) -> float:
    return special.normal_pdf(z)


@per_cell("GAUSS", "n")
def _from_mean(z: float) -> float:
    return math.erf(z / math.sqrt(2)) / 2


@per_cell("STANDARDIZE", "n n n")
def _standardize(x: float, mean: float, deviation: float) -> float:
    require(deviation > 0)
    return (x - mean) / deviation


@per_cell("CONFIDENCE CONFIDENCE.NORM", "n n n")
def _confidence(alpha: float, deviation: float, size: float) -> float:
    require(alpha / 2 > 0 and alpha < 1 and deviation > 0 and size >= 1)
    return -special.normal_inverse(alpha / 2) * deviation / math.sqrt(math.floor(size))


@per_cell("CONFIDENCE.T", "n n n")
def _confidence_t(alpha: float, deviation: float, size: float) -> float:
    require(alpha / 2 > 0 and alpha < 1 and deviation > 0 and size >= 1)
    if math.floor(size) == 1:
        raise CellError("#DIV/0!")
    count = math.floor(size)
    return special.student_inverse_upper(alpha / 2, count - 1.0) * deviation / math.sqrt(count)


@per_cell("LOGNORM.DIST", "n n n b")
def _lognormal(x: float, mean: float, deviation: float, cumulative: bool) -> float:
    require(x > 0 and deviation > 0)
    z = (math.log(x) - mean) / deviation
    return special.normal_cdf(z) if cumulative else special.normal_pdf(z) / (deviation * x)


@per_cell("LOGNORMDIST", "n n n")
def _lognormal_share(x: float, mean: float, deviation: float) -> float:
    require(x > 0 and deviation > 0)
    return special.normal_cdf((math.log(x) - mean) / deviation)


@per_cell("LOGNORM.INV LOGINV", "n n n", Trait.FINITE)
def _lognormal_inverse(p: float, mean: float, deviation: float) -> float:
    require(0 < p < 1 and deviation > 0)
    return math.exp(mean + deviation * special.normal_inverse(p))


@per_cell("T.DIST", "n n b")
def _student(t: float, freedom: float, cumulative: bool) -> float:
    if math.floor(freedom) == 0:
        raise CellError("#DIV/0!" if not cumulative else "#NUM!")
    v = whole_freedom(freedom)
    if cumulative:
        return special.student_upper(-t, v)
    scale = math.exp(math.lgamma((v + 1) / 2) - math.lgamma(v / 2)) / math.sqrt(v * math.pi)
    return checked(lambda: scale * math.exp(-(v + 1) / 2 * math.log1p(t * t / v)))


@per_cell("T.DIST.RT", "n n")
def _student_upper(t: float, freedom: float) -> float:
    return special.student_upper(t, whole_freedom(freedom))


@per_cell("T.DIST.2T", "n n")
def _student_both(t: float, freedom: float) -> float:
    require(t >= 0)
    return min(1.0, 2 * special.student_upper(t, whole_freedom(freedom)))


@per_cell("TDIST", "n n n")
def _student_tails(t: float, freedom: float, tails: float) -> float:
    require(t >= 0 and math.floor(tails) in (1, 2))
    return min(1.0, math.floor(tails) * special.student_upper(t, whole_freedom(freedom)))


@per_cell("T.INV", "n n")
def _student_inverse(p: float, freedom: float) -> float:
    require(0 < p < 1)
    return -special.student_inverse_upper(p, whole_freedom(freedom))


@per_cell("T.INV.2T TINV", "n n")
def _student_inverse_both(p: float, freedom: float) -> float:
    require(0 < p <= 1)
    return special.student_inverse_upper(p / 2, whole_freedom(freedom))


@per_cell("CHISQ.DIST", "n n b")
def _chi_squared(x: float, freedom: float, cumulative: bool) -> float:
    require(x >= 0)
    v = whole_freedom(freedom)
    return special.gamma_shares(v / 2, x / 2)[0] if cumulative else checked(lambda: _gamma_density(x, v / 2, 2.0))


@per_cell("CHISQ.DIST.RT CHIDIST", "n n")
def _chi_squared_upper(x: float, freedom: float) -> float:
    require(x >= 0)
    return special.gamma_shares(whole_freedom(freedom) / 2, x / 2)[1]


@per_cell("CHISQ.INV", "n n")
def _chi_squared_inverse(p: float, freedom: float) -> float:
    require(0 <= p < 1)
    return 2 * special.gamma_inverse(p, whole_freedom(freedom) / 2)


@per_cell("CHISQ.INV.RT CHIINV", "n n")
def _chi_squared_inverse_upper(p: float, freedom: float) -> float:
    require(0 < p <= 1)
    return 2 * special.gamma_inverse(p, whole_freedom(freedom) / 2, upper=True)


@per_cell("F.DIST", "n n n b")
def _f(x: float, first: float, second: float, cumulative: bool) -> float:
    require(x >= 0)
    a, b = whole_freedom(first), whole_freedom(second)
    if cumulative:
        return special.f_shares(x, a, b)[0]
    if x == 0:
        require(a >= 2)
        return 1.0 if a == 2 else 0.0
    whole = a * x + b
    share = special.binomial_density(a / 2, (a + b) / 2, a * x / whole, b / whole)
    return checked(lambda: share * a * b / (2 * (a + b) * x))


@per_cell("F.DIST.RT FDIST", "n n n")
def _f_upper(x: float, first: float, second: float) -> float:
    require(x >= 0)
    return special.f_shares(x, whole_freedom(first), whole_freedom(second))[1]


@per_cell("F.INV", "n n n")
def _f_inverse(p: float, first: float, second: float) -> float:
    require(0 <= p < 1)
    a, b = whole_freedom(first), whole_freedom(second)
    return 0.0 if p == 0 else special.f_inverse(p, a, b)


@per_cell("F.INV.RT FINV", "n n n")
def _f_inverse_upper(p: float, first: float, second: float) -> float:
    require(0 < p <= 1)
    a, b = whole_freedom(first), whole_freedom(second)
    return 0.0 if p == 1 else special.f_inverse(p, a, b, upper=True)


def _gamma_density(x: float, shape: float, scale: float) -> float:
    if x == 0:
        require(shape >= 1)
        return 1 / scale if shape == 1 else 0.0
    if shape < 1:
        return special.poisson_density(shape, x / scale) * shape / x
    return special.poisson_density(shape - 1, x / scale) / scale


@per_cell("GAMMA.DIST GAMMADIST", "n n n b")
def _gamma_distribution(x: float, shape: float, scale: float, cumulative: bool) -> float:
    require(x >= 0 and shape > 0 and scale > 0)
    if cumulative:
        return special.gamma_shares(shape, x / scale)[0]
    return checked(lambda: _gamma_density(x, shape, scale))


@per_cell("GAMMA.INV GAMMAINV", "n n n", Trait.FINITE)
def _gamma_distribution_inverse(p: float, shape: float, scale: float) -> float:
    require(0 <= p < 1 and shape > 0 and scale > 0)
    return scale * special.gamma_inverse(p, shape)


@per_cell("GAMMALN GAMMALN.PRECISE", "n", Trait.FINITE)
def _log_gamma(x: float) -> float:
    require(x > 0)
    return math.lgamma(x)


@per_cell("GAMMA", "n", Trait.FINITE)
def _gamma(x: float) -> float:
    require(x > 0 or x != math.floor(x))
    return math.gamma(x)


def _beta_place(x: float, low: float | None, high: float | None) -> tuple[float, float]:
    start, end = 0.0 if low is None else low, 1.0 if high is None else high
    require(start <= x <= end and start != end)
    return (x - start) / (end - start), end - start


@per_cell("BETA.DIST", "n n n b n? n?")
def _beta(x: float, a: float, b: float, cumulative: bool, low: float | None = None, high: float | None = None) -> float:
    require(a > 0 and b > 0)
    place, width = _beta_place(x, low, high)
    if cumulative:
        return special.beta_shares(a, b, place)[0]
    if place in (0, 1):
        edge = a if place == 0 else b
        require(edge >= 1)
        return (b if place == 0 else a) / width if edge == 1 else 0.0
    return checked(lambda: _beta_density(place, a, b) / width)


def _beta_density(x: float, a: float, b: float) -> float:
    whole = special.binomial_density(a, a + b, x, 1 - x)
    return whole * a * b / ((a + b) * x * (1 - x))


@per_cell("BETADIST", "n n n n? n?")
def _beta_share(x: float, a: float, b: float, low: float | None = None, high: float | None = None) -> float:
    require(a > 0 and b > 0)
    return special.beta_shares(a, b, _beta_place(x, low, high)[0])[0]


@per_cell("BETA.INV BETAINV", "n n n n? n?")
def _beta_inverse(p: float, a: float, b: float, low: float | None = None, high: float | None = None) -> float:
    require(0 < p < 1 and a > 0 and b > 0)
    start, end = 0.0 if low is None else low, 1.0 if high is None else high
    require(start < end)
    return start + (end - start) * special.beta_inverse(p, a, b)


@per_cell("EXPON.DIST EXPONDIST", "n n b")
def _exponential(x: float, rate: float, cumulative: bool) -> float:
    require(x >= 0 and rate > 0)
    return -math.expm1(-rate * x) if cumulative else rate * math.exp(-rate * x)


@per_cell("WEIBULL.DIST WEIBULL", "n n n b")
def _weibull(x: float, shape: float, scale: float, cumulative: bool) -> float:
    require(x >= 0 and shape > 0 and scale > 0)
    power = (x / scale) ** shape
    if cumulative:
        return -math.expm1(-power)
    return checked(lambda: shape / scale * (x / scale) ** (shape - 1) * math.exp(-power))


@per_cell("FISHER", "n")
def _fisher(x: float) -> float:
    require(-1 < x < 1)
    # Excel's own digits: atanh would be better near 0, and different.
    return 0.5 * math.log((1 + x) / (1 - x))


@per_cell("FISHERINV", "n")
def _fisher_inverse(y: float) -> float:
    return math.tanh(y)


@toolpak("ERF", "n n?", by_cell=True, zero_default=False)
def _error_function(low: float, high: float | None = None) -> float:
    return math.erf(low) if high is None else math.erf(high) - math.erf(low)


@toolpak("ERF.PRECISE", "n", by_cell=True)
def _error_function_precise(x: float) -> float:
    return math.erf(x)


@toolpak("ERFC", "n", by_cell=True)
def _error_function_rest(x: float) -> float:
    return math.erfc(x)


@toolpak("ERFC.PRECISE", "n", by_cell=True)
def _error_function_rest_precise(x: float) -> float:
    return math.erfc(x)
