"""The sheet Spend: what was paid to make the work more efficient and more mature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.canvas import Column

if TYPE_CHECKING:
    from socroi.templates.template import Order

_FROM: Final = "MAX(Spend[@month],period_start)"
_MONTHS: Final = f"(YEAR(period_end)-YEAR({_FROM}))*12+MONTH(period_end)-MONTH({_FROM})+1"

SPEND: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("what", ("wrap",)),
    Column("kind", ("wrap",), choices="list_spend"),
    Column("once", ("money",), rule="amount"),
    Column("monthly", ("money",), rule="amount"),
    Column("remark", ("wrap",)),
    # What is paid once counts in its month; what is paid monthly from there to the end of the period.
    Column(
        "counted",
        ("money",),
        'IF(OR(NOT(ISNUMBER(Spend[@month])),COUNT(Spend[@once],Spend[@monthly])=0),"",IF(Spend[@month]>=period_end+1,"",'
        f"IF(Spend[@month]>=period_start,N(Spend[@once]),0)+N(Spend[@monthly])*({_MONTHS})))",
    ),
)
HEAD: Final = 6
SIZE: Final = 24


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("spend", [2, 12, 40, 24, 14, 14, 40, 16], landscape=True)
    sheet.text("B4:H4", "spend.note", "note")
    sheet.ws.set_row(3, 30)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("D5", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 32)
    last = sheet.table("Spend", HEAD, order.contents.rows("Spend"), size=SIZE)
    sheet.ws.freeze_panes(HEAD, 3)
    sheet.ws.print_area(0, 0, last - 1, 7)
    sheet.ws.fit_to_pages(1, 1)
