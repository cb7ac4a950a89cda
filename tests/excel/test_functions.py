"""Excel's functions. Witnesses: openpyxl, whose list is ECMA-376's, and XlsxWriter, which writes `_xlfn.` for Excel."""

import inspect
import re

import pytest
from openpyxl.utils import FORMULAE
from xlsxwriter.worksheet import Worksheet

from socroi.excel.functions import (
    BUILT_IN,
    FUNCTION_ARGUMENT,
    PREFIXED,
    STANDARD,
    WORKSHEET_PREFIXED,
    file_name,
    is_built_in,
)

WRITTEN = set(re.findall(r'"_xlfn\.(?:_xlws\.)?([A-Z0-9.]+)\(', inspect.getsource(Worksheet)))


def test_every_function_of_the_file_format_is_known():
    assert set(FORMULAE) - BUILT_IN == set()


def test_every_function_that_xlsxwriter_prefixes_is_prefixed_here():
    assert len(WRITTEN) > 100
    assert {name for name in WRITTEN if file_name(name) == name} == set()


def test_a_function_is_spelled_in_one_way():
    assert len(BUILT_IN) == len(STANDARD) + len(PREFIXED) + len(WORKSHEET_PREFIXED)
    assert set(FUNCTION_ARGUMENT) <= PREFIXED


@pytest.mark.parametrize("name", ["SUM", "sum", "XLOOKUP", "Filter", "PY", "QUERYSTRING", "USDOLLAR"])
def test_a_function_of_excel_is_known_in_any_case(name):
    assert is_built_in(name)


@pytest.mark.parametrize("name", ["NORM", "SOCROI", "KPIVALUE", "SUMM", ""])
def test_what_excel_answers_with_name_is_no_function(name):
    """NORM stands in neither witness: only NORM.DIST, NORM.INV, NORM.S.DIST and NORM.S.INV do, and NORMDIST of old."""
    assert not is_built_in(name)


@pytest.mark.parametrize(
    ("name", "spelled"), [("SUM", "SUM"), ("XLOOKUP", "_xlfn.XLOOKUP"), ("FILTER", "_xlfn._xlws.FILTER")]
)
def test_a_file_names_the_younger_ones_with_a_prefix(name, spelled):
    assert file_name(name) == spelled
