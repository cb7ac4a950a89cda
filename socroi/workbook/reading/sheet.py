"""The cells of one sheet, read in the quickest way that its form allows: as known, by rows, by cells, or as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.book import Column, Evaluation
from socroi.engine.model.budget import current
from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.excel.addresses import address
from socroi.workbook.package.memory import LARGEST, memory
from socroi.workbook.reading.careful import Walker
from socroi.workbook.reading.cells import BadValueError, SheetCells, parse_area
from socroi.workbook.reading.formulas import Formulas
from socroi.workbook.reading.quick import OddSheetError, Stream, read_chunk
from socroi.workbook.reading.sheets_alike import Before

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from socroi.engine.model.book import Sheet
    from socroi.workbook.package.memory import Memory
    from socroi.workbook.reading.alike import RowReader
    from socroi.workbook.reading.cells import Budget
    from socroi.workbook.reading.loaded import Loaded, SheetPart
    from socroi.workbook.reading.metadata import Metadata
    from socroi.workbook.reading.quick import Patterns

LEAST_SIZE: Final = 1 << 15
"""Chunks smaller than this are read cell by cell: making an expression for their rows would take longer."""


class SheetReader:
    """Reads the sheets of one workbook, one after the other."""

    def __init__(self, loaded: Loaded, budget: Budget, shared: NDArray[np.float64], metadata: Metadata) -> None:
        self.package, self.strings = loaded.package, loaded.book.strings
        self.date_1904, self.unsupported = loaded.book.calculation.date_1904, loaded.unsupported
        self.budget, self.shared, self.metadata = budget, shared, metadata
        self.before = Before()

    def fill(self, index: int, sheet: Sheet, part: SheetPart, filters: list[str]) -> None:
        """Read the cells of a sheet into it.

        Args:
            index: of the sheet in the book.
            sheet: where its cells go.
            part: what is noted of its part.
            filters: the areas of filtered tables.

        Raises:
            WorkbookError: a cell makes no sense.
            UnsafeWorkbook: it is too large to be read.
        """
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
        self.unsupported += [(sheet.name, cell, why) for cell, why in formulas.unsupported]
        _remember(sheet, part)
        if kept is not None and data and part.plain and not formulas.unsupported:
            from socroi.workbook.reading.known_sheets import VALUES, learn

            part.values = VALUES.findall(data)
            strings = self.strings
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
        values = before.values(found[1], self.strings, self.shared)
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
        cells = SheetCells(self.strings, self.shared, self.date_1904, self.metadata.errors)
        return cells, Formulas(index, self.metadata.dynamic, self.before)

    def _walker(self, index: int, part: SheetPart, where: str) -> Walker:
        return Walker(part.part, where, *self._fresh(index))


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
