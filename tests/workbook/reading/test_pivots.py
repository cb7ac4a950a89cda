"""GETPIVOTDATA in whole workbooks. The expected values are the sums of `RECORDS` made by hand, and what Microsoft's
page of GETPIVOTDATA says of them.
"""

import pytest
from pivot_layouts import CROSSED, CROSSTAB, NESTED, nested
from pivot_packages import cache, cells, definition, field, pivot_book
from workbook_packages import CONFORMANCE, values

from socroi.engine.calculation import Calculation
from socroi.engine.model.book import Column, Region
from socroi.engine.pivot.tables import VALUES, Sort
from socroi.workbook.reading.book import load


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('GETPIVOTDATA("Sum of Spend",Report!A3)', 100),
        ('GETPIVOTDATA("Sum of Spend",Report!$D$8)', 100),
        ('GETPIVOTDATA("Sum of Spend",Report!A3:D8)', 100),
        ('GETPIVOTDATA("spend",Report!A3)', 100),
        ('GETPIVOTDATA("Sum of Spend",Report!A3,"Channel","Email")', 30),
        ('GETPIVOTDATA("Sum of Spend",Report!A3,"Month","Feb")', 60),
        ('GETPIVOTDATA("Sum of Spend",Report!A3,"Channel","Social","Month","Feb")', 40),
        ('GETPIVOTDATA("Sum of Spend",Report!A3,"month","JAN","channel","EMAIL")', 10),
        ('GETPIVOTDATA("Sum of "&"Spend",Report!A3,Source!A1,Source!A2)', 30),
        ('SUM(GETPIVOTDATA("Spend",Report!A3,"Month",{"Jan","Feb"}))', 100),
    ],
)
def test_it_gives_what_stands_where_row_and_column_of_the_items_meet(ask, formula, expected):
    assert ask(CROSSTAB, CROSSED, formula) == expected


@pytest.mark.parametrize(
    "formula",
    [
        'GETPIVOTDATA("Sum of Spend",Report!A1)',
        'GETPIVOTDATA("Sum of Spend",Source!A3)',
        'GETPIVOTDATA("Sum of Clicks",Report!A3)',
        'GETPIVOTDATA("Sum of Spend",Report!A3,"Country","Email")',
        'GETPIVOTDATA("Sum of Spend",Report!A3,"Channel","Radio")',
        'GETPIVOTDATA("Sum of Spend",Report!A3,"Channel",7)',
        'GETPIVOTDATA("Sum of Spend",Report!A3,"Clicks",1)',
    ],
)
def test_what_the_pivot_table_does_not_show_is_a_wrong_reference(ask, formula):
    assert ask(CROSSTAB, CROSSED, formula) == "#REF!"


def test_an_error_in_an_argument_is_the_answer(ask):
    assert ask(CROSSTAB, CROSSED, 'GETPIVOTDATA("Spend",Report!A3,"Channel",1/0)') == "#DIV/0!"
    assert ask(CROSSTAB, CROSSED, 'GETPIVOTDATA("Spend",NA())') == "#N/A"
    assert ask(CROSSTAB, CROSSED, "GETPIVOTDATA(NA(),Report!A1)") == "uncomputed"


def test_a_column_of_items_is_looked_up_row_by_row(pack):
    asked = [(f'=GETPIVOTDATA("Spend",Report!$A$3,"Channel",B{row})', channel)
             for row, channel in enumerate(("Social", "Radio", "Email"), 1)]  # fmt: skip
    parts = pivot_book(CROSSTAB, CROSSED)
    parts["xl/worksheets/sheet2.xml"] = parts["xl/worksheets/sheet2.xml"].replace(
        "<sheetData>", "<sheetData>" + cells(asked)
    )
    loaded = load(pack(parts))
    assert [region.count for region in loaded.book.sheets[1].regions] == [3]
    Calculation(loaded.book).run()
    found = values(loaded, 1)
    assert [found["A1"], found["A2"].code, found["A3"]] == [40, "#REF!", 30]


def test_an_empty_cell_counts_as_0_where_the_formula_cannot_tell_the_two_apart(ask):
    empty = 'GETPIVOTDATA("Spend",Report!A3,"Channel","Search","Month","Feb")'
    asked = [empty, f"{empty}*2+1", f"IFERROR({empty},7)", f"IF({empty}=0,5,6)"]
    assert ask(CROSSTAB, CROSSED, asked) == [0, 1, 0, 5]
    named = f'LET(x,{empty},x&"")', f"MAP(A90,LAMBDA(x,{empty}+x))"
    assert ask(CROSSTAB, CROSSED, named) == ["uncomputed", "uncomputed"]
    assert ask(CROSSTAB, CROSSED, [f'{empty}&""', f'IF({empty}="",5,6)', f"ISBLANK({empty})"]) == ["uncomputed"] * 3


