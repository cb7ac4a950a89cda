"""Criteria over a window that grows or shrinks down a column: `COUNTIF($A$2:A2,A2)`, `SUMIFS(C$2:C2,A$2:A2,A2)`.

The cells are sorted by group and row once; a lane's window is then a stretch of its group, found by bisection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.block import ERROR
from socroi.engine.search.criteria_matching import combinations, flat, grouped, patterns
from socroi.engine.search.criteria_queries import Sums, Values
from socroi.engine.search.criterion import fulfilled, keyed, require_certain
from socroi.records import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.values import Ref
    from socroi.engine.search.criteria_queries import Question

    Places = NDArray[np.int64]

MOST_COMBINATIONS = 64
"""Combinations of criteria that are no points; each costs a pass over the cells."""


def running_sums(
    evaluator: Evaluator, questions: Sequence[Question], ranges: Sequence[Ref], values: Ref | None, *, extremes: bool
) -> Sums | None:
    """Return the sums for lanes whose ranges all begin or all end in one row; None where they are not of that shape."""
    refs = [*ranges, *([] if values is None else [values])]
    lanes = len(questions[0].place)
    growing = all(_grows(ref, lanes) for ref in refs)
    if _same(refs[0].height) or not (growing or all(_shrinks(ref, lanes) for ref in refs)):
        return None
    blocks = []
    for ref in refs:
        top, bottom = ref.top.min(keepdims=True), ref.bottom.max(keepdims=True)
        whole = replace(ref, top=top, bottom=bottom, left=ref.left[:1], right=ref.right[:1])
        block = evaluator.cells(whole)
        if block.has(ERROR) or block.rows != int(whole.height[0]):
            return None
        blocks.append(block)
    lengths = np.broadcast_to(refs[0].height, (lanes,))
    added = None if values is None else Values(blocks[-1], extremes=extremes).lane(0)
    cells = [flat(keyed(block, evaluator.context), 0) for block in blocks[: len(ranges)]]
    for question, cell in zip(questions, cells, strict=True):
        require_certain(question.criteria, cell)
    if not growing:
        cells = [type(c)(*(getattr(c, name)[::-1] for name in type(c).__slots__)) for c in cells]
        if added is not None:
            added.data = added.data[::-1]
            added.plain = None if added.plain is None else added.plain[::-1]
    result = Sums.empty(lanes)
    for places, grouping, rest in patterns(questions):
        combined = list(combinations(questions, places, rest))
        if len(combined) > MOST_COMBINATIONS:
            return None
        codes, of_ask, size = grouped(questions, cells, places, grouping)
        for chosen, criteria in combined:
            inside = codes
            if criteria:
                masks = [fulfilled(criterion, cells[at], evaluator.strings) for at, criterion in criteria]
                inside = np.where(np.logical_and.reduce(masks), codes, -1)
            result.put(places[chosen], _windows(inside, size, of_ask[chosen], lengths[places[chosen]], added))
    return result


def _grows(ref: Ref, lanes: int) -> bool:
    return _same(ref.top) and len(ref.bottom) == lanes and _one_column(ref)


def _shrinks(ref: Ref, lanes: int) -> bool:
    return _same(ref.bottom) and len(ref.top) == lanes and _one_column(ref)


def _same(side: Places) -> bool:
    return bool((side == side[0]).all())


def _one_column(ref: Ref) -> bool:
    return _same(ref.left) and _same(ref.right) and int(ref.left[0]) == int(ref.right[0])


def _windows(codes: Places, size: int, groups: Places, lengths: Places, values: Values | None) -> Sums:
    """Return, for each ask, the sums over the first `lengths` cells that are in its group."""
    rows = np.flatnonzero(codes >= 0)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    height = len(codes) + 1
    sorted_keys = codes[rows] * height + rows
    starts = np.searchsorted(sorted_keys, np.arange(size) * height)
    ends = np.searchsorted(sorted_keys, groups * height + lengths)
    sums = Sums.empty(len(groups))
    sums.count[:] = ends - starts[groups]
    if values is None:
        return sums
    counted = np.ones(len(rows), np.bool_) if values.plain is None else values.plain[rows]
    data = np.where(counted, values.data[rows], 0.0)
    numbers, total = np.zeros(len(rows) + 1), np.zeros(len(rows) + 1)
    low, high = np.full(len(rows) + 1, np.inf), np.full(len(rows) + 1, -np.inf)
    # Each group is added up from its own first cell, as the spreadsheet does: a difference of running totals would lose
    # digits.
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
        stretch = slice(start, end)
        numbers[start + 1 : end + 1] = counted[stretch].cumsum()
        total[start + 1 : end + 1] = data[stretch].cumsum()
        if values.extremes:
            low[start + 1 : end + 1] = np.minimum.accumulate(np.where(counted[stretch], data[stretch], np.inf))
            high[start + 1 : end + 1] = np.maximum.accumulate(np.where(counted[stretch], data[stretch], -np.inf))
    some = ends > starts[groups]
    for name, running in (("numbers", numbers), ("total", total), ("low", low), ("high", high)):
        target = getattr(sums, name)
        target[some] = running[ends[some]]
    return sums
