"""The language of the Excel that saved a workbook."""

from __future__ import annotations

import pytest
from workbook_packages import relationships

PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Application>{}</Application>'
    '<HeadingPairs><vt:vector size="2" baseType="variant"><vt:variant><vt:lpstr>{}</vt:lpstr></vt:variant>'
    "<vt:variant><vt:i4>1</vt:i4></vt:variant></vt:vector></HeadingPairs></Properties>"
)
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("program", "heading", "language"),
    [
        ("Microsoft Excel", "Worksheets", "en"), ("Microsoft Excel", "Arbeitsblätter", "de"),
        ("Microsoft Excel", "Feuilles de calcul", "fr"), ("Microsoft Macintosh Excel", "Hojas de cálculo", "es"),
        ("Microsoft Excel", "Munkalapok", "hu"), ("Microsoft Excel", "Листы", "ru"),
        ("Microsoft Excel", "ワークシート", "ja"), ("Microsoft Excel", "Taulukot", "und"),
        ("Microsoft Excel", "", ""), ("LibreOffice", "Arbeitsblätter", ""),
    ],
)  # fmt: skip
def test_excel_heads_the_list_of_sheets_with_its_own_word(book_of, program, heading, language):
    pointers = relationships(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "extended-properties", "docProps/app.xml")
    )
    extra = {"_rels/.rels": pointers, "docProps/app.xml": PROPERTIES.format(program, heading)}
    assert book_of(ROW, extra=extra).book.language() == language


def test_a_file_without_properties_does_not_say_it(book_of):
    assert book_of(ROW).book.language() == ""


def test_properties_that_cannot_be_read_do_no_harm(book_of):
    pointers = relationships(
        ("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", "extended-properties", "docProps/app.xml")
    )
    extra = {"_rels/.rels": pointers, "docProps/app.xml": "<Properties><Broken"}
    assert book_of(ROW, extra=extra).book.language() == ""
