"""Totals rows among the rows of an export: known by a label in any text cell, by blank names, and by arithmetic.

A row that says it is a total, and one that has no name where the others have one, is left out and compared with the sum
of the others. A row that is the sum of the others and does not say so is asked about: it is never added, and never
dropped, in silence.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.errors import SourceError
from socroi.sources import numerals, subtotals
from socroi.sources.grid import as_text
from socroi.sources.headings import MEASURES, fields, header_key, words
from socroi.sources.partial_sums import Runs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from socroi.sources.numerals import Cell
    from socroi.sources.typed_columns import TypedColumns

_CAPTIONS: Final = frozenset({"post", "title"})
"""Fields that hold what a person wrote: a post may be called “Total”."""

_DAYS: Final = (
    *("day", "date", "month", "period", "published", "created", "hour", "minute", "quarter", "year", "day_of_month"),
    *("week", "iso_week", "year_week", "year_month", "nth", "nth_week", "nth_month"),
)
"""Fields that say when a row is: no total has one."""

_LONGEST: Final = 80
"""No label of a total is longer than this."""

_ORNAMENT: Final = " *=_.#~>•·|-\N{EN DASH}\N{EM DASH}"
"""Signs that people put around a label."""


@cache
def _patterns() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The words that are a label alone, those with something behind them, and those that hold a count."""
    plain = sorted({word for each in words()["totals"].values() for word in each}, key=len, reverse=True)
    counted = "|".join(sorted({word for each in words()["counted"].values() for word in each}))
    behind = rf"(?:{'|'.join(map(re.escape, plain))})(?P<sign>\s?:|\s+[-–—]|\s?\()"
    return frozenset(plain), re.compile(behind), re.compile(counted)


@cache
def _hints() -> re.Pattern[str]:
    """Texts that begin or end with a word of a total or of a part of one: “Bikes Total”, “Zwischensumme Bikes”."""
    kinds = ("totals", "subtotals", "wholes")
    known = {word for kind in kinds for each in words()[kind].values() for word in each}
    either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    return re.compile(rf"(?:{either})(?![^\W_]).*|.*(?<![^\W_])(?:{either})\W*", re.DOTALL)


@lru_cache(maxsize=1 << 16)
def _hints_at_total(text: str) -> bool:
    return _hints().fullmatch(header_key(text).strip(_ORNAMENT)) is not None


@lru_cache(maxsize=1 << 16)
def _certainty(text: str) -> int:
    """Tell how surely a cell is the label of a total: 0 not, 1 by its word, 2 by its form."""
    key = header_key(text).strip(_ORNAMENT)
    plain, behind, counted = _patterns()
    if key.rstrip(":") in plain:
        return 2 if key.endswith(":") else 1
    if counted.fullmatch(key):
        return 2
    match = behind.match(key)
    return 0 if match is None else 2 if ":" in match["sign"] else 1


def certainty(cell: Cell) -> int:
    """Tell how surely a cell is the label of a total: 0 not, 1 by its word, 2 by its form (`Total: Account`)."""
    return _certainty(cell) if isinstance(cell, str) and 0 < len(cell) <= _LONGEST else 0


