import pytest

import socroi


def test_a_rate_is_a_ratio_of_sums_and_no_mean_of_ratios():
    # 10 for 10 clicks and 90 for 30: 100 / 40 = 2.5 each; the mean of 1 and 3 would be 2.
    assert socroi.SOCCPC([10, 90], [10, 30]) == 2.5
    # 50 of 1000 and 50 of 100: 100 / 1100, not the mean of 5 % and 50 %.
    assert socroi.SOCCTR([50, 50], [1000, 100]) == pytest.approx(100 / 1100)


def test_costs_of_clicks_leads_and_conversions():
    assert (socroi.SOCCPC(100, 50), socroi.SOCCPL(100, 5), socroi.SOCCPA(100, 2)) == (2.0, 20.0, 50.0)


def test_cost_per_mille_is_for_a_thousand():
    assert socroi.SOCCPM(50, 10_000) == 5.0


def test_rates_are_fractions():
    assert (socroi.SOCCTR(30, 1500), socroi.SOCCVR(25, 500), socroi.SOCENGRATE(90, 3000)) == (0.02, 0.05, 0.03)


def test_growth_compounds():
    # 1000 x 1.1 x 1.1 x 1.1 = 1331.
    assert socroi.SOCGROWTH(1000, 1331, 3) == pytest.approx(0.1)


def test_growth_to_nothing_is_a_loss_of_all():
    assert socroi.SOCGROWTH(100, 0) == -1.0


def test_figures_below_zero_have_no_growth_rate():
    assert socroi.SOCGROWTH(-100, 100, 2) == "#NUM!"
    assert socroi.SOCGROWTH(100, -100, 2) == "#NUM!"


def test_progress_towards_a_goal_counts_from_its_start():
    assert socroi.SOCGOAL(600, 1000, 200) == 0.5


def test_a_goal_may_lie_below_its_start():
    # From 60 minutes to answer down to 30: at 40, two thirds of the way.
    assert socroi.SOCGOAL(40, 30, 60) == pytest.approx(2 / 3)


def test_progress_is_set_against_the_time_that_is_gone():
    # Half of the way in a quarter of the time: twice as fast as needed.
    assert socroi.SOCGOAL(500, 1000, 0, 0.25) == 2.0
