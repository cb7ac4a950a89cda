"""Whole workbooks of one function each, computed and compared with what Excel had stored, to 9 digits.

`ELSEWHERE` names the cells that differ and why; anything else that differs is a fault.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from socroi.engine.calculation import Calculation
from socroi.engine.model.block import unpack
from socroi.errors import CellError
from socroi.excel.addresses import address
from socroi.workbook.reading.book import load

FOLDER = (
    Path(__file__).resolve().parents[4]
    / "shared"
    / "conformance"
    / "excel"
    / "ironcalc"
    / "xlsx"
    / "tests"
    / "calc_tests"
)
FAMILIES = {
    "MATH_AND_TRIGONOMETRY": [
        "ABS", "ATAN2_POWER", "BASE", "COMBIN_COMBINA", "DEGREES_RADIANS", "EVEN_ODD", "EXP_SIGN", "FACT_DOUBLEFACT",
        "FLOOR_CEILING", "GCD_LCM", "LCM_GCD", "LOG_LOG10_LN", "MOD_QUOTIENT", "MROUND_TRUNC_INT", "MULTINOMIAL",
        "ROUND", "SERIESSUM", "SQRT_SQRTPI", "SUMIFS", "SUMIF_AVERAGE_IF", "SUMIF_array", "SUMX2MY2_SUMX2PY2_SUMXMY2",
        "TRIGONOMETRIC", "trigonometric_functions",
    ],
    "STATISTICAL": [
        "AVEDEV", "BETADIST_BETAINV", "BETA_GAMMA", "BINOM", "CHISQ", "CHISQ_TEST", "CONFIDENCE",
        "CORREL_SLOPE_INTERCEPT_RSQ_STEYX", "COUNTIF", "COUNTIFS", "COVARIANCE", "DEVSQ", "EXPONDIST", "EXPON_DIST",
        "FISHER", "FISHER_FISHERINV", "F_DIST", "F_TEST", "GAMMA", "GAMMALN_GAMMALNPRECISE", "GAUSS", "HYPERGEOM_DIST",
        "LINEST_LOGEST", "LOGNORM", "MEADIAN_KURT_SKEW_HARMEAN", "MODE", "NORM_DIST", "PEARSON", "PERCENTIL_QUARTIL",
        "PERMUT_PERMUTATIONA", "PHI", "POISSON", "PROB", "RANK_EQ_RANK_AVG", "SMALL_LARGE", "STANDARIZE", "STDEV",
        "TREND_GROWTH", "TRIMMEAN", "T_DIST", "T_TEST", "VARIANCE", "WEIBULL_DIST", "Z_TEST",
    ],
    "FINANCIAL": [
        "ACCRINT", "ACCRINTM", "ACCRINT_ACCRINTM", "ACCRINT_extended", "COUPDAYS", "DISC", "INTRATE", "PRICE_YIELD",
        "TBILLs", "CUMPRINC_CUMIPMT", "DB_DDB", "FV", "FVSCHEDULE", "IPMT_PPMT", "ISPMT", "MIRR", "NOMINAL_EFFECT",
        "NPER", "NPV", "PDURATION", "PMT", "PV", "RATE", "RRI", "SLN_SYD", "accrint_cases",
    ],
    "DATABASE": ["DAVERAGE", "DCOUNT_DCOUNTA_DGET_DPRODUCT", "DMIN_DMAX_DAVERAGE_DSUM", "DVAR_DVARP_DSTDEV_DSTDEVP"],
    "ENGINEERING": ["BESSEL", "BITs", "COMPLEXs", "CONVERT", "ERFs", "GESTEP_DELTA", "NUMBER_SYSTEMS"],
    "INFORMATION": ["ERROR.TYPE", "ISREF_ISFORMULA_ISODD_ISEVEN", "IS_INFORMATION", "N", "TYPE"],
}  # fmt: skip
FILES = [f"{family}/{name}" for family, names in FAMILIES.items() for name in names]
ELSEWHERE = {
    # Excel's gamma function loses digits near 1, where its logarithm is nearly 0.
    "STATISTICAL/GAMMALN_GAMMALNPRECISE": {"B23", "B24", "C23", "C24"},
    # Excel's search for a yield ends early: 7e-11 from the one that gives the price.
    "FINANCIAL/PRICE_YIELD": {"K8", "K31", "K49"},
}

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder ../shared/conformance is not beside the project"),
]


def cell(book, sheet, row, column):
    cells = book.sheets[sheet].columns.get(column)
    if cells is None or row >= len(cells):
        return None
    return unpack(int(cells.kind[row]), float(cells.data[row]), book.strings)


def formula_cells(book):
    for index, sheet in enumerate(book.sheets):
        for region in sheet.regions:
            rows, columns = (region.count, 1) if region.extent == (1, 1) else region.extent
            for row in range(rows):
                for column in range(columns):
                    yield index, region.row + row, region.column + column


def agree(stored, computed):
    if isinstance(stored, CellError) or isinstance(computed, CellError):
        return str(stored) == str(computed)
    if isinstance(stored, float) and isinstance(computed, float):
        return abs(stored - computed) <= 1e-9 * max(abs(stored), abs(computed)) + 1e-12
    return (stored or "") == (computed or "") and (type(stored) is type(computed) or not stored)


@pytest.mark.parametrize("name", FILES)
def test_every_computed_cell_is_what_excel_stored(name):
    book = load(FOLDER / f"{name}.xlsx").book
    stored = {place: cell(book, *place) for place in formula_cells(book)}
    calculation = Calculation(book)
    calculation.run()
    refused = {(f.sheet, f.row + k, f.column) for f in calculation.results.failures for k in range(f.count)}
    wrong = [
        f"{book.sheets[sheet].name}!{address(row, column)}: {value} computed as {cell(book, sheet, row, column)}"
        for (sheet, row, column), value in stored.items()
        if (sheet, row, column) not in refused
        and address(row, column) not in ELSEWHERE.get(name, ())
        and str(cell(book, sheet, row, column)) != "#UNKNOWN!"
        and not agree(value, cell(book, sheet, row, column))
    ]
    assert not wrong
    assert not refused
