"""The sheet Sentiment: what people say about the brand each month, beside revenue and retention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.audience_value.pages import MONTHS
from socroi.templates.canvas import ROOM, Column

if TYPE_CHECKING:
    from socroi.templates.template import Order

_COUNTS: Final = "Sentiment[@positive],Sentiment[@neutral],Sentiment[@negative]"

SENTIMENT: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("positive", ("count",), rule="amount"),
    Column("neutral", ("count",), rule="amount"),
    Column("negative", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("retention", ("rate",), rule="rate"),
    Column("source"),
    Column(
        "net",
        ("change",),
        f'IF(COUNT(Sentiment[@positive],Sentiment[@negative])<2,"",IF(SUM({_COUNTS})=0,"",'
        f"(Sentiment[@positive]-Sentiment[@negative])/SUM({_COUNTS})))",
    ),
)
HEAD: Final = 6


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("sentiment", [2, 14, 14, 14, 14, 16, 14, 42, 14], landscape=True)
    sheet.text("B4:I4", "sentiment.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("D5", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 32)
    rows = order.contents.rows("Sentiment")
    last = sheet.table("Sentiment", HEAD, rows, size=MONTHS, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 8)
