"""The ruler finds nothing in a sound workbook, and each of its rules finds the fault that is put in for it."""

import re
import zipfile
from datetime import date

import pytest
import xlsxwriter
from ruler import RULES, Opened, faults

from socroi.hosts.macro_edition import write_macro_edition

SHEET, SECOND, BOOK, TABLE, STYLES = (
    f"xl/{part}.xml" for part in ("worksheets/sheet1", "worksheets/sheet2", "workbook", "tables/table1", "styles")
)
TYPES, DRAWING, CHART, STRINGS = (
    "[Content_Types].xml", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/sharedStrings.xml",
)  # fmt: skip
RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
CHAIN = (
    '<?xml version="1.0"?><calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<c r="A1" i="1"/></calcChain>'
)
RIBBON = '<?xml version="1.0"?><customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"/>'
UI = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"


def more(text):
    """A replacement that puts something before what was found."""
    return text + r"\g<0>"


BREAKS = {
    "part-is-no-xml": (STYLES, "</styleSheet>", ""),
    "part-without-a-type": (TYPES, '<Override PartName="/xl/styles.xml"[^>]*>|<Default Extension="xml"[^>]*>', ""),
    "type-of-a-missing-part": (TYPES, "</Types>", more('<Override PartName="/xl/gone.xml" ContentType="a/b"/>')),
    "type-of-the-workbook-does-not-suit-its-macros": (TYPES, "macroEnabled.main", "sheet.main"),
    "relationship-to-a-missing-part": (RELATIONS, "table1.xml", "table9.xml"),
    "relationship-identifier-twice": (RELATIONS, 'Id="rId2"', 'Id="rId1"'),
    "relationship-identifier-without-a-relationship": (RELATIONS, 'Id="rId2"', 'Id="rId99"'),
    "workbook-children-out-of-order": (BOOK, "(<sheets>.*</sheets>)(<definedNames>.*</definedNames>)", r"\2\1"),
    "sheet-name-is-none": (BOOK, 'sheet name="Second"', 'sheet name="Se:cond"'),
    "sheet-name-twice": (BOOK, 'sheet name="Second"', 'sheet name="first"'),
    "sheet-identifier-twice": (BOOK, 'sheetId="2"', 'sheetId="1"'),
    "no-sheet-to-be-seen": (BOOK, 'sheet name="[^"]*"', r'\g<0> state="hidden"'),
    "active-sheet-is-none": (BOOK, "<workbookView ", '<workbookView activeTab="7" '),
    "name-twice": (BOOK, "</definedNames>", more('<definedName name="BEST">1</definedName>')),
    "name-of-no-sheet": (BOOK, 'localSheetId="0"', 'localSheetId="5"'),
    "name-is-none": (BOOK, 'name="best"', 'name="be st"'),
    "name-is-like-a-reference": (BOOK, 'name="best"', 'name="R1C1"'),
    "name-is-too-long": (BOOK, 'name="best"', f'name="{"b" * 256}"'),
    "name-holds-a-lost-reference": (BOOK, r"First!\$B\$2<", "First!#REF!<"),
    "name-is-empty": (BOOK, r"First!\$B\$2<", "<"),
    "name-is-described-at-too-great-length": (BOOK, 'name="best"', f'name="best" comment="{"c" * 256}"'),
    "lambda-parameter-is-like-a-reference": (BOOK, "_xlpm.money", "_xlpm.ab12"),
    "formula-is-too-long": (SHEET, "<f>B2\\+1</f>", f"<f>{'+'.join(['B2'] * 2800)}</f>"),
    "text-in-a-formula-is-too-long": (SHEET, "<f>B2\\+1</f>", f'<f>"{"t" * 256}"</f>'),
    "rows-out-of-order": (SHEET, '<row r="2"', '<row r="20"'),
    "cells-out-of-order": (SHEET, 'r="C2"', 'r="B2"'),
    "cell-has-an-unknown-look": (SHEET, r'<c r="A3"(?: s="\d+")?', '<c r="A3" s="999"'),
    "shared-text-is-not-there": (SHEET, 't="s"><v>0<', 't="s"><v>999<'),
    "shared-texts-are-counted-wrong": (STRINGS, 'uniqueCount="', 'uniqueCount="1'),
    "boolean-is-none": (SHEET, 't="b"><v>1<', 't="b"><v>yes<'),
    "error-is-none": (SHEET, 't="e"><f>NA\\(\\)</f><v>#N/A<', 't="e"><f>NA()</f><v>#OOPS<'),
    "number-is-none": (SHEET, "<v>300</v>", "<v>NaN</v>"),
    "text-is-too-long-for-a-cell": (STRINGS, "<t>Revenue<", f"<t>{'R' * 32_768}<"),
    "spaces-of-a-text-would-be-lost": (STRINGS, "<t>Revenue<", "<t> Revenue<"),
    "formula-begins-with-an-equals-sign": (SHEET, "<f>B2", "<f>=B2"),
    "formula-holds-a-lost-reference": (SHEET, "<f>B2", "<f>#REF!"),
    "formula-nests-too-deep": (SHEET, "<f>B2\\+1</f>", f"<f>{'ABS(' * 65}B2{')' * 65}</f>"),
    "parentheses-do-not-match": (SHEET, "<f>B2\\+1</f>", "<f>ABS(B2</f>"),
    "younger-function-lacks-its-prefix": (SHEET, "<f>B2", "<f>XLOOKUP(1,B2,B2)+B2"),
    "function-is-unknown": (SHEET, "<f>B2", "<f>SUMM(B2)"),
    "function-has-the-wrong-number-of-arguments": (
        TABLE, "<calculatedColumnFormula>", "<calculatedColumnFormula>_xlfn.NORM.INV(0.975)+",
    ),
    "array-formula-has-no-area": (SHEET, 't="array" ref="[^"]*"', 't="array"'),
    "array-formulas-overlap": (SHEET, 't="array" ref="G2"', 't="array" ref="G2:H9"'),
    "cell-spills-without-metadata": (SHEET, 'cm="1"', 'cm="9"'),
    "shared-formula-has-no-text": (SHEET, "<f>B2\\+1</f>", '<f t="shared" si="4"/>'),
    "sheet-children-out-of-order": (SHEET, "(<mergeCells.*</mergeCells>)(.*)(<pageMargins[^>]*>)", r"\3\2\1"),
    "merges-overlap": (SHEET, "</mergeCells>", more('<mergeCell ref="A21:B21"/>')),
    "columns-overlap": (SHEET, "</cols>", more('<col min="1" max="3" width="9"/>')),
    "validations-overlap": (SHEET, "</dataValidations>", more('<dataValidation type="whole" sqref="B2:B3"/>')),
    "validations-are-counted-wrong": (SHEET, 'dataValidations count="', 'dataValidations count="7'),
    "validation-formula-is-too-long": (SHEET, '<formula1>"yes,no"<', f'<formula1>"{"y," * 140}"<'),
    "validation-names-a-table": (SHEET, '<formula1>"yes,no"<', "<formula1>Ads[Cost]<"),
    "validation-speaks-too-long": (SHEET, 'prompt="', f'prompt="{"p" * 256}'),
    "colouring-has-an-unknown-look": (SHEET, 'dxfId="0"', 'dxfId="70"'),
    "colouring-names-a-table": (SHEET, r"<formula>\$B2", "<formula>Ads[Cost]"),
    "colouring-has-no-priority-of-its-own": (SHEET, 'priority="2"', 'priority="1"'),
    "link-leads-to-no-sheet": (SHEET, 'location="Second!A1"', 'location="Third!A1"'),
    "link-is-too-long": (SHEET, 'location="Second!A1"', f'location="Second!A1" tooltip="{"t" * 256}"'),
    "header-or-footer-is-too-long": (SHEET, "<oddFooter>", f"<oddFooter>{'f' * 256}"),
    "freezing-leaves-no-cell": (SHEET, 'topLeftCell="A2"', ""),
    "drawing-ends-before-it-begins": (DRAWING, r"<xdr:to><xdr:col>\d+", "<xdr:to><xdr:col>0"),
    "drawing-identifier-twice": (DRAWING, '<xdr:cNvPr id="3"', '<xdr:cNvPr id="2"'),
    "chart-names-no-sheet": (CHART, "First!", "Third!"),
    "table-identifier-twice": (TABLE, ' id="1" name="Ads"', ' id="2" name="Ads"'),
    "table-name-twice": (TABLE, 'displayName="Ads"', 'displayName="costs"'),
    "table-name-is-none": (TABLE, 'displayName="Ads"', 'displayName="A1"'),
    "table-has-another-number-of-columns": (TABLE, 'ref="B1:D3"', 'ref="B1:E3"'),
    "table-has-no-row": (TABLE, 'ref="B1:D3"', 'ref="B1:D1"'),
    "table-column-twice": (TABLE, 'name="Cost"', 'name="revenue"'),
    "table-column-identifier-twice": (TABLE, '<tableColumn id="2"', '<tableColumn id="1"'),
    "table-column-is-called-at-too-great-length": (TABLE, 'name="Cost"', f'name="{"c" * 256}"'),
    "table-heading-is-another": (TABLE, 'name="Cost"', 'name="Costs"'),
    "table-heading-is-no-text": (SHEET, r'<c r="C1"([^>]*) t="s"><v>\d+</v>', r'<c r="C1"\1><v>5</v>'),
    "tables-overlap": (TABLE, 'ref="B1:D3"', 'ref="B1:D40"'),
    "merge-lies-in-a-table": (SHEET, "</mergeCells>", more('<mergeCell ref="B2:C2"/>')),
    "table-filter-has-other-columns": (TABLE, '<autoFilter ref="B1:D3"', '<autoFilter ref="B1:E3"'),
    "table-column-has-an-unknown-look": (TABLE, '<tableColumn id="2"', '<tableColumn dataDxfId="50" id="2"'),
    "table-column-has-an-array-formula-of-many-cells": (SHEET, 't="array" ref="G2"', 't="array" ref="D2:D3"'),
    "table-formula-is-not-that-of-its-cells": (TABLE, "<calculatedColumnFormula>[^<]*", "<calculatedColumnFormula>7*8"),
    "looks-are-counted-wrong": (STYLES, '<fonts count="', '<fonts count="9'),
    "look-has-an-unknown-part": (STYLES, '(<cellXfs.*?)fontId="0"', r'\1fontId="99"'),
    "look-has-an-unknown-format": (STYLES, '<numFmt numFmtId="164"', '<numFmt numFmtId="190"'),
    "format-is-none": (STYLES, 'formatCode="[^"]*"', 'formatCode="0;0;0;0;0"'),
    "first-fills-are-not-excels-own": (STYLES, "gray125", "solid"),
    "ribbon-is-of-another-kind-than-its-relationship": ("customUI/customUI.xml", "2006/01", "2009/07"),
    "order-of-calculation-names-a-cell-without-formula": ("xl/calcChain.xml", 'r="A1"', 'r="B2"'),
    "part-is-of-another-type-than-its-relationship": (TYPES, "spreadsheetml.styles", "spreadsheetml.comments"),
    "prefix-to-ignore-is-not-declared": (SHEET, "<worksheet ", '<worksheet mc:Ignorable="x14ac" xmlns:mc="urn:mc" '),
    "extension-has-no-address": (SHEET, r'uri="\{[^"]*"', 'uri=""'),
    "properties-twice": (
        "_rels/.rels", "</Relationships>", more(
            '<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
            'core-properties" Target="docProps/core.xml"/>'
        ),
    ),
    "date-of-the-document-is-none": ("docProps/core.xml", r"(<dcterms:created[^>]*>)[^<]*", r"\g<1>yesterday"),
    "built-in-name-is-unknown": (BOOK, "_xlnm.Print_Titles", "_xlnm.Print_Title"),
    "built-in-name-has-no-sheet": (BOOK, 'name="_xlnm.Print_Area" localSheetId="0"', 'name="_xlnm.Print_Area"'),
    "print-titles-are-no-whole-rows-or-columns": (BOOK, r"First!\$1:\$1", "First!$A$1:$B$1"),
    "print-area-is-none": (BOOK, r"First!\$A\$1:\$H\$40", "Areas"),
    "code-name-twice": (SECOND, 'codeName="Sheet2"', 'codeName="sheet1"'),
    "formula-names-no-table-or-column": (SHEET, "<f>B2\\+1</f>", "<f>SUM(Ads[Profit])</f>"),
    "formula-names-no-sheet": (SHEET, "<f>B2\\+1</f>", "<f>Third!B2+1</f>"),
    "formula-names-a-book-that-is-not-linked": (SHEET, "<f>B2\\+1</f>", "<f>[1]First!B2+1</f>"),
    "cell-lies-outside-the-grid": (SHEET, r'<row r="2".*?</row>', '<row r="1048577"><c r="A1048577"/></row>'),
    "kind-of-a-cell-is-none": (SHEET, 't="b"><v>1<', 't="bool"><v>1<'),
    "merge-is-of-one-cell": (SHEET, "</mergeCells>", more('<mergeCell ref="A40"/>')),
    "several-sheets-are-selected": (SECOND, "<sheetView ", '<sheetView tabSelected="1" '),
    "view-is-of-no-window": (SECOND, 'workbookViewId="0"', 'workbookViewId="1"'),
    "row-or-column-is-too-large": (SHEET, '<row r="2" ', '<row r="2" ht="500" customHeight="1" '),
    "spans-of-a-row-are-none": (SHEET, 'spans="[^"]*"', 'spans="0:3"'),
    "colouring-lacks-what-it-compares": (SHEET, '(type="cellIs"[^>]*>)<formula>[^<]*</formula>', r"\1"),
    "colours-of-a-scale-do-not-match-its-points": (SHEET, r"(<colorScale>)<cfvo [^>]*/>", r"\1"),
    "validation-lacks-what-it-compares": (SHEET, '<formula1>"yes,no"</formula1>', ""),
    "filter-of-the-sheet-meets-a-table": (SHEET, "<mergeCells", more('<autoFilter ref="A1:D3"/>')),
    "tables-of-a-sheet-are-counted-wrong": (SHEET, 'tableParts count="', 'tableParts count="7'),
    "table-is-shown-on-no-sheet": (SHEET, '<tablePart r:id="rId[0-9]+"/>(?=</tableParts>)', ""),
    "drawing-has-no-name": (DRAWING, 'name="Chart 1"', 'name=""'),
    "table-filter-names-a-column-beyond-the-last": (
        TABLE, '<autoFilter ref="B1:D3"/>', '<autoFilter ref="B1:D3"><filterColumn colId="3"/></autoFilter>',
    ),
    "table-totals-are-said-without-a-row-for-them": (TABLE, 'name="Cost"', 'name="Cost" totalsRowFunction="sum"'),
    "named-look-twice": (STYLES, "</cellStyles>", more('<cellStyle name="normal" xfId="0"/>')),
    "named-look-is-of-no-look": (STYLES, '(<cellStyle [^>]*)xfId="0"', r'\1xfId="9"'),
    "format-identifier-twice": (STYLES, "</numFmts>", more('<numFmt numFmtId="164" formatCode="0.0"/>')),
    "name-of-a-font-is-too-long": (STYLES, '<name val="Calibri"', f'<name val="{"C" * 32}"'),
    "colour-is-none": (STYLES, 'rgb="FFFF0000"', 'rgb="red"'),
    "indent-is-too-deep": (STYLES, "(<cellXfs.*)(</xf>|/>)(</cellXfs>)", r'\1><alignment indent="251"/></xf>\3'),
    "chart-has-an-axis-that-is-not-there": (CHART, '<c:crossAx val="[^"]*"', '<c:crossAx val="7"'),
    "chart-series-is-numbered-twice": (CHART, "(<c:ser>.*?</c:ser>)", r"\1\1"),
    "chart-keeps-a-value-beyond-their-count": (CHART, '<c:ptCount val="2"', '<c:ptCount val="1"'),
}  # fmt: skip
"""For each rule: the part, what is found in it, what is put there."""
MACROS = {
    "module-of-a-sheet-is-no-document": (b"Document=Sheet1/", b"Documemt=Sheet1/"),
    "module-of-a-missing-sheet": (b"Document=Sheet2/", b"Document=Sheet7/"),
    "project-has-an-empty-line-among-its-windows": (b"\r\nSheet1=0", b"\r\n\r\neet1=0"),
    "window-of-a-missing-module": (b"\r\nSheet1=0", b"\r\nSheetX=0"),
}
"""For each rule about the VBA project: bytes of its text, and others of the same length."""
ELSEWHERE = {
    "part-twice", "part-is-packed-as-excel-cannot-unpack", "part-name-is-none", "too-many-links", "too-many-looks",
}  # fmt: skip
"""Rules with a test of their own."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory, package):
    """A workbook with one of everything that the rules look at."""
    package("pyopenvba")
    folder = tmp_path_factory.mktemp("ruler")
    plain, path = folder / "sound.xlsx", folder / "sound.xlsm"
    with xlsxwriter.Workbook(plain, {"strings_to_numbers": False}) as book:
        first, second = book.add_worksheet("First"), book.add_worksheet("Second")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
        roi = {"header": "ROI", "formula": "([@Revenue]-[@Cost])*100/[@Cost]"}
        columns = [{"header": "Revenue"}, {"header": "Cost"}, roi]
        first.add_table("B1:D3", {"name": "Ads", "data": [[300, 100], [100, 200]], "columns": columns})
        first.add_table("B30:C32", {"name": "Costs", "data": [["a", 1], ["b", 2]]})
        first.set_column("A:C", 12, bold)
        first.write_formula("A1", "=B2+1", None, 301)
        first.write_boolean("A3", True)
        first.write_formula("A4", "=NA()", None, "#N/A")
        first.write_datetime("A5", date(2026, 1, 1), day)
        first.write_dynamic_array_formula("F2:F3", "=B2:B3*2", None, 600)
        first.write_array_formula("G2:G2", "{=SUM(B2:B3*C2:C3)}", None, 5)
        first.write_array_formula("H2:H2", "{=SUM(B2:B3*C2:C3)}", None, 5)
        first.merge_range("A21:C21", "merged")
        first.data_validation("B2:B3", {"validate": "list", "source": ["yes", "no"], "input_message": "Choose."})
        first.data_validation("C2:C3", {"validate": "whole", "criteria": ">", "value": 0})
        red = book.add_format({"font_color": "red"})
        first.conditional_format("B2:B3", {"type": "formula", "criteria": "=$B2<0", "format": red})
        first.conditional_format("C2:C3", {"type": "formula", "criteria": "=$C2<0", "format": red})
        first.write_url("A8", "internal:Second!A1", string="next")
        first.set_footer("&P")
        first.freeze_panes(1, 0)
        first.repeat_rows(0)
        first.print_area("A1:H40")
        first.conditional_format("D2:D3", {"type": "cell", "criteria": ">", "value": 9, "format": red})
        first.conditional_format("F2:F3", {"type": "2_color_scale"})
        first.add_sparkline("E2", {"range": "First!B2:D2"})
        for place in ("J2", "J20"):
            chart = book.add_chart({"type": "column"})
            chart.add_series({"values": "=First!$B$2:$B$3"})
            first.insert_chart(place, chart)
        second.write("A1", "Hello")
        book.define_name("best", "=First!$B$2")
        book.define_name("double", "=_xlfn.LAMBDA(_xlpm.money,_xlpm.money*2)")
    write_macro_edition(plain, path, _project())
    changed(path, path, lambda parts: parts.update(_more_parts(parts)))
    return path


def _project():
    from socroi.hosts.vba_projects import workbook_project

    return workbook_project(2)


def _more_parts(parts):
    """A ribbon and an order of calculation, which XlsxWriter does not write."""
    types = (
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'spreadsheetml.calcChain+xml"/></Types>'
    )
    ribbon = f'<Relationship Id="rIdUi" Type="{UI}" Target="customUI/customUI.xml"/></Relationships>'.encode()
    return {
        "xl/calcChain.xml": CHAIN.encode(),
        "customUI/customUI.xml": RIBBON.encode(),
        TYPES: parts[TYPES].replace(b"</Types>", types),
        "_rels/.rels": parts["_rels/.rels"].replace(b"</Relationships>", ribbon),
    }


def changed(source, target, change):
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target


def test_a_sound_workbook_has_no_fault(sound):
    assert faults(sound) == []


def test_every_rule_is_broken_once():
    assert RULES.keys() == BREAKS.keys() | MACROS.keys() | ELSEWHERE
    assert len(RULES) >= 130


@pytest.mark.parametrize("name", BREAKS)
def test_a_rule_finds_the_fault_that_was_put_in(name, sound, tmp_path):
    part, found, put = BREAKS[name]

    def change(parts):
        text = parts[part].decode()
        parts[part] = re.sub(found, put, text, flags=re.DOTALL).encode()
        assert parts[part] != text.encode(), "nothing was changed"

    broken = changed(sound, tmp_path / "broken.xlsm", change)
    if name == "part-is-no-xml":
        assert any(fault.startswith(STYLES) for fault in RULES[name](Opened(broken)))
        return
    assert list(RULES[name](Opened(broken))) != []


@pytest.mark.parametrize("name", MACROS)
def test_a_rule_about_macros_finds_the_fault_that_was_put_in(name, sound, tmp_path):
    found, put = MACROS[name]

    def change(parts):
        data = parts["xl/vbaProject.bin"]
        assert found in data
        parts["xl/vbaProject.bin"] = data.replace(found, put)

    assert list(RULES[name](Opened(changed(sound, tmp_path / "broken.xlsm", change)))) != []


def test_a_part_that_differs_from_another_in_case_alone_is_found(sound, tmp_path):
    broken = changed(sound, tmp_path / "broken.xlsm", lambda parts: parts.update({"xl/Styles.xml": parts[STYLES]}))
    assert list(RULES["part-twice"](Opened(broken))) == ["xl/styles.xml"]


def test_a_part_that_is_packed_in_another_way_or_badly_named_is_found(sound, tmp_path):
    with zipfile.ZipFile(sound) as package, zipfile.ZipFile(tmp_path / "broken.xlsm", "w") as target:
        for name in package.namelist():
            target.writestr(name, package.read(name), zipfile.ZIP_LZMA if name == STYLES else zipfile.ZIP_DEFLATED)
        target.writestr("xl//media.xml", "<x/>")
    broken = Opened(tmp_path / "broken.xlsm")
    assert list(RULES["part-is-packed-as-excel-cannot-unpack"](broken)) == [STYLES]
    assert list(RULES["part-name-is-none"](broken)) == ["xl//media.xml"]


def test_too_many_links_and_looks_are_found(sound, tmp_path):
    def change(parts):
        link = '<hyperlink ref="A1" location="Second!A1"/>' * 65_531
        parts[SHEET] = parts[SHEET].replace(b"</hyperlinks>", f"{link}</hyperlinks>".encode())
        looks = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' * 65_491
        parts[STYLES] = parts[STYLES].replace(b"</cellXfs>", f"{looks}</cellXfs>".encode())

    broken = Opened(changed(sound, tmp_path / "broken.xlsm", change))
    assert list(RULES["too-many-links"](broken)) == ["First"]
    assert list(RULES["too-many-looks"](broken)) != []
