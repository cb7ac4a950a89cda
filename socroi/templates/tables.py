"""The tables of a filled workbook as pandas frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.books.recalculation import uncomputed_cells
from socroi.books.warning import warn_uncomputed
from socroi.engine.incremental.open_calculation import OpenCalculation
from socroi.engine.model.block import ERROR, UNCOMPUTED
from socroi.engine.schedule.precedents import Rectangle
from socroi.excel.addresses import address, cell_of
from socroi.excel.serials import DAYS_1904, from_serial
from socroi.templates.origin import identify, unlike
from socroi.workbook.reading.book import load
from socroi.workbook.reading.validations import column_rules
from socroi.workbook.writing.tables import forms, values

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form


IMPORTED: Final = ("Imports", "Data", "Claims")
"""The tables of what `socroi import` brought, which it adds to a workbook and writes anew each time."""
ADDED: Final = (*IMPORTED, "Links")
"""These, and that of `socroi utm`: no rows of a file are meant for them."""


def read_template(path: str | os.PathLike[str], *, keys: bool = False) -> dict[str, pd.DataFrame]:
    """Read the tables of a workbook, whether it was made from a template or has tables of its own.

    Args:
        path: the workbook.
        keys: name the columns by the keys of the template (`month`, `quantity`), the same in every language, instead
            of by their headings.

    Returns:
        for each table, by its name, its rows down to the last one in which something was typed. Columns of dates
        become datetimes, blanks NaN, NaT or None; computed columns have the values that were last computed. If
        a cell of them cannot be computed here, the first gives an `UncomputedWarning`.

    Raises:
        UsageError: there is no such file.
        WorkbookError: it is no workbook, or with `keys` none that was made from a template.
    """
    import pandas as pd

    from socroi.errors import WorkbookError

    loaded = load(path)
    origin = identify(loaded) if keys else None
    if keys and origin is None:
        why, _ = unlike(loaded)
        raise WorkbookError(
            f"{why}, so its columns have no keys.",
            where=str(path),
            hint="Read it without keys; the columns then have their headings.",
        )
    found, read = {}, forms(loaded)
    for form in read:
        rules = column_rules(loaded, form)
        rows = values(loaded, form)
        columns: dict[str, Any] = {}
        names = form.table.columns if origin is None else origin.keys.get(form.table.name, form.table.columns)
        for place, name in enumerate(names):
            cells = [row[place] for row in rows]
            if rules.get(place) is not None and rules[place].kind == "date":
                cells = [_day(cell, date_1904=loaded.book.calculation.date_1904) for cell in cells]
                columns[name] = pd.Series(cells, dtype="datetime64[ns]" if _all_days(cells) else "object")
            else:
                columns[name] = pd.Series(cells, dtype=_dtype(cells))
        found[form.table.name] = pd.DataFrame(columns)
    _warn(loaded, read)
    return found


def _warn(loaded: Loaded, read: Sequence[Form]) -> None:
    """Warn of a cell in the rows of some tables that cannot be computed: its value is of another day, or there is none.

    Computes into the book's own columns: their values have to be read before.
    """
    areas = [
        Rectangle(form.table.sheet, form.first, form.table.left, form.first + form.used - 1, form.table.right)
        for form in read
        if form.used
    ]
    calculation = OpenCalculation(loaded.book)
    calculation.finish(areas)
    reasons = {each.where: each.why for each in uncomputed_cells(loaded, calculation.results.failures)}
    for area in areas:
        name = loaded.book.sheets[area.sheet].name
        for row, column in _uncomputed(loaded, area):
            place = address(row, column, name)
            why = reasons.get(place) or reasons.get(f"{name}!{address(row, column)}", "the array it belongs to was not")
            warn_uncomputed(
                f"{loaded.package.where}: {place} could not be computed: {why}. Such cells have the value that lies in "
                "the file."
            )
            return


def _uncomputed(loaded: Loaded, area: Rectangle) -> Iterator[tuple[int, int]]:
    """Yield the row and the column of each cell that was not computed."""
    sheet = loaded.book.sheets[area.sheet]
    for name, cell, _ in loaded.unsupported:
        row, column = cell_of(cell)
        if name == sheet.name and area.top <= row <= area.bottom and area.left <= column <= area.right:
            yield row, column
    for column in range(area.left, area.right + 1):
        held = sheet.columns.get(column)
        if held is not None:
            kind, data = (values[area.top : area.bottom + 1] for values in (held.kind, held.data))
            for down in np.flatnonzero((kind == ERROR) & (data == UNCOMPUTED)).tolist():
                yield area.top + down, column


def _day(cell: Any, *, date_1904: bool) -> Any:
    if not isinstance(cell, float):
        return cell
    try:
        return from_serial(cell + (DAYS_1904 if date_1904 else 0))
    except ValueError:
        return cell


def _all_days(cells: list[Any]) -> bool:
    return all(cell is None or not isinstance(cell, float | str | bool) for cell in cells)


def _dtype(cells: list[Any]) -> str:
    known = [cell for cell in cells if cell is not None]
    return "float64" if known and all(isinstance(cell, float) for cell in known) else "object"
