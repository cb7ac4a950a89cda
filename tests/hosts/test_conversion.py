"""What LibreOffice leaves in a book that it converts, put right. The order is that of CT_Font in the schema."""

import zipfile

import xlsxwriter

from socroi.hosts.conversion import _UID, _follow_the_schema

AS_LIBREOFFICE = '<font><name val="Arial"/><family val="2"/><b val="1"/><color rgb="FF8A3F00"/></font>'
AS_EXCEL = '<font><b val="1"/><color rgb="FF8A3F00"/><name val="Arial"/><family val="2"/></font>'


def test_what_the_font_of_a_conditional_format_holds_stands_in_the_order_of_the_schema(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        form = book.add_format({"bold": True})
        book.add_worksheet().conditional_format("A1", {"type": "blanks", "format": form})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    before = parts["xl/styles.xml"].decode()
    start = before.index("<font>", before.index("<dxfs"))
    end = before.index("</font>", start) + len("</font>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            text = (before[:start] + AS_LIBREOFFICE + before[end:]).encode()
            archive.writestr(name, text if name == "xl/styles.xml" else content)
    _follow_the_schema(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.read("xl/styles.xml").decode() == before[:start] + AS_EXCEL + before[end:]


def test_an_attribute_that_no_sheet_declares_goes_and_a_text_that_looks_like_it_stays():
    formula = '<f>" xr2:uid=""1"""</f>'
    group = '<x14:sparklineGroup type="column" xr2:uid="{0}" negative="1">'
    assert _UID.sub(r"\1", formula + group) == formula + '<x14:sparklineGroup type="column" negative="1">'
