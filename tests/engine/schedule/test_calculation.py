"""The order of calculation, cycles, spills, and how ranges are seen. Expected values are sums done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from worked_books import Worked, build

from socroi.engine.calculation import Calculation
from socroi.engine.declaration.declare import FUNCTIONS
from socroi.engine.model.book import Book, CalculationSettings, Column, DefinedName, Region, Sheet, Table


def column_of(values):
    column = Column(len(values))
    column.kind[:], column.data[:] = 1, values
    return column


def filled_down(text, values, count, row=0):
    """A sheet with numbers in A and one formula filled down B."""
    book = Book([Sheet("Sheet1")])
    book.sheets[0].columns = {0: column_of(values), 1: Column(row + count)}
    book.sheets[0].regions = [Region(0, row, 1, count, text)]
    calculation = Calculation(book)
    calculation.run()
    return Worked(book, calculation)


def test_a_formula_waits_for_what_it_reads_wherever_that_stands(work):
    cells = work({"A1": "=B1+1", "B1": "=C1*2", "C1": "=SUM(D1:D3)", "D1": 1, "D2": 2, "D3": "=D2+1"})
    assert [cells["A1"], cells["B1"], cells["C1"]] == [13, 12, 6]


def test_a_formula_that_reads_through_offset_or_indirect_waits_too(work):
    cells = work({"A1": '=INDIRECT("B"&1)', "A2": "=SUM(OFFSET(B1,0,0,2,1))", "B1": "=B2*10", "B2": "=C1", "C1": 4})
    assert [cells["A1"], cells["A2"]] == [40, 44]


def test_a_column_of_one_formula_is_computed_for_all_its_rows():
    cells = filled_down("A1*2+1", [1.0, 2.0, 3.0], 3)
    assert cells.column("B1", 3) == [3, 5, 7]


def test_a_running_total_reads_its_own_column_from_the_top():
    book = Book([Sheet("Sheet1")])
    book.sheets[0].columns = {0: column_of(np.ones(500)), 1: Column(500)}
    book.sheets[0].regions = [Region(0, 0, 1, 1, "A1"), Region(0, 1, 1, 499, "B1+A2")]
    calculation = Calculation(book)
    calculation.run()
    assert Worked(book, calculation)["B500"] == 500
    assert calculation.results.failures == []


def test_a_chain_that_runs_upwards_is_computed_from_the_bottom():
    book = Book([Sheet("Sheet1")])
    book.sheets[0].columns = {0: column_of(np.ones(300)), 1: Column(300)}
    book.sheets[0].regions = [Region(0, 0, 1, 299, "B2+A1"), Region(0, 299, 1, 1, "A300")]
    calculation = Calculation(book)
    calculation.run()
    assert Worked(book, calculation)["B1"] == 300


def test_two_columns_that_feed_each_other_row_by_row_are_no_cycle():
    # Opening stock is yesterday's closing stock: 10, 11, 12 ...
    book = Book([Sheet("Sheet1")])
    book.sheets[0].columns = {0: column_of([10.0] + [0.0] * 49), 1: Column(50), 2: Column(50)}
    book.sheets[0].regions = [Region(0, 0, 1, 1, "A1"), Region(0, 1, 1, 49, "C1"), Region(0, 0, 2, 50, "B1+1")]
    calculation = Calculation(book)
    calculation.run()
    assert Worked(book, calculation)["C50"] == 60


def test_an_expanding_range_gives_each_row_its_own_sum():
    assert filled_down("SUM($A$1:A1)", [1.0, 2.0, 3.0, 4.0], 4).column("B1", 4) == [1, 3, 6, 10]


def test_a_moving_window_gives_each_row_its_own_average():
    cells = filled_down("AVERAGE(A1:A3)", [1.0, 2.0, 3.0, 4.0, 5.0], 3)
    assert cells.column("B1", 3) == [2, 3, 4]


def test_a_circular_reference_is_named_and_the_rest_is_computed(work):
    cells = work({"A1": "=B1", "B1": "=A1", "C1": "=A1+1", "D1": "=1+1"})
    assert [cells["A1"], cells["B1"], cells["C1"]] == ["uncomputed"] * 3
    assert cells["D1"] == 2
    whys = {f.why for f in cells.calculation.results.failures}
    assert whys == {"circular reference: Sheet1!A1 → Sheet1!B1 → Sheet1!A1"}


def going_round(work, cells):
    return work(cells, calculation=CalculationSettings(iterate=True))


def test_iterative_calculation_goes_round_until_the_values_stay(work):
    # Interest on the mean of a debt that it adds to: by hand 76.923 = 1000 * 0.1 / 1.3; LibreOffice 25.2 agrees.
    cells = going_round(work, {"A1": 1000, "A2": "=A1*0.1-A3", "A3": "=A2*0.3", "A4": "=A2+A3"})
    assert cells.column("A2", 3) == pytest.approx([100 / 1.3, 30 / 1.3, 100], rel=1e-12)


def test_iterative_calculation_joins_circles_that_share_cells_and_columns_of_formulas(work):
    cells = going_round(work, {"A1": "=B1+C1", "B1": "=A1/4+1", "C1": "=D1/3", "D1": "=A1+2", "E1": "=D1"})
    assert [cells["A1"], cells["E1"]] == pytest.approx([4, 6], rel=1e-11)  # by hand
    cells = going_round(work, {"A1": 5, "B1:B4": "=$A$1+B$5", "B5": "=B1/10"})
    assert cells.column("B1", 5) == pytest.approx([50 / 9] * 4 + [5 / 9], rel=1e-11)


def test_iterative_calculation_begins_with_the_values_that_are_there(work):
    assert going_round(work, {"A1": '=IF(A1="",5,A1)', "A2": "=A1"}).column("A1", 2) == [5, 5]


@pytest.mark.parametrize(("formula", "why"), [("=A1+1", "does not settle"), ("=1/A1", "runs into an error")])
def test_a_circle_whose_value_depends_on_its_history_is_left(work, formula, why):
    cells = going_round(work, {"A1": formula, "B1": "=A1"})
    assert [cells["A1"], cells["B1"]] == ["uncomputed"] * 2
    assert why in cells.calculation.results.failures[0].why


def test_what_stands_beside_a_circle_is_computed(work):
    cells = work({"A1": 1, "B1": "=COUNT(D1:D4)", "D1": "=B1*2", "D4": "=A1+1"})
    assert [cells["B1"], cells["D1"], cells["D4"]] == ["uncomputed", "uncomputed", 2]


def test_a_branch_that_is_not_taken_makes_no_circle(work):
    cells = work({"A1": "=IF(TRUE,5,B1)", "B1": "=A1"})
    assert [cells["A1"], cells["B1"]] == [5, 5]


def test_an_unknown_function_leaves_its_cell_and_all_that_depend_on_it_uncomputed(work):
    cells = work({"A1": "=NOSUCH(1)", "A2": "=IFERROR(A1,0)", "A3": "=SUM(A1:A2)", "A4": "=ISERROR(A1)", "A5": "=1"})
    assert cells.column("A1", 5) == ["uncomputed"] * 4 + [1]
    assert "NOSUCH is not a function" in cells.calculation.results.failures[0].why


def test_a_fault_of_ours_leaves_its_cell_and_does_not_stop_the_others(work, monkeypatch):
    def broken(*_):
        raise ZeroDivisionError("by hand")

    monkeypatch.setitem(FUNCTIONS, "SIGN", broken)
    cells = work({"A1": "=SIGN(1)", "A2": "=A1+1", "A3": "=1+1"})
    assert cells.column("A1", 3) == ["uncomputed", "uncomputed", 2]
    assert "ZeroDivisionError" in cells.calculation.results.failures[0].why


def test_an_unknown_function_in_a_branch_not_taken_does_no_harm(work):
    assert work({"A1": "=IF(TRUE,1,NOSUCH(1))"})["A1"] == 1


@pytest.mark.parametrize(
    ("formula", "row", "expected"),
    [("=A1:A3*10", 2, 20.0), ("=A1:A3*10", 5, "#VALUE!"), ("=@A1:A3", 3, 3.0), ("=SUM(A1:A3)", 9, 6.0)],
)
def test_a_plain_formula_takes_the_cell_in_its_own_row(work, formula, row, expected):
    assert work({"A1": 1, "A2": 2, "A3": 3, f"C{row}": formula})[f"C{row}"] == expected


def test_a_dynamic_array_spills_and_is_read_by_its_anchor(work):
    cells = work({"A1": 1, "A2": 2, "C1": ":=A1:A2*10", "E1": ":=SUM(C1#)", "F1": ":=C2+1"})
    assert [cells["C1"], cells["C2"], cells["E1"], cells["F1"]] == [10, 20, 30, 21]


def test_a_spill_onto_something_is_an_error(work):
    cells = work({"A1": 1, "A2": 2, "C1": ":=A1:A2*10", "C2": "in the way"})
    assert [cells["C1"], cells["C2"]] == ["#SPILL!", "in the way"]


def test_a_control_shift_enter_array_fills_its_extent(work):
    book = build({"A1": 1, "A2": 2, "C1": "{=A1:A2*10}"})
    book.sheets[0].regions[0].extent = (3, 1)
    calculation = Calculation(book)
    calculation.run()
    assert Worked(book, calculation).column("C1", 3) == [10, 20, "#N/A"]


def test_names_are_followed_and_a_sheet_keeps_its_own(work):
    names = [DefinedName("rate", "0.5"), DefinedName("rate", "0.1", 1), DefinedName("costs", "Sheet1!$A$1:$A$2")]
    cells = work(
        {"A1": 4, "A2": 6, "B1": "=SUM(costs)*rate", "Two!B1": "=SUM(costs)*rate"},
        names=names,
        sheets=("Sheet1", "Two"),
    )
    assert [cells["B1"], cells["Two!B1"]] == [5, 1]


def test_a_relative_name_moves_with_the_cell_that_uses_it(work):
    cells = work({"A1": 7, "A2": 8, "B1": "=left*2", "B2": "=left*2"}, names=[DefinedName("left", "Sheet1!XFD1")])
    assert [cells["B1"], cells["B2"]] == [14, 16]


def test_structured_references_read_the_table_by_its_headings(work):
    table = Table("Costs", 0, 0, 0, 3, 1, ["Item", "Amount"], totals_rows=1)
    cells = work(
        {"A1": "Item", "B1": "Amount", "A2": "ads", "B2": 30, "A3": "tools", "B3": 12, "A4": "Total",
         "B4": "=SUM([Amount])", "C2": "=Costs[@Amount]*2", "C3": "=Costs[[#This Row],[Amount]]*2",
         "D1": "=SUM(Costs[amount])", "D2": "=Costs[[#Totals],[Amount]]", "D3": "=COUNTA(Costs[#Headers])",
         "D4": "=ROWS(Costs[#All])", "D5": "=SUM(Costs[Nothing])"},
        tables=[table],
    )  # fmt: skip
    assert [cells["B4"], cells["C2"], cells["C3"]] == [42, 60, 24]
    assert cells.column("D1", 5) == [42, 42, 2, 4, "#REF!"]


def test_this_row_is_the_formulas_own_row_from_another_sheet_too(work):
    """Excel and LibreOffice 25.2 give the value of the same row (70); beside no row of the table it is #VALUE!."""
    tables = [Table("T", 0, 0, 0, 2, 1, ["k", "v"])]
    data = {"A1": "k", "B1": "v", "A2": 1, "B2": 70, "A3": 2, "B3": 80}
    formulas = {"D!C2": "=T[[#This Row],[v]]", "D!C3": "=T[[#This Row],[v]]+1", "D!C4": "=T[[#This Row],[v]]"}
    cells = work({**data, **formulas}, tables=tables, sheets=("H", "D"))
    assert [cells["D!C2"], cells["D!C3"], cells["D!C4"]] == [70, 81, "#VALUE!"]


