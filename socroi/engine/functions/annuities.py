"""Loans and savings with equal payments: PV, FV, PMT, NPER, RATE, IPMT, PPMT, CUMIPMT, CUMPRINC, ISPMT.

Money received is positive, money paid negative. All follow from one equation: with rate r, n periods,
payment p, and d = 1 where
payments fall due at the beginning of a period (0: at the end),

    pv (1 + r)^n + p (1 + r d) ((1 + r)^n - 1) / r + fv = 0,    pv + p n + fv = 0 where r = 0.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.powers import exponential, logarithm_beside_one, power
from socroi.engine.declaration.answers import refused
from socroi.engine.declaration.declare import elementwise, per_cell
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.evaluation.coerce import checked_numbers, no_errors
from socroi.engine.model.block import DIV0, NUM, Block
from socroi.engine.model.budget import current
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.model.block import Data

NOTHING: Final = np.zeros((1, 1, 1))


def _or(value: Data | None, otherwise: Data = NOTHING) -> Data:
    return otherwise if value is None else value


def _due(kind: Data | None) -> Data:
    return (_or(kind) != 0).astype(np.float64)


def growth(rate: Data, periods: Data) -> tuple[Data, Data]:
    """Return (1 + r)^n and what n payments of 1 at the periods' ends grow to: ((1 + r)^n - 1) / r, or n where r = 0."""
    factor = power(1.0 + rate, periods)
    return factor, np.where(rate == 0, periods, (factor - 1.0) / np.where(rate == 0, 1.0, rate))


def payment(rate: Data, periods: Data, present: Data, future: Data, due: Data) -> Data:
    """Return the payment of each period, with the steps that give the last digits that Excel stores."""
    factor = exponential(periods * logarithm_beside_one(rate))
    some = np.where(rate == 0, 1.0, rate)
    ends, begins = future * some / (factor - 1.0), present * some / (1.0 - 1.0 / factor)
    return np.where(
        rate == 0, -(present + future) / np.where(periods == 0, 1.0, periods), -(ends + begins) / (1.0 + rate * due)
    )


def future_value(rate: Data, periods: Data, paid: Data, present: Data, due: Data) -> Data:
    """Return what is there after the last period."""
    factor, grown = growth(rate, periods)
    return -(present * factor + paid * (1.0 + rate * due) * grown)


@elementwise("PMT", "n n n n? n?")
def _payment(rate: Data, periods: Data, present: Data, future: Data | None, kind: Data | None) -> Block:
    result = payment(rate, periods, present, _or(future), _due(kind))
    return refused(result, (periods == 0) | (rate <= -1))


@elementwise("FV", "n n n n? n?")
def _future(rate: Data, periods: Data, paid: Data, present: Data | None, kind: Data | None) -> Block:
    result = future_value(rate, periods, paid, _or(present), _due(kind))
    bad = no_errors(result.shape)
    bad[np.broadcast_to((rate == -1) & (periods < 0), result.shape)] = np.int8(DIV0)
    bad[np.broadcast_to((rate == -1) & (periods == 0), result.shape)] = np.int8(NUM)
    return checked_numbers(np.where(bad >= 0, 0.0, result), bad)


@elementwise("PV", "n n n n? n?")
def _present(rate: Data, periods: Data, paid: Data, future: Data | None, kind: Data | None) -> Block:
    factor, grown = growth(rate, periods)
    result = -(_or(future) + paid * (1.0 + rate * _due(kind)) * grown) / factor
    return refused(result, rate == -1, DIV0)


@elementwise("NPER", "n n n n? n?")
def _periods(rate: Data, paid: Data, present: Data, future: Data | None, kind: Data | None) -> Block:
    goal = _or(future)
    each = paid * (1.0 + rate * _due(kind))
    interest = np.log((each - goal * rate) / (each + present * rate)) / np.log(1.0 + rate)
    plain = -(present + goal) / np.where(paid == 0, 1.0, paid)
    result = np.where(rate == 0, plain, interest)
    shape = result.shape
    bad = no_errors(shape)
    bad[np.broadcast_to((rate == 0) & (paid == 0), shape)] = np.int8(DIV0)
    bad[np.broadcast_to(rate <= -1, shape)] = np.int8(NUM)
    return checked_numbers(np.where(bad >= 0, 0.0, result), bad)


