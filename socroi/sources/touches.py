"""Touch rows: who met which channel when, and whether they converted; as a CSV that was exported from anywhere.

Read line by line into plain arrays, about 40 bytes a row, so that tens of millions of rows fit.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from socroi.errors import SourceError, UsageError
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.numerals import Contradiction, Unreadable, is_ambiguous, numbers, proven, symbols
from socroi.sources.regular_files import refuse_no_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

KNOWN: Final = {
    "user": ("userid", "user", "clientid", "visitorid", "customerid", "anonymousid", "userpseudoid", "cookieid",
             "fullvisitorid", "personid", "contactid"),
    "time": ("timestamp", "time", "datetime", "date", "eventtime", "eventtimestamp", "visittime", "createdat",
             "occurredat", "timestamputc"),
    "channel": ("channel", "source", "platform", "sourcemedium", "channelgroup", "channelgrouping", "utmsource",
                "defaultchannelgroup", "touchpoint", "touch"),
    "conversion": ("conversion", "converted", "isconversion", "conversions", "purchase", "purchased", "goal"),
    "value": ("value", "revenue", "conversionvalue", "amount", "purchaserevenue", "ordervalue"),
}  # fmt: skip
"""The columns by the names that they are known by, without case, spaces and signs."""

YES: Final = frozenset({"1", "true", "yes", "y", "t", "1.0"})
NO: Final = frozenset({"", "0", "false", "no", "n", "f", "0.0", "null", "none", "nan", "-"})

_BOMS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_EVERY: Final = 20_000
"""Rows between two reports of progress."""
_REMEMBERED: Final = 50_000
"""Times that are kept as read: days come again and again, moments do not."""
_EPOCH: Final = re.compile(r"\d{9,10}(\.\d+)?|\d{12,13}")
"""Seconds or milliseconds since 1970, from 1973 on."""
_INJECTED: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is which; None: the one that is known by its name.

    Attributes:
        conversion: a column of yes and no, or "column=text" for the rows in which it holds that text.
        value: the money of a conversion; "" for none.
    """

    user: str | None = None
    time: str | None = None
    channel: str | None = None
    conversion: str | None = None
    value: str | None = None


@dataclass(slots=True)
class Touches:
    """Rows of touches and conversions, in the order of the file.

    Attributes:
        users: a number for each user.
        times: seconds since 1970; the clock is that of the file where it names no zone.
        channels: the index of the channel, -1 for a conversion without one.
        converted: whether the row is a conversion.
        values: the money of a conversion; NaN where it is not known.
        names: the channels.
        has_values: whether there is a column of values.
        without_user: how many rows name no user and were left out.
        without_channel: how many rows name no channel and are no conversion, so that they say nothing.
        without_conversion: how many rows have a value and no conversion, so that the value does not count.
    """

    users: array[int] = field(default_factory=lambda: array("q"))
    times: array[float] = field(default_factory=lambda: array("d"))
    channels: array[int] = field(default_factory=lambda: array("l"))
    converted: bytearray = field(default_factory=bytearray)
    values: array[float] = field(default_factory=lambda: array("d"))
    names: list[str] = field(default_factory=list)
    has_values: bool = False
    without_user: int = 0
    without_channel: int = 0
    without_conversion: int = 0


