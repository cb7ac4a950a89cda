"""How a template's sheets become a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from socroi.errors import UsageError
from socroi.templates.canvas import Book

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from socroi.templates.contents import Contents
    from socroi.templates.texts import Texts


@dataclass(frozen=True, slots=True)
class Order:
    """The book under construction, what goes into it, its currency and its first month."""

    book: Book
    contents: Contents
    currency: str
    first_month: date

    @property
    def texts(self) -> Texts:
        """The texts of the book."""
        return self.book.texts

    def setting(self, name: str, own: Any = None) -> Any:
        """Return what an input cell holds at first: what was given, or the template's own."""
        return self.contents.settings.get(name, own)


class Writer(Protocol):
    """Writes a template; the arguments are those of `socroi.templates.build`."""

    def __call__(
        self,
        target: Any,
        texts: Texts,
        contents: Contents,
        *,
        currency: str,
        first_month: date,
        names: Mapping[str, str],
        paper: str = "a4",
    ) -> None:
        """Write the workbook."""


def writer(name: str, tables: Mapping[str, Sequence[str]], sheets: Mapping[str, Callable[[Order], None]]) -> Writer:
    """Return what writes a template.

    Args:
        name: of the template.
        tables: for each table of the workbook the keys of its columns.
        sheets: for each sheet, in order, what draws it.
    """

    def write(
        target: Any,
        texts: Texts,
        contents: Contents,
        *,
        currency: str,
        first_month: date,
        names: Mapping[str, str],
        paper: str = "a4",
    ) -> None:
        for table, rows in contents.tables.items():
            strange = sorted({key for row in rows for key in row} - set(tables.get(table, ())))
            if table not in tables or strange:
                what = f"column {strange[0]!r} in the table {table}" if table in tables else f"table {table!r}"
                known = tables.get(table, tables)
                raise UsageError(f"{name} has no {what}.", hint=f"Choose one of: {', '.join(known)}.")
        texts = texts.scoped(name)
        book = Book(target, texts, tables, names, paper=paper, example=contents.example)
        order = Order(book, contents, currency, first_month.replace(day=1))
        for draw in sheets.values():
            draw(order)
        company = contents.settings.get("company") or ""
        book.close(title=texts["start.title"], subject=texts["start.subtitle"], company=company)

    return write


def keys(columns: Sequence[Any]) -> tuple[str, ...]:
    """Return the keys of the columns of a table."""
    return tuple(column.key for column in columns)
