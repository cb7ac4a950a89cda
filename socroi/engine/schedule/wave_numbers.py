"""Waves of plain numbers: a group's formula as arithmetic over the cells of a sheet that lie side by side.

A cell of a model adds and multiplies a few numbers, and a month of it is some hundred cells: to make blocks of them
takes longer than to compute them. Here a formula of `+ - * /`, `%` and sums is a few operations of numpy, and its cells
are gathered and written by their places in one array. Wherever something is no number, or comes to none, the group is
left to the evaluator, which gives the same and says why not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.row_rules import OF_WINDOWS
from socroi.engine.evaluation.operators import combined, without_remainder
from socroi.engine.formula.skeletons import hole_of
from socroi.engine.formula.tree import Binary, Call, Name, Number, Postfix, Unary
from socroi.engine.model.block import NUMBER
from socroi.engine.model.book import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from socroi.engine.evaluation.context import Context
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data
    from socroi.engine.model.book import Sheet
    from socroi.engine.schedule.wave_groups import Group, Rectangles

    Places = NDArray[np.int64]
    Source = Callable[[Places], Data]
    """From lanes of a group to their numbers, one for each or one for all."""

_ARITHMETIC: Final = frozenset({"+", "-", "*", "/"})
_NOWHERE: Final = 0
"""The place of a blank cell, which stands for all that lie outside the used part of the sheet."""
_MOST_FOR_EACH: Final = 16
"""A sheet of more cells for each one that would be computed so is not laid side by side."""


class _OtherwiseError(Exception):
    """It has to be computed the usual way."""


class SideBySide:
    """The cells of a sheet in one array; its columns become views of it, and stay what they are to everybody else."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        columns = sorted(sheet.columns)
        length = np.array([len(sheet.columns[column]) for column in columns], np.int64)
        start = np.cumsum(length) - length + 1
        self.kind = np.zeros(int(length.sum()) + 1, np.uint8)
        self.data = np.zeros(len(self.kind))
        self._start, self._length = np.zeros((2, max(columns, default=0) + 2), np.int64)
        self._start[columns], self._length[columns] = start, length
        self._columns = [sheet.columns[column] for column in columns]
        for column, first, count in zip(self._columns, start.tolist(), length.tolist(), strict=True):
            kind, data = self.kind[first : first + count], self.data[first : first + count]
            kind[:], data[:] = column.kind, column.data
            column.kind, column.data = kind, data
        self._written = self._told = False
        self._same = True

    def intact(self) -> bool:
        """Whether the columns of the sheet still are these: one that grew has arrays of its own."""
        if self._told:
            self._told = False
            same = len(self.sheet.columns) == len(self._columns)
            self._same = same and all(column.data.base is self.data for column in self._columns)
        return self._same

    def places(self, rows: Places, columns: Places) -> Places:
        """Return where cells lie."""
        known = np.minimum(columns, len(self._start) - 1)
        return np.where(rows < self._length[known], self._start[known] + rows, _NOWHERE)

    def put(self, places: Places, data: Data) -> None:
        """Write numbers."""
        self.kind[places], self.data[places] = NUMBER, data
        self._written = True

    def tell(self) -> None:
        """Have the columns know that cells were written, before somebody asks them what they remember."""
        self._told = True
        if self._written:
            self._written = False
            for column in self._columns:
                column.version += 1
                if column.long:
                    column.long = {}


class Arithmetic:
    """The formula of a group, as arithmetic."""

    def __init__(self, cells: SideBySide, target: Places, source: Source) -> None:
        self.cells = cells
        self._target = target
        self._source = source

    def compute(self, lanes: Places) -> bool:
        """Compute some lanes of a group and write what they come to; False where that is left to others."""
        if not self.cells.intact():
            return False
        try:
            found = self._source(lanes)
        except _OtherwiseError:
            return False
        if not np.isfinite(found).all():
            return False
        self.cells.put(self._target[lanes], found)
        return True


def arithmetic_of(groups: list[Group], sheets: list[Sheet], context: Context) -> list[Arithmetic | None]:
    """Return the arithmetic of each group that has no more than that."""
    found: list[Arithmetic | None] = [None] * len(groups)
    for index, sheet in enumerate(sheets):
        own = [at for at, group in enumerate(groups) if group.sheet == index and _is_plain(group, context)]
        size = sum(map(len, sheet.columns.values()))
        if not own or sheet.oversized or size > _MOST_FOR_EACH * sum(len(groups[at]) for at in own):
            continue
        _make_room(sheet, [group for group in groups if group.sheet == index])
        cells = SideBySide(sheet)
        for at in own:
            group = groups[at]
            source = _Making(group, cells).source(group.template.tree, last=True)
            found[at] = Arithmetic(cells, cells.places(group.rows, group.columns), source)
    return found


