"""What changed between two books, and what each change does; Shapley values are worked out by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.errors import UsageError
from socroi.review.comparing import SEQUENTIAL, SHAPLEY, compare
from socroi.review.mixed_states import shapley

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "en" / "four_step_example.xlsx"


def test_what_two_do_together_is_halved_between_them():
    worth = {frozenset(): 0.0, frozenset({0}): 1.0, frozenset({1}): 3.0, frozenset({0, 1}): 10.0}
    assert shapley(2, worth.get) == [pytest.approx((1 + 7) / 2), pytest.approx((3 + 9) / 2)]


@given(st.lists(st.floats(-1e3, 1e3), min_size=8, max_size=8))
def test_shapley_values_add_up_to_what_all_do_together(worths):
    found = shapley(3, lambda group: worths[sum(1 << at for at in group)])
    assert sum(found) == pytest.approx(worths[7] - worths[0], abs=1e-6)


def test_a_state_without_a_result_leaves_no_shapley_value():
    assert shapley(1, lambda group: None if group else 1.0) is None


def test_each_changed_input_is_named_and_its_part_of_the_roi_told(four_step):
    def plant(book, table):
        values, results, costs = table("KpiValues"), table("Results"), table("Costs")
        values[values.where(KPI="Leads")[0], "Worth of one"] = 16
        row = results.where(Platform="Instagram", KPI="Purchases")[-1]
        results[row, "Revenue traced"] = 1200
        costs[costs.where(Platform="X (Twitter)")[-1], "Amount"] = 90

    found = compare(EXAMPLE, four_step(plant))
    assert found.method == SHAPLEY
    assert {(each.group, each.column, each.before, each.after) for each in found.changes} == {
        ("Values, Leads", "Worth of one", 14, 16),
        ("Results, Instagram", "Revenue traced", 870, 1200),
        ("Costs, X (Twitter)", "Amount", 135, 90),
    }
    # 243 leads worth 2 more each and 330 of revenue, on a cost of 12549, and 45 less of cost.
    cost, returned = 12549, 17289
    after = (returned + 486 + 330 - (cost - 45)) * 100 / (cost - 45)
    assert found.bridge.end == pytest.approx(after)
    leads = 486 * 100 * (1 / cost + 1 / (cost - 45)) / 2
    assert found.bridge.parts[0].amount == pytest.approx(leads)
    assert found.bridge.start + sum(part.amount for part in found.bridge.parts) == pytest.approx(after)
    assert list(found.table.columns) == ["group", "what", "column", "before", "after"]


def test_rows_that_only_moved_are_no_change(four_step):
    def plant(book, table):
        results = table("Results")
        first, second = results.first, results.first + 1
        typed = [heading for heading in results.places if heading not in {"Value", "Counted"}]
        for heading in typed:
            results[first, heading], results[second, heading] = results[second, heading], results[first, heading]

    found = compare(EXAMPLE, four_step(plant))
    assert found.changes == ()
    assert found.bridge.change == pytest.approx(0)


def test_many_changes_are_made_one_after_the_other_and_it_is_said(four_step):
    def plant(book, table):
        for name, heading in (("Results", "Quantity"), ("Costs", "Amount")):
            rows = table(name)
            for row in rows:
                if isinstance(rows[row, heading], float):
                    rows[row, heading] = rows[row, heading] * 1.1

    found = compare(EXAMPLE, four_step(plant))
    assert found.method == SEQUENTIAL
    assert found.bridge.start + sum(part.amount for part in found.bridge.parts) == pytest.approx(found.bridge.end)


def test_another_formula_is_a_part_of_its_own(own_book):
    def plant(sheet, months, looks):
        sheet.write("C2", 500, looks["money"])
        sheet.write_formula("F10", "=C10/D10", looks["percent"])

    found = compare(own_book(), own_book(plant, "new.xlsx"), "Campaigns!F10")
    assert [part.label for part in found.bridge.parts] == ["Revenue, Campaign 1", "formulas and layout"]
    assert [part.amount for part in found.bridge.parts] == [pytest.approx(100 / 2012), pytest.approx(1)]


def test_a_result_that_is_no_number_is_refused_with_what_it_shows(own_book):
    with pytest.raises(UsageError, match="no number: it is Campaign"):
        compare(own_book(), own_book(name="new.xlsx"), "Campaigns!A1")
