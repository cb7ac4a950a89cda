"""Names of the workbook and parts of tables in a formula that are the same wherever it stands, and what they read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.definition.registry import find
from socroi.engine.declaration.families import FAMILY_OF
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.skeletons import VALUE_OPERATORS
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import (
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
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.schedule.precedents import rectangles_of

if TYPE_CHECKING:
    from socroi.engine.evaluation.context import Context
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.formula.tree import Node
    from socroi.engine.schedule.precedents import Rectangle

_FIT: Final = (Trait.LIFTED, Trait.CONDENSING, Trait.PLAIN)


def reads_its_arguments(call: Call) -> bool:
    """Whether a function reads nothing but its arguments, so that several formulas can hand it theirs as lanes. One of
    ours without a twin is called for each lane all the same.
    """
    if call.name in FAMILY_OF:
        return any(has(call.name, trait) for trait in _FIT)
    ours = find(call.name)
    return ours is not None and bool(ours.twin) and not ours.many


def fixed_reads(part: Name | Structured, sheet: int, evaluator: Evaluator) -> list[Rectangle] | None:
    """Return the cells that a name or a part of a table reads in any formula of a sheet; None where those are not the
    same in all of them, or not known.
    """
    left, followed = [part], set[str]()
    while left:
        node = left.pop()
        if isinstance(node, Name):
            if node.name.casefold() in followed:
                continue
            followed.add(node.name.casefold())
            target = target_of(node, sheet, evaluator.context)
            if target is None:
                return None
        else:
            target = node
        for inner in walk(target):
            if isinstance(inner, Name):
                left.append(inner)
            elif not _is_fixed(inner):
                return None
    return rectangles_of(part, sheet, 0, 0, 1, evaluator)


def target_of(node: Name, sheet: int, context: Context) -> Node | None:
    """Return what a name of the workbook stands for; None where it is another's, or cannot be read."""
    if node.prefix.book is not None or node.prefix.sheet is not None:
        return None
    try:
        return context.names.tree(node.name, sheet)
    except Uncomputable:
        return None


def _is_fixed(node: Node) -> bool:
    match node:
        case Cell():
            sides = [node.row, node.column]
        case Area():
            sides = [node.top, node.left, node.bottom, node.right]
        case Structured(table, items):
            return bool(table) and "!" not in str(table) and "#THIS ROW" not in items
        case Unary(operator, _):
            return operator in ("+", "-")
        case Postfix(operator, _):
            return operator == "%"
        case Binary(operator, _, _):
            return operator in VALUE_OPERATORS
        case Call():
            return reads_its_arguments(node)
        case _:
            return isinstance(node, Number | Text | Boolean | Missing)
    return node.prefix.book is None and node.prefix.last_sheet is None and all(side.absolute for side in sides)
