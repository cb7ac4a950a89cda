"""The bootstrap: what a figure could have been, had chance dealt the same rows otherwise.

The draws come from the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by its `init_by_array` with the
seed as the only word, 53 bits a number. Python promises never to change what `random.Random(seed).random()` gives, and
numpy that of `RandomState`, which is the same once it has the same state: one seed draws the same rows on every
machine, whichever of the two is at hand.
"""

from __future__ import annotations

from itertools import repeat
from math import ceil, copysign, floor, fsum, inf, isfinite, sqrt
from operator import add
from random import Random
from typing import TYPE_CHECKING, Final

from socroi.methods.distributions import t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANY: Final = 200_000
"""From this many numbers on, importing numpy costs less than doing without it."""
_LONG: Final = 20_000
"""From this many rows on, counting the drawn ones costs less than fetching them."""
_AT_ONCE: Final = 500_000
"""Numbers drawn at once: more would take memory and save no time."""
MOST_ROWS: Final = 20_000
"""Of more rows, the sums of parts are drawn: draws of a million rows tell no more, and take a hundred times as long."""
PARTS: Final = 10_000


def resampled_sums(columns: Sequence[Sequence[float]], draws: int, seed: int) -> list[tuple[float, ...]]:
    """Return the sums of columns over rows drawn with replacement, as many rows each time as there are.

    Args:
        columns: one column or more, all of one length.
        draws: how often to draw.
        seed: from 0 to 2^32 - 1.
    """
    rows = len(columns[0])
    if rows * draws >= _MANY:
        try:
            return _with_numpy(columns, draws, seed)
        except ImportError:  # numpy is no requirement of the catalogue
            pass
    number = Random(seed).random  # noqa: S311 - chance, not secrecy
    sums = []
    for _ in range(draws):
        drawn = [floor(number() * rows) for _ in repeat(None, rows)]
        sums.append(tuple(fsum(map(column.__getitem__, drawn)) for column in columns))
    return sums


def _with_numpy(columns: Sequence[Sequence[float]], draws: int, seed: int) -> list[tuple[float, ...]]:
    import numpy as np  # late: the catalogue does without it where little is to be done

    *words, place = Random(seed).getstate()[1]  # noqa: S311 - chance, not secrecy
    # The old interface on purpose: its stream is frozen, that of default_rng is not.
    stream = np.random.RandomState(0)
    stream.set_state(("MT19937", np.array(words, np.uint32), place, 0, 0.0))
    rows = len(columns[0])
    arrays = [np.asarray(column, np.float64) for column in columns]
    sums: list[tuple[float, ...]] = []
    if rows >= _LONG:
        # How often each row was drawn is counted once for all columns, which are then read from end to end.
        weighed = np.empty(rows)
        for _ in range(draws):
            drawn = stream.random_sample(rows)
            drawn *= rows
            often = np.bincount(drawn.astype(np.intp), minlength=rows).astype(np.float64)
            sums.append(tuple(float(np.multiply(array, often, out=weighed).sum()) for array in arrays))
        return sums
    at_once = max(1, _AT_ONCE // rows)
    for begin in range(0, draws, at_once):
        count = min(at_once, draws - begin)
        drawn = (stream.random_sample((count, rows)) * rows).astype(np.intp)
        sums += zip(*(array[drawn].sum(axis=1).tolist() for array in arrays), strict=True)
    return sums


def dealt(columns: Sequence[Sequence[float]], seed: int) -> list[list[float]]:
    """Return the sums of columns over `PARTS` parts, among which the rows are dealt in rounds.

    A round deals one row to each part, beginning with one drawn by chance, so that any two rows of two rounds come
    together in one case of `PARTS`, and rows that follow each other never do. The parts are drawn from the same series
    of random numbers as rows are, from its beginning.

    Args:
        columns: one column or more, all of one length.
        seed: from 0 to 2^32 - 1.
    """
    number = Random(seed).random  # noqa: S311 - chance, not secrecy
    rows = len(columns[0])
    sums = [[0.0] * PARTS for _ in columns]
    for begin in range(0, rows, PARTS):
        first = floor(number() * PARTS)
        for own, column in zip(sums, columns, strict=True):
            turned = own[first:] + own[:first]
            piece = column[begin : begin + PARTS]
            turned[: len(piece)] = map(add, turned, piece)
            own[:] = turned[PARTS - first :] + turned[: PARTS - first]
    return sums


def ratio_interval(
    numerators: Sequence[float], denominators: Sequence[float], draws: int, seed: int, confidence: float
) -> tuple[float, float] | None:
    """Return the ends of an interval of a ratio of sums: what the bootstrap-t holds, or Student's t of its rows.

    Each draw's ratio is compared with the ratio of all rows in standard errors of that draw itself, so that a draw that
    missed the few large rows, and seems surer than it is, does not make the interval too short. Of more than
    `MOST_ROWS` rows, the sums of `PARTS` parts are drawn in their stead (`dealt`): sums of parts have the variance and
    the skew of the whole that the rows have, which is all that the statistic depends on to the order of 1 / rows.
    A ratio is refuted where both methods refute it (Berger 1982): of 500 draws each of money of which a few rows make
    most, the bootstrap-t alone held in 89 to 94 of 100, both together in one to three more.

    Args:
        numerators: of each row; where none is below 0, neither is the interval.
        denominators: of each row, not below 0; they add up to more than 0.
        draws: how often to draw.
        seed: from 0 to 2^32 - 1.
        confidence: how sure the interval is to hold the true ratio, between 0 and 1.

    Returns:
        None where so many draws found no spread, or nothing to divide by, that an end cannot be told.

    Raises:
        OverflowError: the squares of the rows are too large.
    """
    rows, whole = len(numerators), fsum(denominators)
    ratio = fsum(numerators) / whole
    # What each row has over the ratio: of these, squares and products lose no digits.
    excess = [n - ratio * d for n, d in zip(numerators, denominators, strict=True)]
    error = sqrt(rows / (rows - 1) * fsum(e * e for e in excess)) / whole
    if error == 0:
        return ratio, ratio
    over_all, under_all = excess, denominators
    if rows > MOST_ROWS:
        over_all, under_all = dealt((excess, denominators), seed)
    if not isfinite(error) or not isfinite(fsum(d * d for d in under_all)):
        raise OverflowError("the rows' squares are too large to be added up")
    inflated = len(over_all) / (len(over_all) - 1)
    columns = (
        over_all,
        under_all,
        [e * e for e in over_all],
        [e * d for e, d in zip(over_all, under_all, strict=True)],
        [d * d for d in under_all],
    )
    steps = []
    for over, under, over_over, over_under, under_under in resampled_sums(columns, draws, seed):
        if under == 0:
            return None
        moved = over / under
        squares = over_over - 2 * moved * over_under + moved * moved * under_under
        own = sqrt(max(0.0, squares) * inflated) / under
        still = own <= abs(moved) * 1e-9
        steps.append((copysign(inf, moved) if moved else 0.0) if still else moved / own)
    steps.sort()
    low, high = percentile(steps, (1 - confidence) / 2), percentile(steps, (1 + confidence) / 2)
    if not (isfinite(low) and isfinite(high)):
        return None
    least = 0.0 if min(numerators) >= 0 else -inf
    t = t_quantile((1 + confidence) / 2, rows - 1)
    return max(least, ratio - max(high, t) * error), ratio + max(-low, t) * error


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of sorted numbers lies, interpolated as Excel's PERCENTILE.INC does."""
    place = share * (len(ordered) - 1)
    low, high = floor(place), ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
