"""From exports to the rows of a four-step workbook: what was counted, what it brought, what the platform billed.

What the files do not know stays blank. No worth is put on a click or a follower here: that is for whoever fills in the
sheet Values.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import SourceError, UsageError
from socroi.templates.fill import CostRow, ResultRow, TemplateData, ValueRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from socroi.sources.export import Export

KPIS: Final = {
    "conversions": "purchases",
    "leads": "leads",
    "clicks": "clicks",
    "visits": "Visits to the website",
    "engagements": "engagements",
    "followers": "followers",
    "video_views": "Video views",
}
"""The KPI of each count; a key of the template's own, or free text."""

REVENUE: Final = "Revenue"
"""The KPI of money that no count goes with, such as what YouTube shares with a channel."""

MONTHS: Final = 12
"""How many months a workbook counts."""


@dataclass(frozen=True)
class Filling:
    """What goes into a workbook.

    Attributes:
        data: its rows.
        start: its first month.
        currency: ISO code of all money.
        remarks: sentences on what the result can therefore not say.
    """

    data: TemplateData
    start: date
    currency: str
    remarks: list[str]


def fill(
    exports: Sequence[Export], *, costs: Iterable[CostRow] = (), currency: str | None = None, company: str | None = None
) -> Filling:
    """Sum exports by month, platform and KPI.

    An export that knows its revenue gives its sales alone: the clicks that led to them are not worth a second sum. One
    that knows none gives its counts, without a worth.

    Args:
        exports: files that were read; all money in one currency.
        costs: further costs, which no platform knows.
        currency: of exports that do not name theirs.
        company: the name to put on the workbook.

    Raises:
        SourceError: money is in two currencies or in none that is known, or no row belongs to a social medium.
        UsageError: `currency` is no three-letter code.
    """
    code = _currency(exports, currency)
    results: list[ResultRow] = []
    spends: list[CostRow] = []
    remarks: list[str] = []
    for export in exports:
        table = _placed(export, remarks)
        results += _results(export, table)
        spends += _spends(export, table)
    if not results and not spends:
        names = " and ".join(export.title for export in exports)
        raise SourceError(
            f"no row of {names} can stand in the workbook.", hint="It needs a platform and a number to count."
        )
    further = list(costs)
    dated: list[date | None] = [*(row.month for row in results), *(row.month for row in spends)]
    months = sorted({month for month in dated if month is not None})
    start = _start(months, dated, remarks)
    _say_gaps(exports, results, spends, further, remarks)
    kinds = dict.fromkeys(
        [*(row.kpi for row in results if row.kpi), "purchases", "leads", "clicks", "engagements", "followers"]
    )
    data = TemplateData(
        results=results, costs=[*spends, *further], values=[ValueRow(kpi) for kpi in kinds], company=company
    )
    return Filling(data, start, code, remarks)


def _currency(exports: Sequence[Export], given: str | None) -> str:
    if given is not None and not (len(given) == 3 and given.isalpha()):
        raise UsageError(f"{given!r} is no currency.", hint="Give a code of three letters, such as EUR.")
    found = {code for export in exports if (code := export.currency) is not None}
    if given:
        found.add(given.upper())
    if len(found) > 1:
        raise SourceError(
            f"amounts are in {' and '.join(sorted(found))}, which cannot be added up.", hint="Take one currency."
        )
    money = [export for export in exports if {"spend", "revenue"} & set(export.metrics)]
    if not found and money:
        raise SourceError(
            "it has amounts and does not say in which currency.",
            where=money[0].path.name,
            hint="Say it, such as --currency EUR.",
        )
    return found.pop() if found else "EUR"


def _placed(export: Export, remarks: list[str]) -> pd.DataFrame:
    """The table with the month of each row, rows that belong to no social medium left out."""
    table = export.table[export.table["platform"].notna()].copy()
    start, end, published = table["start"], table["end"], table["published"]
    day = end.fillna(start).fillna(published)
    table["month"] = [
        None if missing else date(moment.year, moment.month, 1) for moment, missing in zip(day, day.isna(), strict=True)
    ]
    long = (start.dt.year * 12 + start.dt.month) < (end.dt.year * 12 + end.dt.month)
    if bool(long.any()):
        first, last = start[long].min().date(), end[long].max().date()
        remarks.append(
            f"{export.title}: the file does not divide {first} to {last} by month. Its numbers stand in the last month "
            "that they cover, so the total holds and the months say nothing. Export it by day or by month for those."
        )
    if table["month"].isna().any():
        remarks.append(
            f"{export.title}: rows without a date belong to no month and are not counted until you type one."
        )
    return table


