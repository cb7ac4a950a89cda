"""GROUPBY.

Witnesses: what Excel 16.113 for Mac (en-US) gave, as recorded by github.com/libraz/formulon in
tests/oracle/variants/mac-365-en_US/golden ("Excel" below); Microsoft's help on GROUPBY; pandas, and sums by
hand.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from worked_books import build

from socroi.engine.calculation import Calculation
from socroi.engine.model.block import NUMBER, TEXT
from socroi.engine.model.book import Column

KEYED = {"A1": "k", "B1": "v", "A2": "b", "B2": 1, "A3": "a", "B3": 2, "A4": "b", "B4": 3}
TWO_KEYS = {"A1": "k1", "B1": "k2", "C1": "v", "A2": "b", "B2": "y", "C2": 1, "A3": "a", "B3": "z", "C3": 2,
            "A4": "a", "B4": "y", "C4": 3}  # fmt: skip
MONTHS = {"A1": "FB", "A2": "IG", "A3": "FB", "A4": "TT", "B1": 10, "B2": 20, "B3": 5, "B4": 7}


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ('GROUPBY({"A";"B";"A"},{10;20;30},SUM,0,0)', [["A", 40], ["B", 20]]),
        ('GROUPBY({"A";"B";"A";"C"},{10;20;30;40},LAMBDA(v,SUM(v)),0,0)', [["A", 40], ["B", 20], ["C", 40]]),
        ('GROUPBY({"a";"a";"b"},{1;2;3},SUM)', [["a", 3], ["b", 3], ["Total", 6]]),
        ('GROUPBY({"b";"a";"c";"a"},{1;2;3;4},SUM,0,0)', [["a", 6], ["b", 1], ["c", 3]]),
        ("GROUPBY({3;1;2},{1;2;3},SUM,0,0)", [[1, 2], [2, 3], [3, 1]]),
        (
            'GROUPBY({"b";2;TRUE;"a";1},{1;2;3;4;5},SUM,0,0)',
            [[1, 5], [2, 2], ["a", 4], ["b", 1], [True, 3]],
        ),
        ('GROUPBY({"b";"B";"a";"A"},{1;2;3;4},SUM,0,0)', [["a", 7], ["b", 3]]),
        ('_xlfn.GROUPBY({"A";"B";"A"},{10;20;30},_xleta.SUM,0,0)', [["A", 40], ["B", 20]]),
    ],
)
def test_equal_keys_become_one_line_in_the_order_of_sort(answer, formula, rows):
    # Excel; the last one is the first as a file writes it.
    assert answer(formula) == rows


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        ("", [["a", 2], ["b", 4], ["Total", 6]]),
        (",0", [["a", 2], ["b", 4], ["k", 0], ["Total", 6]]),
        (",1", [["a", 2], ["b", 4], ["Total", 6]]),
        (",2", [["Row Field 1", "Value 1"], ["a", 2], ["b", 4], ["k", 0], ["Total", 6]]),
        (",3", [["k", "v"], ["a", 2], ["b", 4], ["Total", 6]]),
    ],
)
def test_a_header_row_is_treated_as_field_headers_says(answer, headers, rows):
    # Excel.
    assert answer(f"GROUPBY(A1:A4,B1:B4,SUM{headers})", KEYED) == rows


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        ("", [["a", 2], ["b", 4], ["Total", 6]]),
        (",0", [["a", 2], ["b", 4], ["Total", 6]]),
        (",1", [["a", 2], ["b", 3], ["Total", 5]]),
        (",2", [["Row Field 1", "Value 1"], ["a", 2], ["b", 4], ["Total", 6]]),
        (",3", [["b", 1], ["a", 2], ["b", 3], ["Total", 5]]),
    ],
)
def test_field_headers_is_believed_where_there_is_no_header(answer, headers, rows):
    # Excel.
    assert answer(f"GROUPBY(A2:A4,B2:B4,SUM{headers})", KEYED) == rows


@pytest.mark.parametrize(
    ("function", "cells", "rows"),
    [
        ("SUM", {"A1": "k", "B1": 5, "B2": 1, "B3": 2}, [["a", 1], ["b", 2], ["k", 5], ["Total", 8]]),
        ("COUNTA", {"A1": "k", "B1": "v", "B2": "x", "B3": "y"}, [["a", 1], ["b", 1], ["k", 1], ["Total", 3]]),
        ("SUM", {"A1": 1, "B1": "v", "A2": 2, "B2": 1, "A3": 3, "B3": 2}, [[2, 1], [3, 2], ["Total", 3]]),
    ],
)
def test_only_a_text_above_a_number_is_taken_for_a_header(answer, function, cells, rows):
    # Excel.
    assert answer(f"GROUPBY(A1:A3,B1:B3,{function})", {"A2": "a", "A3": "b", **cells}) == rows


@pytest.mark.parametrize("second", ["v2", 5])
def test_the_first_column_of_values_tells_whether_there_is_a_header(answer, second):
    # Excel, with a text and with a number above the second column.
    cells = {"A1": "k", "B1": "v1", "C1": second, "A2": "a", "B2": 1, "C2": 10, "A3": "b", "B3": 2, "C3": 20}
    assert answer("GROUPBY(A1:A3,B1:C3,SUM)", cells) == [["a", 1, 10], ["b", 2, 20], ["Total", 3, 30]]


def test_several_fields_are_sorted_one_inside_the_other(answer):
    # Excel.
    lines = [["a", "y", 3], ["a", "z", 2], ["b", "y", 1]]
    assert answer("GROUPBY(A2:B4,C2:C4,SUM,0,0)", TWO_KEYS) == lines
    assert answer("GROUPBY(A1:B4,C1:C4,SUM)", TWO_KEYS) == [*lines, ["Total", "", 6]]


def test_subtotals_stand_below_their_lines_and_a_grand_total_below_all(answer):
    # Excel.
    assert answer("GROUPBY(A2:B4,C2:C4,SUM,0,2)", TWO_KEYS) == [
        ["a", "y", 3], ["a", "z", 2], ["a", "", 5], ["b", "y", 1], ["b", "", 1], ["Grand Total", "", 6],
    ]  # fmt: skip


def test_negative_depths_put_totals_on_top(answer):
    # Microsoft's help: -1 "Grand Totals at Top", -2 "Grand and Subtotals at Top"; the labels are those of 1 and 2.
    assert answer("GROUPBY(A2:A4,B2:B4,SUM,3,-1)", {**KEYED, "A2": "k", "B2": "v"})[:2] == [["k", "v"], ["Total", 5]]
    assert answer("GROUPBY(A2:B4,C2:C4,SUM,0,-2)", TWO_KEYS) == [
        ["Grand Total", "", 6], ["a", "", 5], ["a", "y", 3], ["a", "z", 2], ["b", "", 1], ["b", "y", 1],
    ]  # fmt: skip


def test_a_label_that_is_left_free_is_an_empty_text(answer):
    # Excel gives 2 and FALSE.
    call = 'INDEX(GROUPBY({"b","y";"a","z";"a","y"},{1;2;3},SUM,0),4,2)'
    assert answer(f"TYPE({call})") == 2
    assert answer(f"ISBLANK({call})") is False


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        ("1", ["FB", "IG", "TT"]),
        ("-1", ["TT", "IG", "FB"]),
        ("2", ["TT", "FB", "IG"]),
        ("-2", ["IG", "FB", "TT"]),
    ],
)
def test_lines_are_sorted_by_key_or_by_value(answer, order, keys):
    # Microsoft's help: "Numbers correspond with columns in row_fields followed by the columns in values. If the
    # number is negative, the rows are sorted in descending/reverse order"; the sums are 15, 20 and 7.
    assert [row[0] for row in answer(f"GROUPBY(A1:A4,B1:B4,SUM,,0,{order})", MONTHS)] == keys


@pytest.mark.parametrize(
    ("order", "keys"),
    [("-1", ["by", "ay", "az"]), ("-2", ["az", "ay", "by"]), ("{1,-2}", ["az", "ay", "by"]),
     ("{-1;-2}", ["by", "az", "ay"])],
)  # fmt: skip
def test_inner_fields_are_sorted_inside_outer_ones(answer, order, keys):
    # Microsoft's help: with the relationship Hierarchy "sorting of later field columns takes into account the
    # hierarchy of earlier columns".
    result = answer(f"GROUPBY(A2:B4,C2:C4,SUM,0,0,{order})", TWO_KEYS)
    assert [first + second for first, second, _ in result] == keys


def test_fields_that_are_independent_are_sorted_by_a_value_through_all(answer):
    # Microsoft's help: with the relationship Table "the sorting of each field column is done independently".
    result = answer('GROUPBY({"a","y";"a","z";"b","y"},{3;1;2},SUM,0,0,-3,,1)')
    assert result == [["a", "y", 3], ["b", "y", 2], ["a", "z", 1]]


def test_a_filter_leaves_rows_out_of_lines_and_totals(answer):
    # By hand.
    assert answer("GROUPBY(A1:A4,B1:B4,SUM,,,,B1:B4>6)", MONTHS) == [["FB", 10], ["IG", 20], ["TT", 7], ["Total", 37]]
    assert answer('GROUPBY(A1:A4,B1:B4,SUM,3,,,A1:A4="b")', KEYED) == [["k", "v"], ["b", 4], ["Total", 4]]


@pytest.mark.parametrize(
    ("function", "fb", "total"),
    [
        ("AVERAGE", 7.5, 10.5), ("COUNT", 2, 4), ("COUNTA", 2, 4), ("MAX", 10, 20), ("MIN", 5, 5), ("MEDIAN", 7.5, 8.5),
        ("PRODUCT", 50, 7000), ("STDEV.S", 12.5**0.5, (133 / 3) ** 0.5), ("VAR.S", 12.5, 133 / 3),
        ("VAR.P", 6.25, 33.25), ("STDEV.P", 2.5, 33.25**0.5), ("CONCAT", "105", "102057"),
        ("ARRAYTOTEXT", "10, 5", "10, 20, 5, 7"), ("PERCENTOF", 15 / 42, 1), ("SUMSQ", 125, 574),
        ("LAMBDA(x,MAX(x)-MIN(x))", 5, 15), ("LAMBDA(x,all,SUM(x)/SUM(all))", 15 / 42, 1),
    ],
)  # fmt: skip
def test_a_function_sees_the_rows_of_its_line_and_a_total_all_rows(answer, function, fb, total):
    # By hand: 10 and 5, and 10, 20, 5, 7.
    result = answer(f"GROUPBY(A1:A4,B1:B4,{function})", MONTHS)
    assert [result[0][1], result[-1][1]] == [pytest.approx(fb) if not isinstance(fb, str) else fb,
                                             pytest.approx(total) if not isinstance(total, str) else total]  # fmt: skip


def test_a_function_with_a_name_of_its_own_is_called(work):
    # By hand.
    worked = work({**MONTHS, "D1": ":=LET(span,LAMBDA(x,MAX(x)-MIN(x)),GROUPBY(A1:A4,B1:B4,span,0,0))"})
    assert [worked["E1"], worked["E2"], worked["E3"]] == [5, 0, 0]


@pytest.mark.parametrize(
    ("function", "value"), [("SUM", 0), ("AVERAGE", "#DIV/0!"), ("MAX", 0), ("MEDIAN", "#NUM!"), ("COUNT", 0)]
)
def test_a_text_that_is_alone_in_its_group_is_no_number(answer, function, value):
    # Excel gives 0 for SUM; the others have the same list without a number.
    assert answer(f'GROUPBY({{1;2}},{{5;"7"}},{function},0,0)')[1][1] == value


def test_errors_stay_in_their_line_and_in_the_total(answer):
    # By hand, by the rules of SUM, COUNT and COUNTA.
    cells = {**MONTHS, "B3": "=1/0"}
    assert answer("GROUPBY(A1:A4,B1:B4,SUM)", cells) == [
        ["FB", "#DIV/0!"], ["IG", 20], ["TT", 7], ["Total", "#DIV/0!"],
    ]  # fmt: skip
    assert [row[1] for row in answer("GROUPBY(A1:A4,B1:B4,COUNT)", cells)] == [1, 1, 1, 3]
    assert [row[1] for row in answer("GROUPBY(A1:A4,B1:B4,COUNTA)", cells)] == [2, 1, 1, 4]
    assert [row[1] for row in answer("GROUPBY(A1:A4,B1:B4,PERCENTOF)", cells)] == ["#DIV/0!"] * 4


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("GROUPBY(A1:A4,B1:B4,SUM,0,0,0)", "#VALUE!"),
        ("GROUPBY(A1:A4,B1:B4,NO_SUCH_FUNCTION,0,0,0)", "#NAME?"),
        ("GROUPBY(A1:A4,B1:B4,SUM,5,0,0)", "#VALUE!"),
        ("GROUPBY(A1:A4,B1:B4,SUM,0,0,0,{TRUE;FALSE;TRUE;TRUE;TRUE})", "#VALUE!"),
        ("GROUPBY(A1:A4,B1:B4,SUM,0,0,0,{FALSE;FALSE;FALSE;FALSE})", "#VALUE!"),
    ],
)
def test_an_option_that_there_is_not_is_an_error(answer, formula, error):
    # Excel.
    assert answer(formula, MONTHS) == error


def test_fields_and_values_of_different_length_are_an_error(answer):
    # Microsoft's help asks for equal lengths.
    assert answer("GROUPBY(A1:A4,B1:B3,SUM)", MONTHS) == "#VALUE!"


@pytest.mark.parametrize(
    ("formula", "cells"),
    [
        ("GROUPBY(A1:A4,B1:B4,SUM)", {"A2": "=NA()"}),
        ("GROUPBY(A1:A4,B1:B4,AVERAGE)", {"B2": None}),
        ("GROUPBY(A1:A4,B1:B4,SUM,,,-2)", {"B2": 15}),
        ("GROUPBY(A1:A4,B1:B4,SUM,,,,B1:B4>99)", {}),
        ("GROUPBY(A1:A4,B1:B4,SUM,,2)", {}),
        ("GROUPBY(A1:A4,B1:B4,VSTACK(SUM,COUNT))", {}),
        ("GROUPBY(A1:A4,B1:B4,HSTACK(SUM,LAMBDA(x,SUM(x))))", {}),
        ("GROUPBY(A1:A4,HSTACK(B1:B4,B1:B4),HSTACK(SUM,MAX,MIN))", {}),
        ("GROUPBY(A1:A4,B1:B4,HSTACK(SUM,COUNT),,,-2)", {}),
        ("GROUPBY(A1:A4,B1:B4,SUM)", {"B1": "v", "B2": "w"}),
        ("GROUPBY(A1:A4,B1:B4,SUM)", {"B1": "v", "B3": True}),
        ("GROUPBY(A1:A4,B1:C4,SUM)", {"B1": "v", "C1": "w", "C2": 1, "C3": "x", "C4": 2}),
        ("GROUPBY(A1:A4,B1:C4,SUM)", {"C1": "v", "C2": 1, "C3": 1, "C4": 2}),
        ("GROUPBY(A1:A4,B1:B4,LAMBDA(x,SUM(x)))", {"B2": "text"}),
        ("GROUPBY(A1:A4,B1:B4,9)", {}),
        ("GROUPBY(A1:A4,B1:B4,SUM)", {"B2": "=NOSUCHFUNCTION(1)"}),
    ],
)
def test_what_no_source_tells_is_left_uncomputed(answer, formula, cells):
    assert answer(formula, {**MONTHS, **cells}) == "uncomputed"


def test_texts_alone_in_their_group_may_be_listed_and_counted(answer):
    # By hand.
    cells = {"A1": "x", "A2": "y", "A3": "x", "B1": "p", "B2": "q", "B3": "p"}
    assert answer('GROUPBY(A1:A3,B1:B3,LAMBDA(t,TEXTJOIN("+",,UNIQUE(t))),0,0)', cells) == [["x", "p"], ["y", "q"]]
    assert answer("GROUPBY(A1:A3,B1:B3,LAMBDA(t,ROWS(UNIQUE(t))),0,0)", cells) == [["x", 1], ["y", 1]]


@pytest.mark.parametrize(
    ("function", "name"),
    [("SUM", "sum"), ("AVERAGE", "mean"), ("MAX", "max"), ("MIN", "min"), ("MEDIAN", "median"), ("STDEV.S", "std"),
     ("VAR.S", "var"), ("COUNT", "count"), ("LAMBDA(v,SUM(v))", "sum")],
)  # fmt: skip
def test_many_rows_come_to_what_pandas_computes(function, name):
    random = np.random.default_rng(7)
    frame = pd.DataFrame({
        "platform": random.choice(["fb", "ig", "tt", "yt", "li"], 3000), "month": random.integers(1, 13, 3000),
        "revenue": random.normal(100, 40, 3000).round(2),
    })  # fmt: skip
    book = build({"F1": f":=GROUPBY(A1:B3000,C1:C3000,{function},0,0)"})
    columns = book.sheets[0].columns
    for place, (column, kind) in enumerate((("platform", TEXT), ("month", NUMBER), ("revenue", NUMBER))):
        columns[place] = cells = Column()
        cells.reserve(3000)
        values = frame[column]
        cells.kind[:3000] = kind
        cells.data[:3000] = book.strings.codes(values) if kind == TEXT else values
    Calculation(book).run()
    expected = frame.groupby(["platform", "month"])["revenue"].agg(name)
    assert [book.strings[code] for code in columns[5].data[: len(expected)]] == list(expected.index.get_level_values(0))
    assert list(columns[6].data[: len(expected)]) == list(expected.index.get_level_values(1))
    assert columns[7].data[: len(expected)] == pytest.approx(expected.to_numpy(), rel=1e-12)