def test_an_empty_cell_that_a_name_stands_for_is_left(ask):
    asked = 'GETPIVOTDATA("Spend",Report!$A$3,"Channel","Search","Month","Feb")'
    name = f'<definedName name="Found">{asked}</definedName>'
    assert ask(CROSSTAB, CROSSED, ['IF(Found="",5,6)', "Found"], names=name) == ["uncomputed", "uncomputed"]
    assert ask(CROSSTAB, CROSSED, "Found", names=name.replace("Search", "Email")) == 20


def test_totals_that_are_not_shown_are_wrong_references(ask):
    fields = [field(3, axis="Row"), field(2, axis="Col"), field(), field()]
    table = definition("A3:C7", fields, [0], [1], first=(2, 1), row_lines=("0", "1", "2"), column_lines=("0", "1"))
    shown = [line[:3] for line in CROSSTAB[:-1]]
    asked = ['GETPIVOTDATA("Spend",Report!A3)', 'GETPIVOTDATA("Spend",Report!A3,"Channel","Email")',
             'GETPIVOTDATA("Spend",Report!A3,"Channel","Email","Month","Feb")']  # fmt: skip
    assert ask(shown, table, asked) == ["#REF!", "#REF!", 20]


def test_groups_show_their_subtotal_in_the_line_that_begins_them(ask):
    asked = [
        'GETPIVOTDATA("Spend",Report!A3,"Channel","Email")',
        'GETPIVOTDATA("Spend",Report!A3,"Month","Feb","Channel","Email")',
        'GETPIVOTDATA("Spend",Report!A3,"Channel","Search","Month","Feb")',
        'GETPIVOTDATA("Spend",Report!A3,"Month","Feb")',
        'GETPIVOTDATA("Spend",Report!A3)',
    ]
    assert ask(NESTED, nested(), asked) == [30, 20, "#REF!", "#REF!", 100]


def test_a_group_without_a_subtotal_is_a_wrong_reference(ask):
    shown = [(label, None if label in ("Email", "Search", "Social") else value) for label, value in NESTED]
    asked = ['GETPIVOTDATA("Spend",Report!A3,"Channel","Email")',
             'GETPIVOTDATA("Spend",Report!A3,"Channel","Email","Month","Jan")']  # fmt: skip
    assert ask(shown, nested(defaultSubtotal="0"), asked) == ["#REF!", 10]


def test_a_group_that_is_folded_away_shows_its_value_in_its_own_line(ask):
    shown = [("Row Labels", "Sum of Spend"), ("Email", 30), ("Search", None), ("Grand Total", 30)]
    fields = [field(3, axis="Row", defaultSubtotal="0"), field(2, axis="Row"), field(), field()]
    table = definition("A3:B6", fields, [0, 1], row_lines=("0", "1", "grand:0")).replace('h="0"', 'sd="0"')
    asked = [f'GETPIVOTDATA("Spend",Report!A3,"Channel",{item})'
             for item in ('"Email"', '"Search"', '"Email","Month","Jan"')]  # fmt: skip
    assert ask(shown, table, asked) == [30, 0, "#REF!"]


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('fld="2"', 'fld="9"'),
        ('fld="2"', 'fld="-1"'),
        ('<x v="1"/>', '<x v="-1"/>'),
        ('x="1"', 'x="7"'),
        ("A3:D8", "A3"),
    ],
)
def test_a_pivot_table_that_makes_no_sense_is_left(ask, part, other):
    assert part in CROSSED
    assert ask(CROSSTAB, CROSSED.replace(part, other), 'GETPIVOTDATA("Spend",Report!A3)') == "uncomputed"


def test_a_group_of_one_line_without_a_subtotal_is_left(ask):
    # Microsoft's page asks for "a single cell", which that line might be.
    shown = [(label, None if label in ("Email", "Search", "Social") else value) for label, value in NESTED]
    assert ask(shown, nested(defaultSubtotal="0"), 'GETPIVOTDATA("Spend",Report!A3,"Channel","Social")') == "uncomputed"


