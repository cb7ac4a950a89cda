"""Months and days as people write them, in the languages of CLDR."""

from datetime import date, datetime

import pytest

from socroi.sources import months_of_cldr
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.months import TABLE, month

LANGUAGES = months_of_cldr.LANGUAGES.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan 2026", (2026, 1)),
        ("February 2026", (2026, 2)),
        ("03/2026", (2026, 3)),
        ("3/2026", (2026, 3)),
        ("04.2026", (2026, 4)),
        ("04-2026", (2026, 4)),
        ("Apr-26", (2026, 4)),
        ("Apr '26", (2026, 4)),
        ("Apr’26", (2026, 4)),
        ("2026/05", (2026, 5)),
        ("2026-4", (2026, 4)),
        ("2026. 04.", (2026, 4)),
        ("202604", (2026, 4)),
        ("january 2026", (2026, 1)),
        ("JANUARY 2026", (2026, 1)),
        ("Jan. 2026", (2026, 1)),
        ("Jan, 2026", (2026, 1)),
        ("Jan/2026", (2026, 1)),
        ("2026 Jan", (2026, 1)),
        ("2026-Jan", (2026, 1)),
        ("Sept. 2026", (2026, 9)),
        ("január 2026", (2026, 1)),
        ("ápr. 2026", (2026, 4)),
        ("apr. 2026", (2026, 4)),
        ("2026. április", (2026, 4)),
        ("2026. ápr.", (2026, 4)),
        ("aprilis 2026", (2026, 4)),
        ("März 2026", (2026, 3)),
        ("enero de 2026", (2026, 1)),
        ("d’abril de 2026", (2026, 4)),
        ("abril del 2026", (2026, 4)),
        ("août 2026", (2026, 8)),
        ("апр. 2026 г.", (2026, 4)),
        ("Ağustos 2026", (2026, 8)),
        ("EKİM 2026", (2026, 10)),
        ("machi 2026", (2026, 3)),
        ("जनवरी 2026", (2026, 1)),
        ("जन॰ २०२६", (2026, 1)),
        ("ژانویهٔ ۲۰۲۶", (2026, 1)),
        ("يناير ٢٠٢٦", (2026, 1)),
        ("2026年4月", (2026, 4)),
        ("2026년 4월", (2026, 4)),
        ("tháng 4 2026", (2026, 4)),
    ],
)
def test_a_month_as_people_write_it_is_its_first_day(text, expected):
    assert dates([text], None, months=True) == [datetime(*expected, 1)]  # noqa: DTZ001 - a calendar date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 déc. 2023", (2023, 12, 15)),
        ("1er janvier 2026", (2026, 1, 1)),
        ("1. Apr. 2026", (2026, 4, 1)),
        ("2026. április 3.", (2026, 4, 3)),
        ("2026. 04. 03.", (2026, 4, 3)),
        ("2026/04/03", (2026, 4, 3)),
        ("3 de abril de 2026", (2026, 4, 3)),
        ("3 апр. 2026 г.", (2026, 4, 3)),
        ("3-Apr-2026", (2026, 4, 3)),
        ("03-Apr-26", (2026, 4, 3)),
        ("2026年4月3日", (2026, 4, 3)),
        ("۲۰۲۶-۰۴-۰۳", (2026, 4, 3)),
    ],
)
def test_a_day_with_the_name_of_a_month_is_read_in_any_language(text, expected):
    assert dates([text], None, months=True) == [datetime(*expected)]  # noqa: DTZ001 - a calendar date


@pytest.mark.parametrize(
    "text",
    ["Jan", "2026", "26-Apr", "Apr 26", "ápr. 26", "03/26", "13/2026", "2026-13", "2026/00", "201112", "Q1 2026",
     "W14 2026", "Smarch 2026", "Jan 1850", "Jan 20261", "Jan-Mar 2026", "31 April 2026", "early 2026",
     "۱۴۰۵/۰۱", "04/2026?"],
)  # fmt: skip
def test_what_is_no_month_of_one_year_is_refused(text):
    with pytest.raises(UnclearDate, match="not a date that is known here, such as"):
        dates([text], None, months=True)


def test_an_exporters_column_of_days_takes_no_month_for_a_day():
    with pytest.raises(UnclearDate):
        dates(["Jan 2026"], None)


def test_a_name_of_two_months_is_read_by_the_others_of_its_column():
    """In Zagreb listopad is October, in Prague November; prosinec and siječanj are Czech and Croatian alone."""
    with pytest.raises(UnclearDate):
        dates(["listopad 2026"], None, months=True)
    found = dates(["listopad 2026", "prosinec 2026"], None, months=True)
    assert [day.month for day in found] == [11, 12]
    assert [day.month for day in dates(["listopad 2026", "siječanj 2026"], None, months=True)] == [10, 1]


def test_months_of_several_languages_may_stand_in_one_column():
    assert [day.month for day in dates(["Jan 2026", "február 2026", "März 2026"], None, months=True)] == [1, 2, 3]


def test_one_month_beside_several_two_digit_years_may_be_days_and_is_refused():
    with pytest.raises(UnclearDate, match="a day or a year"):
        dates(["Apr-25", "Apr-26", "Apr-27"], None, months=True)
    found = dates(["Apr-25", "May-25", "Apr-26"], None, months=True)
    assert [day.date() for day in found] == [date(2025, 4, 1), date(2025, 5, 1), date(2026, 4, 1)]


def test_months_do_not_decide_the_order_of_days_beside_them():
    with pytest.raises(UnclearDate, match="day or the month first"):
        dates(["03/2026", "03/04/2026"], None, months=True)
    assert [day.month for day in dates(["03/2026", "13/04/2026"], None, months=True)] == [3, 4]


def test_the_table_of_names_is_what_cldr_says(package):
    package("babel", "pip install babel")
    assert TABLE.read_text(encoding="utf-8") == months_of_cldr.table()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_of_a_language_is_read_as_babel_writes_it(package, language):
    """Four names are months of two languages; alone they are refused, and never the wrong month."""
    package("babel", "pip install babel")
    from babel.dates import format_date

    for number in range(1, 13):
        for pattern in ("MMM y", "MMMM y", "LLL y", "LLLL y", "y. MMMM", "MMM-y"):
            text = format_date(date(2026, number, 1), pattern, locale=language)
            found = month(text)
            alone = language in {"cs", "hr", "pl"} and any(name in text for name in ("lis", "lip", "srp"))
            assert found == (2026, number) or (found is None and alone), text
