"""The columns of headed rows, each read as what it holds: texts, ids, numbers, counts, dates, currencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.sources import numerals
from socroi.sources.currencies import code_of, may_be
from socroi.sources.dates import UnclearDate, dates, proven_order
from socroi.sources.grid import as_text
from socroi.sources.headed_rows import HeadedRows
from socroi.sources.headings import fields, without_currency
from socroi.sources.moments import as_days, as_moments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from socroi.sources.columns import Column
    from socroi.sources.grid import Grid
    from socroi.sources.hints import Hints
    from socroi.sources.moments import Moments
    from socroi.sources.numerals import Cell

    Numbers = NDArray[np.float64]
    Texts = NDArray[np.object_]

RUINED: Final = re.compile(r"^\d(?:[.,]\d+)?[eE]\+\d+$")
"""An id that a spreadsheet program took for a number: 6.49E+17."""
_BOUND: Final = re.compile(r"(?:[<>]=?|[≤≥])\s?\d[\d.,]{0,9}\s?[kKmM]?")
"""What a platform writes in place of a count that is too small to be told."""

_BEYOND: Final = 1e15
"""A figure of so much is an id or a slip: sums of such have no digit for anything else."""


class TypedColumns(HeadedRows):
    """The columns below one header row of a grid.

    Args:
        grid: the file's cells.
        header: index of the header row.
        fields: for each field of the tidy table, the headers that mean it, in order of preference.
        order: the exporter's own order of day and month; None where it follows the account.
        decimal: "." or ",", where the caller knows it.
        usual: the decimal sign that this exporter writes when nothing in the file proves one; None if that differs.
        last: index of the last row that belongs to the table; None for the end of the file.
        hints: what the caller knows; its order and decimal sign go before those given here.
    """

    def __init__(
        self,
        grid: Grid,
        header: int,
        fields: Mapping[str, Sequence[str]],
        *,
        order: str | None = None,
        decimal: str | None = None,
        usual: str | None = ".",
        last: int | None = None,
        hints: Hints | None = None,
    ) -> None:
        super().__init__(grid, header, fields, last=last, hints=hints)
        self.window: tuple[date | None, date | None] = (None, None)
        self.order = self.hints.date_order or order
        self._hint = self.hints.decimal or decimal
        self._usual = "," if grid.delimiter == ";" else usual
        self._numbers: dict[tuple[str, bool], Numbers] = {}
        self._decimal_of_file: str | bool | None = False

    def keep(self, rows: NDArray[Any]) -> None:
        """Keep some of the rows: chosen by a mask, or by their places in the order that is wanted."""
        super().keep(rows)
        # The rows that are left may prove another decimal sign, as they did not hold one that is gone.
        self._numbers = {}

    def texts(self, field: str) -> Texts:
        """The cells as text; absent ones are None."""
        return self.column(field).each(_text)

    def words(self, field: str) -> Column:
        """The column of the texts, absent ones None, for the table."""
        return self.column(field).normal(_text)

    def ids(self, field: str) -> Column:
        """Ids as text. One that a spreadsheet program ruined is None, and said."""
        column = self.column(field)
        texts = [_text(cell) for cell in column.distinct]
        rows = np.bincount(column.places, minlength=len(texts)).tolist()
        cut = _cut_to_fifteen({text: count for text, count in zip(texts, rows, strict=True) if text})
        ruined = {
            text
            for text, cell in zip(texts, column.distinct, strict=True)
            if text
            and (RUINED.match(text) or (isinstance(cell, float) and abs(cell) >= 1e15) or (cut and len(text) > 15))
        }
        if ruined:
            count = sum(rows[place] for place, text in enumerate(texts) if text in ruined)
            shown = next(text for text in texts if text in ruined)
            self.notes.append(
                f"The file was opened and saved in a spreadsheet program, which ruined {count} of {len(self)} "
                f"ids in “{self.name(field)}” (now {shown}): they cannot be told apart by id."
            )
        return column.normal(lambda cell: None if (text := _text(cell)) in ruined else text)

    def decimal(self, field: str) -> str:
        """The decimal sign of a column: given, proven by the column or the file, or the exporter's usual one."""
        column = self.column(field)
        if self._hint:
            return self._hint
        figures = column.figures
        if figures is not None and figures.proven:
            return figures.sign or "."
        cells = column.distinct
        try:
            sign = numerals.proven(cells) if figures is None else None
        except numerals.Contradiction as error:
            raise self.refuse(
                f"“{self.name(field)}” has {error.first!r} and {error.second!r}: its decimal sign cannot be told.",
                hint="Export the file again.",
            ) from error
        if sign is not None:
            return sign
        if figures is None and not numerals.is_ambiguous(cells):
            return "."
        sign = self._proven_by_file() or self._usual
        if sign is None:
            text = next(str(cell) for cell in cells if numerals.is_ambiguous([cell]))
            raise self.refuse(
                f"“{self.name(field)}” has {text!r}, and nothing in the file says if that sign is the decimal one.",
                hint="Say which: --decimal , or --decimal . (in Python decimal=).",
            )
        return sign

    def _proven_by_file(self) -> str | None:
        """What all columns of numbers together prove; None where they prove nothing or disagree."""
        if isinstance(self._decimal_of_file, bool):
            signs: set[str] = set()
            for place in range(len(self.names)):
                figures = self.at(place).figures
                if figures is not None:
                    signs |= {figures.sign} if figures.sign and figures.proven else set()
                    continue
                cells = self.at(place).distinct
                written = [cell for cell in cells if isinstance(cell, str) and not numerals.is_absent(cell)]
                if written and all(numerals.numeral(cell) is not None for cell in written):
                    try:
                        sign = numerals.proven(written)
                    except numerals.Contradiction:
                        continue
                    signs |= {sign} if sign else set()
            self._decimal_of_file = signs.pop() if len(signs) == 1 else None
        return self._decimal_of_file if isinstance(self._decimal_of_file, str) else None

    def numbers(self, field: str, *, counted: bool = False) -> Numbers:
        """The column as written: percent signs do not divide.

        Args:
            field: of the tidy table.
            counted: it counts things, so that no cell may be money, a share, or negative by brackets.

        Raises:
            SourceError: a cell is no number.
        """
        kept = self._numbers.get((field, counted))
        if kept is not None:
            return kept
        column, allowed = self.column(field), not counted
        figures, sign = column.figures, self.decimal(field)
        if figures is not None and figures.sign in (None, sign):
            found = figures.numbers
        else:
            found = self._read(field, column, sign, allowed=allowed)
        if bool((huge := np.abs(found) >= _BEYOND).any()):
            row = int(np.argmax(huge))
            raise self.refuse(
                f"“{self.name(field)}” is {as_text(self.cell(field, row))!r}, which is no figure of a month.",
                row=row,
                hint="Correct the cell or export the file again.",
            )
        self._numbers[field, counted] = found
        return found

    def _read(self, field: str, column: Column, sign: str, *, allowed: bool) -> Numbers:
        cells = column.distinct if allowed else self._without_bounds(field, column)
        try:
            # Half a percent is no amount of money.
            percent = allowed and fields().get(field, {}).get("unit") != "money"
            read = numerals.numbers(cells, sign, brackets=allowed, percent=percent, money=allowed)
        except numerals.Unreadable as error:
            raise self.refuse(
                f"“{self.name(field)}” is {error.text!r}, where a number is expected.",
                row=column.first(error.index),
                hint=error.advice or "Blank cells and “-” are fine; correct the cell or export the file again.",
            ) from error
        return np.array(read, dtype=np.float64)[column.places]

    def _without_bounds(self, field: str, column: Column) -> Sequence[Cell]:
        """The cells of a column of counts; those that say “<5” or “>1000” are not known, and said."""
        bounds = {cell for cell in column.distinct if isinstance(cell, str) and _BOUND.fullmatch(cell.strip())}
        if not bounds:
            return column.distinct
        rows = int(column.where(lambda cell: cell in bounds).sum())
        begin, end = f"“{self.name(field)}” is “", "not known there."
        # Read once with the totals rows and once without them, it is said of the rows that stay.
        self.notes = [note for note in self.notes if not (note.startswith(begin) and note.endswith(end))]
        self.notes.append(f"{begin}{min(bounds)}” or the like in {rows} of {len(self)} rows: {end}")
        return [None if cell in bounds else cell for cell in column.distinct]

    def counts(self, field: str, *, whole: bool = True) -> Numbers:
        """Counts. A fraction where things are counted one by one is refused: its decimal sign was misread."""
        found = self.numbers(field, counted=True)
        figures = self.column(field).figures
        if figures is not None and figures.sign is None:
            return found
        if whole and bool((broken := np.mod(found, 1) > 0).any()):
            row = int(np.argmax(broken))
            raise self.refuse(
                f"“{self.name(field)}” is {as_text(self.cell(field, row))!r}, and a count is whole.",
                row=row,
                hint="If that sign divides thousands, name the decimal one: --decimal , or . (in Python decimal=).",
            )
        return found

    def percents(self, field: str) -> Numbers:
        """A column in which 2.60 means 2.60%, as fractions."""
        return self.numbers(field) / 100

    def moments(self, field: str, *, windowed: bool = False) -> Moments:
        """Dates, with their time of day.

        Args:
            field: of the tidy table.
            windowed: they lie in the file's own window, which then proves the order of day and month.
        """
        column = self.column(field)
        try:
            order = self._order_by_window(column) if windowed and not self.hints.date_order else self.order
            order = order or self._order_by_others(field)
            found = dates(column.distinct, order, date_1904=self.grid.date_1904)
        except UnclearDate as error:
            raise self.refuse(
                f"“{self.name(field)}” is {error.text!r}, which {error.why}.", row=column.first(error.index)
            ) from error
        return as_moments(found)[column.places]

    def days(self, field: str) -> Moments:
        """Dates alone, inside the file's own window where it names one."""
        return as_days(self.moments(field, windowed=True))

    def _order_by_window(self, column: Column) -> str | None:
        """The order of day and month under which all dates lie in the file's window; else the exporter's."""
        first, last = self.window
        if first is None or last is None:
            return self.order
        fitting: list[str] = []
        for order in ("mdy", "dmy"):
            try:
                found = dates(column.distinct, order, date_1904=self.grid.date_1904)
            except UnclearDate:
                continue
            if all(moment is None or first <= moment.date() <= last for moment in found):
                fitting.append(order)
        return fitting[0] if len(fitting) == 1 else self.order

    def _order_by_others(self, field: str) -> str | None:
        """The order that the file's other days prove: 4/30/2026 beside 4/1/2026; None where they prove none, or two."""
        others = [each for each in self.fields if each != field and fields().get(each, {}).get("unit") == "date"]
        orders = {order for each in others if (order := proven_order(self.column(each).distinct)) is not None}
        return orders.pop() if len(orders) == 1 else None

    def currency(self, *fields: str) -> str | None:
        """The currency that the headers of these fields name, or else the signs in their cells.

        Raises:
            SourceError: they name two.
        """
        present = [field for field in fields if field in self]
        codes = {code for field in present if (code := without_currency(self.name(field))[1])}
        columns = [self.column(field) for field in present]
        signs = {sign for each in columns if each.figures is None for sign in numerals.symbols(each.distinct)}
        codes |= {code for sign in signs if (code := code_of(sign))}
        strange = next((sign for sign in signs if codes and not codes & may_be(sign)), None)
        if strange is not None and len(codes) == 1:
            raise self.refuse(
                f"“{strange}” stands beside its amounts, and its headings say {next(iter(codes))}.",
                hint="Export it in one currency, or correct the heading.",
            )
        if len(codes) > 1:
            raise self.refuse(
                f"its amounts are in {' and '.join(sorted(codes))}.", hint="Export one currency at a time."
            )
        return next(iter(codes), None)

    def currencies(self, field: str, *amounts: str) -> Column:
        """The currency of each row: what its own column says, else that of the amounts."""
        named = self.words(field)
        if None not in named.distinct:
            return named
        code = self.currency(*amounts)
        return named.normal(lambda cell: code if cell is None else cell)


def _text(cell: Cell) -> str | None:
    return None if numerals.is_absent(cell) else as_text(cell)


def _cut_to_fifteen(ids: Mapping[str, int]) -> bool:
    """True where a spreadsheet program kept fifteen digits of every long id and wrote zeros behind them.

    Args:
        ids: each id, and how many rows have it.
    """
    long = {text: rows for text, rows in ids.items() if len(text) > 15 and text.isdigit()}
    zeros = sum((len(text) - 15) * rows for text, rows in long.items())
    return all(not text[15:].strip("0") for text in long) and zeros >= 4
