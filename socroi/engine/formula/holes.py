"""Formulas cut into what many of them share and what differs: references, numbers and texts, as arrays.

`$A$7*3+B2-1` and `$A$9*5+B8-4` are one key with four holes. All formulas are cut at once, as one text of bytes: numpy
sees where letters, digits and signs begin and end, and few words are anything but a reference or a number. What only
looks like one (`LOG10(`, `Q1!A1`, `1E5`) stays in the key, and so does what is not sure. Whether the holes of a key
really are what they look like is seen by parsing one of its formulas (`skeletons.py`); in the others the same letters
and signs stand around them, so that the lexer, which looks at nothing else, makes the same of them.
"""

from __future__ import annotations

from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.arithmetic.spelled import MOST_LETTERS, columns_at, numbers_at
from socroi.patterns import pattern
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]

CELL, AREA, NUMBER, TEXT = 1, 2, 3, 4
"""The kinds of holes. In a key each stands as the character of that number, which no formula can hold."""

MARKS: Final = pattern("[\x01-\x04]")
END: Final = b"\0"
"""What stands between formulas."""

_AT_ONCE: Final = 1 << 18
"""Bytes that are cut at once: the arrays about them take some twenty times their memory, which a cache should hold."""

_MOST_COMPARED: Final = 8
"""So many different skeletons of one length are told apart by comparing all formulas with one of them."""

_QUOTED: Final = pattern(rb"\"(?:[^\"\0]|\"\")*+\"|'(?:[^'\0]|'')*+'")

# What a byte may be part of. `_LONG` are digits that are no row, `_WORD` all other bytes of names.
_UPPER, _DIGITS, _DOLLAR, _COLON, _POINT, _WORD, _LONG = 1, 2, 3, 4, 5, 6, 7
_SORT: Final = np.zeros(256, np.uint8)
_SORT[[*b"abcdefghijklmnopqrstuvwxyz_\\?", *range(0x80, 256)]] = _WORD
_SORT[[*b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]] = _UPPER
_SORT[[*b"0123456789"]] = _DIGITS
_SORT[[*b"$:."]] = _DOLLAR, _COLON, _POINT
_MAKES_A_NAME: Final = np.zeros(256, np.bool_)
_MAKES_A_NAME[[*b"(![#"]] = True
"""Signs that make a function, a sheet, a table or a spill of the word before them."""

_MOST_PIECES: Final = 9
_MOST_ROW_DIGITS: Final = 7
_MOST_DIGITS: Final = 15
"""Numbers of so many digits are the nearest double to their digits over a power of ten."""
_POWERS: Final = np.array([float(f"1e{power}") for power in range(_MOST_DIGITS + 1)])


@record(slots=True)
class Holes:
    """What fills the holes of many formulas, hole after hole and formula after formula.

    Attributes:
        kind: CELL, AREA, NUMBER or TEXT.
        rows, columns: 0-based, of each corner, shape (holes, 2); of a cell twice the same.
        relative: whether the row of a corner has no `$`, shape (holes, 2).
        numbers: the value of a number; of a text, its place in `texts`.
        spelling: which corners have a `$` where, or how long a number is: what must be alike to be written alike.
        texts: the distinct texts.
    """

    kind: NDArray[np.uint8]
    rows: Places
    columns: Places
    relative: NDArray[np.bool_]
    numbers: NDArray[np.float64]
    spelling: NDArray[np.int64]
    texts: list[str]


@record(slots=True)
class Skeletons:
    """Many formulas by their skeletons.

    Attributes:
        keys: each skeleton, its holes as marks.
        of: the place in `keys` of the skeleton of each formula.
        first: the place in `holes` of the first hole of each formula.
        holes: of all formulas.
    """

    keys: list[str]
    of: Places
    first: Places
    holes: Holes

    def members(self) -> list[Places]:
        """Return which formulas have each skeleton."""
        order = np.argsort(self.of, kind="stable")
        return np.split(order, np.cumsum(np.bincount(self.of, minlength=len(self.keys)))[:-1])


def skeletons(formulas: Sequence[str]) -> Skeletons | None:
    """Take formulas apart; None where one holds what no formula can."""
    data = "\0".join(formulas).encode("utf-8", "surrogatepass")
    return cut(data) if formulas and data.count(END) == len(formulas) - 1 else None


