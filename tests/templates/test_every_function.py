"""Every function of the catalogue is called in a cell of a workbook, or its declaration says why it is in none."""

import re
from functools import cache

import pytest
from every_template import computed
from four_step_case import formulas as cells

from socroi.definition.registry import formulas
from socroi.hosts.pages import function_pages
from socroi.templates import names


@cache
def called():
    """The functions that the cells of the workbooks call, as the built files have them."""
    texts = " ".join(text for name in names() for text in cells(computed(name, example=True)).values())
    return set(re.findall(r"\b(SOC[A-Z]+|KPIVALUE)\(", texts))


@pytest.mark.parametrize("formula", formulas().values(), ids=lambda formula: formula.name)
def test_a_function_stands_in_a_cell_of_a_workbook_or_says_why_it_does_not(formula):
    if formula.name in called():
        assert formula.unplaced == "", f"{formula.name} has a place: take its reason away"
    else:
        assert formula.unplaced, f"{formula.name} needs a cell in a workbook, or unplaced= with the reason"


def test_the_pages_of_functions_print_each_reason():
    pages = " ".join(function_pages().values())
    reasons = [formula.unplaced for formula in formulas().values() if formula.unplaced]
    assert len(reasons) > 10
    assert [reason for reason in reasons if reason not in pages] == []
