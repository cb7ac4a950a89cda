"""Texts read as numbers and numbers written as texts, against tables made with Excel.

Witnesses: NumberToTextConversionExamples of Apache POI (what `&` gives, by the bits of the double), the table of cell
entries that borgar/numfmt made with Excel set to English (United States), Microsoft's help, the conformance workbooks.
"""

from __future__ import annotations

import datetime as dt
import struct

import numpy as np
import pytest

from socroi.engine.printing.text_values import (
    dollar_text,
    fixed_text,
    number_text,
    number_texts,
    number_value,
    parse_date,
    parse_number,
    parse_time,
)
from socroi.errors import CellError

POI = """
0000000000000000 0
3FF00068DB8BAC71 1.0001
405EDD3C07FB4C8C 123.456789012345
405EDD3C07FB4C99 123.456789012346
4132D687E3DF2180 1234567.89012346
3F543A272D9E0E49 0.00123456789012345
3F543A272D9E0E4A 0.00123456789012346
3F543A272D9E0E78 0.00123456789012347
3F543A272D9E0EA6 0.00123456789012348
544CE6345CF3209C 1.23456789012345E+98
544CE6345CF3209D 1.23456789012346E+98
54820FE0BA17F5E9 1.2345678901236E+99
54820FE0BA17F784 1.2345678901237E+99
547D42AEA2879F2A 9.99999999999999E+98
547D42AEA2879F2B 1E+99
547D42AEA287A0A1 1.0000000000001E+99
54B249AD2594C361 1E+100
2B95DF5CA28EF46A 1.00000000000002E-98
2B95DF5CA28EF3EC 1E-98
2B95DF5CA28EF3EB 9.9999999999999E-99
2B617F7D4ED8C322 9.9999999999999E-100
3EE9E409302678BA 1.23456789012346E-05
3F202E85BE180B74 0.000123456789012346
3EE9E409301B5A02 0.0000123456789
3E6E7D05BDABDE50 0.000000056789012345
3E6E7D05BDAD407E 5.67890123456E-08
359DEE7A4AD4B81F 2E-50
42A674E79C5FE523 12345678901234.6
42DC12218377DE6B 123456789012346
43118B54F22AEB03 1234567890123460
43E56A95319D63E1 12345678901234600000
441AC53A7E04BCDA 1.23456789012346E+20
C3E56A95319D63E1 -12345678901234600000
4A611B0EC57E649A 2E+50
7FEFFFFFFFFFFFFF 1.7976931348623E+308
0010000000000000 2.2250738585072E-308
000FFFFFFFFFFFFF 0
0000000000000001 0
8000000000000001 0
40FE26BFFFFFFFF9 123500
3BCD291DEF868C89 1.235E-20
444B1AE4D6E2EF4F 1E+21
412E847FFFFFFFFF 1000000
3C32725DD1D243AB 0.000000000000000001
3BFD83C94FB6D2AB 1E-19
BE45798EE2308C39 -0.00000001
"""

ENTRIES = {
    "6-4-82": 30106, "6 - 4 - 82": 30106, "6/4/82": 30106, "6/4-82": 30106, "6.4.82": None, "6 4 82": None,
    "6,4,82": None,
    "6482": 6482, "6/4/1984": 30837, "07/05/82": 30137, "6-October-82": 30230, "6 / October / 1984": 30961,
    "6 Nov 82": 30261, "6Nov1984": 30992, "6.Nov.82": None, "6, Nov, 1984": None, "6-82-4": None, "6/1984/4": None,
    "2021/1-10": 44206, "01.01.01": None, "02-31-2023": None, "12-1-3": 37956, "12-31-99": 36525, "12-31-1900": 366,
    "31-1-2024": None, "12.31": 12.31, "1.1.2024": None, "07051984": 7051984, "1984/6/4": 30837,
    "01:30:30 A": 0.06284722222222222, "01:30:30 P": 0.5628472222222223, "01:59 pm": 0.5826388888888889,
    "01:30:60": 0.06319444444444444, "01:60": 0.08333333333333333, "01:60:60": None, "01:60 AM": None, "9:0": 0.375,
    "24:01": 1.0006944444444446, "24:01 AM": None, "24:59:60": None, "24:60": None, "5:": 0.20833333333333334,
    "$ 1": 1, "1$": None, "($1)": -1, "(1$)": None, "$1,234": 1234, "$1.234": 1.234, "$1.234,56": None, "$00123": 123,
    "€ 1": 1, "1 €": 1, "(1€)": -1, "€1,234.56": 1234.56, "35€": 35, "£5": None, "1 3": None, "9,1": None,
    "0,123": None,
    "1,2345": 12345, " 1": 1, ".4": 0.4, "%41": 0.41, "e23": None, "8)": None, "4 4": None, "27m": None,
    "5\u00a0": None, "5\t": None, "+5": 5, "(-5)": None, "-$5": -5, "1e3": 1000, "5 %": 0.05, "$5%": None,
}  # fmt: skip


@pytest.mark.parametrize("line", POI.split("\n")[1:-1])
def test_a_number_joined_to_a_text_is_written_as_excel_writes_it(line):
    bits, expected = line.split()
    assert number_text(struct.unpack(">d", bytes.fromhex(bits))[0]) == expected


