"""Rows that were read by their shape, written whole: new values put in, everything else copied as it was.

Where each piece of each row lies follows from the lengths of what the shape captured. So nothing is searched for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.block import BLANK, ERROR, NUMBER, TEXT
from socroi.records import record
from socroi.workbook.package.splicing import copy, digits_of, starts_of, wide
from socroi.workbook.writing.spelling import TYPE, error_text, joined_numbers, retyped, value_element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.workbook.package.splicing import Bytes, Lengths, Places
    from socroi.workbook.reading.alike import Run, Value
    from socroi.workbook.writing.changes import ColumnChanges


class _Slot(NamedTuple):
    """What takes the place of the pieces `first` to `end - 1` in the rows of `hit` (None: in all of them)."""

    first: int
    end: int
    data: Bytes
    start: Places
    length: Lengths
    hit: NDArray[np.bool_] | None


@record(slots=True)
class RowWriter:
    """Rewrites runs of rows.

    Attributes:
        marks: the `vm` values that stand for newer errors.
        applied: how many cells got a new value.
    """

    columns: Mapping[int, ColumnChanges]
    strings: Strings
    marks: Mapping[float, int]
    applied: int = 0

    def write(self, chunk: bytes, run: Run, prefix: bytes) -> bytes | memoryview | None:
        """Return the new bytes of a run of rows, None where they are better written cell by cell."""
        slots: list[_Slot] = []
        applied = 0
        for value in run.shape.values:
            result = self.columns.get(value.column)
            if value.is_formula and result is not None:
                found = self._slots(run, value, result, prefix)
                if found is None:
                    return None
                slots += found[0]
                applied += found[1]
        self.applied += applied
        if not applied:
            return chunk[run.start : run.stop]
        slots.sort(key=lambda slot: slot.first)
        return _spliced(np.frombuffer(chunk, np.uint8), run, slots).data

    def _slots(self, run: Run, value: Value, result: ColumnChanges, prefix: bytes) -> tuple[list[_Slot], int] | None:
        """Return a column's new values and how many, None where only the way cell by cell can write them."""
        at = np.minimum(np.searchsorted(result.rows, run.rows), len(result.rows) - 1)
        hit = result.rows[at] == run.rows
        count = int(np.count_nonzero(hit))
        if not count:
            return [], 0
        every = count == len(hit)
        at = at if every else at[hit]
        kinds, data = result.kind[at], result.data[at]
        blob = run.shape.pieces[value.blob]
        if not isinstance(blob, bytes):
            return None
        present = np.flatnonzero(np.bincount(kinds, minlength=5)).tolist()
        if ERROR in present and any(code in self.marks for code in distinct_values(data[kinds == ERROR]).tolist()):
            return None
        slots = []
        typed = {kind: retyped(blob, TYPE[kind]) for kind in present}
        if any(new != blob for new in typed.values()):
            slots.append(_slot(value.blob, value.blob + 1, *_table(typed, kinds), hit, every=every))
        opening, closing = b"<%bv>" % prefix, b"</%bv>" % prefix
        if present == [NUMBER]:
            pieces = run.shape.pieces[value.opening : value.opening + 3]
            if value.group and pieces[0] == opening and pieces[2] == closing:
                spelled = _numbers(data, b"", b"")
                slots.append(_slot(value.opening + 1, value.opening + 2, *spelled, hit, every=every))
            else:
                spelled = _numbers(data, opening, closing)
                slots.append(_slot(value.opening, value.opening + 3, *spelled, hit, every=every))
        else:
            spelled = self._mixed(kinds, data, present, prefix)
            slots.append(_slot(value.opening, value.opening + 3, *spelled, hit, every=every))
        return slots, count

    def _mixed(
        self, kinds: NDArray[np.uint8], data: NDArray[np.float64], present: Sequence[int], prefix: bytes
    ) -> tuple[Bytes, Places, Lengths]:
        """Return the whole `<v>` elements of values of several kinds."""
        opening, closing = b"<%bv>" % prefix, b"</%bv>" % prefix
        start, length = np.zeros(len(kinds), np.int64), np.zeros(len(kinds), np.int64)
        buffers, done = [], 0
        for kind in present:
            if kind == BLANK:
                continue
            of_kind = np.flatnonzero(kinds == kind)
            if kind == NUMBER:
                buffer, starts, lengths = _numbers(data[of_kind], opening, closing)
            else:
                distinct, which = np.unique(data[of_kind], return_inverse=True)
                elements = [self._element(kind, item, prefix) for item in distinct.tolist()]
                buffer, starts, lengths = _table(dict(enumerate(elements)), which)
            start[of_kind], length[of_kind] = starts + done, lengths
            buffers.append(buffer)
            done += len(buffer)
        return np.concatenate(buffers or [np.zeros(0, np.uint8)]), start, length

    def _element(self, kind: int, data: float, prefix: bytes) -> bytes:
        if kind == TEXT:
            return value_element(kind, data, self.strings, prefix)
        return b"<%bv>%b</%bv>" % (prefix, error_text(data) if kind == ERROR else b"%d" % data, prefix)


