"""The formats of cells, by books that XlsxWriter and openpyxl write."""

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Alignment, Protection
from workbook_packages import book_parts, sheet_xml

from socroi import recalculate
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.model.looks import Look
from socroi.workbook.reading.book import load


def test_a_cell_has_its_own_format_or_that_of_its_row_or_column(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.set_column("B:C", 9, book.add_format({"num_format": "0%", "align": "center"}))
        sheet.set_row(4, 15, book.add_format({"num_format": "0.00", "locked": False}))
        sheet.write("B1", 1, book.add_format({"num_format": "#,##0.000", "align": "fill"}))
        sheet.write("B5", 1)
        sheet.write("C9", "x")
    looks = load(tmp_path / "book.xlsx").book.looks
    assert looks(0, 0, 0) == Look()
    assert looks(0, 0, 1) == Look("#,##0.000", "fill")
    assert looks(0, 6, 2) == Look("0%", "center")
    assert looks(0, 8, 2) == Look("0%", "center")
    assert looks(0, 4, 7) == Look("0.00", is_locked=False)


def test_a_formula_is_told_the_format_of_a_cell_of_a_file(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([0.5, "name", '=CELL("format",A1)', '=CELL("prefix",B1)', '=CELL("protect",B1)'])
    book.active["A1"].number_format = "0.0%"
    book.active["B1"].alignment = Alignment(horizontal="right")
    book.active["B1"].protection = Protection(locked=False)
    book.save(tmp_path / "book.xlsx")
    assert recalculate(tmp_path / "book.xlsx").uncomputed == []
    shown = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True).active
    assert [cell.value for cell in shown[1]] == [0.5, "name", "P1", '"', 0]


def test_formats_are_not_known_where_cells_have_no_addresses(pack):
    loaded = load(pack(book_parts({"Data": sheet_xml("<row><c><v>1</v></c></row>")})))
    with pytest.raises(Uncomputable):
        loaded.book.looks(0, 0, 0)
