"""What is to be written: the new values of formula cells, compared with what the file holds already."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.block import BLANK, ERROR, ERROR_CODE, TEXT, UNCOMPUTED, VALUE
from socroi.engine.model.book import Evaluation
from socroi.errors import WorkbookError
from socroi.excel.addresses import address
from socroi.excel.limits import LONGEST_TEXT
from socroi.records import record
from socroi.workbook.writing.spelling import KNOWN_ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.engine.model.book import Sheet
    from socroi.workbook.reading.formulas import SheetPosition
    from socroi.workbook.reading.loaded import Loaded, SheetPart

NEWER: Final = frozenset(code for text, code in ERROR_CODE.items() if text not in KNOWN_ERRORS)
"""The errors that a file spells `#VALUE!`, with a mark where it has one."""

_ERROR_CODES: Final = np.array(list(ERROR_CODE.values()))


@record(slots=True)
class ColumnChanges:
    """New values of cells in one column: 0-based rows in ascending order, and kind and data as in `engine.block`."""

    rows: NDArray[np.int64]
    kind: NDArray[np.uint8]
    data: NDArray[np.float64]


@record(slots=True)
class SheetChanges:
    """New values of one sheet.

    Attributes:
        columns: by 0-based column, the cells to write: formula cells, and cells that an array formula fills. Cells that
            are not listed, and cells that are `UNCOMPUTED`, keep what the file has.
        extents: (rows, columns) that each dynamic array now fills, by its own cell; one not listed keeps its extent.
        inputs: kind and data of cells without a formula that were set.
    """

    columns: dict[int, ColumnChanges] = field(default_factory=dict)
    extents: dict[SheetPosition, tuple[int, int]] = field(default_factory=dict)
    inputs: dict[SheetPosition, tuple[int, float]] = field(default_factory=dict)


def gather(loaded: Loaded) -> dict[int, SheetChanges]:
    """Return as results what the book's columns now hold for every formula and every cell that an array formula fills.

    The extents of dynamic arrays are those that their regions have now.
    """
    found: dict[int, SheetChanges] = {}
    for index, sheet in enumerate(loaded.book.sheets):
        part = loaded.parts[index]
        if part is None or not (sheet.made or sheet.loose):
            continue
        extents: dict[SheetPosition, tuple[int, int]] = {}
        spans: dict[int, list[tuple[int, int]]] = {}
        for region in sheet.made:
            if region.evaluation is Evaluation.LEGACY:
                spans.setdefault(region.column, []).append((region.row, region.count))
                continue
            anchor = region.row, region.column
            if region.evaluation is Evaluation.DYNAMIC and region.extent != part.extents[anchor]:
                extents[anchor] = region.extent
            for column in range(region.column, region.column + region.extent[1]):
                spans.setdefault(column, []).append((region.row, region.extent[0]))
        rows_of = _with_loose(sheet, {column: _rows_of(of_column) for column, of_column in spans.items()})
        columns = {column: _take(sheet, column, rows) for column, rows in rows_of.items()}
        found[index] = SheetChanges(columns, extents)
    return found


def _rows_of(spans: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Return the rows of spans (first row, how many), in order."""
    if len(spans) == 1:
        return np.arange(spans[0][0], sum(spans[0]))
    first, count = np.array(spans, np.int64).T
    rows: NDArray[np.int64] = np.repeat(first + count - np.cumsum(count), count) + np.arange(int(count.sum()))
    return rows if (np.diff(rows) > 0).all() else distinct_values(rows)


def _with_loose(sheet: Sheet, rows: dict[int, NDArray[np.int64]]) -> dict[int, NDArray[np.int64]]:
    """Return the rows by column with those of the runs that are no regions yet."""
    if sheet.loose is None:
        return rows
    first, count, column = sheet.loose.row, sheet.loose.count, sheet.loose.column
    own = np.repeat(first + count - np.cumsum(count), count) + np.arange(int(count.sum()))
    edges = np.flatnonzero(np.diff(column)) + 1
    cuts = np.concatenate(([0], np.cumsum(count)))[edges]
    for at, piece in zip(column[np.concatenate(([0], edges))].tolist(), np.split(own, cuts), strict=True):
        rows[at] = distinct_values(np.concatenate((rows[at], piece))) if at in rows else piece
    return rows


def _take(sheet: Sheet, column: int, rows: NDArray[np.int64]) -> ColumnChanges:
    held = sheet.columns.get(column)
    kind, data = np.zeros(len(rows), np.uint8), np.zeros(len(rows))
    if held is not None:
        inside = rows < len(held)
        kind[inside], data[inside] = held.kind[rows[inside]], held.data[rows[inside]]
    return ColumnChanges(rows, kind, data)


