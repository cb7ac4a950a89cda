"""Rows of the plainest form, read tag by tag with numpy: cells with a number, a text or a formula, and nothing between.

Where every tag of a chunk is one of eight, and they follow each other as they should, what each cell holds lies between
two of them. That is seen for all cells at once. Any other chunk is left to the expressions in `quick.py`, which give
the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.arithmetic.spelled import MOST_LETTERS, columns_at, numbers_at
from socroi.excel.limits import MAX_COLUMNS
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.splicing import copy, starts_of
from socroi.workbook.package.xml import flag_of
from socroi.workbook.reading.cells import INLINE, RICH_E, STR, N
from socroi.workbook.reading.quick import ATTRIBUTES, CELL_TYPES, attributes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Signs = NDArray[np.uint8]

# Tags: a row, a row without cells, the end of a row; the same of cells; a formula and a value, and their ends.
_ROW, _NO_ROW, _ROW_END, _CELL, _NO_CELL, _CELL_END, _F, _F_END, _V, _V_END = range(1, 11)
_BEGINNINGS: Final = {b"ro": _ROW, b"/r": _ROW_END, b"c ": _CELL, b"/c": _CELL_END}
_BEGINNINGS.update({b"f>": _F, b"/f": _F_END, b"v>": _V, b"/v": _V_END})
_TAG: Final = np.zeros(1 << 16, np.uint8)
for _signs, _kind in _BEGINNINGS.items():
    _TAG[int.from_bytes(_signs, "big")] = _kind
_AFTER_CELL: Final = (_CELL, _NO_CELL, _ROW_END)
_FOLLOWING: Final = {
    **dict.fromkeys((_ROW, _CELL_END, _NO_CELL), _AFTER_CELL),
    **dict.fromkeys((_NO_ROW, _ROW_END), (_ROW, _NO_ROW)),
    _CELL: (_F, _V, _CELL_END),
    _F: (_F_END,),
    _F_END: (_V, _CELL_END),
    _V: (_V_END,),
    _V_END: (_CELL_END,),
}
_FOLLOWS: Final = np.zeros((16, 16), np.bool_)
for _before, _behind in _FOLLOWING.items():
    _FOLLOWS[_before, list(_behind)] = True
_LENGTH: Final = np.array([0, 0, 0, 6, 0, 0, 4, 3, 4, 3, 4])
"""How long a tag is that has one length, by its kind."""

_REST_OF_ROW: Final = pattern(rb"(%b)\s*+/?>" % ATTRIBUTES)
_ATTRIBUTES: Final = pattern(ATTRIBUTES + rb" ?")
_MOST_ROW_DIGITS: Final = 7
_IS_DIGIT, _IS_LETTER = np.zeros((2, 256), np.bool_)
_IS_DIGIT[[*b"0123456789"]] = True
_IS_LETTER[[*b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"]] = True
_OPENING, _ROW_OPENING = b'<c r="', b'<row r="'
_END_OF_ROW: Final = b"</row>"
_AT_ONCE: Final = 1 << 20
"""Bytes that are read at once: the arrays about them should stay in the cache."""


@record(frozen=True, slots=True)
class Layout:
    """Where the formula cells of a chunk lie in it.

    Attributes:
        size: how long the chunk is.
        rows, columns: 0-based.
        attributes: where the attributes of each cell begin, behind its address; `opened`: where its tag ends.
        value: where its value belongs, behind its formula; `closed`: where the tag begins that closes it.
    """

    size: int
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    attributes: NDArray[np.int32]
    opened: NDArray[np.int32]
    value: NDArray[np.int32]
    closed: NDArray[np.int32]

    def fits(self, chunk: bytes) -> bool:
        """Whether a chunk still looks like the one that it was made of."""
        signs = np.frombuffer(chunk, np.uint8)
        return (
            len(chunk) == self.size
            and bool((signs[self.opened] == ord(">")).all() and (signs[self.value - 1] == ord(">")).all())
            and all(bool((signs[self.closed + at] == sign).all()) for at, sign in enumerate(b"</c>"))
        )


@record(slots=True)
class PlainCells:
    """The cells of a chunk.

    Attributes:
        rows, columns: 0-based, of the cells that have a value.
        types: of these, as in `cells.py`; `values`: what stands in `<v>`.
        blank: 0-based rows and columns of the cells that have a formula and no value.
        own: 0-based rows and columns of those that have a formula.
        formulas: of these, as XML spells them, with a zero byte between them.
        hidden: the rows that are hidden.
    """

    rows: Places
    columns: Places
    types: NDArray[np.uint8]
    values: list[bytes]
    blank: tuple[Places, Places]
    own: tuple[Places, Places]
    formulas: bytes
    hidden: list[int]
    layout: Layout


def plain_cells(chunk: bytes) -> PlainCells | None:
    """Return the cells of whole rows; None where a tag or what stands between two is not of the plainest form."""
    if len(chunk) <= _AT_ONCE:
        return _plain_cells(chunk)
    parts: list[tuple[int, PlainCells]] = []
    begin = 0
    while begin < len(chunk):
        end = len(chunk)
        if end - begin > _AT_ONCE:
            end = chunk.rfind(_END_OF_ROW, begin, begin + _AT_ONCE)
            end = (end if end >= 0 else chunk.index(_END_OF_ROW, begin)) + len(_END_OF_ROW)
        part = _plain_cells(chunk[begin:end])
        if part is None:
            return None
        parts.append((begin, part))
        begin = end
    return _put_together(parts, len(chunk))


def _put_together(parts: Sequence[tuple[int, PlainCells]], size: int) -> PlainCells:
    """Return the cells of parts of a chunk, each with the place where it begins, as those of the whole chunk."""

    def all_of(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for _, part in parts])

    def pairs(name: str) -> tuple[Places, Places]:
        of_parts = [getattr(part, name) for _, part in parts]
        return np.concatenate([rows for rows, _ in of_parts]), np.concatenate([columns for _, columns in of_parts])

    def moved(name: str) -> NDArray[np.int32]:
        return np.concatenate([getattr(part.layout, name) + np.int32(begin) for begin, part in parts])

    rows, columns = (np.concatenate([getattr(part.layout, name) for _, part in parts]) for name in ("rows", "columns"))
    return PlainCells(
        all_of("rows"),
        all_of("columns"),
        all_of("types"),
        [value for _, part in parts for value in part.values],
        pairs("blank"),
        pairs("own"),
        b"\0".join([part.formulas for _, part in parts if part.formulas]),
        [row for _, part in parts for row in part.hidden],
        Layout(size, rows, columns, *(moved(name) for name in ("attributes", "opened", "value", "closed"))),
    )


def _plain_cells(chunk: bytes) -> PlainCells | None:
    signs = np.frombuffer(chunk, np.uint8)
    begin, end = np.flatnonzero(signs == ord("<")), np.flatnonzero(signs == ord(">"))
    kind = _kinds(signs, begin, end)
    if kind is None or chunk.count(_END_OF_ROW) != np.count_nonzero(kind == _ROW_END):
        return None
    is_cell = (kind == _CELL) | (kind == _NO_CELL)
    opened = np.flatnonzero(is_cell)
    address = _addresses(signs, begin[opened])
    hidden: list[int] = []
    row_of = _rows(chunk, signs, begin, end, kind, opened, hidden)
    if address is None or row_of is None or not np.array_equal(row_of, address[0]):
        return None
    rows, columns, behind = row_of - 1, address[1], address[2]
    types = _types(chunk, behind, end[opened] - (kind[opened] == _NO_CELL))
    if types is None:
        return None
    # An empty `<v>` is a text without characters, and else nothing.
    cell = np.cumsum(is_cell) - 1
    value = np.flatnonzero(kind == _V)
    value = value[(begin[value + 1] > end[value] + 1) | (types[cell[value]] == STR)]
    formula = np.flatnonzero(kind == _F)
    valued, own = cell[value], cell[formula]
    if (types[valued] == INLINE).any():
        return None
    without = np.ones(len(opened), np.bool_)
    without[valued] = False
    blank = own[without[own]]
    behind_formula = formula + 2 + 2 * (kind[formula + 2] == _V)
    places = (rows[own], columns[own], behind[own], end[opened[own]], end[formula + 1] + 1, begin[behind_formula])
    return PlainCells(
        rows[valued],
        columns[valued],
        types[valued],
        _between(chunk, begin, end, value),
        (rows[blank], columns[blank]),
        (rows[own], columns[own]),
        _joined(signs, end[formula] + 1, begin[formula + 1]),
        hidden,
        Layout(len(chunk), *(of.astype(np.int32) for of in places)),
    )


def _between(chunk: bytes, begin: Places, end: Places, tags: Places) -> list[bytes]:
    """Return what stands behind some tags, up to the next."""
    spans = zip((end[tags] + 1).tolist(), begin[tags + 1].tolist(), strict=True)
    return [chunk[first:last] for first, last in spans]


def _joined(signs: Signs, begin: Places, end: Places) -> bytes:
    """Return pieces, none of them empty, with a zero byte between them."""
    if not len(begin):
        return b""
    length = end - begin
    starts = starts_of(length + 1, len(length))
    joined = np.zeros(int(starts[-1] + length[-1]), np.uint8)
    copy(joined, starts, signs, begin, length)
    return joined.tobytes()


def _kinds(signs: Signs, begin: Places, end: Places) -> NDArray[np.uint8] | None:
    """Return the kind of each tag; None where one is of no kind, or they do not follow each other as they should."""
    if not len(begin) or len(begin) != len(end) or begin[0] or end[-1] != len(signs) - 1:
        return None
    length = end - begin + 1
    if int(length.min()) < 3:
        return None
    kind: NDArray[np.uint8] = _TAG[signs[begin + 1].astype(np.uint16) << 8 | signs[begin + 2]]
    fixed = _LENGTH[kind]
    if not kind.all() or not ((fixed == 0) | (fixed == length)).all():
        return None
    alone = signs[end - 1] == ord("/")
    if alone.any():
        if not ((kind[alone] == _ROW) | (kind[alone] == _CELL)).all():
            return None
        kind[alone] += 1
    if kind[0] not in (_ROW, _NO_ROW) or kind[-1] not in (_ROW_END, _NO_ROW):
        return None
    if not _FOLLOWS[kind[:-1], kind[1:]].all():
        return None
    between = begin[1:] - end[:-1] - 1
    holds = (kind[:-1] == _F) | (kind[:-1] == _V)
    if between[~holds].any() or (between < 0).any() or not between[kind[:-1] == _F].all():
        return None
    return kind


def _addresses(signs: Signs, begin: Places) -> tuple[Places, Places, Places] | None:
    """Return the 1-based rows and 0-based columns of cells, and where their attributes begin."""
    if not _begin_with(signs, begin, _OPENING):
        return None
    at = begin + len(_OPENING)
    letters = _how_many(signs, at, _IS_LETTER, MOST_LETTERS)
    digits = _how_many(signs, at + letters, _IS_DIGIT, _MOST_ROW_DIGITS)
    behind = at + letters + digits
    if not (letters.all() and digits.all() and (signs[behind] == ord('"')).all()):
        return None
    columns = columns_at(signs, at, letters)
    if int(columns.max(initial=0)) >= MAX_COLUMNS:
        return None
    return numbers_at(signs, at + letters, digits), columns, behind + 1


def _begin_with(signs: Signs, at: Places, opening: bytes) -> bool:
    """Whether all tags begin so; a shorter one differs where it ends, so that nothing behind the text is looked at."""
    return not any((signs[at + place] != sign).any() for place, sign in enumerate(opening))


def _how_many(signs: Signs, at: Places, belongs: NDArray[np.bool_], most: int) -> Places:
    """Return how many bytes from each place on belong to a class, of so many at most."""
    count = np.zeros(len(at), np.int64)
    going = np.arange(len(at))
    for place in range(most):
        going = going[belongs[signs[at[going] + place]]]
        count[going] += 1
    return count


def _rows(
    chunk: bytes, signs: Signs, begin: Places, end: Places, kind: NDArray[np.uint8], cells: Places, hidden: list[int]
) -> Places | None:
    """Return the 1-based row of each cell (`cells`: which tags they are), by its row's tag; note the hidden rows."""
    tags = np.flatnonzero((kind == _ROW) | (kind == _NO_ROW))
    first, last = begin[tags], end[tags]
    if not _begin_with(signs, first, _ROW_OPENING):
        return None
    at = first + len(_ROW_OPENING)
    digits = _how_many(signs, at, _IS_DIGIT, _MOST_ROW_DIGITS)
    behind = at + digits
    if not digits.all() or (signs[behind] != ord('"')).any():
        return None
    numbers = numbers_at(signs, at, digits)
    spans = zip((behind + 1).tolist(), (last + 1).tolist(), strict=True)
    rest = [chunk[start:stop] for start, stop in spans]
    known = {blob: _is_hidden(blob) for blob in set(rest)}
    if None in known.values():
        return None
    if any(known.values()):
        hidden += [number - 1 for number, blob in zip(numbers.tolist(), rest, strict=True) if known[blob]]
    return np.repeat(numbers, np.diff(np.searchsorted(cells, tags), append=len(cells)))


def _is_hidden(blob: bytes) -> bool | None:
    """Return whether a row is, by what stands behind its number; None where that is of another form."""
    tag = _REST_OF_ROW.fullmatch(blob)
    if tag is None:
        return None
    found = attributes_of(tag.group(1))
    return None if "r" in found else flag_of(found.get("hidden"))


def _types(chunk: bytes, behind: Places, stop: Places) -> NDArray[np.uint8] | None:
    """Return the type of each cell, by its attributes as they stand."""
    types = np.full(len(behind), N, np.uint8)
    some = np.flatnonzero(stop > behind)
    known: dict[bytes, int] = {}
    found = []
    for first, last in zip(behind[some].tolist(), stop[some].tolist(), strict=True):
        blob = chunk[first:last]
        kind = known.get(blob)
        if kind is None:
            if not _ATTRIBUTES.fullmatch(blob):
                return None
            kind = known[blob] = CELL_TYPES[blob]
        found.append(kind)
    types[some] = found
    return None if (types == RICH_E).any() else types
