"""LinkedIn Campaign Manager: the campaign performance report; lines of preamble, M/D/YYYY, a Total row.

UTF-8 with commas, or UTF-16 with tabs.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from socroi.sources.dates import one_date
from socroi.sources.headings import headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import date

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

FIELDS: Final = headings("linkedin_ads").fields

_WINDOW: Final = re.compile(r"Report Start:\s*(?P<start>[\d/]+).*?(?:Report End:\s*(?P<end>[\d/]+))?", re.DOTALL)


class LinkedinAds(Source):
    """The performance report, by campaign or by creative."""

    name = "linkedin_ads"
    title = "LinkedIn Campaign Manager"
    understood = (
        "“Start Date (in UTC)”, “Campaign Name”, “Total Spent” and “Impressions” under lines that name the report"
    )

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows; the one that begins with `Total` is left out."""
        records = Records(grid, claim.header, FIELDS, order="mdy", hints=hints)
        records.without_totals()
        start = records.days("start")
        # The first lines are written month first, as the rows are: the window does not turn them round.
        records.window = window = _window(grid, claim.header)
        days = [moment.date() for moment in start if moment]
        if window[0] and days and min(days) < window[0]:
            raise records.refuse(
                f"a row begins on {min(days)}, before the report's own start on {window[0]}.",
                hint="If the day comes first, say --date-order dmy (in Python date_order=).",
            )
        end = records.days("end") if "end" in records else _ends(records, start, window)
        clicks = "clicks" if "clicks" in records else "all_clicks"
        if clicks == "all_clicks" and "all_clicks" in records:
            records.notes.append(
                "The file has no “Clicks to Landing Page”: its “Clicks” stand in their place, and count clicks on the "
                "company page too."
            )
        columns: dict[str, list[object]] = {
            "start": list(start),
            "end": list(end),
            "platform": ["LinkedIn"] * len(records),
            "campaign_id": list(records.ids("campaign_id")),
            "campaign": list(records.texts("campaign")),
            "account": list(records.texts("account")),
            "ad": list(records.texts("ad")),
            "currency": [code or records.currency("spend") for code in records.texts("currency")],
            "spend": list(records.numbers("spend")),
            "revenue": list(records.numbers("revenue")),
            "clicks": list(records.counts(clicks)),
            "click_rate": list(_fractions(records)),
            "conversions": list(records.counts("conversions", whole=False)),
            "leads": list(records.counts("leads", whole=False)),
        }
        for field in ("impressions", "engagements", "followers", "video_views"):
            columns[field] = list(records.counts(field))
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _fractions(records: Records) -> list[float]:
    """The click-through rate: written with a percent sign, or as a fraction."""
    percent = any("%" in (text or "") for text in records.texts("click_rate"))
    return records.percents("click_rate") if percent else records.numbers("click_rate")


def _window(grid: Grid, header: int) -> tuple[date | None, date | None]:
    """The line `Report Start: 09/01/2026, Report End: 09/02/2026`, on one line or two."""
    text = "\n".join(grid.lines(header))
    found = {word: re.search(rf"Report {word}:\s*([\d/]+)", text) for word in ("Start", "End")}
    start, end = (one_date(match[1]) if match else None for match in found.values())
    return start, end


def _ends(
    records: Records, start: list[datetime | None], window: tuple[date | None, date | None]
) -> list[datetime | None]:
    """The last day of each row where the file names the first only: daily, monthly or one row for the whole report."""
    days = sorted({moment for moment in start if moment})
    gaps = [(after - before).days for before, after in pairwise(days)]
    close = datetime(window[1].year, window[1].month, window[1].day) if window[1] else None  # noqa: DTZ001 - a calendar day
    if 1 in gaps or (close and days == [close]):
        return list(start)
    if len(days) == 1 and close:
        return [moment and close for moment in start]
    if days and all(day.day == 1 for day in days):
        return [moment and _month_end(moment, close) for moment in start]
    records.notes.append("The file names the first day of each row and not the last.")
    return [None] * len(start)


def _month_end(first: datetime, close: datetime | None) -> datetime:
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return min(last, close) if close and close >= first else last
