"""Where keys stand in vectors: the searches behind VLOOKUP, MATCH, LOOKUP, XLOOKUP and XMATCH.

A vector has cells of shape (lanes, length), keys of shape (lanes, keys). A vector of one lane is searched by the keys
of all lanes together, so that a column of lookups into one table costs one sort or one hash. Positions are 0-based, -1
where a key is not found.

Numbers are compared bit by bit: unlike `=`, Excel's lookups do not round to 15 digits. Texts are compared without case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.evaluation.operators import text_ranks
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, NUMBER, TEXT, UNCOMPUTED
from socroi.engine.search.patterns import PatternSearch
from socroi.engine.search.wildcards import has_wildcards
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from socroi.engine.model.block import Block, Data, Kinds, Mask, Strings

    Positions = NDArray[np.int64]

ORDERED = (NUMBER, TEXT, BOOLEAN)
"""The kinds that can be looked for, in the order in which Excel sorts them."""

_FEW = 4
_MOST_CELLS = 1 << 22


@record(slots=True)
class Vector:
    """Kinds and data of shape (lanes, cells)."""

    kind: Kinds
    data: Data

    @property
    def lanes(self) -> int:
        """How many lanes."""
        return int(self.data.shape[0])

    @property
    def length(self) -> int:
        """How many cells in each lane."""
        return int(self.data.shape[1])

    def lane(self, place: int) -> Vector:
        """Return one lane, or the one lane that there is."""
        at = place if self.lanes > 1 else 0
        return Vector(self.kind[at : at + 1], self.data[at : at + 1])


def cells_of(block: Block) -> Vector:
    """Return a block's cells of each lane in one row, row by row."""
    shape = (block.lanes, block.rows * block.columns)
    return Vector(np.broadcast_to(block.kind, block.shape).reshape(shape), block.data.reshape(shape))


def folded(cells: Vector, strings: Strings) -> Vector:
    """Return cells whose texts are equal where they are equal but for case."""
    texts = cells.kind == TEXT
    if not texts.any():
        return cells
    data = cells.data.copy()
    data[texts] = strings.folded(cells.data[texts])
    return Vector(cells.kind, data)


def ranked(vector: Vector, keys: Vector, strings: Strings) -> tuple[Vector, Vector]:
    """Return vector and keys with numbers for texts that compare as Excel sorts them."""
    in_vector, in_keys = vector.kind == TEXT, keys.kind == TEXT
    if not in_keys.any() and not in_vector.any():
        return vector, keys
    ranks = text_ranks(np.concatenate((vector.data[in_vector], keys.data[in_keys])), strings)
    size = int(in_vector.sum())
    vector_data, key_data = vector.data.copy(), keys.data.copy()
    vector_data[in_vector], key_data[in_keys] = ranks[:size], ranks[size:]
    return Vector(vector.kind, vector_data), Vector(keys.kind, key_data)


def exact(vector: Vector, keys: Vector, strings: Strings, *, last: bool = False, wildcards: bool = False) -> Positions:
    """Return where each key stands first (or last): equal in kind and value; a blank key equals a blank cell.

    With `wildcards`, a text key in which `*`, `?` or `~` occurs is a pattern for the texts of the vector.
    """
    keys = _for_lanes(keys, vector)
    search = _exact_in_one if vector.lanes == 1 else _exact_in_each
    found = search(folded(vector, strings), folded(keys, strings), last=last)
    if wildcards:
        _find_patterns(found, vector, keys, strings, last=last)
    return found


def _for_lanes(keys: Vector, vector: Vector) -> Vector:
    """Return the keys with at least as many lanes as the vector."""
    if keys.lanes == 1 and vector.lanes > 1:
        shape = (vector.lanes, keys.length)
        return Vector(np.broadcast_to(keys.kind, shape), np.broadcast_to(keys.data, shape))
    return keys


def _exact_in_one(vector: Vector, keys: Vector, *, last: bool) -> Positions:
    found = np.full(keys.data.shape, -1, np.int64)
    for kind in (BLANK, *ORDERED):
        asked = keys.kind == kind
        if not asked.any():
            continue
        places = np.flatnonzero(vector.kind[0] == kind)
        if places.size:
            search = _in_codes if kind == TEXT else _in_values
            found[asked] = search(vector.data[0, places], keys.data[asked], places, last=last)
    return found


def _in_codes(values: Data, wanted: Data, places: Positions, *, last: bool) -> Positions:
    codes, asked = values.astype(np.int64), wanted.astype(np.int64)
    if len(asked) <= _FEW:
        return _in_values(values, wanted, places, last=last)
    table = np.full(int(max(codes.max(), asked.max())) + 1, -1, np.int64)
    # Of several values for one index, the one assigned last stays.
    table[codes if last else codes[::-1]] = places if last else places[::-1]
    return table[asked]


