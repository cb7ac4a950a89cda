import pytest

import socroi


def test_roi_is_the_formula_of_the_method():
    # S0: ((1250 - 500) x 100) / 500.
    assert socroi.SOCROI([1000, 250], [300, 200]) == 150.0


def test_roi_is_net_and_roas_is_gross():
    # 1000 for 500: 500 gained is 100 %; the return on ad spend is 2.
    assert socroi.SOCROI(1000, 500) == 100.0
    assert socroi.SOCROAS(1000, 500) == 2.0


def test_a_loss_is_below_zero():
    assert socroi.SOCROI(100, 400) == -75.0
    assert socroi.SOCPROFIT(100, 400) == -300.0


def test_a_refund_in_the_revenue_counts_against_it():
    assert socroi.SOCROI([1000, -200], 400) == 100.0


def test_net_roi_takes_the_organic_growth_out_first():
    # 15000 of growth, 20 % of it organic: (12000 - 10000) x 100 / 10000.
    assert socroi.SOCNETROI(15000, 0.2, 10000) == 20.0
    # Half of the 12000 is left after the goods are paid for: (6000 - 10000) x 100 / 10000.
    assert socroi.SOCNETROI(15000, 0.2, 10000, 0.5) == -40.0


def test_at_the_break_even_the_roi_is_zero():
    actions = socroi.SOCBREAKEVEN(500, 25, 0.4)
    assert actions == 50.0
    assert socroi.SOCROI(actions * 25, 500, 0.4) == 0.0


def test_actions_worth_less_than_nothing_never_break_even():
    assert socroi.SOCBREAKEVEN(500, -25) == "#NUM!"


def test_payback_of_a_steady_gain_is_cost_by_gain():
    assert socroi.SOCPAYBACK(600, 100, 0.5) == 12.0


@pytest.mark.parametrize("months", [[200], [200, 200], [200, 200, None, None], [100, 300], [[200, 200]]])
def test_payback_of_a_ledger_that_grows_goes_on_at_its_average(months):
    # 600 at 200 a month on average, by hand: 3 months, however many of them are known.
    assert socroi.SOCPAYBACK(600, months) == 3.0


@pytest.mark.parametrize("months", [[-50], [100, -100], [200, -300, None]])
def test_gains_that_add_up_to_nothing_never_pay_back(months):
    answer = socroi.SOCPAYBACK(600, months)
    assert answer == "#N/A"
    assert "never" in answer.why


def test_payback_interpolates_in_its_month():
    # After three months 100 + 200 + 200 = 500 of 600; a third of the 300 of month four is missing.
    assert socroi.SOCPAYBACK(600, [100, 200, 200, 300]) == pytest.approx(3 + 100 / 300)


def test_payback_reads_months_along_a_row_as_well():
    assert socroi.SOCPAYBACK(600, [[100, 200, 200, 300]]) == socroi.SOCPAYBACK(600, [100, 200, 200, 300])


def test_a_month_of_loss_lengthens_the_payback():
    # 400 - 100 = 300 after two months; 300 of the 600 of month three are missing.
    assert socroi.SOCPAYBACK(600, [400, -100, 600]) == 2.5


def test_an_unknown_month_before_the_payback_leaves_it_unknown():
    answer = socroi.SOCPAYBACK(600, [100, None, 900])
    assert answer == "#N/A"
    assert "month 2" in answer.why


def test_unknown_months_after_the_payback_do_not_matter():
    assert socroi.SOCPAYBACK(600, [300, 300, None, None]) == 2.0


def test_no_cost_is_paid_back_at_once():
    assert socroi.SOCPAYBACK(0, [100, 200]) == 0.0


def test_a_gain_of_nearly_nothing_pays_back_in_the_months_that_a_division_gives():
    """600 / 1e-9 months, by hand; taken off the cost month by month the gain had lost five of its digits."""
    assert socroi.SOCPAYBACK(600, 1e-9) == pytest.approx(6e11, rel=1e-12)
