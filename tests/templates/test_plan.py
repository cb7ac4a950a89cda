"""The sheet Plan of the four steps: expected values are sums done by hand."""

from datetime import date

import pytest
from every_template import filled

MONTHS = [date(2026, month, 1) for month in range(1, 13)]
SHARED = "Shared by all"
AMISS = "Budget with a kind of cost twice, or an amount that is none"


def cost(month, category, amount, months=None):
    return {"month": MONTHS[month - 1], "platform": SHARED, "category": category, "amount": amount, "months": months}


def sale(month, revenue):
    return {"month": MONTHS[month - 1], "platform": "Facebook", "kpi": "Purchases", "quantity": 1, "revenue": revenue,
            "kind": "Direct"}  # fmt: skip


CASE = {
    "Results": [sale(1, 500), sale(2, 700)],
    "Costs": [
        cost(1, "Ads", 100),
        cost(2, "Ads", 140),
        cost(1, "Tools and platforms", 1200, 12),
        cost(11, "Conferences", 900),
        cost(2, "Prizes", 60),
    ],
}
BUDGET = [
    {"category": "Ads", "months": [110] * 12},
    {"category": "Tools and platforms", "months": [90] * 12},
    {"category": "Training", "months": [None, None, 300]},
    {"category": "Conferences", "months": [*[None] * 10, 1000]},
]
"""Two months are over. Ads go on at (100 + 140) / 2 = 120, tools at the 100 that are paid for; the conference of
November is booked; the prizes, which have no line, go on at 60 / 2 = 30."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    return filled(tmp_path_factory.mktemp("plan") / "a.xlsx", "four_step", CASE, {"plan": BUDGET})


def test_a_month_ahead_costs_the_rest_of_spread_bills_what_is_booked_and_the_mean_of_the_months_so_far(plan):
    assert plan.row("Plan", "Ads", nth=2)[:13] == [100, 140, *[120] * 10, 1440]
    assert plan.row("Plan", "Tools and platforms", nth=2)[:13] == [*[100] * 12, 1200]
    assert plan.row("Plan", "Conferences", nth=2)[:13] == [*[None] * 10, 900, None, 900]
    assert plan.row("Plan", "Other, or none named")[:13] == [None, 60, *[30] * 10, 360]
    assert plan["plan_cost"] == 1440 + 1200 + 900 + 360


def test_budget_is_set_against_the_cost_of_the_months_so_far_and_against_the_forecast_of_the_year(plan):
    assert plan.row("Plan", "Ads", nth=3)[:7] == [220, 240, -20, None, 1440, 1320, -120]
    assert plan.row("Plan", "Tools and platforms", nth=3)[:7] == [180, 200, -20, 1000, 1200, 1080, -120]
    assert plan.row("Plan", "Conferences", nth=3)[:7] == [0, 0, 0, None, 900, 1000, 100]
    assert plan.row("Plan", "Training", nth=3)[:7] == [0, None, None, None, None, 300, None]
    assert plan["plan_left"] == -120 - 120 + 100
    assert plan.row("Plan", "Budget less cost")[:13] == [0, -40, *[None] * 10, -40]


def test_return_goes_on_at_the_mean_of_the_months_so_far(plan):
    assert plan.row("Plan", "Return", nth=2)[:3] == [1200, 600, 7200]
    assert plan.row("Plan", "Cost")[:3] == [500, 250, 3900]
    assert plan["plan_roi"] == pytest.approx((7200 - 3900) * 100 / 3900)


def test_plan_goes_by_the_month_that_is_chosen_and_by_the_whole_year_where_one_month_alone_counts(tmp_path):
    settings = {"plan": BUDGET, "count_to": MONTHS[0], "count_how": "that month alone"}
    january = filled(tmp_path / "a.xlsx", "four_step", CASE, settings)
    assert january.row("Plan", "Ads", nth=2)[:13] == [100, 140, *[100] * 10, 1240]
    assert january.row("Plan", "Other, or none named")[:3] == [None, 60, None]
    assert january.row("Plan", "Return", nth=2)[:3] == [500, 500, 6000]


def test_nothing_is_expected_of_a_year_that_has_not_begun_and_nothing_of_what_is_not_planned(tmp_path):
    blank = filled(tmp_path / "a.xlsx", "four_step", {})
    assert (blank["plan_cost"], blank["plan_left"], blank["plan_roi"]) == (None, None, None)
    unplanned = filled(tmp_path / "b.xlsx", "four_step", CASE)
    assert unplanned["plan_left"] is None
    assert unplanned["plan_cost"] == 3900


def test_kind_of_cost_that_stands_twice_in_the_budget_is_found(tmp_path):
    twice = filled(tmp_path / "a.xlsx", "four_step", CASE, {"plan": [*BUDGET, BUDGET[0]]})
    assert twice.check(AMISS) == (2, "▲ look here")


def test_year_that_is_over_costs_what_it_cost(tmp_path):
    rows = {"Results": [sale(12, 500)], "Costs": [cost(month, "Ads", 10 * month) for month in range(1, 13)]}
    over = filled(tmp_path / "a.xlsx", "four_step", rows)
    assert over["plan_cost"] == over["cost_total"] == 780
