"""Excel's functions of dates over whole arrays: months ahead, weeks, working days, differences and fractions of years.

As in `dates`: arrays in, float arrays out, broadcast as numpy does, NaN where Excel gives `#NUM!`. Serial numbers are
cut to whole days first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.dates import (
    civil_days,
    nearest_days,
    result,
    serial_days,
    whole_days,
)
from socroi.engine.arithmetic.distinct import distinct_values
from socroi.excel.serials import DAYS_1904, LAST_SERIAL

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from socroi.engine.arithmetic.dates import Floats, Ints

    Bools = NDArray[np.bool_]

_WEEK_STARTS: Final = {1: 6, 2: 0, 3: 0, **{kind: kind - 11 for kind in range(11, 18)}}
"""The first day of the week, 0 for Monday, by Excel's number for it."""

WEEKENDS: Final = {
    1: "0000011", 2: "1000001", 3: "1100000", 4: "0110000", 5: "0011000", 6: "0001100", 7: "0000110",
    11: "0000001", 12: "1000000", 13: "0100000", 14: "0010000", 15: "0001000", 16: "0000100", 17: "0000010",
}  # fmt: skip
"""Weekends by Excel's number: seven days from Monday, 1 for a day off."""


def _checked(days: Ints, good: Bools, *, date_1904: bool) -> Floats:
    good = good & (days >= DAYS_1904 * date_1904) & (days <= LAST_SERIAL)
    return result(days - DAYS_1904 * date_1904, good)


def _monday_based(days: Ints) -> Ints:
    """Return 0 for Monday to 6 for Sunday; serial 1 is a Sunday to Excel."""
    return (days - 2) % 7


def _months_ahead(months: ArrayLike) -> tuple[Ints, Bools]:
    values = np.trunc(np.asarray(months, dtype=np.float64))
    good = np.abs(values) < 120_000
    return np.where(good, values, 0).astype(np.int64), good


def edate(start: ArrayLike, months: ArrayLike, *, date_1904: bool = False) -> Floats:
    """Return EDATE: the same day, `months` ahead, or the last day of a month that is too short."""
    days, good = whole_days(start, date_1904=date_1904)
    ahead, fine = _months_ahead(months)
    year, month, day = civil_days(days)
    first = serial_days(year, month + ahead, np.ones_like(ahead))
    last = serial_days(year, month + ahead + 1, np.zeros_like(ahead))
    return _checked(np.minimum(first + day - 1, last), good & fine, date_1904=date_1904)


def eomonth(start: ArrayLike, months: ArrayLike, *, date_1904: bool = False) -> Floats:
    """Return EOMONTH: the last day of the month that lies `months` ahead."""
    days, good = whole_days(start, date_1904=date_1904)
    ahead, fine = _months_ahead(months)
    year, month, _ = civil_days(days)
    return _checked(serial_days(year, month + ahead + 1, np.zeros_like(ahead)), good & fine, date_1904=date_1904)


def weekday(serials: ArrayLike, kind: int = 1, *, date_1904: bool = False) -> Floats:
    """Return WEEKDAY; `kind` is Excel's return type: 1, 2, 3 or 11 to 17. Any other gives NaN."""
    days, good = whole_days(serials, date_1904=date_1904)
    if kind not in _WEEK_STARTS:
        return result(days, np.zeros_like(good))
    return result((_monday_based(days) - _WEEK_STARTS[kind]) % 7 + (kind != 3), good)


