"""VBA projects made on any system from the templates in the xlwings package: the add-in, and a workbook's own.

Needs pyOpenVBA, which a developer has. `make generate` makes the add-in, which is committed; the projects of workbooks
are made when a wheel is built (`hatch_build.py`), and in a checkout when one is asked for.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyopenvba
import xlwings

from socroi import __version__
from socroi.errors import SocroiError
from socroi.hosts import vba_modules
from socroi.hosts.vba_declarations import as_office_writes
from socroi.hosts.xlwings_version import XLWINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES: Final = Path(xlwings.__file__).parent
ADDIN: Final = "quickstart_addin_ribbon.xlam"
STANDALONE: Final = "quickstart_standalone.xlsm"
SHEET: Final = "00020820-0000-0000-C000-000000000046"
"""The class of a worksheet, which its module extends."""
PROJECT: Final = "xl/vbaProject.bin"

CONFIGURATION: Final = (
    ("UDF MODULES", vba_modules.MODULE),
    ("USE UDF SERVER", "True"),
    ("DEBUG UDFS", "False"),
    ("SHOW CONSOLE", "False"),
)
"""The settings of the add-in. The interpreter is not among them: it stands in a file of the user's own."""

_PATHS_OF_WORKBOOKS: Final = (
    'PYTHONPATH = AddExcelDir & ";" & ActiveWorkbook.FullName & ";" & ThisWorkbook.FullName & ";" & '
    'GetConfig("ONEDRIVE_CONSUMER_WIN") & ";" & GetConfig("ONEDRIVE_COMMERCIAL_WIN") & ";" & '
    'GetConfig("SHAREPOINT_WIN") & ";" & GetConfig("PYTHONPATH")'
)
_OTHER_OFFICE: Final = "\n    #Else\n        ' Other office apps"
_WITH_PATHS: Final = (
    'tail = " -B -c ""import sys, os;" & LicenseKeyEnvString & "import xlwings.utils;'
    'xlwings.utils.prepare_sys_path(\\""" & PYTHONPATH & "\\"");import xlwings; xlwings.serve('
)

SUBSTITUTIONS: Final = (
    ('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "socroi"', 1),
    # Python code beside somebody's workbook is not imported.
    ('GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")', 'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "false")', 2),
    # Which Python serves the cells hangs on nobody's workbook: with its path in the command there was one Python for
    # each workbook, and `^`, `%` and `&` in a path left the quoting. -P keeps the current folder out, too.
    (_PATHS_OF_WORKBOOKS + _OTHER_OFFICE, 'PYTHONPATH = ""' + _OTHER_OFFICE, 1),
    (_WITH_PATHS, 'tail = " -B -P -c ""import xlwings; xlwings.serve(', 1),
    # Nor does a workbook, or a file beside it, say which program is to be run as Python.
    ('If SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf") = True Then', "If False Then", 1),
    ('If source = "" Or source = "directory" Then', "If False Then", 1),
)
"""What is changed in the xlwings module: old text, new text, how often it must occur."""


def xlwings_module() -> str:
    """Return the VBA of xlwings, from its template of an add-in, as both our projects have it.

    Raises:
        SocroiError: the module is not as it was in the version that this was written for.
    """
    with pyopenvba.ExcelFile(TEMPLATES / ADDIN) as file:
        source: str = file.get_module("xlwings")
    if f'XLWINGS_VERSION As String = "{XLWINGS}"' not in source:
        raise SocroiError(f"The VBA of xlwings is not of version {XLWINGS}.", hint="Install the extra “excel” again.")
    for old, new, times in SUBSTITUTIONS:
        if source.count(old) != times:
            raise SocroiError(f"The VBA of xlwings has {old!r} {source.count(old)} times, and not {times}.")
        source = source.replace(old, new)
    return source


def workbook_project(sheets: int) -> bytes:
    """Return the VBA project of a workbook that carries the functions, with modules `Sheet1` ... for its sheets."""
    documents = {f"Sheet{n}": vba_modules.document_module(f"Sheet{n}", SHEET) for n in range(1, sheets + 1)}
    package = _project(STANDALONE, ("Sheet1", "Sheet2", "Module1"), documents, addin=False)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return as_office_writes(archive.read(PROJECT), documents)


def addin() -> bytes:
    """Return the add-in, `socroi.xlam`. The same versions of everything give the same bytes inside."""
    package = _project(ADDIN, ("RibbonMyAddin",), {}, addin=True)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(
                zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0)), _part(part, old.read(part)), zipfile.ZIP_DEFLATED
            )
    return made.getvalue()


def _project(template: str, unwanted: tuple[str, ...], documents: Mapping[str, str], *, addin: bool) -> bytes:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / template
        shutil.copyfile(TEMPLATES / template, path)
        with pyopenvba.ExcelFile(path) as file:
            vba = file.vba_project()
            file.set_module("xlwings", xlwings_module())
            file.set_module("ThisWorkbook", file.get_module("ThisWorkbook") + _lines(vba_modules.WORKBOOK))
            for name in unwanted:
                vba.delete_module(name)
            for name, text in documents.items():
                vba.add_module(name, text, kind=pyopenvba.VBAModuleKind.other)
            for name, text in vba_modules.modules(addin=addin).items():
                vba.add_module(name, text)
            file.save(path)
        return path.read_bytes()


def _part(part: str, data: bytes) -> bytes:
    """Return a part of the template as the add-in has it."""
    match part:
        case "xl/workbook.xml":
            text = re.sub(r"<mc:AlternateContent.*?</mc:AlternateContent>", "", data.decode(), flags=re.DOTALL)
            return _replaced(text, 'name="_myaddin.conf"', 'name="socroi.conf"').encode()
        case "xl/worksheets/sheet1.xml":
            text = data.decode()
            rows = "".join(
                f'<row r="{row}">{_cell("A", row, key)}{_cell("B", row, value)}</row>'
                for row, (key, value) in enumerate(CONFIGURATION, 1)
            )
            text = re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", text, flags=re.DOTALL)
            return re.sub(r'<dimension ref="[^"]*" />', f'<dimension ref="A1:B{len(CONFIGURATION)}" />', text).encode()
        case "xl/vbaProject.bin":
            return as_office_writes(data, ())
        case "customUI/customUI.xml":
            return vba_modules.ribbon_xml().encode()
        case "docProps/core.xml":
            return _CORE.encode()
        case "xl/sharedStrings.xml":
            return re.sub(r"<sst[^>]*>.*</sst>", _NO_STRINGS, data.decode(), flags=re.DOTALL).encode()
    return data


_NO_STRINGS: Final = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="0" uniqueCount="0"/>'
)
_CORE: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f"<dc:title>SOCROI {__version__}</dc:title><dc:creator>SOCROI</dc:creator>"
    "<dc:description>What social media work returns: worksheet functions, computed by Python through xlwings "
    f"{XLWINGS}.</dc:description>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)


def _cell(column: str, row: int, text: str) -> str:
    return f'<c r="{column}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


def _replaced(text: str, old: str, new: str) -> str:
    if old not in text:
        raise SocroiError(f"The add-in template of xlwings has no {old!r}.")
    return text.replace(old, new)


def _lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"
