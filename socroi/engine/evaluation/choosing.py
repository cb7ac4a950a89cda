"""One of two values, lane by lane and cell by cell; what is not needed is not computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.coerce import aligned, errors_of, with_errors
from socroi.engine.model.block import ERROR, booleans, mixed
from socroi.engine.model.interruptions import LaneSplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.model.block import Block, Mask


def choose(
    evaluator: Evaluator,
    scope: Scope,
    condition: Mask,
    bad: Bad,
    yes: Callable[[Scope], Value],
    no: Callable[[Scope], Value],
) -> Value:
    """Return `yes` where the condition holds and `no` elsewhere, each computed only for the lanes that want it.

    `condition` has shape (lanes or 1, rows, columns); its errors, `bad`, become the result. An array of conditions
    gives an array, even where all of them hold.
    """
    single = condition.shape[1:] == (1, 1)
    if bad is None and single and condition.all():
        return yes(scope)
    if bad is None and single and not condition.any():
        return no(scope)
    if single and condition.shape[0] > 1:
        return _choose_lanes(evaluator, scope, condition[:, 0, 0], None if bad is None else bad[:, 0, 0], yes, no)
    if bad is not None and (bad >= 0).all():
        return mixed(np.full(bad.shape, ERROR, np.uint8), bad.astype(np.float64))
    blocks = aligned(
        [
            with_errors(booleans(condition), bad),
            evaluator.operand(yes(scope), scope) if condition.any() else evaluator.literal(None),
            evaluator.operand(no(scope), scope) if not condition.all() else evaluator.literal(None),
        ]
    )
    chosen = blocks[0].data != 0  # where it is an error, that is put in below
    result = mixed(np.where(chosen, blocks[1].kind, blocks[2].kind), np.where(chosen, blocks[1].data, blocks[2].data))
    return with_errors(result, errors_of(blocks[0]))


def _choose_lanes(
    evaluator: Evaluator,
    scope: Scope,
    condition: Mask,
    bad: Bad,
    yes: Callable[[Scope], Value],
    no: Callable[[Scope], Value],
) -> Block:
    failed = np.zeros(len(condition), np.bool_) if bad is None else bad >= 0
    parts: list[tuple[Mask, Block]] = []
    for mask, branch in ((condition & ~failed, yes), (~condition & ~failed, no)):
        if mask.any():
            inner = scope.narrowed(mask)
            parts.append((mask, evaluator.operand(branch(inner), inner)))
    sizes = {(block.rows, block.columns) for _, block in parts}
    if len(sizes) > 1:
        raise LaneSplit
    rows, columns = sizes.pop() if sizes else (1, 1)
    kind = np.full((len(condition), rows, columns), ERROR, np.uint8)
    data = np.zeros((len(condition), rows, columns))
    if bad is not None:
        data[failed] = bad[failed].reshape(-1, 1, 1)
    for mask, block in parts:
        kind[mask], data[mask] = block.kind, block.data
    return mixed(kind, data)
