"""What the invented figures of all example editions have in common: a year's course, and counts that follow it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.templates.texts import Texts

SEASON: Final = (0.84, 0.88, 0.97, 1.0, 1.06, 0.98, 0.86, 0.9, 1.04, 1.12, 1.34, 1.4)
"""How busy each month is."""
PLATFORM_ADS: Final = {"facebook": 190, "instagram": 240, "linkedin": 150, "x": 130}
"""Spend on ads in a usual month."""
_DONE: Final = {
    "facebook": ("courses", "content", None, "paid"),
    "instagram": ("bread", "content", "guest", "paid"),
    "linkedin": ("courses", "insight", None, "paid"),
    "x": ("news", "care", None, "paid"),
    "youtube": (None, "content", "team", "organic"),
}
"""For each platform the campaign, the activity, the creator and whether it was paid for."""
_SOURCES: Final = {
    "purchases": ("orders", 7, "own", "yes"),
    "leads": ("utm", 30, "analytics", "yes"),
    "clicks": ("analytics", None, "analytics", "no"),
    "followers": ("platform", None, "platform", "untried"),
}
"""For each KPI what measures it, the window in days, whose claim it is, and whether a second source agrees."""
_UNEVEN: Final = (0, 3, -2, 4, -3, 1, -4, 2, 5, -1, -5, 2)


def months(first: date, count: int) -> list[date]:
    """Return the first days of so many months."""
    return [
        date(first.year + (first.month - 1 + place) // 12, (first.month - 1 + place) % 12 + 1, 1)
        for place in range(count)
    ]


def counted(usual: float, place: int, name: str) -> int:
    """Return a count for the month at `place`: the usual one, along the season, growing a little, not quite even."""
    wobble = _UNEVEN[(place + len(name)) % 12] / 100
    return round(usual * SEASON[place % 12] * (1 + 0.015 * place + wobble))


def done_on(texts: Texts, platform: str) -> dict[str, Any]:
    """Return what was done on a platform, as the optional columns of Results and Costs."""
    campaign, activity, creator, paid = _DONE[platform]
    return {
        "campaign": texts[f"example.campaign.{campaign}"] if campaign else None,
        "activity": texts[f"activity.{activity}"],
        "creator": texts[f"example.creator.{creator}"] if creator else None,
        "paid": texts[f"payment.{paid}"],
    }


def invented_sources(texts: Texts, *kpis: str) -> list[dict[str, Any]]:
    """Return what measures each of the KPIs."""
    rows = []
    for kpi in kpis:
        measure, window, claim, agreed = _SOURCES.get(kpi, _SOURCES["followers"])
        rows.append(
            {
                "kpi": texts[f"kpi.{kpi}"],
                "measured": texts[f"measure.{measure}"],
                "window": window,
                "claim": texts[f"claim.{claim}"],
                "agreed": texts[f"agreed.{agreed}"],
            }
        )
    return rows


def invented_costs(texts: Texts, first: date, count: int, *, activities: bool = False) -> list[dict[str, Any]]:
    """Return so many months of costs: ads on four platforms, and time, a tool, a course and pictures for all.

    With `activities` those of the ads say what was done.
    """
    shared = texts["word.shared"]
    rows: list[dict[str, Any]] = []
    for place, day in enumerate(months(first, count)):
        rows += [
            {
                "month": day,
                "platform": texts[f"platform.{platform}"],
                "category": texts["category.ads"],
                "what": texts["example.ads"],
                "amount": round(spend * SEASON[place]),
                **(done_on(texts, platform) if activities else {}),
            }
            for platform, spend in PLATFORM_ADS.items()
        ]
        rows.append(
            {
                "month": day,
                "platform": shared,
                "category": texts["category.staff"],
                "what": texts["example.staff"],
                "hours": 21,
                "rate": 27,
            }
        )
    for place, category, what, amount, spread in (
        (0, "tools", "tools", 948, 12),
        (3, "training", "training", 260, None),
        (5, "designers", "designers", 420, None),
    ):
        if place < count:
            rows.append(
                {
                    "month": months(first, place + 1)[-1],
                    "platform": shared,
                    "category": texts[f"category.{category}"],
                    "what": texts[f"example.{what}"],
                    "amount": amount,
                    "months": spread,
                }
            )
    return rows


def draws(seed: int) -> Iterator[float]:
    """Yield numbers from 0 to below 1 that look random and are the same everywhere."""
    state = seed
    while True:
        state = (state * 1_103_515_245 + 12_345) % 2**31
        yield (state >> 8) / 2**23
