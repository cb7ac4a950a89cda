"""Cells as Calc hands them over and takes them back.

A range is a block of numbers and texts in which a blank is "", and a single blank cell is the number 0: nothing tells
it from a zero. Booleans and dates are numbers. An error is a number too: one that is no number, with its code inside.
"""

from __future__ import annotations

import struct
from datetime import date, datetime
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.spill import Spill
from socroi.definition.units import Holds
from socroi.errors import CellError
from socroi.excel.serials import to_serial

if TYPE_CHECKING:
    from socroi.definition.units import Kind

CODES: Final = {
    "#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767,
}  # fmt: skip
"""The errors that Calc shows, by the number that it has for each (FormulaError of LibreOffice)."""

_ERRORS: Final = {code: CellError(text) for text, code in CODES.items()}
_NEVER_ZERO: Final = (Holds.TEXT, Holds.CHOICE, Holds.DATE)
_NOT_A_NUMBER: Final = 0x7FF8_0000_0000_0000

Block = tuple[tuple[Any, ...], ...]


def arriving(value: Any, kind: Kind, shift: float = 0.0) -> Any:
    """Return an argument as the gate reads it: None where it was left out, errors as errors.

    Args:
        value: a block of cells, one cell, or None.
        kind: what the argument means. A single 0 is a blank where no number makes sense: as a text, a choice or a date.
        shift: the day from which the document counts, less the one from which Excel usually does.
    """
    if value is None:
        return None
    block = value if isinstance(value, tuple) else ((value,),)
    if block == ((0.0,),) and kind.holds in _NEVER_ZERO:
        return [[None]]
    days = shift if kind.holds is Holds.DATE else 0.0
    return [[_read(cell, days) for cell in row] for row in block]


def _read(cell: Any, days: float) -> Any:
    if isinstance(cell, float):
        return _error(cell) if isnan(cell) else cell + days
    return cell


def _error(number: float) -> CellError:
    (bits,) = struct.unpack("<Q", struct.pack("<d", number))
    # Calc has more errors than Excel, such as Err:508 for a bracket; a file of Excel's stores each of them as #VALUE!.
    return _ERRORS.get(bits & 0xFFFF_FFFF, _ERRORS[CODES["#VALUE!"]])


def leaving(answer: Any) -> Any:
    """Return what the gate gives as a value of one cell; of a spill, the first."""
    return _written(answer[0][0] if isinstance(answer, Spill) else answer)


def leaving_block(answer: Any) -> Block:
    """Return what the gate gives as a block of cells."""
    if isinstance(answer, Spill):
        return tuple(tuple(_written(cell) for cell in row) for row in answer)
    return ((_written(answer),),)


def _written(cell: Any) -> float | str:
    if isinstance(cell, CellError):
        code = CODES.get(cell.code, CODES["#VALUE!"])
        (number,) = struct.unpack("<d", struct.pack("<Q", _NOT_A_NUMBER | code))
        return float(number)
    if isinstance(cell, (date, datetime)):
        return to_serial(cell)
    # Calc makes 0 of a boolean, and #N/A of nothing at all.
    return "" if cell is None else cell if isinstance(cell, str) else float(cell)
