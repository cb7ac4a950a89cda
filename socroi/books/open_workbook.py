"""A workbook that stays open: read cells, set inputs, and only what depends on them is computed.

book = socroi.open("plan.xlsx")
book["ROI!B4"]              # computed now, with what it needs and no more
book["Values!C4"] = 5       # an input; a formula is never overwritten
book["ROI!B4"]              # computed anew, if it depends on that input
book.save("changed.xlsx")   # inputs and values, every other byte as it was
"""

from __future__ import annotations

import math
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from socroi.books.recalculation import Report, Uncomputed, cells_left, uncomputed_cells
from socroi.books.standing import standing_of
from socroi.books.warning import warn_uncomputed
from socroi.definition.suggestion import closest
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Function, Ref
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import HERE, Cell, Name
from socroi.engine.incremental.open_calculation import OpenCalculation
from socroi.engine.model.block import BLANK, ERROR, UNCOMPUTED, pack, to_rows, unpack
from socroi.engine.model.budget import budgeted
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.countries import within
from socroi.engine.schedule.precedents import Rectangle
from socroi.errors import CellError, FormulaError, UsageError
from socroi.excel.addresses import address, column_letters
from socroi.excel.limits import LONGEST_TEXT, MAX_COLUMNS, MAX_ROWS, fits_cell
from socroi.excel.serials import DAYS_1904, to_serial
from socroi.workbook.reading.book import load
from socroi.workbook.reading.links import followed
from socroi.workbook.writing.inputs import gather_with_inputs
from socroi.workbook.writing.saving import save

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping
    from threading import Event

    import pandas as pd

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar
    from socroi.engine.model.limits import Limits
    from socroi.workbook.reading.book import Loaded
    from socroi.workbook.reading.links import LinkedFile

