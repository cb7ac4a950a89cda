"""LET, LAMBDA and the functions that call a LAMBDA: every element, row or column becomes a lane, so that one
evaluation serves all. Those of a range are references.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, numbers_of
from socroi.engine.evaluation.scope import lanes_of
from socroi.engine.evaluation.values import Function, Omitted, Ref, Value
from socroi.engine.formula.tree import Name
from socroi.engine.model.block import CALC, UNCOMPUTED, VALUE, Block, error, mixed, numbers
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Indices
    from socroi.engine.formula.tree import Node


@function("LET", "l l l...")
def _let(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    if len(nodes) % 2 == 0:
        raise Uncomputable("LET needs a value for each name, and a calculation")
    for name, node in zip(nodes[:-1:2], nodes[1::2], strict=True):
        scope = scope.bound({_label(name): evaluator.value(node, scope)})
    return evaluator.value(nodes[-1], scope)


@function("LAMBDA", "l...")
def _lambda(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    labels = [_label(node) for node in nodes[:-1]]
    optional = frozenset(label[1:-1] for label in labels if label.startswith("["))
    return Function(tuple(label.strip("[]") for label in labels), optional, nodes[-1], scope.names)


def _label(node: Node) -> str:
    if not isinstance(node, Name):
        raise Uncomputable("a name is expected in LET or LAMBDA")
    return node.name.casefold()


@function("ISOMITTED", "r")
def _is_omitted(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    return evaluator.literal(isinstance(value, Omitted))


@function("MAP", "l l...", Trait.ARRAY)
def _map(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    values = [evaluator.value(node, scope.with_forced_array()) for node in nodes[:-1]]
    read = [evaluator.cells(value) for value in values]
    blocks = aligned(read)
    shape = np.broadcast_shapes(*(block.shape for block in blocks), (scope.lanes, 1, 1))
    current().room(*shape)
    elements: list[Block | Ref] = []
    for value, block, own in zip(values, blocks, read, strict=True):
        element = _reshaped(block, shape, (-1, 1, 1))
        elements.append(_referring(value, element, shape, 1, 1) if own.shape[1:] == shape[1:] else element)
    return _called(evaluator, scope, nodes[-1], elements, shape[1] * shape[2], shape)


@function("BYROW", "l l", Trait.ARRAY)
def _by_row(evaluator: Evaluator, scope: Scope, array: Node, node: Node) -> Value:
    value = evaluator.value(array, scope.with_forced_array())
    block = evaluator.cells(value)
    shape = (scope.lanes, block.rows, block.columns)
    current().room(*shape)
    rows = _reshaped(block, shape, (-1, 1, block.columns))
    calls = (scope.lanes, block.rows, 1)
    return _called(evaluator, scope, node, [_referring(value, rows, calls, 1, 0)], block.rows, calls)


@function("BYCOL", "l l", Trait.ARRAY)
def _by_column(evaluator: Evaluator, scope: Scope, array: Node, node: Node) -> Value:
    value = evaluator.value(array, scope.with_forced_array())
    block = evaluator.cells(value)
    turned = mixed(block.kind.transpose(0, 2, 1), block.data.transpose(0, 2, 1))
    shape = (scope.lanes, block.columns, block.rows)
    current().room(*shape)
    columns = _reshaped(turned, shape, (-1, block.rows, 1))
    calls = (scope.lanes, 1, block.columns)
    return _called(evaluator, scope, node, [_referring(value, columns, calls, 0, 1)], block.columns, calls)


def _referring(value: Value, element: Block, calls: tuple[int, int, int], down: int, right: int) -> Block | Ref:
    """Return what a LAMBDA is handed of an array: of a range a reference to each part, which holds its cells.

    Args:
        value: the array, or the range.
        element: its parts, one for each call.
        calls: how many calls: for each lane of the formula so many down and to the right.
        down: how many rows the next part down lies below; 0 where a part is as tall as all.
        right: how many columns the next part lies to the right; 0 where a part is as wide as all.
    """
    if not isinstance(value, Ref) or value.is_3d or not value.inside_grid():
        return element

    def spread(side: Indices, axis: int, *, moves: int) -> Indices:
        places = side.reshape(-1, 1, 1)
        if moves:
            places = places + np.arange(calls[axis]).reshape((1, -1, 1) if axis == 1 else (1, 1, -1))
        return places.ravel() if places.size == 1 or places.shape == calls else np.broadcast_to(places, calls).ravel()

    top, left = spread(value.top, 1, moves=down), spread(value.left, 2, moves=right)
    bottom = top if down else spread(value.bottom, 1, moves=0)
    ref = Ref(value.sheet, top, left, bottom, left if right else spread(value.right, 2, moves=0))
    ref.external, ref.held = value.external, element
    return ref


@function("MAKEARRAY", "v v l", Trait.ARRAY)
def _make_array(evaluator: Evaluator, scope: Scope, height: Block, width: Block, node: Node) -> Value:
    rows, columns = _size(evaluator, height), _size(evaluator, width)
    if not (1 <= rows <= MAX_ROWS and 1 <= columns <= MAX_COLUMNS):
        return error(VALUE)
    shape = (scope.lanes, rows, columns)
    current().room(*shape)
    _, row, column = np.indices(shape)
    elements = [numbers(np.float64(index + 1).reshape(-1, 1, 1)) for index in (row, column)]
    return _called(evaluator, scope, node, elements, rows * columns, shape)


def _size(evaluator: Evaluator, block: Block) -> int:
    data, bad = numbers_of(block, evaluator.context)
    if bad is not None and (bad >= 0).any():
        if (bad == UNCOMPUTED).any():
            raise Uncomputable("how large it is hangs on what was not computed")
        return 0
    if (data != data.flat[0]).any():
        raise LaneSplit
    return int(data.flat[0])


@function("REDUCE", "v l l")
def _reduce(evaluator: Evaluator, scope: Scope, start: Block, array: Node, node: Node) -> Value:
    total: Value = start
    value = evaluator.value(array, scope.with_forced_array())
    for element in _elements(value, evaluator.cells(value)):
        total = evaluator.apply(evaluator.value(node, scope), [total, element], scope)
    return total


@function("SCAN", "v l l", Trait.ARRAY)
def _scan(evaluator: Evaluator, scope: Scope, start: Block, array: Node, node: Node) -> Value:
    total: Value = start
    steps: list[Block] = []
    value = evaluator.value(array, scope.with_forced_array())
    block = evaluator.cells(value)
    for element in _elements(value, block):
        total = evaluator.apply(evaluator.value(node, scope), [total, element], scope)
        cell = evaluator.cells(total)
        steps.append(cell if cell.is_single else error(CALC))
    lanes = max(step.lanes for step in steps)
    shape = (lanes, block.rows, block.columns)
    kind = np.stack([np.broadcast_to(step.kind[:, 0, 0], lanes) for step in steps], axis=1).reshape(shape)
    data = np.stack([np.broadcast_to(step.data[:, 0, 0], lanes) for step in steps], axis=1).reshape(shape)
    return mixed(kind, data)


def _elements(value: Value, block: Block) -> Iterator[Block | Ref]:
    """Yield the cells of an array, row by row, each as a block of its own; of a range as a reference."""
    for r in range(block.rows):
        for c in range(block.columns):
            cell = mixed(block.kind[:, r : r + 1, c : c + 1], block.data[:, r : r + 1, c : c + 1])
            if isinstance(value, Ref) and not value.is_3d and value.inside_grid():
                top, left = value.top + r, value.left + c
                ref = Ref(value.sheet, top, left, top, left, -1, value.external)
                ref.held = cell
                yield ref
            else:
                yield cell


def _reshaped(block: Block, shape: tuple[int, ...], wanted: tuple[int, int, int]) -> Block:
    kind = np.broadcast_to(block.kind, shape).reshape(wanted)
    data = np.broadcast_to(block.data, shape).reshape(wanted)
    return Block(kind, data, block.uniform)


def _called(
    evaluator: Evaluator, scope: Scope, node: Node, elements: Sequence[Block | Ref], times: int, shape: tuple[int, ...]
) -> Value:
    """Call a LAMBDA for all elements at once and put the results into `shape`."""
    inner = scope.repeated(times)
    function_value = evaluator.value(node, scope)
    lanes = np.repeat(np.arange(scope.lanes), times)
    called = lanes_of(function_value, lanes)
    try:
        result = evaluator.cells(evaluator.apply(called, list(elements), inner))
    except LaneSplit:
        result = _called_one_by_one(evaluator, inner, called, elements)
    if not result.is_single:
        return error(CALC)
    count = (shape[0] * times, 1, 1)
    kind = np.broadcast_to(result.kind, count).reshape(shape)
    data = np.broadcast_to(result.data, count).reshape(shape)
    return mixed(kind, data)


def _called_one_by_one(evaluator: Evaluator, scope: Scope, called: Value, elements: Sequence[Block | Ref]) -> Block:
    """Call a LAMBDA lane by lane: its parts are of different sizes, as where it filters."""
    if scope.lanes == 1:
        raise LaneSplit
    kind, data = np.zeros((scope.lanes, 1, 1), np.uint8), np.zeros((scope.lanes, 1, 1))
    for lane in range(scope.lanes):
        one = np.array([lane])
        arguments = [element.take_lanes(one) for element in elements]
        cell = evaluator.cells(evaluator.apply(lanes_of(called, one), arguments, scope.lane(lane)))
        if not cell.is_single:
            return error(CALC)
        kind[lane], data[lane] = cell.kind[0], cell.data[0]
    return mixed(kind, data)
