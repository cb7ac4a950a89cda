"""A plain formula gives what the call of our function gives: a value, an error for the same reason, a blank.

The witness is LibreOffice, which computes the drawn calls in one workbook, with no extension of ours; our own engine
computes them too. `SOCROI_SWEEP=20` (`make sweep`) draws twenty times as many.
"""

import os
import re
import shutil

import openpyxl
import pytest
from drawn_plain_calls import SAYABLE, agree, same_error, write
from openpyxl.worksheet.formula import ArrayFormula

from socroi.books.named_cells import NamedCells
from socroi.books.recalculation import recalculate
from socroi.definition.registry import formulas
from socroi.engine.formula.parser import parse
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call
from socroi.excel.addresses import cell_of
from socroi.excel.functions import STANDARD
from socroi.hosts.plain.formula import plain_trees
from socroi.hosts.plain.references import References
from socroi.hosts.plain.unsayable import Unsayable
from socroi.review.subject import Place, Subject
from socroi.review.witnesses import libreoffice
from socroi.workbook.reading.book import load

SWEEP = int(os.environ.get("SOCROI_SWEEP", "1"))
UNSAID = {"SOCATTRIB", "SOCBYPLATFORM", "SOCLAGCORR", "SOCPAYBACK", "SOCTOUCH"}
"""Functions with a twin that Excel 2010 cannot say: it has no LAMBDA, no FILTER, no SEQUENCE."""

LITERAL = {"looks", "look"}
"""Arguments whose value decides whether a plain formula can say the call: they have to stand in the formula."""


def plain(text, *, place=(99, 20)):
    return plain_trees(text, place, (1, 1), References()).at(0, 0, place)


@pytest.mark.parametrize("call", ["KPIVALUE(N1:N3,{2;100},O1:P2)", "SOCPPCVALUE(K1:K2,L1:L3)"])
def test_ranges_of_unlike_lengths_are_left_to_our_function_which_refuses_them(call):
    with pytest.raises(Unsayable, match="unlike lengths"):
        plain(call)


def test_most_functions_have_a_plain_form():
    twins = {formula.name for formula in formulas().values() if formula.twin}
    assert twins - {formula.name for formula in SAYABLE} == UNSAID


@pytest.mark.parametrize(
    ("call", "formula"),
    [
        ("SOCROI(C9,D9)", 'IF((C9>"")+(D9>""),#VALUE!,IF((C9>="")+(D9>=""),#N/A,IF(D9<0,#NUM!,(C9-D9)*100/D9)))'),
        ('IF(COUNT(C9,D9)<2,"",SOCROI(C9,D9))', 'IF(COUNT(C9,D9)<2,"",IF(D9<0,#NUM!,(C9-D9)*100/D9))'),
        ('IF(COUNT(C9:E9)<3,"",SOCGOAL(C9,D9,E9))', 'IF(COUNT(C9:E9)<3,"",(C9-E9)/(D9-E9))'),
        ('IF(COUNT(A1:A9)*COUNT(B1)=0,"",SOCPROFIT(A1:A9,B1))', None),
        ("SOCPROFIT(1,1)", "0"),
        (
            "SOCROAS(A1:A9,B1:B9)",
            'IF((COUNT(A1:A9)=0)+(COUNT(B1:B9)=0),#N/A,IF(COUNTIF(B1:B9,"<0"),#NUM!,SUM(A1:A9)/SUM(B1:B9)))',
        ),
    ],
)
def test_only_the_guards_that_are_needed_where_it_stands_are_left(call, formula):
    made = plain(call)
    assert formula is None or made.text == formula
    assert not made.array


def test_a_sum_over_rows_without_blanks_needs_no_array_formula():
    made = plain("SOCPPCVALUE(A1:A9,B1:B9,C1:C9)")
    assert made.text.endswith("SUMPRODUCT(A1:A9,B1:B9)-SUMPRODUCT(A1:A9,B1:B9,C1:C9)))")
    assert not made.array


def test_a_formula_that_looks_at_each_cell_of_a_range_is_entered_as_an_array_formula():
    assert plain('KPIVALUE("lead",A1,D1:E9)').array
    assert not plain("SOCVALUE(A1:A9,3)").array


def test_calls_inside_calls_that_would_grow_without_end_are_refused_at_once():
    """Each level repeats the one below many times: this one ran for minutes, and took memory as it went."""
    text = "SOCRANGE(A1,B1:B9,C1,D1:D9)"
    for _ in range(4):
        text = f"SOCRANGE({text},B1:B9,{text},D1:D9)"
    with pytest.raises(Unsayable, match="parts"):
        plain(text)