def weeknum(serials: ArrayLike, kind: int = 1, *, date_1904: bool = False) -> Floats:
    """Return WEEKNUM: weeks counted from the one with 1 January; `kind` is 1, 2, 11 to 17, or 21 for ISO weeks."""
    if kind == 21:
        return isoweeknum(serials, date_1904=date_1904)
    days, good = whole_days(serials, date_1904=date_1904)
    if kind not in _WEEK_STARTS or kind == 3:
        return result(days, np.zeros_like(good))
    year, _, _ = civil_days(days)
    first = serial_days(year, np.ones_like(year), np.ones_like(year))
    lead = (_monday_based(first) - _WEEK_STARTS[kind]) % 7
    return result((days - first + lead) // 7 + 1, good)


def isoweeknum(serials: ArrayLike, *, date_1904: bool = False) -> Floats:
    """Return ISOWEEKNUM: the week belongs to the year of its Thursday."""
    days, good = whole_days(serials, date_1904=date_1904)
    thursday = days - _monday_based(days) + 3
    safe = np.clip(thursday, 1, LAST_SERIAL)
    year, _, _ = civil_days(safe)
    first = serial_days(year, np.ones_like(year), np.ones_like(year))
    return result(np.where(thursday < 1, 52, (safe - first) // 7 + 1), good)


def weekend_days(weekend: float | str) -> str | None:
    """Return seven marks from Monday, 1 for a day off, for a weekend's number or text; None for neither."""
    if isinstance(weekend, str):
        return weekend if len(weekend) == 7 and set(weekend) <= {"0", "1"} else None
    return WEEKENDS.get(int(weekend))


class _Work:
    """Counts of working days up to a day, and the way back."""

    def __init__(self, weekend: str, holidays: ArrayLike, *, date_1904: bool) -> None:
        off = np.array([mark == "1" for mark in weekend])
        self._work = ~off
        self.each_week = int(self._work.sum())
        # day 0 of a cycle is serial 2, a Monday
        self._before = np.concatenate([[0], np.cumsum(self._work)]).astype(np.int64)
        self._places = np.flatnonzero(self._work)
        free = (
            distinct_values(np.floor(np.asarray(holidays, dtype=np.float64).ravel())).astype(np.int64)
            + DAYS_1904 * date_1904
        )
        self._free = free[self._work[_monday_based(free)]] if free.size else free

    def plain(self, days: Ints) -> Ints:
        """Count the working days from serial 2 to `days`, holidays not regarded (negative before)."""
        weeks, rest = np.divmod(days - 2, 7)
        count: Ints = weeks * self.each_week + self._before[rest + 1]
        return count

    def holidays(self, days: Ints) -> Ints:
        """Count the holidays on working days up to and with `days`."""
        return np.searchsorted(self._free, days, side="right").astype(np.int64)

    def until(self, days: Ints) -> Ints:
        return self.plain(days) - self.holidays(days)

    def nth(self, rank: Ints) -> Ints:
        """Return the day whose count is `rank`, holidays not regarded."""
        weeks, rest = np.divmod(rank - 1, self.each_week)
        day: Ints = weeks * 7 + self._places[rest] + 2
        return day

    def ranked(self, rank: Ints) -> Ints:
        """Return the working day whose count, holidays left out, is `rank`."""
        day: Ints = self.nth(rank)  # not after the day looked for: from above, the search could end on a holiday
        for _ in range(self._free.size + 1):
            found = self.nth(rank + self.holidays(day))
            if np.array_equal(found, day):
                break
            day = found
        return day


def networkdays(start: ArrayLike, end: ArrayLike, holidays: ArrayLike = (), weekend: str = "0000011", *,
                date_1904: bool = False) -> Floats:  # fmt: skip
    """Return NETWORKDAYS(.INTL): working days from `start` to `end`, both counted; negative if swapped.

    Args:
        start: serial numbers.
        end: serial numbers.
        holidays: serial numbers of days off, in any order and shape.
        weekend: seven marks from Monday, 1 for a day off; see `weekend_days`.
        date_1904: the date system.
    """
    first, fine = whole_days(start, date_1904=date_1904)
    last, good = whole_days(end, date_1904=date_1904)
    work = _Work(weekend, holidays, date_1904=date_1904)
    low, high = np.minimum(first, last), np.maximum(first, last)
    count = work.until(high) - work.until(low - 1)
    return result(np.where(first > last, -count, count), fine & good)


def workday(start: ArrayLike, count: ArrayLike, holidays: ArrayLike = (), weekend: str = "0000011", *,
            date_1904: bool = False) -> Floats:  # fmt: skip
    """Return WORKDAY and WORKDAY.INTL: the day that lies `count` working days after, or before, `start`.

    A weekend of seven days off is Excel's `#VALUE!`: refuse it before.
    """
    days, good = whole_days(start, date_1904=date_1904)
    steps = np.trunc(np.asarray(count, dtype=np.float64))
    fine = np.abs(steps) < 4_000_000
    steps = np.where(fine, steps, 0).astype(np.int64)
    work = _Work(weekend, holidays, date_1904=date_1904)
    if not work.each_week:
        raise ValueError("a week needs a working day")
    days, steps = np.broadcast_arrays(days, steps)
    ahead = work.ranked(work.until(days) + steps)
    back = work.ranked(work.until(days - 1) + steps + 1)
    found = np.where(steps > 0, ahead, np.where(steps < 0, back, days))
    return _checked(found, good & fine, date_1904=date_1904)


def datedif(start: ArrayLike, end: ArrayLike, unit: str, *, date_1904: bool = False) -> Floats:
    """Return DATEDIF for Y, M, D, MD, YM or YD; NaN where `start` is after `end` or the unit is another.

    MD has Excel's own quirk: it borrows the days of the month before the end, and so may be negative.
    """
    first, fine = whole_days(start, date_1904=date_1904)
    last, good = whole_days(end, date_1904=date_1904)
    good = fine & good & (np.asarray(first) <= last)
    y1, m1, d1 = civil_days(first)
    y2, m2, d2 = civil_days(last)
    months = (y2 - y1) * 12 + m2 - m1 - (d2 < d1)
    match unit.upper():
        case "D":
            return result(last - first, good)
        case "M":
            return result(months, good)
        case "Y":
            return result(months // 12, good)
        case "YM":
            return result(months % 12, good)
        case "MD":
            borrowed = last - serial_days(y2, m2 - 1, d1 + 0 * y2)
            return result(np.where(d2 >= d1, d2 - d1, borrowed), good)
        case "YD":
            # The days are counted in the year of the start, so that its 29 February decides and not that of the end.
            passed = (m2 > m1) | ((m2 == m1) & (d2 >= d1))
            # Where the year of the end has no 29 February, that day's anniversary is 1 March.
            later = passed & (m1 == 2) & (d1 == 29) & ~_is_leap(y2)
            counted = serial_days(np.where(passed, y1, y1 + 1), m2 + 0 * y1, d2 + 0 * y1) - first
            return result(counted - later, good)
        case _:
            return result(months, np.zeros_like(good))


def _is_leap(year: Ints) -> Bools:
    """Whether a year has a 29 February; 1900 has none, for YEARFRAC, though it is one of Excel's days."""
    leap: Bools = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return leap


def _ends_february(days: Ints) -> Bools:
    _, month, _ = civil_days(days)
    _, _, next_day = civil_days(days + 1)
    ends: Bools = (month == 2) & (next_day == 1)
    return ends


def _thirty(first: Ints, last: Ints, *, european: bool, february: bool) -> Ints:
    """Count days as if every month had 30 of them."""
    y1, m1, d1 = civil_days(first)
    y2, m2, d2 = civil_days(last)
    if european:
        d1, d2 = np.minimum(d1, 30), np.minimum(d2, 30)
    else:
        start_ends = _ends_february(first)
        if february:  # YEARFRAC: a start at the end of February leaves the 31st of another month alone
            d2 = np.where(start_ends & _ends_february(last), 30, np.where((d2 == 31) & (d1 >= 30), 30, d2))
            d1 = np.where(start_ends, 30, np.minimum(d1, 30))
        else:
            d1 = np.where(start_ends, 30, np.minimum(d1, 30))
            d2 = np.where((d2 == 31) & (d1 == 30), 30, d2)
    return (y2 - y1) * 360 + (m2 - m1) * 30 + d2 - d1


def days360(start: ArrayLike, end: ArrayLike, *, european: bool = False, date_1904: bool = False) -> Floats:
    """Return DAYS360: by the US method, or the European one."""
    first, fine = nearest_days(start, date_1904=date_1904)
    last, good = nearest_days(end, date_1904=date_1904)
    return result(_thirty(first, last, european=european, february=False), fine & good)


def yearfrac(start: ArrayLike, end: ArrayLike, basis: int = 0, *, date_1904: bool = False) -> Floats:
    """Return YEARFRAC: the part of a year between two dates, in either order; a basis outside 0 to 4 gives NaN.

    Basis 1 divides by 365 or 366 where the dates lie a year apart at most, and else by the mean length of the
    calendar years that they touch (D. Wheeler, "YEARFRAC function" in OpenFormula, found by comparison with Excel).
    """
    one, fine = whole_days(start, date_1904=date_1904)
    two, good = whole_days(end, date_1904=date_1904)
    good = fine & good
    first, last = np.minimum(one, two), np.maximum(one, two)
    days = last - first
    match basis:
        case 0:
            return result(_thirty(first, last, european=False, february=True) / 360, good)
        case 1:
            return result(days / _year_length(first, last), good)
        case 2:
            return result(days / 360, good)
        case 3:
            return result(days / 365, good)
        case 4:
            return result(_thirty(first, last, european=True, february=False) / 360, good)
        case _:
            return result(days, np.zeros_like(good))


def _year_length(first: Ints, last: Ints) -> Floats:
    y1, m1, d1 = civil_days(first)
    y2, m2, d2 = civil_days(last)
    within = (y1 == y2) | ((y2 == y1 + 1) & ((m1 > m2) | ((m1 == m2) & (d1 >= d2))))
    one = np.ones_like(y1)

    def february_29_between(year: Ints) -> Bools:
        march = serial_days(year, 3 * one, one)
        return _is_leap(year) & (first < march) & (last >= march)

    leap = ((y1 == y2) & _is_leap(y1)) | february_29_between(y1) | february_29_between(y2) | ((m2 == 2) & (d2 == 29))
    days = serial_days(y2 + 1, one, one) - serial_days(y1, one, one) - (y1 == 1900)
    mean = days / (y2 - y1 + 1)
    return np.where(within, np.where(leap, 366.0, 365.0), mean)
