"""The invented customers and months of an invented company: what the example edition shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.templates.contents import Contents
from socroi.templates.invented import SEASON, draws, months

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

_CUSTOMERS: Final = 180
_MONTHS: Final = 30
_LEAD: Final = 2
"""By how many months sentiment runs ahead of revenue."""


def example(texts: Texts, first_month: date) -> Contents:
    """Return the example in the words of a language."""
    yes, no = texts["word.yes"], texts["word.no"]
    chance = draws(7)
    customers: list[dict[str, Any]] = []
    for number in range(1, _CUSTOMERS + 1):
        follows = next(chance) < 0.45
        bought = next(chance) < (0.34 if follows else 0.22)
        customers.append(
            {
                "customer": f"C-{number:04}",
                "follows": yes if follows else no,
                "stayed": yes if next(chance) < (0.9 if follows else 0.68) else no,
                "more": yes if bought else no,
                "size": round(70 + 60 * next(chance) + (9 if follows else 0)),
                "days": round(9 + 16 * next(chance) - (3 if follows else 0)),
                "source": texts["example.source.customers"],
            }
        )
    days = months(first_month.replace(year=first_month.year - 2), _MONTHS)
    moods = [0.3 + 0.35 * (next(chance) - 0.5) + 0.12 * ((place * 5) % 7 - 3) / 3 for place in range(_MONTHS)]
    sentiment: list[dict[str, Any]] = []
    for place, day in enumerate(days):
        mood = moods[place]
        before = moods[max(0, place - _LEAD)]
        mentions = round(180 * (0.9 + 0.2 * next(chance)))
        positive = round(mentions * (0.35 + mood / 2))
        negative = round(mentions * (0.35 - mood / 2))
        sentiment.append(
            {
                "month": day,
                "positive": positive,
                "neutral": mentions - positive - negative,
                "negative": negative,
                "revenue": round(
                    10800 + 9000 * (before - 0.3) + 900 * (SEASON[place % 12] - 1) + 2600 * (next(chance) - 0.5)
                ),
                "retention": round(0.82 + 0.12 * (before - 0.3) + 0.1 * (next(chance) - 0.5), 3),
                "source": texts["example.source.listening"],
            }
        )
    settings = {
        "company": texts["example.company"],
        "followers_total": 640,
        "deals_total": 410,
        "value_kept": 95,
        "value_upsell": 38,
        "margin": 0.65,
        "day_value": 0.8,
        "part_low": 0.15,
        "part_likely": 0.3,
        "part_high": 0.5,
        "part_evidence": texts["evidence.test"],
        "cost_total": 3200,
    }
    return Contents({"Customers": customers, "Sentiment": sentiment}, settings, example=True)
