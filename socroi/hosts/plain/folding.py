"""A formula made shorter by what is known of its parts, without changing what it gives.

The guards of a twin ask of each argument whether it is one cell, text, blank, within its limits. Beside a literal, a
single cell or a cell that the formula has counted already most of these questions have an answer before anything is
computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.formula.traversal import children
from socroi.engine.formula.tree import (
    Apply,
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Error,
    Number,
    Postfix,
    Text,
    Unary,
)
from socroi.hosts.plain.products import as_products
from socroi.hosts.plain.references import REDUCING

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.facts import Facts
    from socroi.hosts.plain.references import References

NOTHING: Final = Number(0.0)
ONE: Final = Number(1.0)
_EMPTY: Final = Text("")
_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_MADE: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
_SURE_NAMES = """
    ABS AND COLUMNS COUNT COUNTA COUNTIF IF IFERROR ISNUMBER ISTEXT LEN MAX MIN N NOT OR ROWS SUM SUMPRODUCT TRIM
"""
_SURE: Final = frozenset(_SURE_NAMES.split())
"""Functions that give an error only where an argument is one."""
_SHORT: Final = 6
"""Characters of a quotient that is written instead of its division: `0.975` for `1.95/2`."""
_CRITERIA: Final = {"<": "<", "<=": "<=", ">": ">", ">=": ">="}


class Folding:
    """Makes trees shorter, by the references of a book and the facts where a call stands."""

    def __init__(self, references: References, facts: Facts) -> None:
        self.references = references
        self.facts = facts

    def fold(self, node: Node) -> Node:
        """Return a tree that gives the same."""
        match node:
            case Binary():
                return self._binary(node.operator, self.fold(node.left), self.fold(node.right))
            case Unary():
                return self._unary(node.operator, self.fold(node.operand))
            case Postfix():
                return Postfix(node.operator, self.fold(node.operand))
            case Call():
                return self._call(node.name, tuple(self.fold(item) for item in node.arguments))
            case Apply():
                return Apply(self.fold(node.function), tuple(self.fold(item) for item in node.arguments))
            case _:
                return node

    def _binary(self, operator: str, left: Node, right: Node) -> Node:
        if isinstance(left, Number) and isinstance(right, Number):
            found = _computed(operator, left.value, right.value)
            if found is not None:
                return found
        if operator in _MADE and (cells := _cells(operator, left, right)) is not None:
            return cells
        if isinstance(left, Text) and isinstance(right, Text) and operator == "=":
            return Boolean(left.value.casefold() == right.value.casefold())
        if isinstance(left, Text) and isinstance(right, ArrayConstant) and operator == "=":
            rows = (tuple(Boolean(item == left) for item in row) for row in right.rows)
            return ArrayConstant(tuple(rows))
        if operator in {"*", "+", "-", "/"}:
            return self._arithmetic(operator, left, right)
        return self._compared(operator, left, right)

    def _arithmetic(self, operator: str, left: Node, right: Node) -> Node:
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if one in {NOTHING, Boolean(False)} and not _may_fail(other):
                    return NOTHING
            for one, other in ((left, right), (right, left)):
                if one in {ONE, Boolean(True)}:
                    return _as_number(other)
            blankless = _above_empty(left, right)
            if blankless is not None:
                return blankless
        if operator == "+":
            for one, other in ((left, right), (right, left)):
                if one in {NOTHING, Boolean(False)}:
                    return other
        if operator == "/" and isinstance(left, Number) and right == NOTHING:
            return Error("#DIV/0!")
        if (operator == "-" and right == NOTHING) or (operator == "/" and right == ONE):
            return left
        return Binary(operator, left, right)

    def _compared(self, operator: str, left: Node, right: Node) -> Node:
        node = Binary(operator, left, right)
        if operator not in _COMPARED:
            return node
        if right == _EMPTY and (read := _read_or_empty(left)) is not None and operator in {"=", "<>"}:
            return Binary(operator, read, right)
        if right == _EMPTY and self.facts.is_number(left) and operator in {"<", ">=", ">"}:
            return Boolean(operator == "<")
        if left == right and isinstance(left, Call) and left.name in {"ROWS", "COLUMNS"}:
            return Boolean(operator in {"=", "<=", ">="})
        if right == ONE and isinstance(left, Call) and left.name == "ROWS" and operator in {"=", ">"}:
            # The column of a table, which is not one cell.
            return Boolean(operator == ">")
        match left, right:
            case Call(name="LEN", arguments=(inner,)), Number(value=0.0) if self.references.is_one(inner):
                if operator == ">":
                    return Binary("<>", inner, _EMPTY)
                if operator == "=":
                    return Binary("=", inner, _EMPTY)
            case Call(name="COUNT", arguments=(inner,)), Number(value=0.0) if inner in self.facts.counted:
                return Boolean(operator in {">", ">=", "<>"})
            case Unary(operator="-", operand=Unary(operator="-", operand=inner)), Number(value=0.0) if operator == "=":
                return _opposite(inner) or node
            case Binary(operator=inner_operator), Number() if inner_operator in _COMPARED:
                # The sum of which a condition is left: TRUE and FALSE would both be above every number.
                if right == NOTHING and operator in {">", "<>"}:
                    return left
                return Binary(operator, _as_number(left), right)
        return node

    def _unary(self, operator: str, operand: Node) -> Node:
        if operator == "-":
            if isinstance(operand, Number):
                return Number(-operand.value)
            if isinstance(operand, Boolean):
                return Number(-float(operand.value))
            if isinstance(operand, ArrayConstant):
                return _negative(operand)
        return Unary(operator, operand)

    def _call(self, name: str, arguments: tuple[Node, ...]) -> Node:
        node = Call(name, arguments)
        first = arguments[0] if arguments else node
        match name:
            case "IF":
                return _chosen(node)
            case "ROWS" | "COLUMNS":
                return (self.references.rows if name == "ROWS" else self.references.columns)(first) or node
            case "MAX" if len(set(arguments)) == 1:
                return first
            case "MAX" if numbers := [item.value for item in arguments if isinstance(item, Number)]:
                return Number(max(numbers)) if len(numbers) == len(arguments) else node
            case "ISTEXT" if isinstance(first, Text):
                return Boolean(True)
            case "TRIM" if isinstance(first, Text):
                return Text(" ".join(first.value.split()))
            case "LEN" if isinstance(first, Text):
                return Number(float(len(first.value)))
            case "LEN" if (read := _read_or_empty(first)) is not None:
                return self._call("LEN", (read,))
            case "LEN" if self.facts.is_number(first):
                # Asked only whether there is anything.
                return ONE
            case "SUM" if len(arguments) == 1:
                return first if self.facts.is_number(first) else as_products(first, self.references) or node
            case "SUMPRODUCT" if len(arguments) == 1:
                return self._summed(first)
            case _:
                return node

    def _summed(self, inner: Node) -> Node:
        """Return the sum of conditions: of one cell it is the condition, of a range a count."""
        if isinstance(inner, ArrayConstant):
            return Number(sum(item.value for row in inner.rows for item in row if isinstance(item, Number)))
        if self.references.is_one(inner):
            return inner
        inner = _as_number(inner)
        found = self._how_many(inner)
        return Call("SUMPRODUCT", (inner,)) if found is None else found

    def _how_many(self, inner: Node) -> Node | None:
        """Return how many cells of a range hold numbers, or numbers beyond a limit, as people count them."""
        match inner:
            case Unary(operator="-", operand=Unary(operator="-", operand=Binary(operator="<", left=left, right=right))):
                plain = right == _EMPTY and self.references.is_reference(left)
                return Call("COUNT", (left,)) if plain else None
            case Unary(operand=Unary(operand=Binary(operator=">", left=left, right=Number(value=value) as limit))):
                # What is no number was read as 0, which is not above the limit.
                cells = _numbers_read(left) if value >= 0 else None
                plain = cells is not None and self.references.is_reference(cells)
                return _beyond(cells, Binary(">", cells, limit)) if plain and cells is not None else None
            case Binary(operator="*", left=Binary(operator="<", left=left, right=Text(value="")), right=limit):
                return _beyond(left, limit) if self.references.is_reference(left) else None
            case _:
                return None


def _computed(operator: str, left: float, right: float) -> Node | None:
    """Return what two numbers make; None where an error would come of it, or digits that a sheet might show."""
    if operator in _COMPARED:
        return Boolean(_COMPARED[operator](left, right))
    if operator in _MADE:
        return Number(_MADE[operator](left, right))
    short = operator == "/" and right and len(f"{left / right:.15g}") <= _SHORT
    return Number(left / right) if short else None


def _cells(operator: str, left: Node, right: Node) -> ArrayConstant | None:
    """Return what a number and an array constant of numbers make; None for any other two."""
    made = _MADE[operator]
    match left, right:
        case Number(value=one), ArrayConstant() if (rows := _numbers(right)) is not None:
            return ArrayConstant(tuple(tuple(Number(made(one, cell)) for cell in row) for row in rows))
        case ArrayConstant(), Number(value=other) if (rows := _numbers(left)) is not None:
            return ArrayConstant(tuple(tuple(Number(made(cell, other)) for cell in row) for row in rows))
        case _:
            return None


def _numbers(constant: ArrayConstant) -> list[list[float]] | None:
    """Return the numbers of an array constant; None where it holds anything else."""
    rows = [[item.value for item in row if isinstance(item, Number)] for row in constant.rows]
    return rows if all(len(row) == len(of) for row, of in zip(rows, constant.rows, strict=True)) else None


def _may_fail(node: Node, *, reduced: bool = False) -> bool:
    """Whether a tree may give an error although no cell that it reads is one, or more than one cell.

    Args:
        node: the tree.
        reduced: whether one cell is made of what it gives.
    """
    match node:
        case Error():
            return True
        case ArrayConstant(rows=rows):
            return not reduced or any(isinstance(item, Error) for row in rows for item in row)
        case Call(name=name) if name not in _SURE:
            return True
        case Call(name=name):
            reduced = reduced or name in REDUCING
        case Binary(operator="^") | Binary(operator="/", right=Number(value=0.0)):
            return True
        case Binary(operator="/", right=right) if not isinstance(right, Number):
            return True
    return any(_may_fail(child, reduced=reduced) for child in children(node))


def _as_number(node: Node) -> Node:
    """Return a tree whose value is a number where it was TRUE or FALSE, which no sum counts."""
    if isinstance(node, Boolean):
        return Number(float(node.value))
    return Unary("-", Unary("-", node)) if isinstance(node, Binary) and node.operator in _COMPARED else node


def bare_condition(node: Node) -> Node:
    """Return what stands behind `--` where a condition is asked for."""
    match node:
        case Unary(operator="-", operand=Unary(operator="-", operand=inner)):
            return inner
        case _:
            return node


def _read_or_empty(node: Node) -> Node | None:
    """Return x of `IF(LEN(x),x,"")`, the reading of an argument that may be missing."""
    match node:
        case Call(name="IF", arguments=(Call(name="LEN", arguments=(asked,)), read, Text(value=""))) if asked == read:
            return read
        case _:
            return None


def _numbers_read(node: Node) -> Node | None:
    """Return x of `IF(x<"",x,0)`."""
    match node:
        case Call(
            name="IF", arguments=(Binary(operator="<", left=left, right=Text(value="")), read, Number(value=0.0))
        ):
            return read if left == read else None
        case _:
            return None


def _chosen(node: Call) -> Node:
    """Return the branch of an IF whose condition is known."""
    condition, *branches = node.arguments
    condition = bare_condition(condition)
    if isinstance(condition, Number | Boolean) and len(branches) == 2:
        return branches[0 if condition.value else 1]
    return Call("IF", (condition, *branches))


def _above_empty(left: Node, right: Node) -> Node | None:
    """Return `x>""` for `(x<>"")*(x>="")`: some text, or TRUE or FALSE."""
    if isinstance(left, Binary) and isinstance(right, Binary) and left.left == right.left:
        signs = (left.operator, left.right, right.operator, right.right)
        if signs == ("<>", _EMPTY, ">=", _EMPTY):
            return Binary(">", left.left, _EMPTY)
    return None


def _opposite(condition: Node) -> Node | None:
    """Return the condition that holds where this one does not."""
    opposites = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "=": "<>", "<>": "="}
    if isinstance(condition, Binary) and condition.operator in opposites:
        return Binary(opposites[condition.operator], condition.left, condition.right)
    return None


def _negative(constant: ArrayConstant) -> ArrayConstant:
    rows = []
    for row in constant.rows:
        if not all(isinstance(item, Number | Boolean) for item in row):
            return constant
        rows.append(tuple(Number(-float(item.value)) for item in row if isinstance(item, Number | Boolean)))
    return ArrayConstant(tuple(rows))


def _beyond(cells: Node, limit: Node) -> Node | None:
    """Return how many of the cells lie beyond a limit, or beyond one of two."""
    match limit:
        case Binary(operator="+"):
            below, above = _beyond(cells, limit.left), _beyond(cells, limit.right)
            return None if below is None or above is None else Binary("+", below, above)
        case Binary(operator=operator, left=left, right=Number(value=value)) if operator in _CRITERIA and left == cells:
            return Call("COUNTIF", (cells, Text(f"{operator}{value:g}")))
        case _:
            return None
