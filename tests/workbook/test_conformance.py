"""Workbooks that Excel and others wrote, where they lie beside the project."""

import warnings
import zipfile

import numpy as np
import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from workbook_packages import CONFORMANCE, raw_parts, values

from socroi.engine.model.block import BLANK
from socroi.errors import SocroiError, UnsafeWorkbook, WorkbookError
from socroi.workbook.reading.book import load
from socroi.workbook.writing.changes import gather
from socroi.workbook.writing.saving import save

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not CONFORMANCE.is_dir(), reason="the conformance workbooks are not beside the project"),
]
BOOKS = sorted(CONFORMANCE.rglob("*.xls[xm]")) if CONFORMANCE.is_dir() else []
NAMES = [str(path.relative_to(CONFORMANCE)) for path in BOOKS]
REFUSED = {
    "calamine/tests/pass_protected.xlsx": (UnsafeWorkbook, "password"),
    "calamine/tests/issue252.xlsx": (WorkbookError, "checksum"),  # its sheet list says another checksum than it has
}


def by_openpyxl(path):
    """Every cached value as openpyxl reads it: a reader that shares no code with ours."""
    # Opened here: where openpyxl refuses a workbook it leaves its own file open.
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file, data_only=True)
    return {
        (sheet.title, cell.coordinate): (cell.data_type, cell.value)
        for sheet in book.worksheets for cell in sheet._cells.values() if cell.value is not None
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_workbook_is_read_or_refused_and_rewriting_its_values_changes_nothing(name, tmp_path):
    path = CONFORMANCE / name
    if name in REFUSED:
        error, says = REFUSED[name]
        with pytest.raises(error, match=says):
            load(path)
        return
    loaded = load(path)
    for part in loaded.parts:
        for column in part.cached.values() if part else ():
            column.kind = np.full_like(column.kind, 99)  # forget what the file holds, so that each value is written
    target = tmp_path / path.name
    results = {index: result for index, result in gather(loaded).items() if keep_filled(result)}
    save(loaded, results, target)
    again = load(target)
    for index, sheet in enumerate(loaded.book.sheets):
        assert values(again, index) == values(loaded, index), sheet.name
        assert sheet.regions == again.book.sheets[index].regions
    try:
        before = by_openpyxl(path)
    except Exception:  # noqa: BLE001 - where openpyxl gives up, our own reader is the only one
        before = None
    if before is not None:
        after = by_openpyxl(target)
        assert before.keys() == after.keys()
        changed = {cell for cell in before if before[cell] != after[cell]}
        assert not changed
    old, new = raw_parts(path), raw_parts(target)
    assert list(old) == list(new)
    touched = {part.part for part in loaded.parts if part}
    assert {key for key in old if old[key] != new[key]} <= touched
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None


def keep_filled(result):
    """Leave out the cells without a value: openpyxl and Excel store none there, and we write none."""
    for column in result.columns.values():
        there = column.kind != BLANK
        column.rows, column.kind, column.data = column.rows[there], column.kind[there], column.data[there]
    return bool(result.columns)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_our_values_are_those_that_openpyxl_reads(name):
    loaded = load(CONFORMANCE / name)
    try:
        theirs = by_openpyxl(CONFORMANCE / name)
    except Exception:  # noqa: BLE001 - it refuses some workbooks that Excel opens
        pytest.skip("openpyxl cannot read it")
    for index, sheet in enumerate(loaded.book.sheets):
        if not sheet.is_worksheet:
            continue
        ours = {cell: value for cell, value in values(loaded, index).items() if value != ""}
        kinds = {cell: found for (title, cell), found in theirs.items() if title == sheet.name}
        assert {cell for cell in kinds if kinds[cell][1] != ""} <= ours.keys()
        for cell, value in ours.items():
            if cell in kinds and kinds[cell][0] in "nsb":
                seen = kinds[cell][1]
                assert value == (unescape(seen) if isinstance(seen, str) else seen), (sheet.name, cell)


def test_no_workbook_of_another_kind_slips_through():
    for path in sorted(CONFORMANCE.rglob("*")):
        if path.is_file() and path.suffix not in (".xlsx", ".xlsm"):
            with pytest.raises(SocroiError):
                load(path)
