"""VLOOKUP, HLOOKUP, LOOKUP and MATCH."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import (
    aligned,
    errors_of,
    first_error,
    logicals_of,
    no_errors,
    numbers_of,
    with_errors,
)
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import NA, REF, TEXT, UNCOMPUTED, VALUE, Block, error, mixed, numbers
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.search.keys import Vector, approximate, cells_of, descending, exact, uncomputed_in_sight
from socroi.engine.search.vectors import blanks_as_zero, line, picked, refused, size
from socroi.excel.limits import LONGEST_KEY

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Mask
    from socroi.engine.search.keys import Positions


def searched(evaluator: Evaluator, vector: Block, key: Block, *, near: bool) -> tuple[Positions, np.ndarray]:
    """Return where the keys stand in a vector, shaped as the keys are, and the errors of those that stand nowhere.

    With `near` that is the last value not above the key in an ascending vector; else the first one that is equal.
    """
    cells, keys = cells_of(vector), cells_of(blanks_as_zero(key))
    if near:
        return _shaped(approximate(cells, keys, evaluator.strings), cells, key, from_first=False)
    flat = exact(cells, keys, evaluator.strings, wildcards=True)
    positions, bad = _shaped(flat, cells, key, from_first=True)
    too_long = _too_long(key, evaluator)
    return positions, bad if too_long is None else np.where(too_long >= 0, too_long, bad)


def _shaped(flat: Positions, vector: Vector, key: Block, *, from_first: bool) -> tuple[Positions, np.ndarray]:
    missing = np.where(flat < 0, np.int8(NA), np.int8(-1))
    missing[uncomputed_in_sight(vector, flat, from_first=from_first)] = np.int8(UNCOMPUTED)
    shape = (flat.shape[0], key.rows, key.columns)
    wrong = errors_of(key)
    bad = missing.reshape(shape)
    return np.maximum(flat, 0).reshape(shape), bad if wrong is None else np.where(wrong >= 0, wrong, bad)


def _too_long(key: Block, evaluator: Evaluator) -> Bad:
    texts = key.where(TEXT)
    if not texts.any():
        return None
    bad = no_errors(key.shape)
    long = evaluator.strings.derived("length", key.data[texts], lambda text: float(len(text))) > LONGEST_KEY
    bad[texts] = np.where(long, np.int8(VALUE), np.int8(-1))
    return bad if long.any() else None


def as_table(evaluator: Evaluator, value: Value) -> Block | Ref:
    """Return a lookup's table as a range or an array; what is neither, as #VALUE!."""
    if isinstance(value, Ref):
        return value
    if isinstance(value, Block):
        # A text that is no number is refused in the place of a table; any other single value is a table of one cell.
        alone = value.is_single and value.lanes == 1 and value.has(TEXT)
        return error(VALUE) if alone and numbers_of(value, evaluator.context)[1] is not None else value
    return error(VALUE)


def table_lookup(
    evaluator: Evaluator,
    scope: Scope,
    key: Block,
    table_value: Value,
    index: Block,
    nearly: Node | None,
    *,
    across: bool,
) -> Value:
    """VLOOKUP, or with `across` HLOOKUP."""
    if not (scope.array or (key.is_single and index.is_single)):
        raise Uncomputable(
            "it looks up a list in a plain formula: enter it with Ctrl+Shift+Enter, or inside SUMPRODUCT"
        )
    table = as_table(evaluator, table_value)
    failure = refused(table, key)
    if failure is not None:
        return failure
    number, bad = numbers_of(index, evaluator.context)
    number = np.trunc(number)
    height, width = size(table)
    count = height if across else width
    outside = np.where(number < 1, VALUE, np.where(number > count, REF, -1)).astype(np.int8)
    near, near_bad = _is_near(evaluator, scope, nearly)
    bad = first_error(errors_of(key), bad, near_bad)
    positions, wrong = _both_ways(evaluator, line(evaluator, table, 0, across=across), key, near)
    usable = np.where((number >= 1) & (number <= count), number, 1).astype(np.int64)
    # A key that is not found is #N/A whatever the column: Excel's VLOOKUP(B1,B1,B1,3) of a blank cell.
    bad = first_error(bad, wrong, outside)
    return with_errors(_columns_at(evaluator, table, usable, positions, across=across), bad)


def _is_near(evaluator: Evaluator, scope: Scope, node: Node | None) -> tuple[Mask, Bad]:
    if node is None:
        return np.ones((1, 1, 1), np.bool_), None
    if isinstance(node, Missing):
        return np.zeros((1, 1, 1), np.bool_), None
    near, bad = logicals_of(evaluator.block(node, scope), evaluator.strings)
    if near.shape[1:] != (1, 1):
        raise Uncomputable("a lookup cannot take a list of kinds of match")
    return near, bad


def _both_ways(evaluator: Evaluator, vector: Block, key: Block, near: Mask) -> tuple[Positions, Bad]:
    if near.all() or not near.any():
        return searched(evaluator, vector, key, near=bool(near.flat[0]))
    (near_at, near_bad), (exact_at, exact_bad) = (searched(evaluator, vector, key, near=way) for way in (True, False))
    return np.where(near, near_at, exact_at), np.where(near, near_bad, exact_bad)


