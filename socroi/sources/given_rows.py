"""Rows that are to go into a table, of a CSV, a sheet, a DataFrame or of Python: their columns by name."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import MisfitError, SourceError
from socroi.sources.grid import as_text, grids
from socroi.sources.headings import DEEPEST_HEADER

if TYPE_CHECKING:
    from collections.abc import Collection

    from socroi.sources.grid import Grid
    from socroi.sources.numerals import Cell

_FEWEST: Final = 2
"""So many headings of a table at least make a line the one of headings, below a title."""


@dataclass(frozen=True, slots=True)
class GivenRows:
    """Rows to be put into a table.

    Attributes:
        columns: the cells by the name of their column.
        where: the file.
        line: the row number of the first row in it.
        date_1904: numbers that stand for days count from 1904 in it.
        remarks: sentences on what was left out.
    """

    columns: dict[str, list[Any]]
    where: str
    line: int
    date_1904: bool = False
    remarks: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))

    def without(self, rows: Collection[int], but: Collection[str] = ()) -> GivenRows:
        """Return the same with some rows blank, by their 0-based place; columns may keep their cells in them."""
        columns = {
            name: cells if name in but else [None if row in rows else cell for row, cell in enumerate(cells)]
            for name, cells in self.columns.items()
        }
        return replace(self, columns=columns)


def read_rows(data: Any, known: Collection[str] = ()) -> GivenRows:
    """Read what is to go into a table.

    Args:
        data: a CSV, a text or a workbook; a DataFrame; or rows by column name.
        known: headings that a table may have, as `bare` writes them: a line of them below a title is the first line.

    Raises:
        MisfitError: rows have more cells than there are headings.
        SourceError: the file cannot be read, or its headings are none.
    """
    to_dict = getattr(data, "to_dict", None)
    if to_dict is not None:
        return GivenRows(
            {str(name): [_plain(cell) for cell in cells] for name, cells in to_dict("list").items()}, "data", 1
        )
    if isinstance(data, str | Path) or hasattr(data, "__fspath__"):
        return _from_file(Path(data), known)
    rows = list(data)
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return GivenRows({name: [_plain(row.get(name)) for row in rows] for name in names}, "data", 1)


def bare(name: str) -> str:
    """Return a column's name without case, spaces and underscores."""
    return "".join(name.casefold().split()).replace("_", "").replace("-", "")


def _plain(cell: Any) -> Any:
    """Return a cell of a DataFrame as a plain value: NaN, NaT and NA as None."""
    if cell is None or type(cell).__name__ in {"NaTType", "NAType"}:
        return None
    item = getattr(cell, "item", None)
    cell = item() if item is not None and not isinstance(cell, date) else cell
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def _from_file(path: Path, known: Collection[str]) -> GivenRows:
    found = [grid for grid in grids(path) if any(any(map(as_text, row)) for row in grid.rows)]
    if len(found) != 1:
        raise SourceError(
            f"it has {len(found)} sheets or parts with data, and one is wanted.",
            where=str(path),
            hint="Save the wanted one as CSV.",
        )
    grid = found[0]
    head, remarks = _head(grid, known)
    names = [as_text(cell) for cell in grid.rows[head]]
    while names and not names[-1]:
        names.pop()
    twice = [name for name, count in Counter(map(bare, names)).items() if count > 1 and name]
    if twice or not all(names):
        what = f"two columns are called {twice[0]!r}" if twice else "a column has no name"
        raise SourceError(f"{what}.", where=f"{path.name}, line {head + 1}", hint="Name each column once.")
    _refuse_longer_rows(grid, head, len(names))
    body = [[*row, *[None] * (len(names) - len(row))] for row in grid.rows[head + 1 :]]
    columns = {name: [row[place] for row in body] for place, name in enumerate(names)}
    return GivenRows(columns, path.name, head + 2, grid.date_1904, [*remarks, *grid.notes])


def _head(grid: Grid, known: Collection[str]) -> tuple[int, list[str]]:
    """Return the line of headings, 0-based, and what is said of the lines above it."""

    def hits(row: list[Cell]) -> int:
        return sum(bare(as_text(cell)) in known for cell in row)

    first = next(index for index, row in enumerate(grid.rows) if any(map(as_text, row)))
    if hits(list(grid.rows[first])):
        return first, []
    below = range(first + 1, min(len(grid.rows), DEEPEST_HEADER))
    best = max(below, key=lambda index: hits(list(grid.rows[index])), default=first)
    if hits(list(grid.rows[best])) < _FEWEST:
        return first, []
    return best, [f"Left out above the headings, which stand in line {best + 1}: “{grid.lines(first + 1)[-1]}”."]


def _refuse_longer_rows(grid: Grid, head: int, width: int) -> None:
    """Refuse rows with more cells than there are headings: 1,200 without quotation marks is two cells.

    Raises:
        MisfitError: there are such rows.
    """
    wrong = [
        SourceError(
            f"it has {len(row)} cells, where the line of headings has {width}.",
            where=f"{grid.path.name}, line {index}",
            hint='A figure or a text with the sign that divides cells stands in quotation marks: "1,200".',
        )
        for index, row in enumerate(grid.rows[head + 1 :], head + 2)
        if any(map(as_text, row[width:]))
    ]
    if wrong:
        raise MisfitError(wrong)
