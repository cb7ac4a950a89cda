"""Raw cells of a sheet, as its XML spells them, gathered into typed columns."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import field
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, ERROR_CODE, NUM, NUMBER, TEXT, Strings
from socroi.engine.model.book import Column
from socroi.errors import UnsafeWorkbook, WorkbookError
from socroi.excel.addresses import address, area_of, cell_of, column_of
from socroi.excel.limits import MAX_ROWS
from socroi.excel.serials import DAY_ZERO, DAYS_1904, PHANTOM
from socroi.patterns import pattern
from socroi.records import record
from socroi.workbook.package.accelerators import ORJSON, worth_loading
from socroi.workbook.package.xml import MOST_DIGITS, decode_xstring, digits, unescape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.int64]

N, SHARED, STR, INLINE, B, E, D, RICH_E = range(8)
_TEXTUAL: Final = frozenset((STR, INLINE))
_MOST_SPELLINGS: Final = 1 << 16
"""Spellings of texts that are remembered; a column of more is one of comments or identifiers, and repeats nothing."""
TYPES: Final = {"n": N, "s": SHARED, "str": STR, "inlineStr": INLINE, "b": B, "e": E, "d": D}
MAX_SLOTS: Final = 400_000_000
"""Columns are dense down to their last used row; this many cells (3.6 GB) is where a workbook is refused."""

_ERRORS: Final = {text.encode(): code for text, code in ERROR_CODE.items()}
_UNKNOWN: Final = ERROR_CODE["#UNKNOWN!"]
_BOOLEANS: Final = {b"1": 1.0, b"0": 0.0, b"true": 1.0, b"false": 0.0, b"TRUE": 1.0, b"FALSE": 0.0}
_DATE: Final = pattern(
    r"(?:(\d{4})-(\d\d)-(\d\d))?T?(?:(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII
)


class BadValueError(ValueError):
    """A cell's content is not what its type says: where (0-based; None: nowhere in particular), and a sentence."""

    def __init__(self, row: int | None, column: int | None, why: str) -> None:
        super().__init__(row, column, why)
        self.row = row
        self.column = column
        self.why = why


class ColumnLetters(dict[bytes, int]):
    """Letters of a column to its 0-based index, each worked out once."""

    def __missing__(self, letters: bytes) -> int:
        try:
            index = self[letters] = column_of(letters.decode())
        except ValueError as bad:
            raise BadValueError(None, None, str(bad)) from None
        return index


COLUMN_OF: Final = ColumnLetters()


def metadata_index(text: str) -> int:
    """Return the index in a `cm` or `vm` attribute; 0, which means none, for anything but digits."""
    return digits(text) or 0


def parse_address(text: str) -> tuple[int, int]:
    """Return (row, column), 0-based, of an address; `BadValueError` where it is none or lies outside the grid."""
    try:
        return cell_of(text)
    except ValueError as bad:
        raise BadValueError(None, None, str(bad)) from None


