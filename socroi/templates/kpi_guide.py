"""KPIs to choose from, on the sheet Lists: which goal each of them serves, and what one of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from socroi.excel.addresses import column_letters, column_of
from socroi.templates.lists import HEAD

if TYPE_CHECKING:
    from socroi.templates.sheet import Sheet
    from socroi.templates.template import Order

_KNOWN: Final = (
    ("reach", "awareness", "awareness", "people"),
    ("followers", "awareness", "awareness", "people"),
    ("profile_visits", "awareness", "awareness", "visits"),
    ("engagements", "engagement", "awareness", "times"),
    ("shares", "engagement", "awareness", "times"),
    ("mentions", "authority", "awareness", "posts"),
    ("reviews", "experience", "loyalty", "posts"),
    ("clicks", "conversion", "traffic", "times"),
    ("leads", "conversion", "sales", "people"),
    ("purchases", "conversion", "sales", "orders"),
)
"""KPI, the goal of social media that it serves, the business goal, and what one of it is [S0, S3]."""
WIDTHS: Final = (20, 24, 14)
"""The widths of the columns."""


@dataclass(frozen=True, slots=True)
class KpiGuide:
    """The list of KPIs; `family` is `goal` or `aim`, what the keys of the goals begin with."""

    width: ClassVar[int] = 3
    family: str

    def draw(self, order: Order, sheet: Sheet, column: str) -> None:
        """Write the list below its headings, and name its KPIs `list_known_kpis`."""
        columns = [column_letters(column_of(column) + place) for place in range(3)]
        for letter, key in zip(columns, ("kpi", "serves", "unit"), strict=True):
            sheet.text(f"{letter}{HEAD}", f"lists.guide.{key}", "given")
        for row, (kpi, goal, aim, unit) in enumerate(_KNOWN, HEAD + 1):
            serves = f"goal.{goal}" if self.family == "goal" else f"aim.{aim}"
            for letter, key in zip(columns, (f"kpi.{kpi}", serves, f"unit.{unit}"), strict=True):
                sheet.text(f"{letter}{row}", key, "cell", "wrap")
        cells = f"{column}{HEAD + 1}:{column}{HEAD + len(_KNOWN)}"
        order.book.define("list_known_kpis", order.book.reference(sheet.key, cells))
