"""Response curves: what revenue a spend brings, each further unit less than the one before.

    revenue(s) = base + slope s / (1 + bend s),   bend >= 0

The hyperbola of Michaelis and Menten (1913) over a base that comes without spending; with bend 0 it is a straight line.
A season, sales that come whatever is spent, may be given beside it, and has a part proportional to it. For a given bend
the best of all the rest is that of a linear regression, so that one number is left to search for (Golub and Pereyra,
"The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate", SIAM Journal on
Numerical Analysis 10, 1973).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from math import exp, fsum, log, sqrt
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.errors import CellError
from socroi.methods.distributions import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FEWEST_ROWS: Final = 8
"""Three parameters and an interval that still means something."""
FEWEST_LEVELS: Final = 4
"""Different spends: one more than parameters."""
WIDEST: Final = 2.0
"""How many times the lowest spend the highest has to be: what was never varied says nothing."""
MOST_TOLD: Final = 0.9
"""The share of the variance of spend that a season may tell."""
MANY: Final = 2000
"""Rows above which the means of parts of about the same spend stand for them."""
PARTS: Final = 500
LARGEST: Final = 1e100
"""Figures beyond which their squares and products are no numbers."""

_STEP: Final = 0.25
_BENDS: Final = 12
"""The step, of logarithms, in which bends that the rows allow are looked for, and the parts they are tried in."""
_STRAIGHT, _FLAT = exp(-7), exp(7)
"""The bend x highest spend below which a curve is a line, and above which it is flat from the first spend on."""


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """A fitted curve.

    Attributes:
        base: the revenue that comes without spending, at the mean of a season.
        slope: the revenue of the first unit spent.
        bend: how soon it saturates: half of the gain is reached at a spend of 1 / bend.
        lowest, highest: the spends between which it was seen.
        mean: the mean spend of the rows.
        freedom: the degrees of freedom beside a base, a slope, a bend and a season.
        rows: what it was fitted to, their spends as parts of the highest.
    """

    base: float
    slope: float
    bend: float
    lowest: float
    highest: float
    mean: float
    freedom: int
    rows: Rows

    def __call__(self, spend: float) -> float:
        """Return the revenue at a spend."""
        return self.base + self.slope * spend / (1 + self.bend * spend)

    def gain(self, spend: float, step: float) -> float:
        """Return the revenue of a step more than a spend."""
        after = spend + step
        return self.slope * step / ((1 + self.bend * spend) * (1 + self.bend * after))

    def gain_interval(self, spend: float, step: float, confidence: float) -> tuple[float, float]:
        """Return the ends of the interval of that gain, by its profile of the squared errors.

        A gain is refuted where the best curve that has it leaves more than errors (1 + t^2 / freedom), t Student's
        quantile (Bates and Watts 1988, chapter 6). For a bend, the gain is a multiple of the
        slope, and the ends of its slopes are those of a regression; the farthest of all bends are the ends. The delta
        method, which draws one tangent at the best bend, held in 76 to 98 of 100 simulated worlds, this in 94 to 100.
        """
        t = t_quantile((1 + confidence) / 2, self.freedom)
        allowed = self.rows.line(self.bend * self.highest).errors * (1 + t * t / self.freedom)
        before, after = spend / self.highest, (spend + step) / self.highest

        def ends(bend: float) -> tuple[float, float]:
            found = self.rows.line(bend)
            brings = (after - before) / ((1 + bend * before) * (1 + bend * after))
            room = sqrt(max(0.0, allowed - found.errors) / found.squares)
            return brings * (found.slope - room), brings * (found.slope + room)

        low, high = self._bends(allowed)
        bends = [low + (high - low) * part / _BENDS for part in range(_BENDS + 1)]
        tried = [ends(exp(u)) for u in bends]
        straight = [ends(0.0)] if low <= -7 else []
        found = []
        for side, sign in ((0, 1), (1, -1)):
            heights = [sign * each[side] for each in tried]
            best = min(range(_BENDS + 1), key=heights.__getitem__)
            near = _golden(
                lambda u, side=side, sign=sign: sign * ends(exp(u))[side],  # type: ignore[misc]  # bound in the loop
                bends[max(0, best - 1)],
                bends[min(_BENDS, best + 1)],
            )
            every = [*heights, sign * ends(exp(near))[side], *(sign * each[side] for each in straight)]
            found.append(sign * min(every))
        gain = self.gain(spend, step)
        return min(found[0], gain), max(found[1], gain)

    def _bends(self, allowed: float) -> tuple[float, float]:
        """Return the logarithms of bends between which no curve leaves more than is allowed."""
        best = log(self.bend * self.highest) if self.bend > 0 else -7.0

        def end(side: int) -> float:
            inside, outside = best, best
            while self.rows.line(exp(outside)).errors <= allowed:
                inside = outside
                if outside * side >= 7:
                    return side * 7.0
                outside += side * _STEP
            for _ in range(40):
                middle = (inside + outside) / 2
                if self.rows.line(exp(middle)).errors <= allowed:
                    inside = middle
                else:
                    outside = middle
            return inside

        return max(-7.0, end(-1)), min(7.0, end(1))


class Fitted(NamedTuple):
    """The best curve of a bend: base, at the mean season, and slope, squared errors, and what the slope rests on."""

    base: float
    slope: float
    errors: float
    squares: float


class Tangent(NamedTuple):
    """The square of the form s / (1 + bend s), by which it falls where the bend grows.

    Attributes:
        slope: of the best curve.
        along: how much of the form itself is in it.
        squares: of what else is in it.
        left: of that, with what the curve leaves of revenue, summed.
    """

    slope: float
    along: float
    squares: float
    left: float


class Rows:
    """Periods of spend and revenue, and of a season that moves revenue whatever is spent.

    Of many rows the means of those of about the same spend are taken, and what they differ among themselves is error.

    Attributes:
        count: how many there are.
        mean: their mean spend.
        whole: the squares of revenue around its mean, or around what the season tells.
        freedom: the degrees of freedom beside a base and a slope.
    """

    def __init__(self, spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None = None) -> None:
        _refuse_huge(spend, revenue, season or ())
        self.count = len(spend)
        self.freedom = self.count - 2 - (season is not None and min(season) < max(season))
        self._weights, self._inside = [1.0] * self.count, 0.0
        if self.count > MANY:
            if season is not None:
                # Rows of one spend differ by their season alone.
                revenue, season = _one_season(spend, revenue, season), None
            self._weights, spend, revenue, self._inside = _means(spend, revenue)
        self._spend = spend
        self.mean = self._average(spend)
        self._season = self._centred(season) if season is not None else None
        self._seasons = self._squared(self._season) if self._season is not None else 0.0
        if self._seasons == 0:
            self._season = None
        self._middle = self._average(season) if season is not None else 0.0
        self._height = self._average(revenue)
        self._turn = self._along_season(self._centred(revenue))
        self._revenue = self._without_season(self._centred(revenue))
        self.whole = self._squared(self._revenue) + self._inside

    def line(self, bend: float) -> Fitted:
        """Return the best curve of a bend."""
        form = [s / (1 + bend * s) for s in self._spend]
        left = self._without_season(self._centred(form))
        squares = self._squared(left)
        slope = fsum(w * a * b for w, a, b in zip(self._weights, left, self._revenue, strict=True)) / squares
        errors = fsum(w * (b - slope * a) ** 2 for w, a, b in zip(self._weights, left, self._revenue, strict=True))
        errors += self._inside
        return Fitted(self._height - slope * self._average(form), slope, errors, squares)

    def tangent(self, bend: float) -> Tangent:
        """Return how the best curve of a bend changes with it, for a slope of 1."""
        form = [s / (1 + bend * s) for s in self._spend]
        left = self._without_season(self._centred(form))
        turn = self._without_season(self._centred([f * f for f in form]))
        squares = self._squared(left)
        along = fsum(w * a * b for w, a, b in zip(self._weights, left, turn, strict=True)) / squares
        own = [b - along * a for a, b in zip(left, turn, strict=True)]
        slope = fsum(w * a * b for w, a, b in zip(self._weights, left, self._revenue, strict=True)) / squares
        over = [b - slope * a for a, b in zip(left, self._revenue, strict=True)]
        return Tangent(
            slope, along, self._squared(own), fsum(w * a * b for w, a, b in zip(self._weights, own, over, strict=True))
        )

    def left(self, bend: float) -> tuple[list[float], list[float]]:
        """Return the spends around their mean, and what the best curve leaves of revenue, both without a season."""
        form = self._without_season(self._centred([s / (1 + bend * s) for s in self._spend]))
        slope = self.line(bend).slope
        over = [b - slope * a for a, b in zip(form, self._revenue, strict=True)]
        return self._without_season(self._centred(self._spend)), over

    def answer(self, bend: float, slope: float, spend: float) -> float:
        """Return the revenue at a spend and the mean season, by a curve of any slope through the mean of the rows."""
        form = self._average([s / (1 + bend * s) for s in self._spend])
        return self._height + slope * (spend / (1 + bend * spend) - form)

    def foretold(self, bend: float, spend: Sequence[float], season: Sequence[float] | None) -> list[float]:
        """Return the revenue of other periods, by the best curve of a bend."""
        slope = self.line(bend).slope
        found = [self.answer(bend, slope, s) for s in spend]
        if self._season is None or season is None:
            return found
        form = self._centred([s / (1 + bend * s) for s in self._spend])
        part = self._turn - slope * self._along_season(form)
        return [value + part * (z - self._middle) for value, z in zip(found, season, strict=True)]

    def _average(self, column: Sequence[float]) -> float:
        return fsum(w * value for w, value in zip(self._weights, column, strict=True)) / self.count

    def _centred(self, column: Sequence[float]) -> list[float]:
        mean = self._average(column)
        return [value - mean for value in column]

    def _squared(self, column: Sequence[float]) -> float:
        return fsum(w * value * value for w, value in zip(self._weights, column, strict=True))

    def _along_season(self, column: Sequence[float]) -> float:
        """Return how much of the season is in a column."""
        if self._season is None:
            return 0.0
        return fsum(w * a * b for w, a, b in zip(self._weights, self._season, column, strict=True)) / self._seasons

    def _without_season(self, column: list[float]) -> list[float]:
        if self._season is None:
            return column
        share = self._along_season(column)
        return [value - share * a for value, a in zip(column, self._season, strict=True)]


def _refuse_huge(*columns: Sequence[float]) -> None:
    """Raise OverflowError, #NUM! in a cell, for figures whose squares are no numbers."""
    if any(max(column) > LARGEST or min(column) < -LARGEST for column in columns if column):
        raise OverflowError


