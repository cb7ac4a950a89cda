"""Data put into a table of a workbook: a CSV, a sheet or a DataFrame, matched by the names of its columns."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socroi.definition.suggestion import closest
from socroi.errors import MisfitError, SourceError, UsageError
from socroi.sources.column_values import ColumnValues
from socroi.sources.correcting import placed
from socroi.sources.given_rows import bare, read_rows
from socroi.sources.given_totals import without_totals
from socroi.sources.kinds import Kind, judge
from socroi.sources.numerals import Contradiction, proven
from socroi.sources.offered import say_not_offered
from socroi.sources.standing_rows import completed, counted_twice, new_rows, refuse_named_twice, there_already
from socroi.templates.origin import identify, keys_of
from socroi.templates.tables import ADDED
from socroi.workbook.reading.book import load
from socroi.workbook.reading.number_formats import GENERAL
from socroi.workbook.writing.rewriting import Rewriting
from socroi.workbook.writing.styles import DAY, DURATION, MOMENT, TIME
from socroi.workbook.writing.table_columns import table_columns
from socroi.workbook.writing.tables import CellStyle, forms, put_at, put_rows, values

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from socroi.books.recalculation import Report, Uncomputed
    from socroi.sources.given_rows import GivenRows
    from socroi.templates.origin import Origin
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.table_columns import TableColumn
    from socroi.workbook.writing.tables import Form, Value

    Row = dict[int, Value]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into a workbook.

    Attributes:
        path: the file that was written.
        table: the name of the table.
        sheet: the name of its sheet.
        rows: how many rows were put in.
        first: the row number of the first of them on the sheet.
        grown: by how many rows the table grew.
        report: what computing the workbook did; its `uncomputed` are the formula cells that kept their old values.
        there_already: how many rows of the data stood in the table already.
        remarks: sentences on what was left out.
    """

    path: Path
    table: str
    sheet: str
    rows: int
    first: int
    grown: int
    report: Report
    there_already: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def uncomputed(self) -> list[Uncomputed]:
        """The formula cells that could not be computed and kept their old values."""
        return self.report.uncomputed


def fill_table(
    book: str | os.PathLike[str],
    data: str | os.PathLike[str] | pd.DataFrame | Iterable[Mapping[str, Any]],
    table: str | None = None,
    *,
    out: str | os.PathLike[str] | None = None,
    over: bool = False,
    again: bool = False,
    only_new: bool = False,
    correct: bool = False,
    decimal: str | None = None,
    date_order: str | None = None,
) -> Filled:
    """Put data into a table of a workbook, and compute it.

    Columns are found by their headings, or by the keys of a template (`month`, `quantity`), case and spaces ignored.
    The rows go below the last one in which something was typed. The table, its drop-downs, formats and formulas grow
    with them; everything else in the file stays as it is, and it appears at once and complete, or not at all.

    What a column holds (dates, amounts, shares, texts ...) is judged by its rule, its number format, the values above
    and its whole column of the data; docs/filling.md has the rules. Nothing is written where a cell does not fit.

    Args:
        book: the workbook (.xlsx, .xlsm); it need not be one of ours.
        data: a CSV, a text or a workbook; a DataFrame; or rows by column name. None, NaN and blanks are not known yet.
        table: the name of the table, or of its sheet; without it the only one whose columns fit.
        out: the file to write; without it the book itself.
        over: put the data in place of what was typed in the table.
        again: put in rows too that stand in the table already; they count twice then.
        only_new: leave such rows out, and put in the others.
        correct: put rows that are there with other figures in their places, and leave alone those that are the same.
        decimal: the decimal sign of a text, where its figures do not show it.
        date_order: "dmy" or "mdy", where the dates of a text do not show it.

    Raises:
        UsageError: no table fits, a column is not known, the table has no room below it, or rows of the data stand in
            it already.
        MisfitError: cells of the data are not what their columns hold.
        SourceError: the data cannot be read.
        WorkbookError: the workbook cannot be read or written.
    """
    loaded = load(book)
    given = read_rows(data, _names(loaded))
    form, places, remarks = _match(loaded, given, table)
    typed = partial(_typed_rows, loaded, form, places=places, over=over, decimal=decimal, date_order=date_order)
    (rows, styles, kinds), said = without_totals(given, places, typed)
    remarks = [*given.remarks, *remarks, *said]
    rows = [row for row in rows if any(value is not None for value in row.values())]
    if not rows:
        raise SourceError("it holds no row.", where=given.where, hint="Give a heading, and rows below it.")
    remarks += say_not_offered(loaded, table_columns(loaded, form, over=over), rows)
    if correct:
        if over or again or only_new:
            raise UsageError("correct says already what becomes of rows that are there.", hint="Leave the others out.")
        return _corrected(
            loaded, form, rows, kinds, styles, given, Path(out) if out is not None else Path(book), remarks
        )
    more, rows = ({}, rows) if over or again else completed(loaded, form, rows, kinds)
    there = 0 if over else there_already(loaded, form, rows)
    if there and only_new:
        rows = new_rows(loaded, form, rows)
        remarks.append(f"Rows that were left out, since they are there already: {there:,}.")
    if there and not again and not (only_new and (rows or more)):
        raise counted_twice(form, given.where, there, len(rows) + len(more) or there)
    if not over and not again:
        refuse_named_twice(form, values(loaded, form), rows, given.where)
    if more:
        remarks.append(f"Rows of which the name alone stood there were completed: {len(more):,}.")
    start = form.first if over else form.first + form.used
    if over:
        rewriting = put_rows(loaded, form, rows, over=True, styles=styles)
    else:
        rewriting = Rewriting(loaded.package)
        put_at(loaded, form, more | dict(enumerate(rows, start)), rewriting, styles=styles)
    target = Path(out) if out is not None else Path(book)
    report = _written(rewriting, Path(book), target)
    grown = max(0, start + len(rows) - 1 - form.table.bottom)
    first = min([*more, *([start] if rows else [])], default=start)
    filled = len(rows) + len(more)
    return Filled(target, form.table.name, form.sheet, filled, first + 1, grown, report, there, remarks)


