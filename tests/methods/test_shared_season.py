"""Witness: every order of the periods, one after the other."""

from itertools import permutations

import numpy as np
import pytest

from socroi.errors import CellError
from socroi.methods.shared_season import NEIGHBOURS, beside, refuse_shared, shared


def scaled(column):
    away = column - column.mean(axis=1, keepdims=True)
    return away / np.sqrt((away**2).mean(axis=1, keepdims=True))


def in_deviations(spends, others):
    """The sum of the products as it is, in standard deviations of that of all orders of the periods."""
    ours, theirs = scaled(spends), others - others.mean(axis=1, keepdims=True)
    sums = [(ours[:, list(order)] * theirs).sum() for order in permutations(range(spends.shape[1]))]
    assert np.mean(sums) == pytest.approx(0, abs=1e-9)
    return sums[0] / np.std(sums)


@pytest.fixture
def columns():
    chance = np.random.default_rng(3)
    return chance.normal(size=(3, 6)), chance.normal(size=(3, 6))


def test_the_deviations_are_those_of_all_orders_of_the_periods(columns):
    spends, left = columns
    news = scaled(left)
    before, after = np.pad(news, ((0, 0), (1, 0)))[:, :-1], np.pad(news, ((0, 0), (0, 1)))[:, 1:]
    smooth = news + NEIGHBOURS * (before + after)
    others = smooth.sum(axis=0) - smooth
    assert shared(spends.tolist(), left.tolist()) == pytest.approx(in_deviations(spends, others))
    wanted = min(in_deviations(spends, before), in_deviations(spends, after))
    assert beside(spends.tolist(), left.tolist()) == pytest.approx(wanted)


def test_platforms_of_unlike_numbers_of_periods_are_not_set_beside_each_other(columns):
    spends, left = (column.tolist() for column in columns)
    assert shared([*spends, spends[0][:4]], [*left, left[0][:4]]) == 0


def test_a_season_that_all_share_is_refused_with_what_would_tell_it():
    chance = np.random.default_rng(1)
    wave = np.sin(np.arange(24) / 2)
    spends, left = (wave + chance.normal(0, 0.5, (3, 24)) for _ in range(2))
    with pytest.raises(CellError) as refused:
        refuse_shared(spends.tolist(), left.tolist())
    assert "the others sell more" in refused.value.why
    assert "Give a season" in refused.value.hint


def test_a_season_of_one_platform_is_seen_in_the_periods_before_and_after():
    chance = np.random.default_rng(1)
    wave = np.sin(np.arange(24) / 2)
    spends, left = (wave + chance.normal(0, 0.5, (1, 24)) for _ in range(2))
    with pytest.raises(CellError) as refused:
        refuse_shared(spends.tolist(), left.tolist())
    assert "in the period before, too" in refused.value.why


def test_what_is_left_of_exact_curves_is_no_season():
    assert refuse_shared([[1.0, 2.0, 4.0, 3.0]] * 2, [[0.0] * 4] * 2) == 0
