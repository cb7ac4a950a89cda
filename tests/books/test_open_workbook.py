"""A workbook that stays open. What is saved is read back with openpyxl; values are sums done by hand."""

from __future__ import annotations

import datetime as dt
import zipfile

import numpy as np
import pytest

import socroi
from socroi.errors import CellError, UsageError

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def path(tmp_path):
    book = openpyxl.Workbook()
    values = book.active
    values.title = "Values"
    for row in [("KPI", "Worth"), ("leads", 5), ("likes", 0.25)]:
        values.append(row)
    results = book.create_sheet("Results")
    for row in [("KPI", "Count", "Return"), ("leads", 10, "=B2*VLOOKUP(A2,Values!$A$2:$B$3,2,FALSE)"),
                ("likes", 400, "=B3*VLOOKUP(A3,Values!$A$2:$B$3,2,FALSE)")]:  # fmt: skip
        results.append(row)
    results.add_table(openpyxl.worksheet.table.Table(displayName="Counts", ref="A1:C3"))
    roi = book.create_sheet("ROI 2026")
    roi["A1"], roi["B1"] = "cost", 50
    roi["A2"], roi["B2"] = "return", "=SUM(Results!C2:C3)"
    roi["A3"], roi["B3"] = "ROI", "=SOCROI(B2,B1)"
    roi["B4"] = "=NOSUCHFUNCTION(B1)"
    roi["B1"].number_format = "0.00"
    book.defined_names["total_return"] = openpyxl.workbook.defined_name.DefinedName(
        "total_return", attr_text="'ROI 2026'!$B$2"
    )
    book.defined_names["rate"] = openpyxl.workbook.defined_name.DefinedName("rate", attr_text="0.19")
    book.save(tmp_path / "book.xlsx")
    return tmp_path / "book.xlsx"


@pytest.fixture
def book(path):
    return socroi.open(path)


def test_cells_ranges_and_names_are_read_as_values(book):
    assert book["'ROI 2026'!B3"] == 200
    assert book["total_return"] == 150
    assert book["rate"] == 0.19
    assert book["Results!A1:B2"] == [["KPI", "Count"], ["leads", 10]]
    assert book["Results!D9"] is None


def test_a_table_is_a_frame_with_its_headings(book):
    frame = book.frame("Counts")
    assert list(frame.columns) == ["KPI", "Count", "Return"]
    assert frame["Return"].tolist() == [50, 100]
    assert book.frame("Values!A2:B3").loc[3, "B"] == 0.25


def test_an_input_changes_what_depends_on_it(book):
    book["Values!B2"] = 7
    assert [book["total_return"], book["'ROI 2026'!B3"]] == [170, 240]
    book.set({"Values!B2": 5, "'ROI 2026'!B1": 75})
    assert book["'ROI 2026'!B3"] == 100


@pytest.mark.parametrize(
    ("value", "held"),
    [(3, 3.0), (np.int64(3), 3.0), (True, True), ("few", "few"), (None, None), (dt.date(2026, 1, 1), 46023.0)],
)
def test_an_input_is_a_number_a_text_a_boolean_a_date_or_blank(book, value, held):
    book["Values!B3"] = value
    assert book["Values!B3"] == held
    assert type(book["Values!B3"]) is type(held)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), [1], "x" * 32_768])
def test_what_no_cell_can_hold_is_refused(book, value):
    with pytest.raises(UsageError):
        book["Values!B3"] = value


def test_a_formula_is_never_overwritten_and_nothing_is_set_then(book):
    with pytest.raises(UsageError, match=r"Results!C2 holds a formula \(=B2"):
        book.set({"Values!B2": 1, "Results!C2": 5})
    assert book["Values!B2"] == 5


@pytest.mark.parametrize(
    ("where", "message"),
    [("Nowhere!B2", "there is no sheet 'Nowhere'. Its sheets are Values, Results, ROI 2026"),
     ("profit", "'profit' is no cell and no name"), ("B2:", "is no cell and no name"),
     ("1+1", "is no cell and no name"), ("SUM(B2:B3)", "is no cell and no name")],
)  # fmt: skip
def test_a_place_that_is_not_there_says_what_there_is(book, where, message):
    with pytest.raises(UsageError) as refused:
        book[where]
    assert message in str(refused.value)


def test_a_range_is_no_input_cell(book):
    with pytest.raises(UsageError, match="a range of 2 cells"):
        book["Values!B2:B3"] = 1


def test_a_cell_that_cannot_be_computed_says_why(book):
    value = book["'ROI 2026'!B4"]
    assert value == CellError("#UNKNOWN!")
    assert "NOSUCHFUNCTION is not a function" in value.why


def test_inputs_and_values_are_saved_and_all_else_is_as_it_was(book, path, tmp_path):
    book.set({"Values!B2": 7, "Values!B3": "none yet", "Values!D9": True, "'ROI 2026'!B1": None, "Results!E7": 2.5})
    book["Values!B3"] = 0.5
    report = book.save(tmp_path / "out.xlsx")
    assert [missing.where for missing in report.uncomputed] == ["'ROI 2026'!B4"]
    stored = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)
    assert [stored["Values"][a].value for a in ("B2", "B3", "D9")] == [7, 0.5, True]
    assert stored["Results"]["E7"].value == 2.5
    assert [stored["ROI 2026"][a].value for a in ("B1", "B2", "B3")] == [None, 270, "#N/A"]
    assert stored["ROI 2026"]["B1"].number_format == "0.00"
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Results"]["C2"].value.startswith("=B2*VLOOKUP")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "out.xlsx") as after:
        same = [name for name in before.namelist() if not name.startswith("xl/worksheets/sheet")]
        assert all(before.read(name) == after.read(name) for name in same)


def test_texts_are_saved_as_texts(book, tmp_path):
    book["Values!A3"] = "  <likes> & more\n"
    book["Values!D3"] = "new"
    book.save(tmp_path / "out.xlsx")
    stored = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Values"]
    assert [stored["A3"].value, stored["D3"].value] == ["  <likes> & more\n", "new"]


def test_a_book_may_be_saved_in_place_and_again(book, path):
    for worth in (6, 8):
        book["Values!B2"] = worth
        book.save()
        assert openpyxl.load_workbook(path, data_only=True)["ROI 2026"]["B2"].value == worth * 10 + 100


def test_only_the_cells_that_are_asked_for_are_computed(path):
    assert socroi.values(path, ["total_return", "'ROI 2026'!B3"]) == {"total_return": 150, "'ROI 2026'!B3": 200}
    book = socroi.open(path)
    assert book["Results!C2"] == 50
    assert book.recalculate() == 3  # both cells of that column were computed as one


def test_a_full_calculation_gives_the_same_as_reading_bit_by_bit(path, tmp_path):
    socroi.recalculate(path, tmp_path / "whole.xlsx")
    book = socroi.open(path)
    book["'ROI 2026'!B3"]
    book.save(tmp_path / "bits.xlsx")
    whole, bits = (openpyxl.load_workbook(tmp_path / name, data_only=True) for name in ("whole.xlsx", "bits.xlsx"))
    for sheet in whole:
        assert [[c.value for c in row] for row in sheet] == [[c.value for c in row] for row in bits[sheet.title]]