def _results(export: Export, table: pd.DataFrame) -> list[ResultRow]:
    metrics = set(export.metrics)
    counted = ["conversions"] if "revenue" in metrics else [name for name in KPIS if name in metrics]
    rows: list[ResultRow] = []
    for (month, platform), part in _groups(table):
        for name in counted:
            quantity = _sum(part[name])
            revenue = _sum(part["revenue"]) if name == "conversions" else None
            if quantity is None and revenue is None:
                continue
            kind: Any = "direct" if name in ("conversions", "leads") else None
            kpi = REVENUE if name == "conversions" and "conversions" not in metrics else KPIS[name]
            rows.append(ResultRow(month, platform, kpi, quantity, revenue, kind, _origin(export, part)))
    return rows


def _spends(export: Export, table: pd.DataFrame) -> list[CostRow]:
    rows: list[CostRow] = []
    for (month, platform), part in _groups(table):
        amount = _sum(part["spend"])
        if amount is not None:
            rows.append(CostRow(month, platform, "ads", f"{export.title}: ad spend", amount=amount))
    return rows


def _groups(table: pd.DataFrame) -> list[tuple[tuple[date | None, str], pd.DataFrame]]:
    keyed: dict[tuple[date | None, str], list[int]] = {}
    for index, (month, platform) in enumerate(zip(table["month"], table["platform"], strict=True)):
        keyed.setdefault((month if isinstance(month, date) else None, str(platform)), []).append(index)
    ordered = sorted(keyed.items(), key=lambda item: (item[0][0] or date.min, item[0][1]))
    return [(key, table.iloc[rows]) for key, rows in ordered]


def _sum(column: pd.Series[float]) -> float | None:
    """The sum of what is known, to the cent; None where nothing is."""
    known = [value for value in column.tolist() if not math.isnan(value)]
    return round(math.fsum(known), 6) if known else None


def _origin(export: Export, part: pd.DataFrame) -> str:
    """Where a number comes from, with its attribution setting and its window."""
    words = [export.title, *(str(text) for text in part["attribution"].dropna().unique())]
    start, end = part["start"].min(), part["end"].max()
    if start == start and end == end:  # noqa: PLR0124 - NaT is unequal to itself
        words.append(f"{start:%Y-%m-%d} to {end:%Y-%m-%d}")
    return ", ".join(words)


def _start(months: list[date], rows: Sequence[date | None], remarks: list[str]) -> date:
    """The first of the twelve months: all months where they fit, else the latest twelve."""
    if not months:
        return date(2026, 1, 1)
    first, last = months[0], months[-1]
    if (last.year - first.year) * 12 + last.month - first.month < MONTHS:
        return first
    number = last.year * 12 + last.month - 1 - (MONTHS - 1)
    start = date(number // 12, number % 12 + 1, 1)
    outside = sum(1 for month in rows if month is not None and month < start)
    remarks.append(
        f"The export reaches back to {first:%B %Y}; the workbook counts twelve months, {start:%B %Y} to {last:%B %Y}. "
        f"{outside} earlier rows stand on its sheets and are not counted: type another first month on the sheet Start "
        "to see them."
    )
    return start


def _say_gaps(
    exports: Sequence[Export],
    results: Sequence[ResultRow],
    spends: Sequence[CostRow],
    further: Sequence[CostRow],
    remarks: list[str],
) -> None:
    """What is missing, and what the result can therefore not say."""
    returned = any(row.revenue is not None for row in results)
    if not returned:
        remarks.append(
            "No revenue is known, so there is no return and no ROI. It is not zero: type what one action is worth on "
            "the sheet Values, or the money that was traced on the sheet Results."
        )
    silent = sorted(
        {row.platform for row in spends if row.platform} - {row.platform for row in results if row.platform}
    )
    if returned and silent:
        remarks.append(
            f"{' and '.join(silent)}: the cost is known and the return is not. The total counts the cost and no return."
        )
    if not spends and not further:
        remarks.append(
            "No cost is known, so there is no ROI. It is not zero: type pay, tools, ads and agencies on the sheet "
            "Costs."
        )
    elif not further:
        remarks.append(
            "The only cost is what the platform billed. Pay, tools and agencies are missing: type them on the sheet "
            "Costs, and the ROI will be lower."
        )
    claims = [export.title for export in exports if "conversions" in export.metrics]
    if len(claims) > 1:
        remarks.append(
            f"{' and '.join(claims)} each count the sales that they claim. A sale that both claim is counted twice "
            "here; web analytics or a test can tell."
        )
