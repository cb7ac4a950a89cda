"""The tidy table: a frame with all of its columns, each of its own type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from socroi.sources.columns import Column
from socroi.sources.export import COLUMNS, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Values = Sequence[object] | NDArray[Any] | Column

_SHARES: Final = int(pd.__version__.split(".", maxsplit=1)[0]) >= 3
"""Whether two columns may have one memory until one of them is changed, as pandas has it from its version 3 on."""


def tidy(columns: Mapping[str, Values], rows: int) -> pd.DataFrame:
    """A frame with all of `COLUMNS`, each of its own type; what is not given is missing."""
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise KeyError(f"not columns of the tidy table: {sorted(unknown)}")
    made: dict[tuple[Kind, int], pd.Series[Any]] = {}
    frame: dict[str, pd.Series[Any]] = {}
    for name, (kind, _) in COLUMNS.items():
        values = columns.get(name)
        # Of a million rows the columns without a value would be a third of all memory.
        key = (Kind.MONEY if kind in (Kind.COUNT, Kind.FRACTION) else kind, id(values))
        if key not in made:
            made[key] = pd.Series(_values(kind, values, rows), copy=False)
        frame[name] = made[key].copy(deep=not _SHARES)
    return pd.DataFrame(frame, copy=False)


def _values(kind: Kind, values: Values | None, rows: int) -> Any:
    if kind is Kind.TEXT:
        return _texts(values, rows)
    if isinstance(values, Column):
        values = values.cells()
    if kind is Kind.DATE:
        if isinstance(values, np.ndarray):
            return values.astype("datetime64[ns]")
        if values is None:
            return np.full(rows, "NaT", dtype="datetime64[ns]")
        return np.array(list(values), dtype="datetime64[ns]")
    if values is None:
        return np.full(rows, np.nan)
    return np.asarray(values, dtype=np.float64)


def _texts(values: Values | None, rows: int) -> Any:
    """Texts as pandas keeps them, by their distinct ones: it looks at each of those, and not at each row."""
    if values is None:
        values = Column.same(None, rows)
    elif not isinstance(values, Column):
        values = Column.of(values)  # type: ignore[arg-type]  # texts and None
    return pd.array(list(values.distinct), dtype="string").take(values.places)
