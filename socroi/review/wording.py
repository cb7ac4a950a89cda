"""The words of an explanation in the workbook's own language, and what its cells are called and show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import NUMBER, TEXT
from socroi.engine.printing.number_format import format_value
from socroi.errors import CellError
from socroi.review.subject import Place
from socroi.review.template_words import texts_of
from socroi.workbook.reading.number_formats import GENERAL, Shows, shows

if TYPE_CHECKING:
    from socroi.engine.model.block import Scalar
    from socroi.engine.model.book import Table
    from socroi.review.subject import Subject

SCOPE: Final = "explain"
"""What the keys of these texts begin with in a catalogue."""
_NAMING: Final = 3
"""So many of its columns name the row of a table."""
_LONG: Final = 40


class Wording:
    """The words for one workbook: in its language where it is one of ours, else in English."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._texts = texts_of(subject.language)
        self._lists: dict[str, bool] = {}

    def say(self, key: str, **parts: object) -> str:
        """Return a text of the catalogue with its parts filled in."""
        return self._texts[f"{SCOPE}/{key}"].format(**parts)

    def shown(self, place: Place) -> str:
        """Return what a cell shows; "" for a blank."""
        return self.formatted(self.subject.value(place), self.subject.format(place))

    def formatted(self, value: Scalar, code: str = GENERAL) -> str:
        """Return a value as a number format shows it."""
        if value is None or value == "":
            return ""
        if isinstance(value, CellError):
            return str(value)
        if code == GENERAL and isinstance(value, float) and not isinstance(value, bool):
            return f"{value:,.2f}".removesuffix(".00")
        try:
            text = format_value(value, code, date_1904=self.subject.book.calculation.date_1904)
        except CellError:
            text = f"{value:g}" if isinstance(value, float) else str(value)
        return " ".join(text.split())

    def label(self, place: Place) -> str:
        """Return what a cell is called: its heading, and the name of its row."""
        if self.is_hidden(place):
            return self.subject.name_of(place) or self.subject.where(place)
        table = self.subject.table_at(place)
        heading = self.subject.heading(place)
        line = self.row_label(table, place.row, place.sheet) if table is not None else self._line(place)
        if table is None and self._is_setting(place):
            return line
        if not heading or heading == line:
            return line or self.subject.where(place)
        return f"{heading}, {line}" if line else heading

    def _is_setting(self, place: Place) -> bool:
        """Whether a cell is one of the settings on the first sheet of a template: its name stands left of it."""
        headline = self.subject.named.area("headline")
        left = place._replace(column=place.column - 1)
        beside = place.column > 0 and self.subject.kind(left) == TEXT and self.subject.region(left) is None
        return headline is not None and headline.sheet == place.sheet and beside

    def is_hidden(self, place: Place) -> bool:
        """Whether a cell shows nothing whatever it holds: it is behind a calculation, and its name is all it has."""
        return self.subject.format(place).count(";") >= 3 and not self.subject.format(place).strip(";")

    def row_label(self, table: Table, row: int, sheet: int) -> str:
        """Return what names the row of a table: the first of its dates and texts; in a list its first text alone."""
        first = Place(sheet, row, table.left)
        if self.subject.kind(first) == TEXT and self._is_list(table, sheet):
            return self.shown(first)
        found = []
        for column in range(table.left, table.right + 1):
            place = Place(sheet, row, column)
            if self.subject.region(place) is None and self._names(place):
                text = self.shown(place)
                if text and len(text) <= _LONG:
                    found.append(text)
        return ", ".join(found[:_NAMING])

    def _is_list(self, table: Table, sheet: int) -> bool:
        """Whether the first column of a table names each row, as a list of KPIs does: texts, no two alike."""
        if table.name in self._lists:
            return self._lists[table.name]
        rows = range(table.top + table.header_rows, table.bottom - table.totals_rows + 1)
        names = [
            str(self.subject.value(place)).casefold()
            for row in rows
            if self.subject.kind(place := Place(sheet, row, table.left)) == TEXT and self.subject.region(place) is None
        ]
        found = self._lists[table.name] = len(names) > 1 and len(names) == len(set(names))
        return found

    def _line(self, place: Place) -> str:
        """What stands left of a cell and is a text or a date, nearest to the edge; else the name of the cell."""
        for column in range(place.column):
            beside = place._replace(column=column)
            if self._names(beside):
                text = self.shown(beside)
                if text:
                    return text if len(text) <= 2 * _LONG else ""
        return ""

    def _names(self, place: Place) -> bool:
        kind = self.subject.kind(place)
        return kind == TEXT or (kind == NUMBER and shows(self.subject.format(place)) is Shows.DATE)
