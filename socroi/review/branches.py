"""Which way a formula took: of IF and its kin only the branch counts that gave the value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Function, Ref
from socroi.engine.formula.tree import Binary, Boolean, Call, Missing, Number, Text
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, NUMBER, unpack
from socroi.engine.model.interruptions import LaneSplit, Uncomputable

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar
    from socroi.review.subject import Place, Subject

_WRAPPERS: Final = frozenset(("ROUND", "IFERROR", "IFNA", "N", "ROUNDUP", "ROUNDDOWN"))
"""Functions whose value is that of their first argument, for a reader."""


def taken(subject: Subject, tree: Node, place: Place) -> Node:
    """Return the part of a formula that gave its value: guards and choices that were not taken are left out."""
    for _ in range(50):
        match tree:
            case Call(name="IF", arguments=(condition, *branches)) if branches:
                answer = scalar(subject, condition, place)
                if answer is None:
                    return tree
                chosen = branches[0] if answer else branches[1] if len(branches) > 1 else Boolean(value=False)
                tree = Number(0.0) if isinstance(chosen, Missing) else chosen
            case Call(name=name, arguments=(first, *_)) if name in _WRAPPERS:
                tree = first
            case _:
                return tree
    return tree


def scalar(subject: Subject, node: Node, place: Place) -> Scalar:
    """Return what a part of a formula is as seen from its cell; None for a blank, and where it cannot be said."""
    match node:
        case Number(value=value) | Text(value=value) | Boolean(value=value):
            return value
        case _:
            pass
    scope = Scope(place.sheet, np.array([place.row], np.int64), place.column)
    try:
        computed = subject.calculation.evaluate(node, scope)
        if isinstance(computed, Function):
            return None
        if isinstance(computed, Ref):
            area = subject.rectangle_of(computed)
            if area is None or area[1:3] != area[3:]:
                return None
            return subject.value(place._replace(sheet=area.sheet, row=area.top, column=area.left))
        block = subject.calculation.cells(computed)
    except (LaneSplit, Uncomputable):
        return None
    if block.shape[1:] != (1, 1):
        return None
    kind, data = int(block.kind[0, 0, 0]), float(block.data[0, 0, 0])
    if kind in {BLANK, ERROR}:
        return None
    found = unpack(kind, data, subject.book.strings)
    return bool(found) if kind == BOOLEAN else float(data) if kind == NUMBER else found


def is_arithmetic(node: Node) -> bool:
    """Whether a formula is a sum, a difference, a product or a quotient."""
    return isinstance(node, Binary) and node.operator in {"+", "-", "*", "/"}
