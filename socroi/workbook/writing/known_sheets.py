"""Sheets that are written as an earlier one was, but for their values: the bytes around these are known.

The first sheet of a kind is written in the usual way. What came of it is cut at its values, and put together again to
see that nothing else was changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.block import BOOLEAN, NUMBER, TEXT
from socroi.excel.limits import fits_cell
from socroi.records import record
from socroi.workbook.package.xml import encode_xstring, needs_preserve
from socroi.workbook.reading.known_sheets import VALUES
from socroi.workbook.writing.spelling import number_texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.workbook.reading.known_sheets import KnownSheet
    from socroi.workbook.reading.loaded import SheetPart
    from socroi.workbook.writing.changes import SheetChanges

_MOST_KINDS: Final = 8
"""Patterns of results (numbers here, texts there) that are kept for one kind of sheet."""


@record(slots=True)
class Rewritten:
    """A sheet's new bytes; `count`: how many cells got another value."""

    data: bytes
    count: int


@record(slots=True)
class Frame:
    """What stands around the values of a sheet that is computed, and which value goes where: one of the old ones, or,
    counted on from there, one of the results.
    """

    around: list[bytes]
    sources: list[int]

    def filled(self, values: list[bytes], results: list[bytes]) -> bytes:
        """Return the sheet with values in it."""
        pool = values + results
        pieces = [b""] * (2 * len(self.around) - 1)
        pieces[0::2], pieces[1::2] = self.around, [pool[source] for source in self.sources]
        return b"".join(pieces)


@record(slots=True)
class _Results:
    """The results of a sheet's formulas by column and row: what they are, and what the file held."""

    kind: NDArray[np.uint8]
    data: NDArray[np.float64]
    changed: NDArray[np.bool_]

    def spelled(self, strings: Strings, known: KnownSheet, values: list[bytes]) -> list[bytes] | None:
        """Return what stands in `<v>` for each; None where one is not simply spelled."""
        if (self.kind == NUMBER).all():
            found = number_texts(self.data)
        else:
            of_number = iter(number_texts(self.data[self.kind == NUMBER]))
            found = []
            for kind, data in zip(self.kind.tolist(), self.data.tolist(), strict=True):
                if kind == NUMBER:
                    found.append(next(of_number))
                elif kind == BOOLEAN:
                    found.append(b"1" if data else b"0")
                else:
                    words = strings[data]
                    if not fits_cell(words) or needs_preserve(words):
                        return None
                    found.append(encode_xstring(words))
        if not self.changed.all():
            # They stay as the file spells them.
            for at, own in known.cells:
                if at >= 0 and own >= 0 and not self.changed[at]:
                    found[at] = values[own]
        return found


def rewritten(part: SheetPart, changes: SheetChanges, strings: Strings) -> Rewritten | None:
    """Return a sheet with its results, where that is known how to do; no bytes where nothing changed."""
    known = part.known
    results = None if known is None else _results(known, part, changes)
    if known is None or results is None:
        return None
    frame = known.written.get(results.kind.tobytes())
    if frame is None:
        return None
    count = int(results.changed.sum())
    if not count:
        return Rewritten(b"", 0)
    spelled = results.spelled(strings, known, part.values)
    return None if spelled is None else Rewritten(frame.filled(part.values, spelled), count)


def learn(part: SheetPart, changes: SheetChanges, strings: Strings, data: bytes) -> None:
    """Remember how a sheet is written that was written in the usual way."""
    known = part.known
    results = None if known is None else _results(known, part, changes)
    if known is None or results is None:
        return
    spelled = results.spelled(strings, known, part.values)
    sources = [len(part.values) + at if at >= 0 else own for at, own in known.cells]
    parts = VALUES.split(data)
    if spelled is None or len(parts) != 2 * len(sources) + 1:
        return
    around = [b"</v>" + piece + b"<v>" for piece in parts[0::2]]
    around[0], around[-1] = around[0].removeprefix(b"</v>"), around[-1].removesuffix(b"<v>")
    frame = Frame(around, sources)
    if frame.filled(part.values, spelled) == data:
        if len(known.written) >= _MOST_KINDS:
            known.written.clear()
        known.written[results.kind.tobytes()] = frame


def _results(known: KnownSheet, part: SheetPart, changes: SheetChanges) -> _Results | None:
    """Return what all formulas came to; None where some are not there, or are neither numbers, texts nor truths."""
    if changes.inputs or changes.extents:
        return None
    kinds, data, changed = [], [], []
    for at, column in known.columns.items():
        rows = column.formulas
        if not len(rows):
            continue
        of, old = changes.columns.get(at), part.cached.get(at)
        if of is None or old is None or len(of.rows) != len(rows):
            return None
        kinds.append(of.kind)
        data.append(of.data)
        changed.append((of.kind != old.kind[rows]) | (of.data != old.data[rows]))
    if not kinds:
        return None
    found = _Results(np.concatenate(kinds), np.concatenate(data), np.concatenate(changed))
    if not set(found.kind.tobytes()) <= {NUMBER, TEXT, BOOLEAN} or not np.isfinite(found.data).all():
        return None
    return found
