"""Whole parts put in, replaced and taken out of a package."""

import zipfile

import pytest

from socroi.errors import UsageError, WorkbookError
from socroi.workbook.package.parts import open_package
from socroi.workbook.writing.rewriting import Rewriting

TYPES = (
    '<Types><Override PartName="/xl/a.xml" ContentType="x"/><Override ContentType="y" PartName=\'/xl/b.xml\'/></Types>'
)
POINTERS = (
    '<Relationships><Relationship Id="1" Type="t/officeDocument" Target="xl/workbook.xml"/>'
    '<Relationship Target="xl/a.xml" Type="t/paint" Id="2"></Relationship></Relationships>'
)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", POINTERS)
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/a.xml", "<a/>")
        package.writestr("xl/_rels/a.xml.rels", "<Relationships/>")
        package.writestr("xl/b.xml", b"\xff\xfe<\0b\0")
    return path


def parts(path):
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_a_part_is_replaced_and_one_is_added_at_the_end(book, tmp_path):
    rewriting = Rewriting(open_package(book))
    rewriting.put("XL/Workbook.xml", "<workbook>é</workbook>")
    rewriting.put("xl/new.bin", b"\0\1")
    rewriting.save(tmp_path / "out.xlsx")
    after = parts(tmp_path / "out.xlsx")
    assert list(after) == [*parts(book), "xl/new.bin"]
    assert after["xl/workbook.xml"].decode() == "<workbook>é</workbook>"
    assert after["xl/new.bin"] == b"\0\1"


def test_a_part_goes_with_its_pointers_and_its_type(book):
    rewriting = Rewriting(open_package(book))
    for part in rewriting.unlink("", "paint"):
        rewriting.drop(part)
    rewriting.save(book)
    after = parts(book)
    assert after.keys() == {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/b.xml"}
    assert b"a.xml" not in after["_rels/.rels"] + after["[Content_Types].xml"]
    assert b"workbook.xml" in after["_rels/.rels"]
    assert b"b.xml" in after["[Content_Types].xml"]


def test_a_part_in_another_encoding_is_refused_not_garbled(book):
    with pytest.raises(WorkbookError, match="not in UTF-8"):
        Rewriting(open_package(book)).text("xl/b.xml")


def test_a_file_that_changed_meanwhile_is_left_alone(book):
    rewriting = Rewriting(open_package(book))
    with zipfile.ZipFile(book, "a") as package:
        package.writestr("more", "x")
    before = book.read_bytes()
    rewriting.put("xl/new.bin", b"")
    with pytest.raises(WorkbookError, match="changed by another program"):
        rewriting.save(book)
    assert book.read_bytes() == before


def test_a_target_that_is_a_folder_is_refused(book, tmp_path):
    with pytest.raises(UsageError, match="folder"):
        Rewriting(open_package(book)).save(tmp_path)
