# ruff: noqa: E501 - the XML of a cell reads best in one line
"""Workbooks that link to others, written by hand, and the one that they link to."""

import zipfile

import openpyxl
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from workbook_packages import MAIN, OFFICE, PACKAGE, book_parts, relationships, sheet_xml, values

import socroi
from socroi.workbook.reading.book import load

REMEMBERED = (
    '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>1</v></cell></row></sheetData></sheetDataSet>'
)


def write_linking(path, *formulas, target, beside=""):
    """Write a book whose sheet Data has formulas in column A, and which links to a file as `[1]`: of its sheet Prices
    it remembers a 1 in A1. `beside` is where the file lies from the book's folder, as newer files add.
    """
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{text}</f><v>0</v></c></row>' for row, text in enumerate(formulas, 1)
    )
    alternate = f'<x:alternateUrls xmlns:x="urn:x"><x:relativeUrl xmlns:r="{OFFICE}" r:id="rId2"/></x:alternateUrls>'
    link = (
        f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="rId1">{alternate if beside else ""}'
        f'<sheetNames><sheetName val="Prices"/></sheetNames>{REMEMBERED}</externalBook></externalLink>'
    )
    pointers = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/externalLinkPath" Target="{place}" TargetMode="External"/>'
        for number, place in enumerate((target, beside), 1)
        if place
    )
    parts = book_parts(
        {"Data": sheet_xml(rows)},
        workbook=f'<externalReferences><externalReference xmlns:r="{OFFICE}" r:id="rIdX"/></externalReferences>',
        extra={
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{PACKAGE}">{pointers}</Relationships>',
        },
    )
    parts["xl/_rels/workbook.xml.rels"] = relationships(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rIdX", "externalLink", "externalLinks/externalLink1.xml")
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def write_prices(path, *, computed=True):
    """Write the book that is linked to: 40, a text and a formula, a table of 2 and 3, a name for 40 and one for 7."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    for row in ([40, "EUR", "=A1*2"], ["Item", "Price"], ["a", 2], ["b", 3]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Items", ref="A2:B4"))
    book.defined_names["Net"] = DefinedName("Net", attr_text="Prices!$A$1")
    book.defined_names["Seven"] = DefinedName("Seven", attr_text="7")
    path.parent.mkdir(exist_ok=True)
    book.calculation.fullCalcOnLoad = False
    book.save(path)
    if computed:
        socroi.recalculate(path)
    return path


def stored(path):
    """What column A of a book holds."""
    return [value for cell, value in values(load(path)).items() if cell.startswith("A")]
