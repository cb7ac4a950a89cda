"""Securities with interest between coupons or with odd periods: ACCRINT, ODDFPRICE, ODDFYIELD, ODDLPRICE, ODDLYIELD,
and those that pay at maturity, PRICEMAT and YIELDMAT.

Each basis counts the days of a numerator in its own way (`counted`) and the length of a period in another.
"""

from __future__ import annotations

import math
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from socroi.engine.arithmetic.coupons import (
    basis_of,
    counted,
    coupons,
    day,
    is_month_end,
    month_shifted,
    thirty,
    year_share,
)
from socroi.engine.arithmetic.number_checks import require
from socroi.engine.arithmetic.powers import raised
from socroi.engine.arithmetic.sums import one_by_one
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _counted_on(first: int, last: int, basis: int) -> int:
    return max(0, counted(first, last, basis))


def _frequency(value: float) -> int:
    times = math.floor(value)
    require(times in (1, 2, 4))
    return times


def _nominal(frequency: int, basis: int, first: int, last: int) -> float:
    """Return the days of one coupon period."""
    if basis == 1:
        return float(last - first)
    return (365.0 if basis == 3 else 360.0) / frequency


def _back(anchor: int, step: int) -> Iterator[int]:
    """Yield the coupon days before `anchor`, the next one first."""
    month_end = is_month_end(anchor)
    return (month_shifted(anchor, -step * times, month_end=month_end) for times in count(1))


@toolpak("ACCRINT", "d d d n n n n? b?", by_cell=True)
def _accrued(
    issue_day: float,
    first_day: float,
    settlement_day: float,
    rate: float,
    par: float,
    frequency: float,
    basis: float | None = None,
    from_issue: bool | None = None,
) -> float:
    """Count the coupon period of the settlement by the basis, and whole ones before it as 1 each.

    As 0 where calc_method is FALSE; the one of the issue in part. This rule gives 576 values as Excel stored them.
    """
    issue, first, settlement = day(issue_day), day(first_day), day(settlement_day)
    times, count_basis = _frequency(frequency), basis_of(basis)
    require(rate > 0 and par > 0 and issue < settlement)
    whole = 0.0 if from_issue is False else 1.0
    step, month_end = 12 // times, is_month_end(first)
    before_first = next(_back(first, step))
    start, periods = before_first, -1
    if settlement > first and whole:
        ahead, periods = first, 0
        while ahead < settlement:
            start = ahead
            periods += 1
            ahead = month_shifted(first, step * periods, month_end=month_end)
        periods -= 1
    parts = counted(max(issue, start), settlement, count_basis) / _nominal(times, count_basis, before_first, first)
    while start > issue:
        end, periods = start, periods - 1
        start = month_shifted(first, step * periods, month_end=month_end)
        if issue <= start:
            parts += whole
        elif count_basis == 0:
            parts += thirty(issue, end) / thirty(start, end, both=True)
        else:
            length = {1: end - start, 2: thirty(start, end), 3: 365 / times}.get(count_basis)
            parts += counted(issue, end, count_basis) / (length or counted(start, end, 4))
    return par * rate / times * parts


class _OddFirst(NamedTuple):
    """The days of a security whose first coupon period is short or long, its coupons a year, its basis."""

    settlement: int
    maturity: int
    issue: int
    first: int
    frequency: int
    basis: int


def _odd_first_price(bond: _OddFirst, rate: float, redemption: float) -> Callable[[float], float]:
    """Return the price as a function of the yield."""
    settlement, maturity, issue, first, frequency, basis = bond
    step, paid = 12 // frequency, 100 * rate / frequency
    around = coupons(settlement, first, frequency, basis)
    length = around.length
    to_first = _counted_on(issue, first, basis)
    if to_first < length:
        number = coupons(settlement, maturity, frequency, basis).count
        part = _counted_on(settlement, first, basis) / length
        accrued = paid * _counted_on(issue, settlement, basis) / length

        def short(yearly: float) -> float:
            each = 1 + yearly / frequency
            total = redemption / raised(each, number - 1 + part) + paid * to_first / length / raised(each, part)
            return total + one_by_one(paid / raised(each, k - 1 + part) for k in range(2, number + 1)) - accrued

        return short
    earned = gone = 0.0
    late, before = first, _back(first, step)
    for place in range(coupons(issue, first, frequency, basis).count, 0, -1):
        early = next(before)
        full = float(_counted_on(early, late, basis)) if basis == 1 else length
        inside = full if place > 1 else _counted_on(issue, late, basis)
        earned += inside / full
        gone += _counted_on(max(issue, early), min(settlement, late), basis) / full
        late = early
    if basis in (2, 3):
        left: float = _counted_on(settlement, around.after, basis)
    else:
        left = length - counted(around.before, settlement, basis)
    waited, part = around.count - 1, left / length
    number = coupons(first, maturity, frequency, basis).count

    def long(yearly: float) -> float:
        each = 1 + yearly / frequency
        total = redemption / raised(each, part + waited + number) + paid * earned / raised(each, waited + part)
        return total + one_by_one(paid / raised(each, k + waited + part) for k in range(1, number + 1)) - paid * gone

    return long


