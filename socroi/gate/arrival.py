"""How arguments arrive: whatever a spreadsheet host or a Python program hands over becomes rows of plain cells.

Hosts pass a cell as a scalar, a column as a flat list or as rows, a blank as None or "", an error as its text, a
currency cell as Decimal and a date as datetime. Python programs pass numpy arrays, pandas objects and iterators. numpy
and pandas are recognised by what they can do and never imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import CELL_ERRORS, CellError

if TYPE_CHECKING:
    from socroi.definition.units import Cell

_ERRORS: Final = {
    code: CellError(code, f"An argument holds {code}.", "Correct that cell first.") for code in CELL_ERRORS
}
_MISSING: Final = ("NAType", "NaTType")
_AS_THEY_ARE: Final = {float, str, bool, NoneType}
"""The types of nearly all long columns, which are taken over as a whole."""
_PLAIN: Final = (float, int, str, type(None), date, Decimal, time, timedelta, CellError)


class ArgumentCells:
    """A block of cells in reading order, row by row.

    Attributes:
        types: the Python types that occur, so that a column of plain numbers is known for one without looking again.
        omitted: whether the call left the argument out, which is not the same as a blank cell.
    """

    __slots__ = ("columns", "flat", "omitted", "rows", "types")

    def __init__(self, flat: list[Cell], rows: int, columns: int, *, omitted: bool = False) -> None:
        self.flat = flat
        self.rows = rows
        self.columns = columns
        self.omitted = omitted
        self.types = set(map(type, flat))

    @property
    def is_single(self) -> bool:
        """Whether the block is one cell."""
        return len(self.flat) == 1

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return self.types == {NoneType}

    def fits(self, rows: int, columns: int) -> bool:
        """Whether the block has that size, or one row or one column that can stand for all."""
        return self.rows in {1, rows} and self.columns in {1, columns}

    def at(self, row: int, column: int) -> Cell:
        """Return a cell of a block that fits a larger one."""
        return self.flat[min(row, self.rows - 1) * self.columns + min(column, self.columns - 1)]

    def place(self, index: int) -> str:
        """Return where a cell is, for a sentence: "" for a single cell, " in row 3" in a column."""
        if self.is_single:
            return ""
        row, column = divmod(index, self.columns)
        if self.columns == 1:
            return f" in row {row + 1}"
        return f" in column {column + 1}" if self.rows == 1 else f" in row {row + 1}, column {column + 1}"

    def first_error(self) -> CellError | None:
        """Return the first error in reading order."""
        if CellError not in self.types:
            return None
        return next(cell for cell in self.flat if isinstance(cell, CellError))


def arrive(value: Any) -> ArgumentCells:
    """Return the cells of an argument. TypeError for what no cell can hold."""
    value = _unwrapped(value)
    if not isinstance(value, list):
        return ArgumentCells([_cell(value)], 1, 1, omitted=value is None)
    if not value:
        return ArgumentCells([None], 1, 1)
    if set(map(type, value)) == {float}:
        return ArgumentCells([None if x != x else x for x in value], len(value), 1)  # noqa: PLR0124 - NaN alone differs from itself
    types = set(map(type, value))
    if types <= _AS_THEY_ARE:
        texts = {text: _cell(text) for text in set(value) if type(text) is str} if str in types else {}
        flat = [texts[x] if type(x) is str else None if x != x else x for x in value]  # noqa: PLR0124 - likewise
        return ArgumentCells(flat, len(value), 1)
    rows = [_unwrapped(row) for row in value]
    if not any(isinstance(row, list) for row in rows):
        return ArgumentCells([_cell(item) for item in rows], len(rows), 1)
    block = [row if isinstance(row, list) else [row] for row in rows]
    width = max(1, *map(len, block))
    flat = [_cell(item) for row in block for item in (*row, *[None] * (width - len(row)))]
    return ArgumentCells(flat, len(block), width)


def _unwrapped(value: Any) -> Any:
    """Return a list for whatever holds several values, and a plain value for a scalar of numpy's."""
    if isinstance(value, (list, *_PLAIN)):
        return value
    if hasattr(value, "to_numpy") and hasattr(value, "columns"):
        return value.to_numpy(dtype=object).tolist()
    if hasattr(value, "tolist"):
        # A datetime64 of nanoseconds becomes a bare integer in tolist; of microseconds, a datetime.
        dates = type(value).__module__ == "numpy" and value.dtype.kind == "M"
        return (value.astype("datetime64[us]") if dates else value).tolist()
    if isinstance(value, (Mapping, AbstractSet)):
        raise TypeError(f"a {type(value).__name__} has no order of rows; pass a list")
    return list(value) if isinstance(value, Iterable) else value


def _cell(value: Any) -> Cell:
    kind = type(value)
    if kind is float:
        return None if value != value else value  # noqa: PLR0124 - NaN is a blank, and only NaN differs from itself
    if kind is str:
        return _ERRORS.get(value, value) or None
    if value is None or kind is bool or kind is CellError:
        return value  # type: ignore[no-any-return]  # narrowed by its exact type
    if kind.__name__ in _MISSING:
        return None
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _cell(str(value))
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.combine(date.min, time())
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, (Real, Decimal)):
        try:
            return _cell(float(value))
        except OverflowError:
            return CellError("#NUM!", "A number is too large.", "A cell holds numbers up to 1.8E+308.")
    raise TypeError(f"a cell cannot hold {value!r}, which is {kind.__name__}")
