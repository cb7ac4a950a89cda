"""Pivot tables as they are laid out: rows and columns crossed, fields below each other, one field of other items."""

from pivot_packages import cache, definition, field

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


def numbered(items, shown, **groups):
    """A pivot table of one row field, `Channel`, with other items."""
    count = items.count("<")
    grid = [("Row Labels", "Sum of Spend"), *((label, 10 * at) for at, label in enumerate(shown, 1))]
    fields = [field(count, axis="Row"), field(), field(), field()]
    table = definition(f"A3:B{3 + count}", fields, [0], row_lines=[str(at) for at in range(count)])
    return grid, table, cache({"Channel": items}, groups=groups)


def grouped(unit, names, caption=""):
    """A pivot table of one row field, `Channel`, that is grouped; each group shows ten more than the one before."""
    listed = "".join(f'<s v="{name}"/>' for name in names)
    group = f'<fieldGroup base="0"><rangePr groupBy="{unit}"/><groupItems>{listed}</groupItems></fieldGroup>'
    grid, table, _ = numbered(listed, [caption if caption and at == 1 else name for at, name in enumerate(names)])
    if caption:
        table = table.replace('<item x="1" h="0"/>', f'<item x="1" n="{caption}"/>', 1)
    return grid, table, cache({}, groups={"Channel": group})
