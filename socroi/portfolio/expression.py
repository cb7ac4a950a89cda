"""The one expression over the rows: value, allocation, profit, ROI, rank, outliers and claims counted twice.

It is written in Ibis and says nothing of an engine: DuckDB, PostgreSQL and Spark run the same. The rules are those of
the functions of the catalogue: a blank is not known and never zero, a ratio is one of sums, shared costs have their
own line where they cannot be divided.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from socroi.errors import UsageError
from socroi.portfolio.rows import FLAGS, NAMES

if TYPE_CHECKING:
    import ibis.expr.types as ir

Share = Literal["spend", "return", "equally", "none"]
SHARES: Final[tuple[Share, ...]] = ("spend", "return", "equally", "none")
TIMES: Final = ("month", "quarter", "year")
KEYS: Final = ("client", *TIMES, "platform", "campaign", "activity", "creator", "paid", "currency", "file")
"""What a portfolio can be divided by."""
BLANK: Final = "(blank)"
SHARED: Final = "(shared)"
"""The name of the line for shared costs that were not divided."""
ODD: Final = 3.5
"""How many robust deviations from the median make an outlier; Iglewicz and Hoaglin (1993)."""
_NORMAL: Final = 0.6744897501960817
"""The median absolute deviation of a normal distribution, in standard deviations."""
LEAST: Final = 5
"""Of fewer groups none is called an outlier."""
FIGURES: Final = (
    *("lines", "returned", "own_cost", "shared_cost", "cost", "profit", "roi", "status", "rank"),
    *("deviation", "odd", "claimers", "aside"),
    *("returned_low", "returned_likely", "returned_high", "roi_low", "roi_likely", "roi_high"),
)
"""The columns after the keys."""
_ACROSS: Final = ("client", *TIMES, "currency", "file")
"""The keys of which a shared cost has one too: it is divided inside them."""
_ESTIMATES: Final = ("low", "likely", "high")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the rows.

    Attributes:
        by: what to divide by, of `KEYS`.
        margin: the share of a sale that is left, where neither the KPI nor the book says one.
        share: how costs that are shared by all platforms are divided among them.
    """

    by: tuple[str, ...] = ("client", "platform", "month")
    margin: float = 1.0
    share: Share = "spend"

    def __post_init__(self) -> None:
        unknown = [name for name in self.by if name not in KEYS]
        if unknown or not self.by or len(set(self.by)) < len(self.by):
            raise UsageError(
                f"“{','.join(self.by)}” is nothing to divide by.", hint=f"Name some of {', '.join(KEYS)}, each once."
            )
        if not 0 <= self.margin <= 1:
            raise UsageError(f"a margin of {self.margin:g} is no share.", hint="25% is 0.25.")
        if self.share not in SHARES:
            raise UsageError(f"costs cannot be shared by “{self.share}”.", hint=f"Name one of {', '.join(SHARES)}.")

    @property
    def divides(self) -> bool:
        """Whether there is something that shared costs can be divided among."""
        return self.share != "none" and any(name not in _ACROSS for name in self.by)


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of the rows before they are read: what holds nothing need not be grouped by.

    Attributes:
        columns: those that hold anything.
        own_worths: whether a KPI may be worth something else to one client than to all.
    """

    columns: frozenset[str] = field(default_factory=lambda: frozenset(NAMES))
    own_worths: bool = True

    def needs_client(self, question: Question) -> bool:
        """Return whether the answer depends on whose row it is: each name more makes the first sums dearer."""
        return "client" in question.by or self.own_worths or bool(self.columns & {"shared", "claims"})


def portfolio(rows: ir.Table, worths: ir.Table, question: Question, held: Held | None = None) -> ir.Table:
    """Return a line for each group with what it returned, cost and gained.

    Args:
        rows: with the columns of `socroi.portfolio.rows.NAMES`.
        worths: client, KPI, worth and margin.
        question: what to divide by, and how.
        held: what is known of the rows; left out: any column may hold something.

    Returns:
        The keys; `lines`, how many rows; `returned` (what is left of sales, or quantity times worth), `own_cost`,
        `shared_cost`, `cost`, `profit`, `roi` in percent, null where it is not known; `status`, why there is none;
        `rank` by profit; `deviation` of the ROI from the median in robust deviations, and whether it is `odd`;
        `claimers`, how many exporters claim sales of one client and month; `aside`, money that was not counted because
        a better witness tells of the same sales; `returned_low`, `returned_likely`, `returned_high` and the ROI of
        each: with what is estimated beside the counted return, null where nothing is.
    """
    valued = _valued(_truth(_together(rows, question, held or Held())), worths, question.margin)
    cells = _cells(valued, question)
    lines = _divided(cells, question) if question.divides else cells.mutate(shared_cost=cells.shared)
    return _ranked(_reckoned(_gathered(lines, question)), question)


def _key(column: Any) -> Any:
    import ibis

    return ibis.coalesce(column.strip().lower(), ibis.literal(""))


def _together(rows: ir.Table, question: Question, held: Held) -> ir.Table:
    """Add up what is alike in all that matters, so that everything after it works on few rows however many there are.

    What one is worth and what is left of a sale are the same within a group, so the sums may come first.
    """
    import ibis

    columns = [name for name in question.by if name not in TIMES]
    keys = dict.fromkeys(("client", "kpi", "claims", "worth", "margin", "currency", *columns))
    if "currency" not in question.by:
        del keys["currency"]
    # A row that nobody named and that holds no number is an empty one; an estimate counts where its line is known.
    something = rows.revenue.notnull() | rows.quantity.notnull() | rows.cost.notnull() | _named(rows, question)
    estimates = _ESTIMATES if {"low", "high"} <= held.columns else ()
    kept = rows.filter(something | _estimated(rows, question) if estimates else something)
    every = {
        **{name: kept[name] for name in keys},
        "shared": kept.shared.fill_null(False),
        "stops": kept.stops.fill_null(False),
        "source": ibis.ifelse(kept.claims == "platform", kept.source, ibis.null("string")),
    }
    grouped = {name: column for name, column in every.items() if name in held.columns}
    if not held.needs_client(question):
        grouped.pop("client", None)
    if "claims" not in held.columns:
        grouped.pop("source", None)
    sums = kept.group_by("month", *(column.name(name) for name, column in grouped.items())).agg(
        revenue=kept.revenue.sum(),
        quantity=kept.quantity.sum(where=kept.revenue.isnull()),
        cost=kept.cost.sum(),
        lines=kept.count(),
        **{name: kept[name].sum(where=_estimated(kept, question)) for name in estimates},
    )
    blank = {name: ibis.literal(False) if name in FLAGS else ibis.null(rows[name].type()) for name in every}
    blank |= {name: ibis.null("float64") for name in _ESTIMATES}
    return sums.mutate(**{name: nothing for name, nothing in blank.items() if name not in sums.columns})


def _estimated(rows: ir.Table, question: Question) -> Any:
    """Return which rows estimate a return of a line that is asked for: a year's estimate belongs to no one month."""
    found = rows.low.notnull() & rows.high.notnull()
    for name in question.by:
        if name not in {"client", "currency", "file"}:
            found &= rows["month" if name in TIMES else name].notnull()
    return found


