"""SUM, COUNT, AVERAGE, MIN and MAX of a window that grows down a column (`SUM(A$2:A2)`) or shrinks (`SUM(A2:A$99)`).

Each cell is looked at once: a window's value is what has been gathered up to its last row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import failing, one_per_lane
from socroi.engine.evaluation.coerce import first_error, no_errors
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.tree import Area, Binary
from socroi.engine.model.block import BLANK, DIV0, ERROR, NUMBER, UNCOMPUTED
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from socroi.engine.declaration.signatures import FunctionCall
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Block, Data, Mask

    Places = NDArray[np.int64]

_FEWEST = 8
"""For fewer lanes the windows are read one by one."""


def _may_grow(node: Node) -> bool:
    if isinstance(node, Area):
        return node.top.absolute is not node.bottom.absolute
    return isinstance(node, Binary) and node.operator == ":"


def _windows(ref: Value, lanes: int) -> tuple[Ref, Places, bool] | None:
    """Return all that the windows cover, how many rows each has, and whether they shrink; None for other references."""
    if not isinstance(ref, Ref) or ref.is_3d or ref.external is not None or not ref.inside_grid():
        return None
    if _varies(ref.left) or _varies(ref.right) or int(ref.left[0]) > int(ref.right[0]) or (ref.top > ref.bottom).any():
        return None
    grows = not _varies(ref.top) and len(ref.bottom) == lanes
    if not grows and (_varies(ref.bottom) or len(ref.top) != lanes):
        return None
    whole = replace(
        ref,
        top=ref.top.min(keepdims=True),
        bottom=ref.bottom.max(keepdims=True),
        left=ref.left[:1],
        right=ref.right[:1],
    )
    return whole, np.broadcast_to(ref.height, (lanes,)), not grows


def _varies(side: Places) -> bool:
    return bool((side != side[0]).any())


def _error_up_to(block: Block, lengths: Places, *, shrinks: bool) -> Bad | bool:
    """Return the first error of each window; False where it cannot be told from here."""
    if not block.has(ERROR):
        return None
    if shrinks:
        return False
    codes = np.where(block.kind[0] == ERROR, block.data[0], -1).astype(np.int8)
    bad = no_errors((len(lengths),))
    for wrong in (codes >= 0, codes == UNCOMPUTED):
        rows = np.flatnonzero(wrong.any(axis=1))
        if len(rows):
            first = codes[rows[0]]
            bad[lengths > rows[0]] = first[wrong[rows[0]].argmax()]
    return bad


def _before(
    general: FunctionCall,
    gather: Callable[[Data, Mask, Block, bool], tuple[Data, Data]],
    *,
    errors: bool = True,
    none: float | None = None,
) -> FunctionCall:
    """Let a function see growing windows first.

    `gather` gives running results and counts by row, of windows that shrink from below; `none` is the error where
    nothing is counted, None for no error.
    """

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if scope.lanes >= _FEWEST and len(nodes) == 1 and _may_grow(nodes[0]):
            found = _over_windows(evaluator, scope, nodes[0])
            if found is not None:
                return found
        return general(evaluator, scope, nodes)

    def _over_windows(evaluator: Evaluator, scope: Scope, node: Node) -> Block | None:
        windows = _windows(evaluator.value(node, scope), scope.lanes)
        if windows is None:
            return None
        whole, lengths, shrinks = windows
        block = evaluator.cells(whole)
        if block.lanes > 1 or block.rows != int(whole.height[0]):
            return None
        bad = _error_up_to(block, lengths, shrinks=shrinks)
        if isinstance(bad, bool):
            return None
        if not errors and bad is not None:
            if (block.where(ERROR) & (block.data == UNCOMPUTED)).any():
                return None
            bad = None
        data, counted = block.data[0], block.where(NUMBER)[0]
        order = slice(None, None, -1) if shrinks else slice(None)
        results, numbers = gather(data[order], counted[order], _flipped(block) if shrinks else block, shrinks)
        few = None if none is None else failing(numbers[lengths - 1] == 0, none)
        return one_per_lane(results[lengths - 1], first_error(bad, few))

    return call


def _flipped(block: Block) -> Block:
    return replace(block, kind=block.kind[:, ::-1], data=block.data[:, ::-1])


def _sums(data: Data, counted: Mask, *, shrinks: bool) -> Data:
    total: Data
    if shrinks:
        # From below, the order of a sum is another; the wider type comes closest to what that one rounds to.
        rows = data.sum(axis=1, where=counted, dtype=np.longdouble)
        total = np.add.accumulate(rows).astype(np.float64)
        return total
    # Cell after cell, as the sum of each window by itself is added.
    added = np.add.accumulate(np.where(counted, data, 0.0).ravel())
    total = added[data.shape[1] - 1 :: data.shape[1]]
    return total


def _counts(counted: Mask) -> Data:
    count: Data = counted.sum(axis=1).cumsum().astype(np.float64)
    return count


def _extremes(data: Data, counted: Mask, *, high: bool) -> tuple[Data, Data]:
    none = -np.inf if high else np.inf
    rows = np.where(counted, data, none)
    running = np.maximum.accumulate(rows.max(axis=1)) if high else np.minimum.accumulate(rows.min(axis=1))
    numbers = _counts(counted)
    return np.where(numbers > 0, running, 0.0), numbers


def _mean(data: Data, counted: Mask, *, shrinks: bool) -> tuple[Data, Data]:
    numbers = _counts(counted)
    return _sums(data, counted, shrinks=shrinks) / np.maximum(numbers, 1), numbers


def _filled(block: Block) -> tuple[Data, Data]:
    count = _counts(~block.where(BLANK)[0])
    return count, count


def sums(general: FunctionCall) -> FunctionCall:
    """Let a function that adds up see growing windows first."""
    return _before(general, lambda data, counted, _, shrinks: (_sums(data, counted, shrinks=shrinks), _counts(counted)))


def means(general: FunctionCall) -> FunctionCall:
    """Let a function that takes the mean see growing windows first."""
    return _before(general, lambda data, counted, _, shrinks: _mean(data, counted, shrinks=shrinks), none=DIV0)


def least(general: FunctionCall) -> FunctionCall:
    """Let a function that takes the least number see growing windows first."""
    return _before(general, lambda data, counted, _, _shrinks: _extremes(data, counted, high=False))


def greatest(general: FunctionCall) -> FunctionCall:
    """Let a function that takes the greatest number see growing windows first."""
    return _before(general, lambda data, counted, _, _shrinks: _extremes(data, counted, high=True))


def counts(general: FunctionCall) -> FunctionCall:
    """Let a function that counts numbers see growing windows first."""
    return _before(general, lambda _data, counted, _, _shrinks: (_counts(counted), _counts(counted)), errors=False)


def filled(general: FunctionCall) -> FunctionCall:
    """Let a function that counts what is not blank see growing windows first."""
    return _before(general, lambda _data, _counted, block, _shrinks: _filled(block), errors=False)
