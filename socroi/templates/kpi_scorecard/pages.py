"""The sheets, in their order."""

from typing import Final

PAGES: Final = ("start", "kpis", "results", "costs", "scorecard", "platforms", "lists")

KPI_ROOM: Final = 8
"""KPIs that the result sheets have a line for."""
GOAL_ROOM: Final = 8
