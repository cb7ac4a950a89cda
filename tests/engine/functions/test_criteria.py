"""Conditional sums and counts. Expected: hand sums, Excel's stored values (COUNTIF.xlsx, SUMIFS.xlsx)."""

from __future__ import annotations

import pytest

LEDGER = {
    "A1": "FB", "B1": 10.0, "C1": "x",
    "A2": "IG", "B2": 20.0, "C2": "y",
    "A3": "fb", "B3": 30.0, "C3": "x",
    "A4": "FB ads", "B4": 40.0, "C4": "y",
    "B5": 50.0, "C5": "x",
    "A6": "LinkedIn", "B6": 60.0, "C6": "y",
}  # fmt: skip


def test_texts_match_whole_and_without_case(answer):
    assert answer('=SUMIF(A1:A6,"FB",B1:B6)', LEDGER) == 40


@pytest.mark.parametrize(
    ("criterion", "total"),
    [
        ('"FB*"', 80.0),
        ('"??"', 60.0),
        ('"*in*"', 60.0),
        ('"<>FB"', 170.0),
        ('"<>FB*"', 130.0),
        ('"<>"', 160.0),
        ('"="', 50.0),
        ('""', 50.0),
        ('">FB"', 120.0),
        ('"nothing"', 0.0),
    ],
)
def test_each_operator_and_wildcard_of_a_text_criterion(answer, criterion, total):
    assert answer(f"=SUMIF(A1:A6,{criterion},B1:B6)", LEDGER) == total


@pytest.mark.parametrize(
    ("criterion", "count"),
    [('">30"', 3), ('">=30"', 4), ('"<30"', 2), ('"<=30"', 3), ('"<>30"', 5), ('"=30"', 1), ("30", 1)],
)
def test_each_operator_of_a_number_criterion(answer, criterion, count):
    assert answer(f"=COUNTIF(B1:B6,{criterion})", LEDGER) == count


def test_a_tilde_takes_the_wildcard_as_it_is(answer):
    assert answer('=COUNTIF(A1:A3,"~?*")', {"A1": "?x", "A2": "ax", "A3": "?"}) == 2


def test_a_number_takes_the_text_of_it_too_but_unequal_does_not(answer):
    cells = {"A1": 23.0, "A2": "23", "A3": 5.0}
    assert answer("=COUNTIF(A1:A3,23)", cells) == 2
    assert answer('=COUNTIF(A1:A3,"<>23")', cells) == 2


def test_a_date_written_as_text_is_its_serial_number(answer):
    assert answer('=COUNTIF(A1:A2,">=2024-01-01")', {"A1": 45291.0, "A2": 45292.0}) == 1


def test_booleans_match_booleans_only(answer):
    cells = {"A1": True, "A2": 1.0, "A3": "TRUE", "A4": False}
    assert answer("=COUNTIF(A1:A4,TRUE)", cells) == 1
    assert answer('=COUNTIF(A1:A4,"true")', cells) == 1
    assert answer('=COUNTIF(A1:A4,"<>TRUE")', cells) == 3


def test_an_error_as_criterion_counts_that_error(answer):
    cells = {"A1": "=1/0", "A2": "=1/0", "A3": "=NA()", "A4": 1.0}
    assert answer('=COUNTIF(A1:A4,"#DIV/0!")', cells) == 2
    assert answer("=COUNTIF(A1:A4,A3)", cells) == 1


def test_an_empty_cell_as_criterion_asks_for_zero(answer):
    assert answer("=COUNTIF(A1:A3,Z9)", {"A1": 0.0, "A2": "", "A3": 1.0}) == 1


def test_empty_texts_are_blank_to_the_empty_criterion_and_filled_to_unequal(answer):
    cells = {"A1": "x", "A2": '=""', "A4": 5.0}
    assert answer('=COUNTIF(A1:A4,"")', cells) == 2
    assert answer('=COUNTIF(A1:A4,"=")', cells) == 1
    assert answer('=COUNTIF(A1:A4,"<>")', cells) == 3


def test_blank_cells_below_the_used_rows_count_in_a_whole_column(answer):
    assert answer('=COUNTIF(A:A,"")', {"A1": 1.0, "A2": 2.0}) == 1_048_576 - 2
    assert answer('=COUNTIF(A:A,"<>1")', {"A1": 1.0, "A2": 2.0}) == 1_048_576 - 1


def test_the_sum_range_takes_the_size_of_the_tested_range(answer):
    assert answer('=SUMIF(A1:A6,"FB",B1)', LEDGER) == 40


