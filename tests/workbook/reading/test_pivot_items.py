"""Which item of a pivot table a formula names: by value, by caption, by group, in a report filter. The expected values
are the sums of `RECORDS` made by hand, and what Microsoft's page of GETPIVOTDATA says of them.
"""

import pytest
from pivot_layouts import CROSSED, CROSSTAB, grouped, numbered
from pivot_packages import cache, definition, field


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


def test_groups_made_by_hand_go_by_their_names_beside_the_items_in_them(ask):
    # ISO/IEC 29500-1 18.10.1.31: a group by hand is a field of its own, whose items are listed as texts
    group = (
        '<fieldGroup base="0"><discretePr count="3"><x v="0"/><x v="0"/><x v="1"/></discretePr>'
        '<groupItems count="2"><s v="Group1"/><s v="Social"/></groupItems></fieldGroup>'
    )
    extra = f'<cacheField name="Channel2" databaseField="0">{group}</cacheField>'
    cached = cache().replace("</cacheFields>", extra + "</cacheFields>")
    fields = [field(3, axis="Row"), field(), field(), field(), field(2, axis="Row")]
    table = definition("A3:B9", fields, [4, 0], row_lines=("0", "~0", "~1", "1", "~2", "grand:0"))
    shown = [("Row Labels", "Sum of Spend"), ("Group1", 60), ("Email", 30), ("Search", 30), ("Social", 40)]
    shown += [("Social", 40), ("Grand Total", 100)]
    asked = ['"Channel2","Group1"', '"Channel2","Group1","Channel","Search"', '"channel","Social","channel2","social"']
    formulas = [f'GETPIVOTDATA("Spend",Report!A3,{pairs})' for pairs in asked]
    assert ask(shown, table, formulas, cached) == [60, 30, 40]


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
