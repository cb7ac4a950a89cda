"""Sums over rows in which nothing is missing, as SUMPRODUCT says them.

A twin reads a range that goes row by row as `IF((x<"")*(y<""),x,0)`. SUMPRODUCT takes for 0 whatever is no number, so
that `SUM(x*y*(1-z))` of such readings is `SUMPRODUCT(x,y)-SUMPRODUCT(x,y,z)`: shorter, and no array formula.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from socroi.engine.formula.tree import Binary, Boolean, Call, Number, Text, Unary

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.references import References

_EMPTY = Text("")


@dataclass(frozen=True, slots=True)
class _Term:
    """A product: a number, values of one cell, ranges row by row, conditions row by row.

    `known` are the ranges that a row must have.
    """

    number: float = 1.0
    values: tuple[Node, ...] = ()
    ranges: tuple[Node, ...] = ()
    tests: tuple[Node, ...] = ()
    known: frozenset[Node] | None = None


def as_products(node: Node, references: References) -> Node | None:
    """Return the sum over the rows of a node, or None where it is no such sum."""
    terms = _terms(node, references)
    if not terms or any(not (term.ranges or term.tests) for term in terms):
        return None
    total: Node | None = None
    for term in terms:
        size, product = abs(term.number), _written(term)
        if size != 1:
            product = Binary("*", Number(size), product)
        if total is None:
            total = product if term.number > 0 else Unary("-", product)
        else:
            total = Binary("+" if term.number > 0 else "-", total, product)
    return total


def _terms(node: Node, references: References) -> list[_Term] | None:
    """Return the products whose sum a node is."""
    match node:
        case Number(value=value):
            return [_Term(value)]
        case Unary(operator="-", operand=operand):
            return _scaled(_terms(operand, references), -1)
        case Binary(operator="+" | "-"):
            left, right = _terms(node.left, references), _terms(node.right, references)
            right = right if node.operator == "+" else _scaled(right, -1)
            return None if left is None or right is None else left + right
        case Binary(operator="*"):
            return _multiplied(_terms(node.left, references), _terms(node.right, references))
        case Call(name="IF", arguments=(condition, read, Number(value=0.0))):
            return _read(condition, read, references)
        case _:
            return [_Term(values=(node,))] if references.is_one(node) else None


def _read(condition: Node, read: Node, references: References) -> list[_Term] | None:
    """Return the reading of one range, or of one cell that is the same in all rows."""
    known = _known(condition, references)
    if known is None:
        return None
    match read:
        case Call(name="IF", arguments=(Binary(operator="<", left=left, right=right), inner, Number(value=default))):
            # Something optional: a blank of it is the default.
            if right == _EMPTY and left == inner and references.is_reference(inner) and references.is_many(inner):
                blank = _Term(default, tests=(Binary(">=", inner, _EMPTY),), known=known)
                return [_Term(ranges=(inner,), known=known), *([blank] if default else [])]
            return [_Term(values=(read,), known=known)] if references.is_one(read) else None
        case _ if read in known:
            return [_Term(ranges=(read,), known=known)]
        case _ if references.is_one(read):
            return [_Term(values=(read,), known=known)]
        case _:
            return None


def _known(condition: Node, references: References) -> frozenset[Node] | None:
    match condition:
        case Boolean(value=True):
            return frozenset()
        case Unary(operator="-", operand=Unary(operator="-", operand=inner)):
            return _known(inner, references)
        case Binary(operator="*"):
            left, right = _known(condition.left, references), _known(condition.right, references)
            return None if left is None or right is None else left | right
        case Binary(operator="<", left=left, right=right) if right == _EMPTY:
            fits = references.is_reference(left) and references.is_many(left)
            return frozenset({left}) if fits else None
        case _:
            return None


def _scaled(terms: list[_Term] | None, factor: float) -> list[_Term] | None:
    return None if terms is None else [replace(term, number=term.number * factor) for term in terms]


def _multiplied(left: list[_Term] | None, right: list[_Term] | None) -> list[_Term] | None:
    if left is None or right is None:
        return None
    made = []
    for one in left:
        for other in right:
            knowns = {term.known for term in (one, other) if term.known is not None}
            if len(knowns) > 1:
                return None
            known = next(iter(knowns), None)
            made.append(
                _Term(
                    one.number * other.number,
                    one.values + other.values,
                    one.ranges + other.ranges,
                    one.tests + other.tests,
                    known,
                )
            )
    return made


def _written(term: _Term) -> Node:
    lacking = sorted((term.known or frozenset()) - set(term.ranges), key=repr)
    conditions = (*(Binary("<", item, _EMPTY) for item in lacking), *term.tests)
    tests = tuple(Unary("-", Unary("-", condition)) for condition in conditions)
    single = len(term.ranges) == 1 and not tests
    written: Node = Call("SUM" if single else "SUMPRODUCT", tests + term.ranges)
    for value in term.values:
        written = Binary("*", written, value)
    return written
