"""What values are. Expected: Excel's stored values (IS_INFORMATION.xlsx, TYPE.xlsx, N.xlsx), Microsoft's document."""

from __future__ import annotations

import pytest

CELLS = {"A1": 1.0, "A2": "x", "A3": True, "A4": "=1/0", "A6": '=""', "A7": "=NA()"}


@pytest.mark.parametrize(
    ("name", "truths"),
    [
        ("ISBLANK", "0000100"),
        ("ISNUMBER", "1000000"),
        ("ISTEXT", "0100010"),
        ("ISNONTEXT", "1011101"),
        ("ISLOGICAL", "0010000"),
        ("ISERROR", "0001001"),
        ("ISERR", "0001000"),
        ("ISNA", "0000001"),
    ],
)
def test_each_question_of_each_kind_of_cell(filled, name, truths):
    worked = filled(CELLS, {"B1": (f"={name}(A1)", 7)})
    assert worked.column("B1", 7) == [mark == "1" for mark in truths]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=TYPE(A1)", 1),
        ("=TYPE(A2)", 2),
        ("=TYPE(A3)", 4),
        ("=TYPE(A4)", 16),
        ("=TYPE({1,2})", 64),
        ("=TYPE(A5)", 1),
        ("=ERROR.TYPE(A4)", 2),
        ("=ERROR.TYPE(A7)", 7),
        ("=ERROR.TYPE(A1)", "#N/A"),
        ("=N(A2)", 0),
        ("=N(A3)", 1),
        ("=N(A4)", "#DIV/0!"),
        ("=T(A1)", ""),
        ("=T(A2)", "x"),
        ("=ISREF(A1)", True),
        ("=ISREF(1+1)", False),
        ("=ISFORMULA(A4)", True),
        ("=ISFORMULA(A1)", False),
        ("=ISEVEN(-2.9)", True),
        ("=ISODD(3)", True),
        ("=ISODD(TRUE)", "#VALUE!"),
    ],
)
def test_documented_answers(answer, formula, value):
    assert answer(formula, CELLS) == value


def test_nothing_is_told_of_a_cell_that_was_not_computed(work):
    worked = work({"A1": "=NOSUCHFUNCTION(1)", "B1": "=ISERROR(A1)", "B2": "=ERROR.TYPE(A1)", "B3": "=TYPE(A1)"})
    assert [worked["B1"], worked["B2"], worked["B3"]] == ["uncomputed"] * 3


@pytest.mark.parametrize(
    ("asked", "expected"),
    [('"memavail"', "#N/A"), ('"TOTMEM"', "#N/A"), ('"nonsense"', "#VALUE!"), ("A1", "#VALUE!"), ("1/0", "#DIV/0!")],
)
def test_info_answers_with_an_error_whatever_the_program_is(answer, asked, expected):
    # Microsoft's page of INFO: what was told of memory is #N/A now
    assert answer(f"INFO({asked})") == expected
    assert answer('INFO("release")') == "uncomputed"
