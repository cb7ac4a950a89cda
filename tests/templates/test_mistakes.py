"""A workbook filled with a stranger's mistakes: each is counted by a check, and no wrong ROI is shown."""

from datetime import date

import pytest
from every_template import filled

TEXTS = "Text where a number or a date belongs"
NEGATIVE = "Amounts below zero"
BOUNDS = "Amounts below zero, or shares such as 65 typed for 65%"
PUT_RIGHT = "✗ put right"
LOOK = "▲ look here"
ONE_SIDE = "Rows with one of two figures that belong together"
MONTH = date(2026, 1, 1)

SCORECARD = {
    "Kpis": [{"kpi": "Leads", "goal": "Sales", "kind": "direct", "target": 10, "worth": 50, "evidence": "Test"}],
    "Results": [{"month": MONTH, "platform": "Facebook", "kpi": "Leads", "quantity": 4}],
    "Costs": [{"month": MONTH, "platform": "Facebook", "category": "Ads", "amount": 100}],
}
"""4 x 50 = 200 of return for 100 of cost."""
SALES = {
    "Sales": [{"month": MONTH, "line": "Traced to social media", "revenue": 300, "evidence": "Test"}],
    "Costs": SCORECARD["Costs"],
    "Indirect": [{"what": "Reputation", "low": 0, "likely": 50, "high": 100, "evidence": "Anecdote"}],
}
PROGRAMME = {
    "Tasks": [{"task": "Planning", "before": 10, "after": 5, "rate": 20, "since": MONTH, "evidence": "Test"}],
    "Spend": [{"month": MONTH, "what": "Tool", "once": 600}],
}
DECEMBER = {"count_to": date(2026, 12, 1)}
"""5 hours x 20 x 12 months = 1200 saved for 600, counted to the end of the year."""
PATHS = {
    "Channels": [{"channel": "Instagram", "social": "yes", "cost": 100}, {"channel": "Search", "social": "no"}],
    "Paths": [{"path": "Instagram > Search", "conversions": 2, "revenue": 400, "nulls": 5}],
    "Tests": [
        {"test": "A", "size": 1000, "converted": 50, "held": 1000, "held_converted": 30, "value": 20, "cost": 100}
    ],
}
"""Linear: half of 400 for 100 of cost."""
CUSTOMERS = {
    "Customers": [
        {"customer": f"{number}", "follows": "yes" if number % 2 else "no", "stayed": "yes" if number % 3 else "no"}
        for number in range(1, 13)
    ]
}
WORTH = {
    "followers_total": 10, "value_kept": 100, "part_low": 0.1, "part_likely": 0.5, "part_high": 1, "cost_total": 50,
}  # fmt: skip


def changed(tables, table, **cells):
    """The same tables with other cells in the first row of one."""
    return {**tables, table: [{**tables[table][0], **cells}, *tables[table][1:]]}


