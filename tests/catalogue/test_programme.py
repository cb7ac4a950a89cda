import numpy as np
import pytest
from evidence_worlds import answered

import socroi

stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")


def test_the_score_is_promoters_less_detractors():
    table = socroi.SOCNPS([10, 9, 8, 7, 6, 0])
    assert table["NPS"][0] == 0.0
    assert table.iloc[0, 3:].tolist() == [pytest.approx(1 / 3)] * 3


@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_the_interval_is_the_adjusted_wald(confidence):
    # Rocks (2016): n + 3, promoters and detractors + 3/4, then the Wald interval of a difference of two shares.
    promoters, passives, detractors = 19, 10, 7
    n = promoters + passives + detractors + 3
    p, q = (promoters + 0.75) / n, (detractors + 0.75) / n
    low, high = stats.norm.interval(confidence, p - q, ((p + q - (p - q) ** 2) / n) ** 0.5)
    table = socroi.SOCNPS([9] * promoters + [8] * passives + [2] * detractors, confidence)
    assert table["low"][0] == pytest.approx(100 * low, rel=1e-12)
    assert table["high"][0] == pytest.approx(100 * high, rel=1e-12)


def test_the_interval_stays_within_what_a_score_can_be():
    table = socroi.SOCNPS([10, 10])
    assert table["NPS"][0] == 100.0
    assert table["high"][0] <= 100.0


@pytest.mark.parametrize("scores", [[10], [0], [9, 10, 9], [0, 3], [7], [10] * 50, [0] * 50, [10, 0]])
def test_the_interval_holds_its_score(scores):
    row = socroi.SOCNPS(scores).iloc[0]
    assert -100 <= row["low"] <= row["NPS"] <= row["high"] <= 100


@pytest.mark.parametrize("wrong", [11, -1, 8.5])
def test_an_answer_off_the_scale_is_refused(wrong):
    assert socroi.SOCNPS([10, wrong]) == "#NUM!"


def test_maturity_is_a_weighted_share_of_the_best():
    # (3 x 1 + 4 x 2) / (3 x 5); the row without a score does not count at all.
    assert socroi.SOCMATURITY([3, 4, None], [1, 2, 100]) == pytest.approx(11 / 15)
    assert socroi.SOCMATURITY([3, 4], None, 10) == 0.35


def test_hours_saved_are_worth_their_pay():
    assert socroi.SOCHOURSAVED([10, 6], [4, 5], [30, 20]) == 200.0


@pytest.mark.parametrize(("answers", "detractors", "promoters"), [(30, 0.1, 0.5), (100, 0.02, 0.9), (400, 0.3, 0.3)])
def test_the_interval_holds_the_true_score_about_as_often_as_it_says(answers, detractors, promoters):
    # 1,000 draws: 95% with 3 standard errors is 93 to 97, and counts are whole.
    assert 0.925 < answered(np.random.default_rng(answers), 1000, answers, detractors, promoters) < 0.98