def _value_and_slope(rate: float, n: float, p: float, pv: float, fv: float, due: float) -> tuple[float, float]:
    if abs(rate) < 1e-12:
        rate = 1e-12 if rate >= 0 else -1e-12
    factor = (1.0 + rate) ** n
    slope_factor = n * (1.0 + rate) ** (n - 1)
    grown = math.expm1(n * math.log1p(rate)) / rate
    slope_grown = (slope_factor - grown) / rate
    value = pv * factor + p * (1.0 + rate * due) * grown + fv
    return value, pv * slope_factor + p * (due * grown + (1.0 + rate * due) * slope_grown)


@per_cell("RATE", "n n n n? n? n?")
def _rate(
    n: float, p: float, pv: float, fv: float | None = None, kind: float | None = None, guess: float | None = None
) -> float:
    """Solved by Newton's method from the guess, 10% by default; #NUM! where it does not settle, as Excel has it."""
    goal, due, rate = fv or 0.0, float(bool(kind)), 0.1 if guess is None else guess
    if n <= 0:
        raise CellError("#NUM!")
    try:
        for _ in range(50):
            value, slope = _value_and_slope(rate, n, p, pv, goal, due)
            step = value / slope
            if rate - step <= -1:
                step = (rate + 1) / 2
            rate -= step
            if abs(step) < 1e-12:
                if rate < -0.999999:
                    break
                return 0.0 if abs(rate) < 1e-14 else rate
    except (OverflowError, ZeroDivisionError, ValueError):
        raise CellError("#NUM!") from None
    raise CellError("#NUM!")


def _interest(rate: Data, period: Data, periods: Data, present: Data, future: Data, due: Data) -> Data:
    """Return the interest in one period's payment: what is owed before it, times the rate."""
    paid = payment(rate, periods, present, future, due)
    at_end = future_value(rate, period - 1.0, paid, present, np.zeros_like(paid)) * rate
    # Paid at the beginning, the interest is that on what the payment before has left.
    at_start = (future_value(rate, period - 2.0, paid, present, np.ones_like(paid)) - paid) * rate
    return np.where(due == 0, at_end, np.where(period <= 1, 0.0, at_start))


@elementwise("IPMT", "n n n n n? n?")
def _interest_part(
    rate: Data, period: Data, periods: Data, present: Data, future: Data | None, kind: Data | None
) -> Block:
    result = _interest(rate, period, periods, present, _or(future), _due(kind))
    return refused(result, (period < 1) | (period >= periods + 1))


@elementwise("PPMT", "n n n n n? n?")
def _principal_part(
    rate: Data, period: Data, periods: Data, present: Data, future: Data | None, kind: Data | None
) -> Block:
    due = _due(kind)
    interest = _interest(rate, period, periods, present, _or(future), due)
    result = payment(rate, periods, present, _or(future), due) - interest
    return refused(result, (period < 1) | (period >= periods + 1))


def _cumulative(rate: float, n: float, pv: float, first: float, last: float, kind: float) -> tuple[float, float]:
    """Return (interest, principal) of the payments from `first` to `last`."""
    start, end = math.ceil(first), math.floor(last)
    if rate <= 0 or n <= 0 or pv <= 0 or first < 1 or last < 1 or first > last or last > n or kind not in (0, 1):
        raise CellError("#NUM!")
    whole = [np.array(value, dtype=np.float64) for value in (rate, n, pv, 0.0, kind)]
    paid = float(payment(whole[0], whole[1], whole[2], whole[3], whole[4]))
    current().room(1, end - start + 1, 1)
    left = n - np.arange(start, end + 1) + 1.0
    shares = np.exp(-left * math.log1p(rate))
    interests = -np.expm1(-left * math.log1p(rate))
    if kind == 1 and start == 1:
        shares[0], interests[0] = 1.0, 0.0
    return paid * float(interests.sum()), paid * float(shares.sum())


@toolpak("CUMIPMT", "n n n n n n", by_cell=True)
def _cumulative_interest(rate: float, n: float, pv: float, first: float, last: float, kind: float) -> float:
    return _cumulative(rate, n, pv, first, last, kind)[0]


@toolpak("CUMPRINC", "n n n n n n", by_cell=True)
def _cumulative_principal(rate: float, n: float, pv: float, first: float, last: float, kind: float) -> float:
    return _cumulative(rate, n, pv, first, last, kind)[1]


@elementwise("ISPMT", "n n n n")
def _straight_interest(rate: Data, period: Data, periods: Data, present: Data) -> Block:
    """Interest on a loan whose principal is paid back in equal parts; the first period is 0."""
    safe = np.where(periods == 0, 1.0, periods)
    return refused(present * rate * (period / safe - 1.0), periods == 0, DIV0)