def test_a_line_that_stands_alone_for_a_total_that_is_not_shown_is_left(ask):
    shown = [("Channel", "Month", "Sum of Spend"), ("Email", "Jan", 10), (None, "Feb", 20), ("Social", "Feb", 40)]
    fields = [field(3, axis="Row", outline="0"), field(2, axis="Row", outline="0"), field(), field()]
    table = definition("A3:C6", fields, [0, 1], row_lines=("0 0", "~1", "2 1"), first=(1, 2))
    pairs = ("", ',"Channel","Email"', ',"Channel","Social"', ',"Month","Jan"', ',"Month","Feb"')
    asked = [f'GETPIVOTDATA("Spend",Report!A3{pair})' for pair in pairs]
    assert ask(shown, table, asked) == ["#REF!", "#REF!", "uncomputed", "uncomputed", "#REF!"]


def test_totals_of_an_inner_field_over_all_outer_ones_are_left(ask):
    shown = [("Channel", "Month", "Sum of Spend"), ("Email", "Jan", 10), ("Search", "Jan", 30), ("Jan Total", None, 40)]
    fields = [field(3, axis="Row", outline="0"), field(2, axis="Row", outline="0"), field(), field()]
    rows = ("0 0", "1 0", "default:1048832 0")
    table = definition("A3:C6", fields, [0, 1], row_lines=rows, first=(1, 2))
    assert ask(shown, table, 'GETPIVOTDATA("Spend",Report!A3,"Month","Jan")') == "uncomputed"


def test_tabular_rows_show_their_subtotals_below(ask):
    shown = [
        ("Channel", "Month", "Sum of Spend"),
        ("Email", "Jan", 10),
        (None, "Feb", 20),
        ("Email Total", None, 30),
        ("Search", "Jan", 30),
        ("Search Total", None, 30),
        ("Grand Total", None, 60),
    ]
    fields = [field(3, axis="Row", outline="0"), field(2, axis="Row", outline="0"), field(), field()]
    rows = ("0 0", "~1", "default:0", "1 0", "default:1", "grand:0")
    table = definition("A3:C9", fields, [0, 1], row_lines=rows, first=(1, 2))
    asked = [
        'GETPIVOTDATA("Spend",Report!A3,"Channel","Email")',
        'GETPIVOTDATA("Spend",Report!A3,"Channel","Email","Month","Feb")',
        'GETPIVOTDATA("Spend",Report!A3,"Channel","Social")',
    ]
    assert ask(shown, table, asked) == [30, 20, "#REF!"]


def test_several_data_fields_stand_side_by_side_or_below_each_other(ask):
    data = (("Sum of Spend", 2), ("Sum of Clicks", 3))
    asked = [
        'GETPIVOTDATA("Sum of Clicks",Report!A3)',
        'GETPIVOTDATA("Clicks",Report!A3,"Channel","Email")',
        'GETPIVOTDATA("Sum of Spend",Report!A3,"Channel","Social")',
    ]
    fields = [field(3, axis="Row"), field(), field(), field()]
    beside = [("Row Labels", "Sum of Spend", "Sum of Clicks"), ("Email", 30, 3), ("Search", 30, 3), ("Social", 40, 4)]
    beside.append(("Grand Total", 100, 10))
    table = definition(
        "A3:C7", fields, [0], [VALUES], data=data,
        row_lines=("0", "1", "2", "grand:0"), column_lines=("0", "1/1"),
    )  # fmt: skip
    assert ask(beside, table, asked) == [10, 3, 40]
    below = [("Row Labels", None), ("Email", None), ("Sum of Spend", 30), ("Sum of Clicks", 3), ("Social", None),
             ("Sum of Spend", 40), ("Sum of Clicks", 4),
             ("Total Sum of Spend", 70), ("Total Sum of Clicks", 7)]  # fmt: skip
    rows = ("0", "~0", "~1/1", "2", "~0", "~1/1", "grand:0", "grand:0/1")
    table = definition("A3:B11", fields, [0, VALUES], data=data, row_lines=rows)
    assert ask(below, table, asked) == [7, 3, 40]


def test_a_calculated_field_is_a_data_field_like_others(ask):
    # By hand: a field that the source has no column of, spend for each click.
    extra = '<cacheField name="CPC" formula="Spend/Clicks" databaseField="0"/>'
    cached = cache().replace("</cacheFields>", extra + "</cacheFields>")
    table = definition(
        "A3:C7", [field(3, axis="Row"), field(), field(), field(), field()], [0], [VALUES],
        data=(("Sum of Spend", 2), ("Sum of CPC", 4)),
        row_lines=("0", "1", "2", "grand:0"), column_lines=("0", "1/1"),
    )  # fmt: skip
    shown = [("Row Labels", "Sum of Spend", "Sum of CPC"), ("Email", 30, 10), ("Search", 30, 10), ("Social", 40, 10)]
    shown.append(("Grand Total", 100, 10.5))
    asked = ['GETPIVOTDATA("Sum of CPC",Report!A3,"Channel","Email")', 'GETPIVOTDATA("CPC",Report!A3)']
    assert ask(shown, table, asked, cached) == [10, 10.5]


