"""SUMIF, SUMIFS, COUNTIF, COUNTIFS, AVERAGEIF, AVERAGEIFS, MAXIFS and MINIFS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import error_result, function
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, checked_numbers, errors_of, first_error, padded
from socroi.engine.evaluation.values import Ref
from socroi.engine.model.block import DIV0, ERROR, REF, UNCOMPUTED, VALUE, Block, error
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.search.criteria_matching import blank_count, sums_by_lane, sums_of_groups
from socroi.engine.search.criteria_queries import Question, Values
from socroi.engine.search.criteria_windows import running_sums
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.model.block import Data
    from socroi.engine.search.criteria_queries import Sums

    Finish = Callable[[Sums], Data]

_TRAITS: Final = Trait.INDIFFERENT | Trait.CONDENSING


class _Refused(Exception):
    """The call's value is an error whatever the criteria say."""

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.block = block


def _range(value: Value) -> Ref:
    if isinstance(value, Ref) and not value.is_3d:
        if not value.inside_grid():
            raise _Refused(error(REF))
        return value
    if isinstance(value, Block) and value.lanes > 1:
        # Some lanes may have a range, as where INDEX finds none for the others.
        raise LaneSplit
    found = error_result(value) if isinstance(value, Block) else None
    raise _Refused(error(VALUE) if found is None else found)


def _answer(
    evaluator: Evaluator,
    ranges: Sequence[Ref],
    criteria: Sequence[Block],
    values: Ref | None,
    finish: Finish,
    *,
    extremes: bool = False,
    none: float | None = None,
) -> Block:
    """Return what `finish` makes of the sums over the matching cells, for every lane and criterion.

    `values` are what is added up, None to count; they have the ranges' size. `none` is the error where no number is
    among the matching cells, None for no error.
    """
    refs = [*ranges, *([] if values is None else [values])]
    criteria = aligned(list(criteria))
    lanes = max(*(block.lanes for block in criteria), *(ref.lanes for ref in refs))
    common = np.broadcast_shapes(*(block.shape for block in criteria))
    shape = common if all(ref.lanes == 1 for ref in refs) else (lanes, common[1], common[2])
    questions = [
        Question(np.broadcast_to(b.kind, shape).ravel(), np.broadcast_to(b.data, shape).ravel(), evaluator.context)
        for b in criteria
    ]
    sums = None
    if lanes > 1 and common[1:] == (1, 1):
        sums = running_sums(evaluator, questions, ranges, values, extremes=extremes)
    if sums is None:
        sums = _sums(evaluator, questions, ranges, values, shape[0], extremes=extremes)
    bad = _uncomputed_criteria(criteria, shape)
    few = None if none is None else np.where(sums.numbers == 0, none, -1).astype(np.int8)
    bad = first_error(bad, sums.bad, few)
    return checked_numbers(finish(sums).reshape(shape), None if bad is None else bad.reshape(shape))


def _uncomputed_criteria(criteria: Sequence[Block], shape: tuple[int, ...]) -> Bad:
    bad: Bad = None
    for block in criteria:
        wrong = errors_of(block)
        if wrong is not None:
            bad = first_error(bad, np.broadcast_to(np.where(wrong == UNCOMPUTED, wrong, -1), shape).ravel())
    return bad


def _sums(
    evaluator: Evaluator,
    questions: Sequence[Question],
    ranges: Sequence[Ref],
    values: Ref | None,
    lanes: int,
    *,
    extremes: bool,
) -> Sums:
    refs = [*ranges, *([] if values is None else [values])]
    blocks = [evaluator.cells(ref) for ref in refs]
    rows, columns = max(block.rows for block in blocks), max(block.columns for block in blocks)
    blocks = [padded(block, rows, columns) for block in blocks]
    cells = None if values is None else Values(blocks.pop(), extremes=extremes)
    if any(hides_cells(block) for block in blocks):
        raise _Refused(error(UNCOMPUTED))
    if all(ref.lanes == 1 for ref in refs):
        sums = sums_of_groups(questions, blocks, cells, evaluator.context)
    else:
        sums = sums_by_lane(questions, blocks, cells, evaluator.context, lanes)
    beyond = int(ranges[0].height[0]) * int(ranges[0].width[0]) - rows * columns
    if beyond > 0:
        sums.count += blank_count(questions, beyond)
    return sums


