# ruff: noqa: E501 - the XML of a cell reads best in one line
"""A what-if data table in a file: its values are computed and written, and nothing else of it changes."""

import pytest
from workbook_packages import book_parts, part, sheet_xml

from socroi import recalculate

ROWS = (
    '<row r="1"><c r="A1" t="str"><v>Revenue</v></c><c r="B1"><v>500</v></c><c r="D1"><f>B3</f><v>0</v></c><c r="E1"><v>300</v></c><c r="F1"><v>600</v></c></row>'
    '<row r="2"><c r="B2"><v>200</v></c><c r="D2"><v>100</v></c><c r="E2" s="3"><f t="dataTable" ref="E2:F3" dt2D="1" dtr="1" r1="B1" r2="B2"/><v>1</v></c><c r="F2"><v>2</v></c></row>'
    '<row r="3"><c r="B3"><f>B1-B2</f><v>0</v></c><c r="D3"><v>50</v></c><c r="E3"><v>3</v></c><c r="F3" t="str"><v>old</v></c></row>'
)


@pytest.mark.parametrize("form", ["{}", "<!-- odd -->{}"])
def test_a_data_table_is_computed_in_its_file(pack, tmp_path, form):
    # hand: revenue along the row, cost down the column, profit in the corner
    source, target = pack(book_parts({"Data": sheet_xml(form.format(ROWS))})), tmp_path / "out.xlsx"
    report = recalculate(source, target)
    assert report.uncomputed == []
    written = part(target, "xl/worksheets/sheet1.xml").decode()
    expected = (
        form.format(ROWS)
        .replace('<c r="D1"><f>B3</f><v>0</v>', '<c r="D1"><f>B3</f><v>300</v>')
        .replace("<f>B1-B2</f><v>0</v>", "<f>B1-B2</f><v>300</v>")
        .replace('r2="B2"/><v>1</v>', 'r2="B2"/><v>200</v>')
        .replace('<c r="F2"><v>2</v>', '<c r="F2"><v>500</v>')
        .replace('<c r="E3"><v>3</v>', '<c r="E3"><v>250</v>')
        .replace('<c r="F3" t="str"><v>old</v>', '<c r="F3"><v>550</v>')
    )
    assert expected in written


def test_a_data_table_of_a_workbook_that_leaves_them_keeps_its_values_and_is_reported(pack, tmp_path):
    settings = '<calcPr calcId="191029" calcMode="autoNoTable"/>'
    source, target = pack(book_parts({"Data": sheet_xml(ROWS)}, workbook=settings)), tmp_path / "out.xlsx"
    report = recalculate(source, target)
    assert {cell.where for cell in report.uncomputed} == {"Data!E2:F3"}
    assert "F9" in report.uncomputed[0].why
    assert '<c r="F3" t="str"><v>old</v></c>' in part(target, "xl/worksheets/sheet1.xml").decode()
