"""Exporters that are told whole by their file of headings: a table with one row for each thing, and nothing odd."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import numpy as np

from socroi.sources import months
from socroi.sources.columns import Column
from socroi.sources.export import COLUMNS, Kind
from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, words
from socroi.sources.levels import refuse_levels
from socroi.sources.moments import as_days, as_moments, month_ends, span
from socroi.sources.numerals import ascii_digits, is_absent
from socroi.sources.platforms import platform_of
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.windows import window_of
from socroi.sources.yearless import are_yearless, with_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.headings import Headings
    from socroi.sources.moments import Moments
    from socroi.sources.numerals import Cell
    from socroi.sources.tidy import Values
    from socroi.sources.typed_columns import Numbers

_PARTS: Final = ("reactions", "likes", "comments", "replies", "shares", "saves")
_FRACTIONAL: Final = ("conversions", "leads", "results")
_PLAIN: Final = (
    "account",
    "campaign",
    "ad_set",
    "ad",
    "keyword",
    "breakdown",
    "channel",
    "post",
    "link",
    "attribution",
)

_BOUND: Final = re.compile(r"<\s?\d{1,3}")
_WEEK: Final = 7
_UNDEFINED: Final = frozenset({"undefined", "nan"})

Columns = dict[str, Any]


class Tabular(Source):
    """An exporter of which its file of headings says everything."""

    def __init__(self, known: Headings) -> None:
        about = known.about
        self.known = known
        self.name = known.name  # type: ignore[misc]  # a class of its own for each file would say no more
        self.title = about["title"]  # type: ignore[misc]
        self.understood = about["understood"]  # type: ignore[misc]
        self.about = about

    @property
    def headings(self) -> Headings:
        """Its headings."""
        return self.known

    def claim(self, grid: Grid) -> Claim | None:
        """Tell by the headings whether the grid is this exporter's; and by its sheet, where they say too little."""
        if self.about.get("only_part") and not self.is_main(grid):
            return None
        return super().claim(grid)

    def is_main(self, grid: Grid) -> bool:
        """Tell whether this is the part that the exporter's file names as the one to read."""
        part = self.about.get("part", "").casefold()
        return bool(part) and grid.part.casefold().rpartition("/")[2] == part

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows below the header."""
        fields = self.known.fields
        order = self.about.get("order") or _order_of(grid, claim, self.about.get("orders", {}))
        records = Records(grid, claim.header, fields, order=order, hints=hints)
        bounds = records.blank(
            lambda text: bool(_BOUND.fullmatch(text.strip())) or text.strip().casefold() in _UNDEFINED
        )
        if bounds:
            records.notes.append(
                f"{bounds} cells say “<5” or the like, or that they are not defined: they are not known."
            )
        records.without_totals(blank=bool(self.about.get("blank_total")))
        _refuse_periods(records)
        refuse_levels(records)
        records.window = window = window_of(grid.lines(claim.header))
        columns: Columns = {name: records.words(name) for name in _PLAIN if name in records}
        for name in ("campaign_id", "post_id"):
            if name in records:
                columns[name] = records.ids(name)
        columns |= _times(records, window)
        columns["platform"] = platforms(records, self.about.get("platform"))
        columns["currency"] = records.currencies("currency", "spend", "revenue")
        for name, (kind, _) in COLUMNS.items():
            if name not in records:
                continue
            if kind is Kind.MONEY:
                columns[name] = records.numbers(name)
            elif kind is Kind.COUNT:
                columns[name] = records.counts(name, whole=name not in _FRACTIONAL)
            elif kind is Kind.FRACTION:
                columns[name] = _fractions(records, name)
        _fill(records, columns)
        _say_weeks(records, columns)
        for note in self.about.get("notes", ()):
            records.notes.append(note)
        if "spend" not in records and np.isnan(columns.get("revenue", np.nan)).all():
            records.notes.append(
                "The file has no spend and no revenue: it says what was seen and done, not what it returned."
            )
        if window == (None, None):
            window = span(columns["start"], columns["end"])
        return records.export(
            columns, source=self.name, title=self.title, because=claim.because, window=window, known=self.known
        )


def _refuse_periods(records: Records) -> None:
    """Refuse rows that are divided by a week or a month in a column that is not known: each would count for all days.

    Raises:
        SourceError: there is such a column, and no day.
    """
    if any(field in records for field in ("day", "month", "published")):
        return
    periods = {word for each in words()["periods"].values() for word in each}
    read = {records.place(field) for field in records.fields}
    for place, name in enumerate(records.names):
        if place not in read and header_key(name) in periods and len(records.at(place).distinct) > 1:
            raise records.refuse(
                f"it is divided by “{name}”, whose first and last day are not known.", hint="Export it by day instead."
            )


def _say_weeks(records: Records, columns: Columns) -> None:
    """Say of rows of a week each that they are taken for one day."""
    if "day" not in records:
        return
    days = np.unique(columns["start"][~np.isnat(columns["start"])].astype("datetime64[D]"))
    if len(days) > 1 and bool((np.diff(days).astype(int) == _WEEK).all()):
        records.notes.append(
            f"“{records.name('day')}” is a day in seven: if each row is a week, it counts whole in the month of that "
            "day. Export it by day, where a week lies in two months."
        )


def _order_of(grid: Grid, claim: Claim, orders: Mapping[str, str]) -> str | None:
    """The order of day and month that goes with the language of a heading."""
    names = {header_key(as_text(cell)) for cell in grid.rows[claim.header]}
    return next((order for heading, order in orders.items() if header_key(heading) in names), None)


def _times(records: Records, window: tuple[date | None, date | None]) -> Columns:
    """First and last day of each row, and when its post was published."""
    never = np.full(len(records), "NaT", dtype="datetime64[us]")
    found: Columns = {"published": moments(records, "published", running=False) if "published" in records else never}
    if "day" in records:
        found["start"] = found["end"] = as_days(moments(records, "day", running=True))
    elif "month" in records:
        found["start"], found["end"] = _whole_months(records)
    elif "start" in records:
        found["start"] = records.days("start")
        found["end"] = _last_days(records) if "end" in records else never
    elif "published" in records:
        found["start"] = found["end"] = never
        records.notes.append("Each number runs over the life of its post; the months are those of publication.")
    else:
        found["start"], found["end"] = (np.full(len(records), day, dtype="datetime64[us]") for day in window)
        if window[0] is None:
            records.notes.append("No column of dates is known in this file: its rows belong to no month.")
    return found


def _last_days(records: Records) -> Moments:
    """The last day of each row: what ends at midnight, as Snapchat writes it, ends the day before."""
    until = records.moments("end", windowed=True)
    midnight = until == as_days(until)
    timed = all(":" in as_text(cell) for cell in records.column("end").distinct)
    if timed and bool((midnight | np.isnat(until)).all()):
        return np.maximum(as_days(until) - np.timedelta64(1, "D"), records.days("start"))
    return as_days(until)


def moments(records: Records, field: str, *, running: bool) -> Moments:
    """Dates of a field; where they name no year, with the year that was said.

    Raises:
        SourceError: they name no year, and none was said.
    """
    if field not in records or not are_yearless(records.column(field).distinct):
        return records.moments(field, windowed=field == "day")
    cells = records.cells(field)
    if records.hints.year is None:
        text = next(str(cell) for cell in cells if cell)
        raise records.refuse(
            f"“{records.name(field)}” has {text!r}, and no date in the file names a year.",
            hint="Say the year of its last day: --year 2026 (in Python year=2026).",
        )
    last = datetime(records.hints.year, 12, 31)  # noqa: DTZ001 - a calendar day
    if "exported" in records and are_yearless(records.cells("exported")):
        # No post is younger than the day on which the file was made.
        last = max(day for day in with_year(records.cells("exported"), last, running=False) if day)
    return as_moments(with_year(cells, last, running=running))


def _whole_months(records: Records) -> tuple[Moments, Moments]:
    """First and last day of each month."""
    column = records.column("month")
    texts = ["" if is_absent(cell) else ascii_digits(as_text(cell)) for cell in column.distinct]
    spoken = months.languages_of(texts)
    start: list[datetime | None] = []
    for place, text in enumerate(texts):
        found = months.month(text, spoken) if text else None
        if text and found is None:
            row = column.first(place)
            raise records.refuse(
                f"“{records.name('month')}” is {text!r}, which is no month.",
                row=row,
                hint=f"If it is a total of other rows, say --total {records.line(row)} (in Python "
                f"totals=[{records.line(row)}]).",
            )
        start.append(datetime(*found, 1) if found else None)  # noqa: DTZ001 - a calendar day
    first = as_moments(start)[column.places]
    return first, month_ends(first)


def platforms(records: Records, always: str | None = None) -> Values:
    """The platform of each row: the one that the exporter is of, or what its column says."""
    if "platform" not in records:
        if always is None and "link" in records:
            return records.column("link").normal(_platform_of_link)
        return Column.same(always, len(records))
    return records.column("platform").normal(_platform)


def _platform(cell: Cell) -> str | None:
    return None if is_absent(cell) else platform_of(as_text(cell)) or as_text(cell)


def _platform_of_link(cell: Cell) -> str | None:
    return platform_of(urlsplit(as_text(cell)).hostname)


def _fractions(records: Records, field: str) -> Numbers:
    """A rate as a fraction: written with a percent sign or as percent where its heading or its figures say so."""
    values = records.numbers(field)
    percent = "%" in records.name(field) or any("%" in as_text(cell) for cell in records.column(field).distinct)
    return values / 100 if percent or bool((values > 1).any()) else values


def _fill(records: Records, columns: Columns) -> None:
    """What the file says in other words: engagements in parts, clicks of all kinds, revenue as a return on spend."""
    present = [field for field in _PARTS if field in records]
    if "engagements" not in records and present:
        columns["engagements"] = np.sum([records.counts(field) for field in present], axis=0)
        names = ", ".join(f"“{records.name(field)}”" for field in present)
        records.notes.append(f"Engagements are the sum of {names}; a row that lacks one of them has none.")
    if "clicks" not in records and "all_clicks" in records:
        columns["clicks"] = records.counts("all_clicks")
        records.notes.append(
            f"“{records.name('all_clicks')}” stand under clicks: the file has no clicks on links alone."
        )
    revenue_of_returns(records, columns)


def revenue_of_returns(records: Records, columns: Columns) -> None:
    """Where the file has no column of value, revenue is the spend times its return."""
    if "revenue" in records or "roas" not in records or "spend" not in records:
        return
    columns["revenue"] = records.numbers("roas") * records.numbers("spend")
    records.notes.append(
        f"The file has no column of revenue: it is “{records.name('spend')}” times “{records.name('roas')}”, row by "
        "row."
    )


def breakdowns(records: Records, fields: Sequence[str]) -> Values:
    """What divides the rows beside the platform: one account stands whole under each of them."""
    present = [field for field in fields if field in records]
    if not present:
        return Column.same(None, len(records))
    names = ", ".join(f"“{records.name(field)}”" for field in present)
    records.notes.append(f"The rows are divided by {names}.")
    columns = [records.texts(field) for field in present]
    if len(columns) == 1:
        return records.column(present[0]).normal(lambda cell: "" if is_absent(cell) else as_text(cell))
    return [" / ".join(text or "" for text in texts) for texts in zip(*columns, strict=True)]
