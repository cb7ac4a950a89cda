"""The formulas of workbooks that Excel saved: each is read, and written as Excel wrote it."""

import html
import re
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest

from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render
from socroi.engine.model.regions import group

WORKBOOKS = Path(__file__).parents[4] / "shared" / "conformance" / "excel"

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="the workbooks that Excel calculated are not beside the project"),
]

CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"[^>]*>\s*<f(?:\s[^>]*)?>([^<]+)</f>')
NAME = re.compile(r"<definedName[^>]*>([^<]+)</definedName>")
PREFIXED = re.compile(r"_xl[a-z]+\.[A-Za-z_][\w.]*")


def sheets():
    """Yield the (row, column, text) of the formulas of each sheet, and the defined names of each workbook."""
    for path in sorted(WORKBOOKS.rglob("*.xls[xm]")):
        if not zipfile.is_zipfile(path):
            continue
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                try:
                    xml = package.read(part).decode() if part.endswith(".xml") else ""
                except (zipfile.BadZipFile, UnicodeDecodeError):
                    continue
                if part.startswith("xl/worksheets/"):
                    yield [
                        (int(row) - 1, number(letters), html.unescape(text)) for letters, row, text in CELL.findall(xml)
                    ]
                elif part == "xl/workbook.xml":
                    yield [(0, 0, html.unescape(text)) for text in NAME.findall(xml)]


def number(letters):
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - ord("A") + 1
    return value - 1


@pytest.fixture(scope="module")
def found():
    return [cells for cells in sheets() if cells]


def test_every_formula_that_excel_stored_is_read_and_reads_back_from_its_text(found):
    formulas = {cell for cells in found for cell in cells}
    assert len(formulas) > 30_000
    for row, column, text in formulas:
        tree = parse(text, row, column)
        assert parse(render(tree, row, column), row, column) == tree, text
        assert parse(render(tree, row, column, prefixes=True), row, column) == tree, text


def test_functions_and_parameters_get_the_prefixes_that_excel_gave_them(found):
    texts = {text for cells in found for _, _, text in cells if PREFIXED.search(text)}
    assert len(texts) > 10_000
    for text in texts:
        assert PREFIXED.findall(render(parse(text, 9999, 99), 9999, 99, prefixes=True)) == PREFIXED.findall(text), text


def test_the_text_for_a_file_is_excels_own_but_for_spaces_and_a_few_spellings(found):
    texts = {text for cells in found for _, _, text in cells}
    other = [
        text
        for text in texts
        if render(parse(text, 9999, 99), 9999, 99, prefixes=True).replace(" ", "") != text.replace(" ", "")
    ]
    # Numbers below 1E-4, needless parentheses, functions of the workbook's own in lower case.
    assert len(other) < 40


def test_regions_hold_cells_of_one_tree(found):
    for cells in found:
        trees = defaultdict(dict)
        for row, column, text in cells:
            trees[column][row] = parse(text, row, column)
        for region in group({(row, column): (row, column, text) for row, column, text in cells}.values()):
            column = trees[region.column]
            rows = range(region.row, region.row + region.count)
            assert all(column[row] == column[region.row] for row in rows), region.text