def _truth(rows: ir.Table) -> ir.Table:
    """Mark the rows whose sales a better witness of the same client and month tells too, and count the claimers."""
    import ibis

    rank = rows.claims.cases(("orders", 1), ("analytics", 2), ("platform", 3), else_=None)
    marked = rows.mutate(_rank=ibis.ifelse(rows.revenue.notnull(), rank, ibis.null("int8")), _client=_key(rows.client))
    told = marked.filter(marked._rank.notnull())
    best = told.group_by(_who=told._client, _when=told.month).agg(
        _best=told._rank.min(), _claimers=told.source.nunique(where=told._rank == 3)
    )
    joined = marked.left_join(best, [marked._client == best._who, marked.month.identical_to(best._when)])
    worse = (joined._rank > joined._best).fill_null(False)
    return joined.mutate(
        _worse=worse,
        _claimers=ibis.ifelse(joined._best == 3, joined._claimers, 0).fill_null(0),
    ).drop("_who", "_when", "_best")


def _valued(rows: ir.Table, worths: ir.Table, margin: float) -> ir.Table:
    """Give each row its value: what remains of traced money, otherwise quantity times worth."""
    import ibis

    prices = worths.select(
        _of=_key(worths.client), _kpi=_key(worths.kpi), _worth=worths.worth, _kept=worths.margin
    ).view()
    own = prices.filter(prices._of != "")
    every = prices.filter(prices._of == "").select(_any="_kpi", _any_worth="_worth", _any_kept="_kept")
    named = rows.mutate(_name=_key(rows.kpi))
    joined = named.left_join(own, [named._client == own._of, named._name == own._kpi])
    joined = joined.left_join(every, joined._name == every._any)
    # What somebody decided in the client's own book stands before a table for many.
    kept = ibis.coalesce(joined.margin, joined._kept, joined._any_kept, ibis.literal(margin))
    worth = ibis.coalesce(joined.worth, joined._worth, joined._any_worth)
    traced = ibis.ifelse(joined._worse, ibis.null("float64"), joined.revenue * kept)
    counted = joined.quantity * worth
    known = traced.notnull() | counted.notnull()
    return joined.mutate(
        _value=ibis.ifelse(known, traced.fill_null(0.0) + counted.fill_null(0.0), ibis.null("float64")),
        _aside=ibis.ifelse(joined._worse, joined.revenue, ibis.null("float64")),
    )


