"""The values of an open workbook's cells as Python has them, and of Python's as a cell holds them."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from socroi.books.warning import warn_uncomputed
from socroi.engine.model.block import BLANK, ERROR, UNCOMPUTED, unpack
from socroi.errors import CellError, UsageError
from socroi.excel.addresses import address
from socroi.excel.limits import LONGEST_TEXT, fits_cell
from socroi.excel.serials import DAYS_1904, to_serial

if TYPE_CHECKING:
    from socroi.engine.incremental.open_calculation import OpenCalculation
    from socroi.engine.model.block import Scalar
    from socroi.engine.schedule.precedents import Rectangle
    from socroi.workbook.reading.loaded import Loaded


class CellValues:
    """The values of one open workbook; the first one that is not known is warned of."""

    def __init__(self, loaded: Loaded, calculation: OpenCalculation, unsupported: dict[tuple[str, str], str]) -> None:
        self._loaded, self._book = loaded, loaded.book
        self._calculation, self._unsupported = calculation, unsupported
        self._warned = False

    def rows(self, area: Rectangle) -> list[list[Scalar]]:
        """Return the values of cells, row by row; of one that could not be computed an error with the reason."""
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
                        f"{self._loaded.package.where}: {place} could not be computed: {value.why}. Such cells read as "
                        "#UNKNOWN!; Workbook.uncomputed lists them."
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


def scalar(value: object, where: str, *, date_1904: bool) -> Scalar:
    """Return what a cell holds of a Python value; a date is its serial number.

    Raises:
        UsageError: no cell holds such a value.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, date):
        naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        return to_serial(naive) - (DAYS_1904 if date_1904 else 0)
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
