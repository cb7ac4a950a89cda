"""The template of the KPI scorecard: KPIs, the business goals they serve, results, values, and what it all returned."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs, lead_worth, sources_sheet
from socroi.templates.campaigns import Campaigns
from socroi.templates.handed_on import HandedOn, left_of_bills
from socroi.templates.kpi_scorecard import kpis, platforms, results, scorecard
from socroi.templates.kpi_scorecard.example import example
from socroi.templates.kpi_scorecard.lists import LISTS
from socroi.templates.kpi_scorecard.start import START
from socroi.templates.template import Template

__all__ = ["TEMPLATE"]

TEMPLATE: Final = Template(
    name="kpi_scorecard",
    place=2,
    audience="Teams that report KPIs each month, and have to say which business goal each one serves.",
    start=START,
    tables={
        "Kpis": kpis.KPIS,
        "Benchmarks": kpis.BENCHMARKS,
        "Results": results.RESULTS,
        "Costs": costs.WITH_ACTIVITIES,
        "Sources": sources_sheet.SOURCES,
    },
    sheets={
        "kpis": kpis.draw,
        "results": results.SHEET.draw,
        "costs": costs.SHEET_WITH_ACTIVITIES.draw,
        "sources": sources_sheet.SHEET.draw,
        "scorecard": scorecard.draw,
        "platforms": platforms.draw,
        "campaigns": Campaigns("kpi_names", "kpi_actual").draw,
    },
    lists=LISTS,
    example=example,
    next_year=HandedOn(
        columns={
            "Kpis": ("kpi", "goal", "kind", "target", "worth", "evidence", "source", "suggestion", "margin"),
            "Benchmarks": tuple(column.key for column in kpis.BENCHMARKS),
            "Sources": tuple(column.key for column in sources_sheet.SOURCES),
        },
        rest={"Costs": left_of_bills},
        cells=lead_worth.CELLS,
    ),
)
