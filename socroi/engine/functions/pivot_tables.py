"""GETPIVOTDATA: what a pivot table shows.

Source: Microsoft's page of GETPIVOTDATA. Excel does not refresh pivot tables when it calculates, so the answer is
what stands in the cell where the row of the items and the column of the items meet.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import error_result, function, map_cells
from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation.coerce import aligned
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Binary, Call, Number, Postfix, Unary
from socroi.engine.model.block import ERROR, REF, Block, error, to_rows
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.pivot.cells import ALONE, NotShownError, spot
from socroi.engine.pivot.refreshing import check_source
from socroi.engine.pivot.tables import VALUES, Sort
from socroi.engine.printing.number_texts import number_text
from socroi.errors import CellError

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar
    from socroi.engine.pivot.cells import Spot
    from socroi.engine.pivot.tables import Line, PivotAxis, PivotTable

NAME: Final = "GETPIVOTDATA"

REF_ERROR: Final = CellError("#REF!", "the pivot table does not show it")

_ARITHMETIC: Final = frozenset("+-*/^")
_COMPARED: Final = frozenset(("=", "<>", "<", "<=", ">", ">="))


@function(NAME, "r r (vv)?...")
def _pivot_data(evaluator: Evaluator, scope: Scope, data: Value, place: Value, *pairs: Block) -> Value:
    if isinstance(data, Ref):
        raise Uncomputable("its first argument is a reference, which Excel takes for the older form of the function")
    asked = evaluator.cells(data)
    if isinstance(place, Block):
        wrong = error_result(place)
        if wrong is not None:
            return wrong
    if not isinstance(place, Ref) or place.is_3d or place.external is not None:
        raise Uncomputable("its second argument is no reference to cells of one sheet of this workbook")
    if place.lanes > 1:
        raise LaneSplit
    table = _table_at(evaluator, place)
    if isinstance(table, Block):
        if any(block.has(ERROR) for block in (asked, *pairs)):
            raise Uncomputable("its arguments hold an error, and its second one meets no pivot table")
        return table
    if table.doubt:
        raise Uncomputable(table.doubt)
    if table.refreshed is not None:
        check_source(evaluator, table, table.refreshed)
    blocks = aligned([asked, *pairs])
    return map_cells(partial(_answer, evaluator, scope, table), "v" * len(blocks), blocks, evaluator)


def _tables(evaluator: Evaluator) -> list[PivotTable]:
    read = evaluator.book.pivot_tables
    if read is None:
        raise Uncomputable("the pivot tables of this workbook are not known")
    known: list[PivotTable] | None = evaluator.context.notes.get(NAME)
    if known is None:
        known = evaluator.context.notes[NAME] = read()
    return known


def _table_at(evaluator: Evaluator, place: Ref) -> PivotTable | Block:
    """Return the pivot table that a reference points to; #REF! where there is none."""
    top, left, bottom, right = place.bounds()
    on_sheet = [table for table in _tables(evaluator) if table.sheet == place.sheet]
    if any(table.top - table.filter_rows <= bottom and top < table.top and table.filter_rows for table in on_sheet):
        raise Uncomputable("its second argument may point to a report filter")
    met = [t for t in on_sheet if top <= t.bottom and bottom >= t.top and left <= t.right and right >= t.left]
    if not met:
        return error(REF)
    if len(met) > 1:
        raise Uncomputable("its second argument meets several pivot tables")
    if top < met[0].top or left < met[0].left:
        raise Uncomputable("its second argument begins outside the cells of the pivot table")
    return met[0]