def hides_cells(block: Block) -> bool:
    """Whether some cell was not computed, so that nobody knows what it would match."""
    return block.has(ERROR) and bool((block.where(ERROR) & (block.data == UNCOMPUTED)).any())


def _anchored(values: Ref, like: Ref) -> Ref:
    """Return a reference of the size of `like` with the top left corner of `values`, cut at the edge of the sheet."""
    bottom = np.minimum(values.top + like.height - 1, MAX_ROWS - 1)
    right = np.minimum(values.left + like.width - 1, MAX_COLUMNS - 1)
    return replace(values, bottom=bottom, right=right)


def _several(evaluator: Evaluator, arguments: Sequence[Value | None]) -> tuple[list[Ref], list[Block]]:
    given = [argument for argument in arguments if argument is not None]
    ranges = [_range(value) for value in given[::2]]
    return ranges, [evaluator.cells(value) for value in given[1::2]]


def _check_sizes(refs: Sequence[Ref]) -> None:
    for ref in refs[1:]:
        if (ref.height != refs[0].height).any() or (ref.width != refs[0].width).any():
            raise _Refused(error(VALUE))


def _declare_one(name: str, finish: Finish, none: float | None = None) -> None:
    @function(name, "r v r?", _TRAITS | Trait.STRETCHING | Trait.LISTED | Trait.CHOOSING)
    def body(evaluator: Evaluator, scope: Scope, tested: Value, criterion: Block, added: Value | None) -> Value:
        try:
            ranges = [_range(tested)]
            values = ranges[0] if added is None else _anchored(_range(added), ranges[0])
            return _answer(evaluator, ranges, [criterion], values, finish, none=none)
        except _Refused as refusal:
            return refusal.block


def _declare_several(name: str, finish: Finish, *, extremes: bool = False, none: float | None = None) -> None:
    @function(name, "r (rv)...", _TRAITS if extremes else _TRAITS | Trait.LISTED)
    def body(evaluator: Evaluator, scope: Scope, added: Value, *arguments: Value | None) -> Value:
        try:
            values = _range(added)
            ranges, criteria = _several(evaluator, arguments)
            _check_sizes([values, *ranges])
            return _answer(evaluator, ranges, criteria, values, finish, extremes=extremes, none=none)
        except _Refused as refusal:
            return refusal.block


def _average(sums: Sums) -> Data:
    return sums.total / np.maximum(sums.numbers, 1)


_declare_one("SUMIF", lambda sums: sums.total)
_declare_one("AVERAGEIF", _average, none=DIV0)
_declare_several("SUMIFS", lambda sums: sums.total)
_declare_several("AVERAGEIFS", _average, none=DIV0)
_declare_several("MAXIFS", lambda sums: np.where(sums.numbers > 0, sums.high, 0.0), extremes=True)
_declare_several("MINIFS", lambda sums: np.where(sums.numbers > 0, sums.low, 0.0), extremes=True)


@function("COUNTIFS", "(rv)...", _TRAITS | Trait.LISTED)
@function("COUNTIF", "(rv)...", _TRAITS | Trait.LISTED | Trait.CHOOSING)
def _count(evaluator: Evaluator, scope: Scope, *arguments: Value | None) -> Value:
    try:
        ranges, criteria = _several(evaluator, arguments)
        _check_sizes(ranges)
        return _answer(evaluator, ranges, criteria, None, lambda sums: sums.count)
    except _Refused as refusal:
        return refusal.block
