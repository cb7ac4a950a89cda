"""CELL, FORMULATEXT, SHEET, SHEETS, HYPERLINK. Workbooks named here are in ../shared/conformance/excel/ironcalc."""

import os

import pytest
from worked_books import Worked, build

from socroi.engine.calculation import Calculation


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('CELL("address",A2:A4)', "$A$2"),
        ('CELL("col",A8:C8)', 1),
        ('CELL("row",A11:A21)', 11),
        ('CELL("contents",A1)', 3.4),
        ('CELL("contents",A2)', "#DIV/0!"),
        ('CELL("contents",A9)', 0),
        ('CELL("TYPE",A1)', "v"),
        ('CELL("type",A2)', "v"),
        ('CELL("type",A3)', "l"),
        ('CELL("type",A9)', "b"),
        ('CELL("hello")', "#VALUE!"),
        ("CELL(2)", "#VALUE!"),
    ],
)
def test_cell_tells_what_a_cell_is_as_in_cell_xlsx(answer, formula, expected):
    assert answer(formula, {"A1": 3.4, "A2": "=1/0", "A3": "hola"}) == expected


@pytest.mark.parametrize("what", ["format", "width", "color", "prefix", "protect", "parentheses"])
def test_what_only_the_program_knows_is_left_uncomputed(answer, what):
    assert answer(f'CELL("{what}",A1)') == "uncomputed"


def test_the_name_of_the_file_is_that_of_folder_book_and_sheet(tmp_path):
    """As Microsoft's help for CELL has it: full path, then the book in square brackets, then the sheet."""
    book = build(
        {
            "A1": '=CELL("filename",A1)',
            "A2": '=TEXTAFTER(CELL("filename",A1),"]")',
            "A3": "=CELL(\"filename\",'Plan B'!A1)",
            "A4": "=CELL(\"address\",'Plan B'!C7)",
            "A5": '=CELL("address",C7)',
        },
        sheets=("Sheet1", "Plan B"),
    )
    book.path = str(tmp_path / "my plan.xlsx")
    calculation = Calculation(book)
    calculation.run()
    folder = f"{tmp_path}{os.sep}[my plan.xlsx]"
    assert Worked(book, calculation).column("A1", 5) == [
        f"{folder}Sheet1",
        "Sheet1",
        f"{folder}Plan B",
        "'[my plan.xlsx]Plan B'!$C$7",
        "$C$7",
    ]


def test_a_book_that_was_not_saved_has_no_name_to_show(answer):
    assert answer('CELL("filename",A1)') == "uncomputed"


def test_formulatext_shows_formulas_as_in_formulatext_xlsx(work):
    cells = {
        "A1": 1,
        "A2": "=1/0",
        "A3": "=B3",
        "B1": "=FORMULATEXT(A1)",
        "B2": "=FORMULATEXT(A2)",
        "B3": "=FORMULATEXT(A3)",
    }
    worked = work({**cells, "B4": "=FORMULATEXT(OFFSET(A1,1,0))", "B5": "=FORMULATEXT(B4)", "B6": "=FORMULATEXT(B6)"})
    assert worked.column("B1", 6) == ["#N/A", "=1/0", "=B3", "=1/0", "=FORMULATEXT(OFFSET(A1,1,0))", "=FORMULATEXT(B6)"]


def test_formulatext_of_a_filled_down_formula_is_that_of_its_own_row(work):
    worked = work({"A1:A3": "=$Z$1+Y1", "B1:B3": "=FORMULATEXT(A1)"})
    assert worked.column("B1", 3) == ["=$Z$1+Y1", "=$Z$1+Y2", "=$Z$1+Y3"]


def test_formulatext_shows_no_file_prefixes_and_braces_around_array_formulas(work):
    cells = {
        "A1": "=_xlfn.XLOOKUP(1,B1:B2,C1:C2)",
        "A2": "{=SUM(B1:B2*2)}",
        "D1": "=FORMULATEXT(A1)",
        "D2": "=FORMULATEXT(A2)",
    }
    worked = work(cells)
    assert worked["D1"] == "=XLOOKUP(1,B1:B2,C1:C2)"
    assert worked["D2"] == "{=SUM(B1:B2*2)}"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SHEET()", 1),
        ("SHEETS()", 3),
        ("SHEET(0)", "#N/A"),
        ('SHEET("")', "#N/A"),
        ("SHEET(1/0)", "#DIV/0!"),
        ('SHEET("other")', 2),
        ("SHEET(Third!A1)", 3),
        ("SHEETS(Other:Third!A1)", 2),
    ],
)
def test_sheets_are_counted_as_in_sheet_sheets_xlsx(answer, formula, expected):
    assert answer(formula, sheets=("Sheet1", "Other", "Third")) == expected


def test_hyperlink_shows_its_friendly_name_as_in_link_test_xlsx(answer):
    assert answer('HYPERLINK("#Target!A1","Go to Target!A1")') == "Go to Target!A1"
    assert answer('HYPERLINK("https://"&E21,E21)') == 0
    assert answer('HYPERLINK("mailto:a@example.org")') == "mailto:a@example.org"


def test_pivot_tables_that_are_not_known_are_left_uncomputed(answer):
    assert answer('GETPIVOTDATA("Sales",A1)') == "uncomputed"
