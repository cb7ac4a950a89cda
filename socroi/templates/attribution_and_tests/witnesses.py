"""The sheet Four witnesses: what platforms claim, the shop's paths show, customers say and tests find, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.attribution_and_tests.models import CREDIT
from socroi.templates.attribution_and_tests.shared import CHANNEL_ROOM

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

FIRST: Final = 10
"""The row of the first channel."""
_FEWEST: Final = 30
"""Answers below which no share is shown, as in SOCHEARD."""
_HEADINGS: Final = (
    *("channel", "claimed", "paths", "heard", "share", "low", "high", "least", "most", "found_low", "found"),
    *("found_high", "each"),
)


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("witnesses", [2, 28, *[13] * 12, 2, 12], landscape=True, use="result")
    sheet.text("B4:N4", "witnesses.note", "note")
    sheet.ws.set_row(3, 62)
    sheet.text("B5", "witnesses.asked", "label")
    sheet.input("C5", order.setting("heard_asked"), "witnesses.asked", "count", rule="whole", name="heard_asked")
    sheet.section("B7:N7", "witnesses.table")
    for cells, key in (("C8", "platforms"), ("D8", "shop"), ("E8:J8", "customers"), ("K8:M8", "tests")):
        sheet.text(cells, f"witnesses.{key}", "given")
    sheet.ws.set_row(7, 30)
    for column, key in zip("BCDEFGHIJKLMN", _HEADINGS, strict=True):
        sheet.text(f"{column}{FIRST - 1}", f"witnesses.{key}", "header")
    sheet.ws.set_row(FIRST - 2, 62)
    last = FIRST + CHANNEL_ROOM - 1
    total = last + 1
    # All intervals together hold in 95 of 100 cases: each is asked for its part of the other five (Bonferroni). Of two
    # answers one share says all.
    several = 'COUNTIF(Channels[heard],">0")'
    sheet.value("P4", 0.95, "helper", "hidden")
    sheet.formula("P5", f"(1-P4)/2/IF({several}=2,1,MAX(1,{several}))", "helper", "hidden", name="heard_doubt")
    for place, row in enumerate(range(FIRST, last + 1), 1):
        _channel(sheet, place, row)
    sheet.text(f"B{total}", "roi.sum", "total")
    for column in "CDEL":
        block = f"{column}{FIRST}:{column}{last}"
        look = "hours" if column in "DL" else "count"
        name = "heard_total" if column == "E" else None
        sheet.formula(f"{column}{total}", f'IF(COUNT({block})=0,"",SUM({block}))', "total", look, name=name)
    for column in "FGHIJKM":
        sheet.value(f"{column}{total}", None, "total")
    sheet.formula(f"N{total}", _ratio(f"C{total}", f"D{total}"), "total", "hours")
    sheet.text(f"B{total + 1}:N{total + 1}", "witnesses.total.note", "note")
    sheet.ws.set_row(total, 44)
    sheet.ws.freeze_panes(3, 2)
    sheet.ws.print_area(0, 0, total, 13)
    sheet.ws.fit_to_pages(1, 1)


def _channel(sheet: Sheet, place: int, row: int) -> None:
    """Draw the line of one channel."""
    mine = f"$B{row}"
    sheet.formula(f"B{row}", f"INDEX(channel_names,{place})", "computed", "bold")
    for column, key in (("C", "claimed"), ("E", "heard")):
        typed = f"INDEX(Channels[{key}],{place})"
        sheet.formula(f"{column}{row}", f'IF({mine}="","",IF(ISNUMBER({typed}),{typed},""))', "computed", "count")
    chosen = sheet.book.reference("models", f"P{CREDIT + place - 1}")
    sheet.formula(f"D{row}", f'IF(OR({mine}="",SUM(Paths[counted])=0),"",{chosen})', "computed", "hours")
    known = f"AND(ISNUMBER(E{row}),N(heard_total)>={_FEWEST})"
    share, n = f"F{row}", "heard_total"
    sheet.formula(share, f'IF({known},E{row}/{n},"")', "computed", "share")
    for column, part in (("G", "heard_doubt"), ("H", "1-heard_doubt")):
        # Jeffreys' interval, as in SOCHEARD; of an answer that nobody gave, or all gave, one end is sure.
        end = f"BETAINV({part},E{row}+1/2,{n}-E{row}+1/2)"
        sure = f"E{row}=0,0" if column == "G" else f"E{row}={n},1"
        sheet.formula(f"{column}{row}", f'IF(ISNUMBER({share}),IF({sure},{end}),"")', "computed", "share")
    asked = f"AND(ISNUMBER({share}),N(heard_asked)>={n})"
    sheet.formula(f"I{row}", f'IF({asked},E{row}/heard_asked,"")', "computed", "share")
    sheet.formula(f"J{row}", f'IF({asked},(E{row}+heard_asked-{n})/heard_asked,"")', "computed", "share")
    tested = f'OR({mine}="",COUNTIFS(Tests[channel],{mine},Tests[extra],">-1E+99")=0)'
    sheet.formula(f"L{row}", f'IF({tested},"",SUMIFS(Tests[extra],Tests[channel],{mine}))', "computed", "hours")
    for column, end in (("K", "least"), ("M", "most")):
        ends = f"SUMPRODUCT(--(Tests[channel]={mine}),Tests[size],Tests[{end}])"
        sheet.formula(f"{column}{row}", f'IF({tested},"",{ends})', "computed", "hours")
    sheet.formula(f"N{row}", _ratio(f"C{row}", f"D{row}"), "computed", "hours")


def _ratio(claimed: str, shown: str) -> str:
    """Return the formula of how many conversions are claimed for each one that the paths show."""
    return f'IF(COUNT({claimed},{shown})<2,"",IF({shown}=0,"–",{claimed}/{shown}))'