def cut(data: bytes) -> Skeletons | None:
    """Take apart formulas in UTF-8 with zero bytes between them; None where one holds what no formula can."""
    if any(bytes((mark,)) in data for mark in (CELL, AREA, NUMBER, TEXT)):
        return None
    known: dict[bytes, int] = {}
    texts: dict[bytes, int] = {}
    parts = [_Piece(piece, texts) for piece in _pieces(data)]
    numbers = []
    for keys_of_part, of_part in (part.skeletons() for part in parts):
        numbers.append(np.array([known.setdefault(key, len(known)) for key in keys_of_part], np.int64)[of_part])
    of = np.concatenate(numbers)
    many = np.concatenate([part.many for part in parts])
    held = [np.concatenate([part.held[at] for part in parts]) for at in range(len(parts[0].held))]
    words = [text[1:-1].replace(b'""', b'"').decode("utf-8", "surrogatepass") for text in texts]
    keys = [key.decode("utf-8", "surrogatepass") for key in known]
    return Skeletons(keys, of, np.cumsum(many) - many, Holes(*held, words))  # type: ignore[arg-type, call-arg]  # in their order


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield formulas with a zero byte behind each, not too many at once."""
    begin = 0
    while len(data) - begin > _AT_ONCE:
        end = data.rfind(END, begin, begin + _AT_ONCE) + 1 or data.find(END, begin) + 1
        if not end:
            break
        yield data[begin:end]
        begin = end
    yield data[begin:] + END


class _Piece:
    """Some formulas, cut.

    Attributes:
        many: how many holes each formula has.
        held: what fills them, in the order of `Holes`.
    """

    def __init__(self, data: bytes, texts: dict[bytes, int]) -> None:
        self.held: list[NDArray[Any]] = []
        self._bytes = np.frombuffer(data, np.uint8)
        sort = _SORT[self._bytes]
        spans = [match.span() for match in _QUOTED.finditer(data)] if b'"' in data or b"'" in data else []
        if spans:
            begin, end = np.array(spans, np.int64).T
            step = np.zeros(len(sort) + 1, np.int8)
            step[begin] += 1
            step[end] -= 1
            sort[np.cumsum(step[:-1], dtype=np.int8) > 0] = 0
        self._find(sort)
        if spans:
            self._add_texts([span for span in spans if data[span[0]] == 34], data, texts)
        ends = np.flatnonzero(self._bytes == 0)
        self.many = np.diff(np.searchsorted(self._start, ends), prepend=0)

    def _find(self, sort: NDArray[np.uint8]) -> None:
        """Find the words that are references or numbers."""
        edge = np.flatnonzero(sort[1:] != sort[:-1]) + 1
        edge = np.concatenate(([0], edge, [len(sort)]))
        kind, length = sort[edge[:-1]], np.diff(edge)
        edge = edge[:-1]
        kind[(kind >= _DOLLAR) & (kind <= _POINT) & (length > 1)] = _WORD
        kind[(kind == _UPPER) & (length > MOST_LETTERS)] = _WORD
        digits = kind == _DIGITS
        kind[digits & ((length > _MOST_ROW_DIGITS) | (self._bytes[edge] == 48))] = _LONG
        word = kind > 0
        begin = np.flatnonzero(word & ~np.concatenate(([False], word[:-1])))
        end = np.flatnonzero(word & ~np.concatenate((word[1:], [False]))) + 1
        few = (end - begin <= _MOST_PIECES) & ~_MAKES_A_NAME[self._bytes[edge[np.minimum(end, len(edge) - 1)]]]
        begin, many = begin[few], (end - begin)[few]
        code = np.zeros(len(begin), np.int64)
        for at in range(_MOST_PIECES):
            there = np.flatnonzero(many > at)
            code[there] |= kind[begin[there] + at].astype(np.int64) << (3 * at)
        form = np.minimum(np.searchsorted(_CODES, code), len(_CODES) - 1)
        fits = _CODES[form] == code
        self._fill(form[fits], begin[fits], edge, length)

    def _fill(self, form: Places, begin: Places, edge: Places, length: Places) -> None:
        """Read the references and numbers, each by its form."""
        kind, count = _KIND[form], len(form)
        rows, columns = np.zeros((count, 2), np.int64), np.zeros((count, 2), np.int64)
        values, spelling = np.zeros(count), _DOLLARS[form]
        last = begin + _PIECES[form] - 1
        self._start, self._stop = edge[begin], edge[last] + length[last]
        size = self._stop - self._start
        place = np.flatnonzero(kind != NUMBER)
        for side in (0, 1):
            some = place if side == 0 else np.flatnonzero(kind == AREA)
            across, down = begin[some] + _COLUMN[form[some], side], begin[some] + _ROW[form[some], side]
            columns[some, side] = columns_at(self._bytes, edge[across], length[across])
            rows[some, side] = numbers_at(self._bytes, edge[down], length[down]) - 1
            if side == 0:
                # The last corner of a single cell is the first one.
                columns[:, 1], rows[:, 1] = columns[:, 0], rows[:, 0]
        some = np.flatnonzero(kind == NUMBER)
        if len(some):
            first, point = begin[some], _PIECES[form[some]] > 1
            whole = length[first]
            tail = np.where(point, length[np.minimum(first + 2, len(length) - 1)], 0)
            leading = (whole > 1) & (self._bytes[edge[first]] == 48)
            fit = (whole + tail <= _MOST_DIGITS) & ~leading
            if not fit.all():
                kept = np.ones(count, np.bool_)
                kept[some[~fit]] = False
                self._fill(form[kept], begin[kept], edge, length)
                return
            spelling[some] = size[some]
            values[some] = numbers_at(self._bytes, edge[first], whole)
            some, tail, after = some[point], tail[point], first[point] + 2
            power = _POWERS[tail]
            values[some] = (values[some] * power + numbers_at(self._bytes, edge[after], tail)) / power
        self.held = [kind, rows, columns, _RELATIVE[form], values, spelling]

    def _add_texts(self, spans: list[tuple[int, int]], data: bytes, texts: dict[bytes, int]) -> None:
        """Put the texts among the other holes."""
        if not spans:
            return
        codes = [texts.setdefault(data[begin:end], len(texts)) for begin, end in spans]
        count = len(spans)
        begin, end = np.array(spans, np.int64).T
        start = np.concatenate((self._start, begin))
        order = np.argsort(start, kind="stable")
        self._start, self._stop = start[order], np.concatenate((self._stop, end))[order]
        corners = np.zeros((count, 2), np.int64)
        more: list[NDArray[Any]] = [np.full(count, TEXT, np.uint8), corners, corners, np.zeros((count, 2), np.bool_)]
        more += [np.array(codes, np.float64), np.zeros(count, np.int64)]
        self.held = [np.concatenate((a, b))[order] for a, b in zip(self.held, more, strict=True)]

    def skeletons(self) -> tuple[list[bytes], Places]:
        """Return what is left of the formulas, a mark for each hole, once each, and which of these each formula has."""
        step = np.zeros(len(self._bytes) + 1, np.int8)
        step[self._start + 1] += 1
        step[self._stop] -= 1
        signs = self._bytes.copy()
        signs[self._start] = self.held[0]
        left = signs[np.cumsum(step[:-1], dtype=np.int8) == 0]
        end = np.flatnonzero(left == 0)
        begin = np.concatenate(([0], end[:-1] + 1))
        size = end - begin
        found: list[tuple[int, bytes, Places]] = []
        for each in distinct_values(size).tolist():
            some = np.flatnonzero(size == each)
            found += _alike(sliding_window_view(left, each)[begin[some]], some) if each else [(int(some[0]), b"", some)]
        found.sort(key=itemgetter(0))
        of = np.empty(len(size), np.int64)
        for at, (_, _, members) in enumerate(found):
            of[members] = at
        return [key for _, key, _ in found], of


def _alike(rows: NDArray[np.uint8], numbers: Places) -> Iterator[tuple[int, bytes, Places]]:
    """Yield the number of the first of all rows that are alike, what they hold, and the numbers of all of these."""
    for _ in range(_MOST_COMPARED):
        same = (rows == rows[0]).all(axis=1)
        yield int(numbers[0]), rows[0].tobytes(), numbers[same]
        rows, numbers = rows[~same], numbers[~same]
        if not len(rows):
            return
    places: dict[bytes, list[int]] = {}
    for number, row in zip(numbers.tolist(), rows, strict=True):
        places.setdefault(row.tobytes(), []).append(number)
    for row, those in places.items():
        yield those[0], row, np.array(those, np.int64)


def _forms() -> Iterator[tuple[int, int, int, tuple[int, int], tuple[int, int], tuple[bool, bool], int]]:
    """Yield the code of each form of a hole, its kind, its pieces, and where its columns, rows and `$` are."""
    for dollars in (*product((0, 1), repeat=2), *product((0, 1), repeat=4)):
        pieces: list[int] = []
        places = []
        for at, dollar in enumerate(dollars):
            pieces += [_COLON] * (at == 2) + [_DOLLAR] * dollar + [_DIGITS if at % 2 else _UPPER]
            places.append(len(pieces) - 1)
        columns, rows = (places[0], places[-2]), (places[1], places[-1])
        relative = not dollars[1], not dollars[-1]
        bits = sum(dollar << at for at, dollar in enumerate(dollars))
        yield _code(pieces), CELL if len(dollars) == 2 else AREA, len(pieces), columns, rows, relative, bits
    for whole, tail in product((_DIGITS, _LONG), (0, _DIGITS, _LONG)):
        pieces = [whole, _POINT, tail] if tail else [whole]
        yield _code(pieces), NUMBER, len(pieces), (0, 0), (0, 0), (False, False), 0


def _code(pieces: list[int]) -> int:
    return sum(piece << (3 * at) for at, piece in enumerate(pieces))


_FORMS: Final = sorted(_forms())
_CODES: Final = np.array([form[0] for form in _FORMS], np.int64)
_KIND: Final = np.array([form[1] for form in _FORMS], np.uint8)
_PIECES: Final = np.array([form[2] for form in _FORMS], np.int64)
_COLUMN: Final = np.array([form[3] for form in _FORMS], np.int64)
_ROW: Final = np.array([form[4] for form in _FORMS], np.int64)
_RELATIVE: Final = np.array([form[5] for form in _FORMS], np.bool_)
_DOLLARS: Final = np.array([form[6] for form in _FORMS], np.int64)
