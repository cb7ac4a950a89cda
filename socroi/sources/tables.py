"""Data put into a table of a workbook: a CSV, a sheet or a DataFrame, matched by the names of its columns."""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.suggestion import closest
from socroi.errors import SourceError, UsageError
from socroi.excel.serials import DAYS_1904, to_serial
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.grid import as_text, grids
from socroi.sources.numerals import Contradiction, Unreadable, is_absent, is_ambiguous, numbers, numeral, proven
from socroi.templates.tables import identify, keys_of
from socroi.workbook.reading.book import load
from socroi.workbook.reading.validations import Rule, column_rules
from socroi.workbook.writing.tables import forms, put_rows

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from socroi.templates.tables import Origin
    from socroi.workbook.reading.book import Loaded
    from socroi.workbook.writing.tables import Form, Value

_FREE: Final = Rule("any")


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
        remarks: sentences on what was left out.
    """

    path: Path
    table: str
    sheet: str
    rows: int
    first: int
    grown: int
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Data:
    """Columns by name; `where` names the file, `line` the row number of the first data row in it."""

    columns: dict[str, list[Any]]
    where: str
    line: int

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), []))


def fill_table(
    book: str | os.PathLike[str],
    data: str | os.PathLike[str] | pd.DataFrame | Iterable[Mapping[str, Any]],
    table: str | None = None,
    *,
    out: str | os.PathLike[str] | None = None,
    over: bool = False,
    decimal: str | None = None,
    date_order: str | None = None,
) -> Filled:
    """Put data into a table of a workbook, and compute it.

    Columns are found by their headings, or by the keys of a template (`month`, `quantity`), case and spaces ignored.
    The rows go below the last one in which something was typed. The table, its drop-downs, formats and formulas grow
    with them; everything else in the file stays as it is, and it appears at once and complete, or not at all.

    Args:
        book: the workbook (.xlsx, .xlsm); it need not be one of ours.
        data: a CSV, a text or a workbook; a DataFrame; or rows by column name. None, NaN and blanks are not known yet.
        table: the name of the table, or of its sheet; without it the only one whose columns fit.
        out: the file to write; without it the book itself.
        over: put the data in place of what was typed in the table.
        decimal: the decimal sign of a text, where its figures do not show it.
        date_order: "dmy" or "mdy", where the dates of a text do not show it.

    Raises:
        UsageError: no table fits, a column is not known, or the table has no room below it.
        SourceError: a cell of the data is not what its column holds.
        WorkbookError: the workbook cannot be read or written.
    """
    from socroi.books.recalculation import recalculate

    loaded = load(book)
    given = _read(data)
    form, places, remarks = _match(loaded, given, table)
    rules = column_rules(loaded, form)
    epoch = DAYS_1904 if loaded.book.calculation.date_1904 else 0
    typed: dict[int, list[Value]] = {}
    for name, place in places.items():
        column = _Column(given, name, form.table.columns[place], rules.get(place, _FREE), decimal, date_order)
        typed[place] = [
            value - epoch if isinstance(value, float) and epoch and column.holds_dates else value
            for value in column.values()
        ]
    rows = [{place: cells[row] for place, cells in typed.items()} for row in range(len(given))]
    rows = [row for row in rows if any(value is not None for value in row.values())]
    if not rows:
        raise SourceError("it holds no row.", where=given.where, hint="Give a heading, and rows below it.")
    rewriting = put_rows(loaded, form, rows, over=over)
    target = Path(out) if out is not None else Path(book)
    if target.suffix.casefold() != Path(book).suffix.casefold():
        raise UsageError(
            f"{target} does not end in {Path(book).suffix} as the book does.", hint="Name the file to write alike."
        )
    with tempfile.TemporaryDirectory() as folder:
        filled = Path(folder) / target.name
        rewriting.save(filled)
        # Computed apart first: a workbook that cannot be computed is not half written.
        recalculate(filled)
        load_and_copy(filled, target)
    start = form.first if over else form.first + form.used
    grown = max(0, start + len(rows) - 1 - form.table.bottom)
    return Filled(target, form.table.name, form.sheet, len(rows), start + 1, grown, remarks)


def load_and_copy(source: Path, target: Path) -> None:
    """Put a finished file in place of another, at once."""
    from socroi.workbook.package.parts import open_package
    from socroi.workbook.writing.rewriting import Rewriting

    Rewriting(open_package(source)).save(target)


def _read(data: Any) -> _Data:
    to_dict = getattr(data, "to_dict", None)
    if to_dict is not None:
        return _Data(
            {str(name): [_plain(cell) for cell in cells] for name, cells in to_dict("list").items()}, "data", 1
        )
    if isinstance(data, str | Path) or hasattr(data, "__fspath__"):
        return _from_file(Path(data))
    rows = list(data)
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return _Data({name: [_plain(row.get(name)) for row in rows] for name in names}, "data", 1)


def _plain(cell: Any) -> Any:
    """Return a cell of a DataFrame as a plain value: NaN, NaT and NA as None."""
    if cell is None or type(cell).__name__ in {"NaTType", "NAType"}:
        return None
    item = getattr(cell, "item", None)
    cell = item() if item is not None and not isinstance(cell, date) else cell
    return None if isinstance(cell, float) and math.isnan(cell) else cell


def _from_file(path: Path) -> _Data:
    found = [grid for grid in grids(path) if any(any(map(as_text, row)) for row in grid.rows)]
    if len(found) != 1:
        raise SourceError(
            f"it has {len(found)} sheets or parts with data, and one is wanted.",
            where=str(path),
            hint="Save the wanted one as CSV.",
        )
    grid = found[0]
    head = next(index for index, row in enumerate(grid.rows) if any(map(as_text, row)))
    names = [as_text(cell) for cell in grid.rows[head]]
    while names and not names[-1]:
        names.pop()
    twice = [name for name, count in Counter(map(_bare, names)).items() if count > 1 and name]
    if twice or not all(names):
        what = f"two columns are called {twice[0]!r}" if twice else "a column has no name"
        raise SourceError(f"{what}.", where=f"{path.name}, line {head + 1}", hint="Name each column once.")
    body = [[*row, *[None] * (len(names) - len(row))] for row in grid.rows[head + 1 :]]
    return _Data({name: [row[place] for row in body] for place, name in enumerate(names)}, path.name, head + 2)


def _bare(name: str) -> str:
    """Return a column's name without case, spaces and underscores."""
    return "".join(name.casefold().split()).replace("_", "").replace("-", "")


