"""What a template is, as data: its tables, its sheets, its example; and how a workbook is made of it.

A template is a folder beside this file whose `__init__.py` has a `TEMPLATE`; nothing else lists it. Its words stand in
the language files under keys that begin with its name, such as `programme/start.title`. The smallest one there is,
`tests/templates/further/posts_and_sales`, shows all that it takes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from socroi.errors import UsageError
from socroi.templates.canvas import Book
from socroi.templates.handed_on import HandedOn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from socroi.templates.columns import Column
    from socroi.templates.contents import Contents
    from socroi.templates.lists import Lists
    from socroi.templates.start import Start
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A template.

    Args:
        name: what commands call it, and its folder; its texts are those under this scope.
        place: where lists of the templates show it.
        audience: who it is for, in a sentence of English.
        start: what its first sheet shows.
        tables: for each table to fill in its columns.
        sheets: for each sheet between the first and the lists, in order, what draws it.
        lists: what its last sheet offers, and the words of its formulas.
        example: makes the invented contents of its example edition, from the texts and the first month.
        next_year: what it hands on to the next year's workbook besides its lists and settings.
    """

    name: str
    place: int
    audience: str
    start: Start
    tables: Mapping[str, Sequence[Column]]
    sheets: Mapping[str, Callable[[Order], None]]
    lists: Lists
    example: Callable[[Texts, date], Contents]
    next_year: HandedOn = field(default_factory=HandedOn)

    @property
    def column_keys(self) -> dict[str, tuple[str, ...]]:
        """For each table of the workbook the keys of its columns."""
        return {table: tuple(column.key for column in columns) for table, columns in self.every_table.items()}

    @property
    def older_keys(self) -> dict[str, tuple[str, ...]]:
        """The same as far as workbooks of an older edition have them."""
        older = {
            table: tuple(column.key for column in columns if not column.added)
            for table, columns in self.every_table.items()
        }
        return {table: keys for table, keys in older.items() if keys}

    @property
    def every_table(self) -> dict[str, Sequence[Column]]:
        """The columns of all its tables, those of the lists too."""
        return {**self.lists.tables, **self.tables}

    @property
    def pages(self) -> tuple[str, ...]:
        """The keys of the sheets, in their order."""
        return ("start", *self.sheets, "lists")

    def write(
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
        """Write the workbook; the arguments are those of `socroi.templates.build`.

        Raises:
            UsageError: the contents name a table or a column that there is not.
        """
        keys = self.column_keys
        for table, rows in contents.tables.items():
            strange = sorted({key for row in rows for key in row} - set(keys.get(table, ())))
            if table not in keys or strange:
                what = f"column {strange[0]!r} in the table {table}" if table in keys else f"table {table!r}"
                known = keys.get(table, keys)
                raise UsageError(f"{self.name} has no {what}.", hint=f"Choose one of: {', '.join(known)}.")
        texts = texts.scoped(self.name)
        book = Book(target, texts, self.every_table, self.pages, names, paper=paper, example=contents.example)
        order = Order(book, contents, currency, first_month.replace(day=1))
        for draw in (self.start.draw, *self.sheets.values(), self.lists.draw):
            draw(order)
        company = contents.settings.get("company") or ""
        book.close(title=texts["start.title"], subject=texts["start.subtitle"], company=company)
