"""One cell of a formula's result that fills several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.formula.tree import (
    Area,
    ArrayConstant,
    Binary,
    Call,
    Cell,
    Coordinate,
    Error,
    Number,
    Postfix,
    Text,
    Unary,
)
from socroi.hosts.plain.references import REDUCING

if TYPE_CHECKING:
    from socroi.engine.formula.tree import Node
    from socroi.hosts.plain.references import References

BLANK: Final = Text("")
_CELL_BY_CELL_NAMES = """
    ABS EXP IF IFERROR INT ISERROR ISNUMBER ISTEXT LEN LN LOWER MOD NOT ROUND ROUNDDOWN ROUNDUP SIGN SQRT SUBSTITUTE
    TRIM UPPER
"""
_CELL_BY_CELL: Final = frozenset(_CELL_BY_CELL_NAMES.split())


def cell_of_result(node: Node, row: int, column: int, references: References, beyond: Node = BLANK) -> Node | None:
    """Return the tree of one cell of a result, 0-based; None where the cells cannot be told apart.

    Args:
        node: the tree of the whole result.
        row: which of its rows.
        column: which of its columns.
        references: what its references are in their book.
        beyond: what stands for a cell outside a block that is smaller; a spill leaves it blank.
    """
    if references.is_one(node):
        return node
    match node:
        case Error():
            return node
        case Area():
            return _cell_of_area(node, row, column)
        case ArrayConstant(rows=rows):
            down, right = (row if len(rows) > 1 else 0), (column if len(rows[0]) > 1 else 0)
            return rows[down][right] if down < len(rows) and right < len(rows[0]) else beyond
        case Binary(operator=operator, left=left, right=right) if operator not in {":", " ", ","}:
            one, other = (cell_of_result(item, row, column, references, beyond) for item in (left, right))
            return None if one is None or other is None else Binary(operator, one, other)
        case Unary(operator=operator, operand=operand):
            inner = cell_of_result(operand, row, column, references, beyond)
            return None if inner is None else Unary(operator, inner)
        case Postfix(operator="%", operand=operand):
            inner = cell_of_result(operand, row, column, references, beyond)
            return None if inner is None else Postfix("%", inner)
        case Call(name="VSTACK", arguments=blocks):
            # Each block of our twins is one row.
            return _beside(blocks[row : row + 1], 0, column, references, beyond)
        case Call(name="HSTACK", arguments=blocks):
            return _beside(blocks, row, column, references, beyond)
        case Call(name=name, arguments=arguments) if name in _CELL_BY_CELL:
            parts = [cell_of_result(item, row, column, references, beyond) for item in arguments]
            known = [part for part in parts if part is not None]
            return Call(name, tuple(known)) if len(known) == len(parts) else None
        case Call(name=name) if name in REDUCING:
            return node
        case _ if references.is_reference(node):
            # A column of a table, or a name: its size may change, its cells keep their places.
            places = (Number(row + 1.0), Number(column + 1.0))
            return Call("INDEX", (node, *places) if references.columns(node) != Number(1.0) else (node, places[0]))
        case _:
            return None


def _beside(blocks: tuple[Node, ...], row: int, column: int, references: References, beyond: Node) -> Node | None:
    """Return a cell of blocks that stand beside each other."""
    for block in blocks:
        wide = references.columns(block)
        if not isinstance(wide, Number):
            return None
        if column < wide.value:
            return cell_of_result(block, row, column, references, beyond)
        column -= int(wide.value)
    return beyond


def _cell_of_area(area: Area, row: int, column: int) -> Node | None:
    rows = area.bottom.index - area.top.index + 1
    columns = area.right.index - area.left.index + 1
    down, right = (row if rows > 1 else 0), (column if columns > 1 else 0)
    if down >= rows or right >= columns:
        return None
    return Cell(
        Coordinate(area.top.index + down, area.top.absolute),
        Coordinate(area.left.index + right, area.left.absolute),
        area.prefix,
    )
