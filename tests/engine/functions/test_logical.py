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