@pytest.mark.parametrize(
    ("name", "tables", "settings", "figure", "expected"),
    [
        ("kpi_scorecard", SCORECARD, {}, "roi_total", 100),
        ("hidden_returns", SALES, {}, "roi_direct", 200),
        ("programme", PROGRAMME, DECEMBER, "roi_total", 100),
        ("attribution_and_tests", PATHS, {}, "roi_total", 100),
        ("audience_value", CUSTOMERS, WORTH, "return_likely", 0),
    ],
)
def test_without_a_mistake_the_figure_is_there(tmp_path, name, tables, settings, figure, expected):
    assert filled(tmp_path / "a.xlsx", name, tables, settings)[figure] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "tables", "settings", "figure", "check"),
    [
        ("kpi_scorecard", changed(SCORECARD, "Results", quantity="four"), {}, "roi_total", TEXTS),
        ("kpi_scorecard", changed(SCORECARD, "Results", month="January"), {}, "roi_total", TEXTS),
        ("kpi_scorecard", changed(SCORECARD, "Costs", amount="100 EUR"), {}, "roi_total", TEXTS),
        ("kpi_scorecard", changed(SCORECARD, "Kpis", worth="5 dollars"), {}, "roi_total", TEXTS),
        ("kpi_scorecard", changed(SCORECARD, "Results", quantity=-4), {}, "roi_total", NEGATIVE),
        ("hidden_returns", changed(SALES, "Sales", revenue="three"), {}, "roi_direct", TEXTS),
        ("hidden_returns", changed(SALES, "Sales", part=25), {}, "roi_direct", BOUNDS),
        ("hidden_returns", SALES, {"margin": 65}, "roi_direct", BOUNDS),
        ("hidden_returns", changed(SALES, "Indirect", likely="fifty"), {}, "roi_likely", TEXTS),
        ("programme", changed(PROGRAMME, "Tasks", before="ten"), {}, "roi_total", TEXTS),
        ("programme", changed(PROGRAMME, "Spend", once=-600), {}, "roi_total", NEGATIVE),
        (
            "programme",
            {**PROGRAMME, "Answers": [{"date": MONTH, "score": 11}]},
            {},
            "roi_total",
            "Scores outside of 0 to 5, or answers outside of 0 to 10",
        ),
        ("attribution_and_tests", changed(PATHS, "Paths", conversions="two"), {}, "roi_total", TEXTS),
        (
            "attribution_and_tests",
            changed(PATHS, "Paths", path="Instagram > > Search"),
            {},
            "roi_total",
            "Paths with an empty touch, or of more than ten touches",
        ),
        (
            "attribution_and_tests",
            changed(PATHS, "Tests", converted=2000),
            {},
            "tested_roi_likely",
            "Tests with more conversions than people",
        ),
        (
            "attribution_and_tests",
            PATHS,
            {"position_share": 40},
            "roi_total",
            "Settings of the models that cannot be",
        ),
        ("audience_value", CUSTOMERS, {**WORTH, "part_likely": 50}, "roi_likely", BOUNDS),
        (
            "audience_value",
            changed(CUSTOMERS, "Customers", follows="perhaps"),
            WORTH,
            "roi_likely",
            "Answers other than yes and no",
        ),
    ],
)
def test_what_would_make_a_figure_wrong_withholds_it(tmp_path, name, tables, settings, figure, check):
    figures = filled(tmp_path / "a.xlsx", name, tables, settings)
    count, word = figures.check(check)
    assert count >= 1
    assert word == PUT_RIGHT
    assert figures["stops"] >= 1
    assert figures[figure] == LOOK
    assert LOOK in [figures.book["Start"][f"{column}6"].value for column in "BCDE"]


