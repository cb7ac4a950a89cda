"""Several tests of one thing, pooled: random effects, with an interval that knows how few they are."""

from __future__ import annotations

from math import exp, fsum, log, pi, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.methods.distributions import normal_quantile, t_quantile
from socroi.methods.mixture import Mixture

if TYPE_CHECKING:
    from collections.abc import Sequence


APART: Final = 0.5
"""How far tests may differ, as logarithms, where a few cannot tell: half of them by a factor of up to 1.4."""
_STEPS: Final = 200


class Pooled(NamedTuple):
    """A pooled figure with the ends of its interval."""

    mean: float
    low: float
    high: float


def pooled_two(figures: Sequence[float], variances: Sequence[float], confidence: float, apart: float = APART) -> Pooled:
    """Return the mean of two figures, averaged over how far such tests may differ.

    The standard deviation between tests is half-normal, the mean flat (Friede, Röver, Wandel and Neuenschwander 2017):
    the interval of Hartung and Knapp has one degree of freedom here, and no use.

    Args:
        figures: one from each test.
        variances: of each of them, above 0.
        confidence: how sure the interval is to hold the mean of all such tests.
        apart: the scale of that half-normal distribution.
    """
    parts, logs = [], []
    for step in range(_STEPS):
        between = apart * 4 * (step + 0.5) / _STEPS
        weights = [1 / (v + between * between) for v in variances]
        whole = fsum(weights)
        mean = fsum(w * y for w, y in zip(weights, figures, strict=True)) / whole
        off = fsum(w * (y - mean) ** 2 for w, y in zip(weights, figures, strict=True))
        logs.append(0.5 * (fsum(map(log, weights)) - log(whole) - off - (between / apart) ** 2))
        parts.append((mean, 1 / sqrt(whole)))
    top = max(logs)
    likely = [exp(value - top) for value in logs]
    whole = fsum(likely)
    mixed = Mixture([(weight / whole, *part) for weight, part in zip(likely, parts, strict=True)])
    return Pooled(mixed.mean, mixed.quantile((1 - confidence) / 2), mixed.quantile((1 + confidence) / 2))


def pooled(figures: Sequence[float], variances: Sequence[float], confidence: float, apart: float = APART) -> Pooled:
    """Return the mean of three figures or more by random effects, with the interval of Hartung and Knapp.

    How far tests differ is estimated as DerSimonian and Laird do. A few tests tell that badly: where it comes out as
    nothing, one test that is much surer than the others would speak alone. So each weighs as if they differed by no
    less than is to be expected of such tests. The interval is that of weighted least squares (van Aert and Jackson
    2019), which looks at the scatter about the mean and asks no more of weights than that they are not far off. It is
    never narrower than the plain one, by the normal distribution, the tests' own errors and what they were seen to
    differ (Jackson, Law, Rücker and Schwarzer 2017).

    Args:
        figures: one from each test.
        variances: of each of them, above 0.
        confidence: how sure the interval is to hold the mean of all such tests.
        apart: the scale of a half-normal distribution, by whose mean tests are taken to differ at least when they are
            weighed.
    """
    free = len(figures) - 1
    weights = [1 / v for v in variances]
    whole = fsum(weights)
    mean = fsum(w * y for w, y in zip(weights, figures, strict=True)) / whole
    scatter = fsum(w * (y - mean) ** 2 for w, y in zip(weights, figures, strict=True))
    between = max(0.0, (scatter - free) / (whole - fsum(w * w for w in weights) / whole))
    weights = [1 / (v + max(between, apart**2 * 2 / pi)) for v in variances]
    whole = fsum(weights)
    mean = fsum(w * y for w, y in zip(weights, figures, strict=True)) / whole
    scatter = fsum(w * (y - mean) ** 2 for w, y in zip(weights, figures, strict=True))
    plain = fsum((w / whole) ** 2 * (v + between) for w, v in zip(weights, variances, strict=True))
    sure = (1 + confidence) / 2
    reach = max(t_quantile(sure, free) * sqrt(scatter / (free * whole)), normal_quantile(sure) * sqrt(plain))
    return Pooled(mean, mean - reach, mean + reach)
