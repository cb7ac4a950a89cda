"""FILTER, SORT, SORTBY, UNIQUE: arrays chosen and ordered by what their cells hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.declaration.traits import Trait
from socroi.engine.declaration.whole_arrays import failed_lanes, take_rows, turned, uncomputed
from socroi.engine.evaluation.coerce import logicals_of, numbers_of
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.model.block import BLANK, CALC, VALUE, Block, error, mixed
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.search.keys import Vector, cells_of, folded
from socroi.engine.search.sorting import sorted_places
from socroi.engine.search.vectors import one_choice

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.search.keys import Positions


@function("FILTER", "a a l?", Trait.ARRAY)
def _filter(evaluator: Evaluator, scope: Scope, block: Block, include: Block, otherwise: Node | None) -> Value:
    keep, bad = logicals_of(include, evaluator.strings)
    failure = failed_lanes(bad)
    if failure is not None:
        return failure
    if include.columns == 1 and include.rows == block.rows:
        across = False
    elif include.rows == 1 and include.columns == block.columns:
        across = True
    else:
        return error(VALUE)
    kept = keep.reshape(keep.shape[0], -1)
    counts = kept.sum(axis=1)
    if (counts != counts[0]).any():
        raise LaneSplit
    if counts[0] == 0:
        return evaluator.value(otherwise, scope) if otherwise is not None and given(otherwise) else error(CALC)
    source = turned(block) if across else block
    places = np.flatnonzero(kept[0]) if len(kept) == 1 else np.nonzero(kept)[1].reshape(len(kept), -1)
    result = take_rows(source, places)
    return turned(result) if across else result


def _ordered(block: Block, places: Positions) -> Block:
    return take_rows(block, places[0] if len(places) == 1 else places)


def _directions(evaluator: Evaluator, block: Block) -> list[bool] | None:
    """Return which of some sort orders go down; None where one is neither 1 nor -1."""
    data, bad = numbers_of(block, evaluator.context)
    if bad is not None and (bad >= 0).any():
        return None
    if (data != data[:1]).any():
        raise LaneSplit
    orders = np.trunc(data[0]).ravel().tolist()
    return [order < 0 for order in orders] if all(order in (1, -1) for order in orders) else None


@function("SORT", "a l? l? l?", Trait.ARRAY | Trait.ANY_FORM)
def _sort(
    evaluator: Evaluator, scope: Scope, block: Block, index: Node | None, order: Node | None, across: Node | None
) -> Value:
    by_column, problem = _flag(evaluator, scope, across)
    if problem is not None:
        return problem
    source = turned(block) if by_column else block
    numbers_block = evaluator.array(index, scope) if index is not None and given(index) else evaluator.literal(1.0)
    order_block = evaluator.array(order, scope) if order is not None and given(order) else evaluator.literal(1.0)
    for argument in (numbers_block, order_block):
        failure = failed_lanes(numbers_of(argument, evaluator.context)[1])
        if failure is not None:
            return failure
    data, _ = numbers_of(numbers_block, evaluator.context)
    if (data != data[:1]).any():
        raise LaneSplit
    columns = np.trunc(data[0]).astype(np.int64).ravel().tolist()
    directions = _directions(evaluator, order_block)
    if directions is None or not all(1 <= column <= source.columns for column in columns):
        return error(VALUE)
    if len(directions) == 1:
        directions *= len(columns)
    if len(directions) != len(columns):
        return error(VALUE)
    unknown = uncomputed(source)
    if unknown is not None:
        return unknown
    keys = [
        (Vector(np.broadcast_to(source.kind, source.shape)[:, :, column - 1], source.data[:, :, column - 1]), down)
        for column, down in zip(columns, directions, strict=True)
    ]
    result = _ordered(source, sorted_places(keys, evaluator.strings))
    return turned(result) if by_column else result


def _flag(evaluator: Evaluator, scope: Scope, node: Node | None) -> tuple[bool, Block | None]:
    """Return a TRUE or FALSE that is the same for all lanes, or the error that stands in its place."""
    if node is None or not given(node):
        return False, None
    values, bad = logicals_of(evaluator.block(node, scope), evaluator.strings)
    failure = failed_lanes(bad)
    if failure is None and (values != values.flat[0]).any():
        raise LaneSplit
    return bool(values.flat[0]), failure


@function("SORTBY", "a a l?...", Trait.ARRAY)
def _sort_by(evaluator: Evaluator, scope: Scope, block: Block, first: Block, *nodes: Node) -> Value:
    keys: list[tuple[Block, bool]] = []
    by = first
    for place in range(0, max(len(nodes), 1), 2):
        down, problem = one_choice(evaluator, scope, nodes[place] if nodes else None, 1.0)
        if problem is not None:
            return problem
        if down not in (1, -1):
            return error(VALUE)
        keys.append((by, down < 0))
        if place + 1 < len(nodes):
            by = evaluator.array(nodes[place + 1], scope)
    if nodes and len(nodes) % 2 == 0:
        keys.append((by, False))
    by_rows = all(key.columns == 1 and key.rows == block.rows for key, _ in keys)
    by_columns = all(key.rows == 1 and key.columns == block.columns for key, _ in keys)
    if not by_rows and not by_columns:
        return error(VALUE)
    unknown = uncomputed(*[key for key, _ in keys])
    if unknown is not None:
        return unknown
    places = sorted_places([(cells_of(key), down) for key, down in keys], evaluator.strings)
    return _ordered(block, places) if by_rows else turned(_ordered(turned(block), places))


@function("UNIQUE", "l l? l?", Trait.ARRAY | Trait.ANY_FORM)
def _unique(evaluator: Evaluator, scope: Scope, node: Node, across: Node | None, once: Node | None) -> Value:
    value = evaluator.value(node, scope.with_array())
    block = evaluator.cells(value)
    by_column, problem = _flag(evaluator, scope, across)
    exactly_once, other_problem = _flag(evaluator, scope, once)
    if problem is not None or other_problem is not None:
        return problem or other_problem  # type: ignore[return-value]
    unknown = uncomputed(block)
    if unknown is not None:
        return unknown
    if block.lanes > 1:
        raise LaneSplit
    if isinstance(value, Ref) and int(value.height[0]) > block.rows:
        # Below the last row in use a whole column goes on with blank rows: two stand for all of them.
        block = _with_blank_rows(block, 2)
    if by_column and isinstance(value, Ref) and int(value.width[0]) > block.columns:
        block = turned(_with_blank_rows(turned(block), 2))
    source = turned(block) if by_column else block
    cells = folded(Vector(source.kind[0], source.data[0]), evaluator.strings)
    first, counts = _distinct_rows(cells)
    places = np.sort(first[counts == 1] if exactly_once else first)
    if not len(places):
        return error(CALC)
    result = take_rows(source, places)
    return turned(result) if by_column else result


def _distinct_rows(cells: Vector) -> tuple[Positions, Positions]:
    """Return where each of the different rows stands first, and how often it occurs."""
    columns = [*cells.kind.T, *np.where(cells.kind == BLANK, 0.0, cells.data).T]
    order = np.lexsort(columns)
    differs = np.ones(len(order), np.bool_)
    differs[1:] = np.any([column[order[1:]] != column[order[:-1]] for column in columns], axis=0)
    starts = np.flatnonzero(differs)
    return order[starts], np.diff(starts, append=len(order))


def _with_blank_rows(block: Block, count: int) -> Block:
    shape = (block.lanes, count, block.columns)
    kind = np.concatenate((block.kind, np.full(shape, BLANK, np.uint8)), axis=1)
    return mixed(kind, np.concatenate((block.data, np.zeros(shape)), axis=1))
