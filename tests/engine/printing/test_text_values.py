"""Texts read as numbers, against tables made with Excel.

Witnesses: the table of cell entries that borgar/numfmt made with Excel set to English (United States), Microsoft's
help, the conformance workbooks.
"""

from __future__ import annotations

import datetime as dt

import pytest

from socroi.engine.printing.text_values import number_value, parse_date, parse_number, parse_time

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
