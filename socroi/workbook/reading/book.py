"""From a workbook file to the engine's model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.block import UNCOMPUTED
from socroi.engine.model.book import Book, CalculationSettings, DefinedName, Sheet, Table
from socroi.engine.model.interruptions import Overrun
from socroi.engine.printing.countries import country_of, current_country
from socroi.engine.schedule.limits import without_collections
from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.workbook.package.parts import Package, Relationship, not_a_workbook, open_package
from socroi.workbook.package.xml import attribute, child, children, decode_xstring, digits, flag, local, whole
from socroi.workbook.reading.cells import BadValueError, Budget, parse_area
from socroi.workbook.reading.external import linked_workbook
from socroi.workbook.reading.language import language_of
from socroi.workbook.reading.links import current_links, target_of
from socroi.workbook.reading.loaded import Loaded, SheetPart
from socroi.workbook.reading.metadata import Metadata, read_metadata
from socroi.workbook.reading.settings import locale_beside
from socroi.workbook.reading.shared_strings import shared_strings
from socroi.workbook.reading.sheet import SheetReader

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.engine.model.book import Linked
    from socroi.engine.model.looks import Look
    from socroi.engine.pivot.tables import PivotTable
    from socroi.workbook.reading.cell_looks import CellLooks

_SHEET_KINDS: Final = frozenset(("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))
MAX_STRINGS: Final = 1 << 30
"""Shared strings beyond 1 GiB would take many times that in memory."""


def load(path: str | os.PathLike[str]) -> Loaded:
    """Read a workbook.

    Raises:
        UsageError: there is no such file, or it is a folder.
        WorkbookError: it is no workbook, or it is damaged.
        UnsafeWorkbook: it is locked, or it was refused before it could do harm.
    """
    package = open_package(path)
    try:
        with without_collections():
            return _Reading(package).load()
    except Overrun as overrun:
        raise UnsafeWorkbook(
            f"It is too large to be read: {overrun}.", where=package.where, hint="Allow more with --timeout."
        ) from overrun


class _Reading:
    def __init__(self, package: Package, strings: Strings | None = None) -> None:
        self.package = package
        self.book = Book([], path=str(package.path))
        if strings is not None:
            self.book.strings = strings
        self.loaded = Loaded(self.book, package, [])
        self.budget = Budget()
        self.pointers = package.relationships(package.workbook)
        self.shared: NDArray[np.float64] = np.zeros(0)
        self.metadata = Metadata()
        self.listed: set[str] = set()

    def load(self) -> Loaded:
        """Read all that the engine needs."""
        root = self.package.tree(self.package.workbook, "The workbook part")
        if local(root.tag) != "workbook":
            raise not_a_workbook(self.package, root)
        self.book.calculation = _calculation(root, self.package.where)
        self.book.calculation.locale = _locale(self.package)
        strings = self._of_kind("sharedStrings")
        if strings is not None:
            texts = self.package.made_of(
                strings.part,
                "The list of texts",
                "texts",
                lambda data: shared_strings(data, strings.part, self.package.where),
                MAX_STRINGS,
            )
            self.shared = self.book.strings.codes(texts)
        self.metadata = read_metadata(self.package, self._of_kind("sheetMetadata"))
        self.loaded.error_marks = {
            code: mark for mark, code in reversed(self.metadata.errors.items()) if code != UNCOMPUTED
        }
        reader = SheetReader(self.loaded, self.budget, self.shared, self.metadata)
        for element in _grandchildren(root, "sheets", "sheet"):
            self._sheet(element, reader)
        if not self.book.sheets:
            raise WorkbookError("The workbook has no sheet.", where=self.package.where)
        parts = [None if part is None else part.part for part in self.loaded.parts]
        self.book.pivot_tables = partial(_pivot_tables, self.package, parts, date_1904=self.book.calculation.date_1904)
        self.book.looks = partial(_look, self.package, parts, [])
        self.book.language = partial(language_of, self.package)
        if self.metadata.rich:
            # Few books hold data types.
            from socroi.workbook.reading.rich_values import RichValues

            self.book.rich_values = RichValues(self.package, parts)
        known = [None if part is None else part.known for part in self.loaded.parts]
        self.book.kin = tuple(each.number for each in known if each is not None) if None not in known else None
        for element in _grandchildren(root, "definedNames", "definedName"):
            self._name(element)
        for number, element in enumerate(_grandchildren(root, "externalReferences", "externalReference"), 1):
            pointer = self.pointers.get(attribute(element, "id"))
            if pointer is not None and not pointer.external:
                self.book.external[number] = self._linked(pointer.part)
        return self.loaded

    def _linked(self, part: str) -> Linked:
        remembered, links = linked_workbook(self.package, part, self.book, self.budget), current_links()
        remembered.target = target_of(self.package, part)
        if links is None:
            return remembered
        # Few books link to others, and few of those are computed with them.
        from socroi.workbook.reading.linked_values import with_its_file

        def read(path: Path) -> Loaded:
            return _Reading(open_package(path), self.book.strings).load()

        found, file = with_its_file(self.package, part, remembered, links, read)
        self.loaded.links.append(file)
        return found

    def _of_kind(self, kind: str) -> Relationship | None:
        return next((r for r in self.pointers.values() if r.kind == kind and not r.external), None)

    def _name(self, element: Element) -> None:
        scope = element.get("localSheetId")
        sheet = None if scope is None else digits(scope)
        if sheet is not None and sheet >= len(self.book.sheets):
            return
        name = decode_xstring(element.get("name", ""))
        self.book.names.append(DefinedName(name, (element.text or "").removeprefix("="), sheet))

    def _sheet(self, element: Element, reader: SheetReader) -> None:
        index = len(self.book.sheets)
        name = decode_xstring(element.get("name", f"Sheet{index + 1}"))
        identifier = attribute(element, "id", "missing")
        if identifier == "":  # a sheet of code from before Excel 97, of which nothing but the name is left
            self.book.sheets.append(Sheet(name, is_worksheet=False))
            self.loaded.parts.append(None)
            return
        pointer = self.pointers.get(identifier)
        if (
            pointer is None
            or pointer.external
            or (pointer.kind == "worksheet" and not self.package.member(pointer.part))
        ):
            raise WorkbookError(
                f"The sheet {name} is listed, but its part is missing from the file.",
                where=self.package.where,
                hint="Open the file in Excel, let it repair it, and save it.",
            )
        if pointer.kind not in _SHEET_KINDS:
            raise WorkbookError(
                f"The sheet {name} is of an unknown kind ({pointer.kind}).",
                where=self.package.where,
                hint="Open the file in Excel, let it repair it, and save it.",
            )
        if pointer.part in self.listed:
            raise WorkbookError(
                f"The sheet {name} shares its part with another sheet: its cells would be computed twice.",
                where=self.package.where,
                hint="Open the file in Excel, let it repair it, and save it.",
            )
        self.listed.add(pointer.part)
        sheet = Sheet(name, is_worksheet=pointer.kind == "worksheet")
        self.book.sheets.append(sheet)
        if not sheet.is_worksheet:
            self.loaded.parts.append(None)
            return
        part = SheetPart(pointer.part)
        self.loaded.parts.append(part)
        filters = self._tables(index, pointer.part)
        reader.fill(index, sheet, part, filters)

    def _tables(self, index: int, part: str) -> list[str]:
        """Read the tables of a sheet; return the areas that their filters hide rows of."""
        filters = []
        for pointer in self.package.relationships(part).values():
            if pointer.kind != "table" or pointer.external:
                continue
            root = self.package.tree(pointer.part, "A table")
            name = decode_xstring(root.get("displayName") or root.get("name") or "")
            ref, where = root.get("ref", ""), f"{self.package.where}!{pointer.part}"
            try:
                top, left, bottom, right = parse_area(ref)
            except BadValueError as bad:
                raise WorkbookError(f"The table {name} has no area: {bad.why}.", where=where) from bad
            columns = [
                decode_xstring(column.get("name", "")) for column in _grandchildren(root, "tableColumns", "tableColumn")
            ]
            self.book.tables[name.casefold()] = Table(
                name, index, top, left, bottom, right, columns,
                header_rows=whole(root, "headerRowCount", 1, where),
                totals_rows=whole(root, "totalsRowCount", 0, where),
            )  # fmt: skip
            own = child(root, "autoFilter")
            if own is not None and children(own, "filterColumn"):
                filters.append(own.get("ref", ref))
        return filters


def _pivot_tables(package: Package, parts: list[str | None], *, date_1904: bool) -> list[PivotTable]:
    from socroi.workbook.reading.pivots import PivotTables

    return PivotTables(package, parts, date_1904)()


def _look(package: Package, parts: list[str | None], known: list[CellLooks], sheet: int, row: int, column: int) -> Look:
    # Few books ask for it, and none but once.
    if not known:
        from socroi.workbook.reading.cell_looks import CellLooks

        known.append(CellLooks(package, parts))
    return known[0](sheet, row, column)


def _grandchildren(root: Element, outer: str, inner: str) -> Iterator[Element]:
    found = child(root, outer)
    if found is not None:
        yield from children(found, inner)


def _locale(package: Package) -> str | None:
    """Return the country to compute in: the one that was said, else that of the settings beside the book."""
    country = current_country()
    if country is not None:
        return country.tag
    beside = locale_beside(package.path)
    return None if beside is None else country_of(beside).tag


def _calculation(root: Element, where: str) -> CalculationSettings:
    found = CalculationSettings()
    properties = child(root, "workbookPr")
    if properties is not None:
        found.date_1904 = flag(properties, "date1904")
    settings = child(root, "calcPr")
    if settings is not None:
        found.data_tables = settings.get("calcMode") != "autoNoTable"
        found.iterate = flag(settings, "iterate")
        found.iterations = whole(settings, "iterateCount", 100, where)
        change = settings.get("iterateDelta", "0.001")
        try:
            found.change = float(change)
        except ValueError:
            raise WorkbookError(f"The setting iterateDelta is {change!r}, which is no number.", where=where) from None
        found.precision_as_displayed = not flag(settings, "fullPrecision", default=True)
    return found
