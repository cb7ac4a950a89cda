"""`socroi.recalculate`: the whole way through a file, as a stranger uses it."""

from __future__ import annotations

import zipfile

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

import socroi
from socroi.engine.calculation import Calculation


@pytest.fixture
def book(tmp_path):
    """A workbook written by another program, with our functions in it, a chart, and parts that few programs keep."""
    plain = tmp_path / "plain.xlsx"
    writer = xlsxwriter.Workbook(plain)
    sheet = writer.add_worksheet("Posts")
    sheet.write_row(0, 0, ["revenue", "cost"])
    for row, (revenue, cost) in enumerate([(100, 50), (200, 25), (300, 75)], 1):
        sheet.write_row(row, 0, [revenue, cost])
    sheet.write_formula("D1", "=SOCROI(A2:A4,B2:B4)", None, 0)
    sheet.write_formula("D2", '=KPIVALUE("lead",40,{"lead",5})', None, 0)
    chart = writer.add_chart({"type": "column"})
    chart.add_series({"values": "=Posts!$A$2:$A$4"})
    sheet.insert_chart("F2", chart)
    writer.close()
    path = tmp_path / "posts.xlsx"
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            target.writestr(info, source.read(info))
        target.writestr("xl/slicers/slicer1.xml", "<slicers><slicer name='Post'/></slicers>")
        target.writestr("xl/media/image1.png", b"\x89PNG not read by anyone here")
    plain.unlink()
    return path


def parts(path):
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_values_come_back_and_every_other_part_is_identical(book, tmp_path):
    target = tmp_path / "done.xlsx"
    report = socroi.recalculate(book, target)
    assert (report.computed, report.changed, report.uncomputed) == (2, 2, [])
    # (600 - 150) x 100 / 150 = 300; 40 leads at 5 = 200
    sheet = openpyxl.load_workbook(target, data_only=True)["Posts"]
    assert (sheet["D1"].value, sheet["D2"].value) == (300, 200)
    before, after = parts(book), parts(target)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert list(before) == list(after)


def test_pandas_sees_the_numbers(book):
    socroi.recalculate(book)
    assert pd.read_excel(book, header=None, engine="openpyxl").iloc[0, 3] == 300


def test_a_second_time_changes_nothing(book):
    socroi.recalculate(book)
    first = book.read_bytes()
    assert socroi.recalculate(book).changed == 0
    assert book.read_bytes() == first


def workbook(path, **cells):
    writer = xlsxwriter.Workbook(path)
    sheet = writer.add_worksheet("Sheet1")
    for address, (text, old) in cells.items():
        sheet.write_formula(address, text, None, old)
    writer.close()
    return path


def test_what_cannot_be_computed_keeps_its_old_value_and_is_listed_with_its_reason(tmp_path):
    path = workbook(tmp_path / "book.xlsx", A1=("=NOSUCH(1)", 41), A2=("=A1+1", 42), A3=("=1+1", 0))
    report = socroi.recalculate(path)
    sheet = openpyxl.load_workbook(path, data_only=True).active
    assert [sheet[a].value for a in ("A1", "A2", "A3")] == [41, 42, 2]
    assert [(u.where, u.formula) for u in report.uncomputed] == [("Sheet1!A1", "=NOSUCH(1)"), ("Sheet1!A2", "=A1+1")]
    assert "NOSUCH is not a function" in report.uncomputed[0].why
    assert report.uncomputed[1].why == "it depends on Sheet1!A1"


def test_circular_references_are_named_and_keep_their_values(tmp_path):
    path = workbook(tmp_path / "book.xlsx", A1=("=B1", 5), B1=("=A1", 5))
    report = socroi.recalculate(path)
    assert {u.why for u in report.uncomputed} == {"circular reference: Sheet1!A1 → Sheet1!B1 → Sheet1!A1"}
    assert openpyxl.load_workbook(path, data_only=True).active["A1"].value == 5


def test_a_workbook_without_formulas_comes_back_as_it_was(tmp_path):
    path = workbook(tmp_path / "book.xlsx")
    before = path.read_bytes()
    assert socroi.recalculate(path).computed == 0
    assert path.read_bytes() == before


def test_an_interruption_leaves_the_file_as_it_was_and_nothing_beside_it(book, monkeypatch):
    before = book.read_bytes()

    def interrupted(_self, _progress=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(Calculation, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        socroi.recalculate(book)
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == ["posts.xlsx"]
