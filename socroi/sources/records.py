"""Rows under a known header: columns read by what they hold, totals rows set aside, every doubt in a sentence."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from socroi.errors import SourceError
from socroi.sources import numerals, totals
from socroi.sources.currencies import code_of
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.export import CLAIMS, COLUMNS, Export, Kind
from socroi.sources.grid import as_text
from socroi.sources.headings import exporters, fields, header_key, headings, without_currency, words
from socroi.sources.hints import Hints
from socroi.sources.reconciling import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from socroi.sources.grid import Grid
    from socroi.sources.numerals import Cell

RUINED: Final = re.compile(r"^\d(?:[.,]\d+)?[eE]\+\d+$")
"""An id that a spreadsheet program took for a number: 6.49E+17."""


class Records:
    """The rows below one header row of a grid.

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
        self.grid = grid
        self.hints = hints or Hints()
        self.window: tuple[date | None, date | None] = (None, None)
        self.left_out: list[tuple[int, str]] = []
        self.header = header
        self.names = [as_text(cell) for cell in grid.rows[header]]
        while self.names and not self.names[-1]:
            self.names.pop()
        self.notes = list(grid.notes)
        self.order = self.hints.date_order or order
        self._hint = self.hints.decimal or decimal
        self._usual = "," if grid.delimiter == ";" else usual
        self._numbers: dict[tuple[str, bool], tuple[object, list[float]]] = {}
        self._columns = self._match(fields)
        personal = {header_key(each) for names in words()["personal"].values() for each in names}
        self._personal = [
            place
            for place, name in enumerate(self.names)
            if header_key(name) in personal and place not in self._columns.values()
        ]
        self.rows = self._rows(len(grid.rows) if last is None else last + 1)
        if self._personal:
            dropped = ", ".join(f"“{self.names[place]}”" for place in self._personal)
            self.notes.append(f"Dropped on reading, as they are about persons: {dropped}.")
        self._decimal_of_file: str | bool | None = False

    def _match(self, fields: Mapping[str, Sequence[str]]) -> dict[str, int]:
        """The column of each field: the first header of its list that the file has."""
        places: dict[str, list[int]] = {}
        for index, name in enumerate(self.names):
            places.setdefault(header_key(without_currency(name)[0]), []).append(index)
            if without_currency(name)[1]:
                places.setdefault(header_key(name), []).append(index)
        found: dict[str, int] = {}
        for field, aliases in fields.items():
            columns = next((places[key] for alias in aliases if (key := header_key(alias)) in places), [])
            if len(columns) > 1 and self._differ(columns):
                names = ", ".join(f"“{self.names[column]}”" for column in columns)
                raise SourceError(
                    f"it has more than one column for {field}: {names}.",
                    where=self.grid.where,
                    hint="Export it with one of them.",
                )
            if columns:
                found[field] = columns[0]
        return found

    def _differ(self, columns: Sequence[int]) -> bool:
        """Tell whether columns of one name hold different things: Google writes `Currency code` twice, the same."""
        for row in self.grid.rows[self.header + 1 :]:
            if len({as_text(row[column]) if column < len(row) else "" for column in columns}) > 1:
                return True
        return len({self.names[column] for column in columns}) > 1

    def _rows(self, stop: int) -> list[tuple[int, list[Cell]]]:
        """The data rows with their row numbers. Blank lines are no rows; a row of another length is refused."""
        width = len(self.names)
        rows: list[tuple[int, list[Cell]]] = []
        for index in range(self.header + 1, stop):
            cells = self.grid.rows[index]
            if not any(as_text(cell) for cell in cells):
                continue
            if _is_footer(cells):
                self.left_out.append((index + 1, "a line below the table"))
                continue
            extra = [cell for cell in cells[width:] if as_text(cell)]
            if extra or len(cells) < width:
                raise SourceError(
                    f"row {index + 1} has {len(cells)} cells where the header has {width}.",
                    where=self.grid.where,
                    hint="The file was cut off or edited: export it again.",
                )
            kept = cells[:width]
            for place in self._personal:
                kept[place] = None
            rows.append((index + 1, kept))
        return rows

    def __contains__(self, field: str) -> bool:
        return field in self._columns

    def __len__(self) -> int:
        return len(self.rows)

    def name(self, field: str) -> str:
        """The header that the file has for the field."""
        return self.names[self._columns[field]]

    @property
    def fields(self) -> list[str]:
        """The fields that the file has."""
        return list(self._columns)

    def column(self, field: str) -> int:
        """The place of the field's column."""
        return self._columns[field]

    def cells(self, field: str) -> list[Cell]:
        """The field's cells; all missing where the file has no such column."""
        column = self._columns.get(field)
        return [None] * len(self.rows) if column is None else [cells[column] for _, cells in self.rows]

    def refuse(self, what: str, *, row: int | None = None, hint: str = "") -> SourceError:
        """The error for this file; `row` is an index into `rows`."""
        place = self.grid.where if row is None else f"{self.grid.where}, row {self.rows[row][0]}"
        return SourceError(what, where=place, hint=hint)

    # -- rows ---------------------------------------------------------------------------------------------------------

    def leave_out(self, chosen: Callable[[dict[str, str]], bool]) -> list[tuple[int, list[Cell]]]:
        """Take the rows away for which `chosen`, given their texts by field, is true; return them."""
        left: list[tuple[int, list[Cell]]] = []
        kept: list[tuple[int, list[Cell]]] = []
        for number, cells in self.rows:
            texts = {field: as_text(cells[column]) for field, column in self._columns.items()}
            (left if chosen(texts) else kept).append((number, cells))
        self.rows = kept
        return left

    def without_totals(self, *, blank: bool = False) -> None:
        """Leave the totals rows out, and note where the first of them differs from the sum of the rows kept.

        Args:
            blank: the exporter's totals row has no name, whatever its figures.

        Raises:
            SourceError: a row may be a total or not.
        """
        found = totals.find(self, blank=blank)
        if not found:
            return
        left = [self.rows[index] for index in found]
        self.left_out += [(self.rows[index][0], why) for index, why in found.items()]
        self.rows = [row for index, row in enumerate(self.rows) if index not in found]
        self._say_totals(sorted(left, key=lambda row: row[0]))

    def _say_totals(self, left: Sequence[tuple[int, list[Cell]]]) -> None:
        places = ", ".join(str(number) for number, _ in left)
        rows = f"row {places}, a totals row" if len(left) == 1 else f"rows {places}, totals rows"
        differences: list[str] = []
        for field, column in self._columns.items():
            if not fields().get(field, {}).get("additive") or numerals.is_absent(left[0][1][column]):
                continue
            cells = self.cells(field)
            try:
                stated = numerals.numbers([left[0][1][column]], self.decimal(field))[0]
            except numerals.Unreadable as error:
                raise SourceError(
                    f"“{self.name(field)}” is {error.text!r} in the totals row, where a number is expected.",
                    where=f"{self.grid.where}, row {left[0][0]}",
                    hint="Export the file again.",
                ) from error
            added = math.fsum(value for value in self.numbers(field) if not math.isnan(value)) if cells else 0.0
            if not math.isclose(stated, added, rel_tol=1e-9, abs_tol=0.005):
                differences.append(f"{self.name(field)} {stated:,.10g} against {added:,.10g}")
        tail = "; the file's total differs from the sum of its rows: " + ", ".join(differences) if differences else ""
        self.notes.append(f"Left out {rows}{tail}.")

    # -- columns ------------------------------------------------------------------------------------------------------

    def texts(self, field: str) -> list[str | None]:
        """The cells as text; absent ones are None."""
        return [None if numerals.is_absent(cell) else as_text(cell) for cell in self.cells(field)]

    def ids(self, field: str) -> list[str | None]:
        """Ids as text. One that a spreadsheet program ruined is None, and said."""
        found = self.texts(field)
        cut = _cut_to_fifteen(filter(None, found))
        ruined: list[str] = []
        for index, cell in enumerate(self.cells(field)):
            text = found[index]
            if text and (
                RUINED.match(text) or (isinstance(cell, float) and abs(cell) >= 1e15) or (cut and len(text) > 15)
            ):
                ruined.append(text)
                found[index] = None
        if ruined:
            self.notes.append(
                f"The file was opened and saved in a spreadsheet program, which ruined {len(ruined)} of {len(found)} "
                f"ids in “{self.name(field)}” (now {ruined[0]}): they cannot be told apart by id."
            )
        return found

    def decimal(self, field: str) -> str:
        """The decimal sign of a column: given, proven by the column or the file, or the exporter's usual one."""
        cells = self.cells(field)
        try:
            sign = self._hint or numerals.proven(cells)
        except numerals.Contradiction as error:
            raise self.refuse(
                f"“{self.name(field)}” has {error.first!r} and {error.second!r}: its decimal sign cannot be told.",
                hint="Export the file again.",
            ) from error
        if sign is not None:
            return sign
        if not numerals.is_ambiguous(cells):
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
            for column in range(len(self.names)):
                cells = [row[column] for _, row in self.rows]
                written = [cell for cell in cells if isinstance(cell, str) and not numerals.is_absent(cell)]
                if written and all(numerals.numeral(cell) is not None for cell in written):
                    try:
                        sign = numerals.proven(written)
                    except numerals.Contradiction:
                        continue
                    signs |= {sign} if sign else set()
            self._decimal_of_file = signs.pop() if len(signs) == 1 else None
        return self._decimal_of_file if isinstance(self._decimal_of_file, str) else None

    def numbers(self, field: str, *, counted: bool = False) -> list[float]:
        """The column as written: percent signs do not divide.

        Args:
            field: of the tidy table.
            counted: it counts things, so that no cell may be money, a share, or negative by brackets.

        Raises:
            SourceError: a cell is no number.
        """
        kept = self._numbers.get((field, counted))
        if kept is not None and kept[0] is self.rows:
            return kept[1]
        cells, allowed = self.cells(field), not counted
        try:
            found = numerals.numbers(cells, self.decimal(field), brackets=allowed, percent=allowed, money=allowed)
        except numerals.Unreadable as error:
            raise self.refuse(
                f"“{self.name(field)}” is {error.text!r}, where a number is expected.",
                row=error.index,
                hint=error.advice or "Blank cells and “-” are fine; correct the cell or export the file again.",
            ) from error
        self._numbers[field, counted] = self.rows, found
        return found

    def counts(self, field: str, *, whole: bool = True) -> list[float]:
        """Counts. A fraction where things are counted one by one is refused: its decimal sign was misread."""
        found = self.numbers(field, counted=True)
        for index, value in enumerate(found):
            if whole and not math.isnan(value) and not value.is_integer():
                raise self.refuse(
                    f"“{self.name(field)}” is {as_text(self.cells(field)[index])!r}, and a count is whole.",
                    row=index,
                    hint="If that sign divides thousands, name the decimal one: --decimal , or . (in Python decimal=).",
                )
        return found

    def percents(self, field: str) -> list[float]:
        """A column in which 2.60 means 2.60%, as fractions."""
        return [value / 100 for value in self.numbers(field)]

    def moments(self, field: str, *, windowed: bool = False) -> list[datetime | None]:
        """Dates, with their time of day.

        Args:
            field: of the tidy table.
            windowed: they lie in the file's own window, which then proves the order of day and month.
        """
        try:
            order = self._order_by_window(field) if windowed and not self.hints.date_order else self.order
            return dates(self.cells(field), order, date_1904=self.grid.date_1904)
        except UnclearDate as error:
            raise self.refuse(f"“{self.name(field)}” is {error.text!r}, which {error.why}.", row=error.index) from error

    def days(self, field: str) -> list[datetime | None]:
        """Dates alone, inside the file's own window where it names one."""
        return [moment and moment.replace(hour=0, minute=0, second=0) for moment in self.moments(field, windowed=True)]

    def _order_by_window(self, field: str) -> str | None:
        """The order of day and month under which all dates lie in the file's window; else the exporter's."""
        first, last = self.window
        if first is None or last is None:
            return self.order
        fitting: list[str] = []
        for order in ("mdy", "dmy"):
            try:
                found = dates(self.cells(field), order, date_1904=self.grid.date_1904)
            except UnclearDate:
                continue
            if all(moment is None or first <= moment.date() <= last for moment in found):
                fitting.append(order)
        return fitting[0] if len(fitting) == 1 else self.order

    def currency(self, *fields: str) -> str | None:
        """The currency that the headers of these fields name, or else the signs in their cells.

        Raises:
            SourceError: they name two.
        """
        present = [field for field in fields if field in self]
        codes = {code for field in present if (code := without_currency(self.name(field))[1])}
        signs = {sign for field in present for sign in numerals.symbols(self.cells(field))}
        codes |= {code for sign in signs if (code := code_of(sign))}
        if len(codes) > 1:
            raise self.refuse(
                f"its amounts are in {' and '.join(sorted(codes))}.", hint="Export one currency at a time."
            )
        return next(iter(codes), None)

    # -- the result ---------------------------------------------------------------------------------------------------

    def export(
        self,
        columns: Mapping[str, Sequence[object]],
        *,
        source: str,
        title: str,
        because: str,
        window: tuple[date | None, date | None] = (None, None),
        others: Mapping[str, pd.DataFrame] | None = None,
    ) -> Export:
        """Put the columns together into the tidy table."""
        used = set(self._columns.values())
        ignored = [name for index, name in enumerate(self.names) if index not in used and name]
        table = tidy(columns, len(self.rows))
        if not len(table):
            raise self.refuse("it has a header and no rows.", hint="Choose a period with activity, and export again.")
        known = headings(source) if source in exporters() else None
        check(self, columns, known.ratios if known else {})
        claims = known.about["claims"] if known else "platform"
        return Export(
            table,
            source,
            title,
            self.grid.path,
            because,
            window,
            self.notes,
            ignored,
            others or {},
            sorted(self.left_out),
            CLAIMS[claims],
        )