def test_an_argument_far_beyond_its_limits_is_not_computed_with():
    """50,000 looks took minutes, for the function itself to refuse them in the end."""
    assert plain("SOCLIFT(1000,5,50000,3,,50000)").text == "#NUM!"
    with pytest.raises(Unsayable, match="SOCLIFT needs LAMBDA, which is younger"):
        plain("SOCLIFT(5300,53,4700,40,,46053.5,FALSE)")


def test_what_excel_2010_cannot_say_is_refused_with_its_reason():
    with pytest.raises(Unsayable, match="SOCMARKOV has no plain formula"):
        plain("SOCMARKOV(A1:A9,B1:B9)")
    with pytest.raises(Unsayable, match="SOCPAYBACK needs LAMBDA, which is younger"):
        plain("SOCPAYBACK(A1,B1:B9)")
    with pytest.raises(Unsayable, match="SOCLIFT needs LAMBDA, which is younger"):
        plain("SOCLIFT(A1,A2,A3,A4,,A5)")


def test_what_is_left_out_or_typed_into_the_formula_is_decided_before_it_is_written():
    """One look at 0.95 has z of 0.975 as its bound, the third of five 2.04 x sqrt(5/3) [jennison2000]."""
    once = plain("INDEX(SOCLIFT(A1,A2,A3,A4),2,4)").text
    assert set(re.findall(r"[A-Z]+(?=\()", once)) == {"IF", "SQRT", "NORMSINV"}
    assert "NORMSINV(0.975)" in once
    looked = plain("INDEX(SOCLIFT(A1,A2,A3,A4,,5,3),2,12)").text
    assert float(re.search(r"([0-9.]+)\*SQRT\(5/3\)", looked)[1]) == pytest.approx(2.04, abs=0.005)
    assert plain("INDEX(SOCLIFT(A1,A2,A3,A4),2,10)").text.endswith("#REF!))))")


@pytest.mark.parametrize(
    ("call", "value"),
    [
        ('SUM(SOCTOUCH(4,"linear"))', 1),
        ('SOCAOV(SOCTOUCH(4,"linear"),4)', 0.25),
        ("SOCLTV(0)", "#DIV/0!"),
        ("SOCLTV(0,,1,A1,A2)", "#DIV/0!"),
        ("SOCLTV(0,1)", 0),
        ('KPIVALUE("lead",4,SOCROI(1000,0))', "#DIV/0!"),
    ],
)
def test_nothing_times_an_error_is_an_error_and_nothing_times_four_cells_is_four(call, value, tmp_path):
    """Hand-made: a value of 0 with no end has no limit all the same; four touches share one conversion."""
    book = openpyxl.Workbook()
    book.active["A1"] = book.active["A2"] = 0
    for cell, formula in (("C1", call), ("C2", plain(call).text)):
        book.active[cell] = ArrayFormula(cell, f"={formula}")
    book.save(tmp_path / "book.xlsx")
    recalculate(tmp_path / "book.xlsx")
    done = openpyxl.load_workbook(tmp_path / "book.xlsx", data_only=True).active
    assert [done["C1"].value, done["C2"].value] == [value, value]


@pytest.mark.parametrize("formula", SAYABLE, ids=lambda formula: formula.name)
def test_no_function_is_younger_than_the_file_format(formula):
    """`STANDARD` is the list of ECMA-376, which all of Excel 2007's and 2010's own names are on."""
    cells = ("" if parameter.name in LITERAL else f"Z{row}" for row, parameter in enumerate(formula.parameters, 1))
    text = plain(f"{formula.name}({','.join(cells)})").text
    assert {node.name for node in walk(parse(text)) if isinstance(node, Call)} <= STANDARD
    assert "_xl" not in text


def values_of(path):
    cells = NamedCells(load(path).book)
    return lambda cell: cells.at(0, *cell_of(cell))


def wrong(expected, value):
    return [
        (cell, text, arguments, ours, value(cell))
        for cell, (text, arguments, ours) in expected.items()
        if not agree(ours, value(cell)) or not same_error(ours, value(cell), arguments)
    ]


def test_our_engine_computes_of_a_plain_formula_what_the_gate_gives(tmp_path):
    path = tmp_path / "calls.xlsx"
    expected = write(path, 1, 12 * SWEEP)
    assert len(expected) > 12 * len(SAYABLE)
    recalculate(path)
    assert wrong(expected, values_of(path)) == []


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_without_our_extension_computes_of_a_plain_formula_what_the_gate_gives(tmp_path):
    """None has a boolean: LibreOffice counts it as a number, and Excel and the gate do not."""
    path = tmp_path / "calls.xlsx"
    expected = write(path, 2, 12 * SWEEP, booleans=False)
    theirs = libreoffice.compute(Subject(path))
    assert wrong(expected, lambda cell: theirs[Place(0, *cell_of(cell))]) == []
