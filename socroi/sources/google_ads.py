"""Google Ads: the campaign report; two lines above its header, ` --` for nothing, three Total rows.

UTF-8 with commas, or UTF-16 with tabs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.windows import window_of

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.tidy import Values

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
            start = end = records.days("day")
        elif "period" in records:
            raise records.refuse(
                f"it is divided by “{records.name('period')}”, whose first and last day the file does not say.",
                hint="Segment it by Day instead.",
            )
        else:
            start, end = (np.full(len(records), day, dtype="datetime64[us]") for day in window)
        platform = records.column("kind").normal(
            lambda kind: "YouTube" if as_text(kind).casefold() == "video" else "Google Ads"
        )
        columns: dict[str, Values] = {
            "start": start,
            "end": end,
            "platform": platform,
            "campaign_id": records.ids("campaign_id"),
            "campaign": records.words("campaign"),
            "ad_set": records.words("ad_set"),
            "ad": records.words("ad"),
            "keyword": records.words("keyword"),
            "account": records.words("account"),
            "currency": records.currencies("currency", "spend"),
            "spend": records.numbers("spend"),
            "revenue": records.numbers("revenue"),
            "impressions": records.counts("impressions"),
            "clicks": records.counts("clicks"),
            "video_views": records.counts("video_views"),
            "conversions": records.counts("conversions", whole=False),
            "click_rate": records.percents("click_rate"),
        }
        if "Google Ads" in platform.distinct:
            records.notes.append(
                "Google's search, display and shopping ads are no social medium: they stand under Google Ads. "
                "Video campaigns stand under YouTube."
            )
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)
