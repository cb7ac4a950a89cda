"""Our VBA in an interpreter of VBA, with xlwings' real Python behind it; a stub does what Excel itself would do."""

import re

from answers import for_com
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter._objects import VBAObject, method
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAArray, VBAErrorValue

from socroi.errors import CellError
from socroi.hosts import vba_modules
from socroi.hosts.descriptions import ERROR_NUMBERS

CODES = {number: code for code, number in ERROR_NUMBERS.items()}

EXCEL = r"""
Public Python As Object
Public NoPython As String
Public Interpreter As String
Public Attempts As Long
Public Did As String
Public Alerts As Boolean
Public TheFormula As String
Public TheBook As String

Sub UsePython(p)
    Interpreter = "C:\Python\python.exe"
    Set Python = p
    Alerts = True
End Sub
Sub LosePython(why)
    NoPython = why
End Sub
Sub MuteAlerts()
    Alerts = False
End Sub
Sub Standing(cell, book)
    TheFormula = cell
    TheBook = book
End Sub
Function XLPy()
    Attempts = Attempts + 1
    If NoPython <> "" Then Err.Raise 1000, Description:=NoPython
    Set XLPy = Python
End Function
Function GetConfig(key, Optional default)
    GetConfig = default
    If key = "INTERPRETER_WIN" Then GetConfig = Interpreter
End Function
Sub NamePython(path)
    Interpreter = path
End Sub
Function CallerCell()
    Set CallerCell = Range("Z99")
End Function
Sub ToDo(what, Optional about)
    Did = Did & what & " " & about & "|"
End Sub
Function Tried()
    Tried = Attempts
End Function
Function Done()
    Done = Did
    Did = ""
End Function
"""
"""What XLPy, and Excel, are to our modules."""

STANDS_FOR = (
    (r"Application\.Caller", "CallerCell()"),
    (r"Application\.DisplayAlerts", "Alerts"),
    (r"Application\.CalculateFull", 'ToDo "calculate"'),
    (r"Application\.DefaultFilePath", '"{folder}"'),
    (r"Application\.Version", '"16.0"'),
    (r"ActiveWorkbook\.SaveCopyAs (\w+)", r'ToDo "save", \1'),
    (r"Workbooks\.Open (\w+)", r'ToDo "open", \1'),
    (r"ThisWorkbook\.FollowHyperlink (\w+)", r'ToDo "follow", \1'),
    (r"ActiveCell\.formula", "TheFormula"),
    (r"ActiveWorkbook\.FullName", "TheBook"),
    (r"ActiveWorkbook\.Name", '"plan.xlsx"'),
    (r'Environ\$\("TEMP"\) & "\\socroi-" & Format\$\(Now, "yyyymmddhhnnss"\) & ending', '"{folder}/copy.xlsx"'),
    (r"If Not ActiveCell Is Nothing Then ", ""),
    (r"ActiveWorkbook Is Nothing", "False"),
    (r"(?m)^Attribute \w+\.VB_.*\r?\n", ""),
)
"""Members of Excel that the interpreter does not have, and what stands for them."""


class Held(VBAObject):
    """A Python object on its way through VBA."""

    def __init__(self, value):
        self.value = value


class Python(VBAObject):
    """The COM object of xlwings: cells go to its real code in the worker, the ribbon's entry points are right here."""

    vba_type_name = "XLPython"

    def __init__(self, worker):
        self.worker = worker
        self.calls = []

    @method
    def CallUDF(self, module, name, arguments, book=None, caller=None):  # noqa: N802, ARG002 - xlwings' own signature
        assert module == "socroi.hosts.excel"
        self.calls.append(name)
        answer = self.worker.ask("call", name, [for_com(from_vba(argument)) for argument in arguments.items])
        if isinstance(answer, dict) and "raised" in answer:
            raise VBARuntimeError(-2147352567, f"Unexpected Python Error: {answer['raised']}")
        return to_vba(answer)

    @method
    def Module(self, name):  # noqa: N802
        return Held(__import__(name, fromlist=["*"]))

    @method
    def Tuple(self, *elements):  # noqa: N802
        return Held(tuple(map(str, elements)))

    @method
    def Call(self, obj, name, arguments):  # noqa: N802
        return Held(getattr(obj.value, str(name))(*arguments.value))

    @method
    def Str(self, obj):  # noqa: N802
        return str(obj.value)


def from_vba(value):
    """A value of the interpreter as Python data."""
    if value is MISSING or value is EMPTY:
        return None
    if isinstance(value, VBAErrorValue):
        return CellError(CODES[value.number])
    if isinstance(value, VBAArray):
        if value.dimensions == 1:
            return [[from_vba(item) for item in value.items]]
        (top, bottom), (left, right) = value.bounds
        return [[from_vba(value.get([r, c])) for c in range(left, right + 1)] for r in range(top, bottom + 1)]
    if hasattr(value, "vba_get"):
        return from_vba(value.vba_get("Value"))
    return value if isinstance(value, (str, bool)) else float(getattr(value, "value", value))


def to_vba(value):
    """Python data as pywin32 hands it to VBA: rows are an array of two dimensions, one row of one."""
    if isinstance(value, list) and value and isinstance(value[0], list):
        array = VBAArray([(0, len(value) - 1), (0, len(value[0]) - 1)])
        for r, row in enumerate(value):
            for c, cell in enumerate(row):
                array.set([r, c], to_vba(cell))
        return array
    if isinstance(value, list):
        return VBAArray([(0, len(value) - 1)], items=[to_vba(cell) for cell in value])
    if isinstance(value, CellError):
        return VBAErrorValue(ERROR_NUMBERS[value.code])
    return MISSING if value is None else value


class Excel:
    """An Excel of which our add-in is loaded."""

    def __init__(self, worker, folder=""):
        self.python = Python(worker)
        self.application = ExcelApplication()
        self.application.add_workbook()
        self.application.add_module(EXCEL, name="Stub")
        for name, text in vba_modules.modules(addin=True).items():
            known = text
            for pattern, stand_in in STANDS_FOR:
                known = re.sub(pattern, stand_in.replace("{folder}", str(folder)), known)
            self.application.add_module(known, name=name)
        self.run("UsePython", self.python)

    def run(self, name, *arguments):
        return self.application.interpreter.run(name, list(arguments))

    def number(self, name):
        return from_vba(self.run(name))

    def press(self, action):
        """Press a button of the ribbon, which hands itself over."""
        self.run(action, Held(action))

    def cell(self, name, *arguments):
        """What a cell shows: an error is a CellError, and only then one."""
        return from_vba(self.run(name, *map(to_vba, arguments)))

    def messages(self):
        """The message boxes so far."""
        return [prompt for _, prompt, *_ in self.application.interpreter.dialogs]
