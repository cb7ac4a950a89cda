"""A copy with values instead of formulas, for somebody who has no add-in; charts and looks stay."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.books.recalculation import Uncomputed, recalculate
from socroi.errors import UsageError, WorkbookError
from socroi.hosts.lambda_names import remove_names
from socroi.workbook.package.parts import open_package
from socroi.workbook.package.xml import attribute, child, children
from socroi.workbook.writing.rewriting import CONTENT_TYPES, Rewriting

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from socroi.workbook.package.parts import Package
    from socroi.workbook.reading.links import LinkedFile

PLAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

_DATA: Final = re.compile(r"<((?:[\w.-]+:)?)sheetData\b[^<>]*>.*</\1sheetData>", re.DOTALL)
_CALCULATED: Final = re.compile(
    r"<((?:[\w.-]+:)?)calculatedColumnFormula\b[^<>]*(?:/>|>[^<]*</\1calculatedColumnFormula>)"
)
_ARRAY_MARK: Final = re.compile(r"""\s+cm\s*=\s*(?:"[^"]*"|'[^']*')""")
_TEXT_MARK: Final = re.compile(r"""\s+t\s*=\s*(?:"str"|'str')""")


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a frozen copy is.

    Attributes:
        path: the file that was written.
        formulas: how many formulas became values.
        macros: whether the workbook had macros, which the copy has not.
        uncomputed: the formula cells that could not be computed: the copy has their old values.
        links: the workbooks that it links to, where these were to be read; `remembered`: the files whose values were
            taken from what it remembers of them.
    """

    path: Path
    formulas: int
    macros: bool
    uncomputed: list[Uncomputed] = field(default_factory=list)
    links: list[LinkedFile] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)


def freeze(book: str | os.PathLike[str], copy: str | os.PathLike[str], *, compute: bool = True) -> Frozen:
    """Write a copy of a workbook in which every formula is its value.

    Macros and task panes are left out, as are the LAMBDA names of our functions. Charts, pictures, formats, drop-downs,
    tables and links between sheets stay. The workbook itself is not changed.

    Args:
        book: an `.xlsx` or `.xlsm` file.
        copy: the `.xlsx` file to write; another one than the book.
        compute: compute the formulas first; otherwise the values that the file holds are taken as they are, which is
            right where a spreadsheet program has just computed them.

    Raises:
        UsageError: the copy is the book itself, or is not named `.xlsx`.
        WorkbookError: it cannot be read or written, or a formula that cannot be computed has no old value either.
    """
    book, copy = Path(book), Path(copy)
    if copy.suffix.casefold() != ".xlsx":
        raise UsageError("A frozen copy needs a name that ends in .xlsx.", where=str(copy))
    if copy.exists() and book.exists() and copy.samefile(book):
        raise UsageError(
            "A frozen copy would replace the workbook and its formulas.", where=str(copy), hint="Name another file."
        )
    if not compute:
        return _freeze(open_package(book), copy, [])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        computed = Path(folder) / book.name
        report = recalculate(book, computed)
        package = open_package(computed)
        package.where = str(book)
        frozen = _freeze(package, copy, report.uncomputed)
        return replace(frozen, links=report.links, remembered=report.remembered)


def _freeze(package: Package, copy: Path, uncomputed: list[Uncomputed]) -> Frozen:
    rewriting = Rewriting(package)
    count = sum(_freeze_sheet(rewriting, part, f"{package.where}!{name}") for name, part in _sheets(package))
    for gone in rewriting.unlink(package.workbook, "calcChain"):
        rewriting.drop(gone)
    macros = drop_macros(rewriting, package)
    drop_task_panes(rewriting)
    rewriting.edit(package.workbook, remove_names)
    rewriting.save(copy)
    return Frozen(copy, count, macros, uncomputed)


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """Yield the name and the part of every worksheet."""
    pointers = package.relationships(package.workbook)
    sheets = child(package.tree(package.workbook, "The workbook"), "sheets")
    for sheet in [] if sheets is None else children(sheets, "sheet"):
        pointer = pointers.get(attribute(sheet, "id"))
        if pointer is not None and pointer.kind == "worksheet":
            yield sheet.get("name", ""), pointer.part


def _freeze_sheet(rewriting: Rewriting, part: str, where: str) -> int:
    count = 0

    def change(text: str) -> str:
        nonlocal count
        found = _DATA.search(text)
        if found is None:
            return text
        data, count = _values(found[0], found[1], where)
        return text[: found.start()] + data + text[found.end() :]

    rewriting.edit(part, change)
    for relationship in rewriting.package.relationships(part).values():
        if relationship.kind == "table":
            rewriting.edit(relationship.part, lambda text: _CALCULATED.sub("", text))
    return count


def _values(data: str, prefix: str, where: str) -> tuple[str, int]:
    """Return the rows of a sheet with the value of each formula alone, and how many formulas there were."""
    p = re.escape(prefix)
    cell = re.compile(
        rf"<{p}c\b([^<>]*)>\s*<{p}f\b(?:[^<>]*/>|[^<>]*>[^<]*</{p}f>)\s*(<{p}v\b[^<>]*>[^<]*</{p}v>|<{p}v\s*/>)?\s*</{p}c>"
    )
    lacking: list[str] = []

    def frozen(found: re.Match[str]) -> str:
        attributes, value = _ARRAY_MARK.sub("", found[1]), found[2] or ""
        is_text = _TEXT_MARK.search(attributes) is not None
        if not value or (not is_text and not re.search(r">[^<]+<", value)):
            lacking.append(_address(found[1]))
        if is_text and not re.search(r">[^<]+<", value):
            return f"<{prefix}c{_TEXT_MARK.sub('', attributes)}/>"
        return f"<{prefix}c{attributes}>{value}</{prefix}c>"

    text, count = cell.subn(frozen, data)
    if lacking:
        also = f" and {len(lacking) - 1} more" if len(lacking) > 1 else ""
        raise WorkbookError(
            f"The formula in {lacking[0]}{also} has no value yet, so there is nothing to freeze.",
            where=where,
            hint="Open the workbook in Excel and save it; “socroi calc” says why it cannot be computed here.",
        )
    if re.search(rf"<{p}f[\s>/]", text):
        raise WorkbookError("A formula is written in a form that is not understood.", where=where,
                            hint="Open the workbook in Excel and save it.")  # fmt: skip
    return text, count


def _address(attributes: str) -> str:
    found = re.search(r"""\br\s*=\s*["']([A-Z]+[0-9]+)["']""", attributes)
    return found[1] if found else "a cell"


def drop_macros(rewriting: Rewriting, package: Package) -> bool:
    """Take the macros out, and say so in the type of the workbook."""
    gone = rewriting.unlink(package.workbook, "vbaProject")
    for part in gone:
        rewriting.drop(part)
    rewriting.edit(CONTENT_TYPES, lambda text: text.replace(MACRO, PLAIN))
    return bool(gone)


def drop_task_panes(rewriting: Rewriting) -> None:
    """Take out what other programs show beside the workbook, xlwings Lite among them, and a ribbon of its own."""
    for kind in ("webextensiontaskpanes", "extensibility"):
        for gone in rewriting.unlink("", kind):
            for inner in rewriting.unlink(gone, "webextension"):
                rewriting.drop(inner)
            rewriting.drop(gone)
