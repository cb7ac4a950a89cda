"""PIVOTBY.

Witnesses: what Excel 16.113 for Mac (en-US) gave, as recorded by github.com/libraz/formulon in
tests/oracle/variants/mac-365-en_US/golden ("Excel" below); Microsoft's help on PIVOTBY; pandas and sums by hand.
"""

from __future__ import annotations

import pandas as pd
import pytest

SALES = {"A1": "r", "B1": "c", "C1": "v", "A2": "x", "B2": "p", "C2": 1, "A3": "y", "B3": "q", "C3": 2, "A4": "x",
         "B4": "q", "C4": 3}  # fmt: skip
BODY = [["x", 1, 3, 4], ["y", "", 2, 2], ["Total", 1, 5, 6]]
PLAIN = [["", "p", "q", "Total"], *BODY]
WITH_HEADER = [
    ["", "c", "p", "q", "Total"], ["r", 0, "", "", 0], ["x", "", 1, 3, 4], ["y", "", "", 2, 2], ["Total", 0, 1, 5, 6],
]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ("PIVOTBY(A1:A4,B1:B4,C1:C4,SUM)", PLAIN),
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM)", PLAIN),
        ("PIVOTBY(A1:A4,B1:B4,C1:C4,SUM,0)", WITH_HEADER),
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0)", PLAIN),
        ("PIVOTBY(A1:A4,B1:B4,C1:C4,SUM,1)", PLAIN),
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,1)", [["", "q", "Total"], ["x", 3, 3], ["y", 2, 2], ["Total", 5, 5]]),
        (
            "PIVOTBY(A1:A4,B1:B4,C1:C4,SUM,2)",
            [["", "Column Field 1", "", "", ""], WITH_HEADER[0], ["Row Field 1", *["Value 1"] * 4], *WITH_HEADER[1:]],
        ),
        (
            "PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,2)",
            [["", "Column Field 1", "", ""], PLAIN[0], ["Row Field 1", *["Value 1"] * 3], *BODY],
        ),
        ("PIVOTBY(A1:A4,B1:B4,C1:C4,SUM,3)", [["", "c", "", ""], PLAIN[0], ["r", "v", "v", "v"], *BODY]),
        (
            "PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,3)",
            [["", "p", ""], ["", "q", "Total"], ["x", 1, 1], ["x", 3, 3], ["y", 2, 2], ["Total", 5, 5]],
        ),
        ("_xlfn.PIVOTBY(A2:A4,B2:B4,C2:C4,_xleta.SUM)", PLAIN),
    ],
)
def test_keys_stand_at_the_edges_and_headers_as_field_headers_says(answer, formula, rows):
    # Excel; the last one is another as a file writes it.
    assert answer(formula, SALES) == rows


@pytest.mark.parametrize(
    ("formula", "rows"),
    [
        ('PIVOTBY({"A";"B"},{"X";"Y"},{1;2},SUM,0,0,,0)', [["", "X", "Y"], ["A", 1, ""], ["B", "", 2]]),
        ('PIVOTBY({"A";"B"},{"X";"Y"},{1;2},LAMBDA(v,SUM(v)),0,0,,0)', [["", "X", "Y"], ["A", 1, ""], ["B", "", 2]]),
        ('PIVOTBY({"y";"x";"y"},{"q";"p";"p"},{1;2;3},SUM,0,0,,0)', [["", "p", "q"], ["x", 2, ""], ["y", 3, 1]]),
        (
            'PIVOTBY({"A","P";"B","Q";"A","P"},{"X";"Y";"X"},{1;2;3},SUM,0)',
            [["", "", "X", "Y", "Total"], ["A", "P", 4, "", 4], ["B", "Q", "", 2, 2], ["Total", "", 4, 2, 6]],
        ),
        (
            'PIVOTBY({"A";"B";"A"},{"X","M";"Y","N";"X","M"},{1;2;3},SUM,0)',
            [["", "X", "Y", "Total"], ["", "M", "N", ""], ["A", 4, "", 4], ["B", "", 2, 2], ["Total", 4, 2, 6]],
        ),
        (
            'PIVOTBY({"R1","R2";"A","P";"B","Q";"A","P"},{"C";"X";"Y";"X"},{"V";1;2;3},SUM,3)',
            [
                ["", "", "C", "", ""], ["", "", "X", "Y", "Total"], ["R1", "R2", "V", "V", "V"],
                ["A", "P", 4, "", 4], ["B", "Q", "", 2, 2], ["Total", "", 4, 2, 6],
            ],
        ),
        (
            'PIVOTBY({"A","x";"A","y";"B","x"},{"X";"Y";"X"},{10;20;30},SUM,0,2)',
            [
                ["", "", "X", "Y", "Total"], ["A", "x", 10, "", 10], ["A", "y", "", 20, 20], ["A", "", 10, 20, 30],
                ["B", "x", 30, "", 30], ["B", "", 30, "", 30], ["Grand Total", "", 40, 20, 60],
            ],
        ),
    ],
)  # fmt: skip
def test_several_fields_take_several_lines_and_columns(answer, formula, rows):
    # Excel.
    assert answer(formula) == rows


