"""TRANSPOSE, VSTACK, TAKE, EXPAND, CHOOSEROWS, TOCOL, WRAPROWS and their kin, SEQUENCE and random numbers.

Workbooks named here are in ../shared/conformance/excel/ironcalc.
"""

import pytest

WEEK = {f"A{row}": day for row, day in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], 2)}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("DROP(A2:A8,2)", ["Wed", "Thu", "Fri", "Sat", "Sun"]),
        ("DROP(A2:A8,3.4)", ["Thu", "Fri", "Sat", "Sun"]),
        ("DROP(A2:A8,-2)", ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        ("TAKE($A$2:$A$8,2)", ["Mon", "Tue"]),
        ("TAKE(A2:A8,-3)", ["Fri", "Sat", "Sun"]),
    ],
)
def test_take_and_drop_as_in_drop_take_xlsx(answer, formula, expected):
    assert answer(formula, WEEK) == [[day] for day in expected]


@pytest.mark.parametrize("formula", ["DROP(A2:A8,-7)", "DROP(A2:A8,1200)", "DROP(A2:A8,1,1)", "TAKE(A2:A8,0)"])
def test_nothing_left_is_a_calc_error_as_in_drop_take_xlsx(answer, formula):
    # The file stores #CALC! as #VALUE! with a rich value beside it.
    assert answer(formula, WEEK) == "#CALC!"


def test_take_and_drop_of_a_range_are_ranges(answer):
    # By hand: a whole column's last rows are blank, and what TAKE gives can be the end of a range.
    assert answer("COUNTA(TAKE(A:A,-5))", WEEK) == 0
    assert answer("ROWS(A2:TAKE(A2:A8,-1))", WEEK) == 7


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("WRAPCOLS({1,2,3,4,5,6,7,8},3)", [[1, 4, 7], [2, 5, 8], [3, 6, "#N/A"]]),
        ('WRAPCOLS({1,2,3,4,5,6,7,8},3,"xxx")', [[1, 4, 7], [2, 5, 8], [3, 6, "xxx"]]),
        ("WRAPROWS({1,2,3,4,5,6,7,8},5,NA())", [[1, 2, 3, 4, 5], [6, 7, 8, "#N/A", "#N/A"]]),
        ("WRAPROWS({1;2;3},2)", [[1, 2], [3, "#N/A"]]),
        ("WRAPROWS({1,2;3,4},2)", "#VALUE!"),
        ("WRAPROWS({1,2},0)", "#NUM!"),
        ("EXPAND({1,2,3;4,5,6},3)", [[1, 2, 3], [4, 5, 6], ["#N/A"] * 3]),
        ('EXPAND({1,2,3;4,5,6},3,4,"x")', [[1, 2, 3, "x"], [4, 5, 6, "x"], ["x"] * 4]),
        ("EXPAND({1,2},1,1)", "#VALUE!"),
        ("TRANSPOSE({1,2,3;4,5,6})", [[1, 4], [2, 5], [3, 6]]),
        ("CHOOSECOLS({1,2,3,4,5},1,3,5,1)", [[1, 3, 5, 1]]),
        ("CHOOSECOLS({1,2,3,4,5},{-1,-2,3})", [[5, 4, 3]]),
        ("CHOOSEROWS({1;2;3;4;5;6},1,1,5,2)", [[1], [1], [5], [2]]),
        ("CHOOSEROWS({1;2},3)", "#VALUE!"),
        ("CHOOSEROWS({1;2},0)", "#VALUE!"),
        ("VSTACK({1,2},{3})", [[1, 2], [3, "#N/A"]]),
        ("HSTACK({1;2;3;4},{5;6})", [[1, 5], [2, 6], [3, "#N/A"], [4, "#N/A"]]),
        ("TOROW({1,2;3,4})", [[1, 2, 3, 4]]),
        ("TOCOL({1,2;3,4},,TRUE)", [[1], [3], [2], [4]]),
    ],
)
def test_arrays_are_reshaped_as_in_the_workbooks_of_the_same_names(answer, formula, expected):
    # #NUM! of a count below 1, and the #VALUE! errors, by Microsoft's documentation of each function.
    assert answer(formula) == expected


def test_tocol_leaves_out_blanks_and_errors_as_in_tocol_xlsx(answer):
    cells = {"A1": "a", "B1": 1, "A2": "b", "B2": "=NA()", "B3": 4}
    assert answer("TOCOL(A1:B3)", cells) == [["a"], [1], ["b"], ["#N/A"], [0], [4]]
    assert answer("TOCOL(A1:B3,1)", cells) == [["a"], [1], ["b"], ["#N/A"], [4]]
    assert answer("TOCOL(A1:B3,2)", cells) == [["a"], [1], ["b"], [0], [4]]
    assert answer("TOCOL(A:B,3)", cells) == [["a"], [1], ["b"], [4]]


def test_trimrange_cuts_blank_edges_as_in_trimrange_xlsx(answer):
    cells = {"A3": 1, "B3": 2, "A4": 3, "B5": 4, "A7": 7, "B9": "Hola"}
    expected = [[1, 2], [3, 0], [0, 4], [0, 0], [7, 0], [0, 0], [0, "Hola"]]
    assert answer("TRIMRANGE(A3:C22)", cells) == expected
    assert answer("ROWS(TRIMRANGE(A:A))", cells) == 5
    assert answer("ROWS(TRIMRANGE(A1:A9,2))", cells) == 7
    assert answer("ROWS(A:.A)", cells) == 7


def test_a_whole_column_is_not_stacked(answer):
    # It would not fit; its blank rows are not read here.
    assert answer("VSTACK(A:A,1)", WEEK) == "uncomputed"
    assert answer("CHOOSEROWS(A:A,-1)", WEEK) == "uncomputed"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SEQUENCE(3)", [[1], [2], [3]]),
        ("SEQUENCE(3,4)", [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]),
        ("SEQUENCE(5,1,10,2.2)", [[10], [12.2], [14.399999999999999], [16.599999999999998], [18.799999999999997]]),
        ("SEQUENCE(2.3,4,7)", [[7, 8, 9, 10], [11, 12, 13, 14]]),
        ("SEQUENCE(,3,,2.5)", [[1, 3.5, 6]]),
        ('SEQUENCE("2")', [[1], [2]]),
        ("SEQUENCE(1/0)", "#DIV/0!"),
        ("SEQUENCE(0,0)", "#CALC!"),
        ("SEQUENCE(-1)", "#VALUE!"),
        ("SEQUENCE(1)", 1),
    ],
)
def test_sequence_adds_its_step_again_and_again_as_in_sequence_xlsx(answer, formula, expected):
    assert answer(formula) == expected


def test_random_numbers_lie_within_their_limits(answer):
    # Microsoft's documentation of RAND, RANDBETWEEN and RANDARRAY.
    assert 0 <= answer("RAND()") < 1
    assert answer("RANDBETWEEN(3,3)") == 3
    assert answer("RANDBETWEEN(1.2,2.9)") == 2
    assert answer("RANDBETWEEN(5,1)") == "#NUM!"
    drawn = [cell for row in answer("RANDARRAY(30,3,1,6,TRUE)") for cell in row]
    assert set(drawn) <= {1, 2, 3, 4, 5, 6}
    assert len(set(drawn)) > 1
    assert answer("RANDARRAY(1,1,2,1)") == "#VALUE!"


def test_every_row_of_a_column_draws_its_own_random_number(work):
    worked = work({"A1:A20": "=RAND()"})
    assert len(set(worked.column("A1", 20))) == 20
