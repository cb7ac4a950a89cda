"""Figures of many alike, each drawn towards what all have in common, the more so the less is known of it.

The best of two hundred posts by their raw rates is mostly a lucky one. What is believed of each is told with all that
is known of the whole: rates by the beta-binomial, means by the normal distribution. In both, the spread of the items is
weighted over all that it may be (Gelman and others 2013, sections 5.3 and 5.4), so that few items give wide intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p, pi, sqrt
from typing import TYPE_CHECKING, Final

from socroi.methods.distributions import beta_below, beta_quantile, normal_quantile, normal_tail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FALL: Final = 12.0
"""Where the logarithm of a likelihood lies this far below its top, what lies beyond weighs nothing."""
_SPREADS: Final = 25
_MIDDLES: Final = 11


@dataclass(frozen=True, slots=True)
class BetaBelief:
    """A belief of a rate: the beta distribution with this mean and variance."""

    mean: float
    variance: float

    @property
    def _shape(self) -> tuple[float, float]:
        size = self.mean * (1 - self.mean) / self.variance - 1
        return self.mean * size, (1 - self.mean) * size

    def above(self, line: float) -> float:
        """Return the chance that the true rate lies above a line."""
        return 1 - beta_below(line, *self._shape)

    def quantile(self, probability: float) -> float:
        """Return the rate below which the true one lies with this probability."""
        return beta_quantile(probability, *self._shape)


@dataclass(frozen=True, slots=True)
class NormalBelief:
    """A belief of a mean: the normal distribution with this mean and variance."""

    mean: float
    variance: float

    def above(self, line: float) -> float:
        """Return the chance that the true mean lies above a line."""
        return normal_tail((line - self.mean) / sqrt(self.variance))

    def quantile(self, probability: float) -> float:
        """Return the mean below which the true one lies with this probability."""
        return self.mean + normal_quantile(probability) * sqrt(self.variance)


Belief = BetaBelief | NormalBelief
"""What is believed of one item's true figure."""


def believed_rates(successes: Sequence[float], trials: Sequence[float]) -> list[BetaBelief]:
    """Return what is believed of the true rate of each item.

    The rates come from a beta distribution of mean m and spread s = 1 / sqrt(a + b), all m and s from 0 to 1 alike
    before anything is known.

    Args:
        successes: of each item, none to as many as its trials; some item has one, and some a trial without.
        trials: of each item, above 0.
    """
    counts: dict[tuple[float, float], int] = {}
    for pair in zip(successes, trials, strict=True):
        counts[pair] = counts.get(pair, 0) + 1

    def likelihood(spread: float, odds: float) -> float:
        mean = 1 / (1 + exp(-odds))
        size = 1 / (spread * spread)
        a, b = mean * size, (1 - mean) * size
        whole = fsum(count * _log_beta_rise(a, b, won, tried - won) for (won, tried), count in counts.items())
        return whole + log(mean) + log1p(-mean)  # as odds are what is stepped through

    rate = fsum(successes) / fsum(trials)
    middle = log(rate / (1 - rate))
    # Along the best odds for each spread, first roughly and then closer.
    best_spread, middle = _top(likelihood, middle)
    top = likelihood(best_spread, middle)
    spreads = _between(lambda spread: likelihood(spread, middle) - top, best_spread, (1e-4, 1.0), _SPREADS)
    reach = _reach(lambda odds: likelihood(best_spread, odds) - top, middle)
    odds = [middle + 1.3 * reach * (2 * node / (_MIDDLES - 1) - 1) for node in range(_MIDDLES)]
    weighted = [(likelihood(spread, each) - top, spread, 1 / (1 + exp(-each))) for spread in spreads for each in odds]
    weights = [(exp(height), spread, mean) for height, spread, mean in weighted if height > -2 * _FALL]
    total = fsum(weight for weight, _, _ in weights)
    beliefs = {}
    for won, tried in counts:
        first = second = 0.0
        for weight, spread, mean in weights:
            size = 1 / (spread * spread) + tried
            a = mean / (spread * spread) + won
            first += weight * a / size
            second += weight * a * (a + 1) / (size * (size + 1))
        first, second = first / total, second / total
        beliefs[won, tried] = BetaBelief(first, second - first * first)
    return [beliefs[pair] for pair in zip(successes, trials, strict=True)]


def believed_means(means: Sequence[float], variances: Sequence[float]) -> list[NormalBelief]:
    """Return what is believed of the true mean of each item.

    The true means come from a normal distribution, all middles and all spreads alike before anything is known.

    Args:
        means: as measured, one at least different from the others.
        variances: the square of each one's standard error, above 0.
    """

    def at(spread: float) -> tuple[float, float, float]:
        """Return the logarithm of the likelihood of a spread, and the middle with its variance."""
        parts = [1 / (variance + spread * spread) for variance in variances]
        total = fsum(parts)
        middle = fsum(part * mean for part, mean in zip(parts, means, strict=True)) / total
        squares = fsum(part * (mean - middle) ** 2 for part, mean in zip(parts, means, strict=True))
        return (fsum(map(log, parts)) - log(total) - squares) / 2, middle, 1 / total

    widest = max(means) - min(means)
    steps = [widest * step / 200 for step in range(201)]
    best = max(steps, key=lambda spread: at(spread)[0])
    top = at(best)[0]
    grid = _between(lambda spread: at(spread)[0] - top, best, (0.0, 20 * widest), 4 * _SPREADS)
    weighted = []
    for spread in grid:
        height, middle, doubt = at(spread)
        weighted.append((exp(height - top), spread * spread, middle, doubt))
    total = fsum(weight for weight, *_ in weighted)
    beliefs = []
    for mean, variance in zip(means, variances, strict=True):
        first = second = 0.0
        for weight, between, middle, doubt in weighted:
            kept = between / (between + variance)
            centre = kept * mean + (1 - kept) * middle
            first += weight * centre
            second += weight * (centre * centre + kept * variance + (1 - kept) ** 2 * doubt)
        first, second = first / total, second / total
        beliefs.append(NormalBelief(first, max(second - first * first, 1e-300)))
    return beliefs