def test_columns_of_values_stand_side_by_side_under_each_key(answer):
    # Excel gave the same with totals, of which the lines' own were empty texts: those are left here.
    formula = 'PIVOTBY({"A";"B";"A"},{"X";"Y";"X"},{1,10;2,20;3,30},SUM,0,1,,0)'
    assert answer(formula) == [
        ["", "X", "X", "Y", "Y"], ["A", 4, 40, "", ""], ["B", "", "", 2, 20], ["Total", 4, 40, 2, 20],
    ]  # fmt: skip


def test_totals_may_stand_on_top_and_on_the_left(answer):
    # Microsoft's help: -1 is "Grand Totals at Top", for columns before the others.
    assert answer("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,-1,,-1)", SALES) == [
        ["", "Total", "p", "q"], ["Total", 6, 1, 5], ["x", 4, 1, 3], ["y", 2, "", 2],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row_sort", "col_sort", "rows", "columns"),
    [("-1", "-1", ["y", "x"], ["q", "p"]), ("2", "-2", ["y", "x"], ["q", "p"]), ("-2", "2", ["x", "y"], ["p", "q"])],
)
def test_lines_and_columns_are_sorted_by_key_or_by_their_totals(answer, row_sort, col_sort, rows, columns):
    # Microsoft's help; the lines sum up to 4 and 2, the columns to 1 and 5.
    result = answer(f"PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,1,{row_sort},1,{col_sort})", SALES)
    assert result[0][1:] == [*columns, "Total"]
    assert [row[0] for row in result[1:]] == [*rows, "Total"]


@pytest.mark.parametrize(
    ("relative_to", "first", "last"),
    [("", [1, 0.6, 4 / 6], [1, 1, 1]), (",,,,,,0", [1, 0.6, 4 / 6], [1, 1, 1]),
     (",,,,,,1", [0.25, 0.75, 1], [1 / 6, 5 / 6, 1]), (",,,,,,2", [1 / 6, 0.5, 4 / 6], [1 / 6, 5 / 6, 1])],
)  # fmt: skip
def test_shares_are_of_the_column_the_line_or_all(answer, relative_to, first, last):
    # Microsoft's help: 0 column totals (default), 1 row totals, 2 grand total; by hand.
    result = answer(f"PIVOTBY(A2:A4,B2:B4,C2:C4,PERCENTOF,0{relative_to})", SALES)
    assert result[1][1:] == pytest.approx(first)
    assert result[-1][1:] == pytest.approx(last)


def test_a_filter_leaves_keys_out(answer):
    # By hand.
    assert answer('PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,,,,,B2:B4="q")', SALES) == [
        ["", "q", "Total"], ["x", 3, 3], ["y", 2, 2], ["Total", 5, 5],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,0,0,0)", "#VALUE!"),
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,NO_SUCH_NAME,0,0,0,0,0)", "#NAME?"),
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,5,0,0,0,0)", "#VALUE!"),
        ("PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,0,0,0,0,{TRUE;FALSE;TRUE;TRUE})", "#VALUE!"),
    ],
)
def test_an_option_that_there_is_not_is_an_error(answer, formula, error):
    # Excel.
    assert answer(formula, SALES) == error


@pytest.mark.parametrize(
    "formula",
    [
        "PIVOTBY(A2:A4,,C2:C4,SUM)",
        "PIVOTBY(A1:B4,B1:B4,C1:C4,SUM)",
        "PIVOTBY(A2:A4,A2:B4,C2:C4,SUM,2)",
        "PIVOTBY(A2:A4,B2:B4,HSTACK(C2:C4,C2:C4),SUM,0)",
        "PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,0,,1,2)",
        "PIVOTBY(A2:A4,B2:B4,C2:C4,SUM,0,0,2,0)",
        "PIVOTBY(A2:A4,B2:B4,C2:C4,PERCENTOF,0,,2)",
        "PIVOTBY(A2:A4,B2:B4,C2:C4,VSTACK(SUM,MAX))",
    ],
)
def test_what_no_source_tells_is_left_uncomputed(answer, formula):
    assert answer(formula, SALES) == "uncomputed"


def test_dates_are_grouped_by_month_as_pandas_does(answer):
    dates = [46023, 46030, 46054, 46100, 46024, 46060]  # 1 and 8 January, 1 February, 19 March, 2 January, 7 February
    platforms, revenue = ["fb", "ig", "fb", "ig", "fb", "ig"], [10, 20, 5, 7, 1, 2]
    cells = {f"A{i + 1}": platforms[i] for i in range(6)}
    cells |= {f"B{i + 1}": dates[i] for i in range(6)} | {f"D{i + 1}": revenue[i] for i in range(6)}
    months = pd.to_datetime(pd.Series(dates), unit="D", origin="1899-12-30").dt.month
    table = pd.DataFrame({"p": platforms, "m": months, "r": revenue})
    expected = table.pivot_table(index="p", columns="m", values="r", aggfunc="sum", margins=True, margins_name="Total")
    result = answer("PIVOTBY(A1:A6,MONTH(B1:B6),D1:D6,SUM)", cells)
    assert result[0][1:] == list(expected.columns)
    assert [row[0] for row in result[1:]] == list(expected.index)
    assert [["" if pd.isna(v) else v for v in row] for row in expected.to_numpy()] == [row[1:] for row in result[1:]]