def _cells(rows: ir.Table, question: Question) -> ir.Table:
    """Add up by client and keys; the shared costs stand in a column of their own."""
    import ibis

    keys = dict.fromkeys((*(["client"] if question.divides else []), *question.by))
    shared = rows.shared.fill_null(False)
    own = rows.mutate(
        _own=ibis.ifelse(shared, ibis.null("float64"), rows.cost),
        _all=ibis.ifelse(shared, rows.cost, ibis.null("float64")),
        _apart=shared if question.divides else ibis.literal(False),
        **{f"_k_{name}": _label(rows, name) for name in keys},
    )
    something = own._value.notnull() | own.cost.notnull() | own._aside.notnull() | own.low.notnull()
    own = own.filter(something | _named(own, question))
    return own.group_by(*(_key(own[f"_k_{name}"]).name(f"_g_{name}") for name in keys), own._apart.name("_apart")).agg(
        **{name: own[f"_k_{name}"].min() for name in keys},
        lines=own.lines.sum(),
        returned=own._value.sum(),
        own_cost=own._own.sum(),
        shared=own._all.sum(),
        aside=own._aside.sum(),
        claimers=own._claimers.max(),
        stops=ibis.ifelse(own.stops.fill_null(False), 1, 0).max(),
        **{name: own[name].sum() for name in _ESTIMATES},
    )


def _named(rows: ir.Table, question: Question) -> Any:
    import ibis

    found = ibis.literal(False)
    for name in question.by:
        if name not in _ACROSS:
            found |= rows[name].notnull()
    return found & ~rows.shared.fill_null(False)


def _label(rows: ir.Table, name: str) -> Any:
    """Return what a row is called under a key; a period as a text that sorts, as SOCBYPERIOD has it."""
    import ibis

    if name not in TIMES:
        text = rows[name].strip()
        own = ibis.coalesce(ibis.ifelse(text == "", ibis.null("string"), text), ibis.literal(BLANK))
        # Whatever stands there, what all platforms share belongs to none.
        return own if name in _ACROSS else ibis.ifelse(rows.shared.fill_null(False), ibis.literal(SHARED), own)
    year = rows.month.year().cast("string")
    month = ibis.ifelse(rows.month.month() < 10, ibis.literal("0"), ibis.literal("")) + rows.month.month().cast(
        "string"
    )
    text = {"year": year, "quarter": year + "-Q" + rows.month.quarter().cast("string"), "month": year + "-" + month}
    return ibis.coalesce(text[name], ibis.literal(BLANK))


