"""The template of what an audience is worth: followers against other customers, and sentiment against results."""

from __future__ import annotations

from typing import Final

from socroi.templates.audience_value import comparison, customers, lags, lists, sentiment, start, worth
from socroi.templates.audience_value.example import example
from socroi.templates.audience_value.pages import PAGES
from socroi.templates.audience_value.start import CARDS
from socroi.templates.contents import Contents
from socroi.templates.making import keys, writer

__all__ = ["CARDS", "NOTHING", "PAGES", "TABLES", "example", "write"]

NOTHING: Final = Contents()

TABLES: Final = {"Customers": keys(customers.CUSTOMERS), "Sentiment": keys(sentiment.SENTIMENT)}
"""The tables of the workbook, and the keys of their columns."""

write = writer(
    "audience_value",
    TABLES,
    {
        "start": start.draw,
        "customers": customers.draw,
        "worth": worth.draw,
        "comparison": comparison.draw,
        "sentiment": sentiment.draw,
        "lags": lags.draw,
        "lists": lists.draw,
    },
)