def test_many_numbers_are_written_as_one_by_one():
    numbers = [0.0, -0.0, 1.0, -12.0, 0.1 + 0.2, 1 / 3, 1e15, 123456789012345678.0, -1e-7, 1e300]
    assert number_texts(np.array(numbers)) == [number_text(number) for number in numbers]
    assert number_texts(np.array([[1.0, -2.0], [3e14, 0.0]])) == ["1", "-2", "300000000000000", "0"]


@pytest.mark.parametrize(("text", "expected"), ENTRIES.items())
def test_a_text_becomes_the_number_that_an_entry_of_it_gives(text, expected):
    found = parse_number(text)
    assert found is None if expected is None else found == pytest.approx(expected, rel=1e-14)


def test_a_date_without_a_year_is_in_this_year():
    # numfmt's table: a month and a number to 31 are month and day, above it month and year
    year = dt.datetime.now(tz=dt.UTC).astimezone().year
    day = float((dt.date(year, 1, 24) - dt.date(1899, 12, 30)).days)
    assert [parse_number(text) for text in ("Jan-24", "24 January", "1/24", "Jan 24", "24jan")] == [day] * 5
    assert parse_number("Jan-32") == parse_number("1/32") == float((dt.date(1932, 1, 1) - dt.date(1899, 12, 30)).days)


def test_dates_that_iso_and_americans_write_are_read():
    # hand: 2024-01-31 is serial 45322
    texts = ("2024-01-31", "1/31/2024", "31-Jan-24", "Jan 31, 2024", "January 31, 2024", "31 January 2024")
    assert [parse_number(text) for text in texts] == [45322.0] * len(texts)
    assert parse_number("2024-01-31 14:00") == 45322 + 14 / 24


def test_dates_and_times_are_read_as_the_conformance_workbook_has_them():
    # IronCalc's DATE_TIME.xlsx, values by Excel
    assert (parse_date("29-Feb-1900"), parse_date("1-Mar-1900")) == (60.0, 61.0)
    assert (parse_time(" 1:30 "), parse_time("12:00 PM"), parse_time("24:00")) == (0.0625, 0.5, 1.0)


def test_the_1904_system_counts_dates_from_its_own_day():
    # Microsoft, "Date systems in Excel": 5 July 2011 is 39267 there
    assert parse_number("7/5/2011", date_1904=True) == 39267.0
    assert parse_number("12/31/1903", date_1904=True) is None


@pytest.mark.parametrize(
    "text", ["TRUE", "", "   ", "abc", "1 000", "1/0 1/0", "12:30:15.5 PM", "2024-13-01", "1e400", "--5", "１２", "٣"]
)
def test_what_excel_reads_as_no_number_gives_none(text):
    # numfmt's table, and IronCalc's T_VALUE_VALUETOTEXT.xlsx for texts; the time with ".5 PM" by numfmt alone
    assert parse_number(text) is None


def test_fractions_need_a_whole_number_before_them():
    # Microsoft, "Display numbers as fractions": 0 1/2 is one half, 1/2 is a date
    assert (parse_number("0 1/2"), parse_number("-1 1/4"), parse_number("12 3/0")) == (0.5, -1.25, None)


def test_digits_beyond_the_fifteenth_are_read_as_zeros():
    # Microsoft, "Last digits are changed to zeros": 1234567890123456 is kept as 1234567890123450
    assert parse_number("1234567890123456") == 1234567890123450.0


def test_percent_does_not_add_a_stray_digit():
    assert (parse_number("12.1%"), parse_number("0.7%"), parse_number("110%")) == (0.121, 0.007, 1.1)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [  # Microsoft's help for NUMBERVALUE
        (("2.500,27", ",", "."), 2500.27),
        (("3.5%",), 0.035),
        (("",), 0.0),
        (("9%%",), 0.0009),
        ((" 3 0 0 0 ",), 3000.0),
        (("1.2.3",), None),
        (("1,5.2,3",), None),
        (("1", ".", "."), None),
        (("a",), None),
        (("-1e3",), -1000.0),
    ],
)
def test_numbervalue_takes_its_own_separators(arguments, expected):
    assert number_value(*arguments) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "commas", "expected"),
    [  # Microsoft's help for FIXED; the last by hand
        (1234.567, 1, True, "1,234.6"),
        (1234.567, -1, True, "1,230"),
        (-1234.567, -1, False, "-1230"),
        (44.332, 2, True, "44.33"),
        (0.5, 0, True, "1"),
        (-0.001, 2, True, "0.00"),
        (999.995, 2, True, "1,000.00"),
        (4.4, -1, True, "0"),
    ],
)
def test_fixed_rounds_and_separates_thousands(value, decimals, commas, expected):
    assert fixed_text(value, decimals, commas=commas) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [  # Microsoft's help for DOLLAR
        (1234.567, 2, "$1,234.57"),
        (1234.567, -2, "$1,200"),
        (-1234.567, -2, "($1,200)"),
        (-0.123, 4, "($0.1230)"),
        (99.888, 2, "$99.89"),
    ],
)
def test_dollar_puts_negative_amounts_in_parentheses(value, decimals, expected):
    assert dollar_text(value, decimals) == expected


def test_more_than_127_decimals_are_refused():
    with pytest.raises(CellError) as refused:
        fixed_text(1.0, 128)
    assert refused.value.code == "#VALUE!"
