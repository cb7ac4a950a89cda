"""The quick way through a sheet: one regular expression for the cells that every spreadsheet program writes.

What does not fit (other attribute orders, comments, CDATA, cells without an address) is not guessed at: the whole sheet
is then read by the XML parser instead (`walk.py`), with the same result.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.xml import BadEntityError, flag_of, unescape
from socroi.workbook.reading.cells import COLUMN_OF, INLINE, RICH_E, STR, TYPES, BadValueError, E, metadata_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.workbook.reading.cells import SheetCells
    from socroi.workbook.reading.formulas import Formulas
    from socroi.workbook.reading.tags import Layout, PlainCells


_LEAST_FOR_TAGS: Final = 1 << 13
"""Chunks smaller than this are read by the expressions alone."""

ATTRIBUTES: Final = rb"(?: [A-Za-z][A-Za-z0-9]*+(?::[A-Za-z][A-Za-z0-9]*+)?+=\"[^\"<>]*+\")*+"


class OddSheetError(Exception):
    """The sheet is not written in the usual form."""


@record(frozen=True, slots=True)
class Patterns:
    """The expressions for one namespace prefix, such as `x:`; none is the usual one.

    Attributes:
        cell: groups column, row, attributes, attributes of `<f>`, formula, value, empty `<v/>`, inline text.
        edge: what may stand between two cells; groups the end of a row, empty rows, the number and the
            attributes of the row that begins.
        row: group attributes of a row.
    """

    prefix: bytes
    begin: re.Pattern[bytes]
    end: bytes
    row_end: bytes
    cell: re.Pattern[bytes]
    edge: re.Pattern[bytes]
    row: re.Pattern[bytes]


@functools.cache
def patterns(prefix: bytes) -> Patterns:
    """Return the expressions for a namespace prefix."""
    x = re.escape(prefix)
    attributes = ATTRIBUTES
    cell = (
        rb'<%(x)bc r="([A-Z]{1,3}+)([0-9]{1,7}+)"(%(a)b) ?(?:/>|>'
        rb"(?:<%(x)bf(%(a)b) ?(?:/>|>([^<]*+)</%(x)bf>))?+"
        rb'(?:<%(x)bv(?: xml:space="preserve")?+>([^<]*+)</%(x)bv>|(<%(x)bv ?/>))?+'
        rb'(?:<%(x)bis><%(x)bt(?: xml:space="preserve")?+>([^<]*+)</%(x)bt></%(x)bis>)?+</%(x)bc>)'
    ) % {b"x": x, b"a": attributes}
    return Patterns(
        prefix,
        re.compile(rb"<%bsheetData\s*(/?)>" % x),
        b"</%bsheetData" % prefix,
        b"</%brow>" % prefix,
        re.compile(cell),
        re.compile(
            rb'(\s*</%(x)brow>)?+\s*((?:<%(x)brow r="[0-9]++"%(a)b\s*+(?:/>|>\s*+</%(x)brow>)\s*+)*+)'
            rb'(?:<%(x)brow r="([0-9]{1,7}+)"(%(a)b)\s*+>\s*+)?+' % {b"x": x, b"a": attributes}
        ),
        re.compile(rb"<%brow(%b)" % (x, attributes)),
    )


GROUPS: Final = 9
"""How many items `Patterns.cell.split` gives for each cell: the bytes before it, and its eight groups."""
_ATTRIBUTE: Final = pattern(r'([A-Za-z0-9:]+)="([^"]*)"')


def attributes_of(blob: bytes) -> dict[str, str]:
    """Return the attributes in a start tag's middle."""
    try:
        pairs = _ATTRIBUTE.findall(blob.decode())
        found = {name: unescape(value) for name, value in pairs}
    except (BadEntityError, UnicodeDecodeError) as problem:
        raise OddSheetError from problem
    if len(found) < len(pairs):
        raise OddSheetError
    return found


class _Hidden(dict[bytes, bool]):
    """Whether a row is hidden, by its attributes as they stand."""

    def __missing__(self, blob: bytes) -> bool:
        found = attributes_of(blob)
        if "r" in found:
            raise OddSheetError
        self[blob] = hidden = flag_of(found.get("hidden"))
        return hidden


