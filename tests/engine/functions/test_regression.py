"""TREND, GROWTH, LINEST and LOGEST of variables that depend on one another; the values are reckoned by hand.

Microsoft's help for LINEST: a redundant variable gets the coefficient 0 and the error 0, and counts for no degree of
freedom. Which of several it is does not matter to an estimate in which all planes agree.
"""

import pytest


def near(value):
    return pytest.approx(value, rel=1e-12)


POINTS = ((1, 5), (2, 7), (4, 12), (7, 16))
TWICE = {f"A{row}": x for row, (x, _) in enumerate(POINTS, 1)}
TWICE |= {f"B{row}": 2 * x for row, (x, _) in enumerate(POINTS, 1)}
TWICE |= {f"C{row}": y for row, (_, y) in enumerate(POINTS, 1)}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("TREND(C1:C4,A1:B4,{3,6})", near(10 - 0.5 * 13 / 7)),
        ("TREND(C1:C4,A1:B4,{3,6})-TREND(C1:C4,A1:A4,3)", pytest.approx(0, abs=1e-13)),
        ("TREND(C1:C4,A1:B4,{3,7})", "uncomputed"),
        ("TREND({3;4},{1,5;2,8},{2,8})", near(4)),
        ("TREND({3;4},{1,5;2,8},{2,9})", "uncomputed"),
        ("TREND({2;4;9},{1,7;2,7;3,7},{4,100})", near(12)),
        ("GROWTH({2;4;8},{1,3;2,6;3,9},{4,12})", near(16)),
        ("TREND({2;4;6},{1,2;2,4;3,6},{5,10},FALSE)", near(10)),
        ("INDEX(LINEST({2;4;9},{1,7;2,7;3,7}),1)", 0),
        ("INDEX(LINEST({2;4;9},{1,7;2,7;3,7}),2)", near(3.5)),
        ("INDEX(LINEST({2;4;9},{1,7;2,7;3,7},,TRUE),4,2)", 1),
        ("INDEX(LINEST({2;4;9},{1,7;2,7;3,7},,TRUE),4,1)-INDEX(LINEST({2;4;9},{1;2;3},,TRUE),4,1)", 0),
        ("INDEX(LINEST(C1:C4,A1:B4),1)", "uncomputed"),
    ],
)
def test_variables_that_depend_on_one_another_are_computed_where_excels_choice_does_not_matter(answer, formula, value):
    assert answer(formula, TWICE) == value
