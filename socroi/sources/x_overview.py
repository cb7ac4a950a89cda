"""X (Twitter): the account overview, one row for each day, newest first, dates as `Tue, Feb 18, 2025`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from socroi.sources.headings import headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

FIELDS: Final = headings("x_overview").fields


class XOverview(Source):
    """The account's days."""

    name = "x_overview"
    title = "X (Twitter) account overview"
    understood = "“Date”, “Impressions”, “New follows” and “Profile visits”, and no post"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each day, oldest first."""
        records = Records(grid, claim.header, FIELDS, order="mdy", hints=hints)
        records.without_totals()
        days = records.days("day")
        dated = sorted(enumerate(days), key=lambda item: item[1] or datetime.max)  # noqa: DTZ901 - a blank day comes last
        records.rows = [records.rows[index] for index, _ in dated]
        days = [day for _, day in dated]
        columns: dict[str, list[object]] = {"start": list(days), "end": list(days), "platform": ["X"] * len(records)}
        for field in ("impressions", "engagements", "followers", "video_views"):
            columns[field] = list(records.counts(field))
        records.notes.append("Followers are new ones; those who left are not taken off.")
        records.notes.append(
            "The file has no spend and no revenue: it says what was seen and done, not what it returned."
        )
        known = [day.date() for day in days if day]
        window = (known[0], known[-1]) if known else (None, None)
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)
