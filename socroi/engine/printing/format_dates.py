"""Serial numbers printed as dates, times and elapsed times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.dates import civil_date
from socroi.engine.printing.format_parts import UncomputedFormat
from socroi.engine.printing.locales import is_japanese, locale_names
from socroi.errors import CellError
from socroi.excel.serials import DAYS_1904, LAST_SERIAL

if TYPE_CHECKING:
    from socroi.engine.printing.format_parts import Section
    from socroi.engine.printing.locales import Names

_DAY: Final = 86_400
_ERAS: Final = ((43586, "令和", "R", 2018), (32516, "平成", "H", 1988),
                (9856, "昭和", "S", 1925), (4595, "大正", "T", 1911),
                (0, "明治", "M", 1867))  # fmt: skip
"""Japan's eras: first serial number, name, letter, the year before year 1."""


_UNITS: Final = frozenset({"hour", "minute", "second"})


def date_text(section: Section, value: float, *, date_1904: bool, language: str, names: str = "") -> str:
    """Return a serial number as a date, time or elapsed time.

    The time is rounded to the smallest part of a second that the section shows, and to a second where it shows none.
    The rounding carries into the date, even where only the date is shown: Excel refuses to show 2958465.999995, half
    a second before the year 10000, and DAYS360 counts 46000.999999 as day 46001 (conformance workbook DAYS_DAYS360).

    Args:
        section: what to show of it.
        value: the serial number.
        date_1904: whether serial number 0 is 1904-01-01.
        language: whose years and names they are.
        names: whose names, where they are another's.

    Raises:
        CellError: `#VALUE!` for a date before the first or after the last day of the date system.
        UncomputedFormat: for another calendar, or names in a language that is not known here.
    """
    if section.day and value >= 0:
        days = _rounded(value, 1)[0] + DAYS_1904 * date_1904
        if days <= LAST_SERIAL:
            year, month, day = civil_date(days)
            return section.day.format(year=year, short=year % 100, month=month, day=day)
    if section.calendar not in {0, 1, 7}:
        raise UncomputedFormat("another calendar than the Gregorian")
    units = 10**section.decimals
    negative = value < 0
    kinds = {token.kind for token in section.tokens} - {"literal", "space"}
    only_elapsed = kinds == {"elapsed"}
    if negative and not date_1904 and not only_elapsed:
        raise CellError("#VALUE!", f"A date or time cannot be negative: {value:.15g}.")
    days, total = _rounded(abs(value), units)
    if date_1904:
        days += DAYS_1904
    if days > LAST_SERIAL and not only_elapsed:
        raise CellError("#VALUE!", f"{value:.15g} is after the last date, 9999-12-31.")
    elapsed_days = days - DAYS_1904 * date_1904
    seconds, parts = divmod(total, units)
    year, month, day = civil_date(min(days, LAST_SERIAL))
    words = _Words(names or language)
    half_day = any(token.kind == "ampm" for token in section.tokens)
    hour = seconds // 3600
    if half_day:
        hour = (hour + 11) % 12 + 1
    printed: list[str] = ["-"] if negative else []
    elapsed = {token.text[0] for token in section.tokens if token.kind == "elapsed"}
    buddhist = section.calendar == 7
    japanese = is_japanese(language)
    for token in section.tokens:
        text, width = token.text, len(token.text)
        if token.kind == "elapsed" or (token.kind in _UNITS and text[0].lower() in elapsed):
            # Behind [h], a plain h shows the elapsed hours, too.
            unit = {"h": 3600, "m": 60, "s": 1}[text[0].lower()]
            printed.append(f"{(elapsed_days * _DAY + seconds) // unit:0{width}d}")
            continue
        match token.kind:
            case "year":
                shown = year + 543 * buddhist
                printed.append(f"{shown % 100:02d}" if width <= 2 else f"{shown:04d}")
            case "buddhist":
                printed.append(f"{(year + 543) % 100:02d}" if width <= 2 else f"{year + 543:04d}")
            case "era year":
                start = next(era[3] for era in _ERAS if days >= era[0]) if japanese else 0
                printed.append(str(year - start).rjust(min(width, 2) if start else 4, "0"))
            case "era":
                era = next(era for era in _ERAS if days >= era[0])
                printed.append((era[2], era[1][0], era[1])[min(width, 3) - 1] if japanese else "")
            case "month":
                printed.append(words.month(month, width))
            case "day":
                printed.append(f"{day:0{width}d}" if width <= 2 else words.weekday(days % 7, width))
            case "hour":
                printed.append(f"{hour:0{min(width, 2)}d}")
            case "minute":
                printed.append(f"{seconds // 60 % 60:0{min(width, 2)}d}")
            case "second":
                printed.append(f"{seconds % 60:0{min(width, 2)}d}")
            case "fraction":
                printed.append("." + f"{parts:0{section.decimals}d}"[:width])
            case "ampm":
                printed.append(words.half(text, afternoon=seconds >= _DAY // 2))
            case _:
                printed.append(text)
    return "".join(printed)


def _rounded(value: float, units: int) -> tuple[int, int]:
    """Return whole days, and the parts of a second that are left, rounded half up."""
    days = int(value)
    total = int((value - days) * _DAY * units + 0.5)
    return (days + 1, 0) if total >= _DAY * units else (days, total)


class _Words:
    """The names of one language, looked up only when a format prints one."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._found: Names | None = None

    @property
    def names(self) -> Names:
        if self._found is None:
            self._found = locale_names(self._language)
            if self._found is None:
                raise UncomputedFormat(f"names of months and days in the language {self._language}")
        return self._found

    def month(self, month: int, width: int) -> str:
        if width <= 2:
            return f"{month:0{width}d}"
        if width == 3:
            return self.names.short_months[month - 1]
        return self.names.months[month - 1][:1] if width == 5 else self.names.months[month - 1]

    def weekday(self, day: int, width: int) -> str:
        """Return the name of a day; 0 is Saturday, as serial number 0 is."""
        names = self.names.short_days if width == 3 else self.names.days
        return names[(day - 1) % 7]

    def half(self, code: str, *, afternoon: bool) -> str:
        if "/" in code and code[0] == "上":
            return code.split("/")[afternoon]
        if len(code) == 3:
            return code[2] if afternoon else code[0]
        return self.names.halves[afternoon]
