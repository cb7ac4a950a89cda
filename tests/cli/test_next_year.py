"""`socroi next-year`: the file that it leaves, and what it says of it."""

from socroi.books.open_workbook import open_workbook


def test_next_year_is_written_beside_the_book_and_told_of(run, tmp_path):
    run("new", "four_step", "--start", "2026-04", "--lang", "sw", "-o", "plan.xlsx", "--currency", "KES")
    status, out, _ = run("next-year", "plan.xlsx")
    assert status == 0
    assert out.startswith("plan_2027.xlsx: twelve months from 2027-04. Rows carried over: ")
    book = open_workbook(tmp_path / "plan_2027.xlsx")
    assert book["currency"] == "KES"
    assert book.sheets == open_workbook(tmp_path / "plan.xlsx").sheets


def test_file_that_exists_is_left_without_force(run, tmp_path):
    run("new", "programme", "-o", "plan.xlsx")
    (tmp_path / "there.xlsx").write_bytes(b"somebody's work")
    status, _, errors = run("next-year", "plan.xlsx", "-o", "there.xlsx")
    assert status == 2
    assert "exists already" in errors
    assert (tmp_path / "there.xlsx").read_bytes() == b"somebody's work"


def test_edition_with_macros_has_a_next_year_with_macros(run, tmp_path):
    run("new", "attribution_and_tests", "--edition", "xlsm", "-o", "plan.xlsm")
    status, out, _ = run("next-year", "plan.xlsm")
    assert status == 0
    assert out.startswith("plan_next.xlsm: a new workbook.")
    assert b"vbaProject.bin" in (tmp_path / "plan_next.xlsm").read_bytes()
