"""Excel's serial numbers of dates, in the 1900 system: 1 is 1 January 1900, 45658 is 1 January 2025."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

LAST: Final = 2_958_465
"""31 December 9999."""
_PHANTOM: Final = 60
"""29 February 1900, which Excel counts although the day never was."""


def to_serial(day: date) -> float:
    """Return the serial number of a date; a datetime gives the time of day as the fraction."""
    fraction = 0.0
    if isinstance(day, datetime):
        midnight = datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
        fraction = (day - midnight) / timedelta(days=1)
    whole = day.toordinal() - date(1899, 12, 30).toordinal()
    return (whole if whole > _PHANTOM else whole - 1) + fraction


def from_serial(serial: float) -> date:
    """Return the date of a serial number, its time of day dropped. ValueError where there is no such day."""
    whole = int(serial // 1)
    if not 1 <= whole <= LAST or whole == _PHANTOM:
        raise ValueError(f"{serial:g} is no date")
    return date(1899, 12, 30) + timedelta(days=whole if whole > _PHANTOM else whole + 1)
