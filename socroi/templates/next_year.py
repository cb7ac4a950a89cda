"""The contents of the next year's workbook, read from a filled one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from socroi.books.named_cells import NamedCells
from socroi.errors import WorkbookError
from socroi.excel.serials import DAYS_1904, from_serial
from socroi.templates.contents import Contents
from socroi.templates.origin import identify, unlike
from socroi.workbook.reading.book import load
from socroi.workbook.writing.tables import forms, values

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from socroi.templates.origin import Origin
    from socroi.workbook.reading.loaded import Loaded

_OF_EVERY_BOOK: Final = ("company", "count_how")
"""Input cells that every first sheet may have; the month to count to is of the year that is over."""


@dataclass(frozen=True, slots=True)
class NextYear:
    """What the next year's workbook is made of: the arguments of `socroi.templates.build`.

    `first_month` is None for a template that counts no months.
    """

    template: str
    language: str
    contents: Contents
    currency: str
    first_month: date | None
    paper: str


def hand_on(path: str | os.PathLike[str]) -> NextYear:
    """Return what the next year's workbook is made of.

    Raises:
        UsageError: there is no such file.
        WorkbookError: it is no workbook, none that was made from a template, or its first month is no date.
    """
    from socroi.templates import find
    from socroi.templates.texts import load_texts

    loaded = load(path)
    origin = identify(loaded)
    if origin is None:
        why, advice = unlike(loaded)
        raise WorkbookError(f"{why}, so nobody knows what of it is for next year.", where=str(path), hint=advice)
    template = find(origin.template)
    cells = NamedCells(loaded.book)
    first = _first_month(loaded, cells, path) if template.start.dates else None
    tables: dict[str, list[dict[str, Any]]] = {}
    for table, rows in _tables(loaded, origin):
        if table in template.lists.tables:
            tables[table] = rows
        elif table in template.next_year.rest and first is not None:
            tables[table] = template.next_year.rest[table](rows, first)
        elif table in template.next_year.columns:
            kept = template.next_year.columns[table]
            handed = ({key: row[key] for key in kept} for row in rows)
            tables[table] = [row for row in handed if any(cell is not None for cell in row.values())]
    names = [*_OF_EVERY_BOOK, *(entry.key for entry in template.start.entries), *template.next_year.cells]
    settings = {name: cells.one(name) for name in names if cells.area(name) is not None}
    if template.next_year.settings is not None:
        settings |= template.next_year.settings(cells)
    texts = load_texts(origin.language).scoped(origin.template)
    # What was invented for an example stays marked as such.
    example = cells.at(0, 1, 1) == texts["word.example"]
    contents = Contents(tables, settings, example=example)
    currency = str(cells.one("currency") or "EUR")
    return NextYear(origin.template, origin.language, contents, currency, first, paper_of(loaded))


def _first_month(loaded: Loaded, cells: NamedCells, path: str | os.PathLike[str]) -> date:
    """Return the first month of the next year."""
    typed = cells.one("first_month")
    day = _day(typed, date_1904=loaded.book.calculation.date_1904)
    if not isinstance(day, date):
        raise WorkbookError(
            f"its first month is {typed!r}, which is no date.",
            where=str(path),
            hint="Type the first month on the first sheet.",
        )
    return date(day.year + 1, day.month, 1)


def _tables(loaded: Loaded, origin: Origin) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the tables with what was typed in their rows, by the keys of the columns."""
    from socroi.templates import find

    inputs = {
        table: {column.key: column.rule for column in columns if column.formula is None}
        for table, columns in find(origin.template).every_table.items()
    }
    date_1904 = loaded.book.calculation.date_1904
    for form in forms(loaded):
        if form.table.name not in inputs or form.table.name not in origin.keys:
            continue
        rules, keys = inputs[form.table.name], origin.keys[form.table.name]
        rows = []
        for cells in values(loaded, form):
            known = {key: cell for key, cell in zip(keys, cells, strict=True) if key in rules}
            row = {
                key: _day(cell, date_1904=date_1904) if rules[key] == "date" else cell for key, cell in known.items()
            }
            if any(cell is not None for cell in row.values()):
                rows.append({**dict.fromkeys(rules), **row})
        yield form.table.name, rows


def _day(cell: Any, *, date_1904: bool) -> Any:
    if not isinstance(cell, float):
        return cell
    try:
        return from_serial(cell + (DAYS_1904 if date_1904 else 0))
    except ValueError:
        return cell


def paper_of(loaded: Loaded) -> str:
    """Return the paper that the first sheet is set up for."""
    part = loaded.parts[0]
    sheet = b"" if part is None else b"".join(loaded.package.chunks(part.part, "A sheet"))
    return "letter" if b'paperSize="1"' in sheet else "a4"
