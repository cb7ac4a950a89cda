"""The rows that Results and Costs get: what counts, summed by month, platform and KPI."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from socroi.intake.coverage import COUNTS, UNDATED, choose
from socroi.intake.merging import standing
from socroi.intake.platforms import placed
from socroi.intake.remainders import told, with_remainders
from socroi.intake.renaming import old_names
from socroi.intake.rows import months_of
from socroi.intake.truth import OWN, kinds, side_by_side, truths, warnings
from socroi.templates.fill import CostRow, ResultRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from socroi.intake.coverage import LeftOut
    from socroi.intake.ledger import Import

KPIS: Final = {
    "conversions": "purchases",
    "leads": "leads",
    "clicks": "clicks",
    "visits": "visits",
    "engagements": "engagements",
    "followers": "followers",
    "video_views": "video_views",
}
"""The KPI of each count, by its key in the words of a book."""
REVENUE: Final = "revenue"
"""The KPI of money that no count goes with, such as what YouTube shares with a channel."""
OLDER: Final = "a later export stands"
NOT_SOCIAL: Final = "not social media"
RENAMED: Final = "stands under a newer name"


@dataclass(frozen=True, slots=True)
class Measured:
    """What measures a KPI of Results: whose truth it is (`truth.TRUTHS`), from which export, of which platforms."""

    kpi: str
    kind: str
    title: str
    platforms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sums:
    """What a book counts of its imports.

    Attributes:
        results: rows of Results, by month, platform and KPI.
        costs: rows of Costs.
        counts: for each row of Data "yes", or why it does not count.
        claims: what each source says was sold, side by side (`truth.CLAIM_COLUMNS`).
        remarks: sentences on what is not added, and why.
        stands: the rows of Data that stand.
        measured: what measures each KPI of Results; of lists kept by hand it is not known.
    """

    results: list[ResultRow]
    costs: list[CostRow]
    counts: pd.Series[str]
    claims: pd.DataFrame
    stands: pd.DataFrame
    remarks: list[str] = field(default_factory=list)
    measured: list[Measured] = field(default_factory=list)


def sums(data: pd.DataFrame, imports: Sequence[Import], said: Mapping[str, str], wanted: str | None = None) -> Sums:
    """Sum up what counts.

    Args:
        data: the table Data.
        imports: those that the book holds.
        said: what was said of platforms, by their name in lower case.
        wanted: whose count of sales to take; None takes the best that is there.
    """
    import pandas as pd

    stands = standing(data, imports)
    renamed = old_names(stands, imports)
    verdict, left, rests = choose(stands[~renamed], imports)
    counts = pd.Series(OLDER, index=data.index, dtype="string")
    counts.loc[stands.index[renamed]] = RENAMED
    counts.loc[verdict.index] = verdict
    rows = stands.loc[verdict.index[verdict == COUNTS]].copy()
    rows["month"], rows["kind"], rows["place"] = months_of(rows), kinds(rows), placed(rows, said)
    counts.loc[rows.index[rows["place"].isna()]] = NOT_SOCIAL
    whole, undivided = rows, [index for each in rests for index in each.window]
    rows = with_remainders(rows, rests)
    chosen = truths(rows, wanted)
    remarks = [*map(_left_out, left), *told(whole, rests), *warnings(rows, chosen)]
    if bool(renamed.any()):
        remarks.append(
            f"{int(renamed.sum()):,} rows stand under an older name too, with the very same figures, and count once. "
            "Export the campaign's or the ad's id, and a name may change."
        )
    if bool((verdict == UNDATED).any()):
        remarks.append(
            f"Rows without a date belong to no month and are not counted: {int((verdict == UNDATED).sum()):,}. Export "
            "them by day or by month."
        )
    social = rows[rows["place"].notna() & rows["month"].notna()]
    results = _results(social, chosen, remarks)
    costs = _costs(social)
    whole = whole[whole["place"].notna() & whole["month"].notna() & ~whole.index.isin(undivided)]
    remarks += [*_undivided(whole), *_not_social(rows)]
    measured = _measured(results, dict(zip(social["title"], social["kind"], strict=True)))
    return Sums(results, costs, counts, side_by_side(rows, chosen), stands, remarks, measured)


def _results(rows: pd.DataFrame, chosen: Mapping[str, str], remarks: list[str]) -> list[ResultRow]:
    """Sum what was counted: of a source that knows its revenue the sales alone, the clicks led to them.

    A source whose revenue is 0 throughout knows none: some write 0.00 where nobody said what a conversion is worth.
    """
    found: list[tuple[str, bool, ResultRow]] = []
    for source, part in rows.groupby("source", sort=True):
        kind = str(part["kind"].iloc[0])
        if kind == OWN:
            found += [(str(source), False, row) for row in _own(part)]
            continue
        with_money = bool(part["revenue"].fillna(0).ne(0).any())
        organic = kind == "claims" and not with_money and not bool(part["spend"].notna().any())
        names = ["conversions"] if with_money else _counted(part)
        remarks += _leads_beside(part) if with_money else []
        sold = part if with_money else part.assign(revenue=part["revenue"].where(part["conversions"].eq(0)))
        for (month, place), group in sold.groupby(["month", "place"], sort=True):
            for name in names:
                if name == "conversions" and chosen.get(str(month)) != kind:
                    continue
                row = _result(group, name, str(month), str(place), counted=bool(part[name].notna().any()))
                if row is not None:
                    found.append((str(source), organic, row))
    return _without_other_views(found, remarks)


def _counted(rows: pd.DataFrame) -> list[str]:
    """Return what a source counts that knows no revenue; who was after leads has sold nothing by intent."""
    names = [name for name in KPIS if bool(rows[name].notna().any())]
    after_leads = bool(rows["leads"].gt(0).any()) and not bool(rows["conversions"].gt(0).any())
    return [name for name in names if name != "conversions" or not after_leads]


def _leads_beside(rows: pd.DataFrame) -> list[str]:
    """Say that the leads of a source are not counted, where the sales are that they may have led to."""
    leads = _sum(rows["leads"])
    if not leads:
        return []
    said = (
        f"{rows['title'].iloc[0]}: its sales are counted with their revenue, and its leads ({leads:,g}) are not added, "
        "as sales may come of them. If they bring more than these sales, type them into Results."
    )
    return [said]


def _measured(results: Sequence[ResultRow], kinds_of: Mapping[str, str]) -> list[Measured]:
    """Return what measures each KPI of some rows, by the title of the export that their source begins with."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in results:
        titles = [title for title in kinds_of if (row.source or "").startswith(title)]
        title = max(titles, key=len, default="")
        if title and row.kpi and kinds_of[title] != OWN:
            found.setdefault((row.kpi, kinds_of[title], title), set()).add(row.platform or "")
    return [Measured(*key, frozenset(platforms)) for key, platforms in found.items()]


