"""Return and cost of the same months: expected values are sums done by hand, as a small business would do them."""

from datetime import date

import pytest
from every_template import Figures, filled
from four_step_case import read

from socroi import recalculate
from socroi.sources.tables import fill_table
from socroi.templates import build

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
TO_LOOK = "To look at"
CALENDAR = "First month, or month to count to, that is no month of the year"
SALE = {"month": JANUARY, "platform": "Facebook", "kpi": "Purchases", "quantity": 10, "revenue": 3000}
ADS = {"month": JANUARY, "platform": "Facebook", "category": "Ads", "amount": 500}
YEARLY = {
    "month": JANUARY,
    "platform": "Shared by all",
    "category": "Tools and platforms",
    "amount": 12000,
    "months": 12,
}
JANUARY_ALONE = {"Results": [SALE], "Costs": [ADS, YEARLY]}
"""3,000 of revenue on 500 of ads and a twelfth of a bill of 12,000 for the year: (3000 - 1500) x 100 / 1500 = 100."""
TWO_MONTHS = {
    "Results": [SALE, {**SALE, "month": FEBRUARY, "revenue": 1000}],
    "Costs": [ADS, YEARLY, {**ADS, "month": FEBRUARY, "amount": 250}],
}
SALES = {
    "hidden_returns": {
        "Sales": [{"month": JANUARY, "line": "Traced to social media", "revenue": 3000, "evidence": "Test"}],
        "Costs": [ADS, YEARLY],
    },
    "four_step": JANUARY_ALONE,
    "kpi_scorecard": JANUARY_ALONE,
}
HEADLINE = {"hidden_returns": "roi_direct"}


@pytest.mark.parametrize("name", SALES)
def test_in_january_a_bill_for_the_year_costs_its_january(tmp_path, name):
    figures = filled(tmp_path / "a.xlsx", name, SALES[name])
    assert figures[HEADLINE.get(name, "roi_total")] == figures.book["Start"]["B6"].value == 100
    assert figures["cost_total"] == 1500
    assert figures["cost_ahead"] == 11000
    assert figures.row("Start", "Cost still to come")[0] == 11000
    assert figures["month_cost"] == [1500, *[None] * 11]


def test_a_year_typed_in_month_by_month_has_the_headline_of_each_month_that_a_hand_sum_has(tmp_path):
    """A bakery: 1,200 a year for a tool, paid in January; ads of 100 a month, 300 in June and December."""
    sold = (260, 180, 320, 410, 150, 900, 520, 480, 610, 300, 450, 1400)
    ads = (100, 100, 100, 100, 100, 300, 100, 100, 100, 100, 100, 300)
    path = tmp_path / "bakery.xlsx"
    build("four_step", "en", path)
    (tmp_path / "tool.csv").write_text(
        "month,platform,category,amount,months\n2026-01-10,Shared by all,Tools and platforms,1200,12\n",
        encoding="utf-8",
    )
    fill_table(path, tmp_path / "tool.csv", table="Costs")
    returned = cost = 0
    for month in range(1, 13):
        (tmp_path / "sold.csv").write_text(
            "month,platform,kpi,quantity,revenue,kind\n"
            f"2026-{month:02}-05,Instagram,Purchases,9,{sold[month - 1]},Direct\n",
            encoding="utf-8",
        )
        (tmp_path / "ads.csv").write_text(
            f"month,platform,category,amount\n2026-{month:02}-05,Instagram,Ads,{ads[month - 1]}\n", encoding="utf-8"
        )
        fill_table(path, tmp_path / "ads.csv", table="Costs")
        fill_table(path, tmp_path / "sold.csv", table="Results")
        returned, cost = returned + sold[month - 1], cost + ads[month - 1] + 100
        figures = Figures(path)
        assert (figures["return_total"], figures["cost_total"]) == pytest.approx((returned, cost))
        assert figures["roi_total"] == pytest.approx((returned - cost) * 100 / cost)
        assert (figures["cost_ahead"] or 0) == pytest.approx(1200 - 100 * month)
    # Sold 5,980 for 2,800 in the whole year.
    assert figures["roi_total"] == pytest.approx((5980 - 2800) * 100 / 2800)


@pytest.mark.parametrize(
    ("settings", "returned", "cost"),
    [
        ({}, 4000, 1500 + 1250),
        ({"count_to": JANUARY}, 3000, 1500),
        ({"count_to": FEBRUARY, "count_how": "that month alone"}, 1000, 1250),
        ({"count_to": MARCH}, 4000, 1500 + 1250 + 1000),
    ],
)
@pytest.mark.parametrize("name", ["four_step", "kpi_scorecard"])
def test_month_that_is_chosen_counts_on_both_sides_of_every_figure(tmp_path, name, settings, returned, cost):
    figures = filled(tmp_path / "a.xlsx", name, TWO_MONTHS, settings)
    assert (figures["return_total"], figures["cost_total"]) == (returned, cost)
    roi = pytest.approx((returned - cost) * 100 / cost)
    assert figures["roi_total"] == figures["platform_roi"][0] == roi
    for total, column in (("return_total", "return"), ("cost_total", "cost")):
        assert sum(filter(None, figures[f"month_{column}"])) == figures[total]
        assert sum(filter(None, figures[f"platform_{column}"])) == figures[total]


