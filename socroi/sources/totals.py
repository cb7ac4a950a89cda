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
from socroi.sources.headings import fields, header_key, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from socroi.sources.numerals import Cell
    from socroi.sources.records import Records

_CAPTIONS: Final = frozenset({"post", "title"})
"""Fields that hold what a person wrote: a post may be called “Total”."""

_DAYS: Final = (
    *("day", "date", "month", "published", "created"),
    *("hour", "week", "iso_week", "year_week", "year_month", "nth", "nth_week", "nth_month"),
)
"""Fields that say when a row is: no total has one."""

_MEASURES: Final = frozenset({"money", "count", "rate"})
"""Units of columns in which no label can stand."""

_LONGEST: Final = 80
"""No label of a total is longer than this."""


@cache
def _patterns() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The words that are a label alone, those with something behind them, and those that hold a count."""
    plain = sorted({word for each in words()["totals"].values() for word in each}, key=len, reverse=True)
    counted = "|".join(sorted({word for each in words()["counted"].values() for word in each}))
    behind = rf"(?:{'|'.join(map(re.escape, plain))})(?P<sign>\s?:|\s+[-–—]|\s?\()"
    return frozenset(plain), re.compile(behind), re.compile(counted)


@lru_cache(maxsize=1 << 16)
def _certainty(text: str) -> int:
    """Tell how surely a cell is the label of a total: 0 not, 1 by its word, 2 by its form."""
    key = header_key(text)
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

    def __init__(self, records: Records) -> None:
        self.records = records
        self.rows = records.rows
        known = fields()
        present = {field: known[field] for field in known if field in records}
        self.identity = {records.column(field): field for field, about in present.items() if about.get("identity")}
        measured = {records.column(field) for field, about in present.items() if about["unit"] in _MEASURES}
        self.worded = [column for column in range(len(records.names)) if column not in measured]
        self.additive: dict[str, NDArray[np.float64]] = {}
        for field, about in present.items():
            if about.get("additive"):
                values = _numbers(records, field)
                if values is not None:
                    self.additive[field] = values

    def names(self, cells: list[Cell]) -> list[int]:
        """The columns that name the row: those of identities, neither blank nor a label."""
        return [
            column
            for column in self.identity
            if not numerals.is_absent(cells[column]) and as_text(cells[column]) and not certainty(cells[column])
        ]

    def agrees(self, index: int, rest: NDArray[np.bool_]) -> bool:
        """Tell whether every figure of a row is the sum of the rest, and one of them is not zero."""
        same = 0
        for field, values in self.additive.items():
            if np.isnan(values[index]):
                continue
            added = float(np.nansum(values[rest]))
            if abs(values[index] - added) > _slack(field, added, int(rest.sum())):
                return False
            same += added != 0
        return same > 0

    def is_smaller(self, index: int, rest: NDArray[np.bool_]) -> bool:
        """Tell whether the figures of a row are well below the sum of the rest, as no total's are."""
        known = [(values[index], float(np.nansum(values[rest]))) for values in self.additive.values()]
        known = [(stated, added) for stated, added in known if not np.isnan(stated) and added > 0]
        return bool(known) and all(stated < 0.9 * added for stated, added in known)


def find(records: Records, *, blank: bool = False) -> dict[int, str]:
    """Find the totals rows: their places in `records.rows`, each with the reason.

    Args:
        records: the rows.
        blank: the exporter's totals row has no name, whatever its figures.

    Raises:
        SourceError: a row may be a total or not.
    """
    search = _Search(records)
    hints = records.hints
    found: dict[int, str] = {}
    doubtful: dict[int, str] = {}
    labels: dict[int, tuple[int, int]] = {}
    blanks: list[int] = []
    named = 0
    for index, (number, cells) in enumerate(search.rows):
        if number in hints.totals:
            found[index] = "a totals row, as was said"
            continue
        if number in hints.rows:
            named += 1
            continue
        sure = max(((certainty(cells[column]), -column) for column in search.worded), default=(0, 0))
        if sure[0]:
            labels[index] = (-sure[1], sure[0])
        elif search.identity and not search.names(cells):
            blanks.append(index)
        else:
            named += 1
    rest = np.ones(len(search.rows), dtype=bool)
    rest[[*found, *labels, *(blanks if named else [])]] = False
    for index, (column, certain) in labels.items():
        verdict = _labelled(search, index, column, certain, rest)
        if verdict is None:
            doubtful[index] = f"“{as_text(search.rows[index][1][column])}” in it may mean a total"
        elif verdict:
            found[index] = f"a totals row by “{as_text(search.rows[index][1][column])}”"
    for index in blanks if named else []:
        if search.agrees(index, rest) or blank:
            found[index] = "a totals row without a name"
        else:
            doubtful[index] = "it has no name, and is not the sum of the others"
    parts, asked = subtotals.find(records, search.additive, {**found, **doubtful})
    found |= parts
    doubtful |= asked
    if not found:
        doubtful |= _by_arithmetic(search)
    if doubtful:
        index, why = next(iter(doubtful.items()))
        number = search.rows[index][0]
        raise records.refuse(
            f"this row may be a total of the others: {why}.",
            row=index,
            hint=f"Say totals=[{number}] to leave it out, or rows=[{number}] if it is a row of its own.",
        )
    return found