def _own(rows: pd.DataFrame) -> list[ResultRow]:
    """Return the rows of a list kept by hand, each in its own KPI."""
    made = []
    for (month, place, kpi), group in rows.groupby(["month", "place", "result_kind"], sort=True):
        quantity, revenue = _sum(group["results"]), _sum(group["revenue"])
        title = str(group["title"].iloc[0])
        made.append(ResultRow(_first(str(month)), str(place), str(kpi), quantity, revenue, None, title))
    return made


def _result(group: pd.DataFrame, name: str, month: str, place: str, *, counted: bool) -> ResultRow | None:
    quantity = _sum(group[name])
    revenue = _sum(group["revenue"]) if name == "conversions" else None
    if quantity is None and revenue is None:
        return None
    kpi = KPIS[name] if name != "conversions" or counted else REVENUE
    words = [str(group["title"].iloc[0]), *sorted({str(text) for text in group["attribution"].dropna().unique()})]
    first, last = group["start"].min(), group["end"].max()
    if first == first and last == last:  # noqa: PLR0124 - NaT is unequal to itself
        words.append(f"{first:%Y-%m-%d} – {last:%Y-%m-%d}")  # the book may be in any language
    direct = name in ("conversions", "leads")
    return ResultRow(_first(month), place, kpi, quantity, revenue, "direct" if direct else None, ", ".join(words))


