"""The workbook of the next year: what it has is read off the one before it, and the rest of bills is summed by hand."""

from datetime import date

import pytest
from every_template import Figures, computed, filled, opened

import socroi
from socroi.errors import UsageError, WorkbookError
from socroi.templates import names

JUNE = date(2026, 6, 1)
SHARED = "Shared by all"
COSTS = [
    {"month": JUNE, "platform": SHARED, "category": "Tools and platforms", "what": "Planner", "amount": 1200,
     "months": 12},
    {"month": JUNE, "platform": SHARED, "category": "Staff time", "hours": 10, "rate": 30, "months": 12},
    {"month": JUNE, "platform": "Facebook", "category": "Prizes", "amount": 500},
    {"month": date(2027, 2, 1), "platform": "Facebook", "category": "Ads", "amount": 70},
]  # fmt: skip
CASE = {
    "KpiValues": [{"kpi": "Leads", "worth": 12, "evidence": "Test", "source": "Own shop", "margin": None}],
    "PayPerClick": [{"keyword": "bread", "clicks": 100, "cpc": 0.5}],
    "Results": [{"month": JUNE, "platform": "Mastodon", "kpi": "Leads", "quantity": 40}],
    "Costs": COSTS,
}
SETTINGS = {
    "company": "Hand Summed Ltd",
    "margin": 0.4,
    "count_to": JUNE,
    "goals": [
        {"goal": "Awareness", "kpi": "Leads", "start": 100, "target": 200, "serves": "growth"},
        {"goal": "Conversion", "kpi": "Leads", "start": 0, "target": 90},
    ],
    "plan": [{"category": "Ads", "months": [10] * 12}],
}


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    path = tmp_path_factory.mktemp("old") / "plan.xlsx"
    filled(path, "four_step", CASE, SETTINGS)
    return path


@pytest.fixture(scope="module")
def following(old):
    done = socroi.next_year(old)
    assert done.path == old.with_name("plan_2027.xlsx")
    assert done.uncomputed == []
    return Figures(done.path)


def rows(figures, table):
    path = figures if isinstance(figures, str) else str(figures)
    return socroi.read_template(path, keys=True)[table]


def test_the_months_that_are_left_of_bills_are_costs_of_the_next_year(old, following):
    costs = rows(old.with_name("plan_2027.xlsx"), "Costs")
    # Seven months of June's bills lie in 2026: five are left, 1200 x 5 / 12 = 500 and 300 x 5 / 12 = 125.
    assert costs["amount"].tolist() == [500, 125, 70]
    assert costs["months"].tolist()[:2] == [5, 5]
    assert [day.date() for day in costs["month"]] == [date(2027, 1, 1), date(2027, 1, 1), date(2027, 2, 1)]
    assert following["months"][0].date() == date(2027, 1, 1)
    assert following["cost_total"] + following["cost_ahead"] == 500 + 125 + 70


def test_lists_values_goals_and_settings_are_those_of_the_year_before(old, following):
    assert rows(old.with_name("plan_2027.xlsx"), "KpiValues").loc[0, ["kpi", "worth", "evidence"]].tolist() == [
        "Leads", 12, "Test",
    ]  # fmt: skip
    assert "Mastodon" in following["platform_names"]
    assert "Prizes" in following["category_names"]
    assert (following["company"], following["currency"], following["margin"]) == ("Hand Summed Ltd", "EUR", 0.4)
    # The first goal began at 100 and came to 140; the second counts what one year brings.
    assert [row[0].value for row in following.book["Goals"]["D7:D8"]] == [140, 0]
    assert [row[0].value for row in following.book["Goals"]["E7:E8"]] == [200, 90]


def test_what_is_of_one_year_is_empty_in_the_next(old, following):
    new = old.with_name("plan_2027.xlsx")
    assert rows(new, "Results").empty
    assert rows(new, "PayPerClick")["clicks"].isna().all()
    assert following["count_to"] is None
    assert following["return_total"] is None
    assert following.book["Plan"]["B7"].value == "Ads"
    assert following.book["Plan"]["C7"].value is None


def test_workbook_that_is_there_stays_unless_it_is_forced_and_the_old_one_stays_always(old, tmp_path):
    target = tmp_path / "there.xlsx"
    target.write_bytes(b"somebody's work")
    with pytest.raises(UsageError, match="exists already"):
        socroi.next_year(old, target)
    assert target.read_bytes() == b"somebody's work"
    before = old.read_bytes()
    with pytest.raises(UsageError, match="year that is over"):
        socroi.next_year(old, old, force=True)
    assert old.read_bytes() == before
    socroi.next_year(old, target, force=True)
    assert Figures(target)["company"] == "Hand Summed Ltd"


def test_workbook_that_is_none_of_ours_is_refused_and_nothing_is_written(tmp_path):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "strange.xlsx")
    with pytest.raises(WorkbookError, match="not made from a template"):
        socroi.next_year(tmp_path / "strange.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["strange.xlsx"]


@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in names()), ("four_step", "fa")])
def test_every_template_has_a_next_year_in_its_language_without_an_error(name, language, tmp_path):
    done = socroi.next_year(computed(name, example=True, language=language), tmp_path / "next.xlsx")
    assert (done.template, done.language, done.uncomputed) == (name, language, [])
    book = Figures(done.path).book
    assert book.sheetnames == opened(name, example=True, language=language).sheetnames
    errors = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "e"]
    assert errors == []
    # What was invented for the example stays marked.
    first = opened(name, example=True, language=language).worksheets[0]
    assert book.worksheets[0]["B2"].value == first["B2"].value


def test_programme_goes_on_saving_what_its_tasks_save_and_paying_what_is_paid_monthly(tmp_path):
    tasks = [{"task": "Reports", "before": 10, "after": 4, "rate": 20, "since": date(2026, 9, 1)}]
    spend = [
        {"month": date(2026, 3, 1), "what": "Planner", "once": 400, "monthly": 15},
        {"month": date(2026, 3, 1), "what": "Course", "once": 90},
    ]
    old = tmp_path / "a.xlsx"
    filled(old, "programme", {"Tasks": tasks, "Spend": spend})
    new = Figures(socroi.next_year(old).path)
    # January has begun, since they go on.
    assert new["months_so_far"] == 1
    assert new["saved_total"] == 6 * 20
    assert new["spent_total"] == 15


def test_letter_paper_stays_letter_paper(tmp_path):
    from four_step_case import read

    from socroi.templates import build

    build("four_step", "en", tmp_path / "a.xlsx", paper="letter")
    assert {sheet.page_setup.paperSize for sheet in read(socroi.next_year(tmp_path / "a.xlsx").path)} == {1}
