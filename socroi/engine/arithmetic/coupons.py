"""The days of coupons, and the days between two, by the five bases of securities.

Bases count days: 0 US 30/360, 1 actual, 2 actual/360, 3 actual/365, 4 European 30/360.
"""

from __future__ import annotations

import math

from socroi.engine.arithmetic.dates import civil_date, serial_day
from socroi.engine.arithmetic.day_counts import days360, yearfrac
from socroi.engine.arithmetic.number_checks import require
from socroi.excel.serials import LAST_SERIAL
from socroi.records import record


def day(value: float) -> int:
    """Return a date cut to a whole day; #NUM! where it is none."""
    whole = math.floor(value)
    require(0 <= whole <= LAST_SERIAL)
    return whole


def basis_of(value: float | None) -> int:
    """Return a basis from 0 to 4."""
    whole = 0 if value is None else math.floor(value)
    require(0 <= whole <= 4)
    return whole


def year_share(first: int, last: int, basis: int) -> float:
    """Return the part of a year between two days."""
    return float(yearfrac(first, last, basis))


def month_shifted(serial: int, months: int, *, month_end: bool) -> int:
    """Return the same day of another month, the last one where it has no such day or `month_end` asks for it."""
    year, month, date = civil_date(serial)
    place = year * 12 + month - 1 + months
    year, month = divmod(place, 12)
    following = serial_day(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) or LAST_SERIAL + 1
    first = serial_day(year, month + 1, 1)
    require(first is not None)
    length = following - (first or 0)
    return (first or 0) + (length if month_end else min(date, length)) - 1


def is_month_end(serial: int) -> bool:
    """Whether a day is the last of its month."""
    return serial == LAST_SERIAL or civil_date(serial)[1] != civil_date(serial + 1)[1]


@record(frozen=True, slots=True)
class Coupons:
    """The coupons around a settlement.

    Attributes:
        before: the day of the coupon before or at the settlement; `after`: of the next one.
        count: how many are still to come; `settlement`, `frequency` a year, `basis`.
    """

    before: int
    after: int
    count: int
    settlement: int
    frequency: int
    basis: int

    @property
    def length(self) -> float:
        """Days in the coupon period."""
        if self.basis == 1:
            return float(self.after - self.before)
        return (365.0 if self.basis == 3 else 360.0) / self.frequency

    @property
    def gone(self) -> float:
        """Days from the coupon before to the settlement."""
        if self.basis in (0, 4):
            return float(days360(self.before, self.settlement, european=self.basis == 4))
        return float(self.settlement - self.before)

    @property
    def left(self) -> float:
        """Days from the settlement to the next coupon."""
        if self.basis in (0, 4):
            return self.length - self.gone
        return float(self.after - self.settlement)

    @property
    def share_left(self) -> float:
        """The part of the coupon period that is left, as prices see it: what is not gone by the basis."""
        return (self.length - self.gone) / self.length


def coupons(settlement: float, maturity: float, frequency: float, basis: float | None) -> Coupons:
    """Return the coupons around a settlement; they fall on the maturity's day of the month."""
    start, end, times, count_basis = day(settlement), day(maturity), math.floor(frequency), basis_of(basis)
    require(start < end and times in (1, 2, 4))
    step, month_end = 12 // times, is_month_end(end)
    count = max(0, (end - start) * times // 366 - 1)
    while month_shifted(end, -step * (count + 1), month_end=month_end) > start:
        count += 1
    before = month_shifted(end, -step * (count + 1), month_end=month_end)
    after = month_shifted(end, -step * count, month_end=month_end)
    return Coupons(before, after, count + 1, start, times, count_basis)


def _ends_february(serial: int) -> bool:
    return civil_date(serial)[1] == 2 and is_month_end(serial)


def thirty(first: int, last: int, *, both: bool = False) -> int:
    """Count the days between two as the US 30/360 method does; `both` also lets the last one become the 30th."""
    y1, m1, d1 = civil_date(first)
    y2, m2, d2 = civil_date(last)
    if _ends_february(last) and (both or _ends_february(first)):
        d2 = 30
    if d2 == 31 and (both or d1 >= 30):
        d2 = 30
    d1 = 30 if d1 == 31 or _ends_february(first) else d1
    return (y2 - y1) * 360 + (m2 - m1) * 30 + d2 - d1


def counted(first: int, last: int, basis: int) -> int:
    """Count the days between two by a basis, as they stand above a fraction line."""
    if basis == 0:
        return thirty(first, last)
    if basis == 4:
        (y1, m1, d1), (y2, m2, d2) = civil_date(first), civil_date(last)
        return (y2 - y1) * 360 + (m2 - m1) * 30 + min(d2, 30) - min(d1, 30)
    return last - first
