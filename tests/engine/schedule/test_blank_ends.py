"""Whole columns and rows: a sheet has 1,048,576 rows and 16,384 columns, counted by hand from there."""

import pytest

CELLS = {"A1": 3, "A2": 1, "A3": 2, "A5": 4, "B1": 7}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('SUM((A:A="")*1)', 1_048_572),
        ("SUMPRODUCT(--(A:A=0))", 1_048_572),
        ("SUM(--ISBLANK(A2:A1048576))", 1_048_572),
        ('ROWS(FILTER(A:A,A:A=""))', 1_048_572),
        ("AVERAGE(IF(A:A=0,0,4))", 16 / 1_048_576),
        ('MAX((A:A="")*ROW(A:A))', 1_048_576),
        ('COUNTA(A:A&"")', 1_048_576),
        ('SUM((1:1="")*1)', 16_382),
        ("SUM((INDEX(A:A,0)=0)*1)", 1_048_572),
        ('SUM((INDIRECT("A:A")=0)*1)', 1_048_572),
        ("LET(column,A:A,SUM((column=0)*1))", 1_048_572),
        ("SUM(A:A*2)", 20),
        ("SUMPRODUCT((A:A>1)*A:A)", 9),
        ('COUNTIF(A:A,"")', 1_048_572),
        ("SUM(A:A)", 10),
    ],
)
def test_blank_cells_behind_the_data_count_where_excel_counts_them(answer, formula, value):
    assert answer(formula, CELLS) == value


def test_each_row_of_a_column_of_formulas_gets_its_own_count(work):
    cells = work({**CELLS, "D1": 3, "D2": 9, "F1:F3": "=SUMPRODUCT(--(A:A=D1))"})
    assert cells.column("F1", 3) == [1, 0, 1_048_572]


def test_more_blank_cells_than_can_be_held_are_left_uncomputed(answer):
    assert answer('SUM((A:Z="")*1)', CELLS) == "uncomputed"
