"""Whatever a sheet hands over, every function answers with what a cell can show, and never with an exception."""

import math
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CellError
from socroi.gate import gate

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            " ",
            "abc",
            "12",
            "percent",
            "decay",
            "fb",
            "a > b",
            "lead",
            "#N/A",
            "#SPILL!",
            "https://x.example/?utm_source=fb",
        ]
    ),
    st.booleans(),
    st.integers(-5, 5).map(float),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 1),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from([1e308, -1e308, 5e-324, 46234.0, datetime(2026, 7, 31, 12)]),  # noqa: DTZ001 - as Excel hands it over
)
ARGUMENTS = st.one_of(
    CELLS, st.lists(CELLS, max_size=5), st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=4)
)


def is_shown(cell):
    if isinstance(cell, CellError):
        return bool(cell.why and cell.hint) and cell.__traceback__ is None
    if isinstance(cell, float):
        return math.isfinite(cell)
    return cell is None or isinstance(cell, (str, bool, date))


@pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.name)
def test_any_arguments_give_what_a_cell_can_show(formula):
    @settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(ARGUMENTS, max_size=len(formula.parameters)))
    def check(arguments):
        answer = gate.call(formula, *arguments)
        if isinstance(answer, Spill):
            assert len({len(row) for row in answer}) == 1
            assert all(is_shown(cell) for row in answer for cell in row)
        else:
            assert is_shown(answer), repr(answer)

    check()
