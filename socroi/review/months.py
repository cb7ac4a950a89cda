"""Return and cost of each month of a workbook from a template, by its defined names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from socroi.books.named_cells import NamedCells
from socroi.excel.serials import DAY_ZERO, DAYS_1904

if TYPE_CHECKING:
    from datetime import date

    from socroi.engine.model.book import Book


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its first day, and what came back and was spent; None is not known."""

    first: date
    returned: float | None
    cost: float | None

    @property
    def roi(self) -> float | None:
        """The ROI in percent; None where one side is not known, or nothing was spent."""
        if self.returned is None or not self.cost:
            return None
        return (self.returned - self.cost) * 100 / self.cost


def counted_months(book: Book) -> range:
    """Return the months that a computed workbook counts, each counted from the year 0; none where it counts none."""
    cells = NamedCells(book)
    starts = cells.area("months")
    if starts is None:
        return range(0)
    first = cells.at(starts.sheet, starts.top, starts.left)
    if not isinstance(first, float):
        return range(0)
    day = _zero(book) + timedelta(days=first)
    month = day.year * 12 + day.month - 1
    return range(month, month + starts.bottom - starts.top + 1)


def _zero(book: Book) -> date:
    """The day that is 0 in a workbook."""
    return DAY_ZERO + timedelta(days=DAYS_1904 if book.calculation.date_1904 else 0)


def months_of(book: Book) -> list[Month]:
    """Return the months of a computed workbook of which something is known, in order; none where it counts none."""
    cells = NamedCells(book)
    areas = [cells.area(name) for name in ("months", "month_return", "month_cost")]
    starts, returns, costs = areas
    if starts is None or returns is None or costs is None:
        return []
    zero = _zero(book)
    found = []
    for place in range(starts.bottom - starts.top + 1):
        start = cells.at(starts.sheet, starts.top + place, starts.left)
        returned = cells.at(returns.sheet, returns.top + place, returns.left)
        cost = cells.at(costs.sheet, costs.top + place, costs.left)
        known = tuple(value if isinstance(value, float) else None for value in (returned, cost))
        if isinstance(start, float) and known != (None, None):
            found.append(Month(zero + timedelta(days=start), *known))
    return found
