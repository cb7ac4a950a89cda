"""Witnesses: statsmodels, and answers drawn by lot."""

import os

import numpy as np
import pytest

from socroi.methods.multinomial import simultaneous

proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels, the witness, is not installed")


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(
    "counts", [[56, 72, 73, 59, 62, 87, 58], [10, 12, 8], [300, 40, 5, 1], [20, 11], [29, 1], [4000, 3000, 2000, 1000]]
)
def test_all_ends_are_those_of_statsmodels_with_an_equal_part_of_the_doubt(counts, confidence):
    parts = 1 if len(counts) == 2 else len(counts)
    ends = [proportion.proportion_confint(n, sum(counts), (1 - confidence) / parts, method="jeffreys") for n in counts]
    assert np.allclose(simultaneous(counts, confidence), ends, rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    "shares", [(0.5, 0.5), (0.95, 0.05), (0.5, 0.3, 0.2), (0.9, 0.07, 0.03), (0.6, *[0.4 / 9] * 9)]
)
@pytest.mark.parametrize("answers", [30, 200])
def test_all_intervals_hold_at_once_about_as_often_as_they_say(shares, answers):
    # 400 surveys: 95% are 380, with 3 standard errors 367 or more; of 10,000 and more, 93 to 99 of 100 hold.
    chance = np.random.default_rng(answers)
    draws = 10_000 if os.environ.get("SOCROI_SWEEP") else 400
    held, asked = 0, 0
    for counts in chance.multinomial(answers, shares, draws):
        given = [(int(count), share) for count, share in zip(counts, shares, strict=True) if count]
        if len(given) < 2:
            continue
        asked += 1
        ends = simultaneous([count for count, _ in given], 0.95)
        held += all(low <= share <= high for (low, high), (_, share) in zip(ends, given, strict=True))
    assert held / asked >= (0.93 if draws > 400 else 0.915)
