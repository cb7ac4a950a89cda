"""Functions that take a list of references: `SUBTOTAL(3,OFFSET(A2,ROW(A2:A9)-ROW(A2),0))` counts every cell by itself.

Excel has arrays of references in this one place: OFFSET and INDIRECT with lists as arguments make them, and the
functions here answer each with one value. Every reference becomes a lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.signatures import SIGNATURES
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation.coerce import aligned
from socroi.engine.formula.tree import Call, Missing, Name
from socroi.engine.model.block import Block, mixed
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.declaration.signatures import FunctionCall
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node


def over_references(name: str, call: FunctionCall) -> FunctionCall:
    """Return a function that answers for every reference of a list by itself."""

    def lifted(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        spread = _spread(evaluator, scope, nodes) if scope.array else None
        if spread is None:
            return call(evaluator, scope, nodes)
        inner, parts, shape = spread
        try:
            result = evaluator.cells(call(evaluator, inner, parts))
        except LaneSplit:
            result = _one_by_one(evaluator, inner, parts, call)
        if not result.is_single:
            raise Uncomputable(f"{name} of a list of references and another list is not computed here")
        count = (shape[0] * shape[1] * shape[2], 1, 1)
        kind = np.broadcast_to(result.kind, count).reshape(shape)
        return mixed(kind, np.broadcast_to(result.data, count).reshape(shape))

    return lifted


def _spread(
    evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]
) -> tuple[Scope, list[Node], tuple[int, int, int]] | None:
    """Return a scope with a lane for every reference, the arguments as seen from there, and the shape of the list."""
    parts = list(nodes)
    lists: list[Block] = []
    for place, node in enumerate(nodes):
        if not isinstance(node, Call) or not has(node.name, Trait.LISTING):
            continue
        arguments = list(node.arguments)
        evaluator.context.function(node.name)  # its family may not be loaded yet
        for at, kind in enumerate(SIGNATURES[node.name].kinds(len(arguments))):
            wanted = kind != "r" and not isinstance(arguments[at], Missing)
            block = evaluator.block(arguments[at], scope) if wanted else None
            if block is not None and not block.is_single:
                arguments[at] = Name(f"\0list{len(lists)}")
                lists.append(block)
        parts[place] = replace(node, arguments=tuple(arguments))
    if not lists:
        return None
    blocks = aligned(lists)
    lanes, rows, columns = np.broadcast_shapes(*(block.shape for block in blocks), (scope.lanes, 1, 1))
    shape = (lanes, rows, columns)
    names = {
        f"\0list{index}": Block(
            np.broadcast_to(block.kind, shape).reshape(-1, 1, 1),
            np.broadcast_to(block.data, shape).reshape(-1, 1, 1),
            block.uniform,
        )
        for index, block in enumerate(blocks)
    }
    return scope.repeated(rows * columns).bound(names), parts, shape


def _one_by_one(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node], call: FunctionCall) -> Block:
    """Answer lane by lane: the references are of different sizes, as in a running total."""
    cells = [evaluator.cells(call(evaluator, scope.lane(lane), nodes)) for lane in range(scope.lanes)]
    if not all(cell.is_single for cell in cells):
        raise LaneSplit
    return mixed(np.concatenate([cell.kind for cell in cells]), np.concatenate([cell.data for cell in cells]))