def _in_values(values: Data, wanted: Data, places: Positions, *, last: bool) -> Positions:
    if len(wanted) <= _FEW:
        found = np.full(len(wanted), -1, np.int64)
        for index, value in enumerate(wanted.tolist()):
            hits = np.flatnonzero(values == value)
            if hits.size:
                found[index] = places[hits[-1 if last else 0]]
        return found
    order = np.argsort(values, kind="stable")
    values = values[order]
    if last:
        at = np.searchsorted(values, wanted, "right") - 1
        equal = (at >= 0) & (values[np.maximum(at, 0)] == wanted)
    else:
        at = np.minimum(np.searchsorted(values, wanted, "left"), len(values) - 1)
        equal = values[at] == wanted
    return np.where(equal, places[order[at]], -1)


def _exact_in_each(vector: Vector, keys: Vector, *, last: bool) -> Positions:
    found = np.full(keys.data.shape, -1, np.int64)
    step = max(1, _MOST_CELLS // max(1, vector.length))
    for start in range(0, vector.lanes, step):
        lanes = slice(start, start + step)
        kind, data = vector.kind[lanes], vector.data[lanes]
        for column in range(keys.length):
            hit = (kind == keys.kind[lanes, column, None]) & (data == keys.data[lanes, column, None])
            place = vector.length - 1 - hit[:, ::-1].argmax(axis=1) if last else hit.argmax(axis=1)
            found[lanes, column] = np.where(hit.any(axis=1), place, -1)
    found[keys.kind == ERROR] = -1
    return found


def _find_patterns(found: Positions, vector: Vector, keys: Vector, strings: Strings, *, last: bool) -> None:
    texts = keys.kind == TEXT
    if not texts.any():
        return
    special = np.zeros(keys.data.shape, np.bool_)
    special[texts] = strings.derived("wildcards", keys.data[texts], lambda text: float(has_wildcards(text))) == 1
    if not special.any():
        return
    if vector.lanes == 1:
        found[special] = _patterns_in(vector, keys.data[special], strings, last=last)
        return
    for lane in np.flatnonzero(special.any(axis=1)).tolist():
        here = special[lane]
        found[lane, here] = _patterns_in(vector.lane(lane), keys.data[lane, here], strings, last=last)


def _patterns_in(vector: Vector, patterns: Data, strings: Strings, *, last: bool) -> Positions:
    places = np.flatnonzero(vector.kind[0] == TEXT)
    if not places.size:
        return np.full(len(patterns), -1, np.int64)
    codes = vector.data[0, places]
    distinct, at = np.unique(codes[::-1] if last else codes, return_index=True)
    at = len(codes) - 1 - at if last else at
    order = np.argsort(-at if last else at)
    search = PatternSearch([text.casefold() for text in strings.texts(distinct[order])])
    where = places[at[order]]
    wanted, inverse = np.unique(patterns, return_inverse=True)
    found = np.array([search.first(pattern) for pattern in strings.texts(wanted)], np.int64)
    answers = np.where(found >= 0, where[found], -1)
    result: Positions = answers[inverse]
    return result


def approximate(vector: Vector, keys: Vector, strings: Strings) -> Positions:
    """Return the last position whose value is not above the key, as Excel's binary search finds it.

    On a vector in ascending order that is what it says. On any other it is what that search comes upon: it looks at the
    middle cell, or at the next one below it that is of the key's kind; from an equal one it goes to the end of the run.
    """
    keys = _for_lanes(keys, vector)
    vector, keys = ranked(vector, keys, strings)
    return _by_kind(vector, keys, _last_not_above)


def descending(vector: Vector, keys: Vector, strings: Strings) -> tuple[Positions, Mask]:
    """Return the last position whose value is not below the key in a descending vector, and where that is in doubt.

    It is in doubt where a scan from the top and a binary search would come to different results.
    """
    keys = _for_lanes(keys, vector)
    vector, keys = ranked(vector, keys, strings)
    turned = Vector(vector.kind, -vector.data)
    by_search = _by_kind(turned, Vector(keys.kind, -keys.data), _last_not_above)
    by_scan = _by_kind(vector, keys, _before_first_below)
    return by_scan, by_search != by_scan


def _by_kind(vector: Vector, keys: Vector, search: Callable[[Mask, Data, Data, Positions], Positions]) -> Positions:
    """Answer the keys of each kind from the vector's cells of it: `search(same kind?, data, keys, their lanes)`."""
    found = np.full(keys.data.shape, -1, np.int64)
    for kind in ORDERED:
        asked = keys.kind == kind
        if not asked.any():
            continue
        same = vector.kind == kind
        if vector.lanes == 1:
            if same.any():
                found[asked] = search(same, vector.data, keys.data[asked], np.zeros(int(asked.sum()), np.int64))
            continue
        step = max(1, _MOST_CELLS // max(1, vector.length))
        for start in range(0, vector.lanes, step):
            lanes = slice(start, start + step)
            part = asked[lanes]
            if part.any() and same[lanes].any():
                at = np.nonzero(part)[0]
                found[lanes][part] = search(same[lanes], vector.data[lanes], keys.data[lanes][part], at)
    return found


def _last_not_above(same: Mask, data: Data, keys: Data, lanes: Positions) -> Positions:
    if len(same) == 1:
        places = np.flatnonzero(same[0])
        values = data[0, places]
        if places[-1] - places[0] == len(places) - 1 and not (values[1:] < values[:-1]).any():
            at = np.searchsorted(values, keys, "right") - 1
            return np.where(at >= 0, places[np.maximum(at, 0)], -1)
    length = same.shape[1]
    index = np.arange(length)
    following = _nearest_ahead(same, index)
    run_goes_on = np.zeros(same.shape, np.bool_)
    run_goes_on[:, :-1] = same[:, 1:] & same[:, :-1] & (data[:, 1:] == data[:, :-1])
    run_end = _nearest_ahead(~run_goes_on, index)
    low, high = np.full(len(keys), -1, np.int64), np.full(len(keys), length, np.int64)
    found = np.full(len(keys), -2, np.int64)
    active = np.arange(len(keys))
    while active.size:
        ends = high[active] - low[active] < 2
        found[active[ends]] = low[active[ends]]
        active = active[~ends]
        middle = low[active] + (high[active] - low[active]) // 2
        at = following[lanes[active], middle]
        none = at >= high[active]
        value = data[lanes[active], np.minimum(at, length - 1)]
        wanted = keys[active]
        equal = ~none & (value == wanted)
        below = ~none & (value < wanted)
        above = ~none & ~equal & ~below
        hit = active[equal]
        found[hit] = np.minimum(run_end[lanes[hit], at[equal]], high[hit] - 1)
        low[active[below]] = at[below]
        at_the_edge = above & (at == high[active] - 1)
        high[active[above]] = at[above]
        high[active[none | at_the_edge]] = middle[none | at_the_edge]
        active = active[~equal]
    return found


def _nearest_ahead(mask: Mask, index: Positions) -> Positions:
    """Return for each place the first place from there on where the mask holds, the length where there is none."""
    length = mask.shape[1]
    marked = np.where(mask, index, length)
    result: Positions = np.minimum.accumulate(marked[:, ::-1], axis=1)[:, ::-1]
    return result


def _before_first_below(same: Mask, data: Data, keys: Data, lanes: Positions) -> Positions:
    """Scan from the top: an equal cell is the answer, else the cell before the first one below the key."""
    found = np.full(len(keys), -1, np.int64)
    for lane, asked in _by_lane(lanes):
        places = np.flatnonzero(same[lane])
        values = data[lane, places]
        if not places.size:
            continue
        distinct, inverse = np.unique(keys[asked], return_inverse=True)
        answers = np.full(len(distinct), -1, np.int64)
        for index, key in enumerate(distinct.tolist()):
            stops = np.flatnonzero(values <= key)
            if not stops.size:
                answers[index] = places[-1]
            elif values[stops[0]] == key:
                answers[index] = places[stops[0]]
            elif stops[0] > 0:
                answers[index] = places[stops[0] - 1]
        found[asked] = answers[inverse]
    return found


def _by_lane(lanes: Positions) -> Iterator[tuple[int, Positions]]:
    for lane in distinct_values(lanes).tolist():
        yield lane, np.flatnonzero(lanes == lane)


def uncomputed_in_sight(vector: Vector, found: Positions, *, from_first: bool) -> Mask:
    """Return where a result hangs on a cell of the vector that was not computed.

    With `from_first` the search went from the first cell down and stopped at the one found; else all cells count.
    """
    unknown = (vector.kind == ERROR) & (vector.data == UNCOMPUTED)
    if not unknown.any():
        return np.zeros(found.shape, np.bool_)
    first = np.where(unknown.any(axis=1), unknown.argmax(axis=1), vector.length)[:, None]
    if not from_first:
        return np.broadcast_to(first < vector.length, found.shape)
    return (first < vector.length) & ((found < 0) | (first < found))
