"""The table Results of the four-step workbook, kept by hand: a month, a platform, what was counted, what it brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.sources import numerals
from socroi.sources.columns import Column
from socroi.sources.dates import UnclearDate, dates
from socroi.sources.grid import as_text
from socroi.sources.headings import header_key, headings
from socroi.sources.moments import as_moments, month_ends, span
from socroi.sources.records import Records
from socroi.sources.source import Claim, Hints, Source
from socroi.sources.tabular import platforms

if TYPE_CHECKING:
    from socroi.sources.export import Export
    from socroi.sources.grid import Grid
    from socroi.sources.moments import Moments
    from socroi.sources.tidy import Values

FIELDS: Final = headings("own_results").fields

_COUNTED: Final = {
    header_key(word): metric
    for of_language in headings("own_results").about["counted"].values()
    for metric, spelt in of_language.items()
    for word in spelt
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
        start, end = _months(records)
        quantities = records.numbers("results")
        kinds = records.texts("result_kind")
        columns: dict[str, Values] = {
            "start": start,
            "end": end,
            "platform": platforms(records),
            "campaign": records.words("campaign"),
            "results": quantities,
            "result_kind": kinds,
            "revenue": records.numbers("revenue"),
            "currency": Column.same(records.currency("revenue"), len(records)),
        }
        metrics = [_COUNTED.get(header_key(kind or "")) for kind in kinds]
        for metric in dict.fromkeys(_COUNTED.values()):
            chosen = np.array([each == metric for each in metrics])
            if chosen.any():
                columns[metric] = np.where(chosen, quantities, columns.get(metric, np.full(len(records), np.nan)))
        window = span(start, end)
        return records.export(columns, source=self.name, title=self.title, because=claim.because, window=window)


def _months(records: Records) -> tuple[Moments, Moments]:
    """The first and the last day of each row's month."""
    try:
        found = dates(records.cells("month"), records.order, date_1904=records.grid.date_1904, months=True)
    except UnclearDate as error:
        raise records.refuse(
            f"“{records.name('month')}” is {error.text!r}, which {error.why}.", row=error.index
        ) from error
    first = as_moments(found).astype("datetime64[M]")
    return first.astype("datetime64[us]"), month_ends(first)


def _without_doubtful(records: Records) -> None:
    """Leave out the rows whose figures say “about”, or whose sign stands behind.

    Raises:
        SourceError: that would be all of them.
    """
    gone: dict[int, str] = {}
    for field in ("results", "revenue"):
        if field not in records:
            continue
        sign = records.decimal(field)
        for index, cell in enumerate(records.cells(field)):
            if not isinstance(cell, str) or numerals.is_unknown(cell):
                continue
            if numerals.number(cell, sign, brackets=field == "revenue") is None:
                gone[index] = (
                    f"“{records.name(field)}” is {as_text(cell)!r}, and no number. {numerals.advice(cell)}".strip()
                )
    if gone and len(gone) == len(records):
        index, why = next(iter(gone.items()))
        raise records.refuse(f"no row can be read: {why}", row=index)
    records.left_out += [(records.line(index), why) for index, why in gone.items()]
    records.without(gone)
