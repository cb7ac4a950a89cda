"""Sheets that differ in their values alone, as those for each client or month do: what was found out about one holds
for the next.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.book import Region
from socroi.engine.model.regions import group
from socroi.patterns import pattern
from socroi.records import record, replace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.workbook.reading.tags import PlainCells

    Places = NDArray[np.int64]

_MOST_REMEMBERED: Final = 1 << 21
"""Bytes of one sheet that are kept, at most, to compare the next one with."""

_OPENING, _CLOSING = b"<v>", b"</v>"
_VALUE: Final = pattern(rb"<v>([^<>]*+)</v>")


@record(frozen=True, slots=True)
class _Form:
    """Rows without their values.

    Attributes:
        between: what stands around the values.
        lengths: of the values that they had.
        kept: which of the values are some; the others are empty.
        ahead: for each place of the layout, how many values stand before it.
    """

    between: list[bytes]
    lengths: Places
    kept: Places
    ahead: tuple[Places, ...]


@record(slots=True)
class Before:
    """The sheet that was read before.

    Attributes:
        formulas: the rows, columns and texts of its plain formulas; `regions`: (row, column, count, text) of each run.
        chunk: rows of the plainest form, and `cells` what they hold.
    """

    formulas: tuple[bytes, bytes, bytes] = (b"", b"", b"")
    regions: list[tuple[int, int, int, str]] = field(default_factory=list)
    chunk: bytes = b""
    cells: PlainCells | None = None
    _form: _Form | None = None

    def group(self, rows: Places, columns: Places, data: bytes, sheet: int) -> list[Region]:
        """Return the regions of plain formulas, by column and row; a zero byte stands between the texts in `data`."""
        formulas = rows.tobytes(), columns.tobytes(), data
        if self.regions and formulas == self.formulas:
            return [Region(sheet, *region) for region in self.regions]
        texts = data.decode("utf-8", "surrogatepass").split("\0") if len(rows) else []
        found = group(zip(rows.tolist(), columns.tolist(), texts, strict=True), sheet)
        small = len(data) <= _MOST_REMEMBERED
        self.formulas = formulas if small else (b"", b"", b"")
        self.regions = [(each.row, each.column, each.count, each.text) for each in found] if small else []
        return found

    def plain_cells(self, chunk: bytes) -> PlainCells | None:
        """Return the cells of whole rows, as `tags.plain_cells` does."""
        # A small sheet has no need of it.
        from socroi.workbook.reading.tags import plain_cells

        if self.cells is not None and chunk.count(_OPENING) == self.chunk.count(_OPENING):
            found = self._as_before(chunk)
            if found is not None:
                return found
        found = plain_cells(chunk)
        if found is not None and len(chunk) <= _MOST_REMEMBERED:
            self.chunk, self.cells, self._form = chunk, found, None
        return found

    def _as_before(self, chunk: bytes) -> PlainCells | None:
        assert self.cells is not None  # noqa: S101 - asked before
        if self._form is None:
            self._form = _form_of(self.chunk, self.cells)
        form = self._form
        parts = _VALUE.split(chunk)
        if parts[::2] != form.between:
            return None
        values = parts[1::2]
        lengths = np.fromiter(map(len, values), np.int64, len(values))
        kept = np.flatnonzero(lengths)
        if not np.array_equal(kept, form.kept):
            return None
        if len(kept) < len(values):
            values = [values[at] for at in kept.tolist()]
        grown = np.concatenate(([0], np.cumsum(lengths - form.lengths)))
        known = self.cells.layout
        attributes, opened, value, closed = (
            (places + grown[ahead]).astype(np.int32)
            for places, ahead in zip(
                (known.attributes, known.opened, known.value, known.closed), form.ahead, strict=True
            )
        )
        layout = replace(known, size=len(chunk), attributes=attributes, opened=opened, value=value, closed=closed)
        return replace(self.cells, values=values, layout=layout)


def _form_of(chunk: bytes, cells: PlainCells) -> _Form:
    """Return rows without their values; of a form that no others have where an empty value is one."""
    parts = _VALUE.split(chunk)
    values = parts[1::2]
    lengths = np.fromiter(map(len, values), np.int64, len(values))
    kept = np.flatnonzero(lengths)
    between = parts[::2] if [values[at] for at in kept.tolist()] == cells.values else []
    gaps = np.fromiter(map(len, parts[::2]), np.int64, len(values) + 1)[:-1]
    starts = np.cumsum(gaps + len(_OPENING)) + np.concatenate(([0], np.cumsum(lengths + len(_CLOSING))))[:-1]
    layout = cells.layout
    ahead = tuple(
        np.searchsorted(starts, places, "right")
        for places in (layout.attributes, layout.opened, layout.value, layout.closed)
    )
    return _Form(between, lengths, kept, ahead)
