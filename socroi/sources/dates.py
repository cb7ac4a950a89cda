"""Dates as exporters write them. The order of day and month is decided for a whole column, never for a cell."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from socroi.excel.serials import DAY_ZERO, DAYS_1904
from socroi.sources import months as written_months
from socroi.sources.numerals import ascii_digits, is_absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from socroi.sources.numerals import Cell

_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS: Final = {name: index + 1 for index, name in enumerate(_NAMES)}

_CLOCK = (
    r"(?:[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp][Mm])?\s*(?:Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(rf"^(?P<year>\d{{4}})(?P<sign>-|/|\. ?)(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{1,2}})\.?{_CLOCK}$")
_COMPACT = re.compile(r"^(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})$")
_PARTED = re.compile(rf"^(?P<a>\d{{1,2}})(?P<sign>[/.-])(?P<b>\d{{1,2}})(?P=sign)(?P<year>\d{{4}}){_CLOCK}$")
_NAMED = re.compile(
    rf"^(?:[A-Za-z]{{3,9}},? )?(?P<name>[A-Za-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_CLOCK}$"
)
_NAMED_DAY_FIRST = re.compile(
    rf"^(?:[A-Za-z]{{3,9}},? )?(?P<day>\d{{1,2}}) (?P<name>[A-Za-z]{{3,9}})\.?,? (?P<year>\d{{4}}){_CLOCK}$"
)
_SHORT: Final = re.compile(r"^\d{1,2}([/.-])\d{1,2}\1\d{2}(?!\d)")
_OTHER_CALENDAR: Final = re.compile(r"^(?P<year>1[34]\d\d|25[4-9]\d)([/.-])\d{1,2}\2\d{1,2}(?!\d)")
_SERIAL: Final = re.compile(r"[3-7]\d{4}(?:[.,]\d+)?", re.ASCII)
_MOMENT_ZERO = datetime.combine(DAY_ZERO, time())
_SUCH_AS: Final = {False: "2026-03-31 or Mar 31, 2026", True: "2026-03-31, 31 March 2026 or, for a month, 2026-03"}


class UnclearDate(Exception):
    """A cell is no date, or the order of day and month cannot be told.

    Args:
        index: 0-based place of the cell in the column.
        text: what stands there.
        why: end of a sentence that begins with the text.
        whole: it is the column that is not clear, and this cell an example.
    """

    def __init__(self, index: int, text: str, why: str, *, whole: bool = False) -> None:
        super().__init__(index, text, why)
        self.index, self.text, self.why, self.whole = index, text, why, whole


def dates(
    cells: Sequence[Cell],
    order: str | None,
    *,
    date_1904: bool = False,
    months: bool = False,
    refused: list[UnclearDate] | None = None,
) -> list[datetime | None]:
    """Read a column of dates, with their time of day where the cells have one; the zone is that of the file.

    Args:
        cells: the texts; a number is a sheet's serial date.
        order: "mdy" or "dmy", the exporter's own order for dates such as 3/4/2026; it gives way to cells that disprove
            it. None: the cells must prove one.
        date_1904: serial dates count from 1904.
        months: people wrote it, and not an exporter: a month (`Jan 2026`, `03/2026`) is its first day, and the names
            of the months are in any language.
        refused: takes the cells that are no dates, which are None in the answer then.

    Raises:
        UnclearDate: some cell is no date, or nothing decides the order.
    """
    texts = [ascii_digits(cell.strip()) if isinstance(cell, str) else "" for cell in cells]
    decided = _order(texts, order)
    languages = _Languages(texts)
    if months:
        _refuse_days_for_years(texts)
    found: list[datetime | None] = []
    for index, cell in enumerate(cells):
        if is_absent(cell):
            found.append(None)
            continue
        if isinstance(cell, str):
            text, why = cell, f"is not a date that is known here, such as {_SUCH_AS[months]}"
            moment = _moment(texts[index], decided)
            if moment is None:
                moment = _written(texts[index], languages, months=months)
            if moment is None and not months:
                moment = _serial(texts[index], date_1904=date_1904)
            if moment is None:
                why = _known_to_be_no_date(texts[index]) or why
        else:
            text, why = f"{cell:g}", "is a number, and no date between 1990 and 2100"
            moment = _of_serial(float(cell or 0), date_1904=date_1904)
        if moment is None:
            unclear = UnclearDate(index, text, why)
            if refused is None:
                raise unclear
            refused.append(unclear)
        found.append(moment)
    return found


def proven_order(cells: Iterable[Cell]) -> str | None:
    """The order of day and month that a column proves; None where it proves none, or holds what is no date."""
    texts = [ascii_digits(cell.strip()) for cell in cells if isinstance(cell, str)]
    try:
        return _order(texts, "") or None
    except UnclearDate:
        return None


def is_day(text: str) -> bool:
    """Whether a text is a day, with the day or the month first, and the name of the month in any language."""
    plain = ascii_digits(text)
    if len(plain) > 40 or sum(map(str.isdecimal, plain)) < 3:
        return False
    return (
        any(_moment(plain, order) is not None for order in ("mdy", "dmy"))
        or written_months.day(plain, written_months.languages_of([plain])) is not None
    )


def _known_to_be_no_date(text: str) -> str:
    """Say of some texts why they are no date; "" of others."""
    if _SHORT.match(text):
        return "has a year of two digits; write it as 2026-03-31"
    found = _OTHER_CALENDAR.match(text)
    if found:
        calendar = "Persian" if found["year"] < "1500" else "Buddhist"
        return f"is of the {calendar} calendar, it seems; write the day of the Gregorian one, such as 2026-03-31"
    return ""


class _Languages:
    """The languages of the month names of a column, looked up where one is asked for.

    Args:
        texts: the column.
    """

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    @cached_property
    def known(self) -> frozenset[str] | None:
        """The languages in which all names are months; None where there are no names."""
        return written_months.languages_of(self._texts)


def _of_serial(number: float, *, date_1904: bool) -> datetime | None:
    """The day of a serial number of a sheet."""
    serial = number + (DAYS_1904 if date_1904 else 0)
    return _MOMENT_ZERO + timedelta(days=serial) if 32874 <= serial < 73416 else None


def _serial(text: str, *, date_1904: bool) -> datetime | None:
    """The same of a text: a sheet whose days had the format of a number was saved as CSV."""
    return _of_serial(float(text.replace(",", ".")), date_1904=date_1904) if _SERIAL.fullmatch(text) else None


def _written(text: str, languages: _Languages, *, months: bool) -> datetime | None:
    """A day with a month's name in any language, or, where that is wanted, the first day of a month."""
    if not any(map(str.isalpha, text)) and not months:
        return None
    found = written_months.day(text, languages.known)
    if found is None and months and (month := written_months.month(text, languages.known)) is not None:
        found = (*month, 1)
    try:
        return datetime(*found) if found is not None else None  # noqa: DTZ001 - a calendar date
    except ValueError:
        return None


