"""How assets lose their value: SLN, SYD, DB, DDB, VDB."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.block import DIV0
from socroi.engine.functions.continuous import checked, require
from socroi.engine.functions.declare import elementwise, per_cell
from socroi.engine.functions.mathematics import refused

if TYPE_CHECKING:
    from socroi.engine.block import Block, Data


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


@per_cell("DDB", "n n n n n?")
def _double_declining(cost: float, salvage: float, life: float, period: float, factor: float | None = None) -> float:
    speed = 2.0 if factor is None else factor
    require(cost >= 0 and salvage >= 0 and life > 0 and period > 0 and speed > 0 and period <= life)
    return checked(lambda: _declined(cost, salvage, life, period, speed))


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


@per_cell("VDB", "n n n n n n? b?")
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
        return checked(lambda: _declining_only(cost, salvage, life, first, last, speed))
    return checked(lambda: _between(cost, salvage, life, first, last, speed))
