"""Arrays put together, cut and folded: TRANSPOSE, VSTACK, TAKE, EXPAND, CHOOSEROWS, TOCOL, WRAPROWS and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.declaration.traits import Trait
from socroi.engine.declaration.whole_arrays import failed_lanes, take_rows, turned, uncomputed
from socroi.engine.evaluation.coerce import numbers_of
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.model.block import BLANK, CALC, ERROR, NA, NUM, REF, VALUE, Block, error, mixed
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.search.vectors import one_choice
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.search.keys import Positions


def _entire(evaluator: Evaluator, scope: Scope, node: Node) -> Block:
    """Return an argument's cells; a whole column's or row's blank end is not read, so these are refused."""
    value = evaluator.value(node, scope.with_array())
    block = evaluator.cells(value)
    if isinstance(value, Ref) and (int(value.height.max()) > block.rows or int(value.width.max()) > block.columns):
        raise Uncomputable("a whole column or row is too long for this function")
    return block


@function("TRANSPOSE", "l", Trait.ARRAY)
def _transpose(evaluator: Evaluator, scope: Scope, node: Node) -> Value:
    return turned(_entire(evaluator, scope, node))


def _stacked(blocks: Sequence[Block]) -> Block:
    """Return blocks below each other, the narrow ones filled with #N/A."""
    lanes, width = max(block.lanes for block in blocks), max(block.columns for block in blocks)
    rows = sum(block.rows for block in blocks)
    current().room(lanes, rows, width)
    # At once, and not block by block and then together: there may be no room for that.
    kind, data = np.full((lanes, rows, width), ERROR, np.uint8), np.full((lanes, rows, width), NA)
    top = 0
    for block in blocks:
        below = top + block.rows
        kind[:, top:below, : block.columns], data[:, top:below, : block.columns] = block.kind, block.data
        top = below
    return mixed(kind, data)


