"""The rows that the template of the four steps is filled with, whether typed, computed or imported."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, cast

from socroi.errors import UsageError
from socroi.templates.contents import Contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from socroi.templates.texts import Texts

SHARED: Final = "shared"
"""As the platform of a cost: one that serves all platforms and is shared out among them."""

Kind: TypeAlias = Literal["direct", "indirect"]
Evidence: TypeAlias = Literal["illustrative", "anecdote", "correlation", "test", "tagging", "integrated", "commerce"]
CostCategory: TypeAlias = Literal[
    "staff",
    "management",
    "tools",
    "ads",
    "boosted",
    "agencies",
    "designers",
    "refunds",
    "research",
    "training",
    "conferences",
]
Activity: TypeAlias = Literal["content", "insight", "care", "advocacy"]
Payment: TypeAlias = Literal["paid", "organic"]
GoalKind: TypeAlias = Literal[
    "awareness", "engagement", "authority", "conversion", "retention", "upsell", "experience"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What one platform brought in one month, counted in one KPI.

    Args:
        month: any day of the month.
        platform: its name; one that the template does not list yet is added to its list.
        kpi: the KPI that was counted, as it stands on the sheet Values.
        quantity: how many; None when it is not known.
        revenue: money traced to these actions; it is then their value, instead of quantity times worth.
        kind: "direct" or "indirect"; None when nobody has said.
        source: where the number comes from, with its window ("Meta Ads, 7-day click").
        campaign, activity, creator, paid: what was done for it; all of them may be left out. Campaign and creator are
            names of one's own.
    """

    month: date | None
    platform: str | None
    kpi: str | None
    quantity: float | None = None
    revenue: float | None = None
    kind: Kind | None = None
    source: str | None = None
    campaign: str | None = None
    activity: Activity | None = None
    creator: str | None = None
    paid: Payment | None = None


@dataclass(frozen=True, slots=True)
class CostRow:
    """One cost: an amount, or hours at an hourly rate.

    Args:
        month: any day of the first month that it pays for.
        platform: the platform that it served, or `SHARED`.
        category: one of `CostCategory`, or free text.
        what: a few words on what was paid for.
        hours: hours worked.
        rate: pay for one hour.
        amount: money paid; where it is given, hours and rate are not used.
        months: over how many months it is spread; None is one month.
        campaign, activity, creator, paid: what it paid for, as in a `ResultRow`.
    """

    month: date | None
    platform: str | None
    category: str | None
    what: str | None = None
    hours: float | None = None
    rate: float | None = None
    amount: float | None = None
    months: int | None = None
    campaign: str | None = None
    activity: Activity | None = None
    creator: str | None = None
    paid: Payment | None = None


