"""Facebook Page Insights, the old file of posts: a second header row describes the columns; times are M/D/YYYY H:MM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.sources.columns import Column
from socroi.sources.headings import headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.tidy import Values

FIELDS: Final = headings("facebook_insights").fields


class FacebookInsights(Source):
    """Posts of a page, as exported before Business Suite."""

    name = "facebook_insights"
    title = "Facebook Page Insights, posts (old)"
    understood = "“Post ID”, “Posted” and “Lifetime Post Total Reach”"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each post; the row of descriptions has no post id."""
        records = Records(grid, claim.header, FIELDS, order="mdy", hints=hints)
        left = records.leave_out(lambda texts: not texts["post_id"] and not texts["published"])
        if left:
            records.notes.append(f"Left out row {', '.join(map(str, left))}, which describes the columns.")
        columns: dict[str, Values] = {
            "published": records.moments("published"),
            "platform": Column.same("Facebook", len(records)),
            "post_id": records.ids("post_id"),
            "post": records.words("post"),
            "link": records.words("link"),
            "reach": records.counts("reach"),
            "impressions": records.counts("impressions"),
            "engagements": records.counts("engagements"),
        }
        records.notes.append(
            "Engagements are people who engaged, not their actions: the file counts those by kind only."
        )
        records.notes.append("Each number runs over the life of its post; the months are those of publication.")
        records.notes.append(
            "The file has no spend and no revenue: it says what the posts did, not what they returned."
        )
        return records.export(columns, source=self.name, title=self.title, because=claim.because)
