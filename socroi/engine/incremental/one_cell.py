"""Whether a dynamic array comes to one cell, whatever the cells hold that it reads.

Such an array fills no cell but its own: nobody who reads another cell has to wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.definition.registry import find
from socroi.definition.units import Shape
from socroi.engine.declaration.signatures import SIGNATURES
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.skeletons import VALUE_OPERATORS
from socroi.engine.formula.tree import (
    Area,
    Binary,
    Boolean,
    Call,
    Cell,
    Error,
    Missing,
    Name,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from socroi.engine.schedule.fixed_parts import target_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.evaluation.context import Context
    from socroi.engine.formula.tree import Node

_LIFTED_KINDS: Final = "ndtbv"
"""The kinds of arguments that a function answers cell by cell (`declaration/signatures.py`)."""


def is_one_cell(tree: Node, sheet: int, context: Context) -> bool:
    """Whether a formula of a sheet comes to one cell by its form alone; no where that is not certain."""
    left, followed = [tree], set[str]()
    while left:
        node = left.pop()
        match node:
            case Number() | Text() | Boolean() | Error() | Missing():
                pass
            case Cell() if node.prefix.last_sheet is None:
                pass
            case Unary("+" | "-", operand) | Postfix("%", operand):
                left.append(operand)
            case Binary(operator, one, other) if operator in VALUE_OPERATORS:
                left += (one, other)
            case Name():
                target = target_of(node, sheet, context)
                if target is None:
                    return False
                # A name that goes through itself is not computed at all.
                if node.name.casefold() not in followed:
                    followed.add(node.name.casefold())
                    left.append(target)
            case Call(name, arguments):
                asked = _asked(name.upper(), arguments, sheet, context)
                if asked is None:
                    return False
                left += asked
            case _:
                return False
    return True


def _asked(name: str, arguments: Sequence[Node], sheet: int, context: Context) -> list[Node] | None:
    """Return the arguments that must come to one cell for a call to do so; None where it may fill more all the same."""
    if context.function(name) is None:
        return None
    if has(name, Trait.CONDENSING):
        form = SIGNATURES.get(name)
        if form is not None and not form.accepts(len(arguments)):
            return None
        kinds = "r" * len(arguments) if form is None else form.kinds(len(arguments))
        pairs = zip(kinds, arguments, strict=True)
        return [each for kind, each in pairs if kind in _LIFTED_KINDS or not _is_range(each, sheet, context)]
    if has(name, Trait.LIFTED) or (has(name, Trait.PLAIN) and not has(name, Trait.REFERRING)):
        return list(arguments)
    ours = find(name)
    if ours is None or ours.many or len(arguments) > len(ours.parameters):
        return None
    pairs_of_ours = zip(ours.parameters, arguments, strict=False)
    return [each for parameter, each in pairs_of_ours if parameter.shape is Shape.EACH]


def _is_range(node: Node, sheet: int, context: Context) -> bool:
    if isinstance(node, Name):
        return isinstance(target_of(node, sheet, context), Area | Structured)
    return isinstance(node, Area | Structured)
