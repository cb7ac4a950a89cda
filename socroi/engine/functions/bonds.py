"""Securities: coupon dates, price and yield, duration, discounts, Treasury bills.

Bases count days: 0 US 30/360, 1 actual, 2 actual/360, 3 actual/365, 4 European 30/360.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from socroi.engine.arithmetic.coupons import Coupons, basis_of, coupons, day, month_shifted, year_share
from socroi.engine.arithmetic.number_checks import checked, require
from socroi.engine.arithmetic.powers import raised
from socroi.engine.arithmetic.sums import one_by_one
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait
from socroi.excel.serials import DAYS_1904

if TYPE_CHECKING:
    from collections.abc import Callable


def _declare_coupon_day(name: str, rule: Callable[[Coupons], int]) -> None:
    @toolpak(name, "d d n n?", Trait.DATES, by_cell=True)
    def body(
        settlement: float, maturity: float, frequency: float, basis: float | None = None, *, date_1904: bool
    ) -> float:
        found = rule(coupons(settlement, maturity, frequency, basis)) - (DAYS_1904 if date_1904 else 0)
        require(found >= 0)
        return float(found)


def _declare_coupon(name: str, rule: Callable[[Coupons], float]) -> None:
    @toolpak(name, "d d n n?", by_cell=True)
    def body(settlement: float, maturity: float, frequency: float, basis: float | None = None) -> float:
        return float(rule(coupons(settlement, maturity, frequency, basis)))


_declare_coupon_day("COUPPCD", lambda found: found.before)
_declare_coupon_day("COUPNCD", lambda found: found.after)
_declare_coupon("COUPNUM", lambda found: found.count)
_declare_coupon("COUPDAYS", lambda found: found.length)
_declare_coupon("COUPDAYBS", lambda found: found.gone)
_declare_coupon("COUPDAYSNC", lambda found: found.left)


def bond_price(found: Coupons, rate: float, yearly: float, redemption: float) -> float:
    """Return the price for each 100 of face value, without the interest that has accrued."""
    paid = 100 * rate / found.frequency
    part = found.share_left
    accrued = paid * found.gone / found.length
    if found.count == 1:
        return (redemption + paid) / (1 + part * yearly / found.frequency) - accrued
    each = 1 + yearly / found.frequency
    total = redemption / raised(each, found.count - 1 + part)
    total += one_by_one(paid / raised(each, k + part) for k in range(found.count))
    return total - accrued


@toolpak("PRICE", "d d n n n n n?", Trait.FINITE, by_cell=True)
def _price(
    settlement: float,
    maturity: float,
    rate: float,
    yearly: float,
    redemption: float,
    frequency: float,
    basis: float | None = None,
) -> float:
    require(rate >= 0 and yearly >= 0 and redemption > 0)
    found = coupons(settlement, maturity, frequency, basis)
    return bond_price(found, rate, yearly, redemption)


@toolpak("YIELD", "d d n n n n n?", by_cell=True)
def _yield(
    settlement: float,
    maturity: float,
    rate: float,
    price: float,
    redemption: float,
    frequency: float,
    basis: float | None = None,
) -> float:
    require(rate >= 0 and price > 0 and redemption > 0)
    found = coupons(settlement, maturity, frequency, basis)
    if found.count == 1:
        paid = 100 * rate / found.frequency
        accrued = paid * found.gone / found.length
        gain = (redemption + paid) / (price + accrued) - 1
        return gain * found.frequency / found.share_left
    low, high = -found.frequency * 0.999, 1.0
    while bond_price(found, rate, high, redemption) > price:
        high *= 2
        require(high < 1e9)
    for _ in range(200):
        middle = (low + high) / 2
        if bond_price(found, rate, middle, redemption) > price:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _duration(found: Coupons, rate: float, yearly: float) -> float:
    paid = 100 * rate / found.frequency
    each = 1 + yearly / found.frequency
    part = found.share_left
    flows = [(k + part, paid + (100 if k == found.count - 1 else 0)) for k in range(found.count)]
    worth = math.fsum(flow / raised(each, time) for time, flow in flows)
    return math.fsum(time * flow / raised(each, time) for time, flow in flows) / worth / found.frequency


@toolpak("DURATION", "d d n n n n?", Trait.FINITE, by_cell=True)
def _macaulay_duration(
    settlement: float, maturity: float, rate: float, yearly: float, frequency: float, basis: float | None = None
) -> float:
    require(rate >= 0 and yearly >= 0)
    return _duration(coupons(settlement, maturity, frequency, basis), rate, yearly)


@toolpak("MDURATION", "d d n n n n?", Trait.FINITE, by_cell=True)
def _modified_duration(
    settlement: float, maturity: float, rate: float, yearly: float, frequency: float, basis: float | None = None
) -> float:
    require(rate >= 0 and yearly >= 0)
    found = coupons(settlement, maturity, frequency, basis)
    return _duration(found, rate, yearly) / (1 + yearly / found.frequency)


def _declare_discount(name: str, rule: Callable[[float, float, float], float]) -> None:
    """Declare a function of (settlement, maturity, two amounts above 0, basis); the rule is handed amounts and time."""

    @toolpak(name, "d d n n n?", Trait.FINITE, by_cell=True)
    def body(settlement: float, maturity: float, first: float, second: float, basis: float | None = None) -> float:
        start, end, count_basis = day(settlement), day(maturity), basis_of(basis)
        require(start < end and first > 0 and second > 0)
        return rule(first, second, year_share(start, end, count_basis))


def _received(invested: float, discount: float, time: float) -> float:
    require(discount * time < 1)
    return invested / (1 - discount * time)


_declare_discount("DISC", lambda price, redemption, time: (1 - price / redemption) / time)
_declare_discount("INTRATE", lambda invested, redemption, time: (redemption / invested - 1) / time)
_declare_discount("YIELDDISC", lambda price, redemption, time: (redemption / price - 1) / time)
_declare_discount("PRICEDISC", lambda discount, redemption, time: redemption * (1 - discount * time))
_declare_discount("RECEIVED", _received)


@toolpak("ACCRINTM", "d d n n n?", by_cell=True)
def _accrued_at_maturity(issue: float, settlement: float, rate: float, par: float, basis: float | None = None) -> float:
    start, end, count_basis = day(issue), day(settlement), basis_of(basis)
    require(start < end and rate > 0 and par > 0)
    return par * rate * year_share(start, end, count_basis)


def _bill_days(settlement: float, maturity: float) -> int:
    start, end = day(settlement), day(maturity)
    require(start < end <= month_shifted(start, 12, month_end=False))
    return end - start


@toolpak("TBILLPRICE", "d d n", by_cell=True)
def _bill_price(settlement: float, maturity: float, discount: float) -> float:
    require(discount > 0)
    price = 100 * (1 - discount * _bill_days(settlement, maturity) / 360)
    require(price >= 0)
    return price


@toolpak("TBILLYIELD", "d d n", by_cell=True)
def _bill_yield(settlement: float, maturity: float, price: float) -> float:
    require(price > 0)
    return (100 - price) / price * 360 / _bill_days(settlement, maturity)


@toolpak("TBILLEQ", "d d n", by_cell=True)
def _bill_equivalent(settlement: float, maturity: float, discount: float) -> float:
    require(discount > 0)
    days = _bill_days(settlement, maturity)
    if days <= 182:
        require(discount * days < 360)
        return 365 * discount / (360 - discount * days)
    price = 1 - discount * days / 360
    require(price > 0)
    time = days / (366 if days == 366 else 365)
    root = time * time - (2 * time - 1) * (1 - 1 / price)
    return checked(lambda: (-2 * time + 2 * math.sqrt(root)) / (2 * time - 1))
