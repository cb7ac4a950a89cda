"""The worksheet functions as Python functions: the same gate, with results as a Python program wants them."""

from __future__ import annotations

import inspect
from datetime import date, time, timedelta
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.registry import find
from socroi.definition.spill import Spill
from socroi.definition.units import Holds, as_text
from socroi.errors import CellError
from socroi.gate import gate
from socroi.gate.arrival import arrive

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.definition.formula import Formula
    from socroi.gate.arrival import ArgumentCells

_NUMBERS: Final = {float, NoneType}
"""What a column of numbers holds: numbers, and blanks."""


def worksheet_function(name: str) -> Callable[..., Any] | None:
    """Return a worksheet function to call from Python, or None where there is none of that name.

    A cell error is returned, not raised. A spill with a header comes as a pandas DataFrame, one column or one row as a
    flat list, and any other block as a list of rows. Where numbers are wanted, a date, a duration, a text or a boolean
    among them is an error: a sheet skips headings in a range and counts its dates as numbers, but a program's column
    that holds them is the wrong column.
    """
    formula = find(name)
    if formula is None:
        return None

    def function(*arguments: Any, **named: Any) -> Any:
        values = gate.bound(formula, arguments, named)
        given = {name: arrive(value) for name, value in values.items()}
        return _refusal(formula, values, given) or face(gate.answer(formula, given))

    function.__name__ = function.__qualname__ = name
    function.__module__ = "socroi"
    function.__doc__ = inspect.getdoc(formula.body)
    function.__signature__ = inspect.signature(formula.body)  # type: ignore[attr-defined]  # help() and editors read it
    return function


def _refusal(formula: Formula, values: dict[str, Any], given: dict[str, ArgumentCells]) -> CellError | None:
    """Return the error for the first argument of numbers that holds something else; an error in a cell goes first."""
    if any(CellError in cells.types for cells in given.values()):
        return None
    for parameter in formula.parameters:
        if parameter.kind.holds is not Holds.NUMBER:
            continue
        noun, cells = parameter.kind.noun, given[parameter.name]
        if _holds_durations(values[parameter.name]):
            hint = "Turn it into a number first: duration.dt.total_seconds() / 3600 is hours."
            return CellError("#VALUE!", f"{parameter.name} holds a duration, and {noun} is a number.", hint)
        if cells.types <= _NUMBERS:
            continue
        index = next(index for index, cell in enumerate(cells.flat) if type(cell) not in _NUMBERS)
        cell = cells.flat[index]
        if cells.is_single and not isinstance(cell, date):
            continue  # the gate says so of one cell
        what = "the date" if isinstance(cell, date) else "the text" if isinstance(cell, str) else "the boolean"
        shown = f'"{cell}"' if isinstance(cell, str) else as_text(cell)
        why = f"{parameter.name} holds {what} {shown}{cells.place(index)}, and {noun} is a number."
        hint = 'Pass the numbers alone; pandas.to_numeric(column, errors="coerce") leaves a blank of what is none.'
        return CellError("#VALUE!", why, hint)
    return None


def _holds_durations(value: Any) -> bool:
    """Whether a value, or one of several, is a length of time, which a sheet would take for a part of a day."""
    if isinstance(value, (list, tuple)):
        return any(map(_holds_durations, value))
    kinds = value.dtypes if hasattr(value, "columns") else [getattr(value, "dtype", None)]
    return isinstance(value, (time, timedelta)) or any(getattr(kind, "kind", "") == "m" for kind in kinds)


def face(result: gate.Result) -> Any:
    """Return a result as a Python program wants it."""
    if not isinstance(result, Spill):
        return result
    if result.header is not None:
        import pandas as pd

        return pd.DataFrame(result.body, columns=result.header)
    if result.columns == 1:
        return [row[0] for row in result]
    return result[0] if len(result) == 1 else result[:]
