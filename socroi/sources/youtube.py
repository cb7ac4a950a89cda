"""YouTube Studio: `Table data.csv`, alone or in its zip. The first row is a Total that is not the sum of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.columns import Column
from socroi.sources.grid import as_text
from socroi.sources.headings import headings
from socroi.sources.numerals import is_absent
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.numerals import Cell
    from socroi.sources.tidy import Values

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
        columns: dict[str, Values] = {
            "published": records.moments("published"),
            "platform": Column.same("YouTube", len(records)),
            "post_id": records.words("post_id"),
            "post": records.words("post"),
            "link": records.column("post_id").each(_address),
            "impressions": records.counts("impressions"),
            "video_views": records.counts("video_views"),
            "followers": records.counts("followers"),
            "revenue": records.numbers("revenue"),
            "currency": Column.same(records.currency("revenue"), len(records)),
            "click_rate": records.percents("click_rate"),
        }
        if counts:
            columns["engagements"] = np.sum(counts, axis=0)
        if present:
            names = ", ".join(f"“{records.name(field)}”" for field in present)
            records.notes.append(f"Engagements are {names}, the only ones that the file has.")
        records.notes.append("The file does not say which period it covers; the months are those of publication.")
        if "revenue" not in records:
            records.notes.append(
                "The file has no spend and no revenue: it says what the videos did, not what they returned."
            )
        return records.export(columns, source=self.name, title=self.title, because=claim.because)


def _address(video: Cell) -> str | None:
    return None if is_absent(video) else f"https://www.youtube.com/watch?v={as_text(video)}"
