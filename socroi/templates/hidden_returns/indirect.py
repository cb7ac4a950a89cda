"""The sheet Indirect: returns that nobody can count, each low, likely and high, and how we know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.canvas import Column
from socroi.templates.hidden_returns.pages import INDIRECT_ROOM

if TYPE_CHECKING:
    from socroi.templates.template import Order

INDIRECT: Final = (
    Column("what", ("wrap",)),
    Column("ask", ("wrap",)),
    Column("low", ("money",), rule="amount"),
    Column("likely", ("money",), rule="amount"),
    Column("high", ("money",), rule="amount"),
    Column("evidence", choices="list_evidence"),
    Column("basis", ("wrap",)),
)
OWN: Final = ("leadership", "relations", "reputation", "authority", "sales", "messaging")
"""Those of the article's eight that have no sum of their own; the other two stand on the sheet Savings."""
HEAD: Final = 6


def draw(order: Order) -> None:
    """Draw the sheet."""
    book, texts = order.book, order.texts
    sheet = book.sheet("indirect", [2, 24, 46, 12, 12, 12, 27, 44], landscape=True)
    sheet.text("B4:H4", "indirect.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("C5", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 26)
    own = [{"what": texts[f"indirect.{key}"], "ask": texts[f"indirect.{key}.ask"]} for key in OWN]
    last = sheet.table("Indirect", HEAD, order.contents.rows("Indirect", own), size=INDIRECT_ROOM)
    for row in range(HEAD, last):
        sheet.ws.set_row(row, 40)
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.print_area(0, 0, last, 7)
    sheet.ws.fit_to_pages(1, 1)
