"""The template of the four steps: goals, values, costs, ROI."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs, lead_worth, sources_sheet
from socroi.templates.campaigns import Campaigns
from socroi.templates.four_step import goals, next_year, plan, results, roi, values
from socroi.templates.four_step.example import example
from socroi.templates.four_step.lists import LISTS
from socroi.templates.four_step.start import START
from socroi.templates.handed_on import HandedOn, left_of_bills
from socroi.templates.template import Template

__all__ = ["TEMPLATE"]

TEMPLATE: Final = Template(
    name="four_step",
    place=1,
    audience="Whoever answers for the whole: a small company, or a head of marketing who needs one ROI a year.",
    start=START,
    tables={
        "KpiValues": values.KPI_VALUES,
        "PayPerClick": values.PAY_PER_CLICK,
        "Estimates": values.ESTIMATES,
        "Results": results.RESULTS,
        "Costs": costs.WITH_ACTIVITIES,
        "Sources": sources_sheet.SOURCES,
    },
    sheets={
        "goals": goals.draw,
        "values": values.draw,
        "results": results.SHEET.draw,
        "costs": costs.SHEET_WITH_ACTIVITIES.draw,
        "sources": sources_sheet.SHEET.draw,
        "roi": roi.draw,
        "campaigns": Campaigns("KpiValues[kpi]", "KpiValues[counted]").draw,
        "plan": plan.draw,
    },
    lists=LISTS,
    example=example,
    next_year=HandedOn(
        columns={
            "KpiValues": ("kpi", "worth", "evidence", "source", "suggestion", "margin"),
            "PayPerClick": ("keyword", "cpc", "brand", "note"),
            "Estimates": ("what",),
            "Sources": tuple(column.key for column in sources_sheet.SOURCES),
        },
        rest={"Costs": left_of_bills},
        cells=lead_worth.CELLS,
        settings=next_year.goals_and_plan,
    ),
)
