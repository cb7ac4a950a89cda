"""`socroi addin`, `socroi freeze` and the editions of `socroi new`."""

import re
import sys
import zipfile

import pytest
import xlsxwriter

from socroi.definition.registry import formulas


def workbook_text(path):
    with zipfile.ZipFile(path) as package:
        return package.read("xl/workbook.xml").decode()


def test_the_365_edition_has_every_function_that_plain_excel_can_say(run, tmp_path):
    status, out, err = run("new", "four_step", "--edition", "365", "-o", "plan.xlsx")
    assert (status, err) == (0, "")
    names = set(re.findall(r'definedName name="([A-Z]+)"', workbook_text(tmp_path / "plan.xlsx")))
    assert names == {name for name, formula in formulas().items() if formula.twin}
    assert "plan.xlsx" in out


@pytest.mark.parametrize("options", [(), ("--currency", "USD", "--start", "2026-04")])
def test_the_edition_with_macros_has_the_functions_inside_and_no_names(run, tmp_path, options):
    status, _, err = run("new", "four_step", "--edition", "xlsm", *options)
    assert (status, err) == (0, "")
    with zipfile.ZipFile(tmp_path / "four_step.xlsm") as package:
        assert "SocroiFunctions".encode("utf-16-le") in package.read("xl/vbaProject.bin")
        assert b"sheet.macroEnabled.main+xml" in package.read("[Content_Types].xml")
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        named = [re.search(rb'<sheetPr[^>]*codeName="(Sheet\d+)"', package.read(name))[1] for name in sheets]
    assert len(set(named)) == len(sheets)
    assert "_xlfn.LAMBDA" not in workbook_text(tmp_path / "four_step.xlsm")


def test_an_edition_needs_its_own_ending(run):
    status, _, err = run("new", "four_step", "--edition", "xlsm", "-o", "plan.xlsx")
    assert status == 2
    assert ".xlsm" in err


def test_lambdas_says_what_it_added_and_what_excel_cannot_say(run, tmp_path):
    run("new", "four_step", "-o", "plan.xlsx")
    status, out, _ = run("addin", "lambdas", "plan.xlsx", "-o", "with.xlsx")
    assert status == 0
    assert "functions added" in out
    assert "SOCMARKOV" in out
    assert (tmp_path / "with.xlsx").exists()
    status, out, _ = run("addin", "lambdas", "with.xlsx", "--remove")
    assert status == 0
    assert "functions taken out" in out
    assert "show #NAME? now" in out
    with zipfile.ZipFile(tmp_path / "with.xlsx") as package:
        assert b"LAMBDA" not in package.read("xl/workbook.xml")


def test_lambdas_tells_which_names_are_a_users_own_and_what_to_do(run, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "own.xlsx") as book:
        book.add_worksheet("S")
        book.define_name("SOCROI", "=_xlfn.LAMBDA(_xlpm.revenue,_xlpm.cost,_xlpm.revenue/_xlpm.cost)")
    status, out, _ = run("addin", "lambdas", "own.xlsx")
    assert status == 0
    assert "own.xlsx has these names for something of its own" in out
    assert "SOCROI is =LAMBDA(revenue,cost,revenue/cost)." in out
    assert "rename that in Excel" in out
    status, out, _ = run("addin", "lambdas", "own.xlsx", "--replace")
    assert "In the place of yours: SOCROI." in out


def test_freeze_writes_a_copy_beside_the_book(run, tmp_path):
    run("new", "four_step", "-o", "plan.xlsx")
    status, out, _ = run("freeze", "plan.xlsx")
    assert status == 0
    assert "plan (values).xlsx" in out
    with zipfile.ZipFile(tmp_path / "plan (values).xlsx") as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist())
    status, _, err = run("freeze", "plan.xlsx")
    assert status == 2
    assert "exists already" in err


def test_freeze_refuses_a_name_that_is_no_workbook(run):
    run("new", "four_step", "-o", "plan.xlsx")
    status, _, err = run("freeze", "plan.xlsx", "-o", "plan.pdf")
    assert status == 2
    assert ".xlsx" in err


def test_lite_writes_the_file_to_paste(run, tmp_path):
    status, out, _ = run("addin", "lite")
    assert status == 0
    assert "Restart" in out
    assert (tmp_path / "main.py").read_text(encoding="utf-8").startswith('"""SOCROI')
    assert run("addin", "lite")[0] == 2
    assert run("addin", "lite", "--package", "--force")[0] == 0
    assert "import *" in (tmp_path / "main.py").read_text(encoding="utf-8")


def test_server_writes_a_project_with_identities_of_its_own(run, tmp_path):
    assert run("addin", "server", "one")[0] == 0
    assert run("addin", "server", "two")[0] == 0
    identities = [
        set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", (tmp_path / name / "pyproject.toml").read_text()))
        for name in ("one", "two")
    ]
    assert len(identities[0]) == len(identities[1]) == 5
    assert not identities[0] & identities[1]
    assert (tmp_path / "one" / "custom_functions" / "__init__.py").exists()
    assert run("addin", "server", "one")[0] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows it would install the add-in")
@pytest.mark.parametrize("command", ["install", "status", "remove"])
def test_elsewhere_than_on_windows_the_add_in_says_what_to_do_instead(run, command):
    status, _, err = run("addin", command)
    assert status == 2
    assert "socroi addin lite" in err


def test_the_lite_edition_says_that_it_is_experimental(run, tmp_path):
    status, out, _ = run("new", "four_step", "--edition", "lite", "-o", "plan.xlsx")
    assert status == 0
    assert "Experimental" in out
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as package:
        assert "xl/webextensions/webextension1.xml" in package.namelist()


def test_javascript_writes_a_folder_whose_manifest_has_the_own_address(run, tmp_path):
    status, out, _ = run("addin", "javascript", "web", "--url", "https://shop.example/socroi")
    assert status == 0
    assert "docs/javascript.md" in out
    manifest = (tmp_path / "web" / "excel" / "manifest.xml").read_text("utf-8")
    assert "https://shop.example/socroi/functions.js" in manifest
    assert "localhost" not in manifest
    assert (tmp_path / "web" / "socroi.js").is_file()
    assert run("addin", "javascript", "web")[0] == 2


def test_javascript_refuses_an_address_that_excel_takes_nothing_from(run, tmp_path):
    status, _, err = run("addin", "javascript", "web", "--url", "http://shop.example")
    assert status == 2
    assert "https://" in err
    assert not (tmp_path / "web").exists()
