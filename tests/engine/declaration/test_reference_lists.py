"""Lists of references, made by OFFSET and INDIRECT."""

import pytest

CELLS = {"A1": 1, "A2": 2, "A3": 3, "A4": 4, "B1": "x", "B2": "y", "B3": "x", "B4": "y"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('SUMPRODUCT(SUBTOTAL(9,OFFSET(A1,ROW(A1:A4)-ROW(A1),0)),--(B1:B4="y"))', 6),
        ("SUMPRODUCT(SUBTOTAL(9,OFFSET(A1,0,0,ROW(1:4))))", 20),
        ('SUMPRODUCT(SUMIF(OFFSET(A1,{0;2},0,2),">1"))', 9),
        ("SUMPRODUCT(N(OFFSET(A1,{0;2},0)))", 4),
        ("SUMPRODUCT(SUBTOTAL(9,OFFSET(A1,{0,3},0)))", 5),
    ],
)
def test_each_reference_of_a_list_is_answered_by_itself(work, formula, expected):
    # LibreOffice 25.2. In a plain formula, as they are found in workbooks from before dynamic arrays.
    assert work({**CELLS, "D1": "=" + formula})["D1"] == expected


def test_each_text_of_a_list_names_a_range_of_its_own(answer):
    # By hand: 2 in the first, 7 in the second; no x in the first, two in the second.
    assert answer('SUMIF(INDIRECT({"A1:A2","A3:A4"}),">1")', CELLS) == [[2, 7]]
    assert answer('COUNTIF(INDIRECT({"A1:A2";"B1:B4"}),"x")', CELLS) == [[0], [2]]


def test_a_column_of_such_formulas_gives_each_row_its_own(work):
    # By hand: the sum of the rows from the formula's own on that hold its letter.
    cells = {**CELLS, "D1:D2": "=SUMPRODUCT(SUBTOTAL(9,OFFSET(A1,ROW(A$1:A$2)-1,0)),--(B1:B2=B1))"}
    assert work(cells).column("D1", 2) == [1, 2]


def test_one_lanes_missing_range_does_not_spoil_the_others(work):
    # By hand.
    cells = {
        **CELLS,
        "C1": 1,
        "C2": 9,
        "D1:D2": '=SUMIF(INDEX($A$1:$A$4,C1):$A$4,">1")',
        "E1:E2": "=SUBTOTAL(9,INDEX(A$1:A$4,C1))",
    }
    worked = work(cells)
    assert worked.column("D1", 2) == [9, "#REF!"]
    assert worked.column("E1", 2) == [1, "#REF!"]
