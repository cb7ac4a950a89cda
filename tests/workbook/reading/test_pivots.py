"""GETPIVOTDATA in whole workbooks. The expected values are the sums of `RECORDS` made by hand, and what Microsoft's
page of GETPIVOTDATA says of them.
"""

import pytest
from pivot_packages import cache, cells, definition, field, pivot_book, records
from workbook_packages import CONFORMANCE, values

from socroi.engine.calculation import Calculation
from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.engine.model.book import Column, Region
from socroi.engine.pivot.tables import VALUES, Sort
from socroi.workbook.reading.book import load

CROSSTAB = [
    ("Sum of Spend", "Column Labels", None, None),
    ("Row Labels", "Jan", "Feb", "Grand Total"),
    ("Email", 10, 20, 30),
    ("Search", 30, None, 30),
    ("Social", None, 40, 40),
    ("Grand Total", 40, 60, 100),
]
CROSSED = definition(
    "A3:D8",
    [field(3, axis="Row"), field(2, axis="Col"), field(), field()],
    [0], [1], first=(2, 1),
    row_lines=("0", "1", "2", "grand:0"),
    column_lines=("0", "1", "grand:0"),
)  # fmt: skip

NESTED = [
    ("Row Labels", "Sum of Spend"),
    ("Email", 30),
    ("Jan", 10),
    ("Feb", 20),
    ("Search", 30),
    ("Jan", 30),
    ("Social", 40),
    ("Feb", 40),
    ("Grand Total", 100),
]
NESTED_LINES = ("0", "~0", "~1", "1", "~0", "2", "~1", "grand:0")


def nested(**more):
    outer = field(3, axis="Row", **more)
    fields = [outer, field(2, axis="Row"), field(), field()]
    return definition("A3:B11", fields, [0, 1], row_lines=NESTED_LINES)


@pytest.fixture
def ask(pack):
    """Compute formulas beside a pivot table; "uncomputed" where they are left."""

    def compute(shown, table, formulas, cached=None, **more):
        one = isinstance(formulas, str)
        asked = ["=" + formula for formula in ([formulas] if one else formulas)]
        loaded = load(pack(pivot_book(shown, table, cached, formulas=asked, **more)))
        Calculation(loaded.book).run()
        column, found = loaded.book.sheets[1].columns[0], values(loaded, 1)
        answers = [
            "uncomputed"
            if column.kind[row] == ERROR and column.data[row] == UNCOMPUTED
            else getattr(found[f"A{row + 1}"], "code", found[f"A{row + 1}"])
            for row in range(len(asked))
        ]
        return answers[0] if one else answers

    return compute


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


def test_two_data_fields_of_one_source_are_told_apart_by_their_own_names_only(ask):
    data = (("Sum of Spend", 2), ("Average of Spend", 2))
    table = definition(
        "A3:C5", [field(3, axis="Row"), field(), field(), field()], [0], [VALUES], data=data,
        row_lines=("0", "grand:0"), column_lines=("0", "1/1"),
    )  # fmt: skip
    shown = [("Row Labels", "Sum of Spend", "Average of Spend"), ("Email", 30, 15), ("Grand Total", 30, 15)]
    asked = ['GETPIVOTDATA("Average of Spend",Report!A3,"Channel","Email")', 'GETPIVOTDATA("Spend",Report!A3)']
    assert ask(shown, table, asked) == [15, "uncomputed"]


def numbered(items, shown, **groups):
    """A pivot table of one row field, `Channel`, with other items."""
    count = items.count("<")
    grid = [("Row Labels", "Sum of Spend"), *((label, 10 * at) for at, label in enumerate(shown, 1))]
    fields = [field(count, axis="Row"), field(), field(), field()]
    table = definition(f"A3:B{3 + count}", fields, [0], row_lines=[str(at) for at in range(count)])
    return grid, table, cache({"Channel": items}, groups=groups)


def test_numbers_and_dates_are_compared_by_value(ask):
    # 36224 is 5 March 1999: Microsoft's own example of a date among the items.
    items = '<n v="7"/><n v="7.5"/><d v="1999-03-05T00:00:00"/><b v="1"/>'
    grid, table, cached = numbered(items, (7, 7.5, 36224, "TRUE"))
    asked = [
        f'GETPIVOTDATA("Spend",Report!A3,"Channel",{item})' for item in ("7", "7.5", "DATE(1999,3,5)", "8", "TRUE")
    ]
    assert ask(grid, table, asked, cached) == [10, 20, 30, "#REF!", 40]


@pytest.mark.parametrize("item", ['"7"', '"3/5/1999"', '"(blank)"', '""', "Source!Z9"])
def test_texts_that_may_be_how_an_item_is_shown_are_left(ask, item):
    grid, table, cached = numbered('<n v="7"/><d v="1999-03-05T00:00:00"/><m/>', (7, 36224, "(blank)"))
    assert ask(grid, table, f'GETPIVOTDATA("Spend",Report!A3,"Channel",{item})', cached) == "uncomputed"


@pytest.mark.parametrize(
    ("items", "shown", "item"),
    [
        ('<s v="Email"/><m/>', ("Email", "(leer)"), "(leer)"),
        ('<s v="7"/><n v="7"/>', ("7", 7), "7"),
        ('<s v="#N/A"/><e v="#N/A"/>', ("#N/A", "#N/A"), "#N/A"),
    ],
)
def test_texts_that_may_name_two_items_are_left(ask, items, shown, item):
    grid, table, cached = numbered(items, shown)
    assert ask(grid, table, f'GETPIVOTDATA("Spend",Report!A3,"Channel","{item}")', cached) == "uncomputed"