def _corrected(
    loaded: Loaded,
    form: Form,
    rows: list[Row],
    kinds: dict[int, Kind],
    styles: dict[int, CellStyle],
    given: GivenRows,
    target: Path,
    remarks: list[str],
) -> Filled:
    """Put rows into their places, and say how many are new, corrected and as before."""
    found = placed(loaded, form, rows, kinds, given.where, given.line)
    rewriting = Rewriting(loaded.package)
    if found.rows:
        put_at(loaded, form, found.rows, rewriting, styles=styles)
    report = _written(rewriting, loaded.package.path, target)
    first = min(found.rows, default=form.first + form.used)
    grown = max(0, max(found.rows, default=0) - form.table.bottom)
    remarks = [*remarks, *filter(None, [found.remark])]
    unchanged = found.unchanged
    return Filled(target, form.table.name, form.sheet, len(found.rows), first + 1, grown, report, unchanged, remarks)


def _written(rewriting: Rewriting, book: Path, target: Path) -> Report:
    """Write a filled workbook, computed.

    Raises:
        UsageError: the target has another ending than the book.
    """
    from socroi.books.recalculation import recalculate

    if target.suffix.casefold() != book.suffix.casefold():
        raise UsageError(
            f"{target} does not end in {book.suffix} as the book does.", hint="Name the file to write alike."
        )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        filled = Path(folder) / target.name
        rewriting.save(filled)
        # Computed apart first: a workbook that cannot be computed is not half written.
        report = replace(recalculate(filled), path=target)
        load_and_copy(filled, target)
    return report


def _typed_rows(
    loaded: Loaded,
    form: Form,
    given: GivenRows,
    places: dict[str, int],
    *,
    over: bool,
    decimal: str | None,
    date_order: str | None,
) -> tuple[list[Row], dict[int, CellStyle], dict[int, Kind]]:
    """Return the rows as they are written, the styles that their cells need, and the kinds of the columns.

    Raises:
        MisfitError: cells are not what their columns hold.
    """
    columns = table_columns(loaded, form, over=over)
    origin = identify(loaded)
    typed: dict[int, list[Value]] = {}
    styles: dict[int, CellStyle] = {}
    kinds: dict[int, Kind] = {}
    wrong: list[tuple[int, int, SourceError]] = []
    for name, place in places.items():
        column, cells = columns[place], given.columns[name]
        wanted = judge(column, cells)
        kinds[place] = wanted.kind
        reader = ColumnValues(
            name,
            column,
            wanted,
            decimal,
            partial(_decimal_elsewhere, given, name),
            date_order,
            origin.language if origin is not None else None,
            given.date_1904,
            loaded.book.calculation.date_1904,
        )
        typed[place] = reader.values(cells)
        for misfit in reader.misfits:
            where = f"{given.where}, line {given.line + misfit.index}"
            wrong.append((misfit.index, place, SourceError(misfit.what, where=where, hint=misfit.hint)))
        style = _style(column, wanted.kind, typed[place])
        if style is not None:
            styles[place] = style
    if wrong:
        raise MisfitError([error for _, _, error in sorted(wrong, key=lambda each: each[:2])])
    rows = [{place: cells[row] for place, cells in typed.items()} for row in range(len(given))]
    return rows, styles, kinds


def _decimal_elsewhere(given: GivenRows, name: str) -> str | None:
    """Return the decimal sign that the other columns of a file prove, where they agree."""
    signs: set[str] = set()
    for other, cells in given.columns.items():
        if other != name:
            try:
                sign = proven(cell if isinstance(cell, str) else None for cell in cells)
            except Contradiction:
                continue
            signs |= {sign} if sign else set()
    return signs.pop() if len(signs) == 1 else None


