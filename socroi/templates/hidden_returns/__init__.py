"""The template of the returns that nobody measures: avoided ad cost, direct sales, and eight indirect returns."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs
from socroi.templates.handed_on import HandedOn, left_of_bills
from socroi.templates.hidden_returns import indirect, returns, sales, savings, search_test, service, traffic
from socroi.templates.hidden_returns.example import example
from socroi.templates.hidden_returns.lists import LISTS
from socroi.templates.hidden_returns.start import START
from socroi.templates.template import Template

__all__ = ["TEMPLATE"]

TEMPLATE: Final = Template(
    name="hidden_returns",
    place=3,
    audience="Organisations whose return hardly shows as sales: services, associations, public bodies.",
    start=START,
    tables={
        "Keywords": traffic.KEYWORDS,
        "Sales": sales.SALES,
        "Weeks": search_test.WEEKS,
        "Indirect": indirect.INDIRECT,
        "Complaints": service.COMPLAINTS,
        "Costs": costs.COSTS,
    },
    sheets={
        "traffic": traffic.draw,
        "sales": sales.draw,
        "search_test": search_test.draw,
        "indirect": indirect.SHEET.draw,
        "savings": savings.draw,
        "service": service.draw,
        "costs": costs.SHEET.draw,
        "returns": returns.draw,
    },
    lists=LISTS,
    example=example,
    next_year=HandedOn(
        columns={"Keywords": ("keyword", "cpc", "brand", "source"), "Indirect": ("what", "ask")},
        rest={"Costs": left_of_bills},
    ),
)
