"""Formulas that give another value each time that they are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call, Name
from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from socroi.engine.evaluation.defined_names import DefinedNames
    from socroi.engine.formula.tree import Node


def is_volatile(tree: Node | None, names: DefinedNames, sheet: int, followed: frozenset[str] = frozenset()) -> bool:
    """Whether a formula of a sheet calls such a function, itself or through a defined name."""
    if tree is None:
        return False
    for node in walk(tree):
        if isinstance(node, Call) and has(node.name.upper(), Trait.VOLATILE):
            return True
        name = node.name if isinstance(node, Name | Call) else None
        if name is not None and name.casefold() not in followed:
            try:
                target = names.tree(name, sheet)
            except Uncomputable:
                continue
            if target is not None and is_volatile(target, names, sheet, followed | {name.casefold()}):
                return True
    return False
