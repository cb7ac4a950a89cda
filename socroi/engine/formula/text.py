"""A formula's tree -> its text, with no more parentheses than the tree needs: `parse` of it gives the same tree again.

Trees that no text means (an area as two cells around `:`, a negative `Number` outside an array constant) come back as
the tree that Excel would read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.formula.parser import PERCENT_POWER, POWER, SIGN_POWER
from socroi.engine.formula.sheet_prefix import write_prefix
from socroi.engine.formula.structured import write_structured
from socroi.engine.formula.tree import (
    BINDERS,
    HERE,
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    Coordinate,
    Error,
    Missing,
    Name,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from socroi.excel.addresses import column_letters
from socroi.excel.functions import FUNCTION_ARGUMENT, file_name, is_built_in
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.patterns import pattern

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node

_REF = "#REF!"
_ALL_ROWS: Final = (Coordinate(0, True), Coordinate(MAX_ROWS - 1, True))
_ALL_COLUMNS: Final = (Coordinate(0, True), Coordinate(MAX_COLUMNS - 1, True))
_TIGHTEST: Final = 99
_UNION: Final = POWER[","]
_LIKE_CELL = pattern(r"[A-Za-z]{1,3}[1-9][0-9]{0,6}|(?i:TRUE|FALSE)")
_JOINS_COLON = pattern(r"[A-Za-z]{1,3}|.*\.", re.DOTALL)


def render(node: Node, row: int = 0, column: int = 0, *, prefixes: bool = False) -> str:
    """Return the text of a formula, without the equals sign.

    Args:
        node: the tree.
        row: 0-based row of the cell that is to hold it; a relative reference that falls off the grid becomes `#REF!`.
        column: its 0-based column.
        prefixes: write it as a file stores it (`_xlfn.XLOOKUP`, `_xlpm.x`, `_xlfn.SINGLE(A1:A9)`), not as it is typed.
    """
    writer = _Writer(row, column, prefixes=prefixes)
    if isinstance(node, Binary) and node.operator == ",":
        return writer.binary(node, frozenset())
    return writer.text(node, frozenset(), 0)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def number_text(value: float) -> str:
    """Return the shortest text that reads back as the same number: `100`, `0.1`, `1E-05`."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value).upper()


def _power(node: Node) -> int:
    match node:
        case Binary(operator=operator):
            return POWER["space" if operator == " " else operator]
        case Unary():
            return SIGN_POWER
        case Postfix(operator="%"):
            return PERCENT_POWER
        case _:
            return _TIGHTEST


def _last(node: Node) -> Node:
    """Return the operand that the text of a chain ends with."""
    while isinstance(node, Binary):
        node = node.right
    return node


