"""The sheet Channels: what each channel costs, and what it claims for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.attribution_and_tests.pages import CHANNEL_ROOM
from socroi.templates.canvas import Column
from socroi.templates.lists import name_filled

if TYPE_CHECKING:
    from socroi.templates.template import Order

CHANNELS: Final = (
    Column("channel"),
    Column("social", ("center",), choices="list_yes_no"),
    Column("cost", ("money",), rule="amount"),
    Column("claimed", ("count",), rule="amount"),
    Column("claimed_revenue", ("money",), rule="amount"),
    Column("window"),
    Column("source", ("wrap",)),
)
OWN: Final = ("facebook", "instagram", "linkedin", "youtube")
OTHER: Final = ("search", "email", "direct")
HEAD: Final = 6


def draw(order: Order) -> None:
    """Draw the sheet."""
    texts = order.texts
    sheet = order.book.sheet("channels", [2, 26, 14, 14, 17, 18, 37, 44], landscape=True)
    sheet.text("B4:H4", "channels.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("C5", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 32)
    own = [{"channel": texts[f"platform.{key}"], "social": texts["word.yes"]} for key in OWN]
    own += [{"channel": texts[f"channel.{key}"], "social": texts["word.no"]} for key in OTHER]
    last = sheet.table("Channels", HEAD, order.contents.rows("Channels", own), size=CHANNEL_ROOM)
    for row in range(HEAD, last):
        sheet.ws.set_row(row, 24)
    name_filled(sheet, "list_channels", "Channels", "channel", f"B{HEAD + 1}")
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.print_area(0, 0, last, 7)
    sheet.ws.fit_to_pages(1, 1)