def tidy(columns: Mapping[str, Sequence[object]], rows: int) -> pd.DataFrame:
    """A frame with all of `COLUMNS`, each of its own type; what is not given is missing."""
    frame: dict[str, Any] = {}
    for name, (kind, _) in COLUMNS.items():
        values = list(columns.get(name, [None] * rows))
        if kind is Kind.DATE:
            frame[name] = pd.Series(pd.to_datetime(pd.Series(values, dtype="object"))).astype("datetime64[ns]")
        elif kind is Kind.TEXT:
            frame[name] = pd.Series(values, dtype="string")
        else:
            frame[name] = pd.Series(values, dtype="float64")
    unknown = set(columns) - set(COLUMNS)
    if unknown:
        raise KeyError(f"not columns of the tidy table: {sorted(unknown)}")
    return pd.DataFrame(frame)


def _is_footer(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is a line below the table, such as `No data available.`."""
    written = [text for cell in cells if (text := as_text(cell))]
    return len(written) == 1 and any(
        re.fullmatch(each, header_key(written[0])) for names in words()["footers"].values() for each in names
    )


def _cut_to_fifteen(ids: Iterable[str]) -> bool:
    """True where a spreadsheet program kept fifteen digits of every long id and wrote zeros behind them."""
    long = [text for text in ids if len(text) > 15 and text.isdigit()]
    return all(not text[15:].strip("0") for text in long) and sum(len(text) - 15 for text in long) >= 4