def _match(loaded: Loaded, given: _Data, table: str | None) -> tuple[Form, dict[str, int], list[str]]:
    """Return the table that the data goes into, the place of each of its columns, and what was left out."""
    known = forms(loaded)
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
            fitting.append((form, *_places(form, keys_of(form, origin), given, loaded.package.where)))
        except UsageError:
            continue
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


def _nearest(known: Sequence[Form], origin: Origin | None, given: _Data) -> Form | None:
    """Return the one table that has more columns of the data than any other has, and at least half of them."""
    counts = []
    for form in known:
        names = {_bare(name) for name in (*form.table.columns, *keys_of(form, origin))}
        counts.append(sum(_bare(name) in names for name in given.columns))
    most = max(counts)
    if 2 * most < len(given.columns) or counts.count(most) > 1:
        return None
    return known[counts.index(most)]


def _typed(form: Form) -> list[str]:
    return [name for place, name in enumerate(form.table.columns) if place not in form.computed]


def _places(form: Form, keys: Sequence[str], given: _Data, where: str) -> tuple[dict[str, int], list[str]]:
    headings = {_bare(name): place for place, name in enumerate(form.table.columns)}
    by_key = {_bare(key): place for place, key in enumerate(keys)}
    found: dict[str, int] = {}
    remarks = []
    for name in given.columns:
        place = headings.get(_bare(name), by_key.get(_bare(name)))
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