def _columns_at(
    evaluator: Evaluator, table: Block | Ref, number: Positions, positions: Positions, *, across: bool
) -> Block:
    """Return the cells of the columns with some 1-based numbers at the places found."""
    wanted = distinct_values(number).tolist()
    if len(wanted) == 1:
        block = picked(line(evaluator, table, wanted[0] - 1, across=across), positions)
        shape = np.broadcast_shapes(block.shape, number.shape)
        return Block(np.broadcast_to(block.kind, shape), np.broadcast_to(block.data, shape), block.uniform)
    lanes = table.lanes
    shape = np.broadcast_shapes(positions.shape, number.shape, (lanes, 1, 1))
    kind, data = np.zeros(shape, np.uint8), np.zeros(shape)
    for each in wanted:
        block = picked(line(evaluator, table, each - 1, across=across), positions)
        here = np.broadcast_to(number == each, shape)
        kind[here] = np.broadcast_to(block.kind, shape)[here]
        data[here] = np.broadcast_to(block.data, shape)[here]
    return mixed(kind, data)


@function("VLOOKUP", "v r v l?", Trait.PLAIN | Trait.INDIFFERENT)
def _vlookup(evaluator: Evaluator, scope: Scope, key: Block, table: Value, index: Block, near: Node | None) -> Value:
    key, index = aligned((key, index))
    return table_lookup(evaluator, scope, key, table, index, near, across=False)


@function("HLOOKUP", "v r v l?", Trait.PLAIN | Trait.INDIFFERENT)
def _hlookup(evaluator: Evaluator, scope: Scope, key: Block, table: Value, index: Block, near: Node | None) -> Value:
    key, index = aligned((key, index))
    return table_lookup(evaluator, scope, key, table, index, near, across=True)


@function("MATCH", "v r v?", Trait.PLAIN | Trait.INDIFFERENT)
def _match(evaluator: Evaluator, scope: Scope, key: Block, value: Value, how: Block | None) -> Value:
    value = as_table(evaluator, value)
    failure = refused(value, key)
    if failure is not None:
        return failure
    way, bad = (np.ones((1, 1, 1)), None) if how is None else numbers_of(how, evaluator.context)
    way = np.sign(way)
    if (way != way.flat[0]).any():
        raise LaneSplit
    positions, wrong = _growing(evaluator, value, key) if way.flat[0] == 0 else (None, None)
    if positions is None:
        if min(size(value)) > 1:
            return with_errors(error(NA), errors_of(key))
        vector = evaluator.cells(value)
        if way.flat[0] < 0:
            positions, wrong = _descending(evaluator, vector, key)
        else:
            positions, wrong = searched(evaluator, vector, key, near=bool(way.flat[0] > 0))
    return with_errors(numbers((positions + 1).astype(np.float64)), first_error(errors_of(key), bad, wrong))


def _growing(evaluator: Evaluator, value: Block | Ref, key: Block) -> tuple[Positions, Bad] | tuple[None, None]:
    """Find keys exactly in `A$1:A1` filled down: all lanes search one column; a place below their own end is none."""
    if not isinstance(value, Ref) or value.lanes == 1 or (value.top != value.top[0]).any() or value.is_3d:
        return None, None
    if (value.bottom == value.bottom[0]).all() or (value.left != value.left[0]).any() or (value.width != 1).any():
        return None, None
    left = value.left[:1]
    whole = Ref(value.sheet, value.top[:1], left, value.bottom.max(keepdims=True), left, -1, value.external)
    positions, bad = searched(evaluator, evaluator.cells(whole), key, near=False)
    beyond = positions >= value.height.reshape(-1, 1, 1)
    # An uncomputed cell of the whole column may lie below a lane's own end; it is then unknown all the same.
    return positions, np.where(beyond & (bad < 0), np.int8(NA), bad)


def _descending(evaluator: Evaluator, vector: Block, key: Block) -> tuple[Positions, Bad]:
    cells = cells_of(vector)
    flat, doubtful = descending(cells, cells_of(blanks_as_zero(key)), evaluator.strings)
    if doubtful.any():
        raise Uncomputable("MATCH with -1 needs a list in descending order without repeated values")
    return _shaped(flat, cells, key, from_first=False)


@function("LOOKUP", "v l l?", Trait.INDIFFERENT)
def _lookup(evaluator: Evaluator, scope: Scope, key: Block, where: Node, results: Node | None) -> Value:
    value = as_table(evaluator, evaluator.value(where, scope.with_array()))
    failure = refused(value, key)
    if failure is not None:
        return failure
    height, width = size(value)
    across = width > height
    positions, wrong = searched(evaluator, line(evaluator, value, 0, across=across), key, near=True)
    if results is None:
        last = (height if across else width) - 1
        return with_errors(picked(line(evaluator, value, last, across=across), positions), wrong)
    answer = evaluator.value(results, scope.with_array())
    if not isinstance(answer, Block | Ref):
        return error(VALUE)
    failure = refused(answer, key)
    if failure is not None:
        return failure
    if min(size(answer)) > 1:
        return with_errors(error(NA), errors_of(key))
    furthest = int(positions.max(where=np.broadcast_to(wrong < 0, positions.shape), initial=0))
    if furthest >= max(size(answer)):
        raise Uncomputable("LOOKUP's result vector is shorter than the one it searches")
    return with_errors(picked(evaluator.cells(answer), positions), wrong)
