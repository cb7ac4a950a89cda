"""`A1`, `A1:B2`, `A:C`, `3:5` and their trimmed kinds: a token -> the node, seen from the formula's own cell."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.formula.lexer import CELL_GROUP, COLUMNS_GROUP, ROWS_GROUP
from socroi.engine.formula.tree import (
    HERE,
    Apply,
    Area,
    Binary,
    Call,
    Cell,
    Coordinate,
    Error,
    Name,
    Number,
    Postfix,
    Structured,
    Unary,
)
from socroi.excel.addresses import column_number
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    import re

    from socroi.engine.formula.tree import Node, SheetPrefix

_TRIMS: Final = {".:": 1.0, ":.": 2.0, ".:.": 3.0}
_axis = lru_cache(maxsize=65536)(Coordinate)


def read_reference(token: re.Match[str], prefix: SheetPrefix, row: int, column: int) -> Node | None:
    """Return the node of a `cell`, `columns` or `rows` token in a formula at (row, column), 0-based.

    Beyond the grid `XFE1` is a name, and `XFE1:B2` a range between a name and a cell; None where it can be neither.
    """
    match token.lastgroup:
        case "cell":
            return _cells(token, prefix, row, column)
        case "columns":
            return _columns(token, prefix, column)
        case _:
            return _rows(token, prefix, row)


def is_reference(node: Node) -> bool:
    """Whether the node can stand beside `:`, an intersection or a union."""
    match node:
        case Cell() | Area() | Name() | Structured() | Call() | Apply() | Error():
            return True
        case Binary(operator=operator):
            return operator in {":", " ", ","}
        case Unary(operator=operator) | Postfix(operator=operator):
            return operator in {"@", "#"}
        case _:
            return False


def trimmed(area: Node, colon: str) -> Node:
    """Return an area without its blank edges, as its colon asks for: `.:` leading, `:.` trailing, `.:.` both."""
    if colon == ":":
        return area
    how = Number(_TRIMS[colon])
    return Call("TRIMRANGE", (area, how, how))


def _on_row(mark: str, digits: str, row: int) -> Coordinate:
    number = int(digits) - 1
    return _axis(number, True) if mark else _axis(number - row, False)


def _on_column(mark: str, letters: str, column: int) -> Coordinate:
    number = column_number(letters)
    return _axis(number, True) if mark else _axis(number - column, False)


def _cells(token: re.Match[str], prefix: SheetPrefix, row: int, column: int) -> Node | None:
    first = CELL_GROUP + 1
    start = _cell(token, first, prefix, (row, column))
    colon = token[first + 4]
    if colon is None:
        return start
    end = _cell(token, first + 5, HERE, (row, column))
    if isinstance(start, Cell) and isinstance(end, Cell):
        return trimmed(Area(start.row, start.column, end.row, end.column, prefix), colon)
    return None if start is None or end is None or colon != ":" else Binary(":", start, end)


def _cell(token: re.Match[str], first: int, prefix: SheetPrefix, host: tuple[int, int]) -> Cell | Name | None:
    column_mark, letters, row_mark, digits = token.group(first, first + 1, first + 2, first + 3)
    if column_number(letters) < MAX_COLUMNS and int(digits) <= MAX_ROWS:
        return Cell(_on_row(row_mark, digits, host[0]), _on_column(column_mark, letters, host[1]), prefix)
    return None if column_mark or row_mark else Name(letters + digits, prefix)


def _columns(token: re.Match[str], prefix: SheetPrefix, column: int) -> Node | None:
    first = COLUMNS_GROUP + 1
    mark, left, colon, last_mark, right = token.group(first, first + 1, first + 2, first + 3, first + 4)
    if column_number(left) >= MAX_COLUMNS or column_number(right) >= MAX_COLUMNS:
        return Binary(":", Name(left, prefix), Name(right)) if token[0] == f"{left}:{right}" else None
    top, bottom = _axis(0, True), _axis(MAX_ROWS - 1, True)
    area = Area(top, _on_column(mark, left, column), bottom, _on_column(last_mark, right, column), prefix)
    return trimmed(area, colon)


def _rows(token: re.Match[str], prefix: SheetPrefix, row: int) -> Node | None:
    first = ROWS_GROUP + 1
    mark, top, colon, last_mark, bottom = token.group(first, first + 1, first + 2, first + 3, first + 4)
    if int(top) > MAX_ROWS or int(bottom) > MAX_ROWS:
        return None
    left, right = _axis(0, True), _axis(MAX_COLUMNS - 1, True)
    return trimmed(Area(_on_row(mark, top, row), left, _on_row(last_mark, bottom, row), right, prefix), colon)