@function("VSTACK", "l...", Trait.ARRAY)
def _stack_down(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    return _stacked([_entire(evaluator, scope, node) for node in nodes])


@function("HSTACK", "a...", Trait.ARRAY)
def _stack_across(evaluator: Evaluator, scope: Scope, *blocks: Block) -> Value:
    return turned(_stacked([turned(block) for block in blocks]))


@function("CHOOSEROWS", "l a...", Trait.ARRAY)
def _choose_rows(evaluator: Evaluator, scope: Scope, node: Node, *numbers: Block) -> Value:
    block = _entire(evaluator, scope, node)
    places = _chosen(evaluator, numbers, block.rows)
    return places if isinstance(places, Block) else take_rows(block, places)


@function("CHOOSECOLS", "a a...", Trait.ARRAY)
def _choose_columns(evaluator: Evaluator, scope: Scope, block: Block, *numbers: Block) -> Value:
    places = _chosen(evaluator, numbers, block.columns)
    return places if isinstance(places, Block) else turned(take_rows(turned(block), places))


def _chosen(evaluator: Evaluator, numbers: Sequence[Block], count: int) -> Positions | Block:
    """Return the 0-based places that some numbers mean (-1: the last), or the error of the call."""
    found: list[np.ndarray] = []
    for block in numbers:
        data, bad = numbers_of(block, evaluator.context)
        failure = failed_lanes(bad)
        if failure is not None:
            return failure
        found.append(np.trunc(data).reshape(len(data), -1))
    lanes = max(len(part) for part in found)
    wanted = np.concatenate([np.broadcast_to(part, (lanes, part.shape[1])) for part in found], axis=1)
    outside = (wanted == 0) | (np.abs(wanted) > count)
    if outside.any():
        if lanes > 1 and not outside.any(axis=1).all():
            raise LaneSplit
        return error(VALUE)
    places = np.where(wanted > 0, wanted - 1, wanted + count).astype(np.int64)
    return places[0] if lanes == 1 else places


@function("TAKE", "l l? l?", Trait.ARRAY | Trait.ANY_FORM)
def _take(evaluator: Evaluator, scope: Scope, node: Node, rows: Node | None, columns: Node | None) -> Value:
    return _cut(evaluator, scope, node, (rows, columns), keep=True)


@function("DROP", "l l? l?", Trait.ARRAY | Trait.ANY_FORM)
def _drop(evaluator: Evaluator, scope: Scope, node: Node, rows: Node | None, columns: Node | None) -> Value:
    return _cut(evaluator, scope, node, (rows, columns), keep=False)


def _cut(
    evaluator: Evaluator, scope: Scope, node: Node, counts: tuple[Node | None, Node | None], *, keep: bool
) -> Value:
    """Return the first or last rows and columns, or what is left without them; of a range it is a range."""
    value = evaluator.value(node, scope.with_array())
    if not isinstance(value, Block | Ref):
        return error(VALUE)
    height, width = value.size() if isinstance(value, Ref) else (value.rows, value.columns)
    spans: list[tuple[int, int]] = []
    for count_node, length in zip(counts, (height, width), strict=True):
        if not given(count_node):
            spans.append((0, length))
            continue
        count, problem = one_choice(evaluator, scope, count_node, 0.0)
        if problem is not None:
            return problem
        size = min(abs(int(count)), length)
        if keep:
            span = (0, size) if count >= 0 else (length - size, length)
        else:
            span = (size, length) if count >= 0 else (0, length - size)
        if span[0] == span[1]:
            return error(CALC)
        spans.append(span)
    (top, bottom), (left, right) = spans
    if isinstance(value, Ref):
        return part_of(value, top, left, bottom, right)
    return Block(value.kind[:, top:bottom, left:right], value.data[:, top:bottom, left:right], value.uniform)


def part_of(ref: Ref, top: int, left: int, bottom: int, right: int) -> Ref:
    """Return the part of a range between two rows and two columns, counted from its corner; the ends are exclusive."""
    first, start = ref.top, ref.left
    return replace(ref, top=first + top, left=start + left, bottom=first + bottom - 1, right=start + right - 1)


@function("EXPAND", "l l? l? v?", Trait.ARRAY)
def _expand(
    evaluator: Evaluator, scope: Scope, node: Node, rows: Node | None, columns: Node | None, pad: Block | None
) -> Value:
    block = _entire(evaluator, scope, node)
    height, problem = one_choice(evaluator, scope, rows, float(block.rows))
    width, other_problem = one_choice(evaluator, scope, columns, float(block.columns))
    if problem is not None or other_problem is not None:
        return problem or other_problem  # type: ignore[return-value]
    if height < block.rows or width < block.columns:
        return error(VALUE)
    return _padded(block, (int(height), int(width)), pad)


def _padded(block: Block, shape: tuple[int, int], pad: Block | None) -> Block:
    filler = error(NA) if pad is None else pad
    if not filler.is_single:
        return error(VALUE)
    lanes = max(block.lanes, filler.lanes)
    current().room(lanes, *shape)
    kind = np.broadcast_to(filler.kind, (lanes, *shape)).copy()
    data = np.broadcast_to(filler.data, (lanes, *shape)).copy()
    kind[:, : block.rows, : block.columns], data[:, : block.rows, : block.columns] = block.kind, block.data
    return mixed(kind, data)


@function("TOCOL", "l l? l?", Trait.ARRAY | Trait.ANY_FORM)
def _to_column(evaluator: Evaluator, scope: Scope, node: Node, ignore: Node | None, by_column: Node | None) -> Value:
    return _listed(evaluator, scope, node, ignore, by_column)


@function("TOROW", "l l? l?", Trait.ARRAY | Trait.ANY_FORM)
def _to_row(evaluator: Evaluator, scope: Scope, node: Node, ignore: Node | None, by_column: Node | None) -> Value:
    return turned(_listed(evaluator, scope, node, ignore, by_column))


def _listed(evaluator: Evaluator, scope: Scope, node: Node, ignore: Node | None, by_column: Node | None) -> Block:
    """Return all cells in one column. `ignore`: 1 leaves blanks out, 2 errors, 3 both."""
    left_out, problem = one_choice(evaluator, scope, ignore, 0.0)
    scan, other_problem = one_choice(evaluator, scope, by_column, 0.0)
    if problem is not None or other_problem is not None:
        return problem or other_problem  # type: ignore[return-value]
    if left_out not in (0, 1, 2, 3):
        return error(VALUE)
    block = evaluator.array(node, scope) if left_out in (1, 3) else _entire(evaluator, scope, node)
    source = turned(block) if scan else block
    shape = (block.lanes, block.rows * block.columns, 1)
    kind, data = source.kind.reshape(shape), source.data.reshape(shape)
    if left_out == 0:
        return Block(kind, data, block.uniform)
    unknown = uncomputed(block) if left_out >= 2 else None
    if unknown is not None:
        return unknown
    keep = np.ones(shape, np.bool_)
    if left_out in (1, 3):
        keep &= kind != BLANK
    if left_out in (2, 3):
        keep &= kind != ERROR
    counts = keep.sum(axis=(1, 2))
    if (counts != counts[0]).any():
        raise LaneSplit
    if counts[0] == 0:
        return error(CALC)
    shape = (block.lanes, int(counts[0]), 1)
    return mixed(kind[keep].reshape(shape), data[keep].reshape(shape))


@function("WRAPROWS", "l l v?", Trait.ARRAY)
def _wrap_rows(evaluator: Evaluator, scope: Scope, node: Node, count: Node, pad: Block | None) -> Value:
    return _wrapped(evaluator, scope, node, count, pad)


@function("WRAPCOLS", "l l v?", Trait.ARRAY)
def _wrap_columns(evaluator: Evaluator, scope: Scope, node: Node, count: Node, pad: Block | None) -> Value:
    return turned(_wrapped(evaluator, scope, node, count, pad))


def _wrapped(evaluator: Evaluator, scope: Scope, node: Node, count_node: Node, pad: Block | None) -> Block:
    """Return a row or column broken into rows of `count` cells."""
    block = _entire(evaluator, scope, node)
    count, problem = one_choice(evaluator, scope, count_node, 0.0)
    if problem is not None:
        return problem
    if min(block.rows, block.columns) > 1:
        return error(VALUE)
    if count < 1:
        return error(NUM)
    length = block.rows * block.columns
    count = int(min(count, length))
    rows = -(-length // count)
    flat = Block(block.kind.reshape(block.lanes, 1, length), block.data.reshape(block.lanes, 1, length), block.uniform)
    filled = _padded(flat, (1, rows * count), pad)
    if filled.columns != rows * count:
        return filled
    shape = (filled.lanes, rows, count)
    return Block(filled.kind.reshape(shape), filled.data.reshape(shape), filled.uniform)


@function("TRIMRANGE", "l l? l?")
def _trim_range(evaluator: Evaluator, scope: Scope, node: Node, rows: Node | None, columns: Node | None) -> Value:
    """Blank rows and columns at the edges are cut off: 0 none, 1 leading, 2 trailing, 3 both."""
    value = evaluator.value(node, scope.with_array())
    how: list[int] = []
    for each in (rows, columns):
        number, problem = one_choice(evaluator, scope, each, 3.0)
        if problem is not None:
            return problem
        if number not in (0, 1, 2, 3):
            return error(VALUE)
        how.append(int(number))
    if not isinstance(value, Block | Ref):
        return error(VALUE)
    block = evaluator.cells(value)
    if block.lanes > 1:
        raise LaneSplit
    filled = np.broadcast_to(block.kind, block.shape)[0] != BLANK
    if not filled.any():
        return error(REF)
    height, width = value.size() if isinstance(value, Ref) else (block.rows, block.columns)
    top, bottom = _edges(filled.any(axis=1), how[0], height)
    left, right = _edges(filled.any(axis=0), how[1], width)
    if isinstance(value, Ref):
        return part_of(value, top, left, bottom, right)
    return Block(block.kind[:, top:bottom, left:right], block.data[:, top:bottom, left:right], block.uniform)


def _edges(filled: np.ndarray, how: int, length: int) -> tuple[int, int]:
    places = np.flatnonzero(filled)
    return (int(places[0]) if how & 1 else 0), (int(places[-1]) + 1 if how & 2 else length)
