"""pywin32 as far as xlwings' own Windows code needs it to be imported and run on Linux, and COM-like cells.

`install()` comes before the first `import xlwings`, in a process of its own: from then on xlwings takes this for
Windows. What runs is xlwings' real `udfs`, `com_server` and `_xlwindows`.
"""

import asyncio  # noqa: F401 - it must see the true platform, as must the next two
import ctypes
import datetime as dt
import importlib
import subprocess  # noqa: F401
import sys
import types
from pathlib import Path
from unittest import mock

MODULES = (
    "pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui", "win32process", "win32timezone",
    "win32com", "win32com.client", "win32com.server", "win32com.server.dispatcher", "win32com.server.policy",
    "win32com.server.util",
)  # fmt: skip
RANGE = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""What VBA hands over for an omitted argument: VT_ERROR with DISP_E_PARAMNOTFOUND."""
ERRORS = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#SPILL!": 2045, "#CALC!": 2050,
}  # fmt: skip
"""XlCVError, as Microsoft documents it for VBA."""


def com_error_number(code):
    return ERRORS[code] - 2146828288


class ComError(Exception):
    pass


class PyTime(dt.datetime):
    """A date as COM hands it over: pywintypes.TimeType is a datetime."""


class Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        stand_in = mock.MagicMock(name=f"{self.__name__}.{name}")
        setattr(self, name, stand_in)
        return stand_in


def install():
    for name in MODULES:
        module = sys.modules[name] = Module(name)
        module.__path__, module.__file__ = [], None
        package, _, last = name.rpartition(".")
        if package:
            setattr(sys.modules[package], last, module)
    types_, com, client = (sys.modules[name] for name in ("pywintypes", "pythoncom", "win32com.client"))
    types_.com_error = com.com_error = ComError
    types_.TimeType, types_.IID = PyTime, str
    com.IID_IDispatch, com.TypeIIDs = "IDispatch", {"IDispatch": type("PyIDispatch", (), {})}
    com.CoInitialize = lambda *_: None
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(client, name, type(name, (), {}))
    client.Dispatch = lambda obj, *_, **__: obj
    sys.modules["win32com.server.util"].unwrap = mock.Mock(side_effect=ComError("not a wrapped object"))
    sys.modules["win32timezone"].TimeZoneInfo.utc = lambda: dt.UTC
    for name in ("oledll", "windll"):
        setattr(ctypes, name, mock.MagicMock())
    for name in ("numpy", "pandas"):  # which must see the true platform
        importlib.import_module(name)

    with mock.patch.object(sys, "platform", "win32"), mock.patch.object(ctypes, "PyDLL", mock.MagicMock()):
        import xlwings
    return xlwings


class Range:
    """What VBA hands over for a reference: an IDispatch of a Range, its Value a scalar or a tuple of rows."""

    def __init__(self, value, address="$A$1"):
        self.Value, self.Address, self.Row, self.Column = value, address, 1, 1
        rows = value if isinstance(value, tuple) else ((value,),)
        self.Rows, self.Columns = mock.MagicMock(Count=len(rows)), mock.MagicMock(Count=len(rows[0]))
        self.Worksheet = mock.MagicMock()
        self.Application = self.Worksheet.Parent.Application
        self._oleobj_ = mock.MagicMock()
        self._oleobj_.GetTypeInfo().GetTypeAttr().iid = RANGE

    def GetAddress(self, *_, **__):  # noqa: N802 - Excel's name
        return self.Address


class Workbook:
    """What `xlwings.udfs.import_udfs` touches of a workbook; keeps the VBA and the descriptions that it is given."""

    def __init__(self, name="socroi.xlam"):
        self.Name, self.vba, self.descriptions = name, "", []
        self.VBProject = mock.MagicMock()
        self.Worksheets, self.Sheets = [], []
        self.VBProject.VBComponents.Remove.side_effect = ComError("no such module")
        self.VBProject.VBComponents.Import.side_effect = self._import
        self.Application = mock.MagicMock(Version="16.0")
        self.Application.MacroOptions.side_effect = lambda macro, **options: self.descriptions.append([macro, options])

    def _import(self, path):
        self.vba = Path(path).read_text(encoding="utf-8")
