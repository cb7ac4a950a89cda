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
        ({"B2": None, "B2:C2": "{=B1*0.4}"}, "the input of its data table belongs to an array"),
        ({"D2": "=B2", "D3": "=D2+100"}, "the values that its data table tries change with its input"),
        ({"D2": "=B2", "D3": 300}, "the values that its data table tries change with its input"),
        ({"B3": "=NOSUCH(B1)"}, "a formula that its data table tries cannot be computed"),
        ({"B3": "=SUM(E2:E3)"}, "a formula that its data table tries"),
    ],
)
def test_a_table_that_cannot_be_computed_says_why(work, cells, why):
    worked = work({**ROI, "D2": 100, "D3": 400, "E1": "=B3", "E2:E3": "{=TABLE(,B2)}", **cells})
    assert shown(worked, "E2", "E3") == [["uncomputed"], ["uncomputed"]]
    assert any(why in failure.why for failure in worked.calculation.results.failures)


def test_a_workbook_that_computes_its_tables_only_when_asked_keeps_them(work):
    cells = {**ROI, "D2": 100, "E1": "=B3", "E2:E2": "{=TABLE(,B2)}"}
    assert work(cells, calculation=CalculationSettings(data_tables=False))["E2"] == "uncomputed"


def test_a_formula_makes_way_for_the_values_to_try_and_stands_there_afterwards(work):
    # hand: profit where the cost is 100 and 400, whatever its formula says
    worked = work({**ROI, "B2": "=B1*0.4", "D2": 100, "D3": 400, "E1": "=B3", "E2:E3": "{=TABLE(,B2)}"})
    assert shown(worked, "E2", "E3") == [[400], [100]]
    assert [worked["B2"], worked["B3"]] == [200, 300]


@pytest.mark.parametrize("row", [2, 3, 4])
def test_one_formula_of_a_column_of_alike_ones_makes_way_and_the_others_are_computed(work, row):
    # hand: each month grows by a tenth of the one before, but the month that is tried
    months = {"A1": 100, **{f"A{r}": f"=A{r - 1}*1.1" for r in range(2, 5)}}
    worked = work({**months, "C2": 200, "D1": "=A4", "D2:D2": f"{{=TABLE(,A{row})}}"})
    assert worked["D2"] == pytest.approx(200 * 1.1 ** (4 - row))
    assert worked["A4"] == pytest.approx(133.1)


def test_a_formula_that_makes_way_in_one_table_is_computed_in_another(work):
    # hand: cost is 0.4 of revenue in the second table, what is tried in the first
    tables = {"D2": 100, "E1": "=B3", "E2:E2": "{=TABLE(,B2)}", "G2": 1000, "H1": "=B3", "H2:H2": "{=TABLE(,B1)}"}
    worked = work({**ROI, "B2": "=B1*0.4", **tables})
    assert [worked["E2"], worked["H2"]] == [400, 600]


def test_an_input_with_a_formula_is_tried_together_with_one_without(work):
    tried = {"D1": "=B3", "E1": 300, "F1": 600, "D2": 100, "D3": 50}
    worked = work({**ROI, "B2": "=B1*0.4", **tried, "E2:F3": "{=TABLE(B1,B2)}"})
    assert shown(worked, "E2", "F3") == [[200, 500], [250, 550]]


def test_random_numbers_are_drawn_anew_for_each_trial_and_once_in_it(work):
    # Microsoft, Introduction to Monte Carlo simulation in Excel: a data table over a blank cell simulates demand
    numbers = {f"A{row}": row for row in range(4, 54)}
    model = {"B1": "=RAND()", "B2": "=B1*2", "B3": "=B1", "C3": "=B2", "D3": "=C1"}
    worked = work({**model, **numbers, "B4:D53": "{=TABLE(,Z9)}"})
    rows = shown(worked, "B4", "D53")
    assert len({row[0] for row in rows}) == 50
    assert all(row[1] == 2 * row[0] for row in rows)
    assert {row[2] for row in rows} == {0}


