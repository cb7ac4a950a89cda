"""What a formula reads, as far as its text shows: rectangles that cover all cells of a region's lanes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Ref
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Area, Cell, Name, Structured
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

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
    _collect(node, Scope(sheet, rows, column), evaluator, found, set())
    return found


def _collect(
    tree: Node, scope: Scope, evaluator: Evaluator, found: list[Rectangle], followed: set[tuple[str, int]]
) -> None:
    # A name stands for the same wherever it is used: names that use others twice each would be 2 to the 60th otherwise.
    for node in walk(tree):
        if isinstance(node, Name):
            place = None if node.prefix.book is not None else evaluator.addressing.place(node.prefix, scope)
            if place is None or (node.name.casefold(), place[0]) in followed:
                continue
            followed.add((node.name.casefold(), place[0]))
            try:
                target = evaluator.context.names.tree(node.name, place[0])
            except Uncomputable:
                continue
            if target is not None:
                _collect(target, scope, evaluator, found, followed)
        elif isinstance(node, Cell | Area):
            found += _shown(node, scope, evaluator)
        elif isinstance(node, Structured):
            try:
                value = evaluator.value(node, scope)
            except (LaneSplit, Uncomputable):
                continue
            if isinstance(value, Ref):
                found.append(Rectangle(value.sheet, *value.bounds()))


def _shown(node: Cell | Area, scope: Scope, evaluator: Evaluator) -> list[Rectangle]:
    """Return what an address covers, on each sheet that it goes through; nothing in another workbook."""
    place = None if node.prefix.book is not None else evaluator.addressing.place(node.prefix, scope)
    if place is None:
        return []
    if isinstance(node, Cell):
        rows, columns = [node.row], [node.column]
    else:
        rows, columns = [node.top, node.bottom], [node.left, node.right]
    # Plain numbers: to ask the evaluator for so few cells takes several times as long.
    down = [row for axis in rows for row in (axis.at(int(scope.rows[0])), axis.at(int(scope.rows[-1])))]
    right = [axis.at(scope.column) for axis in columns]
    bounds = min(down), min(right), max(down), max(right)
    if bounds[0] < 0 or bounds[1] < 0 or bounds[2] >= MAX_ROWS or bounds[3] >= MAX_COLUMNS:
        # Relative names wrap round the edge of the sheet.
        value = evaluator.value(node, scope)
        if not isinstance(value, Ref):
            return []
        bounds = value.bounds()
    return [Rectangle(sheet, *bounds) for sheet in range(place[0], max(place[:2]) + 1)]
