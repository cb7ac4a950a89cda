"""Rules about macros and the ribbon."""

import io
import re

from ruler.opened import MAIN, rule

_PAIRS = {
    "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility": (
        "http://schemas.microsoft.com/office/2006/01/customui"
    ),
    "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": (
        "http://schemas.microsoft.com/office/2009/07/customui"
    ),
}
"""The namespace of a ribbon that goes with its relationship (MS-CUSTOMUI)."""


def project_text(data):
    """The PROJECT stream of a VBA project (MS-OVBA 2.3.1)."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        return file.openstream("PROJECT").read().decode("cp1252")


def _project(book):
    return project_text(book.parts["xl/vbaProject.bin"]) if "xl/vbaProject.bin" in book.parts else ""


def _code_names(book):
    found = [book.workbook.find(f"{MAIN}workbookPr"), *(sheet.root.find(f"{MAIN}sheetPr") for sheet in book.sheets)]
    return [each.get("codeName") for each in found if each is not None and each.get("codeName")]


@rule
def module_of_a_sheet_is_no_document(book):
    """MS-OVBA 2.3.1.9: `Document=Sheet1/&H00000000`."""
    text = _project(book)
    documents = re.findall(r"^Document=([^/\r\n]+)/&H[0-9A-F]{8}\r?$", text, re.MULTILINE)
    yield from (name for name in _code_names(book) if text and name not in documents)


@rule
def module_of_a_missing_sheet(book):
    documents = re.findall(r"^Document=([^/\r\n]+)", _project(book), re.MULTILINE)
    names = _code_names(book)
    yield from (name for name in documents if names and name not in names)


@rule
def project_has_an_empty_line_among_its_windows(book):
    _, mark, windows = _project(book).partition("[Workspace]\r\n")
    if mark and any(not line.strip() for line in windows.rstrip("\r\n").split("\r\n")):
        yield "[Workspace]"


@rule
def window_of_a_missing_module(book):
    text = _project(book)
    before, _, windows = text.partition("[Workspace]\r\n")
    modules = re.findall(r"^(?:Module|Class|Document|BaseClass)=([^/\r\n]+)", before, re.MULTILINE)
    shown = re.findall(r"^(\w+)=", windows, re.MULTILINE)
    yield from (name for name in shown if name not in modules)


@rule
def ribbon_is_of_another_kind_than_its_relationship(book):
    for _, target, kind in book.relations("").values():
        root = book.tree(target) if kind in _PAIRS else None
        if root is not None and root.tag != f"{{{_PAIRS[kind]}}}customUI":
            yield f"{target}: {root.tag}"