def _without_other_views(found: list[tuple[str, bool, ResultRow]], remarks: list[str]) -> list[ResultRow]:
    """Of two files about the same unpaid work, such as posts and daily graphs, take the one that counts more."""
    best: dict[tuple[date | None, str | None, str | None], tuple[float, str]] = {}
    for source, organic, row in found:
        if organic:
            key = row.month, row.platform, row.kpi
            best[key] = max(best.get(key, (-1.0, "")), (row.quantity or 0.0, source))
    kept: list[ResultRow] = []
    dropped: set[str] = set()
    for source, organic, row in found:
        key = row.month, row.platform, row.kpi
        if organic and best[key][1] != source:
            dropped.add(f"{row.platform}: {row.kpi} of {row.source} are not added to those of another file about it.")
        else:
            kept.append(row)
    remarks += sorted(dropped)
    return sorted(kept, key=lambda row: (row.month or date.min, row.platform or "", row.kpi or "", row.source or ""))


def _costs(rows: pd.DataFrame) -> list[CostRow]:
    """Sum what the platforms billed; what web analytics know of it they have from there."""
    made = []
    paid = rows[rows["spend"].notna() & (rows["kind"] == "claims")]
    for (month, place, title), group in paid.groupby(["month", "place", "title"], sort=True):
        amount = _sum(group["spend"])
        if amount is not None:
            made.append(CostRow(_first(str(month)), str(place), "ads", str(title), amount=amount))
    return made


def _undivided(rows: pd.DataFrame) -> list[str]:
    """Say which windows go over several months: their figures stand in the last one."""
    long = rows[rows["start"].dt.strftime("%Y-%m") < rows["end"].dt.strftime("%Y-%m")]
    said = []
    for title, part in long.groupby("title", sort=True):
        first, last = part["start"].min(), part["end"].max()
        said.append(
            f"{title}: the file does not divide {first:%Y-%m-%d} to {last:%Y-%m-%d} by month. Its numbers stand in the "
            "last month that they cover, so the total holds and the months say nothing. Export it by day or by month."
        )
    return said


def _not_social(rows: pd.DataFrame) -> list[str]:
    """Say what is there and is no social medium."""
    said = []
    for (title, name), part in rows[rows["place"].isna() & rows["platform"].notna()].groupby(["title", "platform"]):
        spend, revenue = _sum(part["spend"]), _sum(part["revenue"])
        sums = [f"{word} {value:,.2f}" for word, value in (("spend", spend), ("revenue", revenue)) if value is not None]
        said.append(f"{title}: {name} is no social medium, and is not counted{': ' if sums else ''}{', '.join(sums)}.")
    return said


def _left_out(each: LeftOut) -> str:
    who = f"{each.title}{f' ({each.account})' if each.account else ''}"
    spend = f", spend {each.spend:,.2f}" if each.spend else ""
    what = f"{who}: the rows of “{each.view}”, {each.first} to {each.last}{spend}, are not added to those of "
    advice = " Export the months that are missing by day or by month." if each.whole else ""
    return f"{what}{' and '.join(f'“{name}”' for name in each.instead)}: they show the same account.{advice}"


def _first(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


def _sum(column: pd.Series[float]) -> float | None:
    """The sum of what is known, to the millionth; None where nothing is."""
    import math

    known = [value for value in column.tolist() if not math.isnan(value)]
    return round(math.fsum(known), 6) if known else None
