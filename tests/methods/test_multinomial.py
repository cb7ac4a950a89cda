"""Witnesses: statsmodels, the example of Sison and Glaz, and answers drawn by lot."""

import os

import numpy as np
import pytest

from socroi.methods.multinomial import simultaneous

proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels, the witness, is not installed")


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(
    "counts", [[56, 72, 73, 59, 62, 87, 58], [10, 12, 8], [300, 40, 5, 1], [20, 11], [4000, 3000, 2000, 1000]]
)
def test_all_ends_are_those_of_statsmodels(counts, confidence):
    theirs = proportion.multinomial_proportions_confint(counts, 1 - confidence, method="sison-glaz")
    assert np.allclose(simultaneous(counts, confidence), theirs, rtol=0, atol=1e-9)


@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.4, 0.3, 0.15, 0.1, 0.05), (0.9, 0.07, 0.03)])
@pytest.mark.parametrize("answers", [40, 200])
def test_all_intervals_hold_at_once_about_as_often_as_they_say(shares, answers):
    # 600 surveys: 95% are 570, with 3 standard errors 554 to 586; counts are whole, so some shares are held more often.
    chance = np.random.default_rng(answers)
    draws = 5000 if os.environ.get("SOCROI_SWEEP") else 600
    held, asked = 0, 0
    for counts in chance.multinomial(answers, shares, draws):
        if min(counts) == 0:
            continue
        asked += 1
        ends = simultaneous([int(count) for count in counts], 0.95)
        held += all(low <= share <= high for (low, high), share in zip(ends, shares, strict=True))
    assert held / asked >= 0.92
