"""Dates without a year, as TikTok writes them: `February 28`, `30 de abril`, `23 August`, `3月5日`."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from socroi.sources import months
from socroi.sources.numerals import ascii_digits, is_absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.sources.numerals import Cell

_PATTERNS: Final = (
    re.compile(r"(?P<day>\d{1,2})\.?(?: de)? (?P<name>[^\W\d_][^\d]*)"),
    re.compile(r"(?P<name>[^\W\d_][^\d]*?)\.? (?P<day>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[月월] ?(?P<day>\d{1,2})[日일]"),
)


def month_and_day(cell: Cell) -> tuple[int, int] | None:
    """Return month and day of a text without a year; None if it is none."""
    if not isinstance(cell, str):
        return None
    text = ascii_digits(cell.strip())
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["month"]) if "month" in parts else months.month_of(parts["name"])
        if month is not None and 1 <= month <= 12 and 1 <= int(parts["day"]) <= 31:
            return month, int(parts["day"])
    return None


def are_yearless(cells: Sequence[Cell]) -> bool:
    """Tell whether a column is of dates without a year."""
    written = [cell for cell in cells if not is_absent(cell)]
    return bool(written) and all(month_and_day(cell) is not None for cell in written)


def with_year(cells: Sequence[Cell], last: datetime, *, running: bool) -> list[datetime | None]:
    """Give each date its year.

    Args:
        cells: the dates, all without a year.
        last: the last day that any of them can be.
        running: they are days one after the other, up or down, that may run over more than a year.

    Returns:
        The latest dates that are not after `last`; running ones count back from their newest end.
    """
    found: list[datetime | None] = []
    for cell in cells:
        parts = month_and_day(cell)
        found.append(None if parts is None else _latest(parts, last))
    if running:
        known = [day for day in found if day is not None]
        # Days that run up begin again in January when the year ends: each is set before the one that follows it.
        upwards = sum(b > a for a, b in pairwise(known)) * 2 >= len(known) - 1
        limit = last
        order = reversed(range(len(found))) if upwards else range(len(found))
        for index in order:
            parts = month_and_day(cells[index])
            if parts is not None:
                found[index] = limit = _latest(parts, limit)
    return found


def _latest(parts: tuple[int, int], last: datetime) -> datetime:
    for year in range(last.year, last.year - 9, -1):
        try:
            day = datetime(year, *parts)  # noqa: DTZ001 - a calendar day
        except ValueError:
            continue
        if day <= last:
            return day
    return last
