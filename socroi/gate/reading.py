"""How one argument is read: from the cells that arrived to what the function receives, by its kind and shape.

Each reader raises the gravest error that the cells deserve: #VALUE! for text where a number is needed, then #N/A for
nothing there or an unknown choice, then #NUM! for a number outside its limits.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.suggestion import nearest
from socroi.definition.units import Cell, Holds, Kind, Shape, as_text
from socroi.errors import CellError
from socroi.excel.serials import from_serial, to_serial

if TYPE_CHECKING:
    from socroi.definition.parameter import Parameter
    from socroi.gate.arrival import ArgumentCells


_NUMBERS: Final = {float, NoneType}
"""The types of a column that holds numbers and blanks alone; it is read as a whole."""
_TEXTS: Final = {str, NoneType}
"""Likewise of texts and blanks; a number or a boolean equal to another would be taken for it below."""
_TRUTHS: Final = {bool, float, NoneType}
"""Likewise of TRUE and FALSE, or 1 and 0, and blanks."""


def read(parameter: Parameter, cells: ArgumentCells, rows: int) -> Any:
    """Return what the function receives for an argument.

    Args:
        parameter: the argument.
        cells: what arrived, without errors except in a table to look things up in.
        rows: how many rows the row-by-row arguments have; a single cell stands for all of them.
    """
    match parameter.shape:
        case Shape.GRID:
            return _grid(parameter, cells)
        case Shape.ONE | Shape.EACH:
            return _one(parameter, cells)
        case Shape.COLUMN:
            return _column(parameter, cells)
        case Shape.PAIRED | Shape.ALIGNED:
            return _lined_up(parameter, cells, rows)


def is_known(kind: Kind, cell: Cell) -> bool:
    """Whether a cell of a range says something: texts and booleans among numbers are skipped, as SUM does."""
    if kind.holds is Holds.NUMBER:
        return isinstance(cell, (float, date)) and not isinstance(cell, bool)
    if kind.holds in {Holds.TEXT, Holds.CHOICE}:
        return as_text(cell) != ""
    return cell is not None


def is_blank(parameter: Parameter, cells: ArgumentCells) -> bool:
    """Whether an argument holds nothing at all, so that an optional one takes its default."""
    if parameter.kind.holds in {Holds.TEXT, Holds.CHOICE}:
        return all(as_text(cell) == "" for cell in cells.flat)
    return cells.is_blank


def _grid(parameter: Parameter, cells: ArgumentCells) -> list[list[Cell]] | Any:
    if cells.is_blank:
        return _nothing(parameter)
    width = cells.columns
    return [cells.flat[start : start + width] for start in range(0, len(cells.flat), width)]


def _one(parameter: Parameter, cells: ArgumentCells) -> Any:
    # In a column of results a blank is a month that has not come yet, and not a wish for the default.
    asks_default = cells.omitted or parameter.shape is not Shape.EACH
    if not parameter.required and asks_default and is_blank(parameter, cells):
        return parameter.default
    if not cells.is_single:
        size = f"{cells.rows} rows and {cells.columns} columns"
        raise CellError("#VALUE!", f"{parameter.name} is one cell, and a range of {size} was given.", "Give one cell.")
    if is_blank(parameter, cells):
        return _nothing(parameter)
    return _converted(parameter, cells, 0)


def _column(parameter: Parameter, cells: ArgumentCells) -> Any:
    if cells.is_single or is_blank(parameter, cells):
        value = _one(parameter, cells) if cells.is_single else _nothing(parameter)
        return value if isinstance(value, list) or value is None else [value]
    if cells.types <= _NUMBERS and parameter.kind.holds is Holds.NUMBER:
        numbers: list[Any] = [cell for cell in cells.flat if cell is not None]
        if _all_allowed(parameter.kind, numbers):
            return numbers
    known = [index for index, cell in enumerate(cells.flat) if is_known(parameter.kind, cell)]
    if not known and parameter.required:
        return _nothing(parameter)
    return [_converted(parameter, cells, index) for index in known]


def _lined_up(parameter: Parameter, cells: ArgumentCells, rows: int) -> list[Any]:
    """Return one value for each row; None, or the default of an optional argument, where a row says nothing."""
    if cells.is_single or is_blank(parameter, cells):
        value = _one(parameter, cells) if cells.is_single else _nothing(parameter)
        return [value] * rows
    default = parameter.default
    if cells.types <= _NUMBERS and parameter.kind.holds is Holds.NUMBER:
        if _all_allowed(parameter.kind, [cell for cell in cells.flat if cell is not None]):
            return [default if cell is None else cell for cell in cells.flat]
    elif parameter.kind.holds is Holds.TEXT and cells.types <= _TEXTS:
        # Long columns say the same again and again: each different text is cleaned once.
        cleaned = {cell: as_text(cell) or default for cell in set(cells.flat)}
        return [cleaned[cell] for cell in cells.flat]
    elif parameter.kind.holds is Holds.TEXT:
        return [as_text(cell) or default for cell in cells.flat]
    elif parameter.kind.holds is Holds.BOOLEAN and cells.types <= _TRUTHS and {*cells.flat} <= {None, 0.0, 1.0}:
        return [default if cell is None else bool(cell) for cell in cells.flat]
    if parameter.required and not any(is_known(parameter.kind, cell) for cell in cells.flat):
        return [_nothing(parameter)]
    return [
        _converted(parameter, cells, index) if is_known(parameter.kind, cell) else default
        for index, cell in enumerate(cells.flat)
    ]


def _all_allowed(kind: Kind, numbers: list[Any]) -> bool:
    """Whether all of many numbers, one at least, lie within the limits."""
    return bool(numbers) and all(math.isfinite(end) and kind.allows(end) for end in (min(numbers), max(numbers)))


def _nothing(parameter: Parameter) -> Any:
    """Return the default of an argument that holds nothing; #N/A for a required one, and for each cell of a range."""
    if not parameter.required and parameter.shape is not Shape.EACH:
        return parameter.default
    holds = parameter.kind.holds
    lacks = "holds no number" if holds is Holds.NUMBER and parameter.shape is not Shape.ONE else "is blank"
    raise CellError("#N/A", f"{parameter.name} {lacks}: it is not known yet.", f"Fill in {parameter.kind.noun}.")


