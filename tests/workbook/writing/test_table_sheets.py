"""A sheet of one table added to a workbook. openpyxl and the package itself are the witnesses."""

import re
import zipfile
from datetime import date, datetime
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from workbook_packages import book_parts, sheet_xml

from socroi import templates
from socroi.workbook.package.parts import open_package
from socroi.workbook.reading.book import load
from socroi.workbook.writing.rewriting import Rewriting
from socroi.workbook.writing.table_sheets import TableSheet, put_sheet, sheet_of
from socroi.workbook.writing.tables import values

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [
    ["=1+1", 2.5, date(2026, 4, 1), True],
    ["<b> & “c”", None, datetime(2026, 4, 1, 12, 30), False],  # noqa: DTZ001 - a cell has no zone
]


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(templates.shipped("four_step").read_bytes())
    return path


def put(book, *sheets):
    loaded = load(book)
    rewriting = Rewriting(loaded.package)
    for sheet in sheets:
        put_sheet(loaded, sheet, rewriting)
    rewriting.save(book)


def sheet(name, rows=ROWS, table=None):
    return TableSheet(name, table or name, ["text", "number", "day", "flag"], rows)


def test_a_sheet_is_added_behind_the_others_and_no_other_part_changes(book):
    before = {member.name: open_package(book).archive.read(member) for member in open_package(book).archive.members}
    names = openpyxl.load_workbook(book).sheetnames
    put(book, sheet("One"), sheet("Two"))
    read = openpyxl.load_workbook(book)
    assert read.sheetnames == [*names, "One", "Two"]
    assert [cell.value for cell in read["Two"][2]] == ["=1+1", 2.5, datetime(2026, 4, 1), True]  # noqa: DTZ001
    assert read["Two"].tables["Two"].ref == "A1:D3"
    package = open_package(book)
    after = {member.name: package.archive.read(member) for member in package.archive.members}
    changed = {name for name, content in before.items() if after[name] != content}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def test_a_sheet_is_added_to_a_book_whose_list_of_types_ends_where_it_begins(tmp_path):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in book_parts({"Data": sheet_xml("")}).items():
            package.writestr(name, content)
    put(path, sheet("One"))
    with zipfile.ZipFile(path) as package:
        types = package.read("[Content_Types].xml").decode()
    assert types.endswith("</Types>")
    assert types.count("<Override ") == 2


def test_a_sheet_is_added_to_a_book_that_openpyxl_has_saved(book):
    """openpyxl declares the prefix of relationships at each sheet, and not at the root."""
    saved = openpyxl.load_workbook(book)
    saved.save(book)
    put(book, sheet("One"))
    assert openpyxl.load_workbook(book).sheetnames == [*saved.sheetnames, "One"]


def test_numbers_of_a_book_with_single_quotes_are_not_given_twice(book):
    """XML allows either quote; what was not seen would be given again, and Excel would repair the file."""
    with zipfile.ZipFile(book) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb'(sheetId|Id|r:id|name)="([^"\']*)"', rb"\1='\2'", parts[name])
    with zipfile.ZipFile(book, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    put(book, sheet("Results", table="One"))
    with zipfile.ZipFile(book) as package:
        workbook = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - made here
        pointers = ET.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - made here
    sheets = [each.attrib for each in workbook.iter(f"{{{MAIN}}}sheet")]
    assert len({each["sheetId"] for each in sheets}) == len({each["name"] for each in sheets}) == len(sheets)
    assert len({each.get("Id") for each in pointers}) == len(pointers)


def test_what_begins_like_a_formula_is_marked_as_a_text(book):
    put(book, sheet("One"))
    cell = openpyxl.load_workbook(book)["One"]["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=1+1", True)


def test_a_sheet_is_written_anew_and_found_by_its_table(book):
    put(book, sheet("One"))
    put(book, sheet("Other name", ROWS[:1], table="One"))
    read = openpyxl.load_workbook(book)
    assert "Other name" not in read.sheetnames
    assert read["One"].tables["One"].ref == "A1:D2"
    assert read["One"].max_row == 2


def test_a_table_without_rows_has_a_blank_one(book):
    put(book, sheet("One", []))
    form = sheet_of(load(book), "One")
    assert form is not None
    assert values(load(book), form) == []


def test_a_name_that_is_taken_gets_a_number(book):
    put(book, sheet("Results", table="Mine"))
    assert openpyxl.load_workbook(book).sheetnames[-1] == "Results 2"