def test_cost_of_a_month_whose_results_are_not_in_yet_waits(tmp_path):
    late = {**JANUARY_ALONE, "Costs": [ADS, YEARLY, {**ADS, "month": FEBRUARY}]}
    figures = filled(tmp_path / "a.xlsx", "four_step", late)
    assert figures["roi_total"] == 100
    # Eleven months of the bill, and the ads of February.
    assert figures["cost_ahead"] == 11500


def test_estimates_for_twelve_months_count_by_the_months_that_count(tmp_path):
    estimates = [{"what": "Reputation", "low": 1200, "likely": 2400, "high": 3600}]
    figures = filled(tmp_path / "a.xlsx", "four_step", {**JANUARY_ALONE, "Estimates": estimates})
    assert [figures[f"roi_{key}"] for key in ("low", "likely", "high")] == pytest.approx(
        [(3000 + gained - 1500) * 100 / 1500 for gained in (100, 200, 300)]
    )


def typed(path, cells):
    """The workbook with other values in its cells, by defined name or by sheet and address, computed anew."""
    book = read(path)
    for place, value in cells.items():
        sheet, cell = place if isinstance(place, tuple) else next(book.defined_names[place].destinations)
        book[sheet][cell.replace("$", "")] = value
    book.save(path)
    recalculate(path)
    return Figures(path)


@pytest.mark.parametrize("name", SALES)
@pytest.mark.parametrize("cells", [{"first_month": "January"}, {"count_to": "March"}, {"count_to": date(2027, 5, 1)}])
def test_month_that_is_none_gets_words_and_no_error(tmp_path, name, cells):
    filled(tmp_path / "a.xlsx", name, SALES[name])
    figures = typed(tmp_path / "a.xlsx", cells)
    assert figures[HEADLINE.get(name, "roi_total")] == figures.book["Start"]["B6"].value == "▲ look here"
    assert figures.row("Start", TO_LOOK)[1] == CALENDAR
    shown = [cell.value for sheet in figures.book for row in sheet.iter_rows() for cell in row]
    assert [text for text in shown if isinstance(text, str) and text.startswith("#")] == []


@pytest.mark.parametrize(("name", "table"), [("four_step", "KpiValues"), ("kpi_scorecard", "Kpis")])
def test_kpi_that_stands_twice_withholds_the_headline_and_no_cell_is_an_error(tmp_path, name, table):
    values = {table: [{"kpi": "Leads", "worth": 5}, {"kpi": "Leads", "worth": 7}]}
    rows = {"Results": [{"month": JANUARY, "platform": "Facebook", "kpi": "Leads", "quantity": 10}], "Costs": [ADS]}
    figures = filled(tmp_path / "a.xlsx", name, {**values, **rows})
    assert figures["roi_total"] == "▲ look here"
    assert figures.row("Start", TO_LOOK)[1] == "KPIs that stand twice in the list of their values"
    shown = [cell.value for sheet in figures.book for row in sheet.iter_rows() for cell in row]
    assert [text for text in shown if isinstance(text, str) and text.startswith("#")] == []


def test_open_checks_stand_beside_the_headline_as_a_number_and_the_first_sentence(tmp_path):
    tables = {**TWO_MONTHS, "Costs": [ADS]}
    figures = filled(tmp_path / "a.xlsx", "four_step", tables)
    # Nobody has said what is direct, nor what measures it, and ten of the eleven categories are not in use.
    assert figures.row("Start", TO_LOOK)[:2] == [4, "Months with results but without any cost"]
    assert figures.check("Months with results but without any cost") == (1, "▲ look here")


def test_row_that_lost_its_formulas_is_named(tmp_path):
    filled(tmp_path / "a.xlsx", "four_step", TWO_MONTHS)
    figures = typed(tmp_path / "a.xlsx", {("Results", "I8"): None, ("Results", "J8"): None})
    assert figures["return_total"] == 3000
    assert figures.check("Rows without their formulas: they do not count") == (1, "▲ look here")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("four_step", ("Results whose KPI has no value yet: they do not count", 2)),
        ("kpi_scorecard", ("KPIs with results but no value: they do not count", 1)),
    ],
)
def test_results_without_a_value_are_said_to_be_that_and_not_to_be_missing(tmp_path, name, said):
    """Two months of leads, put into an empty workbook: both have a result, and no lead has a value."""
    build(name, "en", tmp_path / "plan.xlsx")
    (tmp_path / "leads.csv").write_text(
        "month,platform,kpi,quantity\n2026-01,Facebook,Leads,4\n2026-02,Facebook,Leads,6\n", encoding="utf-8"
    )
    standing = fill_table(tmp_path / "plan.xlsx", tmp_path / "leads.csv").report.standing
    found = [(check.text, check.count) for check in standing.open]
    assert said in found
    assert "Months so far without any result" not in dict(found)


