"""INDIRECT and ADDRESS. ADDRESS.xlsx and ROW_COLUM.xlsx are in ../shared/conformance/excel/ironcalc."""

import pytest

from socroi.engine.model.book import DefinedName, Table

CELLS = {"A1": 5, "A2": 7, "B1": "x", "C1": "A2", "Other!D5": "there", "A b!A1": 23}
SHEETS = ("Sheet1", "Other", "A b")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('INDIRECT("A2")', 7),
        ("INDIRECT(C1)", 7),
        ('INDIRECT("$a$1")', 5),
        ('INDIRECT("A01")', 5),
        ('ROW(INDIRECT("05:05"))', 5),
        ('COLUMN(INDIRECT("SS077"))', 513),
        ('ROWS(INDIRECT("D:D"))', 1048576),
        ('INDIRECT("OTHER!D5")', "there"),
        ("INDIRECT(\"'A b'!A1\")", 23),
        ('INDIRECT("NonExist!W3")', "#REF!"),
        ('INDIRECT("h")', "#REF!"),
        ('INDIRECT("")', "#REF!"),
        ("INDIRECT(5)", "#REF!"),
        ('INDIRECT("XFE:XFE")', "#REF!"),
        ("INDIRECT(1/0)", "#DIV/0!"),
        ('SUM(INDIRECT("A1:A2"))', 12),
        ('SUM(INDIRECT("A1"):INDIRECT("A2"))', 12),
        ('INDIRECT("1+1")', "#REF!"),
        ('INDIRECT("Sheet1:Other!A1")', "#REF!"),
    ],
)
def test_indirect_reads_the_a1_style_as_in_row_colum_xlsx(answer, formula, expected):
    assert answer(formula, CELLS, sheets=SHEETS) == expected


def test_indirect_reads_the_r1c1_style(work):
    # By hand; relative to the formula's own cell.
    cells = {
        **CELLS,
        "C4": '=INDIRECT("R2C1",FALSE)',
        "D4": '=INDIRECT("R[-3]C[-3]",FALSE)',
        "E4": '=SUM(INDIRECT("C1",0))',
    }
    worked = work({**cells, "F4": '=INDIRECT("Other!R5C4",FALSE)', "G4": '=INDIRECT("A1",FALSE)'}, sheets=SHEETS)
    assert [worked[f"{column}4"] for column in "CDEFG"] == [7, 5, 12, "there", "#REF!"]


def test_indirect_reads_names_that_are_references_and_no_others(answer):
    # Microsoft's support pages: a name defined by a formula such as OFFSET gives #REF!.
    names = [DefinedName("plain", "Sheet1!$A$1:$A$2"), DefinedName("moving", "OFFSET(Sheet1!$A$1,0,0,2,1)")]
    assert answer('SUM(INDIRECT("plain"))', CELLS, sheets=SHEETS, names=names) == 12
    assert answer('SUM(INDIRECT("moving"))', CELLS, sheets=SHEETS, names=names) == "#REF!"


def test_indirect_reads_tables_and_their_columns(answer):
    cells = {"A1": "kpi", "B1": "value", "A2": "x", "B2": 3, "A3": "y", "B3": 4}
    tables = [Table("Values", 0, 0, 0, 2, 1, ["kpi", "value"])]
    assert answer('SUM(INDIRECT("Values[value]"))', cells, tables=tables) == 7
    assert answer('ROWS(INDIRECT("Values"))', cells, tables=tables) == 2


def test_a_column_of_indirects_gives_each_row_its_own_cell(work):
    cells = {f"A{row}": row * 10 for row in range(1, 4)} | {"B1": "A3", "B2": "A1", "B3": "A3", "B4": "no such"}
    worked = work(
        {**cells, "C1:C3": "=INDIRECT(B1)", "D1:D4": "=INDIRECT(B1)", "E1:E3": '=SUM(INDIRECT("A1:A"&ROW()))'}
    )
    assert worked.column("C1", 3) == [30, 10, 30]
    assert worked.column("D1", 4) == [30, 10, 30, "#REF!"]
    assert worked.column("E1", 3) == [10, 30, 60]