def _labelled(search: _Search, index: int, column: int, sure: int, rest: NDArray[np.bool_]) -> bool | None:
    """Tell whether a row with a label is a total; None where that cannot be told."""
    cells = search.rows[index][1]
    named = bool([other for other in search.names(cells) if other != column])
    if named and search.identity.get(column) in _CAPTIONS:
        return False
    if search.agrees(index, rest):
        return True
    if named:
        return None
    if sure == 2:
        return True
    return None if search.is_smaller(index, rest) else True


def _by_arithmetic(search: _Search) -> Mapping[int, str]:
    """Find rows without a label that are the sum of all others in two columns or more, and differ in none."""
    rows = len(search.rows)
    if rows < 2 or len(search.additive) < 2:
        return {}
    same, other = np.zeros(rows, dtype=int), np.zeros(rows, dtype=bool)
    for field, values in search.additive.items():
        total = float(np.nansum(values))
        gap = np.abs(np.nan_to_num(2 * values - total))
        slack = _slack(field, total / 2, rows)
        known = ~np.isnan(values)
        same += known & (gap <= slack) & (values != 0)
        other |= known & (gap > slack)
    # Two rows are each the sum of the other as soon as they are alike: that takes one more column.
    chosen = np.flatnonzero((same >= (2 if rows > 2 else 3)) & ~other)
    found: dict[int, str] = {}
    for index in chosen.tolist():
        if search.rows[index][0] in search.records.hints.rows or _is_of_one_day(search.records, index):
            continue
        shown = [
            f"{search.records.name(field)} {values[index]:,.10g}"
            for field, values in search.additive.items()
            if not np.isnan(values[index]) and values[index]
        ]
        found[index] = f"its figures are the sum of theirs ({', '.join(shown[:3])})"
    return found


def _is_of_one_day(records: Records, index: int) -> bool:
    """Tell whether a row has a day of its own, which no total has."""
    for field in _DAYS:
        if field in records and not numerals.is_absent(records.cells(field)[index]):
            return True
    if "start" not in records:
        return False
    starts = [as_text(cell) for cell in records.cells("start")]
    if len(set(starts)) < 2:
        return False
    return "end" not in records or as_text(records.cells("end")[index]) == starts[index]


def _numbers(records: Records, field: str) -> NDArray[np.float64] | None:
    """The column as far as it can be read; what cannot is refused later, where it is read for the table."""
    try:
        return np.array(records.numbers(field, counted=fields()[field]["unit"] == "count"))
    except SourceError:
        pass
    try:
        sign = records.decimal(field)
    except SourceError:
        return None
    values = np.full(len(records), np.nan)
    for index, cell in enumerate(records.cells(field)):
        value = numerals.number(cell, sign) if isinstance(cell, str) and not numerals.is_absent(cell) else cell
        if isinstance(value, int | float):
            values[index] = value
    return values


def _slack(field: str, total: float, rows: int) -> float:
    """How far a sum may be from the file's own, which rounds each row of money to a cent."""
    exact = 1e-9 * abs(total)
    if fields()[field]["unit"] != "money":
        return exact + 1e-6
    return exact + max(0.0051, min(0.005 * rows, 1e-4 * abs(total)))
