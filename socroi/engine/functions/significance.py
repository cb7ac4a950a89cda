"""Tests of significance: T.TEST, F.TEST, CHISQ.TEST, Z.TEST."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic import special_functions as special
from socroi.engine.declaration.answers import failing, one_per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import first_in_lane, gather
from socroi.engine.evaluation.coerce import errors_of, first_error, numbers_of, with_errors
from socroi.engine.model.block import DIV0, NA, NUM, NUMBER, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.statistics.pairs import Pairs

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data


def _one_error(*blocks: Block) -> float | None:
    """Return the first error of some blocks of one lane."""
    bad: Bad = None
    for block in blocks:
        if block.lanes > 1:
            raise LaneSplit
        wrong = errors_of(block)
        bad = first_error(bad, None if wrong is None else first_in_lane(wrong))
    return None if bad is None or bad[0] < 0 else float(bad[0])


def _list(block: Block) -> Data:
    result: Data = block.data[block.where(NUMBER)]
    return result


def _choice(evaluator: Evaluator, block: Block) -> int | Block:
    if block.lanes > 1 or not block.is_single:
        raise LaneSplit
    data, bad = numbers_of(block, evaluator.context)
    if bad is not None and (bad >= 0).any():
        return with_errors(numbers(data), bad)
    return math.trunc(float(data[0, 0, 0]))


def _student(difference: float, squared_error: float, freedom: float, tails: int) -> Block:
    if squared_error <= 0:
        return error(DIV0)
    share = special.student_upper(abs(difference) / math.sqrt(squared_error), freedom)
    return numbers(np.full((1, 1, 1), min(1.0, tails * share)))


@function("T.TEST TTEST", "a a v v")
def _t_test(evaluator: Evaluator, scope: Scope, first: Block, second: Block, tails: Block, kind: Block) -> Value:
    """Kinds: 1 paired, 2 equal variances, 3 unequal variances."""
    wrong = _one_error(first, second)
    if wrong is not None:
        return error(wrong)
    sides, which = _choice(evaluator, tails), _choice(evaluator, kind)
    if isinstance(sides, Block):
        return sides
    if isinstance(which, Block):
        return which
    if sides not in (1, 2) or which not in (1, 2, 3):
        return error(NUM)
    if which == 1:
        if first.rows * first.columns != second.rows * second.columns:
            return error(NA)
        pairs = Pairs(first, second)
        change = (pairs.x - pairs.y)[pairs.mask]
        if len(change) < 2:
            return error(DIV0)
        return _student(float(change.mean()), float(change.var(ddof=1)) / len(change), len(change) - 1, sides)
    x, y = _list(first), _list(second)
    n, m = len(x), len(y)
    if n < 2 or m < 2:
        return error(DIV0)
    difference = float(x.mean() - y.mean())
    if which == 2:
        pooled = (float(((x - x.mean()) ** 2).sum()) + float(((y - y.mean()) ** 2).sum())) / (n + m - 2)
        return _student(difference, pooled * (1 / n + 1 / m), n + m - 2, sides)
    a, b = float(x.var(ddof=1)) / n, float(y.var(ddof=1)) / m
    if a + b <= 0:
        return error(DIV0)
    return _student(difference, a + b, (a + b) ** 2 / (a * a / (n - 1) + b * b / (m - 1)), sides)


@function("F.TEST FTEST", "a a")
def _f_test(evaluator: Evaluator, scope: Scope, first: Block, second: Block) -> Value:
    wrong = _one_error(first, second)
    if wrong is not None:
        return error(wrong)
    x, y = _list(first), _list(second)
    if len(x) < 2 or len(y) < 2:
        return error(DIV0)
    a, b = float(x.var(ddof=1)), float(y.var(ddof=1))
    if a == 0 or b == 0:
        return error(DIV0)
    lower, upper = special.f_shares(a / b, len(x) - 1, len(y) - 1)
    return numbers(np.full((1, 1, 1), min(1.0, 2 * min(lower, upper))))


@function("CHISQ.TEST CHITEST", "a a")
def _chi_squared_test(evaluator: Evaluator, scope: Scope, actual: Block, expected: Block) -> Value:
    wrong = _one_error(actual, expected)
    if wrong is not None:
        return error(wrong)
    rows, columns = actual.rows, actual.columns
    if rows * columns != expected.rows * expected.columns or rows * columns < 2:
        return error(NA)
    # They are as many, in whatever form: the actual ones say how many degrees of freedom there are.
    counted = actual.where(NUMBER).ravel() & expected.where(NUMBER).ravel()
    seen, meant = actual.data.ravel()[counted], expected.data.ravel()[counted]
    if (meant == 0).any() or not counted.any():
        return error(DIV0)
    if (meant < 0).any():
        return error(NUM)
    freedom = (rows - 1) * (columns - 1) if min(rows, columns) > 1 else rows * columns - 1
    total = float(((seen - meant) ** 2 / meant).sum())
    return numbers(np.full((1, 1, 1), special.gamma_shares(freedom / 2, total / 2)[1]))


@function("Z.TEST ZTEST", "l v v?")
def _z_test(evaluator: Evaluator, scope: Scope, node: Node, mean: Block, deviation: Block | None) -> Value:
    """The share above the sample's mean; the deviation is the sample's own where it is left out.

    One number is no sample, even where the deviation is given.
    """
    data, mask, list_wrong = gather(evaluator, scope, [node])
    if not mean.is_single or (deviation is not None and not deviation.is_single):
        raise LaneSplit
    wanted, wrong = numbers_of(mean, evaluator.context)
    bad = None if wrong is None else wrong.reshape(-1)
    given: Data | None = None
    if deviation is not None:
        spread, spread_wrong = numbers_of(deviation, evaluator.context)
        bad = first_error(bad, None if spread_wrong is None else spread_wrong.reshape(-1))
        given = spread.reshape(-1)
        bad = first_error(bad, failing(given <= 0, NUM))
    bad = first_error(bad, list_wrong)
    lanes = max(len(data), len(mean.data), 1 if given is None else len(given))
    result, none, empty = np.zeros(lanes), np.zeros(lanes, np.bool_), np.zeros(lanes, np.bool_)
    for lane in range(lanes):
        row = min(lane, len(data) - 1)
        sample = data[row][mask[row]]
        empty[lane] = not sample.size
        if given is None:
            sigma = float(sample.std(ddof=1)) if len(sample) > 1 else 0.0
        else:
            sigma = float(given[min(lane, len(given) - 1)])
        none[lane] = sigma <= 0 or len(sample) < 2
        if sample.size and sigma > 0:
            target = float(wanted.reshape(-1)[min(lane, wanted.size - 1)])
            result[lane] = special.normal_cdf(-(float(sample.mean()) - target) / (sigma / math.sqrt(len(sample))))
    return one_per_lane(result, first_error(bad, failing(empty, NA), failing(none, DIV0)))
