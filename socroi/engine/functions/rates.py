"""Rates in other forms, and prices written in fractions: EFFECT, NOMINAL, RRI, PDURATION, DOLLARDE, DOLLARFR."""

from __future__ import annotations

import math

from socroi.engine.arithmetic.number_checks import require
from socroi.engine.arithmetic.powers import raised
from socroi.engine.declaration.declare import per_cell
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait
from socroi.errors import CellError


@toolpak("EFFECT", "n n", Trait.FINITE, by_cell=True)
def _effective(nominal: float, times: float) -> float:
    count = math.floor(times)
    require(nominal > 0 and count >= 1)
    return raised(1 + nominal / count, count) - 1


@toolpak("NOMINAL", "n n", Trait.FINITE, by_cell=True)
def _nominal(effective: float, times: float) -> float:
    count = math.floor(times)
    require(effective > 0 and count >= 1)
    return (raised(1 + effective, 1 / count) - 1) * count


@per_cell("RRI", "n n n", Trait.FINITE)
def _equivalent_rate(periods: float, present: float, future: float) -> float:
    require(periods > 0 and present != 0 and future / present >= 0)
    return raised(future / present, 1 / periods) - 1


@per_cell("PDURATION", "n n n", Trait.FINITE)
def _periods_needed(rate: float, present: float, future: float) -> float:
    require(rate > 0 and present > 0 and future > 0)
    return (math.log(future) - math.log(present)) / math.log1p(rate)


def _denominator(fraction: float) -> int:
    whole = math.floor(fraction)
    require(whole >= 0)
    if whole == 0:
        raise CellError("#DIV/0!")
    return whole


@toolpak("DOLLARDE", "n n", by_cell=True)
def _from_fraction(price: float, fraction: float) -> float:
    whole = _denominator(fraction)
    dollars = math.trunc(price)
    return dollars + (price - dollars) * 10 ** math.ceil(math.log10(whole)) / whole


@toolpak("DOLLARFR", "n n", by_cell=True)
def _to_fraction(price: float, fraction: float) -> float:
    whole = _denominator(fraction)
    dollars = math.trunc(price)
    return dollars + (price - dollars) * whole / 10 ** math.ceil(math.log10(whole))