def parse_area(text: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right), 0-based and inclusive, of `A1:B2` or `A1`; `BadValueError` as above."""
    try:
        return area_of(text)
    except ValueError as bad:
        raise BadValueError(None, None, str(bad)) from None


def serial(text: str, *, date_1904: bool) -> float | None:
    """Return the serial number of an ISO 8601 date, time or both; None where the text is none.

    Source: ISO/IEC 29500-1 18.17.4; the 1900 system counts a 29 February 1900 that was none.
    """
    match = _DATE.fullmatch(text)
    if not match or not (match.group(1) or match.group(4)):
        return None
    year, month, day, hour, minute, second, fraction = match.groups()
    days = 0
    if year:
        try:
            date = dt.date(int(year), int(month), int(day))
        except ValueError:
            return None
        days = (date - DAY_ZERO).days
        days -= DAYS_1904 if date_1904 else days <= PHANTOM
    seconds = int(hour or 0) * 3600 + int(minute or 0) * 60 + int(second or 0)
    return days + (seconds + float(fraction or 0)) / 86400


@record(slots=True)
class Budget:
    """How many cells the columns of a workbook may still take."""

    slots: int = MAX_SLOTS

    def take(self, slots: int, where: str) -> None:
        """Refuse the workbook when its used area no longer fits."""
        self.slots -= slots
        if self.slots < 0:
            raise UnsafeWorkbook(
                f"The used area is larger than {MAX_SLOTS:,} cells, counted down to each column's last used row.",
                where=where,
                hint="Delete stray cells far below or to the right of the data.",
            )


@record(slots=True)
class SheetCells:
    """The cells of one sheet while they are read.

    Attributes:
        strings: the workbook's texts.
        shared: the code in `strings` of each shared string, by its index in the file.
        rich_errors: the code of the error behind a `#VALUE!`, by the cell's `vm` attribute.
    """

    strings: Strings
    shared: NDArray[np.float64]
    date_1904: bool = False
    rich_errors: dict[int, float] = field(default_factory=dict)
    _pieces: dict[int, list[tuple[Rows, NDArray[np.uint8], NDArray[np.float64]]]] = field(default_factory=dict)
    _spelled: dict[bool, dict[bytes, int]] = field(default_factory=dict)

    def put(self, column: int, rows: Rows, kind: NDArray[np.uint8], data: NDArray[np.float64]) -> None:
        """Add cells of one column. Rows are 0-based."""
        self._pieces.setdefault(column, []).append((rows, kind, data))

    def add(
        self,
        rows: Rows,
        columns: Rows,
        types: NDArray[np.uint8],
        values: list[bytes | None],
        formulas: Sequence[int],
        *,
        raw: bool,
        value_metadata: dict[int, int] | None = None,
        blank: tuple[Rows, Rows] | None = None,
    ) -> None:
        """Add cells in any order.

        Args:
            rows: 0-based.
            columns: 0-based.
            types: constants of this module.
            values: what stands in `<v>` (or, for INLINE, the text), None where there is none.
            formulas: indices of the cells that hold a formula; they count as used even when they are blank.
            raw: whether values are still spelled as XML, with entities.
            value_metadata: the `vm` attribute of cells of type RICH_E, by index.
            blank: 0-based rows and columns of more cells, that hold a formula and no value; they count as used.

        Raises:
            BadValueError: a value is not what its type says.
        """
        for some in (rows,) if blank is None else (rows, blank[0]):
            outside = (some < 0) | (some >= MAX_ROWS)
            if outside.any():
                row = int(some[outside][0]) + 1
                raise BadValueError(None, None, f"the row {row} lies outside the grid, which ends at {MAX_ROWS}")
        kind = np.zeros(len(rows), np.uint8)
        data = np.zeros(len(rows))
        for which in np.flatnonzero(np.bincount(types, minlength=8)).tolist():
            at = np.flatnonzero(types == which)
            found = values if len(at) == len(values) else [values[i] for i in at.tolist()]
            if None in found or (which not in _TEXTUAL and b"" in found):
                there = [i for i, value in enumerate(found) if value or (value is not None and which in _TEXTUAL)]
                at = at[there]
                found = [found[i] for i in there]
            if not found:
                continue
            try:
                kind[at], data[at] = self._convert(which, found, at, raw, value_metadata or {})  # type: ignore[arg-type]  # no None left
            except _BadItemError as bad:
                i = int(at[bad.index])
                raise BadValueError(int(rows[i]), int(columns[i]), bad.why) from bad
        used = kind != BLANK
        used[list(formulas)] = True
        if not used.all():
            rows, columns, kind, data = rows[used], columns[used], kind[used], data[used]
        if blank is not None and len(blank[0]):
            more = len(blank[0])
            rows, columns = np.concatenate((rows, blank[0])), np.concatenate((columns, blank[1]))
            kind, data = np.append(kind, np.zeros(more, np.uint8)), np.append(data, np.zeros(more))
        self._put_all(rows, columns, kind, data)

    def _put_all(self, rows: Rows, columns: Rows, kind: NDArray[np.uint8], data: NDArray[np.float64]) -> None:
        if not len(rows):
            return
        order = np.argsort(columns * MAX_ROWS + rows, kind="stable")
        rows, columns, kind, data = rows[order], columns[order], kind[order], data[order]
        cuts = [0, *(np.flatnonzero(np.diff(columns)) + 1).tolist(), len(columns)]
        for column, first, end in zip(columns[cuts[:-1]].tolist(), cuts[:-1], cuts[1:], strict=True):
            self.put(column, rows[first:end], kind[first:end], data[first:end])

    def typed(self, which: int, values: tuple[bytes, ...], count: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
        """Return kinds and data of `count` values of one type, spelled as XML without entities; none of them: blanks.

        Raises:
            ValueError: a value is not what its type says.
        """
        if not values:
            return np.zeros(count, np.uint8), np.zeros(count)
        same = values[0] == values[-1] and values.count(values[0]) == count
        kind, data = self._convert(which, list(values[:1] if same else values), np.zeros(0, np.intp), True, {})
        if same:
            return np.full(count, kind, np.uint8), np.full(count, data, np.float64)
        kinds = kind if isinstance(kind, np.ndarray) else np.full(count, kind, np.uint8)
        return kinds, np.asarray(data, np.float64)

    def _convert(
        self, which: int, values: list[bytes], at: NDArray[np.intp], raw: bool, value_metadata: dict[int, int]
    ) -> tuple[NDArray[np.uint8] | int, NDArray[np.float64] | list[float]]:
        if which == N:
            return numbers(values)
        if which == SHARED:
            return TEXT, self._shared(values)
        if which in _TEXTUAL:
            return TEXT, self._texts(values, raw=raw)
        if which == B:
            return BOOLEAN, _each(values, _BOOLEANS.get, "is no TRUE or FALSE")
        if which == E:
            return ERROR, [_error(value, raw=raw) for value in values]
        if which == RICH_E:
            known = [_error(value, raw=raw) for value in values]
            return ERROR, [
                self.rich_errors.get(value_metadata.get(i, 0), code) for i, code in zip(at.tolist(), known, strict=True)
            ]
        return NUMBER, _each(
            values, lambda value: serial(value.decode(), date_1904=self.date_1904), "is no date in ISO 8601 form"
        )

    def _texts(self, values: list[bytes], *, raw: bool) -> NDArray[np.float64]:
        """Return the codes of texts. Columns repeat themselves, so spellings met before are not decoded again."""
        known = self._spelled.setdefault(raw, {})
        codes = list(map(known.get, values))
        if None in codes:
            decode = unescape if raw else str
            for value in dict.fromkeys(value for value, code in zip(values, codes, strict=True) if code is None):
                known[value] = self.strings.code(decode_xstring(decode(value.decode())))
            codes = list(map(known.get, values))
        if len(known) > _MOST_SPELLINGS:
            self._spelled.clear()
        return np.array(codes, np.float64)

    def _shared(self, values: list[bytes]) -> NDArray[np.float64]:
        places = None
        if not all(map(bytes.isdigit, values)):
            values = [value.strip() for value in values]  # as a printer of XML may have laid it out
        if all(map(bytes.isdigit, values)) and max(map(len, values)) <= MOST_DIGITS:
            places = whole_numbers(values)
        if places is None or int(places.max()) >= len(self.shared):
            for i, value in enumerate(values):
                place = digits(value.decode(errors="replace"))
                if place is None or place >= len(self.shared):
                    raise _BadItemError(i, f"points to the shared string {_show(value)}, which does not exist")
        return self.shared[places]

    def columns(self, budget: Budget, where: str) -> dict[int, Column]:
        """Return the columns; the pieces are used up.

        Raises:
            UnsafeWorkbook: they would not fit into memory.
            WorkbookError: a cell stands twice in the sheet.
        """
        budget.take(sum(max(int(rows.max()) for rows, _, _ in pieces) + 1 for pieces in self._pieces.values()), where)
        found: dict[int, Column] = {}
        for index in sorted(self._pieces):
            pieces = self._pieces.pop(index)
            rows, kind, data = (
                (np.concatenate(parts) for parts in zip(*pieces, strict=True)) if len(pieces) > 1 else pieces[0]
            )
            if len(rows) > 1 and not (rows[1:] > rows[:-1]).all():
                order = np.argsort(rows, kind="stable")
                rows, kind, data = rows[order], kind[order], data[order]
                twice = np.flatnonzero(np.diff(rows) == 0)
                if len(twice):
                    raise WorkbookError(
                        "The cell stands twice in its sheet, so it has no certain value.",
                        where=f"{where}!{address(int(rows[twice[0]]), index)}",
                        hint="Open and save the workbook in Excel.",
                    )
            column = Column(int(rows[-1]) + 1)
            column.kind[rows], column.data[rows] = kind, data
            found[index] = column
        return found


class _BadItemError(ValueError):
    def __init__(self, index: int, why: str) -> None:
        super().__init__(index, why)
        self.index = index
        self.why = why


def whole_numbers(texts: Sequence[bytes]) -> NDArray[np.int64]:
    """Return whole numbers spelled in digits.

    Raises:
        ValueError: one of them is too large.
    """
    if ORJSON is not None and worth_loading(len(texts)):
        try:
            return np.array(ORJSON.loads(b"[" + b",".join(texts) + b"]"), np.int64)
        except (ValueError, OverflowError):  # leading zeros
            pass
    try:
        return np.array(list(map(int, texts)), np.int64)
    except OverflowError as problem:
        raise ValueError("too large") from problem


def numbers(values: list[bytes]) -> tuple[NDArray[np.uint8] | int, NDArray[np.float64]]:
    """Return kinds and data of numbers spelled in decimal; what is too large for a double, or none at all, is #NUM!."""
    data = _json_numbers(values)
    if data is None:
        try:
            data = np.array(list(map(float, values)), np.float64)
        except ValueError:
            data = np.array([_number(i, value) for i, value in enumerate(values)], np.float64)
        else:
            if b"_" in b"".join(values):  # Python would read 1_000
                data = np.array([_number(i, value) for i, value in enumerate(values)], np.float64)
    finite = np.isfinite(data)
    if finite.all():
        return NUMBER, data
    return np.where(finite, np.uint8(NUMBER), np.uint8(ERROR)), np.where(finite, data, NUM)


