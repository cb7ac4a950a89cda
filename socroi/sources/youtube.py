"""YouTube Studio: `Table data.csv`, alone or in its zip. The first row is a Total that is not the sum of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.sources.headings import headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

FIELDS: Final = headings("youtube").fields


class Youtube(Source):
    """The content table of advanced mode."""

    name = "youtube"
    title = "YouTube Studio, table data"
    understood = "“Content”, “Video title” and “Video publish time”, as Table data.csv or in its zip"

    def is_main(self, grid: Grid) -> bool:
        """The zip has chart data and totals beside the table."""
        return grid.part.casefold().endswith("table data.csv")

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each video; the row `Total` is left out."""
        records = Records(grid, claim.header, FIELDS, order="mdy", hints=hints)
        records.without_totals()
        present = [field for field in ("likes", "comments", "shares") if field in records]
        counts = [records.counts(field) for field in present]
        columns: dict[str, list[object]] = {
            "published": list(records.moments("published")),
            "platform": ["YouTube"] * len(records),
            "post_id": list(records.texts("post_id")),
            "post": list(records.texts("post")),
            "link": [video and f"https://www.youtube.com/watch?v={video}" for video in records.texts("post_id")],
            "impressions": list(records.counts("impressions")),
            "video_views": list(records.counts("video_views")),
            "followers": list(records.counts("followers")),
            "revenue": list(records.numbers("revenue")),
            "currency": [records.currency("revenue")] * len(records),
            "click_rate": list(records.percents("click_rate")),
            "engagements": [sum(values) for values in zip(*counts, strict=True)] if counts else [None] * len(records),
        }
        if present:
            names = ", ".join(f"“{records.name(field)}”" for field in present)
            records.notes.append(f"Engagements are {names}, the only ones that the file has.")
        records.notes.append("The file does not say which period it covers; the months are those of publication.")
        if "revenue" not in records:
            records.notes.append(
                "The file has no spend and no revenue: it says what the videos did, not what they returned."
            )
        return records.export(columns, source=self.name, title=self.title, because=claim.because)
