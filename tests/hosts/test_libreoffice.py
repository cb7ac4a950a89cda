"""The add-in in the real program: LibreOffice 25.2 computes our functions from workbooks as Excel writes them."""

import re
import warnings
from contextlib import closing
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from answers import EXAMPLES, same, shown
from four_step_case import CASE
from office import Office
from xlsxwriter.utility import xl_range

from socroi import recalculate
from socroi.definition.registry import formulas
from socroi.hosts.lambdas import definition
from socroi.hosts.libreoffice.extension import generated_files
from socroi.templates import build

pytestmark = pytest.mark.libreoffice

ROOT = Path(__file__).parents[2]
ROOM = 20
"""Rows for one example's cells."""
NAMES = {name: definition(formula) for name, formula in formulas().items() if formula.twin}


@pytest.fixture(scope="module")
def office(program):
    with closing(Office(program)) as office:
        version = re.search(r"(\d+)\.(\d+)", office.run(program("soffice"), "--version"))
        if tuple(map(int, version.groups())) < (25, 2):
            pytest.skip("before LibreOffice 25.2 a workbook of Excel's cannot call an add-in by its short name")
        extension = office.folder / "socroi.oxt"
        extension.write_bytes(generated_files()["socroi.oxt"])
        office.unopkg("add", extension)
        yield office


def loaded(path, *, values):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says which parts of a workbook it does not keep
        return openpyxl.load_workbook(path, data_only=values)


def block(result):
    """How many rows and columns a documented result has."""
    return (len(result), len(result[0])) if isinstance(result, list) else (1, 1)


# Each line: a formula over the cells of DATA, and what LibreOffice shows; 1000 earned for 500 is 100 percent.
DATA = {
    "H2": 0,
    "H3": 500,
    "H4": True,
    "H5": "=NA()",
    "H6": "a text",
    "H7": 46204,
    "H8": '=""',
    "H9": 1000,
    "H10": "FB",
}
ARRIVALS = {
    "numbers typed": ("=SOCROI(1000,500)", 100),
    "two cells": ("=SOCROI(H9,H3)", 100),
    "a cell of another sheet": ("=SOCROI(Sheet1!$H$9,H3)", 100),
    "a heading, a text and blanks in a range": ("=SOCPROFIT(H8:H12,H3)", 500),
    "a typed array": ("=SOCROI({400,600},{250;250})", 100),
    "a defined name": ("=SOCROI(earned,H3)", 100),
    "a column of a table": ("=SOCROI(T[earned],T[spent])", 100),
    "an argument left out in the middle": ('=SOCROI(1000,500,,"ratio")', 1),
    "a comma and nothing after it": ("=SOCROI(1000,500,)", 100),
    "a blank cell for a choice": ("=SOCROI(1000,500,1,H1)", 100),
    "a blank range": ("=SOCROI(H11:H12,H3)", "#N/A"),
    "a formula's empty text": ("=SOCROI(H8,H3)", "#N/A"),
    "a blank that the formula asks for": ('=SOCROI(IF(H1="","",H1),H3)', "#N/A"),
    "text for a number": ("=SOCROI(H6,H3)", "#VALUE!"),
    "an error in a cell": ("=SOCROI(H5,H3)", "#N/A"),
    "an error computed on the way": ("=SOCROI(1/0,H3)", "#DIV/0!"),
    "an error in a typed array": ("=SOCROI({500;#N/A},H3)", "#N/A"),
    "a date": ("=INDEX(SOCBYPERIOD(H7,H9,H3),2,1)", "2026-07"),
    "a platform in one cell": ("=INDEX(SOCBYPLATFORM(H10,H9,H3),2,1)", "FB"),
    "the result in a larger formula": ("=SOCROI(H9,H3)*2+1", 201),
    "a text of a table": ("=INDEX(SOCBYPLATFORM(H10,H9,H3),2,1)=H10", True),
    "a text of a spilled table, joined": ('=M2&""=H10', True),
    "an error of ours that is caught": ("=IFERROR(SOCROI(H9,H2),-1)", -1),
    "an error of ours that is told apart": ("=ERROR.TYPE(SOCROI(H9,H2))", 2),
    "a function of ours inside another": ("=SOCMAXCPA(SOCLTV(50,12),0.5)", 300),
    "the first cell of a result that could spill": ('=KPIVALUE("lead",4,{"lead",5})*2', 40),
    "the sum of a result that spills": ("=SUM(SOCALLOC(900,{1,2}))", 900),
    "small letters": ("=socroi(H9,H3)", 100),
}
# What Calc does not let an add-in see. docs/libreoffice.md lists these, and says what to do.
DIFFERENCES = {
    "one blank cell is 0, not unknown": ("=SOCPROFIT(H1,H3)", -500, "#N/A"),
    "a boolean in a range is 1": ("=SOCPROFIT(H3:H4,1)", 500, 499),
    "an error in a range is #VALUE! (Err:504)": ("=SOCROI(H3:H5,H3)", "#VALUE!", "#N/A"),
    "a required argument left out is #VALUE! (Err:504)": ("=SOCROI(,H3)", "#VALUE!", "#N/A"),
    "a text of a spilled table equals no other text": ("=M2=H10", False, True),
}


