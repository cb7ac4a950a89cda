"""Many small formulas at once: cells that share a skeleton and have all they read are lanes of one evaluation.

A model whose months go to the right, or a page of formulas written by hand, has no long columns of one formula. But its
formulas are few when their references and literals are taken out, and a wave of cells that wait for nothing any more
holds many of each. What cannot be computed so, or fails, is left to be computed cell by cell, which also says why.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.evaluation.scope import Scope
from socroi.engine.model.block import ERROR, UNCOMPUTED, for_cells
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule.limits import without_collections
from socroi.engine.schedule.wave_graph import graph_of
from socroi.engine.schedule.wave_groups import groups
from socroi.engine.schedule.wave_numbers import arithmetic_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from socroi.engine.schedule.storing import StoredValues
    from socroi.engine.schedule.task_computing import Computing
    from socroi.engine.schedule.units import Units
    from socroi.engine.schedule.wave_graph import Graph
    from socroi.engine.schedule.wave_groups import Group

    Places = NDArray[np.int64]

LEAST_CELLS: Final = 64
"""Fewer cells than this are computed before their graph is made."""

_AT_ONCE: Final = 1 << 21
"""Cells that the lanes of one evaluation may see together."""


def computed_in_waves(units: Units, computing: Computing, alone: Callable[[int, list[int]], None]) -> list[int]:
    """Compute what can be in waves; return the numbers of the regions and runs of which all cells are done.

    Args:
        units: all of the book.
        computing: computes formulas.
        alone: computes a region, by its number, that has all it reads; is told, too, which ones are done by now.
    """
    evaluator = computing.evaluator
    with without_collections():
        found = groups(units, evaluator)
    cells = sum(map(len, found))
    whole = units.counts()
    held = np.bincount(np.concatenate([g.regions for g in found] or [np.zeros(0, np.int64)]), minlength=len(whole))
    others = np.flatnonzero(held != whole).tolist()
    if cells < LEAST_CELLS or cells < len(others):
        return []
    with without_collections():
        graph = graph_of(found, [units.region(at) for at in others], evaluator)
    if graph is None:
        return []
    waves = _Waves(found, graph, computing)
    left = np.where(held < whole, -1, held)
    done: list[int] = []
    ready = _Ready(graph, cells)
    while (front := ready.next()) is not None:
        if front[0] < cells:
            finished = waves.compute(front)
        else:
            waves.pause()
            done += _closed(waves.closed, left)
            waves.closed = []
            for node in front.tolist():
                alone(others[node - cells], done)
                done.append(others[node - cells])
            finished = front
        ready.add(graph.reached(finished))
    waves.pause()
    return done + _closed(waves.closed, left)


class _Ready:
    """The nodes that wait for nothing, the lowest level first, and of a level the cells first: regions that are
    computed alone look through all cells that are not done for what they need. Those that nobody waits for come last.

    Args:
        graph: what waits for what.
        cells: how many of its nodes are cells; the others are regions.
    """

    def __init__(self, graph: Graph, cells: int) -> None:
        self._graph = graph
        self._cells = cells
        self._held: defaultdict[tuple[int, bool], list[Places]] = defaultdict(list)
        self._last: list[Places] = []
        self.add(np.flatnonzero(graph.waiting == 0))

    def add(self, nodes: Places) -> None:
        """Put in nodes that wait for nothing any more, in ascending order."""
        split = int(np.searchsorted(nodes, self._cells))
        regions = nodes[split:]
        wanted = self._graph.start[regions + 1] > self._graph.start[regions]
        if not wanted.all():
            self._last.append(regions[~wanted])
        for some, is_region in ((nodes[:split], False), (regions[wanted], True)):
            level = self._graph.level[some]
            for each in distinct_values(level).tolist():
                self._held[each, is_region].append(some[level == each])

    def next(self) -> Places | None:
        """Return those that are to be computed next; None where there are none left."""
        if self._held:
            return np.concatenate(self._held.pop(min(self._held)))
        last, self._last = self._last, []
        return np.concatenate(last) if last else None


def _closed(numbers: list[Places], left: Places) -> list[int]:
    """Return the regions and runs that are done, given those that each cell computed since the last time belongs to.

    Args:
        numbers: of these regions and runs.
        left: how many cells of each are left; what is done is taken off.
    """
    if not numbers:
        return []
    closed = np.concatenate(numbers)
    np.subtract.at(left, closed, 1)
    return distinct_values(closed[left[closed] == 0]).tolist()


class _Waves:
    """Computes waves.

    Attributes:
        closed: the numbers of the regions and runs of the cells that were computed, since somebody has emptied it.
    """

    def __init__(self, found: list[Group], graph: Graph, computing: Computing) -> None:
        self.graph = graph
        self.groups = found
        self.computing = computing
        self.results: StoredValues = computing.results
        self.closed: list[Places] = []
        self.plain = arithmetic_of(found, computing.evaluator.book.sheets, computing.context)
        self.at_once = [max(1, _AT_ONCE // group.cells()) for group in found]
        first, forms = 0, []
        for group in found:
            forms.append(group.form + first)
            first += int(group.form.max()) + 1
        starts = np.cumsum([0, *map(len, found[:-1])])
        self.forms = np.concatenate(forms)[starts[graph.group] + graph.lane]

    def pause(self) -> None:
        """Have the columns know what was written, before others look and perhaps write."""
        for plain in self.plain:
            if plain is not None:
                plain.cells.tell()

    def compute(self, cells: Places) -> Places:
        """Compute cells that wait for nothing; return those that were computed."""
        form = self.forms[cells]
        order = np.argsort(form, kind="stable")
        form, cells = form[order], cells[order]
        lanes = self.graph.lane[cells]
        cuts = [0, *(np.flatnonzero(form[1:] != form[:-1]) + 1).tolist(), len(order)]
        left = np.zeros(len(cells), np.bool_)
        for begin, end in pairwise(cuts):
            at = int(self.graph.group[cells[begin]])
            step, regions = self.at_once[at], self.groups[at].regions
            for first in range(begin, end, step):
                some = slice(first, min(first + step, end))
                done = self._group(at, lanes[some])
                if done is None:
                    self.closed.append(regions[lanes[some]])
                else:
                    left[some] = ~done
                    self.closed.append(regions[lanes[some][done]])
        return cells[~left] if left.any() else cells

    def _group(self, at: int, lanes: Places) -> NDArray[np.bool_] | None:
        """Compute some lanes of one form; return which of them were, None for all."""
        plain = self.plain[at]
        if plain is not None:
            try:
                self.computing.context.budget.step()
            except Uncomputable:
                return np.zeros(len(lanes), np.bool_)
            if plain.compute(lanes):
                return None
            self.pause()
        group = self.groups[at]
        rows, columns = group.rows[lanes], group.columns[lanes]
        scope = Scope(
            group.sheet, rows, int(columns[0]), group.dynamic, group.names(lanes, self.computing.evaluator.book)
        )
        context = self.computing.context
        require, context.require = context.require, lambda _: None
        try:
            block = self.computing.result(group.template.tree, scope)
        except LaneSplit:
            if len(lanes) == 1:
                return np.zeros(1, np.bool_)
            each = [self._group(at, lanes[one : one + 1]) for one in range(len(lanes))]
            return np.array([done is None or bool(done[0]) for done in each])
        except (Uncomputable, RecursionError):
            return np.zeros(len(lanes), np.bool_)
        finally:
            context.require = require
        if not block.data.size or (group.dynamic and not block.is_single):
            return np.zeros(len(lanes), np.bool_)
        block = for_cells(block, self.computing.evaluator.strings)
        kind = np.broadcast_to(block.kind[:, 0, 0], (len(lanes),))
        data = np.broadcast_to(block.data[:, 0, 0], (len(lanes),))
        done = (kind != ERROR) | (data != UNCOMPUTED)
        if not done.all():
            rows, columns, kind, data = rows[done], columns[done], kind[done], data[done]
        self.results.scatter(group.sheet, rows, columns, kind, data)
        if group.dynamic:
            places = zip(rows.tolist(), columns.tolist(), strict=True)
            self.results.spills.update(((group.sheet, row, column), (1, 1)) for row, column in places)
        return done
