"""IF and its kin over arrays. Expected: sums by hand, LibreOffice 25.2, IFERROR.xlsx of ../shared/conformance."""

from __future__ import annotations

import pytest

NUMBERS = {"A1": 1, "A2": 2, "A3": 3}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(IF(A1:A3>0,1,0))", 3),
        ("SUM(IF(A1:A3<0,1,2))", 6),
        ("COUNT(IF(A1:A3>0,1))", 3),
        ("ROWS(IF(A1:A3>0,1,0))", 3),
        ("SUM(IFERROR(1/(A1:A3*0),1))", 3),
        ("SUM(IFNA(IF(A1:A3>9,1,NA()),2))", 6),
        ("SUM(CHOOSE({1,1,1},5,6))", 15),
        ("SUM(SWITCH({1,1},1,3))", 6),
        ("SUM(IFS({TRUE,TRUE},3))", 6),
    ],
)
def test_an_array_of_conditions_that_are_all_alike_gives_an_array(answer, work, formula, value):
    assert answer(formula, NUMBERS) == value
    assert work({**NUMBERS, "C1": f"{{={formula}}}"})["C1"] == value


def test_what_is_caught_takes_the_shape_of_both_arguments(answer):
    assert answer("IFERROR({1;0;2}/{0;0;0},{7,8})") == [[7, 8], [7, 8], [7, 8]]  # IFERROR.xlsx


def test_conditions_that_are_errors_meet_branches_of_another_shape(answer):
    # LibreOffice 25.2 cuts arrays that Excel fills with #N/A; its corner is the same.
    found = answer("IF({5,0;1,2}>{1;2;3;4},A1:A3,{7,8,9})", NUMBERS)
    assert [row[:2] for row in found[:2]] == [[1, 8], [7, 8]]
    assert found[2][0] == "#N/A"
    assert found[0][2] == "#N/A"


def test_one_condition_leaves_a_branch_its_own_shape(answer):
    assert answer("IF(TRUE,A1:A3,0)", NUMBERS) == [[1], [2], [3]]
    assert answer("SUM(IF(A1=1,A1:A3,0))", NUMBERS) == 6


def test_inside_sumproduct_of_a_plain_formula_if_sees_the_cell_in_line(work):
    # Microsoft: a formula that uses IF on arrays inside SUMPRODUCT must be entered with Ctrl+Shift+Enter.
    cells = {**NUMBERS, "C2": "=SUMPRODUCT(IF(A1:A3>1,1,0))", "C9": "=SUMPRODUCT(IF(A1:A3>1,1,0))"}
    worked = work({**cells, "D9": "{=SUMPRODUCT(IF(A1:A3>1,1,0))}", "E9": ":=SUMPRODUCT(IF(A1:A3>1,1,0))"})
    assert [worked["C2"], worked["C9"], worked["D9"], worked["E9"]] == [1, "#VALUE!", 2, 2]


def test_a_constant_array_is_no_matter_of_how_a_formula_was_entered(work):
    worked = work({**NUMBERS, "C9": "=SUMPRODUCT(IF({1,0,1},2,3))", "D9": "=SUMPRODUCT(LEN(A1:A3))"})
    assert [worked["C9"], worked["D9"]] == [7, 3]


def test_errors_caught_inside_sumproduct_of_a_plain_formula_are_left(work):
    worked = work({**NUMBERS, "C9": "=SUMPRODUCT(IFERROR(A1:A3,0))", "D9": "{=SUMPRODUCT(IFERROR(A1:A3,0))}"})
    assert [worked["C9"], worked["D9"]] == ["uncomputed", 6]
