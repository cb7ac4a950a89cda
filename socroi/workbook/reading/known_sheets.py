"""Sheets that an earlier book had, too, but for the values in their cells: what was found out about one holds for all.

The books of a folder are often filled in from one template. Their sheets are then equal byte by byte outside of `<v>`,
and what stands there (tags, formulas, styles, hidden rows) has been read before.
"""

from __future__ import annotations

from dataclasses import field
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.model.book import Column, Evaluation, Region
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.memory import LARGEST
from socroi.workbook.package.xml import BadEntityError, decode_xstring, unescape
from socroi.workbook.reading.cells import COLUMN_OF, SHARED, STR, B, BadValueError, E, N, numbers, whole_numbers
from socroi.workbook.reading.quick import CELL_TYPES, FORBIDDEN, GROUPS, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.model.block import Strings
    from socroi.engine.model.book import Sheet
    from socroi.workbook.package.memory import Memory

VALUES: Final = pattern(rb"<v>([^<]*+)</v>")
_TYPES: Final = frozenset((N, SHARED, STR, B, E))


@record(slots=True)
class KnownColumn:
    """One column of a known sheet.

    Attributes:
        kind, data: as they are in every such book; the data of numbers and texts are put in.
        filled: which rows those are, and `taken`: from which of the sheet's values.
        formulas: the rows that hold a formula.
    """

    kind: NDArray[np.uint8]
    data: NDArray[np.float64]
    filled: NDArray[np.int64]
    taken: NDArray[np.int64]
    formulas: NDArray[np.int64]


