"""Dates and texts as Excel stored them: the simple calls in the conformance workbooks, asked of the pure functions.

A call is simple where its arguments are numbers, texts or single cells. Expected: Excel's own values, from the files.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import numpy as np
import pytest

from socroi.engine.arithmetic import dates, day_counts
from socroi.engine.printing.number_format import format_value
from socroi.engine.printing.text_values import parse_date, parse_number, parse_time
from socroi.errors import CellError

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "conformance" / "excel"
FILES = [
    *(f"ironcalc/xlsx/tests/calc_tests/DATE_AND_TIME/{name}.xlsx" for name in (
        "DATE", "DATE_DAY_MONTH_YEAR", "DATE_TIME", "DAYS_DAYS360", "EOMONTH", "TIME_HOUR_MINUTE_SECOND", "YEARFRAC")),
    *(f"ironcalc/xlsx/tests/docs/{name}.xlsx" for name in ("DATE", "DAY", "MONTH", "YEAR")),
    *(f"xlcalculator/tests/resources/{name}.xlsx" for name in (
        "DATE", "DATEDIF", "DAY", "DAYS", "EDATE", "EOMONTH", "MONTH", "YEAR", "YEARFRAC")),
    "ironcalc/xlsx/tests/calc_tests/TEXT/TEXT.xlsx",
    "ironcalc/xlsx/tests/templates/yearly_calendar.xlsx",
    "ironcalc/xlsx/tests/templates/event_calendar.xlsx",
]  # fmt: skip
CALL = re.compile(r"=(?:_xlfn\.)?([A-Z0-9.]+)\(([^()]*)\)")
ELSEWHERE = {
    # cells whose value depends on settings of the machine, or that another layer answers
    ("DAYS_DAYS360.xlsx", "C43"),  # implicit intersection of a whole column
    ("EOMONTH.xlsx", "C11"),  # EOMONTH refuses booleans, before it comes here
    ("EOMONTH.xlsx", "C12"),
}

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder ../shared/conformance is not beside the project"),
]


def number(value):
    if value is None:
        return 0.0
    if isinstance(value, str):
        found = parse_number(value)
        if found is None:
            raise CellError("#VALUE!")
        return found
    return float(value)


def one(values):
    found = float(np.asarray(values))
    if np.isnan(found):
        raise CellError("#NUM!")
    return found


FUNCTIONS = {
    "DATE": lambda y, m, d: one(dates.serial(number(y), number(m), number(d))),
    "TIME": lambda h, m, s: one(dates.time_serial(number(h), number(m), number(s))),
    "YEAR": lambda s: one(dates.civil(number(s))[0]),
    "MONTH": lambda s: one(dates.civil(number(s))[1]),
    "DAY": lambda s: one(dates.civil(number(s))[2]),
    "HOUR": lambda s: one(dates.clock(number(s))[0]),
    "MINUTE": lambda s: one(dates.clock(number(s))[1]),
    "SECOND": lambda s: one(dates.clock(number(s))[2]),
    "EDATE": lambda s, m: one(day_counts.edate(number(s), number(m))),
    "EOMONTH": lambda s, m: one(day_counts.eomonth(number(s), number(m))),
    "DAYS360": lambda a, b, method=False: one(day_counts.days360(number(a), number(b), european=bool(method))),
    "YEARFRAC": lambda a, b, basis=0: one(day_counts.yearfrac(number(a), number(b), int(number(basis)))),
    "DATEDIF": lambda a, b, unit: one(day_counts.datedif(number(a), number(b), unit)),
    "WEEKDAY": lambda s, kind=1: one(day_counts.weekday(number(s), int(number(kind)))),
    "ISOWEEKNUM": lambda s: one(day_counts.isoweeknum(number(s))),
    "DATEVALUE": lambda text: float(int(parse_date(text))),
    "TIMEVALUE": lambda text: parse_time(text) % 1,
    "TEXT": lambda value, code: format_value(number(value), str(code)),
}


def calls():
    if not FOLDER.is_dir():
        return
    import openpyxl

    for name in FILES:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formulas = openpyxl.load_workbook(FOLDER / name)
            values = openpyxl.load_workbook(FOLDER / name, data_only=True)
        for sheet in formulas.worksheets:
            cached = values[sheet.title]

            def argument(text, cached=cached):
                text = text.strip()
                if re.fullmatch(r"-?[\d.]+", text):
                    return float(text)
                if re.fullmatch(r'"[^"]*"', text):
                    return text[1:-1]
                if re.fullmatch(r"\$?[A-Z]{1,2}\$?\d+", text):
                    cell = cached[text.replace("$", "")]
                    return dates_back(cell.value)
                raise LookupError(text)

            for row in sheet.iter_rows():
                for cell in row:
                    found = CALL.fullmatch(cell.value) if isinstance(cell.value, str) else None
                    if not found or found[1] not in FUNCTIONS or (Path(name).name, cell.coordinate) in ELSEWHERE:
                        continue
                    try:
                        arguments = [argument(text) for text in found[2].split(",")]
                    except LookupError:
                        continue
                    if any(isinstance(a, str) and a.startswith("#") for a in arguments):
                        continue
                    expected = dates_back(cached[cell.coordinate].value)
                    where = f"{Path(name).name}!{sheet.title}!{cell.coordinate}"
                    yield pytest.param(found[1], arguments, expected, id=where)


def dates_back(value):
    """Undo what openpyxl makes of a cell with a date format."""
    from openpyxl.utils.datetime import to_excel

    return value if value is None or isinstance(value, (str, int, float)) else float(to_excel(value))


@pytest.mark.parametrize(("name", "arguments", "expected"), list(calls()))
def test_a_simple_call_gives_what_excel_stored(name, arguments, expected):
    try:
        found = FUNCTIONS[name](*arguments)
    except CellError as error:
        found = error.code
    if isinstance(expected, str):
        assert found == expected
    else:
        assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
