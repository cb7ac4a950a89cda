"""The rows below one header row of a file, by column: which column is which field, and which rows are rows at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.errors import SourceError
from socroi.sources import units
from socroi.sources.columns import Column
from socroi.sources.dates import is_day
from socroi.sources.grid import as_text
from socroi.sources.headings import MEASURES, header_key, without_currency, words
from socroi.sources.headings import fields as known_fields
from socroi.sources.hints import Hints
from socroi.sources.long_text import LongText
from socroi.sources.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from socroi.sources.grid import Grid
    from socroi.sources.numerals import Cell


_WRAPPED: Final = re.compile(r'="([^"]*)"')
_FEW: Final = 20
_WIDE: Final = 4
"""A table of so many columns has no row with words in the first one or two alone."""
_SHOWN: Final = 60


class HeadedRows:
    """Rows by column.

    Args:
        grid: the file's cells.
        header: index of the header row.
        fields: for each field of the tidy table, the headers that mean it, in order of preference.
        last: index of the last row that belongs to the table; None for the end of the file.
        hints: what the caller knows.
    """

    def __init__(
        self,
        grid: Grid,
        header: int,
        fields: Mapping[str, Sequence[str]],
        *,
        last: int | None = None,
        hints: Hints | None = None,
    ) -> None:
        self.grid = grid
        self.hints = hints or Hints()
        self.left_out: list[tuple[int, str]] = []
        self.header = header
        self.names = [as_text(cell) for cell in grid.rows[header]]
        while self.names and not self.names[-1]:
            self.names.pop()
        self.notes = list(grid.notes)
        stop = len(grid.rows) if last is None else last + 1
        self._all, self.lines = self._table(stop)
        self._chosen: NDArray[Any] | None = None
        self._kept: dict[int, Column] = {}
        self._columns = self._match(fields)
        self._unwrap()
        self._drop_no_rows()
        self._drop_units()
        self._drop_persons()

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
        if len({self.names[column] for column in columns}) > 1:
            return True
        first = self._all[columns[0]].each(as_text)
        return any(bool((self._all[column].each(as_text) != first).any()) for column in columns[1:])

    def _table(self, stop: int) -> tuple[list[Column], NDArray[np.int64]]:
        """The columns below the header, and the row number of each row.

        Raises:
            SourceError: a row has another length than the header.
        """
        rows, width = self.grid.rows, len(self.names)
        cut = None
        if isinstance(rows, LongText):
            cut = rows.cut(self.header + 1, stop, len(rows[self.header]))
        if cut is None:
            kept = self._regular(enumerate(rows[self.header + 1 : stop], self.header + 1))
            columns = [Column.of(cells[place] for cells in kept.values()) for place in range(width)]
            return columns, np.array(list(kept), dtype=np.int64) + 1
        columns, lines, others = cut
        for column in columns[width:]:
            beyond = column.where(as_text)
            if beyond.any():
                self._refuse_length(int(lines[np.argmax(beyond)]), len(columns))
        columns = columns[:width]
        kept = self._regular(iter(others.items()))
        if kept:
            lines = np.concatenate([lines, np.array(list(kept), dtype=np.int64)])
            order = np.argsort(lines, kind="stable")
            lines = lines[order]
            columns = [
                column.joined([cells[place] for cells in kept.values()], order) for place, column in enumerate(columns)
            ]
        return columns, lines + 1

    def _regular(self, rows: Any) -> dict[int, list[Cell]]:
        """The rows of a table by their index: blank lines are none, nor are lines below it.

        Raises:
            SourceError: a row has another length than the header.
        """
        width = len(self.names)
        found: dict[int, list[Cell]] = {}
        written = [(index, cells) for index, cells in rows if any(as_text(cell) for cell in cells)]
        below = self._below(written)
        for place, (index, cells) in enumerate(written):
            if _is_footer(cells):
                self.left_out.append((index + 1, "a line below the table"))
                continue
            if place >= below:
                self.left_out.append((index + 1, f"a line below the table: “{_short(cells)}”"))
                continue
            if len(cells) < width or any(as_text(cell) for cell in cells[width:]):
                self._refuse_length(index, len(cells))
            if width > 1 and [as_text(cell) for cell in cells[:width]] == self.names:
                self.left_out.append((index + 1, "the headings once more"))
                continue
            found[index] = cells[:width]
        return found

    def _below(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> int:
        """The place of the first of the lines below the table: “Report generated 2026-05-01”, “Currency”, “EUR”."""
        if len(self.names) < _WIDE:
            return len(rows)
        place = len(rows)
        while place and _is_line_below(rows[place - 1][1]):
            place -= 1
        return place

    def _refuse_length(self, index: int, cells: int) -> None:
        raise SourceError(
            f"row {index + 1} has {cells} cells where the header has {len(self.names)}.",
            where=self.grid.where,
            hint="The file was cut off or edited: export it again. If that row is no row of the table, delete it and "
            "all below it.",
        )

    def _unwrap(self) -> None:
        """Take cells such as `="161074.000"`, which keep a spreadsheet program from changing them, for their text."""
        for place, column in enumerate(self._all):
            if any(_WRAPPED.fullmatch(as_text(column.cell(row))) for row in range(min(_FEW, len(column)))):
                self._all[place] = column.normal(_unwrapped)

    def _drop_no_rows(self) -> None:
        """Drop rows of a long text that are blank, and lines below its table."""
        if not isinstance(self.grid.rows, LongText) or not len(self):
            return
        written = np.zeros(len(self), dtype=np.int64)
        for place in range(len(self.names)):
            written += self._written(place)
            if int(written.min()) > 1:
                return
        few = np.flatnonzero(written <= 1)
        gone = []
        for row in few.tolist():
            cells = self.row(row)
            if not written[row]:
                gone.append(row)
            elif _is_footer(cells):
                gone.append(row)
                self.left_out.append((int(self.lines[row]), "a line below the table"))
        if gone:
            self.keep(np.delete(np.arange(len(self)), gone))

    def _drop_units(self) -> None:
        """Drop a row right below the headings that says the units of the columns, and let it name the currency.

        Raises:
            SourceError: it says another currency than a heading.
        """
        said = {} if not len(self) else units.of_row(self.row(0), self._measured())
        if not said:
            return
        for place, code in said.items():
            named = without_currency(self.names[place])[1]
            if named and code and named != code:
                raise self.refuse(
                    f"“{self.names[place]}” is in {code} by the units below the headings.",
                    row=0,
                    hint="Correct the one that is wrong.",
                )
            if code and not named:
                self.names[place] = f"{self.names[place]} ({code})"
        written = ", ".join(dict.fromkeys(text for cell in self.row(0) if (text := as_text(cell))))
        line = self.line(0)
        self.left_out.append((line, "the units of the columns"))
        self.notes.append(f"Left out row {line}, which says the units of the columns: {written}.")
        self.keep(np.arange(1, len(self)))

    def _measured(self) -> set[int]:
        known = known_fields()
        return {place for field, place in self._columns.items() if known.get(field, {}).get("unit") in MEASURES}

    def _written(self, place: int) -> NDArray[np.bool_]:
        column = self.at(place)
        if column.figures is not None:
            known = ~np.isnan(column.figures.numbers)
            if known.all():
                return known
        return column.where(as_text)

    def _drop_persons(self) -> None:
        """Drop the cells of columns about persons."""
        personal = {header_key(each) for names in words()["personal"].values() for each in names}
        dropped = [
            place
            for place, name in enumerate(self.names)
            if header_key(name) in personal and place not in self._columns.values()
        ]
        for place in dropped:
            self._all[place] = Column.same(None, len(self._all[place]))
            self._kept.pop(place, None)
        if dropped:
            names = ", ".join(f"“{self.names[place]}”" for place in dropped)
            self.notes.append(f"Dropped on reading, as they are about persons: {names}.")

    def __contains__(self, field: str) -> bool:
        return field in self._columns

    def __len__(self) -> int:
        return len(self.lines)

    def name(self, field: str) -> str:
        """The header that the file has for the field."""
        return self.names[self._columns[field]]

    @property
    def fields(self) -> list[str]:
        """The fields that the file has."""
        return list(self._columns)

    def place(self, field: str) -> int:
        """The place of the field's column."""
        return self._columns[field]

    def at(self, place: int) -> Column:
        """The column at a place."""
        if self._chosen is None:
            return self._all[place]
        if place not in self._kept:
            self._kept[place] = self._all[place].kept(self._chosen)
        return self._kept[place]

    def column(self, field: str) -> Column:
        """The field's column; without a value where the file has none."""
        place = self._columns.get(field)
        return Column.same(None, len(self)) if place is None else self.at(place)

    def cells(self, field: str) -> list[Cell]:
        """The field's cells; all missing where the file has no such column."""
        return self.column(field).cells()

    def cell(self, field: str, row: int) -> Cell:
        """One cell of the field."""
        place = self._columns.get(field)
        return None if place is None else self.at(place).cell(row)

    def row(self, row: int) -> list[Cell]:
        """The cells of one row."""
        return [self.at(place).cell(row) for place in range(len(self.names))]

    def line(self, row: int) -> int:
        """The number of a row in the file, as a spreadsheet counts."""
        return int(self.lines[row])

    def keep(self, rows: NDArray[Any]) -> None:
        """Keep some of the rows: chosen by a mask, or by their places in the order that is wanted."""
        every = np.arange(len(self._all[0]) if self._all else 0) if self._chosen is None else self._chosen
        self._chosen = every[rows]
        self.lines = self.lines[rows]
        self._kept = {}

    def without(self, rows: Sequence[int] | Mapping[int, object]) -> None:
        """Take some of the rows away."""
        if rows:
            self.keep(np.delete(np.arange(len(self)), list(rows)))

    def blank(self, test: Callable[[str], bool]) -> int:
        """Take texts that pass a test for not known; return how many cells they are."""
        count = 0
        for place in range(len(self.names)):
            column = self.at(place)
            if column.figures is not None:
                continue
            passed = column.where(lambda cell: isinstance(cell, str) and test(cell))
            if passed.any():
                count += int(passed.sum())
                every = self._all[place]
                self._all[place] = every.normal(lambda cell: None if isinstance(cell, str) and test(cell) else cell)
                self._kept.pop(place, None)
        return count

    def release(self) -> None:
        """Give back the memory of the rows: they are not read again."""
        self._all, self._kept = [], {}
        if isinstance(self.grid.rows, LongText):
            self.grid.rows.release()

    def refuse(self, what: str, *, row: int | None = None, hint: str = "") -> SourceError:
        """The error for this file; `row` is the place of a row among those kept."""
        place = self.grid.where if row is None else f"{self.grid.where}, row {self.line(row)}"
        return SourceError(what, where=place, hint=hint)


def _unwrapped(cell: Cell) -> Cell:
    match = _WRAPPED.fullmatch(as_text(cell))
    return match[1] if match else cell


def _short(cells: Sequence[Cell]) -> str:
    text = " ".join(text for cell in cells if (text := as_text(cell)))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _is_line_below(cells: Sequence[Cell]) -> bool:
    """Tell whether a row at the end has words in its first cell, at most a word or a day beside, and no figure."""
    texts = [as_text(cell) for cell in cells]
    written = [text for text in texts if text]
    if not written or len(written) > 2 or texts[: len(written)] != written:
        return False
    first, *beside = written
    if numeral(first) is not None or is_day(first) or not any(map(str.isalpha, first)):
        return False
    return all(numeral(text) is None for text in beside)


def _is_footer(cells: Sequence[Cell]) -> bool:
    """Tell whether a row is a line below the table, such as `No data available.`."""
    written = [text for cell in cells if (text := as_text(cell))]
    return len(written) == 1 and any(
        re.fullmatch(each, header_key(written[0])) for names in words()["footers"].values() for each in names
    )