def test_a_table_of_a_linked_workbook_is_left_even_behind_iferror(work):
    cells = work({"A1": '=IFERROR(SUMIFS([1]!Hours[TRIPS],[1]!Hours[P],"x"),0)', "A2": "=A1+1"})
    assert cells.column("A1", 2) == ["uncomputed", "uncomputed"]


def test_three_dimensional_sums_go_through_the_sheets_between(work):
    cells = work(
        {"Jan!A1": 1, "Feb!A1": 2, "Mar!A1": 4, "Sum!A1": "=SUM(Jan:Mar!A1)"}, sheets=("Jan", "Feb", "Mar", "Sum")
    )
    assert cells["Sum!A1"] == 7


def test_sheet_names_in_any_script_are_found(work):
    cells = work(
        {"A1": "='Kosten 2026'!A1+हिंदी!A1", "Kosten 2026!A1": 1, "हिंदी!A1": 2}, sheets=("Sheet1", "Kosten 2026", "हिंदी")
    )
    assert cells["A1"] == 3


def test_a_sheet_that_is_not_there_is_a_ref_error(work):
    assert work({"A1": "=Nowhere!B2"})["A1"] == "#REF!"


def test_a_formula_that_cannot_be_read_says_so_and_keeps_the_rest(work):
    cells = work({"A1": "=1+", "A2": "=2"})
    assert [cells["A1"], cells["A2"]] == ["uncomputed", 2]


