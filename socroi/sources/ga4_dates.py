"""The dates of Google Analytics: days and weeks counted from the start, weeks 1 to 53, months, hours.

Its weeks begin on Sunday, and 1 January is always in week 1. A week or a month is cut off at the report's own window.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.grid import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.sources.moments import Moments
    from socroi.sources.records import Records

    Span = tuple[date, date]

_DAY: Final = timedelta(days=1)


def spans(records: Records, start: date | None, end: date | None) -> tuple[Moments, Moments] | None:
    """Return first and last day of each row by the column of dates that there is; None where there is none.

    Args:
        records: the rows.
        start: first day of the report.
        end: its last day.

    Raises:
        SourceError: a date cannot be told.
    """
    if "date" in records:
        days = records.days("date")
        return days, days.copy()
    readers: dict[str, Callable[[int], Span]] = {}
    if start is not None:
        readers = {
            "nth": lambda number: (start + number * _DAY, start + number * _DAY),
            "nth_week": lambda number: _nth_week(start, number),
            "nth_month": lambda number: _month(start.year, start.month + number),
            "week": lambda number: _week(_year(start, end, lambda year: _week(year, number)), number),
            "iso_week": lambda number: _iso(_year(start, end, lambda year: _iso(year, number)), number),
            "day_of_month": lambda number: _only_day(start, end, number),
            "year": lambda number: (date(number, 1, 1), date(number, 12, 31)),
            "month": lambda number: _month(_year(start, end, lambda year: _month(year, number)), number),
        }
    readers["year_month"] = lambda number: _month(number // 100, number % 100)
    readers["year_week"] = lambda number: _week(number // 100, number % 100)
    readers["minute"] = lambda number: (_compact(number // 10000), _compact(number // 10000))
    readers["hour"] = lambda number: (_compact(number // 100), _compact(number // 100))
    for field, span in readers.items():
        if field in records:
            return _read(records, field, span, start, end)
    return None


def _read(
    records: Records, field: str, span: Callable[[int], Span], start: date | None, end: date | None
) -> tuple[Moments, Moments]:
    found: list[Span | None] = []
    column = records.column(field)
    for place, cell in enumerate(column.distinct):
        text = re.sub(r"[-/]", "", as_text(cell))
        if not text:
            found.append(None)
            continue
        try:
            first, last = span(int(text))
        except (ValueError, OverflowError):
            raise records.refuse(
                f"“{records.name(field)}” is {as_text(cell)!r}, and no date of it.", row=column.first(place)
            ) from None
        found.append((max(first, start) if start else first, min(last, end) if end else last))
    firsts, lasts = (
        np.array([each[side] if each else None for each in found], dtype="datetime64[us]")[column.places]
        for side in (0, 1)
    )
    return firsts, lasts


def _year(start: date, end: date | None, span: Callable[[int], Span]) -> int:
    """Return the one year of the report in which a week or a month meets it."""
    last = end or start
    meets = []
    for year in range(start.year, last.year + 1):
        first, final = span(year)
        if first <= last and final >= start:
            meets.append(year)
    if len(meets) != 1:
        raise ValueError
    return meets[0]


def _only_day(start: date, end: date | None, number: int) -> Span:
    """The one day of the report that has this number in its month."""
    days = [start + count * _DAY for count in range(((end or start) - start).days + 1)]
    found = [day for day in days if day.day == number]
    if len(found) != 1:
        raise ValueError
    return found[0], found[0]


def _nth_week(start: date, number: int) -> Span:
    """Weeks counted from the start: the first one ends on its Saturday."""
    sunday = start - ((start.weekday() + 1) % 7) * _DAY + number * 7 * _DAY
    return sunday, sunday + 6 * _DAY


def _week(year: int, number: int) -> Span:
    first = date(year, 1, 1)
    if not 1 <= number <= 54:
        raise ValueError
    sunday = first - ((first.weekday() + 1) % 7) * _DAY + (number - 1) * 7 * _DAY
    return max(first, sunday), min(date(year, 12, 31), sunday + 6 * _DAY)


def _iso(year: int, number: int) -> Span:
    monday = date.fromisocalendar(year, number, 1)
    return monday, monday + 6 * _DAY


def _month(year: int, number: int) -> Span:
    year, month = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _compact(number: int) -> date:
    return date(number // 10000, number // 100 % 100, number % 100)
