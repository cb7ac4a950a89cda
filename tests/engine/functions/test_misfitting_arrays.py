"""Arrays of unlike shapes in one call: one row or column is repeated, and what several of them lack is #N/A."""

from __future__ import annotations

import openpyxl
import pytest

import socroi
from socroi.engine.differences import computed

WIDE, SQUARE, TALL = "{1,2,3}", "{1,2;3,4}", "{1;2;3;4}"
GRAMMAR = {"LET", "LAMBDA"}


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        (f"IMSUB({WIDE},{SQUARE})", [["0", "0", "#N/A"], ["-2", "-2", "#N/A"]]),
        (f"SWITCH({WIDE},{SQUARE},7,8)", [[7, 7, "#N/A"], [8, 8, "#N/A"]]),
        ("CHOOSE({1,2;1,#N/A},{4;5;6},7)", [[4, 7], [5, "#N/A"], ["#N/A", "#N/A"]]),
        ("SWITCH({1,2;3,#DIV/0!},1,7,{4,5,6})", [[7, 5, "#N/A"], [4, "#DIV/0!", "#N/A"]]),
        ("RANDBETWEEN({5,6,7},{5,6;5,6})", [[5, 6, "#N/A"], [5, 6, "#N/A"]]),
        ("PERCENTRANK({1;2;3},{1,2,3},{1;2})", [[0, 0.5, 1], [0, 0.5, 1]]),
        ("PROB({1;2},{0.5;0.5},{1,1,2},{1,2;1,2})", [[0.5, 1, "#N/A"], [0.5, 1, "#N/A"]]),
    ],
)
def test_what_an_array_lacks_beside_another_is_not_available(answer, formula, found):
    assert answer(formula) == found


@pytest.mark.parametrize(
    ("wide", "square", "tall"),
    [(WIDE, SQUARE, TALL), ("{1,#N/A,3}", '{1,"a";TRUE,#N/A}', "{1;2;#DIV/0!;4}")],
    ids=["numbers", "errors"],
)
def test_no_function_fails_at_arrays_of_unlike_shapes(tmp_path, wide, square, tall):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    for name in sorted(set(computed()) - GRAMMAR):
        for arguments in (
            (wide, square, tall, square),
            (square, tall, wide, wide),
            (tall, wide, square, square),
            ('"a"', wide, square, tall),
            (wide, "2", square, tall),
            (square, '"a"', wide, tall),
        ):
            for count in (2, 3, 4):
                book.active.append([f"={name}({','.join(arguments[:count])})"])
    book.save(path)
    left = socroi.recalculate(path, tmp_path / "out.xlsx").uncomputed
    assert [(cell.formula, cell.why) for cell in left if "please report" in cell.why] == []
