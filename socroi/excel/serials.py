"""Excel's serial numbers of dates, in the 1900 system: 1 is 1 January 1900, 45658 is 1 January 2025.

What a workbook of the 1904 system holds is `DAYS_1904` less.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

DAY_ZERO: Final = date(1899, 12, 30)
"""The day from which serial numbers count from 1 March 1900 on; before that, from a day later."""
DAYS_1904: Final = (date(1904, 1, 1) - DAY_ZERO).days
"""How many days the 1904 system counts less: its day 0 is 1 January 1904, day 1462 of the 1900 system."""
LAST_SERIAL: Final = (date.max - DAY_ZERO).days
"""31 December 9999: 2,958,465."""
PHANTOM: Final = 60
"""29 February 1900, which Excel counts although the day never was."""


def to_serial(day: date) -> float:
    """Return the serial number of a date; a datetime gives the time of day as the fraction."""
    fraction = 0.0
    if isinstance(day, datetime):
        midnight = datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
        fraction = (day - midnight) / timedelta(days=1)
    whole = day.toordinal() - DAY_ZERO.toordinal()
    return (whole if whole > PHANTOM else whole - 1) + fraction


def from_serial(serial: float) -> date:
    """Return the date of a serial number, its time of day dropped. ValueError where there is no such day."""
    whole = int(serial // 1)
    if not 1 <= whole <= LAST_SERIAL or whole == PHANTOM:
        raise ValueError(f"{serial:g} is no date")
    return DAY_ZERO + timedelta(days=whole if whole > PHANTOM else whole + 1)
