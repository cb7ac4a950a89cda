"""Texts read as numbers, as Excel's operators do it with US settings.

`parse_number` is what `"12%"+1` and VALUE make of a text. The rules were checked against a table that was made with
Excel: entries of cells from borgar/numfmt. Where VALUE may be more lenient than a cell's entry, this module follows
the cell.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.dates import serial_day
from socroi.engine.printing.countries import company, current_country
from socroi.engine.printing.settings_of_others import note_country
from socroi.errors import CellError
from socroi.excel.serials import DAYS_1904
from socroi.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.printing.countries import Country

_NUMBER: Final = pattern(
    r"(?P<before>[ +\-$€(%]*)"
    r"(?P<digits>(?P<whole>\d+(?:,\d{3,})*)(?:\.\d*)?|\.\d+)"
    r"(?: +(?P<top>\d+)/(?P<bottom>\d+))?"
    r"(?P<exponent>[eE][+-]?\d+)?"
    r"(?P<after>[ %)€]*)"
)
_TIME: Final = pattern(
    r"(?P<a>\d{1,4})(?::(?P<b>\d{1,2})?)?(?::(?P<c>\d{1,2})?)?(?P<point>\.(?P<parts>\d{0,10}))?(?: +(?P<half>[ap]m?))?",
    re.IGNORECASE,
)
_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december")  # fmt: skip
_MONTH_OF: Final = {name[:end]: place + 1 for place, name in enumerate(_MONTHS) for end in range(3, len(name) + 1)}
_DAY_FIRST: Final = pattern(r"(\d{1,2})([/-])(\d{1,2})\2(\d{2}|\d{4})( .*)?|(\d{1,2})\.(\d{1,2})\.(\d{4})( .*)?")
_DAY_ALONE: Final = pattern(r"(\d{1,2})[/-](\d{1,2})")
_DECIMAL_COMMA: Final = pattern(r" *[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}|0,\d+|\d{1,3}(?:\.\d{3}){2,}) *[%€]? *")
_PIECES: Final = pattern(r"\d+|[a-z]+|[ ,/-]+|.", re.IGNORECASE | re.DOTALL)


class DoubtfulText(CellError):
    """A text is one day where months are written first, and another day, or none, where days are; or it is a number
    only where the comma is the decimal sign.
    """

    def __init__(self, text: str) -> None:
        country = current_country()
        why = "is read otherwise, or not at all, in other countries: say which (--locale en-GB)"
        if country is not None:
            why = f"is a date or a number in a form of which Excel's reading in {country.tag} is not known"
        super().__init__("#UNKNOWN!", f'"{text}" {why}')


def certain_number(text: str, *, date_1904: bool = False) -> float | None:
    """Return `parse_number` of a text.

    Raises:
        DoubtfulText: it depends on the settings of Windows, which a workbook does not say.
    """
    note_country()
    if (country := current_country()) is not None:
        return _in_country(text, country, date_1904=date_1904)
    if not text.isascii() and any(mark.isdecimal() and not mark.isascii() for mark in text):
        return _of_another_script(text)
    number = parse_number(text, date_1904=date_1904)
    if is_doubtful_date(text) or (number is None and _DECIMAL_COMMA.fullmatch(text)):
        raise DoubtfulText(text)
    if number is not None and not text.isalnum() and (kind := _shape(text)) and kind in company():
        raise DoubtfulText(text)
    return number


def _of_another_script(text: str) -> float | None:
    """Return the number that digits of another script are.

    Raises:
        DoubtfulText: there is more than digits, so that it depends on what the country's marks are.
    """
    from socroi.engine.printing.national import in_latin_digits

    latin = in_latin_digits(text)
    bare = latin.strip(" ")
    if bare.isascii() and bare.isdecimal() and len(bare) <= 15:
        return float(bare)
    if not any(mark.isalpha() and mark not in "年月日時时分秒" for mark in latin):
        raise DoubtfulText(text)
    return None


def doubts(texts: Iterable[str]) -> frozenset[str]:
    """Return of which kinds (`date`, `number`) texts are doubtful: then others of that kind are, which look certain.

    A column with 3/4/2026 and 4/4/2026, or with 12,50 and 1,234, is from one country, and is never read by half.
    """
    found = set()
    for text in texts:
        if "number" not in found and "," in text and _DECIMAL_COMMA.fullmatch(text) and parse_number(text) is None:
            found.add("number")
        if "date" not in found and is_doubtful_date(text):
            found.add("date")
    return frozenset(found)


def is_doubtful_date(text: str) -> bool:
    """Return whether a text is one day in the US and another, or none, in other countries."""
    return day_first(text) is not None or _is_doubtful_day(text)


def _is_doubtful_day(text: str) -> bool:
    """Return whether it is a day without a year, as `3/1`: the first of March in the US, elsewhere 3 January.

    `1/1` is the same everywhere, and so is `3/32`, a month and a year.
    """
    found = _DAY_ALONE.fullmatch(text) if len(text) <= 5 and current_country() is None else None
    if not found:
        return False
    first, second = int(found[1]), int(found[2])
    return first != second and 0 < min(first, second) <= 12 and max(first, second) <= 31


def _shape(text: str) -> str:
    """Return on what the reading of a number depends: the order of a `date`, the marks of a `number`, or ""."""
    if _DAY_FIRST.fullmatch(text):
        return "date"
    return "number" if _NUMBER.fullmatch(text.strip(" ")) and ("," in text or "." in text) else ""


def read_number(text: str, *, date_1904: bool = False) -> float | None:
    """Return the number that a text is in the country of the calculation, or with US settings where none is said."""
    note_country()
    country = current_country()
    if country is None:
        return parse_number(text, date_1904=date_1904)
    try:
        return _in_country(text, country, date_1904=date_1904)
    except DoubtfulText:
        return None


def read_date(text: str, *, date_1904: bool = False) -> float | None:
    """Return the serial number of a date in the country of the calculation; as `parse_date` where none is said."""
    note_country()
    country = current_country()
    if country is None:
        return parse_date(text, date_1904=date_1904)
    from socroi.engine.printing.national import us_date

    written = us_date(text, country)
    return None if written is None else parse_date(written, date_1904=date_1904)


def _in_country(text: str, country: Country, *, date_1904: bool) -> float | None:
    from socroi.engine.printing.national import as_typed, doubted, in_latin_digits, may_name_a_month, us_number

    if not text.isascii() and any(mark.isdecimal() and not mark.isascii() for mark in text):
        text = in_latin_digits(text)
        if any(mark in "\u066b\u066c" for mark in text):
            raise DoubtfulText(text)
    bare = text.strip(" ")
    if bare.isdecimal() and bare.isascii() and len(bare) <= 15:
        return float(bare)
    written = us_number(bare, country)
    number = _number(written) if written else None
    if number is None:
        number = parse_time(bare)
    if number is None and bare and bare == text:
        if doubted(text, country):
            raise DoubtfulText(text)
        number = read_date(text, date_1904=date_1904)
        if number is None and may_name_a_month(text, country):
            raise DoubtfulText(text)
    if number is None and (typed := as_typed(text, country)) != text:
        number = _in_country(typed, country, date_1904=date_1904)
        if number is not None:
            raise DoubtfulText(text)
    return number


def day_first(text: str, *, date_1904: bool = False) -> float | None:
    """Return the serial number of a date such as `3/4/2026` or `31.12.2025`, read with the day first; None where that
    makes no difference to US settings, or no date, or where the country is known.
    """
    if current_country() is not None:
        return None
    found = _DAY_FIRST.fullmatch(text) if text[:1].isdecimal() and len(text) > 5 else None
    if not found:
        return None
    day, _, month, year, rest, day_, month_, year_, rest_ = found.groups()
    if day == month and day:
        return None
    return parse_date(f"{month or month_}/{day or day_}/{year or year_}{rest or rest_ or ''}", date_1904=date_1904)


def parse_number(text: str, *, date_1904: bool = False) -> float | None:
    """Return the number that Excel reads in a text, or None where it gives `#VALUE!`.

    Numbers may have thousands separators, a sign or parentheses, one of `$ € %`, an exponent, or a fraction as in `1
    1/2`; dates (`1/31/2024`, `2024-01-31`, `31-Jan-24`, `Jan 31, 2024`, `Jan-24`: the 24th of this year), times and a
    date with a time become serial numbers. Years 0 to 29 are 2000 to 2029; a date without a year is in the current
    one. TRUE and an empty text are no numbers. Spaces around a number do no harm; around a date they do.
    """
    whole, text = text, text.strip(" ")
    if not text:
        return None
    if not text.replace("€", "").isascii():
        return None
    if text.isdecimal() and len(text) <= 15:  # the common case
        return float(text)
    before, _, after = text.partition(".")
    if len(text) <= 16 and before.isdecimal() and after.isdecimal():  # 15 digits and the point
        return float(text)
    number = _number(text)
    if number is not None:
        return number
    number = parse_time(text)
    if number is not None:
        return number
    # " 2024-01-10 " is #VALUE! to Excel, in seven of the stored workbooks, where " 10 " is 10.
    return parse_date(whole, date_1904=date_1904) if whole == text else None


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    before, after, whole = found["before"], found["after"], found["whole"] or ""
    marks = (before + after).replace(" ", "")
    if len(set(marks)) < len(marks) or ("$" in marks and "€" in marks):
        return None
    percent, opened, plus, minus = "%" in marks, "(" in marks, "+" in marks, "-" in marks
    currency = "$" in marks or "€" in marks
    if (
        opened != (")" in marks)
        or (plus and (minus or opened or "€" in after))
        or (minus and opened)
        or (percent and currency)
        or ("," in whole and not whole.partition(",")[0].strip("0"))
    ):
        return None
    from decimal import Decimal  # a book without numbers as texts does not wait for it

    digits = found["digits"].replace(",", "")
    if found["top"]:
        if "." in digits or not int(found["bottom"]):
            return None
        value = Decimal(_cut(digits)) + Decimal(int(found["top"])) / Decimal(int(found["bottom"]))
    else:
        value = Decimal(_cut(digits))
    exponent = int(found["exponent"][1:]) if found["exponent"] else 0
    if abs(exponent) > 400:
        return None if exponent > 0 and value else 0.0
    number = float(value.scaleb(exponent - 2 * percent))
    if number == float("inf"):
        return None
    return -number if number and (minus or opened) else number


def _cut(digits: str) -> str:
    """Keep 15 significant digits of what was typed, and put zeros for the rest."""
    if len(digits) <= 15:
        return digits
    kept = 0
    result: list[str] = []
    for mark in digits:
        if mark.isdecimal() and (kept or mark != "0"):
            kept += 1
        result.append("0" if kept > 15 and mark.isdecimal() else mark)
    return "".join(result)


def parse_time(text: str) -> float | None:
    """Return the fraction of a day that a text says as a time, which may pass 1, or None."""
    found = _TIME.fullmatch(text.strip(" ")) if text.isascii() else None
    if not found or (":" not in text and not found["half"]):
        return None
    first, second, third = found["a"], found["b"], found["c"]
    half = (found["half"] or "")[:1].lower()
    if found["point"] is not None:
        if second is None or half:
            return None
        if text.count(":") == 1:  # minutes and seconds
            first, second, third = "0", first, second
        elif third is None:
            return None
    hour, minute, seconds = int(first), int(second or 0), int(third or 0)
    if half:
        if hour > 12 or minute > 59 or seconds > 59:
            return None
        hour = hour % 12 + 12 * (half == "p")
    if (hour > 23) + (minute > 59) + (seconds > 59) > 1 or hour > 9999 or minute > 99:
        return None
    parts = float(f"0.{(found['parts'] or '0')[:3]}")
    return (hour * 3600 + minute * 60 + seconds + parts) / 86_400


def parse_date(text: str, *, date_1904: bool = False) -> float | None:
    """Return the serial number that a text says as a date, with a time behind it or not, or None."""
    pieces = _PIECES.findall(text.strip(" ").lower()) if text.isascii() else []
    time = 0.0
    for size in (5, 4, 3, 2):  # a date of so many pieces, and all of the text or a space behind it
        if len(pieces) == size:
            day = _date(pieces)
        elif len(pieces) > size + 1 and set(pieces[size]) == {" "}:
            day = _date(pieces[:size])
            clock = parse_time("".join(pieces[size + 1 :])) if day is not None else None
            if clock is None:
                continue
            time = clock
        else:
            continue
        if day is not None:
            serial = day - DAYS_1904 * date_1904
            return serial + time if serial >= 0 else None
    return None


def _date(pieces: list[str]) -> int | None:
    """Return the serial day of a date in pieces: numbers, names of months, and what stands between them."""
    kinds = "".join("n" if p.isdecimal() else "m" if p in _MONTH_OF else "s" for p in pieces)
    values = [p for p, kind in zip(pieces, kinds, strict=True) if kind != "s"]
    between = [p for p, kind in zip(pieces, kinds, strict=True) if kind == "s"]
    bare = [mark.strip(" ") for mark in between]
    lines = all(mark in {"/", "-"} for mark in bare)
    spaced = all(mark in {"/", "-"} or set(raw) == {" "} for mark, raw in zip(bare, between, strict=True))
    match kinds:
        case "nsnsn" if lines:
            first, second, third = values
            if len(first) == 4:
                return _day(first, second, third)
            return _day(_year(third), first, second)
        case "nsmsn" if spaced:
            return _day(_year(values[2]), values[1], values[0])
        case "nmn":
            return _day(_year(values[2]), values[1], values[0])
        case "msnsn" if re.fullmatch(r",? +", between[0]) and re.fullmatch(r", +", between[1]):
            return _day(_year(values[2]), values[0], values[1])
        case "nsn" if lines:
            if (day := _day(None, values[0], values[1])) is not None:
                return day
            return _day(_year(values[1]), values[0], "1")
        case "nsm" if spaced:
            return _day(None, values[1], values[0])
        case "msn" if spaced:
            if (day := _day(None, values[0], values[1])) is not None:
                return day
            return _day(_year(values[1]), values[0], "1")
        case "mn":
            if (day := _day(None, values[0], values[1])) is not None:
                return day
            return _day(_year(values[1]), values[0], "1")
        case "nm":
            return _day(None, values[1], values[0])
        case _:
            return None


def _year(digits: str) -> str:
    """Complete a year of one or two digits; an impossible one comes back as 0."""
    if len(digits) <= 2:
        return str(int(digits) + (1900 if int(digits) >= 30 else 2000))
    return digits if len(digits) == 4 else "0"


def _day(year: str | None, month: str, day: str) -> int | None:
    if len(day) > 2 or (month.isdecimal() and len(month) > 2):
        return None
    months = _MONTH_OF.get(month) or int(month)
    return serial_day(int(year) if year else dt.datetime.now(tz=dt.UTC).astimezone().year, months, int(day))


def number_value(text: str, decimal: str = ".", group: str = ",") -> float | None:
    """Return NUMBERVALUE: spaces are dropped, per cent signs add up, parentheses are a minus, "" is 0; None for what is
    no number.

    Only the first character of each separator counts, and they must differ.
    """
    decimal, group = decimal[:1], group[:1]
    if not decimal or not group or decimal == group:
        return None
    text = "".join(text.split())
    if not text:
        return 0.0
    inner = re.fullmatch(r"\(([^-+()][^()]*)\)(%*)", text)
    if inner:
        # As an accountant writes what is negative.
        positive = number_value(inner[1] + inner[2], decimal, group)
        return None if positive is None else -positive
    bare = text.rstrip("%")
    whole, point, parts = bare.partition(decimal)
    if group in parts or decimal in parts:
        return None
    plainly = whole.replace(group, "") + ("." if point else "") + parts
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", plainly):
        return None
    from decimal import Decimal

    number = float(Decimal(plainly).scaleb(-2 * (len(text) - len(bare))))
    return None if abs(number) == float("inf") else number
