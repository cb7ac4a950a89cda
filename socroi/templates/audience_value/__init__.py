"""The template of what an audience is worth: followers against other customers, and sentiment against results."""

from __future__ import annotations

from typing import Final

from socroi.templates.audience_value import comparison, customers, lags, sentiment, worth
from socroi.templates.audience_value.example import example
from socroi.templates.audience_value.lists import LISTS
from socroi.templates.audience_value.start import START
from socroi.templates.handed_on import HandedOn
from socroi.templates.template import Template

__all__ = ["TEMPLATE"]

TEMPLATE: Final = Template(
    name="audience_value",
    place=4,
    audience="Companies with a list of customers, who wonder whether followers are the better ones.",
    start=START,
    tables={
        "Customers": customers.CUSTOMERS,
        "Sentiment": sentiment.SENTIMENT,
    },
    sheets={
        "customers": customers.SHEET.draw,
        "worth": worth.draw,
        "comparison": comparison.draw,
        "sentiment": sentiment.SHEET.draw,
        "lags": lags.draw,
    },
    lists=LISTS,
    example=example,
    next_year=HandedOn(
        cells=(
            *("value_kept", "value_upsell", "margin", "day_value"),
            *("part_low", "part_likely", "part_high", "part_evidence"),
        ),
    ),
)