@dataclass(frozen=True, slots=True)
class ValueRow:
    """What one action is worth, how that is known (`Evidence` or free text) and where it was found.

    `margin` is the part of traced money that remains, as a fraction, where it differs from that of the whole.
    """

    kpi: str
    worth: float | None = None
    evidence: str | None = None
    source: str | None = None
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class PayPerClickRow:
    """Clicks that came unpaid for a keyword, and what one would have cost.

    `brand` is the share of people who looked for the brand anyway, as a fraction.
    """

    keyword: str
    clicks: float | None = None
    cpc: float | None = None
    brand: float | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """An indirect return of the whole period that nobody can count: low, likely and high, and how it is known."""

    what: str
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    evidence: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal: its kind (`GoalKind` or free text), KPI, start and target, and the business goal that it serves.

    `measured` is for a KPI that is read off (a Net Promoter Score) and not counted up from the results.
    """

    goal: str
    kpi: str | None = None
    start: float | None = None
    target: float | None = None
    measured: float | None = None
    serves: str | None = None


Row = TypeVar("Row", ResultRow, CostRow, ValueRow, PayPerClickRow, EstimateRow, GoalRow)


@dataclass(frozen=True, slots=True)
class TemplateData:
    """What to put into a template. None leaves the template's own suggestions in a table.

    Each table is a sequence of its rows; `of` takes pandas DataFrames too, whose columns are the fields of the row.
    """

    results: Sequence[ResultRow] = ()
    costs: Sequence[CostRow] = ()
    values: Sequence[ValueRow] | None = None
    pay_per_click: Sequence[PayPerClickRow] | None = None
    estimates: Sequence[EstimateRow] | None = None
    goals: Sequence[GoalRow] | None = None
    company: str | None = None
    margin: float | None = None
    """The part of a sale that remains, as a fraction; None counts whole sales."""
    example: bool = False
    """Whether all of this is invented, which the workbook then says on every sheet."""

    @classmethod
    def of(
        cls,
        *,
        results: Iterable[ResultRow] | pd.DataFrame = (),
        costs: Iterable[CostRow] | pd.DataFrame = (),
        values: Iterable[ValueRow] | pd.DataFrame | None = None,
        pay_per_click: Iterable[PayPerClickRow] | pd.DataFrame | None = None,
        estimates: Iterable[EstimateRow] | pd.DataFrame | None = None,
        goals: Iterable[GoalRow] | pd.DataFrame | None = None,
        company: str | None = None,
    ) -> TemplateData:
        """Return the data with every DataFrame turned into rows; NaN and NaT become None, "not known yet".

        Raises:
            UsageError: a DataFrame has a column that its rows do not have, or lacks one that they need.
        """
        return cls(
            results=rows_of(ResultRow, results),
            costs=rows_of(CostRow, costs),
            values=None if values is None else rows_of(ValueRow, values),
            pay_per_click=None if pay_per_click is None else rows_of(PayPerClickRow, pay_per_click),
            estimates=None if estimates is None else rows_of(EstimateRow, estimates),
            goals=None if goals is None else rows_of(GoalRow, goals),
            company=company,
        )

    def contents(self, texts: Texts) -> Contents:
        """Return the same by table and column, its keys in the words of a language; free text stays as it is."""

        def rows(table: Iterable[Any], **families: str) -> list[dict[str, Any]]:
            made = [asdict(row) for row in table]
            for row in made:
                row |= {column: _worded(texts, family, row[column]) for column, family in families.items()}
            return made

        done = {"activity": "activity", "paid": "payment"}
        costs = rows(self.costs, category="category", **done)
        for row in costs:
            row["platform"] = texts["word.shared"] if row["platform"] == SHARED else row["platform"]
        tables = {"Results": rows(self.results, kpi="kpi", kind="kind", **done), "Costs": costs}
        if self.values is not None:
            tables["KpiValues"] = rows(self.values, kpi="kpi", evidence="evidence", source="source")
        if self.pay_per_click is not None:
            tables["PayPerClick"] = rows(self.pay_per_click)
        if self.estimates is not None:
            tables["Estimates"] = rows(self.estimates, evidence="evidence")
        settings: dict[str, Any] = {"company": self.company, "margin": self.margin}
        if self.goals is not None:
            settings["goals"] = rows(self.goals, goal="goal", kpi="kpi")
        return Contents(tables, settings, example=self.example)


def _worded(texts: Texts, family: str, key: Any) -> Any:
    """Return the text of a key such as `evidence.test`; free text and None come back as they are."""
    name = f"{family}.{key}"
    return texts[name] if key and name in texts else key


def rows_of(kind: type[Row], table: Iterable[Row] | pd.DataFrame) -> tuple[Row, ...]:
    """Return a table as rows of a kind, whether it came as rows or as a DataFrame."""
    to_dict = getattr(table, "to_dict", None)
    if to_dict is None:
        return tuple(cast("Iterable[Row]", table))
    known = {one.name for one in fields(kind)}
    records: list[dict[str, Any]] = to_dict("records")
    strange = sorted({str(name) for record in records for name in record} - known)
    if strange:
        raise UsageError(
            f"a {kind.__name__} has no column {strange[0]!r}.", hint=f"Its columns are: {', '.join(sorted(known))}."
        )
    made = []
    for record in records:
        clean = {name: _plain(value) for name, value in record.items()}
        try:
            made.append(kind(**clean))
        except TypeError as error:
            raise UsageError(f"a {kind.__name__} cannot be made: {error}.") from None
    return tuple(made)


def _plain(value: Any) -> Any:
    """Return a DataFrame's cell as a plain value: NaN, NaT and NA as None, a timestamp as a date."""
    if value is None or type(value).__name__ in {"NaTType", "NAType"}:
        return None
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    item = getattr(value, "item", None)
    return item() if item is not None else value
