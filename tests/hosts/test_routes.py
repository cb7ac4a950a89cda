"""One table: every example of every function, by every route into a spreadsheet, gives what is documented.

`ROUTES` lists them all: those that need a program of their own are asked beside that program's other tests.
"""

import json
import re
import shutil
import subprocess
import sys
from datetime import datetime
from itertools import chain
from pathlib import Path

import pytest
import xlsxwriter
from answers import EXAMPLES, arguments, for_com, for_office, from_com, from_office, same, shown
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

import socroi
from socroi.books.recalculation import recalculate
from socroi.definition.registry import formulas
from socroi.definition.twin import literal
from socroi.definition.units import Shape
from socroi.errors import CellError
from socroi.excel.serials import to_serial
from socroi.hosts import excel_labs
from socroi.hosts.lambdas import definition
from socroi.hosts.plain.formula import plain_trees
from socroi.hosts.plain.references import References
from socroi.hosts.plain.unsayable import Unsayable
from socroi.review.subject import Place, Subject
from socroi.review.witnesses import libreoffice

HERE = Path(__file__).parent
ROUTES = {
    "Python": "test_routes.py::test_plain_python_gives_what_is_documented",
    "Excel's add-in, by xlwings": "test_routes.py::test_the_classic_add_in_gives_what_is_documented",
    "xlwings Server and Lite, their engine": (
        "test_routes.py::test_the_engine_of_server_and_lite_gives_what_is_documented"
    ),
    "xlwings Server, over HTTP": "test_server.py::test_the_server_gives_what_is_documented",
    "xlwings Lite, in the browser's Python": "test_lite.py::test_lite_gives_what_is_documented",
    "xlwings Server, its JavaScript in a browser": (
        "test_server.py::test_the_javascript_of_the_server_gives_what_is_documented"
    ),
    "our engine": "test_routes.py::test_our_engine_gives_what_is_documented",
    "LAMBDA names, by IronCalc": "test_routes.py::test_the_lambda_names_give_what_is_documented",
    "Excel Labs, by our engine": "test_routes.py::test_the_module_for_excel_labs_gives_what_is_documented",
    "the plain edition, by our engine": "test_routes.py::test_the_plain_edition_gives_what_is_documented",
    "the plain edition, by LibreOffice": "test_routes.py::test_libreoffice_computes_the_plain_edition_as_documented",
    "LibreOffice's extension, packed": (
        "test_libreoffice_extension.py::test_what_is_packed_computes_every_example_with_the_standard_library_alone"
    ),
    "LibreOffice's extension, in LibreOffice": (
        "test_libreoffice.py::test_an_example_in_a_workbook_of_excels_gives_what_is_documented"
    ),
    "JavaScript": "javascript/test_library.py::test_every_example_gives_in_javascript_what_is_documented",
    "Excel's add-in of static files": (
        "javascript/test_office.py::test_every_example_gives_what_is_documented_as_excel_calls_it"
    ),
    "Google Sheets": (
        "javascript/test_google_sheets.py::test_every_example_gives_what_is_documented_as_google_sheets_calls_it"
    ),
}
"""By the route, the test that takes every example along it."""
IRONCALC = Path(__file__).parents[1] / "catalogue" / "ironcalc_worker.py"
TWINS = [each for each in EXAMPLES if formulas()[each.call.name].twin]
BY_ONE = "IronCalc 0.9.1 computes XMATCH of a range for its first cell only"
ROOM = 20
"""Rows and columns for one example's cells."""


def documented(example):
    return same(shown(example.result))


def block(result):
    """How many rows and columns a documented result has."""
    return (len(result), len(result[0])) if isinstance(result, list) else (1, 1)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_classic_add_in_gives_what_is_documented(example, classic):
    answer = classic.ask("call", example.call.name, list(map(for_com, arguments(example))))
    assert from_com(answer) == documented(example)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_engine_of_server_and_lite_gives_what_is_documented(example, officejs):
    answer = officejs.ask("call", example.call.name, list(map(for_office, arguments(example))))
    assert from_office(answer) == documented(example)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_plain_python_gives_what_is_documented(example):
    answer = getattr(socroi, example.call.name)(*arguments(example))
    if hasattr(answer, "columns"):
        answer = [answer.columns.tolist(), *answer.to_numpy(dtype=object).tolist()]
    flat = list(chain.from_iterable(row if isinstance(row, list) else [row] for row in answer)) if isinstance(
        answer, list) else [answer]  # fmt: skip
    rows = example.result if isinstance(example.result, list) else [[example.result]]
    blank = [None if cell is None or cell != cell else cell for cell in flat]  # noqa: PLR0124 - a blank of pandas is NaN
    assert [shown(cell) for cell in blank] == [same(shown(cell)) for row in rows for cell in row]


