"""Operators and coercions. Expected values are Excel's, from Microsoft's documentation of operators and of
floating-point results."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=-2^2", 4),
        ("=2^3^2", 64),
        ("=10%", 0.1),
        ("=1+2*3-4/2", 5),
        ('="a"&1&TRUE', "a1TRUE"),
        ('=1/3&""', "0.333333333333333"),
        ('="3"+4', 7),
        ('="x"+1', "#VALUE!"),
        ("=TRUE+1", 2),
        ("=B9+1", 1),
        ('=B9&"x"', "x"),
        ("=1/0", "#DIV/0!"),
        ("=0^0", "#NUM!"),
        ("=0^-1", "#DIV/0!"),
        ("=(-8)^0.5", "#NUM!"),
        ("=1E+308*10", "#NUM!"),
        ("=#N/A+1/0", "#N/A"),
        ("=1/0+#N/A", "#DIV/0!"),
        ("=0.1+0.2=0.3", True),
        ("=(43.1-43.2)+1=0.9", False),
        ("=0.1+0.2-0.3", 0),
        ('="abc"="ABC"', True),
        ('="a"<"B"', True),
        ('=1<"a"', True),
        ('="z"<FALSE', True),
        ("=B9=0", True),
        ('=B9=""', True),
        ("=B9=FALSE", True),
        ("=2>=2", True),
        ("=1<>1", False),
        ("={1,2,3}*2", [[2, 4, 6]]),
        ("={1;2}+{10,20}", [[11, 21], [12, 22]]),
        ("={1,2,3}+{1,2}", [[2, 4, "#N/A"]]),
        ("=SUM((A1:A3>1)*A1:A3)", 5),
        ("=SUM(A1:A2 A2:A3)", 2),
        ("=A1:A2 A3:A4", "#NULL!"),
        ("=SUM((A1,A3))", 4),
        ("=--TRUE", 1),
    ],
)
def test_an_operator_gives_what_excel_gives(answer, formula, expected):
    assert answer(formula, {"A1": 1, "A2": 2, "A3": 3}) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=IF(0,"yes")', False),
        ("=IF(A1>0,,5)", 0),
        ('=IF("x",1,2)', "#VALUE!"),
        ("=IFS(FALSE,1,TRUE,2)", 2),
        ("=IFS(FALSE,1)", "#N/A"),
        ('=SWITCH(2,1,"one",2,"two","other")', "two"),
        ('=SWITCH(9,1,"one","other")', "other"),
        ("=SWITCH(9,1,1)", "#N/A"),
        ("=IFERROR(1/0,7)", 7),
        ("=IFNA(1/0,7)", "#DIV/0!"),
        ("=IFNA(#N/A,7)", 7),
        ('=CHOOSE(2,"a","b","c")', "b"),
        ("=CHOOSE(4,1,2,3)", "#VALUE!"),
        ("=AND(A1:A3)", True),
        ("=OR(A1:A3>2)", True),
        ("=XOR(TRUE,TRUE,TRUE)", True),
        ("=NOT(0)", True),
        ("=AND(B1:B9)", "#VALUE!"),
        ('=IF({1,0,1},"a","b")', [["a", "b", "a"]]),
        ("=LET(x,2,y,x+1,x*y)", 6),
        ("=LAMBDA(x,[y],IF(ISOMITTED(y),x,x+y))(5)", 5),
        ("=SUM(MAP(A1:A3,LAMBDA(v,v^2)))", 14),
        ("=BYROW({1,2;3,4},LAMBDA(r,SUM(r)))", [[3], [7]]),
        ("=BYCOL({1,2;3,4},LAMBDA(c,MAX(c)))", [[3, 4]]),
        ("=SCAN(0,A1:A3,LAMBDA(a,b,a+b))", [[1], [3], [6]]),
        ("=REDUCE(1,A1:A3,LAMBDA(a,b,a*b))", 6),
        ("=MAKEARRAY(2,2,LAMBDA(r,c,r*10+c))", [[11, 12], [21, 22]]),
    ],
)
def test_logic_and_lambdas_give_what_excel_gives(answer, formula, expected):
    assert answer(formula, {"A1": 1, "A2": 2, "A3": 3}) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(A1:A6)", 3.5),
        ('=SUM("3",TRUE)', 4),
        ('=SUM("x")', "#VALUE!"),
        ("=COUNT(A1:A6)", 2),
        ('=COUNT("3",TRUE,"x")', 2),
        ("=COUNTA(A1:A6)", 5),
        ("=COUNTBLANK(A1:A6)", 2),
        ("=AVERAGE(A1:A6)", 1.75),
        ("=AVERAGE(C1:C3)", "#DIV/0!"),
        ("=MIN(C1:C3)", 0),
        ("=MAX(A1:A6)", 2.5),
        ("=PRODUCT(A1:A6)", 2.5),
        ("=SUMPRODUCT(A1:A2,A1:A2)", 1),
        ("=SUMPRODUCT(A1:A2,A1:A3)", "#VALUE!"),
        ("=AVERAGEA(A1:A6)", (1 + 0 + 1 + 2.5 + 0) / 5),
        ("=SUM(D1:D2)", "#N/A"),
        ("=COUNT(D1:D2)", 1),
    ],
)
def test_an_aggregate_counts_what_excel_counts(answer, formula, expected):
    cells = {"A1": 1, "A2": "text", "A3": True, "A4": 2.5, "A6": '=""', "D1": "=NA()", "D2": 1}
    assert (
        answer(formula, cells) == pytest.approx(expected)
        if isinstance(expected, float)
        else answer(formula, cells) == expected
    )
