"""Exporters that are told whole by their file of headings: a table with one row for each thing, and nothing odd."""

from __future__ import annotations

import calendar
import math
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from socroi.sources import months
from socroi.sources.export import COLUMNS, Kind
from socroi.sources.headings import headings
from socroi.sources.numerals import ascii_digits
from socroi.sources.platforms import platform_of
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.windows import window_of
from socroi.sources.yearless import are_yearless, with_year

if TYPE_CHECKING:
    from datetime import date

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

_PARTS: Final = ("reactions", "likes", "comments", "shares", "saves")
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
_UNDEFINED: Final = frozenset({"undefined", "nan"})

Columns = dict[str, list[Any]]


class Tabular(Source):
    """An exporter of which its file of headings says everything."""

    def __init__(self, name: str) -> None:
        about = headings(name).about
        self.name = name  # type: ignore[misc]  # a class of its own for each file would say no more
        self.title = about["title"]  # type: ignore[misc]
        self.understood = about["understood"]  # type: ignore[misc]
        self.about = about

    def is_main(self, grid: Grid) -> bool:
        """Tell whether this is the part that the exporter's file names as the one to read."""
        return bool(self.about.get("part")) and grid.part.casefold() == self.about["part"].casefold()

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows below the header."""
        fields = headings(self.name).fields
        records = Records(grid, claim.header, fields, order=self.about.get("order"), hints=hints)
        _without_bounds(records)
        records.without_totals(blank=bool(self.about.get("blank_total")))
        records.window = window = window_of(grid.lines(claim.header))
        columns: Columns = {name: list(records.texts(name)) for name in _PLAIN}
        for name in ("campaign_id", "post_id"):
            columns[name] = list(records.ids(name))
        columns |= _times(records, window)
        columns["platform"] = _platforms(records, self.about.get("platform"))
        columns["currency"] = [code or records.currency("spend", "revenue") for code in records.texts("currency")]
        for name, (kind, _) in COLUMNS.items():
            if kind is Kind.MONEY:
                columns[name] = list(records.numbers(name))
            elif kind is Kind.COUNT:
                columns[name] = list(records.counts(name, whole=name not in _FRACTIONAL))
        for name in ("click_rate", "engagement_rate"):
            columns[name] = list(_fractions(records, name))
        _fill(records, columns)
        for note in self.about.get("notes", ()):
            records.notes.append(note)
        if "spend" not in records and not any(_known(value) for value in columns["revenue"]):
            records.notes.append(
                "The file has no spend and no revenue: it says what was seen and done, not what it returned."
            )
        days = [moment.date() for name in ("start", "end") for moment in columns[name] if moment]
        if window == (None, None) and days:
            window = (min(days), max(days))
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _without_bounds(records: Records) -> None:
    """Take `<5` for not known, and say so: TikTok does not name counts below five."""
    bounds = 0
    for _, cells in records.rows:
        for place, cell in enumerate(cells):
            if isinstance(cell, str) and (_BOUND.fullmatch(cell.strip()) or cell.strip().casefold() in _UNDEFINED):
                cells[place] = None
                bounds += 1
    if bounds:
        records.notes.append(f"{bounds} cells say “<5” or the like, or that they are not defined: they are not known.")


def _known(value: object) -> bool:
    return isinstance(value, float) and not math.isnan(value)


def _times(records: Records, window: tuple[date | None, date | None]) -> Columns:
    """First and last day of each row, and when its post was published."""
    rows = len(records)
    found: Columns = {"published": moments(records, "published", running=False)}
    if "day" in records:
        found["start"] = [
            day and day.replace(hour=0, minute=0, second=0) for day in moments(records, "day", running=True)
        ]
        found["end"] = list(found["start"])
    elif "month" in records:
        found["start"], found["end"] = _whole_months(records)
    elif "start" in records:
        found["start"] = list(records.days("start"))
        found["end"] = list(records.days("end")) if "end" in records else [None] * rows
    elif "published" in records:
        found["start"] = found["end"] = [None] * rows
        records.notes.append("Each number runs over the life of its post; the months are those of publication.")
    else:
        first, last = (datetime(day.year, day.month, day.day) if day else None for day in window)  # noqa: DTZ001
        found["start"], found["end"] = [first] * rows, [last] * rows
        if first is None:
            records.notes.append("No column of dates is known in this file: its rows belong to no month.")
    return found


def moments(records: Records, field: str, *, running: bool) -> list[datetime | None]:
    """Dates of a field; where they name no year, with the year that was said.

    Raises:
        SourceError: they name no year, and none was said.
    """
    cells = records.cells(field)
    if field not in records or not are_yearless(cells):
        return records.moments(field, windowed=field == "day")
    if records.hints.year is None:
        text = next(str(cell) for cell in cells if cell)
        raise records.refuse(
            f"“{records.name(field)}” has {text!r}, and no date in the file names a year.",
            hint="Say the year of its last day: year=2026 in Python.",
        )
    last = datetime(records.hints.year, 12, 31)  # noqa: DTZ001 - a calendar day
    if "exported" in records and are_yearless(records.cells("exported")):
        # No post is younger than the day on which the file was made.
        last = max(day for day in with_year(records.cells("exported"), last, running=False) if day)
    return with_year(cells, last, running=running)


def _whole_months(records: Records) -> tuple[list[datetime | None], list[datetime | None]]:
    """First and last day of each month."""
    texts = [ascii_digits(text or "") for text in records.texts("month")]
    spoken = months.languages_of(texts)
    start: list[datetime | None] = []
    for index, text in enumerate(texts):
        found = months.month(text, spoken) if text else None
        if text and found is None:
            raise records.refuse(f"“{records.name('month')}” is {text!r}, which is no month.", row=index)
        start.append(datetime(*found, 1) if found else None)  # noqa: DTZ001 - a calendar day
    end = [day and day.replace(day=calendar.monthrange(day.year, day.month)[1]) for day in start]
    return start, end


def _platforms(records: Records, always: str | None) -> list[str | None]:
    """The platform of each row: the one that the exporter is of, or what its column says."""
    if "platform" not in records:
        return [always] * len(records)
    return [text and (platform_of(text) or text) for text in records.texts("platform")]


def _fractions(records: Records, field: str) -> list[float]:
    """A rate as a fraction: written with a percent sign or as percent where its heading or its figures say so."""
    percent = field in records and (
        "%" in records.name(field) or any("%" in (text or "") for text in records.texts(field))
    )
    values = records.numbers(field)
    if not percent and any(_known(value) and value > 1 for value in values):
        percent = True
    return [value / 100 for value in values] if percent else values


def _fill(records: Records, columns: Columns) -> None:
    """What the file says in other words: engagements in parts, clicks of all kinds, revenue as a return on spend."""
    present = [field for field in _PARTS if field in records]
    if "engagements" not in records and present:
        parts = zip(*(records.counts(field) for field in present), strict=True)
        columns["engagements"] = [math.fsum(values) for values in parts]
        names = ", ".join(f"“{records.name(field)}”" for field in present)
        records.notes.append(f"Engagements are the sum of {names}; a row that lacks one of them has none.")
    if "clicks" not in records and "all_clicks" in records:
        columns["clicks"] = list(records.counts("all_clicks"))
        records.notes.append(
            f"“{records.name('all_clicks')}” stand under clicks: the file has no clicks on links alone."
        )
    revenue_of_returns(records, columns)


def revenue_of_returns(records: Records, columns: Columns) -> None:
    """Where the file has no column of value, revenue is the spend times its return."""
    if "revenue" in records or "roas" not in records or "spend" not in records:
        return
    returns, spends = records.numbers("roas"), records.numbers("spend")
    columns["revenue"] = [one * many for one, many in zip(returns, spends, strict=True)]
    records.notes.append(
        f"The file has no column of revenue: it is “{records.name('spend')}” times “{records.name('roas')}”, row by "
        "row."
    )
