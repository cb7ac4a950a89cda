"""SUBTOTAL and AGGREGATE: totals that leave out hidden or filtered rows, other subtotals and, if asked, errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.sums import sum_of
from socroi.engine.declaration.answers import failing, flagged, one_per_lane, uncomputed_lanes
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import errors_of, first_error, numbers_of
from socroi.engine.evaluation.values import Ref, Union
from socroi.engine.model.block import BLANK, DIV0, ERROR, NA, NUM, NUMBER, UNCOMPUTED, VALUE, Block, error, mixed
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.statistics.moments import mean_of, variance
from socroi.engine.statistics.order import Ordered, exclusive, inclusive, largest, modes, smallest, sorted_numbers
from socroi.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask

_TEXT_OR_CALL: Final = pattern(r'"(?:[^"]|"")*"|\b(SUBTOTAL|AGGREGATE)\s*\(', re.IGNORECASE)


def _mean(data: Data, mask: Mask) -> tuple[Data, Bad]:
    mean, count = mean_of(data, mask)
    return mean, failing(count == 0, DIV0)


def _median(data: Data, mask: Mask) -> tuple[Data, Bad]:
    ordered, count = sorted_numbers(data, mask)
    middle = Ordered(data, mask).between((count.reshape(-1, 1, 1) - 1) / 2.0)
    return np.where(count == 0, 0.0, middle.reshape(-1)), failing((count == 0) | (ordered.shape[1] == 0), NUM)


def _mode(data: Data, mask: Mask) -> tuple[Data, Bad]:
    found = [modes(row[counted]) for row, counted in zip(data, mask, strict=True)]
    return np.array([v[0] if v.size else 0.0 for v in found]), failing(np.array([not v.size for v in found]), NA)


def _variance(data: Data, mask: Mask, *, sample: bool) -> tuple[Data, Bad]:
    """Return the variance with the last digits that it has in Excel's SUBTOTAL and AGGREGATE, which go through the
    numbers once; where that loses more than digits, the variance as VAR.S and VAR.P have it.
    """
    value, bad = variance(data, mask, sample=sample)
    count = np.maximum(mask.sum(axis=1), 2 if sample else 1)
    total, squares = sum_of(data, mask), sum_of(data * data, mask)
    if sample:
        once = (squares - total * total / count) / (count - 1)
    else:
        once = (count * squares - total * total) / (count * count)
    return np.where(np.abs(once - value) <= _LAST_DIGITS * value, once, value), bad


def _rooted(result: tuple[Data, Bad]) -> tuple[Data, Bad]:
    return np.sqrt(result[0]), result[1]


def _extreme(data: Data, mask: Mask, *, high: bool) -> Data:
    best = data.max(axis=1, where=mask, initial=-np.inf) if high else data.min(axis=1, where=mask, initial=np.inf)
    return np.where(mask.any(axis=1), best, 0.0)


_LAST_DIGITS: Final = 1e-13

_TOTALS: Final[dict[int, Callable[[Data, Mask], tuple[Data, Bad]]]] = {
    1: _mean,
    4: lambda data, mask: (_extreme(data, mask, high=True), None),
    5: lambda data, mask: (_extreme(data, mask, high=False), None),
    6: lambda data, mask: (np.where(mask.any(axis=1), data.prod(axis=1, where=mask), 0.0), None),
    7: lambda data, mask: _rooted(_variance(data, mask, sample=True)),
    8: lambda data, mask: _rooted(_variance(data, mask, sample=False)),
    9: lambda data, mask: (sum_of(data, mask), None),
    10: lambda data, mask: _variance(data, mask, sample=True),
    11: lambda data, mask: _variance(data, mask, sample=False),
    12: _median,
    13: _mode,
}

_PLACES: Final[dict[int, Callable[[Ordered, Data], tuple[Data, Mask]]]] = {
    14: largest,
    15: smallest,
    16: inclusive,
    17: lambda ordered, quarter: inclusive(ordered, np.trunc(quarter) / 4),
    18: exclusive,
    19: lambda ordered, quarter: exclusive(ordered, np.trunc(quarter) / 4),
}

_COUNT, _COUNT_FILLED = 2, 3


class Left:
    """What is left out.

    Attributes:
        hidden: rows hidden by hand; `filtered`: rows that a filter hides; `nested`: cells that hold such totals
        themselves; errors: errors.
    """

    def __init__(self, *, hidden: bool, filtered: bool, nested: bool, errors: bool) -> None:
        self.hidden, self.filtered, self.nested, self.errors = hidden, filtered, nested, errors

    def apply(self, evaluator: Evaluator, ref: Ref) -> Block:
        """Return the cells of a reference, blank where they are left out."""
        block = evaluator.cells(ref)
        out = np.zeros(block.shape, np.bool_)
        if ref.external is None:
            sheet = evaluator.book.sheets[ref.sheet]
            rows = ref.top.reshape(-1, 1, 1) + np.arange(block.rows).reshape(1, -1, 1)
            gone = (sheet.hidden if self.hidden else frozenset()) | (sheet.filtered if self.filtered else frozenset())
            if self.filtered and not self.hidden:
                _refuse_doubtful(rows, sheet.perhaps_filtered)
            if gone:
                out |= np.isin(rows, np.array(sorted(gone)))
            if self.nested:
                columns = ref.left.reshape(-1, 1, 1) + np.arange(block.columns).reshape(1, 1, -1)
                for row, count, column in totals_of(evaluator, ref.sheet):
                    out |= (rows >= row) & (rows < row + count) & (columns == column)
        if self.errors:
            out |= block.where(ERROR) & (block.data != UNCOMPUTED)
        if not out.any():
            return block
        return mixed(np.where(out, np.uint8(BLANK), block.kind), np.where(out, 0.0, block.data))


def _refuse_doubtful(rows: NDArray[np.int64], doubtful: frozenset[int]) -> None:
    if not doubtful or not np.isin(rows, np.array(sorted(doubtful))).any():
        return
    if len(rows) > 1:
        raise LaneSplit
    raise Uncomputable("it covers a row that is hidden by hand in a sheet that holds a filtered table")


def totals_of(evaluator: Evaluator, sheet: int) -> list[tuple[int, int, int]]:
    """Return (first row, count, column) of the cells of a sheet whose formulas hold SUBTOTAL or AGGREGATE."""
    known: dict[int, list[tuple[int, int, int]]] = evaluator.context.notes.setdefault("totals", {})
    if sheet not in known:
        known[sheet] = [
            (region.row, region.count, region.column)
            for region in evaluator.book.sheets[sheet].regions
            if any(found[1] for found in _TEXT_OR_CALL.finditer(region.text))
        ]
    return known[sheet]


def _refs(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> list[Ref] | Block:
    refs: list[Ref] = []
    for node in nodes:
        value = evaluator.value(node, scope)
        parts = value.parts if isinstance(value, Union) else [value]
        for part in parts:
            if isinstance(part, Block) and part.lanes > 1:
                # Some lanes may have a range, as where INDEX finds none for the others.
                raise LaneSplit
            if not isinstance(part, Ref) or part.is_3d:
                return part if isinstance(part, Block) and part.has(ERROR) else error(VALUE)
            refs.append(part)
    return refs


def _one_number(evaluator: Evaluator, block: Block) -> int | Block:
    data, bad = numbers_of(block, evaluator.context)
    if bad is not None and (bad >= 0).any():
        return block if block.is_single and block.has(ERROR) else error(VALUE)
    if (data != data.flat[0]).any():
        raise LaneSplit
    return int(data.flat[0])


def _joined(blocks: Sequence[Block]) -> tuple[Data, Mask, Bad]:
    lanes = max(block.lanes for block in blocks)
    bad: Bad = None
    for block in blocks:
        wrong = errors_of(block)
        bad = first_error(bad, None if wrong is None else first_in_lane(wrong))
    flat = [(b.data.reshape(b.lanes, -1), b.where(NUMBER).reshape(b.lanes, -1)) for b in blocks]
    data = np.concatenate([np.broadcast_to(d, (lanes, d.shape[1])) for d, _ in flat], axis=1)
    mask = np.concatenate([np.broadcast_to(m, (lanes, m.shape[1])) for _, m in flat], axis=1)
    return data, mask, bad


def _total(number: int, blocks: Sequence[Block]) -> Block:
    if number in (_COUNT, _COUNT_FILLED):
        count, bad = np.zeros(1), None
        for block in blocks:
            counted = block.where(NUMBER) if number == _COUNT else ~block.where(BLANK)
            count = count + counted.sum(axis=(1, 2))
            bad = first_error(bad, uncomputed_lanes(block))
        return one_per_lane(count, bad)
    data, mask, bad = _joined(blocks)
    with np.errstate(all="ignore"):
        value, own = _TOTALS[number](data, mask)
    return one_per_lane(value, first_error(bad, own))


@function("SUBTOTAL", "v l...", Trait.INDIFFERENT | Trait.LISTED)
def _subtotal(evaluator: Evaluator, scope: Scope, which: Block, *nodes: Node | None) -> Value:
    number = _one_number(evaluator, which)
    if isinstance(number, Block):
        return number
    by_hand, number = number > 100, number - 100 if number > 100 else number
    if not 1 <= number <= 11:
        return error(VALUE)
    refs = _refs(evaluator, scope, [node for node in nodes if node is not None])
    if isinstance(refs, Block):
        return refs
    left = Left(hidden=by_hand, filtered=True, nested=True, errors=False)
    return _total(number, [left.apply(evaluator, ref) for ref in refs])


@function("AGGREGATE", "v v l...", Trait.INDIFFERENT)
def _aggregate(evaluator: Evaluator, scope: Scope, which: Block, options: Block, *nodes: Node | None) -> Value:
    number, option = _one_number(evaluator, which), _one_number(evaluator, options)
    if isinstance(number, Block):
        return number
    if isinstance(option, Block):
        return option
    if not (1 <= number <= 19 and 0 <= option <= 7):
        return error(VALUE)
    unseen = option in (1, 3, 5, 7)
    left = Left(hidden=unseen, filtered=unseen, nested=option < 4, errors=option in (2, 3, 6, 7))
    listed = [node for node in nodes if node is not None]
    if number in _PLACES:
        return _placed(evaluator, scope, number, left, listed)
    refs = _refs(evaluator, scope, listed)
    if isinstance(refs, Block):
        return refs
    return _total(number, [left.apply(evaluator, ref) for ref in refs])


def _placed(evaluator: Evaluator, scope: Scope, number: int, left: Left, nodes: Sequence[Node]) -> Block:
    if len(nodes) != 2:
        return error(VALUE)
    value = evaluator.value(nodes[0], scope.with_array())
    blocks = [
        left.apply(evaluator, part) if isinstance(part, Ref) else _without_errors(evaluator.cells(part), left)
        for part in evaluator.parts(value)
    ]
    data, mask, bad = _joined(blocks)
    ordered = Ordered(data, mask)
    wanted, wrong = numbers_of(evaluator.block(nodes[1], scope), evaluator.context)
    result, refused = _PLACES[number](ordered, wanted)
    return flagged(result, refused | (ordered.count == 0), NUM, None if bad is None else bad.reshape(-1, 1, 1), wrong)


def _without_errors(block: Block, left: Left) -> Block:
    if not left.errors or not block.has(ERROR):
        return block
    out: NDArray[np.bool_] = block.where(ERROR) & (block.data != UNCOMPUTED)
    return mixed(np.where(out, np.uint8(BLANK), block.kind), block.data)
