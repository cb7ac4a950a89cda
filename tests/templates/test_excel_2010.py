"""Every function in a cell of a template is one that Excel 2010 knows, so that the plain workbook opens anywhere."""

import re
import zipfile

import pytest
from every_template import EDITIONS, IDS, computed
from four_step_case import formulas

from socroi.definition.registry import formulas as ours

LISTED = (
    "ABS AND AVERAGE AVERAGEIF AVERAGEIFS BETAINV CHOOSE COLUMN COLUMNS CORREL COUNT COUNTA COUNTBLANK COUNTIF "
    "COUNTIFS DATE DAY DEVSQ EDATE EOMONTH ERROR.TYPE EXACT EXP FIND HLOOKUP HYPERLINK IF IFERROR INDEX INT "
    "INTERCEPT ISBLANK ISERROR ISNA ISNUMBER ISTEXT LARGE LEFT LEN LN LOG LOG10 LOOKUP LOWER MATCH MAX MEDIAN MID "
    "MIN MOD MONTH N NA NORMINV NORMSDIST NORMSINV NOT OFFSET OR PEARSON PERCENTILE PI POWER PRODUCT RANK REPT "
    "RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SIGN SLOPE SMALL SQRT STDEV SUBSTITUTE SUM SUMIF SUMIFS SUMPRODUCT "
    "SUMSQ TDIST TEXT TINV TODAY TRANSPOSE TRIM TRUE UPPER VALUE VAR VLOOKUP YEAR"
)
"""Those of Excel 2010's list (ECMA-376, part 1, 18.17.7) that a template may come to need."""
EXCEL_2010 = frozenset(LISTED.split())


@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_functions_in_cells_are_those_of_excel_2010_and_our_own(name, example):
    used = {
        found
        for text in formulas(computed(name, example=example)).values()
        for found in re.findall(r"([A-Z_a-z][\w.]*)\(", re.sub(r'"[^"]*"', "", text))
    }
    assert used - ours().keys() - EXCEL_2010 == set()
    assert "SUMIFS" in used


@pytest.mark.parametrize(("name", "example"), EDITIONS, ids=IDS)
def test_a_function_younger_than_the_file_format_stands_in_the_names_alone(name, example):
    """A table's column once held `_xlfn.NORM.INV(0.975)`, which Excel knows with three arguments only."""
    with zipfile.ZipFile(computed(name, example=example)) as package:
        parts = [part for part in package.namelist() if part != "xl/workbook.xml"]
        assert [part for part in parts if b"_xlfn" in package.read(part)] == []
