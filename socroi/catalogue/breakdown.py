"""Breakdown: the return of each platform and each period, because a good total hides a platform that wastes money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Aligned, AlignedOrOne, Cell, Cost, Date, Holds, Kind, Margin, Money, RoiUnit, Text

FAMILY = Family(6, "Breakdown", "Which platform and which period paid off?")

Period = Annotated[
    Literal["week", "month", "quarter", "year"],
    Kind("a period", '"week" (ISO 8601), "month", "quarter" or "year"', Holds.CHOICE),
]

_NO_NAME: Final = "(blank)"


@formula(
    unplaced="The sheets show each platform in cells that can be traced, with the sums of what is not known.",
    twin='LET(names,IF((LEN(platform)>0)+(revenue<"")+(cost<""),IF(LEN(platform),platform,"(blank)"),""),'
    'flat,TOCOL(names),keys,UNIQUE(FILTER(flat,flat<>"")),'
    'earned,MAP(keys,LAMBDA(key,IF(SUM((names=key)*(revenue<"")),SUM(IF((names=key)*(revenue<""),revenue,0)),""))),'
    'spent,MAP(keys,LAMBDA(key,IF(SUM((names=key)*(cost<"")),SUM(IF((names=key)*(cost<""),cost,0)),""))),'
    'both,(earned<"")*(spent<""),whole,SUM(both),scale,IF(unit="ratio",1,100),profit,IF(both,earned*margin-spent,""),'
    "income,SUM(IF(both,earned,0)),paid,SUM(IF(both,spent,0)),gain,income*margin-paid,"
    'label,IF(whole=ROWS(keys),"total","total ("&whole&" of "&ROWS(keys)&")"),'
    'VSTACK({"platform","revenue","cost","profit","ROI"},'
    'HSTACK(keys,earned,spent,profit,IF(both,IF(spent=0,"no cost",profit*scale/spent),"")),'
    'IF(whole=0,HSTACK(label,"","","",""),'
    'HSTACK(label,income,paid,gain,IF(paid=0,"no cost",gain*scale/paid)))))',
)
def SOCBYPLATFORM(
    platform: AlignedOrOne[Text],
    revenue: Aligned[Money],
    cost: Aligned[Cost],
    unit: RoiUnit = "percent",
    margin: Margin = 1.0,
) -> Spill:
    """Revenue, cost, profit and ROI of each platform, with a total row.

    Args:
        platform: the platform of each row, or one cell for all rows; case and surrounding space are ignored. A blank is
            a platform of its own, "(blank)".
        revenue: what that row brought in; a range as long as platform. A blank is not known yet and adds nothing.
        cost: what that row cost; a range as long as platform. A blank is not known yet and adds nothing.
        unit: how ROI is given, "percent" or "ratio"; blank means "percent".
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.

    Returns:
        A table of platform, revenue, cost, profit and ROI, in order of first appearance, with a total row. Profit is
        revenue x margin - cost; ROI is (profit x 100) / cost, or "no cost" where nothing was spent. A platform whose
        revenue or cost is not known at all shows none, nor profit nor ROI. The total adds up the other platforms, and
        where that is not all of them its name says so: "total (2 of 3)".

    Errors:
        #N/A: no platform, no revenue or no cost is known yet.
        #VALUE!: the ranges differ in size.
        #NUM!: a cost is below 0.

    Source:
        [S3], step 5: analyse each one separately, so that you know which platforms work better for you.

    Examples:
        =SOCBYPLATFORM({"FB";"IG";"fb"},{300;100;200},{200;0;50}) ->
            {"platform","revenue","cost","profit","ROI";
            "FB",500,250,250,100;"IG",100,0,100,"no cost";"total",600,250,350,140}
        =SOCBYPLATFORM({"FB";"IG"},{100;1000},{100;""}) ->
            {"platform","revenue","cost","profit","ROI";
            "FB",100,100,0,0;"IG",1000,"","","";"total (1 of 2)",100,100,0,0}
        =SOCBYPLATFORM("FB",500,250,,0.6) ->
            {"platform","revenue","cost","profit","ROI";"FB",500,250,50,20;"total",500,250,50,20}
        =SOCBYPLATFORM({"FB";"IG"},{300;100},{200;-5}) -> #NUM!
    """
    return _table("platform", platform, revenue, cost, _Reckoning(margin, 1 if unit == "ratio" else 100), dict.fromkeys)


@formula(unplaced="The sheets show each month in cells that can be traced, for the period that Start asks for.")
def SOCBYPERIOD(
    date: Aligned[Date],
    revenue: Aligned[Money],
    cost: Aligned[Cost],
    period: Period = "month",
    margin: Margin = 1.0,
) -> Spill:
    """Revenue, cost, profit and ROI of each week, month, quarter or year, with a total row.

    Args:
        date: the date of each row, as a date or as Excel's serial number of one (1900 system). A row without a date
            stands under "(blank)".
        revenue: what that row brought in; a range as long as date. A blank is not known yet and adds nothing.
        cost: what that row cost; a range as long as date. A blank is not known yet and adds nothing.
        period: "week" (ISO 8601: Monday to Sunday, week 1 has the year's first Thursday), "month", "quarter" or
            "year"; blank means "month".
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.

    Returns:
        A table of period, revenue, cost, profit (revenue x margin - cost) and ROI in percent, in the order of time,
        with a total row. Periods are texts that sort: 2026-W31, 2026-07, 2026-Q3, 2026. Periods without a row are not
        shown. A period whose revenue or cost is not known at all has no profit and no ROI, and the total leaves it out:
        "total (2 of 3)".

    Errors:
        #N/A: no date, no revenue or no cost is known yet, or the period is unknown.
        #VALUE!: a date is a text, or the ranges differ in size.
        #NUM!: a number is no date, or a cost is below 0.

    Source:
        [S3], step 3: all costs over one and the same period, such as a month. Weeks are those of [iso2019].

    Examples:
        =SOCBYPERIOD({46204;46234;46235},{300;100;50},{100;100;50}) ->
            {"period","revenue","cost","profit","ROI";
            "2026-07",400,200,200,100;"2026-08",50,50,0,0;"total",450,250,200,80}
        =SOCBYPERIOD({46234;46235},{300;100},{100;0},"week") ->
            {"period","revenue","cost","profit","ROI";
            "2026-W31",400,100,300,300;"total",400,100,300,300}
        =SOCBYPERIOD({46204;46235},{100;1000},{100;""}) ->
            {"period","revenue","cost","profit","ROI";
            "2026-07",100,100,0,0;"2026-08",1000,"","","";"total (1 of 2)",100,100,0,0}
        =SOCBYPERIOD({"1 July";46235},{300;100},{100;0}) -> #VALUE!
    """
    labels = [None if day is None else _label(day, period) for day in date]
    return _table("period", labels, revenue, cost, _Reckoning(margin, 100), sorted)


def _label(day: dt.date, period: Period) -> str:
    match period:
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{day.year}-{day.month:02}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year}"


def _table(
    title: str,
    names: Sequence[str | None],
    revenue: Sequence[float | None],
    cost: Sequence[float | None],
    reckoning: _Reckoning,
    order: Callable[[Iterable[str]], Iterable[str]],
) -> Spill:
    """Return the rows by name, in an order of the names, with a total row of those of which both sides are known."""
    shown: dict[str, str] = {}
    earned: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {}
    for name, r, c in zip(names, revenue, cost, strict=True):
        if name is None and r is None and c is None:
            continue
        key = shown.setdefault((name or _NO_NAME).casefold(), name or _NO_NAME)
        earned.setdefault(key, []).extend([] if r is None else [r])
        spent.setdefault(key, []).extend([] if c is None else [c])
    rows = [reckoning.row(name, earned[name], spent[name]) for name in order(earned)]
    complete = [name for name in earned if earned[name] and spent[name]]
    total = reckoning.row(
        total_label(len(complete), len(earned)),
        list(chain(*(earned[name] for name in complete))),
        list(chain(*(spent[name] for name in complete))),
    )
    return Spill([*rows, total], header=(title, "revenue", "cost", "profit", "ROI"))


def total_label(complete: int, groups: int) -> str:
    """Return what a total is called, which says how many groups it covers where that is not all of them."""
    return "total" if complete == groups else f"total ({complete} of {groups})"


@dataclass(frozen=True, slots=True)
class _Reckoning:
    """How a row's profit and ROI come of its revenue and cost.

    Attributes:
        margin: the share of revenue that is left after the goods are paid for.
        scale: 100 for a ROI in percent, 1 for a ratio.
    """

    margin: float
    scale: int

    def row(self, name: str, earned: list[float], spent: list[float]) -> list[Cell]:
        """Return one row; a sum of nothing known is blank."""
        revenue = sum(earned) if earned else None
        cost = sum(spent) if spent else None
        if revenue is None or cost is None:
            return [name, revenue, cost, None, None]
        profit = revenue * self.margin - cost
        return [name, revenue, cost, profit, "no cost" if cost == 0 else profit * self.scale / cost]
