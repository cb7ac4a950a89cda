"""Pivot tables whose cells are not certain: written over, never written, refreshed on opening, damaged."""

import pytest
from pivot_layouts import CROSSED, CROSSTAB
from pivot_packages import cache, records


def test_labels_that_another_program_wrote_over_are_noticed(ask):
    shown = [tuple("E-mail" if value == "Email" else value for value in line) for line in CROSSTAB]
    asked = [f'GETPIVOTDATA("Spend",Report!A3,"Channel","{channel}")' for channel in ("Email", "Social")]
    assert ask(shown, CROSSED, asked) == ["uncomputed", 40]


def test_a_pivot_table_whose_cells_were_never_written_is_left(ask):
    assert ask([("x",)], CROSSED, 'GETPIVOTDATA("Spend",Report!A3)') == "uncomputed"


def test_totals_that_another_program_emptied_are_noticed(ask):
    empty = [*CROSSTAB[:-1], ("Grand Total", 40, 60, None)]
    bare = [*CROSSTAB[:-1], (None, 40, 60, 100)]
    for shown in (empty, bare):
        assert ask(shown, CROSSED, 'GETPIVOTDATA("Spend",Report!A3)') == "uncomputed"


def test_what_a_pivot_table_shows_for_an_empty_cell_is_not_its_value(ask):
    asked = 'GETPIVOTDATA("Spend",Report!A3,"Channel","Search","Month","Feb")'
    for caption, left in (("0", 0), ("9", "uncomputed"), ("-", "uncomputed")):
        table = CROSSED.replace("dataCaption", f'missingCaption="{caption}" dataCaption')
        shown = [line if line[0] != "Search" else ("Search", 30, caption if caption == "-" else int(caption), 30)
                 for line in CROSSTAB]  # fmt: skip
        assert ask(shown, table, [asked, f'{asked}&""']) == [left, "uncomputed"]


def test_a_pivot_table_with_more_cells_than_lines_is_left(ask):
    table = CROSSED.replace('<i><x v="2"/></i>', "", 1)
    assert ask(CROSSTAB, table, 'GETPIVOTDATA("Spend",Report!A3)') == "uncomputed"


@pytest.mark.parametrize(
    "cached",
    [
        cache(invalid="1"),
        cache(inside="<cacheHierarchies/>"),
        cache(refreshOnLoad="1"),
        "<pivotCacheDefinition/>",
        "<broken",
    ],
    ids=["waiting", "cube", "refreshed", "empty", "damaged"],
)
def test_pivot_tables_whose_cells_are_not_certain_are_left(ask, cached):
    assert ask(CROSSTAB, CROSSED, 'GETPIVOTDATA("Spend",Report!A3)', cached) == "uncomputed"


def test_one_that_is_refreshed_on_opening_is_read_while_its_source_is_what_it_was(ask):
    # Apache POI's 54436.xlsx is such a workbook; Excel's value there is that of the cell.
    cached, asked = cache(refreshOnLoad="1"), 'GETPIVOTDATA("Spend",Report!A3)'
    assert ask(CROSSTAB, CROSSED, asked, cached, kept=records()) == 100
    source = [("Channel", "Month", "Spend", "Clicks"), ("Email", "Jan", 11, 1), ("Email", "Feb", 20, 2)]
    source += [("Search", "Jan", 30, 3), ("Social", "Feb", 40, 4)]
    assert ask(CROSSTAB, CROSSED, asked, cached, kept=records(), source=source) == "uncomputed"
    source[1] = ("Email", "Jan", "=5+5", 1)
    assert ask(CROSSTAB, CROSSED, asked, cached, kept=records(), source=source) == 100
    source[0] = ("Channel", "Month", "Cost", "Clicks")
    assert ask(CROSSTAB, CROSSED, asked, cached, kept=records(), source=source) == "uncomputed"
    longer = cache(refreshOnLoad="1", source='sheet="Source" ref="A1:D6"')
    assert ask(CROSSTAB, CROSSED, asked, longer, kept=records()) == "uncomputed"


def test_a_damaged_pivot_table_stops_nothing_else(ask):
    asked = ['GETPIVOTDATA("Spend",Report!A3)', "SUM(Source!C2:C5)"]
    assert ask(CROSSTAB, "<broken", asked) == ["uncomputed", 100]
