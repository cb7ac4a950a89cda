"""The gate: every function of the catalogue with whatever a host hands over."""

import datetime as dt
import decimal
import math
from fractions import Fraction

import numpy as np
import pandas as pd

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CELL_ERRORS, CellError
from socroi.gate import gate
from socroi.gate.python import worksheet_function

_ONE = [
    *(None, "", " ", 0, 1, -1, 0.5, 1e308, -1e308, 5e-324, math.nan, math.inf, -math.inf, True, False, 10**400, -(2**63)),
    *("a", "1", "1,5", "5%", "#N/A", "Facebook", "lead", "ratio", "ä😀", "x" * 40_000, "\0", "2026-01-31"),
    *(dt.date(2026, 1, 31), dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC), dt.datetime(1, 1, 1), dt.timedelta(days=3), dt.time(12)),  # noqa: DTZ001
    *(np.float32(2.5), np.int8(-3), np.bool_(True), np.datetime64("2026-01-31"), np.datetime64("NaT"), np.str_("a")),
    *(pd.NA, pd.NaT, pd.Timestamp("2026-01-31"), pd.Timedelta(days=2), decimal.Decimal("1.5"), decimal.Decimal("NaN"), Fraction(1, 3)),
    *(CellError("#DIV/0!"), CellError("#N/A"), "http://a?fbclid=1", 46053.0),
]  # fmt: skip


def _cell(random):
    return (
        random.choice(_ONE)
        if random.random() < 0.35
        else random.choice([random.randint(0, 100), random.random() * 1000, float(random.randint(1, 9))])
    )


def _argument(random):
    draw = random.random()
    if draw < 0.3:
        return _cell(random)
    rows, columns = random.choice([0, 1, 2, 3, 5, 12]), random.choice([1, 1, 2, 3])
    if draw < 0.75:
        return [[_cell(random) for _ in range(columns)] for _ in range(rows)]
    if draw < 0.85:
        return [_cell(random) for _ in range(rows)]
    if draw < 0.9:
        return np.array(
            [[random.choice([1.0, math.nan, -2.0, 1e300]) for _ in range(columns)] for _ in range(rows)]
        ).reshape(rows, columns)
    if draw < 0.95:
        return pd.Series([_cell(random) for _ in range(rows)], dtype=object)
    return pd.DataFrame({f"c{i}": [_cell(random) for _ in range(rows)] for i in range(columns)})


def case(random, folder):
    """Call a function as a sheet does and as a program does."""
    known = formulas()
    formula = known[random.choice(sorted(known))]
    count = random.choice(
        [
            len(formula.parameters),
            sum(p.required for p in formula.parameters),
            random.randint(0, len(formula.parameters)),
        ]
    )
    arguments = [_argument(random) for _ in range(count)]
    for call in (lambda: gate.call(formula, *arguments), lambda: worksheet_function(formula.name)(*arguments)):
        try:
            answer = call()
        except TypeError as refused:
            assert any(word in str(refused) for word in (formula.name, "cell", "no argument", "value")), (
                f"{formula.name}: {refused!r}"
            )
            continue
        _check(answer, formula.name)


def _check(answer, name):
    if isinstance(answer, Spill):
        for row in answer:
            for cell in row:
                _check_cell(cell, name)
    elif not isinstance(answer, pd.DataFrame | list):
        _check_cell(answer, name)


def _check_cell(cell, name):
    assert cell is None or isinstance(cell, float | int | str | bool | CellError | dt.date), f"{name} gives {cell!r}"
    if isinstance(cell, float):
        assert math.isfinite(cell), f"{name} gives {cell!r}"
    if isinstance(cell, CellError):
        assert cell.code in CELL_ERRORS
