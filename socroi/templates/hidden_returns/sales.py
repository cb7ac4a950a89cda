"""The sheet Sales: what can be traced to social media, and, on a line of its own, search that social media lifts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.checks import known
from socroi.templates.columns import Column
from socroi.templates.hidden_returns.search_test import TESTED
from socroi.templates.sheet import ROOM

if TYPE_CHECKING:
    from socroi.templates.template import Order

SALES: Final = (
    Column("month", ("month", "center"), rule="date"),
    Column("line", choices="list_lines"),
    Column("platform", choices="list_platforms"),
    Column("orders", ("count",), rule="amount"),
    Column("revenue", ("money",), rule="amount"),
    Column("part", ("rate",), rule="rate"),
    Column("evidence", choices="list_evidence"),
    Column("source"),
    # A traced sale counts whole unless a part is given; a search sale only by the part that social media lifted, be it
    # typed or, where that is chosen, tested.
    Column(
        "counted",
        ("money",),
        'IF(COUNT(Sales[@month],Sales[@revenue])<2,"",IF(OR(Sales[@month]<count_start,'
        f'Sales[@month]>=count_end+1),"",IF({TESTED},Sales[@revenue]*search_part,IF(ISNUMBER(Sales[@part]),'
        'Sales[@revenue]*Sales[@part],IF(Sales[@line]=word_social,Sales[@revenue],"")))))',
    ),
)
HEAD: Final = 11
SIZE: Final = 60


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("sales", [2, 12, 30, 18, 11, 14, 13, 27, 44, 14], landscape=True)
    sheet.text("B4:J4", "sales.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.section("B5:J5", "sales.total")
    sheet.ws.set_row(5, 30)
    sheet.text("B6:C6", "sales.line", "header")
    for column, key in (("D", "orders"), ("E", "rows"), ("F", "counted"), ("G", "margin"), ("H", "gained")):
        sheet.text(f"{column}6", f"sales.{key}", "header")
    for row, word in ((7, "social"), (8, "search")):
        mine = ("Sales[line]", f"word_{word}")
        sheet.ws.merge_range(f"B{row}:C{row}", "", sheet.book.styles("computed"))
        sheet.formula(f"B{row}", f"word_{word}", "computed")
        sheet.formula(f"D{row}", known("Sales[orders]", *mine, "Sales[counted]", '">-1E+99"'), "computed", "count")
        sheet.formula(f"E{row}", f'COUNTIFS(Sales[line],word_{word},Sales[counted],">-1E+99")', "computed", "weight")
        sheet.formula(f"F{row}", known("Sales[counted]", *mine), "computed", "money", name=f"revenue_{word}")
        sheet.formula(f"G{row}", 'IF(ISNUMBER(margin),margin,"")', "computed", "rate")
        gained = f'IF(COUNT(F{row},G{row})<2,"",F{row}*G{row})'
        sheet.formula(f"H{row}", gained, "computed", "money", name=f"return_{word}")
    sheet.text("B9", "word.money", "hint")
    sheet.formula("D9", "currency", "hint", "bold")
    sheet.ws.set_row(HEAD - 1, 44)
    last = sheet.table("Sales", HEAD, order.contents.rows("Sales"), size=SIZE, filters=True, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 3)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 9)
