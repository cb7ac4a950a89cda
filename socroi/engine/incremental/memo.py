"""Parts of long formulas, kept in an open workbook until a cell that they read is written.

A check such as `COUNTIF(a,"<0")+COUNTIF(b,"<0")+...` reads a dozen columns, of which an input changes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.traversal import children, walk
from socroi.engine.formula.tree import (
    BINDERS,
    Area,
    Binary,
    Boolean,
    Call,
    Cell,
    Missing,
    Name,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from socroi.engine.model.block import Block
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.schedule.precedents import rectangles_of
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.precedents import Rectangle

FEWEST: Final = 3
"""Formulas of fewer such parts are computed whole."""

MOST_COLUMNS: Final = 12
"""A part that reads more columns is computed each time."""

_PLAIN: Final = (Area, Boolean, Cell, Missing, Number, Postfix, Structured, Text, Unary)
_REFERENCES: Final = frozenset((":", " ", ","))


@record(eq=False, slots=True)
class Part:
    """One call in the formula of the cell at `place`, (sheet, row, column), with what it reads, and the columns of
    that, each (sheet, column); its value, and `state`: how it was computed, and of which versions of the columns.
    """

    arguments: Sequence[Node]
    place: tuple[int, int, int]
    reads: list[Rectangle]
    columns: tuple[tuple[int, int], ...]
    state: tuple[object, ...] = ()
    value: Block | None = None


class Memo:
    """The parts of the formulas of one workbook.

    Args:
        is_open: whether cells of a rectangle are still to be computed.
    """

    def __init__(self, evaluator: Evaluator, is_open: Callable[[Rectangle], bool]) -> None:
        self._evaluator = evaluator
        self._is_open = is_open
        self._parts: dict[int, Part] = {}

    def learn(self, region: Region) -> None:
        """Find the parts of a formula of one cell."""
        if region.count != 1 or region.tree is None:
            return
        found = list(self._found(region.tree, region.sheet))
        if len(found) < FEWEST:
            return
        for call in found:
            read = rectangles_of(call, region.sheet, region.column, region.row, 1, self._evaluator)
            if sum(each.right - each.left + 1 for each in read) <= MOST_COLUMNS:
                columns = {(each.sheet, column) for each in read for column in range(each.left, each.right + 1)}
                place = region.sheet, region.row, region.column
                self._parts[id(call.arguments)] = Part(call.arguments, place, read, tuple(sorted(columns)))

    def _found(self, tree: Node, sheet: int) -> Iterator[Call]:
        stack = [tree]
        while stack:
            node = stack.pop()
            if (
                isinstance(node, Call)
                and has(node.name.upper(), Trait.CONDENSING)
                and all(self._is_fit(n, sheet) for n in walk(node))
            ):
                yield node
            elif not (isinstance(node, Call) and node.name.upper() in BINDERS):
                stack.extend(children(node))

    def _is_fit(self, node: Node, sheet: int) -> bool:
        match node:
            case Call():
                name = node.name.upper()
                return has(name, Trait.CONDENSING) or has(name, Trait.CONDENSED)
            case Binary():
                return node.operator not in _REFERENCES
            case Name():
                return self._names_cells(node, sheet)
            case _:
                return isinstance(node, _PLAIN)

    def _names_cells(self, node: Name, sheet: int) -> bool:
        if node.prefix.book is not None or node.prefix.sheet is not None:
            return False
        try:
            return isinstance(
                self._evaluator.context.names.tree(node.name, sheet), Area | Cell | Number | Structured | Text
            )
        except Uncomputable:
            return False

    def value(self, arguments: Sequence[Node], scope: Scope, compute: Callable[[], Value]) -> Value:
        """Return the value of a call, computed only if it is no such part or if a column has changed since."""
        part = self._parts.get(id(arguments))
        if (
            part is None
            or scope.lanes != 1
            or part.place != (scope.sheet, int(scope.rows[0]), scope.column)
            or any(map(self._is_open, part.reads))
        ):
            return compute()
        state = (scope.array, scope.forced, *(self._version(*column) for column in part.columns))
        if part.value is not None and part.state == state:
            return part.value
        value = compute()
        # While it is not certain that blank cells below make no difference, nothing is.
        if isinstance(value, Block) and not self._evaluator.context.trimmed and not self._evaluator.context.spare:
            part.value, part.state = value, state
        return value

    def _version(self, sheet: int, column: int) -> int:
        cells = self._evaluator.book.sheets[sheet].columns.get(column)
        return -1 if cells is None else cells.version
