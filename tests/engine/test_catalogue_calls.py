"""Our own functions in the engine answer as the gate answers, by their twins and without them."""

from __future__ import annotations

import pytest
from worked_books import Worked

from socroi import formulas
from socroi.definition.spill import Spill
from socroi.engine.calculation import Calculation
from socroi.engine.model.block import pack
from socroi.engine.model.book import Book, Column, Region, Sheet
from socroi.errors import CellError
from socroi.gate import gate


def flat(result):
    return [cell for row in result for cell in row] if isinstance(result, list) else [result]


EXAMPLES = [(name, example) for name, formula in formulas().items() for example in formula.examples]


def shown(result):
    if isinstance(result, Spill):
        rows = [[shown(cell) for cell in row] for row in result]
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows
    if isinstance(result, CellError):
        return result.code
    return "" if result is None else result


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[str(example) for _, example in EXAMPLES])
def test_every_example_gives_in_a_workbook_what_it_gives_at_the_gate(answer, name, example):
    expected = shown(gate.evaluate(example.call))
    got = answer(example.text.partition(" -> ")[0])
    assert flat(got) == [pytest.approx(cell, rel=1e-12) if isinstance(cell, float) else cell for cell in flat(expected)]


# Per row: revenue, cost, margin, unit. Blanks, texts, errors and values outside their limits among them.
ROWS = [
    (1000, 500, 1, "percent"), (1000, 0, 1, "percent"), (None, 500, 1, None), (1000, 500, None, "ratio"),
    ("", 5, 1, ""), (1000, "five", 1, "percent"), (1000, 500, 25, "percent"), (1000, 500, 1, "bananas"),
    (True, 500, 1, "percent"),
    (CellError("#DIV/0!"), CellError("#N/A"), 1, "percent"), (1000, -5, 1, "percent"), (1000, 500, 0.4, " Ratio "),
]  # fmt: skip


def test_a_column_of_calls_answers_row_by_row_as_the_gate_does():
    book = Book([Sheet("Sheet1")])
    for index in range(4):
        column = Column(len(ROWS))
        for row, values in enumerate(ROWS):
            column.kind[row], column.data[row] = pack(values[index], book.strings)
        book.sheets[0].columns[index] = column
    book.sheets[0].regions = [Region(0, 0, 4, len(ROWS), "SOCROI(A1,B1,C1,D1)")]
    calculation = Calculation(book)
    calculation.run()
    got = Worked(book, calculation).column("E1", len(ROWS))
    expected = [shown(gate.call(formulas()["SOCROI"], *row)) for row in ROWS]
    assert got == expected


def test_the_worth_of_a_month_that_has_no_count_yet_is_not_known(answer):
    # Left out, a quantity is 1; a blank cell is a month that has not come.
    assert answer('=KPIVALUE("lead",,{"lead",5})') == 5
    assert answer('=KPIVALUE("lead",A9,{"lead",5})') == "#N/A"
    assert answer('=KPIVALUE({"lead";"lead"},A1:A2,{"lead",5})', {"A1": 2}) == [[10], ["#N/A"]]


def test_an_empty_table_of_values_is_worth_nothing_known(answer):
    assert answer('=KPIVALUE("lead",40,B2:C9)') == "#N/A"
    assert answer('=KPIVALUE("lead",40)') == "#N/A"
    assert answer('=KPIVALUE("lead",40,B2:C9)', {"B3": "lead", "C3": 12}) == 480


def test_too_many_arguments_are_not_guessed_at(work):
    cells = work({"A1": '=SOCROI(1,2,1,"ratio",5)'})
    assert cells["A1"] == "uncomputed"
    assert "takes 4 arguments at most" in cells.calculation.results.failures[0].why


def test_what_could_not_be_computed_is_passed_on_by_our_functions_too(work):
    assert work({"A1": "=NOSUCH()", "B1": "=SOCROI(A1,5)", "B2": '=KPIVALUE("lead",A1)'})["B1"] == "uncomputed"


def test_long_ranges_give_what_python_gives_and_follow_every_change(kept):
    cells = {f"A{row}": row / 7 for row in range(1, 5001)} | {f"B{row}": 0.1 for row in range(1, 5001)}
    book = kept({**cells, "D1": "=SOCROI(A1:A5000,B1:B5000)", "D2": "=SUM(B1:B5000)"})
    revenue = sum(range(1, 5001)) / 7
    assert book["D1"] == pytest.approx((revenue - 500) / 500 * 100)
    in_order = 0.0
    for _ in range(5000):
        in_order += 0.1
    assert book["D2"] == in_order, "Excel's SUM to the last digit, whatever SOCROI found out about the range"
    book["B1"] = 500.1
    assert book["D1"] == pytest.approx((revenue - 1000) / 1000 * 100)
    book["B2"] = -1
    assert book["D1"] == "#NUM!"
    book["B2"] = 0.1
    book["A3"] = "three"
    assert book["D1"] == pytest.approx((revenue - 3 / 7 - 1000) / 1000 * 100)


def test_one_amount_beside_many_rows_is_refused_in_a_workbook_too(answer):
    assert answer("=SOCVALUE(10,{1;2;3})") == "#VALUE!"
    assert answer("=SOCVALUE({1;2;3},10)") == 60
    assert answer("=SOCMATURITY({3;4},2)") == "#VALUE!"
    assert answer("=SOCMATURITY({3;4},A9)") == 0.7


@pytest.mark.parametrize("rate", ["0.1+0.2-0.3", "5.551115123125783E-17", "0.000000001", "0.00009", "0.0002"])
def test_the_twin_keeps_the_digits_of_a_lifetime_value_at_a_tiny_rate(answer, rate):
    typed = float(answer(f"={rate}"))
    lifetime = formulas()["SOCLTV"]
    assert answer(f"=SOCLTV(100,12,,{rate})") == pytest.approx(gate.call(lifetime, 100, 12, discount=typed), rel=1e-11)
    assert answer(f"=SOCLTV(100,12,,,{rate})") == pytest.approx(gate.call(lifetime, 100, 12, churn=typed), rel=1e-11)


def test_a_long_column_of_all_kinds_reaches_the_gate_as_its_cells(work):
    """The same cells as a column and as two columns, of which the second is blank, give one score."""
    column = {"A1": 10, "A2": "x", "A3": True, "A4": 0, "A6": 9}
    cells = work({**column, "D1": ":=SOCNPS(A1:A6)", "D5": ":=SOCNPS(A1:B6)"})
    assert [cells[f"{c}2"] for c in "DEFGHI"] == [cells[f"{c}6"] for c in "DEFGHI"]
    assert cells["G2"] == 2 / 3


def test_a_blank_range_of_another_size_is_refused_by_the_sheet_as_by_the_gate(work):
    levels, weights = [1, 2, 3], [[None, None]] * 3
    assert shown(gate.call(formulas()["SOCMATURITY"], levels, weights)) == "#VALUE!"
    cells = work({"A1": 1, "B1": 2, "C1": 3, "E1": "=SOCMATURITY(A1:C1,A2:B4)", "E2": "=SOCMATURITY(A1:C1,A2:C2)"})
    assert (cells["E1"], cells["E2"]) == ("#VALUE!", 0.4)