class _Types(dict[bytes, int]):
    """The type of a cell by its attributes as they stand."""

    def __missing__(self, blob: bytes) -> int:
        found = attributes_of(blob)
        kind = TYPES.get(found.get("t", "n"))
        if kind is None or "r" in found:
            raise OddSheetError
        if kind == E and "vm" in found:
            kind = RICH_E
        if len(self) > 10_000:
            self.clear()
        self[blob] = kind
        return kind


CELL_TYPES: Final = _Types()


FORBIDDEN: Final = bytes(code for code in range(32) if code not in (9, 10, 13))
"""Characters that XML does not allow."""
_ENCODED: Final = pattern(rb"encoding\s*=\s*[\"'](?!utf-?8|us-ascii)", re.IGNORECASE)
_HEAD: Final = pattern(rb"<((?:[A-Za-z_][\w.-]*:)?)worksheet[\s>]")


@record(slots=True)
class Stream:
    """A sheet part cut into what comes before its rows, chunks of whole rows, and what comes after them."""

    pieces: Iterator[bytes]
    head: bytes = b""
    tail: bytes = b""
    patterns: Patterns | None = None

    def chunks(self) -> Iterator[bytes]:
        """Yield chunks of whole rows; `head` holds all before them once the first is there, `tail` the rest at the end.

        Raises:
            OddSheetError: the part is not written in the usual form.
        """
        buffer = bytearray()
        begin = None
        for piece in self.pieces:
            buffer += piece
            root = _HEAD.search(buffer)
            if root:
                self.patterns = patterns(root.group(1))
                begin = self.patterns.begin.search(buffer)
            if begin or len(buffer) > 1 << 24:
                break
        if not begin or self.patterns is None:
            raise OddSheetError
        self.head = bytes(buffer[: begin.end()])
        if b"<!" in self.head or _ENCODED.search(self.head):
            raise OddSheetError
        rest = bytes(memoryview(buffer)[begin.end() :])
        if begin.group(1):
            self.tail = rest + b"".join(self.pieces)
            return
        end, row_end = self.patterns.end, self.patterns.row_end
        done = False
        while not done:
            # The end of all rows lies behind the last one that ends here, so those before it are not searched.
            cut = rest.rfind(row_end) + len(row_end)
            stop = rest.find(end, cut if cut >= len(row_end) else 0)
            done = stop >= 0
            if done:
                cut = stop
            if done or cut >= len(row_end):
                chunk, rest = rest[:cut], rest[cut:]
                if chunk:
                    yield chunk
            if not done:
                more = next(self.pieces, None)
                if more is None or len(rest) > 1 << 26:
                    raise OddSheetError
                rest += more
        self.tail = rest + b"".join(self.pieces)


def refuse_markup(chunk: bytes) -> None:
    """Refuse comments, CDATA and processing instructions: tags inside them are none."""
    if b"<!" in chunk or b"<?" in chunk:
        raise OddSheetError


def read_chunk(chunk: bytes, form: Patterns, cells: SheetCells, formulas: Formulas, hidden: list[int]) -> Layout | None:
    """Add the cells of whole rows; return where their formulas lie, if they are of the plainest form.

    Raises:
        OddSheetError: something in it is not written in the usual form, or makes no sense.
    """
    # Most chunks have no control character at all, and to see that is quicker.
    if chunk and np.frombuffer(chunk, np.uint8).min() < 32 and len(chunk.translate(None, FORBIDDEN)) != len(chunk):
        raise OddSheetError
    if len(chunk) >= _LEAST_FOR_TAGS and not form.prefix:
        found = formulas.before.plain_cells(chunk)
        if found is not None:
            return _add_plain(found, cells, formulas, hidden)
    refuse_markup(chunk)
    parts = form.cell.split(chunk)
    try:
        columns = np.array([COLUMN_OF[letters] for letters in parts[1::GROUPS]], np.int64)
        rows = np.array(list(map(int, parts[2::GROUPS])), np.int64) - 1
        _check_rows(parts[0::GROUPS], form, rows, hidden)
        types = np.array([CELL_TYPES[blob] for blob in parts[3::GROUPS]], np.uint8)
        values = parts[6::GROUPS]
        _fill_empty(types, values, parts[7::GROUPS], parts[8::GROUPS])
        marks = parts[4::GROUPS]
        at = [i for i, mark in enumerate(marks) if mark is not None]
        metadata = (
            {
                i: metadata_index(attributes_of(parts[3 + i * GROUPS])["vm"])
                for i in np.flatnonzero(types == RICH_E).tolist()
            }
            if (types == RICH_E).any()
            else None
        )
        _add_formulas(at, rows, columns, parts, formulas)
        cells.add(rows, columns, types, values, at, raw=True, value_metadata=metadata)
    except (BadEntityError, UnicodeDecodeError, BadValueError, ValueError) as problem:
        raise OddSheetError from problem
    return None