class _Writer:
    def __init__(self, row: int, column: int, *, prefixes: bool) -> None:
        self.row = row
        self.column = column
        self.prefixes = prefixes

    def text(self, node: Node, bound: frozenset[str], least: int) -> str:
        """Return the text of a node, in parentheses where it binds more loosely than `least`.

        `bound` holds the LET and LAMBDA names in scope, case-folded.
        """
        match node:
            case Binary():
                written = self.binary(node, bound)
            case Unary():
                if node.operator == "@" and self.prefixes:
                    return f"_xlfn.SINGLE({self.argument(node.operand, bound)})"
                written = node.operator + self.text(node.operand, bound, SIGN_POWER)
            case Postfix(operator="%"):
                written = self.text(node.operand, bound, PERCENT_POWER) + "%"
            case _:
                return self.primary(node, bound)
        power = _power(node)
        # A union that is not the whole formula is in parentheses, for its comma could be taken for an argument's.
        return f"({written})" if power < least or power == _UNION else written

    def grouped(self, node: Node, bound: frozenset[str]) -> str:
        written = self.text(node, bound, _TIGHTEST)
        return f"({written})" if _power(node) == _TIGHTEST else written

    def argument(self, node: Node, bound: frozenset[str]) -> str:
        return self.text(node, bound, 0)

    def arguments(self, nodes: tuple[Node, ...], bound: frozenset[str]) -> str:
        return ",".join(self.argument(node, bound) for node in nodes)

    def binary(self, node: Binary, bound: frozenset[str]) -> str:
        """Write a chain of left operands from its far end, without recursion into it."""
        chain = [node]
        while isinstance(left := chain[-1].left, Binary) and not self.must_group(left, chain[-1]):
            chain.append(left)
        innermost = chain[-1]
        left = innermost.left
        if self.must_group(left, innermost):
            written = self.grouped(left, bound)
        else:
            written = self.text(left, bound, _power(innermost))
        parts = [written]
        for link in reversed(chain):
            right = self.text(link.right, bound, _power(link) + 1)
            if link.operator == ":" and isinstance(link.right, Area):
                right = f"({right})"
            if link.operator == " " and right.startswith("(") and isinstance(_last(link.left), Name):
                # `Name (A1,B1)` would be read as a call.
                parts = ["(", *parts, ")"]
            parts += (link.operator, right)
        return "".join(parts)

    def must_group(self, left: Node, parent: Binary) -> bool:
        """Whether a left operand needs parentheses, for its power or because text on both sides would grow together."""
        if isinstance(left, Binary) and _power(left) != _power(parent):
            return _power(left) < _power(parent) or left.operator == ","
        if parent.operator != ":":
            return False
        end = _last(left)
        if isinstance(end, Cell) and isinstance(left, Binary):
            return isinstance(parent.right, Cell)
        elsewhere = getattr(parent.right, "prefix", HERE) != HERE
        return isinstance(end, Name) and (elsewhere or _JOINS_COLON.fullmatch(end.name) is not None)

    def primary(self, node: Node, bound: frozenset[str]) -> str:
        match node:
            case Cell():
                return self.cell(node)
            case Area():
                return self.area(node)
            case Number():
                return number_text(node.value)
            case Text():
                return _quoted(node.value)
            case Boolean():
                return "TRUE" if node.value else "FALSE"
            case Error():
                return node.code
            case Missing():
                return ""
            case Name():
                return self.name(node, bound)
            case Structured():
                return write_structured(node, for_file=self.prefixes)
            case ArrayConstant():
                rows = (",".join(self.primary(item, bound) for item in row) for row in node.rows)
                return "{" + ";".join(rows) + "}"
            case Call():
                return self.call(node, bound)
            case Apply():
                return f"{self.function(node.function, bound)}({self.arguments(node.arguments, bound)})"
            case Postfix():
                if self.prefixes:
                    return f"_xlfn.ANCHORARRAY({self.argument(node.operand, bound)})"
                operand = self.text(node.operand, bound, _TIGHTEST)
                return f"({operand})#" if isinstance(node.operand, Area) else operand + "#"
            case _:
                raise TypeError(f"{type(node).__name__} is no node of a formula")

    def name(self, node: Name, bound: frozenset[str]) -> str:
        parameter = node.prefix == HERE and node.name.casefold() in bound
        if (self.prefixes and parameter) or (node.prefix == HERE and _LIKE_CELL.fullmatch(node.name)):
            return f"_xlpm.{node.name}"
        return write_prefix(node.prefix) + node.name

    def function(self, node: Node, bound: frozenset[str]) -> str:
        """Write what is called: in parentheses unless its own text can stand before arguments."""
        if isinstance(node, Call | Apply):
            return self.primary(node, bound)
        if isinstance(node, Name):
            known = node.name.casefold() in bound and (self.prefixes or not is_built_in(node.name))
            if known if node.prefix == HERE else node.prefix.sheet:
                return self.name(node, bound)
        return self.grouped(node, bound)

    def call(self, node: Call, bound: frozenset[str]) -> str:
        name = node.name
        if self.prefixes:
            name = file_name(name)
        elif name.casefold() in bound and not is_built_in(name):
            # Unmarked it would be a call of the LET or LAMBDA name.
            name = f"_xludf.{name}"
        if node.name in BINDERS:
            return f"{name}({self.declaring(node, bound)})"
        texts = [self.argument(item, bound) for item in node.arguments]
        if self.prefixes and texts and (at := FUNCTION_ARGUMENT.get(node.name)) is not None and at < len(texts):
            item = node.arguments[at]
            if isinstance(item, Name) and texts[at] == item.name and is_built_in(item.name):
                texts[at] = f"_xleta.{item.name}"
        return f"{name}({','.join(texts)})"

    def declaring(self, node: Call, bound: frozenset[str]) -> str:
        """Write the arguments of LET or LAMBDA, which declare names for those behind them (LET: behind the value)."""
        texts: list[str] = []
        last = len(node.arguments) - 1
        step = BINDERS[node.name]
        declared: frozenset[str] = frozenset()
        for index, item in enumerate(node.arguments):
            if index == last or index % step or not isinstance(item, Name) or item.prefix != HERE:
                texts.append(self.argument(item, bound))
                bound |= declared
                continue
            plain = item.name.removeprefix("[").removesuffix("]")
            declared = frozenset({plain.casefold()})
            if step == 1:
                bound |= declared
            if self.prefixes:
                texts.append(f"_xlpm.{plain}" if plain == item.name else f"_xlop.{plain}")
            else:
                texts.append(self.name(item, bound) if plain == item.name else item.name)
        return ",".join(texts)

    def row_text(self, axis: Coordinate) -> str | None:
        index = axis.at(self.row)
        if not 0 <= index < MAX_ROWS:
            return None
        return f"${index + 1}" if axis.absolute else str(index + 1)

    def column_text(self, axis: Coordinate) -> str | None:
        index = axis.at(self.column)
        if not 0 <= index < MAX_COLUMNS:
            return None
        return f"${column_letters(index)}" if axis.absolute else column_letters(index)

    def cell(self, node: Cell) -> str:
        prefix = write_prefix(node.prefix)
        column, row = self.column_text(node.column), self.row_text(node.row)
        return f"{prefix}{_REF}" if column is None or row is None else f"{prefix}{column}{row}"

    def area(self, node: Area) -> str:
        prefix = write_prefix(node.prefix)
        left, right = self.column_text(node.left), self.column_text(node.right)
        top, bottom = self.row_text(node.top), self.row_text(node.bottom)
        if left is None or right is None or top is None or bottom is None:
            return f"{prefix}{_REF}"
        if (node.top, node.bottom) == _ALL_ROWS:
            return f"{prefix}{left}:{right}"
        if (node.left, node.right) == _ALL_COLUMNS:
            return f"{prefix}{top}:{bottom}"
        return f"{prefix}{left}{top}:{right}{bottom}"
