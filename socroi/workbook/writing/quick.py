"""A sheet part with new values in it: only `<v>` and `t` of the cells that change differ from the old bytes."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import field
from itertools import chain, pairwise, repeat, zip_longest
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.model.block import ERROR, NUMBER
from socroi.excel.addresses import column_letters
from socroi.records import record
from socroi.workbook.package.splicing import copy, starts_of
from socroi.workbook.reading.cells import COLUMN_OF, parse_area
from socroi.workbook.reading.quick import ATTRIBUTES, OddSheetError, Patterns, Stream, refuse_markup
from socroi.workbook.writing.careful import (
    TOKEN,
    RowEdits,
    RowPatcher,
    attributes,
    sheet_rows,
    with_attribute,
    with_rows,
)
from socroi.workbook.writing.spelling import TYPE, error_mark, joined_numbers, number_texts, retyped, value_element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.workbook.reading.alike import Run
    from socroi.workbook.reading.tags import Layout
    from socroi.workbook.writing.alike import RowWriter
    from socroi.workbook.writing.changes import Edits

    Places = NDArray[np.int64]

_STRIDE: Final = 7


@functools.cache
def _formula_cell(prefix: bytes) -> re.Pattern[bytes]:
    """Groups: start tag up to its attributes, column, row, attributes, the rest of the tag with `<f>`, `<v>`."""
    x = re.escape(prefix)
    return re.compile(
        rb'(<%(x)bc r="([A-Z]{1,3}+)([0-9]{1,7}+)"(%(a)b))( ?><%(x)bf%(a)b ?(?:/>|>[^<]*+</%(x)bf>))'
        rb'(<%(x)bv(?: xml:space="preserve")?+>[^<]*+</%(x)bv>|<%(x)bv ?/>)?+</%(x)bc>' % {b"x": x, b"a": ATTRIBUTES}
    )


@functools.cache
def _row_start(prefix: bytes) -> re.Pattern[bytes]:
    return re.compile(rb'<%brow r="([0-9]+)"[^<>]*>' % re.escape(prefix))


@record(slots=True)
class Patcher:
    """Makes the edits of one sheet.

    Attributes:
        marks: the `vm` values that stand for newer errors, by error code.
        runs: for each chunk of the part, where the rows lie that were read by their shape.
        layouts: for each chunk, where its formula cells lie, where that is known.
        applied: how many cells got a new value so far; at the end it must be the number of edits.
    """

    edits: Edits
    strings: Strings
    marks: Mapping[float, int] = field(default_factory=dict)
    runs: Sequence[Sequence[Run]] = ()
    layouts: Sequence[Layout | None] = ()
    applied: int = 0
    _special: list[int] = field(default_factory=list)
    _alike: RowWriter | None = None
    _by_row: dict[int, RowEdits] = field(default_factory=dict)

    def quick(self, pieces: Iterator[bytes]) -> Iterator[bytes | memoryview]:
        """Yield the new bytes of a part in the usual form.

        Raises:
            OddSheetError: it is not, after all; what was yielded is to be thrown away.
        """
        self.applied = 0
        self._alike = None
        self._special = self.edits.special_rows()
        self._sort_by_row(self._special)
        stream = Stream(pieces)
        chunks = stream.chunks()
        chunk = next(chunks, None)
        if chunk is None or stream.patterns is None:
            raise OddSheetError
        form = stream.patterns
        yield _widened(stream.head, self.edits)
        known = zip_longest(self.runs, self.layouts, fillvalue=None)
        for runs, layout in chain(known, repeat((None, None))):
            if chunk is None:
                break
            yield from self._chunk(chunk, form, runs or (), layout)
            chunk = next(chunks, None)
        patcher = RowPatcher(self.strings, self.marks)
        for row in self._special:
            yield patcher.new_row(form.prefix, row, self._by_row[row])
        self.applied += patcher.applied + (self._alike.applied if self._alike else 0)
        yield stream.tail
        if self.applied != self.edits.count:
            raise OddSheetError

    def _chunk(
        self, chunk: bytes, form: Patterns, runs: Sequence[Run], layout: Layout | None
    ) -> Iterator[bytes | memoryview]:
        if not self._special:
            yield from self._values(chunk, form, runs, layout)
            return
        last = _row_start(form.prefix).findall(chunk, chunk.rfind(b"<%brow " % form.prefix))
        if last and int(last[-1]) <= self._special[0]:
            yield from self._values(chunk, form, runs, layout)
            return
        rows = [(int(m.group(1)) - 1, m.start()) for m in _row_start(form.prefix).finditer(chunk)]
        if any(a[0] >= b[0] for a, b in pairwise(rows)):
            raise OddSheetError
        here = self._special[: bisect_left(self._special, rows[-1][0] + 1)] if rows else []
        del self._special[: len(here)]
        numbers = [row for row, _ in rows]
        patcher = RowPatcher(self.strings, self.marks)
        done = 0
        for row in here:
            at = bisect_left(numbers, row)
            start = rows[at][1]
            yield self._cell_by_cell(chunk[done:start], form.prefix)
            done = start
            if numbers[at] == row:
                done = rows[at + 1][1] if at + 1 < len(rows) else _row_end(chunk, start, form)
                yield patcher.patch(chunk[start:done], row, self._by_row[row])
            else:
                yield patcher.new_row(form.prefix, row, self._by_row[row])
        self.applied += patcher.applied
        yield self._cell_by_cell(chunk[done:], form.prefix)

    def _sort_by_row(self, rows: Iterable[int]) -> None:
        """Gather what changes in each of these rows."""
        self._by_row = {row: RowEdits({}, {}) for row in rows}
        if not self._by_row:
            return
        for (row, column), value in self.edits.members.items():
            self._by_row[row].values[column] = value
        for (row, column), ref in self.edits.refs.items():
            self._by_row[row].refs[column] = ref
        wanted = np.array(sorted(self._by_row), np.int64)
        for column, result in self.edits.columns.items():
            at = np.flatnonzero(np.isin(result.rows, wanted))
            values = zip(result.kind[at].tolist(), result.data[at].tolist(), strict=True)
            for row, value in zip(result.rows[at].tolist(), values, strict=True):
                self._by_row[row].values[column] = value

    def _values(
        self, chunk: bytes, form: Patterns, runs: Sequence[Run], layout: Layout | None
    ) -> Iterator[bytes | memoryview]:
        """Yield whole rows with new values in their formula cells."""
        if not runs and layout is not None and layout.fits(chunk):
            yield self._by_layout(chunk, layout)
            return
        done = 0
        for run in runs:
            if self._alike is None:
                from socroi.workbook.writing.alike import RowWriter

                self._alike = RowWriter(self.edits.columns, self.strings, self.marks)
            new = self._alike.write(chunk, run, form.prefix)
            if new is not None:
                if done < run.start:
                    yield self._cell_by_cell(chunk[done : run.start], form.prefix)
                yield new
                done = run.stop
        if done < len(chunk):
            yield self._cell_by_cell(chunk[done:], form.prefix)

    def _by_layout(self, chunk: bytes, layout: Layout) -> bytes | memoryview:
        """Return rows with new values where their formula cells are known to lie."""
        found, kind, data = self._look_up(layout.rows, layout.columns)
        here = np.flatnonzero(found)
        if not len(here):
            return chunk
        self.applied += len(here)
        kind, data = kind[here], data[here]
        begin, opened = layout.attributes[here], layout.opened[here]
        start = np.append(np.int32(0), layout.closed[here])
        stop = np.append(layout.value[here], np.int32(len(chunk)))
        if (kind == NUMBER).all() and not _any_typed(chunk, begin, opened):
            return _with_numbers(chunk, start.astype(np.int64), stop.astype(np.int64), data)
        pieces = [chunk[first:last] for first, last in zip(start.tolist(), stop.tolist(), strict=True)]
        known: dict[tuple[bytes, int, float], bytes] = {}
        some = np.flatnonzero((kind != NUMBER) | (opened > begin))
        first, last = begin - start[:-1], opened - start[:-1]
        # Which error it is may have to stand beside it.
        mark = np.where(kind == ERROR, data, 0.0)
        of = (each[some].tolist() for each in (first, last, kind, mark))
        for at, begins, ends, its_kind, error in zip(some.tolist(), *of, strict=True):
            piece = pieces[at]
            blob = piece[begins:ends].rstrip(b" ")
            new = known.get((blob, its_kind, error))
            if new is None:
                new = known[blob, its_kind, error] = self._attributes(blob, its_kind, error)
            pieces[at] = piece[:begins] + new + piece[begins + len(blob) :]
        out = [b""] * (2 * len(pieces) - 1)
        out[0::2], out[1::2] = pieces, self._spell(np.ones(len(here), np.bool_), kind, data, b"", b"")
        return b"".join(out)

    def _attributes(self, blob: bytes, kind: int, data: float) -> bytes:
        """Return the attributes of a cell that gets a value of some kind."""
        typed = TYPE[kind]
        if not (typed or b' t="' in blob or b' vm="' in blob):
            return blob
        mark = error_mark(data, self.marks) if kind == ERROR else b""
        return retyped(blob, typed) + (b' vm="' + mark + b'"' if mark else b"")

    def _cell_by_cell(self, chunk: bytes, prefix: bytes) -> bytes:
        refuse_markup(chunk)
        parts = _formula_cell(prefix).split(chunk)
        if len(parts) == 1:
            return chunk
        columns = np.array([COLUMN_OF[letters] for letters in parts[2::_STRIDE]], np.int64)
        rows = np.array(list(map(int, parts[3::_STRIDE])), np.int64) - 1
        found, kind, data = self._look_up(rows, columns)
        if not found.any():
            return chunk
        self.applied += int(found.sum())
        heads, blobs, formulas, values = (parts[i::_STRIDE] for i in (1, 4, 5, 6))
        end = b"</%bc>" % prefix
        new = self._spell(found, kind, data, prefix, end)
        kinds, codes = kind.tolist(), data.tolist()
        for i, blob in enumerate(blobs):
            if not found[i]:
                new[i] = (values[i] or b"") + end
                continue
            if kinds[i] != NUMBER or blob:
                heads[i] = heads[i][: len(heads[i]) - len(blob)] + self._attributes(blob, kinds[i], codes[i])
        out: list[bytes] = [b""] * (len(heads) * 4 + 1)
        out[0::4] = parts[0::_STRIDE]
        out[1::4] = heads
        out[2::4] = formulas
        out[3::4] = new
        return b"".join(out)

    def _look_up(
        self, rows: NDArray[Any], columns: NDArray[Any]
    ) -> tuple[NDArray[np.bool_], NDArray[np.uint8], NDArray[np.float64]]:
        found = np.zeros(len(rows), np.bool_)
        kind = np.zeros(len(rows), np.uint8)
        data = np.zeros(len(rows))
        order = np.argsort(columns, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(columns[order])) + 1):
            result = self.edits.columns.get(int(columns[part[0]])) if len(part) else None
            if result is None:
                continue
            where = np.minimum(np.searchsorted(result.rows, rows[part]), len(result.rows) - 1)
            hit = result.rows[where] == rows[part]
            at, where = part[hit], where[hit]
            found[at] = True
            kind[at] = result.kind[where]
            data[at] = result.data[where]
        return found, kind, data

    def _spell(
        self, found: NDArray[np.bool_], kind: NDArray[np.uint8], data: NDArray[np.float64], prefix: bytes, end: bytes
    ) -> list[bytes]:
        """Return `<v>...</v></c>` for each cell that was found."""
        opening, closing = b"<%bv>" % prefix, b"</%bv>" % prefix + end
        is_number = found & (kind == NUMBER)
        if is_number.all():
            joined = (closing + b"\0" + opening).join(number_texts(data))
            return (opening + joined + closing).split(b"\0")
        out = [end] * len(found)
        for i, text in zip(np.flatnonzero(is_number).tolist(), number_texts(data[is_number]), strict=True):
            out[i] = opening + text + closing
        known: dict[tuple[int, float], bytes] = {}
        others = np.flatnonzero(found & ~is_number)
        for i, pair in zip(
            others.tolist(), zip(kind[others].tolist(), data[others].tolist(), strict=True), strict=True
        ):
            if pair not in known:
                known[pair] = value_element(*pair, self.strings, prefix) + end
            out[i] = known[pair]
        return out

    def careful(self, sheet: bytes) -> bytes:
        """Return the new bytes of a whole part in whatever form; in UTF-8, as Excel saves it, if it was in UTF-16."""
        if sheet.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<", b"<\0")):
            sheet = _in_utf8(sheet)
        coded = re.match(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", sheet.removeprefix(b"\xef\xbb\xbf"))
        ascii_only = coded is not None and coded.group(1).lower() != b"utf-8"
        patcher = RowPatcher(self.strings, self.marks, ascii_only)
        span, prefix, rows = sheet_rows(sheet)
        if span is None and self.edits:
            sheet = with_rows(sheet)
            span, prefix, rows = sheet_rows(sheet)
        special = sorted(
            {row for result in self.edits.columns.values() for row in result.rows.tolist()}
            | set(self.edits.special_rows())
        )
        self._sort_by_row(special)
        begin = span[0] if span else 0
        out, done = [_widened(sheet[:begin], self.edits)], begin
        for row, start, end in rows:
            while special and special[0] < row:
                out += (sheet[done:start], patcher.new_row(prefix, special[0], self._by_row[special.pop(0)]))
                done = start
            if special and special[0] == row:
                out += (sheet[done:start], patcher.patch(sheet[start:end], row, self._by_row[special.pop(0)]))
                done = end
        if special and span is not None:
            out.append(sheet[done : span[1]])
            done = span[1]
            out += [patcher.new_row(prefix, row, self._by_row[row]) for row in special]
        out.append(sheet[done:])
        self.applied = patcher.applied
        return b"".join(out)


def _in_utf8(sheet: bytes) -> bytes:
    """Return a part that is written in UTF-16, with a mark of its byte order or without, in UTF-8."""
    marked = sheet.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = sheet.decode("utf-16" if marked else "utf-16-le" if sheet.startswith(b"<\0") else "utf-16-be")
    declared = re.match(r"<\?xml\s[^>]*?\bencoding\s*=\s*[\"']([^\"']*)", text)
    return (text if declared is None else text[: declared.start(1)] + "UTF-8" + text[declared.end(1) :]).encode()


def _any_typed(chunk: bytes, begin: NDArray[np.int32], opened: NDArray[np.int32]) -> bool:
    """Whether the attributes of some cells say what kind of value they have."""
    some = np.flatnonzero(opened > begin)
    spans = zip(begin[some].tolist(), opened[some].tolist(), strict=True)
    return any(b' t="' in blob or b' vm="' in blob for blob in {chunk[first:last] for first, last in spans})


def _with_numbers(chunk: bytes, start: Places, stop: Places, data: NDArray[np.float64]) -> memoryview:
    """Return pieces of a chunk with a number between each and the next, in its `<v>`."""
    joined = joined_numbers(data)
    values = np.frombuffer(b"<v>" + joined.replace(b",", b"</v><v>") + b"</v>", np.uint8)
    commas = np.flatnonzero(np.frombuffer(joined, np.uint8) == ord(","))
    size = np.diff(np.concatenate(([-1], commas, [len(joined)]))) - 1 + len(b"<v></v>")
    length = stop - start
    place = np.cumsum(length[:-1] + size) - size
    rest = int(length[-1])
    made = np.empty(int(place[-1] + size[-1]) + rest, np.uint8)
    signs = np.frombuffer(chunk, np.uint8)
    copy(made, place - length[:-1], signs, start[:-1], length[:-1])
    copy(made, place, values, starts_of(size, len(size)), size)
    made[len(made) - rest :] = signs[len(signs) - rest :]
    return made.data


def _row_end(chunk: bytes, start: int, form: Patterns) -> int:
    """Return where the last row of a chunk ends."""
    tag = _row_start(form.prefix).match(chunk, start)
    if tag is not None and tag.group().endswith(b"/>"):
        return tag.end()
    return chunk.index(form.row_end, start) + len(form.row_end)


def _widened(head: bytes, edits: Edits) -> bytes:
    """Return what comes before the rows, its `dimension` grown where new cells lie outside."""
    new = [cell for cell, (kind, _) in edits.members.items() if kind]
    if not new:
        return head
    for token in TOKEN.finditer(head):
        if (token.group(2) or b"").rpartition(b":")[2] == b"dimension":
            ref = attributes(token.group(3)).get(b"ref", b"").decode()
            try:
                top, left, bottom, right = parse_area(ref)
            except ValueError:
                return head
            low, high = max(bottom, *(r for r, _ in new)), max(right, *(c for _, c in new))
            if (low, high) == (bottom, right):
                return head
            area = f"{column_letters(left)}{top + 1}:{column_letters(high)}{low + 1}"
            return head[: token.start()] + with_attribute(token.group(), b"ref", area.encode()) + head[token.end() :]
    return head
