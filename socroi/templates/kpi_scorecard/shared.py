"""How many KPIs and business goals there is room for."""

from typing import Final

KPI_ROOM: Final = 8
"""KPIs that the result sheets have a line for."""
GOAL_ROOM: Final = 8
