"""xlwings Lite: the Python of the browser (Pyodide) in Node.js, the real xlwings, and the file that a user pastes."""

import ast
import os
import sys
from pathlib import Path

import pytest
from answers import EXAMPLES, arguments, for_office, from_office, same, shown

from socroi.hosts import lite
from socroi.registry import formulas

HERE = Path(__file__).parent
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
