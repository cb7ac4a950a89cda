"""Meta Business Suite: the daily graphs of a page or an account, UTF-16, `Date,Primary` under each title.

Source: the layout is inferred from importers that skip two lines above the header, a `sep=` line and a title.
"""

from __future__ import annotations

import math
from itertools import chain
from typing import TYPE_CHECKING, Final

from socroi.sources.grid import Grid, as_text
from socroi.sources.headings import header_key, headings
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import datetime

    from socroi.sources.export import Export
    from socroi.sources.numerals import Cell

GRAPHS: Final = {
    header_key(title): field for field, titles in headings("meta_daily").fields.items() for title in titles
}
"""The column of each graph, by its title without the platform's name."""

PLATFORMS: Final = ("Facebook", "Instagram")


class MetaDaily(Source):
    """The graphs of the page Insights, Results."""

    name = "meta_daily"
    title = "Meta Business Suite, daily graphs"
    understood = "a title such as “Facebook reach” above “Date” and “Primary”"

    def claim(self, grid: Grid) -> Claim | None:
        """`Primary` is Meta's own word for the only line of a graph; or its title stands there again."""
        for index, row in enumerate(grid.rows[:6]):
            if _is_header(row):
                column = as_text(row[1])
                return Claim(index, f"Known as {self.title} by “Date” and “{column}” in row {index + 1}.")
        return None

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read every graph whose title is known; each other is named and not read."""
        days: dict[tuple[str, datetime], dict[str, float]] = {}
        unknown: list[str] = []
        notes: list[str] = []
        records: Records | None = None
        for title, header, last in _sections(grid):
            platform, metric = _meaning(title)
            if metric is None:
                unknown.append(title or "without a title")
                continue
            fields = {"day": ("Date",), "value": (as_text(grid.rows[header][1]),)}
            records = Records(grid, header, fields, hints=hints, last=last)
            for day, value in zip(records.days("day").tolist(), records.counts("value").tolist(), strict=True):
                if day is not None and not math.isnan(value):
                    days.setdefault((platform, day), {})[metric] = value
            notes.append(f"Read “{title}” as {metric.replace('_', ' ')}, {len(records)} days.")
        if records is None:
            titles = ", ".join(f"“{title}”" for title in unknown) or "none"
            raise Records(grid, claim.header, {}).refuse(
                f"the title of its graph is {titles}, which is not known here.",
                hint=f"Known are, with or without the platform's name: {', '.join(GRAPHS)}.",
            )
        if unknown:
            notes.append(
                "Left out the graphs "
                + ", ".join(f"“{title}”" for title in unknown)
                + ", whose titles are not known here."
            )
        if any(platform == "Meta" for platform, _ in days):
            notes.append("A title does not say whether it is of Facebook or Instagram: its numbers stand under Meta.")
        keys = sorted(days, key=lambda key: (key[1], key[0]))
        columns: dict[str, list[object]] = {
            "start": [day for _, day in keys],
            "end": [day for _, day in keys],
            "platform": [platform for platform, _ in keys],
        }
        for metric in dict.fromkeys(GRAPHS.values()):
            columns[metric] = [days[key].get(metric) for key in keys]
        records.notes += notes
        records.notes.append(
            "The file has no spend and no revenue: it says what was seen and done, not what it returned."
        )
        window = (keys[0][1].date(), keys[-1][1].date()) if keys else (None, None)
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _is_header(row: list[Cell]) -> bool:
    """Tell whether a row stands above the days of a graph."""
    texts = [as_text(cell) for cell in row if as_text(cell)]
    return len(texts) == 2 and texts[0] == "Date" and (texts[1] == "Primary" or _meaning(texts[1])[1] is not None)


def _sections(grid: Grid) -> list[tuple[str, int, int]]:
    """Title, header row and last row of each graph."""
    found: list[tuple[str, int, int]] = []
    title, header = "", None
    for index, row in enumerate(chain(grid.rows, [[]])):
        texts = [as_text(cell) for cell in row if as_text(cell)]
        if header is not None and len(texts) < 2:
            found.append((title, header, index - 1))
            title, header = "", None
        if _is_header(row):
            header, title = index, title or texts[1]
        elif len(texts) == 1:
            title = texts[0]
    return found


def _meaning(title: str) -> tuple[str, str | None]:
    """Platform and column of a graph's title; no column where it is not known."""
    words = title.strip()
    platform = next((name for name in PLATFORMS if words.casefold().startswith(name.casefold())), None)
    if platform:
        words = words[len(platform) :]
    return platform or "Meta", GRAPHS.get(header_key(words))
