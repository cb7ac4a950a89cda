"""What a formula's references are in their book: one cell, or how many rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.evaluation.defined_names import DefinedNames
from socroi.engine.formula.tree import (
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Call,
    Cell,
    Name,
    Number,
    Postfix,
    Structured,
    Unary,
)
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.schedule.function_lookup import function_beside

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Book

_REDUCING_NAMES = """
    AND AVERAGE COLUMNS CORREL COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS LARGE MAX MEDIAN MIN N OR ROWS SLOPE SMALL
    STDEV SUM SUMIFS SUMPRODUCT SUMSQ T VAR
"""
REDUCING: Final = frozenset(_REDUCING_NAMES.split())
"""Functions that make one value of a range."""

_ON_REFERENCES: Final = frozenset({":", " ", ","})
_ROWS: Final = "ROWS"
_COLUMNS: Final = "COLUMNS"


class References:
    """The references of the formulas of one sheet.

    Args:
        book: its tables and names; None where there are none.
        sheet: the index of the sheet.
    """

    def __init__(self, book: Book | None = None, sheet: int = 0) -> None:
        self._tables = {} if book is None else {name.casefold(): table for name, table in book.tables.items()}
        self._names = DefinedNames([] if book is None else book.names)
        self._sheet = sheet
        self._function = function_beside([] if book is None else book.names)

    def is_theirs(self, function: str) -> bool:
        """Whether the workbook has a formula of its own under the name of a function of ours."""
        return self._function(function) is None

    def rows(self, node: Node) -> Node | None:
        """Return how many rows a value has: a number, an expression that is the same for all of that size, or None."""
        return self._count(node, _ROWS)

    def columns(self, node: Node) -> Node | None:
        """Return how many columns a value has, likewise."""
        return self._count(node, _COLUMNS)

    def is_one(self, node: Node) -> bool:
        """Whether a value is surely one cell's."""
        return self.rows(node) == Number(1.0) == self.columns(node)

    def is_many(self, node: Node) -> bool:
        """Whether a value is surely not one cell: a column of a table counts as many, however short it is now."""
        counts = (self.rows(node), self.columns(node))
        return any(count is not None and count != Number(1.0) for count in counts)

    def is_reference(self, node: Node) -> bool:
        """Whether the node names cells, which COUNTIF and its kin ask for."""
        found = self.meant(node)
        return isinstance(found, Cell | Area | Structured)

    def meant(self, node: Node) -> Node | None:
        """Return what a name stands for; another node itself."""
        if not isinstance(node, Name):
            return node
        try:
            found = self._names.tree(node.name, self._sheet)
        except Uncomputable:
            return None
        return None if isinstance(found, Name) else found

    def _count(self, node: Node, what: str) -> Node | None:
        match self.meant(node):
            case Cell():
                return Number(1.0)
            case Area() as area:
                first, last = (area.top, area.bottom) if what == _ROWS else (area.left, area.right)
                # From a fixed row down to a relative one: its height differs from cell to cell.
                return Number(last.index - first.index + 1.0) if first.absolute == last.absolute else None
            case Structured() as found:
                return self._of_table(found, what)
            case ArrayConstant(rows=rows):
                return Number(float(len(rows) if what == _ROWS else len(rows[0])))
            case Binary(operator=operator) as binary if operator not in _ON_REFERENCES:
                return self._wider(self._count(binary.left, what), self._count(binary.right, what))
            case Unary() | Postfix(operator="%") as inner:
                return self._count(inner.operand, what)
            case Call() as call:
                return self._of_call(call, what)
            case None | Name() | Apply() | Binary() | Postfix():
                return None
            case _:
                return Number(1.0)

    def _of_table(self, found: Structured, what: str) -> Node | None:
        if found.items - {"#DATA", "#THIS ROW"}:
            return None
        table = self._tables.get((found.table or "").casefold())
        if what == _ROWS:
            if "#THIS ROW" in found.items:
                return Number(1.0)
            # All columns of a table are of one length: the first stands for them.
            first = found.first if table is None else table.columns[0]
            return Call(_ROWS, (Structured(found.table, frozenset(), first),))
        if found.last is None and found.first is not None:
            return Number(1.0)
        if table is None:
            return None
        left, right = (table.place(heading or "") for heading in (found.first, found.last))
        if found.first is None:
            return Number(float(len(table.columns)))
        return None if left is None or right is None else Number(right - left + 1.0)

    def _of_call(self, call: Call, what: str) -> Node | None:
        if call.name in REDUCING:
            return Number(1.0)
        if call.name in {"VSTACK", "HSTACK"}:
            along = _ROWS if call.name == "VSTACK" else _COLUMNS
            return self._stacked(call, what) if what == along else None
        if call.name in {"INDEX", "MATCH"}:
            rest = call.arguments[1:] if call.name == "INDEX" else call.arguments[:1]
            single = all(self.is_one(item) for item in rest) and Number(0.0) not in rest
            return Number(1.0) if single else None
        found: Node | None = Number(1.0)
        for item in call.arguments:
            found = self._wider(found, self._count(item, what))
        return found

    def _stacked(self, call: Call, what: str) -> Node | None:
        """Return the size of blocks that stand one behind the other."""
        sizes = [self._count(block, what) for block in call.arguments]
        known = [size.value for size in sizes if isinstance(size, Number)]
        return Number(sum(known)) if len(known) == len(sizes) else None

    @staticmethod
    def _wider(one: Node | None, other: Node | None) -> Node | None:
        if one == other or other == Number(1.0):
            return one
        return other if one == Number(1.0) else None
