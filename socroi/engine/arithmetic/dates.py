"""Serial numbers and calendar dates, as Excel counts them, over whole arrays.

Serial 1 is 1900-01-01. Serial 60, the `PHANTOM`, is 1900-02-29, a day that never was, kept by Excel as Lotus 1-2-3 had
it; serial 0 is shown as 1900-01-00. In the 1904 system serial 0 is 1904-01-01, `DAYS_1904` days later: every function
here takes `date_1904`, or, where it only counts days between dates, needs none.

Arrays in, float arrays out, broadcast as numpy does. NaN stands where Excel gives `#NUM!`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.excel.serials import DAY_ZERO, DAYS_1904, LAST_SERIAL, PHANTOM

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_EPOCH: Final = DAY_ZERO.toordinal()
_UNIX: Final = dt.date(1970, 1, 1).toordinal() - _EPOCH


def civil_date(day: int) -> tuple[int, int, int]:
    """Return year, month and day of one serial day of the 1900 system, 0 to `LAST_SERIAL`."""
    if day == PHANTOM:
        return 1900, 2, 29
    if day == 0:
        return 1900, 1, 0
    date = dt.date.fromordinal(_EPOCH + day + (day < PHANTOM))
    return date.year, date.month, date.day


def serial_day(year: int, month: int, day: int) -> int | None:
    """Return the serial day of one date of the 1900 system that exists (in Excel's eyes), else None."""
    if (year, month, day) == (1900, 2, 29):
        return PHANTOM
    try:
        ordinal = dt.date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return None
    ordinal -= ordinal <= PHANTOM
    return ordinal if ordinal >= 1 else None


def _in_range(serials: Floats, *, date_1904: bool) -> NDArray[np.bool_]:
    last = LAST_SERIAL - DAYS_1904 * date_1904
    return (serials >= 0) & (serials < last + 1)


def whole_days(serials: ArrayLike, *, date_1904: bool = False) -> tuple[Ints, NDArray[np.bool_]]:
    """Return whole days of the 1900 system, and which are dates at all (the others are counted as day 1)."""
    values = np.asarray(serials, dtype=np.float64)
    good = _in_range(values, date_1904=date_1904)
    return np.where(good, np.floor(values), 1).astype(np.int64) + DAYS_1904 * date_1904, good


def nearest_days(serials: ArrayLike, *, date_1904: bool = False) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the days of serial numbers rounded to the second, which is how Excel finds year, month and day of one.

    DAYS360 takes 46000.999999 for the next day in the conformance workbook DAYS_DAYS360; that YEAR, MONTH and DAY do
    the same is taken from there.
    """
    values = np.asarray(serials, dtype=np.float64)
    days, good = whole_days(values, date_1904=date_1904)
    values = np.where(good, values, 0.0)
    days = days + ((values - np.floor(values)) * 86_400 >= 86_399.5)
    return days, good & (days <= LAST_SERIAL)


def civil_days(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Return year, month and day of serial days of the 1900 system."""
    dates = (days + (days < PHANTOM) - _UNIX).astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (dates - months).astype(np.int64) + 1
    leap, zero = days == PHANTOM, days == 0
    if leap.any() or zero.any():
        year = np.where(leap | zero, 1900, year)
        month = np.where(leap, 2, np.where(zero, 1, month))
        day = np.where(leap, 29, np.where(zero, 0, day))
    return year, month, day


def serial_days(year: Ints, month: Ints, day: Ints) -> Ints:
    """Return serial days of the 1900 system for years, months (any integer) and days (any integer)."""
    months = (year - 1970) * 12 + month - 1
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + _UNIX
    # Excel finds the first day of the month, which knows of 1900-02-29, and then counts days on from there.
    return first - (first <= PHANTOM) + day - 1


def result(values: NDArray[np.generic], good: NDArray[np.bool_]) -> Floats:
    """Return the values as floats, with NaN where they are not good."""
    return np.where(good, values, np.nan).astype(np.float64)


def civil(serials: ArrayLike, *, date_1904: bool = False) -> tuple[Floats, Floats, Floats]:
    """Return year, month and day: YEAR, MONTH and DAY. NaN before the first and after the last day."""
    days, good = nearest_days(serials, date_1904=date_1904)
    year, month, day = civil_days(days)
    return result(year, good), result(month, good), result(day, good)


def clock(serials: ArrayLike, *, date_1904: bool = False) -> tuple[Floats, Floats, Floats]:
    """Return hour, minute and second: HOUR, MINUTE and SECOND, of the time rounded to the nearest second."""
    values = np.asarray(serials, dtype=np.float64)
    good = _in_range(values, date_1904=date_1904)
    safe = np.where(good, values, 0.0)
    seconds = np.floor((safe - np.floor(safe)) * 86_400 + 0.5).astype(np.int64) % 86_400
    return result(seconds // 3600, good), result(seconds // 60 % 60, good), result(seconds % 60, good)


def time_serial(hour: ArrayLike, minute: ArrayLike, second: ArrayLike) -> Floats:
    """Return TIME: a fraction of a day, whole days dropped, of integers; NaN if negative or above 32767."""
    h, m, s = (np.trunc(np.asarray(part, dtype=np.float64)) for part in (hour, minute, second))
    total = h * 3600 + m * 60 + s
    good = (total >= 0) & (np.abs(h) <= 32767) & (np.abs(m) <= 32767) & (np.abs(s) <= 32767)
    return result((total / 86_400) % 1, good)


def serial(year: ArrayLike, month: ArrayLike, day: ArrayLike, *, date_1904: bool = False) -> Floats:
    """Return DATE: months and days may overflow or be negative; years 0 to 1899 count from 1900.

    NaN for a result before the first or after the last day of the system, and for a year below 0 or above 9999.
    """
    y, m, d = np.broadcast_arrays(*(np.asarray(part, dtype=np.float64) for part in (year, month, day)))
    good = np.isfinite(y) & np.isfinite(m) & np.isfinite(d) & (np.abs(m) < 1e6) & (np.abs(d) < 1e8)
    good &= (np.trunc(y) >= 0) & (np.trunc(y) <= 9999)
    years, months, days = (np.where(good, np.floor(part), 1).astype(np.int64) for part in (y, m, d))
    years = np.where(years < 1900, years + 1900, years)
    good &= years + (months - 1) // 12 <= 9999  # the month must exist before its days are counted
    found = serial_days(years, months, days) - DAYS_1904 * date_1904
    return result(found, good & (found >= 0) & (found <= LAST_SERIAL - DAYS_1904 * date_1904))
