"""SUM, COUNT, AVERAGE, MIN, MAX, PRODUCT, SUMPRODUCT and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from socroi.engine.arithmetic.sums import sum_of
from socroi.engine.declaration import windows
from socroi.engine.declaration.aggregates import aggregate
from socroi.engine.declaration.answers import failing, one_per_lane, uncomputed_lanes
from socroi.engine.declaration.declare import function, register
from socroi.engine.declaration.gathering import booleans_in_doubt, first_in_lane, gather_with_texts, numbers_in, pieces
from socroi.engine.declaration.row_rules import OF_NUMBERS, OF_WINDOWS, added_up
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import errors_of, first_error, numbers_of
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.grouping.rules import COUNTED, averaged, by_group, reduced, summed, summed_squares
from socroi.engine.model.block import BLANK, DIV0, NUMBER, TEXT, VALUE, Block, error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask


def _sum(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
    """SUM goes argument by argument, so that a long column is added up where it lies."""
    so_far: Data | None = None
    bad: Bad = None
    for block, from_sheet in pieces(evaluator, scope, nodes):
        if block.uniform == NUMBER and so_far is None:
            if block.total is None:
                block.total = sum_of(_flat(block.data))
            so_far = block.total
            continue
        data, mask, wrong = numbers_in(block, evaluator, from_sheet=from_sheet)
        so_far = sum_of(_flat(data), None if mask is None else _flat(mask), so_far)
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
    return one_per_lane(np.zeros(1) if so_far is None else so_far, bad)


def _flat(cells: NDArray[Any]) -> NDArray[Any]:
    """Return (lanes, rows, columns) as (lanes, cells)."""
    return cells.reshape(len(cells), -1)


register(
    "SUM",
    windows.sums(_sum),
    __name__,
    Trait.INDIFFERENT | Trait.PADDED | Trait.CONDENSING | Trait.BLANK_IS_NOTHING | Trait.BLANK_IS_ZERO,
)
OF_NUMBERS["SUM"] = added_up
OF_WINDOWS["SUM"] = sum_of
by_group("SUM", summed)


@function("PERCENTOF", "l l", Trait.BLANK_IS_NOTHING)
def _share(evaluator: Evaluator, scope: Scope, part: Node, whole: Node) -> Value:
    """The sum of some numbers over the sum of all."""
    parts, alls = (evaluator.cells(_sum(evaluator, scope, [node])) for node in (part, whole))
    return evaluator.operate("/", parts, alls)


@by_group("PRODUCT", reduced(np.multiply))
@aggregate("PRODUCT")
def _product(data: Data, mask: Mask) -> Data:
    return np.where(mask.any(axis=1), data.prod(axis=1, where=mask), 0.0)


@by_group("SUMSQ", summed_squares)
@aggregate("SUMSQ", Trait.BLANK_IS_NOTHING)
def _sum_of_squares(data: Data, mask: Mask) -> Data:
    return sum_of(data * data, mask)


@by_group("AVERAGE", averaged)
@aggregate("AVERAGE", Trait.PADDED | Trait.COUNTING, seen_first=windows.means)
def _average(data: Data, mask: Mask) -> tuple[Data, Bad]:
    count = mask.sum(axis=1)
    return sum_of(data, mask) / np.maximum(count, 1), failing(count == 0, DIV0)


@by_group("MIN", reduced(np.minimum))
@aggregate("MIN", Trait.PADDED, seen_first=windows.least)
def _minimum(data: Data, mask: Mask) -> Data:
    return np.where(mask.any(axis=1), data.min(axis=1, where=mask, initial=np.inf), 0.0)


@by_group("MAX", reduced(np.maximum))
@aggregate("MAX", Trait.PADDED, seen_first=windows.greatest)
def _maximum(data: Data, mask: Mask) -> Data:
    return np.where(mask.any(axis=1), data.max(axis=1, where=mask, initial=-np.inf), 0.0)


OF_NUMBERS["MIN"] = lambda values: min(values, default=0.0)
OF_NUMBERS["MAX"] = lambda values: max(values, default=0.0)


def _count(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
    """COUNT leaves errors out; a number written as text counts only where it stands in the call itself."""
    total: Data = np.zeros(1)
    bad: Bad = None
    for block, from_sheet in pieces(evaluator, scope, nodes):
        if from_sheet:
            counted = block.where(NUMBER)
        else:
            _, wrong = numbers_of(block, evaluator.context)
            counted = (np.ones(block.shape, np.bool_) if wrong is None else wrong < 0) & ~block.where(BLANK)
        total = total + counted.sum(axis=(1, 2))
        bad = first_error(bad, uncomputed_lanes(block))
    return one_per_lane(total, bad)


register(
    "COUNT", windows.counts(_count), __name__, Trait.INDIFFERENT | Trait.PADDED | Trait.CONDENSING | Trait.COUNTING
)
COUNTED["COUNT"] = lambda kinds: kinds == NUMBER


@function(
    "COUNTA", "l...", Trait.INDIFFERENT | Trait.CONDENSING | Trait.ANY_FORM | Trait.COUNTING, seen_first=windows.filled
)
def _count_filled(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    total: Data = np.zeros(1)
    bad: Bad = None
    for node in nodes:
        for part in evaluator.parts(evaluator.value(node, scope)):
            block = evaluator.cells(part)
            # Blank elements of an array count: COUNTA(UNIQUE(A1:A9)) counts the blank cells as one.
            filled = ~block.where(BLANK) if isinstance(part, Ref) else np.ones(block.shape, np.bool_)
            total = total + filled.sum(axis=(1, 2))
            bad = first_error(bad, uncomputed_lanes(block))
    return one_per_lane(total, bad)


COUNTED["COUNTA"] = lambda kinds: np.ones(kinds.shape, np.bool_)


@function("COUNTBLANK", "r", Trait.INDIFFERENT | Trait.CONDENSING)
def _count_blank(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    if not isinstance(value, Ref):
        return error(VALUE)
    block = evaluator.cells(value)
    empty = block.where(BLANK) | (block.where(TEXT) & (block.data == evaluator.strings.code("")))
    # Rows below the last used one are not in the block; they are blank all the same.
    beyond = value.height * value.width - block.rows * block.columns
    return one_per_lane((empty.sum(axis=(1, 2)) + beyond).astype(np.float64), uncomputed_lanes(block))


@function("SUMPRODUCT", "a...", Trait.INDIFFERENT | Trait.CONDENSING)
def _sum_of_products(evaluator: Evaluator, scope: Scope, *blocks: Block) -> Value:
    """Texts, booleans and blanks count as 0, but for a text that is a factor alone; the arrays must be of one size."""
    if len({(block.rows, block.columns) for block in blocks}) > 1:
        return error(VALUE)
    product: Data | None = None
    bad: Bad = None
    for block in blocks:
        data = block.data if block.uniform == NUMBER else np.where(block.where(NUMBER), block.data, 0.0)
        product = data if product is None else product * data
        wrong = errors_of(block)
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
        if block.rows == block.columns == 1 and len(blocks) > 1 and block.has(TEXT):
            bad = first_error(bad, failing(block.where(TEXT).reshape(-1), VALUE))
    if product is None:
        return error(VALUE)
    return one_per_lane(sum_of(_flat(product)), bad)


@function("MAXA", "l...", Trait.INDIFFERENT | Trait.CONDENSING)
def _maximum_of_all(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    data, mask, bad = gather_with_texts(evaluator, scope, nodes, booleans_in_doubt("MAXA"))
    return one_per_lane(np.where(mask.any(axis=1), data.max(axis=1, where=mask, initial=-np.inf), 0.0), bad)


@function("MINA", "l...", Trait.INDIFFERENT | Trait.CONDENSING)
def _minimum_of_all(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    data, mask, bad = gather_with_texts(evaluator, scope, nodes, booleans_in_doubt("MINA"))
    return one_per_lane(np.where(mask.any(axis=1), data.min(axis=1, where=mask, initial=np.inf), 0.0), bad)


@function("AVERAGEA", "l...", Trait.INDIFFERENT | Trait.CONDENSING)
def _average_of_all(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    data, mask, bad = gather_with_texts(evaluator, scope, nodes)
    count = mask.sum(axis=1)
    wrong = first_error(bad, failing(count == 0, DIV0))
    return one_per_lane(sum_of(data, mask) / np.maximum(count, 1), wrong)
