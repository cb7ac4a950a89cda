"""A long CSV, cut into cells by numpy: millions of rows are never lists of texts, only the rows that are asked for.

Where a cell ends is found for the whole text at once, and each column is known by its distinct cells. A text that is
not plain CSV, with a quotation mark inside a bare cell, say, is left to the reader of the standard library.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
import pandas as pd

from socroi.sources.columns import Column
from socroi.sources.figures import Figures, are_plain, plain
from socroi.sources.words_of_figures import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from socroi.sources.numerals import Cell

    Row = list[Cell]

LONG: Final = 4 << 20
"""From so many bytes on a text is cut this way."""

_CHUNK: Final = 1_000_000
_WORD: Final = 8
_KEPT: Final = 32
_SAMPLE: Final = 100
_BLOCK: Final = 1 << 15
"""So many rows are worked on at a time, as they then stay near the processor."""
_IRREGULAR: Final = 1000
"""So many rows may have another length than the header: notes, blank lines."""
_QUOTE, _FEED, _RETURN = 34, 10, 13
_MASKS: Final = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], dtype=np.uint64)
_MIX: Final = np.uint64(0x9E3779B97F4A7C15)


class LongText(Sequence["Row"]):
    """The rows of a long CSV.

    Args:
        data: the text as UTF-8, with eight zeros behind it.
        delimiter: between cells.
        ends: the end of each cell, in order: the place of its delimiter or of its line feed.
        feeds: the places among `ends` at which rows end.
    """

    def __init__(self, data: bytearray, delimiter: str, ends: NDArray[Any], feeds: NDArray[Any]) -> None:
        self._data = data
        self._bytes = np.frombuffer(data, dtype=np.uint8)
        self._delimiter = delimiter
        self._ends, self._feeds = ends, feeds
        self._replaced: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self._feeds)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        if place in self._replaced:
            return list(self._replaced[place])
        start = int(self._ends[self._feeds[place - 1]]) + 1 if place else 0
        text = self._data[start : int(self._ends[self._feeds[place]])].decode()
        return next(iter(self._parsed(text)), [])

    def __iter__(self) -> Iterator[Row]:
        for place, row in enumerate(self._parsed(self._data[: int(self._ends[-1])].decode())):
            yield self._replaced.get(place, row)

    def _parsed(self, text: str) -> Iterator[Row]:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter, strict=True):
            yield list(row)

    def with_row(self, index: int, row: Row) -> LongText:
        """The same rows, with another one in the place of one."""
        changed = LongText(self._data, self._delimiter, self._ends, self._feeds)
        changed._replaced = {**self._replaced, index: row}
        return changed

    def release(self) -> None:
        """Give the memory back, before a table of the same size is made: no row can be asked for any more."""
        self._data = bytearray()
        self._bytes = np.zeros(0, dtype=np.uint8)
        self._ends = self._feeds = np.zeros(0, dtype=np.int64)

    def cut(self, first: int, stop: int, width: int) -> tuple[list[Column], NDArray[Any], dict[int, Row]] | None:
        """Cut some of the rows into columns.

        Args:
            first: the index of the first row.
            stop: that of the row behind the last.
            width: how many cells a row has.

        Returns:
            The columns of the rows of that width, the index of each of these rows, and the other rows by their index,
            but for blank lines; None where too many are of another width.
        """
        stop = min(stop, len(self))
        if first >= stop:
            return [Column.of(()) for _ in range(width)], np.zeros(0, dtype=np.int64), {}
        regular = np.empty(stop - first, dtype=bool)
        others: list[int] = []
        for begin, end in _blocks(first, stop):
            alike = regular[begin - first : end - first]
            starts, ends, widths = self._rows(begin, end)
            np.equal(widths, width, out=alike)
            others += (np.flatnonzero(~alike & ~self._blank(starts, ends)) + begin).tolist()
            if len(others) > _IRREGULAR:
                return None
        lines = self._regular(first, stop, width, regular)
        columns: list[Column] = [LongColumn(self, lines, place) for place in range(width)]
        return columns, np.flatnonzero(regular) + first, {other: self[other] for other in others}

    def _rows(self, first: int, stop: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Where rows begin, where they end, and how many cells each has."""
        feeds = self._feeds[max(first - 1, 0) : stop]
        if not first:
            feeds = np.concatenate([np.array([-1], dtype=feeds.dtype), feeds])
        ends = self._ends[feeds[1:]]
        starts = np.empty_like(ends)
        starts[0] = self._ends[feeds[0]] + 1 if first else 0
        np.add(ends[:-1], 1, out=starts[1:])
        return starts, ends, np.diff(feeds)

    def _regular(self, first: int, stop: int, width: int, regular: NDArray[np.bool_]) -> Lines:
        """The rows that have all their cells; a part of them at a time, as blank lines may be millions."""
        count = int(np.count_nonzero(regular))
        starts = np.empty(count, dtype=self._ends.dtype)
        whole = count == len(regular)
        before = int(self._feeds[first - 1]) + 1 if first else 0
        cells = self._ends[before : before + count * width] if whole else np.empty(count * width, self._ends.dtype)
        done = 0
        for begin, end in _blocks(first, stop):
            alike = regular[begin - first : end - first]
            found = self._rows(begin, end)
            size = int(np.count_nonzero(alike))
            starts[done : done + size] = found[0][alike]
            if not whole:
                before = int(self._feeds[begin - 1]) + 1 if begin else 0
                inside = self._ends[before : int(self._feeds[end - 1]) + 1][np.repeat(alike, found[2])]
                cells[done * width : (done + size) * width] = inside
            done += size
        return Lines(starts, cells.reshape(-1, width), None)

    def _blank(self, starts: NDArray[Any], ends: NDArray[Any]) -> NDArray[np.bool_]:
        """Which lines hold nothing."""
        sizes = ends - starts
        blank: NDArray[np.bool_] = (sizes == 0) | ((sizes == 1) & (self._bytes[starts] == _RETURN))
        return blank

    def cells(self, lines: Lines, place: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Where the cells of a column begin, and how many bytes each has."""
        ends = lines.ends if lines.chosen is None else lines.ends[lines.chosen]
        starts = lines.starts if lines.chosen is None else lines.starts[lines.chosen]
        end = ends[:, place]
        start = starts if place == 0 else ends[:, place - 1] + 1
        sizes = end - start
        if place == ends.shape[1] - 1 and len(sizes):
            sizes -= (self._bytes[end - 1] == _RETURN) & (sizes > 0)
        return start, sizes

    def figures(self, start: NDArray[Any], sizes: NDArray[Any]) -> Figures | None:
        """Read cells that are all plain figures, or blank; None where they are not, or no decimal sign is sure."""
        first = slice(0, _SAMPLE)
        if int(sizes.max(initial=0)) > 2 * _WORD or not are_plain(self.texts(start[first], sizes[first])):
            return None
        values = np.empty(len(start))
        sure = np.empty(len(start), dtype=bool)
        dotted: bool | None = False
        for begin in range(0, len(start), _BLOCK):
            block = slice(begin, begin + _BLOCK)
            words = self._words(start[block], np.minimum(sizes[block], _WORD), 0)
            values[block], sure[block], proof = figures_of(words, sizes[block])
            dotted = dotted if proof is False or dotted is True else proof
        values[sizes == 0] = np.nan
        odd = np.flatnonzero(~sure & (sizes > 0))
        if len(odd) > max(_SAMPLE, len(sizes) // 8):
            return None
        texts = self.texts(start[odd], sizes[odd])
        read = plain(texts)
        if read is None or not read.proven:
            return None
        values[odd] = read.numbers
        if read.sign == "," or (dotted is None and read.sign is None):
            return None
        if dotted is False and read.sign is None:
            return Figures(values, None)
        return Figures(values, ".")

    def texts(self, start: NDArray[Any], sizes: NDArray[Any]) -> list[str]:
        """The texts of cells."""
        spans = zip(start.tolist(), sizes.tolist(), strict=True)
        return [self._data[begin : begin + size].decode() for begin, size in spans]

    def distinct(self, start: NDArray[Any], sizes: NDArray[Any]) -> Column:
        """The column of cells, by their distinct texts."""
        places, firsts = self._distinct(start, sizes)
        column = Column(places, self.texts(start[firsts], sizes[firsts]))
        if any(isinstance(text, str) and text.startswith('"') for text in column.distinct):
            return column.normal(_unquoted)
        return column

    def _distinct(self, start: NDArray[Any], sizes: NDArray[Any]) -> tuple[Any, NDArray[np.intp]]:
        """Number the distinct cells: the number of each row's, and the first row of each number."""
        longest = int(sizes.max(initial=0))
        words = [self._words(start, sizes, offset) for offset in range(0, min(longest, _KEPT), _WORD)]
        key = words[0] if words else np.zeros(len(start), dtype=np.uint64)
        for more in words[1:]:
            key = _mixed(key) + more
        for offset in range(_KEPT, longest, _WORD):
            rows = np.flatnonzero(sizes > offset)
            key[rows] = _mixed(key[rows]) + self._words(start[rows], sizes[rows], offset)
        places, found = pd.factorize(key, size_hint=min(len(key), 1 << 16))
        firsts = np.empty(len(found), dtype=np.intp)
        firsts[places[::-1]] = np.arange(len(places) - 1, -1, -1)
        places = places.astype(np.int32)
        if longest > _WORD and not self._are_alike(start, sizes, words, places, firsts):
            # Two texts share a key, which 64 bits make all but impossible.
            column = Column.of(self.texts(start, sizes))
            twins = [column.first(place) for place in range(len(column.distinct))]
            return column.places, np.array(twins, dtype=np.intp)
        return places, firsts

    def _are_alike(
        self,
        start: NDArray[Any],
        sizes: NDArray[Any],
        words: list[NDArray[np.uint64]],
        places: NDArray[np.intp],
        firsts: NDArray[np.intp],
    ) -> bool:
        """Tell whether the text of each row is that of the first row of its number."""
        if any(bool((each != each[firsts][places]).any()) for each in (sizes, *words)):
            return False
        long = np.flatnonzero(sizes > _KEPT)
        here, there, size = start[long], start[firsts[places[long]]], sizes[long]
        for offset in range(_KEPT, int(size.max(initial=0)), _WORD):
            rows = np.flatnonzero((size > offset) & (here != there))
            left = self._words(here[rows], size[rows], offset)
            if bool((left != self._words(there[rows], size[rows], offset)).any()):
                return False
        return True

    def _words(self, start: NDArray[Any], sizes: NDArray[Any], offset: int) -> NDArray[np.uint64]:
        """Eight bytes of each text as one number; beyond its end they are zero."""
        words: NDArray[np.uint64] = np.ndarray(
            len(self._data) - _WORD + 1, dtype="<u8", buffer=self._data, strides=(1,)
        )
        left = sizes - offset
        # A text that ended before has nothing here, wherever that is.
        found = words[np.where(left < 0, start, start + offset) if int(left.min(initial=0)) < 0 else start + offset]
        if int(left.min(initial=_WORD)) < _WORD:
            found &= _MASKS[np.clip(left, 0, _WORD)]
        return found


@dataclass(frozen=True, slots=True)
class Lines:
    """Where the cells of rows of one width lie.

    Attributes:
        starts: where each row begins.
        ends: where each of its cells ends.
        chosen: the rows that are meant, in their order; None for all.
    """

    starts: NDArray[Any]
    ends: NDArray[Any]
    chosen: NDArray[Any] | None


class LongColumn(Column):
    """A column of a long text, cut into distinct cells when they are asked for: those of figures never are.

    Args:
        text: the text.
        lines: its rows.
        place: the place of the column.
    """

    def __init__(self, text: LongText, lines: Lines, place: int) -> None:
        self._text, self._lines, self._place = text, lines, place

    def __len__(self) -> int:
        return len(self._lines.starts if self._lines.chosen is None else self._lines.chosen)

    @cached_property
    def _cut(self) -> Column:
        return self._text.distinct(*self._text.cells(self._lines, self._place))

    @property
    def places(self) -> NDArray[np.intp]:
        """For each row, the place of its cell in `distinct`."""
        return self._cut.places

    @property
    def distinct(self) -> Sequence[Cell]:
        """The cells that there are, each once."""
        return self._cut.distinct

    @cached_property
    def figures(self) -> Figures | None:
        """The figures of the cells, where all are plain; those in quotation marks by their distinct texts."""
        found = self._text.figures(*self._text.cells(self._lines, self._place))
        return found if found is not None else self._cut.figures

    def cell(self, row: int) -> Cell:
        """The cell of one row."""
        line = row if self._lines.chosen is None else int(self._lines.chosen[row])
        one = Lines(self._lines.starts, self._lines.ends, np.array([line]))
        return _unquoted(self._text.texts(*self._text.cells(one, self._place))[0])

    def kept(self, rows: NDArray[Any]) -> Column:
        """The column of some of the rows."""
        chosen = np.arange(len(self))[rows] if self._lines.chosen is None else self._lines.chosen[rows]
        return LongColumn(self._text, Lines(self._lines.starts, self._lines.ends, chosen), self._place)


def _mixed(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The numbers, spread over all their bits."""
    mixed = key * _MIX
    return mixed ^ (mixed >> np.uint64(29))


def _unquoted(cell: Cell) -> Cell:
    return cell[1:-1].replace('""', '"') if isinstance(cell, str) and cell.startswith('"') else cell


def long_text(content: bytearray, delimiter: str) -> LongText | None:
    """Return the rows of a text in UTF-8; None where it is not plain CSV.

    Args:
        content: the text, without a byte order mark; it is taken over, and made a little longer.
        delimiter: the sign between cells.
    """
    if b"\0" in content or (b"\r" in content and content.count(b"\r") != content.count(b"\r\n")):
        return None
    quoted = b'"' in content
    content += (b"" if content.endswith(b"\n") else b"\n") + bytes(_WORD)
    size = len(content) - _WORD
    cells = np.frombuffer(content, dtype=np.uint8)[:size]
    starts = range(0, size, _CHUNK)
    inside = [False] * (len(starts) + 1)
    if quoted:
        for place, begin in enumerate(starts):
            quotes = int(np.count_nonzero(cells[begin : begin + _CHUNK] == _QUOTE))
            inside[place + 1] = inside[place] ^ bool(quotes % 2)
    if inside[-1]:
        return None
    cut = partial(_cut, cells, ord(delimiter), quoted=quoted)
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(cut, starts, inside))
    ends = [each for each in found if each is not None]
    if len(ends) < len(found):
        return None
    del found
    if _longest(ends) > csv.field_size_limit():
        return None  # the usual reader says what is wrong with it
    return LongText(content, delimiter, *_joined(cells, ends))


def _longest(ends: list[NDArray[np.int32]]) -> int:
    """The bytes of the longest cell."""
    before, longest = -1, 0
    for each in ends:
        if len(each):
            longest = max(longest, int(each[0]) - before, int(np.diff(each).max(initial=0)))
            before = int(each[-1])
    return longest


def _joined(cells: NDArray[np.uint8], parts: list[NDArray[np.int32]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The ends of all cells, and the places among them at which rows end; the parts are given back on the way."""
    ends = np.empty(sum(map(len, parts)), dtype=np.int32)
    feeds = np.empty(sum(int(np.count_nonzero(cells[each] == _FEED)) for each in parts), dtype=np.int32)
    cell = row = 0
    parts.reverse()
    while parts:
        each = parts.pop()
        found = np.flatnonzero(cells[each] == _FEED)
        feeds[row : row + len(found)] = found + cell
        ends[cell : cell + len(each)] = each
        cell, row = cell + len(each), row + len(found)
    return ends, feeds


def _blocks(first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Cut rows into parts."""
    return ((begin, min(begin + _CHUNK, stop)) for begin in range(first, stop, _CHUNK))


def _cut(cells: NDArray[np.uint8], sign: int, begin: int, inside: bool, *, quoted: bool) -> NDArray[np.int32] | None:
    """The ends of the cells in a part of a text, which may begin inside quotation marks; None if it is no plain CSV."""
    chunk = cells[begin : begin + _CHUNK]
    ends = (chunk == sign) | (chunk == _FEED)
    if quoted:
        quotes = chunk == _QUOTE
        opened = np.logical_xor.accumulate(quotes) ^ inside
        if not _are_plain(cells, np.flatnonzero(quotes) + begin, opened[quotes], sign):
            return None
        ends &= ~opened
    return (np.flatnonzero(ends) + begin).astype(np.int32)


def _are_plain(cells: NDArray[np.uint8], quotes: NDArray[Any], opens: NDArray[np.bool_], sign: int) -> bool:
    """Tell whether each quotation mark opens a cell, closes one, or is doubled."""
    before = np.where(quotes > 0, cells[quotes - 1], _FEED)
    after = cells[np.minimum(quotes + 1, len(cells) - 1)]
    begins = (before == sign) | (before == _FEED) | (before == _QUOTE)
    closes = (after == sign) | (after == _FEED) | (after == _RETURN) | (after == _QUOTE)
    return bool((begins | ~opens).all() and (closes | opens).all())
