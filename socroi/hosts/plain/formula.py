"""A formula that calls our functions -> the same without them, for each of the cells that it fills."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.definition.registry import formulas
from socroi.definition.units import Shape
from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render
from socroi.engine.formula.traversal import children, walk
from socroi.engine.formula.tree import Apply, Binary, Call, Error, Number, Postfix, Unary
from socroi.errors import FormulaError
from socroi.excel.limits import DEEPEST_NESTING, LONGEST_FORMULA
from socroi.hosts.plain.array_entry import needs_array_entry
from socroi.hosts.plain.calls import looks_up_each, plain_call, refuse_unlike
from socroi.hosts.plain.cells import cell_of_result
from socroi.hosts.plain.facts import Facts, found_out
from socroi.hosts.plain.folding import Folding
from socroi.hosts.plain.older_functions import younger
from socroi.hosts.plain.unsayable import Unsayable

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.references import References


@dataclass(frozen=True, slots=True)
class Plain:
    """The formula of one cell.

    Attributes:
        text: as a file stores it, without the equals sign.
        array: whether it has to be an array formula, `{=...}`, of this one cell.
    """

    text: str
    array: bool


@dataclass(frozen=True, slots=True)
class PlainTrees:
    """What a formula becomes: a tree for each cell that it fills, row by row."""

    rows: list[list[Node]]
    references: References
    functions: tuple[str, ...]

    def at(self, row: int, column: int, place: tuple[int, int]) -> Plain:
        """Return the formula of one of the cells, for a formula whose first cell is at `place`.

        Raises:
            Unsayable: it is longer or deeper than Excel takes.
        """
        node = self.rows[row][column]
        text = render(node, *place, prefixes=True)
        if len(text) > LONGEST_FORMULA:
            raise Unsayable(self.functions[0], f"would be a formula of {len(text):,} characters")
        if _nested(node) > DEEPEST_NESTING:
            raise Unsayable(self.functions[0], f"would be more than {DEEPEST_NESTING} functions inside each other")
        return Plain(text, needs_array_entry(node, self.references))


def our_calls(node: Node) -> set[str]:
    """Return the functions of ours that a tree calls."""
    known = formulas()
    return {found.name for found in walk(node) if isinstance(found, Call) and found.name in known}


def plain_trees(
    text: str, place: tuple[int, int], extent: tuple[int, int], references: References, *, spills: bool = False
) -> PlainTrees:
    """Return what a formula that calls our functions becomes without them.

    Args:
        text: the formula, as a file stores it, without the equals sign.
        place: the row and the column of its cell, 0-based.
        extent: how many rows and columns it fills.
        references: those of its sheet.
        spills: whether it may fill more cells, once there is more to show: as many as its arguments have.

    Raises:
        Unsayable: it has no plain form.
    """
    try:
        tree = parse(text, *place)
    except FormulaError as problem:
        raise Unsayable("", f"cannot be read: {problem.what}") from problem
    names = tuple(sorted(our_calls(tree)))
    if isinstance(tree, Call) and tree.name in formulas() and looks_up_each(tree.name, tree.arguments, references):
        return _looked_up(tree, extent, references, spills=spills)
    made = _converted(tree, references, Facts())
    if spills and not _stacked(made):
        extent = _at_most(made, extent, references)
    rows = [
        [_of_cell(made, (row, column), extent, references, names) for column in range(extent[1])]
        for row in range(extent[0])
    ]
    young = sorted({name for row in rows for node in row for name in younger(node)} - younger(tree))
    if young:
        raise Unsayable(names[0], f"needs {young[0]}, which is younger than Excel 2010")
    return PlainTrees(rows, references, names)


def _looked_up(call: Call, extent: tuple[int, int], references: References, *, spills: bool) -> PlainTrees:
    """Return a call that looks up each cell of ranges, as one call for each."""
    refuse_unlike(call.name, call.arguments, references)
    each = [parameter.shape is Shape.EACH for parameter in formulas()[call.name].parameters]
    if spills:
        for argument in itertools.compress(call.arguments, each):
            extent = _at_most(argument, extent, references)

    def single(row: int, column: int) -> Node:
        found = [
            cell_of_result(item, row, column, references) if one_by_one else item
            for item, one_by_one in zip(call.arguments, each, strict=False)
        ]
        known = tuple(item for item in found if item is not None)
        if len(known) < len(found):
            raise Unsayable(call.name, "fills several cells, which cannot be told apart")
        return _converted(Call(call.name, known), references, Facts())

    rows = [[single(row, column) for column in range(extent[1])] for row in range(extent[0])]
    return PlainTrees(rows, references, (call.name,))


def _at_most(made: Node, extent: tuple[int, int], references: References) -> tuple[int, int]:
    """Return the size of a result that is empty text as long as nothing is typed in."""
    sizes = (references.rows(made), references.columns(made))
    rows, columns = (
        max(now, int(size.value) if isinstance(size, Number) else now) for now, size in zip(extent, sizes, strict=True)
    )
    return rows, columns


def _of_cell(
    made: Node, at: tuple[int, int], extent: tuple[int, int], references: References, names: tuple[str, ...]
) -> Node:
    if extent == (1, 1) and not _stacked(made):
        return made
    found = cell_of_result(made, *at, references)
    if found is None:
        raise Unsayable(names[0], "fills several cells, which cannot be told apart")
    return Folding(references, Facts()).fold(found)


def _stacked(node: Node) -> bool:
    return any(isinstance(found, Call) and found.name in {"VSTACK", "HSTACK"} for found in walk(node))


def _nested(node: Node) -> int:
    """Return how many functions lie inside each other at most."""
    deepest = max((_nested(child) for child in children(node)), default=0)
    return deepest + isinstance(node, Call)


def _converted(node: Node, references: References, facts: Facts) -> Node:
    """Return a tree without calls of ours; what is not ours stays as it is."""
    if not our_calls(node):
        return node
    match node:
        case Call(name="IF", arguments=(condition, *branches)):
            inner = [_converted(condition, references, facts)]
            for holds, branch in zip((True, False), branches, strict=False):
                known = facts | found_out(condition, references, holds=holds)
                inner.append(_converted(branch, references, known))
            return Call("IF", tuple(inner))
        case Call(name="INDEX", arguments=(Call(name=name) as spilled, *places)) if name in formulas():
            made = _converted(spilled, references, facts)
            return _picked(made, places, references) or Call("INDEX", (made, *places))
        case Call(name=name, arguments=arguments):
            plain = tuple(_converted(item, references, facts) for item in arguments)
            return plain_call(name, plain, references, facts) if name in formulas() else Call(name, plain)
        case Binary(operator=operator, left=left, right=right):
            return Binary(operator, _converted(left, references, facts), _converted(right, references, facts))
        case Unary(operator=operator, operand=operand):
            return Unary(operator, _converted(operand, references, facts))
        case Postfix(operator=operator, operand=operand):
            return Postfix(operator, _converted(operand, references, facts))
        case Apply(function=function, arguments=arguments):
            inner_arguments = tuple(_converted(item, references, facts) for item in arguments)
            return Apply(_converted(function, references, facts), inner_arguments)
        case _:
            return node


def _picked(made: Node, places: list[Node], references: References) -> Node | None:
    """Return the one cell of a result that INDEX picks by two numbers."""
    match places:
        case [Number(value=row), Number(value=column)] if row >= 1 and column >= 1:
            found = cell_of_result(made, int(row) - 1, int(column) - 1, references, Error("#REF!"))
            return None if found is None or _stacked(found) else Folding(references, Facts()).fold(found)
        case _:
            return None
