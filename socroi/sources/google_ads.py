"""Google Ads: the campaign report; two lines above its header, ` --` for nothing, three Total rows.

UTF-8 with commas, or UTF-16 with tabs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.sources.dates import one_date
from socroi.sources.headings import headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import date, datetime

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

FIELDS: Final = headings("google_ads").fields


class GoogleAds(Source):
    """The table of the Campaigns page, downloaded."""

    name = "google_ads"
    title = "Google Ads campaign report"
    understood = "“Campaign”, “Impr.”, “Cost” and “Currency code” under two lines that name the report and its dates"

    def claim(self, grid: Grid) -> Claim | None:
        """`Impr.` is Google's own abbreviation."""
        return self.header_with(grid, ("Campaign",), ("Impr.",), ("Cost",), ("Clicks",))

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows; those that begin with `Total:` are left out."""
        records = Records(grid, claim.header, FIELDS, order=hints.date_order or "mdy", decimal=hints.decimal)
        left = records.leave_out(
            lambda texts: any(texts.get(field, "").startswith("Total:") for field in ("status", "campaign"))
        )
        window = _window(grid, claim.header)
        if "day" in records:
            start = records.days("day")
            end = list(start)
        elif "period" in records:
            raise records.refuse(
                f"it is divided by “{records.name('period')}”, whose first and last day the file does not say.",
                hint="Segment it by Day instead.",
            )
        else:
            start, end = [_midnight(window[0])] * len(records), [_midnight(window[1])] * len(records)
        columns: dict[str, list[object]] = {
            "start": list(start),
            "end": list(end),
            "platform": [
                "YouTube" if (kind or "").casefold() == "video" else "Google Ads" for kind in records.texts("kind")
            ],
            "campaign_id": list(records.ids("campaign_id")),
            "campaign": list(records.texts("campaign")),
            "ad_set": list(records.texts("ad_set")),
            "currency": [code or records.currency("spend") for code in records.texts("currency")],
            "spend": list(records.numbers("spend")),
            "revenue": list(records.numbers("revenue")),
            "impressions": list(records.counts("impressions")),
            "clicks": list(records.counts("clicks")),
            "video_views": list(records.counts("video_views")),
            "conversions": list(records.counts("conversions", whole=False)),
            "click_rate": list(records.percents("click_rate")),
        }
        records.say_totals(left, ("spend", "impressions", "clicks", "conversions", "revenue"))
        if set(columns["platform"]) - {"YouTube"}:
            records.notes.append(
                "Google's search, display and shopping ads are no social medium: they stand under Google Ads. "
                "Video campaigns stand under YouTube."
            )
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _window(grid: Grid, header: int) -> tuple[date | None, date | None]:
    """The dates in the line above the header: `March 27, 2026 - April 23, 2026`."""
    for row in reversed(grid.lines(header)):
        parts = re.split(r"\s+[-–]\s+", row.strip().strip('"'))
        found = [one_date(part) for part in parts]
        if found and all(found) and len(found) <= 2:
            return found[0], found[-1]
    return None, None


def _midnight(day: date | None) -> datetime | None:
    from datetime import datetime

    return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 - a calendar day
