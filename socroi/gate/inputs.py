"""What a Python program may hand to a worksheet function, for type checkers and editors.

The aliases are texts when the program runs, because numpy and pandas are not imported for them. `arrival` reads what
they name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, ValuesView
    from datetime import date, time, timedelta
    from decimal import Decimal
    from fractions import Fraction
    from typing import Any

    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from pandas.api.typing import NaTType, NAType

    from socroi.errors import CellError

CellInput: TypeAlias = (
    "float | str | date | time | timedelta | Decimal | Fraction | np.generic | NAType | NaTType | CellError | None"
)
"""One cell. None is an argument left out; "", NaN, NA and NaT are blank cells."""

_Line: TypeAlias = "Sequence[CellInput] | npt.NDArray[Any] | pd.Series[Any] | pd.Index[Any]"

RangeInput: TypeAlias = (
    "CellInput | Sequence[CellInput | _Line] | Iterator[CellInput | _Line] | ValuesView[CellInput]"
    " | npt.NDArray[Any] | pd.Series[Any] | pd.Index[Any] | pd.DataFrame"
)
"""A range: one cell, a column as its cells, or rows of cells. A set or a mapping has no order of rows and is none."""