def _slot(
    first: int, end: int, data: Bytes, start: Places, length: Lengths, hit: NDArray[np.bool_], *, every: bool
) -> _Slot:
    if every:
        return _Slot(first, end, data, start, length, None)
    starts, lengths = np.zeros(len(hit), np.int64), np.zeros(len(hit), np.int64)
    starts[hit], lengths[hit] = start, length
    return _Slot(first, end, data, starts, lengths, hit)


def _numbers(data: NDArray[np.float64], opening: bytes, closing: bytes) -> tuple[Bytes, Places, Lengths]:
    """Return numbers between `opening` and `closing` as one text, and where each lies in it."""
    joined = joined_numbers(data)
    text = np.frombuffer(joined, np.uint8)
    commas = np.flatnonzero(text == ord(","))
    start = np.empty(len(data), np.int64)
    start[0], start[1:] = 0, commas + 1
    length = np.append(commas, len(joined)) - start
    if opening or closing:
        between = closing + opening
        text = np.frombuffer(opening + joined.replace(b",", between) + closing, np.uint8)
        start += np.arange(len(data)) * (len(between) - 1)
        length += len(between)
    return text, start, length


def _table(texts: Mapping[int, bytes], which: NDArray[np.integer]) -> tuple[Bytes, Places, Lengths]:
    """Return some texts as one, and where the one that each row wants lies in it."""
    highest = max(texts) + 1
    starts, lengths = np.zeros(highest, np.int64), np.zeros(highest, np.int64)
    done = 0
    for key, text in texts.items():
        starts[key], lengths[key] = done, len(text)
        done += len(text)
    return np.frombuffer(b"".join(texts.values()), np.uint8), starts[which], lengths[which]


def _spliced(chunk: Bytes, run: Run, slots: Sequence[_Slot]) -> Bytes:
    """Return a run's bytes with the slots put in."""
    count = len(run.rows)
    digits = digits_of(run.rows.astype(np.int64) + 1)
    sizes: list[Lengths] = []
    for piece in run.shape.pieces:
        if piece is None:
            sizes.append(digits)
        else:
            sizes.append(len(piece) if isinstance(piece, bytes) else wide(run.lengths[piece]))
    begin: Places = starts_of(_total(sizes), count, run.start)
    parts: list[tuple[Bytes, Places, Lengths]] = []
    done = 0
    offset: Lengths = 0
    for slot in slots:
        kept, old = _total(sizes[done : slot.first]), _total(sizes[slot.first : slot.end])
        parts.append((chunk, begin + offset, kept))
        offset = offset + kept
        if slot.hit is None:
            parts.append((slot.data, slot.start, slot.length))
        else:
            # A row that keeps its value takes it from the old bytes, the others take none of those.
            parts.append((chunk, begin + offset, np.where(slot.hit, 0, old)))
            parts.append((slot.data, slot.start, slot.length))
        offset = offset + old
        done = slot.end
    parts.append((chunk, begin + offset, _total(sizes[done:])))
    length = _total([size for _, _, size in parts])
    to = starts_of(length, count)
    whole = count * length if isinstance(length, int) else int(length.sum())
    target = np.empty(whole, np.uint8)
    for source, start, size in parts:
        copy(target, to, source, start, size)
        to = to + size
    return target


def _total(sizes: Sequence[Lengths]) -> Lengths:
    constant = 0
    varying: Lengths = 0
    for size in sizes:
        if isinstance(size, int):
            constant += size
        else:
            varying = varying + size
    return varying + constant
