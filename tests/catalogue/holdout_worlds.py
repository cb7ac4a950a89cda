"""How often the intervals of SOCLIFT hold the truth, in tests that are drawn here.

`python tests/catalogue/holdout_worlds.py 20000 2000 20`: so many draws of each test that is looked at once, so many of
those that are looked at more often, from this seed. docs/evidence.md quotes what it prints. Where nobody of those who
were held out converted, the relative lift has no upper end.
"""

from __future__ import annotations

import sys

import numpy as np

from socroi.definition.registry import formulas
from socroi.gate import gate
from socroi.methods.proportions import newcombe_at, ratio_ends

Z = 1.9599639845400545
"""A normal distribution has 95 of 100 within so many standard deviations."""
LIFT = 0.1
"""By how much the campaign raises the rate."""


def once(chance, draws, sizes, rate, household=0.0):
    """Return of how many tests the intervals of the absolute and of the relative lift hold the truth.

    Args:
        chance: a generator of chance.
        draws: how many tests.
        sizes: the people who saw the campaign, and those who were held out.
        rate: of those who were held out.
        household: the chance that four people of a household decide as one.
    """
    rates = (rate * (1 + LIFT), rate)
    counts = [converted(chance, draws, size, share, household) for size, share in zip(sizes, rates, strict=True)]
    absolute, relative = [], []
    for one, two in zip(*counts, strict=True):
        shares = (one / sizes[0], sizes[0]), (two / sizes[1], sizes[1])
        low, high = newcombe_at(*shares, Z)
        absolute.append(low <= rates[0] - rates[1] <= high)
        low, high = ratio_ends(*shares, Z)
        relative.append(low <= 1 + LIFT and (high is None or high >= 1 + LIFT))
    return np.mean(absolute), np.mean(relative)


def converted(chance, draws, size, rate, household):
    """Return how many of a group convert in each draw."""
    if not household:
        return chance.binomial(size, rate, draws)
    homes = chance.binomial(size // 4, household, draws)
    return 4 * chance.binomial(homes, rate) + chance.binomial(size - 4 * homes, rate)


def looked(chance, draws, sizes, rate, looks, planned):
    """Return of how many tests no look finds a lift where there is none.

    Args:
        chance: a generator of chance.
        draws: how many tests.
        sizes: the people of both groups who come between two looks.
        rate: of both.
        looks: how often is looked.
        planned: what SOCLIFT is told of the looks: how many there will be, or "always".
    """
    quiet = 0
    for _ in range(draws):
        counts = [chance.binomial(size, rate, looks).cumsum().tolist() for size in sizes]
        quiet += all(
            low <= 0 <= high for look in range(1, looks + 1) for low, high in [_told(sizes, counts, look, planned)]
        )
    return quiet / draws


def _told(sizes, counts, look, planned):
    groups = [float(size * look) for size in sizes], [float(series[look - 1]) for series in counts]
    given = [each for pair in zip(*groups, strict=True) for each in pair]
    row = gate.call(formulas()["SOCLIFT"], *given, None, planned, None if planned == "always" else look).body[0]
    return row[3], row[4]


def lines(many, few, seed):
    """Yield a line about each world."""
    for size in (1_000, 20_000):
        for rate in (0.01, 0.05, 0.2, 0.45):
            held = once(np.random.default_rng(seed), many, (size, size), rate)
            yield f"{size} and {size} people, {rate:.2%}: absolute {held[0]:.1%}, relative {held[1]:.1%}"
    for lot in (10, 20):
        for size in (100, 500, 5_000):
            for rate in (0.0005, 0.002, 0.01, 0.05, 0.2, 0.55):
                held = once(np.random.default_rng(seed), many, (lot * size, size), rate)
                yield f"{lot * size} and {size} people, {rate:.2%}: absolute {held[0]:.1%}, relative {held[1]:.1%}"
    for household in (0.1, 0.3):
        held = once(np.random.default_rng(seed), many, (20_000, 20_000), 0.05, household)
        yield f"households of four, {household}: absolute {held[0]:.1%}, relative {held[1]:.1%}"
    for sizes in ((2_000, 2_000), (5_000, 500)):
        for rate in (0.002, 0.02):
            for looks, planned in ((5, 5.0), (40, "always")):
                held = looked(np.random.default_rng(seed), few, sizes, rate, looks, planned)
                yield f"{looks} looks, {planned}, {sizes[0]} and {sizes[1]} people each, {rate:.1%}: {held:.1%}"


if __name__ == "__main__":
    for line in lines(*(int(each) for each in (*sys.argv[1:], "20000", "2000", "20")[:3])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
