import sys
import zipfile

import pytest

from socroi import hosts, read_template, templates
from socroi.hosts import macro_edition

openpyxl = pytest.importorskip("openpyxl")


def test_without_a_name_it_lists_each_template_with_its_languages(run):
    status, out, _ = run("new")
    assert status == 0
    for each in templates.catalogue():
        assert each.name in out
        assert each.summary in " ".join(out.split())
    assert "hu (Hungarian)" in out


def test_it_writes_the_shipped_workbook(run, tmp_path):
    status, out, _ = run("new", "four_step")
    assert status == 0
    assert (tmp_path / "four_step.xlsx").read_bytes() == templates.shipped("four_step", "en").read_bytes()
    assert "socroi calc four_step.xlsx" in out


def test_a_folder_takes_the_workbook_under_its_own_name(run, tmp_path):
    (tmp_path / "plans").mkdir()
    assert run("new", "four_step", "-o", "plans")[0] == 0
    assert (tmp_path / "plans" / "four_step.xlsx").is_file()


def test_it_never_writes_over_a_file_unless_told_to(run, tmp_path):
    (tmp_path / "four_step.xlsx").write_bytes(b"mine")
    status, _, err = run("new", "four_step")
    assert status == 2
    assert "exists already" in err
    assert (tmp_path / "four_step.xlsx").read_bytes() == b"mine"
    assert run("new", "four_step", "--force")[0] == 0


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_currency_and_first_month_are_in_the_workbook(run, tmp_path):
    assert run("new", "four_step", "--currency", "usd", "--start", "2026-04")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "four_step.xlsx")
    values = {name: _named(book, name) for name in ("currency", "first_month")}
    assert values["currency"] == "USD"
    assert f"{values['first_month']:%Y-%m}" == "2026-04"


def test_an_example_is_filled_in_and_says_so(run, tmp_path):
    assert run("new", "programme", "--example")[0] == 0
    assert (tmp_path / "programme_example.xlsx").read_bytes() == templates.shipped(
        "programme", example=True
    ).read_bytes()


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_sheets_are_set_up_for_the_paper_that_is_named(run, tmp_path):
    assert run("new", "programme", "--paper", "letter")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "programme.xlsx")
    assert {sheet.page_setup.paperSize for sheet in book} == {1}


@pytest.mark.parametrize("typed", ["hu", "HU", "hu-HU", "Hungarian"])
def test_language_is_known_by_its_code_and_by_its_name(run, tmp_path, typed):
    assert run("new", "programme", "--lang", typed)[0] == 0
    assert (tmp_path / "programme.xlsx").read_bytes() == templates.shipped("programme", "hu").read_bytes()


def paired(names, languages):
    """Each name and each language at least once, without all of their combinations."""
    return [(names[i % len(names)], languages[i % len(languages)]) for i in range(max(len(names), len(languages)))]


@pytest.mark.parametrize(("name", "language"), paired(templates.names(), templates.languages()))
def test_workbook_built_to_order_has_the_same_tables_with_and_without_macros(run, tmp_path, name, language):
    options = ("--lang", language, "--currency", "eur", "--start", "2026-07")
    assert run("new", name, *options, "--edition", "xlsm", "-o", "a.xlsm")[0] == 0
    assert run("new", name, *options, "-o", "a.xlsx")[0] == 0
    plain, macros = (read_template(tmp_path / name, keys=True) for name in ("a.xlsx", "a.xlsm"))
    assert plain.keys() == macros.keys()
    assert has_macros(tmp_path / "a.xlsm")


def test_example_comes_with_macros_too(run, tmp_path):
    assert run("new", "programme", "--example", "--edition", "xlsm")[0] == 0
    assert has_macros(tmp_path / "programme_example.xlsm")


def test_installed_wheel_brings_the_macros_along(run, tmp_path, monkeypatch):
    packed = tmp_path / "9.bin"
    packed.write_bytes(b"the project of the wheel")
    monkeypatch.setattr(macro_edition, "vba_project", lambda _: packed)
    assert run("new", "programme", "--edition", "xlsm")[0] == 0
    with zipfile.ZipFile(tmp_path / "programme.xlsm") as package:
        assert package.read("xl/vbaProject.bin") == b"the project of the wheel"


def test_where_macros_can_neither_be_found_nor_made_it_is_said_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    monkeypatch.delitem(sys.modules, "socroi.hosts.vba_projects", raising=False)
    monkeypatch.delattr(hosts, "vba_projects", raising=False)
    status, _, err = run("new", "programme", "--edition", "xlsm")
    assert status == 2
    assert "the package pyopenvba is missing" in err
    assert not (tmp_path / "programme.xlsm").exists()


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_figures_are_computed_in_a_workbook_that_is_built_to_order(run, tmp_path):
    assert run("new", "four_step", "--example", "--currency", "usd", "-o", "a.xlsx")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)
    assert _named(book, "roi_total") == pytest.approx((17289 - 12549) * 100 / 12549, abs=0.1)


def has_macros(path):
    with zipfile.ZipFile(path) as package:
        return "xl/vbaProject.bin" in package.namelist()


def _named(book, name):
    sheet, cell = next(book.defined_names[name].destinations)
    return book[sheet][cell].value


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("dance",), "there is no template"),
        (("fourstep",), "Did you mean four_step?"),
        (("kpi",), "Did you mean kpi_scorecard?"),
        (("four_step", "--lang", "xx"), "'xx'. Choose one of: en (English)"),
        (("four_step", "--edition", "xls"), "'xls'"),
        (("four_step", "--start", "2026-13"), "is no month"),
        (("four_step", "--currency", "euro"), "is no currency"),
        (("four_step", "-o", "plan.csv"), "ends in .xlsx"),
        (("four_step", "-o", "gone/plan.xlsx"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_written(run, tmp_path, arguments, said):
    status, _, err = run("new", *arguments)
    assert status == 2
    assert said in err
    assert not list(tmp_path.rglob("*.*"))
