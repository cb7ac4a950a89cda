"""What is compared, and over how many months."""

from typing import Final

METRICS: Final = (
    ("kept", "stayed", "rate"),
    ("upsell", "more", "rate"),
    ("size", "size", "money"),
    ("days", "days", "hours"),
)
"""What is compared: the key of its name, its column in the table Customers, its looks."""
MONTHS: Final = 36
"""Months of sentiment that are compared at most."""
LAGS: Final = 7
"""How many lags are looked at: the same month, and one to six months later."""
