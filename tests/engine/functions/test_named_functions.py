"""Functions that are handed over by their names, `BYROW(A1:B2,SUM)`. Witness: the LAMBDA that they stand for."""

from __future__ import annotations

import pytest

NUMBERS = {"A1": 1, "B1": 3, "A2": 2, "B2": 4}


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("BYROW(A1:B2,_xleta.SUM)", "BYROW(A1:B2,LAMBDA(r,SUM(r)))"),
        ("BYCOL(A1:B2,_xleta.AVERAGE)", "BYCOL(A1:B2,LAMBDA(c,AVERAGE(c)))"),
        ("MAP(A1:A2,B1:B2,_xleta.MAX)", "MAP(A1:A2,B1:B2,LAMBDA(a,b,MAX(a,b)))"),
        ("SCAN(0,A1:A2,_xleta.SUM)", "SCAN(0,A1:A2,LAMBDA(a,b,SUM(a,b)))"),
        ("REDUCE(1,A1:B2,_xleta.PRODUCT)", "REDUCE(1,A1:B2,LAMBDA(a,b,PRODUCT(a,b)))"),
        ("LET(f,_xleta.MAX,f(A1:B2))", "MAX(A1:B2)"),
        ("BYROW(A1:B2,LAMBDA(r,f(r)))", "BYROW(A1:B2,LAMBDA(r,SUM(r)))"),
    ],
)
def test_a_function_by_its_name_is_called_as_a_lambda_is(answer, short, long):
    short = f"LET(f,_xleta.SUM,{short})" if "f(r)" in short else short
    assert answer(short, NUMBERS) == answer(long, NUMBERS)


def test_a_function_is_no_value_and_a_name_that_is_none_an_error(answer):
    assert answer("_xleta.SUM+1") == "#NAME?"
    assert answer("BYROW(A1:B2,_xleta.NOSUCH)", NUMBERS) == [["#NAME?"], ["#NAME?"]]
    assert answer("TYPE(_xleta.SUM)") == 128


SQUARE = {"C6": 1, "D7": 2, "C8": 5, "D8": True, "C9": "x"}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("BYROW(C6:D7,LAMBDA(r,ROW(r)))", [[6.0], [7.0]]),  # Excel
        ("BYCOL(C6:D7,LAMBDA(r,COLUMN(r)))", [[3.0, 4.0]]),
        ("MAP(C6:D7,LAMBDA(x,ROW(x)*10+COLUMN(x)))", [[63.0, 64.0], [73.0, 74.0]]),
        ("MAP(C6:C7,{1;2},LAMBDA(x,y,ROW(x)*y))", [[6.0], [14.0]]),
        ("REDUCE(0,C6:D7,LAMBDA(a,x,a+ROW(x)))", 26.0),
        ("SCAN(0,C6:C8,LAMBDA(a,x,a+ROW(x)))", [[6.0], [13.0], [21.0]]),
        ("BYROW(C6:D7,LAMBDA(r,SUM(OFFSET(r,1,0))))", [[2.0], [5.0]]),
        ('BYROW(C6:D7,LAMBDA(r,SUMIFS(r,r,">0")))', [[1.0], [2.0]]),
        ('MAP(C6:C8,LAMBDA(x,COUNTIF(x,">0")))', [[1.0], [0.0], [1.0]]),
        ("BYROW(C6:D7,LAMBDA(r,ROWS(r)*10+COLUMNS(r)))", [[12.0], [12.0]]),
        ("BYCOL(C6:D8,LAMBDA(r,ROWS(r)))", [[3.0, 3.0]]),
        ("MAP(C6:C8,LAMBDA(x,SUM(x:D8)))", [[8.0], [7.0], [5.0]]),
        ("MAP(C6:D8,LAMBDA(x,SUM(x)))", [[1.0, 0.0], [0.0, 2.0], [5.0, 0.0]]),  # of a range booleans do not count
        ("MAP(D8:D8,LAMBDA(x,x+1))", 2.0),
        ('MAP(C6:C9,LAMBDA(x,IF(ISNUMBER(x),ROW(x),CELL("address",x))))', [[6.0], ["$C$7"], [8.0], ["$C$9"]]),
        ("MAP(C6:C7*1,LAMBDA(x,ISREF(x)))", [[False], [False]]),
        ("MAP(C6:C7,LAMBDA(x,ISREF(x)))", [[True], [True]]),
        ("MAKEARRAY(1,2,LAMBDA(i,j,ISREF(i)))", [[False, False]]),
        ("MAP(C6:C7,LAMBDA(x,SUM(FILTER(C6:D8,C6:C8>=x))))", [[6.0], [8.0]]),
    ],
)
def test_of_a_range_a_lambda_is_handed_references(answer, formula, expected):
    assert answer(formula, SQUARE) == expected


def test_a_name_for_a_number_hides_no_function(answer):
    # As in Excel, where VALUE( begins the function whatever value stands for.
    assert answer('LET(value,3,VALUE("5")+value)') == 8
    assert answer("LET(sum,LAMBDA(x,x*10),sum(2))") == 20