def test_a_column_of_indirects_reaches_into_a_sheet_for_each_row(work):
    cells = {"A1": "Jan", "A2": "Feb", "A3": "Mar", "Jan!B5": 1, "Feb!B5": 2}
    worked = work({**cells, "B1:B3": '=INDIRECT("\'"&A1&"\'!B5")'}, sheets=("Sheet1", "Jan", "Feb"))
    assert worked.column("B1", 3) == [1, 2, "#REF!"]


def test_indirect_waits_for_formulas_that_its_text_names(work):
    assert work({"A1": '=INDIRECT("B1")+1', "B1": "=C1*2", "C1": 4})["A1"] == 9


@pytest.mark.parametrize(
    ("arguments", "a1", "r1c1"),
    [
        ("3,7,1", "$G$3", "R3C7"),
        ("-1,3,1", "#VALUE!", "#VALUE!"),
        ("45,56,1", "$BD$45", "R45C56"),
        ("23,45,2", "AS$23", "R23C[45]"),
        ("23,45,3", "$AS23", "R[23]C45"),
        ("23,45,4", "AS23", "R[23]C[45]"),
        ("23,45,5", "#VALUE!", "#VALUE!"),
        ("0,3,1", "#VALUE!", "#VALUE!"),
        ("23.4,34.7,2", "AH$23", "R23C[34]"),
        ("A8,A8,A8", "#VALUE!", "#VALUE!"),
    ],
)
def test_address_writes_both_styles_as_in_address_xlsx(answer, arguments, a1, r1c1):
    assert answer(f"ADDRESS({arguments})") == a1
    assert answer(f"ADDRESS({arguments},0)") == r1c1


def test_address_quotes_sheet_names_as_in_address_xlsx(answer):
    assert answer('ADDRESS(2,3,1,1,"Sheet2")') == "Sheet2!$C$2"
    assert answer('ADDRESS(1,1,,,"A Wird One$")') == "'A Wird One$'!$A$1"
    assert answer('ADDRESS(2,3,1,FALSE,"EXCEL SHEET")') == "'EXCEL SHEET'!R2C3"
    assert answer('ADDRESS(1,1,,,"R")') == "'R'!$A$1"


def test_address_of_a_list_is_a_list(answer):
    # By hand.
    assert answer("ADDRESS({1,2},3)") == [["$C$1", "$C$2"]]


def test_the_name_of_a_workbook_before_the_sheet_needs_no_apostrophes(answer):
    # FormulaEvalTestData_Copy.xlsx of Apache POI, saved by Excel: EverythingTests!F128
    assert answer('ADDRESS(2,3,3,TRUE,"[Book1]Sheet1")') == "[Book1]Sheet1!$C2"
    assert answer('ADDRESS(2,3,3,TRUE,"[Book1]My sheet")') == "'[Book1]My sheet'!$C2"


def test_a_column_of_indirect_gives_what_each_text_gives_alone(work):
    texts = ["Sheet2!B2", "Sheet2!$B$3", "sheet2!b2", "'Sheet2'!A3", "Sheet2!A1"]
    cells = {f"Sheet2!{place}": at for at, place in enumerate(["A1", "A2", "A3", "B1", "B2", "B3"], 1)}
    cells |= {f"A{row}": text for row, text in enumerate(texts, 1)}
    cells |= {f"B{row}": f"=INDIRECT(A{row})" for row in range(1, 6)}
    worked = work(cells, sheets=("Sheet1", "Sheet2"))
    assert worked.column("B1", 5) == [5, 6, 5, 3, 1]


def test_a_column_of_indirect_with_names_and_rows_beyond_the_sheet_is_taken_apart(work):
    cells = {"A1": 7, "C1": "A1", "C2": "taxes1", "C3": "A1048577", "C4": "XFE1"}
    cells |= {f"D{row}": f"=INDIRECT(C{row})" for row in range(1, 5)}
    worked = work(cells, names=[DefinedName("taxes1", "Sheet1!$A$1")])
    assert worked.column("D1", 4) == [7, 7, "#REF!", "#REF!"]