def test_an_array_of_criteria_gives_an_array(answer):
    assert answer('=SUMIFS(B1:B6,A1:A6,{"FB","IG"})', LEDGER) == [[40.0, 20.0]]
    assert answer('=SUM(SUMIFS(B1:B6,A1:A6,{"FB","IG"}))', LEDGER) == 60


def test_criteria_down_and_across_give_a_table(answer):
    assert answer('=SUMIFS(B1:B6,A1:A6,{"FB";"IG"},C1:C6,{"x","y"})', LEDGER) == [[40.0, 0.0], [0.0, 20.0]]


def test_distinct_values_are_counted_by_the_sum_of_reciprocals(answer):
    assert answer("=SUMPRODUCT(1/COUNTIF(C1:C6,C1:C6))", LEDGER) == pytest.approx(2)


def test_ranges_of_different_size_are_an_error(answer):
    assert answer('=SUMIFS(B1:B6,A1:A5,"FB")', LEDGER) == "#VALUE!"
    assert answer('=COUNTIFS(A1:A6,"FB",C1:C5,"x")', LEDGER) == "#VALUE!"


def test_no_match_has_no_average_but_a_sum_and_extremes_of_zero(answer):
    assert answer('=AVERAGEIF(A1:A6,"none",B1:B6)', LEDGER) == "#DIV/0!"
    assert answer('=MAXIFS(B1:B6,A1:A6,"none")', LEDGER) == 0
    assert answer('=MINIFS(B1:B6,A1:A6,"FB*")', LEDGER) == 10
    assert answer('=MAXIFS(B1:B6,A1:A6,"FB*")', LEDGER) == 40


def test_an_error_is_the_result_only_where_it_would_be_added(answer):
    cells = {"A1": "a", "A2": "b", "B1": 1.0, "B2": "=1/0"}
    assert answer('=SUMIF(A1:A2,"a",B1:B2)', cells) == 1
    assert answer('=SUMIF(A1:A2,"b",B1:B2)', cells) == "#DIV/0!"


def test_texts_and_booleans_among_the_values_are_not_added(answer):
    cells = {"A1": "a", "A2": "a", "A3": "a", "B1": 1.0, "B2": "2", "B3": True}
    assert answer('=SUMIFS(B1:B3,A1:A3,"a")', cells) == 1
    assert answer('=AVERAGEIFS(B1:B3,A1:A3,"a")', cells) == 1


def test_a_column_of_sums_gives_each_row_its_own_group(filled):
    worked = filled(LEDGER, {"E1": ("=SUMIFS($B$1:$B$6,$A$1:$A$6,A1)", 6)})
    assert worked.column("E1", 6) == [40, 20, 40, 40, 0, 60]


def test_a_column_of_sums_with_two_criteria_and_an_operator(filled):
    worked = filled(LEDGER, {"E1": ('=SUMIFS($B$1:$B$6,$A$1:$A$6,A1,$C$1:$C$6,C1,$B$1:$B$6,">10")', 6)})
    assert worked.column("E1", 6) == [30, 20, 30, 40, 0, 60]


def test_a_column_of_criteria_that_mixes_points_and_patterns(filled):
    cells = {**LEDGER, "D1": "FB", "D2": "FB*", "D3": ">M", "D4": "", "D5": "<>", "D6": "*"}
    worked = filled(cells, {"E1": ("=COUNTIF($A$1:$A$6,D1)", 6)})
    assert worked.column("E1", 6) == [2, 3, 0, 1, 5, 5]


def test_a_window_that_grows_down_the_column(filled):
    worked = filled(
        LEDGER,
        {
            "E1": ("=COUNTIF($A$1:A1,A1)", 6),
            "F1": ("=SUMIF($C$1:C1,C1,$B$1:B1)", 6),
            "G1": ("=MAXIFS(B$1:B1,C$1:C1,C1)", 6),
        },
    )
    assert worked.column("E1", 6) == [1, 1, 2, 1, 0, 1]
    assert worked.column("F1", 6) == [10, 20, 40, 60, 90, 120]
    assert worked.column("G1", 6) == [10, 20, 30, 40, 50, 60]


def test_a_window_that_shrinks_down_the_column(filled):
    worked = filled(LEDGER, {"E1": ("=SUMIFS(B1:B$6,C1:C$6,C1)", 6), "F1": ("=MINIFS(B1:B$6,C1:C$6,C1)", 6)})
    assert worked.column("E1", 6) == [90, 120, 80, 100, 50, 60]
    assert worked.column("F1", 6) == [10, 20, 30, 40, 50, 60]


