"""A sale is not a gain: what remains of it counts, where that is known. Expected values are sums done by hand."""

from datetime import date

import pytest
from every_template import filled

JANUARY = date(2026, 1, 1)
WHOLE = "whole sales count, no margin"
MARGIN = "sales count after margin"
TABLE = {"four_step": "KpiValues", "kpi_scorecard": "Kpis"}
ROWS = {
    "Results": [
        {"month": JANUARY, "platform": "Facebook", "kpi": "Purchases", "quantity": 10, "revenue": 3000},
        {"month": JANUARY, "platform": "Facebook", "kpi": "Courses", "quantity": 2, "revenue": 1000},
        {"month": JANUARY, "platform": "Facebook", "kpi": "Leads", "quantity": 20},
    ],
    "Costs": [{"month": JANUARY, "platform": "Facebook", "category": "Ads", "amount": 500}],
}
EACH = pytest.mark.parametrize("name", TABLE)


def year(path, name, settings, courses=None):
    """A workbook with sales of 3,000 and 1,000, whose KPI may have a margin of its own, and 20 leads worth 5 each."""
    kpis = [{"kpi": "Purchases"}, {"kpi": "Courses", "margin": courses}, {"kpi": "Leads", "worth": 5}]
    return filled(path, name, {TABLE[name]: kpis, **ROWS}, settings)


@EACH
def test_without_a_margin_whole_sales_count_and_the_headline_says_so(tmp_path, name):
    figures = year(tmp_path / "a.xlsx", name, {})
    assert figures["return_total"] == 3000 + 1000 + 100
    assert figures["headline_whole"] == figures.book["Start"]["E8"].value == WHOLE


@EACH
def test_margin_of_the_first_sheet_counts_what_remains_of_sales_and_leaves_worths_alone(tmp_path, name):
    figures = year(tmp_path / "a.xlsx", name, {"margin": 0.4})
    assert figures["return_total"] == pytest.approx(0.4 * 4000 + 100)
    assert figures["roi_total"] == pytest.approx((1700 - 500) * 100 / 500)
    assert figures["headline_whole"] == MARGIN


@EACH
@pytest.mark.parametrize(
    ("settings", "returned", "said"), [({}, 3000 + 600 + 100, WHOLE), ({"margin": 0.5}, 1500 + 600 + 100, MARGIN)]
)
def test_margin_of_a_kpi_goes_before_that_of_the_first_sheet(tmp_path, name, settings, returned, said):
    figures = year(tmp_path / "a.xlsx", name, settings, courses=0.6)
    assert figures["return_total"] == pytest.approx(returned)
    assert figures["headline_whole"] == said


def test_what_each_kpi_brought_adds_up_to_the_return(tmp_path):
    figures = year(tmp_path / "a.xlsx", "four_step", {"margin": 0.4}, courses=0.6)
    assert figures["return_by_kpi"] == figures["return_total"] == pytest.approx(1200 + 600 + 100)


@EACH
def test_headline_says_that_sales_count_after_margin_where_each_has_its_own(tmp_path, name):
    kpis = [{"kpi": "Purchases", "margin": 0.3}, {"kpi": "Courses", "margin": 0.6}, {"kpi": "Leads", "worth": 5}]
    figures = filled(tmp_path / "a.xlsx", name, {TABLE[name]: kpis, **ROWS})
    assert figures["return_total"] == pytest.approx(900 + 600 + 100)
    assert figures["headline_whole"] == MARGIN


@EACH
@pytest.mark.parametrize("margin", [40, "forty"])
def test_margin_that_is_no_share_withholds_the_headline(tmp_path, name, margin):
    assert year(tmp_path / "a.xlsx", name, {"margin": margin})["roi_total"] == "▲ look here"


@EACH
def test_value_that_only_illustrates_is_the_first_thing_said_beside_the_headline(tmp_path, name):
    kpis = [{"kpi": "Leads", "worth": 5, "evidence": "Illustrative"}]
    figures = filled(tmp_path / "a.xlsx", name, {TABLE[name]: kpis, **ROWS})
    assert figures.row("Start", "To look at")[1] == "KPIs in use at a value that is only illustrative"


@pytest.mark.parametrize(("settings", "said"), [({}, WHOLE), ({"margin": 0.4}, MARGIN)])
def test_headline_of_hidden_returns_says_whether_sales_count_whole(tmp_path, settings, said):
    sales = [{"month": JANUARY, "line": "Traced to social media", "revenue": 300, "evidence": "Test"}]
    figures = filled(tmp_path / "a.xlsx", "hidden_returns", {"Sales": sales, "Costs": ROWS["Costs"]}, settings)
    assert figures["headline_whole"] == figures.book["Start"]["E8"].value == said


def test_headline_without_a_traced_sale_says_nothing_of_margins(tmp_path):
    leads = {"KpiValues": [{"kpi": "Leads", "worth": 5}], "Results": ROWS["Results"][2:], "Costs": ROWS["Costs"]}
    assert not filled(tmp_path / "a.xlsx", "four_step", leads, {"margin": 0.4})["headline_whole"]


LEAD = {
    "lead_kpi": "Leads", "lead_sale": 80, "lead_share": 0.05, "lead_margin": 0.5, "lead_purchases": 4, "lead_years": 3,
    "lead_customers": 10,
}  # fmt: skip


@EACH
def test_worth_of_a_lead_is_suggested_beside_its_value_and_counts_nowhere(tmp_path, name):
    kpis = {TABLE[name]: [{"kpi": "Purchases"}, {"kpi": "Leads"}]}
    figures = filled(tmp_path / "a.xlsx", name, {**kpis, **ROWS}, LEAD)
    # 80 x 5% x 50% = 2; 80 x 4 x 3 x 50% = 480; 500 of ads for ten customers.
    assert (figures["lead_worth"], figures["customer_value"], figures["customer_cost"]) == (2, 480, 50)
    assert figures["customer_return"] == pytest.approx(9.6)
    sheet = "Values" if name == "four_step" else "KPIs"
    beside = figures.row(sheet, "Leads")[7 if name == "four_step" else 8]
    assert beside == 2
    assert not figures.row(sheet, "Purchases")[7 if name == "four_step" else 8]
    # Twenty leads are worth nothing until somebody types what one is worth.
    assert figures["return_total"] == 4000


@EACH
def test_worth_of_a_lead_takes_the_margin_of_the_first_sheet_and_none_that_nobody_gave(tmp_path, name):
    lead = {key: value for key, value in LEAD.items() if key != "lead_margin"}
    assert filled(tmp_path / "a.xlsx", name, ROWS, {**lead, "margin": 0.25})["lead_worth"] == 1
    assert not filled(tmp_path / "b.xlsx", name, ROWS, lead)["lead_worth"]
