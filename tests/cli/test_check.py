import json
import shutil
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import socroi
from socroi import templates

EXAMPLE = Path(__file__).parents[2] / "workbook_templates" / "hu" / "four_step_example.xlsx"


@pytest.fixture
def wrong(tmp_path):
    """A workbook with one mistake: a rate typed inside a formula."""
    path = tmp_path / "wrong.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Plan")
    sheet.write_row(0, 0, ["Net", "Gross"])
    sheet.write(1, 0, 100)
    sheet.write_formula("B2", "=A2*1.19")
    book.close()
    socroi.recalculate(path)
    return path


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "right.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Plan")
    sheet.write_row(0, 0, ["Net", "Twice"])
    sheet.write(1, 0, 100)
    sheet.write_formula("B2", "=A2*2")
    book.close()
    socroi.recalculate(path)
    return path


def test_a_clean_book_ends_with_0_and_says_so(run, right):
    status, out, _ = run("check", right, "--with", "none")
    assert status == 0
    assert out == f"{right}: nothing found; 1 formula recomputed.\n"


def test_a_finding_has_its_cell_a_sentence_and_what_to_do_and_ends_with_1(run, wrong):
    status, out, _ = run("check", wrong, "--with", "none")
    assert status == 1
    first, sentence, advice = out.splitlines()[:3]
    assert first == "warning Plan!B2 [number-in-formula]"
    assert "1.19" in sentence
    assert advice.startswith("  To do: ")


def test_which_severity_makes_the_status_1_can_be_said(run, wrong):
    assert run("check", wrong, "--with", "none", "--fail-on", "error")[0] == 0


def test_a_second_engine_is_asked_and_named(run, right):
    status, out, _ = run("check", right, "--with", "ironcalc")
    assert status == 0
    assert "1 of them by ironcalc too" in out
    assert "1 of them by formulas too" in run("check", right, "--with", "formulas")[1]


def test_json_sarif_markdown_and_a_workbook_hold_the_same_finding(run, wrong, tmp_path):
    book = json.loads(run("check", wrong, "--with", "none", "--format", "json")[1])[0]
    assert [(each["cell"], each["rule"]) for each in book["findings"]] == [("B2", "number-in-formula")]
    sarif = json.loads(run("check", wrong, "--with", "none", "--format", "sarif")[1])
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"][0]["ruleId"] == "number-in-formula"
    assert "| warning | Plan!B2 |" in run("check", wrong, "--with", "none", "--format", "md")[1]
    status, out, _ = run("check", wrong, "--with", "none", "-o", "found.xlsx")
    assert (status, out) == (1, "found.xlsx: 1 finding.\n")
    sheet = openpyxl.load_workbook(tmp_path / "found.xlsx").active
    assert [cell.value for cell in sheet[2]][1:4] == ["warning", "Plan", "B2"]


@pytest.mark.parametrize("asked", [("--format", "text"), ("--json", "--format", "md"), ("--json", "--format", "text")])
def test_two_forms_at_once_are_refused(run, wrong, tmp_path, asked):
    out = () if "--json" in asked else ("-o", "found.xlsx")
    status, printed, err = run("check", wrong, "--with", "none", *asked, *out)
    assert (status, printed, err.count("\n")) == (2, "", 1)
    assert not (tmp_path / "found.xlsx").exists()
    assert json.loads(run("check", wrong, "--with", "none", "--json", "--format", "json")[1])


def test_a_folder_is_one_table_and_a_broken_book_stops_no_other(run, tmp_path, right):
    clients = tmp_path / "clients"
    clients.mkdir()
    shutil.copy(EXAMPLE, clients / "lindenhof.xlsx")
    shutil.copy(right, clients / "right.xlsx")
    (clients / "broken.xlsx").write_text("not a workbook")
    status, out, err = run("check", "clients")
    assert status == 2
    assert "broken.xlsx" in err
    (line,) = [line for line in out.splitlines() if "lindenhof.xlsx" in line]
    assert "+37.8%" in line
    assert "points" in line
    assert "3 books" in out


def test_an_engine_for_a_folder_is_refused_in_one_line(run, tmp_path):
    status, _, err = run("check", tmp_path, "--with", "ironcalc")
    assert status == 2
    assert err.count("\n") == 1


def test_findings_never_replace_a_book_and_no_other_file_without_force(run, tmp_path):
    book = tmp_path / "plan.xlsx"
    shutil.copyfile(templates.shipped("four_step"), book)
    before = book.read_bytes()
    for command in (("plan.xlsx", "-o", "plan.xlsx", "--force"), (".", "-o", "plan.xlsx", "--force")):
        status, _, err = run("check", *command)
        assert (status, book.read_bytes()) == (2, before)
        assert "would replace a book that is checked" in err
    (tmp_path / "old.md").write_text("of last year", encoding="utf-8")
    status, _, err = run("check", "plan.xlsx", "-o", "old.md")
    assert status == 2
    assert "say --force" in err
    assert run("check", "plan.xlsx", "-o", "old.md", "--force")[0] == 0