def chances_of_the_top(beliefs: Sequence[Belief], top: float) -> list[float]:
    """Return for each item the chance that it is truly among the top share of all.

    The line is drawn where the expected number of items above it is that share of them (Lin and others 2006): the
    chances add up to top x the number of items.
    """
    wanted = top * len(beliefs)
    # What is known of several items alike is reckoned once.
    alike: dict[tuple[float, float], int] = {}
    for belief in beliefs:
        alike[belief.mean, belief.variance] = alike.get((belief.mean, belief.variance), 0) + 1
    known = {(belief.mean, belief.variance): belief for belief in beliefs}
    low = min(mean - 10 * sqrt(variance) for mean, variance in alike)
    high = max(mean + 10 * sqrt(variance) for mean, variance in alike)
    over, under, side = len(beliefs) - wanted, -wanted, 0
    for _ in range(100):
        line = (low * under - high * over) / (under - over)
        excess = fsum(count * known[key].above(line) for key, count in alike.items()) - wanted
        if abs(excess) <= 1e-12 * len(beliefs):
            break
        # False position by the Illinois rule: an end that stays a second time counts for half.
        if excess > 0:
            low, over, under, side = line, excess, under / 2 if side > 0 else under, 1
        else:
            high, under, over, side = line, excess, over / 2 if side < 0 else over, -1
    chances = {key: belief.above(line) for key, belief in known.items()}
    return [chances[belief.mean, belief.variance] for belief in beliefs]


def _log_beta_rise(a: float, b: float, won: float, lost: float) -> float:
    """Return log(beta(a + won, b + lost) / beta(a, b)).

    Logarithms of gamma functions of a million are ten million themselves, and their differences lose the digits that
    tell one spread from another. So Stirling's formula is written out, and what cancels is cancelled by hand: what
    stays is as large as the answer.
    """
    size, tried = a + b, won + lost
    whole = size + tried
    mean, other = a / size, b / size
    # By how much the mean rises, as a part of itself and of what is left to 1.
    drift = (won * other - lost * mean) / whole
    rise, fall = log1p(drift / mean), log1p(-drift / other)
    rest = (a + won - 0.5) * rise + (b + lost - 0.5) * fall - 0.5 * log1p(tried / size)
    if won > 0:
        rest += won * log(mean)
    if lost > 0:
        rest += lost * log(other)
    gained = _beyond_stirling(a + won) + _beyond_stirling(b + lost) - _beyond_stirling(whole)
    return rest + gained - (_beyond_stirling(a) + _beyond_stirling(b) - _beyond_stirling(size))


def _beyond_stirling(x: float) -> float:
    """Return what log(gamma(x)) has beyond (x - 1/2) log(x) - x + log(2 pi) / 2."""
    if x < 10:
        return lgamma(x) - (x - 0.5) * log(x) + x - 0.5 * log(2 * pi)
    # The next term is below 2e-15 here.
    square = 1 / (x * x)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x


def _top(likelihood: Callable[[float, float], float], middle: float) -> tuple[float, float]:
    """Return the spread and the odds at which a likelihood is highest, near enough to lay a grid around them."""
    spread, odds = 0.02, middle
    for step, steps in ((1.25, 19), (1.03, 10), (1.004, 10)):
        tried = [spread * step**each for each in range(-steps, steps + 1)]
        spread = max((each for each in tried if 1e-4 <= each <= 1), key=lambda each: likelihood(each, odds))
        width = 2.0
        while width > 1e-3:
            odds = max((odds - width, odds, odds + width), key=lambda each: likelihood(spread, each))
            width /= 2
    return spread, odds


def _between(height: Callable[[float], float], top: float, limits: tuple[float, float], nodes: int) -> list[float]:
    """Return evenly spaced places around a top, as far as the height has not fallen by `_FALL`, within limits."""
    ends = []
    for limit in limits:
        if height(limit) > -_FALL:
            ends.append(limit)
            continue
        inside, outside = top, limit
        for _ in range(40):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if height(middle) > -_FALL else (inside, middle)
        ends.append(outside)
    low, high = ends
    # In the middle of each step, so that none stands at a limit itself.
    return [low + (high - low) * (node + 0.5) / nodes for node in range(nodes)]


def _reach(height: Callable[[float], float], top: float) -> float:
    """Return how far from its top a height falls by `_FALL`, the farther side."""
    reach = 1e-4
    while max(height(top - reach), height(top + reach)) > -_FALL and reach < 30:
        reach *= 1.3
    return reach
