"""Columns of formulas, filled down as one region: the way to see a function work for many cells at once."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from socroi.engine.calculation import Calculation
from socroi.engine.model.book import Evaluation, Region

_SPEC = importlib.util.spec_from_file_location("engine_fixtures", Path(__file__).parents[1] / "conftest.py")
_engine = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_engine)


@pytest.fixture
def filled():
    """Compute {"A1": 1, ...} with {"D1": ("=COUNTIF($A$1:$A$9,A1)", 9)} filled down; rows to hide are 1-based."""

    def compute(cells, regions=None, *, hidden=(), filtered=(), perhaps_filtered=(), evaluation=Evaluation.LEGACY):
        book = _engine.build(cells)
        sheet = book.sheets[0]
        for address, (formula, count) in (regions or {}).items():
            row, column = _engine.place(address)
            sheet.regions.append(Region(0, row, column, count, formula.lstrip("="), evaluation))
        sheet.hidden = frozenset(row - 1 for row in hidden)
        sheet.filtered = frozenset(row - 1 for row in filtered)
        sheet.perhaps_filtered = frozenset(row - 1 for row in perhaps_filtered)
        calculation = Calculation(book)
        calculation.run()
        assert perhaps_filtered or not calculation.results.failures
        return _engine.Worked(book, calculation)

    return compute