def _divided(cells: ir.Table, question: Question) -> ir.Table:
    """Divide the shared costs among the lines of the same client and period; what has no taker keeps a line."""
    import ibis

    inside = [f"_g_{name}" for name in dict.fromkeys(("client", *question.by)) if name in _ACROSS]
    nameless = [cells[f"_g_{name}"] == BLANK for name in question.by if name not in _ACROSS]
    weight: Any = {
        "spend": cells.own_cost,
        "return": cells.returned,
        "equally": ibis.ifelse(cells.own_cost.notnull() | cells.returned.notnull(), 1.0, 0.0),
    }[question.share]
    weight = ibis.ifelse(cells._apart | ibis.and_(*nameless), 0.0, weight.fill_null(0.0).clip(lower=0.0))
    weighed = cells.mutate(_weight=weight)
    window = ibis.window(group_by=inside)
    known = weighed.mutate(_weights=weighed._weight.sum().over(window), _bill=weighed.shared.sum().over(window))
    taken = known._weights > 0
    lines = known.mutate(
        shared_cost=ibis.ifelse(
            known._apart,
            ibis.ifelse(taken, ibis.null("float64"), known.shared),
            ibis.ifelse(known._weight > 0, known._bill * known._weight / known._weights, ibis.null("float64")),
        ),
    )
    return lines.filter(~lines._apart | lines.shared_cost.notnull() | lines.returned.notnull())


def _gathered(lines: ir.Table, question: Question) -> ir.Table:
    """Add up over the clients where they were divided only for their shared costs."""
    return lines.group_by(*(f"_g_{name}" for name in question.by)).agg(
        **{name: lines[name].min() for name in question.by},
        lines=lines.lines.sum(),
        returned=lines.returned.sum(),
        own_cost=lines.own_cost.sum(),
        shared_cost=lines.shared_cost.sum(),
        aside=lines.aside.sum(),
        claimers=lines.claimers.max(),
        stops=lines.stops.max(),
        **{name: lines[name].sum() for name in _ESTIMATES},
    )


def _reckoned(groups: ir.Table) -> ir.Table:
    """Add cost, profit, ROI in percent, and why there is none."""
    import ibis

    known = groups.own_cost.notnull() | groups.shared_cost.notnull()
    cost = ibis.ifelse(known, groups.own_cost.fill_null(0.0) + groups.shared_cost.fill_null(0.0), ibis.null("float64"))
    added = groups.mutate(cost=cost)
    sound = added.stops == 0
    profit = ibis.ifelse(sound, added.returned - added.cost, ibis.null("float64"))
    roi = ibis.ifelse(added.cost > 0, profit * 100 / added.cost, ibis.null("float64"))
    status = ibis.cases(
        (~sound, "a check of its book stops it"),
        (added.returned.isnull() & added.cost.isnull(), "nothing known"),
        (added.returned.isnull(), "return not known"),
        (added.cost.isnull(), "cost not known"),
        (added.cost == 0, "no cost"),
        else_="",
    )
    return _ranged(added.mutate(profit=profit, roi=roi, status=status), sound)


def _ranged(groups: ir.Table, sound: Any) -> ir.Table:
    """Add the return and the ROI with what is estimated beside it: low, likely and high."""
    import ibis

    ranges = {}
    for name in _ESTIMATES:
        whole = ibis.ifelse(
            sound & groups[name].notnull(), groups.returned.fill_null(0.0) + groups[name], ibis.null("float64")
        )
        ranges[f"returned_{name}"] = whole
        ranges[f"roi_{name}"] = ibis.ifelse(
            groups.cost > 0, (whole - groups.cost) * 100 / groups.cost, ibis.null("float64")
        )
    return groups.mutate(**ranges)


def _ranked(groups: ir.Table, question: Question) -> ir.Table:
    """Add the rank by profit, and how far the ROI lies from the others'."""
    import ibis

    profit = groups.profit.round(6)
    order = [profit.isnull(), profit.desc()]
    ranked = groups.mutate(rank=ibis.ifelse(profit.notnull(), ibis.rank().over(order_by=order) + 1, ibis.null("int64")))
    middle = ranked.agg(_middle=ranked.roi.median(), _many=ranked.roi.count())
    spread = ranked.cross_join(middle)
    spread = spread.mutate(_off=(spread.roi - spread._middle).abs())
    typical = spread.agg(_typical=spread._off.median())
    whole = spread.cross_join(typical)
    usable = (whole._typical > 0) & (whole._many >= LEAST)
    deviation = ibis.ifelse(usable, _NORMAL * (whole.roi - whole._middle) / whole._typical, ibis.null("float64"))
    measured = whole.mutate(deviation=deviation)
    measured = measured.mutate(odd=(measured.deviation.abs() > ODD).fill_null(False))
    return measured.select(*question.by, *FIGURES).order_by(*question.by)