@record(slots=True)
class KnownSheet:
    """What all sheets have in common that differ in values alone.

    Attributes:
        numbers, shared, texts: the places, among what stands in `<v>`, of numbers, of pointers to shared strings and
            of texts; `equal`: those of all else, with what stands there.
        columns: the columns that are used, by their index.
        regions: the formulas.
        hidden: the 0-based rows that are hidden; `filtered`: whether by a filter of the sheet.
        cells: the cells with a formula or a value in the order of the file: the number of the formula, counted by
            column and row, and that of the value; -1 where there is none.
        number: no other kind of sheet has the same.
        written: how the sheet is written once it is computed, by the kinds of its results; filled by the writer.
    """

    numbers: list[int]
    shared: list[int]
    texts: list[int]
    equal: list[tuple[int, bytes]]
    columns: dict[int, KnownColumn]
    regions: list[Region]
    hidden: list[int]
    filtered: bool
    cells: list[tuple[int, int]]
    number: int = field(default_factory=count().__next__)
    written: dict[bytes, Any] = field(default_factory=dict)

    def values(self, found: list[bytes], strings: Strings, shared: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return what stands in the values of such a sheet as data; None where they are of another kind, after all."""
        if any(found[at] != text for at, text in self.equal):
            return None
        data = np.zeros(len(found))
        try:
            if self.numbers:
                every = len(self.numbers) == len(found)
                kind, read = numbers(found if every else [found[at] for at in self.numbers])
                if not isinstance(kind, int):
                    return None
                data[self.numbers] = read
            if self.shared:
                pointers = [found[at] for at in self.shared]
                if not all(map(bytes.isdigit, pointers)):
                    return None
                data[self.shared] = shared[whole_numbers(pointers)]
            if self.texts:
                data[self.texts] = strings.codes(decode_xstring(unescape(found[at].decode())) for at in self.texts)
        except (BadEntityError, BadValueError, UnicodeDecodeError, ValueError, IndexError):
            return None
        return data

    def fill(self, sheet: Sheet, index: int, data: NDArray[np.float64]) -> dict[int, Column]:
        """Put the cells and formulas into a sheet; return the columns with formulas, as they are in the file."""
        cached = {}
        for at, known in self.columns.items():
            column = sheet.columns[at] = Column()
            column.kind, column.data = known.kind.copy(), known.data.copy()
            column.data[known.filled] = data[known.taken]
            if len(known.formulas):
                before = cached[at] = Column()
                before.kind, before.data = known.kind.copy(), column.data.copy()
        sheet.made = [Region(index, r.row, r.column, r.count, r.text, tree=r.parsed()) for r in self.regions]
        return cached


def known(kept: Memory, data: bytes) -> tuple[KnownSheet, list[bytes]] | None:
    """Return what is known of a sheet by its bytes, and what stands in its values; None where it is new."""
    if len(data.translate(None, FORBIDDEN)) != len(data):
        return None
    parts = VALUES.split(data)
    found: KnownSheet | None = kept.get(("sheet", b"\0".join(parts[0::2])))
    return None if found is None else (found, parts[1::2])


def learn(
    kept: Memory,
    data: bytes,
    sheet: Sheet,
    strings: Strings,
    shared: NDArray[np.float64],
    hidden: list[int],
    *,
    filtered: bool,
) -> KnownSheet | None:
    """Remember a sheet that was read from these bytes and is not computed yet; None where it is of no such kind.

    Args:
        kept: where.
        data: its part, in the plain form.
        sheet: what came of it.
        strings: the texts of its book.
        shared: the codes of the shared strings.
        hidden: its hidden rows.
        filtered: whether a filter of the sheet is set.
    """
    if len(data) > LARGEST or sheet.loose is not None or sheet.oversized:
        return None
    if any(region.evaluation is not Evaluation.LEGACY for region in sheet.made):
        return None
    stream = Stream(iter((data,)))
    chunks = list(stream.chunks())
    if len(chunks) != 1 or stream.patterns is None or stream.patterns.prefix or b"xml:space" in chunks[0]:
        return None
    around, found = VALUES.split(data)[0::2], VALUES.findall(data)
    parts = stream.patterns.cell.split(chunks[0])
    types = [CELL_TYPES[blob] for blob in parts[3::GROUPS]]
    own = [value is not None for value in parts[6::GROUPS]]
    if sum(own) != len(found) or any(empty is not None for empty in parts[7::GROUPS]) or not _TYPES.issuperset(types):
        return None
    made = KnownSheet([], [], [], [], {}, list(sheet.made), list(hidden), filtered, [])
    filled: dict[int, list[tuple[int, int]]] = {}
    places: list[tuple[int, int, int]] = []
    at = -1
    for letters, digits, which, has, formula in zip(
        parts[1::GROUPS], parts[2::GROUPS], types, own, parts[4::GROUPS], strict=True
    ):
        row, column = int(digits) - 1, COLUMN_OF[letters]
        at += has
        if formula is not None or has:
            places.append((-1 if formula is None else row, column, at if has else -1))
        if not has:
            continue
        if which in (B, E) or (which != STR and not found[at]):
            made.equal.append((at, found[at]))
            continue
        {N: made.numbers, SHARED: made.shared, STR: made.texts}[which].append(at)
        filled.setdefault(column, []).append((row, at))
    formulas: dict[int, list[int]] = {}
    for row, column, _ in places:
        if row >= 0:
            formulas.setdefault(column, []).append(row)
    for column, cells in sheet.columns.items():
        rows, taken = np.array(filled.get(column, []), np.int64).reshape(-1, 2).T
        own_formulas = np.array(sorted(formulas.get(column, [])), np.int64)
        made.columns[column] = KnownColumn(cells.kind.copy(), cells.data.copy(), rows, taken, own_formulas)
    numbered = [(int(row), column) for column, each in made.columns.items() for row in each.formulas]
    number = {place: at for at, place in enumerate(numbered)}
    made.cells = [(number.get((row, column), -1), own) for row, column, own in places]
    again = made.values(found, strings, shared)
    if again is None or not _agrees(made, sheet, again):
        return None
    kept.keep(("sheet", b"\0".join(around)), len(data), made)
    return made


def _agrees(made: KnownSheet, sheet: Sheet, data: NDArray[np.float64]) -> bool:
    """Whether the sheet itself comes out as it was read, which leaves out numbers too large for a double."""
    return all(
        np.array_equal(data[column.taken], sheet.columns[at].data[column.filled]) for at, column in made.columns.items()
    )
