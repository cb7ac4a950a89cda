"""From a path to an `Export`: look at the file, ask every exporter, and be sure before reading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from socroi.definition.suggestion import closest
from socroi.errors import SourceError, UsageError
from socroi.excel.limits import MAX_COLUMNS
from socroi.sources.choosing import choose, refuse_unknown_fields, with_headings
from socroi.sources.grid import grids
from socroi.sources.headings import DEEPEST_HEADER
from socroi.sources.maps import by_map, read_map
from socroi.sources.repeated_rows import say_repeated
from socroi.sources.source import Hints, Source, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

    Progress = Callable[[float], None]


def read(
    path: str | Path,
    *,
    source: str | None = None,
    decimal: str | None = None,
    date_order: str | None = None,
    table: str | None = None,
    year: int | None = None,
    totals: Iterable[int] = (),
    rows: Iterable[int] = (),
    columns: Mapping[str, str] | None = None,
    unchecked: Iterable[str] = (),
    sheet: str | None = None,
    map: str | Path | None = None,  # noqa: A002 - the word of the command line
    progress: Progress | None = None,
) -> Export:
    """Read the export file of a social, advertising or web analytics platform.

    The exporter is known by the format of its file: the header, the lines above it, the encoding. Nothing is guessed.

    Args:
        path: a .csv, .tsv, .xlsx, .xls, .ods or .zip as the platform wrote it.
        source: the exporter's short name, where the file fits two.
        decimal: "." or ",", where nothing in the file says which sign is the decimal one.
        date_order: "dmy" or "mdy", where nothing says whether 3/4/2026 is in March or in April.
        table: where a file has several tables, the first header of the one that is wanted.
        year: of the last day of the file, where its dates name no year.
        totals: row numbers of totals rows that do not say so; they are left out.
        rows: row numbers of rows that look like totals and are rows of their own.
        columns: the file's own heading for a field whose heading is not known, such as {"link": "Address"}; in place
            of the field also the heading that the exporter usually has for it.
        unchecked: headings of rates that mean something else here, and are not compared with the other columns.
        sheet: where a workbook has several tables, the name of the sheet that is wanted.
        map: a file of headings of your own, for a table that is no exporter's: `socroi export FILE --teach` makes one.
        progress: is told how much is done, from 0 to 1, of a long file.

    Raises:
        SourceError: the file, or a cell in it, is not understood; with what was seen and what would be understood.
        UsageError: a hint has a value that there is not.
    """
    hints = Hints(
        source,
        decimal,
        date_order,
        table,
        year,
        frozenset(totals),
        frozenset(rows),
        columns or {},
        frozenset(unchecked),
        sheet,
    )
    _check(hints)
    tell: Progress = progress or _tell_nobody
    tell(0.0)
    found = grids(Path(path))
    _refuse_too_wide(found)
    tell(0.4)
    if map is not None:
        grid, each, claim = by_map(Path(path), found, read_map(Path(map)))
    else:
        grid, each, claim = choose(Path(path), with_headings(found, hints), hints)
        refuse_unknown_fields(each.title, each.name, grid.where, hints)
    del found
    tell(0.5)
    export = each.read(grid, claim, hints)
    say_repeated(grid, claim, export)
    tell(1.0)
    return export


def _refuse_too_wide(found: Sequence[Grid]) -> None:
    """Refuse what has more columns than a sheet: to look for headings among a million takes minutes."""
    for grid in found:
        widest = max(map(len, grid.rows[:DEEPEST_HEADER]), default=0)
        if widest > MAX_COLUMNS:
            raise SourceError(
                f"A row has {widest:,} columns; no export has more than {MAX_COLUMNS:,}.",
                where=grid.where,
                hint="Export the file again, with fewer columns.",
            )


def _tell_nobody(done: float) -> None:
    del done


def _check(hints: Hints) -> None:
    if hints.decimal not in (None, ".", ","):
        raise UsageError(f"decimal is {hints.decimal!r}, and must be “.” or “,”.")
    if hints.date_order not in (None, "dmy", "mdy"):
        raise UsageError(f"date_order is {hints.date_order!r}, and must be “dmy” or “mdy”.")
    if hints.source is not None:
        _named(hints.source)


def _named(name: str) -> Source:
    known = {each.name: each for each in sources()}
    if name not in known:
        meant = closest(name, known)
        raise UsageError(
            f"there is no source {name!r}.",
            hint=f"Did you mean {meant!r}?" if meant else f"There are {', '.join(known)}.",
        )
    return known[name]
