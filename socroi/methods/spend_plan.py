"""A division of spend among platforms whose gain is told as it will come: small moves, shrunken curves, chance of harm.

The best of several divisions by uncertain curves looks better than it is, because chance made it look best (the
optimiser's curse: Smith and Winkler 2006). The remedy is to shrink what is compared before it is compared:

- the bends of the curves towards each other: with u = log(bend x mean spend), u of a platform is normal around a centre
  with a spread of 0.5, and the centre around 0, a curve half saturated at its mean spend, with a spread of 1;
- the returns of the next unit towards their mean, by as much as their errors explain of their differences. How much
  that is remains uncertain, and is averaged over a half-normal prior of their standard deviation (Gelman 2006), whose
  scale is RETURN_SPREAD of their mean. A prior that knows no scale, such as the uniform shrinkage prior, believes in
  differences as wide as the errors are: where platforms hardly differ and months are few, one of six of its plans was
  worse than none. Where the errors are wider than that scale, what is believed comes from the prior alone, and no move
  is advised.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import exp, fsum, inf, log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.errors import CellError
from socroi.methods.mixture import Mixture
from socroi.methods.response_curve import MANY, Rows, refuse_rows
from socroi.methods.shared_season import NOTHING, refuse_shared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BEND_SPREAD: Final = 0.5
"""How far the logarithms of bends lie apart: two thirds of them within a factor of 1.6 of their centre."""
CENTRE_SPREAD: Final = 1.0
RETURN_SPREAD: Final = 0.3
"""How far the returns of the next unit are thought to lie apart before anything is known, as a part of their mean."""
_GRID_STEP: Final = 0.25
_GRID: Final = [step * _GRID_STEP for step in range(-28, 29)]
_EXACT: Final = 1e-24
"""The part of the squares that counts as error where there is none."""
_STEP: Final = 0.01
"""The step of differences that stand for derivatives by the logarithm of a bend."""
_ODDS: Final = [exp(step / 3) for step in range(-18, 76)]
"""Of the variance between platforms over that of a typical error."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a platform answers to spend, but for how strongly.

    Attributes:
        bend: of the curve.
        marginal: the return of the next unit at the spend it was asked for.
        variance: of that return, the uncertainty of the bend included.
        rows: what it was found from.
    """

    bend: float
    marginal: float
    variance: float
    rows: Rows

    def form(self, spend: float) -> float:
        """Return the revenue at a spend over that without any, for a first unit that brings 1."""
        return spend / (1 + self.bend * spend)

    def steep(self, spend: float) -> float:
        """Return what the next unit brings at a spend, where the first brings 1."""
        return 1 / (1 + self.bend * spend) ** 2


def shapes(platforms: Sequence[Rows], at: Sequence[float]) -> list[Shape]:
    """Return how platforms answer to spend, their bends shrunk towards each other.

    Args:
        platforms: their rows.
        at: for each of them, the spend at which its return is wanted.
    """
    costs = [_cost(rows) for rows in platforms]
    tried = [[cost(u) for u in _GRID] for cost in costs]
    centre = 0.0
    for _ in range(8):
        best = [min(range(len(_GRID)), key=_nearest(c, centre)) for c in tried]
        centre = fsum(_GRID[i] for i in best) / (len(best) + (BEND_SPREAD / CENTRE_SPREAD) ** 2)
    return [
        _shape(rows, cost, (_GRID[start], _GRID[min(range(len(_GRID)), key=c.__getitem__)]), centre, spend)
        for rows, cost, c, start, spend in zip(platforms, costs, tried, best, at, strict=True)
    ]


def _nearest(costs: Sequence[float], centre: float) -> Callable[[int], float]:
    return lambda place: costs[place] + _away(_GRID[place], centre)


def _away(u: float, centre: float) -> float:
    return (u - centre) ** 2 / (2 * BEND_SPREAD**2)


def _log(number: float) -> float:
    """Return the logarithm of what can only be too large or too small for a number where it has none."""
    if not number > 0:
        raise OverflowError
    return log(number)


def _cost(rows: Rows) -> Callable[[float], float]:
    """Return the loss of likelihood by the logarithm of a bend times the mean spend."""
    least = rows.whole * _EXACT or 1.0
    half = rows.count / 2

    def cost(u: float) -> float:
        return half * _log(rows.line(exp(u) / rows.mean).errors + least)

    return cost


def _shape(rows: Rows, cost: Callable[[float], float], starts: Sequence[float], centre: float, spend: float) -> Shape:
    """Return the shape of the likeliest bend, looked for near places of the grid."""
    least = rows.whole * _EXACT or 1.0

    def rise(u: float) -> float:
        """Return the slope of the loss."""
        bend = exp(u) / rows.mean
        tangent = rows.tangent(bend)
        errors = rows.line(bend).errors + least
        return rows.count * tangent.slope * tangent.left * bend / errors + (u - centre) / BEND_SPREAD**2

    u = min((_turning(rise, start) for start in starts), key=lambda u: cost(u) + _away(u, centre))
    curved = (rise(u + _STEP) - rise(u - _STEP)) / (2 * _STEP)
    spread = 1 / max(curved, 0.5 / BEND_SPREAD**2)

    def marginal(u: float) -> float:
        bend = exp(u) / rows.mean
        return rows.line(bend).slope / (1 + bend * spend) ** 2

    bend = exp(u) / rows.mean
    found = rows.line(bend)
    freedom = max(1, rows.freedom - 1)
    variance = found.errors / freedom / found.squares / (1 + bend * spend) ** 4
    variance += ((marginal(u + _STEP) - marginal(u - _STEP)) / (2 * _STEP)) ** 2 * spread
    # A normal distribution as wide as Student's t, which has what a variance from few rows makes of it.
    variance *= freedom / (freedom - 2) if freedom > 2 else 3.0
    return Shape(bend, marginal(u), variance, rows)


def _turning(rise: Callable[[float], float], start: float) -> float:
    """Return where a loss turns from falling to rising near a place of the grid, by halving; else that place."""
    low, high = start - _GRID_STEP, start + _GRID_STEP
    if rise(low) > 0 or rise(high) <= 0:
        return start
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if rise(middle) > 0 else (middle, high)
    return middle


class Share(NamedTuple):
    """The marginal returns if their differences are real to some part, and how likely that part is."""

    weight: float
    means: list[float]
    variances: list[float]
    common: float
    towards: list[float]
    """How much of the common mean each of them has; `common` is the variance of that mean."""


def believed(found: Sequence[Shape]) -> list[Share]:
    """Return the returns of the next unit, shrunk towards their mean, for each strength of shrinking."""
    values = [shape.marginal for shape in found]
    largest = max(abs(value) for value in values) or 1.0
    variances = [max(shape.variance, (1e-9 * largest) ** 2) for shape in found]
    typical = len(variances) / fsum(1 / v for v in variances)
    # Where returns add up to hardly more than none, they say nothing of a scale: then differences are not believed.
    scale = max(abs(fsum(values)) / len(values), 1e-9 * largest) * RETURN_SPREAD
    shares, logs = [], []
    for odds in _ODDS:
        between = typical * odds
        weights = [1 / (v + between) for v in variances]
        whole = fsum(weights)
        mean = fsum(w * value for w, value in zip(weights, values, strict=True)) / whole
        off = fsum(w * (value - mean) ** 2 for w, value in zip(weights, values, strict=True))
        # Of the half-normal density of a standard deviation, stepped through by the logarithm of its square.
        prior = 0.5 * log(odds) - between / (2 * scale * scale)
        logs.append(prior + 0.5 * (fsum(map(_log, weights)) - _log(whole) - off))
        own = [between / (v + between) for v in variances]
        means = [k * value + (1 - k) * mean for k, value in zip(own, values, strict=True)]
        left = [k * v for k, v in zip(own, variances, strict=True)]
        shares.append(Share(0.0, means, left, 1 / whole, [1 - k for k in own]))
    top = max(logs)
    likely = [exp(value - top) for value in logs]
    whole = fsum(likely)
    return [share._replace(weight=weight / whole) for share, weight in zip(shares, likely, strict=True)]


def gain(found: Sequence[Shape], shares: Sequence[Share], now: Sequence[float], then: Sequence[float]) -> Mixture:
    """Return what spends `then` bring over spends `now`, as a mixture over how real the differences are."""
    each = [
        (shape.form(after) - shape.form(before)) / shape.steep(before)
        for shape, before, after in zip(found, now, then, strict=True)
    ]
    parts = []
    for share in shares:
        mean = fsum(k * m for k, m in zip(each, share.means, strict=True))
        together = fsum(k * t for k, t in zip(each, share.towards, strict=True))
        variance = fsum(k * k * v for k, v in zip(each, share.variances, strict=True)) + together**2 * share.common
        parts.append((share.weight, mean, sqrt(variance)))
    return Mixture(parts)


def best_division(
    found: Sequence[Shape], slopes: Sequence[float], bounds: Sequence[tuple[float, float]], spend: float
) -> list[float]:
    """Return how a spend is divided so that it brings the most, each platform within its bounds.

    The next unit brings the same on every platform that is not at one of its bounds (Lagrange); what it brings is
    searched for by halving.

    Args:
        found: the shapes of the platforms.
        slopes: what the first unit brings on each of them; at least one is above 0.
        bounds: the least and the most of each; `spend` lies between their sums.
        spend: the whole.
    """

    def at(price: float) -> list[float]:
        spends = []
        for shape, slope, (low, high) in zip(found, slopes, bounds, strict=True):
            wanted = (sqrt(slope / price) - 1) / shape.bend if slope > 0 else low
            spends.append(min(high, max(low, wanted)))
        return spends

    rising = [(shape, slope, high) for shape, slope, (_, high) in zip(found, slopes, bounds, strict=True) if slope > 0]
    cheap = min(slope * shape.steep(high) for shape, slope, high in rising) / 2
    dear = 2 * max(slope for _, slope, _ in rising)
    for _ in range(200):
        price = sqrt(cheap * dear)
        if fsum(at(price)) > spend:
            cheap = price
        else:
            dear = price
    few, many = at(dear), at(cheap)
    gap = fsum(many) - fsum(few)
    if gap > 0:
        part = (spend - fsum(few)) / gap
        return [a + part * (b - a) for a, b in zip(few, many, strict=True)]
    # No platform is worth more: what is left goes where there is room, in proportion.
    room = [high - a for a, (_, high) in zip(few, bounds, strict=True)]
    left = spend - fsum(few)
    whole = fsum(room)
    return [a + left * r / whole if whole > 0 else a for a, r in zip(few, room, strict=True)]


class Plan(NamedTuple):
    """A division of spend.

    Attributes:
        spends: of each platform.
        gain: in revenue, over the division that it was compared with.
        answers: for each platform its revenue at a spend.
        doubt: by how many deviations spend goes together with what is left of the sales of other platforms.
        off: the error of a typical return of the next unit, as a part of their mean.
    """

    spends: list[float]
    gain: Mixture
    answers: Sequence[Callable[[float], float]]
    doubt: float
    off: float


def planned(
    platforms: Sequence[Rows], alike: Sequence[float], limits: Sequence[tuple[float, float]], spend: float
) -> Plan:
    """Return the division that brings the most by shrunken curves.

    Args:
        platforms: their rows.
        alike: the division that it is compared with.
        limits: the least and the most of each platform.
        spend: the whole.

    Raises:
        CellError: #NUM! where no platform's revenue rises with spend, or both follow a season that is not given.
    """
    found = shapes(platforms, alike)
    shares = believed(found)
    returns = [fsum(share.weight * share.means[i] for share in shares) for i in range(len(found))]
    slopes = [value / shape.steep(at) for value, shape, at in zip(returns, found, alike, strict=True)]
    if max(slopes) <= 0:
        why = "In these periods more spend did not bring more revenue on any platform."
        raise CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.")
    # Of many rows, those of about one spend stand together, and not those that follow each other.
    doubt = refuse_shared(*_left(found)) if all(rows.count <= MANY for rows in platforms) else 0.0
    spends = best_division(found, slopes, limits, spend)
    answers = [
        partial(rows.answer, shape.bend, slope) for rows, shape, slope in zip(platforms, found, slopes, strict=True)
    ]
    return Plan(spends, gain(found, shares, alike, spends), answers, doubt, _off(found))


def _left(found: Sequence[Shape]) -> tuple[list[list[float]], list[list[float]]]:
    """Return the spends of platforms around their mean, and what their curves leave of revenue, without a season."""
    spends, left = [], []
    for shape in found:
        around, over = shape.rows.left(shape.bend)
        spends.append(around)
        rounding = fsum(value * value for value in over) <= shape.rows.whole * NOTHING
        left.append([0.0] * len(over) if rounding else over)
    return spends, left


def _off(found: Sequence[Shape]) -> float:
    """Return the error of a typical return of the next unit, as a part of their mean; without a mean, more than any."""
    mean = abs(fsum(shape.marginal for shape in found)) / len(found)
    exact = any(shape.variance == 0 for shape in found)
    typical = 0.0 if exact else sqrt(len(found) / fsum(1 / shape.variance for shape in found))
    return typical / mean if mean > 0 else inf


def bounds(
    alike: Sequence[float], highest: Sequence[float], most_change: float, spend: float
) -> list[tuple[float, float]]:
    """Return the least and the most of each platform: near its part now, and not above what was tried.

    Where what was tried leaves too little room for the whole, every platform may have all that was tried on it.
    """
    most = [min(top, part * (1 + most_change)) for part, top in zip(alike, highest, strict=True)]
    if fsum(most) < spend:
        most = list(highest)
    least = [min(top, max(0.0, part * (1 - most_change))) for part, top in zip(alike, most, strict=True)]
    return list(zip(least, most, strict=True))


def foretold_wrong(spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None) -> float | None:
    """Return by how much the last quarter of the rows is foretold wrong by the others, as a part of what came in.

    None where the others cannot bear a curve, or nothing came in.
    """
    first = len(spend) - len(spend) // 4
    came = fsum(map(abs, revenue[first:]))
    try:
        refuse_rows(spend[:first])
    except CellError:
        return None
    if came == 0:
        return None
    rows = Rows(spend[:first], revenue[:first], season[:first] if season is not None else None)
    bend = shapes([rows], [rows.mean])[0].bend
    told = rows.foretold(bend, spend[first:], season[first:] if season is not None else None)
    return fsum(abs(a - b) for a, b in zip(told, revenue[first:], strict=True)) / came
