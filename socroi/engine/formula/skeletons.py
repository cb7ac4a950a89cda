"""Formulas with their references, numbers and texts taken out: what is left is a skeleton, which many of them share.

`=$A$7*3+B2-1` and `=$A$9*5+B8-4` have one skeleton, a tree with four holes. It is parsed once, however many formulas
have it, and what fills the holes is found in all of them at once. Whether the holes of a skeleton really are what they
look like is seen by parsing one of its formulas as it stands; in the others the same letters and signs stand around
them, so that the lexer, which looks at nothing else, makes the same of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

import numpy as np

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
    Text,
    Unary,
)
from socroi.errors import FormulaError
from socroi.excel.addresses import column_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.engine.formula.tree import Node

CELL, AREA, NUMBER, TEXT = 1, 2, 3, 4
"""The kinds of holes. In a key each stands as the character of that number, which no formula can hold."""

_MARKS: Final = re.compile("[\x01-\x04]")
_END: Final = "\0"
_HOLE: Final = re.compile(
    r'("(?:[^"\0]|"")*+")'
    r"|('(?:[^'\0]|'')*+')"
    r"|(?<![\w.\\?$:])(\$?[A-Z]{1,3})(\$?[1-9][0-9]{0,6}+)"
    r"(?::(\$?[A-Z]{1,3})(\$?[1-9][0-9]{0,6}+))?+(?![\w.\\?$(!\[:#])"
    r"|(?<![\w.\\?$:])([0-9]++(?:\.[0-9]++)?+)(?![\w.\\?$(!\[:#])"
)
_GROUPS: Final = 7
_VALUE_OPERATORS: Final = frozenset({"+", "-", "*", "/", "^", "&", "=", "<>", "<", "<=", ">", ">="})


@dataclass(slots=True)
class Holes:
    """What fills the holes of many formulas, hole after hole and formula after formula.

    Attributes:
        kind: CELL, AREA, NUMBER or TEXT.
        rows, columns: 0-based, of each corner, shape (holes, 2); of a cell twice the same.
        relative: whether the row of a corner has no `$`, shape (holes, 2).
        numbers: the value of a number.
        texts: the text of a text, by the place of its hole.
    """

    kind: NDArray[np.uint8]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    relative: NDArray[np.bool_]
    numbers: NDArray[np.float64]
    texts: dict[int, str]


@dataclass(slots=True)
class Skeletons:
    """Many formulas by their skeletons.

    Attributes:
        keys: each skeleton, its holes as marks.
        members: which formulas have it, by key.
        first: the place in `holes` of the first hole of each formula.
        holes: of all formulas.
    """

    keys: list[str]
    members: list[NDArray[np.int64]]
    first: NDArray[np.int64]
    holes: Holes


def skeletons(texts: Sequence[str]) -> Skeletons | None:
    """Take formulas apart; None where a text holds what marks the end of one."""
    if not texts:
        return None
    pieces = _HOLE.split(_END.join(texts))
    groups = [pieces[at :: _GROUPS + 1] for at in range(1, _GROUPS + 1)]
    between = pieces[:: _GROUPS + 1]
    if sum(piece.count(_END) for piece in between) != len(texts) - 1:
        return None
    marks = [
        "\x01" if column and not other else "\x02" if column else "\x03" if number else "\x04" if text else quoted
        for text, quoted, column, _, other, _, number in zip(*groups, strict=True)
    ]
    keys = "".join(chain.from_iterable(zip(between, [*marks, ""], strict=True))).split(_END)
    if len(keys) != len(texts):
        return None
    found = _sorted_by_key(keys, _filled(groups))
    # A formula that holds a mark itself is none, but would put all behind it out of step.
    return found if found.first[-1] == len(found.holes.kind) else None


def _filled(groups: list[list[str | None]]) -> Holes:
    """Return what stands in the holes."""
    texts, quoted, *corners, numbers = groups
    kept = [at for at, sheet in enumerate(quoted) if sheet is None]
    if len(kept) < len(quoted):
        texts, numbers = [texts[at] for at in kept], [numbers[at] for at in kept]
        corners = [[corner[at] for at in kept] for corner in corners]
    column, row, last_column, last_row = corners
    count = len(kept)
    kind = np.full(count, CELL, np.uint8)
    kind[[at for at, text in enumerate(texts) if text]] = TEXT
    kind[[at for at, number in enumerate(numbers) if number]] = NUMBER
    known = _Columns()
    rows, columns = np.zeros((count, 2), np.int64), np.zeros((count, 2), np.int64)
    relative = np.zeros((count, 2), np.bool_)
    cells = [at for at, letters in enumerate(column) if letters]
    areas = [at for at in cells if last_column[at]]
    kind[areas] = AREA
    for side, places, of_column, of_row in ((0, cells, column, row), (1, areas, last_column, last_row)):
        if not places:
            continue
        digits = [of_row[at] or "" for at in places]
        columns[places, side] = [known[of_column[at] or ""] for at in places]
        rows[places, side] = [int(each.replace("$", "")) - 1 for each in digits]
        relative[places, side] = [each[0] != "$" for each in digits]
        if side == 0:
            # The last corner of a single cell is the first one.
            columns[:, 1], rows[:, 1], relative[:, 1] = columns[:, 0], rows[:, 0], relative[:, 0]
    values = np.array([float(number) if number else 0.0 for number in numbers])
    words = {at: text[1:-1].replace('""', '"') for at, text in enumerate(texts) if text}
    return Holes(kind, rows, columns, relative, values, words)


class _Columns(dict[str, int]):
    """The 0-based columns of letters, with `$` or without."""

    def __missing__(self, letters: str) -> int:
        number = self[letters] = column_number(letters.replace("$", ""))
        return number


def _sorted_by_key(keys: list[str], holes: Holes) -> Skeletons:
    by_key: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        by_key.setdefault(key, []).append(place)
    counts = {key: len(_MARKS.findall(key)) for key in by_key}
    first = np.array([0, *accumulate(counts[key] for key in keys)], np.int64)
    members = [np.array(places, np.int64) for places in by_key.values()]
    return Skeletons(list(by_key), members, first, holes)


def name_of(hole: int) -> str:
    """Return the name that stands for a hole in a template."""
    return f"\0hole{hole}"


@dataclass(frozen=True, slots=True)
class Template:
    """The tree of a skeleton, names in the place of its holes.

    Attributes:
        prefixes: what stands before each hole: the sheet of a reference.
        whole: references that are the same in all formulas: whole columns and rows.
    """

    tree: Node
    prefixes: tuple[SheetPrefix, ...]
    whole: tuple[Cell | Area, ...]


def template(key: str, text: str, row: int, column: int, holes: Sequence[int]) -> Template | None:
    """Return the template of a skeleton; None where it holds more than values, operators, functions and addresses.

    Args:
        key: the skeleton.
        text: one of the formulas that have it.
        row: the 0-based row of the cell that holds it.
        column: its 0-based column.
        holes: the kinds of its holes.
    """
    if any(sign in key for sign in "[]{}@#"):
        return None
    places = iter(range(len(holes)))
    try:
        tree = parse(text, row, column)
        named = parse(_MARKS.sub(lambda _: f"_hole{next(places)}_", key), row, column)
    except (FormulaError, StopIteration):
        return None
    making = _Template(holes, row, column)
    made = making.node(tree, named)
    if made is None or None in making.prefixes:
        return None
    return Template(made, tuple(each or SheetPrefix() for each in making.prefixes), tuple(making.whole))


class _Template:
    def __init__(self, holes: Sequence[int], row: int, column: int) -> None:
        self.holes = holes
        self.row, self.column = row, column
        self.names = {f"_hole{at}_": at for at in range(len(holes))}
        self.prefixes: list[SheetPrefix | None] = [None] * len(holes)
        self.whole: list[Cell | Area] = []

    def node(self, real: Node, named: Node) -> Node | None:
        """Return the node that stands for both, None where they are not the same but for the holes."""
        if isinstance(named, Name):
            return self.hole(real, named)
        if type(real) is not type(named):
            return None
        match real, named:
            case (Number() | Text() | Boolean() | Missing(), _):
                return real if real == named else None
            case (Cell() | Area(), _):
                return self.fixed(real) if real == named else None
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
            if left.operator != other.operator or left.operator not in _VALUE_OPERATORS:
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
        at = self.names.get(named.name)
        if at is None or self.prefixes[at] is not None:
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