def _make_room(sheet: Sheet, groups: list[Group]) -> None:
    """Have the columns of a sheet reach as far as what is computed in waves, so that none of them grows later."""
    columns = np.concatenate([group.columns for group in groups])
    rows = np.zeros(int(columns.max()) + 1, np.int64)
    np.maximum.at(rows, columns, np.concatenate([group.rows for group in groups]) + 1)
    for column in np.flatnonzero(rows).tolist():
        sheet.columns.setdefault(column, Column()).reserve(int(rows[column]))


def _is_plain(group: Group, context: Context) -> bool:
    """Whether a formula is arithmetic, all of it, with cells of its own sheet, numbers and sums of areas."""

    def plain(node: Node) -> bool:
        while isinstance(node, Binary) and node.operator in _ARITHMETIC and plain(node.right):
            node = node.left
        match node:
            case Number():
                return True
            case Unary("-", operand) | Postfix("%", operand):
                return plain(operand)
            case Call(name, (Name() as area,)):
                # To ask for a function loads the module that declares it.
                return context.function(name) is not None and name in OF_WINDOWS and _is_area(group, area)
            case Name():
                ref = group.refs.get(hole_of(node.name))
                return group.values[hole_of(node.name)][0] == NUMBER if ref is None else ref.bottom is ref.top
        return False

    tree = group.template.tree
    return (
        not (group.dynamic or group.whole or group.template.named)
        and isinstance(tree, Binary | Unary | Postfix | Call)
        and all(ref.sheet == group.sheet for ref in group.refs.values())
        and plain(tree)
    )


def _is_area(group: Group, name: Name) -> bool:
    """Whether a hole is an area of one column in each lane."""
    ref = group.refs.get(hole_of(name.name))
    return ref is not None and ref.bottom is not ref.top and bool((ref.left == ref.right).all())


class _Making:
    """Makes the parts of a formula into sources of numbers."""

    def __init__(self, group: Group, cells: SideBySide) -> None:
        self.group = group
        self.cells = cells

    def source(self, node: Node, *, last: bool = False) -> Source:
        """Return what gives the numbers of a node; `last` ends the formula."""
        match node:
            case Number(value):
                return _always(np.array([value]))
            case Unary(_, operand):
                return _negated(self.source(operand))
            case Postfix(_, operand):
                return _percent(self.source(operand))
            case Call(name, (Name(area),)):
                return self.window(OF_WINDOWS[name], self.group.refs[hole_of(area)])
            case Name(name):
                ref = self.group.refs.get(hole_of(name))
                return self.literal(self.group.values[hole_of(name)][1]) if ref is None else self.cell(ref)
            case Binary():
                return self.binary(node, last=last)
        raise TypeError(f"no plain arithmetic: {node!r}")

    def binary(self, node: Binary, *, last: bool) -> Source:
        """Go down the left side in a loop, as the evaluator does."""
        steps: list[tuple[str, Source]] = []
        left: Node = node
        while isinstance(left, Binary):
            steps.append((left.operator, self.source(left.right)))
            left = left.left
        first, steps = self.source(left), steps[::-1]
        ends_in_sum = last and node.operator in ("+", "-")

        def numbers(lanes: Places) -> Data:
            before = found = first(lanes)
            for operator, source in steps:
                before, right = found, source(lanes)
                # What is divided by 0 stays infinite or nothing to the end, but not what is divided by that.
                if operator == "/" and not np.isfinite(right).all():
                    raise _OtherwiseError
                found = combined(operator, before, right)
            return without_remainder(found, before) if ends_in_sum else found

        return numbers

    def literal(self, data: Data) -> Source:
        """Return the source of numbers that stand in the formulas."""
        return _always(data[:1]) if (data == data[0]).all() else lambda lanes: data[lanes]

    def cell(self, ref: Rectangles) -> Source:
        """Return the source of single cells. A blank is 0."""
        places, kinds, data = self.cells.places(ref.top, ref.left), self.cells.kind, self.cells.data

        def numbers(lanes: Places) -> Data:
            here = places[lanes]
            if kinds[here].max() > NUMBER:
                raise _OtherwiseError
            return data[here]

        return numbers

    def window(self, rule: Callable[[Data], Data], ref: Rectangles) -> Source:
        """Return the source of what a function makes of areas."""
        first, last = self.cells.places(ref.top, ref.left), self.cells.places(ref.bottom, ref.left)
        first = np.where(last == _NOWHERE, _NOWHERE, first)
        height, kinds, data = ref.bottom - ref.top + 1, self.cells.kind, self.cells.data

        def numbers(lanes: Places) -> Data:
            here, high = first[lanes], height[lanes]
            if not here.all() or (high != high[0]).any():
                raise _OtherwiseError
            cells = here[:, None] + np.arange(int(high[0]))
            if (kinds[cells] != NUMBER).any():
                raise _OtherwiseError
            return rule(data[cells])

        return numbers


def _always(data: Data) -> Source:
    return lambda _: data


def _negated(source: Source) -> Source:
    return lambda lanes: 0.0 - source(lanes)


def _percent(source: Source) -> Source:
    return lambda lanes: source(lanes) / 100.0
