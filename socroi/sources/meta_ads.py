"""Meta Ads Manager: campaigns, ad sets or ads of Facebook and Instagram, as CSV or xlsx.

The headers follow the language of the account and carry its currency: `Amount spent (EUR)`, `Ausgegebener Betrag
(EUR)`. CTR 2.60 means 2.60%. `Results` counts something else from row to row. A totals row may come first or last.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources import months
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, headings, without_currency
from socroi.sources.moments import as_moments, month_ends, span
from socroi.sources.numerals import is_absent
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.tabular import breakdowns, revenue_of_returns

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.moments import Moments
    from socroi.sources.numerals import Cell
    from socroi.sources.tidy import Values

FIELDS: Final = headings("meta_ads").fields

PLATFORMS: Final = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "messenger": "Messenger",
    "threads": "Threads",
    "audience network": "Audience Network",
    "audience_network": "Audience Network",
    "whatsapp": "WhatsApp",
    "unknown": "Meta",
    "": "Meta",
}

_NAMES: Final = ("campaign", "ad_set", "ad")
_BREAKDOWNS: Final = ("age", "gender", "country", "region", "placement", "device", "time_of_day")
_ENGLISH: Final = headings("meta_ads").english()


class MetaAds(Source):
    """Ads Manager's table, exported."""

    name = "meta_ads"
    title = "Meta Ads Manager"
    understood = "a campaign, ad set or ad name, “Amount spent (EUR)” or the like, and “Reporting starts” or “Day”"

    def claim(self, grid: Grid) -> Claim | None:
        """A name, the amount spent, and what only Meta has: its reporting dates, or the currency in the header."""
        claim = self.header_with(grid, [*FIELDS["campaign"], *FIELDS["ad_set"], *FIELDS["ad"]], FIELDS["spend"])
        if claim is None:
            return None
        spend = {header_key(name) for name in FIELDS["spend"]}
        own = {header_key(name) for name in (*FIELDS["start"], *FIELDS["end"])}
        for cell in grid.rows[claim.header]:
            name, code = without_currency(as_text(cell))
            if header_key(name) in own or (code and header_key(name) in spend):
                return claim
        return None

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read the rows; a row without any name is the totals row."""
        names = [header_key(without_currency(name)[0]) for name in map(as_text, grid.rows[claim.header]) if name]
        english = sum(name in _ENGLISH for name in names) * 2 > len(names)
        records = Records(
            grid,
            claim.header,
            FIELDS,
            hints=hints,
            usual="." if english else None,
        )
        dimensions = [field for field in _NAMES if field in records]
        named = [records.column(field).where(as_text) for field in dimensions]
        # One row without any name is the totals row whatever its figures; of several each has to be a sum.
        nameless = int((~np.logical_or.reduce(named)).sum())
        records.without_totals(blank=nameless == 1)
        start, end = _window(records)
        columns: dict[str, Values] = {
            "start": start,
            "end": end,
            "platform": records.column("platform").normal(_platform),
            "campaign_id": records.ids("campaign_id"),
            "currency": records.currencies("account_currency", "spend", "revenue"),
            "click_rate": records.percents("click_rate"),
        }
        columns["breakdown"] = breakdowns(records, _BREAKDOWNS)
        for field in (*_NAMES, "account", "attribution", "result_kind"):
            columns[field] = records.words(field)
        for field in ("spend", "revenue"):
            columns[field] = records.numbers(field)
        for field in ("reach", "impressions", "clicks", "engagements", "followers", "video_views"):
            columns[field] = records.counts(field)
        for field in ("results", "leads", "conversions"):
            columns[field] = records.counts(field, whole=False)
        _share_results(records, columns)
        revenue_of_returns(records, columns)
        if "platform" not in records:
            records.notes.append(
                "Facebook and Instagram are not divided in this file, and stand together as Meta: to divide them "
                "choose Breakdown, By delivery, Platform in Ads Manager."
            )
        window = span(start, end)
        if len(records) and window == (None, None):
            records.notes.append("No column of dates is known in this file: its rows belong to no month.")
        export = records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)
        return replace(
            export, divided_by=[records.name(field) for field in ("platform", *_BREAKDOWNS) if field in records]
        )


def _platform(cell: Cell) -> str | None:
    text = None if is_absent(cell) else as_text(cell)
    return PLATFORMS.get((text or "").casefold(), text)


def _window(records: Records) -> tuple[Moments, Moments]:
    """First and last day of each row: the day, week or month asked for as a breakdown, else the reporting dates."""
    if "day" in records:
        days = records.days("day")
        return days, days.copy()
    start, end = records.days("start"), records.days("end")
    if "period" in records:
        texts = records.texts("period")
        spoken = months.languages_of(map(str, filter(None, set(texts))))
        for index, text in enumerate(texts):
            found = _period(records, index, text or "", (start[index], end[index]), spoken)
            if found is not None:
                start[index], end[index] = found
            elif len(records.column("period").distinct) > 1:
                raise records.refuse(
                    f"it is divided by “{records.name('period')}”, and the first and last day of {text!r} are not "
                    "known.",
                    row=index,
                    hint="Export it by day instead.",
                )
    return start, end


def _period(
    records: Records,
    index: int,
    text: str,
    within: tuple[np.datetime64, np.datetime64],
    spoken: frozenset[str] | None,
) -> tuple[np.datetime64, np.datetime64] | None:
    """First and last day of a week or month that stands in a row, inside its reporting dates; None where unknown."""
    parts = re.split(r"\s+[-\N{EN DASH}]\s+", text)
    if len(parts) == 2:
        try:
            start, end = as_moments(dates(parts, records.order))
        except UnclearDate as error:
            raise records.refuse(f"“{records.name('period')}” is {text!r}, which {error.why}.", row=index) from error
        return start, end
    found = months.month(text, spoken)
    unlimited = bool(np.isnat(within[0]) or np.isnat(within[1]))
    if found is None and not unlimited:
        first, last = (day.astype("datetime64[M]").astype(int) for day in within)
        number = months.month_of(text, spoken)
        meant = [month for month in range(first, last + 1) if month % 12 + 1 == number]
        found = (1970 + meant[0] // 12, meant[0] % 12 + 1) if len(meant) == 1 else None
    if found is None:
        return None
    start = np.datetime64(f"{found[0]}-{found[1]:02}-01", "us")
    end = month_ends(np.array([start]))[0]
    return (start, end) if unlimited else (max(start, within[0]), min(end, within[1]))


def _share_results(records: Records, columns: dict[str, Values]) -> None:
    """Where the file has no column of purchases or leads, take them from `Results`, in the rows that count them."""
    if "results" not in records or "result_kind" not in records:
        return
    for field, word in (("conversions", "purchase"), ("leads", "lead")):
        if field in records:
            continue
        chosen = np.array([word in (kind or "").casefold() for kind in records.texts("result_kind")])
        if chosen.any():
            columns[field] = np.where(chosen, records.counts("results", whole=False), np.nan)
            records.notes.append(
                f"“{records.name('results')}” counts different things from row to row: where the result is a {word} "
                f"({int(chosen.sum())} of {len(records)} rows) it is read as {field}."
            )
