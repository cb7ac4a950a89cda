"""The `.xlsm` edition of a workbook: our functions inside it, for a colleague who has Python but no add-in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError, WorkbookError
from socroi.hosts.frozen import MACRO, PLAIN
from socroi.hosts.lambda_names import remove_names
from socroi.hosts.locations import vba_project
from socroi.workbook.package.parts import open_package
from socroi.workbook.package.xml import attribute, child, children
from socroi.workbook.writing.rewriting import CONTENT_TYPES, Rewriting

if TYPE_CHECKING:
    import os

    from socroi.workbook.package.parts import Package

PROJECT: Final = "xl/vbaProject.bin"
_CONTENT: Final = "application/vnd.ms-office.vbaProject"
_KIND: Final = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_POINTER: Final = f'<Relationship Id="rIdVba" Type="{_KIND}" Target="vbaProject.bin"/>'


def macro_edition(book: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
    """Write a template as an `.xlsm` workbook that carries our functions.

    Args:
        book: an `.xlsx` file that XlsxWriter wrote, without macros.
        target: the `.xlsm` file to write.

    Raises:
        UsageError: the VBA for it cannot be made here.
        WorkbookError: the book has macros already, or is not in XlsxWriter's form.
    """
    write_macro_edition(book, target, project(len(sheet_parts(open_package(book)))))


def project(sheets: int) -> bytes:
    """Return the VBA project of a workbook with so many sheets.

    Raises:
        UsageError: this is a checkout, and what makes the project is not installed.
    """
    packed = vba_project(sheets)
    if packed is not None:
        return packed.read_bytes()
    try:
        from socroi.hosts.vba_projects import workbook_project
    except ModuleNotFoundError as missing:
        raise UsageError(
            f"the macros have to be made first, and the package {missing.name} is missing.",
            hint='In a checkout: pip install -e ".[dev]". Elsewhere: install SOCROI again; a wheel brings them along.',
        ) from missing
    return workbook_project(sheets)


def write_macro_edition(book: str | os.PathLike[str], target: str | os.PathLike[str], project: bytes) -> None:
    """Write a template as an `.xlsm` workbook with a VBA project in it, and without the LAMBDA names of our functions.

    Args:
        book: an `.xlsx` file that XlsxWriter wrote, without macros.
        target: the `.xlsm` file to write.
        project: a VBA project with a module `Sheet1`, `Sheet2` ... for each of its sheets.

    Raises:
        WorkbookError: the book has macros already, or is not in XlsxWriter's form.
    """
    package = open_package(book)
    rewriting = Rewriting(package)
    if rewriting.has(PROJECT):
        raise WorkbookError("The workbook has macros already.", where=package.where)
    rewriting.put(PROJECT, project)
    for part, old, new in (
        (CONTENT_TYPES, PLAIN, MACRO),
        (CONTENT_TYPES, "</Types>", f'<Override PartName="/{PROJECT}" ContentType="{_CONTENT}"/></Types>'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", f"{_POINTER}</Relationships>"),
        (package.workbook, "<workbookPr", '<workbookPr codeName="ThisWorkbook"'),
    ):
        rewriting.put(part, _once(package, rewriting.text(part), old, new))
    rewriting.edit(package.workbook, remove_names)
    for number, part in enumerate(sheet_parts(package), 1):
        rewriting.put(part, _named(rewriting.text(part), f"Sheet{number}"))
    rewriting.save(target)


def sheet_parts(package: Package) -> list[str]:
    """Return the parts of the sheets in the order of their tabs."""
    sheets = child(package.tree(package.workbook, "The workbook"), "sheets")
    pointers = package.relationships(package.workbook)
    return [pointers[attribute(sheet, "id")].part for sheet in ([] if sheets is None else children(sheets, "sheet"))]


def _named(text: str, name: str) -> str:
    """Return the text of a sheet with the name of its module."""
    named, count = re.subn(r"<sheetPr(?=[\s/>])", f'<sheetPr codeName="{name}"', text, count=1)
    return named if count else re.sub(r"(<worksheet\b[^<>]*>)", rf'\1<sheetPr codeName="{name}"/>', text, count=1)


def _once(package: Package, text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise WorkbookError(f"The workbook has {old} {text.count(old)} times.", where=package.where)
    return text.replace(old, new)
