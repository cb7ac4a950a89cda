"""INDEX and OFFSET: references to parts of a range, or the parts of an array."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import no_reference
from socroi.engine.declaration.declare import function, given
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, errors_of, first_error, numbers_of, with_errors
from socroi.engine.evaluation.values import Ref, Union, Value
from socroi.engine.model.block import REF, VALUE, Block, error
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.search.vectors import areas_of, one_choice, size
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data
    from socroi.engine.search.keys import Positions

FAR = 2.0**40
"""Further away than any cell."""


def _number(evaluator: Evaluator, scope: Scope, node: Node | None, default: float) -> Block:
    """Return an argument's numbers, the default where it was left out."""
    if node is None or not given(node):
        return evaluator.literal(default)
    return evaluator.block(node, scope)


@function("INDEX", "l l? l? l?", Trait.PLAIN | Trait.INDIFFERENT | Trait.REFERRING | Trait.ANY_FORM)
def _index(
    evaluator: Evaluator, scope: Scope, where: Node, row: Node | None, column: Node | None, area: Node | None
) -> Value:
    value = evaluator.value(where, scope.with_array())
    if isinstance(value, Union) or given(area):
        value = _area(evaluator, scope, value, area)
    if not isinstance(value, Block | Ref):
        return error(VALUE)
    height, width = size(value)
    rows, columns = _number(evaluator, scope, row, 0.0), _number(evaluator, scope, column, 0.0)
    if isinstance(value, Block) and value.is_single and value.lanes == 1 and (wrong := errors_of(value)) is not None:
        return with_errors(value, first_error(errors_of(rows), errors_of(columns), wrong))
    if column is None and height == 1 and width > 1:
        # A list that lies on its side is counted along it.
        rows, columns = evaluator.literal(0.0), rows
    elif column is None and row is not None and isinstance(value, Ref) and width > 1:
        # Of a range that is no list one number says nothing; of an array it says which row.
        columns = evaluator.literal(FAR)
    rows, columns = aligned((rows, columns))
    row_number, row_bad = numbers_of(rows, evaluator.context)
    column_number, column_bad = numbers_of(columns, evaluator.context)
    r, c = np.trunc(row_number), np.trunc(column_number)
    outside = np.where((r < 0) | (c < 0), VALUE, np.where((r > height) | (c > width), REF, -1)).astype(np.int8)
    bad = first_error(row_bad, column_bad, outside)
    assert bad is not None  # noqa: S101 - `outside` is there
    failed = bad >= 0
    if failed.all():
        return with_errors(error(REF), bad)
    r, c = (np.where(failed, 1.0, n) for n in (r, c))
    if r.shape[1:] == (1, 1) and c.shape[1:] == (1, 1):
        part = _part(evaluator, value, r[:, 0, 0].astype(np.int64), c[:, 0, 0].astype(np.int64))
        return with_errors(evaluator.cells(part), bad) if failed.any() else part
    return with_errors(_many(evaluator, value, r, c), bad)


def _area(evaluator: Evaluator, scope: Scope, value: Value, node: Node | None) -> Block | Ref:
    number, problem = one_choice(evaluator, scope, node, 1.0)
    if problem is not None:
        return problem
    areas: list[Block | Ref] = [value] if isinstance(value, Block) else [*areas_of(value)]
    if number < 1:
        return error(VALUE)
    return areas[int(number) - 1] if number <= len(areas) else error(REF)


def _part(evaluator: Evaluator, value: Block | Ref, row: Positions, column: Positions) -> Value:
    """Return one cell, or a whole row or column where the number is 0, for each lane."""
    if isinstance(value, Ref):
        top = np.where(row == 0, value.top, value.top + row - 1)
        bottom = np.where(row == 0, value.bottom, value.top + row - 1)
        left = np.where(column == 0, value.left, value.left + column - 1)
        right = np.where(column == 0, value.right, value.left + column - 1)
        return Ref(value.sheet, top, left, bottom, right, value.last_sheet, value.external)
    every_row, every_column = row == 0, column == 0
    if every_row.any() != every_row.all() or every_column.any() != every_column.all():
        raise LaneSplit
    if every_row.any() and every_column.any():
        return value
    lanes = 0 if value.lanes == 1 else np.arange(value.lanes)
    if every_row.any():
        kind, data = value.kind[lanes, :, column - 1], value.data[lanes, :, column - 1]
        return Block(kind[:, :, None], data[:, :, None], value.uniform)
    if every_column.any():
        kind, data = value.kind[lanes, row - 1], value.data[lanes, row - 1]
        return Block(kind[:, None, :], data[:, None, :], value.uniform)
    kind, data = value.kind[lanes, row - 1, column - 1], value.data[lanes, row - 1, column - 1]
    return Block(kind.reshape(-1, 1, 1), data.reshape(-1, 1, 1), value.uniform)


