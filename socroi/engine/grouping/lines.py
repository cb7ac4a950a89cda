"""The lines that keys make: which rows of data belong together, in which order, with which totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.grouping.arguments import Table, below, texts
from socroi.engine.model.block import ERROR, TEXT
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.search.sorting import sort_keys
from socroi.records import record

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.grouping.arguments import Order, Places
    from socroi.engine.model.block import Strings

GROUP, OUTER, ALL = 0, 1, 2
"""The levels of a line: a group of keys, all groups of one outer key, everything."""


def dense(codes: Places) -> tuple[Places, int]:
    """Return numbers from 0 on without gaps, ordered as the codes are, and how many there are."""
    order = np.argsort(codes, kind="stable")
    fresh = np.ones(len(codes), np.bool_)
    fresh[1:] = codes[order[1:]] != codes[order[:-1]]
    result = np.empty(len(codes), np.int64)
    result[order] = np.cumsum(fresh) - 1
    return result, int(fresh.sum())


def first_places(of: Places, count: int) -> Places:
    """Return where each group occurs first."""
    first = np.empty(count, np.int64)
    first[of[::-1]] = np.arange(len(of) - 1, -1, -1)
    return first


def _codes(keys: Table, strings: Strings, *, descending: bool) -> tuple[Places, bool]:
    """Return numbers of one column of keys that are equal where the keys are and ordered as SORT orders them; and
    whether keys that are equal are spelled differently.
    """
    kind, data = keys.kind[:, 0], keys.data[:, 0]
    major, minor = sort_keys(kind, data, strings, descending=descending)
    order = np.lexsort((minor, major))
    fresh = np.ones(len(order), np.bool_)
    fresh[1:] = (minor[order[1:]] != minor[order[:-1]]) | (major[order[1:]] != major[order[:-1]])
    codes = np.empty(len(order), np.int64)
    codes[order] = np.cumsum(fresh) - 1
    return codes, bool((~fresh[1:] & (data[order[1:]] != data[order[:-1]])).any())


@record(slots=True)
class Groups:
    """Which rows of data belong together.

    Attributes:
        of: the place of every row among the groups, in the order of the lines.
        outer: the same among the groups of the first field.
        mixed: whether equal keys are spelled differently.
    """

    of: Places
    outer: Places
    mixed: bool


def grouped(keys: Table, order: Order, strings: Strings) -> Groups:
    """Return the groups that keys make, in the order of the keys; a blank key is one, and comes last."""
    if keys.has(ERROR):
        raise Uncomputable("there are errors among its keys")
    whole: Places = np.zeros(keys.rows, np.int64)
    outer, mixed = whole, False
    for place, down in enumerate(order.down):
        codes, unlike = _codes(keys.column(place), strings, descending=down)
        whole, _ = dense(whole * (int(codes.max()) + 1) + codes)
        outer, mixed = whole if place == 0 else outer, mixed or unlike
    if mixed and keys.columns > 2:
        raise Uncomputable("a key of several fields is spelled with capitals and without")
    return Groups(whole, outer, mixed)


def by_value(
    groups: Groups, leaves: Table, outers: Table | None, strings: Strings, *, down: bool, nested: bool
) -> Groups:
    """Return groups in the order of a value each.

    Args:
        groups: as the keys order them.
        leaves: the values of the groups.
        outers: the values of the groups of the first field, by which these are ordered; None: they stay as they are.
        strings: the workbook's texts.
        down: whether the greatest comes first.
        nested: whether the groups are ordered inside those of the first field.
    """
    if not nested:
        of = _ranks(leaves, np.zeros(leaves.rows, np.int64), strings, down=down)[groups.of]
        return Groups(of, of, groups.mixed)
    if groups.mixed:
        raise Uncomputable("it sorts by a value, and a key is spelled with capitals and without")
    outer = groups.outer
    if outers is not None:
        outer = _ranks(outers, np.zeros(outers.rows, np.int64), strings, down=down)[outer]
    outer_of = np.empty(leaves.rows, np.int64)
    outer_of[groups.of] = outer
    return Groups(_ranks(leaves, outer_of, strings, down=down)[groups.of], outer, groups.mixed)


def _ranks(values: Table, inside: Places, strings: Strings, *, down: bool) -> Places:
    """Return the places of values in their order, those with a smaller number in `inside` first."""
    kind, data = values.kind[:, 0], values.data[:, 0]
    if (kind == ERROR).any() or (kind != kind[0]).any():
        raise Uncomputable("it sorts by values of which some are errors or texts")
    major, minor = sort_keys(kind, data, strings, descending=down)
    sequence = np.lexsort((minor, major, inside))
    before, after = sequence[:-1], sequence[1:]
    if ((minor[before] == minor[after]) & (inside[before] == inside[after])).any():
        raise Uncomputable("it sorts by values of which some are equal")
    rank = np.empty(len(sequence), np.int64)
    rank[sequence] = np.arange(len(sequence))
    return rank


@record(slots=True)
class Axis:
    """The lines of a result along its rows or its columns.

    Attributes:
        members: for each level, the place of every row of data among the groups of this level.
        counts: for each level, how many groups it has.
        level, place: of each line.
        labels: the cells that name the lines, (lines, fields).
    """

    members: tuple[Places, Places, Places]
    counts: tuple[int, int, int]
    level: NDArray[np.int8]
    place: Places
    labels: Table

    @property
    def lines(self) -> int:
        """How many lines."""
        return len(self.level)


def axis(keys: Table, groups: Groups, depth: int, strings: Strings) -> Axis:
    """Return the lines of some groups, and of their totals."""
    of, outer = groups.of, groups.outer
    members = (of, outer, np.zeros(len(of), np.int64))
    counts = (int(of.max()) + 1, int(outer.max()) + 1, 1)
    first = first_places(of, counts[GROUP])
    level, place = np.zeros(counts[GROUP], np.int8), np.arange(counts[GROUP])
    labels = keys.take(first)
    heads = keys.take(first[first_places(outer[first], counts[OUTER])])
    if groups.mixed and keys.columns > 1:
        # An outer key is spelled as in the first row of its first line.
        labels.kind[:, 0], labels.data[:, 0] = heads.kind[outer[first], 0], heads.data[outer[first], 0]
    if abs(depth) > 1:
        heads.kind[:, 1:], heads.data[:, 1:] = TEXT, float(strings.code(""))
        sizes = (counts[GROUP], counts[OUTER])
        flags = np.repeat((0, 1) if depth > 0 else (1, 0), sizes)
        sequence = np.lexsort((flags, np.concatenate((outer[first], np.arange(counts[OUTER])))))
        level = np.repeat(np.array((GROUP, OUTER), np.int8), sizes)[sequence]
        place = np.concatenate((place, np.arange(counts[OUTER])))[sequence]
        labels = below(labels, heads).take(sequence)
    if depth:
        total = texts(1, keys.columns, "", strings)
        total.data[0, 0] = float(strings.code("Total" if abs(depth) == 1 else "Grand Total"))
        at = len(level) if depth > 0 else 0
        level, place = np.insert(level, at, np.int8(ALL)), np.insert(place, at, 0)
        labels = below(labels, total) if depth > 0 else below(total, labels)
    return Axis(members, counts, level, place, labels)
