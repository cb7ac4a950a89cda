"""How often the intervals of SOCGEO hold the truth, in weeks that are drawn here, and SOCGEOPLAN's tests are seen.

`python tests/catalogue/experiment_worlds.py 20000 400 20`: so many draws of each world for the regression, which numpy
computes for all of them at once, and so many for the blocks and for the plan, which the functions are asked for; from
this seed. docs/evidence.md quotes what it prints. Sales of the places follow those of the others, which remember 0.6 of
a week, and what is left remembers as much as told. There is no effect: the interval holds the truth where it holds 0.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy import stats

import socroi
from socroi.catalogue.experiment import LEAST_FIT, MOST_MEMORY
from socroi.errors import CellError

WEEKS = ((16, 4), (24, 4), (24, 8), (32, 6), (36, 12), (52, 4), (52, 12))
"""So many weeks before, and in the test."""


def remembering(chance, draws, length, memory):
    """Return series, a row each, that keep a part of each week in the next, with a spread of 1."""
    news = chance.normal(size=(draws, length))
    series = np.empty_like(news)
    series[:, 0] = news[:, 0]
    for week in range(1, length):
        series[:, week] = memory * series[:, week - 1] + np.sqrt(1 - memory**2) * news[:, week]
    return series


def drawn(chance, draws, length, memory):
    """Return the sales of the places and of the others, a row for each draw."""
    x = 100 + 15 * remembering(chance, draws, length, 0.6)
    return 20 + 0.8 * x + 5 * remembering(chance, draws, length, memory), x


def regressed(y, x, before):
    """Return of each draw whether the interval of the regression holds no effect, and the memory that it shows.

    Draws that SOCGEO refuses are left out.
    """
    during = x.shape[1] - before
    mean, height = x[:, :before].mean(axis=1), y[:, :before].mean(axis=1)
    away, over = x[:, :before] - mean[:, None], y[:, :before] - height[:, None]
    squares = (away**2).sum(axis=1)
    slope = (away * over).sum(axis=1) / squares
    rest = over - slope[:, None] * away
    left = (rest**2).sum(axis=1)
    memory = (rest[:, 1:] * rest[:, :-1]).sum(axis=1) / left
    ahead = x[:, before:].mean(axis=1) - mean
    effect = during * (y[:, before:].mean(axis=1) - height - slope * ahead)
    spread = during + during**2 * (1 / before + ahead**2 / squares)
    reach = stats.t.ppf(0.975, before - 2) * np.sqrt(left / (before - 2) * spread)
    told = (1 - left / (over**2).sum(axis=1) >= LEAST_FIT) & (memory <= MOST_MEMORY)
    return (abs(effect) <= reach)[told], memory[told]


def blocks(chance, draws, before, during, memory):
    """Return whether the interval of the blocks holds no effect, for each draw that is not refused."""
    held = []
    for y, x in zip(*drawn(chance, draws, before + during, memory), strict=True):
        answer = socroi.SOCGEO(y.tolist(), x.tolist(), before)
        if not isinstance(answer, CellError):
            # A side on which no effect can be ruled out is an error, and holds all there is.
            low, high = (0 if isinstance(end, CellError) else end for end in answer.loc[1, ["low", "high"]])
            held.append(low <= 0 <= high)
    return held


def seen(chance, draws, before, during, memory):
    """Return whether the blocks show an effect of the size that the plan tells, for each draw that is not refused."""
    found = []
    for y, x in zip(*drawn(chance, draws, before + during, memory), strict=True):
        plan = socroi.SOCGEOPLAN(y[:before].tolist(), x[:before].tolist(), during)
        if isinstance(plan, CellError):
            continue
        y[before:] += plan["smallest effect"][0] / during
        answer = socroi.SOCGEO(y.tolist(), x.tolist(), before)
        if not isinstance(answer, CellError):
            low = answer.loc[1, "low"]
            found.append(not isinstance(low, CellError) and low > 0)
    return found


def lines(many, few, seed):
    """Yield a line about each world."""
    for memory in (0.0, 0.2, 0.4, 0.6):
        for before, during in ((24, 1), *WEEKS):
            held, shown = regressed(*drawn(np.random.default_rng(seed), many, before + during, memory), before)
            hidden = held[shown <= 0]
            said = f"{held.mean():.1%} of {len(held)}, {sum(hidden)} of {len(hidden)} where no memory shows"
            yield f"SOCGEO regression, memory {memory}, {before} weeks and {during}: {said}"
    for name, method, memories in (
        ("SOCGEO blocks", blocks, (0.0, 0.4, 0.7)),
        ("SOCGEOPLAN seen", seen, (0.0, 0.3, 0.7)),
    ):
        for memory in memories:
            for before, during in WEEKS:
                held = method(np.random.default_rng(seed), few, before, during, memory)
                yield f"{name}, memory {memory}, {before} weeks and {during}: {np.mean(held):.1%} of {len(held)}"


if __name__ == "__main__":
    for line in lines(*(int(each) for each in (*sys.argv[1:], "20000", "400", "20")[:3])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
