"""What a report finds in a workbook: its view of some months, goals, ways of counting, open checks, rows of results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from socroi.reports.summary import Line


@dataclass(frozen=True, slots=True)
class View:
    """What a workbook shows for some months.

    Attributes:
        first, last: the first day of the first and of the last month.
        total: return, cost and ROI.
        platforms: those of which something is known, in the workbook's order.
        own_cost: what each of them cost itself, without its part of the shared costs.
    """

    first: date
    last: date
    total: Line
    platforms: list[Line] = field(default_factory=list)
    own_cost: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal, its KPI, and where that stands; `pace` is 1 where it is just in time, or the workbook's own word."""

    name: str
    kpi: str
    target: float | None
    actual: float | None
    pace: float | str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A way of counting, `direct` or `likely` and so on, with what comes out."""

    key: str
    line: Line


@dataclass(frozen=True, slots=True)
class Check:
    """A check that is open: what is looked for, how often it was found, and whether it stops the ROI."""

    text: str
    count: float | str
    stops: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table of results."""

    day: date | None
    platform: str
    kpi: str
    quantity: float
    revenue: float | None
    value: float | None
    counted: float | None
    campaign: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Rows of the table of results."""

    rows: list[Row]

    def of(self, *, platform: str = "", kpi: str = "", first: date | None = None, last: date | None = None) -> Results:
        """Return the rows of a platform, a KPI or some months."""
        return Results(
            [
                row
                for row in self.rows
                if (not platform or row.platform.casefold() == platform.casefold())
                and (not kpi or row.kpi == kpi)
                and (first is None or (row.day is not None and row.day >= first))
                and (last is None or (row.day is not None and row.day.replace(day=1) <= last))
            ]
        )

    @property
    def kpis(self) -> list[str]:
        """The KPIs of the rows that have a value."""
        return list(dict.fromkeys(row.kpi for row in self.rows if row.kpi and row.value is not None))

    @property
    def quantity(self) -> float:
        """How many were counted."""
        return sum(row.quantity for row in self.rows)

    @property
    def value(self) -> float:
        """What they are worth."""
        return sum(row.value or 0.0 for row in self.rows)

    def largest(self) -> str:
        """Return the KPI that is worth most; "" where there is none."""
        return max(self.kpis, key=lambda kpi: self.of(kpi=kpi).value, default="")
