"""xlwings' classic route in a process of its own: requests and answers are lines of JSON.

`["import", workbook name]` gives the VBA and the descriptions that xlwings makes; `["call", function, arguments]` is
what that VBA does for a cell: `XLPy.CallUDF(module, function, Array(arguments), workbook, Application.Caller)`.
"""

import datetime as dt
import json
import sys
from decimal import Decimal

import stubbed_windows as windows

MODULE = "socroi.hosts.excel"


def com(argument):
    """An argument as VBA hands it over."""
    match argument:
        case {"missing": True}:
            return windows.MISSING
        case {"range": rows}:
            cells = tuple(tuple(map(com, row)) for row in rows)
            return windows.Range(cells[0][0] if len(cells) == len(cells[0]) == 1 else cells)
        case {"array": rows}:
            return tuple(tuple(map(com, row)) for row in rows)
        case {"error": code}:
            return windows.com_error_number(code)
        case {"date": text}:
            return windows.PyTime.fromisoformat(text)
        case {"currency": text}:
            return Decimal(text)
        case int() if not isinstance(argument, bool):
            return float(argument)
    return argument


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(cell) for cell in value]
    return {"date": value.replace(tzinfo=None).isoformat()} if isinstance(value, dt.datetime) else value


def main():
    windows.install()
    from xlwings import com_server, udfs  # only now is this Windows to xlwings

    python, caller = com_server.XLPython(), windows.Range("", "$Z$99")
    for line in sys.stdin:
        command, *rest = json.loads(line)
        if command == "import":
            book = windows.Workbook(*rest)
            udfs.logger.addHandler(udfs.logging.NullHandler())
            udfs.import_udfs(MODULE, book)
            answer = {"vba": book.vba, "descriptions": book.descriptions}
        else:
            name, arguments = rest
            try:
                answer = plain(python.CallUDF(MODULE, name, tuple(map(com, arguments)), None, caller))
            except Exception as problem:  # noqa: BLE001 - VBA sees any exception as a COM error
                answer = {"raised": f"{type(problem).__name__}: {problem}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
