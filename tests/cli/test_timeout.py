"""`--timeout`: a book that would run without end is done with in its time, and says which cell it was."""

import openpyxl
import pytest
import xlsxwriter

ENDLESS = "=REDUCE(0,SEQUENCE(900000),LAMBDA(a,b,a+REDUCE(0,SEQUENCE(900000),LAMBDA(c,d,c+d))))"


@pytest.fixture
def book(tmp_path):
    """A book whose formulas have values that some program stored: 10, and 7."""
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as workbook:
        sheet = workbook.add_worksheet("Sheet")
        sheet.write("A1", 5)
        sheet.write_formula("B1", "=A1*2", None, 10)
        sheet.write_dynamic_array_formula("C1", ENDLESS, None, 7)
    return tmp_path / "book.xlsx"


def test_calc_computes_the_rest_and_ends_with_status_3(run, book):
    status, out, err = run("calc", "--timeout", "0.2", book)
    assert status == 3
    assert "it took longer than 0.2 s" in out + err
    sheet = openpyxl.load_workbook(book, data_only=True).active
    assert (sheet["B1"].value, sheet["C1"].value) == (10, 7)


@pytest.mark.parametrize(
    "command", [("freeze",), ("whatif", "--set", "A1=1..3", "--read", "C1"), ("check", "--with", "none")]
)
def test_the_other_commands_that_compute_have_it_too(run, book, command):
    name, *options = command
    status, out, err = run(name, "--timeout", "0.2", book, *options)
    assert status == (0 if name == "check" else 3)
    assert name == "check" or "it took longer than 0.2 s" in out + err


def test_no_time_at_all_is_refused(run, book):
    status, _, err = run("calc", "--timeout", "0", book)
    assert status == 2
    assert "timeout" in err
