"""What the sheets Goals and Plan hand on to the next year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.books.named_cells import NamedCells

_GOAL, _KPI, _START, _TARGET, _ACTUAL, _SERVES = 1, 2, 3, 4, 6, 9
"""The columns of the sheet Goals, 0-based."""


def goals_and_plan(cells: NamedCells) -> Mapping[str, Any]:
    """Return the goals and the kinds of cost of the budget, without the amounts, which are another year's.

    A goal that began from nothing does so again; one that began at a figure begins where it has come to.
    """
    settings: dict[str, Any] = {}
    area = cells.area("goal_progress")
    if area is not None:
        goals = [
            {
                "goal": cells.at(area.sheet, row, _GOAL),
                "kpi": cells.at(area.sheet, row, _KPI),
                "start": _next_start(cells.at(area.sheet, row, _START), cells.at(area.sheet, row, _ACTUAL)),
                "target": cells.at(area.sheet, row, _TARGET),
                "serves": cells.at(area.sheet, row, _SERVES),
            }
            for row in range(area.top, area.bottom + 1)
        ]
        settings["goals"] = [goal for goal in goals if any(cell is not None for cell in goal.values())]
    area = cells.area("plan_names")
    if area is not None:
        kinds = [cells.at(area.sheet, row, area.left) for row in range(area.top, area.bottom + 1)]
        settings["plan"] = [{"category": kind} for kind in kinds if kind]
    return settings


def _next_start(start: Any, actual: Any) -> Any:
    return actual if start and isinstance(start, float) and isinstance(actual, float) else start