class _Search:
    """The search for totals rows in one file."""

    def __init__(self, records: TypedColumns) -> None:
        self.records = records
        known = fields()
        present = {field: known[field] for field in known if field in records}
        self.identity = {records.place(field): field for field, about in present.items() if about.get("identity")}
        measured = {records.place(field) for field, about in present.items() if about["unit"] in MEASURES}
        self.worded = [place for place in range(len(records.names)) if place not in measured]
        self.additive: dict[str, NDArray[np.float64]] = {}
        for field, about in present.items():
            if about.get("additive"):
                values = _numbers(records, field)
                if values is not None:
                    self.additive[field] = values
        self.sums: dict[str, float] = {}
        self.rest = 0

    def labels(self) -> dict[int, tuple[int, int]]:
        """The rows that have a label of a total: the place of the surest one, and how sure it is."""
        found: dict[int, tuple[int, int]] = {}
        for place in self.worded:
            column = self.records.at(place)
            if column.figures is not None:
                continue
            sure = [certainty(cell) for cell in column.distinct]
            for number in [number for number, value in enumerate(sure) if value]:
                for row in np.flatnonzero(column.places == number).tolist():
                    if row not in found or found[row][1] < sure[number]:
                        found[row] = (place, sure[number])
        return found

    def hints(self) -> dict[int, str]:
        """The rows whose name begins or ends with a word of a total, each with that name."""
        found: dict[int, str] = {}
        for place in self.worded:
            column = self.records.at(place)
            if column.figures is not None or self.identity.get(place) in _CAPTIONS:
                continue
            for number, cell in enumerate(column.distinct):
                if isinstance(cell, str) and 0 < len(cell) <= _LONGEST and _hints_at_total(cell):
                    found |= dict.fromkeys(np.flatnonzero(column.places == number).tolist(), as_text(cell))
        return found

    def dateless(self) -> NDArray[np.bool_]:
        """Tell of each row whether it has no day, where most of the others have one."""
        present = [field for field in (*_DAYS, "start", "end") if field in self.records]
        dated = np.zeros(len(self.records), dtype=bool)
        for field in present:
            dated |= ~self.records.column(field).where(numerals.is_absent)
        return ~dated if 2 * int(dated.sum()) >= len(dated) else np.zeros(len(dated), dtype=bool)

    def nameless(self) -> NDArray[np.bool_]:
        """Tell of each row whether no column of an identity names it."""
        named = np.zeros(len(self.records), dtype=bool)
        for place in self.identity:
            named |= self.records.at(place).where(_is_name)
        return ~named

    def names(self, row: int) -> list[int]:
        """The columns that name the row: those of identities, neither blank nor a label."""
        return [place for place in self.identity if _is_name(self.records.at(place).cell(row))]

    def is_caption(self, row: int, place: int) -> bool:
        """Tell whether a word of a total is what somebody wrote in a post, which has a name beside."""
        return self.identity.get(place) in _CAPTIONS and any(other != place for other in self.names(row))

    def set_rest(self, rest: NDArray[np.bool_]) -> None:
        """Add up the rows that are no totals."""
        self.rest = int(rest.sum())
        whole = self.rest == len(rest)
        self.sums = {field: _sum(values if whole else values[rest]) for field, values in self.additive.items()}

    def agrees(self, row: int) -> bool:
        """Tell whether every figure of a row is the sum of the rest, and one of them is not zero."""
        same = 0
        for field, values in self.additive.items():
            if np.isnan(values[row]):
                continue
            added = self.sums[field]
            if abs(values[row] - added) > _slack(field, added, self.rest):
                return False
            same += added != 0
        return same > 0

    def is_smaller(self, row: int) -> bool:
        """Tell whether the figures of a row are well below the sum of the rest, as no total's are."""
        known = [(values[row], self.sums[field]) for field, values in self.additive.items()]
        known = [(stated, added) for stated, added in known if not np.isnan(stated) and added > 0]
        return bool(known) and all(stated < 0.9 * added for stated, added in known)


def find(records: TypedColumns, *, blank: bool = False) -> dict[int, str]:
    """Find the totals rows: their places among the rows, each with the reason.

    Args:
        records: the rows.
        blank: the exporter's totals row has no name, whatever its figures.

    Raises:
        SourceError: a row may be a total or not.
    """
    search = _Search(records)
    hints = records.hints
    known = {row for row in range(len(records)) if records.line(row) in hints.rows} if hints.rows else set()
    said = [row for row in range(len(records)) if records.line(row) in hints.totals] if hints.totals else []
    found: dict[int, str] = dict.fromkeys(said, "a totals row, as was said")
    doubtful: dict[int, str] = {}
    labels = {
        row: (place, sure)
        for row, (place, sure) in search.labels().items()
        if row not in found and row not in known and not search.is_caption(row, place)
    }
    blanks: list[int] = []
    if search.identity:
        blanks = [
            row
            for row in np.flatnonzero(search.nameless()).tolist()
            if row not in found and row not in known and row not in labels
        ]
    if len(found) + len(labels) + len(blanks) == len(records):
        blanks = []
    runs = Runs(search.additive, len(records))
    found |= _sums_of_runs(search, runs, {*found, *labels, *blanks}, known)
    labels = {row: label for row, label in labels.items() if row not in found}
    blanks = [row for row in blanks if row not in found]
    rest = np.ones(len(records), dtype=bool)
    rest[[*found, *labels, *blanks]] = False
    search.set_rest(rest)
    for row, (place, certain) in sorted(labels.items()):
        text = as_text(records.at(place).cell(row))
        if _is_total(search, row, place, certain):
            found[row] = f"a totals row by “{text}”"
        else:
            doubtful[row] = f"“{text}” in it may mean a total"
    for row in blanks:
        if search.agrees(row) or blank:
            found[row] = "a totals row without a name"
        else:
            doubtful[row] = "it has no name, and is not the sum of the others" + (
                " (of merged cells the first alone has what they say: write the name into each row)"
                if len(blanks) > 1 or _is_of_one_day(records, row)
                else ""
            )
    parts, asked = subtotals.find(records, search.additive, {**found, **doubtful})
    found |= parts
    doubtful |= asked
    if not found:
        doubtful |= _by_arithmetic(search)
    if not doubtful:
        among = rest & ~np.array([row in found or row in known for row in range(len(records))], dtype=bool)
        silent = runs.unmarked(among) if len(search.additive) > 2 else None
        if silent is not None and not _is_of_one_day(records, silent):
            doubtful[silent] = "its figures are the sum of the rows above it"
    if doubtful:
        row, why = next(iter(doubtful.items()))
        number = records.line(row)
        raise records.refuse(
            f"this row may be a total of the others: {why}.",
            row=row,
            hint=f"Say --total {number} to leave it out, or --row {number} if it is a row of its own (in Python "
            f"totals=[{number}], rows=[{number}]).",
        )
    return found


