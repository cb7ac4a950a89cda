"""Moved texts are what Excel writes when the cell is copied; cells of one formula are told by their trees."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socroi.engine.formula.parser import parse
from socroi.engine.model.book import Evaluation, Region
from socroi.engine.model.regions import group, shift


def runs(cells):
    return [(region.row, region.column, region.count, region.text) for region in group(cells)]


def test_a_formula_filled_down_is_one_region():
    cells = [(row, 3, f'IF($A{row + 1}="",0,B{row + 1}*C{row}/$F$1)') for row in range(5, 1200)]
    assert group(cells, sheet=2) == [Region(2, 5, 3, 1195, cells[0][2], Evaluation.LEGACY, (1, 1), None)]


def test_cells_in_any_order_are_found_by_column_and_row():
    cells = [(row, column, f"A{row + 1}*2") for row in range(20) for column in (2, 5)]
    assert runs(reversed(cells)) == [(0, 2, 20, "A1*2"), (0, 5, 20, "A1*2")]


def test_a_gap_ends_a_region():
    assert runs([(0, 1, "A1"), (1, 1, "A2"), (3, 1, "A4")]) == [(0, 1, 2, "A1"), (3, 1, 1, "A4")]
    assert runs([(0, 1, "$A$1"), (2, 1, "$A$1")]) == [(0, 1, 1, "$A$1"), (2, 1, 1, "$A$1")]


def test_a_running_total_is_one_region():
    cells = [(row, 1, f"SUM(A$1:A{row + 1})") for row in range(8, 12)]
    assert runs(cells) == [(8, 1, 4, "SUM(A$1:A9)")]


def test_whole_rows_and_columns_move_under_a_sheet_that_is_named_twice():
    assert shift("SUM(Data!A:Data!$B)+SUM('My D'!1:'My D'!2)", 1, 1) == "SUM(Data!B:Data!$B)+SUM('My D'!2:'My D'!3)"


def test_whole_rows_move_and_whole_columns_stay():
    assert runs([(0, 1, "SUM(3:5)/SUM(C:C)"), (1, 1, "SUM(4:6)/SUM(C:C)")]) == [(0, 1, 2, "SUM(3:5)/SUM(C:C)")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A$1", "A$2"),
        ("A1", "A1"),
        ("A1", "B2"),
        ("A1*1", "A2*2"),
        ('A1&"A1"', 'A2&"A2"'),
        ("'A1'!B1", "'A2'!B2"),
        ("Rate1*A1", "Rate2*A2"),
        ("T[A1]", "T[A2]"),
        ("LOG10(A1)", "LOG11(A2)"),
        ("A1:B1", "A2:B1"),
        ("1E1+A1", "1E2+A2"),
        ("Sheet1!1:1", "Sheet2!2:2"),
        ("{1}*A1", "{2}*A2"),
    ],
)
def test_formulas_that_only_look_filled_down_stay_apart(first, second):
    assert len(group([(0, 4, first), (1, 4, second)])) == 2


def test_a_reference_does_not_grow_into_a_name_below_the_grid():
    assert len(group([(0, 0, "B1048576"), (1, 0, "B1048577")])) == 2


def test_a_percent_sign_is_only_a_percent_sign():
    assert runs([(0, 1, "A1%*5%d"), (1, 1, "A2%*5%d")]) == [(0, 1, 2, "A1%*5%d")]


def test_nothing_gives_no_regions_and_what_is_no_formula_gives_its_own():
    assert group([]) == []
    assert len(group([(0, 0, 'A1&"'), (1, 0, "")])) == 2


@pytest.mark.parametrize(
    ("text", "rows", "columns", "moved"),
    [
        ("A1+$A1+A$1+$A$1", 1, 2, "C2+$A2+C$1+$A$1"),
        ("SUM(A1:B9)", 10, 1, "SUM(B11:C19)"),
        ("SUM(A:C)+SUM($A:C)+SUM(3:5)+SUM(3:$5)", 2, 1, "SUM(B:D)+SUM($A:D)+SUM(5:7)+SUM(5:$5)"),
        ("Z1+AZ1+ZZ1", 0, 1, "AA1+BA1+AAA1"),
        ("'It''s A1'!A1+Sheet1!B2+[1]Q1!C3", 1, 1, "'It''s A1'!B2+Sheet1!C3+[1]Q1!D4"),
        ("Jan:Dec!A1", 1, 0, "Jan:Dec!A2"),
        ('LOG10(A1)&"A1 ""B2"""&Table1[A1]&Table1', 1, 1, 'LOG10(B2)&"A1 ""B2"""&Table1[A1]&Table1'),
        ("_xlfn.LET(_xlpm.x,A1,_xlpm.x*R2D2+XFE1)", 1, 0, "_xlfn.LET(_xlpm.x,A2,_xlpm.x*R2D2+XFE1)"),
        ("Year2024*A1.x+\\A1+A1?", 1, 1, "Year2024*A1.x+\\A1+A1?"),
        ("A1:INDEX(B:B,3)", 1, 1, "B2:INDEX(C:C,3)"),
        ("A2+B1", -1, 0, "A1+#REF!"),
        ("Sheet1!A1", 0, -1, "Sheet1!#REF!"),
        ("SUM(A1:A5)", -1, 0, "SUM(#REF!)"),
        ("A1048576+XFD1", 1, 0, "#REF!+XFD2"),
        ("XFD1", 0, 1, "#REF!"),
        ("SUM(A$1:A$5)", -100, 0, "SUM(A$1:A$5)"),
        ("1E5+A1%", 4, 0, "1E5+A5%"),
        ("  a1 ", 1, 0, "  A2 "),
    ],
)
def test_a_moved_formula_is_what_a_copied_cell_holds(text, rows, columns, moved):
    assert shift(text, rows, columns) == moved


pieces = st.sampled_from(
    [
        "A{0}",
        "$B{0}",
        "A$7",
        "{0}:{0}",
        "C:C",
        "A{1}:B{0}",
        '"A{0}"',
        "T[A{0}]",
        "x{0}y",
        "'S {0}'!A1",
        "LOG10(A{0})",
        "{0}",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=4), st.integers(1, 1000), st.lists(st.booleans(), min_size=1, max_size=6))
def test_cells_of_one_region_have_one_tree_and_neighbours_of_two_regions_have_two(parts, start, moves):
    cells = []
    number = start
    for index, move in enumerate(moves):
        number += move
        cells.append((start + index, 9, "+".join(parts).format(number, number + 3)))
    trees = {row: parse(text, row, column) for row, column, text in cells}
    found = group(cells)
    for region in found:
        assert {trees[row] for row in range(region.row, region.row + region.count)} == {trees[region.row]}
    for before, after in pairwise(found):
        assert trees[before.row] != trees[after.row]


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=4), st.integers(1, 1000), st.integers(0, 1000), st.integers(0, 500))
def test_a_moved_formula_has_the_tree_of_the_one_it_came_from(parts, number, rows, columns):
    text = "+".join(parts).format(number, number + 3)
    assert parse(shift(text, rows, columns), rows, columns) == parse(text, 0, 0)