def _refuse_days_for_years(texts: list[str]) -> None:
    """Refuse a column of Apr-25, Apr-26, Apr-27: three years of April, or three days of one.

    Raises:
        UnclearDate: the column is such.
    """
    years = written_months.short_years(texts)
    if len(years) == 1 and len(next(iter(years.values()))) > 1:
        index = next(index for index, text in enumerate(texts) if written_months.short_years([text]))
        raise UnclearDate(index, texts[index], "can be a day or a year; write a month as 2026-04", whole=True)


def one_date(text: str, order: str = "mdy") -> date | None:
    """Read one date out of a line of preamble; None if it is none."""
    moment = _moment(text.strip().strip('"'), order)
    return moment.date() if moment else None


def _order(texts: list[str], order: str | None) -> str | None:
    """The order of day and month for the whole column: what the cells prove, else what the exporter is known for."""
    fits = {"mdy", "dmy"}
    for index, text in enumerate(texts):
        match = _PARTED.match(text)
        if match is None:
            continue
        fits &= {way for way in ("mdy", "dmy") if _moment(text, way) is not None}
        if match["sign"] == ".":
            fits &= {"dmy"}
        if not fits:
            raise UnclearDate(index, text, "does not go together with the other dates of its column")
    if len(fits) == 1:
        return fits.pop()
    if order is None and any(_PARTED.match(text) for text in texts):
        text = next(text for text in texts if _PARTED.match(text))
        raise UnclearDate(
            texts.index(text),
            text,
            "can be read with the day or the month first; say which: --date-order dmy or mdy (in Python date_order=)",
            whole=True,
        )
    return order


def _moment(text: str, order: str | None) -> datetime | None:
    for pattern in (_ISO, _COMPACT, _NAMED, _NAMED_DAY_FIRST, _PARTED):
        match = pattern.match(text)
        if match is None:
            continue
        parts = match.groupdict()
        if pattern is _PARTED:
            if order not in ("mdy", "dmy"):
                return None
            month, day = (parts["a"], parts["b"]) if order == "mdy" else (parts["b"], parts["a"])
        else:
            day = parts["day"]
            month = parts.get("month") or str(MONTHS.get(parts["name"][:3].casefold(), 0))
        hour = int(parts.get("hour") or 0)
        half = (parts.get("half") or "").casefold()
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        if not 1990 <= int(parts["year"]) <= 2100:
            return None
        try:
            zoned = datetime(int(parts["year"]), int(month), int(day), hour, int(parts.get("minute") or 0),
                             int(parts.get("second") or 0), tzinfo=UTC)  # fmt: skip
        except ValueError:
            return None
        return zoned.replace(tzinfo=None)
    return None
