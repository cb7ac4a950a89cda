"""INDEX, OFFSET, ROW, ROWS, COLUMN, COLUMNS, AREAS. Workbooks named here are those of ../shared/conformance/excel."""

import pytest

GRID = {"A1": 11, "B1": 12, "C1": 13, "A2": 21, "B2": 22, "C2": 23, "A3": 31, "B3": 32, "C3": 33}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("INDEX({1,2,3},2)", 2),
        ("INDEX({1,2,3,4},,)", [[1, 2, 3, 4]]),
        ("INDEX({1,2;3,4},,1)", [[1], [3]]),
        ("INDEX({1,2,3;4,5,6},0,1)", [[1], [4]]),
        ("INDEX({1,2,3;4,5,6},-1,1)", "#VALUE!"),
        ("INDEX({1,2,3;4,5,6},1)", [[1, 2, 3]]),
        ("INDEX({1,2,3},1,0,1)", [[1, 2, 3]]),
        ("INDEX({1,2,3},1,0,2)", "#REF!"),
    ],
)
def test_index_of_an_array_as_in_index_xlsx(answer, formula, expected):
    assert answer(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [("INDEX(A1:A3,1.5)", 11), ("INDEX(A1:A3,-2)", "#VALUE!"), ("INDEX(A1:A3,100)", "#REF!"), ("INDEX(A1:C1,3)", 13)],
)
def test_index_of_a_range_as_in_simple_functions_xlsx(answer, formula, expected):
    assert answer(formula, GRID) == expected


def test_index_of_row_0_in_a_plain_formula_is_the_cell_in_line(work):
    # simple_functions.xlsx: INDEX(A1:A3,0.4) in row 6 is #VALUE!.
    worked = work({**GRID, "E6": "=INDEX(A1:A3,0.4)", "E2": "=INDEX(A1:A3,0)"})
    assert worked["E6"] == "#VALUE!"
    assert worked["E2"] == 21


def test_index_gives_a_reference(answer):
    # By hand.
    assert answer("SUM(A1:INDEX(A:A,2))", GRID) == 32
    assert answer("SUM(INDEX(A1:C3,0,2))", GRID) == 66
    assert answer("ROW(INDEX(A1:C3,3,1))", GRID) == 3
    assert answer("SUM(INDEX((A1:A2,B1:C3),3,0,2))", GRID) == 65


def test_lists_of_rows_and_columns_pick_cells(answer):
    # LibreOffice 25.2: SUM(INDEX({1,2,3;4,5,6},{1;2},{1,3})) is 14.
    assert answer("INDEX(A1:C3,{3;1},{1,3})", GRID) == [[31, 33], [11, 13]]
    assert answer("SUM(INDEX({1,2,3;4,5,6},{1;2},{1,3}))") == 14


def test_index_lets_match_compare_whole_columns_in_a_plain_formula(work):
    # The idiom that avoids Ctrl+Shift+Enter: INDEX takes its first argument as an array.
    cells = {"A1": "x", "A2": "x", "B1": 1, "B2": 2, "C1": "no", "C2": "yes"}
    cells["E9"] = '=INDEX(C1:C2,MATCH(1,INDEX((A1:A2="x")*(B1:B2=2),0),0))'
    assert work(cells)["E9"] == "yes"


def test_a_column_of_indexes_keeps_the_errors_of_its_rows(work):
    # By hand.
    cells = {**GRID, "E1": 1, "E2": "=NA()", "E3": 4, "E4": "x", "E5": 3, "F1:F5": "=INDEX($A$1:$A$3,E1)"}
    cells |= {"G1:G5": "=ROW(INDEX($A$1:$A$3,E1))"}
    worked = work(cells)
    assert worked.column("F1", 5) == [11, "#N/A", "#REF!", "#VALUE!", 31]
    assert worked.column("G1", 5) == [1, "#N/A", "#REF!", "#VALUE!", 3]