def _json_numbers(values: list[bytes]) -> NDArray[np.float64] | None:
    """Return numbers that are spelled as JSON has it, None where one of them is not."""
    if ORJSON is None or not worth_loading(len(values)):
        return None
    try:
        found = ORJSON.loads(b"[" + b",".join(values) + b"]")
        data = np.array(found, np.float64)
    except (ValueError, TypeError, OverflowError):
        return None
    # JSON knows more than numbers, and a text could hold a comma.
    return data if len(found) == len(values) and set(map(type, found)) <= {int, float} else None


def _number(index: int, value: bytes) -> float:
    why = f"holds {_show(value)}, which is no number"
    if b"_" in value:
        raise _BadItemError(index, why)
    try:
        return float(value)
    except ValueError:
        raise _BadItemError(index, why) from None


def _error(value: bytes, *, raw: bool) -> float:
    """Return an error's code; one that is not known here is `#UNKNOWN!`, never a value."""
    code = _ERRORS.get(value)
    if code is None:
        text = value.decode()
        code = ERROR_CODE.get(unescape(text) if raw else text, _UNKNOWN)
    return code


def _each(values: list[bytes], convert: Converter, why: str) -> list[float]:
    found = []
    for i, value in enumerate(values):
        result = convert(value)
        if result is None:
            raise _BadItemError(i, f"holds {_show(value)}, which {why}")
        found.append(result)
    return found


def _show(value: bytes) -> str:
    text = value.decode(errors="replace")
    return repr(text if len(text) <= 40 else text[:40] + "...")


if TYPE_CHECKING:
    from collections.abc import Callable

    Converter = Callable[[bytes], float | None]
