"""DSUM, DCOUNT, DGET and their kin: a table with headers, a field of it, a range of criteria with headers of its own.

The rows of the criteria are alternatives; within a row all conditions must hold. A text takes every text that begins
with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.sums import sum_of
from socroi.engine.declaration.answers import failing, one_per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.evaluation.coerce import errors_of, first_error, texts_of
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import (
    BLANK,
    BOOLEAN,
    DIV0,
    ERROR,
    NUM,
    NUMBER,
    TEXT,
    UNCOMPUTED,
    VALUE,
    Block,
    error,
    mixed,
    uncomputed,
)
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.search.criterion import fulfilled, keyed, read_criterion, require_certain
from socroi.engine.statistics.moments import mean_of, variance

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask


class _Refused(Exception):
    def __init__(self, code: float) -> None:
        super().__init__()
        self.code = code


def _cells(evaluator: Evaluator, value: Value) -> tuple[Ref, Block]:
    if not isinstance(value, Ref) or value.is_3d:
        raise _Refused(_no_reference(value))
    block = evaluator.cells(value)
    if block.lanes > 1:
        raise LaneSplit
    return value, block


def _no_reference(value: Value) -> float:
    """Return the error of what is no range of the sheet: an array is refused, whatever it holds."""
    if isinstance(value, Block) and uncomputed(value):
        return UNCOMPUTED
    return float(value.data.flat[0]) if isinstance(value, Block) and value.uniform == ERROR else VALUE


def _column(block: Block, place: int) -> Block:
    return mixed(block.kind[:, 1:, place : place + 1], block.data[:, 1:, place : place + 1])


def _headers(block: Block, evaluator: Evaluator) -> list[str | None]:
    """Return the headers, casefolded; None for a blank or an error."""
    top = mixed(block.kind[:, :1], block.data[:, :1])
    codes, _ = texts_of(top, evaluator.strings)
    texts = [text.casefold() for text in evaluator.strings.texts(codes)]
    return [
        text if kind not in (BLANK, ERROR) else None for text, kind in zip(texts, top.kind[0, 0].tolist(), strict=True)
    ]


def _chosen(evaluator: Evaluator, database: Block, headers: list[str | None], criteria: Ref, conditions: Block) -> Mask:
    """Return the mask of the records that fulfil the criteria."""
    result = np.zeros(database.rows - 1, np.bool_)
    titles = _headers(conditions, evaluator)
    beyond = int(criteria.height[0]) - conditions.rows
    for row in range(1, conditions.rows):
        held = np.ones(database.rows - 1, np.bool_)
        for place, title in enumerate(titles):
            kind, data = int(conditions.kind[0, row, place]), float(conditions.data[0, row, place])
            if kind == BLANK:
                continue
            if kind == ERROR and data == UNCOMPUTED:
                raise _Refused(UNCOMPUTED)
            if title is None or title not in headers:
                held &= _computed(evaluator, criteria, row, place, len(held))
                continue
            if kind == TEXT and not evaluator.strings[data]:  # every text begins with nothing; no number does
                held &= _column(database, headers.index(title)).where(TEXT).reshape(-1)
                continue
            criterion = read_criterion(kind, data, evaluator.context, exact=False)
            cells = keyed(_column(database, headers.index(title)), evaluator.context)
            require_certain([criterion], cells)
            held &= fulfilled(criterion, cells, evaluator.strings).reshape(-1)
        result |= held
    return result | True if beyond > 0 else result


def _computed(evaluator: Evaluator, criteria: Ref, row: int, place: int, records: int) -> Mask:
    """Return which records fulfil a criterion under a title of its own: a formula about the first record, computed for
    each as if it were filled down. What is no formula, or gives a text, chooses none.
    """
    at_row, at_column = int(criteria.top[0]) + row, int(criteria.left[0]) + place
    for region in evaluator.book.sheets[criteria.sheet].regions:
        if region.column == at_column and region.row <= at_row < region.row + region.count:
            tree = region.parsed()
            if tree is None or region.evaluation is not Evaluation.LEGACY:
                break
            rows = np.arange(at_row, at_row + records, dtype=np.int64)
            found = evaluator.block(tree, Scope(criteria.sheet, rows, at_column))
            if uncomputed(found):
                raise _Refused(UNCOMPUTED)
            true = (found.where(BOOLEAN) | found.where(NUMBER)) & (found.data != 0)
            return np.broadcast_to(true[:, 0, 0], (records,))
    return np.zeros(records, np.bool_)


def _field(evaluator: Evaluator, scope: Scope, node: Node, headers: list[str | None], *, optional: bool) -> int | None:
    """Return the column of the field that is asked for, None for all of them."""
    if isinstance(node, Missing):
        if optional:
            return None
        raise _Refused(VALUE)
    block = evaluator.block(node, scope)
    if block.lanes > 1 or not block.is_single:
        raise LaneSplit
    kind, data = int(block.kind[0, 0, 0]), float(block.data[0, 0, 0])
    if kind == ERROR:
        raise _Refused(data)
    if kind == TEXT:
        wanted = evaluator.strings[data].casefold()
        if wanted not in headers:
            raise _Refused(VALUE)
        return headers.index(wanted)
    place = int(data) - 1
    if kind not in (NUMBER, BOOLEAN) or not 0 <= place < len(headers):
        raise _Refused(VALUE)
    return place


def _records(
    evaluator: Evaluator, scope: Scope, database: Value, node: Node, criteria: Value, *, optional: bool = False
) -> Block | int:
    """Return the field's cells in the chosen records, one below the other; their number where no field was named."""
    _, table = _cells(evaluator, database)
    ref, conditions = _cells(evaluator, criteria)
    headers = _headers(table, evaluator)
    place = _field(evaluator, scope, node, headers, optional=optional)
    if table.rows < 2 or int(ref.height[0]) < 2:
        raise _Refused(VALUE)
    chosen = _chosen(evaluator, table, headers, ref, conditions)
    if place is None:
        return int(chosen.sum())
    column = _column(table, place)
    return mixed(column.kind[:, chosen], column.data[:, chosen])


