"""What-if data tables. Expected values by hand; LibreOffice 25.2 gives the same for a file with all three kinds."""

from __future__ import annotations

import pytest

from socroi.engine.model.book import CalculationSettings

ROI = {"B1": 500, "B2": 200, "B3": "=B1-B2", "B4": "=B3/B2*100"}
"""Revenue, cost, profit and ROI."""


def shown(worked, first, last):
    """The values of a rectangle of cells as rows."""
    columns = range(ord(first[0]), ord(last[0]) + 1)
    return [[worked[f"{chr(column)}{row}"] for column in columns] for row in range(int(first[1:]), int(last[1:]) + 1)]


def test_values_down_a_column_are_put_into_one_input_and_each_formula_above_is_read(work):
    tried = {"D2": 100, "D3": 200, "D4": 400, "E1": "=B3", "F1": "=B4"}
    worked = work({**ROI, **tried, "E2:F4": "{=TABLE(,B2)}"})
    assert shown(worked, "E2", "F4") == [[400, 400], [300, 150], [100, 25]]
    assert [worked[cell] for cell in ("B2", "B3", "E1")] == [200, 300, 300]


def test_values_along_a_row_are_put_into_one_input_and_each_formula_beside_is_read(work):
    tried = {"E1": 300, "F1": 600, "D2": "=B3", "D3": "=B4"}
    worked = work({**ROI, **tried, "E2:F3": "{=TABLE(B1,)}"})
    assert shown(worked, "E2", "F3") == [[100, 400], [50, 200]]


def test_two_inputs_are_tried_at_once(work):
    tried = {"D1": "=B3", "E1": 300, "F1": 600, "D2": 100, "D3": 50}
    worked = work({**ROI, **tried, "E2:F3": "{=TABLE(B1,B2)}"})
    assert shown(worked, "E2", "F3") == [[200, 500], [250, 550]]


def test_what_reads_the_table_comes_after_it(work):
    tried = {"D2": 100, "D3": 400, "E1": "=B3"}
    worked = work({"A1": "=MAX(E2:E3)", **ROI, **tried, "E2:E3": "{=TABLE(,B2)}"})
    assert worked["A1"] == 400


def test_blanks_texts_and_errors_are_tried_and_shown_like_numbers(work):
    tried = {"D2": None, "D3": "free", "D4": 50, "E1": "=B4", "F1": "=B9"}
    worked = work({**ROI, **tried, "E2:F4": "{=TABLE(,B2)}"})
    assert shown(worked, "E2", "F4") == [["#DIV/0!", 0], ["#VALUE!", 0], [900, 0]]


def test_an_open_workbook_keeps_its_tables_up_to_date(kept):
    tried = {"D2": 100, "D3": 400, "E1": "=B3", "A1": "=SUM(E2:E3)"}
    book = kept({**ROI, **tried, "E2:E3": "{=TABLE(,B2)}"})
    assert [book["E2"], book["E3"], book["A1"]] == [400, 100, 500]
    book["B1"] = 1000
    assert [book["A1"], book["E2"], book["B3"]] == [1500, 900, 800]
    book["D3"] = 900
    assert [book["E3"], book["A1"]] == [100, 1000]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"B2": "=B1*0.4"}, "the input of its data table is a formula itself"),
        ({"B3": "=NOSUCH(B1)"}, "a formula that its data table tries cannot be computed"),
        ({"B3": "=SUM(H2:H3)", "G2": 1, "H1": "=B2", "H2:H3": "{=TABLE(,B2)}"}, "a formula that its data table tries"),
    ],
)
def test_a_table_that_cannot_be_computed_says_why(work, cells, why):
    worked = work({**ROI, "D2": 100, "D3": 400, "E1": "=B3", "E2:E3": "{=TABLE(,B2)}", **cells})
    assert shown(worked, "E2", "E3") == [["uncomputed"], ["uncomputed"]]
    assert any(why in failure.why for failure in worked.calculation.results.failures)


def test_a_workbook_that_computes_its_tables_only_when_asked_keeps_them(work):
    cells = {**ROI, "D2": 100, "E1": "=B3", "E2:E2": "{=TABLE(,B2)}"}
    assert work(cells, calculation=CalculationSettings(data_tables=False))["E2"] == "uncomputed"
