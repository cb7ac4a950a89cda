"""Witnesses: the rat tumours and the eight schools of Gelman and others (2013), a brute sum with SciPy, lots."""

import math
import os
from collections import Counter

import numpy as np
import pytest

from socroi.methods.shrinkage import _log_beta_rise, believed_means, believed_rates, chances_of_the_top

special = pytest.importorskip("scipy.special", reason="SciPy, the witness, is not installed")

# Gelman and others (2013), table 5.1: rats with tumours in 70 groups of earlier experiments and, last, in the present.
GROUPS = """
0/20*7 0/19*4 0/18*2 0/17 1/20*4 1/19*2 1/18*2 2/25 2/24 2/23 2/20*6 1/10 5/49 2/19 5/46 3/27 2/17 7/49 7/47 3/20*2 2/13
9/48 10/50 4/20*7 10/48 4/19*3 5/22 11/46 12/49 5/20*2 6/23 5/19 6/22 6/20*3 16/52 15/47 15/46 9/24 4/14
"""
TUMOURS = [
    tuple(map(float, group.split("/")))
    for group, _, times in (word.partition("*") for word in GROUPS.split())
    for _ in range(int(times or 1))
]
WITH, ALL = [won for won, _ in TUMOURS], [tried for _, tried in TUMOURS]


@pytest.fixture(scope="module")
def brute():
    """Weights of all means and spreads on a fine grid, with the two parameters of the beta distribution there."""
    spreads, means = np.meshgrid(np.linspace(0, 1, 401)[1:], np.linspace(0, 0.5, 301)[1:-1])
    size = spreads**-2
    a, b = means * size, (1 - means) * size
    height = np.zeros_like(a)
    for (won, tried), times in Counter(TUMOURS).items():
        height += times * (special.betaln(a + won, b + tried - won) - special.betaln(a, b))
    weights = np.exp(height - height.max())
    return weights / weights.sum(), a, b


def test_the_brute_sum_finds_the_parameters_that_the_book_prints(brute):
    # The posterior means of a and b are 2.4 and 14.3; the 70 earlier rates have a mean of 0.136, a deviation of 0.103.
    weights, a, b = brute
    assert [(weights * a).sum(), (weights * b).sum()] == pytest.approx([2.4, 14.3], abs=0.05)
    rates = np.divide(WITH, ALL)[:70]
    assert [rates.mean(), rates.std(ddof=1)] == pytest.approx([0.136, 0.103], abs=5e-4)


@pytest.mark.parametrize("group", [0, 31, 40, 66, 70])
def test_what_is_believed_of_a_rate_is_what_the_brute_sum_gives(brute, group):
    weights, a, b = brute
    won, tried = TUMOURS[group]
    a, b = a + won, b + tried - won
    mean = (weights * a / (a + b)).sum()
    square = (weights * a * (a + 1) / ((a + b) * (a + b + 1))).sum()
    belief = believed_rates(WITH, ALL)[group]
    assert belief.mean == pytest.approx(mean, rel=2e-4)
    assert belief.variance == pytest.approx(square - mean * mean, rel=1e-3)
    # The interval is that of a beta distribution of this mean and variance, and not of the sum itself.
    for tail in (0.025, 0.975):
        assert (weights * special.betainc(a, b, belief.quantile(tail))).sum() == pytest.approx(tail, abs=0.015)


def test_the_eight_schools_come_out_as_in_the_book():
    # Gelman and others (2013), section 5.5; the figures that Stan's example of this model gives: means and deviations.
    effects, errors = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    beliefs = believed_means([float(effect) for effect in effects], [float(error**2) for error in errors])
    means = [belief.mean for belief in beliefs]
    assert means == pytest.approx([11.4, 7.9, 6.1, 7.6, 5.1, 6.1, 10.7, 8.5], abs=0.06)
    assert [belief.variance**0.5 for belief in beliefs] == pytest.approx(
        [8.3, 6.3, 7.8, 6.6, 6.4, 6.7, 6.8, 7.9], abs=0.1
    )


def test_all_chances_add_up_to_the_top_that_is_looked_for():
    beliefs = believed_rates(WITH, ALL)
    for top in (0.05, 0.2, 0.5):
        assert sum(chances_of_the_top(beliefs, top)) == pytest.approx(71 * top, abs=1e-8)


WORLDS = [(10, 4, 40, (10, 200)), (20, 20, 400, (50, 2000)), (50, 2, 10, (5, 50)), (100, 50, 1000, (100, 5000))]
LONG = bool(os.environ.get("SOCROI_SWEEP"))


@pytest.mark.parametrize(("items", "a", "b", "sizes"), WORLDS)
def test_intervals_and_chances_hold_what_they_say(items, a, b, sizes):
    # Of 95% intervals of all items of all draws, 93 to 97 hold the truth (of draws of ten items 92); of those whose
    # chance to be in the best fifth is above one half, as many are there as their chances say.
    chance = np.random.default_rng(items)
    held, chances, true = [], [], []
    for _ in range((4000 if LONG else 300) // items):
        tried = chance.integers(*sizes, items).astype(float)
        rates = chance.beta(a, b, items)
        won = chance.binomial(tried.astype(int), rates).astype(float)
        beliefs = believed_rates(won.tolist(), tried.tolist())
        held += [one.quantile(0.025) <= rate <= one.quantile(0.975) for one, rate in zip(beliefs, rates, strict=True)]
        chances += chances_of_the_top(beliefs, 0.2)
        true += list(rates >= np.sort(rates)[-items // 5])
    assert 0.91 <= np.mean(held) <= 0.985
    likely = np.array(chances) > 0.5
    expected, found = np.array(chances)[likely].sum(), np.array(true)[likely].sum()
    assert found == pytest.approx(expected, abs=4 * likely.sum() ** 0.5 / 2)


def test_items_that_differ_by_chance_alone_are_told_from_each_other_by_nobody():
    chance = np.random.default_rng(2)
    won = chance.binomial(500, 0.05, 60).astype(float)
    chances = chances_of_the_top(believed_rates(won.tolist(), [500.0] * 60), 0.2)
    assert max(chances) < 0.6


@pytest.mark.parametrize("size", [0.5, 40.0, 3e4, 7e6])
@pytest.mark.parametrize(("won", "tried"), [(3, 200), (20_000, 1_000_000), (0, 50_000)])
def test_a_million_trials_lose_no_digits_of_the_likelihood(size, won, tried):
    # Factor by factor: beta(a + won, b + lost) / beta(a, b) is a product of `tried` quotients.
    a, b = 0.02 * size, 0.98 * size
    up = np.log((a + np.arange(won)) / (size + np.arange(won)))
    down = np.log1p(-(size - b + won) / (size + won + np.arange(tried - won)))
    wanted = math.fsum(up) + math.fsum(down)
    # Differences of logarithms of gamma functions were off by ten times as much and more.
    assert _log_beta_rise(a, b, won, tried - won) == pytest.approx(wanted, rel=2e-13, abs=2e-16 * tried)
