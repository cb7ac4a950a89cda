"""Functions that are younger than Excel 2010, said by older ones, and LET said by its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Apply, Binary, Boolean, Call, Name, Number, Postfix, Unary
from socroi.excel.functions import PREFIXED, WORKSHEET_PREFIXED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.formula.tree import Node

_RENAMED: Final = {"NORM.S.INV": "NORMSINV", "BETA.INV": "BETAINV"}

RESOLVED: Final = frozenset({"LET", "HSTACK", "VSTACK"})
"""Younger functions that a plain formula does without: names by their values, blocks cell by cell."""


def substituted(node: Node, values: Mapping[str, Node]) -> Node:
    """Return a tree with names replaced, by their case-folded text."""
    match node:
        case Name():
            return values.get(node.name.casefold(), node)
        case Binary():
            return Binary(node.operator, substituted(node.left, values), substituted(node.right, values))
        case Unary():
            return Unary(node.operator, substituted(node.operand, values))
        case Postfix():
            return Postfix(node.operator, substituted(node.operand, values))
        case Call():
            return Call(node.name, tuple(substituted(item, values) for item in node.arguments))
        case Apply():
            inner = tuple(substituted(item, values) for item in node.arguments)
            return Apply(substituted(node.function, values), inner)
        case _:
            return node


def without_let(node: Node) -> Node:
    """Return a tree in which each name that LET binds is the value that it is bound to."""
    match node:
        case Call(name="LET"):
            bound: dict[str, Node] = {}
            *pairs, last = node.arguments
            for name, value in zip(pairs[::2], pairs[1::2], strict=True):
                if isinstance(name, Name):
                    bound[name.name.casefold()] = substituted(without_let(value), bound)
            return substituted(without_let(last), bound)
        case Binary():
            return Binary(node.operator, without_let(node.left), without_let(node.right))
        case Unary():
            return Unary(node.operator, without_let(node.operand))
        case Call():
            return Call(node.name, tuple(without_let(item) for item in node.arguments))
        case _:
            return node


def older(node: Node) -> Node:
    """Return a tree with functions of Excel 2010 in place of younger ones, as far as there are any."""
    match node:
        case Binary():
            return Binary(node.operator, older(node.left), older(node.right))
        case Unary():
            return Unary(node.operator, older(node.operand))
        case Call():
            return _older_call(node.name, tuple(older(item) for item in node.arguments))
        case _:
            return node


def _older_call(name: str, arguments: tuple[Node, ...]) -> Node:
    if name == "T.DIST.2T":
        return Call("TDIST", (*arguments, Number(2.0)))
    if name == "NORM.S.DIST" and arguments[1:] == (Boolean(True),):
        return Call("NORMSDIST", arguments[:1])
    if name == "XMATCH" and len(arguments) == 2:
        # MATCH alone would read * and ? in a text as wildcards.
        wanted, among = arguments
        return Call("MATCH", (Boolean(True), Binary("=", among, wanted), Number(0.0)))
    return Call(_RENAMED.get(name, name), arguments)


def younger(node: Node) -> set[str]:
    """Return the functions of a tree that Excel 2010 does not have."""
    called = {found.name for found in walk(node) if isinstance(found, Call)}
    return called & (PREFIXED | WORKSHEET_PREFIXED)
