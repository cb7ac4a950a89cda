import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.sources.numerals import Contradiction, Unreadable, advice, is_ambiguous, number, numbers, proven, symbols

STYLES = {
    "en": (lambda text: text, "."),
    "de": (lambda text: text.translate(str.maketrans(",.", ".,")), ","),
    "fr": (lambda text: text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ","), ","),
    "ch": (lambda text: text.replace(",", "'"), "."),
}


@given(st.sampled_from(sorted(STYLES)), st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=20))
def test_a_column_with_cents_is_read_back_in_every_style_of_writing(style, cents):
    """The witness is Python's own grouping, `format(x, ",.2f")`, rewritten as each country writes it."""
    write, decimal = STYLES[style]
    column = [write(f"{amount / 100:,.2f}") for amount in cents]
    assert proven(column) == decimal
    assert numbers(column, decimal) == pytest.approx([amount / 100 for amount in cents])


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234", ",", 1234),
        ("1.234", ".", 1.234),
        ("1,234,567.8", ".", 1234567.8),
        ("12,34,567.80", ".", 1234567.8),
        ("12,50 €", ",", 12.5),
        ("R$ 1.000,00", ",", 1000),
        ("$1,234.56", ".", 1234.56),
        ("-$5.00", ".", -5),
        ("\N{MINUS SIGN}7", ".", -7),
        ("2.9%", ".", 2.9),
        ("424.0", ".", 424),
        ("1\N{NO-BREAK SPACE}234,5", ",", 1234.5),
        (".5", ".", 0.5),
    ],
)
def test_a_written_number_has_the_value_a_reader_gives_it(text, decimal, value):
    assert numbers([text], decimal) == pytest.approx([value])


@pytest.mark.parametrize("text", ["1.234", "12,345", "-1.000"])
def test_three_digits_behind_one_sign_are_ambiguous_alone(text):
    assert is_ambiguous([text])
    assert proven([text]) is None


@pytest.mark.parametrize(
    ("text", "decimal"), [("0.123", "."), ("1234.567", "."), ("1.5", "."), ("1.234.567", ","), ("1.234,5", ",")]
)
def test_some_numbers_prove_their_decimal_sign(text, decimal):
    assert proven([text, "1", ""]) == decimal


def test_two_cells_that_prove_different_signs_contradict():
    with pytest.raises(Contradiction):
        proven(["1.5", "1,5"])


@pytest.mark.parametrize("text", ["", "-", "--", " --", "\N{EM DASH}", None])
def test_an_absent_number_is_nan_and_not_zero(text):
    assert math.isnan(numbers([text], ".")[0])


@pytest.mark.parametrize("text", ["<5", "abc", "1-2", "2026-01-01", "12:30", "1.2.3", "(5)", "1,23,4"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Unreadable):
        numbers(["1", text], ".")


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("15K", ".", 15_000),
        ("1.5K", ".", 1_500),
        ("1.1K", ".", 1_100),
        ("1,5k", ",", 1_500),
        ("2M", ".", 2_000_000),
        ("£2m", ".", 2_000_000),
        ("1.2bn", ".", 1_200_000_000),
        ("3B", ".", 3_000_000_000),
        ("12 Tsd. €", ",", 12_000),
        ("2,5 Mio.", ",", 2_500_000),
        ("3 Mrd. EUR", ",", 3_000_000_000),
        ("4 mln", ",", 4_000_000),
        ("1.5 lakh", ".", 150_000),
        ("₹3 lac", ".", 300_000),
        ("₹12L", ".", 1_200_000),
        ("2 crore", ".", 20_000_000),
        ("1.25 Cr", ".", 12_500_000),
        ("3万", ".", 30_000),
        ("1.2億", ".", 120_000_000),
        ("2亿", ".", 200_000_000),
        ("5千", ".", 5_000),
        ("7 тыс.", ",", 7_000),
        ("5 ezer Ft", ",", 5_000),
        ("۳ هزار", ".", 3_000),
        ("elfu 15", ".", 15_000),
        ("5 kEUR", ".", 5_000),
    ],
)
def test_a_multiplier_behind_a_figure_is_applied_to_the_last_digit(text, decimal, value):
    """The witness is the word itself; 1.1K is 1100 and not 1100.0000000000002."""
    assert numbers([text], decimal) == [value]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("15 mil", "es", 15_000),
        ("15 mil", "pt-BR", 15_000),
        ("15 mil", "cs", 15_000_000),
        ("15 mil.", "ro", 15_000_000),
        ("15 mil", None, None),
        ("15 B", "tr", 15_000),
        ("15 B", None, 15_000_000_000),
        ("15 E", "hu", 15_000),
        ("15 E", None, None),
        ("15 t", "da", 15_000),
        ("15 t", None, None),
        ("12 mi", "pt", 12_000_000),
        ("12 mi", None, None),
        ("15 M", "id", 15_000_000_000),
        ("15m", "ca", None),
        ("1 Billion", "de", None),
    ],
)
def test_a_multiplier_that_says_different_things_is_read_by_language_and_refused_without(text, language, value):
    """The witness is CLDR's short numbers of each language: 15 mil is 15,000 in Spanish, 15,000,000 in Czech."""
    assert number(text, ".", language=language) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(12)", -12),
        ("($1,234.50)", -1234.5),
        ("$(1,234.50)", -1234.5),
        ("(12.5%)", -12.5),
        ("(12.5)%", -12.5),
        ("(€ 7)", -7),
        ("(3K)", -3000),
    ],
)
def test_brackets_are_a_minus_where_accountants_write(text, value):
    assert numbers([text], ".", brackets=True) == [value]
    with pytest.raises(Unreadable):
        numbers([text], ".")


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1'234.50", ".", 1234.5),
        ("1’234.50", ".", 1234.5),
        ("1\N{NARROW NO-BREAK SPACE}234,50", ",", 1234.5),
        ("1 234 567", ".", 1234567),
        ("١٬٢٣٤٫٥", ".", 1234.5),
        ("١٬٢٣٤٫٥", ",", 1234.5),
        ("۱۲۳۴٫۵", ",", 1234.5),
        ("\N{LEFT-TO-RIGHT MARK}\N{MINUS SIGN}۱۲", ".", -12),
        ("१२,३४,५६७", ".", 1234567),
        ("২.৫", ".", 2.5),
        ("１，２３４．５", ".", 1234.5),
        ("12٪", ".", 12),
        ("%25", ".", 25),
        ("1e5", ".", 100_000),
        ("1,5E+03", ".", 1500),
        ("\N{EN DASH}12", ".", -12),
        ("\N{NON-BREAKING HYPHEN}12", ".", -12),
        ("+10", ".", 10),
        ("$12 USD", ".", 12),
        ("kr 12", ".", 12),
        ("12kr", ".", 12),
        ("€-5", ".", -5),
        ("eur 5", ".", 5),
        ("Rs. 500/-", ".", 500),
        ("R 1 200,50", ",", 1200.5),
        ("S/ 5", ".", 5),
    ],
)
def test_digits_signs_and_currencies_of_the_world_are_read(text, decimal, value):
    assert numbers([text], decimal) == [value]