def test_a_column_of_indexes_into_rows_of_its_own(work):
    worked = work({**GRID, "E1:E3": "=INDEX(A1:C1,2)", "F1:F3": "=SUM(A1:INDEX(A1:C1,2))"})
    assert worked.column("E1", 3) == [12, 22, 32]
    assert worked.column("F1", 3) == [23, 43, 63]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("OFFSET(B2,1,1)", 33),
        ("OFFSET(B2,-1.9,-1.9)", 11),
        ("SUM(OFFSET(A1,1,0,2,2))", 106),
        ("SUM(OFFSET(C3,0,0,-2,-2))", 110),
        ("OFFSET(A1,-1,0)", "#REF!"),
        ("SUM(OFFSET(A1,0,0,1,0))", "#REF!"),
        ("SUM(OFFSET(A1,0,0,2,0.9))", 32),
        ("SUM(OFFSET(A1,0,0,2.9,1.99))", 32),
        ("ROW(OFFSET(A1:C1,2,0))", 3),
        ("OFFSET(5,1,1)", "#VALUE!"),
        ("OFFSET(A1,NA(),1)", "#N/A"),
    ],
)
def test_offset_moves_and_resizes_as_in_row_colum_xlsx(answer, formula, expected):
    # Fractions are cut off; a height or width between 0 and 1 counts as 1; a negative one goes up or left.
    assert answer(formula, GRID) == expected


def test_a_column_of_offsets_gives_each_row_its_own_cells(work):
    # ROW_COLUM.xlsx sums every five days in this way; added up by hand.
    cells = {f"A{row}": row for row in range(1, 11)}
    worked = work({**cells, "C1:C2": "=SUM(OFFSET($A$1,(ROW()-1)*5,0,5,1))", "D1:D3": "=OFFSET(A1,-1,0)"})
    assert worked.column("C1", 2) == [15, 40]
    assert worked.column("D1", 3) == ["#REF!", 1, 2]


def test_offset_from_the_formulas_own_cell_makes_no_circle(work):
    # A running number by OFFSET of itself, by hand.
    assert work({"A1": 5, "A2:A4": "=OFFSET(A2,-1,0)+1"}).column("A1", 4) == [5, 6, 7, 8]


def test_a_list_of_references_is_left_uncomputed(answer):
    assert answer("SUM(OFFSET(A1,{0;1},0))", GRID) == "uncomputed"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("ROW()", 1000),
        ("COLUMN()", 702),
        ("ROW(AA23)", 23),
        ("COLUMN(AB10)", 28),
        ("ROW(L3:Q5)", [[3], [4], [5]]),
        ("COLUMN(B1:C4)", [[2, 3]]),
        ("ROWS(H2:Q12)", 11),
        ("COLUMNS(I5:M19)", 5),
        ("ROWS(C:C)", 1048576),
        ("COLUMNS(7:7)", 16384),
        ("COLUMNS($AB:$AAA)", 676),
        ("ROWS({1,2;3,4;5,6})", 3),
        ("ROW(1/0)", "#DIV/0!"),
        ("ROWS(NA())", "#N/A"),
        ("AREAS((A1:B2,C3))", 2),
    ],
)
def test_where_references_lie_and_how_large_they_are_as_in_row_colum_xlsx(answer, formula, expected):
    assert answer(formula) == expected


def test_rows_of_a_filled_down_range_counts_up(work):
    worked = work({"B1:B3": "=ROWS(A$1:A1)", "C1:C3": "=ROW()"})
    assert worked.column("B1", 3) == [1, 2, 3]
    assert worked.column("C1", 3) == [1, 2, 3]


def test_the_rows_of_a_whole_column_go_with_the_whole_column(answer):
    # By hand: the last filled row; and the rows alone are those of the sheet.
    assert answer('MAX((A:A<>"")*ROW(A:A))', GRID) == 3
    assert answer("MAX(ROW(A:A))", GRID) == 1048576
    assert answer("SUM((A1:A9>20)*ROW(1:9))", GRID) == 5


def test_a_whole_row_costs_what_its_cells_cost_and_is_as_wide_as_the_sheet_all_the_same(answer):
    # By hand.
    assert answer('SUM((1:1<>"")*COLUMN(1:1))', GRID) == 6
    assert answer("COLUMNS(1:1)", GRID) == 16384
    assert answer("INDEX(1:3,2,{2,16384})", GRID) == [[22, 0]]
    assert answer("XMATCH(Z99,1:1,,-1)", GRID) == 16384


def test_a_zero_in_one_row_takes_the_whole_column_there_and_one_cell_in_the_others(work):
    cells = {"A1": 2, "A2": 0, "A3": 1, "B1": 10, "B2": 20, "B3": 30, "C1:C3": "=INDEX(B$1:B$3,A1)"}
    assert work(cells).column("C1", 3) == [20, 20, 10]
