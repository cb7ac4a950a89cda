"""Which cells wait for which: the graph of all that is to be computed, made for all groups of cells at once.

A node is a cell of a group, or a whole region that is computed by itself. They are numbered, the cells first, by sheet,
column and row, so that what a rectangle covers of a column is a run of numbers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.book import Evaluation
from socroi.engine.schedule.precedents import rectangles
from socroi.engine.schedule.wave_groups import Rectangles
from socroi.engine.schedule.wave_order import levels
from socroi.excel.limits import MAX_COLUMNS
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.wave_groups import Group

    Places = NDArray[np.int64]

MOST_EDGES: Final = 1 << 23
"""More pairs of cells of which one waits for the other are not kept."""

_ROW_BITS: Final = 20


@record(slots=True)
class Graph:
    """What waits for what.

    Attributes:
        group, lane: of each cell, which one of which group it is.
        level: of each node, how far up its group lies (`wave_order.py`).
        waiting: how many nodes each node waits for.
        readers: the nodes that wait for node n are those from `start[n]` to `start[n + 1]`.
    """

    group: Places
    lane: Places
    level: Places
    waiting: Places
    start: Places
    readers: Places

    def reached(self, done: Places) -> Places:
        """Take nodes as done; return those that wait for nothing any more."""
        begin = self.start[done]
        many = self.start[done + 1] - begin
        total = int(many.sum())
        if not total:
            return done[:0]
        reached = self.readers[np.arange(total) + np.repeat(begin - np.cumsum(many) + many, many)]
        if total < len(self.waiting) >> 3:
            np.subtract.at(self.waiting, reached, 1)
        else:
            self.waiting -= np.bincount(reached, minlength=len(self.waiting))
        free = reached[self.waiting[reached] == 0]
        return distinct_values(free) if len(free) > 1 else free


def graph_of(groups: Sequence[Group], alone: Sequence[Region], evaluator: Evaluator) -> Graph | None:
    """Return the graph of groups of cells, and of regions that are computed alone; None where it would be too large."""
    keys = np.concatenate([_key(group.sheet, group.columns, group.rows) for group in groups])
    order = np.argsort(keys, kind="stable")
    number = np.empty(len(keys), np.int64)
    number[order] = np.arange(len(keys))
    of_group = np.repeat(np.arange(len(groups)), [len(group) for group in groups])[order]
    lane = np.concatenate([np.arange(len(group)) for group in groups])[order]
    edges = _Edges(
        keys[order], alone, max(1, *(len(sheet.columns) and max(sheet.columns) + 1 for sheet in evaluator.book.sheets))
    )
    fixed = _Fixed()
    done = 0
    for group in groups:
        own = number[done : done + len(group)]
        done += len(group)
        for read in group.refs.values():
            edges.add(own, read)
        for read in group.whole:
            fixed.add(own, read)
    for at, region in enumerate(alone):
        node = np.array([len(keys) + at])
        tree = region.parsed()
        for rectangle in [] if tree is None else rectangles(tree, region, 0, region.count, evaluator):
            fixed.add(node, Rectangles(rectangle.sheet, *(np.array([side]) for side in rectangle[1:])))
    for own, read in fixed.by_sheet():
        edges.add(own, read)
    if edges.count > MOST_EDGES:
        return None
    source, target = edges.pairs()
    nodes = len(keys) + len(alone)
    waiting = np.bincount(target, minlength=nodes)
    by_source = np.argsort(source, kind="stable")
    start = np.searchsorted(source[by_source], np.arange(nodes + 1))
    of_node = np.concatenate([of_group, np.arange(len(groups), len(groups) + len(alone))])
    level = levels(len(groups) + len(alone), of_node[source], of_node[target])[of_node]
    return Graph(of_group, lane, level, waiting, start, target[by_source])


def _key(sheet: int, column: Places, row: Places) -> Places:
    return ((sheet * MAX_COLUMNS + column) << _ROW_BITS) + row


class _Fixed:
    """What nodes read that is the same in all lanes, many at once: to look for one takes as long as for a hundred."""

    def __init__(self) -> None:
        self._held: defaultdict[int, list[tuple[Places, Rectangles]]] = defaultdict(list)

    def add(self, nodes: Places, read: Rectangles) -> None:
        """Put in nodes, and the rectangle of each."""
        self._held[read.sheet].append((nodes, read))

    def by_sheet(self) -> Iterator[tuple[Places, Rectangles]]:
        """Yield the nodes that read some sheet, and the rectangle of each."""
        for sheet, held in self._held.items():
            sides = [[read.top, read.left, read.bottom, read.right] for _, read in held]
            together = (np.concatenate(side) for side in zip(*sides, strict=True))
            yield np.concatenate([nodes for nodes, _ in held]), Rectangles(sheet, *together)


class _Edges:
    """Runs of nodes that others wait for."""

    def __init__(self, keys: Places, alone: Sequence[Region], widest: int) -> None:
        self.keys = keys
        self.widest = widest
        self.count = 0
        self._runs: list[tuple[Places, Places, Places, Places | None]] = []
        spans = []
        for at, region in enumerate(alone):
            rows, columns = (region.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
            for column in range(region.column, region.column + columns):
                first = ((region.sheet * MAX_COLUMNS + column) << _ROW_BITS) + region.row
                spans.append((first, first + rows - 1, len(keys) + at))
        spans.sort()
        self.first = np.array([span[0] for span in spans], np.int64)
        self.last = np.maximum.accumulate(np.array([span[1] for span in spans], np.int64)) if spans else self.first
        self.node = np.array([span[2] for span in spans], np.int64)

    def add(self, nodes: Places, read: Rectangles) -> None:
        """Have nodes wait for what they read, each its own rectangle."""
        top, left, bottom = read.top, read.left, read.bottom
        # Nothing to be computed stands further right.
        wide = np.maximum(np.minimum(read.right, self.widest) - left + 1, 0)
        if (wide != 1).any():
            if int(wide.sum()) > MOST_EDGES:
                self.count = MOST_EDGES + 1
                return
            each = np.repeat(np.arange(len(nodes)), wide)
            left = left[each] + np.arange(len(each)) - np.repeat(np.cumsum(wide) - wide, wide)
            nodes, top, bottom = nodes[each], top[each], top[each] if bottom is top else bottom[each]
        low, high = _key(read.sheet, left, top), _key(read.sheet, left, bottom)
        begin = np.searchsorted(self.keys, low)
        if bottom is top:
            end = begin + (self.keys[np.minimum(begin, len(self.keys) - 1)] == low)
        else:
            end = np.searchsorted(self.keys, high, "right")
        self._keep(nodes, begin, end, None)
        if len(self.first):
            self._keep(nodes, np.searchsorted(self.last, low), np.searchsorted(self.first, high, "right"), self.node)

    def _keep(self, nodes: Places, begin: Places, end: Places, named: Places | None) -> None:
        some = np.flatnonzero(end > begin)
        if len(some):
            self.count += int((end - begin)[some].sum())
            self._runs.append((nodes[some], begin[some], end[some], named))

    def pairs(self) -> tuple[Places, Places]:
        """Return who is waited for, and who waits; a region does not wait for itself."""
        sources, targets = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for nodes, begin, end, named in self._runs:
            many = end - begin
            source = np.arange(int(many.sum())) + np.repeat(begin - np.cumsum(many) + many, many)
            source, target = source if named is None else named[source], np.repeat(nodes, many)
            other = (source != target) | (target < len(self.keys))
            sources.append(source[other])
            targets.append(target[other])
        return np.concatenate(sources), np.concatenate(targets)
