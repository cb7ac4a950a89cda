"""What was done, as columns of Results and Costs that may stay blank: campaign, activity, creator, paid or organic."""

from __future__ import annotations

from typing import Final

from socroi.templates.columns import Column
from socroi.templates.lists import Fixed

KINDS: Final = ("content", "insight", "care", "advocacy")
"""The activities that a social programme is made of, by the study of Salesforce and Altimeter [S4]."""
PAYMENTS: Final = ("paid", "organic")
COLUMNS: Final = (
    # Campaigns and creators are the user's own names: what was typed once is offered from then on.
    Column("campaign", choices="list_campaigns", free=True, added=True),
    Column("activity", choices="list_activities", added=True),
    Column("creator", choices="list_creators", free=True, added=True),
    Column("paid", ("center",), choices="list_payments", added=True),
)
KEYS: Final = tuple(column.key for column in COLUMNS)
WIDTHS: Final = (22, 19, 20, 14)
"""The widths of the columns."""
ACTIVITIES: Final = Fixed("activity", KINDS, "list_activities")
PAID: Final = Fixed("payment", PAYMENTS, "list_payments", PAYMENTS)
