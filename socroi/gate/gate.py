"""The one gate between a spreadsheet and the catalogue.

What a sheet hands over is read by each argument's kind and shape, the function is called with plain Python values, and
what it gives or raises becomes the value of a cell, a spill, or a cell error. Where several arguments are wrong, the
gravest decides: an error inside an argument (the first, argument by argument); then text where a number is needed, or
sizes that do not match (#VALUE!); then nothing there at all, or an unknown choice (#N/A); then a number outside its
limits (#NUM!).
"""

from __future__ import annotations

import math
from datetime import date
from itertools import compress
from operator import and_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from socroi.definition.examples import Call
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.units import Shape, Single
from socroi.errors import CellError
from socroi.gate.arrival import ArgumentCells, arrive
from socroi.gate.reading import is_blank, is_known, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter
    from socroi.definition.units import Cell

Result = float | str | bool | Spill | CellError | None

_GRAVITY: Final = {"#VALUE!": 0, "#N/A": 1, "#NUM!": 2}
_ROWS: Final = (Shape.PAIRED, Shape.ALIGNED)


def call(formula: Formula, /, *arguments: Any, **named: Any) -> Result:
    """Return what a cell shows for a call of a function.

    Args:
        formula: the function.
        *arguments: cells, ranges, numpy arrays, pandas objects or iterators. "", NaN, and None inside a range are blank
            cells; None by itself is an argument left out.
        **named: the same by the argument's name.

    Raises:
        TypeError: too many arguments, an unknown name, or an object that no cell can hold: mistakes of a program.
    """
    return answer(formula, {name: arrive(value) for name, value in bound(formula, arguments, named).items()})


def evaluate(example: Call) -> Result:
    """Return what a cell shows for a call as an example writes it, calls inside it first."""
    arguments = [evaluate(argument) if isinstance(argument, Call) else argument for argument in example.arguments]
    return call(formulas()[example.name], *arguments)


