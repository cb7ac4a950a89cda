"""Which cells fulfil several criteria, and what they add up to: for all lanes at once.

Every lane *asks* (several times, where a criterion is an array). Where all lanes look into the same ranges, the cells
are put into groups once and each ask takes its group, so that a column of n SUMIFS over m rows costs n + m steps
instead of n times m.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.arithmetic.sums import sum_of
from socroi.engine.evaluation.reading import LONG
from socroi.engine.model.block import UNCOMPUTED
from socroi.engine.search.criteria_intervals import FEWEST, stretches
from socroi.engine.search.criteria_queries import Sums
from socroi.engine.search.criterion import Keyed, asked_again, fulfilled, keyed, require_certain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Block, Data, Mask, Strings
    from socroi.engine.search.criteria_queries import Question, Values
    from socroi.engine.search.criterion import Criterion

    Places = NDArray[np.int64]

MOST_AT_ONCE = 1 << 23
"""Cells times lanes that are compared in one step where every lane has ranges of its own."""


def summed(codes: Places, size: int, values: Values | None) -> Sums:
    """Return the sums of each group; `codes` gives the group of every cell, -1 for none."""
    sums = Sums.empty(size)
    chosen = np.flatnonzero(codes >= 0)
    groups = codes[chosen]
    sums.count[:] = np.bincount(groups, minlength=size)
    if values is None:
        return sums
    data = values.data[chosen]
    if values.plain is not None:
        counted = values.plain[chosen]
        _first_errors(sums.bad, groups, values.bad[chosen])
        groups, data = groups[counted], data[counted]
    sums.numbers[:] = np.bincount(groups, minlength=size)
    sums.total[:] = np.bincount(groups, weights=data, minlength=size)
    if values.extremes:
        np.minimum.at(sums.low, groups, data)
        np.maximum.at(sums.high, groups, data)
    return sums


def _first_errors(bad: NDArray[np.int8], groups: Places, errors: NDArray[np.int8]) -> None:
    for wanted in (errors >= 0, errors == UNCOMPUTED):
        where = np.flatnonzero(wanted)
        hit, first = np.unique(groups[where], return_index=True)
        bad[hit] = errors[where[first]]


def sums_of_groups(
    questions: Sequence[Question], ranges: Sequence[Block], values: Values | None, context: Context
) -> Sums:
    """Return the sums for every ask, where all lanes look into the same ranges.

    Questions and ranges come one for each criterion; the ranges are blocks of one lane and of one size. `values` are
    what is added up, None to count only.
    """
    asks = len(questions[0].place)
    cells = [flat(keyed(block, context), 0) for block in ranges]
    for question, cell in zip(questions, cells, strict=True):
        require_certain(question.criteria, cell)
    own = None if values is None else values.lane(0)
    if asks == 1:
        masks = [fulfilled(q.criteria[0], cell, context.strings) for q, cell in zip(questions, cells, strict=True)]
        return summed(np.where(np.logical_and.reduce(masks), 0, -1), 1, own)
    result = Sums.empty(asks)
    for places, grouping, rest in patterns(questions):
        codes, of_ask, size = grouped(questions, cells, places, grouping, ranges)
        found = _stretches(questions, cells, places, rest, codes, of_ask, own)
        if found is not None:
            result.put(places, found)
            continue
        for chosen, criteria in combinations(questions, places, rest):
            inside = codes
            if criteria:
                masks = [fulfilled(criterion, cells[at], context.strings) for at, criterion in criteria]
                inside = np.where(np.logical_and.reduce(masks), codes, -1)
            result.put(places[chosen], summed(inside, size, own), of_ask[chosen])
    return result


def _stretches(
    questions: Sequence[Question],
    cells: Sequence[Keyed],
    places: Places,
    rest: Sequence[int],
    codes: Places,
    of_ask: Places,
    values: Values | None,
) -> Sums | None:
    """Answer asks with many different bounds by bisection, where they are of that sort."""
    if not rest or max(len(distinct_values(questions[at].place[places])) for at in rest) < FEWEST:
        return None
    return stretches(questions, cells, places, rest, codes, of_ask, values)


def flat(cells: Keyed, lane: int) -> Keyed:
    """Return one lane of cells as flat arrays."""
    return Keyed(*(getattr(cells, name)[lane].reshape(-1) for name in Keyed.__slots__))


def patterns(questions: Sequence[Question]) -> Iterator[tuple[Places, list[int], list[int]]]:
    """Yield asks whose criteria are points in the same ranges, those ranges, and the others."""
    pattern = np.zeros(len(questions[0].place), np.int64)
    for at, question in enumerate(questions):
        pattern |= question.is_point[question.place].astype(np.int64) << at
    for bits in distinct_values(pattern).tolist():
        points = [at for at in range(len(questions)) if bits >> at & 1]
        yield np.flatnonzero(pattern == bits), points, [at for at in range(len(questions)) if not bits >> at & 1]


def grouped(
    questions: Sequence[Question],
    cells: Sequence[Keyed],
    places: Places,
    grouping: Sequence[int],
    blocks: Sequence[Block] | None = None,
) -> tuple[Places, Places, int]:
    """Return the group of every cell (-1: nobody asks for it), the group of every ask, and the number of groups. What
    is found out is kept with the blocks whose cells they are, where these are given.
    """
    of_cell = np.zeros(len(cells[0].kind), np.int64)
    of_ask = np.zeros(len(places), np.int64)
    size = 1
    for at in grouping:
        cell, ask, more = _looked_up(questions[at], cells[at], places, None if blocks is None else blocks[at])
        of_cell = np.where((cell >= 0) & (of_cell >= 0), of_cell * more + cell, -1)
        of_ask, size = of_ask * more + ask, size * more
        if size > len(places):
            known, of_ask = np.unique(of_ask, return_inverse=True)
            of_ask, size = of_ask.reshape(-1), len(known)
            found = np.minimum(np.searchsorted(known, of_cell), size - 1)
            of_cell = np.where(known[found] == of_cell, found, -1)
    return of_cell, of_ask, size


def _looked_up(question: Question, cells: Keyed, places: Places, block: Block | None) -> tuple[Places, Places, int]:
    """Number the distinct keys that are asked for; return the number of every cell (-1: none) and of every ask."""
    asked = question.place[places]
    of_criterion = np.full(len(question.criteria), -1, np.int64)
    wanted = distinct_values(asked)
    group, key = question.group[wanted], question.key[wanted]

    def numbered() -> tuple[Places, Places, int]:
        return _numbered(group, key, cells)

    if block is None or block.data.size < LONG:
        of_cell, of_criterion[wanted], size = numbered()
    else:
        asks = group.tobytes() + key.tobytes()
        of_cell, of_criterion[wanted], size = asked_again(block, "numbered", asks, numbered)
    return of_cell, of_criterion[asked], size


def _numbered(group: NDArray[np.uint8], key: Data, cells: Keyed) -> tuple[Places, Places, int]:
    """Number some keys, those of one group after the other; return the number of every cell and of every key, and how
    many there are.
    """
    of_key, of_cell, size = np.full(len(key), -1, np.int64), np.full(len(cells.group), -1, np.int64), 0
    for each in distinct_values(group).tolist():
        own = group == each
        keys, number = np.unique(key[own], return_inverse=True)
        of_key[own] = number.reshape(-1) + size
        inside = np.flatnonzero(cells.group == each)
        values = cells.key[inside]
        found = np.minimum(np.searchsorted(keys, values), len(keys) - 1)
        of_cell[inside] = np.where(keys[found] == values, found + size, -1)
        size += len(keys)
    return of_cell, of_key, size


def combinations(
    questions: Sequence[Question], places: Places, rest: Sequence[int]
) -> Iterator[tuple[Places, list[tuple[int, Criterion]]]]:
    """Yield, for each distinct combination of the criteria that are no points, which asks have it."""
    if not rest:
        yield np.arange(len(places)), []
        return
    code = np.zeros(len(places), np.int64)
    for at in rest:
        _, code = np.unique(code * len(questions[at].criteria) + questions[at].place[places], return_inverse=True)
        code = code.reshape(-1)
    order = np.argsort(code, kind="stable")
    for chosen in np.split(order, np.flatnonzero(np.diff(code[order])) + 1):
        first = places[chosen[0]]
        yield chosen, [(at, questions[at].criteria[int(questions[at].place[first])]) for at in rest]


def sums_by_lane(
    questions: Sequence[Question], ranges: Sequence[Block], values: Values | None, context: Context, lanes: int
) -> Sums:
    """Return the sums for every ask, where lanes have ranges of their own; asks are lane by lane, neighbours first."""
    asks = len(questions[0].place)
    each = asks // lanes
    cells = [keyed(block, context) for block in ranges]
    cells = [Keyed(*(getattr(c, name).reshape(len(c.kind), -1) for name in Keyed.__slots__)) for c in cells]
    for question, cell in zip(questions, cells, strict=True):
        require_certain(question.criteria, cell)
    result = Sums.empty(asks)
    step = max(1, MOST_AT_ONCE // max(1, cells[0].kind.shape[1]))
    for start in range(0, lanes, step):
        chosen = np.arange(start, min(lanes, start + step))
        for offset in range(each):
            places = chosen * each + offset
            mask = np.ones((len(chosen), cells[0].kind.shape[1]), np.bool_)
            for question, cell in zip(questions, cells, strict=True):
                mask &= _lane_mask(question, _some(cell, chosen), places, context.strings)
            result.put(places, _reduced(mask, values, chosen))
    return result


def _some(cells: Keyed, lanes: Places) -> Keyed:
    if len(cells.kind) == 1:
        return cells
    return Keyed(*(getattr(cells, name)[lanes] for name in Keyed.__slots__))


def _lane_mask(question: Question, cells: Keyed, places: Places, strings: Strings) -> Mask:
    asked = question.place[places]
    mask = (cells.group == question.group[asked][:, None]) & (cells.key == question.key[asked][:, None])
    for at in distinct_values(asked[~question.is_point[asked]]).tolist():
        rows = np.flatnonzero(asked == at)
        mask[rows] = fulfilled(question.criteria[at], _some(cells, rows), strings)
    return mask


def _reduced(mask: Mask, values: Values | None, lanes: Places) -> Sums:
    result = Sums.empty(len(mask))
    result.count[:] = mask.sum(axis=1)
    if values is None:
        return result
    own = np.zeros(len(mask), np.int64) if len(values.data) == 1 else lanes
    counted = mask if values.plain is None else mask & values.plain[own]
    data = values.data[own]
    result.numbers[:] = counted.sum(axis=1)
    result.total[:] = sum_of(data, counted)
    if values.extremes:
        result.low[:] = data.min(axis=1, where=counted, initial=np.inf)
        result.high[:] = data.max(axis=1, where=counted, initial=-np.inf)
    if values.plain is not None:
        wrong = np.where(mask, values.bad[own], -1)
        hit = np.flatnonzero((wrong >= 0).any(axis=1))
        first = wrong[hit, (wrong[hit] >= 0).argmax(axis=1)]
        result.bad[hit] = np.where((wrong[hit] == UNCOMPUTED).any(axis=1), np.int8(UNCOMPUTED), first)
    return result


def blank_count(questions: Sequence[Question], beyond: int) -> Data:
    """Return how many of the `beyond` blank cells below the used rows fulfil all criteria, for every ask."""
    taken = np.ones(len(questions[0].place), np.bool_)
    for question in questions:
        taken &= question.takes_blank[question.place]
    return np.where(taken, float(beyond), 0.0)
