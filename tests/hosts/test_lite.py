"""xlwings Lite: the Python of the browser (Pyodide) in Node.js, the real xlwings, and the file that a user pastes."""

import ast
import json
import os
import re
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from answers import EXAMPLES, arguments, for_office, from_office, same, shown

from socroi.definition.registry import formulas
from socroi.hosts import lite
from socroi.hosts.lite_edition import write_lite_edition

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

HERE = Path(__file__).resolve().parent
NODE = HERE / "node"


@pytest.fixture(scope="module")
def main_py(tmp_path_factory):
    path = tmp_path_factory.mktemp("lite") / "main.py"
    path.write_text(lite.main_py(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser(worker, program, package, folder, main_py):
    """Pyodide with the pasted file; xlwings comes from this installation, as its wheel is pure Python there."""
    package("xlwings")
    import xlwings

    node = program("node", "apt-get install nodejs")
    folder(NODE / "node_modules" / "pyodide", "npm install --no-package-lock --prefix tests/hosts/node")
    return worker(node, NODE / "lite.mjs", Path(xlwings.__file__).parent, main_py)


@pytest.mark.node
def test_it_is_the_pasted_file_that_answers_in_the_browsers_python(browser):
    platform, version, where = browser.ask("where")
    assert (platform, version) == ("emscripten", "0.37.8")
    assert where.startswith("/tmp/socroi-")  # noqa: S108 - a folder inside Pyodide's memory


@pytest.mark.node
@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_lite_gives_what_is_documented(example, browser):
    answer = browser.ask("call", example.call.name, list(map(for_office, arguments(example))))
    assert from_office(answer) == same(shown(example.result))


@pytest.mark.node
def test_lite_tells_excel_of_every_function(browser):
    told = {function["id"]: function for function in browser.ask("meta")["functions"]}
    assert told.keys() == formulas().keys()
    assert told["SOCROI"]["description"].startswith("Return on investment")


@pytest.mark.node
def test_a_blank_cell_of_the_browser_is_not_known_yet(browser):
    # Office.js passes null for a blank, which in Pyodide is an object of its own and no None.
    answer = browser.ask("call", "SOCPROFIT", [[[None], [None]], [[500]], None])
    assert from_office(answer) == "#N/A"
    assert from_office(browser.ask("call", "SOCPROFIT", [[[None], [1500]], [[500]], None])) == 1000.0


def test_the_pasted_file_holds_readable_modules_and_no_more_than_the_functions_need():
    names = {path.name for path in lite.modules()}
    assert {"gate.py", "registry.py", "excel.py", "roi.py"} <= names
    assert not names & {"evaluate.py", "writer.py", "new.py", "vba_projects.py"}
    tree = ast.parse(lite.main_py())
    sources = next(node for node in tree.body if isinstance(node, ast.Assign)).value
    for text in sources.values:
        ast.parse(text.value)


def test_the_variant_with_the_package_offers_the_same_functions(worker, package, tmp_path):
    package("xlwings")
    (tmp_path / "two_lines.py").write_text(lite.WITH_PACKAGE, encoding="utf-8")
    paths = os.pathsep.join(map(str, (HERE.parents[1], HERE, tmp_path)))
    told = worker(sys.executable, HERE / "officejs_worker.py", "two_lines", PYTHONPATH=paths).ask("meta")["functions"]
    assert {function["id"] for function in told} == formulas().keys()


TEMPLATE = HERE.parents[1] / "workbook_templates" / "en" / "four_step.xlsx"


@pytest.fixture(scope="module")
def lite_book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_lite_edition(TEMPLATE, path, lite.main_py())
    return path


def test_the_experimental_workbook_holds_the_code_as_lite_keeps_it(lite_book):
    with zipfile.ZipFile(lite_book) as package:
        pane = ET.fromstring(package.read("xl/webextensions/webextension1.xml"))  # noqa: S314 - our own file
        types, pointers = package.read("[Content_Types].xml"), package.read("_rels/.rels")
    kept = {each.get("name"): json.loads(each.get("value")) for each in pane.iter() if each.tag.endswith("}property")}
    assert kept["main.py"] == lite.main_py()
    assert kept["requirements.txt"].startswith("xlwings==")
    assert b"/xl/webextensions/taskpanes.xml" in types
    assert b"xl/webextensions/taskpanes.xml" in pointers


def test_the_experimental_workbook_calls_lites_functions_and_has_no_names_that_hide_them(lite_book):
    with zipfile.ZipFile(lite_book) as package:
        text = "".join(package.read(name).decode() for name in package.namelist() if name.startswith("xl/w"))
    text = text.partition("main.py")[0] if "main.py" in text else text
    assert "_xldudf_SOCROI(" in text
    assert "_xlfn.LAMBDA" not in text
    assert not re.search(r"<f[^>]*>[^<]*(?<!_xldudf_)\b(SOC[A-Z]+|KPIVALUE)\(", text)


def test_the_experimental_workbook_computes_as_the_template_does(lite_book, tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    from socroi import recalculate

    for source, name in ((TEMPLATE, "template.xlsx"), (lite_book, "lite.xlsx")):
        assert recalculate(source, tmp_path / name).uncomputed == []
    books = [openpyxl.load_workbook(tmp_path / name, data_only=True) for name in ("template.xlsx", "lite.xlsx")]
    cells = [[[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()] for book in books]
    assert cells[0] == cells[1]
