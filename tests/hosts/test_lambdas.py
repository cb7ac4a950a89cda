import re
import zipfile

import pytest
import xlsxwriter

from socroi.definition.registry import formulas
from socroi.excel.limits import LONGEST_FORMULA
from socroi.hosts.lambdas import definition

TWINS = [formula for formula in formulas().values() if formula.twin]


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_optional_arguments_are_marked_where_they_are_declared_and_nowhere_else(formula):
    text = definition(formula)
    declared = [f"_xlpm.{p.name}" if p.required else f"_xlop.{p.name}" for p in formula.parameters]
    assert text.startswith(f"_xlfn.LAMBDA({','.join(declared)},")
    assert text.count("_xlop.") == sum(not p.required for p in formula.parameters)


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_what_may_be_left_out_is_asked_for_before_it_is_used(formula):
    text = definition(formula)
    for parameter in formula.parameters:
        if not parameter.required:
            assert text.count(f"_xlpm.{parameter.name},") + text.count(f"_xlpm.{parameter.name})") == 2
            assert f"_xlfn.ISOMITTED(_xlpm.{parameter.name})" in text


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_a_plain_definition_declares_every_argument(formula):
    text = definition(formula, optional=False)
    assert "_xlop." not in text
    assert "ISOMITTED" not in text


@pytest.mark.parametrize("formula", TWINS, ids=lambda formula: formula.name)
def test_a_definition_fits_into_what_excel_allows_a_name(formula):
    text = definition(formula)
    assert len(text) <= LONGEST_FORMULA
    depth = deepest = 0
    for mark in re.sub(r'"[^"]*"', "", text):
        depth += (mark == "(") - (mark == ")")
        deepest = max(deepest, depth)
    assert depth == 0
    assert deepest <= 64, "Excel nests functions 64 deep"


def test_a_workbook_holds_the_definitions_as_they_are(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "names.xlsx") as book:
        book.add_worksheet()
        for formula in TWINS:
            book.define_name(formula.name, f"={definition(formula)}")
    with zipfile.ZipFile(tmp_path / "names.xlsx") as package:
        names = package.read("xl/workbook.xml").decode()
    assert names.count("<definedName ") == len(TWINS)
    assert '<definedName name="SOCROAS">_xlfn.LAMBDA(_xlpm.revenue,_xlpm.spend,' in names


def test_a_function_without_a_twin_has_no_definition():
    with pytest.raises(ValueError, match="SOCUTM has no twin"):
        definition(formulas()["SOCUTM"])
