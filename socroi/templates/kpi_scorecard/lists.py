"""The sheet Lists: what the drop-downs offer, and the words that formulas return."""

from __future__ import annotations

from typing import Final

from socroi.templates import activities, kpi_guide, sources_sheet
from socroi.templates.kpi_guide import KpiGuide
from socroi.templates.kpi_scorecard.shared import GOAL_ROOM
from socroi.templates.lists import (
    CATEGORIES,
    KINDS,
    REACH,
    SHARED_BY,
    CostPlatforms,
    Currencies,
    Growing,
    Lists,
    evidence,
    platforms,
    words,
)

AIMS: Final = ("awareness", "traffic", "sales", "loyalty", "service")
LISTS: Final = Lists(
    (2, 19, 2, 29, 2, 24, 2, 24, 14, 22, 22, 14, 62, 20, 16, 14, *sources_sheet.WIDTHS, *kpi_guide.WIDTHS),
    (
        platforms("Results"),
        CATEGORIES,
        Growing("Goals", "goal", "list_goals", GOAL_ROOM, [f"aim.{key}" for key in AIMS], [("Kpis", "goal")]),
        evidence("illustrative"),
        KINDS,
        SHARED_BY,
        REACH,
        Currencies(),
        words("shared", "no_cost", "whole", "margin", "on_track", "behind", "no_target"),
        CostPlatforms(),
        activities.ACTIVITIES,
        activities.PAID,
        *sources_sheet.LISTS,
        KpiGuide("aim"),
    ),
)
