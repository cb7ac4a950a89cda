"""The cells of a file's column read as the kind that its table wants; what does not fit is said cell by cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from socroi.excel.serials import DAYS_1904, to_serial
from socroi.sources.currencies import code_of, together
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.kinds import Kind, is_code
from socroi.sources.numerals import Contradiction, advice, is_absent, number, numeral, proven

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.sources.kinds import Judgement
    from socroi.workbook.writing.table_columns import TableColumn
    from socroi.workbook.writing.tables import Value

_TRUE: Final = "true yes y 1 wahr ja vrai oui verdadero sí si vero verdadeiro sim igaz igen cert"
_FALSE: Final = "false no n 0 falsch nein faux non falso não hamis nem fals"
_FLAGS: Final = {**dict.fromkeys(_TRUE.split(), True), **dict.fromkeys(_FALSE.split(), False)}
"""Yes and no, and what Excel shows for TRUE and FALSE in other languages."""
_CLOCK: Final = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?\s*(?:([ap])\.?\s?m\.?)?", re.IGNORECASE)
_SPAN: Final = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hr|hrs|hours?)\.?)?\s*(?:(\d+(?:[.,]\d+)?)\s*(?:m|min|mins|minutes?)\.?)?"
    r"\s*(?:(\d+(?:[.,]\d+)?)\s*(?:s|sec|secs|seconds?)\.?)?",
    re.IGNORECASE,
)

_SHARE: Final = "Write a share as 25% or 0.25."


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell that is not what its column holds.

    Attributes:
        index: its 0-based place in the column.
        what: a sentence.
        hint: what to do, as a sentence; "" where nothing is known.
    """

    index: int
    what: str
    hint: str = ""