def read_touches(
    path: Path,
    columns: Columns = Columns(),
    *,
    decimal: str | None = None,
    date_order: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Touches:
    """Read the rows of a CSV file.

    Args:
        path: the file; UTF-8 or UTF-16, with commas, semicolons, tabs or bars between the cells.
        columns: which column is which, where the names do not say.
        decimal: "." or ",", where nothing in the values says which sign is the decimal one.
        date_order: "dmy" or "mdy", where dates are such as 3/4/2026.
        progress: called with the bytes read and the bytes of the file.

    Raises:
        SourceError: the file, or a cell in it, is not understood; with its row.
        UsageError: a column that was named is not there.
    """
    try:
        refuse_no_file(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            return _Reader(path, columns, decimal, date_order).read(
                file, lambda done: progress and progress(done, size)
            )
    except FileNotFoundError:
        raise SourceError("there is no such file.", where=str(path)) from None
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}.", where=str(path)) from error
    except UnicodeDecodeError:
        hint = "Save it as CSV UTF-8."
        raise SourceError("its text is not UTF-8.", where=path.name, hint=hint) from None
    except csv.Error as error:
        hint = "A quotation mark is open or stray: export the file again."
        raise SourceError(f"it is not well-formed CSV ({error}).", where=path.name, hint=hint) from error


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


class _Reader:
    def __init__(self, path: Path, columns: Columns, decimal: str | None, date_order: str | None) -> None:
        self.path = path
        self.columns = columns
        self.decimal = decimal
        self.date_order = date_order
        self.rows = Touches()
        self.seconds: dict[str, float] = {}
        self.zoned: bool | None = None
        self.written: list[tuple[int, int, str]] = []

    def read(self, file: BinaryIO, progress: Callable[[int], None]) -> Touches:
        head = file.read(65536)
        file.seek(0)
        if not head.strip():
            raise SourceError("the file is empty.", where=self.path.name)
        if head.startswith(b"PK"):
            hint = "Save the sheet of touches as CSV."
            raise SourceError("it is a workbook or a zip file.", where=self.path.name, hint=hint)
        encoding = next((name for bom, name in _BOMS if head.startswith(bom)), "utf-8")
        with io.TextIOWrapper(file, encoding=encoding, newline="") as text:
            first = text.readline()
            text.seek(0)
            lines = csv.reader(text, delimiter=max(",;\t|", key=first.count), strict=True)
            header = next(lines)
            self._rows(lines, header, lambda: progress(file.tell()))
        self._values()
        return self.rows

    def _rows(self, lines: Iterator[list[str]], header: list[str], tell: Callable[[], None]) -> None:
        user, time, channel = (self._column(header, what) for what in ("user", "time", "channel"))
        flag, wanted = self._conversion(header)
        money = self._column(header, "value", needed=False) if self.columns.value != "" else None
        self.rows.has_values = money is not None
        widest = max(user, time, channel, flag, money or 0)
        rows, people, channels = self.rows, dict[str, int](), dict[str, int]()
        indices: dict[str, int] = {}
        for index, row in enumerate(lines):
            if index % _EVERY == 0:
                tell()
            if len(row) <= widest:
                if not any(map(str.strip, row)):
                    continue
                self._refuse(lines, f"it has {len(row)} cells, and the header {len(header)}.", "Export the file again.")
            who = row[user].strip()
            if not who:
                rows.without_user += 1
                continue
            touch = channels.get(row[channel])
            if touch is None:
                touch = channels[row[channel]] = self._channel(lines, row[channel], indices)
            converted = self._is_conversion(lines, row[flag], wanted, header[flag])
            if touch < 0 and not converted:
                rows.without_channel += 1
                continue
            rows.users.append(people.setdefault(who, len(people)))
            rows.times.append(self._time(lines, row[time]))
            rows.channels.append(touch)
            rows.converted.append(converted)
            if money is not None and row[money].strip():
                if converted:
                    self.written.append((len(rows.users) - 1, _line(lines), row[money]))
                elif row[money].strip().casefold() not in NO:
                    rows.without_conversion += 1
        tell()
        if not rows.users:
            raise SourceError("it has no row with a user and a channel.", where=self.path.name)

    def _refuse(self, lines: Iterator[list[str]], why: str, hint: str) -> None:
        raise SourceError(why, where=f"{self.path.name}, line {_line(lines)}", hint=hint)

    def _column(self, header: list[str], what: str, *, needed: bool = True) -> int:
        """Return the place of a column: the one that was named, or the one known by its name.

        -1 or None stand for none: a value is not needed.
        """
        named = getattr(self.columns, what)
        if named is not None:
            return self._named(header, named, f"--{what}")
        found = [place for place, name in enumerate(header) if _key(name) in KNOWN[what]]
        if len(found) == 1:
            return found[0]
        if not found and not needed:
            return None  # type: ignore[return-value]  # only for what is not needed
        seen = ", ".join(f"“{name.strip()}”" for name in ([header[place] for place in found] or header)[:12])
        why = f"{seen} could each be the {what}." if found else f"no column is known as the {what}; there are {seen}."
        raise SourceError(why, where=self.path.name, hint=f"Say which: --{what} COLUMN.")

    def _named(self, header: list[str], named: str, option: str) -> int:
        keys = [name.strip().casefold() for name in header]
        if named.strip().casefold() not in keys:
            seen = ", ".join(f"“{name.strip()}”" for name in header[:12])
            raise UsageError(f"{option}: {self.path.name} has no column “{named}”.", hint=f"It has {seen}.")
        return keys.index(named.strip().casefold())

    def _conversion(self, header: list[str]) -> tuple[int, str | None]:
        """Return the column that tells of conversions, and the text that stands for one, None for yes and no."""
        named, equals, wanted = (self.columns.conversion or "").partition("=")
        if not equals:
            return self._column(header, "conversion"), None
        return self._named(header, named, "--conversion"), wanted.strip().casefold()

    def _is_conversion(self, lines: Iterator[list[str]], cell: str, wanted: str | None, name: str) -> bool:
        text = cell.strip().casefold()
        if wanted is not None:
            return text == wanted
        if text in YES:
            return True
        if text not in NO:
            hint = f"Yes is 1, TRUE or yes, no is 0, FALSE, no or blank; or name the text: --conversion {name}={cell}."
            self._refuse(lines, f"“{cell}” in {name} is neither yes nor no: one row is one conversion or none.", hint)
        return False

    def _channel(self, lines: Iterator[list[str]], cell: str, indices: dict[str, int]) -> int:
        name = " ".join(cell.split())
        if not name:
            return -1
        if ">" in name:
            self._refuse(lines, f"the channel “{name}” has a “>”, which divides touches.", "Rename it in the file.")
        index = indices.setdefault(name.casefold(), len(indices))
        if index == len(self.rows.names):
            # A sheet would compute a cell that begins with one of these signs.
            self.rows.names.append(f"'{name}" if name.startswith(_INJECTED) else name)
        return index

    def _time(self, lines: Iterator[list[str]], cell: str) -> float:
        """Return seconds since 1970; days without a time of day begin at midnight."""
        text = cell.strip()
        seconds = self.seconds.get(text)
        if seconds is None:
            seconds = self._seconds(lines, text)
            if len(self.seconds) < _REMEMBERED:
                self.seconds[text] = seconds
        return seconds

    def _seconds(self, lines: Iterator[list[str]], text: str) -> float:
        if _EPOCH.fullmatch(text):
            number = float(text)
            return number / 1000 if number >= 1e11 else number
        try:
            moment: datetime | None = datetime.fromisoformat(text)
        except ValueError:
            moment = self._other_date(lines, text)
        if moment is None:
            self._refuse(lines, f"the time “{text}” is not known here.", "Write it as 2026-03-31 14:05.")
            raise AssertionError
        zoned = moment.tzinfo is not None
        if self.zoned is not None and zoned != self.zoned:
            why = f"the time “{text}” names {'a' if zoned else 'no'} time zone, and others {'none' if zoned else 'do'}."
            self._refuse(lines, why, "Export all times in one way.")
        self.zoned = zoned
        return (moment if zoned else moment.replace(tzinfo=UTC)).timestamp()

    def _other_date(self, lines: Iterator[list[str]], text: str) -> datetime | None:
        try:
            return dates([text], self.date_order)[0]
        except UnclearDate as unclear:
            self._refuse(lines, f"the time “{unclear.text}” {unclear.why}.", "")
            return None

    def _values(self) -> None:
        """Read the values of the conversions: which sign is the decimal one is decided for all of them."""
        rows = self.rows
        if not rows.has_values:
            return
        rows.values = array("d", [math.nan]) * len(rows.users)
        cells = [text for _, _, text in self.written]
        try:
            decimal = self.decimal or proven(cells)
            if decimal is None and is_ambiguous(cells):
                why = "nothing in the values says whether 1.234 is more than a thousand."
                raise SourceError(why, where=self.path.name, hint="Say which sign is the decimal one: --decimal.")
            found = numbers(cells, decimal or ".", brackets=True, percent=False)
        except Contradiction as error:
            why = f"the values “{error.first}” and “{error.second}” have different decimal signs."
            raise SourceError(why, where=self.path.name, hint="Export them in one way.") from None
        except Unreadable as error:
            line = self.written[error.index][1]
            raise SourceError(
                f"the value “{error.text}” is no number.",
                where=f"{self.path.name}, line {line}",
                hint=error.advice or "Correct the cell.",
            ) from None
        signs = symbols(cells)
        if len(signs) > 1:
            raise SourceError(
                f"the values are in several currencies: {', '.join(sorted(signs))}.",
                where=self.path.name,
                hint="Convert them into one.",
            )
        for (row, _, _), value in zip(self.written, found, strict=True):
            rows.values[row] = value


def _line(lines: Iterator[list[str]]) -> int:
    return int(getattr(lines, "line_num", 0))
