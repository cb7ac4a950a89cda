"""Books that an Excel in another language saved, computed while nobody has said the country."""

from __future__ import annotations

import pytest
from worked_books import Worked, build

from socroi.engine.calculation import Calculation
from socroi.engine.model.book import CalculationSettings

CELLS = {"A1": 67.1, "A2": 3.0, "A3": True, "A4": "1.5", "A5": "2026-04-03", "A6": 46001.5}


@pytest.fixture
def shown():
    """Compute a formula in a book of a language: its value, and why it was left, if it was."""

    def compute(formula, language, locale=None):
        book = build({**CELLS, "C1": formula}, calculation=CalculationSettings(locale=locale))
        book.language = lambda: language
        calculation = Calculation(book)
        calculation.run()
        return Worked(book, calculation)["C1"], "".join(failure.why for failure in calculation.results.failures)

    return compute


@pytest.mark.parametrize(
    "formula",
    [
        '=A1&" km"', '=TEXT(A1,"00.00")', '=TEXT(A6,"mmmm")', '=TEXT(A6,"yyyy")', "=FIXED(A1,1)", "=VALUE(A4)",
        "=A4*2", '=A3&""', "=VALUETOTEXT(A1)", "=NUMBERVALUE(A4)", '=TEXT(A2,"0.00")', "=DOLLAR(A1)",
    ],
)  # fmt: skip
def test_what_the_country_decides_is_left_and_the_country_to_say_is_named(shown, formula):
    value, why = shown(formula, "de")
    assert value == "uncomputed"
    assert why.endswith("(--locale de-DE)")
    assert shown(formula, "en")[0] not in ("uncomputed", None)
    assert shown(formula, "")[0] == shown(formula, "en")[0]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ('=A2&" km"', "3 km"), ('=TEXT(A2,"000")', "003"), ('=TEXT(A6,"hh:mm")', "12:00"), ("=VALUE(A5)", 46115),
        ('=VALUE(A1&"")', 67.1), ('=COUNTIF(A1:A2,">"&A1-1)', 1), ('=LEN(A1&"")', 4), ('=TEXT(A2/4,"0%")', "75%"),
        ('=A1&"|"=A1&"|"', True), ("=SUM(A1:A2)", 70.1), ("=FIXED(A1,0,TRUE)", "67"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["de", "fr", "it", "und"])
def test_what_is_the_same_there_and_in_the_us_is_computed(shown, formula, value, language):
    assert shown(formula, language) == (value, "")


@pytest.mark.parametrize(
    ("formula", "language", "locale", "value"),
    [
        # Apache POI, 61495-test.xlsm, which a German Excel saved.
        ('="D "&TEXT(A1,"00.00")', "de", "de-DE", "D 0.067"),
        ('=A3&""', "de", "de-DE", "WAHR"), ('=A3&""', "", "de-DE", "WAHR"), ('=A3&""', "en", "de-DE", "TRUE"),
        ('=A3&""', "", "en-GB", "TRUE"), ('=NOT(A3)&""', "hu", "hu-HU", "HAMIS"), ('=A3&""', "ja", "ja-JP", "TRUE"),
        ('=COUNTIF(A1:A6,"WAHR")', "de", "de-DE", 1), ('=IF("FALSCH",1,2)', "de", "de-DE", 2),
        ('=TEXT(A6,"mmmm")', "ja", None, "December"), ('=A1&""', "zh", None, "67.1"),
    ],
)  # fmt: skip
def test_where_the_country_is_said_texts_are_in_its_words(shown, formula, language, locale, value):
    assert shown(formula, language, locale) == (value, "")


def test_cells_that_do_not_hang_on_the_country_are_computed_beside_those_that_do():
    book = build({"A1": 1.0, "A2": 2.5, "A3": 3.0, "A4": 4.0, "B1:B4": '=A1&" km"'})
    book.language = lambda: "fr"
    calculation = Calculation(book)
    calculation.run()
    assert Worked(book, calculation).column("B1", 4) == ["1 km", "uncomputed", "3 km", "4 km"]
    assert [(failure.row, failure.why[-16:]) for failure in calculation.results.failures] == [(1, "(--locale fr-FR)")]


def test_a_book_that_is_kept_open_leaves_them_as_well(kept):
    live = kept({"A1": 2.0, "B1": '=A1&" km"', "C1": "=SUM(A1:A1)&LEN(A1)&COUNT(A1:A1)&MAX(A1:A1)"})
    live.book.language = lambda: "fr"
    assert (live["B1"], live["C1"]) == ("2 km", "2112")
    live["A1"] = 2.5
    assert (live["B1"], live["C1"]) == ("uncomputed", "uncomputed")
    live["A1"] = 3.0
    assert (live["B1"], live["C1"]) == ("3 km", "3113")
