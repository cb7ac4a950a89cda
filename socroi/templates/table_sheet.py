"""A sheet that is one table to fill in, below a note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from socroi.excel.addresses import column_letters
from socroi.templates.sheet import ROOM

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order
    from socroi.templates.texts import Texts

HEAD: Final = 6
"""The row of the headings."""
_MONEY: Final = frozenset({"money", "cents"})
_BROAD: Final = 20
"""From this width on, in characters, the column B has room for what the sheet says of its currency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """A sheet with a table.

    Args:
        key: what its texts begin with.
        table: the name of the table, whose columns the template states.
        widths: those of its columns from A on, in characters.
        size: rows that the table has, at least.
        grows: whether rows are typed below it, month after month: it then prints on as many pages as it takes, each
            with the headings. Otherwise it is one page.
        filters: whether the headings carry filter buttons.
        note, headings, row: heights in points of the note, the headings and, where it is not the usual one, a row.
        frozen: how many columns stay where they are when the sheet is moved.
        landscape: how its pages lie.
        margin: how many rows and columns are printed beyond the table.
        optional: how many columns at the right end may stay blank; they say so, and are not printed.
        own: makes the rows that the template suggests.
        also: draws what else there is.
    """

    key: str
    table: str
    widths: Sequence[float]
    size: int
    grows: bool = True
    filters: bool = False
    note: float = 44
    headings: float = 44
    row: float | None = None
    frozen: int = 2
    landscape: bool = True
    margin: tuple[int, int] = (0, 0)
    optional: int = 0
    own: Callable[[Texts], Sequence[Mapping[str, Any]]] | None = None
    also: Callable[[Sheet], None] | None = None

    def draw(self, order: Order) -> None:
        """Draw the sheet."""
        columns = order.book.tables[self.table]
        sheet = order.book.sheet(self.key, self.widths, landscape=self.landscape)
        printed = len(columns) - self.optional
        sheet.text(f"B4:{column_letters(printed)}4", f"{self.key}.note", "note")
        sheet.ws.set_row(3, self.note)
        if any(_MONEY & set(column.look) for column in columns):
            sheet.text("B5", "word.money", "hint")
            sheet.formula("C5" if self.widths[1] >= _BROAD else "D5", "currency", "hint", "bold")
        if self.optional:
            sheet.text(f"{column_letters(printed + 1)}{HEAD - 1}", "activities.optional", "hint")
        sheet.ws.set_row(HEAD - 1, self.headings)
        rows = order.contents.rows(self.table, self.own(order.texts) if self.own else ())
        reach = ROOM if self.grows else None
        last = sheet.table(self.table, HEAD, rows, size=self.size, filters=self.filters, reach=reach)
        if self.row is not None:
            for line in range(HEAD, last):
                sheet.ws.set_row(line, self.row)
        if self.also is not None:
            self.also(sheet)
        sheet.ws.freeze_panes(HEAD, self.frozen)
        if self.grows:
            sheet.ws.repeat_rows(HEAD - 1)
        else:
            sheet.ws.fit_to_pages(1, 1)
        sheet.ws.print_area(0, 0, last - 1 + self.margin[0], printed + (0 if self.optional else self.margin[1]))
