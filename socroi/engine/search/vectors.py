"""Rows and columns of ranges and arrays as lookups see them: what is searched, and what is picked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.coerce import errors_of, first_error, numbers_of, with_errors
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import BLANK, ERROR, NUMBER, Block, mixed
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.search.keys import cells_of
from socroi.records import replace

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.search.keys import Positions


def size(value: Block | Ref) -> tuple[int, int]:
    """Return (rows, columns) of a range, the blank ones at the end of a whole column too, or of an array."""
    return value.size() if isinstance(value, Ref) else (value.rows, value.columns)


def line(evaluator: Evaluator, value: Block | Ref, number: int, *, across: bool) -> Block:
    """Return the column (or with `across` the row) of a range or an array with that 0-based number."""
    if isinstance(value, Ref):
        if across:
            return evaluator.cells(replace(value, top=value.top + number, bottom=value.top + number))
        return evaluator.cells(replace(value, left=value.left + number, right=value.left + number))
    if across:
        return Block(value.kind[:, number : number + 1], value.data[:, number : number + 1], value.uniform)
    return Block(value.kind[:, :, number : number + 1], value.data[:, :, number : number + 1], value.uniform)


def picked(block: Block, positions: Positions) -> Block:
    """Return the cells of a one-row or one-column block at some positions of each lane; below its end they are blank.

    Args:
        block: (lanes or 1, length, 1) or (lanes or 1, 1, length).
        positions: any shape (lanes or 1, rows, columns), none below 0.
    """
    cells = cells_of(block)
    inside = positions < cells.length
    at = np.where(inside, positions, 0)
    lanes = 0 if cells.lanes == 1 else np.arange(cells.lanes)[:, None, None]
    kind, data = cells.kind[lanes, at], cells.data[lanes, at]
    if not inside.all():
        kind, data = np.where(inside, kind, np.uint8(BLANK)), np.where(inside, data, 0.0)
    return Block(kind, data, block.uniform if inside.all() else None)


def blanks_as_zero(block: Block) -> Block:
    """Return lookup values with 0 for blanks, as all lookups but XLOOKUP and XMATCH take them."""
    if not block.has(BLANK):
        return block
    return mixed(np.where(block.where(BLANK), np.uint8(NUMBER), block.kind), block.data)


def one_choice(evaluator: Evaluator, scope: Scope, node: Node | None, default: float) -> tuple[float, Block | None]:
    """Return a whole number that is the same for all lanes, such as a match mode, or the error in its place."""
    if node is None or isinstance(node, Missing):
        return default, None
    block = evaluator.block(node, scope)
    data, bad = numbers_of(block, evaluator.context)
    if bad is not None and (bad >= 0).any():
        if bad.size > 1:
            raise LaneSplit
        return default, mixed(np.full((1, 1, 1), ERROR, np.uint8), bad.astype(np.float64))
    if (data != data.flat[0]).any():
        raise LaneSplit
    return float(np.trunc(data.flat[0])), None


def areas_of(value: Value) -> list[Ref]:
    """Return the areas of a reference."""
    if isinstance(value, Ref):
        return [value]
    parts = getattr(value, "parts", None)
    return list(parts) if parts is not None else []


def refused(value: Block | Ref, key: Block) -> Block | None:
    """Return the result where an argument is one error instead of a range or an array, None where it is not."""
    if isinstance(value, Block) and value.is_single and value.lanes == 1 and value.has(ERROR):
        return with_errors(value, first_error(errors_of(key), errors_of(value)))
    return None
