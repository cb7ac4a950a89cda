"""LinkedIn Campaign Manager: the campaign performance report; lines of preamble, M/D/YYYY, a Total row.

UTF-8 with commas, or UTF-16 with tabs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.columns import Column
from socroi.sources.dates import one_date
from socroi.sources.grid import as_text
from socroi.sources.headings import headings
from socroi.sources.moments import month_ends, span
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import date

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.moments import Moments
    from socroi.sources.tidy import Values
    from socroi.sources.typed_columns import Numbers

FIELDS: Final = headings("linkedin_ads").fields


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
        earliest = span(start)[0]
        if window[0] and earliest and earliest < window[0]:
            raise records.refuse(
                f"a row begins on {earliest}, before the report's own start on {window[0]}.",
                hint="If the day comes first, say --date-order dmy (in Python date_order=).",
            )
        end = records.days("end") if "end" in records else _ends(records, start, window)
        clicks = "clicks" if "clicks" in records else "all_clicks"
        if clicks == "all_clicks" and "all_clicks" in records:
            records.notes.append(
                "The file has no “Clicks to Landing Page”: its “Clicks” stand in their place, and count clicks on the "
                "company page too."
            )
        columns: dict[str, Values] = {
            "start": start,
            "end": end,
            "platform": Column.same("LinkedIn", len(records)),
            "campaign_id": records.ids("campaign_id"),
            "campaign": records.words("campaign"),
            "account": records.words("account"),
            "ad": records.words("ad"),
            "currency": records.currencies("currency", "spend"),
            "spend": records.numbers("spend"),
            "revenue": records.numbers("revenue"),
            "clicks": records.counts(clicks),
            "click_rate": _fractions(records),
            "conversions": records.counts("conversions", whole=False),
            "leads": records.counts("leads", whole=False),
        }
        for field in ("impressions", "engagements", "followers", "video_views"):
            columns[field] = records.counts(field)
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _fractions(records: Records) -> Numbers:
    """The click-through rate: written with a percent sign, or as a fraction."""
    percent = any("%" in as_text(cell) for cell in records.column("click_rate").distinct)
    return records.percents("click_rate") if percent else records.numbers("click_rate")


def _window(grid: Grid, header: int) -> tuple[date | None, date | None]:
    """The line `Report Start: 09/01/2026, Report End: 09/02/2026`, on one line or two."""
    text = "\n".join(grid.lines(header))
    found = {
        word: re.search(rf"Report {word}:\s*(.+?)(?:,? Report |[,\"]*$)", text, re.MULTILINE)
        for word in ("Start", "End")
    }
    start, end = (one_date(match[1]) if match else None for match in found.values())
    return start, end


def _ends(records: Records, start: Moments, window: tuple[date | None, date | None]) -> Moments:
    """The last day of each row where the file names the first only: daily, monthly or one row for the whole report."""
    known = ~np.isnat(start)
    days = np.unique(start[known].astype("datetime64[D]"))
    close = None if window[1] is None else np.datetime64(window[1])
    if bool((np.diff(days) == np.timedelta64(1, "D")).any()) or (close is not None and days.tolist() == [close.item()]):
        return start.copy()
    never = np.full(len(start), "NaT", dtype="datetime64[us]")
    if len(days) == 1 and close is not None:
        return np.where(known, close.astype("datetime64[us]"), never)
    if len(days) and bool((days == days.astype("datetime64[M]")).all()):
        return _month_ends(start.astype("datetime64[D]"), close)
    records.notes.append("The file names the first day of each row and not the last.")
    return never


def _month_ends(first: Moments, close: np.datetime64 | None) -> Moments:
    """The last day of the month of each day; the last one may be cut off."""
    last = month_ends(first).astype("datetime64[D]")
    if close is not None:
        last = np.where(first <= close, np.minimum(last, close), last)
    return last.astype("datetime64[us]")
