"""Formulas with their references, numbers and texts taken out: what is left is a skeleton, which many of them share.

`=$A$7*3+B2-1` and `=$A$9*5+B8-4` have one skeleton, a tree with four holes (`holes.py`). It is parsed once, however
many formulas have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.formula.holes import AREA, CELL, MARKS, NUMBER, TEXT
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import (
    Area,
    Binary,
    Boolean,
    Call,
    Cell,
    Coordinate,
    Missing,
    Name,
    Number,
    Postfix,
    SheetPrefix,
    Structured,
    Text,
    Unary,
)
from socroi.errors import FormulaError
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.formula.tree import Node

VALUE_OPERATORS: Final = frozenset({"+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="})
_NAMED: Final = "\0hole"


def name_of(hole: int) -> str:
    """Return the name that stands for a hole in a template."""
    return f"{_NAMED}{hole}"


def is_hole(name: str) -> bool:
    """Whether a name of a template stands for a hole."""
    return name.startswith(_NAMED)


def hole_of(name: str) -> int:
    """Return the hole that a name of a template stands for."""
    return int(name.removeprefix(_NAMED))


@record(frozen=True, slots=True)
class Template:
    """The tree of a skeleton, names in the place of its holes.

    Attributes:
        prefixes: what stands before each hole: the sheet of a reference.
        whole: references that are the same in all formulas: whole columns and rows.
        named: names of the workbook and parts of tables, each once.
    """

    tree: Node
    prefixes: tuple[SheetPrefix, ...]
    whole: tuple[Cell | Area, ...]
    named: tuple[Name | Structured, ...]


def template(key: str, text: str, row: int, column: int, holes: Sequence[int]) -> Template | None:
    """Return the template of a skeleton; None where it is more than values, operators, functions, addresses, names.

    Args:
        key: the skeleton.
        text: one of the formulas that have it.
        row: the 0-based row of the cell that holds it.
        column: its 0-based column.
        holes: the kinds of its holes.
    """
    if any(sign in key for sign in "{}@#"):
        return None
    places = iter(range(len(holes)))
    try:
        tree = parse(text, row, column)
        named = parse(MARKS.sub(lambda _: f"_hole{next(places)}_", key), row, column)
    except (FormulaError, StopIteration):
        return None
    making = _Template(holes, row, column)
    made = making.node(tree, named)
    if made is None or None in making.prefixes:
        return None
    prefixes = tuple(each or SheetPrefix() for each in making.prefixes)
    return Template(made, prefixes, tuple(making.whole), tuple(making.named))


class _Template:
    def __init__(self, holes: Sequence[int], row: int, column: int) -> None:
        self.holes = holes
        self.row, self.column = row, column
        self.names = {f"_hole{at}_": at for at in range(len(holes))}
        self.prefixes: list[SheetPrefix | None] = [None] * len(holes)
        self.whole: list[Cell | Area] = []
        self.named: dict[Name | Structured, None] = {}

    def node(self, real: Node, named: Node) -> Node | None:
        """Return the node that stands for both, None where they are not the same but for the holes."""
        if isinstance(named, Name) and named.name in self.names:
            return self.hole(real, named)
        if type(real) is not type(named):
            return None
        match real, named:
            case (Number() | Text() | Boolean() | Missing(), _):
                return real if real == named else None
            case (Cell() | Area(), _):
                return self.fixed(real) if real == named else None
            case (Name() | Structured(), _):
                if real != named:
                    return None
                self.named[real] = None
                return real
            case (Unary("+" | "-" as sign, inner), Unary(other, holed)) if sign == other:
                operand = self.node(inner, holed)
                return None if operand is None else Unary(sign, operand)
            case (Postfix("%", inner), Postfix("%", holed)):
                operand = self.node(inner, holed)
                return None if operand is None else Postfix("%", operand)
            case (Binary(), Binary()):
                return self.binary(real, named)
            case (Call(name, arguments), Call(other, others)) if name == other and len(arguments) == len(others):
                found = [self.node(one, two) for one, two in zip(arguments, others, strict=True)]
                return Call(name, tuple(each for each in found if each is not None)) if None not in found else None
        return None

    def binary(self, real: Binary, named: Binary) -> Node | None:
        """Go down the left side in a loop: sums may be long."""
        steps: list[tuple[str, Node]] = []
        left, other = real, named
        while True:
            if left.operator != other.operator or left.operator not in VALUE_OPERATORS:
                return None
            right = self.node(left.right, other.right)
            if right is None:
                return None
            steps.append((left.operator, right))
            if not (isinstance(left.left, Binary) and isinstance(other.left, Binary)):
                break
            left, other = left.left, other.left
        found = self.node(left.left, other.left)
        for operator, right in reversed(steps):
            found = None if found is None else Binary(operator, found, right)
        return found

    def hole(self, real: Node, named: Name) -> Node | None:
        at = self.names[named.name]
        if self.prefixes[at] is not None:
            return None
        expected = {CELL: Cell, AREA: Area, NUMBER: Number, TEXT: Text}[self.holes[at]]
        if type(real) is not expected:
            return None
        prefix = real.prefix if isinstance(real, Cell | Area) else SheetPrefix()
        if prefix != named.prefix or prefix.book is not None or prefix.last_sheet is not None:
            return None
        self.prefixes[at] = prefix
        return Name(name_of(at))

    def fixed(self, node: Cell | Area) -> Node | None:
        """Return a reference of the skeleton itself as an absolute one: it is written alike in all formulas."""
        if node.prefix.book is not None or node.prefix.last_sheet is not None:
            return None
        fixed: Cell | Area
        if isinstance(node, Cell):
            fixed = Cell(self._at(node.row, self.row), self._at(node.column, self.column), node.prefix)
        else:
            top, bottom = self._at(node.top, self.row), self._at(node.bottom, self.row)
            left, right = self._at(node.left, self.column), self._at(node.right, self.column)
            fixed = Area(top, left, bottom, right, node.prefix)
        self.whole.append(fixed)
        return fixed

    @staticmethod
    def _at(axis: Coordinate, origin: int) -> Coordinate:
        return Coordinate(axis.at(origin), True)
