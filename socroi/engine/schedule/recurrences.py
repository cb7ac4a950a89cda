"""Columns that read themselves: running totals, balances, two columns that feed each other.

What a formula reads of other columns is computed for all rows at once, as everywhere. Only what is made of the cells
that are being computed goes row by row, on plain Python values: a float, a boolean, None for a blank, and
(kind, data) for texts and errors. Whatever is not a plain number is handed to the operators of the engine, so that both
ways give one value. A bare sum of the cell above and another column is one cumulative sum.
"""

from __future__ import annotations

from dataclasses import field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from socroi.engine.declaration.row_rules import OF_BOOLEANS, OF_NUMBERS
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation import operators
from socroi.engine.evaluation.scope import Scope
from socroi.engine.formula.traversal import depth
from socroi.engine.formula.tree import Area, Binary, Call, Cell, Missing, Number, Postfix, Unary
from socroi.engine.model.block import NUMBER, Block
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.schedule.precedents import rectangles_of
from socroi.engine.schedule.recurrence_steps import (
    NotPlainError,
    Plain,
    Steps,
    Values,
    always,
    packed,
    plain,
)
from socroi.engine.schedule.recurrence_windows import Window, choosing, counting, indexed
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.formula.tree import Node
    from socroi.engine.schedule.recurrence_steps import Step

DEEPEST: Final = 200
"""Formulas that nest deeper are left to the engine's other ways."""


def _is_fit(name: str) -> bool:
    """Whether a function can be computed one row after another."""
    return name in OF_NUMBERS or name in OF_BOOLEANS or has(name, Trait.LIFTED)


class Run(NamedTuple):
    """Cells down one column, of one formula: `cells` of them from `row` on."""

    sheet: int
    column: int
    row: int
    cells: int
    tree: Node

    @property
    def end(self) -> int:
        """The row behind the last one."""
        return self.row + self.cells


def sweep(
    runs: Sequence[Run], evaluator: Evaluator, check: Callable[[int, int, int, int], None]
) -> list[Values] | None:
    """Return the values of runs that read each other and themselves; None where they are not of a form for it.

    Args:
        runs: all of them; what they read besides must have been computed.
        evaluator: computes whatever is the same in other columns.
        check: called with (sheet, column, first row, last row) of cells beside the runs that they read; may raise.
    """
    if any(depth(run.tree) > DEEPEST for run in runs):
        return None
    try:
        return _Sweeper(runs, evaluator, check).values()
    except (NotPlainError, LaneSplit, Uncomputable):
        return None


@record(slots=True)
class _Cells:
    """The cells of one column that the formulas read or make, from row `first` on; `runs` make the others."""

    first: int
    values: list[Plain] = field(default_factory=list)