def test_a_window_that_moves_down_the_column(filled):
    worked = filled(LEDGER, {"E1": ("=COUNTIF(B1:B2,B1+10)", 6), "F1": ("=SUMIF(C1:C2,C2,B1:B2)", 5)})
    assert worked.column("E1", 6) == [1, 1, 1, 1, 1, 0]
    assert worked.column("F1", 5) == [20, 30, 40, 50, 60]


def test_rows_of_their_own_are_counted_across(filled):
    cells = {"A1": 1.0, "B1": 0.0, "C1": 1.0, "A2": 0.0, "B2": 0.0, "C2": 1.0}
    assert filled(cells, {"E1": ('=COUNTIF(A1:C1,">0")', 2)}).column("E1", 2) == [2, 1]


def test_a_range_is_met_at_the_own_row_in_a_plain_cell(filled):
    worked = filled(LEDGER, {"E2": ("=SUMIF($A$1:$A$6,$A$1:$A$6,$B$1:$B$6)", 1)})
    assert worked["E2"] == 20


def test_a_cell_that_was_not_computed_makes_the_count_unknown(work):
    worked = work({"A1": "=NOSUCHFUNCTION(1)", "A2": 1.0, "B1": "=COUNTIF(A1:A2,1)", "B2": '=SUMIF(A1:A2,">0")'})
    assert worked["B1"] == "uncomputed"
    assert worked["B2"] == "uncomputed"


def test_many_different_bounds_give_each_row_its_own_stretch(filled):
    count = 150
    numbers = [float((row * 37) % 101) for row in range(count)]
    cells = {f"A{row + 1}": number for row, number in enumerate(numbers)}
    cells |= {f"B{row + 1}": ("x" if row % 3 else "y") for row in range(count)}
    cells |= {f"C{row + 1}": float(row) for row in range(0, count, 2)}
    worked = filled(
        cells,
        {
            "E1": (f'=COUNTIF($A$1:$A${count},">"&A1)', count),
            "F1": (
                f'=SUMIFS($C$1:$C${count},$A$1:$A${count},">="&A1-10,$A$1:$A${count},"<"&A1,$B$1:$B${count},B1)',
                count,
            ),
            "G1": (f'=MAXIFS($C$1:$C${count},$A$1:$A${count},"<="&A1)', count),
        },
    )
    values = [float(row) if row % 2 == 0 else None for row in range(count)]
    for row, number in enumerate(numbers):
        assert worked[f"E{row + 1}"] == sum(other > number for other in numbers)
        alike = [
            value
            for at, (value, other) in enumerate(zip(values, numbers, strict=True))
            if value is not None and (at % 3 > 0) == (row % 3 > 0) and number - 10 <= other < number
        ]
        assert worked[f"F{row + 1}"] == sum(alike)
        below = [v for v, n in zip(values, numbers, strict=True) if v is not None and n <= number]
        assert worked[f"G{row + 1}"] == max(below, default=0)


def test_the_same_long_columns_asked_by_many_formulas_give_hand_sums_before_and_after_a_change(kept):
    """What the columns are made of is kept from the second formula on, as long as no cell of theirs is written."""
    names, rows = ("Ana", "ANA", "bo", "5", 5.0, None, True), 5_000
    of_row = {row: (names[row % 7], row * 37 % 400) for row in range(1, rows + 1)}
    cells = {f"A{row}": name for row, (name, _) in of_row.items() if name is not None}
    cells |= {f"B{row}": day for row, (_, day) in of_row.items()} | {f"C{row}": 1 for row in of_row}
    cells |= {"E1": "ana", "E2": "5", "E3": "none", "E4": True}
    for at, letter in enumerate("FGHI"):
        asked = f'$A$1:$A${rows},$E1,$B$1:$B${rows},">={100 * at}",$B$1:$B${rows},"<"&{100 * at + 100}'
        cells[f"{letter}1:{letter}4"] = f"=SUMIFS($C$1:$C${rows},{asked})+0*ROW({letter}1)"
    book = kept(cells)

    def by_hand(*wanted):
        return [
            sum(
                name in wanted and type(name) in map(type, wanted) and day // 100 == at for name, day in of_row.values()
            )
            for at in range(4)
        ]

    def shown(row):
        return [book[f"{letter}{row}"] for letter in "FGHI"]

    expected = [by_hand("Ana", "ANA"), by_hand("5", 5.0), [0] * 4, by_hand(True)]
    assert [shown(row) for row in range(1, 5)] == expected
    book["A2"] = "Ana"  # it was bo, on day 74
    expected[0][0] += 1
    assert [shown(row) for row in range(1, 5)] == expected