def write_arrivals(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for cell, value in DATA.items():
            sheet.write(cell, value)
        book.define_name("earned", "=Sheet1!$H$9")
        columns = [{"header": "earned"}, {"header": "spent"}]
        sheet.add_table("J1:K3", {"name": "T", "columns": columns, "data": [[400, 500], [600, None]]})
        sheet.write_dynamic_array_formula("M1:P2", "=SOCBYPLATFORM(H10,H9,H3)")
        for row, (formula, *_) in enumerate([*ARRIVALS.values(), *DIFFERENCES.values()]):
            sheet.write_formula(row, 0, formula)


def write_examples(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for index, example in enumerate(EXAMPLES):
            rows, columns = block(example.result)
            typed = example.text.partition(" -> ")[0]
            if (rows, columns) == (1, 1):
                sheet.write_formula(index * ROOM, 0, typed)
            else:
                area = xl_range(index * ROOM, 0, index * ROOM + rows - 1, columns - 1)
                sheet.write_dynamic_array_formula(area, typed, None, "")


def write_days_of_1904(path):
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_datetime("B1", date(2026, 7, 1))
        sheet.write_formula("A1", "=INDEX(SOCBYPERIOD(B1,1,1),2,1)")


@pytest.fixture(scope="module")
def books(office):
    """Every workbook of these tests by its name: as it was written, and as LibreOffice saved it, all in one run."""
    written = {name: office.folder / f"{name}.xlsx" for name in ("examples", "arrivals", "days_of_1904", "filled")}
    write_examples(written["examples"])
    write_arrivals(written["arrivals"])
    write_days_of_1904(written["days_of_1904"])
    build("four_step", "en", written["filled"], data=CASE, names=NAMES)
    for template in sorted((ROOT / "workbook_templates").glob("*/*.xlsx")):
        name = f"{template.parent.name}_{template.stem}"
        written[name] = office.take(template, f"{name}.xlsx")
    for path in written.values():
        path.chmod(0o644)
    saved = office.convert(*written.values())
    return {name: (path, after) for (name, path), after in zip(written.items(), saved, strict=True)}


@pytest.fixture(scope="module")
def examples(books):
    return loaded(books["examples"][1], values=True).active


@pytest.mark.parametrize("index", range(len(EXAMPLES)), ids=[str(example) for example in EXAMPLES])
def test_an_example_in_a_workbook_of_excels_gives_what_is_documented(index, examples):
    example = EXAMPLES[index]
    rows, columns = block(example.result)
    answer = [
        [examples.cell(index * ROOM + row + 1, column + 1).value for column in range(columns)] for row in range(rows)
    ]
    answer = [["" if cell is None else cell for cell in row] for row in answer]
    assert (answer if rows * columns > 1 else answer[0][0]) == same(shown(example.result))


@pytest.fixture(scope="module")
def arrivals(books):
    sheet = loaded(books["arrivals"][1], values=True).active
    return dict(zip([*ARRIVALS, *DIFFERENCES], (row[0].value for row in sheet.iter_rows()), strict=False))


@pytest.mark.parametrize("what", ARRIVALS)
def test_whatever_a_formula_hands_over_arrives(what, arrivals):
    assert arrivals[what] == same(ARRIVALS[what][1])


@pytest.mark.parametrize("what", DIFFERENCES)
def test_a_difference_of_calc_is_the_one_that_the_guide_names(what, arrivals):
    assert arrivals[what] == DIFFERENCES[what][1]


def test_the_differences_are_no_others_than_the_engines_values_show(books, tmp_path):
    path = tmp_path / "arrivals.xlsx"
    recalculate(books["arrivals"][0], path)
    ours = [row[0].value for row in loaded(path, values=True).active.iter_rows()]
    expected = [answer for _, answer in ARRIVALS.values()] + [answer for *_, answer in DIFFERENCES.values()]
    assert ours[: len(expected)] == [same(value) for value in expected]


def test_dates_of_a_workbook_that_counts_from_1904_fall_into_their_month(books):
    assert loaded(books["days_of_1904"][1], values=True).active["A1"].value == "2026-07"


def templates_among(books):
    return [name for name in books if name not in ("examples", "arrivals", "days_of_1904")]


def cells(path, *, values):
    """Every cell that is not blank, by sheet and address."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in loaded(path, values=values)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value not in (None, "")
    }


def formula_text(value):
    return getattr(value, "text", value)


def test_the_templates_show_the_figures_of_our_engine_cell_for_cell(books, tmp_path):
    differing = {}
    for name in templates_among(books):
        before, after = books[name]
        ours = tmp_path / f"{name}.xlsx"
        recalculate(before, ours)
        computed, theirs = cells(ours, values=True), cells(after, values=True)
        for place, formula in cells(before, values=False).items():
            if not str(formula_text(formula)).startswith("="):
                continue
            mine, other = computed.get(place, ""), theirs.get(place, "")
            if other != same(mine):
                differing[name, *place] = (formula_text(formula), mine, other)
    assert differing == {}


def test_formulas_come_back_from_libreoffice_with_their_names(books):
    """The formula may be spelled anew around our call; the calls themselves are the same."""
    lost = {}
    for name in [*templates_among(books), "examples"]:
        before, after = (cells(path, values=False) for path in books[name])
        for place, formula in before.items():
            text = str(formula_text(formula))
            if text.startswith("="):
                back = str(formula_text(after.get(place, "")))
                if calls(text) != calls(back):
                    lost[name, *place] = (text, back)
    assert lost == {}


def calls(text):
    return sorted(re.findall(r"(?<![\w.])(?:SOC[A-Z]+|KPIVALUE)\(", text))
