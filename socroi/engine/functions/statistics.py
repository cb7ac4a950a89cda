"""What the numbers of all arguments are like: middle, spread, shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.sums import sum_of
from socroi.engine.declaration.aggregates import aggregate
from socroi.engine.declaration.answers import failing, one_per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import booleans_in_doubt, first_in_lane, gather, gather_with_texts, pieces
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import errors_of, first_error
from socroi.engine.grouping.rules import by_group, middle, spread
from socroi.engine.model.block import BLANK, DIV0, NA, NUM, TEXT, VALUE, numbers
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.statistics.moments import deviations, variance
from socroi.engine.statistics.order import modes, picked, sorted_numbers

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask


@by_group("VAR VAR.S", spread(sample=True, root=False))
@aggregate("VAR VAR.S")
def _sample_variance(data: Data, mask: Mask) -> tuple[Data, Bad]:
    return variance(data, mask, sample=True)


@by_group("VARP VAR.P", spread(sample=False, root=False))
@aggregate("VARP VAR.P")
def _population_variance(data: Data, mask: Mask) -> tuple[Data, Bad]:
    return variance(data, mask, sample=False)


@by_group("STDEV STDEV.S", spread(sample=True, root=True))
@aggregate("STDEV STDEV.S")
def _sample_deviation(data: Data, mask: Mask) -> tuple[Data, Bad]:
    value, bad = variance(data, mask, sample=True)
    return np.sqrt(value), bad


@by_group("STDEVP STDEV.P", spread(sample=False, root=True))
@aggregate("STDEVP STDEV.P")
def _population_deviation(data: Data, mask: Mask) -> tuple[Data, Bad]:
    value, bad = variance(data, mask, sample=False)
    return np.sqrt(value), bad


def _declare_with_texts(name: str, *, sample: bool, root: bool) -> None:
    @function(name, "l...", Trait.INDIFFERENT | Trait.CONDENSING)
    def body(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
        data, mask, bad = gather_with_texts(evaluator, scope, nodes, booleans_in_doubt(name))
        value, few = variance(data, mask, sample=sample)
        return one_per_lane(np.sqrt(value) if root else value, first_error(bad, few))


_declare_with_texts("VARA", sample=True, root=False)
_declare_with_texts("VARPA", sample=False, root=False)
_declare_with_texts("STDEVA", sample=True, root=True)
_declare_with_texts("STDEVPA", sample=False, root=True)


@by_group("MEDIAN", middle)
@aggregate("MEDIAN")
def _median(data: Data, mask: Mask) -> tuple[Data, Bad]:
    ordered, count = sorted_numbers(data, mask)
    if ordered.shape[1] == 0:
        return np.zeros(len(data)), failing(count == 0, NUM)
    value = (picked(ordered, (count - 1) // 2) + picked(ordered, count // 2)) / 2
    return np.where(count == 0, 0.0, value), failing(count == 0, NUM)


@function("MODE MODE.SNGL", "l...")
def _mode(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    """A value that stands alone must be a number: neither a text, which is not read as one, nor a blank cell."""
    alone: Bad = None
    for block, _ in pieces(evaluator, scope.with_array(), nodes):
        if block.rows == block.columns == 1:
            unfit = np.where(block.where(TEXT) | block.where(BLANK), np.int8(VALUE), np.int8(-1)).reshape(-1)
            wrong = errors_of(block)
            alone = first_error(alone, unfit if wrong is None else first_error(first_in_lane(wrong), unfit))
    data, mask, bad = gather(evaluator, scope.with_array(), nodes)
    bad = first_error(alone, bad)
    found = [modes(row[counted]) for row, counted in zip(data, mask, strict=True)]
    value = np.array([values[0] if values.size else 0.0 for values in found])
    return one_per_lane(value, first_error(bad, failing(np.array([not values.size for values in found]), NA)))


@function("MODE.MULT", "l...")
def _all_modes(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    data, mask, bad = gather(evaluator, scope.with_array(), nodes)
    if len(data) > 1:
        raise LaneSplit
    found = modes(data[0][mask[0]])
    if bad is not None or not found.size:
        return one_per_lane(np.zeros(1), first_error(bad, failing(np.array([not found.size]), NA)))
    return numbers(found.reshape(1, -1, 1))


@aggregate("AVEDEV")
def _mean_deviation(data: Data, mask: Mask) -> tuple[Data, Bad]:
    difference, count = deviations(data, mask)
    return np.abs(difference).sum(axis=1) / np.maximum(count, 1), failing(count == 0, NUM)


@aggregate("DEVSQ")
def _squared_deviations(data: Data, mask: Mask) -> tuple[Data, Bad]:
    difference, count = deviations(data, mask)
    return sum_of(difference * difference), failing(count == 0, NUM)


def _positive(data: Data, mask: Mask) -> Bad:
    return failing(((data <= 0) & mask).any(axis=1) | ~mask.any(axis=1), NUM)


@aggregate("GEOMEAN")
def _geometric_mean(data: Data, mask: Mask) -> tuple[Data, Bad]:
    count = np.maximum(mask.sum(axis=1), 1)
    logarithms = np.log(np.where(mask & (data > 0), data, 1.0))
    return np.exp(logarithms.sum(axis=1) / count), _positive(data, mask)


@aggregate("HARMEAN")
def _harmonic_mean(data: Data, mask: Mask) -> tuple[Data, Bad]:
    inverse = np.where(mask, 1.0 / np.where(mask & (data > 0), data, 1.0), 0.0).sum(axis=1)
    return mask.sum(axis=1) / np.where(inverse == 0, 1.0, inverse), _positive(data, mask)


@aggregate("SKEW")
def _skewness(data: Data, mask: Mask) -> tuple[Data, Bad]:
    difference, count = deviations(data, mask)
    spread = np.sqrt((difference**2).sum(axis=1) / np.maximum(count - 1, 1))
    bad = failing((count < 3) | (spread == 0), DIV0)
    cubes = ((difference / np.where(spread == 0, 1.0, spread)[:, None]) ** 3).sum(axis=1)
    return count / np.maximum((count - 1) * (count - 2), 1) * cubes, bad


@aggregate("SKEW.P")
def _population_skewness(data: Data, mask: Mask) -> tuple[Data, Bad]:
    difference, count = deviations(data, mask)
    spread = np.sqrt((difference**2).sum(axis=1) / np.maximum(count, 1))
    bad = failing((count < 3) | (spread == 0), DIV0)
    cubes = ((difference / np.where(spread == 0, 1.0, spread)[:, None]) ** 3).sum(axis=1)
    return cubes / np.maximum(count, 1), bad


@aggregate("KURT")
def _kurtosis(data: Data, mask: Mask) -> tuple[Data, Bad]:
    difference, n = deviations(data, mask)
    spread = np.sqrt((difference**2).sum(axis=1) / np.maximum(n - 1, 1))
    bad = failing((n < 4) | (spread == 0), DIV0)
    fourths = ((difference / np.where(spread == 0, 1.0, spread)[:, None]) ** 4).sum(axis=1)
    n = np.maximum(n, 4)
    return n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * fourths - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)), bad