def _declare(names: str, total: Callable[[Data, Mask], tuple[Data, Bad]]) -> None:
    @function(names, "r l r")
    def body(evaluator: Evaluator, scope: Scope, database: Value, node: Node, criteria: Value) -> Value:
        try:
            found = _records(evaluator, scope, database, node, criteria)
        except _Refused as refusal:
            return error(refusal.code)
        if isinstance(found, int):
            return error(VALUE)
        wrong = errors_of(found)
        data, mask = found.data.reshape(1, -1), found.where(NUMBER).reshape(1, -1)
        result, bad = total(data, mask)
        return one_per_lane(result, first_error(None if wrong is None else first_in_lane(wrong), bad))


def _mean(data: Data, mask: Mask) -> tuple[Data, Bad]:
    mean, count = mean_of(data, mask)
    return mean, failing(count == 0, DIV0)


def _spread(*, sample: bool, root: bool) -> Callable[[Data, Mask], tuple[Data, Bad]]:
    def total(data: Data, mask: Mask) -> tuple[Data, Bad]:
        value, bad = variance(data, mask, sample=sample)
        return np.sqrt(value) if root else value, bad

    return total


_declare("DSUM", lambda data, mask: (sum_of(data, mask), None))
_declare("DPRODUCT", lambda data, mask: (np.where(mask.any(axis=1), data.prod(axis=1, where=mask), 0.0), None))
_declare(
    "DMAX", lambda data, mask: (np.where(mask.any(axis=1), data.max(axis=1, where=mask, initial=-np.inf), 0.0), None)
)
_declare(
    "DMIN", lambda data, mask: (np.where(mask.any(axis=1), data.min(axis=1, where=mask, initial=np.inf), 0.0), None)
)
_declare("DAVERAGE", _mean)
_declare("DVAR", _spread(sample=True, root=False))
_declare("DVARP", _spread(sample=False, root=False))
_declare("DSTDEV", _spread(sample=True, root=True))
_declare("DSTDEVP", _spread(sample=False, root=True))


def _declare_count(name: str, counted: Callable[[Block], Mask]) -> None:
    @function(name, "r l r")
    def body(evaluator: Evaluator, scope: Scope, database: Value, node: Node, criteria: Value) -> Value:
        try:
            found = _records(evaluator, scope, database, node, criteria, optional=True)
        except _Refused as refusal:
            return error(refusal.code)
        if isinstance(found, int):
            return evaluator.literal(float(found))
        if (found.where(ERROR) & (found.data == UNCOMPUTED)).any():
            return error(UNCOMPUTED)
        return evaluator.literal(float(counted(found).sum()))


_declare_count("DCOUNT", lambda block: block.where(NUMBER))
_declare_count("DCOUNTA", lambda block: ~block.where(BLANK))


@function("DGET", "r l r")
def _get(evaluator: Evaluator, scope: Scope, database: Value, node: Node, criteria: Value) -> Value:
    """No record is #VALUE!, more than one #NUM!; records in which the field is blank do not count."""
    try:
        found = _records(evaluator, scope, database, node, criteria)
    except _Refused as refusal:
        return error(refusal.code)
    if isinstance(found, int):
        return error(VALUE)
    filled = ~found.where(BLANK)[0, :, 0]
    if filled.sum() != 1:
        return error(NUM if filled.any() else VALUE)
    return mixed(found.kind[:, filled], found.data[:, filled])
