"""A number is told down to its rows, in the words of its workbook; the sums are done by hand here."""

from pathlib import Path

import pytest

import socroi
from socroi.errors import UsageError
from socroi.review.explaining import explain
from socroi.review.wording import SCOPE
from socroi.templates import shipped
from socroi.templates.texts import languages, template_entries

BOOKS = Path(__file__).parents[2] / "workbook_templates"


def test_the_roi_is_told_down_to_the_rows_that_were_typed():
    found = explain(BOOKS / "en" / "four_step_example.xlsx", "roi_total", rows=3)
    assert found.value == pytest.approx((17289 - 12549) * 100 / 12549)
    returned, cost = found.children
    assert (returned.value, cost.value) == (pytest.approx(17289), pytest.approx(12549))
    assert found.words.startswith(f"({returned.label} − {cost.label}) × 100")
    row = returned.children[0]
    assert row.value == 15 * 58  # the best month sold 15 courses at 58
    assert row.children[0].words == "typed in"
    assert returned.children[-1].label == "more rows: 60"
    shown = sum(float(str(child.value)) for child in returned.children)
    assert shown == pytest.approx(17289)


def test_of_a_sum_with_conditions_only_the_rows_that_meet_them_are_told():
    names = socroi.open(BOOKS / "en" / "four_step_example.xlsx")
    platforms = [row[0] for row in names.rows("platform_names")]
    area = list(names.cells("platform_return"))
    found = explain(BOOKS / "en" / "four_step_example.xlsx", area[platforms.index("Instagram")], rows=100)
    (rows,) = found.children
    assert "Platform is Instagram" in found.words
    assert len(rows.children) == 18  # two KPIs, nine months
    assert all("Instagram" in child.label for child in rows.children)
    assert rows.value == found.value


@pytest.mark.parametrize("language", ["ca", "fa", "hi", "hu", "sw"])
def test_the_words_are_those_of_the_workbook(language):
    found = explain(BOOKS / language / "four_step_example.xlsx", "return_total", rows=1, depth=1)
    english = explain(BOOKS / "en" / "four_step_example.xlsx", "return_total", rows=1, depth=1)
    assert found.value == pytest.approx(english.value)
    assert not {found.words, found.label} & {english.words, english.label}


def test_the_branch_that_was_not_taken_is_left_out(own_book):
    def plant(sheet, months, looks):
        sheet.write_formula("H2", '=IF(C2>1000000,C3,IF(D2="","",C2-D2))')

    found = explain(own_book(plant), "Campaigns!H2")
    assert found.words == "Revenue − Cost"
    assert [child.value for child in found.children] == [400, 150]


def test_what_is_no_cell_is_refused_with_what_to_do(own_book):
    with pytest.raises(UsageError, match=r"no cell and no name.*socroi names"):
        explain(own_book(), "roi_total")
    with pytest.raises(UsageError, match="several cells"):
        explain(own_book(), "Campaigns!C2:C9")


def test_every_text_of_explanations_is_translated_with_the_same_parts():
    import re

    english = {key: entry for key, entry in template_entries("en").items() if key.startswith(f"{SCOPE}/")}
    assert len(english) > 20
    for language in languages()[1:]:
        entries = template_entries(language)
        for key, entry in english.items():
            assert entries[key].translation, (language, key)
            parts = [sorted(re.findall(r"\{\w+\}", text)) for text in (entry.source, entries[key].translation)]
            assert parts[0] == parts[1], (language, key)


def test_python_gets_a_table():
    table = socroi.explain(BOOKS / "en" / "four_step_example.xlsx", "return_total", depth=1, rows=2).table
    assert list(table.columns) == ["depth", "label", "value", "words", "cell"]
    assert list(table["depth"]) == [0, 1]


def test_of_a_result_that_is_stopped_the_checks_are_told(four_step):
    def plant(book, table):
        costs = table("Costs")
        costs[costs.first, "Amount"] = "160 €"

    path = four_step(plant)
    found = explain(path, "roi_total")
    assert found.words == "not shown until these checks are put right"
    assert [child.label for child in found.children] == ["Text where a number or a date belongs"]
    with pytest.raises(UsageError, match="not shown until a check is put right: Text where"):
        socroi.bridge(path, months=("2026-08", "2026-09"))
    (stopping,) = [each for each in socroi.check(path, second=False).findings if "No ROI is shown" in each.sentence]
    assert stopping.severity == "error"


@pytest.mark.parametrize("template", ["programme", "hidden_returns", "audience_value", "attribution_and_tests"])
def test_in_a_workbook_without_a_total_the_headline_is_explained(template):
    found = explain(BOOKS / "en" / f"{template}_example.xlsx", rows=1, depth=1)
    revenue, cost = (float(str(child.value)) for child in found.children)
    assert found.value == pytest.approx((revenue - cost) * 100 / cost)


@pytest.fixture
def spring(tmp_path):
    """A workbook of three months: a yearly bill of 1,200, an ad of 50, and 12 leads at 40 each."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(shipped("four_step").read_bytes())
    socroi.fill(path, [{"kpi": "Leads", "worth": 40, "evidence": "Test"}], "KpiValues")
    socroi.fill(path, [{"month": "2026-03", "kpi": "Leads", "quantity": 12}], "Results")
    bill = {"month": "2026-01", "what": "Bill", "amount": 1200, "months": 12}
    socroi.fill(path, [bill, {"month": "2026-02", "what": "Ad", "amount": 50, "months": None}], "Costs")
    return path


def test_a_bill_that_is_spread_is_told_by_the_months_that_count(spring):
    (rows,) = explain(spring, "cost_total").children
    spread, once = rows.children
    assert (spread.value, once.value) == (300, 50)
    assert spread.words == "Each month × the months from Jan 2026 to Mar 2026 (3)"
    assert once.words == "Each month × 1"


def test_a_row_of_a_list_is_called_by_its_name_alone(spring):
    (rows,) = explain(spring, "return_total").children
    assert rows.value == 480
    assert "Worth of one, Leads" in {below.label for below in rows.children[0].children}
