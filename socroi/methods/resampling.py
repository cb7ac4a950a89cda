"""The bootstrap: what a figure could have been, had chance dealt the same rows otherwise.

The draws come from the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by its `init_by_array` with the
seed as the only word, 53 bits a number. Python promises never to change what `random.Random(seed).random()` gives, and
numpy that of `RandomState`, which is the same once it has the same state: one seed draws the same rows on every
machine, whichever of the two is at hand.
"""

from __future__ import annotations

from itertools import repeat
from math import ceil, floor, fsum
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANY: Final = 200_000
"""From this many numbers on, importing numpy costs less than doing without it."""
_AT_ONCE: Final = 500_000
"""Numbers drawn at once: more would take memory and save no time."""


def resampled_sums(
    columns: tuple[Sequence[float], Sequence[float]], draws: int, seed: int
) -> list[tuple[float, float]]:
    """Return the sums of two columns over rows drawn with replacement, as many rows each time as there are.

    Args:
        columns: two columns of one length.
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
        sums.append((fsum(map(columns[0].__getitem__, drawn)), fsum(map(columns[1].__getitem__, drawn))))
    return sums


def _with_numpy(columns: tuple[Sequence[float], Sequence[float]], draws: int, seed: int) -> list[tuple[float, float]]:
    import numpy as np  # late: the catalogue does without it where little is to be done

    *words, place = Random(seed).getstate()[1]  # noqa: S311 - chance, not secrecy
    # The old interface on purpose: its stream is frozen, that of default_rng is not.
    stream = np.random.RandomState(0)
    stream.set_state(("MT19937", np.array(words, np.uint32), place, 0, 0.0))
    rows = len(columns[0])
    first, second = (np.asarray(column, np.float64) for column in columns)
    sums: list[tuple[float, float]] = []
    at_once = max(1, _AT_ONCE // rows)
    for begin in range(0, draws, at_once):
        count = min(at_once, draws - begin)
        drawn = (stream.random_sample((count, rows)) * rows).astype(np.intp)
        sums += zip(first[drawn].sum(axis=1).tolist(), second[drawn].sum(axis=1).tolist(), strict=True)
    return sums


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of sorted numbers lies, interpolated as Excel's PERCENTILE.INC does."""
    place = share * (len(ordered) - 1)
    low, high = floor(place), ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
