"""SEQUENCE and random numbers: arrays made from nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import checked_numbers, first_error, logicals_of, numbers_of, with_errors
from socroi.engine.model.block import CALC, NUM, VALUE, Block, error, numbers
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.search.vectors import one_choice
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data


@cache
def _generator() -> np.random.Generator:
    return np.random.default_rng()


def _extent(evaluator: Evaluator, scope: Scope, rows: Node | None, columns: Node | None) -> tuple[int, int] | Block:
    """Return how many rows and columns an array is to have, or the error that the call is."""
    height, problem = one_choice(evaluator, scope, rows, 1.0)
    width, other_problem = one_choice(evaluator, scope, columns, 1.0)
    if problem is not None or other_problem is not None:
        return problem or other_problem  # type: ignore[return-value]
    if height < 0 or width < 0 or height > MAX_ROWS or width > MAX_COLUMNS:
        return error(VALUE)
    if height == 0 or width == 0:
        return error(CALC)
    current().room(1, int(height), int(width))
    return int(height), int(width)


def _lane_numbers(evaluator: Evaluator, scope: Scope, node: Node | None, default: float) -> tuple[Data, Bad]:
    if node is None or not given(node):
        return np.full((1, 1, 1), default), None
    block = evaluator.block(node, scope)
    if not block.is_single:
        raise Uncomputable("an array of arrays is wanted, which Excel does not have")
    return numbers_of(block, evaluator.context)


@function("SEQUENCE", "l l? l? l?", Trait.ARRAY)
def _sequence(
    evaluator: Evaluator, scope: Scope, rows: Node, columns: Node | None, start: Node | None, step: Node | None
) -> Value:
    extent = _extent(evaluator, scope, rows, columns)
    if isinstance(extent, Block):
        return extent
    first, bad = _lane_numbers(evaluator, scope, start, 1.0)
    increment, other = _lane_numbers(evaluator, scope, step, 1.0)
    current().room(max(len(first), len(increment)), *extent)
    count = extent[0] * extent[1]
    first, increment = np.broadcast_arrays(first, increment)
    steps = np.concatenate((first, np.broadcast_to(increment, (len(first), count - 1, 1))), axis=1)
    # Excel adds the step over and over: SEQUENCE(3,1,10,2.2) ends in 14.399999999999999.
    series = np.cumsum(steps, axis=1).reshape(len(first), *extent)
    return with_errors(numbers(series), first_error(bad, other))


@function("RANDARRAY", "l? l? l? l? l?", Trait.VOLATILE | Trait.ARRAY)
def _random_array(
    evaluator: Evaluator,
    scope: Scope,
    rows: Node | None,
    columns: Node | None,
    low: Node | None,
    high: Node | None,
    whole: Node | None,
) -> Value:
    extent = _extent(evaluator, scope, rows, columns)
    if isinstance(extent, Block):
        return extent
    least, bad = _lane_numbers(evaluator, scope, low, 0.0)
    most, other = _lane_numbers(evaluator, scope, high, 1.0)
    bad = first_error(bad, other, np.where(least > most, VALUE, -1).astype(np.int8))
    integers = np.zeros((1, 1, 1), np.bool_)
    if whole is not None and given(whole):
        integers, other = logicals_of(evaluator.block(whole, scope), evaluator.strings)
        bad = first_error(bad, other)
    if integers.any() and ((least != np.trunc(least)) | (most != np.trunc(most))).any():
        return error(VALUE)
    current().room(scope.lanes, *extent)
    drawn = _generator().random((scope.lanes, *extent))
    spread = np.where(integers, np.floor(drawn * (most - least + 1)), drawn * (most - least))
    return with_errors(numbers(least + spread), bad)


@function("RAND", "", Trait.VOLATILE)
def _random(evaluator: Evaluator, scope: Scope) -> Value:
    return numbers(_generator().random((scope.lanes, 1, 1)))


@function("RANDBETWEEN", "v v", Trait.VOLATILE)
def _random_between(evaluator: Evaluator, scope: Scope, low: Block, high: Block) -> Value:
    least, bad = numbers_of(low, evaluator.context)
    most, other = numbers_of(high, evaluator.context)
    least, most = np.ceil(least), np.floor(most)
    shape = np.broadcast_shapes(least.shape, most.shape, (scope.lanes, 1, 1))
    bad = first_error(bad, other, np.where(least > most, NUM, -1).astype(np.int8))
    drawn = np.floor(_generator().random(shape) * np.maximum(most - least + 1, 1))
    return checked_numbers(least + drawn, bad)
