"""How assets lose their value: SLN, SYD, DB, DDB, VDB; by French rules AMORLINC and AMORDEGRC."""

from __future__ import annotations

import calendar
import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.coupons import basis_of, counted, day
from socroi.engine.arithmetic.dates import civil_date
from socroi.engine.arithmetic.number_checks import require
from socroi.engine.declaration.answers import refused
from socroi.engine.declaration.declare import elementwise, per_cell
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait
from socroi.engine.model.block import DIV0
from socroi.records import record

if TYPE_CHECKING:
    from socroi.engine.model.block import Block, Data


@elementwise("SLN", "n n n")
def _straight(cost: Data, salvage: Data, life: Data) -> Block:
    return refused((cost - salvage) / np.where(life == 0, 1.0, life), life == 0, DIV0)


@elementwise("SYD", "n n n n")
def _years_digits(cost: Data, salvage: Data, life: Data, period: Data) -> Block:
    result = (cost - salvage) * (life - period + 1) * 2 / (life * (life + 1))
    return refused(result, (life <= 0) | (period <= 0) | (period > life) | (salvage < 0))


@per_cell("DB", "n n n n n?")
def _fixed_declining(cost: float, salvage: float, life: float, period: float, month: float | None = None) -> float:
    """The rate is rounded to three decimals, as Excel does; the first year has `month` months, else 12."""
    months = 12 if month is None else math.floor(month)
    require(cost >= 0 and salvage >= 0 and life > 0 and period > 0 and 1 <= months <= 12)
    require(period <= life + (months < 12))
    if cost == 0:
        return 0.0
    rate = math.floor((1 - (salvage / cost) ** (1 / life)) * 1000 + 0.5) / 1000
    last = math.floor(period)
    lost = cost * rate * months / 12
    if last == 1:
        return lost
    total = lost
    for _ in range(2, min(last, math.floor(life)) + 1):
        lost = (cost - total) * rate
        total += lost
    if last > life:
        lost = (cost - total) * rate * (12 - months) / 12
    return lost


def _declined(cost: float, salvage: float, life: float, period: float, factor: float) -> float:
    rate = factor / life
    if rate >= 1:
        rate = 1.0
        before = cost if period == 1 else 0.0
    else:
        before = cost * (1 - rate) ** (period - 1)
    after = cost * (1 - rate) ** period
    return max(0.0, before - salvage if after < salvage else before - after)


@per_cell("DDB", "n n n n n?", Trait.FINITE)
def _double_declining(cost: float, salvage: float, life: float, period: float, factor: float | None = None) -> float:
    speed = 2.0 if factor is None else factor
    require(cost >= 0 and salvage >= 0 and life > 0 and period > 0 and speed > 0 and period <= life)
    return _declined(cost, salvage, life, period, speed)


def _between(cost: float, salvage: float, life: float, first: float, last: float, factor: float) -> float:
    """Return the loss from `first` to `last`: declining until straight-line over the rest of the life loses more.

    Where `first` lies inside a period, the steps of one period are counted from there, backwards to a shorter first
    one.
    """
    phase = first - math.floor(first)
    times = [0.0, *([phase] if phase else [])]
    while times[-1] < last:
        times.append(min(last, times[-1] + 1.0))
    total, value, straight = 0.0, cost, False
    for start, end in itertools.pairwise(times):
        even = (value - salvage) / (life - start) * (end - start)
        declining = _declining_only(cost, salvage, life, start, end, factor)
        straight = straight or even > declining
        lost = even if straight else declining
        value -= lost
        if start >= first:
            total += lost
    return total


def _declining_only(cost: float, salvage: float, life: float, first: float, last: float, factor: float) -> float:
    total = 0.0
    for period in range(math.floor(first) + 1, math.ceil(last) + 1):
        share = min(last, period) - max(first, period - 1)
        total += share * _declined(cost, salvage, life, period, factor)
    return total


@per_cell("VDB", "n n n n n n? b?", Trait.FINITE)
def _variable_declining(
    cost: float,
    salvage: float,
    life: float,
    first: float,
    last: float,
    factor: float | None = None,
    no_switch: bool | None = None,
) -> float:
    speed = 2.0 if factor is None else factor
    require(cost >= 0 and salvage >= 0 and life > 0 and 0 <= first <= last <= life and speed >= 0)
    if no_switch:
        return _declining_only(cost, salvage, life, first, last, speed)
    return _between(cost, salvage, life, first, last, speed)


@record(frozen=True, slots=True)
class _French:
    """An asset by French rules: what its first, perhaps partial, period loses, and how many periods it lives."""

    first: float
    life: int


def _french(
    cost: float, bought: float, first: float, salvage: float, rate: float, basis: float | None, life: int
) -> _French:
    start, end, count_basis = day(bought), day(first), basis_of(basis)
    require(count_basis != 2 and start <= end and 0 <= salvage <= cost)
    year, month, date = civil_date(start)
    if count_basis in (1, 3):
        start -= month == 2 and date == 29
        end -= civil_date(end)[1:] == (2, 29)
    # The year of the purchase is the measure, even where the first period ends long after it.
    length = 366 if count_basis == 1 and calendar.isleap(year) else 365 if count_basis in (1, 3) else 360
    lost = counted(start, end, count_basis) / length * rate * cost
    return _French(min(cost - salvage, lost or cost * rate), life + (lost != 0))


@toolpak("AMORLINC", "n d d n n n n?", by_cell=True)
def _french_linear(
    cost: float,
    bought: float,
    first: float,
    salvage: float,
    period: float,
    rate: float,
    basis: float | None = None,
) -> float:
    require(rate > 0 and period >= 0)
    life = math.ceil(1 / rate)
    asset = _french(cost, bought, first, salvage, rate, basis, life)
    if cost == salvage or period > life:
        return 0.0
    lost, left = asset.first, cost - salvage
    for _ in range(math.floor(period)):
        left -= lost
        lost = min(max(left, 0.0), cost * rate)
    return lost if period == 0 or period >= 1 else min(cost * rate, cost - salvage)


@toolpak("AMORDEGRC", "n d d n n n n?", by_cell=True)
def _french_degressive(
    cost: float,
    bought: float,
    first: float,
    salvage: float,
    period: float,
    rate: float,
    basis: float | None = None,
) -> float:
    """The rate grows with the asset's life; the last two years share what is left. All is rounded to whole units."""
    require(rate > 0 and period >= 0)
    require(1 / rate > 3 and not 4 < 1 / rate < 5)
    life = math.ceil(1 / rate)
    faster = rate * (1.5 if life <= 4 else 2.0 if life <= 6 else 2.5)
    asset = _french(cost, bought, first, salvage, faster, basis, life)
    if cost == salvage or period > life:
        return 0.0
    if period == 0:
        return _rounded(asset.first)
    lost, left = 0.0, cost - _rounded(asset.first)
    for place in range(1, math.floor(period) + 1):
        halved = asset.life - place == 3
        lost = 0.0 if left < salvage else left * (0.5 if halved else faster)
        faster = 1.0 if halved else faster
        left -= lost
    return _rounded(lost)


def _rounded(value: float) -> float:
    return math.floor(round(value, 11) + 0.5)