@pytest.fixture(scope="module")
def our_engine(tmp_path_factory):
    """Every example as it is typed, in one workbook that our engine computed; gives the rows of a block."""
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path_factory.mktemp("engine") / "examples.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for index, example in enumerate(EXAMPLES):
        rows, columns = block(example.result)
        typed = example.text.partition(" -> ")[0]
        area = xl_range(index * ROOM, 0, index * ROOM + rows - 1, columns - 1)
        sheet.write_dynamic_array_formula(area, typed, None, "")
    book.close()
    report = recalculate(path)
    assert report.uncomputed == []
    values = openpyxl.load_workbook(path, data_only=True).active

    def read(example):
        rows, columns = block(example.result)
        top = EXAMPLES.index(example) * ROOM
        cells = [[values.cell(top + r + 1, c + 1).value for c in range(columns)] for r in range(rows)]
        return shown([[to_serial(cell) if isinstance(cell, datetime) else cell for cell in row] for row in cells])

    return read


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_our_engine_gives_what_is_documented(example, our_engine):
    assert our_engine(example) == documented(example)


def write(sheet, row, column, value):
    """Write an argument's cells and return the reference to them."""
    rows = value if isinstance(value, list) else [[value]]
    for r, cells in enumerate(rows):
        for c, cell in enumerate(cells):
            if isinstance(cell, CellError):
                sheet.write_formula(row + r, column + c, "=NA()" if cell.code == "#N/A" else "=1/0")
            elif cell is not None:
                sheet.write(row + r, column + c, cell)
    if len(rows) == len(rows[0]) == 1:
        return xl_rowcol_to_cell(row, column)
    return xl_range(row, column, row + len(rows) - 1, column + len(rows[0]) - 1)


@pytest.fixture(scope="module")
def lambda_names(tmp_path_factory, package):
    """Every example of a function with a twin, called by its LAMBDA name and computed by IronCalc."""
    package("ironcalc")
    path = tmp_path_factory.mktemp("lambda") / "examples.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for name in dict.fromkeys(example.call.name for example in TWINS):
        book.define_name(name, "=" + definition(formulas()[name], optional=False))
    blocks = []
    for index, example in enumerate(TWINS):
        top, left, given = index * ROOM, ROOM, arguments(example)
        given += [None] * (len(formulas()[example.call.name].parameters) - len(given))
        references = []
        for parameter, value in zip(formulas()[example.call.name].parameters, given, strict=True):
            # These names, without the marks of optional arguments, take a blank cell for what is left out, except
            # where cells are answered one by one: a blank among those is not known yet.
            if value is None and parameter.shape is Shape.EACH and not parameter.required:
                references.append(literal(parameter.default))
            else:
                references.append(write(sheet, top, left, value))
            left += ROOM
        sheet.write_dynamic_array_formula(top, 0, top, 0, f"={example.call.name}({','.join(references)})")
        blocks.append([top + 1, 1, *block(example.result)])
    book.close()
    request = json.dumps([str(path), blocks]) + "\n"
    done = subprocess.run([sys.executable, str(IRONCALC)], input=request, capture_output=True, text=True, check=True)
    values = json.loads(done.stdout)
    return lambda example: shown(values[TWINS.index(example)])


@pytest.mark.parametrize("example", TWINS, ids=str)
def test_the_lambda_names_give_what_is_documented(example, lambda_names):
    if example.call.name == "KPIVALUE" and isinstance(example.result, list):
        pytest.skip(BY_ONE)
    assert lambda_names(example) == documented(example)


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_asked_for_all_examples(route):
    file, _, test = ROUTES[route].partition("::")
    text = (HERE / file).read_text("utf-8")
    assert f"def {test}(" in text
    assert "from answers import EXAMPLES" in text


