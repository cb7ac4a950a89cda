"""What a formula reads, as far as its text shows: rectangles that cover all cells of a region's lanes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Area, Cell, Name, Structured
from socroi.engine.model.interruptions import LaneSplit, Uncomputable

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Region


class Rectangle(NamedTuple):
    """Cells of one sheet, 0-based and inclusive."""

    sheet: int
    top: int
    left: int
    bottom: int
    right: int


def rectangles(tree: Node, region: Region, start: int, count: int, evaluator: Evaluator) -> list[Rectangle]:
    """Return the rectangles that `count` cells of a region read, from the one at `start` on; names are followed."""
    return rectangles_of(tree, region.sheet, region.column, region.row + start, count, evaluator)


def rectangles_of(node: Node, sheet: int, column: int, row: int, count: int, evaluator: Evaluator) -> list[Rectangle]:
    """Return the rectangles that a part of a formula reads in `count` cells down from (row, column), 0-based."""
    rows = np.array(sorted({row, row + count - 1}), dtype=np.int64)
    found: list[Rectangle] = []
    _collect(node, Scope(sheet, rows, column), evaluator, found, frozenset())
    return found


def _collect(tree: Node, scope: Scope, evaluator: Evaluator, found: list[Rectangle], followed: frozenset[str]) -> None:
    for node in walk(tree):
        if isinstance(node, Name):
            key = node.name.casefold()
            if key in followed or node.prefix.book is not None:
                continue
            place = evaluator.addressing.place(node.prefix, scope)
            try:
                target = None if place is None else evaluator.context.names.tree(node.name, place[0])
            except Uncomputable:
                continue
            if target is not None:
                _collect(target, scope, evaluator, found, followed | {key})
        elif isinstance(node, Cell | Area | Structured):
            try:
                value = evaluator.value(node, scope)
            except (LaneSplit, Uncomputable):
                continue
            if isinstance(value, Ref) and value.external is None:
                last = value.last_sheet if value.is_3d else value.sheet
                bounds = value.bounds()
                found.extend([Rectangle(sheet, *bounds) for sheet in range(value.sheet, last + 1)])
