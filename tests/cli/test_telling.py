"""One teller: every command says what it could not compute in the same words, and ends with 3."""

import shutil
import warnings

import pytest
import xlsxwriter

import socroi
from socroi import templates
from socroi.cli import telling
from socroi.errors import UncomputedWarning

LINES = "1 cell kept the old value:\n  Sheet1!A3  =NOSUCH(A2)  NOSUCH is not a function that is known here\n"


@pytest.fixture
def odd(tmp_path):
    """A2 is not up to date, A3 is no function that is known; both hold what somebody's program left there."""
    path = tmp_path / "odd.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", 4)
        sheet.write_formula("A2", "=A1*2", None, 6)
        sheet.write_formula("A3", "=NOSUCH(A2)", None, 5)
        sheet.add_table("C1:C2", {"name": "Log", "columns": [{"header": "Amount"}], "data": [[1]]})
    (tmp_path / "rows.csv").write_text("Amount\n2\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "command",
    [("calc", "odd.xlsx"), ("fill", "odd.xlsx", "rows.csv"), ("freeze", "odd.xlsx")],
    ids=lambda command: command[0],
)
@pytest.mark.usefixtures("odd")
def test_a_command_that_leaves_a_file_lists_the_cells_with_old_values(run, command):
    status, out, err = run(*command)
    assert (status, err) == (3, "")
    assert out.endswith(LINES)


def test_the_cells_of_an_array_are_named_and_counted(run, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "array.xlsx") as made:
        made.add_worksheet().write_array_formula("H1:H5", "{=NOSUCH(A1:A5)}", None, 5)
    status, out, _ = run("calc", "array.xlsx")
    assert status == 3
    assert "5 cells kept the old value:\n  Sheet1!H1:H5  =NOSUCH(A1:A5)  NOSUCH is not" in out


@pytest.mark.parametrize(
    "command",
    [
        ("calc", "odd.xlsx", "--only", "A3"),
        ("whatif", "odd.xlsx", "--set", "A1=1,2", "--read", "A3"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.usefixtures("odd")
def test_a_command_that_prints_values_says_which_is_none(run, command):
    status, out, err = run(*command)
    assert status == 3
    assert "#UNKNOWN!" in out
    assert "5" not in out.split()
    assert err.endswith("A3 could not be computed: NOSUCH is not a function that is known here.\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "command",
    [
        ("new", "four_step", "--currency", "USD"),
        ("new", "four_step", "--start", "2026-04", "--example"),
        ("demo",),
    ],
    ids=["new", "new --example", "demo"],
)
def test_a_template_with_a_cell_that_cannot_be_computed_is_told_of(run, monkeypatch, command):
    """The engine forgets one function that the template calls; nothing of ours is replaced."""
    from socroi.engine.functions import FUNCTIONS, find

    assert find("EDATE")
    monkeypatch.delitem(FUNCTIONS, "EDATE")
    status, out, _ = run(*command)
    assert status == 3
    assert "cells kept the old value:" in out
    assert "Picture" not in out


@pytest.mark.parametrize("read", ["A3", "A2:A3"])
def test_python_is_warned_once_for_each_book_and_can_list_the_cells(odd, read):
    book = socroi.open(odd)
    assert book["A2"] == 8
    with pytest.warns(UncomputedWarning, match=r"odd\.xlsx: Sheet1!A3 could not be computed: NOSUCH") as warned:
        book.rows(read)
    assert [warning.filename for warning in warned] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert book.frame("A1:A3")["A"].tolist() == [4, 8, "#UNKNOWN!"]
    assert [cell.where for cell in book.uncomputed] == ["Sheet1!A3"]


def test_values_and_what_if_warn_too(odd):
    with pytest.warns(UncomputedWarning):
        assert socroi.values(odd, ["A3"])["A3"] == "#UNKNOWN!"
    with pytest.warns(UncomputedWarning) as warned:
        socroi.what_if(odd, {"A1": [1, 2]}, ["A3"])
    assert [warning.filename for warning in warned] == [__file__]


@pytest.fixture
def plan(tmp_path):
    path = tmp_path / "plan.xlsx"
    shutil.copyfile(templates.shipped("four_step", example=True), path)
    return path


def test_calc_and_fill_end_with_two_lines_on_where_the_book_stands(run, plan, tmp_path):
    status, out, _ = run("calc", plan)
    assert status == 0
    # The headline, the months counted and the two checks of the example that are marked, as the sheet shows them.
    assert out.splitlines()[1:] == [
        "ROI: 37.8% (9 of 12 months)",
        (
            "2 checks are open: Platforms with results but no cost of their own, 1 (Start!D73); "
            "Cost categories never used (forgotten?), 6 (Start!D76)"
        ),
    ]
    (tmp_path / "rows.csv").write_text("month,platform,kpi,quantity\n2026-10,X,Leads,3\n", encoding="utf-8")
    assert run("fill", plan, "rows.csv")[1].splitlines()[1].endswith("(10 of 12 months)")


def test_of_many_books_each_says_it_in_its_own_line(run, plan, odd):
    _, out, _ = run("calc", plan, odd)
    assert out.splitlines()[0].endswith(" s. ROI: 37.8%, 2 checks are open.")
    assert out.splitlines()[1].endswith(" s.")


def test_a_workbook_from_right_to_left_does_not_turn_the_line(run, tmp_path):
    shutil.copyfile(templates.shipped("four_step", "fa", example=True), tmp_path / "fa.xlsx")
    line = run("calc", "fa.xlsx")[1].splitlines()[1]
    assert line.startswith("\u2068")
    assert line.endswith("\u2069: 37.8% (9 of 12 months)")


def test_what_the_terminal_cannot_show_stops_no_command(process, tmp_path):
    """Piped on Windows, where cp1252 has no Persian letter."""
    shutil.copyfile(templates.shipped("four_step", "fa", example=True), tmp_path / "fa.xlsx")
    for command in (
        ("calc", "fa.xlsx"),
        ("whatif", "fa.xlsx", "--set", "first_month=1,2", "--read", "headline"),
        ("demo",),
    ):
        done = process(*command, PYTHONIOENCODING="cp1252")
        assert (done.returncode, done.stderr) == (0, b"")


def test_many_open_checks_are_counted(capsys):
    from socroi.books.standing import OpenCheck, Standing

    telling.tell_standing(Standing("ROI", 10.0, checks=9, open=[OpenCheck("a", "S!D1", 2.0)] * 5))
    assert (
        capsys.readouterr().out == "ROI: 10.0%\n5 checks are open: a, 2 (S!D1); a, 2 (S!D1); a, 2 (S!D1); and 2 more\n"
    )
