"""A small workbook, computed: the way the engine's tests ask their questions."""

from __future__ import annotations

import pytest
from worked_books import Kept, Worked, build, place

from socroi.engine.calculation import Calculation
from socroi.excel.addresses import address


@pytest.fixture
def work():
    """Compute {"A1": 2, "B1": "=A1*3"} and look at cells: `work({...})["B1"]`."""

    def compute(cells, **more):
        book = build(cells, **more)
        calculation = Calculation(book)
        calculation.run()
        return Worked(book, calculation)

    return compute


@pytest.fixture
def answer(work):
    """Compute one formula, as a dynamic array, beside some cells: its value, or a list of rows where it spills."""

    def compute(formula, cells=None, **more):
        worked = work({**(cells or {}), "ZZ1000": ":=" + formula.lstrip("=")}, **more)
        rows, columns = worked.calculation.results.spills.get((0, *place("ZZ1000")), (1, 1))
        if (rows, columns) == (1, 1):
            return worked["ZZ1000"]
        top, left = place("ZZ1000")
        return [[worked[address(top + r, left + c)] for c in range(columns)] for r in range(rows)]

    return compute


@pytest.fixture
def kept():
    """Keep a small workbook open: `book = kept({...})`, `book["A1"] = 2`, `book["B1"]`."""
    return Kept
