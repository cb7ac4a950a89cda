"""The sheet Traffic: what the visits that came unpaid would have cost as pay-per-click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.columns import Column
from socroi.templates.sheet import ROOM

if TYPE_CHECKING:
    from socroi.templates.template import Order

KEYWORDS: Final = (
    Column("keyword"),
    Column("clicks", ("count",), rule="amount"),
    Column("cpc", ("cents",), rule="amount"),
    Column("brand", ("rate",), rule="rate"),
    Column(
        "avoided",
        ("money",),
        'IF(COUNT(Keywords[@clicks],Keywords[@cpc])<2,"",Keywords[@clicks]*Keywords[@cpc]*(1-N(Keywords[@brand])))',
    ),
    Column("date", ("month", "center"), rule="date"),
    Column("source", ("wrap",)),
)
HEAD: Final = 10
SIZE: Final = 20


def draw(order: Order) -> None:
    """Draw the sheet."""
    book = order.book
    sheet = book.sheet("traffic", [2, 34, 14, 14, 14, 16, 15, 36], landscape=True)
    sheet.text("B4:H4", "traffic.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.section("B5:H5", "traffic.total")
    for column, key in zip("BCDEF", ("keywords", "clicks", "cpc", "brand", "avoided"), strict=True):
        sheet.text(f"{column}6", f"traffic.{key}", "header")
    sheet.ws.set_row(5, 30)
    known = 'IF(COUNT(Keywords[avoided])=0,"",{})'
    sheet.formula("B7", known.format("COUNT(Keywords[avoided])"), "total", "count", "left")
    sheet.formula("C7", known.format('SUMIFS(Keywords[clicks],Keywords[avoided],">-1E+99")'), "total", "count")
    gross = "SUMPRODUCT(Keywords[clicks],Keywords[cpc])"
    sheet.formula("D7", f'IF(N(C7)=0,"",{gross}/C7)', "total", "cents")
    sheet.formula("E7", f'IF(OR(F7="",NOT(ISNUMBER(F7)),N(C7)=0),"",IF({gross}=0,"",1-F7/{gross}))', "total", "rate")
    sheet.formula(
        "F7",
        f"IF(stops>0,word_look,{known.format('SOCPPCVALUE(Keywords[clicks],Keywords[cpc],Keywords[brand])')})",
        "total", "money",
    )  # fmt: skip
    sheet.text("G7:H7", "traffic.beside", "total", "hint")
    sheet.text("B8", "word.money", "hint")
    sheet.formula("C8", "currency", "hint", "bold")
    # The clicks are those of twelve months: the months so far have their part of them.
    sheet.text("G8:H8", "ppc.so_far", "hint")
    sheet.formula("F8", "IF(ISNUMBER(F7),F7*year_part,F7)", "computed", "money", name="avoided_cost")
    sheet.ws.set_row(HEAD - 1, 30)
    last = sheet.table("Keywords", HEAD, order.contents.rows("Keywords"), size=SIZE, filters=True, reach=ROOM)
    sheet.ws.conditional_format(
        f"F{HEAD + 1}:F{ROOM}",
        {"type": "data_bar", "bar_color": "#9CC3DC", "bar_solid": True, "min_type": "num", "min_value": 0},
    )
    sheet.ws.freeze_panes(HEAD, 2)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 7)
