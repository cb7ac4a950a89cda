"""Calls and answers as data: what a cell is given and shows, whatever the host calls it."""

from datetime import date, datetime

import pytest

from socroi.definition.examples import Call
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CellError
from socroi.excel.serials import to_serial
from socroi.gate import gate

EXAMPLES = [example for formula in formulas().values() for example in formula.examples]


def arguments(example):
    """The arguments of an example; a call inside it is computed by the gate first, and stands there as its cells."""
    return [
        [list(row) for row in answer] if isinstance(answer, Spill) else answer
        for answer in (gate.evaluate(a) if isinstance(a, Call) else a for a in example.call.arguments)
    ]


def shown(value):
    """A value as the cell shows it: an error is its text, a date its serial number, a blank the empty text."""
    if isinstance(value, (list, Spill)):
        rows = [[shown(cell) for cell in row] for row in value]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, (date, datetime)):
        return to_serial(value)
    return "" if value is None else value


def same(value):
    """A value to compare with: numbers at 1e-9 relative, all else exactly."""
    if isinstance(value, list):
        return [[same(cell) for cell in row] for row in value]
    return pytest.approx(value, rel=1e-9, abs=1e-12) if type(value) in (int, float) else value


def for_com(value):
    """A cell or a block as a request to the classic worker: a blank argument is an omitted one."""
    if isinstance(value, list):
        return {"range": [[for_com_cell(cell) for cell in row] for row in value]}
    return {"missing": True} if value is None else for_com_cell(value)


def for_com_cell(cell):
    if isinstance(cell, CellError):
        return {"error": cell.code}
    return {"date": cell.isoformat()} if isinstance(cell, date) else cell


def from_com(answer):
    if isinstance(answer, list):
        # One row of several columns comes back as a flat list, which VBA writes across.
        rows = answer if answer and isinstance(answer[0], list) else [answer]
        return shown([[from_com(cell) for cell in row] for row in rows])
    return (
        to_serial(datetime.fromisoformat(answer["date"])) if isinstance(answer, dict) and "date" in answer else answer
    )


OFFICE_ERRORS = {"#DIV/0!": "Div0", "#N/A": "NotAvailable", "#NAME?": "Name", "#NULL!": "Null", "#NUM!": "Num",
                 "#REF!": "Ref", "#VALUE!": "Value"}  # fmt: skip
"""Excel.ErrorCellValueType of Office.js."""


def for_office(value):
    """A cell or a block as Office.js passes it to a custom function: always rows; an omitted argument is null."""
    if value is None:
        return None
    rows = value if isinstance(value, list) else [[value]]
    return [[for_office_cell(cell) for cell in row] for row in rows]


def for_office_cell(cell):
    if isinstance(cell, CellError):
        return {"type": "Error", "errorType": OFFICE_ERRORS.get(cell.code, ""), "basicType": "Error",
                "basicValue": cell.code}  # fmt: skip
    if isinstance(cell, date):
        return to_serial(cell)
    return "" if cell is None else cell


def from_office(answer):
    if not isinstance(answer, list):
        return answer
    codes = {kind: code for code, kind in OFFICE_ERRORS.items()}
    return shown([[codes[c["errorType"]] if isinstance(c, dict) and c["type"] == "Error" else
                   c["basicValue"] if isinstance(c, dict) else c for c in row] for row in answer])  # fmt: skip
