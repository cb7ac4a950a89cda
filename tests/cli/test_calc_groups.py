"""What `socroi calc` writes where a GROUPBY spills. The witness for what the file stores is openpyxl."""

from __future__ import annotations

import re
import zipfile

import pytest

openpyxl = pytest.importorskip("openpyxl")
xlsxwriter = pytest.importorskip("xlsxwriter")


def test_a_summary_that_grew_is_written_with_all_its_lines(run, tmp_path):
    path = tmp_path / "ledger.xlsx"
    workbook = xlsxwriter.Workbook(path)
    sheet = workbook.add_worksheet("Ledger")
    rows = [["Platform", "Month", "Revenue"], ["Instagram", 1, 20], ["Facebook", 1, 10], ["Instagram", 2, 5]]
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)
    sheet.add_table(0, 0, 3, 2, {"name": "Ledger", "columns": [{"header": name} for name in rows[0]]})
    summary = workbook.add_worksheet("Summary")
    summary.write_dynamic_array_formula(
        "A1", "=_xlfn.GROUPBY(Ledger[Platform],Ledger[Revenue],_xleta.SUM)", None, "old"
    )
    summary.write_dynamic_array_formula(
        "D1:E2", "=_xlfn.PIVOTBY(Ledger!A1:A4,Ledger!B1:B4,Ledger!C1:C4,_xleta.SUM,3)", None, "old"
    )
    summary.write_formula("A9", "=SUM(_xlfn.ANCHORARRAY(A1))")
    workbook.close()
    status, _, err = run("calc", path)
    assert (status, err) == (0, "")
    stored = openpyxl.load_workbook(path, data_only=True)["Summary"]
    assert [[cell.value for cell in row] for row in stored["A1:B4"]] == [
        ["Facebook", 10], ["Instagram", 25], ["Total", 35], [None, None],
    ]  # fmt: skip
    assert [["" if cell.value is None else cell.value for cell in row] for row in stored["D1:G6"]] == [
        ["", "Month", "", ""], ["", 1, 2, "Total"], ["Platform", "Revenue", "Revenue", "Revenue"],
        ["Facebook", 10, "", 10], ["Instagram", 20, 5, 25], ["Total", 30, 5, 35],
    ]  # fmt: skip
    assert stored["A9"].value == 70
    with zipfile.ZipFile(path) as package:
        assert re.search(r'<c r="F4"[^>]* t="str"[^>]*><v></v></c>', package.read("xl/worksheets/sheet2.xml").decode())
    formulas = openpyxl.load_workbook(path)["Summary"]
    assert (formulas["A1"].value.ref, formulas["D1"].value.ref) == ("A1:B3", "D1:G6")
    assert formulas["A1"].value.text == "=_xlfn.GROUPBY(Ledger[Platform],Ledger[Revenue],_xleta.SUM)"
