"""The template of the KPI scorecard: KPIs, the business goals they serve, results, values, and what it all returned."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs
from socroi.templates.contents import Contents
from socroi.templates.kpi_scorecard import kpis, lists, platforms, results, scorecard, start
from socroi.templates.kpi_scorecard.example import example
from socroi.templates.kpi_scorecard.pages import PAGES
from socroi.templates.kpi_scorecard.start import CARDS
from socroi.templates.making import Order, keys, writer

__all__ = ["CARDS", "NOTHING", "PAGES", "TABLES", "example", "write"]

NOTHING: Final = Contents()

TABLES: Final = {
    "Platforms": ("platform",),
    "Categories": ("category",),
    "Goals": ("goal",),
    "Kpis": keys(kpis.KPIS),
    "Benchmarks": keys(kpis.BENCHMARKS),
    "Results": keys(results.RESULTS),
    "Costs": keys(costs.COSTS),
}
"""The tables of the workbook, and the keys of their columns."""


def _costs(order: Order) -> None:
    costs.draw(order.book, PAGES, order.contents.rows("Costs"))


write = writer(
    "kpi_scorecard",
    TABLES,
    {
        "start": start.draw,
        "kpis": kpis.draw,
        "results": results.draw,
        "costs": _costs,
        "scorecard": scorecard.draw,
        "platforms": platforms.draw,
        "lists": lists.draw,
    },
)
