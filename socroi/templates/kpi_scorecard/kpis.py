"""The sheet KPIs: what is measured, which business goal it serves, and what one of it is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates import lead_worth
from socroi.templates.columns import Column
from socroi.templates.kpi_scorecard.shared import KPI_ROOM
from socroi.templates.lists import name_filled

if TYPE_CHECKING:
    from socroi.templates.template import Order

KPIS: Final = (
    Column("kpi", choices="list_known_kpis", free=True),
    Column("goal", ("wrap",), choices="list_goals"),
    Column("kind", ("center",), choices="list_kinds"),
    Column("target", ("count",), rule="amount"),
    Column("worth", ("cents",), rule="amount"),
    Column("evidence", choices="list_evidence"),
    Column("source", ("wrap",)),
    Column("suggestion", added=True),
    Column("margin", ("rate",), rule="rate", added=True),
)
BENCHMARKS: Final = (
    Column("kpi"),
    Column("cost", ("cents",), rule="amount"),
    Column("currency", ("center",), choices="list_currencies"),
    Column("year", ("center",)),
    Column("country", ("center",)),
    Column("status", ("wrap",)),
    Column("source", ("wrap",)),
)
SUGGESTED: Final = (
    ("followers", "awareness", "indirect", True),
    ("engagements", "awareness", "indirect", False),
    ("clicks", "traffic", "indirect", True),
    ("leads", "sales", "indirect", True),
    ("purchases", "sales", "direct", False),
)
"""KPI, business goal, kind, and whether the article has a value for it: its author calls them fictional, so that none
is filled in."""
BENCHMARK_ROOM: Final = 4
HEAD: Final = 7


def draw(order: Order) -> None:
    """Draw the sheet."""
    book, texts = order.book, order.texts
    sheet = book.sheet("kpis", [2, 26, 22, 17, 14, 14, 27, 52, 30, 14, 14], landscape=True)
    sheet.text("B4", "word.money", "hint")
    sheet.formula("C4", "currency", "hint", "bold")
    sheet.section("B5:H5", "kpis.kpis")
    sheet.text("B6:H6", "kpis.kpis.note", "note")
    sheet.ws.set_row(5, 44)
    sheet.ws.set_row(HEAD - 1, 30)
    own = [
        {
            "kpi": texts[f"kpi.{kpi}"],
            "goal": texts[f"aim.{goal}"],
            "kind": texts[f"kind.{kind}"],
            "suggestion": texts[f"suggestion.{kpi}"] if valued else None,
        }
        for kpi, goal, kind, valued in SUGGESTED
    ]
    last = sheet.table("Kpis", HEAD, order.contents.rows("Kpis", own), size=KPI_ROOM)
    name_filled(sheet, "list_kpis", "Kpis", "kpi", f"B{HEAD + 1}")
    lead_worth.draw_beside(sheet, "K", HEAD, last)
    for row in range(HEAD, last):
        sheet.ws.set_row(row, 38)

    row = last + 2
    sheet.section(f"B{row}:H{row}", "kpis.benchmarks")
    sheet.text(f"B{row + 1}:H{row + 1}", "kpis.benchmarks.note", "note")
    sheet.ws.set_row(row, 44)
    known = {
        "kpi": texts["benchmark.likes"],
        "cost": 0.23,
        "currency": "USD",
        "year": 2019,
        "country": texts["benchmark.country"],
        "status": texts["benchmark.published"],
        "source": texts["source.likes"],
    }
    last = sheet.table("Benchmarks", row + 2, order.contents.rows("Benchmarks", [known]), size=BENCHMARK_ROOM)
    for line in range(row + 2, last):
        sheet.ws.set_row(line, 38)
    lead_worth.draw(order, sheet, last + 2, "H")
    sheet.ws.print_area(0, 0, last + lead_worth.LINES + 1, 10)
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(3, 0)
