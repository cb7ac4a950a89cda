"""From a workbook file to the engine's model."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.book import Book, CalculationSettings, Column, DefinedName, Evaluation, Sheet, Table
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import Overrun
from socroi.engine.printing.countries import country_of, current_country
from socroi.engine.schedule.limits import without_collections
from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.excel.addresses import address
from socroi.records import record
from socroi.workbook.package.memory import LARGEST, memory
from socroi.workbook.package.parts import Package, Relationship, not_a_workbook, open_package
from socroi.workbook.package.xml import attribute, child, children, decode_xstring, digits, flag, local, whole
from socroi.workbook.reading.careful import Walker
from socroi.workbook.reading.cells import BadValueError, Budget, SheetCells, parse_area
from socroi.workbook.reading.external import linked_workbook
from socroi.workbook.reading.formulas import Formulas, SheetPosition
from socroi.workbook.reading.links import LinkedFile, current_links
from socroi.workbook.reading.metadata import Metadata, read_metadata
from socroi.workbook.reading.quick import OddSheetError, Stream, read_chunk
from socroi.workbook.reading.settings import locale_beside
from socroi.workbook.reading.shared_strings import shared_strings
from socroi.workbook.reading.sheets_alike import Before

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.engine.model.book import Linked
    from socroi.engine.model.looks import Look
    from socroi.engine.pivot.tables import PivotTable
    from socroi.workbook.package.memory import Memory
    from socroi.workbook.reading.alike import RowReader, Run
    from socroi.workbook.reading.cell_looks import CellLooks
    from socroi.workbook.reading.known_sheets import KnownSheet
    from socroi.workbook.reading.quick import Patterns
    from socroi.workbook.reading.tags import Layout

_SHEET_KINDS: Final = frozenset(("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"))
LEAST_SIZE: Final = 1 << 15
"""Chunks smaller than this are read cell by cell: making an expression for their rows would take longer."""
MAX_STRINGS: Final = 1 << 30
"""Shared strings beyond 1 GiB would take many times that in memory."""


@record(slots=True)
class SheetPart:
    """Where a sheet came from, and what its part was like.

    Attributes:
        part: its name in the package.
        plain: whether it is written in the usual form, so that it can be patched in chunks of rows.
        cached: the columns that hold formulas or what they fill, as they were in the file.
        extents: (rows, columns) of each array formula in the file, by its cell.
        dynamic: the array formulas among them that spill as far as they need.
        runs: for each chunk of a plain part, where the rows lie that were read by their shape.
        layouts: for each chunk, where its formula cells lie, if all of it was read tag by tag.
        known: what an earlier book of this run showed about such sheets.
        values: what stands in each `<v>` of a sheet that is known.
    """

    part: str
    plain: bool = True
    cached: dict[int, Column] = field(default_factory=dict)
    extents: dict[SheetPosition, tuple[int, int]] = field(default_factory=dict)
    dynamic: frozenset[SheetPosition] = frozenset()
    runs: list[list[Run]] = field(default_factory=list)
    layouts: list[Layout | None] = field(default_factory=list)
    known: KnownSheet | None = None
    values: list[bytes] = field(default_factory=list)


@record(slots=True)
class Loaded:
    """A workbook that was read.

    Attributes:
        book: what the engine computes; the columns hold the values that the file had, those of formulas too.
        package: what the writer copies.
        parts: by sheet index; None for what is no worksheet.
        unsupported: (sheet name, cell address, why) of formulas that are not computed here and keep their value.
        error_marks: the `vm` attribute that stands for an error which Excel writes as `#VALUE!`, by the error's code.
        links: the workbooks that it links to, where these are to be read.
    """

    book: Book
    package: Package
    parts: list[SheetPart | None]
    unsupported: list[tuple[str, str, str]] = field(default_factory=list)
    error_marks: dict[float, int] = field(default_factory=dict)
    links: list[LinkedFile] = field(default_factory=list)


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
        self.before = Before()
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
        self.loaded.error_marks = {code: mark for mark, code in reversed(self.metadata.errors.items())}
        for element in _grandchildren(root, "sheets", "sheet"):
            self._sheet(element)
        if not self.book.sheets:
            raise WorkbookError("The workbook has no sheet.", where=self.package.where)
        parts = [None if part is None else part.part for part in self.loaded.parts]
        self.book.pivot_tables = partial(_pivot_tables, self.package, parts, date_1904=self.book.calculation.date_1904)
        self.book.looks = partial(_look, self.package, parts, [])
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

    def _sheet(self, element: Element) -> None:
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
        self._fill(index, sheet, part, filters)

    def _fill(self, index: int, sheet: Sheet, part: SheetPart, filters: list[str]) -> None:
        where = f"{self.package.where}!{sheet.name}"
        kept, data = memory(), b""
        pieces: Iterable[bytes] = ()
        if kept is not None and self.package.require(part.part, f"The sheet {sheet.name}").size <= LARGEST:
            data = self.package.read(part.part, f"The sheet {sheet.name}")
            if self._fill_as_known(kept, data, index, sheet, part, filters):
                return
            pieces = (data,)
        cells = formulas = walker = None
        hidden: list[int] = []
        try:
            cells, formulas = self._fresh(index)
            stream = Stream(iter(pieces or self.package.chunks(part.part, f"The sheet {sheet.name}")))
            alike = None
            for chunk in stream.chunks():
                current().step()
                assert stream.patterns is not None  # noqa: S101 - there is no chunk without them
                others = _rest_reader(chunk, part, stream.patterns, cells, formulas, hidden)
                if len(chunk) < LEAST_SIZE:
                    part.runs.append([])
                    others(chunk)
                    continue
                alike = alike or _row_reader(cells, formulas, part)
                alike.read(chunk, stream.patterns, others)
            walker = self._walker(index, part, where)
            walker.read([stream.head, stream.tail])
        except UnsafeWorkbook:
            raise
        except (OddSheetError, BadValueError, WorkbookError):
            part.plain = False
            part.runs, part.layouts = [], []
        if not part.plain or cells is None or formulas is None or walker is None:
            walker = self._walker(index, part, where)
            try:
                walker.read(pieces or self.package.chunks(part.part, f"The sheet {sheet.name}"))
            except BadValueError as bad:
                raise _bad_cell(bad, where) from bad
            cells, formulas, hidden = walker.cells, walker.formulas, walker.hidden
        sheet.columns = cells.columns(self.budget, where)
        sheet.made, sheet.loose = formulas.gathered()
        sheet.oversized = formulas.oversized
        if walker.filtered:
            sheet.filtered = frozenset(hidden)
        else:
            _hide(sheet, hidden, filters, where)
        self.loaded.unsupported += [(sheet.name, cell, why) for cell, why in formulas.unsupported]
        _remember(sheet, part)
        if kept is not None and data and part.plain and not formulas.unsupported:
            from socroi.workbook.reading.known_sheets import VALUES, learn

            part.values = VALUES.findall(data)
            strings = self.book.strings
            part.known = learn(kept, data, sheet, strings, self.shared, hidden, filtered=walker.filtered)

    def _fill_as_known(
        self, kept: Memory, data: bytes, index: int, sheet: Sheet, part: SheetPart, filters: list[str]
    ) -> bool:
        """Fill a sheet of which all but its values is known; return whether it is such a one."""
        # A single book has no need of it.
        from socroi.workbook.reading.known_sheets import known

        found = known(kept, data)
        if found is None:
            return False
        current().step()
        before, where = found[0], f"{self.package.where}!{sheet.name}"
        values = before.values(found[1], self.book.strings, self.shared)
        if values is None:
            return False
        self.budget.take(sum(len(column.kind) for column in before.columns.values()), where)
        (part.known, part.values), part.runs, part.layouts = found, [[]], [None]
        part.cached = before.fill(sheet, index, values)
        if before.filtered:
            sheet.filtered = frozenset(before.hidden)
        else:
            _hide(sheet, before.hidden, filters, where)
        return True

    def _fresh(self, index: int) -> tuple[SheetCells, Formulas]:
        cells = SheetCells(self.book.strings, self.shared, self.book.calculation.date_1904, self.metadata.errors)
        return cells, Formulas(index, self.metadata.dynamic, self.before)

    def _walker(self, index: int, part: SheetPart, where: str) -> Walker:
        return Walker(part.part, where, *self._fresh(index))

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


def _rest_reader(
    chunk: bytes, part: SheetPart, form: Patterns, cells: SheetCells, formulas: Formulas, hidden: list[int]
) -> Callable[[bytes], None]:
    """Return what reads rows of a chunk that are not alike."""
    part.layouts.append(None)

    def read(rows: bytes) -> None:
        layout = read_chunk(rows, form, cells, formulas, hidden)
        if layout is not None and len(rows) == len(chunk):
            part.layouts[-1] = layout

    return read


def _row_reader(cells: SheetCells, formulas: Formulas, part: SheetPart) -> RowReader:
    # A small sheet has no need of it.
    from socroi.workbook.reading.alike import RowReader

    return RowReader(cells, formulas, runs=part.runs)


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


def _bad_cell(bad: BadValueError, where: str) -> WorkbookError:
    if bad.row is not None and bad.column is not None:
        return WorkbookError(
            f"The cell {bad.why}.",
            where=f"{where}!{address(bad.row, bad.column)}",
            hint="Open the file in Excel, let it repair it, and save it.",
        )
    return WorkbookError(f"In this sheet {bad.why}.", where=where, hint="Open the file in Excel and save it.")


def _hide(sheet: Sheet, hidden: list[int], filters: list[str], where: str) -> None:
    """Split the hidden rows of a sheet whose own filter is not set by the areas of its filtered tables.

    While the filter of a sheet is set, Excel takes all its hidden rows for filtered ones, wherever they are and whoever
    hid them (R. Mensa and K. Szabo, Facts about Subtotal Formula, 2013). How far the filter of a table reaches beyond
    the table is not known.
    """
    if not hidden:
        return
    spans = []
    for ref in filters:
        try:
            top, _, bottom, _ = parse_area(ref)
        except BadValueError as bad:
            raise WorkbookError(f"A filter has no area: {bad.why}.", where=where) from bad
        spans.append((top, bottom))
    sheet.filtered = frozenset(row for row in hidden if any(top < row <= bottom for top, bottom in spans))
    sheet.hidden = frozenset(hidden) - sheet.filtered
    if spans:
        sheet.perhaps_filtered = sheet.hidden


def _remember(sheet: Sheet, part: SheetPart) -> None:
    """Keep what the file had in the columns that hold formulas: the engine writes its results over it."""
    wanted: set[int] = set()
    dynamic = set()
    if sheet.loose is not None:
        wanted.update(distinct_values(sheet.loose.column).tolist())
    for region in sheet.made:
        wanted.add(region.column)
        if region.evaluation is not Evaluation.LEGACY:
            wanted.update(range(region.column, region.column + region.extent[1]))
            part.extents[region.row, region.column] = region.extent
            if region.evaluation is Evaluation.DYNAMIC:
                dynamic.add((region.row, region.column))
    part.dynamic = frozenset(dynamic)
    for index in wanted:
        column = sheet.columns.get(index)
        if column is not None:
            copy = part.cached[index] = Column()
            copy.kind, copy.data = column.kind.copy(), column.data.copy()