def test_two_data_fields_of_one_source_are_told_apart_by_their_own_names_only(ask):
    data = (("Sum of Spend", 2), ("Average of Spend", 2))
    table = definition(
        "A3:C5", [field(3, axis="Row"), field(), field(), field()], [0], [VALUES], data=data,
        row_lines=("0", "grand:0"), column_lines=("0", "1/1"),
    )  # fmt: skip
    shown = [("Row Labels", "Sum of Spend", "Average of Spend"), ("Email", 30, 15), ("Grand Total", 30, 15)]
    asked = ['GETPIVOTDATA("Average of Spend",Report!A3,"Channel","Email")', 'GETPIVOTDATA("Spend",Report!A3)']
    assert ask(shown, table, asked) == [15, "uncomputed"]


def test_subtotals_of_a_kind_that_was_chosen_are_left(ask):
    rows = ("0 0", "~1", "sum:0", "avg:0", "grand:0")
    fields = [field(3, axis="Row", outline="0"), field(2, axis="Row", outline="0"), field(), field()]
    table = definition("A3:C8", fields, [0, 1], row_lines=rows, first=(1, 2))
    shown = [("Channel", "Month", "Sum of Spend"), ("Email", "Jan", 10), (None, "Feb", 20), ("Email Sum", None, 30),
             ("Email Average", None, 15), ("Grand Total", None, 30)]  # fmt: skip
    asked = ['GETPIVOTDATA("Spend",Report!A3,"Channel","Email")', 'GETPIVOTDATA("Spend",Report!A3)']
    assert ask(shown, table, asked) == ["uncomputed", 30]


@pytest.mark.parametrize(
    "formula",
    [
        'GETPIVOTDATA(Report!A3,"Email")',
        'GETPIVOTDATA("Sum of Spend Email",Report!A3)',
        'GETPIVOTDATA("Spend",Report!A3,"Channel","Email","channel","Email")',
        'GETPIVOTDATA("Spend",Report!A1:D8)',
        'GETPIVOTDATA("Spend","Pivot")',
    ],
)
def test_other_ways_to_ask_are_left(ask, formula):
    assert ask(CROSSTAB, CROSSED, formula) == "uncomputed"


BOOKS = ["calamine/tests/pivots.xlsx", "ironcalc/xlsx/tests/example.xlsx"]


@pytest.mark.parametrize("name", BOOKS)
def test_every_cell_that_excel_drew_is_found_by_the_labels_beside_it(name):
    path = CONFORMANCE / name
    if not path.exists():
        pytest.skip("the shared collection is missing")
    book = load(path).book
    cells_of = {}
    for number, table in enumerate(book.pivot_tables()):
        assert not table.doubt
        for row, line in enumerate(table.rows.lines):
            for column, head in enumerate(table.columns.lines):
                data, pairs = 0, []
                for axis, one in ((table.rows, line), (table.columns, head)):
                    data = one.data if VALUES in axis.fields else data
                    for at, place in zip(axis.fields, one.items, strict=False):
                        if at != VALUES:
                            item = table.fields[at].items[place]
                            value = f'"{item.value}"' if item.sort is Sort.TEXT else repr(item.value)
                            pairs.append(f',"{table.fields[at].name}",{value}')
                sheet = book.sheets[table.sheet]
                shown = sheet.columns[table.first_column + column].data[table.first_row + row]
                asked = f'GETPIVOTDATA("{table.data[data].name}",A{table.top + 1}{"".join(pairs)})'
                if table.top:
                    asked = asked.replace(",A", f",${'ABCDEFGHIJ'[table.left]}$", 1)
                place = len(cells_of.setdefault(table.sheet, []))
                cells_of[table.sheet].append((asked, shown, number))
                sheet.columns.setdefault(99, Column()).reserve(place + 1)
                sheet.regions.append(Region(table.sheet, place, 99, 1, asked))
    Calculation(book).run()
    for index, expected in cells_of.items():
        column = book.sheets[index].columns[99]
        for place, (asked, shown, _) in enumerate(expected):
            assert column.data[place] == shown, asked
    assert cells_of