def _sums_of_runs(search: _Search, runs: Runs, surely: set[int], known: set[int]) -> dict[int, str]:
    """Find the subtotals among the rows that say they are one, that have no name, or no day; and a total of all.

    Args:
        search: the file.
        runs: the sums of its rows.
        surely: rows that have a label of a total alone, or no name.
        known: rows of which it was said that they are none.
    """
    hints = search.hints()
    dateless = set(np.flatnonzero(search.dateless()).tolist())
    perhaps = (set(hints) | dateless) - surely - known
    found: dict[int, str] = {}
    while surely or perhaps:
        # Two figures have to be the sum where a name hints at it: a campaign may be called “Total Comfort”.
        found = runs.marked(dict.fromkeys(surely, 1) | dict.fromkeys(perhaps, 2))
        left = {row for row in perhaps if row in found}
        if left == perhaps:
            break
        # A row that is no sum divides none of the runs either.
        perhaps = left
    said = {}
    for row, why in found.items():
        if row in hints:
            said[row] = f"a totals row by “{hints[row]}”, {why}"
        else:
            said[row] = f"a totals row without a {'date' if row in dateless else 'name'}, {why}"
    return said


def _is_name(cell: Cell) -> bool:
    return not numerals.is_absent(cell) and bool(as_text(cell)) and not certainty(cell)


def _is_total(search: _Search, row: int, place: int, sure: int) -> bool:
    """Tell whether a row with a label is surely a total."""
    if search.agrees(row):
        return True
    named = any(other != place for other in search.names(row))
    return not named and (sure == 2 or not search.is_smaller(row))


def _by_arithmetic(search: _Search) -> Mapping[int, str]:
    """Find rows without a label that are the sum of all others in two columns or more, and differ in none."""
    records, rows = search.records, len(search.records)
    if rows < 2 or len(search.additive) < 2:
        return {}
    sums = {field: _sum(values) for field, values in search.additive.items()}
    slacks = {field: _slack(field, total / 2, rows) for field, total in sums.items()}
    near = [
        np.flatnonzero(np.abs(2 * values - sums[field]) <= slacks[field]) for field, values in search.additive.items()
    ]
    rows_near = np.unique(np.concatenate(near))
    same, other = np.zeros(len(rows_near), dtype=int), np.zeros(len(rows_near), dtype=bool)
    for field, values in search.additive.items():
        stated = values[rows_near]
        gap = np.abs(np.nan_to_num(2 * stated - sums[field]))
        known = ~np.isnan(stated)
        same += known & (gap <= slacks[field]) & (stated != 0)
        other |= known & (gap > slacks[field])
    # Two rows are each the sum of the other as soon as they are alike: that takes one more column.
    chosen = rows_near[(same >= (2 if rows > 2 else 3)) & ~other]
    found: dict[int, str] = {}
    for index in chosen.tolist():
        if records.line(index) in records.hints.rows or _is_of_one_day(records, index):
            continue
        shown = [
            f"{records.name(field)} {values[index]:,.10g}"
            for field, values in search.additive.items()
            if not np.isnan(values[index]) and values[index]
        ]
        found[index] = f"its figures are the sum of theirs ({', '.join(shown[:3])})"
    return found


def _sum(values: NDArray[np.float64]) -> float:
    total = float(values.sum())
    return float(np.nansum(values)) if np.isnan(total) else total


def _is_of_one_day(records: TypedColumns, index: int) -> bool:
    """Tell whether a row has a day or days of its own, which no total has."""
    for field in _DAYS:
        if field in records and not numerals.is_absent(records.cell(field, index)):
            return True
    if "start" not in records or numerals.is_absent(records.cell("start", index)):
        return False
    if len({as_text(cell) for cell in records.column("start").distinct}) < 2:
        return False
    if "end" not in records or as_text(records.cell("end", index)) == as_text(records.cell("start", index)):
        return True
    return _is_beside(records, index)


def _is_beside(records: TypedColumns, index: int) -> bool:
    """Tell whether other rows begin before or end after a row: it is not the total of them."""
    try:
        start, end = records.days("start"), records.days("end")
    except SourceError:
        return False
    return bool((start < start[index]).any() or (end > end[index]).any())


def _numbers(records: TypedColumns, field: str) -> NDArray[np.float64] | None:
    """The column as far as it can be read; what cannot is refused later, where it is read for the table."""
    try:
        return records.numbers(field, counted=fields()[field]["unit"] == "count")
    except SourceError:
        pass
    try:
        sign = records.decimal(field)
    except SourceError:
        return None
    column = records.column(field)
    values = np.full(len(column.distinct), np.nan)
    for place, cell in enumerate(column.distinct):
        value = numerals.number(cell, sign) if isinstance(cell, str) and not numerals.is_absent(cell) else cell
        if isinstance(value, int | float):
            values[place] = value
    return values[column.places]


def _slack(field: str, total: float, rows: int) -> float:
    """How far a sum may be from the file's own, which rounds each row of money to a cent."""
    exact = 1e-9 * abs(total)
    if fields()[field]["unit"] != "money":
        return exact + 1e-6
    return exact + max(0.0051, min(0.005 * rows, 1e-4 * abs(total)))
