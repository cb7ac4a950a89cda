"""The worksheet functions over groups of a pandas frame: `import socroi.pandas`, then `df.socroi.roi(...)`.

>>> import pandas as pd
>>> import socroi.pandas
>>> posts = pd.DataFrame({"platform": ["X", "X", "Blog"], "value": [100, 50, 30], "spend": [60, 40, None]})
>>> posts.socroi.roi(revenue="value", cost="spend")
80.0
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from socroi.definition.registry import formulas
from socroi.definition.suggestion import closest
from socroi.definition.units import Holds, Shape
from socroi.errors import CellError, NoValueWarning, UsageError
from socroi.gate.python import worksheet_function

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socroi.definition.formula import Formula

    Keys = Any
    """What `DataFrame.groupby` takes: mostly the name of a column, or a list of them."""

_WHOLE: Final = (Shape.COLUMN, Shape.PAIRED, Shape.ALIGNED)
"""Shapes of arguments that take all rows of a group."""
_OTHER_NAMES: Final = {"net": "SOCPROFIT"}
_NAMED: Final = 3
"""Groups without a value that a warning names before it counts the rest."""


@cache
def _offered() -> dict[str, Formula]:
    """Return by method each function that makes one number of columns: `roi` is SOCROI."""
    found = {
        name.removeprefix("SOC").lower(): formula
        for name, formula in formulas().items()
        if formula.gives is not None
        and not formula.spills
        and all(parameter.shape in _WHOLE for parameter in formula.parameters if parameter.required)
    }
    return found | {name: formulas()[function] for name, function in _OTHER_NAMES.items()}


@pd.api.extensions.register_dataframe_accessor("socroi")
class Groups:
    """The worksheet functions over a frame, as a whole or by the values of some of its columns.

    Each function that makes one number of columns is a method under its name in small letters without `SOC`: `roi`,
    `roas`, `profit` (or `net`), `cpa`, `cpl`, `ctr` and so on. Its arguments are the names of columns, or values that
    are the same for all rows; `by` names one column or several. `dir(df.socroi)` lists them.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = frame

    def __dir__(self) -> list[str]:
        return sorted([*_offered(), "share_of"])

    def __getattr__(self, name: str) -> Callable[..., Any]:
        formula = _offered().get(name)
        if formula is None:
            near = closest(name, _offered())
            raise AttributeError(f"there is no df.socroi.{name}{f'; did you mean {near}?' if near else ''}")

        def grouped(by: Keys | None = None, **arguments: Any) -> Any:
            return self._computed(name, formula, by, arguments)

        grouped.__name__ = grouped.__qualname__ = name
        grouped.__doc__ = (
            f"{formula.summary}\n\nThe arguments of {formula.signature} are names of columns, or values; `by` names "
            "columns to group by.\nReturns a frame with a row for each group: the sums of the columns, and the "
            "result; without `by` a number.\nA group without a result is NaN, and one warning says why."
        )
        return grouped

    def share_of(self, column: Any, by: Keys) -> pd.DataFrame:
        """Return the sum of a column in each group, and its share of the whole as a fraction: 0.25 is a quarter.

        Raises:
            UsageError: there is no such column.
        """
        self._check(column)
        sums = self._frame.groupby(by, dropna=False, observed=True)[column].sum(min_count=1)
        return pd.DataFrame({column: sums, "share": sums / sums.sum()})

    def _computed(self, name: str, formula: Formula, by: Keys | None, arguments: dict[str, Any]) -> Any:
        function = worksheet_function(formula.name)
        if function is None:
            raise AttributeError(name)
        columns = {key: value for key, value in arguments.items() if self._is_column(formula, key, value)}
        values = {key: value for key, value in arguments.items() if key not in columns}
        missing: list[tuple[Any, CellError]] = []

        def answer(rows: pd.DataFrame, group: Any = None) -> float:
            result = function(**{key: rows[column] for key, column in columns.items()}, **values)
            if isinstance(result, CellError):
                missing.append((group, result))
                return float("nan")
            return float(result)

        if by is None:
            single = answer(self._frame)
            if missing:
                _warn(f"{name} has no value: {_sentence(missing[0][1])}")
            return single
        groups = self._frame.groupby(by, dropna=False, observed=True)
        results = [answer(rows, group) for group, rows in groups]
        if missing:
            _warn(f"{name} has no value in {len(missing)} of {len(results)} groups, which are NaN: {_named(missing)}")
        required = [each.name for each in formula.parameters if each.required]
        shown = list(dict.fromkeys(column for key, column in columns.items() if key in required))
        numbers = [column for column in shown if pd.api.types.is_numeric_dtype(self._frame[column])]
        table = groups[numbers].sum(min_count=1)
        table[name if name not in table else formula.name] = pd.Series(results, index=table.index, dtype="float64")
        return table

    def _is_column(self, formula: Formula, key: str, value: Any) -> bool:
        """Whether an argument names a column; a text for an argument that takes texts may be that text itself.

        Raises:
            UsageError: it should name a column, and there is none.
        """
        parameter = next((each for each in formula.parameters if each.name == key), None)
        if not isinstance(value, str) or parameter is None:
            return False  # the function says which arguments it has
        if value in self._frame:
            return True
        if parameter.kind.holds is Holds.NUMBER:
            self._check(value)
        return False

    def _check(self, column: Any) -> None:
        if column not in self._frame:
            known = [str(each) for each in self._frame.columns]
            near = closest(str(column), known)
            hint = f"Did you mean {near!r}?" if near else f"It has: {', '.join(known)}."
            raise UsageError(f"the frame has no column {column!r}.", hint=hint)


def _named(missing: list[tuple[Any, CellError]]) -> str:
    """Return the first groups without a value, each with the reason, and how many more there are."""
    said = [f"{', '.join(_keys(group))}: {_sentence(error)}" for group, error in missing[:_NAMED]]
    more = len(missing) - _NAMED
    return " ".join([*said, *([f"And {more} more."] if more > 0 else [])])


def _keys(group: Any) -> Iterator[str]:
    for key in group if isinstance(group, tuple) else (group,):
        yield f"{key:%Y-%m-%d}" if isinstance(key, pd.Timestamp) else str(key)


def _sentence(error: CellError) -> str:
    return f"{error.why} ({error.code})"


def _warn(message: str) -> None:
    warnings.warn(message, NoValueWarning, stacklevel=4)
