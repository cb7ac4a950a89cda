"""Every worksheet function for xlwings: classic add-in, Server and Lite alike.

    from socroi.hosts.excel import *

xlwings looks the functions up in this module by the mark that its decorators leave. They are made from the registry;
what arrives and what leaves is told apart here by route, and everything else is the gate's.

A date that leaves is a date, nothing is None, of which xlwings makes empty text, and a cell error is its text, of which
the VBA of the classic add-in, or Office.js, makes a true error.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

import xlwings

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CELL_ERRORS, CellError
from socroi.gate import gate
from socroi.hosts.descriptions import CATEGORY, ERROR_NUMBERS, argument_help, function_help
from socroi.hosts.vba_names import vba_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.definition.formula import Formula

COM_ERRORS: Final = {number - 2_146_828_288: CellError(code) for code, number in ERROR_NUMBERS.items()}
"""How COM hands over an error: Excel's number of it (XlCVError) as a failed HRESULT. xlwings knows the first seven."""

OFFICE_ERRORS: Final = frozenset(CELL_ERRORS[: CELL_ERRORS.index("#N/A") + 1])
"""What xlwings makes a true error in Office.js. Another one would stand there as text, so it becomes #VALUE!."""

CLASSIC: Final = xlwings.func.__module__ == "xlwings.udfs"
"""Whether this is Excel for Windows over COM, where every whole number that arrives is an error."""


def _arrived(value: Any) -> Any:
    if CLASSIC and type(value) is list:
        return [[COM_ERRORS.get(cell, cell) if type(cell) is int else cell for cell in row] for row in value]
    return value


def _leaving(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return cell.code if CLASSIC or cell.code in OFFICE_ERRORS else "#VALUE!"
    return cell


def worksheet_function(formula: Formula) -> Callable[..., Any]:
    """Return the function that xlwings calls, with each argument a block of cells, or None where it is left out."""
    names = {vba_name(p.name) if CLASSIC else p.name: p for p in formula.parameters}

    def function(*arguments: Any) -> Any:
        answer = gate.call(formula, *map(_arrived, arguments))
        if isinstance(answer, Spill):
            return [[_leaving(cell) for cell in row] for row in answer]
        return _leaving(answer)

    function.__name__ = function.__qualname__ = formula.name
    function.__module__ = __name__
    function.__doc__ = function_help(formula)
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # xlwings reads the arguments from it
        [
            inspect.Parameter(name, kind, default=inspect.Parameter.empty if p.required else None)
            for name, p in names.items()
        ]
    )
    for name, parameter in names.items():
        function = xlwings.arg(name, ndim=2, err_to_str=True, doc=argument_help(parameter))(function)
    return xlwings.func(category=CATEGORY)(function)


globals().update({name: worksheet_function(formula) for name, formula in formulas().items()})
__all__ = list(formulas())
