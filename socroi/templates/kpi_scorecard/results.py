"""The sheet Results: what was counted, and what it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.canvas import ROOM, Column
from socroi.templates.style import WARN, WARN_INK

if TYPE_CHECKING:
    from socroi.templates.template import Order

_PLACE: Final = "MATCH(Results[@kpi],Kpis[kpi],0)"
_WORTH: Final = f"INDEX(Kpis[worth],{_PLACE})"

RESULTS: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("platform", choices="list_platforms"),
    Column("kpi", choices="list_kpis"),
    Column("quantity", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("source"),
    Column("kind", ("center",), f'IF(ISNUMBER({_PLACE}),INDEX(Kpis[kind],{_PLACE})&"","")'),
    # Traced money is the value; otherwise quantity times worth. A check finds text in a number's place.
    Column(
        "value",
        ("money",),
        "IF(ISNUMBER(Results[@revenue]),Results[@revenue],IF(ISNUMBER(Results[@quantity]),"
        f'IF(ISNUMBER({_WORTH}),Results[@quantity]*{_WORTH},""),""))',
    ),
    Column(
        "counted",
        ("money",),
        'IF(Results[@value]="","",IF(AND(ISNUMBER(Results[@month]),Results[@month]>=period_start,'
        'Results[@month]<period_end+1),Results[@value],""))',
    ),
)
HEAD: Final = 6
SIZE: Final = 96


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("results", [2, 12, 18, 24, 12, 14, 36, 17, 14, 14], landscape=True)
    sheet.text("B4:J4", "results.note", "note")
    sheet.ws.set_row(3, 30)
    sheet.text("B5", "word.money", "hint")
    sheet.formula("D5", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 44)
    last = sheet.table("Results", HEAD, order.contents.rows("Results"), size=SIZE, filters=True, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 3)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 9)
    look = order.book.styles.rule(bg_color=WARN, font_color=WARN_INK, bold=True)
    # A row that says how many, and yet has no value: its KPI has none.
    sheet.ws.conditional_format(
        f"D{HEAD + 1}:D{ROOM}",
        {"type": "formula", "criteria": f'=AND($E{HEAD + 1}<>"",$I{HEAD + 1}="")', "format": look},
    )