@dataclass(slots=True)
class ColumnValues:
    """A column of a file, read for a column of a table.

    Attributes:
        name: the column's name in the file.
        column: the column of the table.
        wanted: what that wants.
        decimal: the decimal sign of the file's texts, where it was given.
        elsewhere: what else can tell the sign, asked where the column itself does not.
        date_order: "dmy" or "mdy", where it is known.
        language: the language of the file, where it is known, for multipliers such as `mil`.
        file_1904: numbers that stand for days count from 1904 in the file.
        book_1904: so they do in the workbook.
        misfits: the cells that do not fit, once `values` was called.
    """

    name: str
    column: TableColumn
    wanted: Judgement
    decimal: str | None = None
    elsewhere: Callable[[], str | None] | None = None
    date_order: str | None = None
    language: str | None = None
    file_1904: bool = False
    book_1904: bool = False
    misfits: list[Misfit] = field(default_factory=list)

    def values(self, cells: Sequence[Any]) -> list[Value]:
        """Return the cells as they are written; None for a blank and for what does not fit."""
        match self.wanted.kind:
            case Kind.DATE:
                found = self._dates(cells)
            case Kind.TIME | Kind.DURATION:
                found = [self._each(index, cell, self._time) for index, cell in enumerate(cells)]
            case Kind.AMOUNT | Kind.SHARE:
                found = self._checked(self._numbers(cells), cells)
            case Kind.FLAG:
                found = [self._each(index, cell, self._flag) for index, cell in enumerate(cells)]
            case Kind.MIXED:
                found = self._mixed(cells)
            case _:
                found = [self._text(cell) for cell in cells]
        return self._offered(found) if self.column.rule.choices and self.column.rule.strict else found

    def _refuse(self, index: int, cell: Any, why: str, hint: str = "") -> None:
        shown = f"{cell:%Y-%m-%d}" if isinstance(cell, date) else repr(cell) if isinstance(cell, str) else f"{cell}"
        self.misfits.append(Misfit(index, f"{shown} in the column {self.name!r} {why}.", hint))

    # -- dates and times ----------------------------------------------------------------------------------------------

    def _dates(self, cells: Sequence[Any]) -> list[Value]:
        texts: list[str | float | None] = []
        for index, cell in enumerate(cells):
            if isinstance(cell, bool):
                self._refuse(index, cell, "is no date")
            plain = isinstance(cell, str | int | float) and not isinstance(cell, bool)
            texts.append(None if not plain else cell if isinstance(cell, str) else float(cell))
        refused: list[UnclearDate] = []
        try:
            read = dates(texts, self.date_order, date_1904=self.file_1904, months=True, refused=refused)
        except UnclearDate as problem:
            refused, read = [problem], [None] * len(texts)
        for unclear in refused:
            note = isinstance(unclear.text, str) and not any(sign.isdigit() for sign in unclear.text)
            hint = "If the line is a total or a note, and no row of the table, take it out of the data." if note else ""
            self._refuse(unclear.index, unclear.text, unclear.why, hint)
        days = [cell if isinstance(cell, date) else moment for cell, moment in zip(cells, read, strict=True)]
        found: list[Value] = [None if day is None else self._serial(day) for day in days]
        for index, serial in enumerate(found):
            if isinstance(serial, float) and serial < 0:
                self._refuse(index, days[index], "lies before the first day that the workbook can count")
        return found

    def _serial(self, day: date) -> float:
        """Return the number that stands for a day in the workbook."""
        midnight = isinstance(day, datetime) and (day.hour, day.minute, day.second, day.microsecond) == (0, 0, 0, 0)
        serial = to_serial(day.date() if isinstance(day, datetime) and midnight else day)
        return serial - (DAYS_1904 if self.book_1904 else 0)

    def _each(self, index: int, cell: Any, read: Any) -> Value:
        if is_absent(cell):
            return None
        value: Value = read(cell)
        if value is None:
            hint = {Kind.TIME: "Write it as 14:05.", Kind.DURATION: "Write it as 1:30 or 1 h 30 min."}
            self._refuse(index, cell, f"is not {self.wanted.kind.value}, and {self.column.heading} wants one",
                         hint.get(self.wanted.kind, "Write TRUE, FALSE, yes or no."))  # fmt: skip
        return value

    def _time(self, cell: Any) -> Value:
        """Return a part of a day; hours beyond 24 and words only where the column holds durations."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return float(cell)
        if not isinstance(cell, str):
            seconds = getattr(cell, "total_seconds", None)
            return seconds() / 86400 if seconds is not None else None
        lasting = self.wanted.kind is Kind.DURATION
        found = _CLOCK.fullmatch(cell.strip())
        if found is not None:
            first, second, third, half = found.groups()
            parts = [float(part or 0) for part in (first, second, third)]
            if "h" not in self.column.code.casefold() and third is None and self.column.code != "General":
                # A format such as mm:ss has no hours.
                parts = [0.0, parts[0], parts[1]]
            if half and not lasting and 1 <= parts[0] <= 12:
                parts[0] = parts[0] % 12 + (12 if half.casefold() == "p" else 0)
            elif half or (parts[0] >= 24 and not lasting):
                return None
            return (parts[0] * 3600 + parts[1] * 60 + parts[2]) / 86400
        span = _SPAN.fullmatch(cell.strip()) if lasting else None
        if span is None or not any(span.groups()):
            return None
        hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in span.groups())
        return (hours * 3600 + minutes * 60 + seconds) / 86400

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _sign(self, cells: Sequence[Any]) -> str | None:
        """Return the decimal sign of the column; None where its cells are refused."""
        texts = [cell if isinstance(cell, str) else None for cell in cells]
        try:
            sign = proven(texts) or self.decimal
        except Contradiction as problem:
            index = max(texts.index(problem.first), texts.index(problem.second))
            self.misfits.append(
                Misfit(index, f"the column {self.name!r} holds both {problem.first!r} and {problem.second!r}: one "
                              "decimal sign is wanted.")
            )  # fmt: skip
            return None
        if sign is not None:
            return sign
        for index, text in enumerate(texts):
            parts = numeral(text) if text is not None else None
            if parts is not None and parts.is_ambiguous:
                if self.elsewhere is not None and (sign := self.elsewhere()) is not None:
                    return sign
                what = f"{text!r} in the column {self.name!r} can be read in two ways."
                self.misfits.append(
                    Misfit(index, what, "Say which sign is the decimal one: --decimal . or , (in Python decimal=).")
                )
                return None
        return "."

    def _numbers(self, cells: Sequence[Any]) -> list[Value]:
        sign = self._sign(cells)
        if sign is None:
            return [None] * len(cells)
        percent = any(parts.percent for cell in cells if isinstance(cell, str) and (parts := numeral(cell)))
        currency = self.wanted.currency
        found: list[Value] = []
        for index, cell in enumerate(cells):
            if not isinstance(cell, str) or is_absent(cell):
                found.append(self._figure(index, cell))
                continue
            parts = numeral(cell)
            value = number(cell, sign, language=self.language, brackets=True)
            if parts is None or value is None:
                self._refuse(index, cell, f"is no number, {self._reason()}", advice(cell) or self._way_out())
            elif is_code(cell) and not self.wanted.codes and not parts.exponent:
                self._refuse(index, cell, f"may be a code, and a number would not keep it: {self.column.heading} holds "
                             "numbers", "Format the column as Text in the workbook for codes.")  # fmt: skip
                value = None
            elif parts.symbol and (together(currency, parts.symbol) is None):
                other = f"{self.column.heading} is in {code_of(currency) or currency}"
                self._refuse(index, cell, f"is another currency: {other}", "Convert it, or leave it out.")
                value = None
            elif parts.percent and self.wanted.kind is Kind.AMOUNT and not self.wanted.shares:
                self._refuse(index, cell, f"is a share, and {self.column.heading} holds numbers that are none",
                             "Write the figure without %, or divided by 100.")  # fmt: skip
                value = None
            elif abs(value) > 1 and not parts.percent and (percent or self.wanted.kind is Kind.SHARE):
                self._refuse(index, cell, f"may be a share or not: {self.column.heading} holds shares", _SHARE)
                value = None
            else:
                currency = together(currency, parts.symbol) or currency
                value = parts.value(sign, self.language, divided=True)
            found.append(value)
        return found

    def _figure(self, index: int, cell: Any) -> Value:
        """Return a cell that is no text as a number."""
        if cell is None or isinstance(cell, str):
            return None
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            what = "is a date, and no number" if isinstance(cell, date) else "is no number"
            self._refuse(index, cell, what)
            return None
        return float(cell)

    def _reason(self) -> str:
        return f"and {self.column.heading} wants one" if self.wanted.known else "as most of the column are"

    def _way_out(self) -> str:
        return "" if self.wanted.known else "For texts, format the column as Text in the workbook."

    def _checked(self, values: list[Value], cells: Sequence[Any]) -> list[Value]:
        """Return the numbers, those that the workbook's own rule does not allow refused."""
        rule, heading = self.column.rule, self.column.heading
        for index, value in enumerate(values):
            if not isinstance(value, float):
                continue
            if rule.least is not None and value < rule.least:
                end = f"at least {rule.least:g}"
            elif rule.most is not None and value > rule.most:
                end = f"at most {rule.most:g}"
            elif rule.kind == "whole" and not value.is_integer():
                end = "a whole number"
            else:
                continue
            share = rule.most == 1 and value > 1
            shown = f"{value:g}" if not isinstance(cells[index], str) or numeral(cells[index]) is None else cells[index]
            what = f"{shown} in the column {self.name!r} is not allowed there: {heading} is {end}."
            self.misfits.append(Misfit(index, what, _SHARE if share else ""))
        return values

    # -- texts and flags ----------------------------------------------------------------------------------------------

    def _flag(self, cell: Any) -> Value:
        if isinstance(cell, int | float):
            return bool(cell) if cell in (0, 1) else None
        return _FLAGS.get(str(cell).strip().casefold())

    def _text(self, cell: Any) -> Value:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        if isinstance(cell, date):
            midnight = isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0)
            return (cell.date() if isinstance(cell, datetime) and midnight else cell).isoformat()
        if isinstance(cell, int | float) and not isinstance(cell, bool) and self.wanted.written:
            return str(int(cell)) if float(cell).is_integer() else repr(cell)
        if isinstance(cell, bool | float):
            return cell
        return float(cell) if isinstance(cell, int) else str(cell).strip()

    def _mixed(self, cells: Sequence[Any]) -> list[Value]:
        """Return texts that are plain figures as numbers, where the table holds both; all else as it is."""
        try:
            sign = proven(cell if isinstance(cell, str) else None for cell in cells) or self.decimal
        except Contradiction:
            sign = None
        found: list[Value] = []
        for cell in cells:
            parts = numeral(cell) if isinstance(cell, str) else None
            value = None
            if parts is not None and parts.is_bare and not is_code(cell) and (sign or not parts.is_ambiguous):
                value = parts.value(sign or ".")
            if isinstance(cell, date):
                value = self._serial(cell)
            found.append(self._text(cell) if value is None else value)
        return found

    def _offered(self, values: list[Value]) -> list[Value]:
        """Return the values, those that a strict drop-down does not offer refused."""
        choices = self.column.rule.choices
        figures = {number(choice, ".") for choice in choices} - {None}
        folded = {choice.casefold() for choice in choices}
        for index, value in enumerate(values):
            if isinstance(value, bool):
                fits = str(value).casefold() in folded
            else:
                fits = value is None or (value in figures if isinstance(value, float) else value in choices)
            if not fits:
                listed = ", ".join(choices)
                self._refuse(index, value, f"is not allowed there: {self.column.heading} is one of {listed}")
        return values
