"""X (Twitter): the account overview, one row for each day, newest first, dates as `Tue, Feb 18, 2025`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.columns import Column
from socroi.sources.headings import headings
from socroi.sources.moments import span
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.tidy import Values

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
        # A blank day comes last.
        records.keep(np.argsort(records.days("day"), kind="stable"))
        days = records.days("day")
        columns: dict[str, Values] = {"start": days, "end": days, "platform": Column.same("X", len(records))}
        for field in ("impressions", "engagements", "followers", "video_views"):
            columns[field] = records.counts(field)
        records.notes.append("Followers are new ones; those who left are not taken off.")
        records.notes.append(
            "The file has no spend and no revenue: it says what was seen and done, not what it returned."
        )
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=span(days))
