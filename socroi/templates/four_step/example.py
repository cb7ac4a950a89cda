"""The invented year of an invented company: what the example edition of the four steps shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.templates.fill import (
    SHARED,
    CostRow,
    EstimateRow,
    GoalRow,
    PayPerClickRow,
    ResultRow,
    TemplateData,
    ValueRow,
)
from socroi.templates.invented import PLATFORM_ADS, SEASON, counted, months

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


def example(texts: Texts, first_month: date) -> TemplateData:
    """Return the example in the words of a language."""
    results, costs = [], []
    for place, day in enumerate(months(first_month, MONTHS)):
        for platform, kpi, usual, kind in _COUNTS:
            count = counted(usual, place, platform)
            revenue = count * _SALE if kpi == "purchases" else None
            source = texts["example.source.shop" if kpi == "purchases" else "example.source.platform"]
            results.append(
                ResultRow(
                    day,
                    texts[f"platform.{platform}"],
                    texts[f"kpi.{kpi}"],
                    count,
                    revenue,
                    "direct" if kind == "direct" else "indirect",
                    source,
                )
            )
        for platform, spend in PLATFORM_ADS.items():
            amount = round(spend * SEASON[place])
            costs.append(CostRow(day, texts[f"platform.{platform}"], "ads", texts["example.ads"], amount=amount))
        costs.append(CostRow(day, SHARED, "staff", texts["example.staff"], hours=21, rate=27))
    first = months(first_month, 1)[0]
    costs += [
        CostRow(first, SHARED, "tools", texts["example.tools"], amount=948, months=12),
        CostRow(months(first_month, 4)[3], SHARED, "training", texts["example.training"], amount=260),
        CostRow(months(first_month, 6)[5], SHARED, "designers", texts["example.designers"], amount=420),
    ]
    return TemplateData(
        company=texts["example.company"],
        example=True,
        results=results,
        costs=costs,
        values=[
            ValueRow(texts["kpi.followers"], 0.4, "correlation", texts["example.value.followers"]),
            ValueRow(texts["kpi.leads"], 14, "integrated", texts["example.value.leads"]),
            ValueRow(texts["kpi.clicks"], 0.5, "tagging", texts["example.value.clicks"]),
            ValueRow(texts["kpi.purchases"], None, "commerce", texts["example.value.purchases"]),
        ],
        pay_per_click=[
            PayPerClickRow(texts[f"example.keyword.{key}"], clicks, cpc, brand, texts["example.keyword.source"])
            for key, clicks, cpc, brand in (
                ("course", 640, 1.15, 0.0),
                ("bread", 1150, 0.62, 0.0),
                ("name", 480, 0.35, 0.8),
            )
        ],
        estimates=[
            EstimateRow(texts["indirect.word_of_mouth"], 900, 1800, 3600, "correlation", texts["example.mouth"]),
            EstimateRow(texts["indirect.service"], 400, 700, 1100, "test", texts["example.service"]),
            EstimateRow(texts["indirect.reputation"]),
        ],
        goals=[
            GoalRow("awareness", texts["kpi.followers"], 3800, 6500, serves=texts["serves.awareness"]),
            GoalRow("conversion", texts["kpi.leads"], 0, 300, serves=texts["serves.conversion"]),
            GoalRow("conversion", texts["kpi.purchases"], 0, 320, serves=texts["serves.upsell"]),
            GoalRow("experience", texts["example.days"], 3, 1, 1.5, texts["serves.experience"]),
        ],
    )