def test_random_numbers_are_drawn_anew_along_a_row_and_for_each_of_two_inputs(work):
    across = work({"A1": "=RAND()", "D1": 1, "E1": 2, "F1": 3, "C2": "=A1", "C3": "=A1*1", "D2:F3": "{=TABLE(Z9,)}"})
    above, below = shown(across, "D2", "F3")
    assert above == below
    assert len(set(above)) == 3
    both = work({"A1": "=RAND()", "C1": "=A1", "D1": 1, "E1": 2, "C2": 1, "C3": 2, "D2:E3": "{=TABLE(Z8,Z9)}"})
    assert len({value for row in shown(both, "D2", "E3") for value in row}) == 4


def test_a_trial_that_draws_no_random_number_is_the_same_each_time(work):
    worked = work({**ROI, "C5": "=RAND()", "D2": 100, "D3": 100, "E1": "=B3", "E2:E3": "{=TABLE(,B2)}"})
    assert shown(worked, "E2", "E3") == [[400], [400]]


def test_a_table_tries_a_formula_that_reads_another_table(work):
    # hand: the inner table has the profit at a cost of 100 and of 400, whatever the outer one tries as revenue; its
    # sum is twice the revenue less 500
    inner = {"G2": 100, "G3": 400, "H1": "=B3", "H2:H3": "{=TABLE(,B2)}", "B5": "=SUM(H2:H3)"}
    outer = {"D2": 1000, "D3": 2000, "E1": "=B5", "E2:E3": "{=TABLE(,B1)}"}
    worked = work({**ROI, **inner, **outer})
    assert shown(worked, "H2", "H3") == [[400], [100]]
    assert shown(worked, "E2", "E3") == [[1500], [3500]]


def test_a_table_tries_values_that_another_table_came_to(work):
    # hand: profits of 400 and 100 are tried as costs
    inner = {"G2": 100, "G3": 400, "H1": "=B3", "H2:H3": "{=TABLE(,B2)}"}
    worked = work({**ROI, **inner, "D2": "=H2", "D3": "=H3", "E1": "=B4", "E2:E3": "{=TABLE(,B2)}"})
    assert shown(worked, "E2", "E3") == [[25], [400]]


def test_three_tables_stand_on_each_other(work):
    # hand: doubled at 1 and 2 gives 2 and 4; their sum times 10 and 20 gives 60 and 120; 5 more and 6 more, 190 and 192
    first = {"A1": 0, "B1": "=A1*2", "A2": 1, "A3": 2, "B2:B3": "{=TABLE(,A1)}"}
    second = {"C1": 0, "D1": "=C1*SUM(B2:B3)", "C2": 10, "C3": 20, "D2:D3": "{=TABLE(,C1)}"}
    third = {"E1": 0, "F1": "=E1*2+SUM(D2:D3)", "E2": 5, "E3": 6, "F2:F3": "{=TABLE(,E1)}"}
    worked = work({**first, **second, **third})
    assert shown(worked, "D2", "D3") == [[60], [120]]
    assert shown(worked, "F2", "F3") == [[190], [192]]


def test_tables_that_read_each_other_are_left(work):
    first = {"A1": 0, "B1": "=A1+D2", "A2": 1, "B2:B2": "{=TABLE(,A1)}"}
    second = {"C1": 0, "D1": "=C1+B2", "C2": 10, "D2:D2": "{=TABLE(,C1)}"}
    worked = work({**first, **second})
    assert [worked["B2"], worked["D2"]] == ["uncomputed", "uncomputed"]


def test_each_trial_of_an_outer_table_draws_the_random_numbers_of_the_inner_anew(work):
    inner = {"G2": 1, "G3": 2, "H1": "=RAND()", "H2:H3": "{=TABLE(,Z9)}", "B5": "=SUM(H2:H3)"}
    worked = work({**inner, "D2": 1, "D3": 2, "E1": "=B5", "E2:E3": "{=TABLE(,Z8)}"})
    assert worked["H2"] != worked["H3"]
    assert worked["E2"] != worked["E3"]


def test_an_open_workbook_keeps_a_table_of_a_table_up_to_date(kept):
    inner = {"G2": 100, "G3": 400, "H1": "=B3", "H2:H3": "{=TABLE(,B2)}", "B5": "=SUM(H2:H3)"}
    book = kept({**ROI, **inner, "D2": 1000, "E1": "=B5", "E2:E2": "{=TABLE(,B1)}"})
    assert book["E2"] == 1500
    book["G3"] = 900
    assert book["E2"] == 1000
