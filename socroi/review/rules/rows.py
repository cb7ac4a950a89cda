"""Rows that hold one side only, rows below their table, and the workbook's own checks that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.books.standing import standing_of
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Binary, Call, Cell
from socroi.engine.model.block import BLANK, NOT_COMPUTED, NUMBER, TEXT
from socroi.errors import CellError
from socroi.excel.addresses import address, area_of
from socroi.review.rules.rule import Hit, rule
from socroi.review.rules.table_rows import TableRows
from socroi.review.subject import Place
from socroi.sources.headings import words
from socroi.templates.tables import ADDED
from socroi.workbook.reading.cell_looks import CellLooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Table
    from socroi.engine.schedule.precedents import Rectangle
    from socroi.review.subject import Subject

_TWO_SIDED: Final = frozenset(("SOCROI", "SOCPROFIT", "SOCROAS"))


@rule("one-side-only", "warning")
def one_side_only(subject: Subject) -> Iterator[Hit]:
    """A row that holds one side only: return without cost, cost without return, hours without pay."""
    told: set[Place] = set()
    for region in subject.regions():
        tree = subject.tree(region)
        if tree is None:
            continue
        # The row of totals may have the formula of the rows above it: then it is the last of them.
        place = Place(region.sheet, region.row + region.count - 1, region.column)
        for areas in _pairs(subject, tree, place):
            for cell, beside in _uneven(subject, *areas):
                if cell in told:
                    continue
                told.add(cell)
                yield Hit(
                    cell,
                    subject.say(
                        "one-side-only",
                        line=subject.line(cell) or cell.row + 1,
                        one=subject.heading(beside) or address(beside.row, beside.column),
                        value=f"{subject.value(beside):,g}",
                        other=subject.heading(cell) or address(cell.row, cell.column),
                        total=subject.where(place),
                    ),
                    subject.say("one-side-only.do"),
                )
    yield from _half_costs(subject)


def _pairs(subject: Subject, tree: Node, place: Place) -> Iterator[tuple[Rectangle | None, Rectangle | None]]:
    """The two sides of a ratio over rows: `SOCROI(B2:B9,C2:C9)`, `SUM(B2:B9)/SUM(C2:C9)`, `(SUM(B)-SUM(C))/SUM(C)`.

    A total may stand in a cell of its own: `(C10-B10)/B10`.
    """
    for node in walk(tree):
        match node:
            case Call(name=name, arguments=(one, other, *_)) if name in _TWO_SIDED:
                yield subject.rectangle(one, place), subject.rectangle(other, place)
            case Binary(operator="/", left=left, right=right):
                below = _summed(subject, right, place)
                for inner in () if below is None else walk(left):
                    above = _summed(subject, inner, place)
                    if above not in {None, below}:
                        yield above, below


def _summed(subject: Subject, node: Node, place: Place) -> Rectangle | None:
    """The cells that a part of a formula adds up, itself or in the cell that it names; None where it does not."""
    match node:
        case Call(name="SUM", arguments=(area,)):
            return subject.rectangle(area, place)
        case Cell():
            cell = subject.rectangle(node, place)
            region = None if cell is None else subject.region(Place(*cell[:3]))
            tree = None if region is None or region.count > 1 else subject.tree(region)
            if cell is not None and isinstance(tree, Call) and tree.name == "SUM" and len(tree.arguments) == 1:
                return subject.rectangle(tree.arguments[0], Place(*cell[:3]))
    return None


def _uneven(subject: Subject, one: Rectangle | None, other: Rectangle | None) -> Iterator[tuple[Place, Place]]:
    """The blank cells of one side whose row has a number on the other, and that number."""
    if one is None or other is None or one.sheet != other.sheet or one.left == other.left:
        return
    tall = one.left == one.right and other.left == other.right
    if not tall or (one.top, one.bottom) != (other.top, other.bottom) or one.top == one.bottom:
        return
    for row in range(one.top, one.bottom + 1):
        sides = Place(one.sheet, row, one.left), Place(other.sheet, row, other.left)
        kinds = tuple(subject.kind(side) for side in sides)
        if kinds == (BLANK, NUMBER):
            yield sides
        elif kinds == (NUMBER, BLANK):
            yield sides[::-1]


def _half_costs(subject: Subject) -> Iterator[Hit]:
    """Rows of a template's costs that name hours and no pay, or the other way round, and no amount."""
    costs = TableRows(subject, "Costs")
    for row in costs:
        hours, rate = costs.get(row, "hours"), costs.get(row, "rate")
        if costs.get(row, "amount") is None and (hours is None) != (rate is None):
            lacks = "rate" if rate is None else "hours"
            yield Hit(
                costs.at(row, lacks),
                subject.say("one-side-only.hours" if rate is None else "one-side-only.rate"),
                subject.say("one-side-only.half.do"),
            )
        named = costs.month(row) is not None and (costs.text(row, "category") or costs.text(row, "what"))
        if named and all(costs.get(row, key) is None for key in ("amount", "hours", "rate")):
            yield Hit(
                costs.at(row, "amount"), subject.say("one-side-only.amount"), subject.say("one-side-only.blank.do")
            )
    yield from _blank_results(subject)


