"""The invented year of an invented company: what the example edition of the four steps shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.templates.contents import Contents
from socroi.templates.invented import counted, done_on, invented_costs, invented_sources, months

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

MONTHS: Final = 9
"""How much of the year is over."""

_COUNTS: Final = (
    ("facebook", "purchases", 9, "direct"),
    ("facebook", "leads", 16, "indirect"),
    ("instagram", "purchases", 13, "direct"),
    ("instagram", "followers", 210, "indirect"),
    ("linkedin", "leads", 11, "indirect"),
    ("x", "clicks", 95, "indirect"),
    ("youtube", "clicks", 240, "indirect"),
)
"""Platform, KPI, how many in a usual month, direct or indirect."""
_SALE: Final = 58
_PLANNED: Final = (
    ("ads", (690,) * 9 + (850, 900, 900)),
    ("staff", (560,) * 12),
    ("tools", (80,) * 12),
    ("training", (None, None, None, 300)),
    ("designers", (None, None, None, None, None, 400)),
)
"""Kind of cost, and its budget month by month."""


_VALUES: Final = (
    ("followers", 0.4, "correlation"), ("leads", 14, "integrated"), ("clicks", 0.5, "tagging"),
    ("purchases", None, "commerce"),
)  # fmt: skip
"""KPI, what one is worth, and how that is known."""
_KEYWORDS: Final = (("course", 640, 1.15, 0.0), ("bread", 1150, 0.62, 0.0), ("name", 480, 0.35, 0.8))


def _done(texts: Texts, platform: str, kpi: str) -> dict[str, Any]:
    """Return what was done for a result: followers come unpaid."""
    done = done_on(texts, platform)
    return {**done, "paid": texts["payment.organic"]} if kpi == "followers" else done


def example(texts: Texts, first_month: date) -> Contents:
    """Return the example in the words of a language."""
    results: list[dict[str, Any]] = []
    for place, day in enumerate(months(first_month, MONTHS)):
        for platform, kpi, usual, kind in _COUNTS:
            count = counted(usual, place, platform)
            results.append(
                {
                    "month": day,
                    "platform": texts[f"platform.{platform}"],
                    "kpi": texts[f"kpi.{kpi}"],
                    "quantity": count,
                    "revenue": count * _SALE if kpi == "purchases" else None,
                    "kind": texts[f"kind.{kind}"],
                    "source": texts["example.source.shop" if kpi == "purchases" else "example.source.platform"],
                    **_done(texts, platform, kpi),
                }
            )
    values = [
        {
            "kpi": texts[f"kpi.{kpi}"],
            "worth": worth,
            "evidence": texts[f"evidence.{evidence}"],
            "source": texts[f"example.value.{kpi}"],
        }
        for kpi, worth, evidence in _VALUES
    ]
    keywords = [
        {
            "keyword": texts[f"example.keyword.{key}"],
            "clicks": clicks,
            "cpc": cpc,
            "brand": brand,
            "note": texts["example.keyword.source"],
        }
        for key, clicks, cpc, brand in _KEYWORDS
    ]
    estimates: list[dict[str, Any]] = [
        {
            "what": texts["indirect.word_of_mouth"],
            "low": 900,
            "likely": 1800,
            "high": 3600,
            "evidence": texts["evidence.correlation"],
            "note": texts["example.mouth"],
        },
        {
            "what": texts["indirect.service"],
            "low": 400,
            "likely": 700,
            "high": 1100,
            "evidence": texts["evidence.test"],
            "note": texts["example.service"],
        },
        {"what": texts["indirect.reputation"]},
    ]
    goals = [
        {
            "goal": texts[f"goal.{goal}"],
            "kpi": texts[kpi],
            "start": start,
            "target": target,
            "measured": measured,
            "serves": texts[f"serves.{serves}"],
        }
        for goal, kpi, start, target, measured, serves in (
            ("awareness", "kpi.followers", 3800, 6500, None, "awareness"),
            ("conversion", "kpi.leads", 0, 300, None, "conversion"),
            ("conversion", "kpi.purchases", 0, 320, None, "upsell"),
            ("experience", "example.days", 3, 1, 1.5, "experience"),
        )
    ]
    plan = [{"category": texts[f"category.{category}"], "months": months} for category, months in _PLANNED]
    return Contents(
        {
            "KpiValues": values,
            "PayPerClick": keywords,
            "Estimates": estimates,
            "Results": results,
            "Costs": invented_costs(texts, first_month, MONTHS, activities=True),
            "Sources": invented_sources(texts, *(kpi for kpi, *_ in _VALUES)),
        },
        {"company": texts["example.company"], "goals": goals, "plan": plan},
        example=True,
    )
