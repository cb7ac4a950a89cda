"""Figures are those that the workbook's own cells hold, read by openpyxl, or sums done by hand."""

import warnings
from datetime import date

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from socroi import templates
from socroi.errors import UsageError, WorkbookError
from socroi.reports.page.facts import read_facts
from socroi.review.movements import bridge
from socroi.templates import find, languages, names

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
REPORTED = ("four_step", "kpi_scorecard", "hidden_returns")
OTHERS = [("kpi_scorecard", "en"), ("hidden_returns", "hu")]


def cell(path, name):
    """The cached value of the first cell of a defined name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(path, data_only=True)
    sheet, area = next(iter(book.defined_names[name].destinations))
    column, row, _, _ = range_boundaries(area)
    return book[sheet].cell(row, column).value


@pytest.mark.parametrize(("name", "language"), [("four_step", each) for each in languages()] + OTHERS)
def test_the_answer_is_that_of_the_workbook_in_every_language(name, language, example_facts):
    path = templates.shipped(name, language, example=True)
    returned, roi = ("return_likely", "roi_likely") if name == "hidden_returns" else ("return_total", "roi_total")
    facts = example_facts(name, language)
    total = facts.answer.total
    assert (total.returned, total.cost, total.roi) == pytest.approx(
        (cell(path, returned), cell(path, "cost_total"), cell(path, roi))
    )
    assert facts.language == language
    assert facts.example


@pytest.mark.parametrize("name", sorted(set(names()) - set(REPORTED)))
def test_a_workbook_without_return_and_cost_by_month_is_refused_with_those_that_have_them(name):
    with pytest.raises(WorkbookError, match=r"no return and cost by month.*four_step, kpi_scorecard or hidden_returns"):
        read_facts(templates.shipped(name, example=True))


def test_a_month_is_that_month_alone_for_each_platform(two_months):
    facts = read_facts(two_months, month=JULY)
    assert (facts.answer.first, facts.answer.last) == (JULY, JULY)
    assert (facts.answer.total.returned, facts.answer.total.cost, facts.answer.total.roi) == (1050, 700, 50)
    lines = {line.name: (line.returned, line.cost, line.roi) for line in facts.answer.platforms}
    assert lines["Facebook"] == (1000, 400, 150)
    assert lines["X (Twitter)"] == (50, 300, pytest.approx(-250 / 3))


def test_months_after_the_one_that_is_reported_are_left_out(two_months):
    assert [day for day, _ in read_facts(two_months, month=JUNE).months] == [JUNE]


def test_what_changed_most_is_the_platform_and_its_kpi(two_months):
    change = read_facts(two_months).change
    assert (change.before.total.profit, change.after.total.profit) == (900 - 600, 1050 - 700)
    # Facebook's profit rose by 200, the other's fell by 150.
    assert [line.profit for line in change.platform] == [400, 600]
    assert change.kpi == ("Purchases", 40, 50)


def test_one_month_has_no_change(filled):
    facts = read_facts(filled([(JUNE, "Facebook", "Purchases", 40, 800)], [(JUNE, "Facebook", 400)]))
    assert facts.change is None


def test_months_that_do_not_follow_each_other_are_not_compared(filled):
    book = filled(
        [(date(2026, 5, 1), "Facebook", "Purchases", 40, 800), (JULY, "Facebook", "Purchases", 40, 800)],
        [(date(2026, 5, 1), "Facebook", 400), (JULY, "Facebook", 400)],
    )
    assert read_facts(book).change is None


def test_a_month_without_anything_is_refused_with_those_there_are(two_months):
    with pytest.raises(UsageError, match=r"nothing in the month 2026-09.*2026-06 to 2026-07"):
        read_facts(two_months, month=date(2026, 9, 1))


def test_last_year_is_the_same_months_of_the_other_workbook(filled, two_months):
    old = filled(
        [
            (date(2025, 6, 1), "Facebook", "Purchases", 10, 300),
            (date(2025, 7, 1), "Facebook", "Purchases", 10, 400),
            (date(2025, 8, 1), "Facebook", "Purchases", 10, 9999),
        ],
        [(date(2025, month, 1), "Facebook", 200) for month in (6, 7, 8)],
        start=date(2025, 1, 1),
        name="old.xlsx",
    )
    assert read_facts(two_months, last_year=old).last_year.total.returned == 700
    facts = read_facts(two_months, month=JULY, last_year=old)
    assert (facts.last_year.first, facts.last_year.total.returned) == (date(2025, 7, 1), 400)


def test_a_year_before_in_another_currency_is_refused(filled, two_months):
    old = filled([(date(2025, 6, 1), "Facebook", "Purchases", 1, 1)], [], name="old.xlsx", currency="USD")
    with pytest.raises(WorkbookError, match="in USD, and the report in EUR"):
        read_facts(two_months, last_year=old)


def test_a_year_before_without_these_months_is_refused(filled, two_months):
    old = filled([(date(2025, 1, 1), "Facebook", "Purchases", 1, 1)], [], start=date(2025, 1, 1), name="old.xlsx")
    with pytest.raises(WorkbookError, match=r"nothing in 2025-07, a year before.*It has 2025-01 to 2025-01"):
        read_facts(two_months, last_year=old)


def test_the_workbook_is_never_changed(two_months):
    before = two_months.read_bytes()
    read_facts(two_months, month=JUNE)
    assert two_months.read_bytes() == before


def test_margin_counts_where_it_is_given_and_whole_sales_where_not(filled):
    rows = ([(JUNE, "Facebook", "Purchases", 40, 800)], [(JUNE, "Facebook", 400)])
    assert (read_facts(filled(*rows)).whole, read_facts(filled(*rows)).margin) == (True, None)
    facts = read_facts(filled(*rows, settings={"margin": 0.5}))
    assert (facts.whole, facts.margin, facts.answer.total.returned) == (False, 0.5, 400)


def test_goals_are_those_of_the_year_so_far_also_when_one_month_is_reported(example_facts):
    whole, one = (example_facts("kpi_scorecard", "en", month) for month in (None, date(2026, 9, 1)))
    assert [(goal.kpi, goal.target, goal.actual) for goal in one.goals] == [
        (goal.kpi, goal.target, goal.actual) for goal in whole.goals
    ]
    assert ("Purchases", 240, 200) in [(goal.kpi, goal.target, goal.actual) for goal in one.goals]


def test_goals_of_four_steps_say_how_far_they_are(example_facts):
    # 3,800 followers at the start and 1,900 more, of 6,500: 1,900 of 2,700 in 9 of 12 months.
    goal = example_facts("four_step").goals[0]
    assert (goal.kpi, goal.target, goal.actual) == ("New followers", 6500, 5700)
    assert goal.pace == pytest.approx(1900 / 2700 / (9 / 12))


def test_evidence_adds_up_to_the_return(example_facts):
    for name, language in [("four_step", "en"), *OTHERS]:
        facts = example_facts(name, language)
        assert sum(amount for _, amount in facts.evidence) == pytest.approx(facts.answer.total.returned)


def test_a_check_that_stops_the_roi_stands_first_and_there_is_no_roi(filled):
    book = filled([("soon", "Facebook", "Purchases", 40, 800)], [(JUNE, "Facebook", 400)])
    facts = read_facts(book)
    assert facts.answer.total.roi is None
    assert facts.answer.total.status
    assert facts.checks[0].stops


def test_an_empty_workbook_says_nothing_and_makes_nothing_up(tmp_path):
    facts = read_facts(templates.shipped("four_step"))
    assert facts.answer.total.is_blank
    assert (facts.months, facts.checks, facts.evidence, facts.marginals) == ([], [], [], [])


@pytest.mark.skipif("campaign" not in find("four_step").column_keys["Results"], reason="no workbook names campaigns")
def test_campaigns_have_their_return_and_the_costs_that_name_them(filled):
    results = [
        (JUNE, "Facebook", "Purchases", 40, revenue, name) for revenue, name in ((800, "A"), (90, "B"), (7, None))
    ]
    costs = [(JUNE, "Facebook", 400, "A"), (JUNE, "Facebook", 55, None)]
    facts = read_facts(filled(results, costs))
    assert [(line.name, line.returned, line.cost, line.roi) for line in facts.campaigns] == [
        ("A", 800, 400, 100),
        ("B", 90, None, None),
    ]


TEN_MONTHS = [date(2026, month, 1) for month in range(1, 11)]
SPENT = [100, 200, 300, 400, 500, 100, 200, 300, 400, 500]


def months_of(gain):
    """Ten months in which each unit spent goes with `gain` of return over 50, and a little noise of +1 and -1."""
    results = [
        (day, "Facebook", "Purchases", 40, 50 + gain * cost + (1 if place % 2 else -1))
        for place, (day, cost) in enumerate(zip(TEN_MONTHS, SPENT, strict=True))
    ]
    return results, [(day, "Facebook", cost) for day, cost in zip(TEN_MONTHS, SPENT, strict=True)]


def test_more_is_told_where_the_months_bear_it_and_a_margin_is_known(filled):
    (found,) = read_facts(filled(*months_of(4), settings={"margin": 0.5})).marginals
    assert (found.platform, found.more) == ("Facebook", True)
    assert found.low <= 200 <= found.high  # 4 of revenue for each 1 spent, of which half remains


def test_more_is_not_told_while_whole_sales_count(filled):
    assert read_facts(filled(*months_of(4))).marginals == []


def test_less_is_told_where_the_next_money_brings_less_than_it_costs(filled):
    (found,) = read_facts(filled(*months_of(0.5))).marginals
    assert (found.platform, found.more) == ("Facebook", False)
    assert found.low <= 50 <= found.high


def test_nothing_is_told_of_a_spend_that_never_varied(example_facts):
    assert example_facts("four_step").marginals == []


@pytest.mark.parametrize("name", ["four_step", "kpi_scorecard"])
def test_what_moved_the_roi_goes_from_the_one_month_to_the_other_without_a_rest(name, example_facts):
    change = example_facts(name).change
    way = change.bridge
    assert (way.start, way.end) == (pytest.approx(change.before.total.roi), pytest.approx(change.after.total.roi))
    assert {part.kind for part in way.parts} <= {"volume", "worth", "cost"}


def test_the_steps_are_those_that_explain_finds_between_the_same_months(example_facts):
    path = templates.shipped("four_step", "en", example=True)
    way = bridge(path, months=("2026-08", "2026-09"))
    found = example_facts("four_step").change.bridge
    assert [(part.label, pytest.approx(part.amount)) for part in way.parts] == [
        (part.label, part.amount) for part in found.parts
    ]


def test_costs_without_anybodys_time_are_not_said_to_be_all(filled):
    sold = [(JUNE, "Meta", "Purchases", 5, 900), (JULY, "Meta", "Purchases", 5, 900)]
    ads = [(JUNE, "Meta", 300), (JULY, "Meta", 200)]
    staff = (JUNE, None, 150, None, "Staff time")
    assert read_facts(filled(sold, ads)).unpaid == [None]
    assert read_facts(filled(sold, [*ads, staff])).unpaid == [JULY]
    assert read_facts(filled(sold, [*ads, staff]), month=JUNE).unpaid == []
