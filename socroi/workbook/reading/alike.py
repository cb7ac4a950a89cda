"""Rows that are all alike but for their numbers: one expression, made from one of them, reads them whole.

In a filled table each row is spelled like the one above: the same cells, styles and formulas, only row numbers and
values differ. The expression for such a row pins everything else, so a match proves it; rows that do not match are read
in another way.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.model.book import Region
from socroi.engine.model.regions import shift
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.splicing import digits_of, lengths_of, narrow, starts_of
from socroi.workbook.package.xml import BadEntityError, flag_of, unescape
from socroi.workbook.reading.cells import COLUMN_OF, INLINE, SHARED, STR, TYPES, B, BadValueError, E, N, whole_numbers
from socroi.workbook.reading.quick import ATTRIBUTES, OddSheetError, Patterns, attributes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from socroi.workbook.package.splicing import Lengths
    from socroi.workbook.reading.cells import SheetCells
    from socroi.workbook.reading.formulas import Formulas

_VALUES: Final = {
    N: rb"[-+.0-9Ee]++",
    SHARED: rb"[0-9]++",
    STR: rb"[^<&\x00-\x1f]*+",
    INLINE: rb"[^<&\x00-\x1f]*+",
    B: rb"[01]",
    E: rb"#[A-Z0-9/!?_]++",
}
_DIGITS: Final = pattern("([0-9]+)")
MOST_RUNS: Final = 200
"""A chunk whose rows lie in more stretches than that is written cell by cell."""


@record(frozen=True, slots=True)
class Value:
    """A value that is captured.

    Attributes:
        kind: its type, as in `cells`.
        group: the group that captures it; 0 where the cells have none.
        blob: which piece holds the attributes of the cell.
        opening: which piece is `<v>`; the value and `</v>` follow it. All three are empty where there is no value.
    """

    column: int
    kind: int
    group: int
    is_formula: bool
    blob: int
    opening: int


@record(slots=True)
class Shape:
    """The form of one row.

    Attributes:
        model: the 0-based row that it was made from.
        pieces: the row in order: bytes that are the same in each, None for the row's own number, an int for a group.
        offsets: (group, how far the row number in it lies below the row's own).
        formulas: (column, text in the model row).
        shared: (column, identifier of the shared formula).
    """

    model: int
    pattern: re.Pattern[bytes] = field(default_factory=lambda: re.compile(b""))
    pieces: list[bytes | int | None] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    offsets: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[tuple[int, str]] = field(default_factory=list)
    shared: list[tuple[int, str]] = field(default_factory=list)
    _expressions: list[bytes] = field(default_factory=list)
    _groups: int = 1

    def literal(self, text: bytes) -> None:
        """Add bytes that are the same in each row."""
        self.pieces.append(text)
        self._expressions.append(re.escape(text))

    def row_number(self) -> None:
        """Add the row's own number."""
        self._expressions.append(b"(?P=r)" if None in self.pieces else b"(?P<r>[1-9][0-9]{0,6}+)")
        self.pieces.append(None)

    def capture(self, expression: bytes) -> int:
        """Add what differs; return its group."""
        self._groups += 1
        self.pieces.append(self._groups)
        self._expressions.append(b"(" + expression + b")")
        return self._groups

    def close(self) -> None:
        """Make the expression; nothing is added after that."""
        self.pattern = re.compile(b"".join(self._expressions))

    def rows(self, columns: Sequence[Sequence[bytes]]) -> NDArray[np.int64] | None:
        """Return the 0-based rows of matches by their groups, None where a relative reference goes elsewhere."""
        rows = whole_numbers(columns[0]) - 1
        for group, offset in self.offsets:
            if not np.array_equal(whole_numbers(columns[group - 1]) - 1, rows + offset):
                return None
        return rows

    def sizes(self, rows: NDArray[np.int64], lengths: Mapping[int, Lengths]) -> Lengths:
        """Return how many bytes each row takes."""
        constant = sum(len(piece) for piece in self.pieces if isinstance(piece, bytes))
        total: Lengths = digits_of(rows + 1) * self.pieces.count(None)
        for length in lengths.values():
            total = total + length
        return total + constant


def shape_of(row: bytes, form: Patterns) -> Shape | None:
    """Return the shape of a row, None where its cells are not of the kinds that shapes cover."""
    tag = re.match(rb'\s*<%brow r="([1-9][0-9]{0,6})"(%b)>' % (re.escape(form.prefix), ATTRIBUTES), row)
    if tag is None:
        return None
    shape = Shape(int(tag.group(1)) - 1)
    try:
        if flag_of(attributes_of(tag.group(2)).get("hidden")):
            return None
        at = tag.end()
        shape.literal(row[: tag.start(1)].lstrip())
        shape.row_number()
        shape.literal(row[tag.end(1) : at])
        while cell := form.cell.match(row, at):
            if cell.group(2) != tag.group(1) or not _add_cell(shape, cell, form):
                return None
            at = cell.end()
    except (OddSheetError, BadEntityError, BadValueError, UnicodeDecodeError):
        return None
    if row[at:].rstrip() != form.row_end:
        return None
    shape.literal(form.row_end)
    shape.close()
    return shape


def model_shape(chunk: bytes, form: Patterns) -> Shape | None:
    """Return the shape of a row in the middle of a chunk."""
    at = chunk.find(form.row_end, len(chunk) // 2) + len(form.row_end)
    end = chunk.find(form.row_end, at)
    return shape_of(chunk[at : end + len(form.row_end)], form) if end >= 0 else None


def _add_cell(shape: Shape, cell: re.Match[bytes], form: Patterns) -> bool:
    letters, _, blob, mark, formula, value, _, inline = cell.groups()
    kind = TYPES.get(attributes_of(blob).get("t", "n"), -1)
    column = COLUMN_OF[letters]
    row, start = cell.string, cell.start()
    shape.literal(row[start : cell.start(2)])
    shape.row_number()
    shape.literal(row[cell.end(2) : cell.start(3)])
    blob_piece = len(shape.pieces)
    shape.literal(blob)
    at = cell.end(3)
    if mark is not None:
        found = attributes_of(mark)
        if found.get("t", "normal") == "shared" and not formula and "ref" not in found:
            shape.shared.append((column, found.get("si", "")))
        elif not found.keys() - {"ca"} and formula:
            shape.literal(row[at : cell.start(5)])
            at = cell.end(5)
            if not _add_formula(shape, column, formula):
                return False
        else:
            return False
    captured = 8 if inline is not None else 6
    if value is None and inline is None:
        if mark is None:
            shape.literal(row[at : cell.end()])
            return cell.group(7) is None
        end = cell.end() - len(form.row_end) + 2  # </c> is two bytes shorter than </row>
        shape.literal(row[at:end])
        opening = len(shape.pieces)
        for text in (b"", b"", b"", row[end : cell.end()]):
            shape.literal(text)
        shape.values.append(Value(column, N, 0, is_formula=True, blob=blob_piece, opening=opening))
        return cell.group(7) is None
    if kind not in _VALUES or (kind == INLINE) is not (captured == 8) or b" vm=" in blob:
        return False
    if not re.fullmatch(_VALUES[kind], cell.group(captured)):
        return False
    tag = row.rindex(b"<", 0, cell.start(captured))
    shape.literal(row[at:tag])
    opening = len(shape.pieces)
    shape.literal(row[tag : cell.start(captured)])
    group = shape.capture(_VALUES[kind])
    tag = row.index(b">", cell.end(captured)) + 1
    shape.literal(row[cell.end(captured) : tag])
    shape.literal(row[tag : cell.end()])
    shape.values.append(Value(column, kind, group, is_formula=mark is not None, blob=blob_piece, opening=opening))
    return True


def _add_formula(shape: Shape, column: int, raw: bytes) -> bool:
    """Add a formula's text: which numbers in it move with the row is learnt by moving it."""
    text = unescape(raw.decode())
    here, below = _DIGITS.split(text), _DIGITS.split(shift(text, 1, 0))
    if len(here) != len(below) or here[0::2] != below[0::2]:
        return False
    parts: list[bytes | int] = []
    for index, (one, two) in enumerate(zip(here, below, strict=True)):
        if index % 2 and one != two:
            if one != str(int(one)) or int(two) != int(one) + 1:
                return False
            parts.append(int(one) - 1 - shape.model)
        else:
            parts.append(one.encode())
    quoted = b"&quot;" in raw
    spelled = [_spelled(part, quoted=quoted) if isinstance(part, bytes) else part for part in parts]
    if b"".join(p if isinstance(p, bytes) else b"%d" % (p + 1 + shape.model) for p in spelled) != raw:
        return False
    for part in spelled:
        if isinstance(part, bytes):
            shape.literal(part)
        elif part == 0:
            shape.row_number()
        else:
            shape.offsets.append((shape.capture(rb"[1-9][0-9]{0,6}+"), part))
    shape.formulas.append((column, text))
    return True


def _spelled(text: bytes, *, quoted: bool) -> bytes:
    text = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return text.replace(b'"', b"&quot;") if quoted else text


@record(frozen=True, slots=True)
class Run:
    """Rows that lie one behind the other in a chunk and have one shape.

    Attributes:
        start, stop: where they lie in the chunk.
        rows: their 0-based numbers.
        lengths: how long what each group of the shape captured is, in each row.
    """

    shape: Shape
    start: int
    stop: int
    rows: NDArray[np.int32]
    lengths: dict[int, NDArray[Any] | int]


@record(slots=True)
class RowReader:
    """Reads chunks of one sheet by the shape of their rows, as long as that goes well.

    Attributes:
        runs: for each chunk that was read, in order, where the rows of a shape lie in it.
    """

    cells: SheetCells
    formulas: Formulas
    shape: Shape | None = None
    misses: int = 0
    runs: list[list[Run]] = field(default_factory=list)

    def read(self, chunk: bytes, form: Patterns, others: Callable[[bytes], None]) -> None:
        """Add the rows that are alike; hand the bytes of the others (all, where none are) to `others`."""
        self.runs.append([])
        if self.misses < 3:
            for shape in (self.shape, None):
                self.shape = shape or model_shape(chunk, form)
                if self.shape is None:
                    break
                if self._add(chunk, form, self.shape, others):
                    return
            self.misses += 1
        others(chunk)

    def _add(self, chunk: bytes, form: Patterns, shape: Shape, others: Callable[[bytes], None]) -> bool:
        found = shape.pattern.findall(chunk)
        if len(found) < 2 or not isinstance(found[0], tuple):  # text: nothing but the row number
            return False
        columns: list[tuple[bytes, ...]] = list(zip(*found, strict=True))
        try:
            rows = shape.rows(columns)
        except ValueError:
            return False
        if rows is None or not (np.diff(rows) > 0).all():
            return False
        lengths = {piece: lengths_of(columns[piece - 1]) for piece in shape.pieces if isinstance(piece, int)}
        sizes = shape.sizes(rows, lengths)
        covered = sizes * len(rows) if isinstance(sizes, int) else int(sizes.sum())
        rest = b""
        if covered != len(chunk):
            if len(found) * 2 < chunk.count(form.row_end):
                return False
            rest = shape.pattern.sub(b"", chunk)
        if shape.shared and b" ref=" in rest and not chunk.startswith(rest):
            return False
        try:
            values = [
                (value.column, self.cells.typed(value.kind, columns[value.group - 1] if value.group else (), len(rows)))
                for value in shape.values
            ]
        except ValueError:
            return False
        if rest:
            others(rest)
        for column, (kind, data) in values:
            self.cells.put(column, rows, kind, data)
        self._add_formulas(rows, shape)
        starts = (
            np.array([match.start() for match in shape.pattern.finditer(chunk)], np.int64)
            if rest
            else starts_of(sizes, len(rows))
        )
        self.runs[-1] = _runs(shape, rows, lengths, starts, starts + sizes)
        return True

    def _add_formulas(self, rows: NDArray[np.int64], shape: Shape) -> None:
        if not (shape.formulas or shape.shared):
            return
        cuts = (np.flatnonzero(np.diff(rows) != 1) + 1).tolist()
        firsts = [0, *cuts]
        for first, end in zip(firsts, [*cuts, len(rows)], strict=True):
            row = int(rows[first])
            for column, text in shape.formulas:
                moved = shift(text, row - shape.model, 0)
                self.formulas.runs.append(Region(self.formulas.sheet, row, column, end - first, moved))
            for column, key in shape.shared:
                self.formulas.share(row, column, key, count=end - first)


def _runs(
    shape: Shape,
    rows: NDArray[np.int64],
    lengths: Mapping[int, Lengths],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> list[Run]:
    """Return the runs of rows that begin and end at these places; none where there would be too many of them."""
    cuts = (np.flatnonzero(starts[1:] != ends[:-1]) + 1).tolist()
    if len(cuts) > MOST_RUNS:
        return []
    slim = {group: narrow(found) for group, found in lengths.items()}
    numbers = rows.astype(np.int32)
    return [
        Run(
            shape,
            int(starts[first]),
            int(ends[last - 1]),
            numbers[first:last],
            {group: found if isinstance(found, int) else found[first:last] for group, found in slim.items()},
        )
        for first, last in zip([0, *cuts], [*cuts, len(rows)], strict=True)
    ]
