"""The template of the returns that nobody measures: avoided ad cost, direct sales, and eight indirect returns."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs
from socroi.templates.hidden_returns import indirect, returns, sales, savings, traffic
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
        "Indirect": indirect.INDIRECT,
        "Costs": costs.COSTS,
    },
    sheets={
        "traffic": traffic.draw,
        "sales": sales.draw,
        "indirect": indirect.SHEET.draw,
        "savings": savings.draw,
        "costs": costs.SHEET.draw,
        "returns": returns.draw,
    },
    lists=LISTS,
    example=example,
)
