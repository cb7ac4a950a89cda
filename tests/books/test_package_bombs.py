# ruff: noqa: E501 - what is thrown in reads best in one line
"""Packages made to take all time or memory, of a size that CI can bear: refused, left or computed, and soon."""

import contextlib
import time
from dataclasses import replace

import bombs
import newer_bombs
import pytest

import socroi
from socroi.errors import SocroiError

LIMITS = socroi.Limits(seconds=20, cells=1_000_000, memory=512 << 20, text=1 << 24, steps=1_000_000)
PATIENCE = 120.0
ONE = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{}</f><v>0</v></c></row>'
ROWS = {
    "deep brackets": ONE.format("(" * 20_000 + "1" + ")" * 20_000),
    "deep percents": ONE.format("1" + "%" * 30_000),
    "deep functions": ONE.format("ABS(" * 10_000 + "1" + ")" * 10_000),
    "a formula of a million pluses": ONE.format("1" + "+1" * 1_000_000),
    "an array constant of a million": ONE.format("SUM({" + ",".join(["1"] * 1_000_000) + "})"),
    "a question of every cell of a sheet": ONE.format("SUM(--ISFORMULA(A1:XFD1048576))"),
    "brackets that are never closed": ONE.format("SUM(" * 10_000),
    "a shared formula over the whole sheet": '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:XFD1048576" si="0">A1*2</f><v>0</v></c></row>',
    "a data table over the whole sheet": '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><f t="dataTable" ref="B2:XFD1048576" dt2D="1" dtr="1" r1="A1" r2="A1"/><v>0</v></c></row>',
    "a cell that stands twice": '<row r="9"><c r="A9"><v>1</v></c></row>' * 1000,
    "tags inside tags": "<x>" * 50_000 + "</x>" * 50_000,
    "attributes without number": "<row r='1' " + " ".join(f"a{i}='1'" for i in range(20_000)) + "/>",
    "a number of a million digits": f'<row r="1"><c r="A1"><v>{"9" * 1_000_000}</v></c><c r="B1"><f>A1*2</f><v>0</v></c></row>',
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_package_without_end_is_soon_dealt_with(name, tmp_path):
    path = bombs.write_rows(tmp_path / "bomb.xlsx", ROWS[name])
    started = time.perf_counter()
    try:
        report = socroi.recalculate(path, tmp_path / "out.xlsx", limits=LIMITS)
    except SocroiError:
        left = []
        assert not (tmp_path / "out.xlsx").exists()
    else:
        left = [each.why for each in report.uncomputed]
    assert all(left)
    assert time.perf_counter() - started < PATIENCE


@pytest.mark.parametrize("name", newer_bombs.BOOKS)
def test_what_was_built_last_has_its_limits_too(name, tmp_path):
    """A thousandth of each; what is deep in itself, such as names that double, is as deep as ever."""
    path = tmp_path / "bomb.xlsx"
    newer_bombs.BOOKS[name](path, 0.001)
    started = time.perf_counter()
    with contextlib.suppress(SocroiError):
        left = socroi.recalculate(path, tmp_path / "out.xlsx", limits=replace(LIMITS, seconds=2)).uncomputed
        assert all(each.why for each in left)
    assert time.perf_counter() - started < PATIENCE


@pytest.mark.parametrize("name", newer_bombs.TABLES)
def test_a_table_without_end_is_read_or_refused_in_words(name, tmp_path):
    path = tmp_path / "bomb.csv"
    newer_bombs.TABLES[name](path, 0.02 if name == "one long field" else 0.001)
    with pytest.raises(SocroiError):
        socroi.read_export(path)
