"""Google Ads: the campaign report; two lines above its header, ` --` for nothing, three Total rows.

UTF-8 with commas, or UTF-16 with tabs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.windows import window_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

FIELDS: Final = headings("google_ads").fields


_ASSETS: Final = frozenset({"asset", "asset type", "asset status", "asset level"})


class GoogleAds(Source):
    """The table of the Campaigns page, downloaded."""

    name = "google_ads"
    title = "Google Ads campaign report"
    understood = "“Campaign”, “Impr.”, “Cost” and “Currency code” under two lines that name the report and its dates"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows, without their totals."""
        english = "cost" in map(header_key, map(as_text, grid.rows[claim.header]))
        # In other languages days and amounts follow the account, which the file or the caller has to prove.
        order, usual = ("mdy", ".") if english else (None, None)
        records = Records(grid, claim.header, FIELDS, order=order, usual=usual, hints=hints)
        if any(header_key(name) in _ASSETS for name in records.names):
            raise records.refuse(
                "it is a report of assets, which names a click again under each asset of an ad.",
                hint="Export the report of campaigns or ads: its clicks stand once.",
            )
        records.without_totals()
        records.window = window = window_of(grid.lines(claim.header))
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
            "ad": list(records.texts("ad")),
            "keyword": list(records.texts("keyword")),
            "account": list(records.texts("account")),
            "currency": [code or records.currency("spend") for code in records.texts("currency")],
            "spend": list(records.numbers("spend")),
            "revenue": list(records.numbers("revenue")),
            "impressions": list(records.counts("impressions")),
            "clicks": list(records.counts("clicks")),
            "video_views": list(records.counts("video_views")),
            "conversions": list(records.counts("conversions", whole=False)),
            "click_rate": list(records.percents("click_rate")),
        }
        if set(columns["platform"]) - {"YouTube"}:
            records.notes.append(
                "Google's search, display and shopping ads are no social medium: they stand under Google Ads. "
                "Video campaigns stand under YouTube."
            )
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _midnight(day: date | None) -> datetime | None:
    from datetime import datetime

    return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001 - a calendar day
