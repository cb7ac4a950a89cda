"""The rows of a table of a template, whatever language its headings are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from socroi.excel.serials import DAYS_1904, from_serial
from socroi.review.subject import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.book import Table
    from socroi.review.subject import Subject


class TableRows:
    """The rows of a table of a template, by the keys of its columns."""

    def __init__(self, subject: Subject, name: str) -> None:
        self.subject = subject
        self.table: Table | None = subject.book.tables.get(name.casefold())
        self.words = subject.words

    def __iter__(self) -> Iterator[int]:
        if self.table is not None and self.words is not None:
            yield from range(self.table.top + self.table.header_rows, self.table.bottom - self.table.totals_rows + 1)

    def place(self, row: int, key: str) -> Place | None:
        """Return the cell of a row under a key; None where the table has no such column."""
        if self.table is None or self.words is None:
            return None
        column = self.words.column(self.table, key)
        return None if column is None else Place(self.table.sheet, row, column)

    def get(self, row: int, key: str) -> Any:
        """Return what the cell of a row under a key holds; None for a blank or an empty text."""
        place = self.place(row, key)
        value = None if place is None else self.subject.value(place)
        return None if value == "" else value

    def text(self, row: int, key: str) -> str:
        """Return it as a text; "" where it is none."""
        value = self.get(row, key)
        return value.strip() if isinstance(value, str) else ""

    def month(self, row: int) -> int | None:
        """Return the month of a row, counted from the year 0; None where it has none."""
        value = self.get(row, "month")
        if not isinstance(value, float):
            return None
        try:
            day = from_serial(value + (DAYS_1904 if self.subject.book.calculation.date_1904 else 0))
        except ValueError:
            return None
        return day.year * 12 + day.month - 1

    def at(self, row: int, *keys: str) -> Place:
        """Return the first of some cells of a row that the table has."""
        found = next((place for key in keys if (place := self.place(row, key)) is not None), None)
        table = self.table
        assert table is not None  # noqa: S101 - a row was found in it
        return found or Place(table.sheet, row, table.left)
