"""What every exporter's file becomes: one tidy table and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from socroi.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import pandas as pd


class Kind(Enum):
    """How a column of the tidy table is read and kept."""

    DATE = "date"
    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    FRACTION = "fraction"


COLUMNS: Final[Mapping[str, tuple[Kind, str]]] = {
    "start": (
        Kind.DATE,
        "First day that the row's numbers cover. Missing: over the life of the post, up to the export.",
    ),
    "end": (Kind.DATE, "Last day that they cover; the same as `start` in a daily export."),
    "published": (Kind.DATE, "When the post or video was published, in the time zone of the file."),
    "platform": (
        Kind.TEXT,
        "Facebook, Instagram, LinkedIn, X, YouTube ...; Meta where the file does not divide Meta's own.",
    ),
    "channel": (Kind.TEXT, "The channel or source that a web analytics export names, in its words."),
    "account": (Kind.TEXT, "Name of the account, page or profile."),
    "campaign_id": (Kind.TEXT, "As the platform writes it; missing where a spreadsheet program ruined it."),
    "campaign": (Kind.TEXT, "Name of the campaign."),
    "ad_set": (Kind.TEXT, "Name of the ad set or ad group."),
    "ad": (Kind.TEXT, "Name of the ad or creative."),
    "keyword": (Kind.TEXT, "The keyword or search term."),
    "breakdown": (Kind.TEXT, "What else divides the rows: age, gender, country, placement ..."),
    "order": (Kind.TEXT, "Number of an order in one's own shop."),
    "post_id": (
        Kind.TEXT,
        "Id of the post or video; missing where a spreadsheet program ruined it and no link restores it.",
    ),
    "post": (Kind.TEXT, "Text or title of the post."),
    "link": (Kind.TEXT, "Address of the post. What tells posts apart where ids were ruined."),
    "currency": (Kind.TEXT, "ISO 4217 code of `spend` and `revenue`; missing where the file does not name it."),
    "spend": (Kind.MONEY, "What the platform billed. No other cost of social media work is in it."),
    "impressions": (Kind.COUNT, "Times shown; Meta's `Views` of posts of every kind stand here too."),
    "reach": (Kind.COUNT, "People reached. Not to be added up over days, campaigns or platforms."),
    "clicks": (Kind.COUNT, "Clicks on a link to one's own pages."),
    "visits": (Kind.COUNT, "Sessions on one's own pages."),
    "profile_visits": (Kind.COUNT, "Visits to the page or profile on the platform."),
    "visitors": (Kind.COUNT, "Users of one's own pages. Not to be added up over days or channels."),
    "engagements": (Kind.COUNT, "Reactions, comments, shares, saves and their like, as the platform counts them."),
    "followers": (Kind.COUNT, "Followers or subscribers gained."),
    "video_views": (Kind.COUNT, "Views of videos, as the platform counts them."),
    "leads": (Kind.COUNT, "Leads that the platform attributes to itself."),
    "conversions": (
        Kind.COUNT,
        "Sales and other conversions that the platform attributes to itself; may be fractional.",
    ),
    "revenue": (Kind.MONEY, "Value of those conversions, gross."),
    "recipients": (Kind.COUNT, "People to whom an e-mail was sent."),
    "results": (Kind.COUNT, "Meta's `Results`: what is counted differs from row to row, see `result_kind`."),
    "result_kind": (Kind.TEXT, "What `results` counts in this row."),
    "click_rate": (Kind.FRACTION, "Click-through rate as the platform states it; for a total divide sums instead."),
    "engagement_rate": (Kind.FRACTION, "Engagement rate as the platform states it; for a total divide sums instead."),
    "attribution": (Kind.TEXT, "The attribution setting that `conversions` and `revenue` rest on."),
}
"""The columns of `Export.table`, always all of them and in this order.

Dates are datetime64, texts `string`, numbers float64; a missing value is not known, which is never zero. Of fractions,
0.026 is 2.6%."""

CLAIMS: Final = {
    "platform": "platform's claim",
    "analytics": "web analytics",
    "orders": "own orders",
}
"""Whose truth an export tells, by the word in the exporter's file of headings."""

LEVELS: Final = {
    "order": ("order",),
    "keyword": ("keyword",),
    "post": ("post_id", "link", "post"),
    "ad": ("ad",),
    "ad set": ("ad_set",),
    "campaign": ("campaign", "campaign_id"),
    "channel": ("channel",),
}
"""The columns that name what a row is about, the finest first."""

METRICS: Final = tuple(name for name, (kind, _) in COLUMNS.items() if kind in (Kind.MONEY, Kind.COUNT))


@dataclass(frozen=True)
class Export:
    """One export file, understood.

    Attributes:
        table: the rows, with `COLUMNS`.
        source: short name of the exporter, such as `meta_ads`.
        title: its name for people, with the kind of report.
        path: the file.
        because: one sentence: by what the format was known.
        window: first and last day that the file says it covers; (None, None) where it does not say.
        notes: sentences on what was left out, restored or doubted.
        ignored: headers of the file that have no column in the table.
        others: further tables of the same file that measure something else, by their header; not in `table`.
        left_out: the rows that are not in the table: row number in the file, and why.
        claims: whose truth it tells: "platform's claim", "web analytics" or "own orders".
        divided_by: headings of what divides the rows beside what they are about: the same account stands whole under
            each of them.
    """

    table: pd.DataFrame
    source: str
    title: str
    path: Path
    because: str
    window: tuple[date | None, date | None] = (None, None)
    notes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    others: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    left_out: list[tuple[int, str]] = field(default_factory=list)
    claims: str = CLAIMS["platform"]
    divided_by: list[str] = field(default_factory=list)

    @property
    def why(self) -> str:
        """One sentence: by what the format was known."""
        return self.because

    @property
    def level(self) -> str:
        """What a row is about: an order, an ad, a campaign, a post, a channel ..., or the account, by day or not."""
        for level, names in LEVELS.items():
            if any(bool(self.table[name].notna().any()) for name in names):
                return level
        daily = self.table["start"].notna() & (self.table["start"] == self.table["end"])
        return "day" if bool(daily.all()) else "account"

    @property
    def account(self) -> str | None:
        """The account that the file names; None where it names none or several."""
        names = [str(name) for name in self.table["account"].dropna().unique()]
        return names[0] if len(names) == 1 else None

    @property
    def keys(self) -> pd.Series[str]:
        """What tells each row from all others, and is the same in a later export of the same thing.

        Source, account, level, id (or, without one, name or link), breakdown, platform, and day or window.
        """
        from socroi.sources.identity import keys

        return keys(self.table, self.source, self.level)

    @property
    def currency(self) -> str | None:
        """The one currency of the file; None where it names none.

        Raises:
            SourceError: the rows are in several currencies, which cannot be added up.
        """
        codes = [str(code) for code in self.table["currency"].dropna().unique()]
        if len(codes) > 1:
            raise SourceError(
                f"its rows are in {' and '.join(sorted(codes))}, which cannot be added up.",
                where=str(self.path),
                hint="Export one currency at a time.",
            )
        return codes[0] if codes else None

    @property
    def metrics(self) -> list[str]:
        """Names of the metric columns in which at least one number is known."""
        return [name for name in METRICS if bool(self.table[name].notna().any())]

    @property
    def attribution(self) -> list[str]:
        """The attribution settings that the file names."""
        return [str(text) for text in self.table["attribution"].dropna().unique()]
