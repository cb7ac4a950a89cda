"""Formulas that give another value each time that they are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.formula.tree import Call

if TYPE_CHECKING:
    from socroi.engine.evaluation.defined_names import DefinedNames
    from socroi.engine.formula.tree import Node


def is_volatile(tree: Node | None, names: DefinedNames, sheet: int) -> bool:
    """Whether a formula of a sheet calls such a function, itself or through a defined name."""
    return names.any_node(tree, sheet, _is_one)


def _is_one(node: Node) -> bool:
    return isinstance(node, Call) and has(node.name.upper(), Trait.VOLATILE)