def _converted(parameter: Parameter, cells: ArgumentCells, index: int) -> Any:
    kind, cell, name, place = parameter.kind, cells.flat[index], parameter.name, cells.place(index)
    match kind.holds:
        case Holds.NUMBER:
            return _number(name, kind, cell, place)
        case Holds.TEXT:
            return as_text(cell)
        case Holds.DATE:
            return _date(name, cell, place)
        case Holds.BOOLEAN:
            return _boolean(name, cell, place)
        case Holds.CHOICE:
            return _choice(name, kind, cell, place)
        case Holds.ANYTHING:
            return cell


def _number(name: str, kind: Kind, cell: Cell, place: str) -> float:
    if isinstance(cell, (str, bool)):
        shown = f'"{cell}"' if isinstance(cell, str) else as_text(cell)
        raise CellError("#VALUE!", f"{name} is {shown}{place}, and {kind.noun} is a number.", "Type a number.")
    number = to_serial(cell) if isinstance(cell, date) else cell
    assert isinstance(number, float)  # noqa: S101 - errors and blanks were dealt with before
    if not math.isfinite(number) or not kind.allows(number):
        raise kind.refusal(name, number, place)
    return number


def _date(name: str, cell: Cell, place: str) -> date:
    if isinstance(cell, date):
        # Days are compared with days; a serial number loses its time of day as well.
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, float):
        try:
            return from_serial(cell)
        except ValueError:
            raise CellError("#NUM!", f"{name} is {cell:g}{place}, which is no date.", "Type a date.") from None
    hint = "Turn it into a date: Data, Text to Columns, or DATEVALUE."
    raise CellError("#VALUE!", f'{name} is the text "{as_text(cell)}"{place}, not a date.', hint)


def _boolean(name: str, cell: Cell, place: str) -> bool:
    if isinstance(cell, bool) or (isinstance(cell, float) and cell in {0.0, 1.0}):
        return bool(cell)
    shown = as_text(cell)
    hint = f'Compare in the cell, as in =A2="{shown}".' if isinstance(cell, str) else "Use TRUE and FALSE, or 1 and 0."
    raise CellError("#VALUE!", f'{name} is "{shown}"{place}, neither TRUE nor FALSE.', hint)


def _choice(name: str, kind: Kind, cell: Cell, place: str) -> str:
    if not isinstance(cell, str):
        raise CellError("#VALUE!", f"{name} is {as_text(cell)}{place}, and must be a text.", nearest("", kind.choices))
    wanted = as_text(cell).casefold()
    for option in kind.choices:
        if option.casefold() == wanted:
            return option
    raise CellError("#N/A", f'{name} "{cell}" is not known.', nearest(wanted, kind.choices))