def as_values(path, report):
    """Reads the cells of a block of a computed workbook, its first cell in a row of its own."""
    assert report.uncomputed == []
    values = pytest.importorskip("openpyxl").load_workbook(path, data_only=True).active

    def read(top, rows, columns):
        cells = [[values.cell(top + r + 1, c + 1).value for c in range(columns)] for r in range(rows)]
        return shown([[to_serial(cell) if isinstance(cell, datetime) else cell for cell in row] for row in cells])

    return read


@pytest.fixture(scope="module")
def labs(tmp_path_factory):
    """The module for Excel Labs as names that our engine takes for nobody's functions; it computes their LAMBDAs."""
    path = tmp_path_factory.mktemp("labs") / "examples.xlsx"
    defined = dict(re.findall(r"^([A-Z]+) = (LAMBDA\(.*\));$", excel_labs.module(), re.MULTILINE))
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for name in dict.fromkeys(example.call.name for example in TWINS):
            book.define_name(f"LABS_{name}", "=" + re.sub(r"\[(\w+)\]", r"_xlop.\1", defined[name]))
        for index, example in enumerate(TWINS):
            rows, columns = block(example.result)
            typed = re.sub(r"\b(?=(?:SOC[A-Z]+|KPIVALUE)\()", "LABS_", example.text.partition(" -> ")[0])
            area = xl_range(index * ROOM, 0, index * ROOM + rows - 1, columns - 1)
            sheet.write_dynamic_array_formula(area, typed, None, "")
    read = as_values(path, recalculate(path))
    return lambda example: read(TWINS.index(example) * ROOM, *block(example.result))


@pytest.mark.parametrize("example", TWINS, ids=str)
def test_the_module_for_excel_labs_gives_what_is_documented(example, labs):
    assert labs(example) == documented(example)


def plain_cells(example, top):
    """The formulas that stand for an example's cells in the plain edition; None where it has none."""
    rows, columns = block(example.result)
    text = example.text.partition(" -> ")[0].lstrip("=")
    try:
        trees = plain_trees(text, (top, 0), (rows, columns), References())
        return [[trees.at(row, column, (top, 0)) for column in range(columns)] for row in range(rows)]
    except Unsayable:
        return None


PLAIN = [(example, cells) for n, example in enumerate(TWINS) if (cells := plain_cells(example, n * ROOM))]
PLAIN_EXAMPLES = [example for example, _ in PLAIN]


@pytest.fixture(scope="module")
def plain_book(tmp_path_factory):
    """Every example that the plain edition can say, as it says it."""
    path = tmp_path_factory.mktemp("plain") / "examples.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for example, cells in PLAIN:
            for down, row in enumerate(cells):
                for right, plain in enumerate(row):
                    place = (TWINS.index(example) * ROOM + down, right)
                    if plain.array:
                        sheet.write_array_formula(*place, *place, f"{{={plain.text}}}")
                    else:
                        sheet.write_formula(*place, f"={plain.text}")
    return path, as_values(path, recalculate(path))


def test_the_plain_edition_says_examples_of_all_functions_with_a_twin_but_two():
    said = {example.call.name for example in PLAIN_EXAMPLES}
    assert {example.call.name for example in TWINS} - said == {"SOCATTRIB", "SOCLAGCORR"}
    assert len(PLAIN) > 140


@pytest.mark.parametrize("example", PLAIN_EXAMPLES, ids=str)
def test_the_plain_edition_gives_what_is_documented(example, plain_book):
    _, read = plain_book
    assert read(TWINS.index(example) * ROOM, *block(example.result)) == documented(example)


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_computes_the_plain_edition_as_documented(plain_book):
    path, _ = plain_book
    theirs = libreoffice.compute(Subject(path))
    wrong = []
    for example in PLAIN_EXAMPLES:
        rows, columns = block(example.result)
        top = TWINS.index(example) * ROOM
        cells = shown([[theirs.get(Place(0, top + r, c)) for c in range(columns)] for r in range(rows)])
        if cells != documented(example):
            wrong.append((str(example), cells))
    assert wrong == []
