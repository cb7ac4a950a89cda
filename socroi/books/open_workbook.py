"""A workbook that stays open: read cells, set inputs, and only what depends on them is computed.

book = socroi.open("plan.xlsx")
book["ROI!B4"]              # computed now, with what it needs and no more
book["Values!C4"] = 5       # an input; a formula is never overwritten
book["ROI!B4"]              # computed anew, if it depends on that input
book.save("changed.xlsx")   # inputs and values, every other byte as it was
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from socroi.books.cell_values import CellValues, scalar
from socroi.books.places import Places
from socroi.books.recalculation import Report, Uncomputed, cells_left, uncomputed_cells
from socroi.books.standing import standing_of
from socroi.engine.incremental.open_calculation import OpenCalculation
from socroi.engine.model.block import pack
from socroi.engine.model.budget import budgeted
from socroi.engine.printing.countries import within
from socroi.engine.schedule.precedents import Rectangle
from socroi.excel.addresses import address, column_letters
from socroi.workbook.reading.book import load
from socroi.workbook.reading.links import followed
from socroi.workbook.writing.inputs import gather_with_inputs
from socroi.workbook.writing.saving import save

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from threading import Event

    import pandas as pd

    from socroi.engine.model.block import Scalar
    from socroi.engine.model.limits import Limits
    from socroi.workbook.reading.links import LinkedFile
    from socroi.workbook.reading.loaded import Loaded


def open_workbook(
    path: str | os.PathLike[str],
    *,
    limits: Limits | None = None,
    cancel: Event | None = None,
    locale: str | None = None,
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> Workbook:
    """Read a workbook and keep it; `socroi.open` is this function.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        limits: what each reading may use to compute; left out: ten minutes and the memory that is free.
        cancel: an event that stops computing once it is set.
        locale: the country of the book, as for `recalculate`.
        links: whether linked workbooks are read, as for `recalculate`.

    Raises:
        SocroiError: the file cannot be read.
    """
    return Workbook(path, limits=limits, cancel=cancel, locale=locale, links=links)


class Workbook:
    """A workbook in memory, always up to date: what is read is computed first, if anything it needs has changed.

    Volatile functions (NOW, TODAY, RAND ...) keep their value until `recalculate` is called.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        limits: Limits | None = None,
        cancel: Event | None = None,
        locale: str | None = None,
        links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
    ) -> None:
        with budgeted(limits, cancel), within(locale), followed(links):
            self._loaded = load(path)
        self._book = self._loaded.book
        self._calculation = OpenCalculation(self._book, limits, cancel)
        self._inputs: dict[tuple[int, int, int], None] = {}
        unsupported = {(sheet.casefold(), cell): why for sheet, cell, why in self._loaded.unsupported}
        self._places = Places(self._loaded, self._calculation, unsupported)
        self._shown = CellValues(self._loaded, self._calculation, unsupported)

    def __repr__(self) -> str:
        return f"<Workbook {self._loaded.package.where}: {', '.join(self.sheets)}>"

    @property
    def links(self) -> list[LinkedFile]:
        """The workbooks that it links to, where these were to be read."""
        return self._loaded.links

    @property
    def remembered(self) -> list[str]:
        """The files whose values were taken, so far, from what the workbook remembers of them."""
        return self._loaded.remembered

    @property
    def opened(self) -> tuple[Loaded, OpenCalculation]:
        """What was read of the file, and what computes it: for a review of the workbook as it stands now."""
        return self._loaded, self._calculation

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in order."""
        return self._places.sheets

    @property
    def names(self) -> list[str]:
        """The defined names of the workbook."""
        return self._places.names

    @property
    def uncomputed(self) -> list[Uncomputed]:
        """The formula cells that could not be computed, of those that were needed so far."""
        return list(uncomputed_cells(self._loaded, self._calculation.results.failures))

    # Reading

    def __getitem__(self, where: str) -> Any:
        """Return the value of a cell (`"ROI!B4"`), or of a range or a name as rows of values.

        A number is a float, a blank None, an error a `CellError`; a cell that cannot be computed is the error
        `#UNKNOWN!` with the reason, and the first one that is read gives an `UncomputedWarning`. A range of one cell is
        its value, a larger one a list of rows.

        Raises:
            UsageError: there is no such place.
        """
        rows = self.rows(where)
        return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows

    def rows(self, where: str) -> list[list[Scalar]]:
        """Return the values of a cell, range, table or name as rows of values.

        Raises:
            UsageError: there is no such place.
        """
        found = self._places.find(where)
        if isinstance(found, Rectangle):
            self._calculation.finish([found])
            return self._shown.rows(found)
        return found

    def cells(self, where: str) -> dict[str, Scalar]:
        """Return each value of a cell, range, table or name by its address, `ROI!B4`.

        Raises:
            UsageError: there is no such place, or it is a name for a value and not for cells.
        """
        area = self._places.area(where)
        self._calculation.finish([area])
        sheet = self._book.sheets[area.sheet].name
        return {
            address(area.top + down, area.left + right, sheet): value
            for down, row in enumerate(self._shown.rows(area))
            for right, value in enumerate(row)
        }

    def frame(self, where: str) -> pd.DataFrame:
        """Return a table by its name with its headings, or a range with the sheet's own letters and row numbers.

        Raises:
            UsageError: there is no such place.
        """
        import pandas as pd

        table = self._book.tables.get(where.casefold())
        if table is None:
            area = self._places.area(where)
            columns = [column_letters(column) for column in range(area.left, area.right + 1)]
            index = range(area.top + 1, area.bottom + 2)
            self._calculation.finish([area])
            return pd.DataFrame(self._shown.rows(area), columns=columns, index=index)
        area = Rectangle(
            table.sheet, table.top + table.header_rows, table.left, table.bottom - table.totals_rows, table.right
        )
        self._calculation.finish([area])
        return pd.DataFrame(self._shown.rows(area), columns=table.columns)

    # Inputs

    def __setitem__(self, where: str, value: object) -> None:
        """Set an input cell; everything that depends on it is computed when it is next read.

        Args:
            where: one cell, or a name for one.
            value: a number, text, boolean, date, or None for a blank cell.

        Raises:
            UsageError: there is no such cell, it holds a formula, or the value is none of these.
        """
        self.set({where: value})

    def set(self, values: Mapping[str, object]) -> None:
        """Set several inputs, all of them or, where one is refused, none.

        Raises:
            UsageError: a place is not one cell, it holds a formula, or a value is none that a cell can hold.
        """
        puts = []
        for where, value in values.items():
            sheet, row, column = self._places.input_cell(where)
            cell = scalar(value, where, date_1904=self._book.calculation.date_1904)
            puts.append((sheet, row, column, *pack(cell, self._book.strings)))
        for sheet, row, column, kind, data in puts:
            self._calculation.put(sheet, row, column, kind, data)
            self._inputs[sheet, row, column] = None

    def check_input(self, where: str) -> str:
        """Return the address of an input cell, with its sheet.

        Raises:
            UsageError: it is not one cell, or it holds a formula.
        """
        sheet, row, column = self._places.input_cell(where)
        return address(row, column, self._book.sheets[sheet].name)

    # Everything

    def recalculate(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Compute all that is out of date, volatile functions too; return how many formula cells that were."""
        self._calculation.refresh()
        return self._calculation.finish_all(progress)

    def save(
        self, target: str | os.PathLike[str] | None = None, progress: Callable[[int, int], None] | None = None
    ) -> Report:
        """Compute what is out of date and write the inputs that were set and the values of formula cells.

        All else in the file comes back byte for byte.

        Args:
            target: where to write; the file that was read where it is left out.
            progress: called now and then with (formula cells computed, formula cells in all).

        Raises:
            SocroiError: the file cannot be written; nothing was changed.
        """
        started = time.perf_counter()
        computed = self._calculation.finish_all(progress)
        written = Path(target if target is not None else self._loaded.package.path)
        changed = save(self._loaded, gather_with_inputs(self._loaded, self._inputs), written)
        missing = list(uncomputed_cells(self._loaded, self._calculation.results.failures))
        left, standing = cells_left(self._loaded) if missing else 0, standing_of(self._book)
        seconds = time.perf_counter() - started
        return Report(written, computed - left, changed, missing, seconds, standing, self.links, self.remembered)


def values(
    path: str | os.PathLike[str],
    only: Iterable[str],
    *,
    locale: str | None = None,
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> dict[str, Any]:
    """Compute some cells of a workbook, with what they need and no more; the file is left alone.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        only: cells, ranges or names, as `Workbook.__getitem__` takes them.
        locale: the country of the book, as for `recalculate`.
        links: whether linked workbooks are read, as for `recalculate`.

    Returns:
        for each text of `only` what it holds.

    Raises:
        SocroiError: the file cannot be read, or one of the places is not in it.
    """
    book = Workbook(path, locale=locale, links=links)
    return {where: book[where] for where in only}
