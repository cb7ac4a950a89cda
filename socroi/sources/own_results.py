"""The table Results of the four-step workbook, kept by hand: a month, a platform, what was counted, what it brought."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Final

from socroi.sources import numerals
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.grid import as_text
from socroi.sources.headings import headings
from socroi.sources.platforms import platform_of
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source

if TYPE_CHECKING:
    from datetime import datetime

    from socroi.sources.export import Export
    from socroi.sources.grid import Grid

FIELDS: Final = headings("own_results").fields

_METRICS: Final = {
    "purchases": "conversions",
    "leads": "leads",
    "link clicks": "clicks",
    "new followers": "followers",
    "followers": "followers",
    "visits to the website": "visits",
    "engagements": "engagements",
    "video views": "video_views",
}


class OwnResults(Source):
    """What a person typed, or keeps elsewhere under the same headings."""

    name = "own_results"
    title = "Results, as in the four-step workbook"
    understood = "“Month”, “Platform”, “KPI” and “Quantity”"

    def read(self, grid: Grid, claim: Claim, hints: Hints) -> Export:
        """Read one row for each month, platform and KPI; figures that are not sure are left out by their row."""
        records = Records(grid, claim.header, FIELDS, hints=hints)
        _without_doubtful(records)
        records.without_totals()
        start = _months(records)
        end = [day and day.replace(day=calendar.monthrange(day.year, day.month)[1]) for day in start]
        quantities = records.numbers("results")
        kinds = records.texts("result_kind")
        columns: dict[str, list[object]] = {
            "start": list(start),
            "end": list(end),
            "platform": [text and (platform_of(text) or text) for text in records.texts("platform")],
            "campaign": list(records.texts("campaign")),
            "results": list(quantities),
            "result_kind": list(kinds),
            "revenue": list(records.numbers("revenue")),
            "currency": [records.currency("revenue")] * len(records),
        }
        for word, metric in _METRICS.items():
            chosen = [(kind or "").casefold() == word for kind in kinds]
            if any(chosen):
                before = columns.get(metric, [None] * len(records))
                columns[metric] = [
                    value if take else old for value, take, old in zip(quantities, chosen, before, strict=True)
                ]
        known = [day.date() for day in (*start, *end) if day]
        window = (min(known), max(known)) if known else (None, None)
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _months(records: Records) -> list[datetime | None]:
    try:
        found = dates(records.cells("month"), records.order, date_1904=records.grid.date_1904, months=True)
    except UnclearDate as error:
        raise records.refuse(
            f"“{records.name('month')}” is {error.text!r}, which {error.why}.", row=error.index
        ) from error
    return [moment and moment.replace(day=1, hour=0, minute=0, second=0) for moment in found]


def _without_doubtful(records: Records) -> None:
    """Leave out the rows whose figures say “about”, or whose sign stands behind."""
    gone: dict[int, str] = {}
    for field in ("results", "revenue"):
        if field not in records:
            continue
        sign = records.decimal(field)
        for index, cell in enumerate(records.cells(field)):
            if isinstance(cell, str) and not numerals.is_absent(cell) and numerals.number(cell, sign) is None:
                gone[index] = (
                    f"“{records.name(field)}” is {as_text(cell)!r}, and no number. {numerals.advice(cell)}".strip()
                )
    for index, why in gone.items():
        number = records.rows[index][0]
        records.left_out.append((number, why))
        records.notes.append(f"Refused row {number}: {why}")
    records.rows = [row for index, row in enumerate(records.rows) if index not in gone]
