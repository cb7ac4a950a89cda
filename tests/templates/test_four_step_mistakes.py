"""The four-step workbook filled with a stranger's mistakes: a check counts each, and no wrong ROI is shown."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from every_template import Figures

from socroi import recalculate
from socroi.templates import CostRow, EstimateRow, PayPerClickRow, ResultRow, TemplateData, ValueRow, build

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)
LEAD = ResultRow(JANUARY, "Facebook", "Leads", 4, kind="direct")
ADS = CostRow(JANUARY, "Facebook", "ads", amount=100)
RIGHT = TemplateData(results=[LEAD], costs=[ADS], values=[ValueRow("Leads", 50, "test")])
"""4 x 50 = 200 of return for 100 of cost."""
TEXTS = "Text where a number or a date belongs"
BOUNDS = "Amounts below zero, or shares such as 25 typed for 25%"


def computed(path, data):
    build("four_step", "en", path, data=data)
    assert recalculate(path).uncomputed == []
    return Figures(path)


def test_without_a_mistake_the_roi_is_there(tmp_path):
    assert computed(tmp_path / "a.xlsx", RIGHT)["roi_total"] == 100


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"results": [replace(LEAD, quantity="four")]}, TEXTS),
        ({"results": [replace(LEAD, month="January")]}, TEXTS),
        ({"results": [replace(LEAD, revenue="200 EUR")]}, TEXTS),
        ({"costs": [replace(ADS, amount="100,-")]}, TEXTS),
        ({"costs": [replace(ADS, amount=None, hours="ten", rate=10)]}, TEXTS),
        ({"values": [ValueRow("Leads", "5 dollars")]}, TEXTS),
        ({"results": [replace(LEAD, quantity=-4)]}, BOUNDS),
        ({"costs": [replace(ADS, amount=-100)]}, BOUNDS),
        ({"pay_per_click": [PayPerClickRow("course", 100, 1.5, 25)]}, BOUNDS),
    ],
)
def test_what_would_make_a_figure_wrong_withholds_it(tmp_path, changes, check):
    figures = computed(tmp_path / "a.xlsx", replace(RIGHT, **changes))
    count, word = figures.check(check)
    assert count >= 1
    assert word == "✗ put right"
    assert figures["roi_total"] == figures["profit_total"] == figures.book["Start"]["B6"].value == "▲ look here"
    assert "cannot be read" in figures.book["Start"]["B4"].value
    assert "cannot be read" in figures.book["ROI"]["B4"].value


def test_what_is_doubtful_is_pointed_out(tmp_path):
    figures = computed(
        tmp_path / "a.xlsx",
        replace(
            RIGHT,
            results=[
                LEAD,
                LEAD,
                replace(LEAD, month=None),
                replace(LEAD, platform="Instagram", kpi="Shares", kind=None),
                replace(LEAD, platform=None, quantity=5),
                replace(LEAD, month=date(2025, 1, 1)),
                replace(LEAD, month=MARCH),
            ],
            costs=[ADS, CostRow(JANUARY, "LinkedIn", "ads", amount=5), CostRow(None, "LinkedIn", "tools", amount=7)],
            values=[ValueRow("Leads", 50, "illustrative")],
            estimates=[EstimateRow("Reputation", 60, 50, 100, "anecdote")],
        ),
    )
    expected = {
        "Rows without a month: they do not count": 2,
        "Rows that stand there twice": 2,
        "Months so far without any result": 1,
        "Results whose KPI has no value yet: they do not count": 1,
        "KPIs in use at a value that is only illustrative": 1,
        "Platforms with a cost but no results": 1,
        "Rows whose platform is missing or not listed": 1,
        # Of eleven categories one is in use: the bill for tools has no month.
        "Cost categories never used (forgotten?)": 10,
        "Estimates without low ≤ likely ≤ high: they do not count": 1,
    }
    assert {check: figures.check(check)[0] for check in expected} == expected
    # Two rows that are alike both count, and so do the row of no platform and that of March.
    assert figures["return_total"] == (4 + 4 + 5 + 4) * 50


def test_platform_with_results_but_no_cost_of_its_own_is_pointed_out(tmp_path):
    figures = computed(tmp_path / "a.xlsx", replace(RIGHT, results=[LEAD, replace(LEAD, platform="YouTube")]))
    assert figures.check("Platforms with results but no cost of their own") == (1, "▲ look here")


@pytest.mark.parametrize(
    "changes",
    [{"month": datetime(2026, 1, 31, 23, 59)}, {"months": 1.5}, {"months": 0.5}],  # noqa: DTZ001 - a cell has no zone
)
def test_a_cost_of_the_last_evening_of_a_month_and_one_spread_over_half_months_count_whole(tmp_path, changes):
    assert computed(tmp_path / "a.xlsx", replace(RIGHT, costs=[replace(ADS, **changes)]))["cost_total"] == 100
