"""The worksheet functions as Python functions: the same gate, with results as a Python program wants them."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from socroi.definition.registry import find
from socroi.definition.spill import Spill
from socroi.gate import gate

if TYPE_CHECKING:
    from collections.abc import Callable


def worksheet_function(name: str) -> Callable[..., Any] | None:
    """Return a worksheet function to call from Python, or None where there is none of that name.

    A cell error is returned, not raised. A spill with a header comes as a pandas DataFrame, one column or one row as a
    flat list, and any other block as a list of rows.
    """
    formula = find(name)
    if formula is None:
        return None

    def function(*arguments: Any, **named: Any) -> Any:
        return face(gate.call(formula, *arguments, **named))

    function.__name__ = function.__qualname__ = name
    function.__module__ = "socroi"
    function.__doc__ = inspect.getdoc(formula.body)
    function.__signature__ = inspect.signature(formula.body)  # type: ignore[attr-defined]  # help() and editors read it
    return function


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
