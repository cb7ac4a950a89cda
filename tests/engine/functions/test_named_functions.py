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
