import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socroi.sources.numerals import Contradiction, Unreadable, is_ambiguous, numbers, proven

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
