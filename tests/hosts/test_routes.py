"""One table: every example of every function, by every route into a spreadsheet, gives what is documented."""

import json
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
from socroi.hosts.lambdas import definition

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
