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
from typing import TYPE_CHECKING, Any, Final

from socroi.arrival import Cells, arrive
from socroi.errors import CellError
from socroi.examples import Call
from socroi.reading import is_known, read
from socroi.registry import formulas
from socroi.spill import Spill
from socroi.units import Shape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.registry import Formula, Parameter
    from socroi.units import Cell

Result = float | str | bool | Spill | CellError | None

_GRAVITY: Final = {"#VALUE!": 0, "#N/A": 1, "#NUM!": 2}
_ROWS: Final = (Shape.PAIRED, Shape.ALIGNED)


def call(formula: Formula, /, *arguments: Any, **named: Any) -> Result:
    """Return what a cell shows for a call of a function.

    Args:
        formula: the function.
        *arguments: cells, ranges, numpy arrays, pandas objects or iterators; None, "" and NaN are blanks.
        **named: the same by the argument's name.

    Raises:
        TypeError: too many arguments, an unknown name, or an object that no cell can hold: mistakes of a program.
    """
    given = {name: arrive(value) for name, value in _bound(formula, arguments, named).items()}
    try:
        return _answer(formula, given)
    except CellError as error:
        return error


def evaluate(example: Call) -> Result:
    """Return what a cell shows for a call as an example writes it, calls inside it first."""
    arguments = [evaluate(argument) if isinstance(argument, Call) else argument for argument in example.arguments]
    return call(formulas()[example.name], *arguments)


def _bound(formula: Formula, arguments: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
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


def _answer(formula: Formula, given: dict[str, Cells]) -> Result:
    each = [p.name for p in formula.parameters if p.shape is Shape.EACH and not given[p.name].is_single]
    if not each:
        return _one(formula, given)
    rows = max(given[name].rows for name in each)
    columns = max(given[name].columns for name in each)
    for name in each:
        if given[name].rows not in {1, rows} or given[name].columns not in {1, columns}:
            raise CellError(
                "#VALUE!", f"{' and '.join(each)} differ in size.", "Give ranges of one size, or a single cell."
            )
    answers: list[list[Cell]] = []
    for row in range(rows):
        answers.append([])
        for column in range(columns):
            cells = {name: _at(given[name], row, column) for name in each}
            try:
                answer = _one(formula, given | cells)
            except CellError as error:
                answer = error
            answers[-1].append(answer if not isinstance(answer, Spill) else answer[0][0])
    return Spill(answers)


def _at(cells: Cells, row: int, column: int) -> Cells:
    row, column = min(row, cells.rows - 1), min(column, cells.columns - 1)
    return Cells([cells.flat[row * cells.columns + column]], 1, 1)


def _one(formula: Formula, given: dict[str, Cells]) -> Result:
    """Call the function once."""
    for parameter in formula.parameters:
        error = given[parameter.name].first_error() if parameter.shape is not Shape.GRID else None
        if error is not None:
            raise error
    lines = [p for p in formula.parameters if p.shape in _ROWS]
    rows = max((len(given[p.name].flat) for p in lines), default=1)
    problems = list(_misfits(lines, given))
    complete = [] if problems else _complete_rows(lines, given, rows)
    if not any(complete) and any(p.shape is Shape.PAIRED for p in lines) and not problems:
        names = " and ".join(p.name for p in lines if p.shape is Shape.PAIRED and p.required)
        problems.append(CellError("#N/A", f"No row has {names}.", "Fill in at least one row."))
    values: dict[str, Any] = {}
    for parameter in formula.parameters:
        try:
            values[parameter.name] = read(parameter, given[parameter.name], rows)
        except CellError as problem:
            problems.append(problem)
    if problems:
        raise min(problems, key=lambda problem: _GRAVITY[problem.code])
    for parameter in formula.parameters:
        if parameter.shape is Shape.PAIRED and not all(complete):
            values[parameter.name] = list(compress(values[parameter.name], complete))
    answer = _called(formula, values)
    return _shaped(answer, [given[p.name] for p in lines]) if isinstance(answer, list) else answer


def _shaped(answer: list[Cell], lines: list[Cells]) -> Spill:
    """Return one value for each row as a spill of the shape of the ranges that went row by row."""
    columns = next((cells.columns for cells in lines if not cells.is_single), 1)
    return Spill([answer[start : start + columns] for start in range(0, len(answer), columns)])


def _misfits(lines: list[Parameter], given: dict[str, Cells]) -> Iterator[CellError]:
    """Yield an error where arguments that go row by row differ in size; a single cell serves every row."""
    ranges = [(p.name, given[p.name]) for p in lines if not given[p.name].is_single]
    for name, cells in ranges[1:]:
        first, other = ranges[0]
        if (cells.rows, cells.columns) != (other.rows, other.columns):
            sizes = f"{other.rows} rows and {other.columns} columns, {name} has {cells.rows} and {cells.columns}"
            yield CellError("#VALUE!", f"{first} has {sizes}.", "Give ranges of one size.")


def _complete_rows(lines: list[Parameter], given: dict[str, Cells], rows: int) -> list[bool]:
    """Return for each row whether every required paired argument is known there."""
    complete = [True] * rows
    for parameter in lines:
        if parameter.shape is Shape.PAIRED and parameter.required:
            known = [is_known(parameter.kind, cell) for cell in given[parameter.name].flat]
            complete = [a and b for a, b in zip(complete, known if len(known) > 1 else known * rows, strict=True)]
    return complete


def _called(formula: Formula, values: dict[str, Any]) -> Result | list[Cell]:
    try:
        result = formula.body(**values)
    except ZeroDivisionError:
        raise CellError("#DIV/0!", _sentence(formula.errors.get("#DIV/0!", "a divisor is zero"))) from None
    except OverflowError:
        raise CellError("#NUM!", "The result is too large for a cell.") from None
    if isinstance(result, Spill):
        return Spill([[_shown(cell) for cell in row] for row in result.body], result.header)
    if isinstance(result, list):
        return [_shown(cell) for cell in result]
    shown: Result = _shown(result)
    if isinstance(shown, CellError):
        raise shown
    return shown


def _shown(value: Any) -> Any:
    """Return a value as a cell shows it; what is no finite number is #NUM!."""
    if isinstance(value, (bool, str, CellError, date)) or value is None:
        return value
    if isinstance(value, complex) or not math.isfinite(value):
        return CellError("#NUM!", "The result is no number that a cell can show.", "Check the arguments.")
    return float(value)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].removesuffix(".") + "."