def _add_plain(found: PlainCells, cells: SheetCells, formulas: Formulas, hidden: list[int]) -> Layout:
    """Add cells that were read tag by tag."""
    hidden += found.hidden
    try:
        if found.formulas:
            formulas.block(*found.own, unescape(found.formulas.decode()).encode())
        cells.add(found.rows, found.columns, found.types, list(found.values), (), raw=True, blank=found.blank)
    except (BadEntityError, UnicodeDecodeError, BadValueError, ValueError) as problem:
        raise OddSheetError from problem
    return found.layout


def _fill_empty(
    types: np.ndarray[tuple[int], np.dtype[np.uint8]],
    values: list[bytes | None],
    empty: list[bytes | None],
    inline: list[bytes | None],
) -> None:
    """Give `<v/>` of a text the value '' and inline texts their place among the values."""
    for i in np.flatnonzero(types == STR).tolist():
        if values[i] is None and empty[i] is not None:
            values[i] = b""
    for i, text in enumerate(inline):
        if text is not None:
            if types[i] != INLINE or values[i] is not None:
                raise OddSheetError
            values[i] = text


def _add_formulas(
    at: list[int],
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    columns: np.ndarray[tuple[int], np.dtype[np.int64]],
    parts: list[bytes],
    formulas: Formulas,
) -> None:
    row_of, column_of = rows.tolist(), columns.tolist()
    marks, raw = parts[4::GROUPS], parts[5::GROUPS]
    plain = [i for i in at if not marks[i] and raw[i]]
    if plain:
        formulas.plains([row_of[i] for i in plain], [column_of[i] for i in plain], _texts([raw[i] for i in plain]))
    for i in at:
        if marks[i]:
            text = unescape(raw[i].decode()) if raw[i] else ""
            own = attributes_of(parts[i * GROUPS + 3]) if b"array" in marks[i] else {}
            formulas.other(row_of[i], column_of[i], attributes_of(marks[i]), text, metadata_index(own.get("cm", "")))


def _texts(raw: list[bytes]) -> list[str]:
    """Return many formulas as text, all at once."""
    return unescape(b"\0".join(raw).decode()).split("\0")


def _check_rows(
    between: list[bytes], form: Patterns, rows: np.ndarray[tuple[int], np.dtype[np.int64]], hidden: list[int]
) -> None:
    """Make sure that only row tags stand between cells, that each cell is in its own row, and note the hidden rows."""
    last = len(between) - 1
    edges = [i for i, text in enumerate(between) if text]
    numbers, starts = [], []
    is_hidden = _Hidden()
    for i in edges:
        text = between[i]
        edge = form.edge.fullmatch(text)
        if not edge or (edge.group(1) is None) is not (i == 0) or (edge.group(3) is None) is not (i == last):
            raise OddSheetError
        if edge.group(2):
            for attributes in form.row.findall(edge.group(2)):
                found = attributes_of(attributes)
                if flag_of(found.get("hidden")):
                    hidden.append(int(found["r"]) - 1)
        if i < last:
            numbers.append(int(edge.group(3)))
            starts.append(i)
            if is_hidden[edge.group(4)]:
                hidden.append(numbers[-1] - 1)
    if len(rows):
        if not starts or starts[0]:
            raise OddSheetError
        expected = np.repeat(np.array(numbers, np.int64), np.diff([*starts, len(rows)]))
        if not np.array_equal(expected, rows + 1):
            raise OddSheetError