LEAD = SCORECARD["Results"][0]
DOUBTS = {
    "kpi_scorecard": (
        {
            "Kpis": [
                *SCORECARD["Kpis"],
                {"kpi": "Link clicks", "kind": "indirect", "target": 5, "evidence": "Illustrative"},
                {"kpi": "Shares", "goal": "Sales", "worth": 1, "evidence": "Illustrative"},
            ],
            "Results": [
                LEAD,
                LEAD,
                {**LEAD, "month": None},
                {**LEAD, "kpi": "Leds"},
                {**LEAD, "platform": None, "quantity": 5},
                {**LEAD, "platform": "Instagram", "kpi": "Link clicks"},
                {**LEAD, "platform": "Instagram", "kpi": "Shares"},
                {**LEAD, "month": date(2025, 1, 1)},
                {**LEAD, "month": date(2026, 3, 1)},
            ],
            "Costs": [
                {"month": MONTH, "platform": "LinkedIn", "category": "Ads", "amount": 100},
                {"month": MONTH, "platform": "LinkedIn", "category": "Ads", "hours": 3},
                {"month": MONTH, "platform": "LinkedIn", "category": "Ads", "rate": 20, "hours": 2},
                {"month": MONTH, "platform": "LinkedIn", "category": "Ads", "rate": 20, "amount": 5},
            ],
        },
        {},
        {
            ONE_SIDE: 1,
            "Rows without a month: they do not count": 1,
            "Rows that stand there twice": 2,
            "Months so far without any result": 1,
            "Results whose KPI is not on the sheet KPIs": 1,
            "KPIs with results but no value: they do not count": 1,
            "KPIs in use at a value that is only illustrative": 1,
            "KPIs without a business goal from the list": 1,
            "KPIs with results but no target": 1,
            "KPIs marked neither direct nor indirect": 1,
            "Platforms with results but no cost of their own": 2,
            "Platforms with a cost but no results": 1,
            "Rows whose platform is missing or not listed": 1,
            "Cost categories never used (forgotten?)": 10,
            "Rows outside of the twelve months: they do not count": 2,
        },
    ),
    "hidden_returns": (
        {
            "Sales": [
                *SALES["Sales"],
                *SALES["Sales"],
                {"month": MONTH, "line": "Search, lifted by social media", "revenue": 500},
                {"month": date(2026, 3, 1), "revenue": 10},
                {"line": "Traced to social media", "revenue": 20},
            ],
            "Keywords": [{"keyword": "course", "clicks": 10}],
            "Indirect": [
                {"what": "Reputation", "low": 60, "likely": 50, "high": 100, "evidence": "Anecdote"},
                {"what": "Authority", "low": 1, "likely": 2, "high": 3},
            ],
            "Costs": [{"month": MONTH, "platform": "Facebook", "category": "Ads", "amount": 100}],
        },
        {"savings": {"service": {"questions": (1, 2, 3)}}},
        {
            "Rows without a month: they do not count": 1,
            "Rows that stand there twice": 2,
            # Of March there is a sale: that it stands on no line is said below.
            "Months so far without any sale": 1,
            "Sales on no line: traced, or search": 1,
            "Search sales without the part due to social media": 1,
            "Returns without how we know": 1,
            "Indirect returns without low ≤ likely ≤ high: they do not count": 1,
            "Savings or word of mouth filled in by half": 1,
            "Keywords without a cost per click": 1,
        },
    ),
    "programme": (
        {
            "Maturity": [
                {"area": "Integration", "statement": "One", "weight": 1, "first": 3},
                {"area": "Elsewhere", "statement": "Two", "weight": 1},
            ],
            "Tasks": [
                {"task": "Planning", "before": 10, "after": 12, "rate": 20, "since": MONTH},
                {"task": "Posting", "before": 10, "after": 5, "rate": 20, "evidence": "Test"},
                {"task": "Reports", "before": 4, "after": 2, "since": MONTH},
                {"task": "Films", "before": 4, "rate": 30, "since": MONTH},
            ],
            "Spend": [{"what": "Tool", "once": 600}, {"month": date(2027, 1, 1), "what": "Later", "once": 1}],
            "Answers": [{"date": MONTH, "score": 9}, {"score": 7}],
        },
        {},
        {
            "Rounds with scores but no month": 1,
            "Statements left out of a round": 1,
            "Statements without an area from the list": 1,
            ONE_SIDE: 1,
            "Tasks without pay per hour: they do not count": 1,
            "Tasks without a month since when: they do not count": 1,
            "Tasks that take longer now": 1,
            "Tasks without how we know": 1,
            "Spend without a month, or answers without a date": 2,
            "Quarters with fewer than 30 answers": 1,
            "Rows outside of the twelve months: they do not count": 1,
        },
    ),
    "attribution_and_tests": (
        {
            "Channels": [
                {"channel": "Instagram", "social": "yes", "claimed": 90},
                {"channel": "Search", "social": "no"},
                {"channel": "Email"},
            ],
            "Paths": [
                {"path": "Instagram > Search", "conversions": 2, "revenue": 400},
                {"path": "Instagram > Search", "conversions": 2, "revenue": 400},
                {"path": "Instagram > Serch", "conversions": 1},
                {"path": "Email"},
                {"conversions": 3},
            ],
            "Tests": [
                {"test": "A", "size": 1000, "converted": 4, "held": 1000, "held_converted": 3, "value": 20},
                {"test": "B", "from_day": date(2026, 2, 2), "to_day": date(2026, 2, 1)},
                {"test": "C", "size": 1000, "held": 900, "held_converted": 9},
            ],
            "Ranges": [
                {"what": "One", "low": 3, "likely": 2, "high": 5, "evidence": "Test"},
                {"what": "Two", "low": 1, "likely": 2, "high": 5},
            ],
        },
        {},
        {
            "Touches that are not on the sheet Channels": 1,
            "Paths or channels that stand there twice": 2,
            "Paths without a number of conversions": 1,
            "Conversions without a path": 1,
            ONE_SIDE: 1,
            "Nothing known of paths without a conversion": 1,
            "The channels claim more than there was": 1,
            "Claims without a window": 1,
            "Channels of which it is not said whether they are social media": 1,
            "Social media channels without a cost: not in the ROI": 1,
            "Tests with fewer than five conversions in a group": 1,
            "Tests whose result may be chance": 1,
            "Tests that end before they begin": 1,
            "Ranges without low ≤ likely ≤ high: they do not count": 1,
            "Returns without how we know": 1,
        },
    ),
    "audience_value": (
        {
            "Customers": [
                *CUSTOMERS["Customers"],
                CUSTOMERS["Customers"][0],
                {"customer": "13", "stayed": "yes"},
                {"customer": "14", "follows": "yes", "size": 10},
                {"customer": "15", "follows": "yes", "size": 12},
            ],
            "Sentiment": [
                {"month": date(2026, 1, 1), "positive": 5, "negative": 1},
                {"month": date(2026, 1, 20), "positive": 5, "negative": 1},
                {"month": date(2026, 4, 1), "positive": 5, "negative": 1},
                {"positive": 4, "negative": 1},
            ],
        },
        {**WORTH, "part_low": 0.9},
        {
            "Parts due to social media without low ≤ likely ≤ high": 1,
            "Part due to social media without how we know": 1,
            "Differences whose worth is not known": 1,
            "Customers of whom it is not said whether they follow": 1,
            "Customers who stand there twice": 2,
            "Groups of fewer than 30 customers": 3,
            "Sentiment without a month": 1,
            "Months missing between the first and the last": 2,
            "Months of sentiment that stand there twice": 1,
            "Fewer than 15 months of sentiment": 1,
        },
    ),
}
"""For each template rows, settings, and what the checks count, all by hand."""


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_doubtful_is_pointed_out(tmp_path, name):
    tables, settings, expected = DOUBTS[name]
    figures = filled(tmp_path / "a.xlsx", name, tables, settings)
    assert {check: figures.check(check)[0] for check in expected} == expected
    assert {figures.check(check)[1] for check, count in expected.items() if count} == {LOOK}
    assert figures["stops"] == 0


def test_row_that_stands_below_a_table_is_pointed_out(tmp_path):
    import openpyxl

    from socroi import recalculate

    filled(tmp_path / "a.xlsx", "programme", PROGRAMME)
    from every_template import Figures
    from four_step_case import read

    book = read(tmp_path / "a.xlsx")
    assert isinstance(book, openpyxl.Workbook)
    bottom = int(book["Spend"].tables["Spend"].ref.rpartition("H")[2])
    book["Spend"].cell(bottom + 2, 2, "typed too low")
    book.save(tmp_path / "b.xlsx")
    recalculate(tmp_path / "b.xlsx")
    assert Figures(tmp_path / "b.xlsx").check("Rows typed below a table: they do not count") == (1, LOOK)
