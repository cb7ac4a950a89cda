"""The plain expressions of the twins, computed by LibreOffice: a second witness, and the one for ranges of KPIs."""

import csv
import re
import shutil
import subprocess

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from socroi.definition.examples import parse as parse_example
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.twin import substitute
from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render
from socroi.errors import CellError
from socroi.gate import gate

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]

UNKNOWN_TO_LIBREOFFICE = re.compile(r"\b(TOCOL|SCAN|MAP|VSTACK|HSTACK|LAMBDA)\(")
"""Functions that LibreOffice 25.2 does not have; the twins that need them have IronCalc as their witness."""

RANGES = """
=KPIVALUE({"lead";"FAN";" like ";"";"l*"},{2;100;3;4;5},{"fan",1;"lead",5;"like",2}) -> {10;100;6;"#N/A";"#N/A"}
=KPIVALUE({"lead","follower"},{2,4},{"follower",0.5;"Lead ",7}) -> {14,2}
=KPIVALUE({"a";"b";"c"},2,{"a",1;"b","";"c","text"}) -> {2;"#N/A";"#VALUE!"}
=KPIVALUE({"lead";"lead"},{2;""},{"lead",5;"like",1}) -> {10;#N/A}
=SOCVALUE({100;"";20;"n/a"},{2;3;"";4}) -> 200
=SOCPPCVALUE({100;50;10},{1;2;""},{"";0.5;0.5}) -> 150
=SOCMATURITY({3;4;"";2},{1;2;100;""}) -> 0.65
=SOCALLOC(900,{1,"",2}) -> {300,"",600}
=SOCROI({"revenue";1000;"12";500},{500}) -> 200
"""
"""Hand-made cases over ranges: blanks, headings and texts between the numbers. 0.65 = (3 + 4 x 2 + 2) / (4 x 5).

None has a boolean in a range: LibreOffice counts it as a number, and Excel and the gate do not."""

CASES = [
    *(example for formula in formulas().values() if formula.twin for example in formula.examples),
    *map(parse_example, RANGES.strip().splitlines()),
]


ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def calculable(example):
    return not UNKNOWN_TO_LIBREOFFICE.search(formulas()[example.call.name].twin)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What LibreOffice shows for each case: rows of texts."""
    folder = tmp_path_factory.mktemp("libreoffice")
    cases = [example for example in CASES if calculable(example)]
    with xlsxwriter.Workbook(folder / "twins.xlsx") as book:
        sheet = book.add_worksheet()
        for index, example in enumerate(cases):
            write(sheet, index * 10, example)
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    export = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        export,
        "--outdir",
        str(folder),
        str(folder / "twins.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with (folder / "twins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return {str(example): rows[index * 10 : index * 10 + 10] for index, example in enumerate(cases)}


def write(sheet, top, example):
    """Write the arguments of a call to the right, and its expression as an array formula into column A."""
    formula = formulas()[example.call.name]
    references, left = {}, 10
    for parameter, argument in zip(formula.parameters, example.call.arguments, strict=False):
        if argument is None:
            continue
        rows = argument if isinstance(argument, list) else [[argument]]
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell != "":
                    sheet.write(top + r, left + c, cell)
        references[parameter.name] = xl_range(top, left, top + len(rows) - 1, left + len(rows[0]) - 1)
        if len(rows) == len(rows[0]) == 1:
            references[parameter.name] = xl_rowcol_to_cell(top, left)
        left += len(rows[0])
    text = render(parse(substitute(formula.expression(references), references)), prefixes=True)
    rows, columns = size(gate.evaluate(example.call))
    sheet.write_array_formula(top, 0, top + rows - 1, columns - 1, "{=" + text + "}")


def size(answer):
    return (len(answer), answer.columns) if isinstance(answer, Spill) else (1, 1)


def number(text):
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize("example", [example for example in CASES if calculable(example)], ids=str)
def test_libreoffice_gives_what_is_documented(example, answers):
    rows = example.result if isinstance(example.result, list) else [[example.result]]
    for row, shown in zip(rows, answers[str(example)], strict=False):
        for cell, text in zip(row, shown, strict=False):
            ours = cell.code if isinstance(cell, CellError) else cell
            theirs = number(text)
            if isinstance(ours, float) and isinstance(theirs, float):
                assert theirs == pytest.approx(ours, rel=1e-9)
            else:
                assert theirs == ours


@pytest.mark.parametrize("line", RANGES.strip().splitlines())
def test_the_gate_gives_the_same(line):
    example = parse_example(line)
    answer = gate.evaluate(example.call)
    rows = (
        [[("" if c is None else str(c) if isinstance(c, CellError) else c) for c in row] for row in answer]
        if isinstance(answer, Spill)
        else answer
    )
    assert rows == example.result
