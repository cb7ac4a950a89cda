"""The module for Excel Labs defines every function that Excel can say, in the words that a person types."""

import re
from pathlib import Path

import pytest

from socroi.definition.registry import formulas
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import Call
from socroi.hosts.excel_labs import PLACE, module
from socroi.hosts.lambdas import definition

ROOT = Path(__file__).parents[2]
TEXT = module()
DEFINED = dict(re.findall(r"^([A-Z]+) = (LAMBDA\(.*\));$", TEXT, re.MULTILINE))


def test_every_function_with_a_twin_is_defined_once():
    assert DEFINED.keys() == {formula.name for formula in formulas().values() if formula.twin}
    assert TEXT.count(" = LAMBDA(") == len(DEFINED)


@pytest.mark.parametrize("name", DEFINED)
def test_a_definition_is_the_lambda_that_the_workbooks_hold(name):
    """Read back, it is the same tree; the workbooks' LAMBDA is held to the gate by IronCalc (tests/catalogue)."""
    tree = parse(DEFINED[name])
    assert isinstance(tree, Call)
    optional = {parameter.name for parameter in formulas()[name].parameters if not parameter.required}
    assert set(re.findall(r"\[(\w+)\]", DEFINED[name].partition("LET(")[0])) == optional
    body = re.sub(r"_xlfn\.|_xlws\.|_xleta\.|_xlpm\.|_xlop\.", "", definition(formulas()[name]))
    assert DEFINED[name].replace("[", "").replace("]", "") == body


def test_no_spelling_of_the_file_format_is_left():
    assert "_xl" not in TEXT


def test_the_module_lies_where_the_page_says():
    assert (ROOT / "addin" / PLACE).read_text("utf-8") == TEXT
    assert f"addin/{PLACE}" in (ROOT / "docs" / "excel.md").read_text("utf-8")
