"""Where a pivot table shows what a formula asks for: the cell in the row and the column of the items.

Source: Microsoft's page of GETPIVOTDATA: fields and items in any order, `#REF!` for what is not shown, be it a total,
a group that is folded away or an item that a filter leaves out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.pivot.tables import VALUES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.engine.pivot.tables import Line, PivotAxis, PivotTable


ALONE: Final = "one line of the pivot table alone agrees with it, though it asks for a total"


class NotShownError(Exception):
    """The pivot table shows no such cell: Excel answers `#REF!`."""


class Spot(NamedTuple):
    """A cell of a pivot table.

    Attributes:
        row, column: places of its lines.
        shown: whether a value belongs there, so that an empty cell is a value; None where that is not certain.
    """

    row: int
    column: int
    shown: bool | None


def spot(table: PivotTable, data_name: str, pairs: Sequence[tuple[str, str | float | bool]]) -> Spot:
    """Return the cell that shows a data field for some items.

    Raises:
        NotShownError: there is none.
        Uncomputable: it is not certain whether there is one, or which.
    """
    data = _data_field(table, data_name)
    asked: dict[int, frozenset[int]] = {}
    for name, item in pairs:
        number = _field(table, name)
        if number in asked:
            raise Uncomputable(f"the field {name} is asked for twice")
        asked[number] = table.fields[number].places(item)
    for number, place in table.filters:
        if number in asked:
            _check_filter(table, number, place, asked.pop(number))
    if any(number not in table.rows.own + table.columns.own for number in asked):
        raise NotShownError
    row, row_shown = _line(table, table.rows, data, asked)
    column, column_shown = _line(table, table.columns, data, asked)
    if None in (row_shown, column_shown):
        return Spot(row, column, None)
    return Spot(row, column, bool(row_shown and column_shown))


def _data_field(table: PivotTable, name: str) -> int:
    wanted = name.casefold()
    found = [place for place, field in enumerate(table.data) if field.name.casefold() == wanted]
    if not found:
        found = [
            place
            for place, field in enumerate(table.data)
            if wanted in (table.fields[field.field].source.casefold(), table.fields[field.field].name.casefold())
        ]
    if len(found) > 1:
        raise Uncomputable(f"{name} may mean several data fields of the pivot table")
    if found:
        return found[0]
    for field in table.data:
        if any(text and text.casefold() in wanted for text in (field.name.strip(), table.fields[field.field].source)):
            raise Uncomputable(f"{name} may be another way to name a data field of the pivot table")
    raise NotShownError


def _field(table: PivotTable, name: str) -> int:
    wanted = name.casefold()
    found = [number for number, field in enumerate(table.fields) if field.name.casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found or any(field.source.casefold() == wanted for field in table.fields):
        raise Uncomputable(f"{name} may mean several fields of the pivot table")
    if VALUES in table.rows.fields + table.columns.fields and wanted in (table.values_caption.casefold(), "data"):
        raise Uncomputable("it asks for a data field as if that was an item")
    if any(field.name.strip().casefold() == wanted.strip() for field in table.fields):
        raise Uncomputable(f"{name} may mean a field whose name has another number of blanks")
    raise NotShownError


def _check_filter(table: PivotTable, number: int, place: int | None, wanted: frozenset[int]) -> None:
    field = table.fields[number]
    if place is not None and place >= len(field.items):
        place = None  # what stands for all of them
    if place is None and any(item is not None and item.hidden for item in field.items):
        raise Uncomputable(f"the report filter {field.name} shows several of its items")
    if place not in wanted:
        raise NotShownError


def _line(
    table: PivotTable, axis: PivotAxis, data: int, asked: Mapping[int, frozenset[int]]
) -> tuple[int, bool | None]:
    """Return the place of the line for what is asked of an axis, and whether it shows values, None for perhaps."""
    own = axis.own
    wanted = [asked[number] for number in own if number in asked]
    if all(number in asked for number in own[: len(wanted)]):
        lines = axis.lines_of(_kind_of(own, wanted), data, wanted)
        if len(lines) > 1:
            raise Uncomputable("several lines of the pivot table show the same items")
        if lines:
            return lines[0], True
        if 0 < len(wanted) < len(own):
            heads = axis.lines_of("data", data, wanted)
            if len(heads) == 1:
                shown = _shows_total(table, axis, axis.lines[heads[0]], len(wanted))
                return heads[0], shown or (None if axis.full_lines(data, asked) == 1 else False)
    if axis.others():
        raise Uncomputable("the pivot table has subtotals of a kind that was chosen")
    if axis.full_lines(data, asked) == 1:
        raise Uncomputable(ALONE)
    raise NotShownError


def _kind_of(own: Sequence[int], wanted: Sequence[frozenset[int]]) -> str:
    if len(wanted) == len(own):
        return "data"
    return "default" if wanted else "grand"


def _shows_total(table: PivotTable, axis: PivotAxis, line: Line, depth: int) -> bool:
    """Whether the line that begins a group shows its subtotal."""
    number = axis.own[depth - 1]
    item = table.fields[number].items[line.items[axis.fields.index(number)]]
    if item is not None and item.collapsed:
        return True
    return table.fields[number].totals_on_top and VALUES not in axis.fields
