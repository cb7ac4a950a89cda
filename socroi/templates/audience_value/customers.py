"""The sheet Customers: one row each, and whether they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.canvas import ROOM, Column

if TYPE_CHECKING:
    from socroi.templates.template import Order


def _flag(key: str) -> str:
    cell = f"Customers[@{key}]"
    return f'IF({cell}="","",IF({cell}=word_yes,1,IF({cell}=word_no,0,"!")))'


CUSTOMERS: Final = (
    Column("customer"),
    Column("follows", ("center",), choices="list_yes_no"),
    Column("stayed", ("center",), choices="list_yes_no"),
    Column("more", ("center",), choices="list_yes_no"),
    Column("size", ("money",), rule="amount"),
    Column("days", ("count",), rule="amount"),
    Column("source"),
    Column("follows_flag", ("center",), _flag("follows")),
    Column("stayed_flag", ("center",), _flag("stayed")),
    Column("more_flag", ("center",), _flag("more")),
)
HEAD: Final = 6
SIZE: Final = 120


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("customers", [2, 22, 13, 13, 13, 14, 14, 42, 11, 11, 11], landscape=True)
    sheet.text("B4:K4", "customers.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("C5", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 44)
    rows = order.contents.rows("Customers")
    last = sheet.table("Customers", HEAD, rows, size=SIZE, filters=True, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 10)
