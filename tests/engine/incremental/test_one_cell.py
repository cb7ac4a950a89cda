"""Which arrays come to one cell by their form: judged, and then held against what they come to."""

from __future__ import annotations

import pytest

from socroi.definition.registry import formulas
from socroi.engine.calculation import Calculation
from socroi.engine.declaration.families import FAMILY_OF
from socroi.engine.declaration.signatures import SIGNATURES
from socroi.engine.formula.parser import parse
from socroi.engine.incremental.one_cell import is_one_cell
from socroi.engine.model.book import DefinedName, Evaluation, Region
from socroi.engine.schedule.function_lookup import function_named

NAMES = [DefinedName("one", "Sheet1!$A$1"), DefinedName("three", "Sheet1!$A$1:$A$3"), DefinedName("round", "round+1")]
NUMBERS = {"A1": 3, "A2": 1, "A3": 2, "B1": 40_000, "B2": 41_000, "B3": 0.1}
TEXTS = {"A1": "a,b", "A2": "b", "A3": "", "B1": "1", "B2": "2", "B3": None}


@pytest.fixture
def judged(work):
    """Whether a formula is said to come to one cell."""

    def judge(formula):
        context = work({}, names=NAMES).calculation._context
        return is_one_cell(parse(formula), 0, context)

    return judge


@pytest.mark.parametrize(
    "formula",
    [
        *("1", "A1", "-A1%", "A1&B1>3", "SUM(A1:B3)", "COUNTIF(A1:A3,A1)", "IF(A1,B1,one)", "one*2", "SUM(three)"),
        *("ROUND(A1,2)", "SOCROI(A1:A3,B1:B3)", "KPIVALUE(A1,B1,A1:B3)", "MATCH(A1,B1,0)", "round"),
    ],
)
def test_what_comes_to_one_cell_whatever_it_reads(judged, formula):
    assert judged(formula)


@pytest.mark.parametrize(
    "formula",
    [
        *("A1:A3", "three", "A1:A3*2", "IF(A1,A1:A3,0)", "COUNTIF(A1:A3,B1:B3)", "SEQUENCE(A1)", "INDEX(A1:B3,A1,1)"),
        *("A1#", "{1,2}", "OFFSET(A1,0,0)", "SUM(OFFSET(A1,{0;1},0))", "LET(x,A1,x)", "unknown", "NOSUCH(A1)"),
        *("KPIVALUE(A1:A3,B1,A1:B3)", "SOCALLOC(A1,B1)", "SOCTOUCH(A1)", "SOCCOST(A1)", "ROUND(A1:A3,2)", "(A1,B1)"),
    ],
)
def test_what_may_fill_more_cells(judged, formula):
    assert not judged(formula)


def _calls():
    """Calls of every function, with a cell or a range for each of its arguments."""
    for name in FAMILY_OF:
        function_named(name)
        form = SIGNATURES.get(name)
        for count in range(1, 5):
            kinds = "r" * count if form is None else form.kinds(count)
            if form is None or form.accepts(count):
                yield f"{name}({','.join('A1' if kind in 'ndtbv' else 'A1:B3' for kind in kinds)})"
                yield f"{name}({','.join('AB'[at % 2] + '1' for at in range(count))})"
    for name, formula in formulas().items():
        for argument in ("A1", "A1:A3", "A1:B3"):
            yield f"{name}({','.join([argument] * len(formula.parameters))})"


@pytest.mark.parametrize("cells", [NUMBERS, TEXTS], ids=["numbers", "texts"])
def test_no_function_fills_more_cells_than_it_is_said_to(work, cells):
    calls = list(_calls())
    book = work(cells).book
    book.sheets[0].regions += [Region(0, 20, 4 + 9 * at, 1, text, Evaluation.DYNAMIC) for at, text in enumerate(calls)]
    calculation = Calculation(book)
    calculation.run()
    said = {text for text in calls if is_one_cell(parse(text), 0, calculation._context)}
    larger = {
        text for at, text in enumerate(calls) if calculation.results.spills.get((0, 20, 4 + 9 * at), (1, 1)) != (1, 1)
    }
    assert len(said) > 500
    assert len(larger) > 30
    assert not said & larger