def _many(evaluator: Evaluator, value: Block | Ref, row: Data, column: Data) -> Block:
    """Return the cells at lists of rows and columns."""
    height, width = size(value)
    if (row == 0).any() and height > 1:
        raise Uncomputable("INDEX with a list of columns needs a row for each")
    if (column == 0).any() and width > 1:
        raise Uncomputable("INDEX with a list of rows needs a column for each")
    r, c = np.maximum(row.astype(np.int64) - 1, 0), np.maximum(column.astype(np.int64) - 1, 0)
    block = evaluator.cells(value)
    blank = (r >= block.rows) | (c >= block.columns)
    r, c = np.where(blank, 0, r), np.where(blank, 0, c)
    lanes = 0 if block.lanes == 1 else np.arange(block.lanes)[:, None, None]
    kind, data = block.kind[lanes, r, c], block.data[lanes, r, c]
    return Block(np.where(blank, np.uint8(0), kind), np.where(blank, 0.0, data), None if blank.any() else block.uniform)


@function("OFFSET", "r v v l? l?", Trait.INDIFFERENT | Trait.REFERRING | Trait.HIDING | Trait.LISTING)
def _offset(
    evaluator: Evaluator,
    scope: Scope,
    base: Value,
    rows: Block,
    columns: Block,
    height: Node | None,
    width: Node | None,
) -> Value:
    if not isinstance(base, Ref):
        return no_reference(base)
    if base.is_3d or base.external is not None:
        return error(VALUE)
    (down, right), bad = _steps(evaluator, [rows, columns])
    tall, broad = base.height, base.width
    for node, across in ((height, False), (width, True)):
        if node is not None and given(node):
            block = evaluator.block(node, scope)
            (size_given,), wrong = _steps(evaluator, [block])
            # A fraction between 0 and 1 counts as 1.
            size_given = np.where((size_given == 0) & (block.data[:, 0, 0] > 0), 1, size_given)
            bad = first_error(bad, wrong)
            tall, broad = (tall, size_given) if across else (size_given, broad)
    top, left = base.top + down, base.left + right
    # A negative height or width goes up or to the left.
    top, bottom = np.where(tall > 0, top, top + tall + 1), np.where(tall > 0, top + tall - 1, top)
    left, end = np.where(broad > 0, left, left + broad + 1), np.where(broad > 0, left + broad - 1, left)
    outside = (tall == 0) | (broad == 0) | (top < 0) | (left < 0) | (bottom >= MAX_ROWS) | (end >= MAX_COLUMNS)
    if bad is None and not outside.any():
        return Ref(base.sheet, top, left, bottom, end)
    bad = first_error(bad, np.where(outside, REF, -1).astype(np.int8).reshape(-1, 1, 1))
    return _where_possible(evaluator, Ref(base.sheet, top, left, bottom, end), bad)


def _where_possible(evaluator: Evaluator, ref: Ref, bad: Bad) -> Value:
    """Read a reference in the lanes that have one; the others get their errors."""
    if bad is None or not (bad >= 0).any():
        return ref
    good = np.flatnonzero(bad[:, 0, 0] < 0)
    if not good.size:
        return with_errors(error(REF), bad)
    lanes = np.arange(len(bad))
    lanes[bad[:, 0, 0] >= 0] = good[0]
    return with_errors(evaluator.cells(ref.take_lanes(lanes)), bad)


def _steps(evaluator: Evaluator, blocks: list[Block]) -> tuple[list[Positions], Bad]:
    """Return whole numbers of shape (lanes,) for some single cells, and their errors."""
    if not all(block.is_single for block in blocks):
        raise Uncomputable("OFFSET makes one reference of each call, not a list of references")
    found: list[Positions] = []
    bad: Bad = None
    for block in blocks:
        data, wrong = numbers_of(block, evaluator.context)
        bad = first_error(bad, wrong)
        found.append(np.clip(np.trunc(data[:, 0, 0]), -FAR, FAR).astype(np.int64))
    return found, bad
