"""CELL, FORMULATEXT, SHEET, SHEETS, HYPERLINK. Workbooks named here are in ../shared/conformance/excel/ironcalc."""

import os

import pytest
from worked_books import Worked, build

from socroi.engine.calculation import Calculation
from socroi.engine.model.looks import Look


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


def test_the_width_of_a_column_hangs_on_fonts_and_is_left_uncomputed(answer):
    assert answer('CELL("width",A1)') == "uncomputed"


# From the table of Microsoft's help for CELL; those that it does not name are left.
@pytest.mark.parametrize(
    ("code", "told"),
    [("General", "G"), ("0", "F0"), ("#,##0", ",0"), ("0.00", "F2"), ("#,##0.00", ",2"), ("$#,##0_);($#,##0)", "C0"),
     ("$#,##0_);[Red]($#,##0)", "C0-"), ("$#,##0.00_);($#,##0.00)", "C2"), ("$#,##0.00_);[Red]($#,##0.00)", "C2-"),
     ("0%", "P0"), ("0.00%", "P2"), ("0.00E+00", "S2"), ("# ?/?", "G"), ("m/d/yy", "D4"), ("d-mmm-yy", "D1"),
     ("d-mmm", "D2"), ("mmm-yy", "D3"), ("mm/dd", "D5"), ("h:mm AM/PM", "D7"), ("h:mm:ss AM/PM", "D6"),
     ("h:mm", "D9"), ("h:mm:ss", "D8"),
     ("yyyy-mm-dd", "uncomputed"), ("@", "uncomputed"), ('0.0" kg"', "uncomputed"), ("[>9]0;[Red]0", "uncomputed")],
)  # fmt: skip
def test_cell_tells_the_number_format_as_its_table_has_it(code, told):
    assert formatted('=CELL("format",A1)', Look(code)) == told


@pytest.mark.parametrize(
    ("what", "look", "told"),
    [("color", Look("0;[Red]-0"), 1), ("color", Look("0;-0"), 0), ("color", Look("[Red]0"), "uncomputed"),
     ("parentheses", Look("0_);(0)"), 0), ("parentheses", Look("(0)"), "uncomputed"),
     ("protect", Look(), 1),
     ("protect", Look(is_locked=False), 0), ("prefix", Look(horizontal="left"), "'"),
     ("prefix", Look(horizontal="right"), '"'),
     ("prefix", Look(horizontal="center"), "^"), ("prefix", Look(horizontal="fill"), "\\"),
     ("prefix", Look(), "uncomputed")],
)  # fmt: skip
def test_cell_tells_of_colour_alignment_and_protection(what, look, told):
    assert formatted(f'=CELL("{what}",A1)', look) == told
    assert formatted('=CELL("prefix",A2)', look) == ""


def formatted(formula, look):
    """Compute a formula beside a text in A1 and a number in A2, all cells of one format."""
    book = build({"A1": "text", "A2": 5, "B1": formula})
    book.looks = lambda *_: look
    calculation = Calculation(book)
    calculation.run()
    return Worked(book, calculation)["B1"]


def test_without_a_reference_the_file_is_told_where_there_is_one_sheet_to_tell_of(tmp_path):
    for sheets, told in ((("Sheet1",), f"{tmp_path}{os.sep}[my plan.xlsx]Sheet1"), (("Sheet1", "Other"), "uncomputed")):
        book = build({"A1": '=CELL("filename")'}, sheets=sheets)
        book.path = str(tmp_path / "my plan.xlsx")
        calculation = Calculation(book)
        calculation.run()
        assert Worked(book, calculation)["A1"] == told


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
