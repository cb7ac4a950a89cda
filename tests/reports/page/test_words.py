"""Numbers and months as CLDR writes them (babel 2.19), but for the minus sign, which is the typographer's."""

import unicodedata
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_skeleton, get_month_names
from babel.numbers import format_decimal, format_percent

from socroi.reports.page.words import Words
from socroi.templates.texts import languages

EACH = pytest.mark.parametrize("language", languages())


def as_cldr(text, words):
    """What babel wrote, with the digits and the percent sign of the language, which it leaves out, and our minus."""
    symbols = Locale.parse(words.language).number_symbols
    sign = symbols.get("arabext", symbols["latn"])["percentSign"] if words["digits"] != "0123456789" else "%"
    digits = str.maketrans("0123456789-%", words["digits"] + "\N{MINUS SIGN}" + sign)
    return text.translate(digits).replace("\N{LEFT-TO-RIGHT MARK}", "")


@EACH
@pytest.mark.parametrize("value", [0, 7, 1234, 1234567, -98765, 123456789])
def test_a_number_has_the_groups_of_its_language(language, value):
    words = Words(language)
    expected = as_cldr(format_decimal(value, locale=language, numbering_system="default"), words)
    assert words.number(value).replace("\N{LEFT-TO-RIGHT MARK}", "") == expected


@EACH
def test_decimals_and_percentages_too(language):
    words = Words(language)
    assert words.number(12.5, 1) == as_cldr(format_decimal(12.5, locale=language, numbering_system="default"), words)
    assert words.share(0.25) == as_cldr(format_percent(0.25, locale=language, numbering_system="default"), words)


@EACH
def test_digits_are_ten_in_order(language):
    assert [unicodedata.digit(sign) for sign in Words(language)["digits"]] == list(range(10))
    assert (Words(language)["digits"] == "0123456789") == (language != "fa")


@EACH
def test_months_have_the_names_that_they_have_alone_and_with_a_year(language):
    words = Words(language)
    names = list(get_month_names("wide", "stand-alone", language).values())
    assert words["months"].split(", ") == names
    digits = str.maketrans("0123456789", words["digits"])
    days = [date(2026, month, 1) for month in range(1, 13)]
    assert [words.month(day) for day in days] == [
        _of_a_year(format_skeleton("yMMMM", day, locale=language).translate(digits), names[day.month - 1], words, day)
        for day in days
    ]


def _of_a_year(said, name, words, day):
    """Catalan has "d'agost de 2026" among words, and the month alone where a heading begins with it."""
    return said if words.language != "ca" else f"{name} del {day.year}"


def test_zero_has_no_sign_whatever_it_was_rounded_from():
    words = Words("en")
    assert [words.number(value, signed=True) for value in (-0.4, 0.0, 0.4)] == ["0", "0", "0"]
    assert words.number(-0.04, 1) == "0.0"


def test_what_is_not_known_is_said_and_never_zero():
    words = Words("en")
    assert (words.money(None), words.percent(None)) == ("not known", "not known")


def test_a_period_of_one_month_is_that_month():
    words = Words("en")
    assert words.period(date(2026, 1, 1), date(2026, 9, 1)) == "January 2026 to September 2026"
    assert words.period(date(2026, 9, 1), date(2026, 9, 1)) == "September 2026"


def test_what_a_workbook_offers_is_translated_and_what_was_typed_is_not():
    words = Words("hu", "en")
    assert (words.own("Purchases"), words.own("Lindenhof")) == ("Vásárlások", "Lindenhof")
    assert Words("en", "en").own("Purchases") == "Purchases"


@EACH
def test_persian_alone_is_read_from_right_to_left(language):
    assert Words(language).direction == ("rtl" if language == "fa" else "ltr")