MOST_CELLS = 1 << 22
"""A request for more cells than this is a mistake, such as a whole sheet."""


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
        self._single: dict[str, Rectangle] = {}
        self._warned = False
        self._unsupported = {(sheet.casefold(), cell): why for sheet, cell, why in self._loaded.unsupported}

    def __repr__(self) -> str:
        return f"<Workbook {self._loaded.package.where}: {', '.join(self.sheets)}>"

    @property
    def links(self) -> list[LinkedFile]:
        """The workbooks that it links to, where these were to be read."""
        return self._loaded.links

    @property
    def opened(self) -> tuple[Loaded, OpenCalculation]:
        """What was read of the file, and what computes it: for a review of the workbook as it stands now."""
        return self._loaded, self._calculation

    @property
    def sheets(self) -> list[str]:
        """The names of the worksheets, in order."""
        return [sheet.name for sheet in self._book.sheets if sheet.is_worksheet]

    @property
    def names(self) -> list[str]:
        """The defined names of the workbook."""
        return [name.name for name in self._book.names if name.sheet is None]

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
        found = self._find(where)
        if isinstance(found, Rectangle):
            self._calculation.finish([found])
            return self._values(found)
        return found

    def cells(self, where: str) -> dict[str, Scalar]:
        """Return each value of a cell, range, table or name by its address, `ROI!B4`.

        Raises:
            UsageError: there is no such place, or it is a name for a value and not for cells.
        """
        area = self._area(where)
        self._calculation.finish([area])
        sheet = self._book.sheets[area.sheet].name
        return {
            address(area.top + down, area.left + right, sheet): value
            for down, row in enumerate(self._values(area))
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
            area = self._area(where)
            columns = [column_letters(column) for column in range(area.left, area.right + 1)]
            index = range(area.top + 1, area.bottom + 2)
            self._calculation.finish([area])
            return pd.DataFrame(self._values(area), columns=columns, index=index)
        area = Rectangle(
            table.sheet, table.top + table.header_rows, table.left, table.bottom - table.totals_rows, table.right
        )
        self._calculation.finish([area])
        return pd.DataFrame(self._values(area), columns=table.columns)

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
            sheet, row, column = self._input_cell(where)
            puts.append((sheet, row, column, *pack(self._scalar(value, where), self._book.strings)))
        for sheet, row, column, kind, data in puts:
            self._calculation.put(sheet, row, column, kind, data)
            self._inputs[sheet, row, column] = None

    def check_input(self, where: str) -> str:
        """Return the address of an input cell, with its sheet.

        Raises:
            UsageError: it is not one cell, or it holds a formula.
        """
        sheet, row, column = self._input_cell(where)
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
        return Report(written, computed - left, changed, missing, time.perf_counter() - started, standing, self.links)

    # Places

    def _find(self, where: str) -> Rectangle | list[list[Scalar]]:
        """Return the cells that a text names, or the rows of a name that stands for a value.

        Raises:
            UsageError: it names nothing.
        """
        if where in self._single:
            return self._single[where]
        text = where.strip().removeprefix("=")
        try:
            tree = parse(text)
        except FormulaError as problem:
            raise self._nowhere(where, problem.what) from problem
        table = self._book.tables.get(text.casefold())
        if table is not None and isinstance(tree, Name):
            return Rectangle(table.sheet, table.top, table.left, table.bottom, table.right)
        scope = Scope(self._first_sheet(), np.zeros(1, np.int64), 0, array=True)
        try:
            value = self._calculation.evaluate(tree, scope)
        except (Uncomputable, LaneSplit) as problem:
            raise UsageError(f"{where} cannot be computed: {problem}.", where=self._where) from problem
        if isinstance(value, Ref) and value.external is None and not value.is_3d:
            rectangle = self._rectangle(value, where)
            if self._is_cell(tree, scope.sheet):
                self._single[where] = rectangle
            return rectangle
        block = None if isinstance(value, Ref | Function) else self._calculation.cells(value)
        if not isinstance(tree, Name) or block is None:
            raise self._nowhere(where)
        if block.has(ERROR) and block.is_single and float(block.data[0, 0, 0]) != UNCOMPUTED:
            raise self._nowhere(where, str(unpack(ERROR, float(block.data[0, 0, 0]), self._book.strings)))
        return to_rows(block, self._book.strings)

    def _is_cell(self, tree: Node, sheet: int) -> bool:
        """Whether a place is one cell whatever the workbook holds: written as such, or by a name for it."""
        if isinstance(tree, Name) and tree.prefix == HERE:
            return isinstance(self._calculation.context.names.tree(tree.name, sheet), Cell)
        return isinstance(tree, Cell)

    def _rectangle(self, ref: Ref, where: str) -> Rectangle:
        sheet = self._book.sheets[ref.sheet]
        if not sheet.is_worksheet:
            raise UsageError(f"{sheet.name} is a chart and has no cells.", where=self._where)
        top, left, bottom, right = (int(side[0]) for side in (ref.top, ref.left, ref.bottom, ref.right))
        # A whole column or row is read as far as the sheet is used.
        if bottom == MAX_ROWS - 1:
            bottom = max(top, min(bottom, sheet.row_count - 1))
        if right == MAX_COLUMNS - 1:
            right = max(left, min(right, sheet.column_count - 1))
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise UsageError(f"{where} covers more than {MOST_CELLS:,} cells.", where=self._where, hint="Name fewer.")
        return Rectangle(ref.sheet, top, left, bottom, right)

    def _area(self, where: str) -> Rectangle:
        found = self._find(where)
        if not isinstance(found, Rectangle):
            raise UsageError(f"{where} is a name for a value, not for cells.", where=self._where)
        return found

    def _input_cell(self, where: str) -> tuple[int, int, int]:
        area = self._area(where)
        if (area.top, area.left) != (area.bottom, area.right):
            raise UsageError(
                f"{where} is a range of {(area.bottom - area.top + 1) * (area.right - area.left + 1)} cells.",
                where=self._where,
                hint="Set one cell at a time.",
            )
        region = self._calculation.formula_at(area.sheet, area.top, area.left)
        place = address(area.top, area.left, self._book.sheets[area.sheet].name)
        if region is not None:
            raise UsageError(
                f"{place} holds a formula (={region.text[:80]}), not an input.",
                where=self._where,
                hint="Set the cells that it reads.",
            )
        if (self._book.sheets[area.sheet].name.casefold(), address(area.top, area.left)) in self._unsupported:
            raise UsageError(f"{place} holds a formula, not an input.", where=self._where)
        return area.sheet, area.top, area.left

    def _first_sheet(self) -> int:
        return next((i for i, sheet in enumerate(self._book.sheets) if sheet.is_worksheet), 0)

    @property
    def _where(self) -> str:
        return self._loaded.package.where

    def _nowhere(self, where: str, why: str = "") -> UsageError:
        sheet = where.rpartition("!")[0].strip("'").replace("''", "'")
        if sheet and sheet.casefold() not in (name.casefold() for name in self.sheets):
            return UsageError(
                f"there is no sheet {sheet!r}.", where=self._where, hint=f"Its sheets are {_listed(self.sheets)}."
            )
        known = [*self.names, *(table.name for table in self._book.tables.values())]
        hint = "Write a cell as Sheet!B4, or a range, or a name of the workbook"
        hint += f": {_listed(known)}." if known else "."
        meant = closest(where.strip(), known)
        if meant:
            hint = f"Did you mean {meant}?"
        return UsageError(
            f"{where!r} is no cell and no name{f' ({why})' if why else ''}.", where=self._where, hint=hint
        )

    # Values

    def _values(self, area: Rectangle) -> list[list[Scalar]]:
        sheet = self._book.sheets[area.sheet]
        height = area.bottom - area.top + 1
        columns = []
        for index in range(area.left, area.right + 1):
            held = sheet.columns.get(index)
            kinds = [] if held is None else held.kind[area.top : area.bottom + 1].tolist()
            data = [] if held is None else held.data[area.top : area.bottom + 1].tolist()
            kinds += [BLANK] * (height - len(kinds))
            data += [0.0] * (height - len(data))
            column = [unpack(kind, number, self._book.strings) for kind, number in zip(kinds, data, strict=True)]
            for offset, (kind, number) in enumerate(zip(kinds, data, strict=True)):
                if kind == ERROR and number == UNCOMPUTED:
                    column[offset] = CellError("#UNKNOWN!", self._why(area.sheet, area.top + offset, index))
            columns.append(column)
        self._mark_unsupported(area, columns)
        self._warn(area, columns)
        return [list(row) for row in zip(*columns, strict=True)]

    def _warn(self, area: Rectangle, columns: list[list[Scalar]]) -> None:
        """Warn once of values that could not be computed: sums in pandas would go around them."""
        if self._warned:
            return
        for right, column in enumerate(columns):
            for down, value in enumerate(column):
                if isinstance(value, CellError) and value == "#UNKNOWN!" and value.why:
                    place = address(area.top + down, area.left + right, self._book.sheets[area.sheet].name)
                    self._warned = True
                    warn_uncomputed(
                        f"{self._where}: {place} could not be computed: {value.why}. Such cells read as #UNKNOWN!; "
                        "Workbook.uncomputed lists them."
                    )
                    return

    def _mark_unsupported(self, area: Rectangle, columns: list[list[Scalar]]) -> None:
        if not self._unsupported:
            return
        name = self._book.sheets[area.sheet].name.casefold()
        for right, column in enumerate(columns):
            for down in range(len(column)):
                why = self._unsupported.get((name, address(area.top + down, area.left + right)))
                if why is not None:
                    column[down] = CellError("#UNKNOWN!", why)

    def _why(self, sheet: int, row: int, column: int) -> str:
        for failure in self._calculation.results.failures:
            if (failure.sheet, failure.column) == (sheet, column) and 0 <= row - failure.row < failure.count:
                return failure.why
        return "it depends on a formula that was not computed"

    def _scalar(self, value: object, where: str) -> Scalar:
        """Return what a cell holds of a Python value; a date is its serial number.

        Raises:
            UsageError: no cell holds such a value.
        """
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, date):
            naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
            return to_serial(naive) - (DAYS_1904 if self._book.calculation.date_1904 else 0)
        if isinstance(value, timedelta):
            return value / timedelta(days=1)
        if value is None or isinstance(value, bool | str):
            if isinstance(value, str) and not fits_cell(value):
                raise UsageError(
                    f"The text for {where} is longer than the {LONGEST_TEXT:,} characters that a cell can hold."
                )
            return value
        try:
            number = float(value)  # type: ignore[arg-type]  # any number has __float__; what has none is refused here
        except (TypeError, ValueError):
            raise UsageError(f"{value!r} is nothing that a cell can hold.", where=where) from None
        if not math.isfinite(number):
            raise UsageError(f"{number} is no number that a cell can hold.", where=where)
        return number


def values(path: str | os.PathLike[str], only: Iterable[str]) -> dict[str, Any]:
    """Compute some cells of a workbook, with what they need and no more; the file is left alone.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        only: cells, ranges or names, as `Workbook.__getitem__` takes them.

    Returns:
        for each text of `only` what it holds.

    Raises:
        SocroiError: the file cannot be read, or one of the places is not in it.
    """
    book = Workbook(path)
    return {where: book[where] for where in only}


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:8])
    return f"{shown} and {len(names) - 8} more" if len(names) > 8 else shown
