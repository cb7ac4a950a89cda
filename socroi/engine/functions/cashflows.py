"""Payments that differ: NPV, IRR, MIRR, XNPV, XIRR, FVSCHEDULE.

Blanks and texts in a range are left out, not taken for 0.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.powers import power
from socroi.engine.declaration.answers import failing, one_per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import first_in_lane, gather
from socroi.engine.declaration.toolpak import without_booleans
from socroi.engine.evaluation.coerce import checked_numbers, errors_of, first_error, no_errors, numbers_of
from socroi.engine.model.block import BLANK, DIV0, ERROR, NUM, NUMBER, VALUE, Block, mixed
from socroi.engine.model.interruptions import LaneSplit

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask

_STEPS: Final = 100
_YEAR: Final = 365.0
_NEAR: Final = 1e-12
_WORTHLESS: Final = 1e-8
_APART: Final = 0.001
_SETTLED: Final = 1e-7

LEAST_RATE: Final = -1 + 1e-9
"""Losing all but a billionth is no rate that Excel would find."""


@function("NPV", "v l...")
def _net_present_value(evaluator: Evaluator, scope: Scope, rate: Block, *nodes: Node | None) -> Value:
    """The first payment falls at the end of the first period."""
    data, mask, bad = gather(evaluator, scope, [node for node in nodes if node is not None])
    rates, wrong = numbers_of(rate, evaluator.context)
    place = mask.cumsum(axis=1)
    factor = (1.0 + rates)[..., None]
    with np.errstate(all="ignore"):
        terms = data[:, None, None, :] / power(factor, place[:, None, None, :])
    result = np.where(mask[:, None, None, :], terms, 0.0).sum(axis=-1)
    own = no_errors(result.shape)
    own[np.broadcast_to(rates == -1, result.shape)] = np.int8(DIV0)
    bad = first_error(wrong, None if bad is None else bad.reshape(-1, 1, 1), own)
    return checked_numbers(np.where(own >= 0, 0.0, result), bad)


def internal_rate(flows: Data, times: Data, guess: float) -> float:
    """Return the rate at which payments are worth nothing, found from a guess; NaN where none is found."""
    if not ((flows > 0).any() and (flows < 0).any()):
        return np.nan
    rate = guess
    with np.errstate(all="ignore"):
        for _ in range(_STEPS):
            discount = np.power(1.0 + rate, -times)
            value = float((flows * discount).sum())
            slope = float((-times * flows * discount).sum() / (1.0 + rate))
            step = value / slope if slope else np.nan
            if not np.isfinite(step):
                break
            if rate - step <= -1:
                step = (rate + 1.0) / 2
            rate -= step
            if abs(step) <= 1e-13 * max(1.0, abs(rate)):
                return rate if rate > LEAST_RATE else np.nan
        # Newton wandered off: walk outwards from the guess until the sign changes, then halve.
        return _bisected(flows, times, guess)


def _bisected(flows: Data, times: Data, guess: float) -> float:
    grid = np.concatenate((np.geomspace(1e-9, 1.0, 60) - 1.0, np.geomspace(1e-6, 1e6, 121)))
    grid = np.sort(np.concatenate((grid, [0.0])))
    # One rate at a time: a year of hourly payments at all of them fills a gigabyte.
    values = np.array([(flows * np.power(1.0 + rate, -times)).sum() for rate in grid.tolist()])
    changes = np.flatnonzero(
        np.isfinite(values[:-1]) & np.isfinite(values[1:]) & (np.sign(values[:-1]) != np.sign(values[1:]))
    )
    if not changes.size:
        return np.nan
    nearest = changes[np.abs(grid[changes] - guess).argmin()]
    low, high, below = grid[nearest], grid[nearest + 1], np.sign(values[nearest])
    for _ in range(200):
        middle = (low + high) / 2
        if np.sign((flows * np.power(1.0 + middle, -times)).sum()) == below:
            low = middle
        else:
            high = middle
    rate = float((low + high) / 2)
    return rate if rate > LEAST_RATE else np.nan


def _by_secants(flows: list[float], guess: float) -> float | None:
    """Return where IRR's own search stops; None where it finds nothing in so many steps.

    It looks for the discount factor, 1 / (1 + rate), by the secant method: from that of the guess and from one that is
    a thousandth less, or more where the payments are worth something at the guess; until a step is below 1e-7. Found
    from the values that Excel stored in IRR.xlsx of the conformance workbooks: of 77 rates 58 come out with every bit
    and 17 but for the last, as they do by no other start, size of step or variable that was tried. The other two are
    one where this search goes to and fro, and a double root, which is lost in the last digits of its payments.
    """
    if not guess > -1 or not flows:
        return None
    before = 1.0 / (1.0 + guess)
    worth = _worth(flows, before)
    factor = before + (_APART if worth > 0 else -_APART)
    now = _worth(flows, factor)
    for _ in range(_STEPS):
        if now == worth:
            break
        following = factor - now * (factor - before) / (now - worth)
        if not 0 < abs(following) < math.inf:
            break
        if abs(following - factor) < _SETTLED:
            return 1.0 / following - 1.0 if following > 0 else None
        before, worth, factor, now = factor, now, following, _worth(flows, following)
    return None


def _worth(flows: list[float], factor: float) -> float:
    total = 0.0
    for flow in reversed(flows):
        total = total * factor + flow
    return total


def _halved(flows: Data, times: Data, rate: float, guess: float) -> float:
    """Return where XIRR's own search stops: it halves an interval that it made from the guess, and no step beyond a
    hundred-millionth. That is so much beside the exact rate.

    Found from the values that Excel stored in XIRR.xlsx of the conformance workbooks: each is a middle of such a
    halving, the 26th above the guess (from guess * 2^k to twice that) and the 27th or a later one below (from -1 to
    -guess), the first at which the payments are worth less than 1e-8 of what they are worth without their signs.
    """
    if not guess > 0 or not np.isfinite(rate) or abs(rate - guess) < _NEAR:
        return rate
    if rate > guess:
        high = guess * 2.0 ** math.ceil(math.log2(rate / guess))
        low, steps = high / 2, 26
    else:
        low, high, steps = (-guess, guess, 26) if rate > -guess else (-1.0, -guess, 27)
    with np.errstate(all="ignore"):
        ends = [float((flows * np.power(1.0 + end, -times)).sum()) for end in (low, high)]
        if low > -1 and (ends[0] > 0) == (ends[1] > 0):
            return rate
        for step in range(1, _STEPS + 1):
            middle = (low + high) / 2
            worth = flows * np.power(1.0 + middle, -times)
            value = float(worth.sum())
            if value == 0 or (step >= steps and abs(value) <= _WORTHLESS * float(np.abs(worth).sum())):
                return middle
            low, high = (low, middle) if (value > 0) == (ends[1] > 0) else (middle, high)
    return rate


def _guesses(evaluator: Evaluator, guess: Block | None, lanes: int) -> tuple[Data, Bad]:
    if guess is None:
        return np.full(lanes, 0.1), None
    if not guess.is_single:
        raise LaneSplit
    data, bad = numbers_of(guess, evaluator.context)
    return np.broadcast_to(data.reshape(-1), max(lanes, len(data))), None if bad is None else bad.reshape(-1)


@function("IRR", "l v?")
def _internal_rate(evaluator: Evaluator, scope: Scope, node: Node, guess: Block | None) -> Value:
    data, mask, bad = gather(evaluator, scope, [node])
    guesses, wrong = _guesses(evaluator, guess, len(data))
    result = np.zeros(len(guesses))
    for lane, first in enumerate(guesses.tolist()):
        row = min(lane, len(data) - 1)
        flows = data[row][mask[row]]
        rate = internal_rate(flows, np.arange(len(flows), dtype=np.float64), first)
        own = _by_secants(flows.tolist(), first) if np.isfinite(rate) else None
        result[lane] = rate if own is None or not own > LEAST_RATE else own
    return one_per_lane(result, first_error(wrong, failing(guesses <= -1, VALUE), bad))


@function("MIRR", "l v v")
def _modified_rate(evaluator: Evaluator, scope: Scope, node: Node, finance: Block, reinvest: Block) -> Value:
    if not (finance.is_single and reinvest.is_single):
        raise LaneSplit
    data, mask, bad = gather(evaluator, scope, [node])
    paid, paid_wrong = numbers_of(finance, evaluator.context)
    earned, earned_wrong = numbers_of(reinvest, evaluator.context)
    for wrong in (paid_wrong, earned_wrong):
        bad = first_error(bad, None if wrong is None else wrong.reshape(-1))
    place, count = mask.cumsum(axis=1), mask.sum(axis=1)
    out, back = np.where(mask & (data < 0), data, 0.0), np.where(mask & (data > 0), data, 0.0)
    with np.errstate(all="ignore"):
        # Both are worth at the first payment: those paid out at one rate, those received at the other.
        worth = np.where(out == 0, 0.0, out * power(1.0 + paid.reshape(-1, 1), 1.0 - place)).sum(axis=1)
        grown = (back * power(1.0 + earned.reshape(-1, 1), count[:, None] - place)).sum(axis=1)
        result = power(-grown / np.where(worth == 0, 1.0, worth), 1.0 / np.maximum(count - 1, 1)) - 1.0
    few = (worth == 0) | (count < 2)
    none = failing(np.broadcast_to(few, result.shape), DIV0)
    return one_per_lane(np.where(few, 0.0, result), first_error(bad, none))


def _dated(evaluator: Evaluator, values: Block, dates: Block, *, blanks: bool) -> tuple[Data, Data, Bad]:
    """Return payments and their days, (lanes, cells) each; lists of different length are #NUM!.

    With `blanks` a blank is 0 and a text #VALUE!, as XIRR has it; else both are #NUM!, as XNPV has it.
    """
    lists: list[Data] = []
    bad: Bad = None
    for block in (values, dates):
        refused = without_booleans(block) if blanks else block
        wrong = errors_of(refused)
        if not blanks:
            strange = block.where(BLANK) | _strange(block)
            wrong = first_error(wrong, np.where(strange, NUM, -1).astype(np.int8))
        blank = refused.where(BLANK)
        data, coerced = numbers_of(refused, evaluator.context)
        bad = first_error(
            bad, None if wrong is None else first_in_lane(wrong), None if coerced is None else first_in_lane(coerced)
        )
        lists.append(np.where(blank, 0.0, data).reshape(len(data), -1))
    flows, days = lists
    if flows.shape[1] != days.shape[1]:
        return np.zeros((1, 1)), np.zeros((1, 1)), first_error(bad, np.array([NUM], np.int8))
    days = np.trunc(days)
    # XIRR takes payments before the first one, although its page says that it refuses them: 0.13796 in Excel for those
    # of issue 1120 of PhpSpreadsheet.
    early = np.zeros(len(days), bool) if blanks else (days < days[:, :1]).any(axis=1)
    bad = first_error(bad, failing(early | (days < 0).any(axis=1), NUM))
    return flows, days, bad


@function("XNPV", "v x x")
def _dated_present_value(evaluator: Evaluator, scope: Scope, rate: Block, values: Block, dates: Block) -> Value:
    if not rate.is_single:
        raise LaneSplit
    flows, days, bad = _dated(evaluator, values, dates, blanks=False)
    rates, wrong = numbers_of(without_booleans(rate), evaluator.context)
    with np.errstate(all="ignore"):
        years = (days - days[:, :1]) / _YEAR
        result = (flows / power(1.0 + rates.reshape(-1, 1), years)).sum(axis=1)
    low = failing(np.broadcast_to(rates.reshape(-1) <= 0, result.shape), NUM)
    return one_per_lane(np.nan_to_num(result), first_error(None if wrong is None else wrong.reshape(-1), bad, low))


@function("XIRR", "x x v?")
def _dated_rate(evaluator: Evaluator, scope: Scope, values: Block, dates: Block, guess: Block | None) -> Value:
    flows, days, bad = _dated(evaluator, values, dates, blanks=True)
    guesses, wrong = _guesses(evaluator, guess, max(len(flows), len(days)))
    result = np.zeros(len(guesses))
    for lane, first in enumerate(guesses.tolist()):
        row, when = flows[min(lane, len(flows) - 1)], days[min(lane, len(days) - 1)]
        years = (when - when[0]) / _YEAR
        result[lane] = _halved(row, years, internal_rate(row, years, first), first)
    return one_per_lane(result, first_error(bad, wrong))


@function("FVSCHEDULE", "v x")
def _scheduled_value(evaluator: Evaluator, scope: Scope, principal: Block, schedule: Block) -> Value:
    """Blanks in the schedule are rates of 0; texts and booleans are #VALUE!, and so is a principal that is one."""
    if not principal.is_single:
        raise LaneSplit
    start, wrong = numbers_of(without_booleans(principal), evaluator.context)
    refused = mixed(
        np.where(_strange(schedule), np.uint8(ERROR), schedule.kind), np.where(_strange(schedule), VALUE, schedule.data)
    )
    data, bad = numbers_of(refused, evaluator.context)
    grown = start.reshape(-1) * (1.0 + data).prod(axis=(1, 2))
    return one_per_lane(
        grown, first_error(None if wrong is None else wrong.reshape(-1), None if bad is None else first_in_lane(bad))
    )


def _strange(block: Block) -> Mask:
    return ~(block.where(NUMBER) | block.where(BLANK) | block.where(ERROR))