def test_a_formula_that_shows_a_blank_cell_shows_zero(work):
    assert work({"A1": "=B1"})["A1"] == 0


def test_ten_thousand_terms_are_no_deeper_than_one(work):
    assert work({"A1": "=" + "+".join(["1"] * 10_000)})["A1"] == 10_000


def test_recursion_without_end_is_given_up_and_does_not_crash(work):
    names = [
        DefinedName("FOREVER", "LAMBDA(x,FOREVER(x+1))"),
        DefinedName("FACTORIAL", "LAMBDA(n,IF(n<2,1,n*FACTORIAL(n-1)))"),
    ]
    cells = work({"A1": ":=FOREVER(1)", "A2": ":=FACTORIAL(5)"}, names=names)
    assert [cells["A1"], cells["A2"]] == ["uncomputed", 120]


def test_cells_of_a_column_that_cannot_be_computed_do_not_keep_the_others_from_it(work):
    # A1:A4 is not descending, and what Excel's search runs into there is not certain; the others are, or are all above.
    down = {f"A{row}": value for row, value in enumerate([1, 5, 9, 8, 7, 6, 5, 4, 3, 2], 1)}
    cells = work({**down, "B1:B6": "=MATCH(4,A1:A4,-1)"})
    assert cells.column("B1", 6) == ["uncomputed", 4, 4, 4, 4, 3]
    assert [(f.row, f.count) for f in cells.calculation.results.failures] == [(0, 1)]


def test_each_cell_that_is_left_has_a_reason_of_its_own(work):
    codes = {"A1": "TT.MM.JJJJ", "A2": "0.0", "A3": "#.##0,00"}
    cells = work({**codes, "B1:B3": "=TEXT(1.25,A1)"})
    assert cells.column("B1", 3) == ["uncomputed", "1.3", "uncomputed"]
    whys = [f.why for f in cells.calculation.results.failures]
    assert [code in why for code, why in zip(["TT.MM.JJJJ", "#.##0,00"], whys, strict=True)] == [True, True]


def test_a_column_of_a_function_that_is_not_known_is_left_as_one(work):
    cells = work({"B1:B900": "=NOSUCH(A1)"})
    assert [(f.row, f.count) for f in cells.calculation.results.failures] == [(0, 900)]
