"""A twin with its literal arguments put in: what they alone decide is decided before a formula is written.

A twin says everything a function can do. A call that leaves arguments out, or types them into the formula, takes one
branch of it, and often what Excel 2010 has no function for stands in another one.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.calculation import Calculation
from socroi.engine.formula.text import render
from socroi.engine.formula.traversal import children, walk
from socroi.engine.formula.tree import (
    BINDERS,
    Apply,
    Area,
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    Name,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from socroi.engine.model.block import unpack
from socroi.engine.model.book import Book, Column, Evaluation, Region, Sheet
from socroi.engine.model.budget import budgeted
from socroi.engine.model.limits import Limits
from socroi.hosts.plain.older_functions import RESOLVED, older, younger
from socroi.hosts.plain.unsayable import Unsayable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.formula.tree import Node

Literal = Number | Text | Boolean
_SHORT: Final = 6
"""Characters of a number that is written instead of what it is computed from."""
_LARGEST: Final = 64
"""Cells of a block that is written out."""
_LIMITS: Final = Limits(cells=1_000_000, steps=20_000)
"""Many times what the twins take within the limits of their arguments; 50,000 looks would take minutes."""


def settled(node: Node, values: Mapping[str, Node]) -> Node:
    """Return a tree that gives the same, without LET and without the branches that are never taken.

    Args:
        node: Excel text over names.
        values: what stands for names, by their case-folded text.

    Raises:
        Unsayable: a function of its own is left in it, which Excel 2010 does not know.
    """
    node = _put(node, values)
    if isinstance(node, Call) and node.name != "IF" and _is_closed(node, frozenset()) and _is_too_young(node):
        found = _branch(node) or _value(node)
        if found is not None:
            return found
    match node:
        case Call(name="LET"):
            return _without_let(node)
        case Call(name="LAMBDA"):
            raise Unsayable("", "needs LAMBDA, which is younger than Excel 2010")
        case Call(name="IF", arguments=(condition, *branches)):
            decided = settled(condition, {})
            if isinstance(decided, Number | Boolean) and len(branches) == 2:
                return settled(branches[0 if decided.value else 1], {})
            return Call("IF", (decided, *(settled(branch, {}) for branch in branches)))
        case Call(name=name, arguments=arguments):
            return _decided(Call(name, tuple(settled(item, {}) for item in arguments)))
        case Binary(operator=operator, left=left, right=right):
            return _decided(Binary(operator, settled(left, {}), settled(right, {})))
        case Unary(operator=operator, operand=operand):
            return _decided(Unary(operator, settled(operand, {})))
        case Postfix(operator=operator, operand=operand):
            return Postfix(operator, settled(operand, {}))
        case _:
            return node


def _branch(node: Call) -> Node | None:
    """Return what is left of a LET that ends in a condition which literals decide."""
    if node.name != "LET":
        return None
    bound: dict[str, Node] = {}
    *pairs, last = node.arguments
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        if isinstance(name, Name):
            bound[name.name.casefold()] = _put(value, bound)
    if not (isinstance(last, Call) and last.name == "IF" and len(last.arguments) == 3):
        return None
    condition, *branches = last.arguments
    decided = settled(condition, bound)
    if not isinstance(decided, Number | Boolean):
        return None
    return settled(branches[0 if decided.value else 1], bound)


def _without_let(node: Call) -> Node:
    bound: dict[str, Node] = {}
    *pairs, last = node.arguments
    for place in range(0, len(pairs), 2):
        name, value = pairs[place : place + 2]
        if isinstance(name, Name) and any(name in walk(each) for each in (*pairs[place + 2 :], last)):
            bound[name.name.casefold()] = settled(value, bound)
    return settled(last, bound)


def _put(node: Node, values: Mapping[str, Node]) -> Node:
    """Return a tree with names replaced; what LET and LAMBDA bind inside it is theirs."""
    if not values:
        return node
    match node:
        case Name():
            return values.get(node.name.casefold(), node)
        case Call(name=name, arguments=arguments) if name in BINDERS:
            inner = dict(values)
            put: list[Node] = []
            for place, item in enumerate(arguments):
                if _binds(node, place) and isinstance(item, Name):
                    put.append(item)
                    if name == "LAMBDA":
                        inner.pop(item.name.casefold(), None)
                else:
                    put.append(_put(item, inner))
                    if name == "LET" and place + 1 < len(arguments):
                        # A value is seen by what stands behind it, not by itself.
                        bound = arguments[place - 1]
                        inner.pop(bound.name.casefold() if isinstance(bound, Name) else "", None)
            return Call(name, tuple(put))
        case Call(name=name, arguments=arguments):
            return Call(name, tuple(_put(item, values) for item in arguments))
        case Binary(operator=operator, left=left, right=right):
            return Binary(operator, _put(left, values), _put(right, values))
        case Unary(operator=operator, operand=operand):
            return Unary(operator, _put(operand, values))
        case Postfix(operator=operator, operand=operand):
            return Postfix(operator, _put(operand, values))
        case Apply(function=function, arguments=arguments):
            return Apply(_put(function, values), tuple(_put(item, values) for item in arguments))
        case _:
            return node


def _binds(node: Call, place: int) -> bool:
    """Whether an argument of LET or LAMBDA is a name that it declares."""
    return place % BINDERS[node.name] == 0 and place + 1 < len(node.arguments)


def _is_closed(node: Node, bound: frozenset[str]) -> bool:
    """Whether a tree depends on nothing but itself."""
    match node:
        case Name():
            return node.name.casefold() in bound
        case Cell() | Area() | Structured():
            return False
        case Call(name=name, arguments=arguments) if name in BINDERS:
            own = frozenset(
                item.name.casefold()
                for place, item in enumerate(arguments)
                if _binds(node, place) and isinstance(item, Name)
            )
            return all(_is_closed(item, bound | own) for item in arguments)
        case _:
            return all(_is_closed(child, bound) for child in children(node))


def _is_too_young(node: Node) -> bool:
    return bool(younger(older(node)) - RESOLVED)


def _decided(node: Node) -> Node:
    """Return what literals alone give, where it is a word, or a number that is as short as they are."""
    if not all(isinstance(child, Literal) for child in children(node)) or not children(node):
        return node
    found = _value(node)
    match found:
        case Boolean() | Text():
            return found
        case Number(value=value) if len(f"{value:.15g}") <= _SHORT and float(f"{value:.15g}") == value:
            return found
        case _:
            return node


@lru_cache(maxsize=1024)
def _value(node: Node) -> Literal | ArrayConstant | None:
    """Return what a tree without references gives; None for what is best left as it is: an error, a large block."""
    region = Region(0, 0, 0, 1, render(node, 0, 0, prefixes=True), Evaluation.DYNAMIC)
    sheet = Sheet("")
    sheet.columns[0] = Column()
    sheet.columns[0].reserve(1)
    sheet.regions.append(region)
    calculation = Calculation(Book([sheet]))
    with budgeted(_LIMITS):
        calculation.run()
    rows, columns = calculation.results.spills.get((0, 0, 0), (1, 1))
    if calculation.results.failures or rows * columns > _LARGEST:
        return None
    block = [[_literal(calculation.book, row, column) for column in range(columns)] for row in range(rows)]
    known = tuple(tuple(cell for cell in row if cell is not None) for row in block)
    if any(len(row) < columns for row in known):
        return None
    return known[0][0] if rows == columns == 1 else ArrayConstant(known)


def _literal(book: Book, row: int, column: int) -> Literal | None:
    cells = book.sheets[0].columns[column]
    found = unpack(int(cells.kind[row]), float(cells.data[row]), book.strings)
    if isinstance(found, bool):
        return Boolean(found)
    if isinstance(found, int | float):
        return Number(float(found))
    return Text(found) if isinstance(found, str) else None
