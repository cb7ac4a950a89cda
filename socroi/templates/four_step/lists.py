"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import Final

from socroi.templates import activities, kpi_guide, sources_sheet
from socroi.templates.kpi_guide import KpiGuide
from socroi.templates.lists import (
    CATEGORIES,
    KINDS,
    REACH,
    SHARED_BY,
    CostPlatforms,
    Currencies,
    Fixed,
    Lists,
    evidence,
    platforms,
    words,
)

GOALS: Final = ("awareness", "engagement", "authority", "conversion", "retention", "upsell", "experience")
LISTS: Final = Lists(
    (2, 19, 2, 29, 2, 22, 24, 14, 22, 22, 14, 62, 20, 16, 14, *sources_sheet.WIDTHS, *kpi_guide.WIDTHS),
    (
        platforms("Results"),
        CATEGORIES,
        Fixed("goal", GOALS, "list_goals"),
        evidence("illustrative"),
        KINDS,
        SHARED_BY,
        REACH,
        Currencies(),
        words("shared", "no_cost", "whole", "margin"),
        CostPlatforms(),
        activities.ACTIVITIES,
        activities.PAID,
        *sources_sheet.LISTS,
        KpiGuide("goal"),
    ),
)
