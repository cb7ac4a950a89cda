"""MMULT, MINVERSE, MDETERM, MUNIT and FREQUENCY."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.declaration.traits import Trait
from socroi.engine.declaration.whole_arrays import failed_lanes
from socroi.engine.evaluation.coerce import errors_of, first_error
from socroi.engine.model.block import NUM, NUMBER, VALUE, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.search.vectors import one_choice

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node

LARGEST_UNIT = 4096
"""MUNIT of more rows is not made: it would fill the memory."""


def _refused(*blocks: Block) -> Block | None:
    """Return the error of a matrix that holds one, #VALUE! where a cell is no number; None where all are numbers."""
    bad: Bad = None
    for block in blocks:
        wrong = errors_of(block)
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
    failure = failed_lanes(None if bad is None else bad.reshape(-1, 1, 1))
    if failure is not None:
        return failure
    return None if all(block.where(NUMBER).all() for block in blocks) else error(VALUE)


@function("MMULT", "a a", Trait.ARRAY)
def _product(evaluator: Evaluator, scope: Scope, left: Block, right: Block) -> Value:
    if left.columns != right.rows:
        return _refused(left, right) or error(VALUE)
    return _refused(left, right) or numbers(np.matmul(left.data, right.data).astype(np.float64))


@function("MDETERM", "a")
def _determinant(evaluator: Evaluator, scope: Scope, block: Block) -> Value:
    if block.rows != block.columns:
        return _refused(block) or error(VALUE)
    return _refused(block) or numbers(np.linalg.det(block.data).reshape(-1, 1, 1))


@function("MINVERSE", "a")
def _inverse(evaluator: Evaluator, scope: Scope, block: Block) -> Value:
    failure = _refused(block)
    if failure is not None or block.rows != block.columns:
        return failure or error(VALUE)
    if block.lanes > 1:
        raise LaneSplit
    try:
        return numbers(np.linalg.inv(block.data).astype(np.float64))
    except np.linalg.LinAlgError:
        return error(NUM)


@function("MUNIT", "l")
def _unit(evaluator: Evaluator, scope: Scope, node: Node) -> Value:
    size, problem = one_choice(evaluator, scope, node, 0.0)
    if problem is not None:
        return problem
    if size < 1:
        return error(VALUE)
    if size > LARGEST_UNIT:
        raise Uncomputable(f"MUNIT of more than {LARGEST_UNIT} rows is not made here")
    return numbers(np.eye(int(size))[None])


@function("FREQUENCY", "a a", Trait.ARRAY)
def _frequency(evaluator: Evaluator, scope: Scope, data: Block, bins: Block) -> Value:
    """Count the numbers up to each bin and above the one before it; the last row counts those above all of them."""
    bad: Bad = None
    for block in (data, bins):
        wrong = errors_of(block)
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
    failure = failed_lanes(None if bad is None else bad.reshape(-1, 1, 1))
    if failure is not None:
        return failure
    if data.lanes > 1 or bins.lanes > 1:
        raise LaneSplit
    values = data.data[data.where(NUMBER)]
    limits = bins.data[bins.where(NUMBER)]
    if not limits.size:
        return numbers(np.array([[[0.0], [float(values.size)]]]))
    order = np.argsort(limits, kind="stable")
    # A limit that occurs again counts nothing: its numbers are below the first one already.
    at = np.searchsorted(limits[order], values, "left")
    counts = np.bincount(at, minlength=limits.size + 1).astype(np.float64)
    result = np.empty(limits.size + 1)
    result[order], result[-1] = counts[:-1], counts[-1]
    return numbers(result.reshape(1, -1, 1))
