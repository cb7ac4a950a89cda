"""Database functions. Expected: hand sums, and Microsoft's documentation of DSUM and DGET (the orchard)."""

from __future__ import annotations

import pytest

ORCHARD = {
    "A1": "Tree", "B1": "Height", "C1": "Age", "D1": "Yield", "E1": "Profit",
    "A2": "Apple", "B2": 18.0, "C2": 20.0, "D2": 14.0, "E2": 105.0,
    "A3": "Pear", "B3": 12.0, "C3": 12.0, "D3": 10.0, "E3": 96.0,
    "A4": "Cherry", "B4": 13.0, "C4": 14.0, "D4": 9.0, "E4": 105.0,
    "A5": "Apple", "B5": 14.0, "C5": 15.0, "D5": 10.0, "E5": 75.0,
    "A6": "Pear", "B6": 9.0, "C6": 8.0, "D6": 8.0, "E6": 77.0,
    "A7": "Apple", "B7": 8.0, "C7": 9.0, "D7": 6.0, "E7": 45.0,
    "G1": "Tree", "H1": "Height", "I1": "Height",
    "G2": '="=Apple"', "H2": ">10", "I2": "<16",
    "G3": '="=Pear"',
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=DSUM(A1:E7,"Profit",G1:G2)', 225),
        ('=DSUM(A1:E7,"Profit",G1:I2)', 75),
        ('=DAVERAGE(A1:E7,"Yield",G1:H2)', 12),
        ('=DMAX(A1:E7,"Profit",G1:G3)', 105),
        ('=DMIN(A1:E7,"Profit",G1:H2)', 75),
        ('=DCOUNT(A1:E7,"Age",G1:I2)', 1),
        ("=DCOUNT(A1:E7,,G1:G3)", 5),
        ('=DCOUNTA(A1:E7,"Profit",G1:I2)', 1),
        ('=DPRODUCT(A1:E7,"Yield",G1:H2)', 140),
        ('=DSTDEV(A1:E7,"Yield",G1:G3)', pytest.approx(2.96648, abs=5e-6)),
        ('=DSTDEVP(A1:E7,"Yield",G1:G3)', pytest.approx(2.65330, abs=5e-6)),
        ('=DVAR(A1:E7,"Yield",G1:G3)', pytest.approx(8.8)),
        ('=DVARP(A1:E7,"Yield",G1:G3)', pytest.approx(7.04)),
        ("=DSUM(A1:E7,5,G1:G2)", 225),
        ('=DGET(A1:E7,"Yield",G1:I2)', 10),
    ],
)
def test_totals_of_the_records_that_fulfil_the_criteria(answer, formula, value):
    assert answer(formula, ORCHARD) == value


def test_dget_wants_exactly_one_record(answer):
    assert answer('=DGET(A1:E7,"Yield",G1:G3)', ORCHARD) == "#NUM!"
    assert answer('=DGET(A1:E7,"Yield",J1:J2)', {**ORCHARD, "J1": "Tree", "J2": "Fig"}) == "#VALUE!"


def test_a_text_without_an_operator_takes_what_begins_with_it(answer):
    assert answer('=DCOUNTA(A1:E7,"Tree",J1:J2)', {**ORCHARD, "J1": "tree", "J2": "p"}) == 2


def test_an_unknown_field_is_an_error(answer):
    assert answer('=DSUM(A1:E7,"Colour",G1:G2)', ORCHARD) == "#VALUE!"
    assert answer("=DSUM(A1:E7,6,G1:G2)", ORCHARD) == "#VALUE!"


def test_an_error_in_a_chosen_record_is_the_result(answer):
    cells = {**ORCHARD, "E5": "=1/0"}
    assert answer('=DSUM(A1:E7,"Profit",G1:G2)', cells) == "#DIV/0!"
    assert answer('=DSUM(A1:E7,"Profit",J1:J2)', {**cells, "J1": "Tree", "J2": "Cherry"}) == 105


@pytest.mark.parametrize(
    ("criterion", "value"),
    [
        ("=D2>9", 105 + 96 + 75),  # D2 is the first record's; by hand
        ("=D2>AVERAGE(D$2:D$6)", 105),
        ("=E2=E3", 0),
        ('="Apple"', 0),  # a text is no condition: DCOUNT_DCOUNTA_DGET_DPRODUCT.xlsx of ../shared/conformance
    ],
)
def test_a_criterion_that_is_a_formula_is_asked_of_every_record(answer, criterion, value):
    cells = {place: value for place, value in ORCHARD.items() if int(place[1:]) <= 6}
    assert answer('DSUM(A1:E6,"Profit",H1:H2)', {**cells, "H1": "Good", "H2": criterion}) == value


def test_a_record_in_which_the_field_is_blank_does_not_count_for_dget(answer):
    # DGet.xls of Apache POI, saved by Excel: DGet!B114 and B115
    cells = {"A1": "One", "B1": "Two", "A2": "a", "A3": "a", "B3": "Text", "A4": "a", "A5": "b", "D1": "One", "D2": "a"}
    assert answer('=DGET(A1:B5,"Two",D1:D2)', cells) == "Text"
    assert answer('=DGET(A1:B5,"Two",D1:D2)', {**cells, "D2": "b"}) == "#VALUE!"


@pytest.mark.parametrize(("value", "found"), [("abc", "h"), (" ", "h"), (None, "#VALUE!"), (0, "#VALUE!")])
def test_an_empty_text_as_a_criterion_takes_every_text(answer, value, found):
    # DGet.xls of Apache POI, saved by Excel: DGet!B72 to B77
    cells = {"A1": "Index", "B1": "Value", "A2": "h", "B2": value, "D1": "Index", "E1": "Value", "D2": "h", "E2": '=""'}
    assert answer('=DGET(A1:B2,"Index",D1:E2)', cells) == found