class _Column:
    """One column of the data, read as its column in the workbook wants it."""

    def __init__(
        self, given: _Data, name: str, heading: str, rule: Rule, decimal: str | None, date_order: str | None
    ) -> None:
        self.given = given
        self.name = name
        self.heading = heading
        self.rule = rule
        self.decimal = decimal
        self.date_order = date_order
        self.cells = given.columns[name]
        self.holds_dates = rule.kind == "date" or any(isinstance(cell, date) for cell in self.cells)

    def values(self) -> list[Value]:
        """Return the cells as they are written: numbers, dates as serial numbers, texts.

        Raises:
            SourceError: a cell is not what the column holds.
        """
        if self.holds_dates:
            return self._dates()
        if self.rule.numeric:
            return self._checked(self._numbers())
        if self.rule.kind == "list" or any(isinstance(cell, bool) for cell in self.cells):
            return [_text(cell) for cell in self.cells]
        texts = [cell for cell in self.cells if isinstance(cell, str) and not is_absent(cell)]
        if texts and all(numeral(cell) is not None and cell.strip()[0] in "+-.0123456789" for cell in texts):
            try:
                return self._checked(self._numbers())
            except SourceError:
                pass
        return [_text(cell) for cell in self.cells]

    def _where(self, index: int) -> str:
        return f"{self.given.where}, line {self.given.line + index}"

    def _dates(self) -> list[Value]:
        texts = [cell if not isinstance(cell, date) else None for cell in self.cells]
        texts = [f"{cell.strip()}-01" if isinstance(cell, str) and _is_month(cell) else cell for cell in texts]
        try:
            read = dates([cell if isinstance(cell, str | float) else None for cell in texts], self.date_order)
        except UnclearDate as problem:
            raise SourceError(
                f"{problem.text!r} in the column {self.name!r} {problem.why}.", where=self._where(problem.index)
            ) from None
        found: list[Value] = []
        for cell, moment in zip(self.cells, read, strict=True):
            day = cell if isinstance(cell, date) else moment
            found.append(None if day is None else to_serial(_whole(day)))
        return found

    def _numbers(self) -> list[Value]:
        texts = [cell for cell in self.cells if isinstance(cell, str)]
        try:
            sign = proven(texts) or self.decimal
        except Contradiction as problem:
            raise SourceError(
                f"the column {self.name!r} holds both {problem.first!r} and {problem.second!r}: one decimal sign is "
                "wanted.",
                where=self.given.where,
            ) from None
        if sign is None and is_ambiguous(texts):
            raise SourceError(
                f"the figures of the column {self.name!r} can be read in two ways.",
                where=self.given.where,
                hint="Say which sign is the decimal one: --decimal . or , (in Python decimal=).",
            )
        cells = [float(cell) if isinstance(cell, int) else cell for cell in self.cells]
        for index, cell in enumerate(cells):
            if cell is not None and not isinstance(cell, str | float):
                raise SourceError(f"{cell!r} in the column {self.name!r} is no number.", where=self._where(index))
        try:
            read = numbers(cells, sign or ".")
        except Unreadable as problem:
            raise SourceError(
                f"{problem.text!r} in the column {self.name!r} is no number, and {self.heading} wants one.",
                where=self._where(problem.index),
            ) from None
        found: list[Value] = []
        for cell, value in zip(self.cells, read, strict=True):
            parts = numeral(cell) if isinstance(cell, str) else None
            found.append(None if math.isnan(value) else value / 100 if parts is not None and parts.percent else value)
        return found

    def _checked(self, cells: list[Value]) -> list[Value]:
        """Return the cells, if none lies outside of what the workbook's own rule allows."""
        for index, cell in enumerate(cells):
            if not isinstance(cell, float):
                continue
            low = self.rule.least is not None and cell < self.rule.least
            high = self.rule.most is not None and cell > self.rule.most
            if low or high:
                end = f"at least {self.rule.least:g}" if low else f"at most {self.rule.most:g}"
                share = high and self.rule.most == 1
                raise SourceError(
                    f"{cell:g} in the column {self.name!r} is not allowed there: {self.heading} is {end}.",
                    where=self._where(index),
                    hint="Write a share as 25% or 0.25." if share else "",
                )
        return cells


def _is_month(text: str) -> bool:
    year, _, month = text.strip().partition("-")
    return len(year) == 4 and year.isdecimal() and month.isdecimal() and len(month) <= 2 and 1 <= int(month) <= 12


def _whole(day: date) -> date:
    """Return a moment at midnight as its day."""
    if isinstance(day, datetime) and (day.hour, day.minute, day.second, day.microsecond) == (0, 0, 0, 0):
        return day.date()
    return day


def _text(cell: Any) -> Value:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, bool | float):
        return cell
    return float(cell) if isinstance(cell, int) else str(cell).strip()