def _parts(spend: Sequence[float]) -> list[list[int]]:
    """Return rows in parts of about the same spend."""
    count = len(spend)
    order = sorted(range(count), key=spend.__getitem__)
    return [order[part * count // PARTS : (part + 1) * count // PARTS] for part in range(PARTS)]


def _means(spend: Sequence[float], revenue: Sequence[float]) -> tuple[list[float], list[float], list[float], float]:
    """Return the size, mean spend and mean revenue of parts, and the squares of revenue around those means."""
    parts = _parts(spend)
    spends = [fsum(map(spend.__getitem__, part)) / len(part) for part in parts]
    revenues = [fsum(map(revenue.__getitem__, part)) / len(part) for part in parts]
    inside = fsum(_around(mean, map(revenue.__getitem__, part)) for part, mean in zip(parts, revenues, strict=True))
    return [float(len(part)) for part in parts], spends, revenues, inside


def _around(mean: float, values: Iterable[float]) -> float:
    """Return the squares of some values around their mean."""
    away = [value - mean for value in values]
    squares: float = sum(map(mul, away, away))
    return squares


def _one_season(spend: Sequence[float], revenue: Sequence[float], season: Sequence[float]) -> list[float]:
    """Return revenue as it would have been in the mean season, by what the season does among rows of one spend."""
    above, below = [], []
    for part in _parts(spend):
        mean, height = (fsum(map(column.__getitem__, part)) / len(part) for column in (season, revenue))
        above.append(fsum((season[row] - mean) * (revenue[row] - height) for row in part))
        below.append(fsum((season[row] - mean) ** 2 for row in part))
    squares = fsum(below)
    share = fsum(above) / squares if squares > 0 else 0.0
    middle = fsum(season) / len(season)
    return [value - share * (z - middle) for value, z in zip(revenue, season, strict=True)]


def refuse_rows(spend: Sequence[float], whose: str = "") -> None:
    """Raise a cell error, #NUM!, where periods are too few or their spends too alike for a response curve."""
    rows, most, least = len(spend), max(spend), min(spend)
    levels = len(set(islice(spend, MANY)))
    if levels < FEWEST_LEVELS:
        levels = len(set(spend))
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


def refuse_waves(
    spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None, whose: str = ""
) -> None:
    """Raise a cell error, #NUM!, where a season cannot be told from a response.

    Without a season given, spend and revenue that both go on from period to period more than chance lets them
    (Anderson 1942, one case in forty) may do so because both follow one. With it, some of the spend has to be its own.
    """
    _refuse_huge(spend, revenue, season or ())
    if season is not None:
        told = _told(spend, season)
        if told > MOST_TOLD:
            why = f"The season tells {told:.0%} of how the spend{whose} varied: nothing is left to see a response in."
            raise CellError("#NUM!", why, "Vary the spend against the season for some periods.")
        return
    if goes_on(spend) and goes_on(revenue):
        why = f"Spend and revenue{whose} rise and fall together over several periods, as under a season."
        hint = (
            "Give a season: sales without ads, last year's, or a search trend; or vary the spend from period to period."
        )
        raise CellError("#NUM!", why, hint)


def _told(column: Sequence[float], season: Sequence[float]) -> float:
    """Return the square of the correlation of a column with the season."""
    middle, mean = fsum(season) / len(season), fsum(column) / len(column)
    away = [z - middle for z in season]
    over = [value - mean for value in column]
    squares = fsum(map(mul, away, away)) * fsum(map(mul, over, over))
    return fsum(map(mul, away, over)) ** 2 / squares if squares > 0 else 0.0


def goes_on(series: Sequence[float]) -> bool:
    """Return whether a series goes on from period to period more than chance lets it, in one case of forty."""
    rows = len(series)
    return _going_on(series) > (1.96 * sqrt(rows - 2) - 1) / (rows - 1)


def _going_on(series: Sequence[float]) -> float:
    """Return the correlation of a series with itself one period later."""
    # Beside a limit no last digit of a million products shows, and the exact sum takes four times as long.
    added = fsum if len(series) <= MANY else sum
    mean = fsum(series) / len(series)
    away = [value - mean for value in series]
    whole = added(map(mul, away, away))
    return added(map(mul, away, islice(away, 1, None))) / whole if whole > 0 else 0.0


def fit(
    spend: Sequence[float], revenue: Sequence[float], whose: str = "", season: Sequence[float] | None = None
) -> ResponseCurve:
    """Return the curve with the least squares.

    Args:
        spend: the spend of each period, not below 0.
        revenue: what came in, row by row.
        whose: " of Facebook", for a sentence that refuses.
        season: a figure that moves revenue whatever is spent, row by row; its part is proportional to it.

    Raises:
        CellError: #NUM! where the rows cannot bear a curve, with what would.
    """
    refuse_rows(spend, whose)
    most, count = max(spend), len(spend)
    x = [s / most for s in spend]
    rows = Rows(x, revenue, season)
    bend, low, high = _best_bend(rows)
    if bend > 0:
        bend = _turning(rows, bend, low, high)
    base, slope, _, _ = rows.line(bend)
    if slope <= 0 or max(revenue) == min(revenue):
        why = f"In these periods{whose} more spend did not bring more revenue."
        raise CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.")
    if bend >= _FLAT / 1.01:
        positive = min(s for s in spend if s > 0)
        why = f"Already the lowest spend{whose} brought all there was to be had: no rise is seen above it."
        raise CellError("#NUM!", why, f"Try periods with a spend below {positive:g}.")
    return ResponseCurve(base, slope / most, bend / most, min(spend), most, fsum(spend) / count, rows.freedom - 1, rows)


def _best_bend(rows: Rows) -> tuple[float, float, float]:
    """Return the bend with the least squares among those from straight to flat, and two between which it lies.

    It is 0 where a line is as good.
    """

    def errors(logarithm: float) -> float:
        return rows.line(exp(logarithm)).errors

    grid = [-7 + step / 10 for step in range(141)]
    best = min(grid, key=errors)
    logarithm = _golden(errors, max(-7.0, best - 0.1), min(7.0, best + 0.1))
    bend = exp(logarithm)
    if bend <= _STRAIGHT * 1.01 or errors(logarithm) >= rows.line(0.0).errors * (1 - 1e-12):
        return 0.0, 0.0, 0.0
    return bend, exp(best - 0.1), exp(best + 0.1)


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


def _turning(rows: Rows, bend: float, low: float, high: float) -> float:
    """Take the last digits of the bend from where the errors turn from falling to rising between two others, by
    halving: a valley's floor is too flat to find them by height.
    """

    def rises(at: float) -> bool:
        tangent = rows.tangent(at)
        return tangent.slope * tangent.left > 0

    if rises(low) or not rises(high):
        return bend
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if rises(middle) else (middle, high)
    return middle
