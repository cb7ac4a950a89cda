"""The invented year of an invented company: what the example edition of the scorecard shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.templates.contents import Contents
from socroi.templates.invented import counted, done_on, invented_costs, invented_sources, months

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.texts import Texts

MONTHS: Final = 9
"""How much of the year is over."""
_KPIS: Final = (
    ("followers", "awareness", "indirect", 4200, 0.4, "correlation", "followers"),
    ("engagements", "awareness", "indirect", 21000, 0.03, "anecdote", "engagements"),
    ("clicks", "traffic", "indirect", 6600, 0.5, "tagging", "clicks"),
    ("leads", "sales", "indirect", 420, 14, "integrated", "leads"),
    ("purchases", "sales", "direct", 240, None, "commerce", "purchases"),
)
"""KPI, business goal, kind, target, value, how it is known, and the key of its source."""
_COUNTS: Final = (
    ("facebook", "followers", 70),
    ("facebook", "engagements", 640),
    ("facebook", "leads", 16),
    ("facebook", "purchases", 9),
    ("instagram", "followers", 210),
    ("instagram", "engagements", 980),
    ("instagram", "clicks", 130),
    ("instagram", "purchases", 13),
    ("linkedin", "followers", 18),
    ("linkedin", "leads", 9),
    ("x", "followers", 12),
    ("x", "clicks", 95),
    ("youtube", "clicks", 240),
    ("youtube", "engagements", 210),
)
"""Platform, KPI, how many in a usual month."""
_SALE: Final = 58


def _done(texts: Texts, platform: str, kpi: str) -> dict[str, Any]:
    """Return what was done for a result: followers come unpaid."""
    done = done_on(texts, platform)
    return {**done, "paid": texts["payment.organic"]} if kpi == "followers" else done


def example(texts: Texts, first_month: date) -> Contents:
    """Return the example in the words of a language."""
    results: list[dict[str, Any]] = []
    for place, day in enumerate(months(first_month, MONTHS)):
        for platform, kpi, usual in _COUNTS:
            count = counted(usual, place, platform + kpi)
            sold = kpi == "purchases"
            results.append(
                {
                    "month": day,
                    "platform": texts[f"platform.{platform}"],
                    "kpi": texts[f"kpi.{kpi}"],
                    "quantity": count,
                    "revenue": count * _SALE if sold else None,
                    "source": texts["example.source.shop" if sold else "example.source.platform"],
                    **_done(texts, platform, kpi),
                }
            )
    kpis = [
        {
            "kpi": texts[f"kpi.{kpi}"],
            "goal": texts[f"aim.{goal}"],
            "kind": texts[f"kind.{kind}"],
            "target": target,
            "worth": worth,
            "evidence": texts[f"evidence.{evidence}"],
            "source": texts[f"example.value.{source}"],
        }
        for kpi, goal, kind, target, worth, evidence, source in _KPIS
    ]
    benchmarks = [
        {
            "kpi": texts["kpi.clicks"],
            "cost": 0.6,
            "currency": "EUR",
            "year": first_month.year - 1,
            "status": texts["evidence.illustrative"],
            "source": texts["example.benchmark"],
        }
    ]
    return Contents(
        {
            "Kpis": kpis,
            "Benchmarks": benchmarks,
            "Results": results,
            "Costs": invented_costs(texts, first_month, MONTHS, activities=True),
            "Sources": invented_sources(texts, *(kpi for kpi, *_ in _KPIS)),
        },
        {"company": texts["example.company"]},
        example=True,
    )
