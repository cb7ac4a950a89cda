from itertools import permutations

import pytest

import socroi


def test_staff_and_management_have_their_own_rates():
    # 40 h at 20 and 5 h at 60, with 30 % on top: (800 + 300) x 1.3.
    assert socroi.SOCLABOR([40, 5], [20, 60], 0.3) == pytest.approx(1430)


def test_hours_that_are_not_known_yet_cost_nothing_yet():
    assert socroi.SOCLABOR([40, None], [20, 60]) == 800.0
    assert socroi.SOCLABOR([None, None], [20, 60]) == "#N/A"


def test_each_row_may_have_its_own_overhead():
    assert socroi.SOCLABOR([10, 10], [10, 10], [0.5, None]) == 250.0


def test_costs_are_added_up():
    assert socroi.SOCCOST(["ads", "pay", None], [100, None, 50]) == 150.0


def test_costs_by_category_have_their_shares_and_a_total():
    table = socroi.SOCCOST(["Ads", "Pay", " ads", None, "Tools"], [100, 250, 100, 50, None], "table")
    assert table.values.tolist()[:3] == [["Ads", 200.0, 0.4], ["Pay", 250.0, 0.5], ["(blank)", 50.0, 0.1]]
    assert table.iloc[3, 0] == "Tools"
    assert table.iloc[3].isna().tolist() == [False, True, True]
    assert table.values.tolist()[4] == ["total (3 of 4)", 500.0, 1.0]


def test_refunds_and_discounts_are_one_cost():
    # 20 + 30 back, 10 % of 100 and 20 % of 200 off.
    assert socroi.SOCREFUND([20, 30], [100, 200], [0.1, 0.2]) == 100.0


def test_a_yearly_cost_falls_evenly_on_its_months():
    quarters = [socroi.SOCAMORT(1200, 12, first, first + 2) for first in (1, 4, 7, 10)]
    assert quarters == [300.0] * 4


def test_months_outside_the_cost_carry_none_of_it():
    assert socroi.SOCAMORT(1200, 12, 13, 24) == 0.0
    assert socroi.SOCAMORT(1200, 12, 12, 24) == 100.0
    assert socroi.SOCAMORT(1200, 12, 5, 4) == 0.0


@pytest.mark.parametrize(
    ("cost", "drivers"), [(100, [23, 17, 30, 14]), (1000, [27, 30, 22, 7]), (99.99, [10, 19, 29]), (0.1, [28, 17, 13])]
)
def test_the_parts_of_a_shared_cost_add_up_to_it_exactly(cost, drivers):
    # cost x driver / sum of drivers, rounded part by part, adds up to a little more or less in each of these.
    assert sum(cost * driver / sum(drivers) for driver in drivers) != cost
    assert all(sum(parts) == cost for parts in permutations(socroi.SOCALLOC(cost, drivers)))


def test_a_shared_cost_is_spread_in_the_shape_of_its_drivers():
    assert socroi.SOCALLOC(90, [[1, 2], [None, 6]]) == [[10.0, 20.0], [None, 60.0]]
    assert socroi.SOCALLOC(90, [[1, 2, 6]]) == [10.0, 20.0, 60.0]


def test_a_cost_beyond_all_numbers_is_divided_into_no_parts():
    assert socroi.SOCALLOC([1e308, 1e308], [1, 2]) == "#NUM!"
