"""The VBA of the classic add-in: each function as a wrapper, true errors, one clear message, and the ribbon's buttons.

The wrappers are what xlwings' "Import Functions" writes, with two substitutions: an answer goes through `SocroiCell`,
which turns our error texts into errors, and a failure through `SocroiNoAnswer`, instead of showing its text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.definition.registry import formulas
from socroi.hosts.descriptions import CATEGORY, argument_help, function_help
from socroi.hosts.vba_names import vba_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.definition.formula import Formula

MODULE: Final = "socroi.hosts.excel"
FUNCTIONS: Final = "SocroiFunctions"
SUPPORT: Final = "SocroiSupport"
HELP: Final = "SocroiHelp"
RIBBON: Final = "SocroiRibbon"

WRITTEN: Final = Path(__file__).parent / "vba"
"""The modules that are written by hand."""

_NOTE: Final = "' Generated from the catalogue by `make generate`."


def function_module(known: Mapping[str, Formula]) -> str:
    """Return the module of all functions.

    The workbook that is handed over is the one with this code: it is always there, and our functions read no workbook.
    """
    parts = [f'Attribute VB_Name = "{FUNCTIONS}"', _NOTE, '#Const App = "Microsoft Excel"']
    parts += [_wrapper(known[name]) for name in sorted(known)]
    return _module(parts)


def _wrapper(formula: Formula) -> str:
    name = formula.name
    names = [vba_name(parameter.name) for parameter in formula.parameters]
    declared = ", ".join(
        given if parameter.required else f"Optional {given}"
        for given, parameter in zip(names, formula.parameters, strict=True)
    )
    array = f"Array({', '.join(names)})"
    return f"""Function {name}({declared})
Attribute {name}.VB_Description = {_text(function_help(formula))}
Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"
    #If App = "Microsoft Excel" Then
        If TypeOf Application.Caller Is Range Then On Error GoTo failed
        {name} = SocroiCell(SocroiPython.CallUDF("{MODULE}", "{name}", {array}, ThisWorkbook, Application.Caller))
        Exit Function
    #Else
        {name} = SocroiCell(SocroiPython.CallUDF("{MODULE}", "{name}", {array}))
        Exit Function
    #End If
failed:
    {name} = SocroiNoAnswer(Err.Description)
End Function
"""


def help_module(known: Mapping[str, Formula]) -> str:
    """Return the module that tells Excel's function wizard of the category and of every argument."""
    families: dict[str, list[Formula]] = {}
    for formula in known.values():
        families.setdefault(formula.module, []).append(formula)
    calls = "\n".join(f"    Describe{module.title()}" for module in families)
    parts = [
        f"""Attribute VB_Name = "{HELP}"
{_NOTE}
Option Explicit
Option Private Module

' Excel may refuse this for a hidden workbook; the functions work all the same.
Public Sub SocroiDescribe()
    On Error Resume Next
{calls}
    ThisWorkbook.Saved = True
End Sub
"""
    ]
    for module, group in families.items():
        described = "\n".join(map(_described, group))
        parts.append(f"Private Sub Describe{module.title()}()\n    On Error Resume Next\n{described}\nEnd Sub\n")
    return _module(parts)


def _described(formula: Formula) -> str:
    arguments = ", _\n            ".join(_text(argument_help(parameter)) for parameter in formula.parameters)
    array = f", _\n        ArgumentDescriptions:=Array( _\n            {arguments})" if arguments else ""
    return (
        f'    Application.MacroOptions Macro:="\'" & ThisWorkbook.Name & "\'!{formula.name}", _\n'
        f"        Description:={_text(function_help(formula))}, _\n"
        f"        Category:={_text(CATEGORY)}{array}"
    )


WORKBOOK: Final = """
Private WithEvents host As Application

Private Sub Workbook_Open()
    Set host = Application
    If Not ActiveWorkbook Is Nothing Then Describe
End Sub

' Excel describes functions only while a workbook is shown, and an add-in is opened before any.
Private Sub host_WorkbookActivate(ByVal book As Workbook)
    Describe
End Sub

Private Sub Describe()
    Static done As Boolean
    If done Then Exit Sub
    done = True
    SocroiDescribe
End Sub
"""
"""What is added to the module of the workbook itself."""


BUTTONS: Final = (
    ("NewTemplate", "New template", "FileNew", "Start the workbook of the four steps: goals, values, costs, ROI."),
    (
        "RecalculateAndCheck",
        "Recalculate and check",
        "CalculateNow",
        "Let Excel compute everything, then compute it once more with SOCROI's own engine and name what differs.",
    ),
    (
        "FreezeToValues",
        "Freeze to values",
        "PasteValues",
        "Write a copy with values instead of formulas, for a colleague who has no add-in.",
    ),
    (
        "FunctionHelp",
        "Function help",
        "FunctionWizard",
        "What each function takes and gives, that of the active cell first.",
    ),
    ("About", "About", "Info", "Which SOCROI, which Python, and where."),
)
"""The ribbon's buttons: the procedure that each calls, its label, Office's name of its picture, and its tip."""


def ribbon_xml() -> str:
    """Return the part that draws the ribbon."""
    drawn = "".join(
        f'<button id="socroi{procedure}" label="{label}" size="large" imageMso="{picture}" '
        f'screentip="{label}" supertip="{tip}" onAction="{RIBBON}.{procedure}"/>'
        for procedure, label, picture, tip in BUTTONS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs>'
        f'<tab id="socroiTab" label="SOCROI"><group id="socroiGroup" label="{CATEGORY}">{drawn}</group></tab>'
        "</tabs></ribbon></customUI>"
    )


def document_module(name: str, base: str) -> str:
    """Return the empty module of a workbook or a sheet; `base` is the class that it extends."""
    return _module(
        [
            f'Attribute VB_Name = "{name}"',
            f'Attribute VB_Base = "0{{{base}}}"',
            "Attribute VB_GlobalNameSpace = False",
            "Attribute VB_Creatable = False",
            "Attribute VB_PredeclaredId = True",
            "Attribute VB_Exposed = True",
            "Attribute VB_TemplateDerived = False",
            "Attribute VB_Customizable = True",
        ]
    )


def modules(*, addin: bool) -> dict[str, str]:
    """Return our modules by their names; a workbook that carries the functions itself has no ribbon of its own."""
    known = formulas()
    found = {FUNCTIONS: function_module(known), HELP: help_module(known)}
    written = (SUPPORT, RIBBON) if addin else (SUPPORT,)
    return found | {name: _module([(WRITTEN / f"{name}.bas").read_text(encoding="ascii")]) for name in written}


def _text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _module(parts: list[str]) -> str:
    """Return the text of a module, with line ends as VBA has them."""
    return "\r\n".join("\n".join(parts).splitlines()) + "\r\n"
