"""What was typed into a workbook: the rows of its tables by what names them, and all other cells by their place."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BLANK, NUMBER, TEXT
from socroi.review.subject import Place
from socroi.review.wording import Wording
from socroi.workbook.reading.number_formats import Shows, shows

if TYPE_CHECKING:
    from socroi.engine.model.block import Scalar
    from socroi.engine.model.book import Table
    from socroi.review.subject import Subject

Key = tuple[str, ...]
"""What names a row: its dates and texts, and which of several alike it is."""
_SHOWN: Final = 4
"""So many of its dates and texts name a row for a reader."""
Row = tuple["Scalar", ...]
"""The typed cells of a row, in the order of the table's typed columns."""


@dataclass(slots=True)
class TypedTable:
    """The rows of a table that somebody typed.

    Attributes:
        name: the table's; headings: of its typed columns.
        rows: by what names them.
        labels: what a row is called, by the same.
        room: how many rows the table has.
    """

    name: str
    headings: tuple[str, ...]
    rows: dict[Key, Row] = field(default_factory=dict)
    labels: dict[Key, str] = field(default_factory=dict)
    room: int = 0


@dataclass(slots=True)
class Inputs:
    """Everything that was typed into a workbook.

    Attributes:
        tables: by name, in small letters.
        cells: the cells outside of tables by (sheet, row, column).
    """

    tables: dict[str, TypedTable] = field(default_factory=dict)
    cells: dict[tuple[str, int, int], Scalar] = field(default_factory=dict)


def typed_columns(subject: Subject, table: Table) -> list[int]:
    """Return the columns of a table, 0-based in the sheet, that hold no formula."""
    first = table.top + table.header_rows
    return [
        column
        for column in range(table.left, table.right + 1)
        if subject.region(Place(table.sheet, first, column)) is None
    ]


def inputs_of(subject: Subject) -> Inputs:
    """Return what was typed into a workbook."""
    found = Inputs()
    for name, table in subject.book.tables.items():
        found.tables[name] = _table(subject, table)
    for index, sheet in enumerate(subject.book.sheets):
        for place, _ in subject.typed_cells(index):
            if subject.table_at(place) is None:
                found.cells[sheet.name, place.row, place.column] = subject.value(place)
    return found


def _table(subject: Subject, table: Table) -> TypedTable:
    columns = typed_columns(subject, table)
    headings = tuple(table.columns[column - table.left] for column in columns)
    rows = range(table.top + table.header_rows, table.bottom - table.totals_rows + 1)
    found = TypedTable(table.name, headings, room=len(rows))
    naming = _naming(subject, table, columns)
    words = Wording(subject)
    seen: Counter[Key] = Counter()
    for row in rows:
        places = [Place(table.sheet, row, column) for column in columns]
        values = tuple(subject.value(place) for place in places)
        if all(value is None for value in values):
            continue
        key = tuple(_named(subject.value(Place(table.sheet, row, column))) for column in naming)
        seen[key] += 1
        found.rows[*key, str(seen[key])] = values
        shown = (words.shown(Place(table.sheet, row, column)) for column in naming)
        found.labels[*key, str(seen[key])] = ", ".join([text for text in shown if text][:_SHOWN])
    return found


def _naming(subject: Subject, table: Table, columns: list[int]) -> list[int]:
    """The columns that name a row: those of dates and of texts up to the first that holds figures."""
    found: list[int] = []
    for column in columns:
        kinds = Counter(
            subject.kind(Place(table.sheet, row, column))
            for row in range(table.top + table.header_rows, table.bottom - table.totals_rows + 1)
        )
        code = subject.format(Place(table.sheet, table.top + table.header_rows, column))
        if kinds[NUMBER] and shows(code) is not Shows.DATE:
            break
        if kinds[TEXT] or kinds[NUMBER] or set(kinds) == {BLANK}:
            found.append(column)
    return found or columns[:1]


def _named(value: Scalar) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value).casefold()


def text_of(key: Key) -> str:
    """Return the first text that names a row, such as its platform; "" where there is none."""
    return next((part for part in key[:-1] if part and not _is_number(part)), "")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