class _Sweeper:
    def __init__(self, runs: Sequence[Run], evaluator: Evaluator, check: Callable[[int, int, int, int], None]) -> None:
        self.runs = runs
        self.evaluator = evaluator
        self.check = check
        self.total: Values | None = None
        self._columns: dict[tuple[int, int], _Cells] = {}
        self._offsets: set[int] = set()
        self._beside: list[set[int]] = [set() for _ in runs]
        self.steps = Steps(evaluator, runs[0].sheet, runs[0].column)
        self._span: dict[tuple[int, int], tuple[int, int]] = {}
        for place in range(len(runs)):
            self._survey(place, runs[place].tree)
        if not self._offsets or min(self._offsets) < 0 < max(self._offsets):
            raise NotPlainError
        self.upward = max(self._offsets) > 0
        self.order = self._ordered()
        for run in runs:
            self._span.setdefault((run.sheet, run.column), (run.row, run.end - 1))
        for key, (first, last) in self._span.items():
            self._columns[key] = self._cells(*key, first, last)
        if len(runs) == 1:
            self.total = self._running_total(runs[0])
        if self.total is None:
            self.formulas = [self._formula(run) for run in runs]

    # What is read

    def _own(self, node: Node, run: Run) -> bool:
        """Whether a part of a formula reads cells that are being computed."""
        found = rectangles_of(node, run.sheet, run.column, run.row, run.cells, self.evaluator)
        return any(
            other.sheet == each.sheet
            and each.left <= other.column <= each.right
            and each.top < other.end
            and each.bottom >= other.row
            for each in found
            for other in self.runs
        )

    def _target(self, node: Cell, run: Run) -> tuple[int, int, int]:
        """Return (sheet, column, rows down) of a cell of its own that a formula reads."""
        place = self.evaluator.addressing.place(node.prefix, Scope(run.sheet, np.array([run.row]), run.column))
        if place is None or place[1] >= 0 or place[2] is not None or node.row.absolute:
            raise NotPlainError
        column = node.column.at(run.column)
        if column < 0 or run.row + node.row.index < 0:
            raise NotPlainError
        return place[0], column, node.row.index

    def _survey(self, place: int, node: Node) -> None:
        """Note which own cells a formula reads, and refuse what is not computed here."""
        run = self.runs[place]
        if not self._own(node, run):
            return
        match node:
            case Cell():
                sheet, column, down = self._target(node, run)
                self._offsets.add(down)
                self._note(place, (sheet, column), down, run.row + down, run.end + down - 1)
            case Unary("+" | "-", operand) | Postfix("%", operand):
                self._survey(place, operand)
            case Binary("+" | "-" | "*" | "/" | "&" | "=" | "<>" | "<" | "<=" | ">" | ">=", left, right):
                self._survey(place, left)
                self._survey(place, right)
            case Call("IF", arguments) if 2 <= len(arguments) <= 3:
                for each in arguments:
                    self._survey(place, each)
            case Call(name, (value, instead)) if has(name, Trait.RESCUING):
                self._survey(place, value)
                self._survey(place, instead)
            case Call(name, (Area() as area,)) if name in OF_NUMBERS:
                sheet, column, top, down = self._window(area, run)
                # All that lies above is read, too.
                self._offsets |= {-1, down}
                self._note(place, (sheet, column), down, top, run.end + down - 1)
            case Call(name, (Area() as area,)) if has(name, Trait.COUNTING):
                self._note_window(place, area)
            case Call("INDEX", (Area() as area, number)):
                self._note_window(place, area)
                self._survey(place, number)
            case Call(name, (Area() as area, criterion, *others)) if has(name, Trait.CHOOSING) and len(others) <= 1:
                self._note_window(place, area)
                self._survey(place, criterion)
                for each in others:
                    if not isinstance(each, Area) or self._height(each, run) != self._height(area, run):
                        raise NotPlainError
                    self._note_window(place, each)
            case Call(name, arguments) if arguments and _is_fit(name):
                if any(isinstance(each, Missing) for each in arguments):
                    raise NotPlainError
                for each in arguments:
                    self._survey(place, each)
            case _:
                raise NotPlainError

    def _note_window(self, place: int, area: Area) -> None:
        run = self.runs[place]
        sheet, column, top, down = self._window(area, run)
        self._offsets |= {-1, down}
        self._note(place, (sheet, column), down, top, run.end + down - 1)

    def _height(self, area: Area, run: Run) -> int:
        _, _, top, down = self._window(area, run)
        return down - top

    def _note(self, place: int, column: tuple[int, int], down: int, first: int, last: int) -> None:
        """Note that a run reads cells of a column, from row `first` to `last`, in each row as far as `down` below."""
        if down == 0:
            self._beside[place] |= {at for at, other in enumerate(self.runs) if (other.sheet, other.column) == column}
        low, high = self._span.get(column, (first, last))
        self._span[column] = min(low, first), max(high, last)

    def _window(self, area: Area, run: Run) -> tuple[int, int, int, int]:
        """Return (sheet, column, first row, rows down of the last) of cells of its own in a window that grows."""
        if not area.top.absolute or area.bottom.absolute or area.left.at(run.column) != area.right.at(run.column):
            raise NotPlainError
        sheet, column, down = self._target(Cell(area.bottom, area.left, area.prefix), run)
        if down > 0 or run.row + down < area.top.index:
            raise NotPlainError
        return sheet, column, area.top.index, down

    def _ordered(self) -> list[int]:
        """Return the runs in an order in which each row can be computed."""
        order: list[int] = []
        left = dict(enumerate(self._beside))
        while left:
            ready = [place for place, needs in left.items() if not needs & left.keys()]
            if not ready:
                raise NotPlainError
            order += ready
            for place in ready:
                del left[place]
        return order

    def _cells(self, sheet: int, column: int, first: int, last: int) -> _Cells:
        made = [run for run in self.runs if (run.sheet, run.column) == (sheet, column)]
        low, high = min([first, *(r.row for r in made)]), max([last, *(r.end - 1 for r in made)])
        self.check(sheet, column, low, high)
        held = self.evaluator.book.sheets[sheet].columns.get(column)
        count = high - low + 1
        kind, data = np.zeros(count, np.uint8), np.zeros(count)
        if held is not None:
            there = held.kind[low : high + 1]
            kind[: len(there)], data[: len(there)] = there, held.data[low : high + 1]
        return _Cells(low, plain(kind, data))

    # Row by row

    def values(self) -> list[Values]:
        """Compute all rows."""
        if self.total is not None:
            return [self.total]
        made = [self._columns[run.sheet, run.column] for run in self.runs]
        edges = sorted({edge for run in self.runs for edge in (run.row, run.end)})
        spans = list(pairwise(edges))
        for first, end in reversed(spans) if self.upward else spans:
            active = [
                (self.formulas[at], made[at].values, made[at].first)
                for at in self.order
                if self.runs[at].row <= first and end <= self.runs[at].end
            ]
            if not active:
                continue
            for row in range(end - 1, first - 1, -1) if self.upward else range(first, end):
                for step, cells, offset in active:
                    found = step(row)
                    cells[row - offset] = 0.0 if found is None else found
        return [
            packed(cells.values[run.row - cells.first : run.row - cells.first + run.cells])
            for run, cells in zip(self.runs, made, strict=True)
        ]

    def _formula(self, run: Run) -> Step:
        tree = run.tree
        if isinstance(tree, Binary) and tree.operator in ("+", "-"):
            return self.steps.arithmetic(
                tree.operator, self._step(tree.left, run), self._step(tree.right, run), last=True
            )
        return self._step(tree, run)

    def _step(self, node: Node, run: Run) -> Step:
        if not self._own(node, run):
            return self._given(node, run)
        match node:
            case Cell():
                sheet, column, down = self._target(node, run)
                cells = self._columns[sheet, column]
                values, offset = cells.values, down - cells.first
                return lambda row: values[row + offset]
            case Unary("+", operand):
                return self._step(operand, run)
            case Unary(_, operand):
                return self.steps.single("-", self._step(operand, run))
            case Postfix(_, operand):
                return self.steps.single("%", self._step(operand, run))
            case Binary(operator, left, right) if operator in ("+", "-", "*", "/"):
                return self.steps.arithmetic(operator, self._step(left, run), self._step(right, run))
            case Binary("&", left, right):
                return self.steps.concatenation(self._step(left, run), self._step(right, run))
            case Binary(operator, left, right):
                return self.steps.comparison(operator, self._step(left, run), self._step(right, run))
            case Call("IF", arguments):
                return self.steps.choice([self._branch(each, run) for each in arguments])
            case Call(name, (value, instead)) if has(name, Trait.RESCUING):
                return self.steps.rescue(name, self._branch(value, run), self._branch(instead, run))
            case Call(name, (Area() as area,)) if name in OF_NUMBERS:
                sheet, column, top, down = self._window(area, run)
                cells = self._columns[sheet, column]
                return self.steps.window(name, cells.values, top - cells.first, down - cells.first)
            case Call(name, (Area() as area,)) if has(name, Trait.COUNTING):
                return counting(name, self._seen(area, run))
            case Call("INDEX", (Area() as area, number)):
                return indexed(self._seen(area, run), self._step(number, run))
            case Call(name, (Area() as area, criterion, *others)) if has(name, Trait.CHOOSING):
                tested = self._seen(area, run)
                added = self._seen(others[0], run) if others and isinstance(others[0], Area) else tested
                return choosing(name, tested, self._step(criterion, run), added, self.evaluator.context)
            case Call(name, arguments) if name in OF_NUMBERS:
                return self.steps.gathered(name, [(self._step(each, run), _from_sheet(each)) for each in arguments])
            case Call(name, arguments) if name in OF_BOOLEANS:
                return self.steps.logical(name, [(self._step(each, run), _from_sheet(each)) for each in arguments])
            case Call(name, arguments):
                return self.steps.lifted(name, [self._step(each, run) for each in arguments])
        raise NotPlainError

    def _seen(self, area: Area, run: Run) -> Window:
        sheet, column, top, down = self._window(area, run)
        cells = self._columns[sheet, column]
        return Window(cells.values, top - cells.first, down - cells.first)

    def _given(self, node: Node, run: Run) -> Step:
        """Return what does not depend on own cells, computed for all rows."""
        rows = np.arange(run.row, run.end, dtype=np.int64)
        block = self.evaluator.block(node, Scope(run.sheet, rows, run.column))
        if not block.is_single:
            raise NotPlainError
        values = plain(block.kind.ravel(), block.data.ravel())
        if len(values) == 1:
            return always(values[0])
        first = run.row
        return lambda row: values[row - first]

    def _branch(self, node: Node, run: Run) -> Step:
        if isinstance(node, Missing):
            return always(0.0)
        return self._step(node, run)

    # In one go

    def _running_total(self, run: Run) -> Values | None:
        """Return the cell above plus or minus another column as a cumulative sum, None where it is something else."""
        tree = run.tree
        if not isinstance(tree, Binary) or tree.operator not in ("+", "-"):
            return None
        forms = [(tree.left, tree.right, True)] + ([(tree.right, tree.left, False)] if tree.operator == "+" else [])
        for own, other, own_first in forms:
            if isinstance(own, Cell) and self._own(own, run) and not self._own(other, run):
                sheet, column, down = self._target(own, run)
                if (sheet, column, down) != (run.sheet, run.column, -1):
                    return None
                block = self.evaluator.block(other, Scope(run.sheet, np.arange(run.row, run.end), column))
                start = self._columns[sheet, column].values[run.row - 1 - self._columns[sheet, column].first]
                if not block.is_single or not (block.uniform == NUMBER or (block.kind <= NUMBER).all()):
                    return None
                if start is not None and type(start) is not float:
                    return None
                return _cumulated(start or 0.0, block, tree.operator, run.cells, own_first=own_first)
        return None


def _cumulated(start: float, block: Block, operator: str, count: int, *, own_first: bool) -> Values | None:
    terms = np.empty(count + 1)
    terms[0] = start
    terms[1:] = block.data.ravel()
    if operator == "-":
        np.negative(terms[1:], out=terms[1:])
    # accumulate adds strictly from left to right, as the cells do.
    sums = np.add.accumulate(terms)
    found, left = sums[1:], sums[:-1] if own_first else terms[1:]
    if not np.isfinite(found).all() or ((found != 0) & (np.abs(found) < np.abs(left) * operators.SNAP)).any():
        return None
    return Values(np.full(count, NUMBER, np.uint8), found)


def _from_sheet(node: Node) -> bool | None:
    """Whether an argument is a cell, or computed; None where that is not certain."""
    if isinstance(node, Cell):
        return True
    computed = isinstance(node, Binary | Number | Postfix) or (isinstance(node, Unary) and node.operator == "-")
    return False if computed else None
