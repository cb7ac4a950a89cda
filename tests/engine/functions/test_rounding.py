"""Rounding. Expected: Excel's stored values (ROUND.xlsx, FLOOR_CEILING.xlsx) and Microsoft's documentation."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=ROUND(2.675,2)", 2.68),
        ("=ROUND(1.005,2)", 1.01),
        ("=ROUND(0.285,2)", 0.29),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUND(2.5,0)", 3),
        ("=ROUND(1234567,-3)", 1235000),
        ("=ROUND(7.123,0.5)", 7),
        ("=ROUND(123456,-3.9)", 123000),
        ("=ROUND(1.05*(0.0284+0.0046)-0.0284,4)", 0.0063),
        ("=ROUND(5.015,2)", 5.02),
        ("=ROUND(1E+300,2)", 1e300),
        ("=ROUND(0.000000112,20)", 0.000000112),
        ("=ROUNDUP(7.123,1)", 7.2),
        ("=ROUNDUP(1.7,3)", 1.7),
        ("=ROUNDUP(0.0000001,3)", 0.001),
        ("=ROUNDUP(1.745,-10)", 1e10),
        ("=ROUNDUP(4.35*100,0)", 435),
        ("=ROUNDDOWN(-2.345,1)", -2.3),
        ("=ROUNDDOWN(4.35*100,0)", 435),
        ("=ROUNDDOWN(1.7456,2)", 1.74),
        ("=TRUNC(-8.9)", -8),
        ("=TRUNC(1.75,1)", 1.7),
        ("=INT(-8.1)", -9),
        ("=MROUND(10,3)", 9),
        ("=MROUND(1.3,0.2)", 1.4),
        ("=MROUND(-10,-3)", -9),
        ("=CEILING(2.5,1)", 3),
        ("=CEILING(-2.5,-2)", -4),
        ("=CEILING(-2.5,2)", -2),
        ("=CEILING(0.234,0.01)", 0.24),
        ("=CEILING(6.3,0.1)", 6.3),
        ("=FLOOR(3.7,2)", 2),
        ("=FLOOR(-2.5,-2)", -2),
        ("=FLOOR(1.58,0.1)", 1.5),
        ("=CEILING.MATH(-8.1,2)", -8),
        ("=CEILING.MATH(-5.5,2,-1)", -6),
        ("=FLOOR.MATH(-8.1,2)", -10),
        ("=FLOOR.MATH(-5.5,2,-1)", -4),
        ("=CEILING.PRECISE(-4.1,-2)", -4),
        ("=FLOOR.PRECISE(-3.2,-1)", -4),
        ("=ISO.CEILING(4.3,2)", 6),
        ("=EVEN(1.5)", 2),
        ("=EVEN(-1)", -2),
        ("=ODD(2)", 3),
        ("=ODD(0)", 1),
        ("=ODD(-2)", -3),
    ],
)
def test_rounding_follows_the_decimal_that_was_written(answer, formula, value):
    assert answer(formula) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=MROUND(5,-2)", "#NUM!"),
        ("=MROUND(TRUE,1)", "#VALUE!"),
        ("=MROUND(5,)", "#N/A"),
        ("=CEILING(2.5,-2)", "#NUM!"),
        ("=FLOOR(2.5,0)", "#DIV/0!"),
        ('=ROUND("x",2)', "#VALUE!"),
        ("=ROUND(1/0,2)", "#DIV/0!"),
    ],
)
def test_what_cannot_be_rounded_is_an_error(answer, formula, error):
    assert answer(formula) == error


def test_a_column_is_rounded_at_once(filled):
    cells = {"A1": 1.005, "A2": 2.675, "A3": "3.14159", "A4": True}
    assert filled(cells, {"B1": ("=ROUND(A1,2)", 5)}).column("B1", 5) == [1.01, 2.68, 3.14, 1, 0]


def test_rounding_spills_over_an_array_and_meets_a_range_in_a_plain_cell(answer, filled):
    assert answer("=ROUND({1.25;1.35},{0,1})") == [[1, 1.3], [1, 1.4]]
    assert filled({"A1": 1.26, "A2": 2.26}, {"B2": ("=ROUND(A1:A2,1)", 1)})["B2"] == 2.3