def _style(column: TableColumn, kind: Kind, cells: Sequence[Value]) -> CellStyle | None:
    """Return the style that shows a column's new cells, where their own does not: a date without one is a number."""
    if column.style is not None:
        return CellStyle(column.style)
    if column.code != GENERAL or kind not in {Kind.DATE, Kind.TIME, Kind.DURATION}:
        return None
    moments = any(isinstance(value, float) and not value.is_integer() for value in cells)
    shown = {Kind.DATE: MOMENT if moments else DAY, Kind.TIME: TIME, Kind.DURATION: DURATION}
    return CellStyle(column.base, shown[kind])


def load_and_copy(source: Path, target: Path) -> None:
    """Put a finished file in place of another, at once."""
    from socroi.workbook.package.parts import open_package
    from socroi.workbook.writing.rewriting import Rewriting

    Rewriting(open_package(source)).save(target)


def _match(loaded: Loaded, given: GivenRows, table: str | None) -> tuple[Form, dict[str, int], list[str]]:
    """Return the table that the data goes into, the place of each of its columns, and what was left out."""
    # Rows of imports are kept by `socroi import`; a file that was filled into them would be lost with the next one.
    known = [form for form in forms(loaded) if form.table.name not in ADDED or table is not None]
    if not known:
        raise UsageError("the workbook has no table.", where=loaded.package.where, hint="Insert one: Insert, Table.")
    origin = identify(loaded)
    if table is not None:
        wanted = [form for form in known if form.table.name.casefold() == table.casefold()] or [
            form for form in known if form.sheet.casefold() == table.casefold()
        ]
        if len(wanted) != 1:
            names = ", ".join(form.table.name for form in known)
            raise UsageError(
                f"there is no table {table!r}." if not wanted else f"the sheet {table} has several tables.",
                where=loaded.package.where,
                hint=f"Choose one of: {names}.",
            )
        return (wanted[0], *_places(wanted[0], keys_of(wanted[0], origin), given, loaded.package.where))
    fitting = []
    for form in known:
        try:
            places, remarks = _places(form, keys_of(form, origin), given, loaded.package.where)
        except UsageError:
            continue
        # A table that computes half of the columns is not the one that they were written for.
        if 2 * len(places) > len(given.columns):
            fitting.append((form, places, remarks))
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        nearest = _nearest(known, origin, given)
        if nearest is not None:
            _places(nearest, keys_of(nearest, origin), given, loaded.package.where)
        names = ", ".join(f"{form.table.name} ({', '.join(_typed(form))})" for form in known)
        raise UsageError(
            f"no table has all of the columns {', '.join(given.columns)}.",
            where=loaded.package.where,
            hint=f"Name one with --table. Tables: {names}.",
        )
    names = ", ".join(form.table.name for form, _, _ in fitting)
    raise UsageError(f"several tables fit: {names}.", where=loaded.package.where, hint="Choose one with --table.")


def _names(loaded: Loaded) -> set[str]:
    """Return what the columns of the tables are called, the keys of a template too."""
    origin = identify(loaded)
    return {bare(name) for form in forms(loaded) for name in (*form.table.columns, *keys_of(form, origin))}


def _nearest(known: Sequence[Form], origin: Origin | None, given: GivenRows) -> Form | None:
    """Return the one table that has more columns of the data than any other has, and at least half of them."""
    counts = []
    for form in known:
        # A column that the workbook computes is left out, and speaks for no table.
        named = (*enumerate(form.table.columns), *enumerate(keys_of(form, origin)))
        names = {bare(name) for place, name in named if place not in form.computed}
        counts.append(sum(bare(name) in names for name in given.columns))
    most = max(counts)
    if 2 * most < len(given.columns) or counts.count(most) > 1:
        return None
    return known[counts.index(most)]


def _typed(form: Form) -> list[str]:
    return [name for place, name in enumerate(form.table.columns) if place not in form.computed]


def _places(form: Form, keys: Sequence[str], given: GivenRows, where: str) -> tuple[dict[str, int], list[str]]:
    headings = {bare(name): place for place, name in enumerate(form.table.columns)}
    by_key = {bare(key): place for place, key in enumerate(keys)}
    found: dict[str, int] = {}
    remarks = []
    for name in given.columns:
        place = headings.get(bare(name), by_key.get(bare(name)))
        if place is None:
            meant = closest(name, [*form.table.columns, *keys])
            raise UsageError(
                f"the table {form.table.name} has no column {name!r}.",
                where=f"{where}!{form.sheet}",
                hint=f"Do you mean {meant!r}?" if meant else f"Its columns are: {', '.join(_typed(form))}.",
            )
        if place in form.computed:
            remarks.append(f"The column {name} was left out: the workbook computes it.")
        elif place in found.values():
            raise UsageError(f"two columns of the data go into {form.table.columns[place]!r}.", where=given.where)
        else:
            found[name] = place
    if not found:
        raise UsageError(
            f"the workbook computes all these columns of the table {form.table.name}.",
            where=f"{where}!{form.sheet}",
            hint=f"Give some of: {', '.join(_typed(form))}.",
        )
    return found, remarks
