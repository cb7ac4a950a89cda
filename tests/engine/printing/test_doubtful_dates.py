"""Texts that are one day in the United States and another, or none, elsewhere are left uncomputed.

Witness: Microsoft's help on DATEVALUE, which reads by the date settings of the computer; the stored values of
T_VALUE_VALUETOTEXT.xlsx in ../shared/conformance, where Excel read 2/3/2023 as 2 March.
"""

from __future__ import annotations

import pytest

from socroi.engine.model.book import CalculationSettings


@pytest.mark.parametrize(
    "text",
    ["3/4/2026", "3-4-2026", "31/12/2025", "31.12.2025", "3/4/26", "3/4/2026 10:30", "3/1", "3-1", "13/1", "3/15"],
)
@pytest.mark.parametrize("formula", ["A1+0", "VALUE(A1)", "YEAR(A1)", 'TEXT(A1,"yyyy")', "IFERROR(DATEVALUE(A1),0)"])
def test_a_date_that_another_country_reads_otherwise_is_left(answer, formula, text):
    assert answer(formula, {"A1": text}) == "uncomputed"


@pytest.mark.parametrize("text", ["1,5", "12,50", "1.234,5", "1.234.567", "0,125", "-3,5 %"])
def test_a_number_with_a_decimal_comma_is_left(answer, text):
    assert answer("A1+0", {"A1": text}) == "uncomputed"
    assert answer("IFERROR(VALUE(A1),0)", {"A1": text}) == "uncomputed"


@pytest.mark.parametrize(("text", "number"), [("1,234", 1234), ("1.5", 1.5), ("1,234.5", 1234.5), ("12", 12)])
def test_a_number_with_a_decimal_point_is_computed(answer, text, number):
    assert answer("A1+0", {"A1": text}) == number


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("2026-04-03", 46115),
        ("3-Apr-2026", 46115),
        ("4/4/2026", 46116),
        ("12/31/2025", 46022),
        ("Apr 3, 2026", 46115),
        ("3/32", 11749),
    ],
)
def test_a_date_that_is_read_alike_is_computed(answer, text, serial):
    assert answer("A1+0", {"A1": text}) == serial


@pytest.mark.parametrize("text", ["1.2.3", "3/4/2026x", "32/13/2026", "10.0.19"])
def test_what_is_a_date_nowhere_is_an_error(answer, text):
    assert answer("A1+0", {"A1": text}) == "#VALUE!"


def test_such_a_text_stays_a_text_where_no_number_is_wanted(answer):
    assert answer('A1&"!"', {"A1": "3/4/2026"}) == "3/4/2026!"
    assert answer('A1="3/4/2026"', {"A1": "3/4/2026"}) is True


def test_the_cells_of_one_column_are_left_together_and_the_text_is_named(work):
    cells = work({"A1": "3/4/2026", "A2": "4/4/2026", "A3": "2026-04-03", "A4": "7", "B1:B4": "=A1+0", "C1": "=B1"})
    assert cells.column("B1", 4) == ["uncomputed", "uncomputed", 46115, 7]
    assert {f.row for f in cells.calculation.results.failures} == {0, 1}
    assert "is read otherwise" in cells.calculation.results.failures[0].why


def test_amounts_of_one_country_are_never_read_by_half(work):
    """1,234 beside 12,50 is one and a bit, and would be read as a thousand more."""
    cells = work({"A1": "12,50", "A2": "1,234", "A3": "1.5", "A4": "7", "A5": "4/4/2026", "B1:B5": "=A1+0"})
    assert cells.column("B1", 5) == ["uncomputed"] * 3 + [7, 46116]


def test_a_criterion_is_left_only_where_numbers_could_be_meant(answer):
    texts = {"A1": "3/4/2026", "A2": "5/4/2026", "A3": 7}
    assert answer('COUNTIF(A1:A3,"3/4/2026")', texts) == 1
    assert answer('COUNTIF(A1:A3,">3/4/2026")', texts) == "uncomputed"
    assert answer('COUNTIF(A1:A3,"3/4/2026")', {"A1": 46085, "A2": 1}) == "uncomputed"
    assert answer('COUNTIF(A1:A3,">3/14/2026")', {"A1": 46085, "A2": 46100}) == 1


@pytest.mark.parametrize(
    "formula", ['"2026-04-03"+0', 'VALUE("2026-04-03")', 'DATEVALUE("2026-04-03")', 'SUMIF(A1,"2026-04-03")']
)
def test_a_date_is_read_by_the_date_system_of_the_workbook(answer, formula):
    # By hand: 46115 - 1462, the days from 1904-01-01.
    settings = CalculationSettings(date_1904=True)
    assert answer(formula, {"A1": 44653}, calculation=settings) == 44653