def test_a_word_is_found_among_numbers(ask):
    grid, table, cached = numbered('<n v="7"/><s v="Group1"/><m/>', (7, "Group1", "(blank)"))
    assert ask(grid, table, 'GETPIVOTDATA("Spend",Report!A3,"Channel","group1")', cached) == 20


def test_months_go_by_their_number_as_exceljet_has_it(ask):
    names = (
        "<1/1/2024",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        ">1/1/2025",
    )
    listed = "".join(f'<s v="{name.replace("<", "&lt;")}"/>' for name in names)
    group = f'<fieldGroup base="0"><rangePr groupBy="months"/><groupItems>{listed}</groupItems></fieldGroup>'
    fields = [field(14, axis="Row"), field(), field(), field()]
    table = definition("A3:B6", fields, [0], row_lines=("1", "3", "grand:0"))
    grid = [("Row Labels", "Sum of Spend"), ("Jan", 10), ("Mar", 30), ("Grand Total", 40)]
    asked = [f'GETPIVOTDATA("Spend",Report!A3,"Channel",{item})' for item in ("3", "2", "13", '"Mar"')]
    expected = [30, "#REF!", "uncomputed", 30]
    assert ask(grid, table, asked, cache({}, groups={"Channel": group})) == expected


def grouped(unit, names, caption=""):
    """A pivot table of one row field, `Channel`, that is grouped; each group shows ten more than the one before."""
    listed = "".join(f'<s v="{name}"/>' for name in names)
    group = f'<fieldGroup base="0"><rangePr groupBy="{unit}"/><groupItems>{listed}</groupItems></fieldGroup>'
    grid, table, _ = numbered(listed, [caption if caption and at == 1 else name for at, name in enumerate(names)])
    if caption:
        table = table.replace('<item x="1" h="0"/>', f'<item x="1" n="{caption}"/>', 1)
    return grid, table, cache({}, groups={"Channel": group})


@pytest.mark.parametrize(
    ("unit", "names", "item", "expected"),
    [
        ("months", ("Jan", "Feb", "Mar"), "Feb", 20),
        ("months", ("Jan", "Feb", "Mar"), "feb", 20),
        ("months", ("Jan", "Feb", "Mar"), "February", "uncomputed"),
        ("months", ("Jan.", "Feb.", "März"), "März", 30),
        ("months", ("Jan", "Feb", ">1/1/2024"), ">1/1/2024", 30),
        ("quarters", ("Qtr1", "Qtr2"), "Qtr2", 20),
        ("years", ("2023", "2024"), "2024", 20),
        ("years", ("2023", "2024"), "2025", "uncomputed"),
        ("days", ("1-Jan", "2-Jan"), "2-Jan", "uncomputed"),
        ("range", ("1-9", "10-19"), "10-19", "uncomputed"),
        ("range", ("1-9", ">10"), ">10", 20),
    ],
)
def test_a_group_is_found_by_what_the_list_of_groups_calls_it(ask, unit, names, item, expected):
    # Excel finds "Jan" among months: it is the item's name as the cache lists it
    grid, table, cached = grouped(unit, names)
    assert ask(grid, table, f'GETPIVOTDATA("Spend",Report!A3,"Channel","{item}")', cached) == expected


def test_a_group_that_was_renamed_goes_by_its_new_name(ask):
    grid, table, cached = grouped("months", ("Jan", "Feb", "Mar"), caption="Carnival")
    asked = [f'GETPIVOTDATA("Spend",Report!A3,"Channel","{item}")' for item in ("carnival", "Feb", "Mar")]
    assert ask(grid, table, asked, cached) == [20, "uncomputed", 30]


@pytest.mark.parametrize(
    ("page", "hidden", "item", "expected"),
    [
        ('<pageField fld="1" item="1"/>', (), "Feb", 60),
        ('<pageField fld="1" item="1"/>', (), "Jan", "#REF!"),
        ('<pageField fld="1"/>', (), "Feb", "#REF!"),
        ('<pageField fld="1"/>', (0,), "Feb", "uncomputed"),
    ],
)
def test_a_report_filter_may_be_named_where_it_shows_that_item(ask, page, hidden, item, expected):
    fields = [field(3, axis="Row"), field(2, axis="Page", hidden=hidden), field(), field()]
    table = definition("A3:B6", fields, [0], row_lines=("0", "2", "grand:0"), pages=page)
    grid = [("Row Labels", "Sum of Spend"), ("Email", 20), ("Social", 40), ("Grand Total", 60)]
    assert ask(grid, table, f'GETPIVOTDATA("Spend",Report!A3,"Month","{item}")') == expected
    assert ask(grid, table, 'GETPIVOTDATA("Spend",Report!A3)') == 60
    assert ask(grid, table, 'GETPIVOTDATA("Spend",Report!A1)') == "uncomputed"


def test_a_name_typed_over_an_item_is_its_name(ask):
    table = CROSSED.replace('<item x="0" h="0"/>', '<item x="0" n="Mail"/>', 1)
    shown = [tuple("Mail" if value == "Email" else value for value in line) for line in CROSSTAB]
    asked = [f'GETPIVOTDATA("Spend",Report!A3,"Channel","{item}")' for item in ("mail", "Email")]
    assert ask(shown, table, asked) == [30, "uncomputed"]


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
