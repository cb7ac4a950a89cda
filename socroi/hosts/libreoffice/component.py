"""The component that LibreOffice loads to compute the functions.

Names, help and categories stand in CalcAddIns.xcu, which Calc reads without loading this; so the methods of XAddIn that
would give them are never asked.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if sys.version_info < (3, 10):  # noqa: UP036 - this runs in whatever Python LibreOffice brings along
    raise RuntimeError(
        "SOCROI needs a LibreOffice whose Python is 3.10 or newer. Update LibreOffice and install again."
    )

# LibreOffice puts this folder behind the others, where another version of the package may be installed.
sys.path.insert(0, str(Path(__file__).parent / "pythonpath"))

import unohelper
from com.sun.star.lang import XServiceInfo, XServiceName
from com.sun.star.sheet import XAddIn
from org.socroi import XSocroi

from socroi.definition.registry import formulas
from socroi.excel.serials import DAY_ZERO
from socroi.gate import gate
from socroi.hosts.libreoffice.cells import arriving, leaving, leaving_block
from socroi.hosts.libreoffice.interface import method_name, wants_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.definition.formula import Formula

SERVICE: Final = "org.socroi.CalcAddIn"


def _method(formula: Formula) -> Callable[..., Any]:
    """Return the method that computes a function."""
    kinds = [parameter.kind for parameter in formula.parameters]
    leave = leaving_block if formula.spills else leaving

    def compute(_: object, *arguments: Any) -> Any:
        shift = 0.0
        if wants_document(formula):
            *cells, document = arguments
            arguments, shift = tuple(cells), _shift(document)
        given = [arriving(value, kind, shift) for value, kind in zip(arguments, kinds, strict=True)]
        return leave(gate.call(formula, *given))

    return compute


def _shift(document: Any) -> float:
    """Return how many days later than Excel usually does a document begins to count: `DAYS_1904` for one of 1904."""
    first = document.getPropertyValue("NullDate")
    return float((date(first.Year, first.Month, first.Day) - DAY_ZERO).days)


class _Described(unohelper.Base, XAddIn, XServiceName, XServiceInfo):
    """What Calc and the service manager ask of any add-in."""

    def __init__(self, _context: object) -> None:
        self._locale: object = None

    def setLocale(self, locale: object) -> None:
        self._locale = locale

    def getLocale(self) -> object:
        return self._locale

    def getProgrammaticFuntionName(self, name: str) -> str:
        return name.lower()

    def getDisplayFunctionName(self, name: str) -> str:
        return name.upper()

    def getFunctionDescription(self, name: str) -> str:
        return ""

    def getDisplayArgumentName(self, name: str, index: int) -> str:
        return ""

    def getArgumentDescription(self, name: str, index: int) -> str:
        return ""

    def getProgrammaticCategoryName(self, name: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, name: str) -> str:
        return "Add-In"

    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return SERVICE

    def supportsService(self, name: str) -> bool:
        return name == SERVICE

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (SERVICE,)


AddIn = type("AddIn", (_Described, XSocroi), {method_name(f): _method(f) for f in formulas().values()})

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(AddIn, SERVICE, (SERVICE,))