PROGRAMME = {
    "Tasks": [{"task": "Posts", "before": 10, "after": 4, "rate": 20, "since": date(2026, 2, 15)}],
    "Spend": [
        {"month": JANUARY, "what": "Tool", "once": 100, "monthly": 35},
        {"month": date(2026, 11, 1), "what": "Course", "once": 400},
    ],
    "Answers": [{"date": date(2026, 1, 20), "score": 10}, {"date": date(2026, 4, 2), "score": 3}],
    "Maturity": [{"area": "Integration", "statement": "One", "weight": 1, "first": 1, "second": 4}],
}
"""120 saved a month from February on; 100 once and 35 a month from January on, and a course in November."""


@pytest.mark.parametrize(
    ("settings", "saved", "spent", "ahead", "score"),
    [
        # The last row is the course of November.
        ({}, 10 * 120, 100 + 11 * 35 + 400, 35, 0),
        ({"count_to": MARCH}, 2 * 120, 100 + 3 * 35, 9 * 35 + 400, 100),
        ({"count_to": MARCH, "count_how": "that month alone"}, 120, 35, 9 * 35 + 400, None),
        ({"count_to": date(2026, 12, 1)}, 11 * 120, 100 + 12 * 35 + 400, None, 0),
    ],
)
def test_programme_sets_what_was_saved_against_what_was_spent_in_the_same_months(
    tmp_path, settings, saved, spent, ahead, score
):
    figures = filled(tmp_path / "a.xlsx", "programme", PROGRAMME, settings)
    assert (figures["saved_total"], figures["spent_total"], figures["cost_ahead"]) == (saved, spent, ahead)
    assert figures["roi_total"] == pytest.approx((saved - spent) * 100 / spent)
    assert sum(filter(None, figures["month_saved"])) == saved
    assert sum(filter(None, figures["month_spent"])) == spent
    assert figures["nps_total"] == score


def test_round_of_maturity_after_the_months_that_count_is_not_the_last_one_yet(tmp_path):
    rounds = {"rounds": (JANUARY, date(2026, 6, 1), None, None)}
    assert filled(tmp_path / "a.xlsx", "programme", PROGRAMME, rounds)["maturity_latest"] == 4 / 5
    march = filled(tmp_path / "b.xlsx", "programme", PROGRAMME, {**rounds, "count_to": MARCH})
    assert march["maturity_latest"] == 1 / 5


@pytest.mark.parametrize(("name", "table"), [("four_step", "PayPerClick"), ("hidden_returns", "Keywords")])
def test_avoided_cost_is_the_part_of_its_twelve_months_that_counts(tmp_path, name, table):
    keywords = {table: [{"keyword": "bread", "clicks": 1200, "cpc": 2, "brand": 0.25}]}
    figures = filled(tmp_path / "a.xlsx", name, {**SALES[name], **keywords}, {"count_to": MARCH})
    assert figures["avoided_cost"] == 1200 * 2 * 0.75 * 3 / 12


def test_row_that_lost_its_formulas_is_named_where_paths_and_tests_are_typed_too(tmp_path):
    paths = {"Paths": [{"path": "Facebook", "conversions": 2}, {"path": "Instagram", "conversions": 1}]}
    filled(tmp_path / "a.xlsx", "attribution_and_tests", paths)
    book = read(tmp_path / "a.xlsx")
    head = book["Paths"].tables["Paths"].ref.partition(":")[0]
    row = int("".join(filter(str.isdigit, head))) + 1
    blank = {("Paths", cell.coordinate): None for cell in book["Paths"][row] if isinstance(cell.value, str)
             and cell.value.startswith("=")}  # fmt: skip
    figures = typed(tmp_path / "a.xlsx", blank)
    assert figures.check("Rows without their formulas: they do not count") == (1, "▲ look here")


@pytest.mark.parametrize(("name", "page"), [("four_step", "ROI"), ("kpi_scorecard", "Platforms")])
def test_platforms_of_which_nothing_is_known_stand_in_no_chart(tmp_path, name, page):
    rows = {"Results": [{**SALE, "platform": "LinkedIn"}, {**SALE, "platform": "Instagram"}],
            "Costs": [{**ADS, "platform": "LinkedIn", "amount": 6000}]}  # fmt: skip
    figures = filled(tmp_path / "a.xlsx", name, rows)
    charted = [figures.row(page, platform)[13:17] for platform in figures["platform_names"][:3]]
    # LinkedIn is listed first: half of 6,000 came back. Of Instagram no cost is known.
    assert figures["platform_names"][:2] == ["LinkedIn", "Instagram"]
    assert charted == [["LinkedIn", 0, -50, -50], ["Instagram", 0, 0, 0], [None, 0, 0, 0]]
