"""Rows of a file that stand in a table with other figures: each goes to its place, and none is counted twice.

A row is known by what is no figure in it: its month, its platform, its KPI, as far as the file has those columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.errors import MisfitError, SourceError, UsageError
from socroi.sources.standing_rows import FIGURES, LISTS
from socroi.workbook.writing.tables import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.sources.kinds import Kind
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form, Value

    Row = dict[int, Value]
    Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the rows of a file go.

    Attributes:
        rows: by their 0-based row on the sheet, whole rows of the table; those that stay as they are are left out.
        corrected: how many stood there with other figures.
        unchanged: how many stood there as they are.
    """

    rows: dict[int, Row]
    corrected: int
    unchanged: int

    @property
    def new(self) -> int:
        """How many are new."""
        return len(self.rows) - self.corrected

    @property
    def remark(self) -> str:
        """Say how many rows are of which kind."""
        counts = ((self.unchanged, "as before"), (self.corrected, "corrected"), (self.new, "new"))
        said = [f"{count:,} {words}" for count, words in counts if count]
        return f"Rows: {', '.join(said)}." if said else ""


def placed(loaded: Loaded, form: Form, rows: Sequence[Row], kinds: Mapping[int, Kind], where: str, line: int) -> Placed:
    """Say where rows go: to the row that is about the same, else below the last one.

    Args:
        loaded: the workbook.
        form: the table.
        rows: what the file has, by the places of its columns.
        kinds: of these columns.
        where: the file, for a message.
        line: of its first row.

    Raises:
        UsageError: the file has figures alone, so that no row is known by anything.
        MisfitError: two rows of the file are about the same, or a row fits several of the table.
    """
    names = [0] if form.table.name in LISTS else [place for place, kind in kinds.items() if kind not in FIGURES]
    if not names:
        raise UsageError("it has figures alone, and no column that says what a row is about.", where=where)
    standing = values(loaded, form)
    there: dict[Key, list[int]] = {}
    for index, cells in enumerate(standing):
        there.setdefault(_key(dict(enumerate(cells)), names), []).append(index)
    wrong: list[SourceError] = []
    seen: set[Key] = set()
    found: dict[int, Row] = {}
    corrected = unchanged = 0
    below = len(standing)
    for number, row in enumerate(rows, line):
        key = _key(row, names)
        places = there.get(key, [])
        if key in seen or len(places) > 1:
            what = "a row above it is about the same" if key in seen else "several rows of the table are about the same"
            wrong.append(SourceError(f"{what}.", where=f"{where}, line {number}", hint="Put it in by hand."))
            continue
        seen.add(key)
        if not places:
            found[form.first + below] = row
            below += 1
            continue
        old = dict(enumerate(standing[places[0]]))
        # A list has more to say of a name than one file does.
        said = {place: value for place, value in row.items() if value is not None or form.table.name not in LISTS}
        if all(old.get(place) == value for place, value in said.items()):
            unchanged += 1
        else:
            corrected += 1
            found[form.first + places[0]] = old | said
    if wrong:
        raise MisfitError(wrong)
    return Placed(found, corrected, unchanged)


def _key(row: Mapping[int, Value], names: Sequence[int]) -> Key:
    cells = (row.get(place) for place in names)
    return tuple(cell.casefold() if isinstance(cell, str) else cell for cell in cells)