@pytest.mark.parametrize(
    "text",
    [
        *("ca. 12", "ca 12", "~12", "≈12", "about 12", "<5", ">5", "≥5", "±5", "12+", "12*", "12?", "+/-5", "12 or 13"),
        *("10-", "1.234,50-", "5 -", "12.-", "-(5)", "(-5)", "(5", "5)", "--5", "-+5", "5--", "- - 5"),
        *(
            "12 hrs",
            "12h",
            "3 pcs",
            "5 km",
            "5 kg",
            "12mm",
            "5 MB",
            "5 min",
            "12 clicks",
            "7 days",
            "90°",
            "10²",
            "12½",
        ),
        *("10 20", "1 23", "12 34 567", "1'23", "1 234'567", "1 234.567,8", "1,234.567.8", "1٬23", "12٣"),
        *("#5", "No. 5", "5th", "1st", "12/5", "5:6", "1_000", "0x10", "=5", "'5", "5 €/h", "5 € $", "€5 USD", "5 XYZ"),
        *("TOP 10", "5 all", "5 try", "5k%", "5% €", "kk5", "5kk", "5 k M", "120 CR", "120 Dr", "1e400", "1e5e5", "e5"),
        *("inf", "nan5", "v2", "A12", "12A", "Q1", "12 ‰", "5 pp", "۵/۲"),
    ],
)
def test_whatever_else_stands_beside_digits_makes_it_no_number(text):
    with pytest.raises(Unreadable):
        numbers([text], ".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ca. 12", "leave the cell blank"),
        ("10-", "write the minus in front"),
        ("12 hrs", "without “hrs”"),
        ("15 mil", "does not say the same everywhere"),
        ("(12)", "write it with a minus"),
        ("NaN", "Leave the cell blank"),
    ],
)
def test_what_is_refused_comes_with_what_to_do(text, said):
    assert said in advice(text)


def test_a_count_is_neither_money_nor_a_share():
    for text in ("$5", "5 EUR", "5%"):
        assert number(text, ".", percent=False, money=False) is None
    assert number("5K", ".", percent=False, money=False) == 5000


def test_the_sign_of_a_column_is_its_currency():
    assert symbols(["€ 5", "5 €", "7", "ca. 8 $"]) == {"€"}
    assert symbols(["$12 USD"]) == {"USD"}


LOCALES = ("en_US", "de_DE", "de_CH", "fr_FR", "hu_HU", "ca_ES", "hi_IN", "fa_IR", "ar_EG", "pt_BR", "sv_SE", "sw_KE")


@given(st.sampled_from(LOCALES), st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=8))
def test_a_number_written_in_any_language_of_cldr_is_read_back(package, locale, thousandths):
    """The witness is Babel, which writes numbers as CLDR says."""
    package("babel", "pip install babel")
    from babel.numbers import format_currency, format_decimal

    wanted = [amount / 1000 + 0.0625 for amount in thousandths]
    for write in (
        lambda value: format_decimal(value, "#,##0.0000", locale=locale, numbering_system="default"),
        lambda value: format_currency(
            value, "EUR", "¤#,##0.0000", locale=locale, numbering_system="default", currency_digits=False
        ),
    ):
        column = [write(value) for value in wanted]
        assert numbers(column, proven(column) or ".") == pytest.approx(wanted, abs=5e-5)


SPOKEN = "en es pt de fr hu ca hi fa it nl pl cs sv da nb fi tr ru uk ro el ja zh ko id"


@pytest.mark.parametrize("locale", SPOKEN.split())
@pytest.mark.parametrize("value", [15_000, 2_000_000])
@pytest.mark.parametrize("style", ["short", "long"])
def test_a_short_number_of_cldr_is_read_back_in_its_language(package, locale, value, style):
    """The witness is Babel: 15K, 15 mil, 15 tis., 1.5万. It writes Swahili's wrongly: elfu 1500."""
    package("babel", "pip install babel")
    from babel import Locale
    from babel.numbers import format_compact_decimal

    if style not in Locale.parse(locale).compact_decimal_formats:
        return
    text = format_compact_decimal(value, format_type=style, locale=locale, fraction_digits=2)
    assert number(text, proven([text]) or ".", language=locale) == value, text
