"""X (Twitter): posts with their numbers, today's `account_analytics_content` and the old `tweet_activity_metrics`.

Ids have 18 and 19 digits, which Excel turns into 6.49E+17: they are restored from the link, and the link tells posts
apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.columns import Column
from socroi.sources.headings import headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.numerals import Cell
    from socroi.sources.tidy import Values

FIELDS: Final = headings("x_posts").fields

_STATUS: Final = re.compile(r"^https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/\s]+/status/(\d+)", re.IGNORECASE)


class XPosts(Source):
    """One row for each post."""

    name = "x_posts"
    title = "X (Twitter) post analytics"
    understood = "“Post id”, “Post Link” and “Impressions”, or “Tweet id”, “Tweet permalink” and “impressions”"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows, restore ids, refuse two rows for one post that differ."""
        records = Records(grid, claim.header, FIELDS, order="mdy", hints=hints)
        records.without_totals()
        links = [text if text and _STATUS.match(text) else None for text in records.texts("link")]
        _leave_out_twice(records, links)
        written = records.texts("link")
        links = [text if text and _STATUS.match(text) else None for text in written]
        ids = _ids(records, links)
        impressions, engagements = records.counts("impressions"), records.counts("engagements")
        rates = records.numbers("engagement_rate")
        columns: dict[str, Values] = {
            "published": records.moments("published"),
            "platform": Column.same("X", len(records)),
            "post_id": ids,
            "post": records.words("post"),
            "link": links,
            "impressions": impressions,
            "engagements": engagements,
            "engagement_rate": rates,
            "clicks": records.counts("clicks"),
            "followers": records.counts("followers"),
            "video_views": records.counts("video_views"),
        }
        share = np.divide(engagements, impressions, out=np.full(len(records), np.nan), where=impressions != 0)
        doubtful = np.flatnonzero(np.abs(rates - share) > 0.0006)
        if len(doubtful):
            first = int(doubtful[0])
            records.notes.append(
                f"In {len(doubtful)} of {len(records)} rows “{records.name('engagement_rate')}” is not engagements "
                f"divided by impressions (row {records.line(first)}: {rates[first]:g} for {engagements[first]:g} of "
                f"{impressions[first]:g}): columns may have been moved or edited. The numbers are taken as they stand "
                "under their headers."
            )
        if not np.isnan(records.counts("promoted")).all():
            records.notes.append(
                "Promoted impressions and engagements stand in columns of their own, and are not added."
            )
        records.notes.append("Each number runs over the life of its post; the months are those of publication.")
        records.notes.append(
            "The file has no spend and no revenue: it says what the posts did, not what they returned."
        )
        return records.export(columns, source=self.name, title=self.title, because=claim.because)


def _leave_out_twice(records: Records, links: list[str | None]) -> None:
    """One post, two rows: identical ones are left out and said, differing ones refused."""
    first: dict[str, int] = {}
    twice: list[int] = []
    for index, link in enumerate(links):
        if link is None:
            continue
        before = first.setdefault(_status(link), index)
        if before == index:
            continue
        if records.row(before) != records.row(index):
            raise records.refuse(
                f"this post stands in row {records.line(before)} too, with other numbers ({link}).",
                row=index,
                hint="Delete the older of the two rows.",
            )
        twice.append(index)
    if twice:
        numbers = ", ".join(str(records.line(index)) for index in twice)
        records.notes.append(f"Left out row {numbers}: the same post with the same numbers stands above.")
        records.without(twice)


def _status(link: str) -> str:
    match = _STATUS.match(link)
    return match[1] if match else link


def _ids(records: Records, links: list[str | None]) -> list[Cell]:
    """Ids as text; ruined ones from the link, where there is one."""
    ids: list[Cell] = records.ids("post_id").cells()
    restored = 0
    for index, link in enumerate(links):
        if ids[index] is None and link:
            ids[index] = _status(link)
            restored += 1
    if restored:
        records.notes.append(f"{restored} ids were restored from the link of the post.")
    lost = [index for index, link in enumerate(links) if link is None]
    if lost:
        sample = (records.texts("link")[lost[0]] or "blank")[:60]
        records.notes.append(
            f"{len(lost)} of {len(records)} rows have no link to a post in “{records.name('link')}” "
            f"(row {records.line(lost[0])}: {sample}): they are kept, and cannot "
            "be checked for posts that stand twice."
        )
    return ids
