"""Workbooks that a program wrote without computing them: their figures are those of the formulas, not 0 and not blank.

The sums are done by hand: 10 + 20 + 30 spent, and 50 for each of three purchases.
"""

import openpyxl
import pytest
import xlsxwriter

from socroi import fill, read_template, sources
from socroi.templates import shipped

HEAD = (
    *("Reporting starts", "Reporting ends", "Campaign name", "Amount spent (EUR)", "Impressions", "Link clicks"),
    *("Purchases", "Purchases conversion value"),
)
ROWS = [
    [f"2026-03-0{day}", f"2026-03-0{day}", "Bikes", f"=10*{day}", 1000, 10, 1, f"=G{day + 1}*50"] for day in (1, 2, 3)
]
TOTAL = ["", "", "Total", "=SUM(D2:D4)", "=SUM(E2:E4)", "=SUM(F2:F4)", "=SUM(G2:G4)", "=SUM(H2:H4)"]


def by_openpyxl(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def by_xlsxwriter(path, rows):
    # It puts 0 for each formula, and asks for the workbook to be computed when it is opened.
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


@pytest.mark.parametrize("written", [by_openpyxl, by_xlsxwriter])
def test_formulas_that_nobody_computed_are_computed_and_said(tmp_path, written):
    written(tmp_path / "ads.xlsx", [HEAD, *ROWS, TOTAL])
    found = sources.read(tmp_path / "ads.xlsx")
    assert found.table[["spend", "revenue"]].sum().tolist() == [60, 150]
    assert len(found.table) == 3
    assert "11 formulas had no value in the file that counts, and were computed here." in found.notes


def test_a_formula_that_is_not_computed_here_is_not_known_and_said(tmp_path):
    by_openpyxl(tmp_path / "ads.xlsx", [HEAD, [*ROWS[0][:3], "=NOSUCH(1)", *ROWS[0][4:]], *ROWS[1:]])
    found = sources.read(tmp_path / "ads.xlsx")
    assert found.table["spend"].isna().tolist() == [True, False, False]
    assert any(note.startswith("1 formula without a value in the file") for note in found.notes)


def test_a_workbook_that_was_computed_is_read_as_it_stands(tmp_path):
    by_xlsxwriter(tmp_path / "values.xlsx", [HEAD, [*ROWS[0][:3], 7, 1000, 10, 1, 50]])
    found = sources.read(tmp_path / "values.xlsx")
    assert found.table["spend"].tolist() == [7]
    assert not [note for note in found.notes if "formulas" in note]


@pytest.mark.parametrize("written", [by_openpyxl, by_xlsxwriter])
def test_they_are_computed_before_they_are_put_into_a_table(tmp_path, written):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(shipped("four_step").read_bytes())
    written(tmp_path / "r.xlsx", [["month", "platform", "kpi", "quantity"], ["2026-01", "Instagram", "Leads", "=5*8"]])
    done = fill(plan, tmp_path / "r.xlsx")
    assert read_template(plan, keys=True)["Results"]["quantity"].tolist() == [40]
    assert any("were computed here" in remark for remark in done.remarks)
