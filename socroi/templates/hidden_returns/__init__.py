"""The template of the returns that nobody measures: avoided ad cost, direct sales, and eight indirect returns."""

from __future__ import annotations

from typing import Final

from socroi.templates import costs
from socroi.templates.contents import Contents
from socroi.templates.hidden_returns import indirect, lists, returns, sales, savings, start, traffic
from socroi.templates.hidden_returns.example import example
from socroi.templates.hidden_returns.pages import PAGES
from socroi.templates.hidden_returns.start import CARDS
from socroi.templates.making import Order, keys, writer

__all__ = ["CARDS", "NOTHING", "PAGES", "TABLES", "example", "write"]

NOTHING: Final = Contents()

TABLES: Final = {
    "Platforms": ("platform",),
    "Categories": ("category",),
    "Keywords": keys(traffic.KEYWORDS),
    "Sales": keys(sales.SALES),
    "Indirect": keys(indirect.INDIRECT),
    "Costs": keys(costs.COSTS),
}
"""The tables of the workbook, and the keys of their columns."""


def _costs(order: Order) -> None:
    costs.draw(order.book, PAGES, order.contents.rows("Costs"))


write = writer(
    "hidden_returns",
    TABLES,
    {
        "start": start.draw,
        "traffic": traffic.draw,
        "sales": sales.draw,
        "indirect": indirect.draw,
        "savings": savings.draw,
        "costs": _costs,
        "returns": returns.draw,
        "lists": lists.draw,
    },
)