def _blank_results(subject: Subject) -> Iterator[Hit]:
    """Rows of a template's results that name a KPI and have no figure yet, while the cost of their month counts."""
    results = TableRows(subject, "Results")
    for row in results:
        kpi = results.text(row, "kpi")
        blank = all(results.get(row, key) is None for key in ("quantity", "revenue"))
        if kpi and blank and results.month(row) is not None:
            yield Hit(
                results.at(row, "quantity"),
                subject.say("one-side-only.figure", kpi=kpi),
                subject.say("one-side-only.blank.do"),
                severity="note",
            )


_TYPED: Final = {
    "Results": ("platform", "kpi", "quantity", "revenue"),
    "Costs": ("platform", "category", "what", "hours", "rate", "amount"),
}
"""The columns in which a row of a template is typed, beside its month: texts first."""
_REACH: Final = 200
"""So far below a table a row is looked for."""


@rule("typed-below", "error")
def typed_below(subject: Subject) -> Iterator[Hit]:
    """A row typed below the table that it belongs to, without a month: it counts as nothing."""
    for name, keys in _TYPED.items():
        rows = TableRows(subject, name)
        if rows.table is None or rows.words is None:
            continue
        first, last = rows.table.bottom + 1, rows.table.bottom + _REACH
        found = [row for row in range(first, last + 1) if _is_row(subject, rows, row, keys)]
        if found:
            yield Hit(
                rows.at(found[0], *keys),
                subject.say("typed-below", count=len(found), table=name),
                subject.say("typed-below.do"),
                rows.at(found[-1], *keys) if len(found) > 1 else None,
            )


def _is_row(subject: Subject, rows: TableRows, row: int, keys: tuple[str, ...]) -> bool:
    """Whether a name and a figure are typed there, and no month, of which a check of the workbook itself tells."""
    places = [place for key in keys if (place := rows.place(row, key)) is not None and subject.region(place) is None]
    names = [str(subject.value(place)).strip() for place in places if subject.kind(place) == TEXT]
    figures = any(subject.kind(place) == NUMBER for place in places)
    dated = rows.get(row, "month") is not None
    return bool(figures and names and not dated and not any(map(_is_of_a_total, names)))


@rule("typed-beside", "warning")
def typed_beside(subject: Subject) -> Iterator[Hit]:
    """A figure typed right beside a table of a template, or alone below it: no formula reads it."""
    if subject.words is None:
        return
    parts = [None if part is None else part.part for part in subject.loaded.parts]
    looks = CellLooks(subject.loaded.package, parts)
    for table in subject.book.tables.values():
        # Who computes beside a table has a use for the figures there.
        own = any(
            looks.is_bare(table.sheet, each.row, each.column) for each in subject.book.sheets[table.sheet].regions
        )
        if own or table.name in ADDED:
            continue
        around = [place for place in _around(subject, table) if looks.is_bare(place.sheet, place.row, place.column)]
        if around:
            first = subject.value(around[0])
            yield Hit(
                around[0],
                subject.say("typed-beside", count=len(around), figure=f"{first:,.10g}", table=table.name),
                subject.say("typed-beside.do"),
            )


def _around(subject: Subject, table: Table) -> Iterator[Place]:
    """Yield the typed figures beside a table, where no heading stands above, and those below it that are in no row."""
    rows = TableRows(subject, table.name)
    for column in (table.right + 1, table.right + 2):
        if subject.kind(Place(table.sheet, table.top, column)) != BLANK:
            break
        for row in range(table.top + table.header_rows, table.bottom + 1):
            yield from _figure(subject, Place(table.sheet, row, column))
    keys = _TYPED.get(table.name, ())
    for row in range(table.bottom + 1, table.bottom + _REACH):
        places = [Place(table.sheet, row, column) for column in range(table.left, table.right + 1)]
        if any(subject.kind(place) == TEXT and _is_of_a_total(subject.value(place)) for place in places):
            continue
        # Rows with a month are the workbook's own check, rows with a name that rule above.
        if (
            keys
            and rows.table is not None
            and (rows.get(row, "month") is not None or _is_row(subject, rows, row, keys))
        ):
            continue
        for place in places:
            yield from _figure(subject, place)


def _figure(subject: Subject, place: Place) -> Iterator[Place]:
    if subject.is_typed_number(place) and subject.table_at(place) is None:
        yield place


def _is_of_a_total(text: object) -> bool:
    return str(text).strip().casefold().strip(":") in {word for each in words()["totals"].values() for word in each}


@rule("open-check", "warning")
def open_check(subject: Subject) -> Iterator[Hit]:
    """A check of the workbook itself that is not fine."""
    standing = standing_of(subject.book)
    names = {sheet.name: index for index, sheet in enumerate(subject.book.sheets)}
    for check in () if standing is None else standing.open:
        if check.count is NOT_COMPUTED:
            continue  # it was not looked at: `not-computed` tells of it
        sheet, _, cell = check.where.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        row, column, _, _ = area_of(cell)
        found = f"{check.count:,.0f}" if not isinstance(check.count, CellError) else str(check.count)
        yield Hit(
            Place(names[sheet], row, column),
            subject.say("open-check.stops" if check.stops else "open-check", text=check.text, count=found),
            subject.say("open-check.do"),
            severity="error" if check.stops else None,
        )