def _answer(evaluator: Evaluator, scope: Scope, table: PivotTable, data: Scalar, *asked: Scalar) -> Scalar:
    for value in (data, *asked):
        if isinstance(value, CellError):
            return value
    if not isinstance(data, str):
        raise Uncomputable("the name of its data field is no text")
    pairs = []
    for name, item in zip(asked[::2], asked[1::2], strict=True):
        if not isinstance(name, str):
            raise Uncomputable("the name of a field is no text")
        if item is None or isinstance(item, CellError) or item == "":
            raise Uncomputable(f"the item of {name} is empty")
        pairs.append((name, item))
    try:
        found = spot(table, data, pairs)
    except NotShownError:
        return REF_ERROR
    row, column = table.first_row + found.row, table.first_column + found.column
    _check_labels(evaluator, table, found)
    value = _cells(evaluator, table, row, column, row, column)[0]
    if isinstance(value, str | bool):
        raise Uncomputable("the pivot table shows a text there")
    if isinstance(value, float) and number_text(value) in table.captions:
        if value:
            raise Uncomputable("the pivot table shows a number there that stands for an empty cell")
        value = None
    if value is not None:
        return value
    if found.shown is None:
        raise Uncomputable(ALONE)
    if not found.shown:
        return REF_ERROR
    if not table.rows.lines[found.row].items and not table.columns.lines[found.column].items:
        raise Uncomputable("the pivot table shows no total")
    if not _zero_will_do(evaluator, scope):
        raise Uncomputable("the pivot table shows an empty cell there, and its formula may tell that from 0")
    return 0.0


def _cells(evaluator: Evaluator, table: PivotTable, top: int, left: int, bottom: int, right: int) -> list[Scalar]:
    sides = [np.array((side,)) for side in (top, left, bottom, right)]
    block = evaluator.cells(Ref(table.sheet, sides[0], sides[1], sides[2], sides[3]))
    return [value for row in to_rows(block, evaluator.strings) for value in row]


def _check_labels(evaluator: Evaluator, table: PivotTable, found: Spot) -> None:
    """Make sure that the labels on the sheet are those of the items: another program may have written over them."""
    row, column = table.first_row + found.row, table.first_column + found.column
    for axis, place, area in (
        (table.rows, found.row, (row, table.left, row, table.first_column - 1)),
        (table.columns, found.column, (table.top, column, table.first_row - 1, column)),
    ):
        line = axis.lines[place]
        label = _label(table, axis, line)
        if area[0] > area[2] or area[1] > area[3] or (label is None and line.kind != "grand"):
            continue
        shown = [text.casefold() for text in _cells(evaluator, table, *area) if isinstance(text, str)]
        if not any((label or "").casefold() in text for text in shown):
            raise Uncomputable(f"the cells of its pivot table do not show {label or 'a total'} where they should")


def _label(table: PivotTable, axis: PivotAxis, line: Line) -> str | None:
    """Return the text that the innermost item of a line is called by, None where it is no text."""
    if not line.items or line.kind not in {"data", "default"}:
        return None
    number, place = axis.fields[len(line.items) - 1], line.items[-1]
    if number == VALUES:
        return table.data[line.data].name if line.kind == "data" else None
    item = table.fields[number].items[place]
    if item is None or (item.sort is not Sort.TEXT and not item.caption):
        return None
    return item.caption or str(item.value)


def _zero_will_do(evaluator: Evaluator, scope: Scope) -> bool:
    """Whether the cell's formula takes a blank for 0, whatever the function gives for it."""
    if scope.depth:  # a defined name or a LAMBDA: who knows what stands above it
        return False
    for region in evaluator.book.sheets[scope.sheet].regions:
        if region.column == scope.column and 0 <= int(scope.rows[0]) - region.row < region.count:
            tree = region.parsed()
            return tree is not None and _takes_zero(tree)
    return False


def _takes_zero(node: Node) -> bool:
    """Whether a blank is the same as 0 for all that stands above GETPIVOTDATA in a formula."""
    if not any(isinstance(below, Call) and below.name == NAME for below in walk(node)):
        return True
    match node:
        case Call(name=name, arguments=arguments) if name == NAME:
            return not any(isinstance(b, Call) and b.name == NAME for a in arguments for b in walk(a))
        case Call(name=name, arguments=arguments):
            return has(name, Trait.BLANK_IS_ZERO) and all(map(_takes_zero, arguments))
        case Unary(operand=operand) | Postfix(operand=operand):
            return _takes_zero(operand)
        case Binary(operator=operator, left=left, right=right):
            plain = operator in _ARITHMETIC or (operator in _COMPARED and isinstance(right, Number))
            return plain and _takes_zero(left) and _takes_zero(right)
        case _:
            return False