@record(slots=True)
class Edits:
    """What to change in one sheet's part.

    Attributes:
        columns: formula cells with a new value.
        members: cells without a formula of their own that an array fills: (kind, data), BLANK where one no longer does.
        refs: the area that a dynamic array now fills, by its own cell.
    """

    columns: dict[int, ColumnChanges] = field(default_factory=dict)
    members: dict[SheetPosition, tuple[int, float]] = field(default_factory=dict)
    refs: dict[SheetPosition, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cells get another value."""
        return sum(len(column.rows) for column in self.columns.values()) + len(self.members)

    def __bool__(self) -> bool:
        return bool(self.columns or self.members or self.refs)

    def special_rows(self) -> list[int]:
        """The rows in which more than the value of existing formula cells changes."""
        return sorted({row for row, _ in self.members} | {row for row, _ in self.refs})


def plan(sheet: Sheet, part: SheetPart, results: SheetChanges, marks: Mapping[float, int] | None = None) -> Edits:
    """Return what differs from the file.

    Args:
        sheet: as it was computed.
        part: as it was read.
        results: what its cells hold now.
        marks: of newer errors, by code, those that the file can tell from #VALUE!.

    Raises:
        ValueError: a result is for a cell that holds no formula and that no array fills. It would overwrite an input.
    """
    edits = Edits()
    extents = dict(part.extents)
    for anchor, extent in results.extents.items():
        if anchor not in part.dynamic:
            raise ValueError(f"{sheet.name}!{address(*anchor)} holds no dynamic array")
        if extents[anchor] != extent:
            edits.refs[anchor] = _area(anchor, extent)
        extents[anchor] = extent
    members = _filled(extents)
    for cell in _filled(part.extents) - members:
        if _cached(part, cell)[0] != BLANK:
            edits.members[cell] = (BLANK, 0.0)
    formulas = _formula_rows(sheet)
    for column, result in results.columns.items():
        rows, kind, data = result.rows, result.kind, result.data
        changed = _changed(part, column, result, marks or {})
        rows, kind, data = rows[changed], kind[changed], data[changed]
        if not len(rows):
            continue
        own = formulas.get(column, np.zeros(0, np.bool_))
        is_formula = np.zeros(len(rows), np.bool_)
        inside = rows < len(own)
        is_formula[inside] = own[rows[inside]]
        if is_formula.all():
            edits.columns[column] = ColumnChanges(rows, kind, data)
            continue
        if is_formula.any():
            edits.columns[column] = ColumnChanges(rows[is_formula], kind[is_formula], data[is_formula])
        others = zip(rows[~is_formula].tolist(), kind[~is_formula].tolist(), data[~is_formula].tolist(), strict=True)
        for row, a_kind, a_data in others:
            if (row, column) not in members:
                raise ValueError(f"{sheet.name}!{address(row, column)} holds no formula")
            edits.members[row, column] = (a_kind, a_data)
    edits.members.update(results.inputs)
    return edits


def refuse_unwritable(edits: Edits, strings: Strings, where: str) -> None:
    """Refuse values that no cell can hold, before a byte is written: Excel could not open the file.

    Raises:
        WorkbookError: a value is no finite number, no error that Excel knows, or a text that is too long.
    """
    cells = [(index, column.rows, column.kind, column.data) for index, column in edits.columns.items()]
    for (row, index), (of, value) in edits.members.items():
        cells.append((index, np.array([row]), np.array([of], np.uint8), np.array([value])))
    for index, rows, kind, data in cells:
        wrong = ~np.isfinite(data)
        errors = np.flatnonzero(kind == ERROR)
        if len(errors):
            # To ask for members of a list takes a part of numpy that is slow to load.
            wrong[errors] |= ~np.isin(data[errors], _ERROR_CODES)
        if strings.too_long:
            wrong |= (kind == TEXT) & np.isin(data, strings.too_long)
        if wrong.any():
            at = int(np.flatnonzero(wrong)[0])
            what = (
                f"The text for the cell is longer than the {LONGEST_TEXT:,} characters that a cell can hold"
                if kind[at] == TEXT
                else "The value for the cell is neither a finite number nor an error of Excel's"
            )
            raise WorkbookError(f"{what}. Nothing was written.", where=f"{where}!{address(int(rows[at]), index)}")


def _area(anchor: SheetPosition, extent: tuple[int, int]) -> str:
    first = address(*anchor)
    last = address(anchor[0] + extent[0] - 1, anchor[1] + extent[1] - 1)
    return first if first == last else f"{first}:{last}"


def _filled(extents: Mapping[SheetPosition, tuple[int, int]]) -> set[SheetPosition]:
    return {
        (row + down, column + right)
        for (row, column), (rows, columns) in extents.items()
        for down in range(rows)
        for right in range(columns)
        if down or right
    }


def _cached(part: SheetPart, cell: SheetPosition) -> tuple[int, float]:
    column = part.cached.get(cell[1])
    if column is None or cell[0] >= len(column):
        return BLANK, 0.0
    return int(column.kind[cell[0]]), float(column.data[cell[0]])


def _changed(part: SheetPart, index: int, result: ColumnChanges, marks: Mapping[float, int]) -> NDArray[np.bool_]:
    """Return which results are known and differ from what the file holds."""
    known: NDArray[np.bool_] = (result.kind != ERROR) | (result.data != UNCOMPUTED)
    old = part.cached.get(index)
    if old is None:
        known &= result.kind != BLANK
        return known
    inside = result.rows < len(old)
    same = np.zeros(len(result.rows), np.bool_)
    at = result.rows[inside]
    same[inside] = (old.kind[at] == result.kind[inside]) & (old.data[at] == result.data[inside])
    same[~inside] = result.kind[~inside] == BLANK
    differs = known & ~same & (result.kind == ERROR)
    if differs.any():
        at = result.rows[differs]
        at = np.where(at < len(old), at, 0)
        wrong = (result.rows[differs] < len(old)) & (old.kind[at] == ERROR) & (old.data[at] == VALUE)
        # Where the file has no mark for an error it stands there as #VALUE!, which it was before.
        same[differs] = wrong & np.array(
            [code in NEWER and code not in marks for code in result.data[differs].tolist()]
        )
    known &= ~same
    return known


def _formula_rows(sheet: Sheet) -> dict[int, NDArray[np.bool_]]:
    """Return for each column which rows hold a formula of their own."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for region in sheet.made:
        spans.setdefault(region.column, []).append((region.row, region.count))
    found = {}
    rows_of = _with_loose(sheet, {column: _rows_of(of_column) for column, of_column in spans.items()})
    for column, rows in rows_of.items():
        found[column] = np.zeros(int(rows.max()) + 1, np.bool_)
        found[column][rows] = True
    return found
