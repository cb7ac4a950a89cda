"""Python and its Excel twin are one function: drawn calls go through the gate and, in a real .xlsx, through IronCalc.

IronCalc is an engine that is not ours. It reads the very LAMBDA names that the workbooks ship, without the marks of
optional arguments, which it does not know.
"""

import json
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.twin import literal, substitute
from socroi.definition.units import Holds, Shape
from socroi.errors import CellError
from socroi.gate import gate
from socroi.hosts import lambdas

pytest.importorskip("ironcalc", reason="IronCalc, the witness, is not installed")

WORKER = Path(__file__).with_name("ironcalc_worker.py")
TWINS = [formula for formula in formulas().values() if formula.twin]
ONE_CELL_EACH = {"KPIVALUE": "IronCalc 0.9.1 computes XMATCH of a range for its first cell only"}
"""Functions that IronCalc can be asked for one cell at a time only, and why."""
CALLS_A_WORKBOOK = 40
SPILL_ROOM = 24
"""Rows and columns kept free for each call's result."""


class Witness:
    """IronCalc behind a pipe, started again when it dies."""

    def __init__(self):
        self.process = None

    def compute(self, source, blocks):
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, str(WORKER)]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps([source, blocks]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "IronCalc ended without an answer"
        return json.loads(line)

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait(timeout=10)
            self.process.stdout.close()


@pytest.fixture(scope="module")
def witness():
    ironcalc = Witness()
    yield ironcalc
    ironcalc.close()


WRONG = st.sampled_from([None, "", "abc", "12", True, False, -1.0, 25.0, CellError("#N/A"), CellError("#DIV/0!")])
"""Cells that are blank, of another kind, outside most limits, or errors."""


WHOLE = {
    "SOCTOUCH.touches": (1, 12), "SOCLAGCORR.max_lag": (0, 3), "SOCNPS.scores": (0, 10),
    "SOCLIFT.test_size": (50, 9000), "SOCLIFT.look": (1, 5),
    "SOCLIFT.test_conversions": (0, 60), "SOCLIFT.control_size": (50, 9000), "SOCLIFT.control_conversions": (0, 60),
}  # fmt: skip
"""Arguments of which most numbers within the limits of their kind would be refused: from, to."""
DRAWN = {
    "SOCATTRIB.paths": st.sampled_from(
        ["a", "a > b", "B > a > c > b", " c>A ", "b > b", "Email > a", "d > a > b", 4.0]
    ),
    "SOCATTRIB.parameter": st.sampled_from([0.25, 0.5, 0.4, 2.0, 7.0]),
    "SOCSEGMENT.metric": st.sampled_from([0.0, 1.0, 0.0, 1.0, 7.5]),
    "SOCLIFT.looks": st.sampled_from(["always", " Always", "5", 5.0, 1.0, "20", "often", 2.5, 21.0]),
    "SOCLIFT.confidence": st.sampled_from([0.5, 0.8, 0.95, 0.99, 0.05]),
    "SOCLIFT.test_share": st.sampled_from([0.5, 0.5, 0.8]),
    "SOCPOWER.lift": st.floats(-1, 2).map(lambda x: round(x, 3)),
}
"""Arguments with cells of their own."""
LONG = {"SOCLAGCORR": (16, 1), "SOCSEGMENT": (26, 1), "SOCNPS": (9, 1), "SOCATTRIB": (5, 1)}
"""Functions that have to be asked about more rows, too."""


def cells(formula, parameter):
    """Cells of the kind, now and then another one."""
    kind, name = parameter.kind, f"{formula.name}.{parameter.name}"
    match kind.holds:
        case _ if name in DRAWN:
            right = DRAWN[name]
        case _ if name in WHOLE:
            right = st.integers(*WHOLE[name]).map(float)
        case Holds.BOOLEAN:
            right = st.sampled_from([True, False, 1.0, 0.0])
        case Holds.CHOICE:
            right = st.sampled_from([*kind.choices, kind.choices[0].upper(), f" {kind.choices[-1]} ", "unknown"])
        case Holds.TEXT:
            right = st.sampled_from(["follower", "Lead", " link click ", "LINK CLICK", "facebook", "l*", 4.0])
        case Holds.ANYTHING:
            right = st.one_of(st.sampled_from(["follower", "LEAD", "link click", None]), st.integers(0, 50).map(float))
        case _:
            low, high = max(kind.low, -1e4), min(kind.high, 1e4)
            spread = [(max(low, 0), high)] * 3 + [(low, high)]
            numbers = [
                st.floats(a, b, allow_nan=False, allow_subnormal=False).map(lambda x: round(x, 3)) for a, b in spread
            ]
            right = st.one_of(*numbers, st.integers(max(int(low), 0), int(high)).map(float))
    return st.integers(0, 19).flatmap(lambda n: WRONG if n == 0 else right)


@st.composite
def calls(draw, formula):
    """The arguments of one call: scalars, ranges as rows of cells, or None where a cell is left empty."""
    sizes = [(1, 1), (2, 1), (3, 1), (4, 1), (1, 3), (2, 2)]
    rows, columns = draw(st.sampled_from([*sizes, *[LONG.get(formula.name, (1, 1))] * 6 * (formula.name in LONG)]))
    arguments = []
    for parameter in formula.parameters:
        one = cells(formula, parameter)
        size = (rows, columns)
        if parameter.shape is Shape.EACH and formula.name in ONE_CELL_EACH:
            size = (1, 1)
        elif parameter.shape is Shape.ONE:
            size = draw(st.sampled_from([(1, 1)] * 20 + [(2, 1)]))
        elif parameter.shape is Shape.COLUMN:
            size = draw(st.sampled_from([(1, 1), (1, 1), (3, 1), (1, 4), (2, 2), LONG.get(formula.name, (1, 1))]))
        elif parameter.shape is Shape.GRID:
            size = draw(st.sampled_from([(3, 2), (4, 2), (2, 3), (2, 1)]))
        elif draw(st.integers(0, 9)) == 0:
            size = draw(st.sampled_from([(1, 1), (2, 1), (1, 2)]))
        blank = not parameter.required and draw(st.booleans())
        arguments.append([[None if blank else draw(one) for _ in range(size[1])] for _ in range(size[0])])
    return arguments


def write(path, formula, drawn):
    """Write one call a band of rows: its arguments to the right, its formula in column A. Return the blocks to read."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    book.define_name(formula.name, "=" + lambdas.definition(formula, optional=False))
    blocks, top = [], 0
    for arguments in drawn:
        left = SPILL_ROOM
        references = []
        for argument in arguments:
            for r, row in enumerate(argument):
                for c, cell in enumerate(row):
                    if isinstance(cell, CellError):
                        sheet.write_formula(top + r, left + c, "=NA()" if cell == "#N/A" else "=1/0")
                    elif cell == "":
                        sheet.write_formula(top + r, left + c, '=""')
                    elif cell is not None:
                        sheet.write(top + r, left + c, cell)
            last = xlsxwriter.utility.xl_rowcol_to_cell(top + len(argument) - 1, left + len(argument[0]) - 1)
            first = xlsxwriter.utility.xl_rowcol_to_cell(top, left)
            references.append(first if first == last else f"{first}:{last}")
            left += len(argument[0])
        sheet.write_dynamic_array_formula(top, 0, top, 0, f"={formula.name}({','.join(references)})")
        answer = gate.call(formula, *arguments)
        blocks.append([top + 1, 1, *((len(answer), answer.columns) if isinstance(answer, Spill) else (1, 1))])
        top += SPILL_ROOM + max(blocks[-1][2], *map(len, arguments))
    book.close()
    return blocks


def shown(answer):
    """Rows of values as the witness gives them: an error is its text."""
    rows = answer if isinstance(answer, Spill) else [[answer]]
    return [[cell.code if isinstance(cell, CellError) else cell for cell in row] for row in rows]


def agree(ours, theirs):
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)) and not isinstance(ours, bool):
        return ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)
    return ("" if ours is None else ours) == ("" if theirs is None else theirs)


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_the_twin_gives_what_the_gate_gives(formula, witness, tmp_path):
    @settings(
        max_examples=3,
        phases=[
            Phase.generate
        ],  # a workbook of forty calls takes too long to shrink, and the message names the one call
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(calls(formula), min_size=CALLS_A_WORKBOOK, max_size=CALLS_A_WORKBOOK))
    def check(drawn):
        path = tmp_path / "twin.xlsx"
        answers = witness.compute(str(path), write(path, formula, drawn))
        for arguments, theirs in zip(drawn, answers, strict=True):
            ours = shown(gate.call(formula, *arguments))
            assert all(map(agree, chain(*ours), chain(*theirs))), f"{arguments}: gate {ours}, IronCalc {theirs}"

    check()


def within_reach(formula, example):
    """Whether IronCalc can be asked for an example."""
    pairs = zip(formula.parameters, example.call.arguments, strict=False)
    asked = any(isinstance(argument, list) for parameter, argument in pairs if parameter.shape is Shape.EACH)
    return formula.name not in ONE_CELL_EACH or not asked


def size(result):
    return (len(result), len(result[0])) if isinstance(result, list) else (1, 1)


def expected(example):
    """The documented result as rows; an error is its text."""
    rows = example.result if isinstance(example.result, list) else [[example.result]]
    return [[cell.code if isinstance(cell, CellError) else cell for cell in row] for row in rows]


def typed(formula):
    """A LAMBDA as a person types it: no prefixes, optional arguments in brackets."""
    text = lambdas.definition(formula).replace("_xlfn.", "").replace("_xlws.", "")
    return re.sub(r"_xlop\.(\w+)", r"[\1]", text).replace("_xlpm.", "")


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_the_lambda_gives_the_documented_results_with_arguments_left_out(formula, witness):
    examples = [example for example in formula.examples if within_reach(formula, example)]
    sources, blocks = [], []
    for index, example in enumerate(examples):
        call = str(example).partition(" -> ")[0].removeprefix(f"={formula.name}")
        sources.append(f"={typed(formula)}{call}")
        blocks.append([1 + index * SPILL_ROOM, 1, *size(example.result)])
    for example, theirs in zip(examples, witness.compute(sources, blocks), strict=True):
        assert all(map(agree, chain(*expected(example)), chain(*theirs))), f"{example}: IronCalc gives {theirs}"


def as_typed(argument):
    """An argument of an example as a person types it."""
    if isinstance(argument, list):
        return "{" + ";".join(",".join(map(as_typed, row)) for row in argument) + "}"
    return argument.code if isinstance(argument, CellError) else literal(argument)


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_the_plain_expression_of_the_given_arguments_gives_the_documented_results(formula, witness):
    examples = [example for example in formula.examples if within_reach(formula, example)]
    sources, blocks = [], []
    for index, example in enumerate(examples):
        names = [parameter.name for parameter in formula.parameters]
        given = {n: as_typed(a) for n, a in zip(names, example.call.arguments, strict=False) if a is not None}
        sources.append(f"={substitute(formula.expression(given), given)}")
        blocks.append([1 + index * SPILL_ROOM, 1, *size(example.result)])
    for example, theirs in zip(examples, witness.compute(sources, blocks), strict=True):
        assert all(map(agree, chain(*expected(example)), chain(*theirs))), f"{example}: IronCalc gives {theirs}"
