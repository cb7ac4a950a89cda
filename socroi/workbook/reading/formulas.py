"""Formula cells of a sheet, as its XML lists them, gathered into regions."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.book import MOST_CELLS, Evaluation, Region
from socroi.engine.model.budget import current
from socroi.engine.model.regions import group, shift
from socroi.excel.addresses import address
from socroi.records import record
from socroi.workbook.package.xml import decode_xstring
from socroi.workbook.reading.cells import BadValueError, parse_area
from socroi.workbook.reading.sheets_alike import Before

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from socroi.engine.model.loose import Loose

    Places = NDArray[np.int64]

_FEWEST_LOOSE: Final = 256
"""Fewer runs than this are regions at once."""

_SAMPLE: Final = 1 << 13
"""Bytes of formulas that are looked at."""

SheetPosition = tuple[int, int]
"""(row, column), 0-based."""


@record(slots=True)
class _Shared:
    """A shared formula: its text, the cell that holds it, and all runs (column, row, count) that use it."""

    text: str = ""
    row: int = 0
    column: int = 0
    runs: list[tuple[int, int, int]] = field(default_factory=list)


@record(slots=True)
class Formulas:
    """The formulas of one sheet while it is read.

    Attributes:
        before: the sheet that was read before.
        dynamic: the `cm` values that mark a dynamic array.
        runs: regions that a reader has already found to be one formula.
        unsupported: (cell address, why) of what is not computed here and keeps its value.
        oversized: (top, left, bottom, right) of arrays that would fill too many cells.
    """

    sheet: int
    dynamic: Collection[int] = ()
    before: Before = field(default_factory=Before)
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    runs: list[Region] = field(default_factory=list)
    unsupported: list[tuple[str, str]] = field(default_factory=list)
    oversized: list[tuple[int, int, int, int]] = field(default_factory=list)
    _blocks: list[tuple[Places, Places, bytes]] = field(default_factory=list)
    _arrays: list[Region] = field(default_factory=list)
    _shared: list[_Shared] = field(default_factory=list)
    _current: dict[str, _Shared] = field(default_factory=dict)

    def plains(self, rows: list[int], columns: list[int], texts: list[str]) -> None:
        """Add ordinary formulas, none of them empty."""
        self.rows += rows
        self.columns += columns
        self.texts += texts

    def block(self, rows: Places, columns: Places, data: bytes) -> None:
        """Add many ordinary formulas, none of them empty, in UTF-8 with a zero byte between them."""
        self._blocks.append((rows, columns, data))

    def plain(self, row: int, column: int, text: str) -> None:
        """Add an ordinary formula."""
        if text:
            self.rows.append(row)
            self.columns.append(column)
            self.texts.append(text)

    def other(self, row: int, column: int, attributes: Mapping[str, str], text: str, cell_metadata: int) -> None:
        """Add a formula by the attributes of its `<f>`: shared, array, data table or plain after all.

        Raises:
            BadValueError: the attributes make no sense.
        """
        kind = attributes.get("t", "normal")
        if kind == "dataTable":
            self._data_table(row, column, attributes)
        elif kind == "array":
            self._array(row, column, attributes.get("ref", ""), text, cell_metadata)
        elif kind == "shared" and (not text or "ref" in attributes):
            self.share(row, column, attributes.get("si", ""), text)
        else:
            self.plain(row, column, text)

    def _data_table(self, row: int, column: int, attributes: Mapping[str, str]) -> None:
        """Add a what-if data table as the array formula that Excel shows for it, `{=TABLE(row input,column input)}`."""
        first, second = attributes.get("r1", ""), attributes.get("r2", "")
        both, along, *gone = (attributes.get(name, "0") in ("1", "true") for name in ("dt2D", "dtr", "del1", "del2"))
        if any(gone) or not first or (both and not second):
            self.unsupported.append((address(row, column), "it belongs to a data table whose input cell is gone"))
            return
        text = f"TABLE({first},{second})" if both else f"TABLE({first},)" if along else f"TABLE(,{first})"
        try:
            self._array(row, column, attributes.get("ref", ""), text, -1)
        except BadValueError:
            self.unsupported.append((address(row, column), "it belongs to a data table that does not begin there"))

    def _array(self, row: int, column: int, ref: str, text: str, cell_metadata: int) -> None:
        extent = (1, 1)
        if ref:
            try:
                top, left, bottom, right = parse_area(ref)
            except BadValueError as bad:
                raise BadValueError(row, column, f"holds an array formula for {ref!r}: {bad.why}") from bad
            if (top, left) != (row, column):
                raise BadValueError(row, column, f"holds an array formula for {ref}, which does not begin there")
            extent = (bottom - top + 1, right - left + 1)
            why = current().too_many(*extent)
            if why:
                self.unsupported.append((address(row, column), why))
                self.oversized.append((top, left, bottom, right))
                return
        evaluation = Evaluation.DYNAMIC if cell_metadata in self.dynamic else Evaluation.ARRAY
        if text:
            self._arrays.append(Region(self.sheet, row, column, 1, text, evaluation, extent))

    def share(self, row: int, column: int, key: str, text: str = "", count: int = 1) -> None:
        """Add `count` cells down a column that use a shared formula; with a text, the cell that holds it."""
        shared = self._current.get(key)
        if shared is None or (text and shared.text):
            shared = self._current[key] = _Shared()
            self._shared.append(shared)
        if text:
            shared.text, shared.row, shared.column = text, row, column
        shared.runs.append((column, row, count))

    @property
    def members(self) -> set[SheetPosition]:
        """The cells that array formulas fill, their own cell left out."""
        return {
            (region.row + down, region.column + right)
            for region in self._arrays
            for down in range(region.extent[0])
            for right in range(region.extent[1])
            if down or right
        }

    def gathered(self) -> tuple[list[Region], Loose | None]:
        """Return all formulas as regions, ordered by column and row, and those of many short runs that stay loose."""
        rows, columns, data = self._plain()
        found = None
        if len(rows) >= _FEWEST_LOOSE and not _filled_down(rows, columns, data):
            # A small sheet has no need of it.
            from socroi.engine.model.loose import runs

            found = runs(rows, columns, data, self.sheet)
        if found is None:
            return self._with_others(self.before.group(rows, columns, data, self.sheet)), None
        loose, odd = found
        long = loose.count > MOST_CELLS
        made, loose = loose.some(np.flatnonzero(long)).regions(), loose.some(np.flatnonzero(~long))
        if len(odd):
            texts = data.decode("utf-8", "surrogatepass").split("\0")
            made += group(((int(rows[at]), int(columns[at]), texts[at]) for at in odd.tolist()), self.sheet)
        if len(loose) >= _FEWEST_LOOSE and not (self.runs or self._arrays or self._shared):
            return sorted(made, key=_place), loose
        return self._with_others(sorted([*made, *loose.regions()], key=_place)), None

    def _plain(self) -> tuple[Places, Places, bytes]:
        """Return the rows, the columns and the texts of all ordinary formulas."""
        blocks = list(self._blocks)
        if self.rows:
            listed = "\0".join(self.texts).encode("utf-8", "surrogatepass")
            blocks.append((np.array(self.rows, np.int64), np.array(self.columns, np.int64), listed))
        if len(blocks) == 1:
            return blocks[0]
        rows, columns = (np.concatenate([np.zeros(0, np.int64), *(block[at] for block in blocks)]) for at in (0, 1))
        return rows, columns, b"\0".join(block[2] for block in blocks)

    def _with_others(self, grouped: list[Region]) -> list[Region]:
        """Return regions of plain formulas with those that were found otherwise."""
        found = [*self.runs, *self._arrays]
        for shared in self._shared:
            if shared.text:
                found += _spread(self.sheet, shared)
            else:
                self.unsupported += [
                    (address(row + down, column), "it shares a formula that the file does not contain")
                    for column, row, count in shared.runs
                    for down in range(count)
                ]
        if found:
            known = set(map(id, grouped))
            found = _joined(sorted([*found, *grouped], key=_place), known)
        else:
            found = grouped
        for region in found:
            if "_x" in region.text:
                region.text = decode_xstring(region.text)
        return found


def _filled_down(rows: Places, columns: Places, data: bytes) -> bool:
    """Whether nearly all formulas stand below their like, as far as some from the middle show: then the texts of each
    column are compared sooner than cut.
    """
    middle = len(data) // 2
    piece = data[data.rfind(b"\0", 0, middle) + 1 : middle + _SAMPLE]
    texts = piece.decode("utf-8", "replace").split("\0")[:-1]
    first = data.count(b"\0", 0, data.rfind(b"\0", 0, middle) + 1)
    places = zip(rows[first : first + len(texts)].tolist(), columns[first : first + len(texts)].tolist(), strict=True)
    seen = dict(zip(places, texts, strict=True))
    below = [(text, seen[row + 1, column]) for (row, column), text in seen.items() if (row + 1, column) in seen]
    return len(below) * 2 > len(seen) and sum(shift(text, 1, 0) == other for text, other in below) > 0.9 * len(below)


def _place(region: Region) -> tuple[int, int]:
    return region.column, region.row


def _spread(sheet: int, shared: _Shared) -> list[Region]:
    """Return the regions of a shared formula: for each column the runs of cells that really use it."""
    found: list[Region] = []
    for column, row, count in sorted(shared.runs):
        last = found[-1] if found else None
        if last is not None and last.column == column and last.row + last.count == row:
            last.count += count
        else:
            text = shift(shared.text, row - shared.row, column - shared.column)
            found.append(Region(sheet, row, column, count, text))
    return found


def _joined(regions: list[Region], known: set[int]) -> list[Region]:
    """Join neighbours in a column that carry one formula; files split a filled column into several groups.

    Args:
        regions: by column and row.
        known: the identities of those that have been compared with each other.
    """
    found: list[Region] = []
    for region in regions:
        last = found[-1] if found else None
        if (
            last is not None
            and last.column == region.column
            and last.row + last.count == region.row
            and not (id(last) in known and id(region) in known)
            and last.evaluation is region.evaluation is Evaluation.LEGACY
            and shift(last.text, last.count, 0) == region.text
        ):
            last.count += region.count
            known.discard(id(last))
        else:
            found.append(region)
    return found
