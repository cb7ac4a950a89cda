"""Google Ads: the campaign report; two lines above its header, ` --` for nothing, three Total rows.

UTF-8 with commas, or UTF-16 with tabs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.dates import UnclearDate, dates
from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, headings
from socroi.sources.moments import as_moments
from socroi.sources.numerals import is_absent
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.tabular import breakdowns
from socroi.sources.windows import window_of

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.moments import Moments
    from socroi.sources.tidy import Values
    from socroi.sources.windows import Window

FIELDS: Final = headings("google_ads").fields


_MONTHS: Final = {"week": 0, "month": 1, "quarter": 3, "year": 12}
"""The columns that divide a report by time, and how many months each of their cells is."""
_SEGMENTS: Final = ("device", "network", "hour_of_day", "weekday", "click_type", "conversion_action")
_WEEK_OF: Final = "week of "

_ASSETS: Final = frozenset({"asset", "asset type", "asset status", "asset level"})


_VIDEO: Final = frozenset({"video", "vidéo", "vídeo", "videó", "wideo", "動画"})
"""The kind of a campaign whose ads are shown on YouTube, in the languages of the headings."""


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
        elif any(field in records for field in _MONTHS):
            start, end = _periods(records, window)
        else:
            start, end = (np.full(len(records), day, dtype="datetime64[us]") for day in window)
        platform = records.column("kind").normal(
            lambda kind: "YouTube" if as_text(kind).casefold() in _VIDEO else "Google Ads"
        )
        columns: dict[str, Values] = {
            "start": start,
            "end": end,
            "platform": platform,
            "campaign_id": records.ids("campaign_id"),
            "campaign": records.words("campaign"),
            "breakdown": breakdowns(records, _SEGMENTS),
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
        if "day" not in records and np.isnat(start).all():
            records.notes.append("The file does not say which days it covers: its rows belong to no month.")
        if "Google Ads" in platform.distinct:
            records.notes.append(
                "Google's search, display and shopping ads are no social medium: they stand under Google Ads. "
                "Video campaigns stand under YouTube."
            )
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _periods(records: Records, window: Window) -> tuple[Moments, Moments]:
    """First and last day of each row's week, month, quarter or year: cells say the first, the report's ends cut off.

    Raises:
        SourceError: a cell is no day and no month.
    """
    field = next(field for field in _MONTHS if field in records)
    column = records.column(field)
    texts = ["" if is_absent(cell) else as_text(cell) for cell in column.distinct]
    plain = [text[len(_WEEK_OF) :] if text.casefold().startswith(_WEEK_OF) else text for text in texts]
    years = [f"{text}-01-01" if field == "year" and len(text) == 4 and text.isdigit() else text for text in plain]
    try:
        first = as_moments(dates(years, records.order, months=field == "month")).astype("datetime64[D]")
    except UnclearDate as error:
        raise records.refuse(
            f"“{records.name(field)}” is {texts[error.index]!r}, whose first and last day cannot be told.",
            row=column.first(error.index),
            hint="Segment it by Day instead.",
        ) from error
    if field == "week":
        last = first + np.timedelta64(6, "D")
    else:
        first = first.astype("datetime64[M]").astype("datetime64[D]")
        count = np.timedelta64(_MONTHS[field], "M")
        last = (first.astype("datetime64[M]") + count).astype("datetime64[D]") - np.timedelta64(1, "D")
    if window[0] is not None and window[1] is not None:
        first, last = (np.clip(each, np.datetime64(window[0]), np.datetime64(window[1])) for each in (first, last))
    return tuple(each.astype("datetime64[us]")[column.places] for each in (first, last))  # type: ignore[return-value]