def _odd_first(
    settlement: float,
    maturity: float,
    issue: float,
    first: float,
    frequency: float,
    basis: float | None,
) -> _OddFirst:
    days = day(settlement), day(maturity), day(issue), day(first)
    bond = _OddFirst(*days, _frequency(frequency), basis_of(basis))
    require(bond.issue < bond.settlement < bond.first < bond.maturity)
    # The first coupon must fall on one of the days that the maturity gives.
    require(coupons(bond.first, bond.maturity, bond.frequency, bond.basis).before == bond.first)
    return bond


@toolpak("ODDFPRICE", "d d d d n n n n n?", Trait.FINITE, by_cell=True)
def _price_with_odd_first(
    settlement: float,
    maturity: float,
    issue: float,
    first: float,
    rate: float,
    yearly: float,
    redemption: float,
    frequency: float,
    basis: float | None = None,
) -> float:
    bond = _odd_first(settlement, maturity, issue, first, frequency, basis)
    require(rate >= 0 and yearly >= 0 and redemption > 0)
    return _odd_first_price(bond, rate, redemption)(yearly)


@toolpak("ODDFYIELD", "d d d d n n n n n?", by_cell=True)
def _yield_with_odd_first(
    settlement: float,
    maturity: float,
    issue: float,
    first: float,
    rate: float,
    price: float,
    redemption: float,
    frequency: float,
    basis: float | None = None,
) -> float:
    bond = _odd_first(settlement, maturity, issue, first, frequency, basis)
    require(rate >= 0 and price > 0 and redemption > 0)
    priced = _odd_first_price(bond, rate, redemption)
    low, high = -bond.frequency * 0.999, 1.0
    while priced(high) > price:
        high *= 2
        require(high < 1e9)
    for _ in range(200):
        middle = (low + high) / 2
        if priced(middle) > price:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _odd_last(
    settlement: float, maturity: float, last: float, frequency: float, basis: float | None
) -> tuple[float, float, float]:
    """Return, in coupon periods, what is earned from the last coupon to maturity, to the settlement, and from there."""
    start, end, coupon = day(settlement), day(maturity), day(last)
    times, count_basis = _frequency(frequency), basis_of(basis)
    require(coupon < start < end)

    def full(first: int, second: int) -> int:
        return max(0, thirty(first, second, both=True)) if count_basis == 0 else _counted_on(first, second, count_basis)

    earned = gone = left = 0.0
    number, early = coupons(coupon, end, times, count_basis).count, coupon
    for place in range(1, number + 1):
        late = month_shifted(coupon, 12 // times * place, month_end=False)
        length = full(early, late)
        inside = length if place < number else full(early, end)
        earned += inside / length
        if late < start:
            gone += inside / length
        elif early < start:
            gone += _counted_on(early, start, count_basis) / length
        left += _counted_on(max(start, early), min(end, late), count_basis) / length
        early = late
    return earned, gone, left


@toolpak("ODDLPRICE", "d d d n n n n n?", by_cell=True)
def _price_with_odd_last(
    settlement: float,
    maturity: float,
    last: float,
    rate: float,
    yearly: float,
    redemption: float,
    frequency: float,
    basis: float | None = None,
) -> float:
    require(rate >= 0 and yearly >= 0 and redemption > 0)
    earned, gone, left = _odd_last(settlement, maturity, last, frequency, basis)
    paid, times = 100 * rate / _frequency(frequency), _frequency(frequency)
    return (earned * paid + redemption) / (left * yearly / times + 1) - gone * paid


@toolpak("ODDLYIELD", "d d d n n n n n?", by_cell=True)
def _yield_with_odd_last(
    settlement: float,
    maturity: float,
    last: float,
    rate: float,
    price: float,
    redemption: float,
    frequency: float,
    basis: float | None = None,
) -> float:
    require(rate >= 0 and price > 0 and redemption > 0)
    earned, gone, left = _odd_last(settlement, maturity, last, frequency, basis)
    paid, times = 100 * rate / _frequency(frequency), _frequency(frequency)
    cost = gone * paid + price
    return (earned * paid + redemption - cost) / cost * times / left


def _declare_at_maturity(name: str, rule: Callable[[float, float, float, float, float], float]) -> None:
    """Declare a function of (settlement, maturity, issue, rate, amount, basis); the rule is handed the rate, the
    amount, and the years from issue to maturity, from issue to settlement, and between these two.
    """

    @toolpak(name, "d d d n n n?", Trait.FINITE, by_cell=True)
    def body(
        settlement: float, maturity: float, issue: float, rate: float, amount: float, basis: float | None = None
    ) -> float:
        paid, end, start = day(settlement), day(maturity), day(issue)
        count_basis = basis_of(basis)
        require(start < paid < end and rate >= 0)
        # All three spans are measured with the length of the year that the settlement gives.
        gone = year_share(start, paid, count_basis)
        year = counted(start, paid, count_basis) / gone
        whole = counted(start, end, count_basis) / year
        return rule(rate, amount, whole, gone, whole - gone)


def _price_at_maturity(rate: float, yearly: float, whole: float, gone: float, left: float) -> float:
    require(yearly >= 0)
    return (100 + 100 * whole * rate) / (1 + left * yearly) - 100 * gone * rate


def _yield_at_maturity(rate: float, price: float, whole: float, gone: float, left: float) -> float:
    require(price > 0)
    cost = price / 100 + gone * rate
    return (1 + whole * rate - cost) / cost / left


_declare_at_maturity("PRICEMAT", _price_at_maturity)
_declare_at_maturity("YIELDMAT", _yield_at_maturity)
