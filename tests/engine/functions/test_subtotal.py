"""Totals that leave rows out. Expected: hand sums by Microsoft's rules for SUBTOTAL and AGGREGATE."""

from __future__ import annotations

import pytest

CELLS = {**{f"A{row}": float(row) for row in range(1, 7)}, "A7": "=SUBTOTAL(9,A1:A6)", "A8": "=1/0"}


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUBTOTAL(9,A1:A7)", 18),  # row 3 is filtered out, row 7 is a subtotal itself
        ("=SUBTOTAL(109,A1:A7)", 17),  # row 1 is hidden by hand
        ("=SUBTOTAL(1,A1:A6)", 3.6),
        ("=SUBTOTAL(2,A1:A7)", 5),
        ("=SUBTOTAL(103,A1:A7)", 4),
        ("=SUBTOTAL(4,A1:A3)", 2),
        ("=SUBTOTAL(105,A1:A3)", 2),
        ("=SUBTOTAL(6,A4:A6)", 120),
        ("=SUBTOTAL(7,A4:A6)", 1),
        ("=SUBTOTAL(11,A4:A6)", pytest.approx(2 / 3)),
        ("=SUBTOTAL(9,A1:A8)", "#DIV/0!"),
        ("=SUBTOTAL(12,A1:A6)", "#VALUE!"),
        ("=SUBTOTAL(9,{1,2})", "#VALUE!"),
        ("=AGGREGATE(9,4,A1:A6)", 21),
        ("=AGGREGATE(9,5,A1:A6)", 17),
        ("=AGGREGATE(9,6,A1:A6,A8)", 21),
        ("=AGGREGATE(9,7,A1:A8)", 35),  # 2+4+5+6 and the subtotal 18
        ("=AGGREGATE(9,3,A1:A8)", 17),
        ("=AGGREGATE(9,2,A1:A8)", 21),
        ("=AGGREGATE(12,5,A1:A6)", 4.5),
        ("=AGGREGATE(14,6,A1:A6/(A1:A6<4),1)", 3),
        ("=AGGREGATE(15,6,A1:A6/(A1:A6>4),1)", 5),
        ("=AGGREGATE(16,6,A1:A6,0.5)", 3.5),
        ("=AGGREGATE(20,6,A1:A6)", "#VALUE!"),
    ],
)
def test_hidden_rows_filtered_rows_other_totals_and_errors_are_left_out(filled, formula, value):
    assert filled(CELLS, {"C1": (formula, 1)}, hidden=[1], filtered=[3])["C1"] == value


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUBTOTAL(9,A1:A4)", "uncomputed"),
        ("=SUBTOTAL(109,A1:A4)", 9),
        ("=SUBTOTAL(9,A2:A4)", 9),
        ("=AGGREGATE(9,4,A1:A4)", 10),
        ("=AGGREGATE(9,5,A1:A4)", 9),
    ],
)
def test_a_row_that_was_hidden_by_hand_or_by_a_filter_is_left_where_that_matters(filled, formula, value):
    doubtful = filled(CELLS, {"C1": (formula, 1)}, hidden=[1], perhaps_filtered=[1])
    assert doubtful["C1"] == value


def test_doubtful_rows_leave_only_the_cells_that_cover_them(filled):
    cells = {f"A{row}": float(row) for row in range(1, 5)}
    shown = filled(cells, {"C1": ("=SUBTOTAL(9,A1:A2)", 3)}, hidden=[1], perhaps_filtered=[1])
    assert [shown["C1"], shown["C2"], shown["C3"]] == ["uncomputed", 5, 7]


def test_the_word_in_a_text_makes_no_subtotal(filled):
    cells = {"A1": 1.0, "A2": '=LEN("SUBTOTAL(")'}
    assert filled(cells, {"C1": ("=SUBTOTAL(9,A1:A2)", 1)})["C1"] == 10


def test_an_uncomputed_cell_is_not_trapped(work):
    cells = {"A1": "=NOSUCHFUNCTION(1)", "A2": 1.0, "B1": "=AGGREGATE(9,6,A1:A2)", "B2": "=SUBTOTAL(3,A1:A2)"}
    worked = work(cells)
    assert [worked["B1"], worked["B2"]] == ["uncomputed", "uncomputed"]


@pytest.mark.parametrize(
    ("number", "spread"),
    [  # functions-excel-2010.xlsx of LibreOffice, saved by Excel: Sheet2!I22:M22, to the last digit
        (7, 30.643332458992404), (8, 29.217271109464395), (10, 939.0138241923374), (11, 853.6489310839429),
    ],
)  # fmt: skip
def test_a_spread_has_the_last_digits_that_excel_gives_it(answer, number, spread):
    cells = {f"A{row}": value for row, value in enumerate([15, 77, 30, 28, 31, 96, 77, 53, 34, 138 / 11, 91], 1)}
    assert answer(f"=AGGREGATE({number},4,A1:A11)", cells) == spread
    assert answer(f"=SUBTOTAL({number},A1:A11)", cells) == spread


def test_a_spread_of_large_numbers_that_lie_close_keeps_its_digits(answer):
    # hand: the variance of 0, 1, 2 whatever is added to all of them
    assert answer("=SUBTOTAL(10,A1:A3)", {"A1": 1e9, "A2": 1e9 + 1, "A3": 1e9 + 2}) == 1