def bound(formula: Formula, arguments: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """Return what was given for each argument, None for one that was left out."""
    names = [parameter.name for parameter in formula.parameters]
    if len(arguments) > len(names):
        raise TypeError(f"{formula.signature} takes {len(names)} arguments at most, and {len(arguments)} were given")
    given = dict(zip(names, arguments, strict=False))
    for name, value in named.items():
        if name not in names:
            raise TypeError(f"{formula.signature} has no argument {name!r}")
        if name in given:
            raise TypeError(f"{formula.name} was given {name} twice")
        given[name] = value
    return {name: given.get(name) for name in names}


def answer(formula: Formula, given: dict[str, ArgumentCells]) -> Result:
    """Call the function once; or for every cell, where an argument that is taken cell by cell is a range."""
    lines = _Lines(formula, given)
    readings = {p.name: _reading(p, given[p.name], lines.rows) for p in formula.parameters if p.shape is not Shape.EACH}
    each = [p for p in formula.parameters if p.shape is Shape.EACH]
    rows = max((given[p.name].rows for p in each), default=1)
    columns = max((given[p.name].columns for p in each), default=1)
    misfit = [p.name for p in each if not given[p.name].fits(rows, columns)]
    if misfit:
        hint = "Give ranges of one size, or a single cell."
        return CellError("#VALUE!", f"{' and '.join(p.name for p in each)} differ in size.", hint)
    if rows == columns == 1:
        return _one(formula, readings | {p.name: _reading(p, given[p.name], 1) for p in each}, lines)
    # Columns repeat themselves: each distinct cell of an argument is read once.
    memories: dict[str, dict[tuple[type, Cell], Any]] = {p.name: {} for p in each}
    answers: list[list[Any]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            for p in each:
                cell, memory = given[p.name].at(row, column), memories[p.name]
                key = (type(cell), cell)
                if key not in memory:
                    memory[key] = _reading(p, ArgumentCells([cell], 1, 1, omitted=given[p.name].omitted), 1)
                readings[p.name] = memory[key]
            answers[row][column] = _one(formula, readings, lines)
    return Spill(answers)


class _Failure(NamedTuple):
    """What is wrong with an argument, and how grave that is: the lower, the graver."""

    gravity: int
    error: CellError


class _Lines:
    """The arguments of a call that go row by row, and what is wrong with them together."""

    def __init__(self, formula: Formula, given: dict[str, ArgumentCells]) -> None:
        self.parameters = [p for p in formula.parameters if p.shape in _ROWS]
        self.cells = [given[p.name] for p in self.parameters]
        self.rows = max((len(cells.flat) for cells in self.cells), default=1)
        self.failures = [_Failure(_GRAVITY[error.code], error) for error in self._misfits()]
        self.incomplete = [] if self.failures else self._complete_rows()
        if self.incomplete and not any(self.incomplete):
            names = " and ".join(p.name for p in self.parameters if p.shape is Shape.PAIRED and p.required)
            error = CellError("#N/A", f"No row has {names}.", "Fill in at least one row.")
            self.failures.append(_Failure(_GRAVITY[error.code], error))

    def _misfits(self) -> Iterator[CellError]:
        """Yield an error where two ranges differ in size, or where one cell of an amount stands beside ranges."""
        given = list(zip(self.parameters, self.cells, strict=True))
        first, other = next(((p.name, cells) for p, cells in given if not cells.is_single), ("", None))
        if other is None:
            return
        for parameter, cells in given:
            if (cells.rows, cells.columns) == (other.rows, other.columns):
                continue
            if not cells.is_single:
                sizes = f"{other.rows} rows and {other.columns} columns, {parameter.name} has {cells.rows} and"
                yield CellError("#VALUE!", f"{first} has {sizes} {cells.columns}.", "Give ranges of one size.")
            elif parameter.single is Single.A_ROW and (parameter.required or not is_blank(parameter, cells)):
                sizes = f"{other.rows} rows and {other.columns} columns, and {parameter.name} is one cell"
                yield CellError("#VALUE!", f"{first} has {sizes}.", f"Give {parameter.name} for each row.")

    def _complete_rows(self) -> list[bool]:
        """Return for each row whether every required paired argument is known there; nothing where all rows are."""
        complete: list[bool] = []
        for parameter, cells in zip(self.parameters, self.cells, strict=True):
            if parameter.shape is not Shape.PAIRED or not parameter.required or cells.types == {float}:
                continue
            known = [is_known(parameter.kind, cell) for cell in cells.flat]
            known = known * self.rows if cells.is_single else known
            complete = list(map(and_, complete, known)) if complete else known
        return [] if all(complete) else complete

    def only_complete(self, values: list[Any]) -> list[Any]:
        """Return the values of the complete rows."""
        return list(compress(values, self.incomplete)) if self.incomplete else values

    def shaped(self, answer: list[Cell]) -> Spill:
        """Return one value for each row as a spill of the shape of the ranges."""
        columns = next((cells.columns for cells in self.cells if not cells.is_single), 1)
        return Spill([answer[start : start + columns] for start in range(0, len(answer), columns)])


def _reading(parameter: Parameter, cells: ArgumentCells, rows: int) -> Any:
    """Return what the function receives for an argument, or the failure to read it."""
    # A table to look things up in may hold errors; one that is a single error is none.
    error = cells.first_error() if parameter.shape is not Shape.GRID or cells.is_single else None
    if error is not None:
        return _Failure(-1, error)
    try:
        return read(parameter, cells, rows)
    except CellError as problem:
        return _Failure(_GRAVITY[problem.code], _as_value(problem))


def _one(formula: Formula, readings: dict[str, Any], lines: _Lines) -> Result:
    """Call the function once, unless an argument could not be read."""
    ordered = [readings[p.name] for p in formula.parameters]
    failures = [reading for reading in ordered if type(reading) is _Failure] + lines.failures
    if failures:
        return min(failures, key=lambda failure: failure.gravity).error
    arguments = [
        lines.only_complete(reading) if p.shape is Shape.PAIRED else reading
        for p, reading in zip(formula.parameters, ordered, strict=True)
    ]
    answer = _called(formula, arguments)
    return lines.shaped(answer) if isinstance(answer, list) else answer


def _called(formula: Formula, arguments: list[Any]) -> Result | list[Cell]:
    try:
        result = formula.body(*arguments)
    except CellError as error:
        return _as_value(error)
    except ZeroDivisionError:
        why = _sentence(formula.errors.get("#DIV/0!", "a divisor is zero"))
        return CellError("#DIV/0!", why, "Nothing can be divided by zero: check that figure.")
    except OverflowError:
        return CellError("#NUM!", "The result is too large for a cell.", "Check the arguments.")
    if isinstance(result, Spill):
        return Spill([[_shown(cell) for cell in row] for row in result.body], result.header)
    if isinstance(result, list):
        return [_shown(cell) for cell in result]
    shown: Result = _shown(result)
    return shown


def _as_value(error: CellError) -> CellError:
    """Return an error without its traceback, which would keep every argument of the call alive."""
    error.__context__ = None
    return error.with_traceback(None)


def _shown(value: Any) -> Any:
    """Return a value as a cell shows it; what is no finite number is #NUM!."""
    if isinstance(value, (bool, str, CellError, date)) or value is None:
        return value
    if isinstance(value, complex) or not math.isfinite(value):
        return CellError("#NUM!", "The result is no number that a cell can show.", "Check the arguments.")
    return float(value)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].removesuffix(".") + "."
