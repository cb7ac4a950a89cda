"""The sheet Service: complaints in public, how many were answered and resolved, and how long that took.

Nothing here is money: what a public answer is worth to those who read it nobody can count [S0].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.checks import NUMBER, known
from socroi.templates.columns import Column
from socroi.templates.period import in_count
from socroi.templates.sheet import ROOM

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

_SHARE: Final = (
    'IF(COUNT(Complaints[@complaints],{0})<2,"",IF(Complaints[@complaints]=0,"",{0}/Complaints[@complaints]))'
)

COMPLAINTS: Final = (
    Column("month", ("month", "center"), rule="date", added=True),
    Column("platform", choices="list_platforms", added=True),
    Column("complaints", ("count",), rule="whole", added=True),
    Column("answered", ("count",), rule="whole", added=True),
    Column("answer_rate", ("rate",), _SHARE.format("Complaints[@answered]"), added=True),
    Column("hours", ("hours",), rule="amount", added=True),
    Column("resolved", ("count",), rule="whole", added=True),
    Column("resolve_rate", ("rate",), _SHARE.format("Complaints[@resolved]"), added=True),
    Column("source", added=True),
)
HEAD: Final = 10
SIZE: Final = 36
KEYS: Final = ("complaints", "answered", "answer_rate", "hours", "resolved", "resolve_rate")
"""The figures of a period, as `figures` writes them."""
LOOKS: Final = ("count", "count", "rate", "hours", "count", "rate")


def figures(sheet: Sheet, row: int, columns: str, look: str, within: tuple[str, ...]) -> None:
    """Write the figures of the rows within a period into the columns, in the order of `KEYS`.

    A share is one of sums over the rows that have both sides; the time to answer counts each answer once.
    """
    given = ",".join(within)
    rows = f"COUNTIFS(Complaints[hours],{NUMBER},Complaints[answered],{NUMBER},{given})"
    counted = f"SUMIFS(Complaints[answered],Complaints[hours],{NUMBER},{given})"
    first, last = within[1].replace('">="&', ""), within[3].replace('"<"&', "")
    days = f"(Complaints[month]>={first})*(Complaints[month]<{last})"
    spent = f"SUMPRODUCT({days},Complaints[hours],Complaints[answered])"
    formulas = {
        **{key: known(f"Complaints[{key}]", *within) for key in ("complaints", "answered", "resolved")},
        "answer_rate": _share("answered", given),
        "resolve_rate": _share("resolved", given),
        "hours": f'IF({rows}=0,"",IF({counted}=0,"",{spent}/{counted}))',
    }
    for column, key, part in zip(columns, KEYS, LOOKS, strict=True):
        sheet.formula(f"{column}{row}", formulas[key], look, part)


def _share(key: str, given: str) -> str:
    """Return the share of complaints that were `key`, over the rows that have both."""
    part = f"SUMIFS(Complaints[{key}],Complaints[complaints],{NUMBER},{given})"
    whole = f"SUMIFS(Complaints[complaints],Complaints[{key}],{NUMBER},{given})"
    return f'IF({whole}=0,"",{part}/{whole})'


def draw(order: Order) -> None:
    """Draw the sheet."""
    sheet = order.book.sheet("service", [2, 14, 20, 14, 14, 14, 16, 14, 14, 40], landscape=True)
    sheet.text("B4:J4", "service.note", "note")
    sheet.ws.set_row(3, 44)
    sheet.section("B5:J5", "service.total")
    sheet.text("B6:C6", "service.period", "header")
    for column, key in zip("DEFGHI", KEYS, strict=True):
        sheet.text(f"{column}6", f"complaints.{key}", "header")
    sheet.ws.set_row(5, 32)
    sheet.text("B7:C7", "roi.so_far", "total")
    figures(sheet, 7, "DEFGHI", "total", in_count("Complaints[month]"))
    for column, name in (("D", "complaints_total"), ("F", "complaints_answered")):
        order.book.define(name, order.book.reference(sheet.key, f"{column}7"))
    sheet.ws.set_row(HEAD - 1, 44)
    last = sheet.table("Complaints", HEAD, order.contents.rows("Complaints"), size=SIZE, reach=ROOM)
    sheet.ws.freeze_panes(HEAD, 3)
    sheet.ws.repeat_rows(HEAD - 1)
    sheet.ws.print_area(0, 0, last - 1, 9)
    sheet.ws.fit_to_pages(1, 1)


def draw_by_month(sheet: Sheet, first: int) -> None:
    """Draw a line for each of the twelve months on a result sheet, from the row `first` on."""
    sheet.section(f"B{first - 2}:H{first - 2}", "service.by_month")
    sheet.text(f"B{first - 1}", "roi.month", "header")
    for column, key in zip("CDEFGH", KEYS, strict=True):
        sheet.text(f"{column}{first - 1}", f"complaints.{key}", "header")
    sheet.ws.set_row(first - 2, 32)
    for row in range(first, first + 12):
        start = "period_start" if row == first else f"EDATE(B{row - 1},1)"
        sheet.formula(f"B{row}", start, "computed", "month", "left")
        within = ("Complaints[month]", f'">="&$B{row}', "Complaints[month]", f'"<"&EDATE($B{row},1)')
        figures(sheet, row, "CDEFGH", "computed", within)
