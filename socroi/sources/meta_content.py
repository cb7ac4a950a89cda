"""Meta Business Suite: the posts of a Facebook page or an Instagram account, over their lifetime.

`Date` says `Lifetime`: the numbers run from the publication of each post to the day of the export. Times are
MM/DD/YYYY HH:MM.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources.columns import Column
from socroi.sources.grid import as_text
from socroi.sources.headings import fields, headings
from socroi.sources.numerals import is_absent
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.tidy import Values

FACEBOOK: Final = headings("facebook_content").fields
INSTAGRAM: Final = headings("instagram_content").fields


class FacebookContent(Source):
    """Posts of a Facebook page."""

    name = "facebook_content"
    title = "Meta Business Suite, Facebook posts"
    understood = "“Post ID”, “Page ID” and “Publish time”"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each post."""
        records = Records(grid, claim.header, FACEBOOK, order="mdy", hints=hints)
        return _read(self, records, claim, "Facebook", ("reactions", "comments", "replies", "shares"))


class InstagramContent(Source):
    """Posts of an Instagram account."""

    name = "instagram_content"
    title = "Meta Business Suite, Instagram posts"
    understood = "“Post ID”, “Account username” and “Publish time”"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each post."""
        records = Records(grid, claim.header, INSTAGRAM, order="mdy", hints=hints)
        return _read(self, records, claim, "Instagram", ("likes", "comments", "replies", "shares", "saves"))


def _without_errors(records: Records) -> None:
    """Leave out the posts that Meta could not compute: their date is a hyphen, and they have no figure."""
    numbers = [field for field in records.fields if fields().get(field, {}).get("unit") == "count"]
    if "date" not in records:
        return
    blank = np.logical_and.reduce([records.column(field).where(is_absent) for field in ("date", *numbers)])
    gone = np.flatnonzero(blank).tolist()
    for index in gone:
        number, said = records.line(index), as_text(records.cell("error", index))
        why = f"it has no figures{f', and says “{said}”' if said else ''}"
        records.left_out.append((number, why))
        records.notes.append(f"Left out row {number}: {why}")
    records.without(gone)


def _lifetime(records: Records) -> list[bool]:
    """Tell which rows are over the life of a post: they say so, or all of them have one word in place of a day."""
    column = records.column("date")
    words = [as_text(cell) for cell in column.distinct]
    if len(words) == 1 and words[0] and not any(map(str.isdigit, words[0])):
        return [True] * len(records)
    return [words[place].casefold() == "lifetime" for place in column.places.tolist()]


def _read(source: Source, records: Records, claim: Claim, platform: str, parts: Sequence[str]) -> Export:
    _without_errors(records)
    records.without_totals()
    lifetime = _lifetime(records)
    if any(lifetime) and not all(lifetime):
        raise records.refuse(
            "some rows are over the lifetime of a post and some are of one day.", hint="Export one of the two."
        )
    published = records.moments("published")
    columns: dict[str, Values] = {
        "published": published,
        "platform": Column.same(platform, len(records)),
        "post_id": records.ids("post_id"),
        "post": [
            title or text for title, text in zip(records.texts("title"), records.texts("description"), strict=True)
        ],
        "link": records.words("link"),
        "account": records.words("page"),
        "impressions": records.counts("shown"),
        "reach": records.counts("reach"),
        "clicks": records.counts("clicks"),
        "followers": records.counts("followers"),
        "profile_visits": records.counts("profile_visits"),
    }
    if "engagements" in records:
        columns["engagements"] = records.counts("engagements")
    else:
        present = [field for field in parts if field in records]
        if present:
            columns["engagements"] = np.sum([records.counts(field) for field in present], axis=0)
        names = ", ".join(f"“{records.name(field)}”" for field in present)
        records.notes.append(f"Engagements are the sum of {names}; a post that lacks one of them has none.")
    if "shown" in records and records.name("shown").casefold() == "views":
        records.notes.append("“Views” stand under impressions, which Meta replaced by them.")
    if "date" not in records or all(lifetime):
        records.notes.append(
            "Each number runs over the life of its post, up to the export; the months are those of publication."
        )
    else:
        columns["start"] = columns["end"] = records.days("date")
    records.notes.append("The file has no spend and no revenue: it says what the posts did, not what they returned.")
    return records.export(columns, source=source.name, title=source.title, because=claim.because)
