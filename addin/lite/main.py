"""SOCROI 0.1.0 for xlwings Lite: what social media work returns, as worksheet functions.

How: in Excel open xlwings Lite, replace all of main.py with this file, press Restart. Then type =SOCROI( in a cell.

Nothing has to be installed: the modules below are SOCROI itself, as text. They are written to a folder in memory and
imported from there. MIT licence. Made by `make generate` for xlwings 0.37.8; do not edit.
"""

import sys
import tempfile
from pathlib import Path

SOURCES = {
"socroi/__init__.py": r'''"""SOCROI: what social media work returns.

Every worksheet function is an attribute of this module and is called as in a cell:

    >>> import socroi
    >>> socroi.SOCROI([1000, 500], [500])
    200.0
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.errors import Cancelled, CellError, SharedFileWarning, SocroiError, UncomputedWarning

if TYPE_CHECKING:
    from socroi.books.open_workbook import Workbook, values
    from socroi.books.open_workbook import open_workbook as open  # noqa: A004 - `socroi.open(path)` reads as what it does
    from socroi.books.recalculation import recalculate
    from socroi.books.what_if import what_if
    from socroi.definition.registry import formulas
    from socroi.engine.model.limits import Limits
    from socroi.gate.worksheet_functions import *  # noqa: F403 - every one of them is an attribute of this module
    from socroi.hosts.frozen import freeze
    from socroi.hosts.next_year import next_year
    from socroi.hosts.renewed import renew
    from socroi.intake.importing import import_exports
    from socroi.reports.page.report import report
    from socroi.review.checking import check
    from socroi.review.comparing import compare
    from socroi.review.explaining import explain
    from socroi.review.movements import bridge
    from socroi.sources.reading import read as read_export
    from socroi.sources.tables import fill_table as fill
    from socroi.templates.tables import read_template

__version__: Final = "0.1.0"
__all__ = [
    "Cancelled",
    "CellError",
    "Limits",
    "SharedFileWarning",
    "SocroiError",
    "UncomputedWarning",
    "Workbook",
    "__version__",
    "bridge",
    "check",
    "compare",
    "explain",
    "fill",
    "formulas",
    "freeze",
    "import_exports",
    "next_year",
    "open",
    "read_export",
    "read_template",
    "recalculate",
    "renew",
    "report",
    "values",
    "what_if",
]


_REVIEW: Final = {"bridge": "movements", "check": "checking", "compare": "comparing", "explain": "explaining"}
"""The module of `socroi.review` that has a function of this module."""


def _fetch(name: str) -> Any:
    """Import what is asked for when it is first asked for, so that `import socroi` costs next to nothing."""
    if name == "formulas":
        from socroi.definition.registry import formulas

        return formulas
    if name == "recalculate":
        from socroi.books.recalculation import recalculate

        return recalculate
    if name in ("Workbook", "open", "values"):
        from socroi.books import open_workbook

        return getattr(open_workbook, {"open": "open_workbook"}.get(name, name))
    if name == "Limits":
        from socroi.engine.model.limits import Limits

        return Limits
    if name == "fill":
        from socroi.sources.tables import fill_table

        return fill_table
    if name == "freeze":
        from socroi.hosts.frozen import freeze

        return freeze
    if name == "next_year":
        from socroi.hosts.next_year import next_year

        return next_year
    if name == "renew":
        from socroi.hosts.renewed import renew

        return renew
    if name in _REVIEW:
        from importlib import import_module

        return getattr(import_module(f"socroi.review.{_REVIEW[name]}"), name)
    if name == "import_exports":
        from socroi.intake.importing import import_exports

        return import_exports
    if name == "read_export":
        from socroi.sources.reading import read

        return read
    if name == "read_template":
        from socroi.templates.tables import read_template

        return read_template
    if name == "report":
        from socroi.reports.page.report import report

        return report
    if name == "what_if":
        from socroi.books.what_if import what_if

        return what_if
    if name.isupper():
        from socroi.gate.python import worksheet_function

        function = worksheet_function(name)
        if function is not None:
            globals()[name] = function
            return function
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if not TYPE_CHECKING:  # a type checker that saw it would take any misspelled name for one of ours
    __getattr__ = _fetch


def __dir__() -> list[str]:
    from socroi.definition.registry import formulas

    return sorted([*__all__, *formulas()])
''',
"socroi/catalogue/__init__.py": r'''"""The worksheet functions, one family a module. They are found by themselves: there is no list to edit."""
''',
"socroi/catalogue/attribution.py": r'''"""Attribution: which touch on the way to a conversion deserves which part of it."""

from __future__ import annotations

from math import fsum
from typing import Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import ZEROS, Aligned, Cell, Count, Holds, Kind, Money, Ratio, Share, Text
from socroi.errors import CellError
from socroi.methods.absorption import Ways, shares_through
from socroi.methods.journeys import Journeys, Model, gather, touch_weights

FAMILY = Family(7, "Attribution", "Which touches on the way deserve the conversion?")

Touches = Annotated[float, Kind("a number of touches", "a whole number from 1 to 1000", low=1, high=1000)]
Order = Annotated[float, Kind("an order", "a whole number from 1 to 10", low=1, high=10)]
Rule = Annotated[Model, Kind("a model", '"last", "first", "linear", "position" or "decay"', Holds.CHOICE)]

MOST_STATES: Final = 1500
"""How many states SOCMARKOV solves for; more would keep a sheet waiting for minutes."""

# The weights of a path of n touches, of which k counts up from 1, and what is wrong with the parameter.
_WEIGHTS: Final = (
    'IF(model="position",IF(n<3,1/n+0*k,IF((k=1)+(k=n),setting,(1-2*setting)/(n-2))),'
    'IF(model="decay",2^((k-n)/setting)/SUM(2^((k-n)/setting)),'
    'IF(model="linear",1/n+0*k,IF(model="first",--(k=1),--(k=n)))))'
)
_SETTING: Final = 'setting,IF(LEN(parameter),parameter,IF(model="position",0.4,1))'
_WRONG_SETTING: Final = '(model="position")*((setting<0)+(setting>0.5))+(model="decay")*(setting<=0)'


@formula(
    unplaced="The table of paths shares each conversion out in its own row, for a table takes no array formula.",
    twin=f"LET({_SETTING},n,touches,k,SEQUENCE(n),IF((n<>INT(n))+{_WRONG_SETTING},#NUM!,{_WEIGHTS}))",
)
def SOCTOUCH(touches: Touches, model: Rule, parameter: Ratio | None = None) -> list[Share]:
    """How one conversion is divided among the touches of its path by a rule.

    Args:
        touches: how many touches the path has.
        model: "last" or "first" gives that touch all; "linear" all the same; "position" most to the first and the last;
            "decay" more to the later ones.
        parameter: for "position" the share of the first and of the last touch each, from 0 to 0.5, blank means 0.4; for
            "decay" the half-life in touches, blank means 1: each touch counts half of the one after it.

    Returns:
        The weight of each touch, first to last, one below the other; they add up to 1. Of n touches, number k gets 1/n
        (linear); p for k = 1 and k = n, else (1 - 2p) / (n - 2) (position; of one or two touches the same part each);
        2^((k-n)/h) / sum of 2^((j-n)/h) (decay).

    Errors:
        #NUM!: touches is not whole or outside 1 to 1000, or the parameter is outside its limits.
        #N/A: the model is not known, or an argument is blank.

    Source:
        The rules of web analytics, as [berman2018] and [kannan2016] describe them. They are conventions, not findings.

    Examples:
        =SOCTOUCH(4,"linear") -> {0.25;0.25;0.25;0.25}
        =SOCTOUCH(5,"position",0.25) -> {0.25;0.16666666666666666;0.16666666666666666;0.16666666666666666;0.25}
        =SOCTOUCH(2,"decay") -> {0.3333333333333333;0.6666666666666666}
        =SOCTOUCH(2.5,"last") -> #NUM!
    """
    if touches != int(touches):
        raise CellError("#NUM!", f"touches is {touches:g}; a number of touches is whole.", "Correct the cell.")
    return touch_weights(int(touches), model, parameter)


_ATTRIB: Final = (
    f'LET({_SETTING},good,(LEN(paths)>0)*(conversions<"")*(LEN(revenue)>=0),'
    'flat,TOCOL(IF(good,paths,"")),converted,TOCOL(IF(good,conversions,0)),'
    'gained,TOCOL(IF(good*(revenue<""),revenue,0)),'
    "IF(SUM(good)=0,#N/A,LET("
    'texts,FILTER(flat,flat<>""),times,FILTER(converted,flat<>""),gains,FILTER(gained,flat<>""),'
    'empty,SUM(MAP(texts,LAMBDA(path,SUM(--(LEN(TRIM(TEXTSPLIT(path,,">")))=0))))),'
    f"IF(empty,#VALUE!,IF({_WRONG_SETTING},#NUM!,IF(SUM(times)=0,1/0,LET("
    'keys,DROP(REDUCE("",texts,LAMBDA(seen,path,UNIQUE(VSTACK(seen,TRIM(TEXTSPLIT(path,,">")))))),1),'
    "credit,MAKEARRAY(ROWS(keys),ROWS(texts),LAMBDA(which,row,LET("
    'split,TRIM(TEXTSPLIT(INDEX(texts,row),,">")),n,ROWS(split),k,SEQUENCE(n),'
    f"SUM(({_WEIGHTS})*(split=INDEX(keys,which)))))),"
    "credited,MMULT(credit,times),whole,SUM(times),"
    'table,VSTACK({"channel","conversions","share"},HSTACK(keys,credited,credited/whole),HSTACK("total",whole,1)),'
    'IF(SUM(--(revenue<"")),HSTACK(table,VSTACK("revenue",MMULT(credit,gains),SUM(gains))),table)))))))) '
).strip()


@formula(
    unplaced="The sheet Models adds up the rows of the table of paths, by all five rules side by side.", twin=_ATTRIB
)
def SOCATTRIB(
    paths: Aligned[Text],
    conversions: Aligned[Count],
    model: Rule,
    revenue: Aligned[Money] | None = None,
    parameter: Ratio | None = None,
) -> Spill:
    """Conversions by channel, each divided among the touches of its path by a rule.

    Args:
        paths: the touches of each path in their order, as "Instagram > Email > Search"; a range. Case and surrounding
            space are ignored.
        conversions: how many conversions came of that path; a range as long as paths. A row where either is blank is
            not known yet and is left out.
        model: "last", "first", "linear", "position" or "decay", as in SOCTOUCH.
        revenue: what the conversions of each path brought in together; a range as long as paths, or blank. A blank in
            it is not known yet and adds nothing.
        parameter: of "position" and "decay", as in SOCTOUCH; blank means 0.4 and 1.

    Returns:
        A table of channel, conversions and share, with revenue where it was given, in order of first appearance, with a
        total row: sum over paths of conversions x the weights of the channel's touches. The total is that of the paths.

    Errors:
        #N/A: no row has a path and its conversions, or the model is not known.
        #VALUE!: the ranges differ in size, or a path has an empty touch, as "a > > b".
        #NUM!: conversions are below 0, or the parameter is outside its limits.
        #DIV/0!: there are no conversions at all.

    Source:
        As SOCTOUCH: the rules that [berman2018] and [kannan2016] describe. A rule says how credit is shared by
        agreement; it does not show what a channel causes.

    Examples:
        =SOCATTRIB({"a > b";"b"},{2;1},"last") -> {"channel","conversions","share";"a",0,0;"b",3,1;"total",3,1}
        =SOCATTRIB({"a > b";"B > c"},{2;2},"linear",{100;60}) -> {"channel","conversions","share","revenue";
            "a",1,0.25,50;"b",2,0.5,80;"c",1,0.25,30;"total",4,1,160}
        =SOCATTRIB({"a > b";"b"},{2;1},"lost") -> #N/A
    """
    gains = revenue or [None] * len(paths)
    journeys = gather(paths, conversions, gains)
    weights: dict[int, list[float]] = {}
    credited = [0.0] * len(journeys.channels)
    gained = [0.0] * len(journeys.channels)
    for touches, (converted, gain) in journeys.amounts.items():
        shares = weights.get(len(touches))
        if shares is None:
            shares = weights[len(touches)] = touch_weights(len(touches), model, parameter)
        for channel, share in zip(touches, shares, strict=True):
            credited[channel] += share * converted
            gained[channel] += share * gain
    whole = journeys.conversions
    rows: list[list[Cell]] = [[n, c, c / whole] for n, c in zip(journeys.channels, credited, strict=True)]
    rows.append(["total", whole, 1.0])
    header = ["channel", "conversions", "share"]
    if any(gain is not None for gain in gains):
        header.append("revenue")
        for row, gain in zip(rows, [*gained, sum(gain for _, gain in journeys.amounts.values())], strict=True):
            row.append(gain)
    return Spill(rows, header=header)


@formula()
def SOCMARKOV(
    paths: Aligned[Text], conversions: Aligned[Count], nulls: Aligned[Count] = ZEROS, order: Order = 1.0
) -> Spill:
    """Conversions by channel, in proportion to how many would be lost without it: the removal effect of a Markov chain.

    Args:
        paths: the touches of each path in their order, as "Instagram > Email > Search"; a range. Case and surrounding
            space are ignored.
        conversions: how many conversions came of that path; a range as long as paths. A row where either is blank is
            not known yet and is left out.
        nulls: how many took that path without a conversion; a range as long as paths. Blank means 0. Without them every
            path counts as certain to convert, and much of what the paths could tell is lost.
        order: how many of the last touches the next step depends on; blank means 1.

    Returns:
        A table of channel, removal effect, share and conversions, in order of first appearance, with a total row.
        Removal effect of a channel = 1 - P(conversion without it) / P(conversion); share = removal effect / sum of
        removal effects; conversions = share x all conversions. P is the solution of v = Q v + r over the states of the
        chain, exact and not simulated; without a channel, what would have come to it is lost.

    Errors:
        #N/A: no row has a path and its conversions.
        #VALUE!: the ranges differ in size, or a path has an empty touch, as "a > > b".
        #NUM!: a count is below 0, the order is not whole or outside 1 to 10, or makes more than 1500 states.
        #DIV/0!: there are no conversions at all.

    Source:
        [anderl2016]; solved as [grassmann1985] describes.

    Examples:
        =SOCMARKOV({"a > b > c";"a";"b > c"},{1;0;0},{0;1;1}) -> {"channel","removal effect","share","conversions";
            "a",0.5,0.2,0.2;"b",1,0.4,0.4;"c",1,0.4,0.4;"total","",1,1}
        =SOCMARKOV({"a > b";"b"},{1;1},,1.5) -> #NUM!
    """
    if order != int(order):
        raise CellError("#NUM!", f"order is {order:g}; an order is whole.", "Correct the cell.")
    journeys = gather(paths, conversions, nulls)
    whole = journeys.conversions
    if whole == 0:
        raise ZeroDivisionError
    ways, groups = _chain(journeys, int(order))
    effects = shares_through(ways, _START, _CONVERTED, groups)
    sum_of_effects = fsum(effects)
    rows: list[list[Cell]] = [
        [name, effect, effect / sum_of_effects, whole * effect / sum_of_effects]
        for name, effect in zip(journeys.channels, effects, strict=True)
    ]
    return Spill([*rows, ["total", None, 1.0, whole]], header=("channel", "removal effect", "share", "conversions"))


_START, _CONVERTED, _LOST = -1, -2, -3


def _chain(journeys: Journeys, order: int) -> tuple[Ways, list[frozenset[int]]]:
    """Return the chain of the last touches, weighted by how often each step was taken, and each channel's states."""
    lasts: dict[tuple[int, ...], int] = {(): _START}
    ways: Ways = {_START: {}}
    steps: dict[int, dict[int, int]] = {_START: {}}
    names: dict[int, tuple[int, ...]] = {_START: ()}
    for touches, (converted, lost) in journeys.amounts.items():
        times = converted + lost
        if times == 0:
            continue
        state = _START
        for touch in touches:
            following = steps[state].get(touch)
            if following is None:
                last = (*names[state], touch)[-order:]
                following = lasts.setdefault(last, len(lasts))
                steps[state][touch] = following
                if following not in ways:
                    ways[following], steps[following], names[following] = {}, {}, last
            out = ways[state]
            out[following] = out.get(following, 0.0) + times
            state = following
        out = ways[state]
        if converted:
            out[_CONVERTED] = out.get(_CONVERTED, 0.0) + converted
        if lost:
            out[_LOST] = out.get(_LOST, 0.0) + lost
    if len(names) - 1 > MOST_STATES:
        why = f"An order of {order} makes {len(names) - 1} states of these paths; {MOST_STATES} can be solved exactly."
        raise CellError("#NUM!", why, f"Use an order of {order - 1}." if order > 1 else "Join rare channels into one.")
    groups: list[set[int]] = [set() for _ in journeys.channels]
    for state, last in names.items():
        for channel in last:
            groups[channel].add(state)
    return ways, [frozenset(group) for group in groups]


@formula()
def SOCSHAPLEY(paths: Aligned[Text], conversions: Aligned[Count]) -> Spill:
    """Conversions by channel as each one's fair part of what all achieve together: the Shapley value.

    Args:
        paths: the touches of each path, as "Instagram > Email > Search"; a range. Which channels are in it counts, not
            how often nor in which order; case and surrounding space are ignored.
        conversions: how many conversions came of that path; a range as long as paths. A row where either is blank is
            not known yet and is left out.

    Returns:
        A table of channel, conversions and share, in order of first appearance, with a total row. A group of channels
        is worth the conversions of all paths whose channels are all in it; the Shapley value of that game gives each
        channel of a path the same part of its conversions, so that none gets more than all there are, nor less than
        nothing.

    Errors:
        #N/A: no row has a path and its conversions.
        #VALUE!: the ranges differ in size, or a path has an empty touch, as "a > > b".
        #NUM!: conversions are below 0.
        #DIV/0!: there are no conversions at all.

    Source:
        [shapley1953]; of channels of advertising: [dalessandro2012]; that it divides each path equally: [zhao2018].

    Examples:
        =SOCSHAPLEY({"a > b";"a";"b > c"},{6;2;4}) -> {"channel","conversions","share";
            "a",5,0.4166666666666667;"b",5,0.4166666666666667;"c",2,0.16666666666666666;"total",12,1}
        =SOCSHAPLEY({"a";"b"},{1;50}) -> {"channel","conversions","share";
            "a",1,0.0196078431372549;"b",50,0.9803921568627451;"total",51,1}
        =SOCSHAPLEY({"a > > b";"b"},{1;50}) -> #VALUE!
    """
    journeys = gather(paths, conversions)
    whole = journeys.conversions
    if whole == 0:
        raise ZeroDivisionError
    parts: list[list[float]] = [[] for _ in journeys.channels]
    for touches, (converted,) in journeys.amounts.items():
        together = set(touches)
        for channel in together:
            parts[channel].append(converted / len(together))
    rows: list[list[Cell]] = [
        [name, value, value / whole] for name, value in zip(journeys.channels, map(fsum, parts), strict=True)
    ]
    return Spill([*rows, ["total", whole, 1.0]], header=("channel", "conversions", "share"))
''',
"socroi/catalogue/breakdown.py": r'''"""Breakdown: the return of each platform and each period, because a good total hides a platform that wastes money."""

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
''',
"socroi/catalogue/calibration.py": r'''"""Calibration: how far the claims of platforms are true, and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, fsum, log, sqrt
from typing import TYPE_CHECKING, Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    ZEROS,
    Cell,
    Confidence,
    Grid,
    Kind,
    Margin,
    Money,
    Months,
    Paired,
    PairedOrOne,
    Text,
    as_text,
)
from socroi.errors import CellError
from socroi.excel.serials import from_serial
from socroi.methods.distributions import normal_quantile
from socroi.methods.pooling import APART, pooled, pooled_two

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FAMILY = Family(14, "Calibration", "How far are a platform's claims true, and what is left of them?")

Drift = Annotated[float, Kind("a drift", "a fraction from 0 to 1, a year: 0.2 is 20%", low=0, high=1)]

SERIALS: Final = (20_000, 80_000)
"""Numbers between which a month is taken for Excel's serial number of a date, the years 1954 to 2119."""
NO_TEST: Final = "no test"


@dataclass(frozen=True, slots=True)
class Test:
    """A test, as parts of what the platform claimed, and the standard error that its age adds."""

    factor: float
    low: float
    high: float
    aged: float


@dataclass(frozen=True, slots=True)
class Factor:
    """What is true of each 1 that a platform claims, with its interval."""

    tests: int
    factor: float
    low: float
    high: float
    note: str | None


@formula(unplaced="The sheet Calibration has its factors in cells, and of two tests a range that is near.")
def SOCCALIBRATE(
    platform: Paired[Text],
    claimed: Paired[Money],
    incremental: Paired[Money],
    low: Paired[Money],
    high: Paired[Money],
    age: PairedOrOne[Months] = ZEROS,
    claims: Grid | None = None,
    margin: Margin = 1.0,
    drift: Drift = 0.2,
    confidence: Confidence = 0.95,
) -> Spill:
    """What platforms' claims are worth, by the tests there were: revenue and ROI after calibration.

    Args:
        platform: the platform that was tested, a row for each test; case and surrounding space are ignored.
        claimed: what the platform claimed for the time and the people or places of that test: revenue, or conversions.
        incremental: what the test found to be brought by it: SOCGEO's effect, or SOCLIFT's incremental.
        low: the low end of the interval of incremental.
        high: its high end. A row with a blank is not known yet and is left out.
        age: how many months ago the test was; blank means 0; or one cell for all rows.
        claims: what is to be calibrated, without headings: platform, claimed revenue, and where they are known cost and
            month, in this order; a block of 2 to 4 columns. Blank means that the factors alone are told.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        drift: by how much a factor may have moved in a year, as a standard deviation; blank means 0.2, which is an
            assumption. 0 takes a test of years ago for one of today.
        confidence: that of low and high, and of the intervals of the result; blank means 0.95.

    Returns:
        Without claims, a table of platform, the number of tests, the factor incremental / claimed with its
        interval, and a note. With claims, a row for each platform and month: platform, month, claimed revenue,
        tests, factor, calibrated revenue = factor x claimed with both ends, cost, ROI = (calibrated x margin -
        cost) x 100 / cost with both ends, and a note; and a total of the platforms that were tested, whose ends
        add as those of independent figures do. A platform without a test says "no test" and has no calibrated
        revenue: no factor is borrowed. Factors are pooled as logarithms, or as they are where an interval
        reaches 0, with variances of ((high - low) / 2 z)^2 and, for age, of drift^2 x age / 12, for factors as
        they are times the square of the farther end. Of a factor that is pooled as a logarithm while its
        interval is even about itself, high - low is divided by the mean of the factors: at its own factor, a
        weak test that happens to be high would seem the surer. One test keeps its own ends, widened for its
        age. Two are averaged over how far such tests may differ: half-normal with 0.5 as logarithms, which is
        an assumption (for factors as they are, 0.5 times the farthest end). Three and more are pooled by random
        effects (DerSimonian and Laird), and the interval is that of Hartung and Knapp, never narrower than the
        plain one of random effects. They weigh as if they differed by no less than the mean of that half-normal
        distribution, 0.4 (for factors as they are, 0.4 times the mean of their farther ends): a test that is much
        surer than the others does not speak alone.

    Errors:
        #NUM!: claimed is not above 0, low, incremental and high are not in order, or low and high are equal.
        #VALUE!: the ranges differ in size, claims has fewer than 2 or more than 4 columns, or a text where a figure
            belongs.
        #N/A: no row has all five.

    Source:
        Random effects: [dersimonian1986]; their interval: [hartung2001], as that of weighted least squares
        [aert2019], with the floor of [jackson2017]; of two tests: [friede2017]. Ends of a sum: [zou2008]. That
        platforms claim more than tests find: [gordon2019].

    Examples:
        =SOCCALIBRATE({"Meta"},{1000},{400},{200},{700}) -> {"platform","tests","factor","low","high",
            "note";"Meta",1,0.4,0.2,0.7,""}
        =SOCCALIBRATE({"Meta";"Meta";"TikTok"},{1000;2000;500},{400;900;50},{200;500;-100},{700;1400;200},{0;12;0},
            {"Meta",3000,1000;"TikTok",800,200;"X",900,100}) -> {"platform","month","claimed","tests",
            "factor","calibrated","low","high","cost","ROI","ROI low","ROI high","note";"Meta","",3000,2,
            0.4234885892089433,1270.4657676268298,613.8326331759863,2633.7288531401723,1000,27.04657676268298,
            -38.616736682401374,163.37288531401725,"two tests: how far tests differ is assumed";"TikTok","",800,1,0.1,
            80,-160.00000000000003,320,200,-60,-180,60,"it may be nothing: an interval reaches 0";"X","",900,0,"",
            "","","",100,"","","","no test";"total (2 of 3)","",3800,3,0.3553857283228499,1350.4657676268298,
            651.346984258267,2734.693436879023,1200,12.538813968902483,-45.72108464514442,127.89111973991858,""}
        =SOCCALIBRATE({"Meta"},{1000},{400},{500},{700}) -> #NUM!
    """
    found: dict[str, tuple[str, list[Test]]] = {}
    for row, (name, claim, lift, lower, upper, months) in enumerate(
        zip(platform, claimed, incremental, low, high, age, strict=True), 1
    ):
        tests = found.setdefault(name.casefold(), (name, []))[1]
        tests.append(_test(row, (claim, lift, lower, upper), drift * sqrt(months / 12)))
    factors = {key: _factor(tests, confidence) for key, (_, tests) in found.items()}
    if claims is None:
        return Spill(
            [[found[key][0], float(f.tests), f.factor, f.low, f.high, f.note] for key, f in factors.items()],
            header=("platform", "tests", "factor", "low", "high", "note"),
        )
    groups = _grouped(claims)
    rows = [_row(group, factors.get(group.platform.casefold()), margin) for group in groups]
    rows.append(_total(groups, factors, margin))
    return Spill(
        rows,
        header=("platform", "month", "claimed", "tests", "factor", "calibrated", "low", "high", "cost", "ROI",
                "ROI low", "ROI high", "note"),
    )  # fmt: skip


def _test(row: int, amounts: tuple[float, float, float, float], aged: float) -> Test:
    claim, lift, low, high = amounts
    place = f"in test {row}"
    if claim <= 0:
        raise CellError("#NUM!", f"claimed is {claim:g} {place}.", "Give what the platform claimed, above 0.")
    if not low <= lift <= high:
        why = f"incremental is {lift:g} {place}, and its interval goes from {low:g} to {high:g}."
        raise CellError("#NUM!", why, "Put low, incremental and high in order.")
    if low == high:
        raise CellError("#NUM!", f"low and high are both {low:g} {place}.", "Give the two ends of the test's interval.")
    return Test(lift / claim, low / claim, high / claim, aged)


def _factor(tests: Sequence[Test], confidence: float) -> Factor:
    """Return the factor of a platform from its tests."""
    z = normal_quantile((1 + confidence) / 2)
    logs = all(test.low > 0 for test in tests)
    told = [
        tuple(map(log, (test.factor, test.low, test.high))) if logs else (test.factor, test.low, test.high)
        for test in tests
    ]
    aged = [test.aged if logs else test.aged * max(abs(test.low), abs(test.high)) for test in tests]
    notes = [] if logs else ["it may be nothing: an interval reaches 0"]
    if len(tests) == 1:
        (middle, low, high), more = told[0], z * aged[0]
        low, high = middle - sqrt((middle - low) ** 2 + more**2), middle + sqrt((high - middle) ** 2 + more**2)
    else:
        figures = [figure for figure, _, _ in told]
        middle = fsum(test.factor for test in tests) / len(tests)
        errors = [_log_error(test, middle, z) if logs else (test.high - test.low) / (2 * z) for test in tests]
        variances = [error**2 + more**2 for error, more in zip(errors, aged, strict=True)]
        ends = [1.0 if logs else max(abs(low), abs(high)) for _, low, high in told]
        if len(tests) == 2:
            middle, low, high = pooled_two(figures, variances, confidence, APART * max(ends))
            notes.append("two tests: how far tests differ is assumed")
        else:
            middle, low, high = pooled(figures, variances, confidence, APART * fsum(ends) / len(ends))
    if logs:
        middle, low, high = map(exp, (middle, low, high))
    return Factor(len(tests), middle, low, high, "; ".join(notes) or None)


def _log_error(test: Test, middle: float, z: float) -> float:
    """Return the standard error of the logarithm of a factor.

    Where the interval is even about the factor itself, and not about its logarithm, the error is taken at the middle of
    all tests' factors. Taken at its own, a weak test that happens to be high would seem the surer, and weigh more.
    """
    even = abs(test.factor - (test.low + test.high) / 2) <= abs(test.factor - sqrt(test.low * test.high))
    width = (test.high - test.low) / middle if even else log(test.high) - log(test.low)
    return width / (2 * z)


@dataclass(slots=True)
class Group:
    """What a platform claims in a month; revenue and cost are None where a row of it is not known."""

    platform: str
    month: str | None
    revenue: float | None = 0.0
    cost: float | None = 0.0


def _grouped(claims: list[list[Cell]]) -> list[Group]:
    """Return the claims by platform and month."""
    width = len(claims[0])
    if not 2 <= width <= 4:
        why = f"claims has {width} columns."
        raise CellError("#VALUE!", why, "Give platform, claimed revenue and, where known, cost and month.")
    groups: dict[tuple[str, str | None], Group] = {}
    names: dict[str, str] = {}
    for number, row in enumerate(claims, 1):
        name, *cells = [None if cell == "" else cell for cell in row]
        month = _month(cells[2]) if width == 4 else None
        for cell in row:
            if isinstance(cell, CellError):
                raise cell
        for cell in cells[:2]:
            if cell is not None and not isinstance(cell, float):
                why = f"claims holds {as_text(cell)} in row {number}, where money belongs."
                raise CellError("#VALUE!", why, "Give the rows without headings: platform, revenue, cost, month.")
        if as_text(name) == "":
            continue
        key = as_text(name).casefold()
        group = groups.setdefault((key, month), Group(names.setdefault(key, as_text(name)), month))
        group.revenue = _sum(group.revenue, cells[0])
        group.cost = _sum(group.cost, cells[1] if width > 2 else None)
    return list(groups.values())


def _month(cell: Cell) -> str | None:
    if isinstance(cell, float) and SERIALS[0] <= cell <= SERIALS[1]:
        cell = from_serial(cell)
    return cell.isoformat()[:7] if isinstance(cell, date) else as_text(cell) or None


def _sum(so_far: float | None, cell: Cell) -> float | None:
    return so_far + cell if so_far is not None and isinstance(cell, float) else None


def _row(group: Group, factor: Factor | None, margin: float) -> list[Cell]:
    if factor is None:
        return [group.platform, group.month, group.revenue, 0.0, *[None] * 4, group.cost, *[None] * 3, NO_TEST]
    ends = _calibrated(group.revenue, factor)
    returns = _returns(ends, group.cost, margin)
    return [group.platform, group.month, group.revenue, float(factor.tests), factor.factor, *ends, group.cost, *returns,
            factor.note]  # fmt: skip


def _calibrated(revenue: float | None, factor: Factor) -> list[float | None]:
    if revenue is None:
        return [None, None, None]
    return [revenue * factor.factor, *sorted((revenue * factor.low, revenue * factor.high))]


def _returns(ends: Iterable[float | None], cost: float | None, margin: float) -> list[Cell]:
    if cost == 0:
        return [CellError("#DIV/0!", "There is no cost.")] * 3
    return [None if end is None or cost is None else (end * margin - cost) * 100 / cost for end in ends]


def _total(groups: Sequence[Group], factors: dict[str, Factor], margin: float) -> list[Cell]:
    """Return the row of the platforms that were tested, those with a month that is not known left out."""
    names = list(dict.fromkeys(group.platform.casefold() for group in groups))
    whole = []
    for name in names:
        mine = [group for group in groups if group.platform.casefold() == name]
        revenues = [group.revenue for group in mine if group.revenue is not None]
        if name in factors and len(revenues) == len(mine):
            costs = [group.cost for group in mine if group.cost is not None]
            whole.append((fsum(revenues), fsum(costs) if len(costs) == len(mine) else None, factors[name]))
    label = "total" if len(whole) == len(names) else f"total ({len(whole)} of {len(names)})"
    if not whole:
        return [label, *[None] * 12]
    parts = [_calibrated(revenue, factor) for revenue, _, factor in whole]
    middle = fsum(part[0] or 0.0 for part in parts)
    below, above = (sqrt(fsum(((part[end] or 0.0) - (part[0] or 0.0)) ** 2 for part in parts)) for end in (1, 2))
    costs = [cost for _, cost, _ in whole if cost is not None]
    cost = fsum(costs) if len(costs) == len(whole) else None
    ends = [middle, middle - below, middle + above]
    tests = float(sum(factor.tests for _, _, factor in whole))
    claimed = fsum(revenue for revenue, _, _ in whole)
    return [
        label,
        None,
        claimed,
        tests,
        middle / claimed if claimed else None,
        *ends,
        cost,
        *_returns(ends, cost, margin),
        None,
    ]
''',
"socroi/catalogue/cohort.py": r'''"""Customers over time: what they bring by the month they came, how long they stay, when they have paid back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    Cell,
    Column,
    Confidence,
    Count,
    Date,
    Grid,
    Holds,
    Kind,
    Margin,
    Money,
    Paired,
    PairedOrOne,
    Text,
    as_text,
)
from socroi.errors import CellError
from socroi.excel.serials import from_serial
from socroi.methods.chain_ladder import develop
from socroi.methods.distributions import normal_quantile
from socroi.methods.resampling import ratio_interval
from socroi.methods.retention import fit_retention

FAMILY = Family(15, "Customers", "What do customers bring over time, and when have they paid for themselves?")

View = Annotated[
    Literal["summary", "cumulative", "ladder"],
    Kind(
        "a view of cohorts",
        '"summary" (LTV, CAC, payback), "cumulative" (by age) or "ladder" (still to come)',
        Holds.CHOICE,
    ),
]
Age = Annotated[float, Kind("an age", "a whole number of periods, not below 1", low=1)]

FEWEST_AGES: Final = 3
FEWEST_CUSTOMERS: Final = 30
"""Below these, neither growth with age nor an interval can be told from chance."""
DRAWS: Final = 1000
MANY: Final = 3000
"""From this many customers on the interval needs no draws: the mean is normal."""
SURVIVES: Final = 2
"""Ages are foretold to this many times the oldest."""
NOT_YET: Final = "not yet"


@formula(unplaced="It reads every order of a shop, far more rows than a workbook to fill in has room for.")
def SOCCOHORT(
    customer: Paired[Text],
    date: Paired[Date],
    revenue: Paired[Money],
    platform: PairedOrOne[Text | None] | None = None,
    acquisition: Grid | None = None,
    margin: Margin = 1.0,
    as_of: Date | None = None,
    view: View = "summary",
    confidence: Confidence = 0.95,
) -> Spill:
    """What customers have brought by the month or the platform that they came from, against what winning them cost.

    Args:
        customer: who placed each order: an id, one row for an order; case and surrounding space are ignored.
        date: when the order came. A row with a blank is not known yet and is left out.
        revenue: what the order brought; below 0 for money returned.
        platform: where that order came from, or one cell for all rows; the earliest order of a customer decides. Blank:
            customers are grouped by the month of their first order.
        acquisition: what was spent to win the customers of each group: a table of two columns, the group's name (a
            platform, or a month as 2026-07 or any date in it) and money. Blank: no CAC is told.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        as_of: the last day of which all orders are in the table; blank means the latest order. A month that is not over
            by then is left out, for it would look like a bad one.
        view: "summary", "cumulative" or "ladder"; blank means "summary".
        confidence: how sure intervals are to hold the true figure; blank means 0.95.

    Returns:
        Age 0 is the month of a customer's first order, age 1 the next. "summary": for each group, and for all, the
        customers, the months of age that count (those that 30 customers have reached, or all of a smaller group), the
        margin per customer up to that age (LTV), the sum over the ages of the margin at that age per customer who has
        reached it, with the low and high end of its interval (bootstrap-t over customers, from 30 on, or Student's t
        where that reaches farther); CAC, spend per customer; LTV : CAC; and after how many months a customer has paid
        back, between two ages in proportion, with the months at which the upper and the lower end of the interval have.
        "not yet" is not within that age.
        "cumulative": the margin per customer up to each age, blank where it is not reached. "ladder": for each month of
        first orders the customers, the margin so far, what it will be at the oldest age by the chain ladder (each sum
        grows from age to age as those of all older months did together), what is still to come, and the standard error
        of that.

    Errors:
        #NUM!: fewer than 3 months of age or fewer than 30 customers; a date that is none.
        #N/A: no row has customer, date and revenue, or the view is unknown.
        #VALUE!: the ranges differ in size, a date is a text, or acquisition has not two columns.

    Source:
        [gupta2006]; the interval: [efron1993], section 12.5; what is still to come: [mack1993].

    Examples:
        =SOCCOHORT({1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;1;2;3;11;12;
            1},{46023;46024;46025;46026;46027;46028;46029;46030;46031;46032;46054;46055;46056;46057;46058;46059;
            46060;46061;46062;46063;46082;46083;46084;46085;46086;46087;46088;46089;46090;46091;46060;46060;46061;
            46090;46091;46112},{50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;
            50;50;40;60;30;50;20;80},,,0.5,,"cumulative") -> {
            "group","customers","0","1","2";
            "2026-01",10,25,31.5,35.5;
            "2026-02",10,25,28.5,"";
            "2026-03",10,25,"","";
            "total",30,25,30,34}
        =SOCCOHORT({1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;1;2;3;11;12;
            1},{46023;46024;46025;46026;46027;46028;46029;46030;46031;46032;46054;46055;46056;46057;46058;46059;
            46060;46061;46062;46063;46082;46083;46084;46085;46086;46087;46088;46089;46090;46091;46060;46060;46061;
            46090;46091;46112},{50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;
            50;50;40;60;30;50;20;80},,,0.5,,"ladder") -> {
            "month","customers","so far","at the oldest age","to come","standard error";
            "2026-01",10,355,355,0,0;
            "2026-02",10,285,321.1904761904762,36.190476190476204,31.259284335103693;
            "2026-03",10,250,338.0952380952381,88.09523809523807,43.72183252627668;
            "total",30,890,1014.2857142857142,124.28571428571422,62.17623624618576}
        =SOCCOHORT({"a";"b"},{46204;46235},{50;40}) -> #NUM!
    """
    book = _Book(customer, date, revenue, platform, margin, as_of)
    match view:
        case "summary":
            return book.summary(_spends(acquisition, by_month=book.by_month), confidence)
        case "cumulative":
            return book.cumulative()
        case "ladder":
            return book.ladder()


@dataclass(slots=True)
class _Customer:
    """One customer: the day and the number of the month of the first order, where from, and margin by age."""

    day: dt.date
    platform: str | None
    month: int = 0
    margins: dict[int, float] = field(default_factory=dict)


class _Book:
    """All orders, put together by customer."""

    def __init__(
        self,
        names: Sequence[str],
        days: Sequence[dt.date],
        amounts: Sequence[float],
        platforms: Sequence[str | None] | None,
        margin: float,
        as_of: dt.date | None,
    ) -> None:
        end = max(days) if as_of is None else as_of
        following = end + dt.timedelta(1)
        self.last = _month(end) if following.month != end.month else _month(end) - 1
        self.by_month = platforms is None or all(each is None for each in platforms)
        places = [None] * len(names) if platforms is None else platforms
        people: dict[str, _Customer] = {}
        for name, day, place in zip(names, days, places, strict=True):
            known = people.get(name.casefold())
            if known is None or day < known.day:
                people[name.casefold()] = _Customer(day, place)
        for one in people.values():
            one.month = _month(one.day)
        for name, day, amount in zip(names, days, amounts, strict=True):
            one = people[name.casefold()]
            age = _month(day) - one.month
            one.margins[age] = one.margins.get(age, 0.0) + amount * margin
        self.customers = [one for one in people.values() if one.month <= self.last]
        ages = self.last - min((one.month for one in self.customers), default=self.last) + 1
        if ages < FEWEST_AGES:
            why = f"{ages} whole month{'s' * (ages != 1)} of age can be seen up to {_label(self.last)}."
            raise CellError("#NUM!", why, f"Wait until the oldest customers are {FEWEST_AGES} months old.")
        if len(self.customers) < FEWEST_CUSTOMERS:
            why = f"{len(self.customers)} customers came in whole months; {FEWEST_CUSTOMERS} are the fewest that tell."
            raise CellError("#NUM!", why, "Give the orders of more customers, or of a longer time.")

    def groups(self) -> dict[str, list[_Customer]]:
        """Return the customers of each group: months in the order of time, platforms in that of first appearance."""
        found: dict[str, tuple[str, list[_Customer]]] = {}
        for one in sorted(self.customers, key=lambda one: one.month) if self.by_month else self.customers:
            name = _label(one.month) if self.by_month else one.platform or "(blank)"
            found.setdefault(name.casefold(), (name, []))[1].append(one)
        return dict(found.values())

    def summary(self, spends: dict[str, float], confidence: float) -> Spill:
        """Return LTV, CAC and payback of each group and of all."""
        groups = self.groups()
        table = []
        for name, members in groups.items():
            table.append(self._row(name, members, spends.get(name.casefold()), confidence))
        paid = [spends[name.casefold()] for name in groups if name.casefold() in spends]
        every = [one for members in groups.values() for one in members]
        known = fsum(paid) if len(paid) == len(groups) else None
        table.append(self._row("total", every, known, confidence))
        header = ("group", "customers", "months", "LTV", "low", "high", "CAC", "LTV : CAC", "payback", "from", "to")
        return Spill(table, header=header)

    def _row(self, name: str, members: list[_Customer], spend: float | None, confidence: float) -> list[Cell]:
        curve = _Curve(members, self.last)
        cac = None if spend is None else spend / len(members)
        bands = curve.bands(confidence) if len(members) >= FEWEST_CUSTOMERS else None
        ltv = curve.means[-1]
        row: list[Cell] = [name, float(len(members)), float(len(curve.means)), ltv]
        row += [None, None] if bands is None else [bands[0][-1], bands[1][-1]]
        if cac is None:
            return [*row, None, None, None, None, None]
        row += [cac, "no cost" if cac == 0 else ltv / cac, _payback(curve.means, cac)]
        return row + ([None, None] if bands is None else [_payback(bands[1], cac), _payback(bands[0], cac)])

    def cumulative(self) -> Spill:
        """Return the margin per customer up to each age."""
        groups = self.groups()
        oldest = self.last - min(one.month for one in self.customers) + 1
        table: list[list[Cell]] = []
        for name, members in [*groups.items(), ("total", self.customers)]:
            means = _Curve(members, self.last, fewest=1).means
            table.append([name, float(len(members)), *means, *[None] * (oldest - len(means))])
        return Spill(table, header=("group", "customers", *(str(age) for age in range(oldest))))

    def ladder(self) -> Spill:
        """Return what each month's customers have brought, and what is still to come up to the oldest age."""
        months: dict[int, list[_Customer]] = {}
        for one in sorted(self.customers, key=lambda one: one.month):
            months.setdefault(one.month, []).append(one)
        triangle = []
        for month, members in months.items():
            sums = [0.0]
            for age in range(self.last - month + 1):
                sums.append(sums[-1] + fsum(one.margins.get(age, 0.0) for one in members))
            triangle.append(sums[1:])
        developed = develop(triangle)
        if developed is None:
            raise CellError(
                "#NUM!", "At some age the sum of all older months is not above 0.", "Leave those months out."
            )
        now = [sums[-1] for sums in triangle]
        table: list[list[Cell]] = [
            [_label(month), float(len(members)), so_far, whole, whole - so_far, error]
            for (month, members), so_far, whole, error in zip(
                months.items(), now, developed.ultimate, developed.errors, strict=True
            )
        ]
        whole = fsum(developed.ultimate)
        total: list[Cell] = [fsum(now), whole, whole - fsum(now), developed.total_error]
        table.append(["total", float(len(self.customers)), *total])
        return Spill(table, header=("month", "customers", "so far", "at the oldest age", "to come", "standard error"))


class _Curve:
    """The margin per customer of a group up to each age."""

    def __init__(self, members: list[_Customer], last: int, fewest: int = FEWEST_CUSTOMERS) -> None:
        reached = [last - one.month + 1 for one in members]
        fewest = min(fewest, len(members))
        self.there: list[int] = []
        while (count := sum(ages > len(self.there) for ages in reached)) >= max(fewest, 1):
            self.there.append(count)
        self.members, self.reached = members, reached
        self.steps = [
            fsum(one.margins.get(age, 0.0) for one, ages in zip(members, reached, strict=True) if ages > age) / count
            for age, count in enumerate(self.there)
        ]
        self.means = [fsum(self.steps[: age + 1]) for age in range(len(self.steps))]

    def values(self, age: int) -> list[float]:
        """Return a figure for each customer whose mean is the sum up to an age, and whose scatter is that sum's.

        Who has not reached an age adds what the others had there on average; who has, their own, weighted by how many
        stand for how many.
        """
        many = len(self.members)
        weights = [many / count for count in self.there[: age + 1]]
        figures = []
        for one, ages in zip(self.members, self.reached, strict=True):
            own = sum(
                weight * (one.margins.get(a, 0.0) - step)
                for a, (weight, step) in enumerate(zip(weights, self.steps, strict=False))
                if a < ages
            )
            figures.append(self.means[age] + own)
        return figures

    def bands(self, confidence: float) -> tuple[list[float], list[float]]:
        """Return the low and the high end at each age; how far the ends lie in standard errors is that of the last."""
        many, last = len(self.members), len(self.means) - 1
        errors = []
        for age in range(last + 1):
            figures = self.values(age)
            mean = self.means[age]
            errors.append(sqrt(fsum((x - mean) ** 2 for x in figures) / (many - 1) / many))
        low = high = normal_quantile((1 + confidence) / 2)
        if many < MANY and errors[-1] > 0:
            figures = self.values(last)
            ends = ratio_interval(figures, [1.0] * many, DRAWS, 1, confidence)
            if ends is not None:
                low, high = ((self.means[-1] - ends[0]) / errors[-1], (ends[1] - self.means[-1]) / errors[-1])
        return (
            [mean - low * error for mean, error in zip(self.means, errors, strict=True)],
            [mean + high * error for mean, error in zip(self.means, errors, strict=True)],
        )


def _payback(means: Sequence[float], cac: float) -> float | str:
    """Return after how many months a curve reaches what a customer cost, between two ages in proportion."""
    before = 0.0
    for age, mean in enumerate(means):
        if mean >= cac:
            return age + (cac - before) / (mean - before) if mean > before else float(age)
        before = mean
    return NOT_YET


def _spends(table: Sequence[Sequence[Cell]] | None, *, by_month: bool) -> dict[str, float]:
    """Return what was spent on each group; rows without a name and an amount, such as headings, say nothing."""
    spends: dict[str, float] = {}
    for row in table or []:
        if len(row) != 2:
            raise CellError("#VALUE!", f"acquisition has {len(row)} columns.", "Give two: the group's name, and money.")
        name, money = row
        if isinstance(name, CellError) or isinstance(money, CellError):
            raise name if isinstance(name, CellError) else money  # type: ignore[misc]  # one of the two is
        if name is None or isinstance(money, (str, bool, dt.date)) or money is None:
            continue
        if money < 0:
            raise CellError("#NUM!", f"acquisition is {money:g} for {as_text(name)}, below 0.", "Correct the cell.")
        if by_month and isinstance(name, float):
            try:
                name = from_serial(name)
            except ValueError:
                raise CellError("#NUM!", f"{name:g} in acquisition is no date.", "Type a month as 2026-07.") from None
        key = _label(_month(name)) if by_month and isinstance(name, dt.date) else as_text(name).casefold()
        spends[key] = spends.get(key, 0.0) + money
    return spends


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _label(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


@formula(unplaced="It fits a curve by trial, which no formula of Excel does; it is asked of one group.")
def SOCRETAIN(
    remaining: Column[Count],
    until_age: Age | None = None,
    margin_per_period: Money | None = None,
    confidence: Confidence = 0.95,
) -> Spill:
    """How many customers of a group stay, fitted and foretold: subscribers, members, followers of one month.

    Args:
        remaining: how many customers were still there at age 0, 1, 2 ..., all of one group; a range. They never rise.
        until_age: to which age to foretell, at most twice the oldest that was seen; blank means that.
        margin_per_period: what a customer who is there brings in a period, after the goods are paid for; blank: no LTV
            is told.
        confidence: how sure the interval is to hold the true share; blank means 0.95.

    Returns:
        A table with a row for each age: the customers seen, the share that stays by the curve with the low and high end
        of its interval, the rate at which those of the age before stay, the periods that a customer is there up to and
        with that age (the sum of the shares), and these x margin_per_period. The curve is the shifted beta-geometric:
        each customer leaves at the end of a period with a chance of their own, and the chances have a beta distribution
        (alpha, beta), so that S(t) = the product over i = 1 ... t of (beta + i - 1) / (alpha + beta + i - 1), fitted by
        maximum likelihood; the interval holds each share that some curve has which is less likely than the best by no
        more than z^2 / 2, in logarithms. An average rate of leaving foretells too few: those who leave easily go first.

    Errors:
        #NUM!: fewer than 3 ages after the start, fewer than 30 customers at the start, customers that rise, nobody who
            left, or until_age beyond twice the oldest age or not whole.
        #N/A: remaining holds no number.

    Source:
        [fader2007]; the interval by the profile of the likelihood: [venzon1988].

    Examples:
        =SOCRETAIN({1000;869;743;653;593;551;517;491},3,100) -> {
            "age","customers","stay","low","high","rate","periods","LTV";
            0,1000,1,1,1,"",1,100;
            1,869,0.8506792627736018,0.8311525118280662,0.8684334482712203,0.8506792627736017,1.850679262773602,185.0679262773602;
            2,743,0.7468594099724608,0.722045571174766,0.7705308019002602,0.8779565256326561,2.5975386727460625,259.75386727460625;
            3,653,0.6697889831051703,0.6433192885549956,0.6955810852766229,0.8968073162924566,3.2673276558512327,326.7327655851233}
        =SOCRETAIN({1000;869;743},4) -> #NUM!
    """
    oldest = len(remaining) - 1
    if oldest < FEWEST_AGES:
        why = f"{max(oldest, 0)} ages after the start are known; a curve needs {FEWEST_AGES}."
        raise CellError("#NUM!", why, "Wait, or take an older group.")
    if remaining[0] < FEWEST_CUSTOMERS:
        why = f"The group began with {remaining[0]:g} customers; {FEWEST_CUSTOMERS} are the fewest that tell."
        raise CellError("#NUM!", why, "Take a larger group, or several months as one.")
    for age in range(oldest):
        if remaining[age + 1] > remaining[age]:
            why = f"{remaining[age + 1]:g} are there at age {age + 1}, more than {remaining[age]:g} before."
            raise CellError("#NUM!", why, "Follow one group: who joins later belongs to another.")
    if remaining[-1] == remaining[0]:
        raise CellError("#NUM!", "Nobody has left: a curve has nothing to go by.", "Wait until some have.")
    furthest = SURVIVES * oldest
    ages = furthest if until_age is None else until_age
    if ages > furthest or ages != int(ages):
        why = f"until_age is {ages:g}; ages up to {oldest} were seen, and twice that is the most that is foretold."
        raise CellError("#NUM!", why, f"Give a whole number up to {furthest}.")
    curve = fit_retention(remaining)
    z = normal_quantile((1 + confidence) / 2)
    table: list[list[Cell]] = []
    there = 0.0
    ends = curve.intervals(range(int(ages) + 1), z)
    for age in range(int(ages) + 1):
        share = curve.survival(age)
        there += share
        stays = None if age == 0 else (curve.beta + age - 1) / (curve.alpha + curve.beta + age - 1)
        brought = None if margin_per_period is None else there * margin_per_period
        seen = remaining[age] if age <= oldest else None
        table.append([float(age), seen, share, *ends[age], stays, there, brought])
    return Spill(table, header=("age", "customers", "stay", "low", "high", "rate", "periods", "LTV"))
''',
"socroi/catalogue/cost.py": r'''"""Cost: what the work on social media takes, in pay and in money."""

from __future__ import annotations

from math import isfinite, ulp
from typing import Annotated, Literal

from socroi.catalogue.breakdown import total_label
from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    ZEROS,
    Aligned,
    Cell,
    Column,
    Cost,
    Count,
    Holds,
    Hours,
    Kind,
    Markup,
    Money,
    Paired,
    PairedOrOne,
    Positive,
    Rate,
    Text,
)

FAMILY = Family(4, "Cost", "What did it take, in pay and in money?")

CostView = Annotated[
    Literal["total", "table"],
    Kind("a view", '"total" (one number) or "table" (by category, with shares)', Holds.CHOICE),
]


@formula(
    unplaced="The table of costs multiplies hours and pay in each row, for a table takes no array formula.",
    twin="SUM(hours*hourly_rate*(1+overhead))",
)
def SOCLABOR(hours: Paired[Hours], hourly_rate: PairedOrOne[Cost], overhead: PairedOrOne[Markup] = ZEROS) -> Cost:
    """What the working time costs: staff and management, each at their own rate.

    Args:
        hours: the hours worked; a range, a row for each person or task. A blank is not known yet and leaves its row
            out.
        hourly_rate: the pay of an hour; a range as long as hours, or one cell for all rows.
        overhead: what comes on top of pay (insurance, holidays, rooms), as a share of it; a range, or one cell for all
            rows. Blank means 0.

    Returns:
        The sum of hours x hourly_rate x (1 + overhead).

    Errors:
        #N/A: no row has both hours and a rate.
        #VALUE!: the ranges differ in size.
        #NUM!: hours or a rate of pay are below 0, or the overhead is outside 0 to 3, such as 25 typed for 25%.

    Source:
        [S0] and [S2], step 3: how much time it takes, and what that is as pay of employees and management.

    Examples:
        =SOCLABOR({10;2},{20;50}) -> 300
        =SOCLABOR({10;2},{20;50},0.5) -> 450
        =SOCLABOR(10,20,25) -> #NUM!
    """
    return sum(h * r * (1 + o) for h, r, o in zip(hours, hourly_rate, overhead, strict=True))


@formula(unplaced="The sheets add up costs by category, platform and month, each in a cell that can be traced.")
def SOCCOST(category: Aligned[Text], amount: Aligned[Cost], show: CostView = "total") -> Money | Spill:
    """All costs together, or by category with the share of each.

    Args:
        category: the kind of cost of each row: pay, tools, ads. Case and surrounding space are ignored; a blank is a
            category of its own, "(blank)".
        amount: what was spent; a range as long as category. A blank is not known yet and adds nothing.
        show: "total" or "table"; blank means "total".

    Returns:
        The total of the amounts that are known; or a table of category, amount and share, in order of first
        appearance, with a total row. A category of which no amount is known yet shows none, and the total's name says
        how many it covers: "total (2 of 3)".

    Errors:
        #N/A: no category or no amount is known yet.
        #VALUE!: the ranges differ in size.
        #DIV/0!: the table's total is zero, so that there are no shares.

    Source:
        [S0] and [S2], step 3: all of it belongs into the calculation; [S3], step 3: all costs in one period.

    Examples:
        =SOCCOST({"Ads";"Pay";"ads"},{100;300;200}) -> 600
        =SOCCOST({"Ads";"Pay";"ads"},{100;300;200},"table") ->
            {"category","amount","share";
            "Ads",300,0.5;"Pay",300,0.5;"total",600,1}
        =SOCCOST({"Ads";"Pay"},{100;""},"table") ->
            {"category","amount","share";
            "Ads",100,1;"Pay","","";"total (1 of 2)",100,1}
        =SOCCOST({"Ads";"Pay"},{100;-1}) -> #NUM!
    """
    total = sum(a for a in amount if a is not None)
    if show == "total":
        return total
    names: dict[str, str] = {}
    sums: dict[str, float | None] = {}
    for name, spent in zip(category, amount, strict=True):
        if name is None and spent is None:
            continue
        key = (name or "(blank)").casefold()
        names.setdefault(key, name or "(blank)")
        before = sums.get(key)
        sums[key] = before if spent is None else (before or 0.0) + spent
    rows: list[list[Cell]] = [[names[key], s, None if s is None else s / total] for key, s in sums.items()]
    label = total_label(sum(spent is not None for spent in sums.values()), len(sums))
    return Spill([*rows, [label, total, 1.0]], header=("category", "amount", "share"))


@formula(
    unplaced="Refunds and discounts are a category of the table of costs, typed as they were given back.",
    twin="SUM(refunds)+SUM(order_values*discount_rates)",
)
def SOCREFUND(refunds: Column[Cost], order_values: Paired[Cost], discount_rates: PairedOrOne[Rate]) -> Cost:
    """What customer care on social media gave back: refunds, and discounts on later orders.

    Args:
        refunds: the amounts paid back, one cell or a range; blanks are skipped, 0 means none.
        order_values: the orders on which a discount was given, before the discount; a range. A blank leaves its row
            out.
        discount_rates: the discount on each of them; a range as long as order_values, or one cell for all rows.

    Returns:
        The sum of the refunds, plus the sum of order_values x discount_rates.

    Errors:
        #N/A: there is no refund, or no order with its discount.
        #VALUE!: the two ranges of orders differ in size.
        #NUM!: an amount is below 0, or a discount is outside 0 to 1.

    Source:
        [S0] and [S2], step 3: money spent on refunding or discounting customer care issues.

    Examples:
        =SOCREFUND({20;30},{100;200},{0.1;0.2}) -> 100
        =SOCREFUND({20;30},0,0) -> 50
        =SOCREFUND({20;30},{100;200},{10;20}) -> #NUM!
    """
    return sum(refunds) + sum(o * d for o, d in zip(order_values, discount_rates, strict=True))


@formula(
    unplaced="The table of costs spreads a bill in each row, for a table takes no array formula.",
    twin="SUM(cost)*MAX(0,MIN(to_month,months)-MAX(from_month,1)+1)/months",
)
def SOCAMORT(cost: Column[Cost], months: Positive, from_month: Positive, to_month: Positive) -> Cost:
    """The part of a cost for many months that falls into some of them: a yearly licence in its share of a quarter.

    Args:
        cost: what was paid for all the months together; blanks are skipped.
        months: for how many months it is paid.
        from_month: the first month of the window, counted from the month in which the cost begins, which is 1.
        to_month: the last month of the window, itself included.

    Returns:
        cost / months for each month that both the cost and the window have; 0 where they have none in common.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a month is not above 0.

    Source:
        [S3], step 3: all costs in one period; spread by the straight-line method of [iasb2003], paragraph 62.

    Examples:
        =SOCAMORT(1200,12,1,3) -> 300
        =SOCAMORT(1200,12,11,14) -> 200
        =SOCAMORT(1200,12,13,15) -> 0
        =SOCAMORT(1200,0,1,3) -> #NUM!
    """
    return sum(cost) * max(0.0, min(to_month, months) - max(from_month, 1) + 1) / months


@formula(twin='IF(SUM(driver)=0,1/0,IF(driver<"",SUM(shared_cost)*driver/SUM(driver),""))')
def SOCALLOC(shared_cost: Column[Cost], driver: Aligned[Count]) -> list[float | None]:
    """A shared cost divided among rows in proportion to a driver: hours, posts, revenue.

    Args:
        shared_cost: what is to be divided; blanks are skipped.
        driver: what it is divided by, a range with a row for each platform or campaign. A blank gets nothing, and shows
            none.

    Returns:
        shared_cost x driver / sum of drivers, in the shape of the driver; the parts add up to the shared cost exactly.

    Errors:
        #DIV/0!: the drivers add up to zero.
        #N/A: the shared cost or every driver is blank.
        #NUM!: a driver is below 0.

    Source:
        Activity-based costing, [cooper1988]; [S3], step 5: each platform is to be looked at with its own costs.

    Examples:
        =SOCALLOC(900,{1;2;6}) -> {100;200;600}
        =SOCALLOC(900,{1,"",2}) -> {300,"",600}
        =SOCALLOC(900,{0;0}) -> #DIV/0!
    """
    shared, whole = sum(shared_cost), sum(d for d in driver if d is not None)
    if not isfinite(shared) or not isfinite(whole):
        raise OverflowError("the sums are too large")
    # In whole grains of the last digit of the shared cost no sum of parts is ever rounded, in whatever order.
    grain = ulp(shared)
    grains = shared / grain
    parts = [None if d is None else round(grains * d / whole) for d in driver]
    largest = max(range(len(driver)), key=lambda index: driver[index] or 0.0)
    parts[largest] = (parts[largest] or 0) + int(grains) - sum(part or 0 for part in parts)
    return [None if part is None else part * grain for part in parts]
''',
"socroi/catalogue/evidence.py": r'''"""Evidence: how sure a figure is, and what it could as well have been."""

from __future__ import annotations

from math import fsum, sqrt
from typing import Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    Aligned,
    Cell,
    Column,
    Confidence,
    Cost,
    Kind,
    Margin,
    Money,
    Number,
    Paired,
)
from socroi.errors import CellError
from socroi.methods.distributions import normal_quantile, t_two_tails
from socroi.methods.prewhitening import ROUNDING, prewhitened
from socroi.methods.resampling import ratio_interval
from socroi.methods.response_curve import goes_on
from socroi.methods.skewness import rows_needed

FAMILY = Family(8, "Evidence", "How do we know, and how sure is it?")

Lag = Annotated[float, Kind("a lag", "a whole number of rows, not below 0", low=0)]
Draws = Annotated[float, Kind("a number of draws", "a whole number from 100 to 100000", low=100, high=100_000)]
Seed = Annotated[float, Kind("a seed", "a whole number from 0 to 4294967295", low=0, high=2**32 - 1)]

FEWEST_PAIRS: Final = 8
"""Pairs at each lag: of fewer, neither the memory of a series nor a correlation can be told from chance."""
FEWEST_ROWS: Final = 12
"""With fewer, an interval of 95% held the truth in 72 to 93% of simulated draws."""
FEW_MAKE_MOST: Final = "a few rows make most: {} rows would do"
ALIKE: Final = "rows that follow each other are alike: for periods in order the interval is too short"
TAIL: Final = 0.185
MIDDLE: Final = 0.63
"""Pearson and Tukey's weights of the points below and above which one case of twenty lies, and of the middle."""
CHANCE: Final = 0.05
"""A correlation that chance alone gives more rarely than this counts as one."""

NO_MORE_THAN_CHANCE: Final = "not more than chance"


def _filter_twin(series: str) -> str:
    """Return Excel text for a series through the filter of `memory`, one value where only rounding is left of it."""
    return (
        f'LET(rest,IF((DROP({series},-1)<"")*(DROP({series},1)<""),DROP({series},1)-memory*DROP({series},-1),""),'
        f"IF(MAX(rest)-MIN(rest)<={ROUNDING:.9f}*MAX(MAX({series}),-MIN({series})),"
        'IF(rest<"",0,""),rest))'
    )


def _r_twin(ours: str, theirs: str, known: str, result: str) -> str:
    """Return Excel text for the correlation rho of n known pairs and its p, which `result` may use."""
    return (
        f"LET(n,SUM({known}),mine,SUM(IF({known},{ours},0))/n,yours,SUM(IF({known},{theirs},0))/n,"
        f"dx,IF({known},{ours}-mine,0),dy,IF({known},{theirs}-yours,0),"
        f'still,(MAX(IF({known},{ours},""))=MIN(IF({known},{ours},"")))+'
        f'(MAX(IF({known},{theirs},""))=MIN(IF({known},{theirs},""))),'
        "rho,IF(still,1/0,MAX(-1,MIN(1,SUM(dx*dy)/SQRT(SUM(dx*dx)*SUM(dy*dy))))),"
        f"p,IF(rho*rho=1,0*rho,T.DIST.2T(ABS(rho)*SQRT((n-2)/(1-rho*rho)),n-2)),{result})"
    )


_LAGCORR: Final = (
    'LET(both,(LEN(sentiment)>=0)*(LEN(outcome)>=0),x,TOCOL(IF(both*(sentiment<""),sentiment,"")),'
    'y,TOCOL(IF(both*(outcome<""),outcome,"")),rows,ROWS(x),most,IF(LEN(max_lag),max_lag,MIN(12,INT(rows/4))),'
    f"IF((most<>INT(most))+(most>rows-{FEWEST_PAIRS + 1}),#NUM!,LET("
    'before,DROP(x,-1),after,DROP(x,1),news,(before<"")*(after<""),pairs,SUM(news),'
    "lower,IF(news,before-SUM(IF(news,before,0))/pairs,0),upper,IF(news,after-SUM(IF(news,after,0))/pairs,0),"
    'memory,IF(MAX(IF(news,before,""))=MIN(IF(news,before,"")),0,SUM(lower*upper)/SUM(lower*lower)),'
    f"mine,{_filter_twin('x')},yours,{_filter_twin('y')},length,rows-1,"
    "lags,SEQUENCE(most+1)-1,"
    'counts,MAP(lags,LAMBDA(lag,SUM((TAKE(mine,length-lag)<"")*(DROP(yours,lag)<"")))),'
    f"IF(MIN(counts)<{FEWEST_PAIRS},#NUM!,LET("
    'rs,MAP(lags,LAMBDA(lag,LET(early,TAKE(mine,length-lag),late,DROP(yours,lag),ok,(early<"")*(late<""),'
    f"{_r_twin('early', 'late', 'ok', 'rho')}))),"
    "ps,MAP(rs,counts,LAMBDA(rho,n,IF(rho*rho=1,0*rho,T.DIST.2T(ABS(rho)*SQRT((n-2)/(1-rho*rho)),n-2)))),"
    "rare,MAP(ps,LAMBDA(p,IFERROR(ROUND(p,12),2))),"
    "sizes,MAP(rs,rare,LAMBDA(rho,p,IF(p>MIN(rare),-1,IFERROR(ROUND(ABS(rho),12),-1)))),"
    "best,XMATCH(MAX(sizes),sizes),"
    "IF(MIN(rare)>1,1/0,LET("
    "adjusted,IF(ps*(most+1)>1,1,ps*(most+1)),time,SEQUENCE(rows),"
    f'px,IFERROR(LET(ok,--(x<""),{_r_twin("x", "time", "ok", "p")}),1),'
    f'py,IFERROR(LET(ok,--(y<""),{_r_twin("y", "time", "ok", "p")}),1),'
    f'said,IF(INDEX(adjusted,best)>={CHANCE},"{NO_MORE_THAN_CHANCE}",'
    f'IF((px<{CHANCE})*(py<{CHANCE}),"best, but both follow a trend","best")),'
    'VSTACK({"lag","r","n","p","adjusted p","note"},HSTACK(lags,rs,counts,ps,adjusted,'
    'IF(lags=best-1,said,"")))))))))) '
).strip()


@formula(
    unplaced="The sheet Lags has the same correlations in cells that Excel 2010 computes, one lag a line.",
    twin=_LAGCORR,
)
def SOCLAGCORR(sentiment: Aligned[Number], outcome: Aligned[Number], max_lag: Lag | None = None) -> Spill:
    """How closely an outcome follows brand sentiment, the same month and some months later.

    Args:
        sentiment: brand sentiment, reach or another figure for each period, in the order of time; a range. A blank is
            not known yet: the pairs that it belongs to are left out, the others keep their place in time.
        outcome: revenue, retention or another outcome for each period; a range as long as sentiment.
        max_lag: by how many periods the outcome may come later at most; blank means a quarter of the periods, 12 at
            most.

    Returns:
        A table with a row for each lag from 0: lag, r, n (pairs), p (how often chance alone gives such an r, from
        Student's t with n - 2 degrees of freedom), adjusted p (p x the number of lags, 1 at most, as Bonferroni: the
        best of several lags is easily found by chance), and a note at the lag with the smallest p: "not more than
        chance" where its adjusted p is 0.05 or more, else "best"; "best, but both follow a trend" where both figures
        are correlated with time itself (p below 0.05). r is Pearson's correlation of what is new in sentiment in a
        period with what is new in the outcome that many periods later: both series less their value of the period
        before times the memory of sentiment, the slope of its regression on its own past (prewhitening). Figures that
        stay high for months seem related far more often than they are, CORREL of them included. A correlation does
        not show what causes what.

    Errors:
        #NUM!: a lag leaves fewer than 8 pairs, which takes 9 periods more than the lag; or max_lag is not whole or
            below 0.
        #DIV/0!: at every lag, or in the row of one, nothing is new in sentiment or outcome, as in a straight line.
        #N/A: sentiment or outcome holds no number.
        #VALUE!: the ranges differ in size.

    Source:
        [S0] and [S2]: compare sentiment over time with sales and retention. Prewhitening: [cryer2008], section 11.3;
        why: [dean2016]. The p of a correlation: [student1908]; adjusted for the number of lags: [dunn1961]; of trends:
        [yule1926].

    Examples:
        =SOCLAGCORR({1;2;1;3;2;1;2;3;1;2;3;2},{5;2;4;2;6;4;2;4;6;2;4;7},1) -> {
            "lag","r","n","p","adjusted p","note";
            0,-0.10242154237854226,11,0.7644367082390406,1,"";
            1,0.9868473367005849,10,1.2887294027807196e-07,2.577458805561439e-07,"best"}
        =SOCLAGCORR({1;2;3;4;5;7;6;8;9;10;12;11},{2;3;5;6;8;9;12;13;14;17;18;21},1) -> {
            "lag","r","n","p","adjusted p","note";
            0,-0.4590407566770842,11,0.1555316985789683,0.3110633971579366,"";
            1,0.5828329171053511,10,0.07701312634113501,0.15402625268227002,"not more than chance"}
        =SOCLAGCORR({1;2;3},{2;4;7},1) -> #NUM!
    """
    rows = len(sentiment)
    most = min(12, rows // 4) if max_lag is None else max_lag
    if most != int(most):
        raise CellError("#NUM!", f"max_lag is {most:g}; a lag is a whole number of periods.", "Correct the cell.")
    if most >= rows - FEWEST_PAIRS:
        needed = most + FEWEST_PAIRS + 1
        why = f"A lag of {most:g} needs {needed:g} periods, and there are {rows}."
        shorter = f", or a max_lag of {rows - FEWEST_PAIRS - 1} at most" if rows > FEWEST_PAIRS else ""
        raise CellError("#NUM!", why, f"Give {needed:g} periods{shorter}.")
    mine, yours = prewhitened(sentiment, outcome)
    found = [_correlation(mine[: rows - 1 - lag], yours[lag:]) for lag in range(int(most) + 1)]
    for lag, (n, _, _) in enumerate(found):
        if n < FEWEST_PAIRS:
            why = f"At a lag of {lag}, {n} pairs are known with the periods before them; {FEWEST_PAIRS} are needed."
            raise CellError("#NUM!", why, "Fill in more periods.")
    # Rounded, so that of lags that are equally rare the first is taken on every machine.
    ranks = [
        (round(p, 12), -round(abs(r), 12), lag)
        for lag, (_, r, p) in enumerate(found)
        if r is not None and p is not None
    ]
    if not ranks:
        raise ZeroDivisionError
    best = min(ranks)[2]
    time = list(range(rows))
    trends = [p is not None and p < CHANCE for _, _, p in (_correlation(sentiment, time), _correlation(outcome, time))]
    said = NO_MORE_THAN_CHANCE
    if (found[best][2] or 0.0) * len(found) < CHANCE:
        said = "best, but both follow a trend" if all(trends) else "best"
    still = CellError("#DIV/0!", "Nothing is new in sentiment or outcome in all pairs.")
    return Spill(
        [
            [
                float(lag),
                still if r is None else r,
                float(n),
                still if p is None else p,
                still if p is None else min(1.0, p * len(found)),
                said if lag == best else None,
            ]
            for lag, (n, r, p) in enumerate(found)
        ],
        header=("lag", "r", "n", "p", "adjusted p", "note"),
    )


def _correlation(
    ours: list[float | None], theirs: list[float | None] | list[int]
) -> tuple[int, float | None, float | None]:
    """Return the number of known pairs, their correlation and its p; None where one side does not vary."""
    pairs = [(x, y) for x, y in zip(ours, theirs, strict=True) if x is not None and y is not None]
    n = len(pairs)
    if n < 3:  # of two points, it is always 1
        return n, None, None
    xs, ys = zip(*pairs, strict=True)
    if min(xs) == max(xs) or min(ys) == max(ys):
        return n, None, None
    mean_x, mean_y = fsum(xs) / n, fsum(ys) / n
    # Divided by the largest, so that the squares of huge figures stay finite.
    dx, dy = _scaled([x - mean_x for x in xs]), _scaled([y - mean_y for y in ys])
    squares = fsum(d * d for d in dx) * fsum(d * d for d in dy)
    r = max(-1.0, min(1.0, fsum(a * b for a, b in zip(dx, dy, strict=True)) / sqrt(squares)))
    return n, r, 0.0 if r * r == 1 else t_two_tails(r * sqrt((n - 2) / (1 - r * r)), n - 2)


def _scaled(numbers: list[float]) -> list[float]:
    largest = max(map(abs, numbers))
    return [number / largest for number in numbers]


@formula(
    unplaced="The sheet Ranges has the same weights in each row, for a table takes no array formula.",
    twin=f"IF(SUM((low>likely)+(likely>high)),#NUM!,LET(spent,SUM(cost),scale,100/spent,"
    f"each,{TAIL}*low+{MIDDLE}*likely+{TAIL}*high,mean,(SUM(each)*margin-spent)*scale,"
    f"spread,SQRT(SUM({TAIL}*(low-each)^2+{MIDDLE}*(likely-each)^2+{TAIL}*(high-each)^2))*margin*scale,"
    'VSTACK({"low","likely","high","mean","spread","nine in ten from","nine in ten to"},'
    "HSTACK((SUM(low)*margin-spent)*scale,(SUM(likely)*margin-spent)*scale,(SUM(high)*margin-spent)*scale,mean,spread,"
    "mean-NORM.S.INV(0.95)*spread,mean+NORM.S.INV(0.95)*spread))))",
)
def SOCRANGE(
    low: Paired[Money], likely: Paired[Money], high: Paired[Money], cost: Column[Cost], margin: Margin = 1.0
) -> Spill:
    """ROI as a range: if every line of the return comes out low, likely or high, and what is to be expected between.

    Args:
        low: for each line of the return, the amount of which it would surprise you to get less: so little that 19 of 20
            such cases bring more; a range, or one cell for a single line.
        likely: the middle of what each line may bring, more as often as less; a range as long as low.
        high: the amount of which it would surprise you to get more: 19 of 20 such cases bring less; a range as long as
            low. A row with a blank is not known yet and is left out.
        cost: everything that social media cost; blanks are skipped.
        margin: the share of the return that is left after the goods are paid for; blank means 1: whole sales are
            counted.

    Returns:
        A table of one row, all in percent as in SOCROI: ROI with all lines low, likely and high; the mean, with m =
        0.185 x low + 0.63 x likely + 0.185 x high for each line; its spread, the square root of the sum over the lines
        of 0.185 x (low - m)^2 + 0.63 x (likely - m)^2 + 0.185 x (high - m)^2, for lines that do not depend on each
        other; and between which ROIs nine of ten cases lie, mean - 1.645 x spread and mean + 1.645 x spread.

    Errors:
        #NUM!: a low is above its likely, or a likely above its high.
        #DIV/0!: the cost adds up to zero.
        #N/A: no row has all three, or the cost is not known yet.
        #VALUE!: the ranges differ in size.

    Source:
        The weights of the points between which nine of ten cases lie, and of the middle: [pearson1965], found the best
        of such rules by [keefer1983]. PERT's (low + 4 x likely + high) / 6 and (high - low) / 6, [malcolm1959], are for
        the least and the most that can be, which people name too narrowly. [S1]: indirect returns are hard to measure,
        so each carries a range.

    Examples:
        =SOCRANGE(600,900,1800,500) -> {"low","likely","high","mean","spread","nine in ten from","nine in ten to";
            20,80,260,102.2,78.5312676581755,-26.97244043664675,231.37244043664674}
        =SOCRANGE({300;300},{450;450},{900;900},500) -> {"low","likely","high","mean","spread","nine in ten from",
            "nine in ten to";20,80,260,102.2,55.52999189627169,10.861291424831691,193.5387085751683}
        =SOCRANGE(600,500,1800,500) -> #NUM!
    """
    if any(a > b or b > c for a, b, c in zip(low, likely, high, strict=True)):
        raise CellError("#NUM!", "A line is not in the order low, likely, high.", "Put its three values in order.")
    spent = sum(cost)
    lines = [(a, b, c, TAIL * a + MIDDLE * b + TAIL * c) for a, b, c in zip(low, likely, high, strict=True)]
    variance = sum(TAIL * (a - m) ** 2 + MIDDLE * (b - m) ** 2 + TAIL * (c - m) ** 2 for a, b, c, m in lines)
    *ends, mean = ((sum(column) * margin - spent) * 100 / spent for column in zip(*lines, strict=True))
    spread = sqrt(variance) * margin * 100 / spent
    reach = normal_quantile(0.95) * spread
    return Spill(
        [[*ends, mean, spread, mean - reach, mean + reach]],
        header=("low", "likely", "high", "mean", "spread", "nine in ten from", "nine in ten to"),
    )


@formula(unplaced="It draws rows by lot, which a sheet without an add-in can only do anew at each calculation.")
def SOCBOOT(
    revenue: Paired[Money],
    cost: Paired[Cost],
    draws: Draws = 2000.0,
    seed: Seed = 1.0,
    confidence: Confidence = 0.95,
    margin: Margin = 1.0,
) -> Spill:
    """ROI with an interval from the rows themselves: what it would have been, had chance dealt other rows.

    Args:
        revenue: what each campaign, customer or period brought in; a range.
        cost: what it cost; a range as long as revenue. A row where either is blank is not known yet and is left out.
        draws: how often the rows are drawn anew; blank means 2000.
        seed: where the series of random numbers begins; blank means 1. The same seed always gives the same interval.
        confidence: how sure the interval is to hold the true ROI; blank means 0.95.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.

    Returns:
        A table of one row: ROI in percent, (sum of revenue x margin - sum of cost) x 100 / sum of cost; the low
        and high end of its interval; the rows, the draws, and a note. Where few rows make most of the revenue, as in
        SOCSEGMENT, no interval holds and none is given. Each draw takes as many rows as there are, any row possibly
        several times; t is how far its ROI lies from that of all rows, in standard errors of the draw's own (those of a
        ratio of sums). With a, b the lower and upper percentile of all t, ends as PERCENTILE.INC, q the quantile of
        Student's t with a degree of freedom less than rows, and s the standard error of all rows, the interval is ROI -
        max(b, q) s to ROI + max(-a, q) s, and not below -100 where no revenue is. Of more than 20,000 rows, the sums of
        10,000 parts are drawn, among which the seed deals the rows. The note tells also where rows that follow each
        other are alike more than chance lets them, in one case of forty: periods in order, whose interval is too short.

    Errors:
        #N/A: fewer than 12 rows have both.
        #NUM!: so few rows have a cost, or differ from the others, that the draws tell no interval; draws or seed are
            not whole or outside their limits; in the interval, where a few rows make most and more would do.
        #DIV/0!: there is no cost at all.
        #VALUE!: the ranges differ in size.

    Source:
        [efron1979]; the bootstrap-t interval: [efron1993], section 12.5; together with Student's: [berger1982]. What
        follows each other: [anderson1942].

    Examples:
        =SOCBOOT({120;300;130;150;190;280;160;200;310;110;175;180},{100;150;90;60;100;120;80;70;200;40;55;95}) -> {
            "ROI","low","high","rows","draws","note";98.70689655172414,65.28781000588938,131.99773590679897,12,2000,""}
        =SOCBOOT({120;300;80;150;90;400;60;200;310;20;75;180},{100;150;90;60;100;120;80;70;200;40;55;95}) -> {
            "ROI","low","high","rows","draws","note";71.12068965517241,#NUM!,#NUM!,12,2000,
            "a few rows make most: 17 rows would do"}
        =SOCBOOT({120;300;80},{100;100;100}) -> #N/A
    """
    for name, number in (("draws", draws), ("seed", seed)):
        if number != int(number):
            raise CellError("#NUM!", f"{name} is {number:g}, and must be whole.", "Correct the cell.")
    rows = len(revenue)
    if rows < FEWEST_ROWS:
        why = f"{rows} rows are known; an interval that keeps its promise needs {FEWEST_ROWS}."
        hint = f"Add {FEWEST_ROWS - rows} more: single campaigns, customers or weeks, not their totals."
        raise CellError("#N/A", why, hint)
    gains = [gain * margin for gain in revenue]
    spent = fsum(cost)
    roi = (fsum(gains) - spent) * 100 / spent
    ends = ratio_interval(gains, cost, int(draws), int(seed), confidence)
    if ends is None:
        paid = sum(c > 0 for c in cost)
        if paid < rows:
            why = f"Only {paid} of {rows} rows have a cost: draws had none, or no spread."
            raise CellError("#NUM!", why, "Spread the cost over the rows that it served.")
        raise CellError("#NUM!", "Too few rows differ from the others: draws had no spread.", "Add rows that differ.")
    shown: list[Cell] = [(end - 1) * 100 for end in ends]
    notes = []
    if min(gains) >= 0 and rows < (needed := rows_needed(gains)):
        why = f"A few rows make most of the revenue: of {rows}, no interval keeps its promise."
        few = CellError("#NUM!", why, f"Give {needed} rows: single campaigns or customers.")
        shown = [few, few]
        notes.append(FEW_MAKE_MOST.format(needed))
    ratio = fsum(gains) / spent
    # What rounding leaves of rows that all return the same says nothing.
    if ends[1] - ends[0] > ROUNDING * abs(ratio) and goes_on([g - ratio * c for g, c in zip(gains, cost, strict=True)]):
        notes.append(ALIKE)
    return Spill(
        [[roi, *shown, float(rows), draws, "; ".join(notes) or None]],
        header=("ROI", "low", "high", "rows", "draws", "note"),
    )
''',
"socroi/catalogue/experiment.py": r'''"""Experiments: what a pause or a push in some places brought, and which one would be large enough to be seen."""

from __future__ import annotations

from math import fsum, isfinite, sqrt
from typing import TYPE_CHECKING, Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Aligned, Cell, Confidence, Cost, Grid, Kind, Margin, Ratio
from socroi.errors import CellError
from socroi.methods.counterfactual import Line, line, runs
from socroi.methods.distributions import t_quantile, t_two_tails
from socroi.methods.permutation import permuted
from socroi.methods.ratio import fieller
from socroi.methods.region_sales import Regions, grown, read

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILY = Family(13, "Experiments", "What did a pause or a push bring, and how large must one be?")

Periods = Annotated[float, Kind("a number of periods", "a whole number of periods, from 1", low=1)]
Power = Annotated[float, Kind("a power", "a fraction between 0 and 1: 0.8 is 80%", low=0, high=1, open=True)]

FEWEST_BEFORE: Final = 16
"""Periods before a test, of which fewer tell neither the line nor its memory."""
TIMES_BEFORE: Final = 3
"""How many times as long as the test the periods before it have to be."""
LEAST_FIT: Final = 0.5
"""R squared below which the other places say too little of what would have been."""
MOST_MEMORY: Final = 0.6
"""Memory of what is left above which no interval of a test keeps its promise."""
LONGEST: Final = 12
"""Periods of the longest test in a table of lengths."""


@formula(unplaced="The sheet Pause has its line and its blocks in cells, for the sums of two groups of places.")
def SOCGEO(
    test: Grid,
    control: Grid,
    pre: Periods,
    spend: Aligned[Cost] | None = None,
    margin: Margin = 1.0,
    confidence: Confidence = 0.95,
) -> Spill:
    """What a pause or a push in some places brought, against places where nothing was changed.

    Args:
        test: the sales of the places of the test: a row for each period in order, the first ones before the test, a
            column for each place or one for all together. A row in which a place is blank is not known yet and is left
            out.
        control: the sales of the other places, in the same periods; a column for each place or one for all together.
        pre: how many of the rows come before the test; all others are the test.
        spend: what was spent in the places of the test in each row, before and during it; or one cell, what was spent
            in the test where nothing was before. Blank means that no return on it is asked for.
        margin: the share of sales that is left after the goods are paid for; blank means 1: whole sales are counted.
        confidence: how sure the intervals are to hold the truth; blank means 0.95.

    Returns:
        A table with a row for each method: the effect on sales over the whole test, below 0 for a loss, the low and
        high end of its interval, p (how often chance alone gives as much), what each 1 of additional spend brought
        (iROAS: effect x margin / additional spend, which is what was spent in the test less as many periods of the mean
        before), its interval, and a note. "regression": y = a + b x through the n periods before, effect = the sum of
        y - a - b x over the T periods of the test, variance = s^2 [T + T^2 (1/n + (mean x of the test - mean x
        before)^2 / Sxx)], Student's t with n - 2 degrees of freedom, iROAS by Fieller. "blocks": the effect in each
        period for which what is left of a regression through all periods, the effect taken off, is not larger in the
        test than in all but few of the runs of T periods. "regions", where a lot could have chosen the places in
        enough ways: growth of each place, the mean of those of the test less that of the others, times what the places
        of the test sold before; the effects for which that difference is not larger than for all but few of the ways.
        Take the interval of "regions" where a lot did choose, else that of "blocks": sales remember the week before,
        and that of the regression, made for sales that do not, is too short over more than one period, as its note
        says.

    Errors:
        #NUM!: fewer than 16 periods before, or than 3 times those of the test; fewer periods in all than 1 / (1 -
            confidence); R squared below 0.5; what is left of the regression remembers more than 0.6 of the period
            before; pre is not whole, or no row is left for the test.
        #DIV/0!: the sales of a group do not vary before the test.
        #N/A: test, control or pre is blank.
        #VALUE!: the ranges differ in size, or hold a text.

    Source:
        Time-based regression: [kerman2017]. Blocks: [chernozhukov2021]. Places by lot: [rosenbaum2002], chapter 2.
        The interval of a ratio: [fieller1954]. The pause as the test of what social media bring: [S0].

    Examples:
        =SOCGEO({109;99;101;99;100;97;93;92;85;101;97;94;98;97;92;90;104;105},{106;98;100;98;97;96;90;89;87;97;97;96;95;
            93;90;89;90;90},16,50,,0.9) -> {"method","effect","low","high","p","iROAS","iROAS low",
            "iROAS high","note";"regression",26.260367097212765,20.94951801062286,31.57121618380267,
            5.027470358927005e-07,0.5252073419442553,0.418990360212457,0.6314243236760536,
            "R2 0.89, memory -0.20: too short if sales remember more than these rows show";
            "blocks",26.26036709721277,18.855609033691213,32.54382657869934,0.05555555555555555,0.5252073419442554,
            0.37711218067382424,0.6508765315739867,"take this one"}
        =SOCGEO({109;99;101},{106;98;100},2) -> #NUM!
    """
    regions, before = _known(test, control, pre)
    y, x = regions.totals()
    during = len(y) - before
    _refuse_few(before, during, confidence)
    rule = line(y[:before], x[:before])
    _refuse_loose(rule)
    effect, spread = rule.over(y[before:], x[before:]), rule.spread(x[before:])
    error = sqrt(rule.variance * spread)
    reach = t_quantile((1 + confidence) / 2, rule.freedom) * error
    p = t_two_tails(effect / error, rule.freedom) if error > 0 else 0.0
    paid = _paid(spend, regions.known, before)
    extra = _extra(paid, before)
    said = f"R2 {rule.fit:.2f}, memory {rule.memory:.2f}{_doubt(rule.memory, during)}"
    per_spend = _per_spend(rule, effect, during, spread, paid, margin, confidence)
    rows: list[list[Cell]] = [["regression", effect, effect - reach, effect + reach, p, *per_spend, said]]
    moved = runs(y, x, during)
    *others, own = (
        (moved.rest[at], moved.share(at, before)) for at in [*range(before), *range(before + 1, len(y)), before]
    )
    blocks = permuted(own, others, confidence)
    ends = [moved.effect(before) * during, blocks.low * during, blocks.high * during]
    rows.append(_permuted_row("blocks", ends, blocks.p, extra, margin))
    by_lot = grown(regions, before, confidence)
    if by_lot is not None:
        scale = fsum(fsum(column[:before]) / before for column in regions.test) * during
        ends = [by_lot[0] * scale, by_lot[1].low * scale, by_lot[1].high * scale]
        rows.append(_permuted_row("regions", ends, by_lot[1].p, extra, margin))
        rows[-1][-1] = "take this one if a lot chose the places"
    else:
        rows[-1][-1] = "take this one"
    return Spill(rows, header=("method", "effect", "low", "high", "p", "iROAS", "iROAS low", "iROAS high", "note"))


def _known(test: list[list[Cell]], control: list[list[Cell]], pre: float) -> tuple[Regions, int]:
    """Return the sales, and how many of the known periods come before the test."""
    if pre != int(pre):
        raise CellError("#NUM!", f"pre is {pre:g}, and rows are whole.", "Correct the cell.")
    regions = read(test, control)
    before = sum(regions.known[: int(pre)])
    if before == sum(regions.known):
        raise CellError("#NUM!", f"No row after the first {pre:g} is known.", "Give the periods of the test, too.")
    return regions, before


def _refuse_few(before: int, during: int, confidence: float) -> None:
    needed = max(FEWEST_BEFORE, TIMES_BEFORE * during)
    if before < needed:
        why = f"{before} periods before a test of {during} are known; {needed} are needed."
        raise CellError("#NUM!", why, f"Add {needed - before} earlier ones.")
    if (before + during) * (1 - confidence) < 1 - 1e-9:
        why = f"{before + during} periods in all bear no interval of {confidence:g}."
        enough = 1 - 1 / (before + during)
        raise CellError("#NUM!", why, f"Ask for a confidence of {int(enough * 100) / 100:g}, or add earlier periods.")


def _refuse_loose(rule: Line) -> None:
    if rule.fit < LEAST_FIT:
        why = f"R squared is {rule.fit:.2f}: the control tells too little of the test; {LEAST_FIT:g} is needed."
        raise CellError("#NUM!", why, "Choose other places whose sales went up and down with these, or longer periods.")
    if rule.memory > MOST_MEMORY:
        why = f"What is left of test remembers {rule.memory:.2f} of the period before; {MOST_MEMORY:g} is the most."
        raise CellError("#NUM!", why, "Something else moved one group for a while: choose places that it moved alike.")


def _doubt(memory: float, during: int) -> str:
    """Return what the note of the regression adds: a memory that is not there to see may still be, and one period has
    none before it in the test.
    """
    if during == 1:
        return ""
    return ": too short, sales remember" if memory > 0 else ": too short if sales remember more than these rows show"


def _paid(spend: Sequence[float | None] | None, known: list[bool], before: int) -> list[float] | None:
    """Return the spend of each period, None where none is given; one cell is that of a test with none before."""
    given = [] if spend is None else [paid for paid in spend if paid is not None]
    if spend is None or not given:
        return None
    if len(spend) == 1:
        during = sum(known) - before
        return [0.0] * before + [given[0] / during] * during
    if len(spend) != len(known):
        why = f"spend has {len(spend)} rows, test has {len(known)}."
        raise CellError("#VALUE!", why, "Give the same periods, or one cell.")
    paid = [cost for cost, row in zip(spend, known, strict=True) if row]
    if None in paid:
        raise CellError("#N/A", "The spend of a period is blank.", "Fill it in: 0 where nothing was spent.")
    return paid  # type: ignore[return-value]  # none of them is None


def _extra(paid: list[float] | None, before: int) -> float | None:
    """Return what was spent in the test beyond the mean before, below 0 for a pause."""
    if paid is None:
        return None
    return fsum(paid[before:]) - (len(paid) - before) * (fsum(paid[:before]) / before)


def _per_spend(
    rule: Line, effect: float, during: int, spread: float, paid: list[float] | None, margin: float, confidence: float
) -> list[Cell]:
    """Return the iROAS of the regression with Fieller's interval."""
    before = len(rule.rest)
    extra = _extra(paid, before)
    if paid is None or extra is None:
        return [None, None, None]
    mean = fsum(paid[:before]) / before
    away = [cost - mean for cost in paid[:before]]
    reached = during + during * during / before
    theirs = fsum(a * a for a in away) / (before - 1) * reached
    both = fsum(a * r for a, r in zip(away, rule.rest, strict=True)) / rule.freedom * reached
    t = t_quantile((1 + confidence) / 2, rule.freedom)
    ends = fieller(effect, extra, rule.variance * spread, theirs, both, t)
    if ends is None:
        none = CellError("#NUM!", "The additional spend cannot be told from none.", "Change the spend more.")
        return [none, none, none]
    return [effect * margin / extra, ends[0] * margin, ends[1] * margin]


def _permuted_row(method: str, ends: list[float], p: float, extra: float | None, margin: float) -> list[Cell]:
    unknown = CellError("#NUM!", "No effect can be ruled out on this side.", "Add earlier periods, or places.")
    shown: list[Cell] = [end if isfinite(end) else unknown for end in ends]
    each: list[Cell] = [None, None, None]
    if extra is not None:
        ratios = [end * margin / extra if extra else end for end in ends]
        ratios[1:] = sorted(ratios[1:])
        each = [ratio if extra and isfinite(ratio) else unknown for ratio in ratios]
    return [method, *shown, p, *each, None]


@formula(unplaced="The sheet Pause has its smallest effect in a cell, for the length that is planned or was kept.")
def SOCGEOPLAN(
    test: Grid,
    control: Grid,
    test_periods: Periods | None = None,
    iroas: Ratio | None = None,
    confidence: Confidence = 0.95,
    power: Power = 0.8,
) -> Spill:
    """How much a pause or a push in some places has to bring, so that a test of them would see it.

    Args:
        test: the sales of the places in which a test is planned, in earlier periods when nothing was changed: a row for
            each period in order, a column for each place or one for all together. A row with a blank is left out.
        control: the sales of the other places, in the same periods.
        test_periods: how many periods the test would last; blank means each length that the rows bear, 12 at most.
        iroas: what each 1 of additional spend is expected to sell, above 0; with it, the spend that a test needs is
            told.
        confidence: that of the interval in SOCGEO which is to be free of 0; blank means 0.95.
        power: how likely the test is to see an effect of that size; blank means 0.8.

    Returns:
        A table with a row for each length: the periods; the smallest effect on sales over the whole test that it would
        see; the same as a part of what the places of the test sell in so many periods; the additional spend that would
        bring it, smallest effect / iroas; R squared and memory of the regression of test on control; and how many
        placebos there were. A placebo is a run of as many earlier periods that is treated as if it had been the test.
        With e the effect found in each of them, where there was none, the smallest effect is sqrt(mean of e^2) x (t(1 -
        (1 - confidence) / 2) + t(power)), Student's t with periods / length - 2 degrees of freedom, 2 at least.

    Errors:
        #NUM!: the rows are fewer than 16, or 3 times test_periods; R squared or memory would be refused by SOCGEO;
            test_periods is not whole, or iroas not above 0.
        #DIV/0!: the sales of a group do not vary.
        #N/A: test or control is blank.
        #VALUE!: the ranges differ in size, or hold a text.

    Source:
        Placebos in the periods before: [abadie2015]; their effects as in SOCGEO: [kerman2017]. The sum of
        two quantiles: [bloom1995].

    Examples:
        =SOCGEOPLAN({109;99;101;99;100;97;93;92;85;101;97;94;98;97;92;90},{106;98;100;98;97;96;90;89;87;97;97;96;95;93;
            90;89},4,2) -> {"test periods","smallest effect","relative","spend","R2","memory",
            "placebos";4,21.251235057068584,0.05505501310121395,10.625617528534292,0.889208838119213,
            -0.19629407653748582,13}
        =SOCGEOPLAN({109;99;101},{106;98;100},1) -> #NUM!
    """
    if test_periods is not None and test_periods != int(test_periods):
        raise CellError("#NUM!", f"test_periods is {test_periods:g}, and periods are whole.", "Correct the cell.")
    if iroas is not None and iroas <= 0:
        why = f"iroas is {iroas:g}: a test is to see that spend sells something."
        raise CellError("#NUM!", why, "Give what each 1 of spend is expected to sell.")
    y, x = read(test, control).totals()
    rows = len(y)
    needed = max(FEWEST_BEFORE, TIMES_BEFORE * int(test_periods or 1))
    if rows < needed:
        why = f"{rows} periods are known; {needed} are needed before such a test."
        raise CellError("#NUM!", why, f"Add {needed - rows} earlier ones.")
    rule = line(y, x)
    _refuse_loose(rule)
    lengths = [int(test_periods)] if test_periods is not None else range(1, min(LONGEST, rows // TIMES_BEFORE) + 1)
    mean = fsum(y) / rows
    table: list[list[Cell]] = []
    for length in lengths:
        earlier = runs(y, x, length)
        placebos = [earlier.effect(at) * length for at in range(rows - length + 1)]
        freedom = max(2.0, rows / length - 2)
        reach = t_quantile((1 + confidence) / 2, freedom) + t_quantile(power, freedom)
        smallest = sqrt(fsum(e * e for e in placebos) / len(placebos)) * reach
        relative = smallest / (mean * length) if mean > 0 else None
        cost = None if iroas is None else smallest / iroas
        table.append([float(length), smallest, relative, cost, rule.fit, rule.memory, float(len(placebos))])
    return Spill(table, header=("test periods", "smallest effect", "relative", "spend", "R2", "memory", "placebos"))
''',
"socroi/catalogue/holdout.py": r'''"""Evidence by a part held out: what those who saw an ad did beyond those who were left alone."""

from __future__ import annotations

import re
from math import sqrt
from typing import Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Cell, Confidence, Cost, Count, Kind, Money, Text
from socroi.errors import CellError
from socroi.methods.distributions import normal_tail
from socroi.methods.looks import EXPECTED, MOST_LOOKS, SURE, always_z, look_z
from socroi.methods.proportions import newcombe_at, ratio_ends

FAMILY = Family(8, "Holdouts", "What did a campaign bring that would not have come anyway?")

Look = Annotated[float, Kind("a look", "a whole number, not below 1", low=1)]
Part = Annotated[float, Kind("a part", "a fraction between 0 and 1: 0.5 is half", low=0, high=1, open=True)]

UNFAIR: Final = 0.001
"""Groups so unequal that a fair lot brings them more rarely than this were not made by that lot."""
NO_LIMIT: Final = "no limit"
_LIFTED: Final = (
    "test rate", "control rate", "absolute", "low", "high", "relative", "incremental", "incremental low",
    "incremental high",
)  # fmt: skip
_PRICED: Final = (
    "relative low", "relative high", "z", "cost per incremental", "cost low", "cost high", "iROAS", "iROAS low",
    "iROAS high", "sample ratio p",
)  # fmt: skip
_PLAIN_NUMBER: Final = re.compile(r"[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[-+]?[0-9]+)?", re.IGNORECASE)


_LOOK_Z: Final = (
    "LET(o,NORM.S.INV((1+sure)/2),IF(often=1,o,LET("
    "g,(2*SEQUENCE(96)-1)*PI()/192,x,COS(g),"
    "w,(1-2*MMULT(COS(2*g*SEQUENCE(1,48))/(4*SEQUENCE(1,48)^2-1),SEQUENCE(48,1,1,0)))/48,"
    "REDUCE(o,SEQUENCE(14),LAMBDA(z,i,LET(l,z*SQRT(often),h,SQRT(2*PI()),"
    "k,EXP(-0.5*(l*(x-TRANSPOSE(x)))^2)/h,"
    "f,REDUCE(EXP(-0.5*(l*x)^2)/h,SEQUENCE(often-1),LAMBDA(d,j,MMULT(k,d*w*l))),"
    "z+LN((1-SUM(f*w)*l)/(1-sure))*NORM.S.DIST(-z,TRUE)/NORM.S.DIST(z,FALSE)))))))*SQRT(often/turn)"
)
_ALWAYS_Z: Final = (
    f"LET(p,(a+b+0.5)/(n+m+1),v,{EXPECTED**2:.9g}*p/(1-p)/(1/n+1/m),SQRT((1+1/v)*(LN(1+v)-2*LN(1-sure))))"
)
# The names are short, as a name may hold 8,192 characters and each mention of one costs six more in the file.
_LIFT: Final = (
    "LET(n,test_size,a,test_conversions,m,control_size,b,control_conversions,sure,confidence,"
    "s,looks,t,look,worth,value,paid,cost,q,test_share,"
    'ever,LOWER(s)="always",often,IF(ever,0,IF(LEN(s),IFERROR(VALUE(s),""),1)),turn,IF(LEN(t),t,often),'
    "e,IF(LEN(q),(n-(n+m)*q)/SQRT((n+m)*q*(1-q)),0),odds,2*NORM.S.DIST(-ABS(e),TRUE),"
    'IF(often="",#N/A,IF((a>n)+(b>m)'
    f"+(1-ever)*((often<>INT(often))+(often<1)+(often>{MOST_LOOKS})+(turn<>INT(turn))+(turn<1)+(turn>often))"
    f"+(often>1)*((sure<{SURE[0]})+(sure>{SURE[1]}))"
    f"+ever*(LEN(t)>0)+(odds<{UNFAIR})>0,#NUM!,LET("
    f"p,a/n,q_,b/m,z,IF(ever,{_ALWAYS_Z},{_LOOK_Z}),y,z*z,"
    "f,z*SQRT(p*(1-p)/n+y/(4*n*n)),g,z*SQRT(q_*(1-q_)/m+y/(4*m*m)),"
    "i,(p+y/(2*n)-f)/(1+y/n),j,(p+y/(2*n)+f)/(1+y/n),k,(q_+y/(2*m)-g)/(1+y/m),l,(q_+y/(2*m)+g)/(1+y/m),"
    "u,p-q_,low,u-SQRT((p-i)^2+(l-q_)^2),high,u+SQRT((j-p)^2+(q_-k)^2),"
    'head,{"test rate","control rate","absolute","low","high","relative","incremental","incremental low",'
    '"incremental high"},'
    "base,IF({1,2,3,4,5,6,7,8,9}=6,u/q_,HSTACK(p,q_,u,low,high,0,u*n,low*n,high*n)),"
    "IF(LEN(s)+LEN(t)+LEN(worth)+LEN(paid)+LEN(q),LET("
    "v,k*(2*q_-k),d,p*q_,"
    "o,IF(p=0,0,i*(2*p-i)/(d+SQRT(MAX(0,d^2-i*(2*p-i)*l*(2*q_-l))))),"
    "w,IF(q_=0,1/0,(d+SQRT(MAX(0,d^2-j*(2*p-j)*v)))/v),"
    # 4 to 6 what one of those gained cost, 7 to 9 what came back; both on average, at best and at worst.
    "x,{1,2,3,4,5,6,7,8,9,10},h,n*IF((x=4)+(x=7),u,IF((x=5)+(x=9),high,low)),"
    'VSTACK(HSTACK(head,{"relative low","relative high","z","cost per incremental","cost low","cost high","iROAS",'
    '"iROAS low","iROAS high","sample ratio p"}),HSTACK(base,IF(x=2,w-1,IF((x>3)*(x<7),'
    f'IF(LEN(paid),IF(h>0,paid/IF(h>0,h,1),"{NO_LIMIT}"),""),'
    'IF((x>6)*(x<10),IF(LEN(paid)*LEN(worth),h*worth/paid,""),'
    'IF(x=10,IF(LEN(q),odds,""),IF(x=1,o-1,z)))))))),VSTACK(head,base))))))'
)


@formula(
    unplaced="The table of tests has the same interval in each row, for a table takes no array formula.", twin=_LIFT
)
def SOCLIFT(
    test_size: Count,
    test_conversions: Count,
    control_size: Count,
    control_conversions: Count,
    confidence: Confidence = 0.95,
    looks: Text | None = None,
    look: Look | None = None,
    value: Money | None = None,
    cost: Cost | None = None,
    test_share: Part | None = None,
) -> Spill:
    """What a campaign brought that would not have come anyway: people who saw it against a holdout who did not.

    Args:
        test_size: how many people could see the campaign.
        test_conversions: how many of them converted; for brand lift, how many of those asked named the brand.
        control_size: how many people of the same kind, chosen by lot, were kept from seeing it.
        control_conversions: how many of those converted all the same.
        confidence: how sure the interval is to hold the true lift; blank means 0.95.
        looks: how often you decided beforehand to look at the result, 1 to 20, after equally many people each time; or
            "always", to look every day and stop when you like. Blank means once, at an end fixed before.
        look: which of the looks this is, from 1; blank means the last.
        value: what one conversion is worth, such as its margin; blank: no iROAS is told.
        cost: what the campaign cost; blank: neither cost per incremental conversion nor iROAS is told.
        test_share: the share of the people whom the lot was to put into the test group, such as 0.5; blank: that it did
            so is not checked.

    Returns:
        A table of one row: the rate of the test and of the control group; the absolute lift p - q with the low and
        high end of its interval (Newcombe's hybrid of two Wilson intervals (l, u): p - q - sqrt((p - l_p)^2 +
        (u_q - q)^2) and p - q + sqrt((u_p - p)^2 + (q - l_q)^2), which keeps its promise where conversions are few and
        the usual one does not); the relative lift (p - q) / q; and the incremental conversions, (p - q) x test_size,
        with both ends. Where the interval holds 0, the campaign may have brought nothing. With any argument after
        confidence the row goes on: the ends of the relative lift (each the r at which the interval of p - (1 + r) q
        ends at 0), the z of the intervals, the cost per incremental conversion with its ends, cost / incremental ("no
        limit" where that may be none), iROAS, incremental x value / cost, with its ends (2 is twice the cost), and how
        often the lot gives group sizes so far from test_share. z is that of confidence with one look; with several c x
        sqrt(looks / look), c such that all looks together find a lift that is not there in 1 - confidence of all
        tests: 4.56, 3.23, 2.63, 2.28 and 2.04 for five looks at 0.95; with "always" sqrt((1 + 1 / v) x (ln(1 + v) - 2
        ln(1 - confidence))), v = 0.04 x m / (1 - m) / (1 / test_size + 1 / control_size), m = (all conversions + 0.5) /
        (all people + 1), a line that holds for all days together.

    Errors:
        #NUM!: there are more conversions than people, or a count is below 0; looks or look are not whole or outside
            their limits; confidence is outside 0.5 to 0.9999 with several looks; or the groups are so far from
            test_share as the lot brings in fewer than 1 of 1000 tests: then the lot, or who was counted, went wrong,
            and no lift can be told.
        #DIV/0!: a group is empty; in the relative lift, where nobody in the control group converted; in iROAS, where
            the cost is 0.
        #N/A: one of the first four arguments is blank, or looks is neither a number nor "always".

    Source:
        [newcombe1998], method 10, on the intervals of [wilson1927]; of a ratio: [donner2012]. Looks: the lines
        of O'Brien and Fleming, [jennison2000], section 2.5; always: [robbins1970], as [johari2017] use it for tests on
        the web. The check of the lot: [fabijan2019].

    Examples:
        =SOCLIFT(80,56,80,48) -> {"test rate","control rate","absolute","low","high","relative","incremental",
            "incremental low","incremental high";
            0.7,0.6,0.1,-0.0472134654468412,0.241366093430967,0.16666666666666666,8,-3.7770772357472926,19.309287474477362}
        =SOCLIFT(400,120,400,90,,,,20,150,0.5) -> {"test rate","control rate","absolute","low","high",
            "relative","incremental","incremental low","incremental high","relative low","relative high","z",
            "cost per incremental","cost low","cost high","iROAS","iROAS low","iROAS high","sample ratio p";0.3,
            0.225,0.07499999999999998,0.014003979771623778,0.13528192529406946,0.33333333333333326,
            29.999999999999993,5.601591908649511,54.11277011762778,0.05463396502908502,0.6868307260324331,
            1.9599639845400536,5.000000000000001,2.771988934847303,26.778102090654357,3.999999999999999,
            0.7468789211532681,7.215036015683705,1}
        =SOCLIFT(50000,1000,50000,900,,5,3) -> {"test rate","control rate","absolute","low","high",
            "relative","incremental","incremental low","incremental high","relative low","relative high","z",
            "cost per incremental","cost low","cost high","iROAS","iROAS low","iROAS high",
            "sample ratio p";0.02,0.018,0.0020000000000000018,-0.0002755685667857749,0.004280035286759546,
            0.11111111111111122,100.00000000000009,-13.778428339288745,214.0017643379773,-0.014375458203601976,
            0.25252246348220075,2.6337231436781248,"","","","","","",""}
        =SOCLIFT(5000,500,5000,400,,"always") -> {"test rate","control rate","absolute","low","high",
            "relative","incremental","incremental low","incremental high","relative low","relative high","z",
            "cost per incremental","cost low","cost high","iROAS","iROAS low","iROAS high","sample ratio p";0.1,
            0.08,0.020000000000000004,0.00260249367136239,0.03745196467757743,0.25000000000000006,
            100.00000000000001,13.01246835681195,187.25982338788714,0.029254167429321187,0.5179126124167261,
            3.0375382188295763,"","","","","","",""}
        =SOCLIFT(100,120,100,90) -> #NUM!
        =SOCLIFT(5300,53,4700,40,,,,,,0.5) -> #NUM!
    """
    if test_conversions > test_size or control_conversions > control_size:
        raise CellError("#NUM!", "There are more conversions than people.", "Count each person once.")
    often = _looks(looks, look)
    if often > 1 and not SURE[0] <= confidence <= SURE[1]:
        why = f"confidence is {confidence:g}; with several looks it is from {SURE[0]} to {SURE[1]}."
        raise CellError("#NUM!", why, "Choose 0.95, or look once.")
    odds = None
    if test_share is not None:
        people = test_size + control_size
        drift = (test_size - people * test_share) / sqrt(people * test_share * (1 - test_share))
        odds = 2 * normal_tail(abs(drift))
        if odds < UNFAIR:
            why = f"{test_size / people:.2%} of the people are in the test group, and the lot was to put"
            hint = "Find out who was lost or counted twice; without that no lift can be told."
            raise CellError("#NUM!", f"{why} {test_share:.2%} there: that is no chance.", hint)
    one, two = test_conversions / test_size, control_conversions / control_size
    if often == 0:
        pooled = (test_conversions + control_conversions + 0.5) / (test_size + control_size + 1)
        z = always_z(pooled, (test_size, control_size), confidence)
    else:
        z = look_z(often, int(look or often), confidence)
    lift = one - two
    low, high = newcombe_at((one, test_size), (two, control_size), z)
    nobody = CellError("#DIV/0!", "Nobody in the control group converted.")
    ends = [lift * test_size, low * test_size, high * test_size]
    row: list[Cell] = [one, two, lift, low, high, nobody if two == 0 else lift / two, *ends]
    if all(argument is None for argument in (looks, look, value, cost, test_share)):
        return Spill([row], header=_LIFTED)
    least, most = ratio_ends((one, test_size), (two, control_size), z)
    row += [least - 1, nobody if most is None else most - 1, z]
    gained = (ends[0], ends[2], ends[1])
    row += [None if cost is None else cost / extra if extra > 0 else NO_LIMIT for extra in gained]
    if cost is None or value is None:
        row += [None] * 3
    elif cost == 0:
        row += [CellError("#DIV/0!", "The campaign cost nothing.")] * 3
    else:
        row += [extra * value / cost for extra in ends]
    return Spill([[*row, odds]], header=(*_LIFTED, *_PRICED))


def _looks(looks: str | None, look: float | None) -> int:
    """Return how often a test is looked at, 0 for always."""
    if looks is not None and looks.casefold() == "always":
        if look is not None:
            raise CellError("#NUM!", "look is given, and looks is always.", "Leave look blank.")
        return 0
    if looks is not None and not _PLAIN_NUMBER.fullmatch(looks):
        why = f'looks is "{looks}", neither a number of looks nor "always".'
        raise CellError("#N/A", why, f'Type 1 to {MOST_LOOKS}, or "always".')
    often = 1.0 if looks is None else float(looks)
    if not 1 <= often <= MOST_LOOKS or often != int(often):
        why = f"looks is {often:g}, and is a whole number from 1 to {MOST_LOOKS}."
        raise CellError("#NUM!", why, 'Give a number, or "always".')
    if look is not None and (look > often or look != int(look)):
        why = f"look is {look:g} of {often:g} looks."
        raise CellError("#NUM!", why, f"Give a whole number from 1 to {often:g}, and looks as it was decided before.")
    return int(often)
''',
"socroi/catalogue/link.py": r'''"""Links: what a tagged address says of where a visit came from."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.suggestion import nearest
from socroi.definition.units import Each, Text
from socroi.errors import CellError

FAMILY = Family(10, "Links", "Where did a visit come from?")

FIELDS: Final = ("platform", "source", "medium", "campaign", "content", "term", "id")

PLATFORMS: Final = {
    "Audience Network": "an audiencenetwork",
    "Bluesky": "bluesky bsky bsky.app bsky.social",
    "Discord": "discord discord.com discord.gg discordapp.com",
    "Facebook": "facebook fb fb.com fb.me fb.watch facebook.com com.facebook.katana com.facebook.lite",
    "Google Ads": "googleads adwords",
    "Instagram": "instagram ig insta instagram.com instagr.am ig.me com.instagram.android",
    "LinkedIn": "linkedin li lnkd lnkd.in linkedin.com com.linkedin.android",
    "Mastodon": "mastodon mastodon.social mastodon.online",
    "Messenger": "messenger msg messenger.com m.me com.facebook.orca facebookmessenger fbmessenger",
    "Meta": "meta meta.com",
    "Microsoft Ads": "microsoftads bingads",
    "Pinterest": "pinterest pin pin.it pinterest.com com.pinterest",
    "Quora": "quora quora.com",
    "Reddit": "reddit redd.it reddit.com com.reddit.frontpage",
    "Snapchat": "snapchat snap snapchat.com com.snapchat.android",
    "Telegram": "telegram tg t.me telegram.me telegram.org org.telegram.messenger",
    "Threads": "threads threads.net threads.com",
    "TikTok": "tiktok tt tiktok.com com.zhiliaoapp.musically",
    "Tumblr": "tumblr tumblr.com",
    "Twitch": "twitch twitch.tv",
    "VK": "vk vkontakte vk.com vk.ru",
    "WeChat": "wechat weixin wechat.com weixin.qq.com",
    "WhatsApp": "whatsapp wa wa.me whatsapp.com com.whatsapp",
    "X": "x twitter tw t.co x.com twitter.com com.twitter.android",
    "Xing": "xing xing.com",
    "YouTube": "youtube yt youtu.be youtube.com com.google.android.youtube",
}
"""The names, short names, domains and apps by which links call each platform.

Meta itself fills in fb, ig, msg (Messenger) or an (Audience Network) for {{site_source_name}}. Names of several words
stand here as one.
"""

CLICK_IDS: Final = {
    "igshid": "Instagram",
    "igsh": "Instagram",
    "fbclid": "Facebook",
    "li_fat_id": "LinkedIn",
    "epik": "Pinterest",
    "qclid": "Quora",
    "rdt_cid": "Reddit",
    "sccid": "Snapchat",
    "scclid": "Snapchat",
    "ttclid": "TikTok",
    "twclid": "X",
    "gclid": "Google Ads",
    "gbraid": "Google Ads",
    "wbraid": "Google Ads",
    "msclkid": "Microsoft Ads",
}
"""What the platforms themselves add to the address of a visit, the first that is there first; asked only where nobody
tagged the link. Facebook's is on the links of its sisters, too, and Google's beside those of whoever sent the visit.
"""

_BY_NAME: Final = {name: platform for platform, names in PLATFORMS.items() for name in names.split()}
_OF_ADVERTISING: Final = (
    "ad ads adv advertising bio boost boosted cpa cpc cpm feed group organic page paid post posts promo promoted reels"
    " social sponsored stories story"
)
"""Words that people put behind any platform's name, as in "facebook_ads"; with any other word it is another source."""
_OF_PLACES: Final = (
    "app article articles column company desktop explore grid groups home inbox instant instream leadgen leads live"
    " marketplace mobile network notification overlay pages placement profile reel referral remarketing results"
    " retargeting rewarded right search shop shopping shorts stream tab video videos web"
)
"""Also those of Meta's {{placement}}, as Facebook_Mobile_Feed, behind names that are no words themselves."""
_ADVERTISING: Final = frozenset(_OF_ADVERTISING.split())
_PLACEMENTS: Final = _ADVERTISING | frozenset(_OF_PLACES.split())
_WORDS: Final = frozenset({"an", "discord", "li", "meta", "msg", "pin", "quora", "snap", "threads", "x"})
"""Names that mean something else before many a word: "meta search" and "x video" are no platforms."""


@formula(unplaced="It reads links, and `socroi utm --book` writes those of a plan into a workbook.")
def SOCUTM(url: Each[Text], field: Text = "source") -> Text:
    """One field of a tagged link: where a visit came from, and through which campaign.

    Args:
        url: the link with its UTM codes; one cell, or a range that is answered cell by cell. For the platform also a
            plain source or domain, such as "fb" or "lnkd.in".
        field: source, medium, campaign, content, term or id, with or without "utm_" before it; or platform, the source
            under its usual name (fb, facebookads, Facebook_Mobile_Feed and l.facebook.com are all Facebook); where
            nobody tagged the link, whoever added a click id such as fbclid. Blank means source.

    Returns:
        The field's text, percent codes and plus signs decoded, its case kept; an empty text where the link has no such
        field, which all functions read as a blank. A source that is no known platform is the platform as it stands.

    Errors:
        #N/A: the field is unknown, or there is no link.
        #VALUE!: the text cannot be the address of a page.

    Source:
        [S3], step 3: UTM codes tell what brought a customer to the site. Field names as Google Analytics defines them,
        [clifton2012].

    Examples:
        =SOCUTM("https://shop.example/?utm_source=fb&utm_campaign=Summer%20sale") -> "fb"
        =SOCUTM("https://shop.example/?utm_source=fb&utm_campaign=Summer+sale","utm_campaign") -> "Summer sale"
        =SOCUTM({"https://shop.example/?utm_source=l.facebook.com";"https://lnkd.in/abc"},"platform") ->
            {"Facebook";"LinkedIn"}
        =SOCUTM({"LinkedInAds";"IGShopping";"https://shop.example/?igsh=abc"},"platform") ->
            {"LinkedIn";"Instagram";"Instagram"}
        =SOCUTM("https://shop.example/","campaign") -> ""
        =SOCUTM("https://shop.example/?utm_source=fb","sauce") -> #N/A
    """
    wanted = field.casefold().removeprefix("utm_")
    if wanted not in FIELDS:
        raise CellError("#N/A", f'There is no field "{field}".', nearest(wanted, FIELDS))
    try:
        parts = urlsplit(url)
    except ValueError:
        raise CellError("#VALUE!", f'"{url}" is not the address of a page.', "Copy the link again.") from None
    fields = _fields(f"{parts.fragment.partition('?')[2]}&{parts.query}")
    if wanted != "platform":
        return fields.get(f"utm_{wanted}", "")
    if source := fields.get("utm_source"):
        return _platform(source) or source
    clicked = next((platform for name, platform in CLICK_IDS.items() if name in fields), "")
    return clicked or _platform(parts.hostname or url)


def _fields(query: str) -> dict[str, str]:
    """Return the fields of a query by their names in small letters; of a field that stands twice, the last."""
    # A link that was copied out of a page's source has &amp; between its fields.
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="replace")
    return {name.strip().casefold(): " ".join(value.split()) for name, value in pairs}


def _platform(source: str) -> str:
    """Return the platform that a source or a domain names, or an empty text."""
    name = source.strip().casefold()
    while name:
        first, *others = re.split(r"[^a-z0-9.]+", name)
        for known in (name, first + "".join(others)):
            if known in _BY_NAME:
                return _BY_NAME[known]
        base, *joined = _taken_apart(first)
        if base in _BY_NAME and {*joined, *filter(None, others)} <= (_ADVERTISING if base in _WORDS else _PLACEMENTS):
            return _BY_NAME[base]
        name = name.partition(".")[2]
    return ""


def _taken_apart(word: str) -> list[str]:
    """Return a platform's name and the words written together with it, as of "igshopping"; else the word alone."""
    for end in range(len(word), 1, -1):
        if word[:end] in _BY_NAME and (end == len(word) or word[end:] in _PLACEMENTS):
            return [word[:end], word[end:]] if end < len(word) else [word]
    return [word]
''',
"socroi/catalogue/planning.py": r'''"""Planning: what the next money would bring, and how large a test has to be."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, fsum, isfinite, sqrt
from typing import TYPE_CHECKING, Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Cell, Confidence, Cost, Fraction, Kind, Margin, Money, Number, Paired, Rate, Text
from socroi.errors import CellError
from socroi.methods.distributions import normal_quantile
from socroi.methods.response_curve import Rows, fit, refuse_rows, refuse_waves
from socroi.methods.spend_plan import RETURN_SPREAD, bounds, foretold_wrong, planned

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILY = Family(12, "Planning", "What would the next money bring, and how large must a test be?")

Step = Annotated[float, Kind("a step", "money, above 0", low=0, open=True)]
Power = Annotated[float, Kind("a power", "a fraction between 0 and 1: 0.8 is 80%", low=0, high=1, open=True)]
Part = Annotated[float, Kind("a part", "a fraction between 0 and 1: 0.5 is half", low=0, high=1, open=True)]

Change = Annotated[float, Kind("a change", "a fraction, not below 0: 0.2 is a fifth", low=0)]

NEXT: Final = 100.0
"""The step whose return is shown."""
SURE: Final = 0.8
"""How likely a plan has to be better than what is, to be worth the move."""
SURER: Final = 0.9
"""The same where spend goes together with what is left of the sales of other platforms more than it should."""
DOUBT: Final = 0.84
"""Deviations of that, beyond which chance goes in one case of five."""


@formula(unplaced="It fits a curve by trial, which no formula of Excel does; it is asked beside the months.")
def SOCMARGINAL(
    spend: Paired[Cost],
    revenue: Paired[Money],
    current: Cost | None = None,
    step: Step = NEXT,
    confidence: Confidence = 0.95,
    margin: Margin = 1.0,
    season: Paired[Number] | None = None,
) -> Spill:
    """What the next 100 spent would bring, from a curve that flattens as spending grows.

    Args:
        spend: what was spent on one platform in each period, in the order of time; a range.
        revenue: what came in in that period; a range as long as spend. A row where either is blank is not known yet and
            is left out.
        current: the spend on which the next would come; blank means the average spend of the rows.
        step: how much would be spent more; blank means 100.
        confidence: how sure the interval is to hold the true return; blank means 0.95.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        season: what moves revenue whatever is spent, row by row: sales of places without ads, of the same month a year
            before, or a search trend; a range as long as spend. Blank means that none is known.

    Returns:
        A table of one row: the current spend, the step, what the step would bring (revenue x margin), the low and high
        end of its interval, and a note. 130 of a step of 100 is a gain of 30; 80 is a loss of 20. The curve is revenue
        = base + slope x spend / (1 + bend x spend) + part x season, by least squares, bend not below 0; the interval
        holds each return whose best curve leaves squared errors of no more than 1 + t^2 / f times those of the best of
        all, t Student's quantile with f degrees of freedom (periods less 3, or less 4 with a season). Of more than
        2,000 rows, the means of 500 parts of about one spend stand for them. The note says where the curve is a
        straight line, since no flattening was seen, and where the step goes beyond the highest spend that was tried.

    Errors:
        #NUM!: the rows cannot bear a curve: fewer than 8 periods, fewer than 4 different spends, a highest spend below
            twice the lowest, or revenue that does not rise with spend; or a season cannot be told from a response: no
            season is given and spend and revenue both go on from period to period more than chance lets them, in one
            case of forty, or the season tells more than 0.9 of how spend varied.
        #N/A: no row has both, or a row has no season while others have one.
        #VALUE!: the ranges differ in size.

    Source:
        The hyperbola of [michaelis1913], which is Hill's curve of slope 1, as [jin2017] use it for advertising;
        [seber1989], section 5.1; the interval by the profile of the errors: [bates1988], chapter 6. What goes on from
        period to period: [anderson1942].

    Examples:
        =SOCMARGINAL({400;25;1900;100;900;0;2400;300},{210;90;240;150;230;50;242;200},400,500) -> {
            "spend","step","return","low","high","note";400,500,20,20,20,""}
        =SOCMARGINAL({400;25;1900;100;900;0;2400;300},{210;90;240;150;230;50;242;200},400,500,,0.4) -> {
            "spend","step","return","low","high","note";400,500,8,8,8,""}
        =SOCMARGINAL({0;25;100;300;400;900;1900;2400},{50;90;150;200;210;230;240;242},400,500) -> #NUM!
    """
    seasons = _seasons(season)
    refuse_rows(spend)
    refuse_waves(spend, revenue, seasons)
    curve = fit(spend, revenue, season=seasons)
    at = curve.mean if current is None else current
    low, high = curve.gain_interval(at, step, confidence)
    gain = curve.gain(at, step)
    notes = ["a straight line: no flattening was seen"] if curve.bend == 0 else []
    if at + step > curve.highest:
        notes.append(f"beyond {curve.highest:g}, the highest spend that was tried")
    return Spill(
        [[at, step, gain * margin, low * margin, high * margin, "; ".join(notes) or None]],
        header=("spend", "step", "return", "low", "high", "note"),
    )


def _seasons(season: Sequence[float | None] | None) -> list[float] | None:
    """Return the season of each row, None where none is given."""
    known = [value for value in season or () if value is not None]
    if season is None or not known:
        return None
    if len(known) < len(season):
        raise CellError("#N/A", "The season of a row is blank.", "Fill it in for each row that has spend and revenue.")
    return known


@formula(unplaced="It fits and averages curves of all platforms at once, which no formula of Excel does.")
def SOCPLAN(
    platform: Paired[Text],
    spend: Paired[Cost],
    revenue: Paired[Money],
    total_spend: Cost | None = None,
    most_change: Change = 0.2,
    season: Paired[Number] | None = None,
    margin: Margin = 1.0,
    step: Step = NEXT,
    confidence: Confidence = 0.95,
) -> Spill:
    """How to divide the spend of a period among platforms so that it brings more, and how sure that is.

    Args:
        platform: the platform of each row; case and surrounding space are ignored.
        spend: what was spent there in a period; a range as long as platform, a row for each platform and period, those
            of a platform in the order of time.
        revenue: what it brought in that period; a range as long as platform. A row with a blank is not known yet and is
            left out.
        total_spend: what is to be divided for one period; blank means as much as is spent now, on average.
        most_change: by how much the spend of a platform may differ from its part now; blank means 0.2, a fifth. 1 lets
            a platform be stopped or doubled.
        season: what moves revenue whatever is spent, row by row, as in SOCMARGINAL; blank means that none is known.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        step: the step whose return is shown for each platform; blank means 100.
        confidence: how sure the interval of the gain is to hold it; blank means 0.95.

    Returns:
        A table of platform, spend now (the average of its rows), revenue now, planned spend, revenue then, the return
        of the next step on top of it (x margin), by how much the last quarter of its rows was foretold wrong by the
        others (the sum of the absolute errors over that of the revenues), and a note. Its total row also has the gain
        of the plan over total_spend divided as now, (revenue then - revenue so) x margin, with its interval, and the
        probability that it is above 0. Where that is below 0.8 the plan is to keep what is, and below 0.9 where spend
        goes together with what is left of the sales of other platforms more than chance lets it in one case of five; so
        it is where a typical return of the next unit is not known to within 0.3 of their mean (one standard error).
        Gain and probability are those of the best move then. Curves are those of SOCMARGINAL, their bends shrunk
        towards each other, and the returns of the next unit towards their mean, as far as their errors explain how they
        differ, before the best division is looked for: the gain of a plan that was chosen for its gain would be told
        too high otherwise. That they differ by more than 0.3 of their mean (one standard deviation) has to be shown by
        the rows.
        Within the bounds the next unit brings the same everywhere, and nothing is planned above the highest spend that
        was tried.

    Errors:
        #NUM!: the rows of a platform cannot bear a curve, or hide a season, as in SOCMARGINAL; no platform's revenue
            rises with spend; total_spend is above the sum of the highest spends that were tried; or platforms share
            a season or a promotion that is not given: spend goes together with what the curves leave of the sales of
            other platforms, of as many rows each, in the same period and 0.3 of its neighbours (1.64 standard
            deviations over all orders of the periods), or of its own sales both in the period before and in the one
            after (1 in each). Where a platform has more than 2,000 rows, nobody looks.
        #N/A: no row has all three, or a row has no season while others have one.
        #VALUE!: the ranges differ in size.

    Source:
        [dorfman1954]: spend until the last unit brings the same everywhere; the curves as in SOCMARGINAL, [jin2017].
        The optimiser's curse: [smith2006]; how far to shrink: [gelman2006]. A season that platforms share:
        [wald1944].

    Examples:
        =SOCPLAN({"a";"a";"a";"a";"a";"a";"a";"a";"b";"b";"b";"b";"b";"b";"b";"b"},{400;0;1500;300;1900;100;900;700;400;
            0;1500;300;1900;100;900;700},{320;0;375;300;380;200;360;350;80;0;93.75;75;95;50;90;87.5},1000,0.5) ->
            {"platform","spend now","revenue now","spend","revenue","return of next 100","last quarter off by",
            "gain","low","high","P(better)","note";"a",725,351.5121822741772,699.9924892541535,349.99662963219043,
            5.555403720224717,"","","","","","";"b",725,87.87897345634877,300.0075107458465,75.00050990482973,
            4.999887339993421,"","","","","","";"total",1450,439.39115573052595,1000,424.9971395370202,"","",
            8.332488405892002,8.21551885794901,8.449457950080959,1,"move"}
        =SOCPLAN({"a";"a";"a"},{100;200;300},{170;233;269},200) -> #NUM!
    """
    lots = _lots(platform, spend, revenue, _seasons(season))
    for lot in lots:
        refuse_rows(lot.spend, f" of {lot.name}")
        refuse_waves(lot.spend, lot.revenue, lot.season, f" of {lot.name}")
    rows = [Rows(lot.spend, lot.revenue, lot.season) for lot in lots]
    now, highest = [each.mean for each in rows], [max(lot.spend) for lot in lots]
    whole, tried = fsum(now), fsum(highest)
    total = whole if total_spend is None else total_spend
    if total > tried:
        why = f"total_spend is {total:g}; these rows tell what a spend of up to {tried:g} brings."
        raise CellError("#NUM!", why, f"Plan with {tried:g} at most, or try more first.")
    alike = [mean * total / whole for mean in now]
    plan = planned(rows, alike, bounds(alike, highest, most_change, total), total)
    sure = 1 - plan.gain.below(0)
    asked = SURER if plan.doubt > DOUBT else SURE
    moved = sure >= asked and plan.off <= RETURN_SPREAD
    then = plan.spends if moved else alike
    table: list[list[Cell]] = []
    for lot, answer, before, after in zip(lots, plan.answers, now, then, strict=True):
        brings = (answer(after + step) - answer(after)) * margin
        said = _note(lot, before * total / whole, after, most_change) if moved else None
        off = foretold_wrong(lot.spend, lot.revenue, lot.season)
        table.append([lot.name, before, answer(before), after, answer(after), brings, off, *[None] * 4, said])
    sums: list[Cell] = [fsum(row[column] for row in table) for column in range(1, 5)]  # type: ignore[misc]  # numbers
    ends = [plan.gain.quantile(share) * margin for share in ((1 - confidence) / 2, (1 + confidence) / 2)]
    said = "move" if moved else f"keep: that a move is better is not sure, {sure:.2f} where {asked:g} is asked"
    if sure >= asked and not moved:
        said = f"keep: returns are known to within {plan.off:.2f} of their mean, where {RETURN_SPREAD:g} is asked"
    table.append(["total", *sums, None, None, plan.gain.mean * margin, *ends, sure, said])
    header = ("platform", "spend now", "revenue now", "spend", "revenue", f"return of next {step:g}",
              "last quarter off by", "gain", "low", "high", "P(better)", "note")  # fmt: skip
    return Spill(table, header=header)


@dataclass(slots=True)
class Lot:
    """The rows of a platform."""

    name: str
    spend: list[float]
    revenue: list[float]
    season: list[float] | None


def _lots(
    platform: Sequence[str], spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None
) -> list[Lot]:
    """Return the rows of each platform, in the order in which platforms come first."""
    lots: dict[str, Lot] = {}
    for row, name in enumerate(platform):
        lot = lots.setdefault(name.casefold(), Lot(name, [], [], None if season is None else []))
        lot.spend.append(spend[row])
        lot.revenue.append(revenue[row])
        if season is not None and lot.season is not None:
            lot.season.append(season[row])
    return list(lots.values())


def _note(lot: Lot, alike: float, planned: float, most_change: float) -> str | None:
    if planned >= max(lot.spend) * (1 - 1e-9):
        return "the highest spend that was tried"
    if planned < min(lot.spend):
        return f"below {min(lot.spend):g}, the lowest spend that was tried"
    if abs(planned - alike) >= most_change * alike * (1 - 1e-9):
        return "as far as most_change lets it"
    return None


@formula(
    unplaced="It is asked before a test is entered, of a rate and a lift that are guesses until then.",
    twin="LET(before,rate,after,rate*(1+lift),ratio,control_share/(1-control_share),"
    "pooled,(after+ratio*before)/(1+ratio),"
    "size,((NORM.S.INV((1+confidence)/2)*SQRT(pooled*(1-pooled)*(1+1/ratio))"
    "+NORM.S.INV(power)*SQRT(after*(1-after)+before*(1-before)/ratio))/(after-before))^2,"
    "test,ROUNDUP(ROUND(size,6),0),control,ROUNDUP(ROUND(size*ratio,6),0),"
    "IF((after<0)+(after>1),#NUM!,IF(after=before,1/0,"
    'VSTACK({"test","control","people"},HSTACK(test,control,test+control)))))',
)
def SOCPOWER(
    rate: Rate, lift: Fraction, confidence: Confidence = 0.95, power: Power = 0.8, control_share: Part = 0.5
) -> Spill:
    """How many people a holdout test needs, so that a lift that is there will be seen.

    Args:
        rate: the share of people who convert without the campaign.
        lift: the smallest relative lift that is worth finding: 0.1 for one tenth more; below 0 for a loss.
        confidence: that of the interval which is to be free of 0; blank means 0.95.
        power: how likely the test is to see a lift of that size; blank means 0.8.
        control_share: the part of the people who are held out; blank means 0.5, with which the fewest are needed.

    Returns:
        A table of one row: the people in the test group, in the control group, and together. With p = rate x (1 +
        lift), q = rate, k = control_share / (1 - control_share), m = (p + k q) / (1 + k): test = ((z((1 + confidence)
        / 2) sqrt(m (1 - m) (1 + 1/k)) + z(power) sqrt(p (1 - p) + q (1 - q) / k)) / (p - q))^2, control = k x test,
        both rounded up.

    Errors:
        #DIV/0!: rate or lift is 0, so that there is no difference to find.
        #NUM!: the lift would make more than all people convert, or fewer than none; a rate, power or share is outside
            its limits.
        #N/A: rate or lift is blank.

    Source:
        [fleiss2003], section 4.2, without the continuity correction.

    Examples:
        =SOCPOWER(0.1,0.2) -> {"test","control","people";3841,3841,7682}
        =SOCPOWER(0.1,0) -> #DIV/0!
        =SOCPOWER(0.5,1.5) -> #NUM!
    """
    before, after = rate, rate * (1 + lift)
    if not 0 <= after <= 1:
        why = f"A lift of {lift:g} turns a rate of {rate:g} into {after:g}."
        raise CellError("#NUM!", why, f"At most {1 / rate - 1:g} is possible." if after > 1 else "At least -1.")
    ratio = control_share / (1 - control_share)
    pooled = (after + ratio * before) / (1 + ratio)
    null = sqrt(pooled * (1 - pooled) * (1 + 1 / ratio))
    other = sqrt(after * (1 - after) + before * (1 - before) / ratio)
    reach = normal_quantile((1 + confidence) / 2) * null + normal_quantile(power) * other
    size = (reach / (after - before)) ** 2
    if not isfinite(size):
        raise OverflowError("a control group next to nothing")
    # Rounded first, so that a whole number of people is not taken for one more.
    test, control = float(ceil(round(size, 6))), float(ceil(round(size * ratio, 6)))
    return Spill([[test, control, test + control]], header=("test", "control", "people"))
''',
"socroi/catalogue/programme.py": r'''"""Programme: how mature and how efficient the work itself is, and whether customers would recommend the company."""

from __future__ import annotations

from collections import Counter
from math import sqrt

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    ONES,
    Column,
    Confidence,
    Cost,
    Count,
    Fraction,
    Hours,
    Money,
    Paired,
    PairedOrOne,
    Positive,
    Score,
)
from socroi.errors import CellError
from socroi.methods.distributions import normal_quantile

FAMILY = Family(9, "Programme", "How mature and how efficient is the work itself?")


@formula(
    unplaced="The sheet Findings counts answers by round and group, with the same interval in each line.",
    twin='LET(known,--(scores<""),answers,IF(known,scores,0),n,SUM(known),IF(SUM((answers>10)+(answers<>INT(answers))),#NUM!,'
    "LET(promoters,SUM(known*(answers>=9)),detractors,SUM(known*(answers<=6)),"
    "upper,(promoters+0.75)/(n+3),lower,(detractors+0.75)/(n+3),"
    "margin,NORM.S.INV((1+confidence)/2)*SQRT((upper+lower-(upper-lower)^2)/(n+3)),"
    'score,(promoters-detractors)/n,VSTACK({"NPS","low","high","promoters","passives","detractors"},HSTACK(100*score,'
    "100*MIN(score,MAX(-1,upper-lower-margin)),100*MAX(score,MIN(1,upper-lower+margin)),promoters/n,"
    "(n-promoters-detractors)/n,detractors/n)))))",
)
def SOCNPS(scores: Column[Score], confidence: Confidence = 0.95) -> Spill:
    """Net Promoter Score: how many would recommend the company, less those who would not, with its interval.

    Args:
        scores: the answers from 0 to 10 to "how likely is it that you would recommend us?"; a range, blanks are
            skipped.
        confidence: how sure the interval is to hold the true score; blank means 0.95.

    Returns:
        A table of one row: the score (percent of promoters, who answer 9 or 10, minus percent of detractors, who
        answer 0 to 6; from -100 to 100), its low and high end, between which the score itself always lies, and the
        share of promoters, passives and detractors as fractions.

    Errors:
        #NUM!: an answer is above 10, below 0 or not whole.
        #N/A: there is no answer yet.

    Source:
        [reichheld2003]; [S4] names the score as a measure of maturity. The interval is the adjusted Wald of
        [rocks2016]: 3 more answers, 3/4 of one for and 3/4 against; where all of few answers are alike, it is widened
        as far as the score.

    Examples:
        =SOCNPS({10;10;9;9;9;9;8;7;6;0}) ->
            {"NPS","low","high","promoters","passives","detractors";
            40,-12.585579968808114,74.12404150726965,0.6,0.2,0.2}
        =SOCNPS(10) -> {"NPS","low","high","promoters","passives","detractors";100,-48.498649420252015,100,1,0,0}
        =SOCNPS({10;11}) -> #NUM!
    """
    # Of a million answers, eleven differ.
    given = Counter(scores)
    if any(score > 10 or score != int(score) for score in given):
        raise CellError("#NUM!", "An answer is a whole number from 0 to 10.", "Correct the answers.")
    answers = len(scores)
    promoters = sum(count for score, count in given.items() if score >= 9)
    detractors = sum(count for score, count in given.items() if score <= 6)
    upper, lower = (promoters + 0.75) / (answers + 3), (detractors + 0.75) / (answers + 3)
    spread = sqrt((upper + lower - (upper - lower) ** 2) / (answers + 3))
    margin = normal_quantile((1 + confidence) / 2) * spread
    score = (promoters - detractors) / answers
    low, high = max(-1.0, upper - lower - margin), min(1.0, upper - lower + margin)
    shares = [promoters / answers, (answers - promoters - detractors) / answers, detractors / answers]
    return Spill(
        [[100 * score, 100 * min(score, low), 100 * max(score, high), *shares]],
        header=("NPS", "low", "high", "promoters", "passives", "detractors"),
    )


@formula(
    twin="IF(SUMPRODUCT(--(scores>maximum)),#NUM!,SUM(scores*weights)/(SUM(weights)*maximum))",
)
def SOCMATURITY(scores: Paired[Score], weights: Paired[Count] = ONES, maximum: Positive = 5.0) -> Fraction:
    """How mature a social media programme is: its scores as a share of the best possible.

    Args:
        scores: the score of each criterion, from 0 to the maximum; a range. A blank is not known yet and left out.
        weights: how much each criterion counts; a range as long as scores. Blank means that all count the same.
        maximum: the best score; blank means 5.

    Returns:
        The sum of scores x weights / (the sum of weights x maximum). 0.6 means 60% of the way.

    Errors:
        #DIV/0!: the weights add up to zero.
        #NUM!: a score is above the maximum, or below 0.
        #N/A: there is no score yet.
        #VALUE!: the ranges differ in size.

    Source:
        [S4]: efficiency and maturity are what establishes the return; maturity models score each process from 1,
        [paulk1993], or from 0, [iso2003], to 5.

    Examples:
        =SOCMATURITY({3;4;2}) -> 0.6
        =SOCMATURITY({5;0},{3;1},5) -> 0.75
        =SOCMATURITY({3;7}) -> #NUM!
    """
    if max(scores) > maximum:
        raise CellError("#NUM!", f"A score is {max(scores):g}, above the maximum of {maximum:g}.", "Correct either.")
    return sum(s * w for s, w in zip(scores, weights, strict=True)) / (sum(weights) * maximum)


@formula(twin="SUM((hours_before-hours_after)*hourly_rate)")
def SOCHOURSAVED(hours_before: Paired[Hours], hours_after: Paired[Hours], hourly_rate: PairedOrOne[Cost]) -> Money:
    """What the hours saved by planning and automation are worth.

    Args:
        hours_before: the hours that each task took before; a range, or one cell for a single task.
        hours_after: the hours that it takes now; a range as long as hours_before.
        hourly_rate: the pay of an hour; a range as long as hours_before, or one cell for all rows.

    Returns:
        The sum of (hours_before - hours_after) x hourly_rate; below zero where it takes longer now.

    Errors:
        #N/A: no row has all three.
        #VALUE!: the ranges differ in size.
        #NUM!: hours or pay are below 0.

    Source:
        [S4]: integration and automation of scheduling, management, monitoring and response.

    Examples:
        =SOCHOURSAVED({10;6},{4;5},30) -> 210
        =SOCHOURSAVED(10,12,30) -> -60
        =SOCHOURSAVED(10,-1,30) -> #NUM!
    """
    return sum((b - a) * r for b, a, r in zip(hours_before, hours_after, hourly_rate, strict=True))
''',
"socroi/catalogue/ranking.py": r'''"""Ranking: which posts, creators and campaigns are truly better, and which were only lucky."""

from __future__ import annotations

from math import exp, fsum, log
from typing import TYPE_CHECKING, Annotated, Final

from socroi.catalogue.breakdown import total_label
from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    Aligned,
    AlignedOrOne,
    Cell,
    Confidence,
    Cost,
    Hours,
    Kind,
    Margin,
    Money,
    Paired,
    Positive,
    Text,
)
from socroi.errors import CellError
from socroi.methods.shrinkage import Belief, believed_means, believed_rates, chances_of_the_top

if TYPE_CHECKING:
    from collections.abc import Sequence

FAMILY = Family(14, "Ranking", "Which posts, creators and campaigns are truly better?")

Result = Annotated[float, Kind("a result", "a count of successes, or money; not below 0", low=0)]
Part = Annotated[float, Kind("a part", "a fraction between 0 and 1: 0.5 is half", low=0, high=1, open=True)]
CodeShare = Annotated[float, Kind("a share", "a fraction above 0, 1 at most: 0.25 is 25%", low=1e-9, high=1)]

FEWEST: Final = 10
"""Items below which what all have in common is not known well enough to say who is above it."""
FEWEST_AGAIN: Final = 10
"""Rows beyond one an item, from which alone the scatter of one item's amounts is known."""


@formula(unplaced="It integrates over what is not known of all items at once, which no formula of Excel does.")
def SOCRANK(
    item: Paired[Text],
    result: Paired[Result],
    trials: Paired[Positive | None] | None = None,
    confidence: Confidence = 0.95,
    top: Part = 0.2,
) -> Spill:
    """Which items are truly better: each rate drawn towards the others, and the chance to be among the best fifth.

    Args:
        item: the post, creator or campaign of each row; case and surrounding space are ignored, rows of one item are
            added up.
        result: how many of the trials succeeded, such as clicks or sales; without trials, an amount such as one order.
            A row with a blank is not known yet and is left out.
        trials: how often it could have, such as views or clicks; a range as long as item. Blank: result holds amounts
            above 0, several rows for an item.
        confidence: how sure the interval is to hold the true figure; blank means 0.95.
        top: the share of all items that counts as the best; blank means 0.2, the best fifth.

    Returns:
        A table with a row for each item, the surest first: item, trials (or rows), the raw rate (or mean amount), the
        same shrunken, the low and high end of its interval, and the chance to be truly among the top share. The best of
        200 by raw rate is mostly a lucky one, so each is drawn towards what all have in common, the more so the fewer
        its trials. Rates come from a beta distribution of mean m and spread s = 1 / sqrt(a + b), and an item with k of
        n successes is believed to have a rate of (a + k) / (a + b + n), all m and s from 0 to 1 weighted by how well
        they explain all items. Amounts are taken as log-normal: the means of their logarithms come from a normal
        distribution of any middle and spread, and the scatter around them is the same for all items. The chance is that
        of a true figure above the line over which top x the number of items are to be expected; all chances add up to
        that number. 0.2 for everybody means: the figures tell nobody from the others.

    Errors:
        #NUM!: fewer than 10 items; more successes than trials; an amount of 0, or fewer than 10 rows more than items,
            so that the scatter of one item's amounts cannot be told; nobody or everybody succeeded.
        #N/A: no row has all of them.
        #VALUE!: the ranges differ in size.

    Source:
        [gelman2013], sections 5.3 and 5.4; the chance: [lin2006].

    Examples:
        =SOCRANK({"a";"b";"c";"d";"e";"f";"g";"h";"i";"j"},{3;30;12;25;18;22;20;28;31;11},
            {40;1000;500;800;600;700;900;1000;800;400}) -> {
            "item","trials","rate","shrunken","low","high","top 20%";
            "i",800,0.03875,0.03192085618657441,0.024454575914054144,0.0403306748930297,0.37165128113131696;
            "a",40,0.075,0.03107074296912294,0.0215994917005352,0.04217445756658387,0.33304613171780995;
            "f",700,0.03142857142857143,0.030290226331614552,0.02378369123834669,0.03754485006008411,0.20810719644417797;
            "d",800,0.03125,0.030269411017238502,0.023928379790157363,0.03731924535626813,0.20065861044560707;
            "e",600,0.03,0.03000567197434761,0.023416497009853977,0.03737179814804731,0.18998300245310984;
            "j",400,0.0275,0.029667218534054768,0.02272238846645743,0.037492934111000825,0.17939827777572925;
            "b",1000,0.03,0.029985942104560525,0.02399353172255952,0.03661397969114674,0.16623514114622995;
            "c",500,0.024,0.029022998251058082,0.022257403199621165,0.03664332034314262,0.1351724135965673;
            "h",1000,0.028,0.029486929497921532,0.0235446305226313,0.03606584968902274,0.13095656392858845;
            "g",900,0.022222222222222223,0.028158590086261127,0.021688853339850264,0.03543315145841965,0.08479138136025688}
        =SOCRANK({"a";"b"},{3;5},{100;100}) -> #NUM!
    """
    rows: dict[str, tuple[str, list[float], list[float]]] = {}
    tried = trials or [None] * len(item)
    as_amounts = all(of is None for of in tried)
    for name, came, of in zip(item, result, tried, strict=True):
        if of is None and not as_amounts:
            continue
        _, results, sizes = rows.setdefault(name.casefold(), (name, [], []))
        results.append(came)
        sizes.append(of or 0.0)
    if len(rows) < FEWEST:
        why = f"There are {len(rows)} items; whether the best of them is more than lucky shows from {FEWEST} on."
        raise CellError("#NUM!", why, f"Add {FEWEST - len(rows)} more.")
    known = list(rows.values())
    found = _amounts(known) if as_amounts else _rates(known)
    beliefs = [belief for _, _, belief, _ in found]
    chances = chances_of_the_top(beliefs, top)
    tails = (1 - confidence) / 2, (1 + confidence) / 2
    table: list[list[Cell]] = []
    for (name, _, _), (size, raw, belief, lift), chance in zip(known, found, chances, strict=True):
        figures = [belief.mean, *(belief.quantile(tail) for tail in tails)]
        table.append([name, size, raw, *(figures if lift is None else [exp(each + lift) for each in figures]), chance])
    table.sort(key=lambda row: (-row[6], -row[3]))  # type: ignore[operator]  # numbers
    kind = ("rows", "amount") if as_amounts else ("trials", "rate")
    return Spill(table, header=("item", *kind, "shrunken", "low", "high", f"top {top:.0%}"))


_Found = tuple[float, float, Belief, float | None]
"""Of one item: its trials or rows, its raw figure, what is believed, and half the variance of a logarithm."""


def _rates(items: Sequence[tuple[str, list[float], list[float]]]) -> list[_Found]:
    won = [fsum(results) for _, results, _ in items]
    tried = [fsum(sizes) for _, _, sizes in items]
    for (name, _, _), successes, size in zip(items, won, tried, strict=True):
        if successes > size:
            why = f"{name} has {successes:g} successes of {size:g} trials."
            raise CellError("#NUM!", why, "Take the trials that the successes come from, such as clicks for sales.")
    if not 0 < fsum(won) < fsum(tried):
        raise CellError("#NUM!", "Nobody or everybody succeeded: no item differs.", "Wait for more, or count others.")
    return [
        (size, successes / size, belief, None)
        for successes, size, belief in zip(won, tried, believed_rates(won, tried), strict=True)
    ]


def _amounts(items: Sequence[tuple[str, list[float], list[float]]]) -> list[_Found]:
    for name, amounts, _ in items:
        if min(amounts) <= 0:
            why = f"{name} has an amount of 0, and a log-normal amount is above it."
            raise CellError("#NUM!", why, "Rank how many bought (with trials), and the amounts of those who did.")
    rows = sum(len(amounts) for _, amounts, _ in items)
    freedom = rows - len(items)
    if freedom < FEWEST_AGAIN:
        why = f"{len(items)} items have {rows} rows; how much one item's amounts scatter shows in several rows each."
        raise CellError("#NUM!", why, "Give single orders or days, not their totals.")
    logs = [[log(amount) for amount in amounts] for _, amounts, _ in items]
    means = [fsum(each) / len(each) for each in logs]
    scatter = fsum((x - mean) ** 2 for each, mean in zip(logs, means, strict=True) for x in each) / freedom
    if scatter == 0 or min(means) == max(means):
        raise CellError("#NUM!", "The amounts do not scatter, within items or between them.", "Give real amounts.")
    beliefs = believed_means(means, [scatter / len(each) for each in logs])
    return [
        (float(len(amounts)), fsum(amounts) / len(amounts), belief, scatter / 2)
        for (_, amounts, _), belief in zip(items, beliefs, strict=True)
    ]


@formula(unplaced="It reads one row for each creator, and the sheet Campaigns has their costs and results.")
def SOCCREATOR(
    creator: AlignedOrOne[Text],
    fee: Aligned[Cost],
    revenue: Aligned[Money],
    product: Aligned[Cost] | None = None,
    hours: Aligned[Hours] | None = None,
    hourly_rate: AlignedOrOne[Cost] | None = None,
    margin: Margin = 1.0,
    code_share: AlignedOrOne[CodeShare] | None = None,
    reuse: Aligned[Cost] | None = None,
) -> Spill:
    """What each creator cost, in fee, product and hours, against the sales with their code; no invented media value.

    Args:
        creator: the creator of each row, or one cell for all rows; case and surrounding space are ignored.
        fee: what the creator was paid for that row; a range. A blank is not known yet.
        revenue: the sales with that creator's code or link; a range as long as fee. A blank is not known yet.
        product: what the goods and samples given away cost you; blank means none.
        hours: your own hours of finding, briefing and approving; blank means none.
        hourly_rate: what one of your hours costs; a range, or one cell for all rows. Blank with hours: the cost is not
            known.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        code_share: of the buyers who say, when asked, that this creator brought them, the share that used the code; a
            range (the first known of a creator counts), or one cell for all rows. Blank: not asked.
        reuse: what pictures and films that you use again would have cost elsewhere; blank means none.

    Returns:
        A table of creator, cost (fee + product + hours x hourly_rate), revenue, profit (revenue x margin - cost), ROI
        in percent, ROI with survey (where buyers were asked: that of revenue / code_share, for those who came without
        the code; the truth lies between the two) and reuse, an avoided cost that stands on its own and is in no ROI; in
        order of first appearance, with a total row over the creators of whom cost and revenue are known. Reach,
        likes and what advertising of that reach would have cost (EMV) are no return and count for nothing.

    Errors:
        #N/A: no creator, fee or revenue is known yet.
        #NUM!: a cost is below 0, or a share outside its limits.
        #VALUE!: the ranges differ in size.

    Source:
        [S0] and [S2], step 3: all costs, hours as pay; the avoided cost on a line of its own: [S1].

    Examples:
        =SOCCREATOR({"Ann";"Ben"},{300;0},{900;150},{50;50},{2;""},25,0.5,{0.5;""}) ->
            {"creator","cost","revenue","profit","ROI","ROI with survey","reuse";
            "Ann",400,900,50,12.5,125,"";"Ben",50,150,25,50,"","";"total",450,1050,75,16.666666666666668,"",""}
        =SOCCREATOR("Ann",-5,900) -> #NUM!
    """
    blank: list[float | None] = [None] * len(fee)
    goods, spent_hours = product or blank, hours or blank
    rates, shares, again = hourly_rate or blank, code_share or blank, reuse or blank
    names: dict[str, str] = {}
    rows: dict[str, _Creator] = {}
    for name, paid, came, given, time, rate, share, saved in zip(
        creator, fee, revenue, goods, spent_hours, rates, shares, again, strict=True
    ):
        if name is None:
            continue
        one = rows.setdefault(names.setdefault(name.casefold(), name), _Creator())
        known = None if time and rate is None else (given or 0.0) + (time or 0.0) * (rate or 0.0)
        if paid is not None or came is not None:
            one.costs.append(None if paid is None or known is None else paid + known)
            one.revenues.append(came)
        one.share = share if one.share is None else one.share
        if saved is not None:
            one.reuse.append(saved)
    if not rows:
        raise CellError("#N/A", "No row has a creator.", "Fill in who it was.")
    table: list[list[Cell]] = [one.row(name, margin) for name, one in rows.items()]
    whole = [one for one in rows.values() if one.complete]
    total = _Creator()
    for one in whole:
        total.costs += one.costs
        total.revenues += one.revenues
    total.reuse = [saved for one in rows.values() for saved in one.reuse]
    table.append(total.row(total_label(len(whole), len(rows)), margin))
    return Spill(table, header=("creator", "cost", "revenue", "profit", "ROI", "ROI with survey", "reuse"))


class _Creator:
    """What is known of one creator: None is a row's amount that is not known yet."""

    def __init__(self) -> None:
        self.costs: list[float | None] = []
        self.revenues: list[float | None] = []
        self.share: float | None = None
        self.reuse: list[float] = []

    @property
    def complete(self) -> bool:
        """Whether cost and revenue of every row are known."""
        return bool(self.costs) and None not in self.costs and None not in self.revenues

    def row(self, name: str, margin: float) -> list[Cell]:
        """Return the creator's row; without both sides there is no profit and no ROI."""
        costs = [each for each in self.costs if each is not None]
        revenues = [each for each in self.revenues if each is not None]
        cost, revenue = fsum(costs) if costs else None, fsum(revenues) if revenues else None
        saved = fsum(self.reuse) if self.reuse else None
        if not self.complete or cost is None or revenue is None:
            return [name, cost, revenue, None, None, None, saved]
        asked = None if self.share is None else _roi(revenue / self.share * margin, cost)
        return [name, cost, revenue, revenue * margin - cost, _roi(revenue * margin, cost), asked, saved]


def _roi(gain: float, cost: float) -> float | str:
    return "no cost" if cost == 0 else (gain - cost) * 100 / cost
''',
"socroi/catalogue/rate.py": r'''"""Rates: what a click costs, how many convert, how fast it grows. Always a ratio of sums, never a mean of ratios."""

from __future__ import annotations

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.units import Column, Cost, Count, Fraction, Number, Positive, Share
from socroi.errors import CellError

FAMILY = Family(5, "Rates", "What does a click cost, how many convert, and how fast does it grow?")


@formula(
    unplaced="The sheet Campaigns divides the cost by whatever a KPI counts, clicks too, with SOCCPA.",
    twin="SUM(cost)/SUM(clicks)",
)
def SOCCPC(cost: Column[Cost], clicks: Column[Count]) -> Cost:
    """Cost per click: what one visit through a link cost.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        clicks: how many clicks that brought, one cell or a range; blanks are skipped.

    Returns:
        The sum of cost / the sum of clicks: money for each click.

    Errors:
        #DIV/0!: there were no clicks.
        #N/A: cost or clicks hold no number yet.

    Source:
        [S3], step 3: cost per website click; [farris2010], chapter 9.

    Examples:
        =SOCCPC(100,50) -> 2
        =SOCCPC({100;50},{40;10}) -> 3
        =SOCCPC(100,0) -> #DIV/0!
    """
    return sum(cost) / sum(clicks)


@formula(
    unplaced="The sheet Campaigns divides the cost by whatever a KPI counts, leads too, with SOCCPA.",
    twin="SUM(cost)/SUM(leads)",
)
def SOCCPL(cost: Column[Cost], leads: Column[Count]) -> Cost:
    """Cost per lead: what one address of an interested person cost.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        leads: how many leads that brought, one cell or a range; blanks are skipped.

    Returns:
        The sum of cost / the sum of leads: money for each lead.

    Errors:
        #DIV/0!: there were no leads.
        #N/A: cost or leads hold no number yet.

    Source:
        [S3], step 3: cost per lead.

    Examples:
        =SOCCPL(600,20) -> 30
        =SOCCPL({600;300},{20;10}) -> 30
        =SOCCPL(600,-1) -> #NUM!
    """
    return sum(cost) / sum(leads)


@formula(twin="SUM(cost)/SUM(conversions)")
def SOCCPA(cost: Column[Cost], conversions: Column[Count]) -> Cost:
    """Cost per action: what one sale, sign-up or other conversion cost.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        conversions: how many conversions that brought, one cell or a range; blanks are skipped. Two ad platforms may
            both claim the same one: take them from one place, such as your shop.

    Returns:
        The sum of cost / the sum of conversions: money for each conversion.

    Errors:
        #DIV/0!: there were no conversions.
        #N/A: cost or conversions hold no number yet.

    Source:
        [S3], step 3: cost per conversion; cost per order in [farris2010], chapter 9.

    Examples:
        =SOCCPA(600,12) -> 50
        =SOCCPA({600;400},{12;8}) -> 50
        =SOCCPA(600,0) -> #DIV/0!
    """
    return sum(cost) / sum(conversions)


@formula(
    unplaced="The sheet Campaigns divides the cost by whatever a KPI counts, fans too, with SOCCPA.",
    twin="SUM(cost)/SUM(fans)",
)
def SOCCPF(cost: Column[Cost], fans: Column[Count]) -> Cost:
    """Cost per fan: what one like of the page, or one follower, cost.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        fans: how many likes or followers that brought, one cell or a range; blanks are skipped.

    Returns:
        The sum of cost / the sum of fans: money for each.

    Errors:
        #DIV/0!: no fan was won.
        #N/A: cost or fans hold no number yet.

    Source:
        [S3], step 3: cost per like; SOCBENCHMARKS has the average that it gives.

    Examples:
        =SOCCPF(46,200) -> 0.23
        =SOCCPF({40;20},{100;50}) -> 0.4
        =SOCCPF(46,0) -> #DIV/0!
    """
    return sum(cost) / sum(fans)


@formula(
    unplaced="The sheet Campaigns divides the cost by whatever a KPI counts, reactions too, with SOCCPA.",
    twin="SUM(cost)/SUM(engagements)",
)
def SOCCPE(cost: Column[Cost], engagements: Column[Count]) -> Cost:
    """Cost per engagement: what one like, comment, share or click on a post cost.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        engagements: how many reactions of all kinds that brought, one cell or a range; blanks are skipped.

    Returns:
        The sum of cost / the sum of engagements: money for each.

    Errors:
        #DIV/0!: nobody reacted.
        #N/A: cost or engagements hold no number yet.

    Source:
        "Cost per engagement" as the ad platforms report it; [S3], step 2 names engagement as a goal.

    Examples:
        =SOCCPE(90,300) -> 0.3
        =SOCCPE({90;30},{300;100}) -> 0.3
        =SOCCPE(-90,300) -> #NUM!
    """
    return sum(cost) / sum(engagements)


@formula(twin="SUM(cost)/SUM(customers)")
def SOCCAC(cost: Column[Cost], customers: Column[Count]) -> Cost:
    """Customer acquisition cost: what one new customer cost, with all costs in it.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        customers: how many new customers that won, one cell or a range; blanks are skipped.

    Returns:
        The sum of cost / the sum of customers: money for each.

    Errors:
        #DIV/0!: no customer was won.
        #N/A: cost or customers hold no number yet.

    Source:
        All costs of [S0] and [S2], step 3, by new customers: average acquisition cost in [farris2010], chapter 5; to be
        set against SOCLTV and SOCMAXCPA.

    Examples:
        =SOCCAC(3000,60) -> 50
        =SOCCAC({2000;1000},{50;10}) -> 50
        =SOCCAC(3000,0) -> #DIV/0!
    """
    return sum(cost) / sum(customers)


@formula(
    unplaced="Impressions are no result, so no workbook counts them; an export of a platform has the figure.",
    twin="SUM(cost)*1000/SUM(impressions)",
)
def SOCCPM(cost: Column[Cost], impressions: Column[Count]) -> Cost:
    """Cost per mille: what a thousand impressions cost.

    Args:
        cost: what was spent, one cell or a range; blanks are skipped.
        impressions: how often it was shown, one cell or a range; blanks are skipped.

    Returns:
        1000 x the sum of cost / the sum of impressions: money for a thousand impressions.

    Errors:
        #DIV/0!: there were no impressions.
        #N/A: cost or impressions hold no number yet.

    Source:
        The price of advertising in all media, "cost per mille": [farris2010], chapter 9.

    Examples:
        =SOCCPM(50,10000) -> 5
        =SOCCPM({50;30},{10000;6000}) -> 5
        =SOCCPM(50,0) -> #DIV/0!
    """
    return sum(cost) * 1000 / sum(impressions)


@formula(
    unplaced="It compares two figures of one platform's export, where it stands already.",
    twin="SUM(clicks)/SUM(impressions)",
)
def SOCCTR(clicks: Column[Count], impressions: Column[Count]) -> Fraction:
    """Click-through rate: the share of impressions that were clicked.

    Args:
        clicks: how many clicks, one cell or a range; blanks are skipped.
        impressions: how often it was shown, one cell or a range; blanks are skipped.

    Returns:
        The sum of clicks / the sum of impressions. 0.02 means 2%.

    Errors:
        #DIV/0!: there were no impressions.
        #N/A: clicks or impressions hold no number yet.

    Source:
        [S3], step 1: traffic among the measures to be looked at; the ratio as [farris2010], chapter 9, and the ad
        platforms define it.

    Examples:
        =SOCCTR(30,1500) -> 0.02
        =SOCCTR({30;50},{1500;500}) -> 0.04
        =SOCCTR(30,0) -> #DIV/0!
    """
    return sum(clicks) / sum(impressions)


@formula(
    unplaced="Visits are counted by web analytics, not by the person who fills in a workbook.",
    twin="SUM(conversions)/SUM(visits)",
)
def SOCCVR(conversions: Column[Count], visits: Column[Count]) -> Fraction:
    """Conversion rate: the share of visits that became a sale, a sign-up or another conversion.

    Args:
        conversions: how many conversions, one cell or a range; blanks are skipped.
        visits: how many visits, one cell or a range; blanks are skipped.

    Returns:
        The sum of conversions / the sum of visits. 0.05 means 5%.

    Errors:
        #DIV/0!: there were no visits.
        #N/A: conversions or visits hold no number yet.

    Source:
        [S3], step 1: the conversion rate among the measures to be looked at; as [clifton2012] defines it.

    Examples:
        =SOCCVR(25,500) -> 0.05
        =SOCCVR({25;5},{500;100}) -> 0.05
        =SOCCVR("many",500) -> #VALUE!
    """
    return sum(conversions) / sum(visits)


@formula(
    unplaced="Platforms measure it against different bases, which one column of a workbook would mix up.",
    twin="SUM(engagements)/SUM(base)",
)
def SOCENGRATE(engagements: Column[Count], base: Column[Count]) -> Fraction:
    """Engagement rate: likes, comments, shares and clicks for each person or impression of the base.

    Args:
        engagements: how many reactions of all kinds, one cell or a range; blanks are skipped.
        base: what they are measured against: followers, reach or impressions, the same in all rows; blanks are skipped.

    Returns:
        The sum of engagements / the sum of base. 0.03 means 3%; above 1 there was more than one reaction for each.

    Errors:
        #DIV/0!: the base is zero.
        #N/A: engagements or base hold no number yet.

    Source:
        [S3], step 2: followers and engagement are the measures of awareness. Say which base was taken: they differ
        widely.

    Examples:
        =SOCENGRATE(90,3000) -> 0.03
        =SOCENGRATE({90;30},{3000;1000}) -> 0.03
        =SOCENGRATE(90,0) -> #DIV/0!
    """
    return sum(engagements) / sum(base)


@formula(
    unplaced="The workbooks compare with a target or a year before, and a rate of growth hides both figures.",
    twin="IF((start<0)+(end<0),#NUM!,IF(start=0,1/0,(end/start)^(1/periods)-1))",
)
def SOCGROWTH(start: Number, end: Number, periods: Positive = 1.0) -> Fraction:
    """Growth for each period, compounded: what followers, traffic or sales grew by.

    Args:
        start: the figure at the beginning, above 0.
        end: the figure at the end.
        periods: how many periods lie between; blank means 1.

    Returns:
        (end / start)^(1 / periods) - 1. 0.1 means 10% more in each period, -0.1 means 10% less.

    Errors:
        #DIV/0!: the start is zero.
        #NUM!: start or end is below 0, or the periods are not above 0.
        #N/A: start or end is blank.

    Source:
        Compound growth rate, [farris2010], chapter 4; follower growth is one of the measures of [S3], step 1.

    Examples:
        =SOCGROWTH(1000,1250) -> 0.25
        =SOCGROWTH(1000,1210,2) -> 0.1
        =SOCGROWTH(0,50) -> #DIV/0!
    """
    if start < 0 or end < 0:
        raise CellError("#NUM!", "A figure below zero has no growth rate.", "Compare the two as a difference.")
    factor: float = (end / start) ** (1 / periods)
    return factor - 1


@formula(
    twin="(actual-start)/(target-start)/elapsed",
)
def SOCGOAL(actual: Number, target: Number, start: Number = 0.0, elapsed: Share = 1.0) -> Fraction:
    """How much of the way to a goal is done; with the elapsed share of the period, whether that is fast enough.

    Args:
        actual: where things stand now.
        target: where they should be at the end; it may lie below the start, as for a response time.
        start: where they stood at the beginning; blank means 0.
        elapsed: the share of the period that is over; blank means the whole of it, so that the result is plain
            progress.

    Returns:
        (actual - start) / (target - start) / elapsed. 0.5 is half of the way; with elapsed, 1 is just in time and more
        is ahead.

    Errors:
        #DIV/0!: the target equals the start, or nothing of the period is over.
        #NUM!: elapsed is outside 0 to 1.
        #N/A: actual or target is blank.

    Source:
        [S0] and [S2], step 1: measurable goals, each with a start and a target.

    Examples:
        =SOCGOAL(600,1000) -> 0.6
        =SOCGOAL(45,30,60) -> 0.5
        =SOCGOAL(600,1000,,0.5) -> 1.2
        =SOCGOAL(600,1000,1000) -> #DIV/0!
    """
    return (actual - start) / (target - start) / elapsed
''',
"socroi/catalogue/reach.py": r'''"""Reach: how many people saw it, how often, and how much of the talk is about you."""

from __future__ import annotations

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.units import Column, Count, Fraction, Ratio
from socroi.errors import CellError

FAMILY = Family(11, "Reach", "How many people saw it, how often, and how much do they talk about you?")


@formula(unplaced="Reach belongs to a single post, and the workbooks count by month.", twin="SUM(reach)/SUM(fans)")
def SOCREACHRATE(reach: Column[Count], fans: Column[Count]) -> Fraction:
    """Reach rate: the share of fans that a post reached.

    Args:
        reach: how many people saw it, each counted once, one cell or a range; blanks are skipped.
        fans: how many fans or followers there were, one cell or a range with a row for each post; blanks are skipped.

    Returns:
        The sum of reach / the sum of fans. 0.1 means 10%; above 1 it reached more people than there are fans.

    Errors:
        #DIV/0!: there were no fans.
        #N/A: reach or fans hold no number yet.

    Source:
        [S3], step 1: reach is the first measure to be looked at; the ratio as the platforms' own reports define it.

    Examples:
        =SOCREACHRATE(150,1000) -> 0.15
        =SOCREACHRATE({150;50},{1000;1000}) -> 0.1
        =SOCREACHRATE(150,0) -> #DIV/0!
    """
    return sum(reach) / sum(fans)


@formula(
    unplaced="People whom two posts reached are in both rows, so that months cannot be added up.",
    twin="SUM(impressions)/SUM(reach)",
)
def SOCFREQ(impressions: Column[Count], reach: Column[Count]) -> Ratio:
    """Frequency: how often each person reached saw it.

    Args:
        impressions: how often it was shown, one cell or a range; blanks are skipped.
        reach: how many people saw it, each counted once, one cell or a range; blanks are skipped. People whom two posts
            reached are counted twice when their rows are added up.

    Returns:
        The sum of impressions / the sum of reach. 2 means that each person saw it twice on average.

    Errors:
        #DIV/0!: nobody was reached.
        #N/A: impressions or reach hold no number yet.

    Source:
        Media planning, [farris2010], chapter 9: gross impressions / reach; "frequency" in the reports of Meta's ads.

    Examples:
        =SOCFREQ(3000,1500) -> 2
        =SOCFREQ({3000;1000},{1500;500}) -> 2
        =SOCFREQ(3000,0) -> #DIV/0!
    """
    return sum(impressions) / sum(reach)


@formula(
    unplaced="What is said of competitors comes from a listening tool, which shows the share itself.",
    twin="IF(SUM(mentions)>SUM(mentions_all),#NUM!,SUM(mentions)/SUM(mentions_all))",
)
def SOCSHARE(mentions: Column[Count], mentions_all: Column[Count]) -> Fraction:
    """Share of voice: how much of the talk about all of you is about you.

    Args:
        mentions: how often your company was mentioned, one cell or a range; blanks are skipped.
        mentions_all: how often your company and its competitors together were mentioned; blanks are skipped.

    Returns:
        The sum of mentions / the sum of mentions_all. 0.25 means a quarter of the talk.

    Errors:
        #DIV/0!: nobody was mentioned.
        #NUM!: your own mentions are more than all together: the competitors' alone were given.
        #N/A: an argument holds no number yet.

    Source:
        Share of voice as in media measurement, [farris2010], chapter 9; [S1]: the conversations in which people
        recommend a company.

    Examples:
        =SOCSHARE(50,200) -> 0.25
        =SOCSHARE({50;30},{200;120}) -> 0.25
        =SOCSHARE(50,40) -> #NUM!
    """
    own, everybody = sum(mentions), sum(mentions_all)
    if own > everybody:
        raise CellError("#NUM!", f"{own:g} of {everybody:g} mentions are yours.", "Count yours among all of them.")
    return own / everybody
''',
"socroi/catalogue/repeat.py": r'''"""Repeat orders: which customers are still there, how often they will order again, and what that will bring."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, sqrt
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Cell, Confidence, Date, Holds, Kind, Margin, Money, Paired, Text
from socroi.errors import CellError
from socroi.methods.distributions import normal_quantile
from socroi.methods.repeat_orders import (
    Fitted,
    History,
    Outlook,
    amount,
    amount_doubt,
    fit_amounts,
    fit_orders,
    outlook,
)

FAMILY = Family(15, "Repeat orders", "Who will order again, how often, and for how much?")

Forecast = Annotated[
    Literal["summary", "customers", "model"],
    Kind(
        "a view of what is to come",
        '"summary" (all customers together), "customers" (one row each) or "model" (the parameters)',
        Holds.CHOICE,
    ),
]
Weeks = Annotated[float, Kind("a number of weeks", "weeks, above 0", low=0, open=True)]

FEWEST_AGAIN: Final = 30
"""Customers who ordered again: of fewer, nobody can tell who left from who waits."""
FEWEST_WEEKS: Final = 13
"""Of the oldest customer: three months, as in SOCCOHORT."""
YEAR: Final = 52


@formula(unplaced="It reads every order of a shop and fits two models by trial, which no formula of Excel does.")
def SOCREPEAT(
    customer: Paired[Text],
    date: Paired[Date],
    revenue: Paired[Money],
    weeks: Weeks | None = None,
    margin: Margin = 1.0,
    as_of: Date | None = None,
    forecast: Forecast = "summary",
    confidence: Confidence = 0.95,
) -> Spill:
    """How often today's customers will order again and what that brings, though nobody says when he leaves.

    Args:
        customer: who placed each order: an id, one row for an order; case and surrounding space are ignored.
        date: when the order came. A row with a blank is not known yet and is left out.
        revenue: what the order brought. The orders of a customer on one day count as one; a day whose sum is not above
            0 is none.
        weeks: how far to look ahead, at most as long as the oldest customer has been seen; blank means 52, or that.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        as_of: the last day of which all orders are in the table; blank means the latest order. Later ones are left out.
        forecast: "summary", "customers" or "model"; blank means "summary".
        confidence: how sure intervals are to hold what will come; blank means 0.95.

    Returns:
        "summary": customers, how many ordered again, how many are still there, the weeks ahead, the orders to come and
        what they bring (x margin), both with an interval, and a note. The interval is the estimate x or / exp(z s), s
        the relative standard error of the parameters and of chance together. "customers": for each, in the order of
        the table, the orders so far, the chance to be still there, the orders to come, what one of them brings on
        average, and all of them together (x margin). "model": the parameters, time in weeks, with standard errors.
        Orders are BG/NBD: with x orders after the first, the last of them t weeks after it, T weeks seen in all, the
        likelihood is B(a, b + x) / B(a, b) x G(r + x) alpha^r / G(r) x ((alpha + T)^-(r + x) + a / (b + x - 1) x
        (alpha + t)^-(r + x), the last only where x > 0). Amounts are gamma-gamma: a customer whose orders after the
        first brought m on average is expected to spend p (v + x m) / (p x + q - 1) on one. It takes for granted that
        how often and how much have nothing to do with each other.

    Errors:
        #NUM!: the oldest customer has been seen for less than 13 weeks, fewer than 30 customers ordered again, weeks is
            beyond twice the oldest age, or these orders do not tell the parameters: nobody seems to leave, or all are
            alike. In what is to come in money: amounts that do not tell theirs, or have no mean (q not above 1).
        #N/A: no row has customer, date and revenue, or forecast is unknown.
        #VALUE!: the ranges differ in size, or a date is a text.

    Source:
        BG/NBD: [fader2005]; gamma-gamma: [fader2013].

    Examples:
        =SOCREPEAT({1;1;2;2;3;3;4;4;5;5;5;6;6;6;7;7;8;8;9;9;9;10;10;11;11;12;12;12;13;13;14;14;15;16;16;16;17;17;18;18;
            19;19;20;20;21;21;22;22;22;22;22;22;22;23;23;23;23;23;23;24;24;25;25;26;26;27;27;28;28;29;30;30;31;31;31;
            31;31;31;31;31;31;31;32;32;32;32;32},{46032;46039;46062;46111;46058;46077;46059;46109;46042;46065;46066;
            46054;46058;46078;46040;46061;46037;46123;46025;46032;46053;46031;46037;46045;46071;46058;46078;46086;
            46042;46067;46046;46130;46023;46048;46094;46103;46028;46094;46046;46050;46030;46031;46031;46076;46062;
            46106;46024;46052;46058;46074;46092;46096;46131;46054;46058;46059;46065;46074;46079;46030;46100;46045;
            46080;46042;46066;46039;46077;46036;46063;46050;46046;46050;46056;46057;46059;46066;46081;46091;46102;
            46105;46106;46114;46049;46074;46076;46079;46085},{441;222;240;179;457;98;290;221;122;228;163;139;91;136;
            357;120;43;155;54;171;114;164;130;206;76;44;199;64;53;30;75;206;109;92;161;146;261;312;343;150;114;80;119;
            315;436;298;469;193;440;435;251;454;266;356;403;289;176;343;371;125;197;290;100;174;80;78;88;106;178;165;
            104;123;172;208;272;378;338;399;511;229;83;406;263;321;335;186;256}) ->
            {"customers","ordered again","still there","weeks","orders to come","orders low","orders high",
            "margin to come","margin low","margin high","note";32,30,7.746322792979082,15.428571428571429,
            18.46513592143518,6.289387291680507,54.21215593577669,4461.284013039551,1376.9281070842192,
            14454.679908560336,""}
        =SOCREPEAT({"a";"b"},{46204;46235},{50;40}) -> #NUM!
    """
    people = _people(customer, date, revenue, as_of)
    oldest = max((one.history.age for one in people), default=0.0)
    if oldest < FEWEST_WEEKS:
        why = f"The oldest customer has been seen for {oldest:.3g} weeks; {FEWEST_WEEKS} are the fewest that tell."
        raise CellError("#NUM!", why, "Wait, or give the orders of a longer time.")
    again = [one for one in people if one.history.again]
    if len(again) < FEWEST_AGAIN:
        why = f"{len(again)} customers ordered again; {FEWEST_AGAIN} are the fewest that tell."
        raise CellError("#NUM!", why, "Give the orders of more customers, or of a longer time.")
    ahead = min(YEAR, oldest) if weeks is None else weeks
    if ahead > oldest:
        why = f"weeks is {ahead:g}; customers were seen for up to {oldest:.4g}, and as far again can be foretold."
        raise CellError("#NUM!", why, f"Give {int(oldest)} at most.")
    orders = fit_orders(Counter(one.history for one in people))
    if orders is None:
        why = "These orders do not tell who left from who waits: nobody seems to leave, or all customers are alike."
        raise CellError("#NUM!", why, "Give the orders of more customers, or of a longer time.")
    amounts = fit_amounts([(one.history.again, one.mean) for one in again])
    coming = _Forecast(people, orders, amounts, ahead, margin)
    match forecast:
        case "summary":
            return coming.summary(confidence)
        case "customers":
            return coming.customers()
        case "model":
            return coming.model()


@dataclass(slots=True)
class _Person:
    """One customer: the id as it stands first, the history in weeks, what an order after the first brought."""

    name: str
    history: History
    mean: float


def _people(
    names: Sequence[str], days: Sequence[dt.date], amounts: Sequence[float], as_of: dt.date | None
) -> list[_Person]:
    """Return the customers in the order of the table."""
    end = max(days) if as_of is None else as_of
    books: dict[str, tuple[str, dict[dt.date, float]]] = {}
    for name, day, money in zip(names, days, amounts, strict=True):
        if day <= end:
            book = books.setdefault(name.casefold(), (name, {}))[1]
            book[day] = book.get(day, 0.0) + money
    people = []
    for name, book in books.values():
        bought = sorted(day for day, money in book.items() if money > 0)
        if bought:
            times = len(bought) - 1
            mean = fsum(book[day] for day in bought[1:]) / times if times else 0.0
            history = History(float(times), (bought[-1] - bought[0]).days / 7, (end - bought[0]).days / 7)
            people.append(_Person(name, history, mean))
    return people


@dataclass(slots=True)
class _Forecast:
    """What is to come of customers, by fitted models."""

    people: list[_Person]
    orders: Fitted
    amounts: Fitted | None
    ahead: float
    margin: float

    def summary(self, confidence: float) -> Spill:
        """Return all customers together, with intervals."""
        histories = Counter(one.history for one in self.people)
        seen = self._outlooks(self.orders.values)
        there = fsum(seen[history].there * n for history, n in histories.items())
        coming = fsum(seen[history].orders * n for history, n in histories.items())
        chance = fsum(seen[history].variance * n for history, n in histories.items())

        def orders_by(parameters: Sequence[float]) -> float:
            outlooks = self._outlooks(parameters)
            return fsum(outlooks[history].orders * n for history, n in histories.items())

        z = normal_quantile((1 + confidence) / 2)
        ends = _ends(coming, chance + self.orders.variance(orders_by), z)
        row: list[Cell] = [float(len(self.people)), float(sum(bool(one.history.again) for one in self.people))]
        row += [there, self.ahead, coming, *ends]
        money, note = self._money(seen, z)
        header = ("customers", "ordered again", "still there", "weeks", "orders to come", "orders low", "orders high",
                  "margin to come", "margin low", "margin high", "note")  # fmt: skip
        return Spill([[*row, *money, note]], header=header)

    def _money(self, seen: dict[History, Outlook], z: float) -> tuple[list[Cell], str | None]:
        """Return what is to come in money with its interval, and a note."""
        untold = self._untold()
        if self.amounts is None or untold is not None:
            return [untold] * 3, None
        amounts = self.amounts
        whole = self._worth(seen, amounts.values)
        if amounts.values[1] <= 2:
            # Without a variance of what customers spend on average, chance has no measure.
            return [whole * self.margin, None, None], "amounts differ too much for an interval: q is 2 or less"
        chance = fsum(
            amount_doubt(amounts.values, one.history.again, one.mean, seen[one.history]) for one in self.people
        )
        chance += self.orders.variance(lambda at: self._worth(self._outlooks(at), amounts.values))
        chance += amounts.variance(lambda at: self._worth(seen, at))
        return [end * self.margin for end in (whole, *_ends(whole, chance, z))], None

    def _worth(self, seen: dict[History, Outlook], amounts: Sequence[float]) -> float:
        return fsum(seen[one.history].orders * amount(amounts, one.history.again, one.mean) for one in self.people)

    def _untold(self) -> CellError | None:
        """Return why nothing is told of money, None where it is."""
        if self.amounts is None:
            return CellError("#NUM!", "The amounts do not tell how customers differ.", "Give more orders that differ.")
        if self.amounts.values[1] <= 1:
            return CellError("#NUM!", "A few customers spend so much that there is no mean.", "Leave those out.")
        return None

    def _outlooks(self, parameters: Sequence[float]) -> dict[History, Outlook]:
        histories = dict.fromkeys(one.history for one in self.people)
        return {history: outlook(parameters, history, self.ahead) for history in histories}

    def customers(self) -> Spill:
        """Return a row for each customer."""
        seen = self._outlooks(self.orders.values)
        untold = self._untold()
        table: list[list[Cell]] = []
        for one in self.people:
            coming = seen[one.history]
            row: list[Cell] = [one.name, one.history.again + 1, coming.there, coming.orders]
            if self.amounts is None or untold is not None:
                row += [untold, untold]
            else:
                each = amount(self.amounts.values, one.history.again, one.mean)
                row += [each, each * coming.orders * self.margin]
            table.append(row)
        return Spill(
            table, header=("customer", "orders", "still there", "orders to come", "an order brings", "margin to come")
        )

    def model(self) -> Spill:
        """Return the parameters with their standard errors."""
        table: list[list[Cell]] = [
            [name, value, error]
            for name, value, error in zip(
                ("r", "alpha", "a", "b"), self.orders.values, self.orders.errors(), strict=True
            )
        ]
        if self.amounts is None:
            table += [[name, self._untold(), self._untold()] for name in ("p", "q", "v")]
        else:
            errors = self.amounts.errors()
            table += [list(row) for row in zip(("p", "q", "v"), self.amounts.values, errors, strict=True)]
        return Spill(table, header=("parameter", "value", "standard error"))


def _ends(figure: float, variance: float, z: float) -> tuple[float, float]:
    """Return the ends of the interval of a figure that cannot fall below 0."""
    reach = exp(z * sqrt(max(0.0, variance)) / figure)
    return figure / reach, figure * reach
''',
"socroi/catalogue/roi.py": r'''"""Return: what was earned for what was spent."""

from __future__ import annotations

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.units import (
    Aligned,
    Column,
    Cost,
    Margin,
    Money,
    Months,
    Percent,
    Positive,
    Rate,
    Ratio,
    RoiUnit,
)
from socroi.errors import CellError

FAMILY = Family(1, "Return", "What was earned for what was spent?")


@formula(twin='(SUM(revenue)*margin-SUM(cost))*IF(unit="ratio",1,100)/SUM(cost)')
def SOCROI(revenue: Column[Money], cost: Column[Cost], margin: Margin = 1.0, unit: RoiUnit = "percent") -> Percent:
    """Return on investment of social media: what was gained for each 100 spent.

    Args:
        revenue: what social media brought in, one cell or a range; refunds are negative, blanks are skipped.
        cost: everything that social media cost: pay, tools, ads, agencies; blanks are skipped.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.
        unit: "percent" or "ratio"; blank means "percent".

    Returns:
        ((revenue x margin - cost) x 100) / cost. 25 means that each 100 spent came back with 25 more; with the unit
        "ratio" the same is 0.25.

    Errors:
        #DIV/0!: the cost adds up to zero.
        #N/A: revenue or cost holds no number yet, or the unit is unknown.

    Source:
        The formula of [S0] and [S2], step 4: ((revenue attributed to social - cost of social) x 100) / cost of social.

    Examples:
        =SOCROI(1000,500) -> 100
        =SOCROI({1000;500},{500}) -> 200
        =SOCROI(1000,500,0.4) -> -20
        =SOCROI(1000,500,,"ratio") -> 1
        =SOCROI(1000,0) -> #DIV/0!
        =SOCROI(1000,"") -> #N/A
    """
    spent = sum(cost)
    return (sum(revenue) * margin - spent) * (1 if unit == "ratio" else 100) / spent


@formula(twin="SUM(revenue)*margin-SUM(cost)")
def SOCPROFIT(revenue: Column[Money], cost: Column[Cost], margin: Margin = 1.0) -> Money:
    """What is left of the revenue after the goods and the work on social media are paid for.

    Args:
        revenue: what social media brought in, one cell or a range; refunds are negative, blanks are skipped.
        cost: everything that social media cost; blanks are skipped.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        revenue x margin - cost, in the sheet's currency. Below zero is a loss.

    Errors:
        #N/A: revenue or cost holds no number yet.

    Source:
        The numerator of the ROI of [S0] and [S2], step 4.

    Examples:
        =SOCPROFIT(1000,500) -> 500
        =SOCPROFIT({1000;500},400,0.5) -> 350
        =SOCPROFIT(1000,-5) -> #NUM!
    """
    return sum(revenue) * margin - sum(cost)


@formula(
    unplaced="Beside an ROI, revenue for each 1 of spend is read as the same figure, which it is not.",
    twin="SUM(revenue)/SUM(spend)",
)
def SOCROAS(revenue: Column[Money], spend: Column[Cost]) -> Ratio:
    """Return on ad spend: the gross revenue for each 1 spent on ads. It is not ROI, which takes the cost off first.

    Args:
        revenue: what the ads brought in, one cell or a range; blanks are skipped.
        spend: what the ads cost, without pay or tools; blanks are skipped.

    Returns:
        revenue / spend. 4 means that 1 spent on ads went with 4 of revenue.

    Errors:
        #DIV/0!: the spend adds up to zero.
        #N/A: revenue or spend holds no number yet.

    Source:
        The ratio that ad platforms report as "purchase ROAS"; kept apart from the ROI of [S0] and [S2], step 4.

    Examples:
        =SOCROAS(2000,500) -> 4
        =SOCROAS({300;700},{100;100}) -> 5
        =SOCROAS(2000,0) -> #DIV/0!
    """
    return sum(revenue) / sum(spend)


@formula(
    unplaced="It asks for the growth that would have come anyway, which a test tells and nobody has at hand.",
    twin="(SUM(growth)*(1-baseline_rate)*margin-SUM(cost))*100/SUM(cost)",
)
def SOCNETROI(growth: Column[Money], baseline_rate: Rate, cost: Column[Cost], margin: Margin = 1.0) -> Percent:
    """Return on investment of the growth alone, after the growth that would have come anyway is taken out.

    Args:
        growth: the sales growth since social media work began, as money; blanks are skipped.
        baseline_rate: the share of that growth that would have come without social media: organic growth.
        cost: everything that social media cost; blanks are skipped.
        margin: the share of the growth that is left after the goods are paid for; blank means 1: whole sales are
            counted.

    Returns:
        ((growth x (1 - baseline_rate) x margin - cost) x 100) / cost. 25 means 25 gained on each 100 spent.

    Errors:
        #DIV/0!: the cost adds up to zero.
        #N/A: an argument holds no number yet.
        #NUM!: the baseline_rate is outside 0 to 1, such as 25 typed for 25%.

    Source:
        Return on the sales that marketing added, without those that would have come anyway, as [farris2010], chapter
        10: (sales growth - organic sales growth - marketing cost) / marketing cost, times 100 as in [S0], step 4.

    Examples:
        =SOCNETROI(15000,0.2,10000) -> 20
        =SOCNETROI({8000;2000},0.5,5000) -> 0
        =SOCNETROI(15000,0.2,10000,0.5) -> -40
        =SOCNETROI(15000,25,10000) -> #NUM!
    """
    spent = sum(cost)
    return (sum(growth) * (1 - baseline_rate) * margin - spent) * 100 / spent


@formula(
    unplaced="It is asked of one offer before it starts, where there is no table to fill in yet.",
    twin="IF(value<0,#NUM!,SUM(cost)/(value*margin))",
)
def SOCBREAKEVEN(cost: Column[Cost], value: Money, margin: Margin = 1.0) -> Positive:
    """The number of actions (sales, leads, clicks) that pay the cost back.

    Args:
        cost: everything that social media cost; blanks are skipped.
        value: what one action is worth; one cell.
        margin: the share of that value that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        cost / (value x margin): a count, not rounded.

    Errors:
        #DIV/0!: an action is worth nothing after margin.
        #NUM!: an action is worth less than nothing, so no number of them pays back.
        #N/A: cost or value holds no number yet.

    Source:
        Break-even quantity, [farris2010], chapter 3: fixed cost / contribution of one unit; the values of [S3], step 4.

    Examples:
        =SOCBREAKEVEN(500,25) -> 20
        =SOCBREAKEVEN({300;200},25,0.4) -> 50
        =SOCBREAKEVEN(500,0) -> #DIV/0!
    """
    if value < 0:
        raise CellError("#NUM!", "An action is worth less than nothing.", "Check the value.")
    return sum(cost) / (value * margin)


@formula(
    unplaced="Only the workbook programme has what is paid once, and its cell says the same for Excel 2010.",
    twin='LET(due,SUM(cost),known,TOCOL(monthly_gain<""),gains,TOCOL(IF(monthly_gain<"",monthly_gain*margin,0)),'
    "so_far,SCAN(0,gains,LAMBDA(before,gain,before+gain)),months,MAX(SEQUENCE(ROWS(gains))*known),"
    "paid,IFERROR(MATCH(TRUE,so_far>=due,0),months+1),gap,IFERROR(MATCH(FALSE,known,0),months+1),"
    "IF(due=0,0,IF(paid<=MIN(gap,months),paid-(INDEX(so_far,paid)-due)/INDEX(gains,paid),"
    "IF((gap<months)+(SUM(gains)<=0),#N/A,due*months/SUM(gains)))))",
)
def SOCPAYBACK(cost: Column[Cost], monthly_gain: Aligned[Money], margin: Margin = 1.0) -> Months:
    """Months until the gains have paid the cost back.

    Args:
        cost: what was spent at the start; blanks are skipped.
        monthly_gain: the gain of each month in turn, a range; or one cell with the gain of a usual month. Blanks after
            the last known month have not come yet. A blank between them is not known: if the cost is not paid back
            before it, neither is the answer.
        margin: the share of the gain that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        The month in which the gains so far reach the cost, with the part of that month in proportion. 2.5 means in the
        middle of the third month. Where they do not reach it yet, the months to come are taken to be like the average
        of those known: cost / average gain. So a list of months gives what its usual month gives.

    Errors:
        #N/A: the months known gain nothing on average, so that it is never paid back, or a gain between them is not
            known yet.

    Source:
        Payback period with interpolation in the last period, as textbooks of capital budgeting define it: [ross2010],
        chapter 9.

    Examples:
        =SOCPAYBACK(600,200) -> 3
        =SOCPAYBACK(600,{100;200;400;100}) -> 2.75
        =SOCPAYBACK(600,{200;200}) -> 3
        =SOCPAYBACK(600,{100;200;"";""}) -> 4
        =SOCPAYBACK(600,{100;"";900}) -> #N/A
        =SOCPAYBACK(600,-50) -> #N/A
    """
    due = sum(cost)
    never = CellError("#N/A", "The gains do not pay the cost back, at this pace never.", "Look at cost and gain.")
    if due == 0:
        return 0.0
    months = max(month for month, known in enumerate(monthly_gain, 1) if known is not None)
    gained = 0.0
    for month, known in enumerate(monthly_gain[:months]):
        if known is None:
            raise CellError("#N/A", f"The gain of month {month + 1} is not known yet.", "Fill it in.")
        gain = known * margin
        if gained + gain >= due:
            return month + (due - gained) / gain
        # Added up rather than taken off the cost, beside which a small gain would lose its digits.
        gained += gain
    if gained <= 0:
        raise never
    return due * months / gained
''',
"socroi/catalogue/segment.py": r'''"""Segments: followers against everybody else."""

from __future__ import annotations

from math import fsum, sqrt
from statistics import fmean
from typing import Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Aligned, Boolean, Confidence, Count, Days, Money, Number, Rate
from socroi.errors import CellError
from socroi.methods.distributions import t_quantile
from socroi.methods.proportions import newcombe
from socroi.methods.skewness import ENOUGH, MOST, rows_needed, unskewed

FAMILY = Family(3, "Segments", "How do followers differ from everybody else?")

FEWEST: Final = 10
"""Customers in each group below which nothing is called a finding, whatever the interval."""
TOO_FEW: Final = f"too few: {FEWEST} in each group would do"
NO_SPREAD: Final = "no spread to judge by"
SKEWED: Final = "a few bring most: {} in each group would do"


@formula(
    unplaced="The sheet Comparison has the same interval in cells that Excel 2010 computes, one figure a line.",
    twin='LET(good,(LEN(is_follower)>0)*(metric<""),yes,good*((is_follower=TRUE)+(is_follower=1)>0),no,good-yes,'
    "figures,IF(good,metric,0),n,SUM(yes),others,SUM(no),IF(SUM(good)=0,#N/A,IF((n<2)+(others<2),#NUM!,LET("
    "mean,SUM(yes*figures)/n,base,SUM(no*figures)/others,difference,mean-base,"
    "mine,SUM(yes*(figures-mean)^2)/(n-1)/n,theirs,SUM(no*(figures-base)^2)/(others-1)/others,"
    # T.INV takes whole degrees of freedom, and Welch's are not; t^2/(f+t^2) is a quantile of the beta distribution.
    "error,SQRT(mine+theirs),t,IF(error=0,1/0,LET(freedom,(mine+theirs)^2/(mine^2/(n-1)+theirs^2/(others-1)),"
    "part,BETA.INV(confidence,0.5,freedom/2),SQRT(freedom*part/(1-part)))),"
    # Hall's transformation of the difference, and of both intervals what either holds.
    "bent,IF(n<3,0,SUM(yes*(figures-mean)^3)/n/(n-1)/(n-2))"
    "-IF(others<3,0,SUM(no*(figures-base)^3)/others/(others-1)/(others-2)),"
    "skew,IF(error=0,0,bent/error^3),"
    "up,1+skew*(t-skew/6),down,1-skew*(t+skew/6),"
    "cube,SIGN(up)*ABS(up)^(1/3),cube_down,SIGN(down)*ABS(down)^(1/3),"
    "under,error*IF(t<3*(t-skew/6)/(cube^2+cube+1),3*(t-skew/6)/(cube^2+cube+1),t),"
    "over,error*IF(t<3*(t+skew/6)/(cube_down^2+cube_down+1),3*(t+skew/6)/(cube_down^2+cube_down+1),t),"
    "shares,SUM(good*(figures<>0)*(figures<>1))=0,one,IF(shares,mean,0),two,IF(shares,base,0),"
    "z,NORM.S.INV((1+confidence)/2),"
    "first,z*SQRT(one*(1-one)/n+z*z/(4*n*n)),second,z*SQRT(two*(1-two)/others+z*z/(4*others*others)),"
    "low_one,(one+z*z/(2*n)-first)/(1+z*z/n),high_one,(one+z*z/(2*n)+first)/(1+z*z/n),"
    "low_two,(two+z*z/(2*others)-second)/(1+z*z/others),high_two,(two+z*z/(2*others)+second)/(1+z*z/others),"
    "low,IF(shares,difference-SQRT((one-low_one)^2+(high_two-two)^2),difference-under),"
    "high,IF(shares,difference+SQRT((high_one-one)^2+(two-low_two)^2),difference+over),"
    # What a group needs in customers, from the spread of the logarithms of those figures that are above 0.
    "above,figures>0,logs,LN(IF(above,figures,1)),"
    "m,SUM(yes*above),k,SUM(no*above),"
    's,IF(m<2,0,LET(middle,MEDIAN(IF(yes*above,logs,"")),2*SUM(yes*above*(logs>middle)*(logs-middle)^2)/(m-1))),'
    'u,IF(k<2,0,LET(middle,MEDIAN(IF(no*above,logs,"")),2*SUM(no*above*(logs>middle)*(logs-middle)^2)/(k-1))),'
    f"needed,IF((SUM(good*(figures<0))>0)+shares,0,CEILING(MAX(IF(m,MIN({MOST:.0f},{ENOUGH}*(EXP(MIN(s,700))*n/m-1)),0),"
    f"IF(k,MIN({MOST:.0f},{ENOUGH}*(EXP(MIN(u,700))*others/k-1)),0)),1)),"
    f'finding,IF(MIN(n,others)<{FEWEST},"{TOO_FEW}",IF(ISERROR(low),"{NO_SPREAD}",'
    f'IF(MIN(n,others)<needed,"{SKEWED.partition("{}")[0]}"&needed&"{SKEWED.partition("{}")[2]}",'
    'IF((low<=0)*(high>=0),"not more than chance","differs")))),'
    'place,{1,2,3,4,5,6,7},VSTACK({"followers","others","difference","relative","low","high","finding"},'
    "IF(place=4,difference/base,IF((place>4)*(place<7)*(MIN(n,others)<needed),#NUM!,"
    "IF(place=5,low,IF(place=6,high,HSTACK(mean,base,difference,0,0,0,finding))))))))))",
)
def SOCSEGMENT(is_follower: Aligned[Boolean], metric: Aligned[Number], confidence: Confidence = 0.95) -> Spill:
    """How much followers and others differ in a figure, with an interval that says how sure that is.

    Args:
        is_follower: TRUE for each customer who follows you, FALSE for the others; a range.
        metric: the figure to compare, such as the revenue of each customer; a range as long as is_follower. A row where
            either is blank is not known yet and is left out.
        confidence: how sure the interval is to hold the true difference; blank means 0.95.

    Returns:
        A table of one row: the mean of followers, the mean of others, difference, the difference relative to the
        others, the low and high end of the difference, and a finding. The interval holds what Welch's holds, difference
        - t e to difference + t e, or what Hall's transformation does, which knows of skew: difference - e h(t) to
        difference - e h(-t), h(q) = (3 / k) ((1 + k (q - k / 6))^(1/3) - 1), k the skewness of the difference, that is
        the sum for followers, less that for others, of (figure - mean)^3 / (n (n - 1) (n - 2)), over e^3. Where all
        figures are 0 or 1, such as who stayed, it is Newcombe's of two shares, which holds for few customers and near 0
        and 1, too. The finding is "differs", or "not more than chance" where the interval holds 0; with fewer than 10
        customers in a group it is "too few: 10 in each group would do". Where few customers bring most of the money, no
        interval holds, none is given, and the finding says how many would do: 25 (exp(s^2) / p - 1) in each group, p
        the share of its m figures above 0, s^2 the sum over their logarithms above the median of the squared distance
        from it, times 2 / (m - 1); not asked where a figure is below 0. Followers may differ for other reasons than
        following.

    Errors:
        #NUM!: a group has fewer than 2 customers; in the interval, where a few bring most and too few are given.
        #N/A: no row has both.
        #VALUE!: the ranges differ in size, or is_follower holds a text.
        #DIV/0!: in the relative difference, where the mean of the others is zero; in the interval, where all followers
            have one figure and all others have one, so that there is no spread to judge by.

    Source:
        [S0] and [S2], step 2: compare those who follow you with those who do not. The interval: [welch1947], and
        [hall1992] for two groups, [zhou2005]; a difference is refuted where both refute it, [berger1982]. Of shares
        [newcombe1998], method 10.

    Examples:
        =SOCSEGMENT({1;1;1;1;1;1;1;1;1;1;0;0;0;0;0;0;0;0;0;0},{8;9;9;9;9;9;9;9;9;10;7;7;7;7;7;7;7;7;7;7}) ->
            {"followers","others","difference","relative","low","high","finding";
            9,7,2,0.2857142857142857,1.6627775205463438,2.3372224794536565,"differs"}
        =SOCSEGMENT({TRUE;TRUE;FALSE;FALSE},{1;1;0;0}) ->
            {"followers","others","difference","relative","low","high","finding";
            1,0,1,#DIV/0!,0.06998519885519938,1,"too few: 10 in each group would do"}
        =SOCSEGMENT({1;1;1;1;1;1;1;1;1;1;0;0;0;0;0;0;0;0;0;0},{9;0;0;40;0;0;0;5;0;0;2;0;3;0;0;7;0;0;1;0}) ->
            {"followers","others","difference","relative","low","high","finding";
            5.4,1.3,4.1000000000000005,3.153846153846154,#NUM!,#NUM!,
            "a few bring most: 747 in each group would do"}
        =SOCSEGMENT({TRUE;TRUE;FALSE},{12;14;10}) -> #NUM!
    """
    known = [(f, m) for f, m in zip(is_follower, metric, strict=True) if f is not None and m is not None]
    if not known:
        raise CellError("#N/A", "No row has is_follower and metric.", "Fill in at least one row.")
    followers = [number for follows, number in known if follows]
    others = [number for follows, number in known if not follows]
    if min(len(followers), len(others)) < 2:
        groups = f"There are {len(followers)} followers and {len(others)} others"
        raise CellError("#NUM!", f"{groups}; each group needs 2 at least.", "Add customers.")
    mean, base = fmean(followers), fmean(others)
    difference = mean - base
    ends = _interval(followers, others, confidence)
    relative = CellError("#DIV/0!", "The mean of the others is zero.") if base == 0 else difference / base
    still = CellError("#DIV/0!", "All followers have one figure, and all others have one: there is no spread.")
    low, high = ends or (still, still)
    needed, fewest = _needed(followers, others), min(len(followers), len(others))
    if ends is not None and fewest < needed:
        why = f"A few customers bring most of it: of {fewest} in a group, no interval keeps its promise."
        low = high = CellError("#NUM!", why, f"Give {needed} in each group, or compare the logarithms of the figures.")
    if fewest < FEWEST:
        finding = TOO_FEW
    elif ends is None:
        finding = NO_SPREAD
    elif fewest < needed:
        finding = SKEWED.format(needed)
    else:
        finding = "not more than chance" if ends[0] <= 0 <= ends[1] else "differs"
    return Spill(
        [[mean, base, difference, relative, low, high, finding]],
        header=("followers", "others", "difference", "relative", "low", "high", "finding"),
    )


def _variance(figures: list[float], mean: float) -> float:
    """Return the variance; `statistics.variance` adds fractions, and takes a microsecond for each figure."""
    if min(figures) == max(figures):
        return 0.0  # the mean may be off in its last digit, which is no spread
    return fsum((figure - mean) ** 2 for figure in figures) / (len(figures) - 1)


def _needed(*groups: list[float]) -> int:
    """Return how many customers each group needs for Welch's interval to hold, 0 where that is not asked."""
    every = {figure for group in groups for figure in group}
    if min(every) < 0 or every <= {0.0, 1.0}:
        return 0
    return max(rows_needed(group) for group in groups)


def _interval(ours: list[float], theirs: list[float], confidence: float) -> tuple[float, float] | None:
    """Return the ends of the difference of two means, None where no figure differs from the others of its group."""
    mean, base = fmean(ours), fmean(theirs)
    if {*ours, *theirs} <= {0.0, 1.0}:
        return newcombe((mean, len(ours)), (base, len(theirs)), confidence)
    errors = _variance(ours, mean) / len(ours), _variance(theirs, base) / len(theirs)
    if sum(errors) == 0:
        return None
    freedom = sum(errors) ** 2 / (errors[0] ** 2 / (len(ours) - 1) + errors[1] ** 2 / (len(theirs) - 1))
    t, error = t_quantile((1 + confidence) / 2, freedom), sqrt(sum(errors))
    skew = _bent(ours, mean, error) - _bent(theirs, base, error)
    return mean - base - error * max(t, unskewed(t, skew)), mean - base + error * max(t, -unskewed(-t, skew))


def _bent(figures: list[float], mean: float, error: float) -> float:
    """Return the third central moment of the mean of some figures, in cubes of an error; 0 for two, which show none."""
    n = len(figures)
    if n < 3 or min(figures) == max(figures):
        return 0.0
    return fsum(((figure - mean) / error) ** 3 for figure in figures) / (n * (n - 1) * (n - 2))


@formula(twin="customers*(rate_followers-rate_others)*value")
def SOCLIFTVALUE(customers: Count, rate_followers: Rate, rate_others: Rate, value: Money) -> Money:
    """What the better retention or upsell of followers is worth.

    Args:
        customers: how many customers follow you.
        rate_followers: the share of them who stay, or buy more.
        rate_others: the same share of the customers who do not follow you.
        value: what one customer who stays, or buys more, is worth.

    Returns:
        customers x (rate_followers - rate_others) x value; below zero where followers do worse.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a rate is outside 0 to 1, or the customers are below 0.

    Source:
        [S0] and [S2], step 2: was there a higher retention, were there more opportunities to sell?

    Examples:
        =SOCLIFTVALUE(200,0.75,0.5,10) -> 500
        =SOCLIFTVALUE(200,75,0.5,10) -> #NUM!
    """
    return customers * (rate_followers - rate_others) * value


@formula(
    twin="deals*(size_followers-size_others+IF((LEN(days_followers)>0)*(LEN(days_others)>0),"
    "IF(LEN(day_value),(days_others-days_followers)*day_value,#N/A),IF(LEN(days_followers)+LEN(days_others),#N/A,0)))"
)
def SOCDEALVALUE(
    deals: Count,
    size_followers: Money,
    size_others: Money,
    days_followers: Days | None = None,
    days_others: Days | None = None,
    day_value: Money | None = None,
) -> Money:
    """What it is worth that deals with followers are larger, and closed sooner.

    Args:
        deals: how many deals with followers were closed.
        size_followers: the average size of a deal with a follower.
        size_others: the average size of a deal with somebody else.
        days_followers: the average days to close with a follower; leave both numbers of days blank to count size alone.
        days_others: the average days to close with somebody else.
        day_value: what a deal is worth more for each day that it is closed sooner; 0 for nothing. Blank is not known
            yet, and counts only where the days are given.

    Returns:
        deals x (size_followers - size_others + (days_others - days_followers) x day_value).

    Errors:
        #N/A: an argument is blank, one of the two numbers of days alone is known, or both without what a day is worth.
        #NUM!: deals or days are below 0.

    Source:
        [S0] and [S2], step 2: is it faster to close, are the contracts larger?

    Examples:
        =SOCDEALVALUE(10,1200,1000) -> 2000
        =SOCDEALVALUE(10,1200,1000,20,30,5) -> 2500
        =SOCDEALVALUE(10,1200,1000,20) -> #N/A
        =SOCDEALVALUE(10,1200,1000,20,30) -> #N/A
    """
    sooner = 0.0
    if days_followers is not None and days_others is not None:
        if day_value is None:
            raise CellError("#N/A", "What a day sooner is worth is not known yet.", "Fill in day_value; 0 is nothing.")
        sooner = (days_others - days_followers) * day_value
    elif days_followers is not None or days_others is not None:
        raise CellError("#N/A", "Only one of the two numbers of days is known.", "Fill in both, or neither.")
    return deals * (size_followers - size_others + sooner)
''',
"socroi/catalogue/value.py": r'''"""Value: what an action, a fan or a customer is worth."""

from __future__ import annotations

from math import expm1, log1p
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.suggestion import nearest
from socroi.definition.units import (
    ZEROS,
    Cell,
    Column,
    Cost,
    Count,
    Each,
    Grid,
    Holds,
    Kind,
    Margin,
    Money,
    Paired,
    PairedOrOne,
    Positive,
    Rate,
    Share,
    Text,
    as_text,
)
from socroi.errors import CellError

FAMILY = Family(2, "Value", "What is an action, a fan or a customer worth?")

Leavers = Annotated[
    Literal["pay", "skip"],
    Kind(
        "what leavers do",
        '"pay" (until the end of the period in which they leave) or "skip" (that payment)',
        Holds.CHOICE,
    ),
]

BENCHMARKS: Final[tuple[tuple[str, float, str, float | None, str, str], ...]] = (
    ("follower", 0.25, "USD", None, "S3, step 5: its author calls the values fictional", "illustrative"),
    ("lead", 5.0, "USD", None, "S3, step 5: its author calls the values fictional", "illustrative"),
    ("link click", 1.0, "USD", None, "S3, step 5: its author calls the values fictional", "illustrative"),
    ("Facebook like, cost", 0.23, "USD", 2019.0, "S3, step 4: average in the US; year estimated", "published"),
)
"""KPI, value, currency, year, source, and whether the figure is an illustration or was published as measured."""


@formula(
    twin="IF(SUMPRODUCT(IFERROR(LEN(values),1))=0,#N/A,LET("
    "found,IF(COLUMNS(values)<2,IF(ROWS(values)<2,LEN(values),0)+#VALUE!,"
    "INDEX(values,XMATCH(kpi,TRIM(INDEX(values,0,1))),2)),"
    'IF(found<"",quantity*found,IF(LEN(found),#VALUE!,#N/A))))'
)
def KPIVALUE(kpi: Each[Text], quantity: Each[Count] = 1.0, values: Grid | None = None) -> Money:
    """What a quantity of a KPI is worth, at the KPI's own unit value.

    Args:
        kpi: the name of the KPI, case and surrounding space ignored; one cell, or a range that is answered cell by
            cell.
        quantity: how many there were; one cell, or a range as long as kpi. Left out, it is 1: the unit value
            itself. A blank cell is not known yet, and so is its worth.
        values: your own table of two columns, KPI and the value of one. Where it is left out or still empty, nothing is
            known of what a KPI is worth: no value of anybody else's is taken instead.

    Returns:
        quantity x unit value, in the currency of the values. Where a KPI stands twice in the table, its first row
        counts.

    Errors:
        #N/A: the table is left out or empty, the KPI is not in it, or its value or the quantity is blank, which means
            not known yet.
        #VALUE!: the table has one column only, or the KPI's value is a text.

    Source:
        [S3], steps 4 and 5: a money value for each KPI, times its results.

    Examples:
        =KPIVALUE("lead",4,{"lead",12;"link click",0.5}) -> 48
        =KPIVALUE(" Link Click ",30,{"lead",12;"link click",0.5}) -> 15
        =KPIVALUE("lead",,{"lead",12;"link click",0.5}) -> 12
        =KPIVALUE("lead","",{"lead",12;"link click",0.5}) -> #N/A
        =KPIVALUE({"lead";"follower"},{2;100},{"lead",12;"follower",0.1}) -> {24;10}
        =KPIVALUE("leed",4,{"lead",12;"link click",0.5}) -> #N/A
        =KPIVALUE("lead",4) -> #N/A
    """
    if values is None:
        hint = "Give a table of two columns: the KPI, and what one of it is worth to you."
        raise CellError("#N/A", f'What one "{kpi}" is worth is not known: there is no table of values.', hint)
    if len(values[0]) < 2:
        raise CellError("#VALUE!", "values has one column.", "Give two: the KPI, and what one of it is worth.")
    wanted = kpi.casefold()
    for name, worth, *_ in values:
        if not isinstance(name, CellError) and as_text(name).casefold() == wanted:
            return quantity * _unit_value(kpi, worth)
    known = [as_text(name) for name, *_ in values if isinstance(name, str)]
    raise CellError("#N/A", f'The KPI "{kpi}" is not in the table of values.', nearest(kpi, known))


def _unit_value(kpi: str, worth: Cell) -> float:
    if isinstance(worth, CellError):
        raise worth
    if worth is None:
        raise CellError("#N/A", f'The value of "{kpi}" is not known yet.', "Fill it in.")
    if not isinstance(worth, float):
        raise CellError("#VALUE!", f'The value of "{kpi}" is {as_text(worth)}, not a number.', "Type a number.")
    return worth


@formula(unplaced="The articles' values were made up by their authors, and a workbook holds your own alone.")
def SOCBENCHMARKS(kpi: Text = "") -> Spill:
    """The values that the articles give for a KPI, each with its source, its year and what it is worth as evidence.

    Args:
        kpi: the KPI whose row is wanted; blank means all of them.

    Returns:
        A table: KPI, value, currency, year, source, status. The status "illustrative" is a made-up example,
        "published" a figure that the source gives as measured. No function uses them: they are shown, and no more.

    Errors:
        #N/A: there is no benchmark for that KPI.

    Source:
        [S3]: the example values in step 5, and the average cost of a Facebook like in step 4. The article names no
        year.

    Examples:
        =SOCBENCHMARKS("LEAD") ->
            {"KPI","value","currency","year","source","status";
            "lead",5,"USD","","S3, step 5: its author calls the values fictional","illustrative"}
        =SOCBENCHMARKS("tweet") -> #N/A
    """
    rows = [row for row in BENCHMARKS if not kpi or row[0].casefold() == kpi.casefold()]
    if not rows:
        raise CellError("#N/A", f'There is no benchmark for "{kpi}".', nearest(kpi, [row[0] for row in BENCHMARKS]))
    return Spill(rows, header=("KPI", "value", "currency", "year", "source", "status"))


@formula(
    unplaced="The tables multiply quantity and value row by row, where the product can be seen and traced.",
    twin="SUM(quantity*value)",
)
def SOCVALUE(quantity: Paired[Count], value: PairedOrOne[Money]) -> Money:
    """What all actions together are worth: each quantity times its value.

    Args:
        quantity: how many there were; a range, row by row with value. A blank is not known yet and leaves its row out.
        value: what one of them is worth; a range as long as quantity, or one cell for all rows.

    Returns:
        The sum of quantity x value, in the sheet's currency.

    Errors:
        #N/A: no row has both.
        #VALUE!: the two ranges differ in size.

    Source:
        [S3], step 5: "benefits" are the results multiplied by the values given to the KPIs.

    Examples:
        =SOCVALUE({100;20;300},{0.25;5;1}) -> 425
        =SOCVALUE({100;"";300},2) -> 800
        =SOCVALUE({100;20},{1;2;3}) -> #VALUE!
    """
    return sum(q * v for q, v in zip(quantity, value, strict=True))


@formula(twin="average_sale*close_rate*margin")
def SOCLEADVALUE(average_sale: Money, close_rate: Rate, margin: Margin = 1.0) -> Money:
    """What one lead is worth, before anyone knows whether it will buy.

    Args:
        average_sale: the revenue of an average sale.
        close_rate: the share of leads that buy.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.

    Returns:
        average_sale x close_rate x margin: money for each lead.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a rate is outside 0 to 1, such as 10 typed for 10%.

    Source:
        Expected value of a lead, as of a prospect in [farris2010], chapter 5; [S3], step 4 asks for a value for each
        KPI.

    Examples:
        =SOCLEADVALUE(200,0.1) -> 20
        =SOCLEADVALUE(200,0.1,0.25) -> 5
        =SOCLEADVALUE(200,10) -> #NUM!
    """
    return average_sale * close_rate * margin


def _log_twin(rate: str) -> str:
    """Return Excel text for the logarithm of 1 + rate, which keeps its digits where the rate is tiny."""
    return f"IF(ABS({rate})<0.0001,{rate}-{rate}^2/2+{rate}^3/3-{rate}^4/4,LN(1+{rate}))"


@formula(
    unplaced="The sheets ask for sale, purchases and years, since few know a churn and a discount rate.",
    twin='value*margin*IF(leavers="pay",1,1-churn)*IF(discount+churn=0,IF(LEN(periods),periods,1/0),'
    "IF((LEN(periods)=0)+(churn=1),1/(discount+churn),LET("
    f"gone,-churn,kept,periods*({_log_twin('gone')}-{_log_twin('discount')}),"
    "IF(ABS(kept)<0.0001,-kept-kept^2/2-kept^3/6-kept^4/24,1-EXP(kept))/(discount+churn))))",
)
def SOCLTV(
    value: Money,
    periods: Positive | None = None,
    margin: Margin = 1.0,
    discount: Rate = 0.0,
    churn: Rate = 0.0,
    leavers: Leavers = "pay",
) -> Money:
    """Lifetime value of a customer: what they bring over the time that they stay, in today's money.

    Args:
        value: the revenue of one customer in one period.
        periods: for how many periods; blank means without an end, which needs a discount or a churn.
        margin: the share of revenue that is left after the goods are paid for; blank means 1, all of it.
        discount: the interest of one period, by which later money counts less; blank means 0.
        churn: the share of customers who leave in one period; blank means 0.
        leavers: whether those who leave in a period still pay for it: "pay", where they pay until the period ends and
            then leave, or "skip", where they left before they paid; blank means "pay".

    Returns:
        The sum over periods t = 1, 2, ... of value x margin x (1 - churn)^(t-1) / (1 + discount)^t; all payments come
        at the end of their period. Where leavers skip theirs, each is worth (1 - churn) of that: with no end it is then
        the margin multiple of the source, r / (1 + i - r) with r = 1 - churn. Without an end and without a discount it
        is value x margin / churn; without churn, Excel's -PV(discount, periods, value x margin).

    Errors:
        #DIV/0!: without an end, and with neither discount nor churn, the value has no limit.
        #N/A: the value is blank, or it is not known what leavers do.
        #NUM!: a rate is outside 0 to 1.

    Source:
        [gupta2003]. Its multiple counts those who stay through each period, the first included: "skip". The other
        convention, in which everybody who is there at the start of a period pays for it, is "pay".

    Examples:
        =SOCLTV(50,12) -> 600
        =SOCLTV(50,,0.4,,0.1) -> 200
        =SOCLTV(110,2,,0.1) -> 190.90909090909091
        =SOCLTV(100,,,0.12,0.2) -> 312.5
        =SOCLTV(100,,,0.12,0.2,"skip") -> 250
        =SOCLTV(50) -> #DIV/0!
    """
    paying = value * margin * (1 if leavers == "pay" else 1 - churn)
    if discount + churn == 0:
        if periods is None:
            raise CellError("#DIV/0!", "Without an end the value has no limit.", "Give periods, a discount or a churn.")
        return paying * periods
    # Of a rate as tiny as 0.1 + 0.2 - 0.3 leaves, 1 - ((1 - churn) / (1 + discount))^periods would keep no digit.
    endless = periods is None or churn == 1
    missing = 1.0 if endless else -expm1(periods * (log1p(-churn) - log1p(discount)))  # type: ignore[operator]  # known
    return paying * missing / (discount + churn)


@formula(
    unplaced="What part of a customer's value may be spent on winning them is a rule that the house sets.",
    twin="ltv*share",
)
def SOCMAXCPA(ltv: Money, share: Share) -> Money:
    """The most that one new customer may cost, as a share of what they bring.

    Args:
        ltv: the lifetime value of a customer, as from SOCLTV.
        share: the part of it that may be spent on winning them: your own decision, for which there is no default.

    Returns:
        ltv x share: money for each customer won.

    Errors:
        #N/A: the ltv or the share is blank.
        #NUM!: the share is outside 0 to 1.

    Source:
        [S3], step 4: decide what a follower, a lead or a click may cost at most.

    Examples:
        =SOCMAXCPA(600,0.25) -> 150
        =SOCMAXCPA(600,"") -> #N/A
        =SOCMAXCPA(600,25) -> #NUM!
    """
    return ltv * share


@formula(twin="SUM(clicks*cpc*(1-brand_share))")
def SOCPPCVALUE(clicks: Paired[Count], cpc: PairedOrOne[Cost], brand_share: PairedOrOne[Share] = ZEROS) -> Money:
    """What the same visits would have cost as pay-per-click: an avoided cost, which is no revenue.

    Args:
        clicks: the visits of each keyword or link; a range. A blank is not known yet and leaves its row out.
        cpc: what a click on that keyword costs as an ad; a range as long as clicks, or one cell for all rows.
        brand_share: the share of those clicks that searched for your own name and would have come anyway; a range, or
            one cell for all rows. Blank means 0.

    Returns:
        The sum of clicks x cpc x (1 - brand_share). Show it on a line of its own, never inside the return.

    Errors:
        #N/A: no row has both clicks and cpc.
        #VALUE!: the ranges differ in size.
        #NUM!: a count or a cost is below 0, or a share is outside 0 to 1.

    Source:
        [S1], point 1: match the keywords with the costs of pay-per-click on the same terms and add the numbers up.

    Examples:
        =SOCPPCVALUE({100;50},{0.5;2}) -> 150
        =SOCPPCVALUE({100;50},{0.5;2},0.2) -> 120
        =SOCPPCVALUE({100;50},{0.5;2;3}) -> #VALUE!
    """
    return sum(c * p * (1 - b) for c, p, b in zip(clicks, cpc, brand_share, strict=True))


@formula(
    unplaced="It multiplies five guesses; the sheets ask what a KPI is worth and how that is known instead.",
    twin="posts_per_day*30*clicks_per_post*conversion_rate*conversion_value/unlikes_per_month",
)
def SOCFANVALUE(
    unlikes_per_month: Count,
    posts_per_day: Count,
    clicks_per_post: Count,
    conversion_rate: Rate,
    conversion_value: Money,
) -> Money:
    """What one fan is worth over the time that they stay a fan.

    Args:
        unlikes_per_month: how many fans or followers of the page leave in a month.
        posts_per_day: how many posts with a link to your site there are on a day.
        clicks_per_post: how many clicks such a post gets.
        conversion_rate: the share of those clicks that convert.
        conversion_value: what a conversion is worth.

    Returns:
        posts x 30 x clicks x conversion_rate x conversion_value / unlikes: money for each fan. How many fans there are
        does not matter: the more there are, the longer each stays and the smaller is each one's part of the clicks.

    Errors:
        #DIV/0!: no fan leaves.
        #N/A: an argument is blank.
        #NUM!: a count is below 0, or the conversion_rate is outside 0 to 1.

    Source:
        The "value of a like" of [zarrella2012]: likes / unlikes per month x posts per month x clicks / likes x rate x
        value, in which the likes cancel.

    Examples:
        =SOCFANVALUE(10,1,5,0.02,50) -> 15
        =SOCFANVALUE(0,1,5,0.02,50) -> #DIV/0!
    """
    return posts_per_day * 30 * clicks_per_post * conversion_rate * conversion_value / unlikes_per_month


@formula(twin="questions*answered_share*deflection_rate*cost_per_contact")
def SOCSAVINGS(questions: Count, answered_share: Share, deflection_rate: Rate, cost_per_contact: Cost) -> Money:
    """Service cost saved by answers that customers find on social media instead of calling.

    Args:
        questions: how many questions were asked there.
        answered_share: the share of them that got an answer.
        deflection_rate: the share of answered questions that would have become a call or a letter otherwise.
        cost_per_contact: what such a call or letter costs.

    Returns:
        questions x answered_share x deflection_rate x cost_per_contact: an avoided cost.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a share is outside 0 to 1, or a count or a cost is below 0.

    Source:
        [S1]: service cost saved, because one answer in public serves many.

    Examples:
        =SOCSAVINGS(400,0.5,0.25,8) -> 400
        =SOCSAVINGS(400,50,0.25,8) -> #NUM!
    """
    return questions * answered_share * deflection_rate * cost_per_contact


@formula(twin="advocates*referrals_each*conversion_rate*value")
def SOCWOM(advocates: Count, referrals_each: Count, conversion_rate: Rate, value: Money) -> Money:
    """What word of mouth brings: people who recommend the company, times what comes of it.

    Args:
        advocates: how many people recommend the company.
        referrals_each: how many people each of them reaches with a recommendation.
        conversion_rate: the share of those people who buy.
        value: what one such purchase is worth.

    Returns:
        advocates x referrals_each x conversion_rate x value, in the sheet's currency.

    Errors:
        #N/A: an argument is blank.
        #NUM!: a count is below 0, or the conversion_rate is outside 0 to 1.

    Source:
        [S1]: word of mouth as a return of its own; [S3], step 2.

    Examples:
        =SOCWOM(50,3,0.1,40) -> 600
        =SOCWOM(-50,3,0.1,40) -> #NUM!
    """
    return advocates * referrals_each * conversion_rate * value


@formula(
    unplaced="Where orders are counted, they are a KPI of their own, and an order's worth stands beside it.",
    twin="SUM(revenue)/SUM(orders)",
)
def SOCAOV(revenue: Column[Money], orders: Column[Count]) -> Money:
    """Average order value: what one order brings.

    Args:
        revenue: what the orders brought in, one cell or a range; refunds are negative, blanks are skipped.
        orders: how many orders there were, one cell or a range; blanks are skipped.

    Returns:
        The sum of revenue / the sum of orders, in the sheet's currency.

    Errors:
        #DIV/0!: there were no orders.
        #N/A: revenue or orders hold no number yet.

    Source:
        The "average sale" that [S3], step 1 names among the goals, as shops and Google Analytics define it,
        [clifton2012].

    Examples:
        =SOCAOV(5000,100) -> 50
        =SOCAOV({5000;1000},{100;20}) -> 50
        =SOCAOV(5000,0) -> #DIV/0!
    """
    return sum(revenue) / sum(orders)
''',
"socroi/catalogue/witness.py": r'''"""Witnesses: what customers and the shop itself say, beside what platforms claim and what tests show."""

from __future__ import annotations

from math import fsum
from typing import Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import ONES, Cell, Column, Confidence, Cost, Count, Margin, Money, Paired, Text
from socroi.errors import CellError
from socroi.methods.multinomial import simultaneous

FAMILY = Family(16, "Witnesses", "What do customers and the shop itself say, beside what platforms claim?")

FEWEST_ANSWERS: Final = 30
"""Below these the intervals of all answers together are too wide to be of use."""
MOST_ANSWERS: Final = 100_000_000
"""Answers beyond which the quantiles of an interval lose their digits, and take seconds each."""
CLAIMED: Final = "more is claimed than was sold"


@formula(unplaced="The sheet Four witnesses has all answers in cells that Excel 2010 computes, with an interval.")
def SOCHEARD(
    answer: Paired[Text],
    quantity: Paired[Count] = ONES,
    asked: Count | None = None,
    tracked: Paired[Count | None] | None = None,
    confidence: Confidence = 0.95,
) -> Spill:
    """How did you hear of us: each answer's share with an interval, and what the silent could make of it.

    Args:
        answer: what each customer answered, or each answer once; case and surrounding space are ignored. A blank is no
            answer.
        quantity: how many customers gave that answer; a range as long as answer. Blank means 1: one row, one customer.
        asked: how many customers were asked, the silent among them; blank: nothing is said of those.
        tracked: how many of those asked came from there by the shop's own tracking (links, paths); a range as long as
            answer. Blank: no dark part is told.
        confidence: how sure the intervals of all answers together are to hold the true shares; blank means 0.95.

    Returns:
        A table with a row for each answer, the most frequent first: answer, customers, its share of all
        answers, and the low and high end of it (Jeffreys, with an equal part of the doubt for each answer, so
        that all intervals together hold as often as confidence says; answers of a lot of all customers are
        taken for granted); then, of all who were asked, the least share that answer can have, where none of the
        silent would have given it, and the most, where all of them would (Manski's bounds: no guess about the
        silent); then the customers tracked, and the dark part, from and to: those who say so and whom no link
        shows, answers - tracked with none and with all of the silent, not below 0.

    Errors:
        #NUM!: fewer than 30 answers or more than 100,000,000, all answers the same, a quantity that is not whole, or
            fewer asked than answered.
        #N/A: no row has an answer.
        #VALUE!: the ranges differ in size.

    Source:
        The interval of a share: [brown2001]; of all at once: [goodman1965]; the silent: [manski1989].

    Examples:
        =SOCHEARD({"friend";"Instagram";"search"},{24;40;16},200,{"";22;30}) -> {
            "answer","customers","share","low","high","at least","at most","tracked","dark from","dark to";
            "Instagram",40,0.5,0.3689319542942553,0.631068045705745,0.2,0.8,22,18,138;
            "friend",24,0.3,0.1897236338046384,0.4304691562098233,0.12,0.72,"","","";
            "search",16,0.2,0.10963284807146097,0.3206157144967211,0.08,0.68,30,0,106}
        =SOCHEARD({"friend";"Instagram"},{9;11}) -> #NUM!
    """
    counts: dict[str, tuple[str, int]] = {}
    seen: dict[str, float] = {}
    links = tracked or [None] * len(answer)
    for said, many, link in zip(answer, quantity, links, strict=True):
        if many != int(many):
            raise CellError("#NUM!", f"{many:g} customers answered {said}.", "Count customers; they are whole.")
        key = said.casefold()
        name, before = counts.get(key, (said, 0))
        counts[key] = name, before + int(many)
        if link is not None:
            seen[key] = seen.get(key, 0.0) + link
    counts = {key: (name, many) for key, (name, many) in counts.items() if many}
    answers = sum(many for _, many in counts.values())
    if answers < FEWEST_ANSWERS:
        why = f"{answers} customers answered; {FEWEST_ANSWERS} are the fewest that tell."
        raise CellError("#NUM!", why, f"Ask on, until {FEWEST_ANSWERS - answers} more have answered.")
    if answers > MOST_ANSWERS:
        raise CellError("#NUM!", f"{answers} customers answered.", f"Give {MOST_ANSWERS} at most.")
    if len(counts) < 2:
        raise CellError("#NUM!", "All gave the same answer.", "Offer several, in an order that changes.")
    if asked is not None and asked < answers:
        raise CellError("#NUM!", f"{answers} answered, and {asked:g} were asked.", "Count all who were asked.")
    ordered = sorted(counts, key=lambda key: -counts[key][1])
    ends = simultaneous([counts[key][1] for key in ordered], confidence)
    silent = None if asked is None else asked - answers
    table: list[list[Cell]] = []
    for key, (low, high) in zip(ordered, ends, strict=True):
        name, many = counts[key]
        row: list[Cell] = [name, float(many), many / answers, low, high]
        if silent is None or asked is None:
            row += [None, None]
        else:
            row += [many / asked, (many + silent) / asked]
        link = seen.get(key)
        if link is None:
            row += [None, None, None]
        else:
            row += [link, max(0.0, many - link), None if silent is None else max(0.0, many + silent - link)]
        table.append(row)
    header = ("answer", "customers", "share", "low", "high", "at least", "at most", "tracked", "dark from", "dark to")
    return Spill(table, header=header)


@formula(
    unplaced="It asks for all marketing and all sales, and the workbooks are of social media alone.",
    twin='LET(paid,SUM(spend),sold,SUM(revenue),fresh,IF(SUM(LEN(new_revenue)),SUM(new_revenue),""),'
    'claims,IF(SUM(LEN(claimed)),SUM(claimed)/sold,""),'
    'each,IF(SUM(LEN(new_customers)),paid/SUM(new_customers),""),mer,sold/paid,'
    # What divides by nothing is the answer, and no cell of a table.
    "wrong,mer+N(each)+N(fresh)+N(claims),IF(ISERROR(wrong),wrong,"
    'VSTACK({"spend","revenue","MER","left","nCAC","new revenue","returning revenue","new MER","claimed of revenue",'
    '"finding"},HSTACK(paid,sold,mer,sold*margin-paid,each,fresh,IF(fresh="","",sold-fresh),'
    f'IF(fresh="","",fresh/paid),claims,IF(claims="","",IF(claims>1,"{CLAIMED}",""))))))',
)
def SOCBLENDED(
    spend: Column[Cost],
    revenue: Column[Money],
    new_customers: Column[Count] | None = None,
    new_revenue: Column[Money] | None = None,
    claimed: Column[Money] | None = None,
    margin: Margin = 1.0,
) -> Spill:
    """All marketing against all sales: no platform's claim in it, and none that could count a sale twice.

    Args:
        spend: all that was spent on marketing in the period, every platform; blanks are skipped.
        revenue: all sales of the shop in the same period; blanks are skipped.
        new_customers: how many customers bought for the first time; blank: no cost per new customer is told.
        new_revenue: the sales to those; blank: new and returning are not told apart.
        claimed: the sales that all platforms together claim; blank: they are not compared.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.

    Returns:
        A table of one row: spend; revenue; MER, revenue / spend (3 is three times the spend: a ratio, no return); what
        is left, revenue x margin - spend; nCAC, spend / new customers, which is the highest that winning one can have
        cost, as returning customers cost some of it, too; new and returning revenue; new MER, new revenue / spend;
        claimed / revenue, where more than 1 cannot be; and a finding that says so. MER shows no cause: sales that come
        anyway are in it.

    Errors:
        #DIV/0!: nothing was spent, nobody is new, or claims are compared with no sales.
        #N/A: spend or revenue holds no number.
        #NUM!: a cost or a count is below 0.

    Source:
        Revenue / spend: [farris2010]; claims of platforms are never added up without the shop's own total beside them:
        [S3], step 5, analyse each one separately.

    Examples:
        =SOCBLENDED({2000;1000},9000,60,4500,{6000;5000},0.5) -> {"spend","revenue","MER","left","nCAC","new revenue",
            "returning revenue","new MER","claimed of revenue","finding";
            3000,9000,3,1500,50,4500,4500,1.5,1.2222222222222223,"more is claimed than was sold"}
        =SOCBLENDED(3000,9000) -> {"spend","revenue","MER","left","nCAC","new revenue","returning revenue","new MER",
            "claimed of revenue","finding";3000,9000,3,6000,"","","","","",""}
        =SOCBLENDED(0,9000) -> #DIV/0!
    """
    paid, sold = fsum(spend), fsum(revenue)
    fresh = None if new_revenue is None else fsum(new_revenue)
    claims = None if claimed is None else fsum(claimed) / sold
    return Spill(
        [
            [
                paid,
                sold,
                sold / paid,
                sold * margin - paid,
                None if new_customers is None else paid / fsum(new_customers),
                fresh,
                None if fresh is None else sold - fresh,
                None if fresh is None else fresh / paid,
                claims,
                CLAIMED if claims is not None and claims > 1 else None,
            ]
        ],
        header=("spend", "revenue", "MER", "left", "nCAC", "new revenue", "returning revenue", "new MER",
                "claimed of revenue", "finding"),
    )  # fmt: skip
''',
"socroi/definition/__init__.py": r'''"""How a worksheet function of ours is said: kinds of arguments, registry, examples, twin, spill, the literature."""
''',
"socroi/definition/docstring.py": r'''"""The fixed sections of a function's docstring, read; what is missing or at odds is refused with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.definition import examples
from socroi.definition.formula import RefusedFormula
from socroi.definition.literature import WORKS, cited
from socroi.errors import CELL_ERRORS

if TYPE_CHECKING:
    from socroi.definition.parameter import Parameter

SECTIONS: Final = ("Args", "Returns", "Errors", "Source", "Examples")


def sections(name: str, doc: str) -> tuple[str, dict[str, list[str]]]:
    """Return the summary and the lines of each section, in which every section must have something to say."""
    summary, _, rest = doc.partition("\n")
    if not summary.endswith("."):
        raise RefusedFormula(f"{name} needs a docstring whose first line is a sentence with its full stop.")
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in rest.splitlines():
        heading = line.removesuffix(":")
        if heading in SECTIONS and line != heading:
            lines = sections.setdefault(heading, [])
        elif line.strip():
            lines.append(line)
    for section in SECTIONS:
        if not sections.get(section):
            raise RefusedFormula(f"{name} has nothing under '{section}:' in its docstring.")
    if list(sections) != list(SECTIONS):
        raise RefusedFormula(f"{name} has its docstring's sections in another order than {', '.join(SECTIONS)}.")
    return summary, sections


def joined(lines: list[str]) -> str:
    """Return the text of a section's lines in one line."""
    return " ".join(line.strip() for line in lines)


def source(name: str, lines: list[str]) -> str:
    """Return what stands under Source, which has to cite works that there are."""
    source = joined(lines)
    if not cited(source):
        raise RefusedFormula(
            f"{name} cites no work under 'Source:'. Name one by its key in socroi/definition/literature.py, as in [S0]."
        )
    if unknown := [key for key in cited(source) if key not in WORKS]:
        raise RefusedFormula(
            f"{name} cites [{unknown[0]}], which is no key in socroi/definition/literature.py. Correct it or add it."
        )
    return source


def entries(name: str, section: str, lines: list[str]) -> dict[str, str]:
    """Return the entries `key: text` of a section; a line indented further goes on with the one before."""
    entries: dict[str, str] = {}
    key = ""
    margin = len(lines[0]) - len(lines[0].lstrip())
    for line in lines:
        if len(line) - len(line.lstrip()) > margin and key:
            entries[key] += " " + line.strip()
            continue
        key, colon, text = line.strip().partition(": ")
        if not colon:
            raise RefusedFormula(f"{name} has a line under '{section}:' that is not 'name: text': {line.strip()!r}.")
        entries[key] = text.strip()
    return entries


def errors(name: str, lines: list[str]) -> dict[str, str]:
    """Return when each cell error appears, by error."""
    errors = entries(name, "Errors", lines)
    for code in errors:
        if code not in CELL_ERRORS:
            raise RefusedFormula(f"{name} documents the error {code}, which no cell can show.")
    return errors


def documented_examples(name: str, lines: list[str], parameters: tuple[Parameter, ...]) -> tuple[examples.Example, ...]:
    """Return the examples, one of which shows an error."""
    try:
        found = tuple(examples.parse(line) for line in _continued(lines))
    except ValueError as problem:
        raise RefusedFormula(f"{name} has an example that cannot be read: {problem}.") from problem
    for example in found:
        if example.call.name != name:
            raise RefusedFormula(f"{name} has an example of another function: {example}.")
        if len(example.call.arguments) > len(parameters):
            raise RefusedFormula(f"{name} has an example with too many arguments: {example}.")
    if not any(example.is_error for example in found):
        raise RefusedFormula(f"{name} has no example that shows an error.")
    return found


def _continued(lines: list[str]) -> list[str]:
    """Return the examples of which each may go on over several lines."""
    joined: list[str] = []
    for line in map(str.strip, lines):
        if line.startswith("=") or not joined:
            joined.append(line)
        else:
            joined[-1] += f" {line}" if joined[-1].endswith("->") else line
    return joined
''',
"socroi/definition/examples.py": r'''"""The examples in a formula's documentation, read as test vectors: `=SOCROI({1000;500},{500}) -> 200`.

An argument is a number, a text, TRUE or FALSE, an error, an array constant, a call of another of our functions, or
nothing at all (a blank). The result is one of the same, without calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from socroi.errors import CELL_ERRORS, CellError

Scalar = float | str | bool | CellError | None


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of our functions, as an example writes it."""

    name: str
    arguments: tuple[Argument, ...]


Argument = Scalar | list[list[Scalar]] | Call


@dataclass(frozen=True, slots=True)
class Example:
    """One example: what is typed, what that means, and what the cell (or the spill) shows."""

    text: str
    call: Call
    result: Scalar | list[list[Scalar]]

    @property
    def is_error(self) -> bool:
        """Whether the example shows an error."""
        return isinstance(self.result, CellError)

    def __str__(self) -> str:
        return self.text


_TOKEN: Final = re.compile(
    r"""\s*(?:
    (?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?%?)
    | "(?P<text>(?:[^"]|"")*)"
    | (?P<error>\#[A-Z0-9_/]+[!?]?)
    | (?P<word>[A-Z]+)
    | (?P<mark>[(){},;])
    )\s*""",
    re.VERBOSE,
)


def parse(line: str) -> Example:
    """Return the example that a line holds. ValueError says what cannot be read."""
    formula, arrow, result = line.partition(" -> ")
    if not arrow:
        raise ValueError(f"{line!r} has no ' -> result'")
    if not formula.startswith("="):
        raise ValueError(f"{line!r} does not begin with an equals sign")
    call = _Reader(formula[1:]).whole()
    answer = _Reader(result).whole()
    if not isinstance(call, Call):
        raise ValueError(f"{formula!r} calls no function")  # noqa: TRY004 - the line is wrong, not its type
    if isinstance(answer, Call):
        raise ValueError(f"{result!r} is no result")  # noqa: TRY004 - likewise
    return Example(line, call, answer)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise ValueError(f"{text!r} cannot be read from {text[position:]!r} on")
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            position = match.end()
        self.tokens.append(("end", ""))
        self.at = 0

    def whole(self) -> Argument:
        value = self.argument()
        if self.tokens[self.at][0] != "end":
            raise ValueError(f"{self.text!r} goes on after its end")
        return value

    def next(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def skip(self, mark: str) -> bool:
        if self.tokens[self.at] == ("mark", mark):
            self.at += 1
            return True
        return False

    def argument(self) -> Argument:
        if self.tokens[self.at] in {("mark", ","), ("mark", ")")}:
            return None
        if self.skip("{"):
            return self.array()
        if self.tokens[self.at][0] == "word" and self.tokens[self.at + 1] == ("mark", "("):
            return self.call()
        return self.scalar()

    def call(self) -> Call:
        name = self.next()[1]
        self.at += 1
        if self.skip(")"):
            return Call(name, ())
        arguments = [self.argument()]
        while self.skip(","):
            arguments.append(self.argument())
        if not self.skip(")"):
            raise ValueError(f"{self.text!r} lacks a closing bracket")
        return Call(name, tuple(arguments))

    def array(self) -> list[list[Scalar]]:
        rows: list[list[Scalar]] = [[self.scalar()]]
        while not self.skip("}"):
            if self.skip(","):
                rows[-1].append(self.scalar())
            elif self.skip(";"):
                rows.append([self.scalar()])
            else:
                raise ValueError(f"{self.text!r} has an array without its end")
        if len({len(row) for row in rows}) > 1:
            raise ValueError(f"{self.text!r} has an array with rows of different lengths")
        return rows

    def scalar(self) -> Scalar:
        group, text = self.next()
        if group == "number":
            return float(text[:-1]) / 100 if text.endswith("%") else float(text)
        if group == "text":
            return text.replace('""', '"')
        if group == "error" and text in CELL_ERRORS:
            return CellError(text)
        if group == "word" and text in {"TRUE", "FALSE"}:
            return text == "TRUE"
        raise ValueError(f"{self.text!r} has {text!r} where a value is expected")
''',
"socroi/definition/formula.py": r'''"""One worksheet function, and the group that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from socroi.definition import twin
from socroi.definition.literature import WORKS, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from socroi.definition import examples
    from socroi.definition.literature import Work
    from socroi.definition.parameter import Parameter
    from socroi.definition.units import Kind


class RefusedFormula(Exception):
    """A catalogue entry breaks a rule of the catalogue. This is a mistake in our code, never in a sheet."""


@dataclass(frozen=True, slots=True)
class Family:
    """A group of functions that answer one question; each module of the catalogue is one family.

    Attributes:
        order: its place in lists and in the documentation.
        title: what a person reads above the group.
        question: what its functions answer, in one sentence.
    """

    order: int
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Formula:
    """One worksheet function, with all that is known of it.

    Attributes:
        body: the bare Python function; only the gate calls it.
        family: the group that it belongs to; `module` is that group's module name.
        errors: when each cell error appears, by error.
        source: where its definition comes from, with the keys of the works in brackets.
        twin: the same in plain Excel over the argument names, or "".
        gives: the kind of the result, where it is one number.
        many: whether the result can be more than one cell even where every argument is one.
        spills: whether the result can be more than one cell at all.
        unplaced: why it stands in no cell of our workbooks, in a sentence; "" where it does.
    """

    name: str
    body: Callable[..., Any]
    module: str
    family: Family
    summary: str
    parameters: tuple[Parameter, ...]
    returns: str
    errors: dict[str, str]
    source: str
    examples: tuple[examples.Example, ...]
    twin: str
    gives: Kind | None
    many: bool
    spills: bool
    unplaced: str = ""

    @property
    def signature(self) -> str:
        """How Excel shows the call: `SOCROI(revenue, cost, [margin], [unit])`."""
        return f"{self.name}({', '.join(p.name if p.required else f'[{p.name}]' for p in self.parameters)})"

    @property
    def works(self) -> dict[str, Work]:
        """The works that its source cites, by key, in the order in which it names them."""
        return {key: WORKS[key] for key in cited(self.source)}

    def expression(self, given: Collection[str]) -> str:
        """Return plain Excel text over the names of the given arguments, equal to the call in value and in error.

        It is to be computed as an array formula, as LAMBDA does. ValueError where the function has no twin.
        """
        if not self.twin:
            raise ValueError(f"{self.name} has no twin")
        return twin.guarded(self.twin, self.parameters, given)
''',
"socroi/definition/literature.py": r'''"""The works that the functions cite, by key: who wrote what, when, and where it can be found.

A function names a work in its docstring, under `Source:`, by the key in brackets: `[shapley1953]`, `[S0], step 4`. The
key is the surname of the first author, or the short name of a body, with the year; S0 to S4 are the five articles that
describe the method. What is not known of a work is said to be unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_CITATION: Final = re.compile(r"\[([A-Za-z]\w*)\]")


@dataclass(frozen=True, slots=True)
class Work:
    """A book, a paper or an article.

    Attributes:
        authors: their names, or "" where they are unknown.
        title: as it was published; of a work in another script, English follows in the note.
        year: of publication, or None where it is unknown; the note then says what is known instead.
        published: journal, volume and pages, or publisher; "" where that is unknown.
        address: where it can be read or found; "" where no lasting address is known.
        note: what else a reader needs to recognise it, or to find the place that is cited.
    """

    authors: str
    title: str
    year: int | None
    published: str
    address: str = ""
    note: str = ""

    @property
    def reference(self) -> str:
        """The whole reference, as a list of literature has it."""
        title = f"“{self.title}”" if self.title else "without a title"
        parts = [self.authors or "Author unknown", title, self.published, str(self.year or "year unknown")]
        return " ".join(filter(None, (f"{', '.join(filter(None, parts))}.", self.address, self.note)))


def cited(text: str) -> tuple[str, ...]:
    """Return the keys that a text cites, each once, in the order in which it names them first."""
    return tuple(dict.fromkeys(_CITATION.findall(text)))


WORKS: Final[Mapping[str, Work]] = {
    "S0": Work(
        "",
        "Jinsi ya Kuhesabu Kurudi kwenye Uwekezaji wako wa Uuzaji wa Media ya Jamii",
        None,
        "article in Swahili",
        note="In English: How to calculate the return on your social media marketing investment. The copy used here"
        " gives neither author, date nor address; it shows an infographic of MDG, “How to measure social media"
        " ROI”, and is the same article as S2. Four steps: 1 define measurable goals; 2 give each action a value; 3"
        " count the costs of the work; 4 find the ROI, ((revenue attributed to social - cost of social) x 100) /"
        " cost of social.",
    ),
    "S1": Work(
        "",
        "A közösségi média befektetésének megtérülése, amelyet nem mér",
        None,
        "article in Hungarian",
        note="In English: The return on social media investment that you do not measure. The copy used here gives"
        " neither author, date nor address; it shows a diagram by David Armano. Point 1: what the traffic would"
        " have cost as pay-per-click; point 2: direct sales; then indirect returns: thought leadership, personal"
        " relations, word of mouth, reputation, authority, indirect sales, service cost saved, practised messages.",
    ),
    "S2": Work(
        "",
        "Com es calcula el rendiment de la inversió en màrqueting en xarxes socials",
        None,
        "article in Catalan",
        note="In English: How to calculate the return on investment in social media marketing. The copy used here gives"
        " neither author, date nor address; it is the same article as S0, in a better translation, with the same"
        " four steps.",
    ),
    "S3": Work(
        "",
        "آيا ميزان بازگرداني سرمايه رسانه هاي اجتماعي نفس را مرتبه گيري مي كنيد؟",
        None,
        "article in Persian",
        note="In English: Do you measure the return on investment of your social media? The copy used here gives"
        " neither author, date nor address; its text speaks as LYFE Marketing, and forecasts for 2019 are the"
        " latest that it quotes as news. Five steps: 1 name the KPIs; 2 align the goals of social media with those"
        " of the business; 3 track the results; 4 give each KPI a money value; 5 analyse the results, in total and"
        " by platform.",
    ),
    "S4": Work(
        "",
        "",
        None,
        "article in Hindi",
        note="The copy used here gives neither title, author, date nor address; it reports “The ROI of Social Media"
        " Management”, a study of Salesforce with Altimeter: the return comes from efficiency (integration and"
        " automation of scheduling, management, monitoring and response) and from maturity (a managed process), and"
        " is measured by the Net Promoter Score.",
    ),
    "abadie2015": Work(
        "A. Abadie, A. Diamond and J. Hainmueller",
        "Comparative politics and the synthetic control method",
        2015,
        "American Journal of Political Science 59(2), 495-510",
        "https://doi.org/10.1111/ajps.12116",
    ),
    "aert2019": Work(
        "R. C. M. van Aert and D. Jackson",
        "A new justification of the Hartung-Knapp method for random-effects meta-analysis based on weighted least "
        "squares regression",
        2019,
        "Research Synthesis Methods 10(4), 515-527",
        "https://doi.org/10.1002/jrsm.1356",
    ),
    "anderl2016": Work(
        "E. Anderl, I. Becker, F. von Wangenheim and J. H. Schumann",
        "Mapping the customer journey: lessons learned from graph-based online attribution modeling",
        2016,
        "International Journal of Research in Marketing 33(3), 457-474",
        "https://doi.org/10.1016/j.ijresmar.2016.03.001",
    ),
    "anderson1942": Work(
        "R. L. Anderson",
        "Distribution of the serial correlation coefficient",
        1942,
        "Annals of Mathematical Statistics 13(1), 1-13",
        "https://doi.org/10.1214/aoms/1177731638",
    ),
    "bates1988": Work(
        "D. M. Bates and D. G. Watts",
        "Nonlinear Regression Analysis and Its Applications",
        1988,
        "Wiley",
    ),
    "berger1982": Work(
        "R. L. Berger",
        "Multiparameter hypothesis testing and acceptance sampling",
        1982,
        "Technometrics 24(4), 295-300",
        "https://doi.org/10.1080/00401706.1982.10487790",
    ),
    "berman2018": Work(
        "R. Berman",
        "Beyond the last touch: attribution in online advertising",
        2018,
        "Marketing Science 37(5), 771-792",
        "https://doi.org/10.1287/mksc.2018.1104",
    ),
    "bloom1995": Work(
        "H. S. Bloom",
        "Minimum detectable effects: a simple way to report the statistical power of experimental designs",
        1995,
        "Evaluation Review 19(5), 547-556",
        "https://doi.org/10.1177/0193841X9501900504",
    ),
    "brown2001": Work(
        "L. D. Brown, T. T. Cai and A. DasGupta",
        "Interval estimation for a binomial proportion",
        2001,
        "Statistical Science 16(2), 101-133",
        "https://doi.org/10.1214/ss/1009213286",
    ),
    "chernozhukov2021": Work(
        "V. Chernozhukov, K. Wüthrich and Y. Zhu",
        "An exact and robust conformal inference method for counterfactual and synthetic controls",
        2021,
        "Journal of the American Statistical Association 116(536), 1849-1864",
        "https://doi.org/10.1080/01621459.2021.1920957",
    ),
    "clifton2012": Work(
        "B. Clifton",
        "Advanced Web Metrics with Google Analytics",
        2012,
        "third edition, Sybex",
    ),
    "cooper1988": Work(
        "R. Cooper and R. S. Kaplan",
        "Measure costs right: make the right decisions",
        1988,
        "Harvard Business Review 66(5), 96-103",
    ),
    "cryer2008": Work(
        "J. D. Cryer and K.-S. Chan",
        "Time Series Analysis: With Applications in R",
        2008,
        "second edition, Springer",
        "https://doi.org/10.1007/978-0-387-75959-3",
    ),
    "dalessandro2012": Work(
        "B. Dalessandro, C. Perlich, O. Stitelman and F. Provost",
        "Causally motivated attribution for online advertising",
        2012,
        "Proceedings of the Sixth International Workshop on Data Mining for Online Advertising (ADKDD)",
        "https://doi.org/10.1145/2351356.2351363",
    ),
    "dean2016": Work(
        "R. T. Dean and W. T. M. Dunsmuir",
        "Dangers and uses of cross-correlation in analyzing time series in perception, performance, movement, and"
        " neuroscience: the importance of constructing transfer function autoregressive models",
        2016,
        "Behavior Research Methods 48(2), 783-802",
        "https://doi.org/10.3758/s13428-015-0611-2",
    ),
    "dersimonian1986": Work(
        "R. DerSimonian and N. Laird",
        "Meta-analysis in clinical trials",
        1986,
        "Controlled Clinical Trials 7(3), 177-188",
        "https://doi.org/10.1016/0197-2456(86)90046-2",
    ),
    "donner2012": Work(
        "A. Donner and G. Y. Zou",
        "Closed-form confidence intervals for functions of the normal mean and standard deviation",
        2012,
        "Statistical Methods in Medical Research 21(4), 347-359",
        "https://doi.org/10.1177/0962280210383082",
    ),
    "dorfman1954": Work(
        "R. Dorfman and P. O. Steiner",
        "Optimal advertising and optimal quality",
        1954,
        "American Economic Review 44(5), 826-836",
    ),
    "dunn1961": Work(
        "O. J. Dunn",
        "Multiple comparisons among means",
        1961,
        "Journal of the American Statistical Association 56(293), 52-64",
        "https://doi.org/10.1080/01621459.1961.10482090",
    ),
    "efron1979": Work(
        "B. Efron",
        "Bootstrap methods: another look at the jackknife",
        1979,
        "Annals of Statistics 7(1), 1-26",
        "https://doi.org/10.1214/aos/1176344552",
    ),
    "efron1993": Work(
        "B. Efron and R. J. Tibshirani",
        "An Introduction to the Bootstrap",
        1993,
        "Chapman & Hall",
    ),
    "fabijan2019": Work(
        "A. Fabijan, J. Gupchup, S. Gupta, J. Omhover, W. Qin, L. Vermeer and P. Dmitriev",
        "Diagnosing sample ratio mismatch in online controlled experiments: a taxonomy and rules of thumb",
        2019,
        "Proceedings of the 25th ACM SIGKDD conference, 2156-2164",
        "https://doi.org/10.1145/3292500.3330722",
    ),
    "fader2005": Work(
        "P. S. Fader, B. G. S. Hardie and K. L. Lee",
        "“Counting your customers” the easy way: an alternative to the Pareto/NBD model",
        2005,
        "Marketing Science 24(2), 275-284",
        "https://doi.org/10.1287/mksc.1040.0098",
    ),
    "fader2007": Work(
        "P. S. Fader and B. G. S. Hardie",
        "How to project customer retention",
        2007,
        "Journal of Interactive Marketing 21(1), 76-90",
        "https://doi.org/10.1002/dir.20074",
    ),
    "fader2013": Work(
        "P. S. Fader and B. G. S. Hardie",
        "The gamma-gamma model of monetary value",
        2013,
        "note 025 of brucehardie.com",
        "https://www.brucehardie.com/notes/025/",
    ),
    "farris2010": Work(
        "P. W. Farris, N. T. Bendle, P. E. Pfeifer and D. J. Reibstein",
        "Marketing Metrics: The Definitive Guide to Measuring Marketing Performance",
        2010,
        "second edition, Pearson Education",
    ),
    "fieller1954": Work(
        "E. C. Fieller",
        "Some problems in interval estimation",
        1954,
        "Journal of the Royal Statistical Society, Series B 16(2), 175-185",
        "https://doi.org/10.1111/j.2517-6161.1954.tb00159.x",
    ),
    "fleiss2003": Work(
        "J. L. Fleiss, B. Levin and M. C. Paik",
        "Statistical Methods for Rates and Proportions",
        2003,
        "third edition, Wiley",
        "https://doi.org/10.1002/0471445428",
    ),
    "friede2017": Work(
        "T. Friede, C. Röver, S. Wandel and B. Neuenschwander",
        "Meta-analysis of two studies in the presence of heterogeneity with applications in rare diseases",
        2017,
        "Biometrical Journal 59(4), 658-671",
        "https://doi.org/10.1002/bimj.201500236",
    ),
    "gelman2006": Work(
        "A. Gelman",
        "Prior distributions for variance parameters in hierarchical models",
        2006,
        "Bayesian Analysis 1(3), 515-534",
        "https://doi.org/10.1214/06-BA117A",
    ),
    "gelman2013": Work(
        "A. Gelman, J. B. Carlin, H. S. Stern, D. B. Dunson, A. Vehtari and D. B. Rubin",
        "Bayesian Data Analysis",
        2013,
        "third edition, Chapman & Hall/CRC",
    ),
    "goodman1965": Work(
        "L. A. Goodman",
        "On simultaneous confidence intervals for multinomial proportions",
        1965,
        "Technometrics 7(2), 247-254",
        "https://doi.org/10.1080/00401706.1965.10490252",
    ),
    "gordon2019": Work(
        "B. R. Gordon, F. Zettelmeyer, N. Bhargava and D. Chapsky",
        "A comparison of approaches to advertising measurement: evidence from big field experiments at Facebook",
        2019,
        "Marketing Science 38(2), 193-225",
        "https://doi.org/10.1287/mksc.2018.1135",
    ),
    "grassmann1985": Work(
        "W. K. Grassmann, M. I. Taksar and D. P. Heyman",
        "Regenerative analysis and steady state distributions for Markov chains",
        1985,
        "Operations Research 33(5), 1107-1116",
        "https://doi.org/10.1287/opre.33.5.1107",
    ),
    "gupta2003": Work(
        "S. Gupta and D. R. Lehmann",
        "Customers as assets",
        2003,
        "Journal of Interactive Marketing 17(1), 9-24",
        "https://doi.org/10.1002/dir.10045",
    ),
    "gupta2006": Work(
        "S. Gupta, D. Hanssens, B. Hardie, W. Kahn, V. Kumar, N. Lin, N. Ravishanker and S. Sriram",
        "Modeling customer lifetime value",
        2006,
        "Journal of Service Research 9(2), 139-155",
        "https://doi.org/10.1177/1094670506293810",
    ),
    "hall1992": Work(
        "P. Hall",
        "On the removal of skewness by transformation",
        1992,
        "Journal of the Royal Statistical Society B 54(1), 221-228",
        "https://doi.org/10.1111/j.2517-6161.1992.tb01876.x",
    ),
    "hartung2001": Work(
        "J. Hartung and G. Knapp",
        "On tests of the overall treatment effect in meta-analysis with normally distributed responses",
        2001,
        "Statistics in Medicine 20(12), 1771-1782",
        "https://doi.org/10.1002/sim.791",
    ),
    "iasb2003": Work(
        "IASB (International Accounting Standards Board)",
        "IAS 16 Property, Plant and Equipment",
        2003,
        "international accounting standard",
    ),
    "iso2003": Work(
        "ISO (International Organization for Standardization)",
        "ISO/IEC 15504-2:2003, Information technology - Process assessment - Part 2: Performing an assessment",
        2003,
        "international standard",
    ),
    "iso2019": Work(
        "ISO (International Organization for Standardization)",
        "ISO 8601-1:2019, Date and time - Representations for information interchange - Part 1: Basic rules",
        2019,
        "international standard",
    ),
    "jackson2017": Work(
        "D. Jackson, M. Law, G. Rücker and G. Schwarzer",
        "The Hartung-Knapp modification for random-effects meta-analysis: a useful refinement but are there any "
        "residual concerns?",
        2017,
        "Statistics in Medicine 36(25), 3923-3934",
        "https://doi.org/10.1002/sim.7411",
    ),
    "jennison2000": Work(
        "C. Jennison and B. W. Turnbull",
        "Group Sequential Methods with Applications to Clinical Trials",
        2000,
        "Chapman & Hall/CRC",
    ),
    "jin2017": Work(
        "Y. Jin, Y. Wang, Y. Sun, D. Chan and J. Koehler",
        "Bayesian methods for media mix modeling with carryover and shape effects",
        2017,
        "Google",
        "https://research.google/pubs/pub46001/",
    ),
    "johari2017": Work(
        "R. Johari, P. Koomen, L. Pekelis and D. Walsh",
        "Peeking at A/B tests: why it matters, and what to do about it",
        2017,
        "Proceedings of the 23rd ACM SIGKDD conference, 1517-1525",
        "https://doi.org/10.1145/3097983.3097992",
    ),
    "kannan2016": Work(
        "P. K. Kannan, W. Reinartz and P. C. Verhoef",
        "The path to purchase and attribution modeling: introduction to special section",
        2016,
        "International Journal of Research in Marketing 33(3), 449-456",
    ),
    "keefer1983": Work(
        "D. L. Keefer and S. E. Bodily",
        "Three-point approximations for continuous random variables",
        1983,
        "Management Science 29(5), 595-609",
        "https://doi.org/10.1287/mnsc.29.5.595",
    ),
    "kerman2017": Work(
        "J. Kerman, P. Wang and J. Vaver",
        "Estimating ad effectiveness using geo experiments in a time-based regression framework",
        2017,
        "Google",
        "https://research.google/pubs/pub45950/",
    ),
    "lin2006": Work(
        "R. Lin, T. A. Louis, S. M. Paddock and G. Ridgeway",
        "Loss function based ranking in two-stage, hierarchical models",
        2006,
        "Bayesian Analysis 1(4), 915-946",
        "https://doi.org/10.1214/06-BA130",
    ),
    "mack1993": Work(
        "T. Mack",
        "Distribution-free calculation of the standard error of chain ladder reserve estimates",
        1993,
        "ASTIN Bulletin 23(2), 213-225",
        "https://doi.org/10.2143/AST.23.2.2005092",
    ),
    "malcolm1959": Work(
        "D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar",
        "Application of a technique for research and development program evaluation",
        1959,
        "Operations Research 7(5), 646-669",
        "https://doi.org/10.1287/opre.7.5.646",
    ),
    "manski1989": Work(
        "C. F. Manski",
        "Anatomy of the selection problem",
        1989,
        "Journal of Human Resources 24(3), 343-360",
        "https://doi.org/10.2307/145818",
    ),
    "michaelis1913": Work(
        "L. Michaelis and M. L. Menten",
        "Die Kinetik der Invertinwirkung",
        1913,
        "Biochemische Zeitschrift 49, 333-369",
    ),
    "newcombe1998": Work(
        "R. G. Newcombe",
        "Interval estimation for the difference between independent proportions: comparison of eleven methods",
        1998,
        "Statistics in Medicine 17(8), 873-890",
        "https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C873::AID-SIM779%3E3.0.CO;2-I",
    ),
    "paulk1993": Work(
        "M. C. Paulk, B. Curtis, M. B. Chrissis and C. V. Weber",
        "Capability maturity model, version 1.1",
        1993,
        "IEEE Software 10(4), 18-27",
        "https://doi.org/10.1109/52.219617",
    ),
    "pearson1965": Work(
        "E. S. Pearson and J. W. Tukey",
        "Approximate means and standard deviations based on distances between percentage points of frequency curves",
        1965,
        "Biometrika 52(3/4), 533-546",
        "https://doi.org/10.1093/biomet/52.3-4.533",
    ),
    "reichheld2003": Work(
        "F. F. Reichheld",
        "The one number you need to grow",
        2003,
        "Harvard Business Review 81(12)",
    ),
    "robbins1970": Work(
        "H. Robbins",
        "Statistical methods related to the law of the iterated logarithm",
        1970,
        "The Annals of Mathematical Statistics 41(5), 1397-1409",
        "https://doi.org/10.1214/aoms/1177696786",
    ),
    "rocks2016": Work(
        "B. Rocks",
        "Interval estimation for the ‘Net Promoter Score’",
        2016,
        "The American Statistician 70(4), 365-372",
        "https://arxiv.org/abs/1601.07235",
    ),
    "rosenbaum2002": Work(
        "P. R. Rosenbaum",
        "Observational Studies",
        2002,
        "second edition, Springer",
        "https://doi.org/10.1007/978-1-4757-3692-2",
    ),
    "ross2010": Work(
        "S. A. Ross, R. W. Westerfield and B. D. Jordan",
        "Fundamentals of Corporate Finance",
        2010,
        "ninth edition, McGraw-Hill",
    ),
    "seber1989": Work(
        "G. A. F. Seber and C. J. Wild",
        "Nonlinear Regression",
        1989,
        "Wiley",
        "https://doi.org/10.1002/0471725315",
    ),
    "shapley1953": Work(
        "L. S. Shapley",
        "A value for n-person games",
        1953,
        "in H. W. Kuhn and A. W. Tucker (editors), Contributions to the Theory of Games II, Annals of Mathematics"
        " Studies 28, Princeton University Press, 307-317",
        "https://doi.org/10.1515/9781400881970-018",
    ),
    "smith2006": Work(
        "J. E. Smith and R. L. Winkler",
        "The optimizer's curse: skepticism and postdecision surprise in decision analysis",
        2006,
        "Management Science 52(3), 311-322",
        "https://doi.org/10.1287/mnsc.1050.0451",
    ),
    "student1908": Work(
        "Student (W. S. Gosset)",
        "Probable error of a correlation coefficient",
        1908,
        "Biometrika 6(2-3), 302-310",
        "https://doi.org/10.1093/biomet/6.2-3.302",
    ),
    "venzon1988": Work(
        "D. J. Venzon and S. H. Moolgavkar",
        "A method for computing profile-likelihood-based confidence intervals",
        1988,
        "Journal of the Royal Statistical Society, Series C 37(1), 87-94",
        "https://doi.org/10.2307/2347496",
    ),
    "wald1944": Work(
        "A. Wald and J. Wolfowitz",
        "Statistical tests based on permutations of the observations",
        1944,
        "Annals of Mathematical Statistics 15(4), 358-372",
        "https://doi.org/10.1214/aoms/1177731207",
    ),
    "welch1947": Work(
        "B. L. Welch",
        "The generalization of ‘Student's’ problem when several different population variances are involved",
        1947,
        "Biometrika 34(1-2), 28-35",
        "https://doi.org/10.1093/biomet/34.1-2.28",
    ),
    "wilson1927": Work(
        "E. B. Wilson",
        "Probable inference, the law of succession, and statistical inference",
        1927,
        "Journal of the American Statistical Association 22(158), 209-212",
        "https://doi.org/10.1080/01621459.1927.10502953",
    ),
    "yule1926": Work(
        "G. U. Yule",
        "Why do we sometimes get nonsense-correlations between time-series?",
        1926,
        "Journal of the Royal Statistical Society 89(1), 1-63",
        "https://doi.org/10.2307/2341482",
    ),
    "zarrella2012": Work(
        "D. Zarrella",
        "How to calculate the value of a like",
        2012,
        "Harvard Business Review, online, November 2012",
    ),
    "zhao2018": Work(
        "K. Zhao, S. H. Mahboobi and S. R. Bagheri",
        "Shapley value methods for attribution modeling in online advertising",
        2018,
        "arXiv 1804.05327",
        "https://arxiv.org/abs/1804.05327",
    ),
    "zhou2005": Work(
        "X.-H. Zhou and P. Dinh",
        "Nonparametric confidence intervals for the one- and two-sample problems",
        2005,
        "Biostatistics 6(2), 187-200",
        "https://doi.org/10.1093/biostatistics/kxi002",
    ),
    "zou2008": Work(
        "G. Y. Zou and A. Donner",
        "Construction of confidence limits about effect measures: a general approach",
        2008,
        "Statistics in Medicine 27(10), 1693-1702",
        "https://doi.org/10.1002/sim.3095",
    ),
}
"""Every work that is cited, the five articles first, then by key."""
''',
"socroi/definition/parameter.py": r'''"""One argument of a worksheet function."""

from __future__ import annotations

from dataclasses import dataclass

from socroi.definition.units import Kind, Shape, Single


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a worksheet function.

    Attributes:
        doc: its meaning, its sign, and what a blank means.
        required: whether the call must give it; otherwise `default` stands for it, None meaning "not given".
        single: what one cell means beside ranges.
    """

    name: str
    kind: Kind
    shape: Shape
    doc: str
    required: bool
    default: float | str | bool | None = None
    single: Single = Single.A_ROW
''',
"socroi/definition/registry.py": r'''"""The catalogue's gatekeeper: `@formula` turns a documented function into a worksheet function, or refuses it.

Everything that a host, a test or the documentation needs is read from the function itself: its name, its annotations
and its docstring. An entry that is incomplete, ill-named or at odds with the rest of the catalogue is refused when it
is imported, with a sentence that says what to change.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Literal,
    ParamSpec,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from socroi.definition import twin
from socroi.definition.docstring import documented_examples, entries, errors, joined, sections, source
from socroi.definition.formula import Family, Formula, RefusedFormula
from socroi.definition.parameter import Parameter
from socroi.definition.spill import Spill
from socroi.definition.units import Holds, Kind, Shape, Single
from socroi.excel.addresses import is_reference
from socroi.excel.functions import is_built_in

if TYPE_CHECKING:
    from collections.abc import Callable


_P = ParamSpec("_P")
_R = TypeVar("_R")

SYNONYMS: Final = {
    "amounts": "amount", "benefit": "revenue", "budget": "spend", "channel": "platform", "costs": "cost",
    "count": "quantity", "dates": "date", "day": "date", "earnings": "revenue", "expense": "cost", "expenses": "cost",
    "gain": "revenue", "income": "revenue", "investment": "cost", "metric_value": "value", "network": "platform",
    "number": "quantity", "outlay": "cost", "path": "paths", "platforms": "platform", "price": "value",
    "profit_margin": "margin", "qty": "quantity", "quantities": "quantity", "returns": "revenue", "revenues": "revenue",
    "sales": "revenue", "significance": "confidence", "spending": "spend", "spent": "spend", "turnover": "revenue",
    "values_table": "values", "worth": "value",
}  # fmt: skip
"""Argument names that mean something we already have a word for: one concept has one name in the whole catalogue."""


_declared: dict[str, tuple[Callable[..., Any], str, str]] = {}
"""The body, the twin and the reason to be in no workbook of every worksheet function, by name."""

_formulas: dict[str, Formula] = {}
"""Those of them that somebody asked for: to read the text of all of them takes longer than a small workbook."""


def formula(*, twin: str = "", unplaced: str = "") -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Register a function of the catalogue as a worksheet function; the function itself is returned as it is.

    Args:
        twin: the same in plain Excel, as bare arithmetic over the argument names; guards are derived from the kinds.
        unplaced: why no cell of our workbooks calls it, in a sentence; left out where one does.
    """

    def register(body: Callable[_P, _R]) -> Callable[_P, _R]:
        name = body.__name__
        if name in _declared:
            modules = (each.__module__.rpartition(".")[2] for each in (_declared[name][0], body))
            raise RefusedFormula(f"{name} is defined twice, in {' and in '.join(modules)}.")
        _declared[name] = body, twin, unplaced
        return body

    return register


def formulas() -> dict[str, Formula]:
    """Return every worksheet function by name, ordered by family and then as its module defines them.

    Raises:
        RefusedFormula: one of them lacks something, and what.
    """
    _import_catalogue()
    ordered = sorted(map(_described, _declared), key=lambda entry: entry.family.order)
    return {entry.name: entry for entry in ordered}


def find(name: str) -> Formula | None:
    """Return the worksheet function of that name, None where there is none."""
    _import_catalogue()
    return _described(name) if name in _declared else None


def _described(name: str) -> Formula:
    if name not in _formulas:
        _formulas[name] = _describe(*_declared[name])
    return _formulas[name]


@cache
def _import_catalogue() -> None:
    from socroi import catalogue

    for module in pkgutil.iter_modules(catalogue.__path__):
        importlib.import_module(f"{catalogue.__name__}.{module.name}")


def _describe(body: Callable[..., Any], twin_text: str, unplaced: str) -> Formula:
    name = body.__name__
    _check_name(name)
    family = body.__globals__.get("FAMILY")
    if not isinstance(family, Family):
        raise RefusedFormula(
            f"{name} stands in {body.__module__}, which has no FAMILY = Family(order, title, question)."
        )
    summary, said = sections(name, inspect.getdoc(body) or "")
    hints = get_type_hints(body, include_extras=True)
    parameters = _parameters(name, body, hints, entries(name, "Args", said["Args"]))
    entry = Formula(
        name=name,
        body=body,
        module=body.__module__.rpartition(".")[2],
        family=family,
        summary=summary,
        parameters=parameters,
        returns=joined(said["Returns"]),
        errors=errors(name, said["Errors"]),
        source=source(name, said["Source"]),
        examples=documented_examples(name, said["Examples"], parameters),
        twin=twin_text,
        gives=_kind(hints.get("return")),
        many=_many(hints.get("return")),
        spills=_many(hints.get("return")) or any(p.shape is Shape.EACH for p in parameters),
        unplaced=unplaced,
    )
    _check_words(entry)
    if unplaced and not re.fullmatch(r"[A-Z].*[^.]\.", unplaced):
        raise RefusedFormula(f"{name} needs a sentence with its full stop for why it is unplaced, not {unplaced!r}.")
    if twin_text:
        _check_twin(entry)
    return entry


def _check_name(name: str) -> None:
    if is_reference(name):
        raise RefusedFormula(
            f"{name} is a cell address, so a sheet could never call it. Use letters only, more than three."
        )
    if not re.fullmatch(r"[A-Z]+", name):
        raise RefusedFormula(f"{name} is not a name in capital letters A to Z alone.")
    if is_built_in(name):
        raise RefusedFormula(f"{name} is a function of Excel's own. Give ours a name that begins with SOC.")
    if not name.startswith("SOC") and name != "KPIVALUE":
        raise RefusedFormula(f"{name} does not begin with SOC, so typing =SOC in a cell would not list it.")


def _parameters(
    name: str, body: Callable[..., Any], hints: dict[str, Any], docs: dict[str, str]
) -> tuple[Parameter, ...]:
    parameters: list[Parameter] = []
    for argument in inspect.signature(body).parameters.values():
        if argument.kind is not argument.POSITIONAL_OR_KEYWORD:
            raise RefusedFormula(f"{name} takes {argument}, and a cell can only pass plain arguments.")
        if argument.name not in docs:
            raise RefusedFormula(f"{name} says nothing of its argument {argument.name} under 'Args:'.")
        hint = hints.get(argument.name)
        kind, shape = _kind(hint), _shape(hint)
        if kind is None:
            raise RefusedFormula(f"{name} gives its argument {argument.name} no kind of socroi.definition.units.")
        required = argument.default is argument.empty
        default = None if required else argument.default
        single = Single.FOR_ALL if Single.FOR_ALL in _metadata(hint) else Single.A_ROW
        parameters.append(Parameter(argument.name, kind, shape, docs[argument.name], required, default, single))
    absent = [documented for documented in docs if documented not in {p.name for p in parameters}]
    if absent:
        raise RefusedFormula(f"{name} documents {absent[0]}, which is not among its arguments.")
    return tuple(parameters)


def _metadata(hint: Any) -> tuple[Any, ...]:
    """Return what an annotation says of itself, outermost first, through Annotated, lists and `| None`."""
    if get_origin(hint) is Annotated:
        inner, *notes = get_args(hint)
        options = get_args(inner) if get_origin(inner) is Literal else ()
        notes = [replace(note, choices=options) if isinstance(note, Kind) and options else note for note in notes]
        return (*reversed(notes), *_metadata(inner))
    return tuple(note for inner in get_args(hint) for note in _metadata(inner))


def _kind(hint: Any) -> Kind | None:
    return next((note for note in _metadata(hint) if isinstance(note, Kind)), None)


def _shape(hint: Any) -> Shape:
    return next((note for note in _metadata(hint) if isinstance(note, Shape)), Shape.ONE)


def _many(hint: Any) -> bool:
    return hint is Spill or get_origin(hint) is list or Spill in get_args(hint)


def _check_words(entry: Formula) -> None:
    """Refuse a synonym for a word of ours, and a word of ours with another meaning."""
    for parameter in entry.parameters:
        if parameter.name in SYNONYMS:
            raise RefusedFormula(
                f"{entry.name} calls an argument {parameter.name}; the catalogue's word is {SYNONYMS[parameter.name]}."
            )
        for other in _formulas.values():
            for known in other.parameters:
                if known.name == parameter.name and known.kind != parameter.kind:
                    raise RefusedFormula(
                        f"{entry.name} takes {parameter.name} as {parameter.kind.meaning}, and {other.name} as"
                        f" {known.kind.meaning}: one word has one meaning."
                    )


def _check_twin(entry: Formula) -> None:
    own = {parameter.name for parameter in entry.parameters}
    free, functions = twin.names(entry.twin)
    if unknown := sorted(free - own):
        raise RefusedFormula(f"{entry.name} has a twin that mentions {unknown[0]}, which is none of its arguments.")
    if unknown := sorted(name for name in functions if not is_built_in(name)):
        raise RefusedFormula(f"{entry.name} has a twin that calls {unknown[0]}, which Excel does not have.")
    for name in (*own, *twin.bound(entry.twin)):
        if is_reference(name):
            raise RefusedFormula(f"{entry.name} has a twin with the name {name}, which Excel reads as a cell address.")
    odd = [p.name for p in entry.parameters if p.kind.holds is Holds.DATE]
    if odd:
        raise RefusedFormula(f"{entry.name} has a twin and an argument {odd[0]} for which no guard is known.")
''',
"socroi/definition/spill.py": r'''"""A result of more than one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from socroi.definition.units import Cell

Row = list[Cell]


class Spill(Sequence[Row]):
    """Rows that spill from one cell, as the sheet shows them: the header, where there is one, is the first row.

    Args:
        rows: the rows below the header, all of one length.
        header: the column titles.
    """

    def __init__(self, rows: Sequence[Sequence[Cell]], header: Sequence[str] | None = None) -> None:
        self.body: list[Row] = [list(row) for row in rows]
        self.header = None if header is None else list(header)
        self._rows: list[Row] = self.body if header is None else [list(header), *self.body]

    @property
    def columns(self) -> int:
        """How many columns the rows have."""
        return len(self._rows[0]) if self._rows else 0

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # its rows can be changed

    def __repr__(self) -> str:
        texts = [[_shown(cell) for cell in row] for row in self._rows]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in texts)
        return "\n".join(lines)


def _shown(cell: Cell) -> str:
    return "" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else str(cell)
''',
"socroi/definition/suggestion.py": r'''"""What somebody meant who typed a name that there is not."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ACCENTS: Final = re.compile("[\N{COMBINING GRAVE ACCENT}-\N{COMBINING LATIN SMALL LETTER X}]")
_SHORTEST: Final = 4
"""So many letters of a longer name at least are taken for it."""


def closest(text: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """Return the known text most like another; None where none is like it to that degree (0 to 1).

    Case and accents do not matter. Where none is spelt like it, it is the only one that it is a part of.
    """
    from difflib import get_close_matches  # only who mistypes waits for it

    folded: dict[str, str] = {}
    for option in known:
        folded.setdefault(_plain(option), option)
    wanted = _plain(text)
    if found := get_close_matches(wanted, folded, 1, likeness):
        return folded[found[0]]
    longer = [option for name, option in folded.items() if wanted in name] if len(wanted) >= _SHORTEST else []
    return longer[0] if len(longer) == 1 else None


def nearest(text: str, known: Sequence[str]) -> str:
    """Return a hint that names the known text nearest to one that is not known."""
    meant = closest(text, known, 0.5)
    if meant is not None:
        return f'Did you mean "{meant}"?'
    return "Known are: " + ", ".join(f'"{option}"' for option in known) + "."


def _plain(text: str) -> str:
    """A name as somebody types it who has no accents on the keyboard: in small letters."""
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
''',
"socroi/definition/twin.py": r'''"""The twin of a function: the same in plain Excel, guarded so that its errors are the same too.

A twin is written as bare arithmetic over the argument names. `guarded` puts around it what the gate does in Python, as
conditions derived from each argument's kind and shape, in the gate's own order: an error inside an argument is the
result; then text or a wrong shape (#VALUE!), then nothing there at all or an unknown choice (#N/A), then limits
(#NUM!).

One idiom needs its reason said: `x<""` asks whether x is a number. Excel sorts numbers before every text, the empty
text included, and booleans after them; a blank equals the empty text. Unlike ISNUMBER, every engine computes it cell
by cell over an array, and it lets an error through. Likewise `LEN(x)` is above 0 for whatever is not blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.definition.units import Holds, Shape, Single

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from socroi.definition.parameter import Parameter

_WORD: Final = re.compile(r'"(?:[^"]|"")*"|#[A-Z0-9/]+[!?]?|(?P<name>[A-Za-z_][A-Za-z0-9_.]*)(?P<call>\s*\()?')
_BINDERS: Final = ("LET", "LAMBDA")
_ERRORS_FIRST: Final = "IF(0*("
"""How each guarded twin begins: an error inside an argument is the result."""
_GUARD: Final = re.compile(rf"{re.escape(_ERRORS_FIRST)}(?:SUMPRODUCT\()?LEN\(")


def substitute(text: str, replacements: dict[str, str]) -> str:
    """Return Excel text with names replaced; function names and quoted texts are left alone."""

    def replaced(match: re.Match[str]) -> str:
        name = match["name"]
        return match[0] if name is None or match["call"] else replacements.get(name, match[0])

    return _WORD.sub(replaced, text)


def names(text: str) -> tuple[set[str], set[str]]:
    """Return the free names and the function names of Excel text; what LET and LAMBDA bind is not free."""
    free: set[str] = set()
    functions: set[str] = set()
    inner = set(bound(text))
    for match in _WORD.finditer(text):
        if match["call"]:
            functions.add(match["name"])
        elif match["name"] and match["name"] not in inner and match["name"] not in {"TRUE", "FALSE"}:
            free.add(match["name"])
    return free, functions


def bound(text: str) -> Iterator[str]:
    """Yield the names that stand alone as an argument of LET or LAMBDA before its last."""
    calls: list[str] = []
    for match in re.finditer(r'"(?:[^"]|"")*"|(?P<open>[A-Za-z0-9_.]*)\(|(?P<close>\))|(?P<name>[A-Za-z_]\w*)', text):
        if match["open"] is not None:
            calls.append(match["open"])
        elif match["close"]:
            calls.pop()
        elif match["name"] and calls and calls[-1] in _BINDERS:
            before, after = text[match.start() - 1], text[match.end() : match.end() + 1]
            if before in "(," and after == ",":
                yield match["name"]


def literal(value: object) -> str:
    """Return a default value as Excel writes it; an argument without one is the empty text."""
    if value is None:
        return '""'
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}" if isinstance(value, (int, float)) else '"' + str(value).replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Guarded:
    """A twin over the arguments that are given, and what has to be looked at before it, in this order.

    Attributes:
        errors: an error inside one of these expressions is the result.
        refusals: for each cell error, when it is the result: the sum of its conditions is not 0.
        body: the twin itself.
    """

    errors: tuple[str, ...]
    refusals: tuple[tuple[str, tuple[str, ...]], ...]
    body: str


def parts(twin: str, parameters: Sequence[Parameter], given: Collection[str]) -> Guarded:
    """Return the twin and its guards, each by itself; the arguments are those of `guarded`."""
    present = [parameter for parameter in parameters if parameter.name in given]
    refusals = (
        ("#VALUE!", [c for p in present for c in _unreadable(p, present)]),
        ("#N/A", [c for p in present if (c := _missing(p, present))] + _incomplete(present)),
        ("#NUM!", [_over(p, limit) for p in present if (limit := _outside(p))]),
    )
    return Guarded(
        tuple(_over(p, f"LEN({p.name})") for p in present if p.shape is not Shape.GRID),
        tuple((code, tuple(conditions)) for code, conditions in refusals if conditions),
        substitute(twin, {p.name: _read(p, present) for p in parameters}),
    )


def guarded(twin: str, parameters: Sequence[Parameter], given: Collection[str]) -> str:
    """Return the twin as an expression of the arguments that are given.

    Args:
        twin: bare Excel text over the names of all parameters.
        parameters: every parameter of the function, in order.
        given: the names of the arguments that the call has; each of the others is replaced by its default.
    """
    found = parts(twin, parameters, given)
    body = found.body
    for code, conditions in reversed(found.refusals):
        body = f"IF({'+'.join(conditions)},{code},{body})"
    return f"{_ERRORS_FIRST}{'+'.join(found.errors)}),0,{body})" if found.errors else body


def is_guarded(text: str) -> bool:
    """Whether a formula has our guards, as each wording of a twin had them; nobody types them by hand."""
    return _GUARD.search(re.sub(r"\s|_xl[a-z]+\.", "", text)) is not None


def _over(parameter: Parameter, condition: str) -> str:
    """Count the cells of an argument for which a condition holds; an element-wise argument answers for each cell."""
    return f"({condition})" if parameter.shape is Shape.EACH else f"SUMPRODUCT({_numeric(condition)})"


def _numeric(condition: str) -> str:
    return condition if "*" in condition or condition.startswith("LEN(") else f"--({condition})"


def _unreadable(parameter: Parameter, present: Sequence[Parameter]) -> Iterator[str]:
    """Yield the conditions under which an argument is #VALUE!: text for a number, or a shape that does not fit."""
    x, one_cell = parameter.name, f"ROWS({parameter.name})*COLUMNS({parameter.name})=1"
    if parameter.shape is Shape.ONE:
        yield (
            f"(ROWS({x})*COLUMNS({x})>1)*(SUMPRODUCT(LEN({x}))>0)"
            if not parameter.required
            else f"(ROWS({x})*COLUMNS({x})>1)"
        )
    if parameter.kind.holds is Holds.NUMBER:
        no_number = _over(parameter, f'(LEN({x})>0)*({x}>="")')
        yield no_number if parameter.shape in {Shape.ONE, Shape.EACH} else f"({one_cell})*{no_number}"
    elif parameter.kind.holds is Holds.CHOICE:
        yield f"(SUMPRODUCT(LEN({x}))>0)*(SUMPRODUCT(--ISTEXT({x}))=0)"
    elif parameter.kind.holds is Holds.BOOLEAN:
        # Only TRUE and FALSE are FALSE or above; of the numbers, 0 and 1 stand for them.
        yield _over(parameter, f'(LEN({x})>0)*({x}<FALSE)*(({x}>="")+({x}<>0)*({x}<>1)>0)')
    partners = [p.name for p in present if p.shape in {Shape.PAIRED, Shape.ALIGNED}]
    if x in partners and len(partners) > 1:
        sizes = [f"({size}({x})<>MAX({','.join(f'{size}({p})' for p in partners)}))" for size in ("ROWS", "COLUMNS")]
        misfit = f"({'+'.join(sizes)})"
        if parameter.single is Single.FOR_ALL:
            yield f"(ROWS({x})*COLUMNS({x})>1)*{misfit}"
        elif parameter.required:
            yield misfit
        else:
            yield f"((ROWS({x})*COLUMNS({x})>1)+SUMPRODUCT(LEN({_trimmed(parameter)}))>0)*{misfit}"


def _missing(parameter: Parameter, present: Sequence[Parameter]) -> str:
    """Return the condition under which an argument is #N/A, or nothing where it cannot be."""
    x, holds, shape = parameter.name, parameter.kind.holds, parameter.shape
    if holds is Holds.CHOICE:
        options = ",".join(map(literal, parameter.kind.choices))
        unknown = f"(SUMPRODUCT(--(TRIM({x})={{{options}}}))=0)"
        return unknown if parameter.required else f"{unknown}*SUMPRODUCT(LEN(TRIM({x})))"
    if shape is Shape.EACH:
        return f"(LEN({_trimmed(parameter)})=0)"
    if not parameter.required or (shape is Shape.PAIRED and len(_paired(present)) > 1):
        return ""
    if holds is Holds.NUMBER and shape in {Shape.COLUMN, Shape.PAIRED, Shape.ALIGNED}:
        return f'(SUMPRODUCT(--({x}<""))=0)'
    return f"(SUMPRODUCT(LEN({_trimmed(parameter)}))=0)"


def _trimmed(parameter: Parameter) -> str:
    return f"TRIM({parameter.name})" if parameter.kind.holds in {Holds.TEXT, Holds.CHOICE} else parameter.name


def _paired(present: Sequence[Parameter]) -> list[Parameter]:
    return [p for p in present if p.shape is Shape.PAIRED and p.required]


def _incomplete(present: Sequence[Parameter]) -> list[str]:
    """Return the condition that no row has all of the paired arguments."""
    paired = _paired(present)
    return [f"(SUMPRODUCT({'*'.join(map(_is_known, paired))})=0)"] if len(paired) > 1 else []


def _is_known(parameter: Parameter) -> str:
    x = parameter.name
    return f'({x}<"")' if parameter.kind.holds is Holds.NUMBER else f"(LEN({_trimmed(parameter)})>0)"


def _outside(parameter: Parameter) -> str:
    """Return the condition for a number outside the limits of its kind."""
    x, kind = parameter.name, parameter.kind
    below, above = ("<=", ">=") if kind.open else ("<", ">")
    if kind.holds is not Holds.NUMBER or not kind.limited:
        return ""
    sides = [f"({x}{below}{kind.low:g})"] if kind.low > float("-inf") else []
    sides += [f"({x}{above}{kind.high:g})"] if kind.high < float("inf") else []
    # A blank counts as 0 in a comparison, and a text as larger than every number: only numbers may be refused here.
    return f'({x}<"")*{sides[0] if len(sides) == 1 else "(" + "+".join(sides) + ")"}'


def _read(parameter: Parameter, present: Sequence[Parameter]) -> str:
    """Return what stands for an argument inside the twin: cleaned, and the default where it is blank or not given."""
    value, default = _trimmed(parameter), literal(parameter.default)
    given = parameter in present
    if parameter.shape is Shape.PAIRED:
        if not parameter.required:
            value = f"IF({_is_known(parameter)},{value},{default})" if given else default
        # A row that lacks something counts for nothing in any sum.
        return f"IF({'*'.join(map(_is_known, _paired(present)))},{value},0)"
    if not given:
        return default
    if parameter.required or parameter.shape in {Shape.GRID, Shape.EACH}:
        return value
    return f"IF({_over(parameter, f'LEN({value})')},{value},{default})"
''',
"socroi/definition/units.py": r'''"""What the arguments of a worksheet function are: the kind of each cell, and the shape in which cells are taken.

A kind says what one cell means (`Money`, `Rate`, `Text`) and within which limits. A shape says how many cells an
argument takes and what the function receives. An annotation puts the two together, and mypy sees the Python type:

    Money              one cell                          float
    Column[Money]      any cells, to be summed           list[float]; blanks and texts are already left out
    Paired[Money]      row by row with its partners      list[float]; rows in which a partner is blank are left out
    PairedOrOne[Rate]  likewise, or one cell for all     likewise
    Aligned[Text]      row by row, blanks kept           list[str | None]; None means "not known yet", never zero
    AlignedOrOne[Text] likewise, or one cell for all     likewise
    Each[Text]         one cell at a time; spills        str
    Grid               a block to look things up in      list[list[Cell]]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import inf
from typing import Annotated, Any, Final, Literal, TypeVar

from socroi.errors import CellError

Cell = float | str | bool | date | CellError | None
"""One cell of a sheet. None is a blank."""


class Holds(Enum):
    """What a cell of a kind holds, in Python's terms."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ANYTHING = "anything"


class Shape(Enum):
    """How many cells an argument takes, and what the function receives of them."""

    ONE = "one cell"
    COLUMN = "a range that is added up"
    PAIRED = "a range, row by row; rows with a blank are left out"
    ALIGNED = "a range, row by row"
    EACH = "one cell, or a range that is answered cell by cell"
    GRID = "a range to look things up in"


class Single(Enum):
    """What a single cell means beside ranges that go row by row.

    A price or a name may be the same in every row. An amount may not: one cost beside ten revenues is the cost of one
    row or of all together, and counting it ten times would be wrong without a word.
    """

    A_ROW = "one row, which does not fit ranges of more"
    FOR_ALL = "the same in every row"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one cell of an argument means.

    Attributes:
        noun: the word for it in a sentence, with its article: "a cost".
        meaning: how it is described to a person: unit and sign.
        low, high: the limits; within them, or on them unless `open`.
        open: whether the limits themselves are refused.
        choices: the texts allowed, for a choice.
    """

    noun: str
    meaning: str
    holds: Holds = Holds.NUMBER
    low: float = -inf
    high: float = inf
    open: bool = False
    choices: tuple[str, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether any number is refused."""
        return self.low > -inf or self.high < inf

    def allows(self, number: float) -> bool:
        """Whether a number lies within the limits."""
        if self.open:
            return self.low < number < self.high
        return self.low <= number <= self.high

    def limits(self) -> str:
        """Return the limits in words: "not below 0", "from 0 to 1"."""
        if not self.limited:
            return "any number"
        if self.high == inf:
            return f"above {self.low:g}" if self.open else f"not below {self.low:g}"
        return f"between {self.low:g} and {self.high:g}" if self.open else f"from {self.low:g} to {self.high:g}"

    def refusal(self, argument: str, number: float, place: str) -> CellError:
        """Return the error for a number outside the limits; `place` is "" or " in row 3"."""
        percent = number / 100
        as_percent = self.high < inf and number > self.high and self.allows(percent)
        hint = f"Type {percent:g} or {number:g}%." if as_percent else "Correct the cell."
        return CellError("#NUM!", f"{argument} is {number:g}{place}; {self.noun} is {self.limits()}.", hint)


Money = Annotated[float, Kind("an amount", "money, in the sheet's currency")]
Cost = Annotated[float, Kind("a cost", "money, in the sheet's currency, not below 0", low=0)]
Percent = Annotated[float, Kind("a percentage", "percent: 25 means 25%")]
Ratio = Annotated[float, Kind("a ratio", "a plain number: 2 means twice")]
Fraction = Annotated[float, Kind("a fraction", "a fraction: 0.25 is 25%")]
Rate = Annotated[float, Kind("a rate", "a fraction from 0 to 1: 0.25 is 25%", low=0, high=1)]
Share = Annotated[float, Kind("a share", "a fraction from 0 to 1: 0.25 is 25%", low=0, high=1)]
Margin = Annotated[float, Kind("a margin", "a fraction from 0 to 1: 0.4 keeps 40 of 100", low=0, high=1)]
Markup = Annotated[float, Kind("an overhead", "a fraction from 0 to 3: 0.3 adds 30%", low=0, high=3)]
Confidence = Annotated[float, Kind("a confidence", "a fraction between 0 and 1: 0.95 is 95%", low=0, high=1, open=True)]
Count = Annotated[float, Kind("a count", "a count, not below 0; need not be whole", low=0)]
Positive = Annotated[float, Kind("a count", "a count, above 0", low=0, open=True)]
Hours = Annotated[float, Kind("a number of hours", "hours, not below 0", low=0)]
Days = Annotated[float, Kind("a number of days", "days, not below 0", low=0)]
Months = Annotated[float, Kind("a number of months", "months, not below 0", low=0)]
Score = Annotated[float, Kind("a score", "points, not below 0", low=0)]
Number = Annotated[float, Kind("a number", "any number")]
Text = Annotated[str, Kind("a text", "text; surrounding spaces are ignored", Holds.TEXT)]
Date = Annotated[date, Kind("a date", "a date, or Excel's serial number of one", Holds.DATE)]
Boolean = Annotated[bool, Kind("TRUE or FALSE", "TRUE or FALSE, or 1 or 0", Holds.BOOLEAN)]
RoiUnit = Annotated[
    Literal["percent", "ratio"], Kind("a unit", '"percent" (200 is twice the cost) or "ratio" (2 is)', Holds.CHOICE)
]

_C = TypeVar("_C")

Column = Annotated[list[_C], Shape.COLUMN]
Paired = Annotated[list[_C], Shape.PAIRED]
PairedOrOne = Annotated[list[_C], Shape.PAIRED, Single.FOR_ALL]
Aligned = Annotated[list[_C | None], Shape.ALIGNED]
AlignedOrOne = Annotated[list[_C | None], Shape.ALIGNED, Single.FOR_ALL]
Each = Annotated[_C, Shape.EACH]
Grid = Annotated[list[list[Cell]], Shape.GRID, Kind("a table", "cells of any kind", Holds.ANYTHING)]

ZEROS: Final[Any] = 0.0
"""The default of an argument that goes row by row: 0 in every row."""
ONES: Final[Any] = 1.0
"""Likewise 1 in every row."""


def as_text(cell: Cell) -> str:
    """Return a cell as Excel would join it into a text, surrounding spaces taken off and inner ones made single."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if cell is not None else ""
''',
"socroi/errors.py": r'''"""Everything that SOCROI can refuse, in one tree.

    Exception
    ├── CellError      a cell has no value: `#DIV/0!` and its kin, with a sentence that says why
    └── SocroiError    a file or a command failed: what, where, what to do
        ├── WorkbookError   a workbook cannot be read or written
        │   └── UnsafeWorkbook   it was refused before harm: a zip bomb, an entity bomb, a password
        ├── FormulaError    a formula cannot be parsed
        ├── Cancelled       a calculation was stopped from outside; nothing was written
        ├── SourceError     an export file is not understood
        │   └── MisfitError      cells of it are not what their columns hold; nothing was written
        └── UsageError      the request itself is wrong: an unknown template, a folder where a file is wanted

Warning:
    ├── UncomputedWarning   a value was read that hangs on a formula which is not understood
    └── SharedFileWarning   a file was written that has other names, which keep what it held before

Anything else that escapes is a bug and is not caught. Only the gate turns an exception into the value of a cell.
"""

from __future__ import annotations

from typing import Final

CELL_ERRORS: Final = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
                      "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CALC!")  # fmt: skip
"""The error values of a cell, as the file format spells them, from the oldest to the youngest."""


class CellError(Exception):
    """A cell has no value, and says why.

    It is an exception inside a function, and a *value* outside: what `socroi.SOCROI(...)` hands back prints as
    `#DIV/0!` and compares equal to that text.

    Args:
        code: one of `CELL_ERRORS`.
        why: one sentence, for the person at the sheet.
        hint: what to do about it, where there is something to do.
    """

    def __init__(self, code: str, why: str = "", hint: str = "") -> None:
        if code not in CELL_ERRORS:
            raise ValueError(f"{code!r} is not a cell error")
        super().__init__(code, why, hint)
        self.code = code
        self.why = why
        self.hint = hint

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"<{self.code}: {self.message}>" if self.message else f"<{self.code}>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, CellError):
            return self.code == other.code
        return self.code == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.code)

    @property
    def message(self) -> str:
        """The sentence and the hint, in one line."""
        return " ".join(part for part in (self.why, self.hint) if part)


class SocroiError(Exception):
    """A file or a command failed; the command line prints it in one line and ends with `status`.

    Args:
        what: one sentence that says what is wrong.
        where: the place, as `file`, `file!sheet` or `file!sheet!cell`.
        hint: what to do.
    """

    status: int = 2

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f" {self.hint}" if self.hint else "")


class WorkbookError(SocroiError):
    """A workbook cannot be read or written."""


class UnsafeWorkbook(WorkbookError):
    """A workbook was refused before it could do harm, or because it is locked."""


class FormulaError(SocroiError):
    """A formula cannot be parsed."""


class Cancelled(SocroiError):
    """A calculation was stopped from outside. Nothing was written."""

    def __init__(self) -> None:
        super().__init__("The calculation was cancelled; nothing was written.")


class SourceError(SocroiError):
    """An export file is not understood."""


class MisfitError(SourceError):
    """Cells of a file are not what their columns hold. Nothing was written.

    Args:
        cells: one error for each cell, in the order of the rows; the first of them speaks for all.
    """

    status = 3

    def __init__(self, cells: list[SourceError]) -> None:
        first = cells[0]
        super().__init__(first.what, where=first.where, hint=first.hint)
        self.cells = cells

    def __str__(self) -> str:
        more = len(self.cells) - 1
        return super().__str__() + (f" And {more:,} more cell{'s' * (more > 1)} of it." if more else "")


class UsageError(SocroiError):
    """The request itself is wrong."""


class UncomputedWarning(UserWarning):
    """A value that was read could not be computed, and reads as the error `#UNKNOWN!`. Told once for each workbook."""


class SharedFileWarning(UserWarning):
    """A file was written that has other names (hard links), which keep what it held before."""


class NoValueWarning(UserWarning):
    """A figure of a frame has no value and is NaN, for the reason that a cell would show. Told once for each call."""
''',
"socroi/excel/__init__.py": r'''"""What is true of Excel: its functions, addresses, limits, dates as serial numbers. The standard library alone."""
''',
"socroi/excel/addresses.py": r'''"""Addresses as Excel writes them: the letters of columns, `A1`, `A1:B2`, and the sheet before them, quoted or not."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.patterns import pattern

_A1: Final = pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_LIKE_A1: Final = pattern(r"([A-Za-z]{1,3})0*([1-9][0-9]{0,6})")
_BEGINS_AS_R1C1: Final = pattern(r"[Rr]0*(?P<row>[0-9]{1,7})(?![0-9])|[Rr]?[Cc]0*(?P<column>[0-9]{1,7})(?![0-9])")
_PLAIN: Final = pattern(r"[A-Za-z_][A-Za-z0-9_.]*")
_WORDS_OF_FORMULAS: Final = frozenset({"R", "C", "RC", "TRUE", "FALSE"})
_LIKE_R1C1: Final = pattern(r"[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*")
_BEFORE_A: Final = ord("A") - 1
_LETTERS: Final = 26


@lru_cache(maxsize=MAX_COLUMNS)
def column_letters(column: int) -> str:
    """Return the letters of a 0-based column: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, _LETTERS)
        letters = chr(_BEFORE_A + 1 + digit) + letters
    return letters


@lru_cache(maxsize=4096)
def column_number(letters: str) -> int:
    """Return the 0-based column of its letters; `MAX_COLUMNS` and more for letters past XFD."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - _BEFORE_A
    return number - 1


def column_of(letters: str) -> int:
    """Return the 0-based column of its letters; ValueError beyond the grid."""
    column = column_number(letters)
    if not 0 <= column < MAX_COLUMNS:
        raise ValueError(f"the column {letters} lies outside the grid, which ends at {column_letters(MAX_COLUMNS - 1)}")
    return column


def address(row: int, column: int, sheet: str | None = None) -> str:
    """Return `A1`, or `Sheet!A1`, of a 0-based row and column."""
    cell = f"{column_letters(column)}{row + 1}"
    return cell if sheet is None else f"{quoted(sheet)}!{cell}"


def fixed_area(top: int, left: int, bottom: int, right: int) -> str:
    """Return `$A$1:$B$2`, or `$A$1` where it is one cell, of 0-based rows and columns."""
    cells = (f"${column_letters(column)}${row + 1}" for row, column in ((top, left), (bottom, right)))
    return ":".join(dict.fromkeys(cells))


def cell_of(text: str) -> tuple[int, int]:
    """Return (row, column), 0-based, of an address such as `A1` or `$A$1`.

    Raises:
        ValueError: it is none, or lies outside the grid.
    """
    match = _A1.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is no cell address")
    row = int(match.group(2))
    if not 0 < row <= MAX_ROWS:
        raise ValueError(f"the row {row} lies outside the grid, which ends at {MAX_ROWS}")
    return row - 1, column_of(match.group(1).upper())


def area_of(text: str) -> tuple[int, int, int, int]:
    """Return (top, left, bottom, right), 0-based and inclusive, of `A1:B2` or `A1`; ValueError as in `cell_of`."""
    first, _, last = text.partition(":")
    top, left = cell_of(first)
    bottom, right = cell_of(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def is_cell(name: str) -> bool:
    """Whether a name is the address of a cell of the grid, such as `A1` or `log10`."""
    found = _LIKE_A1.fullmatch(name)
    return found is not None and int(found[2]) <= MAX_ROWS and column_number(found[1]) < MAX_COLUMNS


def is_reference(name: str) -> bool:
    """Whether Excel reads a name as a reference: `A1` within the grid, or `R`, `C`, `RC`, `R1`, `C1`, `R1C1`."""
    return is_cell(name) or _LIKE_R1C1.fullmatch(name) is not None


def is_plain(sheet: str) -> bool:
    """Whether a formula may name a sheet without apostrophes.

    A name of letters, digits, `_` and `.` that begins with a letter or `_` may, unless it is a cell, TRUE or FALSE, or
    *begins* as a reference in R1C1 style: of a workbook with `RC5x!A1` in a formula Excel says that it is damaged.
    Excel leaves the apostrophes off some symbols too; it reads them with apostrophes all the same.

    Source: what Excel saves, as J. McNamara found it (XlsxWriter, issue 1078) and XLibur's ClosedXML.Parser measures it
    (NameUtilsTests).
    """
    if not (_PLAIN.fullmatch(sheet) if sheet.isascii() else _is_word(sheet)):
        return False
    if is_cell(sheet) or sheet.upper() in _WORDS_OF_FORMULAS:
        return False
    begins = _BEGINS_AS_R1C1.match(sheet)
    if begins is None:
        return True
    return not (0 < int(begins["row"] or 0) <= MAX_ROWS or 0 < int(begins["column"] or 0) <= MAX_COLUMNS)


def _is_word(sheet: str) -> bool:
    """Whether a name that is not ASCII alone is of letters, their marks (Hindi, Thai), digits, `_` and `.`.

    Emoji and other letters beyond the 16 bits that Excel counts in are left to the apostrophes.
    """
    from unicodedata import category  # most names are ASCII

    kinds = {category(char) if char not in "_." else "Lu" for char in sheet[1:]}
    first = sheet[0] == "_" or category(sheet[0]).startswith("L")
    return first and max(sheet) <= "\uffff" and all(kind == "Nd" or kind[0] in "LM" for kind in kinds)


@lru_cache(maxsize=1024)
def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula needs it: in apostrophes unless it is plain."""
    return sheet if is_plain(sheet) else in_apostrophes(sheet)


def in_apostrophes(sheet: str) -> str:
    """Return a name, or a path and a name, in apostrophes; one of its own is doubled."""
    return "'" + sheet.replace("'", "''") + "'"
''',
"socroi/excel/functions.py": r'''"""The names of Excel's own functions, and how a file must spell those that are younger than the file format.

No function of ours may take one of these names, and nothing else is a function to Excel.

STANDARD is ECMA-376 part 1, 18.17.7, with the add-in functions that Excel keeps beside it. PREFIXED is MS-XLSX 2.2.3
("Functions") with those that Excel 365 has gained since, as Excel writes them. Without its prefix Excel shows `#NAME?`.
"""

from __future__ import annotations

from typing import Final

WORKSHEET_PREFIXED: Final = frozenset({"FILTER", "PY", "SORT"})
"""Those that a file names `_xlfn._xlws.NAME`."""

_PREFIXED = """
    ACOT ACOTH AGGREGATE ANCHORARRAY ARABIC ARRAYTOTEXT BASE BETA.DIST BETA.INV BINOM.DIST BINOM.DIST.RANGE BINOM.INV
    BITAND BITLSHIFT BITOR BITRSHIFT BITXOR BYCOL BYROW CEILING.MATH CEILING.PRECISE CHISQ.DIST CHISQ.DIST.RT
    CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSECOLS CHOOSEROWS COMBINA CONCAT CONFIDENCE.NORM CONFIDENCE.T COPILOT COT
    COTH COVARIANCE.P COVARIANCE.S CSC CSCH DAYS DECIMAL DETECTLANGUAGE DROP ENCODEURL ERF.PRECISE ERFC.PRECISE EXPAND
    EXPON.DIST F.DIST F.DIST.RT F.INV F.INV.RT F.TEST FIELDVALUE FILTERXML FLOOR.MATH FLOOR.PRECISE FORECAST.ETS
    FORECAST.ETS.CONFINT FORECAST.ETS.SEASONALITY FORECAST.ETS.STAT FORECAST.LINEAR FORMULATEXT GAMMA GAMMA.DIST
    GAMMA.INV GAMMALN.PRECISE GAUSS GROUPBY HSTACK HYPGEOM.DIST IFNA IFS IMAGE IMCOSH IMCOT IMCSC IMCSCH IMPORTCSV
    IMPORTTEXT IMSEC IMSECH IMSINH IMTAN ISFORMULA ISOMITTED ISOWEEKNUM LAMBDA LET LOGNORM.DIST LOGNORM.INV MAKEARRAY
    MAP MAXIFS MINIFS MODE.MULT MODE.SNGL MUNIT NEGBINOM.DIST NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NUMBERVALUE
    PDURATION PERCENTILE.EXC PERCENTILE.INC PERCENTOF PERCENTRANK.EXC PERCENTRANK.INC PERMUTATIONA PHI PIVOTBY
    POISSON.DIST QUARTILE.EXC QUARTILE.INC QUERYSTRING RANDARRAY RANK.AVG RANK.EQ REDUCE REGEXEXTRACT REGEXREPLACE
    REGEXTEST RRI SCAN SEC SECH SEQUENCE SHEET SHEETS SINGLE SKEW.P SORTBY STDEV.P STDEV.S STOCKHISTORY SWITCH T.DIST
    T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TEXTAFTER TEXTBEFORE TEXTJOIN TEXTSPLIT TOCOL TOROW TRANSLATE
    TRIMRANGE UNICHAR UNICODE UNIQUE VALUETOTEXT VAR.P VAR.S VSTACK WEBSERVICE WEIBULL.DIST WRAPCOLS WRAPROWS XLOOKUP
    XMATCH XOR Z.TEST
"""
PREFIXED: Final = frozenset(_PREFIXED.split())
"""Those that a file names `_xlfn.NAME`."""

_STANDARD = """
    ABS ACCRINT ACCRINTM ACOS ACOSH ADDRESS AMORDEGRC AMORLINC AND AREAS ASC ASIN ASINH ATAN ATAN2 ATANH AVEDEV
    AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS BAHTTEXT BESSELI BESSELJ BESSELK BESSELY BETADIST BETAINV BIN2DEC BIN2HEX
    BIN2OCT BINOMDIST CALL CEILING CELL CHAR CHIDIST CHIINV CHITEST CHOOSE CLEAN CODE COLUMN COLUMNS COMBIN COMPLEX
    CONCATENATE CONFIDENCE CONVERT CORREL COS COSH COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS COUPDAYBS COUPDAYS
    COUPDAYSNC COUPNCD COUPNUM COUPPCD COVAR CRITBINOM CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER
    CUBESET CUBESETCOUNT CUBEVALUE CUMIPMT CUMPRINC DATE DATEDIF DATEVALUE DAVERAGE DAY DAYS360 DB DBCS DCOUNT DCOUNTA
    DDB DEC2BIN DEC2HEX DEC2OCT DEGREES DELTA DEVSQ DGET DISC DMAX DMIN DOLLAR DOLLARDE DOLLARFR DPRODUCT DSTDEV
    DSTDEVP DSUM DURATION DVAR DVARP ECMA.CEILING EDATE EFFECT EOMONTH ERF ERFC ERROR.TYPE EUROCONVERT EVEN EXACT EXP
    EXPONDIST FACT FACTDOUBLE FALSE FDIST FIND FINDB FINV FISHER FISHERINV FIXED FLOOR FORECAST FREQUENCY FTEST FV
    FVSCHEDULE GAMMADIST GAMMAINV GAMMALN GCD GEOMEAN GESTEP GETPIVOTDATA GROWTH HARMEAN HEX2BIN HEX2DEC HEX2OCT
    HLOOKUP HOUR HYPERLINK HYPGEOMDIST IF IFERROR IMABS IMAGINARY IMARGUMENT IMCONJUGATE IMCOS IMDIV IMEXP IMLN
    IMLOG10 IMLOG2 IMPOWER IMPRODUCT IMREAL IMSIN IMSQRT IMSUB IMSUM INDEX INDIRECT INFO INT INTERCEPT INTRATE IPMT
    IRR ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISO.CEILING ISODD ISPMT ISREF ISTEXT JIS KURT
    LARGE LCM LEFT LEFTB LEN LENB LINEST LN LOG LOG10 LOGEST LOGINV LOGNORMDIST LOOKUP LOWER MATCH MAX MAXA MDETERM
    MDURATION MEDIAN MID MIDB MIN MINA MINUTE MINVERSE MIRR MMULT MOD MODE MONTH MROUND MULTINOMIAL N NA NEGBINOMDIST
    NETWORKDAYS NETWORKDAYS.INTL NOMINAL NORMDIST NORMINV NORMSDIST NORMSINV NOT NOW NPER NPV OCT2BIN OCT2DEC OCT2HEX
    ODD ODDFPRICE ODDFYIELD ODDLPRICE ODDLYIELD OFFSET OR PEARSON PERCENTILE PERCENTRANK PERMUT PHONETIC PI PMT
    POISSON POWER PPMT PRICE PRICEDISC PRICEMAT PROB PRODUCT PROPER PV QUARTILE QUOTIENT RADIANS RAND RANDBETWEEN RANK
    RATE RECEIVED REGISTER.ID REPLACE REPLACEB REPT RIGHT RIGHTB ROMAN ROUND ROUNDDOWN ROUNDUP ROW ROWS RSQ RTD SEARCH
    SEARCHB SECOND SERIESSUM SIGN SIN SINH SKEW SLN SLOPE SMALL SQL.REQUEST SQRT SQRTPI STANDARDIZE STDEV STDEVA
    STDEVP STDEVPA STEYX SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT SUMSQ SUMX2MY2 SUMX2PY2 SUMXMY2 SYD T TAN
    TANH TBILLEQ TBILLPRICE TBILLYIELD TDIST TEXT TIME TIMEVALUE TINV TODAY TRANSPOSE TREND TRIM TRIMMEAN TRUE TRUNC
    TTEST TYPE UPPER USDOLLAR VALUE VAR VARA VARP VARPA VDB VLOOKUP WEEKDAY WEEKNUM WEIBULL WORKDAY WORKDAY.INTL XIRR
    XNPV YEAR YEARFRAC YIELD YIELDDISC YIELDMAT ZTEST
"""
STANDARD: Final = frozenset(_STANDARD.split())
"""Those that a file names as they are."""

BUILT_IN: Final = STANDARD | PREFIXED | WORKSHEET_PREFIXED
"""All of them, as a formula spells them."""

FUNCTION_ARGUMENT: Final = {
    "BYCOL": 1,
    "BYROW": 1,
    "GROUPBY": 2,
    "MAKEARRAY": 2,
    "MAP": -1,
    "PIVOTBY": 3,
    "REDUCE": 2,
    "SCAN": 2,
}
"""Where a function takes another: `BYROW(A1:C9,SUM)`, which a file writes `_xlfn.BYROW(A1:C9,_xleta.SUM)`."""


def is_built_in(function: str) -> bool:
    """Whether Excel has a function of that name; case does not matter."""
    return function.upper() in BUILT_IN


def file_name(function: str) -> str:
    """Return the name of a function, given in upper case, as a file must spell it."""
    if function in WORKSHEET_PREFIXED:
        return f"_xlfn._xlws.{function}"
    return f"_xlfn.{function}" if function in PREFIXED else function
''',
"socroi/excel/limits.py": r'''"""How much Excel takes: the grid, the characters of a cell, a key, a name and a description."""

from __future__ import annotations

from typing import Final

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 16_384
"""The grid ends at XFD1048576."""

LONGEST_TEXT: Final = 32_767
"""Characters that a cell can hold, counted as UTF-16 has them: an emoji is two."""

LONGEST_KEY: Final = 255
"""A text key of more characters is #VALUE! to MATCH, VLOOKUP and HLOOKUP where they look for an exact match."""

LONGEST_FORMULA: Final = 8192
"""Characters that the text of a formula or of a name can have."""

DEEPEST_NESTING: Final = 64
"""Functions inside each other that a formula can have."""

LONGEST_NOTE: Final = 255
LONGEST_NOTE_TITLE: Final = 32
"""Characters of what shows beside a cell when it is selected (a validation's input message), and of its title."""

LONGEST_DESCRIPTION: Final = 255
"""Characters that Excel shows of the description of a function or an argument."""


def fits_cell(text: str) -> bool:
    """Whether a cell can hold a text."""
    size = len(text)
    if size * 2 <= LONGEST_TEXT or size > LONGEST_TEXT:
        return size <= LONGEST_TEXT
    return len(text.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_TEXT
''',
"socroi/excel/serials.py": r'''"""Excel's serial numbers of dates, in the 1900 system: 1 is 1 January 1900, 45658 is 1 January 2025.

What a workbook of the 1904 system holds is `DAYS_1904` less.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

DAY_ZERO: Final = date(1899, 12, 30)
"""The day from which serial numbers count from 1 March 1900 on; before that, from a day later."""
DAYS_1904: Final = (date(1904, 1, 1) - DAY_ZERO).days
"""How many days the 1904 system counts less: its day 0 is 1 January 1904, day 1462 of the 1900 system."""
LAST_SERIAL: Final = (date.max - DAY_ZERO).days
"""31 December 9999: 2,958,465."""
PHANTOM: Final = 60
"""29 February 1900, which Excel counts although the day never was."""


def to_serial(day: date) -> float:
    """Return the serial number of a date; a datetime gives the time of day as the fraction."""
    fraction = 0.0
    if isinstance(day, datetime):
        midnight = datetime(day.year, day.month, day.day, tzinfo=day.tzinfo)
        fraction = (day - midnight) / timedelta(days=1)
    whole = day.toordinal() - DAY_ZERO.toordinal()
    return (whole if whole > PHANTOM else whole - 1) + fraction


def from_serial(serial: float) -> date:
    """Return the date of a serial number, its time of day dropped. ValueError where there is no such day."""
    whole = int(serial // 1)
    if not 1 <= whole <= LAST_SERIAL or whole == PHANTOM:
        raise ValueError(f"{serial:g} is no date")
    return DAY_ZERO + timedelta(days=whole if whole > PHANTOM else whole + 1)
''',
"socroi/gate/__init__.py": r'''"""Between a spreadsheet and the catalogue: cells arrive, are read by kind and shape, and the answer goes back."""
''',
"socroi/gate/arrival.py": r'''"""How arguments arrive: whatever a spreadsheet host or a Python program hands over becomes rows of plain cells.

Hosts pass a cell as a scalar, a column as a flat list or as rows, a blank as None or "", an error as its text, a
currency cell as Decimal and a date as datetime. Python programs pass numpy arrays, pandas objects and iterators. numpy
and pandas are recognised by what they can do and never imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from numbers import Real
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import CELL_ERRORS, CellError

if TYPE_CHECKING:
    from socroi.definition.units import Cell

_ERRORS: Final = {
    code: CellError(code, f"An argument holds {code}.", "Correct that cell first.") for code in CELL_ERRORS
}
_MISSING: Final = ("NAType", "NaTType")
_AS_THEY_ARE: Final = {float, str, bool, NoneType}
"""The types of nearly all long columns, which are taken over as a whole."""
_PLAIN: Final = (float, int, str, type(None), date, Decimal, time, timedelta, CellError)


class ArgumentCells:
    """A block of cells in reading order, row by row.

    Attributes:
        types: the Python types that occur, so that a column of plain numbers is known for one without looking again.
        omitted: whether the call left the argument out, which is not the same as a blank cell.
    """

    __slots__ = ("columns", "flat", "omitted", "rows", "types")

    def __init__(self, flat: list[Cell], rows: int, columns: int, *, omitted: bool = False) -> None:
        self.flat = flat
        self.rows = rows
        self.columns = columns
        self.omitted = omitted
        self.types = set(map(type, flat))

    @property
    def is_single(self) -> bool:
        """Whether the block is one cell."""
        return len(self.flat) == 1

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds anything."""
        return self.types == {NoneType}

    def fits(self, rows: int, columns: int) -> bool:
        """Whether the block has that size, or one row or one column that can stand for all."""
        return self.rows in {1, rows} and self.columns in {1, columns}

    def at(self, row: int, column: int) -> Cell:
        """Return a cell of a block that fits a larger one."""
        return self.flat[min(row, self.rows - 1) * self.columns + min(column, self.columns - 1)]

    def place(self, index: int) -> str:
        """Return where a cell is, for a sentence: "" for a single cell, " in row 3" in a column."""
        if self.is_single:
            return ""
        row, column = divmod(index, self.columns)
        if self.columns == 1:
            return f" in row {row + 1}"
        return f" in column {column + 1}" if self.rows == 1 else f" in row {row + 1}, column {column + 1}"

    def first_error(self) -> CellError | None:
        """Return the first error in reading order."""
        if CellError not in self.types:
            return None
        return next(cell for cell in self.flat if isinstance(cell, CellError))


def arrive(value: Any) -> ArgumentCells:
    """Return the cells of an argument. TypeError for what no cell can hold."""
    value = _unwrapped(value)
    if not isinstance(value, list):
        return ArgumentCells([_cell(value)], 1, 1, omitted=value is None)
    if not value:
        return ArgumentCells([None], 1, 1)
    if set(map(type, value)) == {float}:
        return ArgumentCells([None if x != x else x for x in value], len(value), 1)  # noqa: PLR0124 - NaN alone differs from itself
    types = set(map(type, value))
    if types <= _AS_THEY_ARE:
        texts = {text: _cell(text) for text in set(value) if type(text) is str} if str in types else {}
        flat = [texts[x] if type(x) is str else None if x != x else x for x in value]  # noqa: PLR0124 - likewise
        return ArgumentCells(flat, len(value), 1)
    rows = [_unwrapped(row) for row in value]
    if not any(isinstance(row, list) for row in rows):
        return ArgumentCells([_cell(item) for item in rows], len(rows), 1)
    block = [row if isinstance(row, list) else [row] for row in rows]
    width = max(1, *map(len, block))
    flat = [_cell(item) for row in block for item in (*row, *[None] * (width - len(row)))]
    return ArgumentCells(flat, len(block), width)


def _unwrapped(value: Any) -> Any:
    """Return a list for whatever holds several values, and a plain value for a scalar of numpy's."""
    if isinstance(value, (list, *_PLAIN)):
        return value
    if hasattr(value, "to_numpy") and hasattr(value, "columns"):
        return value.to_numpy(dtype=object).tolist()
    if hasattr(value, "tolist"):
        # A datetime64 of nanoseconds becomes a bare integer in tolist; of microseconds, a datetime.
        dates = type(value).__module__ == "numpy" and value.dtype.kind == "M"
        return (value.astype("datetime64[us]") if dates else value).tolist()
    if isinstance(value, (Mapping, AbstractSet)):
        raise TypeError(f"a {type(value).__name__} has no order of rows; pass a list")
    return list(value) if isinstance(value, Iterable) else value


def _cell(value: Any) -> Cell:
    kind = type(value)
    if kind is float:
        return None if value != value else value  # noqa: PLR0124 - NaN is a blank, and only NaN differs from itself
    if kind is str:
        return _ERRORS.get(value, value) or None
    if value is None or kind is bool or kind is CellError:
        return value  # type: ignore[no-any-return]  # narrowed by its exact type
    if kind.__name__ in _MISSING:
        return None
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _cell(str(value))
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.combine(date.min, time())
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, (Real, Decimal)):
        try:
            return _cell(float(value))
        except OverflowError:
            return CellError("#NUM!", "A number is too large.", "A cell holds numbers up to 1.8E+308.")
    raise TypeError(f"a cell cannot hold {value!r}, which is {kind.__name__}")
''',
"socroi/gate/gate.py": r'''"""The one gate between a spreadsheet and the catalogue.

What a sheet hands over is read by each argument's kind and shape, the function is called with plain Python values, and
what it gives or raises becomes the value of a cell, a spill, or a cell error. Where several arguments are wrong, the
gravest decides: an error inside an argument (the first, argument by argument); then text where a number is needed, or
sizes that do not match (#VALUE!); then nothing there at all, or an unknown choice (#N/A); then a number outside its
limits (#NUM!).
"""

from __future__ import annotations

import math
from datetime import date
from itertools import compress
from operator import and_
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from socroi.definition.examples import Call
from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.definition.units import Shape, Single
from socroi.errors import CellError
from socroi.gate.arrival import ArgumentCells, arrive
from socroi.gate.reading import is_blank, is_known, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter
    from socroi.definition.units import Cell

Result = float | str | bool | Spill | CellError | None

_GRAVITY: Final = {"#VALUE!": 0, "#N/A": 1, "#NUM!": 2}
_ROWS: Final = (Shape.PAIRED, Shape.ALIGNED)


def call(formula: Formula, /, *arguments: Any, **named: Any) -> Result:
    """Return what a cell shows for a call of a function.

    Args:
        formula: the function.
        *arguments: cells, ranges, numpy arrays, pandas objects or iterators. "", NaN, and None inside a range are blank
            cells; None by itself is an argument left out.
        **named: the same by the argument's name.

    Raises:
        TypeError: too many arguments, an unknown name, or an object that no cell can hold: mistakes of a program.
    """
    return answer(formula, {name: arrive(value) for name, value in bound(formula, arguments, named).items()})


def evaluate(example: Call) -> Result:
    """Return what a cell shows for a call as an example writes it, calls inside it first."""
    arguments = [evaluate(argument) if isinstance(argument, Call) else argument for argument in example.arguments]
    return call(formulas()[example.name], *arguments)


def bound(formula: Formula, arguments: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """Return what was given for each argument, None for one that was left out."""
    names = [parameter.name for parameter in formula.parameters]
    if len(arguments) > len(names):
        raise TypeError(f"{formula.signature} takes {len(names)} arguments at most, and {len(arguments)} were given")
    given = dict(zip(names, arguments, strict=False))
    for name, value in named.items():
        if name not in names:
            raise TypeError(f"{formula.signature} has no argument {name!r}")
        if name in given:
            raise TypeError(f"{formula.name} was given {name} twice")
        given[name] = value
    return {name: given.get(name) for name in names}


def answer(formula: Formula, given: dict[str, ArgumentCells]) -> Result:
    """Call the function once; or for every cell, where an argument that is taken cell by cell is a range."""
    lines = _Lines(formula, given)
    readings = {p.name: _reading(p, given[p.name], lines.rows) for p in formula.parameters if p.shape is not Shape.EACH}
    each = [p for p in formula.parameters if p.shape is Shape.EACH]
    rows = max((given[p.name].rows for p in each), default=1)
    columns = max((given[p.name].columns for p in each), default=1)
    misfit = [p.name for p in each if not given[p.name].fits(rows, columns)]
    if misfit:
        hint = "Give ranges of one size, or a single cell."
        return CellError("#VALUE!", f"{' and '.join(p.name for p in each)} differ in size.", hint)
    if rows == columns == 1:
        return _one(formula, readings | {p.name: _reading(p, given[p.name], 1) for p in each}, lines)
    # Columns repeat themselves: each distinct cell of an argument is read once.
    memories: dict[str, dict[tuple[type, Cell], Any]] = {p.name: {} for p in each}
    answers: list[list[Any]] = [[None] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            for p in each:
                cell, memory = given[p.name].at(row, column), memories[p.name]
                key = (type(cell), cell)
                if key not in memory:
                    memory[key] = _reading(p, ArgumentCells([cell], 1, 1, omitted=given[p.name].omitted), 1)
                readings[p.name] = memory[key]
            answers[row][column] = _one(formula, readings, lines)
    return Spill(answers)


class _Failure(NamedTuple):
    """What is wrong with an argument, and how grave that is: the lower, the graver."""

    gravity: int
    error: CellError


class _Lines:
    """The arguments of a call that go row by row, and what is wrong with them together."""

    def __init__(self, formula: Formula, given: dict[str, ArgumentCells]) -> None:
        self.parameters = [p for p in formula.parameters if p.shape in _ROWS]
        self.cells = [given[p.name] for p in self.parameters]
        self.rows = max((len(cells.flat) for cells in self.cells), default=1)
        self.failures = [_Failure(_GRAVITY[error.code], error) for error in self._misfits()]
        self.incomplete = [] if self.failures else self._complete_rows()
        if self.incomplete and not any(self.incomplete):
            names = " and ".join(p.name for p in self.parameters if p.shape is Shape.PAIRED and p.required)
            error = CellError("#N/A", f"No row has {names}.", "Fill in at least one row.")
            self.failures.append(_Failure(_GRAVITY[error.code], error))

    def _misfits(self) -> Iterator[CellError]:
        """Yield an error where two ranges differ in size, or where one cell of an amount stands beside ranges."""
        given = list(zip(self.parameters, self.cells, strict=True))
        first, other = next(((p.name, cells) for p, cells in given if not cells.is_single), ("", None))
        if other is None:
            return
        for parameter, cells in given:
            if (cells.rows, cells.columns) == (other.rows, other.columns):
                continue
            if not cells.is_single:
                sizes = f"{other.rows} rows and {other.columns} columns, {parameter.name} has {cells.rows} and"
                yield CellError("#VALUE!", f"{first} has {sizes} {cells.columns}.", "Give ranges of one size.")
            elif parameter.single is Single.A_ROW and (parameter.required or not is_blank(parameter, cells)):
                sizes = f"{other.rows} rows and {other.columns} columns, and {parameter.name} is one cell"
                yield CellError("#VALUE!", f"{first} has {sizes}.", f"Give {parameter.name} for each row.")

    def _complete_rows(self) -> list[bool]:
        """Return for each row whether every required paired argument is known there; nothing where all rows are."""
        complete: list[bool] = []
        for parameter, cells in zip(self.parameters, self.cells, strict=True):
            if parameter.shape is not Shape.PAIRED or not parameter.required or cells.types == {float}:
                continue
            known = [is_known(parameter.kind, cell) for cell in cells.flat]
            known = known * self.rows if cells.is_single else known
            complete = list(map(and_, complete, known)) if complete else known
        return [] if all(complete) else complete

    def only_complete(self, values: list[Any]) -> list[Any]:
        """Return the values of the complete rows."""
        return list(compress(values, self.incomplete)) if self.incomplete else values

    def shaped(self, answer: list[Cell]) -> Spill:
        """Return one value for each row as a spill of the shape of the ranges."""
        columns = next((cells.columns for cells in self.cells if not cells.is_single), 1)
        return Spill([answer[start : start + columns] for start in range(0, len(answer), columns)])


def _reading(parameter: Parameter, cells: ArgumentCells, rows: int) -> Any:
    """Return what the function receives for an argument, or the failure to read it."""
    # A table to look things up in may hold errors; one that is a single error is none.
    error = cells.first_error() if parameter.shape is not Shape.GRID or cells.is_single else None
    if error is not None:
        return _Failure(-1, error)
    try:
        return read(parameter, cells, rows)
    except CellError as problem:
        return _Failure(_GRAVITY[problem.code], _as_value(problem))


def _one(formula: Formula, readings: dict[str, Any], lines: _Lines) -> Result:
    """Call the function once, unless an argument could not be read."""
    ordered = [readings[p.name] for p in formula.parameters]
    failures = [reading for reading in ordered if type(reading) is _Failure] + lines.failures
    if failures:
        return min(failures, key=lambda failure: failure.gravity).error
    arguments = [
        lines.only_complete(reading) if p.shape is Shape.PAIRED else reading
        for p, reading in zip(formula.parameters, ordered, strict=True)
    ]
    answer = _called(formula, arguments)
    return lines.shaped(answer) if isinstance(answer, list) else answer


def _called(formula: Formula, arguments: list[Any]) -> Result | list[Cell]:
    try:
        result = formula.body(*arguments)
    except CellError as error:
        return _as_value(error)
    except ZeroDivisionError:
        why = _sentence(formula.errors.get("#DIV/0!", "a divisor is zero"))
        return CellError("#DIV/0!", why, "Nothing can be divided by zero: check that figure.")
    except OverflowError:
        return CellError("#NUM!", "The result is too large for a cell.", "Check the arguments.")
    if isinstance(result, Spill):
        return Spill([[_shown(cell) for cell in row] for row in result.body], result.header)
    if isinstance(result, list):
        return [_shown(cell) for cell in result]
    shown: Result = _shown(result)
    return shown


def _as_value(error: CellError) -> CellError:
    """Return an error without its traceback, which would keep every argument of the call alive."""
    error.__context__ = None
    return error.with_traceback(None)


def _shown(value: Any) -> Any:
    """Return a value as a cell shows it; what is no finite number is #NUM!."""
    if isinstance(value, (bool, str, CellError, date)) or value is None:
        return value
    if isinstance(value, complex) or not math.isfinite(value):
        return CellError("#NUM!", "The result is no number that a cell can show.", "Check the arguments.")
    return float(value)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].removesuffix(".") + "."
''',
"socroi/gate/reading.py": r'''"""How one argument is read: from the cells that arrived to what the function receives, by its kind and shape.

Each reader raises the gravest error that the cells deserve: #VALUE! for text where a number is needed, then #N/A for
nothing there or an unknown choice, then #NUM! for a number outside its limits.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, Final

from socroi.definition.suggestion import nearest
from socroi.definition.units import Cell, Holds, Kind, Shape, as_text
from socroi.errors import CellError
from socroi.excel.serials import from_serial, to_serial

if TYPE_CHECKING:
    from socroi.definition.parameter import Parameter
    from socroi.gate.arrival import ArgumentCells


_NUMBERS: Final = {float, NoneType}
"""The types of a column that holds numbers and blanks alone; it is read as a whole."""
_TEXTS: Final = {str, NoneType}
"""Likewise of texts and blanks; a number or a boolean equal to another would be taken for it below."""
_TRUTHS: Final = {bool, float, NoneType}
"""Likewise of TRUE and FALSE, or 1 and 0, and blanks."""


def read(parameter: Parameter, cells: ArgumentCells, rows: int) -> Any:
    """Return what the function receives for an argument.

    Args:
        parameter: the argument.
        cells: what arrived, without errors except in a table to look things up in.
        rows: how many rows the row-by-row arguments have; a single cell stands for all of them.
    """
    match parameter.shape:
        case Shape.GRID:
            return _grid(parameter, cells)
        case Shape.ONE | Shape.EACH:
            return _one(parameter, cells)
        case Shape.COLUMN:
            return _column(parameter, cells)
        case Shape.PAIRED | Shape.ALIGNED:
            return _lined_up(parameter, cells, rows)


def is_known(kind: Kind, cell: Cell) -> bool:
    """Whether a cell of a range says something: texts and booleans among numbers are skipped, as SUM does."""
    if kind.holds is Holds.NUMBER:
        return isinstance(cell, (float, date)) and not isinstance(cell, bool)
    if kind.holds in {Holds.TEXT, Holds.CHOICE}:
        return as_text(cell) != ""
    return cell is not None


def is_blank(parameter: Parameter, cells: ArgumentCells) -> bool:
    """Whether an argument holds nothing at all, so that an optional one takes its default."""
    if parameter.kind.holds in {Holds.TEXT, Holds.CHOICE}:
        return all(as_text(cell) == "" for cell in cells.flat)
    return cells.is_blank


def _grid(parameter: Parameter, cells: ArgumentCells) -> list[list[Cell]] | Any:
    if cells.is_blank:
        return _nothing(parameter)
    width = cells.columns
    return [cells.flat[start : start + width] for start in range(0, len(cells.flat), width)]


def _one(parameter: Parameter, cells: ArgumentCells) -> Any:
    # In a column of results a blank is a month that has not come yet, and not a wish for the default.
    asks_default = cells.omitted or parameter.shape is not Shape.EACH
    if not parameter.required and asks_default and is_blank(parameter, cells):
        return parameter.default
    if not cells.is_single:
        size = f"{cells.rows} rows and {cells.columns} columns"
        raise CellError("#VALUE!", f"{parameter.name} is one cell, and a range of {size} was given.", "Give one cell.")
    if is_blank(parameter, cells):
        return _nothing(parameter)
    return _converted(parameter, cells, 0)


def _column(parameter: Parameter, cells: ArgumentCells) -> Any:
    if cells.is_single or is_blank(parameter, cells):
        value = _one(parameter, cells) if cells.is_single else _nothing(parameter)
        return value if isinstance(value, list) or value is None else [value]
    if cells.types <= _NUMBERS and parameter.kind.holds is Holds.NUMBER:
        numbers: list[Any] = [cell for cell in cells.flat if cell is not None]
        if _all_allowed(parameter.kind, numbers):
            return numbers
    known = [index for index, cell in enumerate(cells.flat) if is_known(parameter.kind, cell)]
    if not known and parameter.required:
        return _nothing(parameter)
    return [_converted(parameter, cells, index) for index in known]


def _lined_up(parameter: Parameter, cells: ArgumentCells, rows: int) -> list[Any]:
    """Return one value for each row; None, or the default of an optional argument, where a row says nothing."""
    if cells.is_single or is_blank(parameter, cells):
        value = _one(parameter, cells) if cells.is_single else _nothing(parameter)
        return [value] * rows
    default = parameter.default
    if cells.types <= _NUMBERS and parameter.kind.holds is Holds.NUMBER:
        if _all_allowed(parameter.kind, [cell for cell in cells.flat if cell is not None]):
            return [default if cell is None else cell for cell in cells.flat]
    elif parameter.kind.holds is Holds.TEXT and cells.types <= _TEXTS:
        # Long columns say the same again and again: each different text is cleaned once.
        cleaned = {cell: as_text(cell) or default for cell in set(cells.flat)}
        return [cleaned[cell] for cell in cells.flat]
    elif parameter.kind.holds is Holds.TEXT:
        return [as_text(cell) or default for cell in cells.flat]
    elif parameter.kind.holds is Holds.BOOLEAN and cells.types <= _TRUTHS and {*cells.flat} <= {None, 0.0, 1.0}:
        return [default if cell is None else bool(cell) for cell in cells.flat]
    if parameter.required and not any(is_known(parameter.kind, cell) for cell in cells.flat):
        return [_nothing(parameter)]
    return [
        _converted(parameter, cells, index) if is_known(parameter.kind, cell) else default
        for index, cell in enumerate(cells.flat)
    ]


def _all_allowed(kind: Kind, numbers: list[Any]) -> bool:
    """Whether all of many numbers, one at least, lie within the limits."""
    return bool(numbers) and all(math.isfinite(end) and kind.allows(end) for end in (min(numbers), max(numbers)))


def _nothing(parameter: Parameter) -> Any:
    """Return the default of an argument that holds nothing; #N/A for a required one, and for each cell of a range."""
    if not parameter.required and parameter.shape is not Shape.EACH:
        return parameter.default
    holds = parameter.kind.holds
    lacks = "holds no number" if holds is Holds.NUMBER and parameter.shape is not Shape.ONE else "is blank"
    raise CellError("#N/A", f"{parameter.name} {lacks}: it is not known yet.", f"Fill in {parameter.kind.noun}.")


def _converted(parameter: Parameter, cells: ArgumentCells, index: int) -> Any:
    kind, cell, name, place = parameter.kind, cells.flat[index], parameter.name, cells.place(index)
    match kind.holds:
        case Holds.NUMBER:
            return _number(name, kind, cell, place)
        case Holds.TEXT:
            return as_text(cell)
        case Holds.DATE:
            return _date(name, cell, place)
        case Holds.BOOLEAN:
            return _boolean(name, cell, place)
        case Holds.CHOICE:
            return _choice(name, kind, cell, place)
        case Holds.ANYTHING:
            return cell


def _number(name: str, kind: Kind, cell: Cell, place: str) -> float:
    if isinstance(cell, (str, bool)):
        shown = f'"{cell}"' if isinstance(cell, str) else as_text(cell)
        raise CellError("#VALUE!", f"{name} is {shown}{place}, and {kind.noun} is a number.", "Type a number.")
    number = to_serial(cell) if isinstance(cell, date) else cell
    assert isinstance(number, float)  # noqa: S101 - errors and blanks were dealt with before
    if not math.isfinite(number) or not kind.allows(number):
        raise kind.refusal(name, number, place)
    return number


def _date(name: str, cell: Cell, place: str) -> date:
    if isinstance(cell, date):
        # Days are compared with days; a serial number loses its time of day as well.
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, float):
        try:
            return from_serial(cell)
        except ValueError:
            raise CellError("#NUM!", f"{name} is {cell:g}{place}, which is no date.", "Type a date.") from None
    hint = "Turn it into a date: Data, Text to Columns, or DATEVALUE."
    raise CellError("#VALUE!", f'{name} is the text "{as_text(cell)}"{place}, not a date.', hint)


def _boolean(name: str, cell: Cell, place: str) -> bool:
    if isinstance(cell, bool) or (isinstance(cell, float) and cell in {0.0, 1.0}):
        return bool(cell)
    shown = as_text(cell)
    hint = f'Compare in the cell, as in =A2="{shown}".' if isinstance(cell, str) else "Use TRUE and FALSE, or 1 and 0."
    raise CellError("#VALUE!", f'{name} is "{shown}"{place}, neither TRUE nor FALSE.', hint)


def _choice(name: str, kind: Kind, cell: Cell, place: str) -> str:
    if not isinstance(cell, str):
        raise CellError("#VALUE!", f"{name} is {as_text(cell)}{place}, and must be a text.", nearest("", kind.choices))
    wanted = as_text(cell).casefold()
    for option in kind.choices:
        if option.casefold() == wanted:
            return option
    raise CellError("#N/A", f'{name} "{cell}" is not known.', nearest(wanted, kind.choices))
''',
"socroi/hosts/__init__.py": r'''"""The registry rendered for each host: Excel by its several routes, LibreOffice, and pages to read."""
''',
"socroi/hosts/descriptions.py": r'''"""What Excel is told of our functions, and how it numbers its errors: the same for every route."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.excel.limits import LONGEST_DESCRIPTION

if TYPE_CHECKING:
    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter

CATEGORY: Final = "Social ROI"
ERROR_NUMBERS: Final = {
    "#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029, "#NUM!": 2036, "#N/A": 2042,
    "#GETTING_DATA": 2043, "#SPILL!": 2045, "#CONNECT!": 2046, "#BLOCKED!": 2047, "#UNKNOWN!": 2048, "#FIELD!": 2049,
    "#CALC!": 2050,
}  # fmt: skip
"""Excel's numbers of its errors (XlCVError)."""


def described(text: str) -> str:
    """Return a description within the length that Excel shows, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_DESCRIPTION:
        return text
    return text[: LONGEST_DESCRIPTION - 3].rpartition(" ")[0].rstrip(" ,;:.") + "..."


def argument_help(parameter: Parameter) -> str:
    """Return the help of an argument: what it is, and its unit or the texts to choose from."""
    choices = " or ".join(f'"{choice}"' for choice in parameter.kind.choices)
    return described(f"{parameter.doc} ({choices or parameter.kind.meaning})")


def function_help(formula: Formula) -> str:
    """Return the help of a function."""
    return described(formula.summary)
''',
"socroi/hosts/excel.py": r'''"""Every worksheet function for xlwings: classic add-in, Server and Lite alike.

    from socroi.hosts.excel import *

xlwings looks the functions up in this module by the mark that its decorators leave. They are made from the registry;
what arrives and what leaves is told apart here by route, and everything else is the gate's.

A date that leaves is a date, nothing is None, of which xlwings makes empty text, and a cell error is its text, of which
the VBA of the classic add-in, or Office.js, makes a true error.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

import xlwings

from socroi.definition.registry import formulas
from socroi.definition.spill import Spill
from socroi.errors import CELL_ERRORS, CellError
from socroi.gate import gate
from socroi.hosts.descriptions import CATEGORY, ERROR_NUMBERS, argument_help, function_help
from socroi.hosts.vba_names import vba_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.definition.formula import Formula

COM_ERRORS: Final = {number - 2_146_828_288: CellError(code) for code, number in ERROR_NUMBERS.items()}
"""How COM hands over an error: Excel's number of it (XlCVError) as a failed HRESULT. xlwings knows the first seven."""

OFFICE_ERRORS: Final = frozenset(CELL_ERRORS[: CELL_ERRORS.index("#N/A") + 1])
"""What xlwings makes a true error in Office.js. Another one would stand there as text, so it becomes #VALUE!."""

CLASSIC: Final = xlwings.func.__module__ == "xlwings.udfs"
"""Whether this is Excel for Windows over COM, where every whole number that arrives is an error."""


def _arrived(value: Any) -> Any:
    if CLASSIC and type(value) is list:
        return [[COM_ERRORS.get(cell, cell) if type(cell) is int else cell for cell in row] for row in value]
    return value


def _leaving(cell: Any) -> Any:
    if isinstance(cell, CellError):
        return cell.code if CLASSIC or cell.code in OFFICE_ERRORS else "#VALUE!"
    return cell


def worksheet_function(formula: Formula) -> Callable[..., Any]:
    """Return the function that xlwings calls, with each argument a block of cells, or None where it is left out."""
    names = {vba_name(p.name) if CLASSIC else p.name: p for p in formula.parameters}

    def function(*arguments: Any) -> Any:
        answer = gate.call(formula, *map(_arrived, arguments))
        if isinstance(answer, Spill):
            return [[_leaving(cell) for cell in row] for row in answer]
        return _leaving(answer)

    function.__name__ = function.__qualname__ = formula.name
    function.__module__ = __name__
    function.__doc__ = function_help(formula)
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # xlwings reads the arguments from it
        [
            inspect.Parameter(name, kind, default=inspect.Parameter.empty if p.required else None)
            for name, p in names.items()
        ]
    )
    for name, parameter in names.items():
        function = xlwings.arg(name, ndim=2, err_to_str=True, doc=argument_help(parameter))(function)
    return xlwings.func(category=CATEGORY)(function)


globals().update({name: worksheet_function(formula) for name, formula in formulas().items()})
__all__ = list(formulas())
''',
"socroi/hosts/vba_names.py": r'''"""Words that VBA keeps for itself: an argument of ours by such a name gets an underscore after it, in VBA alone."""

from __future__ import annotations

from typing import Final

_WORDS = """
abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur cdate cdbl cdec cint
circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug declare defbool defbyte defcur
defdate defdbl defint deflng deflnglng deflngptr defobj defsng defstr defvar dim do doevents double each else elseif
empty end endif enum eqv erase event exit false fix for friend function get global gosub goto if imp implements in
input inputb int integer is lbound len lenb let like lock long longlong longptr loop lset me mod new next not
nothing null on open option optional or paramarray preserve print private pset public put raiseevent redim rem
    resume return rset scale seek select set sgn shared single spc static stop string sub tab then to true type typeof
ubound unlock until variant wend while with withevents write xor
"""

RESERVED: Final = frozenset(_WORDS.split())
"""The reserved identifiers of MS-VBAL 3.3.5.2, in lower case; VBA does not tell case apart."""


def vba_name(argument: str) -> str:
    """Return the name that an argument has in VBA."""
    return f"{argument}_" if argument.lower() in RESERVED else argument
''',
"socroi/methods/__init__.py": r'''"""The mathematics behind the catalogue: plain numbers in and out, nothing of spreadsheets."""
''',
"socroi/methods/absorption.py": r'''"""Markov chains that end: the exact probability of ending in one state, and how much of it goes through others.

States are eliminated one by one, each of its ways in joined with each of its ways out (Grassmann, Taksar and Heyman,
"Regenerative analysis and steady state distributions for Markov chains", Operations Research 33, 1985). That is
Gaussian elimination of the linear system without a single subtraction, so that no digit is lost; nothing is simulated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ways = dict[int, dict[int, float]]
"""For each state the weights of its ways out, by the state they lead to; they need not add up to 1."""


def shares_through(ways: Ways, start: int, goal: int, groups: Sequence[frozenset[int]]) -> list[float]:
    """Return for each group of states the share of all that reaches the goal which passes through the group.

    That is the removal effect of the group: 1 - P(goal, the group taken out) / P(goal).

    Args:
        ways: the chain. A state without an entry is an end.
        start: where everything begins; nothing leads back to it.
        goal: the end that is asked for; it can be reached.
        groups: the states of each group; neither start nor goal.
    """
    shares = [0.0] * len(groups)

    def divide(chain: _Chain, left: Sequence[int]) -> None:
        """Answer for the groups that are left, in a chain from which all states of other groups alone are gone."""
        if len(left) == 1:
            direct = chain.out[start].pop(goal, 0.0)
            chain.eliminate([state for state in chain.out if state != start])
            through = chain.out[start].get(goal, 0.0)
            shares[left[0]] = through / (direct + through)
            return
        # Halving shares the work: what no group of a half has a state in common with is eliminated once for all of it.
        half = len(left) // 2
        for part, smaller in ((left[:half], chain.copy()), (left[half:], chain)):
            kept = frozenset[int]().union(*(groups[index] for index in part))
            smaller.eliminate([state for state in smaller.out if state != start and state not in kept])
            divide(smaller, part)

    if groups:
        divide(_Chain(ways), range(len(groups)))
    return shares


class _Chain:
    def __init__(self, ways: Ways) -> None:
        self.out: Ways = {state: dict(ends) for state, ends in ways.items()}
        self.into: dict[int, set[int]] = {state: set() for state in ways}
        for state, ends in ways.items():
            for end in ends:
                if end in self.into:
                    self.into[end].add(state)

    def copy(self) -> _Chain:
        return _Chain(self.out)

    def eliminate(self, states: Iterable[int]) -> None:
        """Take states out, their ways in joined with their ways out; what remains reaches all ends as before."""
        # Those with the fewest ways first: fewer new ways come of it (Markowitz).
        for state in sorted(states, key=lambda s: len(self.out[s]) * len(self.into[s])):
            ends = self.out.pop(state)
            ends.pop(state, None)
            whole = sum(ends.values())
            sources = self.into.pop(state) - {state}
            for end in ends:
                if end in self.into:
                    self.into[end].discard(state)
                    self.into[end] |= sources
            items = list(ends.items())
            for source in sources:
                out = self.out[source]
                factor = out.pop(state) / whole
                for end, weight in items:
                    out[end] = out.get(end, 0.0) + factor * weight
''',
"socroi/methods/chain_ladder.py": r'''"""The chain ladder: what groups that are still young will have brought when they are as old as the oldest.

Each group's sum so far grows from one age to the next as those of the older groups did. Mack (1993) gives the standard
error of what is still to come without any distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Developed:
    """What groups will have brought at the oldest age.

    Attributes:
        ultimate: of each group, what it will have brought.
        errors: of each group, the standard error of what is still to come.
        total_error: that of all groups together, which share the same growth.
    """

    ultimate: list[float]
    errors: list[float]
    total_error: float


def develop(triangle: Sequence[Sequence[float]]) -> Developed | None:
    """Return what groups will have brought, by Mack's chain ladder.

    Args:
        triangle: for each group its cumulative sums from age 0 to the last that is known; the oldest group has three or
            more ages. Sums that grow from nothing tell no growth.

    Returns:
        None where the sums of all groups at some age are not above 0, so that there is nothing to grow from.
    """
    oldest = max(map(len, triangle))
    factors: list[float] = []
    spreads: list[float] = []
    bases: list[float] = []
    for age in range(oldest - 1):
        steps = [(row[age], row[age + 1]) for row in triangle if len(row) > age + 1]
        base = fsum(before for before, _ in steps)
        if base <= 0:
            return None
        factor = fsum(after for _, after in steps) / base
        growing = [(before, after) for before, after in steps if before > 0]
        squares = fsum(before * (after / before - factor) ** 2 for before, after in growing)
        if factor <= 0:
            return None
        factors.append(factor)
        bases.append(base)
        spreads.append(squares / (len(growing) - 1) if len(growing) > 1 else _beyond(spreads))
    ultimate, errors, shared = [], [], []
    for row in triangle:
        sums = [row[-1]]
        for factor in factors[len(row) - 1 :]:
            sums.append(sums[-1] * factor)
        ahead = range(len(row) - 1, oldest - 1)
        parts = [spreads[age] / factors[age] ** 2 for age in ahead]
        own = fsum(part / reached for part, reached in zip(parts, sums, strict=False) if reached > 0)
        common = fsum(part / bases[age] for part, age in zip(parts, ahead, strict=True))
        ultimate.append(sums[-1])
        errors.append(abs(sums[-1]) * sqrt(own + common))
        shared.append(common)
    # Of two groups, the growth that both have in common is what the younger one shares with the older.
    both = [
        (ultimate[one] * ultimate[other], min(shared[one], shared[other]))
        for one in range(len(triangle))
        for other in range(one)
    ]
    total = fsum(error * error for error in errors) + 2 * fsum(product * common for product, common in both)
    return Developed(ultimate, errors, sqrt(max(0.0, total)))


def _beyond(spreads: Sequence[float]) -> float:
    """Return Mack's guess of the spread of an age that one group alone has reached."""
    if len(spreads) < 2:
        return spreads[-1] if spreads else 0.0
    before, last = next(reversed(list(pairwise(spreads))))
    return min(last * last / before, before, last) if before > 0 else 0.0
''',
"socroi/methods/counterfactual.py": r'''"""What sales would have been without a test of places: a line through those of other places, before the test.

    y = a + b x,   y of the places of the test, x of the others, in the periods before

The effect is what y has over the line in the periods of the test (time-based regression: Kerman, Wang and Vaver 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """A regression of one series on another.

    Attributes:
        base, slope: of the line.
        mean: of the series it stands on, and `squares`, the sum of their squared distances from it.
        rest: what each period has over the line.
        variance: of what is left, with n - 2 degrees of freedom.
        fit: the share of the variance that the line tells, R squared.
        memory: the correlation of what is left with what was left the period before.
    """

    base: float
    slope: float
    mean: float
    squares: float
    rest: tuple[float, ...]
    variance: float
    fit: float
    memory: float

    @property
    def freedom(self) -> int:
        """The degrees of freedom."""
        return len(self.rest) - 2

    def over(self, y: Sequence[float], x: Sequence[float]) -> float:
        """Return what later periods have over the line, together."""
        return fsum(b - self.base - self.slope * a for a, b in zip(x, y, strict=True))

    def spread(self, x: Sequence[float]) -> float:
        """Return the variance of that sum, in variances of one period: T + T^2 (1/n + (mean of x - mean)^2 / Sxx)."""
        periods = len(x)
        away = fsum(x) / periods - self.mean
        return periods + periods**2 * (1 / len(self.rest) + away * away / self.squares)


def line(y: Sequence[float], x: Sequence[float]) -> Line:
    """Return the line with the least squares through periods in their order, three at least.

    Raises:
        CellError: #DIV/0! where one of the series does not vary.
    """
    n = len(y)
    for name, series in (("control", x), ("test", y)):
        if min(series) == max(series):
            why = f"The sales of {name} are {series[0]:g} in each period before the test."
            raise CellError("#DIV/0!", why, "Sales that never vary tell nothing: look at the range.")
    mean, height = fsum(x) / n, fsum(y) / n
    # Squared first: figures too large for it end here.
    squares, whole = fsum((a - mean) ** 2 for a in x), fsum((b - height) ** 2 for b in y)
    slope = fsum((a - mean) * (b - height) for a, b in zip(x, y, strict=True)) / squares
    base = height - slope * mean
    rest = tuple(b - base - slope * a for a, b in zip(x, y, strict=True))
    left = fsum(r * r for r in rest)
    memory = fsum(a * b for a, b in pairwise(rest)) / left if left else 0.0
    fit = 1 - left / whole
    return Line(base, slope, mean, squares, rest, left / (n - 2), fit, memory)


@dataclass(frozen=True, slots=True)
class Runs:
    """What is left of one series, after a line on another through all periods, in runs of so many periods.

    A run may go over the end and on at the beginning, as blocks that are moved around do.

    Attributes:
        rest: for the first period of each run, what is left in the run together.
        lever: how far the other series is from its mean there, together.
        squares: of its distances from the mean.
        length: the periods of a run.
    """

    rest: list[float]
    lever: list[float]
    squares: float
    length: int

    def share(self, run: int, at: int) -> float:
        """Return how much of an effect of 1 in each period of the run at `at` is left in another run, together."""
        n = len(self.rest)
        apart = (run - at) % n
        common = max(0, self.length - apart) + max(0, self.length - (n - apart) if apart else 0)
        return common - self.length**2 / n - self.lever[run] * self.lever[at] / self.squares

    def effect(self, at: int) -> float:
        """Return the effect in each period of a run with which nothing would be left there."""
        return self.rest[at] / self.share(at, at)


def runs(y: Sequence[float], x: Sequence[float], length: int) -> Runs:
    """Return the runs of so many periods, for y after a line on x."""
    n = len(y)
    mean, height = fsum(x) / n, fsum(y) / n
    away, over = [a - mean for a in x], [b - height for b in y]
    squares = fsum(a * a for a in away)
    slope = fsum(a * b for a, b in zip(away, over, strict=True)) / squares
    rest = [b - slope * a for a, b in zip(away, over, strict=True)]

    def together(series: Sequence[float]) -> list[float]:
        round_about = [*series, *series[: length - 1]]
        return [fsum(round_about[i : i + length]) for i in range(n)]

    return Runs(together(rest), together(away), squares, length)
''',
"socroi/methods/distributions.py": r'''"""The normal distribution, Student's t and the beta distribution, with the standard library alone."""

from __future__ import annotations

from math import erfc, exp, lgamma, log, log1p, pi, sqrt
from statistics import NormalDist
from typing import Final

_TINY: Final = 1e-300


def normal_quantile(probability: float) -> float:
    """Return z with P(Z <= z) = probability for a standard normal Z; probability lies between 0 and 1."""
    return NormalDist().inv_cdf(probability)


def normal_tail(z: float) -> float:
    """Return P(Z > z) for a standard normal Z, exact to the last digits far out, too."""
    return erfc(z / sqrt(2)) / 2


def t_quantile(probability: float, freedom: float) -> float:
    """Return t with P(T <= t) = probability for Student's T.

    Args:
        probability: between 0 and 1.
        freedom: the degrees of freedom, above 0; they need not be whole.
    """
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    z = normal_quantile(probability)
    if freedom > 1e5:
        # Abramowitz and Stegun 26.7.5; the next term is below 1e-12 here, where the fraction below converges slowly.
        return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
    tail = 1 - probability
    low, high = 0.0, 1.0
    while _upper_tail(high, freedom) > tail:
        low, high = high, 2 * high
    t = min(max(low, z), high)
    for _ in range(200):
        excess = _upper_tail(t, freedom) - tail
        low, high = (t, high) if excess > 0 else (low, t)
        step = excess / _density(t, freedom)
        following = t + step if low < t + step < high else (low + high) / 2
        if abs(following - t) <= 1e-15 * max(1.0, t):
            return following
        t = following
    return t


def t_two_tails(t: float, freedom: float) -> float:
    """Return P(|T| >= |t|) for Student's T with these degrees of freedom, above 0."""
    return 2 * _upper_tail(abs(t), freedom)


def beta_below(x: float, a: float, b: float) -> float:
    """Return P(X <= x) for a beta distribution with a and b above 0: the regularized incomplete beta function."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return x with P(X <= x) = probability for a beta distribution with a and b above 0."""
    low, high, x = 0.0, 1.0, a / (a + b)
    whole = lgamma(a + b) - lgamma(a) - lgamma(b)
    for _ in range(200):
        excess = beta_below(x, a, b) - probability
        low, high = (low, x) if excess > 0 else (x, high)
        # A step of Newton's, or half of what is left where that would lead out of it.
        following = x - excess / max(exp(whole + (a - 1) * log(x) + (b - 1) * log1p(-x)), _TINY)
        following = following if low < following < high else (low + high) / 2
        if abs(following - x) <= 1e-15 * x or following in {low, high}:
            return following
        x = following
    return x


def digamma(x: float) -> float:
    """Return the derivative of log(gamma(x)), for x above 0 (DLMF 5.5.2 and 5.11.2)."""
    before = 0.0
    while x < 12:
        before -= 1 / x
        x += 1
    square = 1 / (x * x)
    rest = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
    return before + log(x) - 0.5 / x - rest


def _log_gamma_step(a: float) -> float:
    """Return log(gamma(a + 1/2) / gamma(a)), without the cancellation of two large logarithms."""
    if a < 20:
        return lgamma(a + 0.5) - lgamma(a)
    # The asymptotic series in 1/a: Tricomi and Erdelyi (1951); from a = 20 on its error is below 1e-16.
    r = 1 / (a * a)
    return 0.5 * log(a) - (1 / 8 - r * (1 / 192 - r * (1 / 640 - r * (17 / 14336 - r * 31 / 18432)))) / a


def _density(t: float, freedom: float) -> float:
    return exp(_log_gamma_step(freedom / 2) - (freedom + 1) / 2 * log1p(t * t / freedom)) / sqrt(freedom * pi)


def _upper_tail(t: float, freedom: float) -> float:
    """Return P(T > t) for t >= 0: half of the incomplete beta function at freedom / (freedom + t^2)."""
    a, b = freedom / 2, 0.5
    x, rest = freedom / (freedom + t * t), t * t / (freedom + t * t)
    if rest == 0:
        return 0.5
    front = exp(_log_gamma_step(a) - a * log1p(t * t / freedom) + b * log(rest)) / sqrt(pi)
    if x < (a + 1) / (a + b + 2):
        return 0.5 * front * _beta_fraction(a, b, x) / a
    return 0.5 * (1 - front * _beta_fraction(b, a, rest) / b)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22)."""
    c = 1.0
    d = 1 / _away_from_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 100_000):
        for coefficient in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _away_from_zero(1 + coefficient * d)
            c = _away_from_zero(1 + coefficient / c)
            value *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return value


def _away_from_zero(number: float) -> float:
    return number if abs(number) > _TINY else _TINY
''',
"socroi/methods/journeys.py": r'''"""Journeys: the paths of touches that customers took, written as "a > b > c", and added up where they are equal."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Final, Literal

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

Model = Literal["last", "first", "linear", "position", "decay"]

SEPARATOR: Final = ">"
DEFAULTS: Final[dict[Model, float]] = {"position": 0.4, "decay": 1.0}


@dataclass(frozen=True, slots=True)
class Journeys:
    """Paths of which no two are equal.

    Attributes:
        channels: the channels, in order of first appearance and as first spelled.
        amounts: for each path, as indices of channels, what was added up: conversions and whatever came beside them.
    """

    channels: list[str]
    amounts: dict[tuple[int, ...], tuple[float, ...]]

    @property
    def conversions(self) -> float:
        """All conversions together."""
        return sum(amounts[0] for amounts in self.amounts.values())


class _Channels(dict[str, int]):
    """Indices of channels by a touch as it is written: case and surrounding space are ignored."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._indices: dict[str, int] = {}

    def __missing__(self, touch: str) -> int:
        name = touch.strip()
        if not name:
            raise ValueError(touch)
        index = self._indices.setdefault(name.casefold(), len(self.names))
        if index == len(self.names):
            self.names.append(name)
        self[touch] = index
        return index


def gather(paths: Sequence[str | None], conversions: Sequence[float | None], *more: Sequence[float | None]) -> Journeys:
    """Return the journeys of rows, equal paths added up.

    Args:
        paths: a path for each row.
        conversions: how many converted on it; a row where either is None is left out.
        *more: further amounts to add up; None adds nothing.

    Raises:
        CellError: #N/A where no row has a path and its conversions; #VALUE! where a path has an empty touch.
    """
    if None in paths or None in conversions:
        known = [p is not None and c is not None for p, c in zip(paths, conversions, strict=True)]
        paths, conversions = list(compress(paths, known)), list(compress(conversions, known))
        more = tuple(list(compress(amounts, known)) for amounts in more)
    if not paths:
        raise CellError("#N/A", "No row has paths and conversions.", "Fill in at least one row.")
    # Text by text first: there are fewer different texts than rows, and only those have to be taken apart.
    texts: dict[str | None, int] = {}
    rows = [texts.setdefault(path, len(texts)) for path in paths]
    sums = [_sums(rows, len(texts), amounts) for amounts in (conversions, *more)]
    channels = _Channels()
    journeys: dict[tuple[int, ...], tuple[float, ...]] = {}
    for path, amounts in zip(texts, zip(*sums, strict=True), strict=True):
        try:
            touches = tuple(map(channels.__getitem__, (path or "").split(SEPARATOR)))
        except ValueError:
            raise CellError(
                "#VALUE!", f'The path "{path}" has an empty touch.', 'Write a path as "a > b > c".'
            ) from None
        before = journeys.setdefault(touches, amounts)
        if before is not amounts:
            journeys[touches] = tuple(a + b for a, b in zip(before, amounts, strict=True))
    return Journeys(channels.names, journeys)


def _sums(rows: list[int], texts: int, amounts: Sequence[float | None]) -> list[float]:
    """Return what the rows of each text add up to; None adds nothing."""
    sums = [0.0] * texts
    for row, amount in zip(rows, amounts, strict=True):
        if amount:
            sums[row] += amount
    return sums


def touch_weights(touches: int, model: Model, parameter: float | None) -> list[float]:
    """Return the weight of each touch of a path, first to last; they add up to 1.

    Args:
        touches: how many there are, at least 1.
        model: the rule.
        parameter: of "position" the share of the first and of the last touch each, of "decay" the half-life in touches;
            None for the usual one.

    Raises:
        CellError: #NUM! where the parameter is outside its limits.
    """
    setting = DEFAULTS.get(model, 0.0) if parameter is None else parameter
    if model == "position" and not 0 <= setting <= 0.5:
        why = f"parameter is {setting:g}; the first and the last touch get from 0 to 0.5 each."
        raise CellError("#NUM!", why, "Leave it out for 0.4.")
    if model == "decay" and setting <= 0:
        raise CellError("#NUM!", f"parameter is {setting:g}; a half-life is above 0.", "Leave it out for 1.")
    match model:
        case "last":
            return [0.0] * (touches - 1) + [1.0]
        case "first":
            return [1.0] + [0.0] * (touches - 1)
        case "linear":
            return [1 / touches] * touches
        case "position":
            if touches < 3:
                return [1 / touches] * touches
            return [setting, *[(1 - 2 * setting) / (touches - 2)] * (touches - 2), setting]
        case "decay":
            halved = [2.0 ** (-back / setting) for back in range(touches - 1, -1, -1)]
            whole = sum(halved)
            return [weight / whole for weight in halved]
''',
"socroi/methods/looks.py": r'''"""How far a difference has to lie from nothing where a test is looked at more than once before its end.

Two rules. With a number of looks that was fixed before, equally far apart in people, O'Brien and Fleming's (1979): the
standardized difference Z must pass c sqrt(looks / look). In the time of a Brownian motion that is one constant line, so
that c solves a recursion of one integral (Armitage, McPherson and Rowe 1969). Looked at whenever one likes, Robbins's
(1970): the normal mixture, whose line holds for all times together.
"""

from __future__ import annotations

from functools import cache
from math import cos, exp, log, pi, sqrt
from typing import Final

from socroi.methods.distributions import normal_quantile, normal_tail

MOST_LOOKS: Final = 20
"""More looks than that are "always" for all that matters, and the integral would want more nodes."""
SURE: Final = (0.5, 0.9999)
"""Confidences for which the constant of several looks is exact to 1e-12."""
EXPECTED: Final = 0.2
"""The relative lift for which the line of `always_z` is the best; it holds whatever the lift is."""
_NODES: Final = 96
_ROUNDS: Final = 14
"""Each brings the constant closer by a factor of ten or more."""


@cache
def look_z(looks: int, look: int, confidence: float) -> float:
    """Return the z of one look of several, as O'Brien and Fleming divide the chance of a false finding among them.

    Args:
        looks: how often the test will be looked at, from 1 to `MOST_LOOKS`.
        look: which of them this is, from 1.
        confidence: that of all looks together, between 0 and 1; within `SURE` where there is more than one.
    """
    z = normal_quantile((1 + confidence) / 2)
    if looks > 1:
        for _ in range(_ROUNDS):
            # A step of Newton's on the logarithm of the chance to cross, whose slope is that of a single look.
            crossed = 1 - _stays_inside(looks, z * sqrt(looks))
            z += log(crossed / (1 - confidence)) * normal_tail(z) / _density(z)
    return z * sqrt(looks / look)


def always_z(rate: float, people: tuple[float, float], confidence: float) -> float:
    """Return the z at a point of a test that is looked at whenever one likes.

    Args:
        rate: the share of all people who converted, between 0 and 1.
        people: the sizes of the two groups, more than none.
        confidence: that of all looks together, between 0 and 1.
    """
    known = EXPECTED**2 * rate / (1 - rate) / (1 / people[0] + 1 / people[1])
    return sqrt((1 + 1 / known) * (log(1 + known) - 2 * log(1 - confidence)))


def _stays_inside(looks: int, line: float) -> float:
    """Return the chance that a sum of standard normal steps lies between -line and line after each of them."""
    nodes, weights = _fejer()
    # Even in the sum, so that one half of the nodes is enough.
    places, parts = [line * x for x in nodes], [line * weight for weight in weights]
    kernel = [
        [part * (_density(to - at) + _density(to + at)) for at, part in zip(places, parts, strict=True)]
        for to in places
    ]
    density = [_density(place) for place in places]
    for _ in range(looks - 1):
        density = [sum(map(float.__mul__, row, density)) for row in kernel]
    return 2 * sum(map(float.__mul__, density, parts))


@cache
def _fejer() -> tuple[list[float], list[float]]:
    """Return the nodes above 0 of Fejer's rule over -1 to 1, and their weights."""
    angles = [(2 * node - 1) * pi / (2 * _NODES) for node in range(1, _NODES // 2 + 1)]
    series = range(1, _NODES // 2 + 1)
    weights = [2 / _NODES * (1 - 2 * sum(cos(2 * m * angle) / (4 * m * m - 1) for m in series)) for angle in angles]
    return [cos(angle) for angle in angles], weights


def _density(z: float) -> float:
    return exp(-z * z / 2) / sqrt(2 * pi)
''',
"socroi/methods/minimum.py": r'''"""The lowest place of a function of few numbers, by the simplex of Nelder and Mead (1965), without derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROUNDS: Final = 2000
_RESTARTS: Final = 12


def lowest(height: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Return where a function is lowest near a start; begun anew there until nothing is gained any more."""
    best, value = list(start), height(start)
    size = 0.5
    for _ in range(_RESTARTS):
        found = _descend(height, best, size)
        lower = height(found)
        gained = value - lower
        best, value = found, lower
        if gained <= 1e-13 * abs(value):
            break
        size = max(size / 4, 1e-3)
    return best


def _descend(height: Callable[[Sequence[float]], float], start: Sequence[float], size: float) -> list[float]:
    many = len(start)
    places = [list(start), *([x + size * (i == j) for i, x in enumerate(start)] for j in range(many))]
    simplex = sorted(((height(place), place) for place in places), key=_height)
    for _ in range(_ROUNDS):
        if simplex[-1][0] - simplex[0][0] <= 1e-15 * abs(simplex[0][0]):
            break
        centre = [sum(place[i] for _, place in simplex[:-1]) / many for i in range(many)]
        worst = simplex[-1][1]

        def away(times: float, centre: list[float] = centre, worst: list[float] = worst) -> tuple[float, list[float]]:
            place = [c + times * (c - w) for c, w in zip(centre, worst, strict=True)]
            return height(place), place

        reflected = away(1.0)
        if reflected[0] < simplex[0][0]:
            simplex[-1] = min(reflected, away(2.0), key=_height)
        elif reflected[0] < simplex[-2][0]:
            simplex[-1] = reflected
        else:
            inside = away(0.5 if reflected[0] < simplex[-1][0] else -0.5)
            if inside[0] < min(reflected[0], simplex[-1][0]):
                simplex[-1] = inside
            else:
                lead = simplex[0][1]
                drawn = [[(a + b) / 2 for a, b in zip(place, lead, strict=True)] for _, place in simplex[1:]]
                simplex[1:] = [(height(place), place) for place in drawn]
        simplex.sort(key=_height)
    return simplex[0][1]


def _height(corner: tuple[float, list[float]]) -> float:
    return corner[0]
''',
"socroi/methods/mixture.py": r'''"""A figure that is one of several normal distributions, each with its weight: what averaging over a doubt leaves."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, fsum, sqrt
from typing import Final

_ROOT: Final = sqrt(2)


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture of normal distributions.

    Attributes:
        parts: weight, mean and standard deviation of each; the weights add up to 1.
    """

    parts: list[tuple[float, float, float]]

    @property
    def mean(self) -> float:
        """The expected figure."""
        return fsum(weight * mean for weight, mean, _ in self.parts)

    def below(self, amount: float) -> float:
        """Return the probability that the figure is not above an amount."""
        return fsum(
            weight * (erfc((mean - amount) / (spread * _ROOT)) / 2 if spread > 0 else float(mean <= amount))
            for weight, mean, spread in self.parts
        )

    def quantile(self, probability: float) -> float:
        """Return the amount that the figure is not above with some probability."""
        low = min(mean - 10 * spread for _, mean, spread in self.parts)
        high = max(mean + 10 * spread for _, mean, spread in self.parts)
        for _ in range(100):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2
''',
"socroi/methods/multinomial.py": r'''"""Intervals of all shares of one question together, which hold at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.methods.distributions import beta_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence


def simultaneous(counts: Sequence[int], confidence: float) -> list[tuple[float, float]]:
    """Return the ends of each answer's share, all of which hold together.

    Each is the interval of Jeffreys, with an equal part of the doubt (Bonferroni); of two answers, one share says all.
    It is even in small counts, where the intervals of Sison and Glaz (1995) hold in 90 of 100 surveys that say 95, and
    Wilson's in 90 to 97.

    Args:
        counts: how many gave each answer, two answers or more, each given by somebody.
        confidence: how sure all intervals together are to hold the true shares, between 0 and 1.
    """
    many = sum(counts)
    doubt = (1 - confidence) / (1 if len(counts) == 2 else len(counts))
    return [
        (beta_quantile(doubt / 2, n + 0.5, many - n + 0.5), beta_quantile(1 - doubt / 2, n + 0.5, many - n + 0.5))
        for n in counts
    ]
''',
"socroi/methods/permutation.py": r'''"""Intervals by permutation: which effects would not make the place of the test stand out among all other places.

An effect t is put to the test by taking it off and looking whether what is left where the test was is larger than
elsewhere. What is left anywhere is a - b t, so the effects that do not stand out are found at once, without a search.
"""

from __future__ import annotations

from math import floor, inf
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIKE = 1e-9
"""What is left counts as equally large where it differs by less than this part: only rounding does."""


class Permuted(NamedTuple):
    """The ends of an interval, and how often chance alone gives as much as was found; the ends may be infinite."""

    low: float
    high: float
    p: float


def permuted(own: tuple[float, float], others: Iterable[tuple[float, float]], confidence: float) -> Permuted:
    """Return the effects t of which |a - b t| at the place of the test is not among the largest of all places.

    Args:
        own: a and b at the place of the test, b above 0.
        others: a and b at every other place.
        confidence: how sure the interval is to hold the true effect.
    """
    mine, weight = own
    lows, highs, as_large = [-inf], [inf], 1
    for a, b in others:
        as_large += abs(a) >= abs(mine) * (1 - _ALIKE)
        if abs(b) >= weight * (1 - _ALIKE):
            # A place that reacts to the effect as much as the test's own can refute nothing.
            lows.append(-inf)
            highs.append(inf)
            continue
        ends = (mine - a) / (weight - b), (mine + a) / (weight + b)
        lows.append(min(ends))
        highs.append(max(ends))
    places = len(lows)
    needed = floor(round((1 - confidence) * places, 9)) + 1
    return Permuted(sorted(lows)[needed - 1], sorted(highs, reverse=True)[needed - 1], as_large / places)
''',
"socroi/methods/pooling.py": r'''"""Several tests of one thing, pooled: random effects, with an interval that knows how few they are."""

from __future__ import annotations

from math import exp, fsum, log, pi, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.methods.distributions import normal_quantile, t_quantile
from socroi.methods.mixture import Mixture

if TYPE_CHECKING:
    from collections.abc import Sequence


APART: Final = 0.5
"""How far tests may differ, as logarithms, where a few cannot tell: half of them by a factor of up to 1.4."""
_STEPS: Final = 200


class Pooled(NamedTuple):
    """A pooled figure with the ends of its interval."""

    mean: float
    low: float
    high: float


def pooled_two(figures: Sequence[float], variances: Sequence[float], confidence: float, apart: float = APART) -> Pooled:
    """Return the mean of two figures, averaged over how far such tests may differ.

    The standard deviation between tests is half-normal, the mean flat (Friede, Röver, Wandel and Neuenschwander 2017):
    the interval of Hartung and Knapp has one degree of freedom here, and no use.

    Args:
        figures: one from each test.
        variances: of each of them, above 0.
        confidence: how sure the interval is to hold the mean of all such tests.
        apart: the scale of that half-normal distribution.
    """
    parts, logs = [], []
    for step in range(_STEPS):
        between = apart * 4 * (step + 0.5) / _STEPS
        weights = [1 / (v + between * between) for v in variances]
        whole = fsum(weights)
        mean = fsum(w * y for w, y in zip(weights, figures, strict=True)) / whole
        off = fsum(w * (y - mean) ** 2 for w, y in zip(weights, figures, strict=True))
        logs.append(0.5 * (fsum(map(log, weights)) - log(whole) - off - (between / apart) ** 2))
        parts.append((mean, 1 / sqrt(whole)))
    top = max(logs)
    likely = [exp(value - top) for value in logs]
    whole = fsum(likely)
    mixed = Mixture([(weight / whole, *part) for weight, part in zip(likely, parts, strict=True)])
    return Pooled(mixed.mean, mixed.quantile((1 - confidence) / 2), mixed.quantile((1 + confidence) / 2))


def pooled(figures: Sequence[float], variances: Sequence[float], confidence: float, apart: float = APART) -> Pooled:
    """Return the mean of three figures or more by random effects, with the interval of Hartung and Knapp.

    How far tests differ is estimated as DerSimonian and Laird do. A few tests tell that badly: where it comes out as
    nothing, one test that is much surer than the others would speak alone. So each weighs as if they differed by no
    less than is to be expected of such tests. The interval is that of weighted least squares (van Aert and Jackson
    2019), which looks at the scatter about the mean and asks no more of weights than that they are not far off. It is
    never narrower than the plain one, by the normal distribution, the tests' own errors and what they were seen to
    differ (Jackson, Law, Rücker and Schwarzer 2017).

    Args:
        figures: one from each test.
        variances: of each of them, above 0.
        confidence: how sure the interval is to hold the mean of all such tests.
        apart: the scale of a half-normal distribution, by whose mean tests are taken to differ at least when they are
            weighed.
    """
    free = len(figures) - 1
    weights = [1 / v for v in variances]
    whole = fsum(weights)
    mean = fsum(w * y for w, y in zip(weights, figures, strict=True)) / whole
    scatter = fsum(w * (y - mean) ** 2 for w, y in zip(weights, figures, strict=True))
    between = max(0.0, (scatter - free) / (whole - fsum(w * w for w in weights) / whole))
    weights = [1 / (v + max(between, apart**2 * 2 / pi)) for v in variances]
    whole = fsum(weights)
    mean = fsum(w * y for w, y in zip(weights, figures, strict=True)) / whole
    scatter = fsum(w * (y - mean) ** 2 for w, y in zip(weights, figures, strict=True))
    plain = fsum((w / whole) ** 2 * (v + between) for w, v in zip(weights, variances, strict=True))
    sure = (1 + confidence) / 2
    reach = max(t_quantile(sure, free) * sqrt(scatter / (free * whole)), normal_quantile(sure) * sqrt(plain))
    return Pooled(mean, mean - reach, mean + reach)
''',
"socroi/methods/prewhitening.py": r'''"""Prewhitening: the memory of a series taken out, so that its correlation with another can be told from chance.

What was high last month is mostly high this month, too. Two series of that kind seem related far too often, as fewer of
their months are news than there are months. So both go through the filter that leaves of the first series only what its
own past did not tell, x(t) - memory x(t - 1), and what is left is correlated.
"""

from __future__ import annotations

from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Series = Sequence[float | None]

ROUNDING: Final = 1e-9
"""What is left of a series counts as one value where it varies by less than this part of the series."""


def prewhitened(ours: Series, theirs: Series) -> tuple[list[float | None], list[float | None]]:
    """Return two series of one length through the filter of the first, from their second period on.

    None is a period that is not known; its own value and the next one's are None in the result.
    """
    memory = memory_of(ours)
    return _filtered(ours, memory), _filtered(theirs, memory)


def memory_of(series: Series) -> float:
    """Return how much of a period comes again in the next: the slope of an autoregression of order 1, with a constant.

    It is 0 where the periods that have a next do not vary.
    """
    pairs = [(a, b) for a, b in pairwise(series) if a is not None and b is not None]
    before = [a for a, _ in pairs]
    if not pairs or min(before) == max(before):
        return 0.0
    mean, mean_after = fsum(before) / len(pairs), fsum(b for _, b in pairs) / len(pairs)
    # Divided by the largest, so that the squares of huge figures stay finite.
    largest = max(abs(a - mean) for a in before)
    steps = [((a - mean) / largest, (b - mean_after) / largest) for a, b in pairs]
    return fsum(a * b for a, b in steps) / fsum(a * a for a, _ in steps)


def _filtered(series: Series, memory: float) -> list[float | None]:
    rest = [None if a is None or b is None else b - memory * a for a, b in pairwise(series)]
    known = [value for value in rest if value is not None]
    # A straight line leaves one value, but for the last digits, which would be correlated as if they were news.
    if known and max(known) - min(known) <= ROUNDING * max(abs(value) for value in series if value is not None):
        return [None if value is None else 0.0 for value in rest]
    return rest
''',
"socroi/methods/proportions.py": r'''"""Intervals of a share of people, and of the difference of two shares, which hold where people are few."""

from __future__ import annotations

from math import sqrt

from socroi.methods.distributions import normal_quantile


def newcombe(one: tuple[float, float], two: tuple[float, float], confidence: float) -> tuple[float, float]:
    """Return the ends of Newcombe's interval (method 10) of the difference of two shares.

    Args:
        one: the first share and the people it is a share of, more than none.
        two: likewise the second, which is taken off the first.
        confidence: how sure the interval is to hold the true difference, between 0 and 1.
    """
    return newcombe_at(one, two, normal_quantile((1 + confidence) / 2))


def newcombe_at(one: tuple[float, float], two: tuple[float, float], z: float) -> tuple[float, float]:
    """Return the ends of Newcombe's interval at a quantile of the normal distribution."""
    low_one, high_one = wilson(*one, z)
    low_two, high_two = wilson(*two, z)
    difference = one[0] - two[0]
    low = difference - sqrt((one[0] - low_one) ** 2 + (high_two - two[0]) ** 2)
    high = difference + sqrt((high_one - one[0]) ** 2 + (two[0] - low_two) ** 2)
    return low, high


def ratio_ends(one: tuple[float, float], two: tuple[float, float], z: float) -> tuple[float, float | None]:
    """Return the ends of the interval of a share divided by another, from the two Wilson intervals of the shares.

    Each end is the ratio r at which Newcombe's interval of one - r x two ends at 0, so that 1 lies inside exactly where
    0 lies in that of the difference. The upper end is None where the second share is 0.
    """
    p, q = one[0], two[0]
    low_one, high_one = wilson(*one, z)
    low_two, high_two = wilson(*two, z)
    below, above = low_one * (2 * p - low_one), high_one * (2 * p - high_one)
    under, over = low_two * (2 * q - low_two), high_two * (2 * q - high_two)
    # Rounding may leave an end a hair beyond its share of 0 or 1.
    low = below / (p * q + sqrt(max(0.0, (p * q) ** 2 - below * over))) if p > 0 else 0.0
    high = (p * q + sqrt(max(0.0, (p * q) ** 2 - above * under))) / under if q > 0 else None
    return low, high


def wilson(share: float, size: float, z: float) -> tuple[float, float]:
    """Return the ends of Wilson's interval of a share of so many people, at a quantile of the normal distribution."""
    middle, spread = share + z * z / (2 * size), z * sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return (middle - spread) / (1 + z * z / size), (middle + spread) / (1 + z * z / size)
''',
"socroi/methods/ratio.py": r'''"""The interval of a ratio of two figures that are both uncertain: Fieller's."""

from __future__ import annotations

from math import sqrt


def fieller(
    above: float, below: float, theirs: float, ours: float, both: float, t: float
) -> tuple[float, float] | None:
    """Return the ends of the interval of above / below.

    Args:
        above: the estimate that is divided.
        below: the one that it is divided by.
        theirs: the variance of the one above.
        ours: the variance of the one below.
        both: their covariance.
        t: the quantile of the interval.

    Returns:
        None where below cannot be told from 0, so that the ratio has no two ends.
    """
    weight = below * below - t * t * ours
    if weight <= 0:
        return None
    middle = above * below - t * t * both
    root = middle * middle - weight * (above * above - t * t * theirs)
    reach = sqrt(max(0.0, root))
    return (middle - reach) / weight, (middle + reach) / weight
''',
"socroi/methods/region_sales.py": r'''"""Sales of regions, side by side in a sheet: read from two blocks of cells, added up, or compared region by region."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, compress
from math import comb, fsum, isfinite
from random import Random
from typing import TYPE_CHECKING, Final

from socroi.errors import CellError
from socroi.methods.permutation import Permuted, permuted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from socroi.definition.units import Cell

MOST_PLACEMENTS: Final = 10_000
"""Where a lot could have chosen the regions in more ways, so many of them are drawn."""

Block = list[list["Cell"]]


@dataclass(frozen=True, slots=True)
class Regions:
    """The sales of the regions of a test and of others, for the periods in which all of them are known.

    Attributes:
        test, control: a column for each region.
        known: for each row of the sheet whether it is among the periods.
    """

    test: list[list[float]]
    control: list[list[float]]
    known: list[bool]

    def totals(self) -> tuple[list[float], list[float]]:
        """Return the sales of the regions of the test, and of the others, period by period."""
        return [fsum(row) for row in zip(*self.test, strict=True)], [
            fsum(row) for row in zip(*self.control, strict=True)
        ]


def read(test: Block, control: Block) -> Regions:
    """Return the sales that two blocks of cells hold; a row in which a region is blank is not known yet.

    Raises:
        CellError: an error among the cells, a text where sales belong, or blocks of different height (#VALUE!).
    """
    if len(test) != len(control):
        why = f"test has {len(test)} rows, control has {len(control)}."
        raise CellError("#VALUE!", why, "Give the same periods of both.")
    for name, block in (("test", test), ("control", control)):
        for number, row in enumerate(block, 1):
            for cell in row:
                if isinstance(cell, CellError):
                    raise cell
                if cell not in {None, ""} and not isinstance(cell, float):
                    why = f"{name} holds {cell} in row {number}, where sales belong."
                    raise CellError("#VALUE!", why, "Give the figures alone, without headings and dates.")
    rows = [[*ours, *theirs] for ours, theirs in zip(test, control, strict=True)]
    known = [all(isinstance(cell, float) for cell in row) for row in rows]
    columns = [list(column) for column in zip(*compress(rows, known), strict=True)] or [[] for _ in rows[0]]
    width = len(test[0])
    return Regions(columns[:width], columns[width:], known)


def grown(regions: Regions, pre: int, confidence: float) -> tuple[float, Permuted] | None:
    """Return how much more the regions of the test grew than the others, with the interval of their placements.

    Growth is the mean of a region in the test over its mean before. Each way in which a lot could have chosen as many
    regions is a placement; under no effect all of them are alike.

    Args:
        regions: their sales.
        pre: how many of the periods come before the test.
        confidence: how sure the interval is to hold the true effect.

    Returns:
        None where there are too few placements for an interval, or a region sold nothing before.
    """
    columns = [*regions.test, *regions.control]
    tested, count = len(regions.test), len(columns)
    before = [fsum(column[:pre]) / pre for column in columns]
    if comb(count, tested) * (1 - confidence) < 1 - 1e-9 or min(before) <= 0:
        return None
    during = len(columns[0]) - pre
    growth = [fsum(column[pre:]) / during / mean - 1 for column, mean in zip(columns, before, strict=True)]
    if not all(map(isfinite, growth)):
        return None
    whole, others = fsum(growth), count - tested

    def difference(chosen: Sequence[int]) -> tuple[float, float]:
        mine = fsum(growth[region] for region in chosen)
        own = sum(region < tested for region in chosen)
        return mine / tested - (whole - mine) / others, own / tested - (tested - own) / others

    first = tuple(range(tested))
    found = difference(first)
    return found[0], permuted(found, map(difference, _placements(count, tested)), confidence)


def _placements(count: int, tested: int) -> Iterator[tuple[int, ...]]:
    """Yield every other choice of so many regions, or many of them by lot, the same on each machine."""
    if comb(count, tested) <= MOST_PLACEMENTS:
        choices = combinations(range(count), tested)
        next(choices)
        yield from choices
        return
    number = Random(1).random  # noqa: S311 - chance, not secrecy
    for _ in range(MOST_PLACEMENTS - 1):
        order = sorted(range(count), key=lambda _: number())
        yield tuple(order[:tested])
''',
"socroi/methods/repeat_orders.py": r'''"""How many customers order again, and for how much: BG/NBD and gamma-gamma, as Fader, Hardie and Lee (2005) have them.

While customers are there they order by chance, each at a rate of their own; after each order they leave for good with a
chance of their own. Rates have a gamma distribution (r, alpha), chances a beta distribution (a, b). What their orders
bring on average has, beside that, the gamma-gamma distribution (p, q, v) of Fader and Hardie (2013).
"""

from __future__ import annotations

from collections import Counter
from itertools import count
from math import exp, fsum, lgamma, log, log1p, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.methods.distributions import digamma

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    _Rise = Callable[[Sequence[float]], tuple[float, list[float]]]

_FURTHEST: Final = 9.0
"""The logarithm of a parameter beyond which nothing tells it from none, or from no end."""
_ROUNDS: Final = 60
_STEP: Final = 1e-4
"""The step of differences that stand for derivatives, in logarithms of the parameters."""
_NOTHING: Final = 1e-13
"""Chances below which further orders add nothing."""


class History(NamedTuple):
    """What counts of a customer: orders after the first, when the last of them came and how long it is that the first
    came, both from the first, in one unit of time.
    """

    again: float
    last: float
    age: float


class Outlook(NamedTuple):
    """What is to come of a customer.

    Attributes:
        there: the chance that they have not left.
        orders, variance: those that will come, on average, and how much that varies.
    """

    there: float
    orders: float
    variance: float


class Fitted(NamedTuple):
    """Parameters of greatest likelihood, and the covariance of their logarithms."""

    values: tuple[float, ...]
    covariance: list[list[float]]

    def errors(self) -> list[float]:
        """Return the standard errors of the parameters, by the delta method."""
        return [value * sqrt(self.covariance[i][i]) for i, value in enumerate(self.values)]

    def variance(self, told: Callable[[Sequence[float]], float]) -> float:
        """Return the variance that a figure has because the parameters are estimates."""
        slopes = []
        for i in range(len(self.values)):
            sides = []
            for sign in (1, -1):
                moved = [value * exp(sign * _STEP * (i == j)) for j, value in enumerate(self.values)]
                sides.append(told(moved))
            slopes.append((sides[0] - sides[1]) / (2 * _STEP))
        rows = (fsum(c * s for c, s in zip(row, slopes, strict=True)) for row in self.covariance)
        return fsum(s * row for s, row in zip(slopes, rows, strict=True))


def fit_orders(customers: Mapping[History, int]) -> Fitted | None:
    """Return r, alpha, a and b of greatest likelihood; None where it has no top: nobody leaves, or all are alike.

    Args:
        customers: how many have a history; some ordered again.
    """
    many = sum(customers.values())
    orders = fsum(one.again * n for one, n in customers.items())
    time = fsum(one.age * n for one, n in customers.items())
    # How many customers have more than i orders after the first.
    more = Counter[int]()
    for one, n in customers.items():
        more.update(dict.fromkeys(range(int(one.again)), n))
    parts = list(customers.items())

    def rise(place: Sequence[float]) -> tuple[float, list[float]]:
        r, alpha, a, b = map(exp, place)
        height, by_r, by_alpha, by_a, by_b = [], [], [], [], []
        for (again, last, age), n in parts:
            odds = _odds(r, alpha, a, b, again, last, age)
            left = 1 / (1 + exp(-odds))
            here, then = log(alpha + age), log(alpha + last)
            height.append(n * (max(odds, 0.0) + log1p(exp(-abs(odds))) - (r + again) * here))
            by_r.append(-n * ((1 - left) * here + left * then))
            by_alpha.append(-n * (r + again) * ((1 - left) / (alpha + age) + left / (alpha + last)))
            if again:
                by_a.append(n * left / a)
                by_b.append(-n * left / (b + again - 1))
        for i, n in more.items():
            height.append(n * (log(r + i) + log1p(-a / (a + b + i))))
            by_r.append(n / (r + i))
            by_a.append(-n / (a + b + i))
            by_b.append(n * a / ((b + i) * (a + b + i)))
        height.append(many * r * log(alpha))
        by_r.append(many * log(alpha))
        by_alpha.append(many * r / alpha)
        slopes = (fsum(by_r) * r, fsum(by_alpha) * alpha, fsum(by_a) * a, fsum(by_b) * b)
        return fsum(height), list(slopes)

    return _top(rise, [log(0.5), log(0.5 * time / orders), log(0.5), log(2.0)])


def fit_amounts(customers: Sequence[tuple[float, float]]) -> Fitted | None:
    """Return p, q and v of greatest likelihood; None where it has no top.

    Args:
        customers: of each who ordered again, how often and what such an order brought on average, above 0.
    """
    times = Counter(again for again, _ in customers)
    middle = fsum(amount for _, amount in customers) / len(customers)

    def rise(place: Sequence[float]) -> tuple[float, list[float]]:
        p, q, v = map(exp, place)
        height, by_p, by_q, by_v = [], [], [], []
        for again, n in times.items():
            size = p * again
            both = digamma(size + q)
            height.append(n * (lgamma(size + q) - lgamma(size) - lgamma(q) + q * log(v) + size * log(again)))
            by_p.append(n * again * (both - digamma(size)))
            by_q.append(n * (both - digamma(q) + log(v)))
        for again, amount in customers:
            whole = v + again * amount
            logarithm = log(whole)
            height.append((p * again - 1) * log(amount) - (p * again + q) * logarithm)
            by_p.append(again * (log(again * amount) - logarithm))
            by_q.append(-logarithm)
            by_v.append(q / v - (p * again + q) / whole)
        return fsum(height), [fsum(by_p) * p, fsum(by_q) * q, fsum(by_v) * v]

    return _top(rise, [log(4.0), log(3.0), log(middle)], log(middle))


def _odds(r: float, alpha: float, a: float, b: float, again: float, last: float, age: float) -> float:
    """Return the logarithm of the odds that a customer has left; who ordered once only cannot have, in this model."""
    if not again:
        return -700.0
    return max(-700.0, log(a / (b + again - 1)) + (r + again) * log1p((age - last) / (alpha + last)))


def outlook(parameters: Sequence[float], customer: History, time: float) -> Outlook:
    """Return what is to come of a customer within a time.

    Given that a customer is there, the chance to leave has the beta distribution (a, b + x) and the rate the gamma
    distribution (r + x, alpha + T), one apart from the other. A k-th order comes if k of them fall into the time and
    none of the first k - 1 was the last.
    """
    r, alpha, a, b = parameters
    again, last, age = customer
    there = 1 / (1 + exp(min(700.0, _odds(r, alpha, a, b, again, last, age))))
    shape, rate = r + again, alpha + age
    chance = exp(-shape * log1p(time / rate))
    step = time / (rate + time)
    beyond, stays = 1 - chance, 1.0
    first, second = [], []
    for k in count(1):
        first.append(stays * beyond)
        second.append((2 * k - 1) * stays * beyond)
        stays *= (b + again + k - 1) / (a + b + again + k - 1)
        chance *= (shape + k - 1) / k * step
        beyond -= chance
        if beyond <= _NOTHING:
            break
    orders = there * fsum(first)
    return Outlook(there, orders, there * fsum(second) - orders * orders)


def amount(parameters: Sequence[float], again: float, mean: float) -> float:
    """Return what an order of a customer brings on average, drawn towards what all have in common."""
    p, q, v = parameters
    return p * (v + again * mean) / (p * again + q - 1)


def amount_doubt(parameters: Sequence[float], again: float, mean: float, coming: Outlook) -> float:
    """Return the variance of what a customer's coming orders bring together; q is above 2."""
    p, q, v = parameters
    shape, rate = p * again + q, v + again * mean
    first = rate / (shape - 1)
    second = rate * rate / ((shape - 1) * (shape - 2))
    return second * (coming.orders * p + coming.variance * p * p) + (coming.orders * p) ** 2 * (second - first * first)


def _top(rise: _Rise, start: Sequence[float], last: float = 0.0) -> Fitted | None:
    """Return the place where a likelihood of logarithms of parameters is highest, by Newton's steps.

    Args:
        rise: the likelihood and its slopes at a place.
        start: where the search begins.
        last: around which logarithm the last parameter is looked for; the others around 0.
    """
    place = list(start)
    height, slopes = rise(place)
    for _ in range(_ROUNDS):
        curve = _curvature(rise, place)
        damped = 0.0
        while True:
            step = _solved([[c + damped * (i == j) for j, c in enumerate(row)] for i, row in enumerate(curve)], slopes)
            if step is not None:
                longest = max(map(abs, step))
                step = [s / max(1.0, longest) for s in step]
                tried = [x + s for x, s in zip(place, step, strict=True)]
                if _away(tried, last) > _FURTHEST:
                    return None
                higher, ahead = rise(tried)
                if higher >= height - 1e-11 * abs(height):
                    break
            damped = 4 * damped or 1e-3 * max(abs(row[i]) for i, row in enumerate(curve))
            if damped > 1e12:
                return None
        place, height, slopes = tried, higher, ahead
        if longest < 1e-10 and damped == 0:
            break
    else:
        return None
    curve = _curvature(rise, place)
    columns = [_solved(curve, [float(i == j) for j in range(len(place))]) for i in range(len(place))]
    covariance = [column for column in columns if column is not None]
    return Fitted(tuple(map(exp, place)), covariance) if len(covariance) == len(place) else None


def _away(place: Sequence[float], last: float) -> float:
    return max(*map(abs, place[:-1]), abs(place[-1] - last))


def _curvature(
    rise: Callable[[Sequence[float]], tuple[float, list[float]]], place: Sequence[float]
) -> list[list[float]]:
    """Return the second derivatives, their signs turned, from differences of the first."""
    rows = []
    for i in range(len(place)):
        ahead, behind = (rise([x + sign * _STEP * (i == j) for j, x in enumerate(place)])[1] for sign in (1, -1))
        rows.append([(b - a) / (2 * _STEP) for a, b in zip(ahead, behind, strict=True)])
    return [[(rows[i][j] + rows[j][i]) / 2 for j in range(len(place))] for i in range(len(place))]


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    """Return the solution of a symmetric system by Cholesky's factors; None where the matrix is not above 0."""
    many = len(right)
    lower = [[0.0] * many for _ in range(many)]
    for i in range(many):
        for j in range(i + 1):
            rest = matrix[i][j] - fsum(lower[i][k] * lower[j][k] for k in range(j))
            if i > j:
                lower[i][j] = rest / lower[j][j]
            elif rest > 0:
                lower[i][i] = sqrt(rest)
            else:
                return None
    found = list(right)
    for i in range(many):
        found[i] = (found[i] - fsum(lower[i][k] * found[k] for k in range(i))) / lower[i][i]
    for i in reversed(range(many)):
        found[i] = (found[i] - fsum(lower[k][i] * found[k] for k in range(i + 1, many))) / lower[i][i]
    return found
''',
"socroi/methods/resampling.py": r'''"""The bootstrap: what a figure could have been, had chance dealt the same rows otherwise.

The draws come from the Mersenne Twister MT19937 (Matsumoto and Nishimura 1998), seeded by its `init_by_array` with the
seed as the only word, 53 bits a number. Python promises never to change what `random.Random(seed).random()` gives, and
numpy that of `RandomState`, which is the same once it has the same state: one seed draws the same rows on every
machine, whichever of the two is at hand.
"""

from __future__ import annotations

from itertools import repeat
from math import ceil, copysign, floor, fsum, inf, isfinite, sqrt
from operator import add
from random import Random
from typing import TYPE_CHECKING, Final

from socroi.methods.distributions import t_quantile

if TYPE_CHECKING:
    from collections.abc import Sequence

_MANY: Final = 200_000
"""From this many numbers on, importing numpy costs less than doing without it."""
_LONG: Final = 20_000
"""From this many rows on, counting the drawn ones costs less than fetching them."""
_AT_ONCE: Final = 500_000
"""Numbers drawn at once: more would take memory and save no time."""
MOST_ROWS: Final = 20_000
"""Of more rows, the sums of parts are drawn: draws of a million rows tell no more, and take a hundred times as long."""
PARTS: Final = 10_000


def resampled_sums(columns: Sequence[Sequence[float]], draws: int, seed: int) -> list[tuple[float, ...]]:
    """Return the sums of columns over rows drawn with replacement, as many rows each time as there are.

    Args:
        columns: one column or more, all of one length.
        draws: how often to draw.
        seed: from 0 to 2^32 - 1.
    """
    rows = len(columns[0])
    if rows * draws >= _MANY:
        try:
            return _with_numpy(columns, draws, seed)
        except ImportError:  # numpy is no requirement of the catalogue
            pass
    number = Random(seed).random  # noqa: S311 - chance, not secrecy
    sums = []
    for _ in range(draws):
        drawn = [floor(number() * rows) for _ in repeat(None, rows)]
        sums.append(tuple(fsum(map(column.__getitem__, drawn)) for column in columns))
    return sums


def _with_numpy(columns: Sequence[Sequence[float]], draws: int, seed: int) -> list[tuple[float, ...]]:
    import numpy as np  # late: the catalogue does without it where little is to be done

    *words, place = Random(seed).getstate()[1]  # noqa: S311 - chance, not secrecy
    # The old interface on purpose: its stream is frozen, that of default_rng is not.
    stream = np.random.RandomState(0)
    stream.set_state(("MT19937", np.array(words, np.uint32), place, 0, 0.0))
    rows = len(columns[0])
    arrays = [np.asarray(column, np.float64) for column in columns]
    sums: list[tuple[float, ...]] = []
    if rows >= _LONG:
        # How often each row was drawn is counted once for all columns, which are then read from end to end.
        weighed = np.empty(rows)
        for _ in range(draws):
            drawn = stream.random_sample(rows)
            drawn *= rows
            often = np.bincount(drawn.astype(np.intp), minlength=rows).astype(np.float64)
            sums.append(tuple(float(np.multiply(array, often, out=weighed).sum()) for array in arrays))
        return sums
    at_once = max(1, _AT_ONCE // rows)
    for begin in range(0, draws, at_once):
        count = min(at_once, draws - begin)
        drawn = (stream.random_sample((count, rows)) * rows).astype(np.intp)
        sums += zip(*(array[drawn].sum(axis=1).tolist() for array in arrays), strict=True)
    return sums


def dealt(columns: Sequence[Sequence[float]], seed: int) -> list[list[float]]:
    """Return the sums of columns over `PARTS` parts, among which the rows are dealt in rounds.

    A round deals one row to each part, beginning with one drawn by chance, so that any two rows of two rounds come
    together in one case of `PARTS`, and rows that follow each other never do. The parts are drawn from the same series
    of random numbers as rows are, from its beginning.

    Args:
        columns: one column or more, all of one length.
        seed: from 0 to 2^32 - 1.
    """
    number = Random(seed).random  # noqa: S311 - chance, not secrecy
    rows = len(columns[0])
    sums = [[0.0] * PARTS for _ in columns]
    for begin in range(0, rows, PARTS):
        first = floor(number() * PARTS)
        for own, column in zip(sums, columns, strict=True):
            turned = own[first:] + own[:first]
            piece = column[begin : begin + PARTS]
            turned[: len(piece)] = map(add, turned, piece)
            own[:] = turned[PARTS - first :] + turned[: PARTS - first]
    return sums


def ratio_interval(
    numerators: Sequence[float], denominators: Sequence[float], draws: int, seed: int, confidence: float
) -> tuple[float, float] | None:
    """Return the ends of an interval of a ratio of sums: what the bootstrap-t holds, or Student's t of its rows.

    Each draw's ratio is compared with the ratio of all rows in standard errors of that draw itself, so that a draw that
    missed the few large rows, and seems surer than it is, does not make the interval too short. Of more than
    `MOST_ROWS` rows, the sums of `PARTS` parts are drawn in their stead (`dealt`): sums of parts have the variance and
    the skew of the whole that the rows have, which is all that the statistic depends on to the order of 1 / rows.
    A ratio is refuted where both methods refute it (Berger 1982): of 500 draws each of money of which a few rows make
    most, the bootstrap-t alone held in 89 to 94 of 100, both together in one to three more.

    Args:
        numerators: of each row; where none is below 0, neither is the interval.
        denominators: of each row, not below 0; they add up to more than 0.
        draws: how often to draw.
        seed: from 0 to 2^32 - 1.
        confidence: how sure the interval is to hold the true ratio, between 0 and 1.

    Returns:
        None where so many draws found no spread, or nothing to divide by, that an end cannot be told.

    Raises:
        OverflowError: the squares of the rows are too large.
    """
    rows, whole = len(numerators), fsum(denominators)
    ratio = fsum(numerators) / whole
    # What each row has over the ratio: of these, squares and products lose no digits.
    excess = [n - ratio * d for n, d in zip(numerators, denominators, strict=True)]
    error = sqrt(rows / (rows - 1) * fsum(e * e for e in excess)) / whole
    if error == 0:
        return ratio, ratio
    over_all, under_all = excess, denominators
    if rows > MOST_ROWS:
        over_all, under_all = dealt((excess, denominators), seed)
    if not isfinite(error) or not isfinite(fsum(d * d for d in under_all)):
        raise OverflowError("the rows' squares are too large to be added up")
    inflated = len(over_all) / (len(over_all) - 1)
    columns = (
        over_all,
        under_all,
        [e * e for e in over_all],
        [e * d for e, d in zip(over_all, under_all, strict=True)],
        [d * d for d in under_all],
    )
    steps = []
    for over, under, over_over, over_under, under_under in resampled_sums(columns, draws, seed):
        if under == 0:
            return None
        moved = over / under
        squares = over_over - 2 * moved * over_under + moved * moved * under_under
        own = sqrt(max(0.0, squares) * inflated) / under
        still = own <= abs(moved) * 1e-9
        steps.append((copysign(inf, moved) if moved else 0.0) if still else moved / own)
    steps.sort()
    low, high = percentile(steps, (1 - confidence) / 2), percentile(steps, (1 + confidence) / 2)
    if not (isfinite(low) and isfinite(high)):
        return None
    least = 0.0 if min(numerators) >= 0 else -inf
    t = t_quantile((1 + confidence) / 2, rows - 1)
    return max(least, ratio - max(high, t) * error), ratio + max(-low, t) * error


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which a share of sorted numbers lies, interpolated as Excel's PERCENTILE.INC does."""
    place = share * (len(ordered) - 1)
    low, high = floor(place), ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
''',
"socroi/methods/response_curve.py": r'''"""Response curves: what revenue a spend brings, each further unit less than the one before.

    revenue(s) = base + slope s / (1 + bend s),   bend >= 0

The hyperbola of Michaelis and Menten (1913) over a base that comes without spending; with bend 0 it is a straight line.
A season, sales that come whatever is spent, may be given beside it, and has a part proportional to it. For a given bend
the best of all the rest is that of a linear regression, so that one number is left to search for (Golub and Pereyra,
"The differentiation of pseudo-inverses and nonlinear least squares problems whose variables separate", SIAM Journal on
Numerical Analysis 10, 1973).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from math import exp, fsum, log, sqrt
from operator import mul
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.errors import CellError
from socroi.methods.distributions import t_quantile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

FEWEST_ROWS: Final = 8
"""Three parameters and an interval that still means something."""
FEWEST_LEVELS: Final = 4
"""Different spends: one more than parameters."""
WIDEST: Final = 2.0
"""How many times the lowest spend the highest has to be: what was never varied says nothing."""
MOST_TOLD: Final = 0.9
"""The share of the variance of spend that a season may tell."""
MANY: Final = 2000
"""Rows above which the means of parts of about the same spend stand for them."""
PARTS: Final = 500
LARGEST: Final = 1e100
"""Figures beyond which their squares and products are no numbers."""

_STEP: Final = 0.25
_BENDS: Final = 12
"""The step, of logarithms, in which bends that the rows allow are looked for, and the parts they are tried in."""
_STRAIGHT, _FLAT = exp(-7), exp(7)
"""The bend x highest spend below which a curve is a line, and above which it is flat from the first spend on."""


@dataclass(frozen=True, slots=True)
class ResponseCurve:
    """A fitted curve.

    Attributes:
        base: the revenue that comes without spending, at the mean of a season.
        slope: the revenue of the first unit spent.
        bend: how soon it saturates: half of the gain is reached at a spend of 1 / bend.
        lowest, highest: the spends between which it was seen.
        mean: the mean spend of the rows.
        freedom: the degrees of freedom beside a base, a slope, a bend and a season.
        rows: what it was fitted to, their spends as parts of the highest.
    """

    base: float
    slope: float
    bend: float
    lowest: float
    highest: float
    mean: float
    freedom: int
    rows: Rows

    def __call__(self, spend: float) -> float:
        """Return the revenue at a spend."""
        return self.base + self.slope * spend / (1 + self.bend * spend)

    def gain(self, spend: float, step: float) -> float:
        """Return the revenue of a step more than a spend."""
        after = spend + step
        return self.slope * step / ((1 + self.bend * spend) * (1 + self.bend * after))

    def gain_interval(self, spend: float, step: float, confidence: float) -> tuple[float, float]:
        """Return the ends of the interval of that gain, by its profile of the squared errors.

        A gain is refuted where the best curve that has it leaves more than errors (1 + t^2 / freedom), t Student's
        quantile (Bates and Watts 1988, chapter 6). For a bend, the gain is a multiple of the
        slope, and the ends of its slopes are those of a regression; the farthest of all bends are the ends. The delta
        method, which draws one tangent at the best bend, held in 76 to 98 of 100 simulated worlds, this in 94 to 100.
        """
        t = t_quantile((1 + confidence) / 2, self.freedom)
        allowed = self.rows.line(self.bend * self.highest).errors * (1 + t * t / self.freedom)
        before, after = spend / self.highest, (spend + step) / self.highest

        def ends(bend: float) -> tuple[float, float]:
            found = self.rows.line(bend)
            brings = (after - before) / ((1 + bend * before) * (1 + bend * after))
            room = sqrt(max(0.0, allowed - found.errors) / found.squares)
            return brings * (found.slope - room), brings * (found.slope + room)

        low, high = self._bends(allowed)
        bends = [low + (high - low) * part / _BENDS for part in range(_BENDS + 1)]
        tried = [ends(exp(u)) for u in bends]
        straight = [ends(0.0)] if low <= -7 else []
        found = []
        for side, sign in ((0, 1), (1, -1)):
            heights = [sign * each[side] for each in tried]
            best = min(range(_BENDS + 1), key=heights.__getitem__)
            near = _golden(
                lambda u, side=side, sign=sign: sign * ends(exp(u))[side],  # type: ignore[misc]  # bound in the loop
                bends[max(0, best - 1)],
                bends[min(_BENDS, best + 1)],
            )
            every = [*heights, sign * ends(exp(near))[side], *(sign * each[side] for each in straight)]
            found.append(sign * min(every))
        gain = self.gain(spend, step)
        return min(found[0], gain), max(found[1], gain)

    def _bends(self, allowed: float) -> tuple[float, float]:
        """Return the logarithms of bends between which no curve leaves more than is allowed."""
        best = log(self.bend * self.highest) if self.bend > 0 else -7.0

        def end(side: int) -> float:
            inside, outside = best, best
            while self.rows.line(exp(outside)).errors <= allowed:
                inside = outside
                if outside * side >= 7:
                    return side * 7.0
                outside += side * _STEP
            for _ in range(40):
                middle = (inside + outside) / 2
                if self.rows.line(exp(middle)).errors <= allowed:
                    inside = middle
                else:
                    outside = middle
            return inside

        return max(-7.0, end(-1)), min(7.0, end(1))


class Fitted(NamedTuple):
    """The best curve of a bend: base, at the mean season, and slope, squared errors, and what the slope rests on."""

    base: float
    slope: float
    errors: float
    squares: float


class Tangent(NamedTuple):
    """The square of the form s / (1 + bend s), by which it falls where the bend grows.

    Attributes:
        slope: of the best curve.
        along: how much of the form itself is in it.
        squares: of what else is in it.
        left: of that, with what the curve leaves of revenue, summed.
    """

    slope: float
    along: float
    squares: float
    left: float


class Rows:
    """Periods of spend and revenue, and of a season that moves revenue whatever is spent.

    Of many rows the means of those of about the same spend are taken, and what they differ among themselves is error.

    Attributes:
        count: how many there are.
        mean: their mean spend.
        whole: the squares of revenue around its mean, or around what the season tells.
        freedom: the degrees of freedom beside a base and a slope.
    """

    def __init__(self, spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None = None) -> None:
        _refuse_huge(spend, revenue, season or ())
        self.count = len(spend)
        self.freedom = self.count - 2 - (season is not None and min(season) < max(season))
        self._weights, self._inside = [1.0] * self.count, 0.0
        if self.count > MANY:
            if season is not None:
                # Rows of one spend differ by their season alone.
                revenue, season = _one_season(spend, revenue, season), None
            self._weights, spend, revenue, self._inside = _means(spend, revenue)
        self._spend = spend
        self.mean = self._average(spend)
        self._season = self._centred(season) if season is not None else None
        self._seasons = self._squared(self._season) if self._season is not None else 0.0
        if self._seasons == 0:
            self._season = None
        self._middle = self._average(season) if season is not None else 0.0
        self._height = self._average(revenue)
        self._turn = self._along_season(self._centred(revenue))
        self._revenue = self._without_season(self._centred(revenue))
        self.whole = self._squared(self._revenue) + self._inside

    def line(self, bend: float) -> Fitted:
        """Return the best curve of a bend."""
        form = [s / (1 + bend * s) for s in self._spend]
        left = self._without_season(self._centred(form))
        squares = self._squared(left)
        slope = fsum(w * a * b for w, a, b in zip(self._weights, left, self._revenue, strict=True)) / squares
        errors = fsum(w * (b - slope * a) ** 2 for w, a, b in zip(self._weights, left, self._revenue, strict=True))
        errors += self._inside
        return Fitted(self._height - slope * self._average(form), slope, errors, squares)

    def tangent(self, bend: float) -> Tangent:
        """Return how the best curve of a bend changes with it, for a slope of 1."""
        form = [s / (1 + bend * s) for s in self._spend]
        left = self._without_season(self._centred(form))
        turn = self._without_season(self._centred([f * f for f in form]))
        squares = self._squared(left)
        along = fsum(w * a * b for w, a, b in zip(self._weights, left, turn, strict=True)) / squares
        own = [b - along * a for a, b in zip(left, turn, strict=True)]
        slope = fsum(w * a * b for w, a, b in zip(self._weights, left, self._revenue, strict=True)) / squares
        over = [b - slope * a for a, b in zip(left, self._revenue, strict=True)]
        return Tangent(
            slope, along, self._squared(own), fsum(w * a * b for w, a, b in zip(self._weights, own, over, strict=True))
        )

    def left(self, bend: float) -> tuple[list[float], list[float]]:
        """Return the spends around their mean, and what the best curve leaves of revenue, both without a season."""
        form = self._without_season(self._centred([s / (1 + bend * s) for s in self._spend]))
        slope = self.line(bend).slope
        over = [b - slope * a for a, b in zip(form, self._revenue, strict=True)]
        return self._without_season(self._centred(self._spend)), over

    def answer(self, bend: float, slope: float, spend: float) -> float:
        """Return the revenue at a spend and the mean season, by a curve of any slope through the mean of the rows."""
        form = self._average([s / (1 + bend * s) for s in self._spend])
        return self._height + slope * (spend / (1 + bend * spend) - form)

    def foretold(self, bend: float, spend: Sequence[float], season: Sequence[float] | None) -> list[float]:
        """Return the revenue of other periods, by the best curve of a bend."""
        slope = self.line(bend).slope
        found = [self.answer(bend, slope, s) for s in spend]
        if self._season is None or season is None:
            return found
        form = self._centred([s / (1 + bend * s) for s in self._spend])
        part = self._turn - slope * self._along_season(form)
        return [value + part * (z - self._middle) for value, z in zip(found, season, strict=True)]

    def _average(self, column: Sequence[float]) -> float:
        return fsum(w * value for w, value in zip(self._weights, column, strict=True)) / self.count

    def _centred(self, column: Sequence[float]) -> list[float]:
        mean = self._average(column)
        return [value - mean for value in column]

    def _squared(self, column: Sequence[float]) -> float:
        return fsum(w * value * value for w, value in zip(self._weights, column, strict=True))

    def _along_season(self, column: Sequence[float]) -> float:
        """Return how much of the season is in a column."""
        if self._season is None:
            return 0.0
        return fsum(w * a * b for w, a, b in zip(self._weights, self._season, column, strict=True)) / self._seasons

    def _without_season(self, column: list[float]) -> list[float]:
        if self._season is None:
            return column
        share = self._along_season(column)
        return [value - share * a for value, a in zip(column, self._season, strict=True)]


def _refuse_huge(*columns: Sequence[float]) -> None:
    """Raise OverflowError, #NUM! in a cell, for figures whose squares are no numbers."""
    if any(max(column) > LARGEST or min(column) < -LARGEST for column in columns if column):
        raise OverflowError


def _parts(spend: Sequence[float]) -> list[list[int]]:
    """Return rows in parts of about the same spend."""
    count = len(spend)
    order = sorted(range(count), key=spend.__getitem__)
    return [order[part * count // PARTS : (part + 1) * count // PARTS] for part in range(PARTS)]


def _means(spend: Sequence[float], revenue: Sequence[float]) -> tuple[list[float], list[float], list[float], float]:
    """Return the size, mean spend and mean revenue of parts, and the squares of revenue around those means."""
    parts = _parts(spend)
    spends = [fsum(map(spend.__getitem__, part)) / len(part) for part in parts]
    revenues = [fsum(map(revenue.__getitem__, part)) / len(part) for part in parts]
    inside = fsum(_around(mean, map(revenue.__getitem__, part)) for part, mean in zip(parts, revenues, strict=True))
    return [float(len(part)) for part in parts], spends, revenues, inside


def _around(mean: float, values: Iterable[float]) -> float:
    """Return the squares of some values around their mean."""
    away = [value - mean for value in values]
    squares: float = sum(map(mul, away, away))
    return squares


def _one_season(spend: Sequence[float], revenue: Sequence[float], season: Sequence[float]) -> list[float]:
    """Return revenue as it would have been in the mean season, by what the season does among rows of one spend."""
    above, below = [], []
    for part in _parts(spend):
        mean, height = (fsum(map(column.__getitem__, part)) / len(part) for column in (season, revenue))
        above.append(fsum((season[row] - mean) * (revenue[row] - height) for row in part))
        below.append(fsum((season[row] - mean) ** 2 for row in part))
    squares = fsum(below)
    share = fsum(above) / squares if squares > 0 else 0.0
    middle = fsum(season) / len(season)
    return [value - share * (z - middle) for value, z in zip(revenue, season, strict=True)]


def refuse_rows(spend: Sequence[float], whose: str = "") -> None:
    """Raise a cell error, #NUM!, where periods are too few or their spends too alike for a response curve."""
    rows, most, least = len(spend), max(spend), min(spend)
    levels = len(set(islice(spend, MANY)))
    if levels < FEWEST_LEVELS:
        levels = len(set(spend))
    if rows < FEWEST_ROWS:
        why = f"{rows} periods{whose} are known; a response curve with its interval needs {FEWEST_ROWS}."
        raise CellError("#NUM!", why, f"Add {FEWEST_ROWS - rows} more.")
    if levels < FEWEST_LEVELS:
        why = f"The periods{whose} have {levels} different spends; a response curve needs {FEWEST_LEVELS}."
        raise CellError("#NUM!", why, "Vary the spend.")
    if most < WIDEST * least:
        why = f"The spend{whose} varied from {least:g} to {most:g}; a response curve needs the highest to be {WIDEST:g}"
        raise CellError(
            "#NUM!", f"{why} times the lowest.", f"Try a period at {most / WIDEST:g} or {WIDEST * least:g}."
        )


def refuse_waves(
    spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None, whose: str = ""
) -> None:
    """Raise a cell error, #NUM!, where a season cannot be told from a response.

    Without a season given, spend and revenue that both go on from period to period more than chance lets them
    (Anderson 1942, one case in forty) may do so because both follow one. With it, some of the spend has to be its own.
    """
    _refuse_huge(spend, revenue, season or ())
    if season is not None:
        told = _told(spend, season)
        if told > MOST_TOLD:
            why = f"The season tells {told:.0%} of how the spend{whose} varied: nothing is left to see a response in."
            raise CellError("#NUM!", why, "Vary the spend against the season for some periods.")
        return
    if goes_on(spend) and goes_on(revenue):
        why = f"Spend and revenue{whose} rise and fall together over several periods, as under a season."
        hint = (
            "Give a season: sales without ads, last year's, or a search trend; or vary the spend from period to period."
        )
        raise CellError("#NUM!", why, hint)


def _told(column: Sequence[float], season: Sequence[float]) -> float:
    """Return the square of the correlation of a column with the season."""
    middle, mean = fsum(season) / len(season), fsum(column) / len(column)
    away = [z - middle for z in season]
    over = [value - mean for value in column]
    squares = fsum(map(mul, away, away)) * fsum(map(mul, over, over))
    return fsum(map(mul, away, over)) ** 2 / squares if squares > 0 else 0.0


def goes_on(series: Sequence[float]) -> bool:
    """Return whether a series goes on from period to period more than chance lets it, in one case of forty."""
    rows = len(series)
    return _going_on(series) > (1.96 * sqrt(rows - 2) - 1) / (rows - 1)


def _going_on(series: Sequence[float]) -> float:
    """Return the correlation of a series with itself one period later."""
    # Beside a limit no last digit of a million products shows, and the exact sum takes four times as long.
    added = fsum if len(series) <= MANY else sum
    mean = fsum(series) / len(series)
    away = [value - mean for value in series]
    whole = added(map(mul, away, away))
    return added(map(mul, away, islice(away, 1, None))) / whole if whole > 0 else 0.0


def fit(
    spend: Sequence[float], revenue: Sequence[float], whose: str = "", season: Sequence[float] | None = None
) -> ResponseCurve:
    """Return the curve with the least squares.

    Args:
        spend: the spend of each period, not below 0.
        revenue: what came in, row by row.
        whose: " of Facebook", for a sentence that refuses.
        season: a figure that moves revenue whatever is spent, row by row; its part is proportional to it.

    Raises:
        CellError: #NUM! where the rows cannot bear a curve, with what would.
    """
    refuse_rows(spend, whose)
    most, count = max(spend), len(spend)
    x = [s / most for s in spend]
    rows = Rows(x, revenue, season)
    bend, low, high = _best_bend(rows)
    if bend > 0:
        bend = _turning(rows, bend, low, high)
    base, slope, _, _ = rows.line(bend)
    if slope <= 0 or max(revenue) == min(revenue):
        why = f"In these periods{whose} more spend did not bring more revenue."
        raise CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.")
    if bend >= _FLAT / 1.01:
        positive = min(s for s in spend if s > 0)
        why = f"Already the lowest spend{whose} brought all there was to be had: no rise is seen above it."
        raise CellError("#NUM!", why, f"Try periods with a spend below {positive:g}.")
    return ResponseCurve(base, slope / most, bend / most, min(spend), most, fsum(spend) / count, rows.freedom - 1, rows)


def _best_bend(rows: Rows) -> tuple[float, float, float]:
    """Return the bend with the least squares among those from straight to flat, and two between which it lies.

    It is 0 where a line is as good.
    """

    def errors(logarithm: float) -> float:
        return rows.line(exp(logarithm)).errors

    grid = [-7 + step / 10 for step in range(141)]
    best = min(grid, key=errors)
    logarithm = _golden(errors, max(-7.0, best - 0.1), min(7.0, best + 0.1))
    bend = exp(logarithm)
    if bend <= _STRAIGHT * 1.01 or errors(logarithm) >= rows.line(0.0).errors * (1 - 1e-12):
        return 0.0, 0.0, 0.0
    return bend, exp(best - 0.1), exp(best + 0.1)


def _golden(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function of one valley is lowest, by golden sections."""
    ratio = (sqrt(5) - 1) / 2
    one, two = high - ratio * (high - low), low + ratio * (high - low)
    at_one, at_two = function(one), function(two)
    while high - low > 1e-9:
        if at_one < at_two:
            high, two, at_two = two, one, at_one
            one = high - ratio * (high - low)
            at_one = function(one)
        else:
            low, one, at_one = one, two, at_two
            two = low + ratio * (high - low)
            at_two = function(two)
    return (low + high) / 2


def _turning(rows: Rows, bend: float, low: float, high: float) -> float:
    """Take the last digits of the bend from where the errors turn from falling to rising between two others, by
    halving: a valley's floor is too flat to find them by height.
    """

    def rises(at: float) -> bool:
        tangent = rows.tangent(at)
        return tangent.slope * tangent.left > 0

    if rises(low) or not rises(high):
        return bend
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if rises(middle) else (middle, high)
    return middle
''',
"socroi/methods/retention.py": r'''"""How many customers stay: the shifted beta-geometric distribution of Fader and Hardie (2007).

Each customer leaves at the end of a period with a chance of their own, which does not change, and the chances have a
beta distribution. Those who leave easily go first, so that the rate at which the others stay rises with their age.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, fsum, log, log1p
from typing import TYPE_CHECKING, Final

from socroi.methods.minimum import lowest

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE: Final = 13.0
"""The logarithm of alpha + beta from which on all customers leave alike, as far as anybody can tell."""


_STEP: Final = 0.5
"""The step of the logarithm of alpha + beta in which curves that the customers allow are looked for."""
_PARTS: Final = 16
_SMALLEST: Final = -8.0
_FARTHEST: Final = 35.0
"""The logarithm of the odds of leaving beyond which a rate is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Retention:
    """A fitted shifted beta-geometric.

    Attributes:
        alpha, beta: the parameters of the beta distribution of the chance to leave.
        remaining: the customers that it was fitted to.
    """

    alpha: float
    beta: float
    remaining: tuple[float, ...]

    def survival(self, age: int) -> float:
        """Return the share of customers who are still there after so many periods."""
        return _survival(self.alpha, self.beta, age)

    def intervals(self, ages: Sequence[int], z: float) -> list[tuple[float, float]]:
        """Return the ends of the interval of the survival at each age, by its profile of the likelihood.

        A share is refuted where every curve that has it is less likely than the best by more than z^2 / 2, in
        logarithms (Venzon and Moolgavkar 1988). The delta method, which draws one tangent at the best curve,
        knows of no differences between customers where none were seen: from few ages it held in 89 to 94 of 100.
        """
        allowed = self._allowed(z)
        ends = []
        for age in ages:
            shares = [self.survival(age), *(_survival(alpha, beta, age) for alpha, beta in allowed)]
            ends.append((min(shares), max(shares)))
        return ends

    def _allowed(self, z: float) -> list[tuple[float, float]]:
        """Return curves on the edge of those that the customers allow, a pair for each of some alpha + beta."""
        size = min(_ALIKE, max(_SMALLEST, log(self.alpha + self.beta)))
        best = _Profile(self.remaining, size)
        least = best.height(best.top()) - z * z / 2

        def end(side: int) -> float:
            inside = outside = size
            while _Profile(self.remaining, outside).reaches(least):
                inside = outside
                if not _SMALLEST < outside + side * _STEP < _ALIKE:
                    return _ALIKE if side > 0 else _SMALLEST
                outside += side * _STEP
            for _ in range(30):
                middle = (inside + outside) / 2
                allowed = _Profile(self.remaining, middle).reaches(least)
                inside, outside = (middle, outside) if allowed else (inside, middle)
            return inside

        low, high = end(-1), end(1)
        sizes = [low + (high - low) * part / _PARTS for part in range(_PARTS + 1)]
        return [shape for at in sizes for shape in _Profile(self.remaining, at).edge(least)]


class _Profile:
    """The likelihood of curves whose alpha + beta is given, by the logarithm of the odds of leaving, alpha / beta.

    With so many at the start of each period, of whom so many stay, it is the sum over the periods of leave x log(alpha)
    + stay x log(beta + age) - start x log(alpha + beta + age), which has one top.
    """

    def __init__(self, remaining: Sequence[float], size: float) -> None:
        self.size = exp(size)
        self.gone = remaining[0] - remaining[-1]
        self.stay = remaining[1:]
        self.whole = fsum(there * log(self.size + age) for age, there in enumerate(remaining[:-1]))

    def height(self, odds: float) -> float:
        alpha, beta = self.shape(odds)
        return self.gone * log(alpha) + fsum(n * log(beta + age) for age, n in enumerate(self.stay) if n) - self.whole

    def shape(self, odds: float) -> tuple[float, float]:
        return self.size / (1 + exp(-odds)), self.size / (1 + exp(odds))

    def top(self) -> float:
        """Return where the likelihood turns from rising to falling."""
        low, high = -_FARTHEST, _FARTHEST
        for _ in range(50):
            middle = (low + high) / 2
            alpha, beta = self.shape(middle)
            rises = self.gone / alpha > fsum(n / (beta + age) for age, n in enumerate(self.stay))
            low, high = (middle, high) if rises else (low, middle)
        return (low + high) / 2

    def reaches(self, least: float) -> bool:
        return self.height(self.top()) >= least

    def edge(self, least: float) -> list[tuple[float, float]]:
        """Return alpha and beta where the likelihood falls below a height, on either side of its top."""
        top = self.top()
        if self.height(top) < least:
            return []
        found = []
        for end in (-_FARTHEST, _FARTHEST):
            inside, outside = top, end
            for _ in range(50):
                middle = (inside + outside) / 2
                inside, outside = (middle, outside) if self.height(middle) >= least else (inside, middle)
            found.append(self.shape(inside))
        return found


def _survival(alpha: float, beta: float, age: int) -> float:
    return exp(fsum(log1p(-alpha / (alpha + beta + step)) for step in range(age)))


def fit_retention(remaining: Sequence[float]) -> Retention:
    """Return the shifted beta-geometric of greatest likelihood.

    Args:
        remaining: customers still there at ages 0, 1, 2, ...: never rising, falling somewhere, above 0 at the start.
    """
    lost = [before - after for before, after in pairwise(remaining)]
    rate = fsum(lost) / fsum(remaining[:-1])
    if rate >= 1:
        return Retention(1e12, 1e-3, tuple(remaining))

    def height(place: Sequence[float]) -> float:
        if abs(place[0]) > 30 or not -10 < place[1] <= _ALIKE + 2:
            return 1e300
        return -_likelihood(*_shape(place), lost, remaining[-1])

    place = lowest(height, [log(rate / (1 - rate)), 1.0])
    if place[1] > _ALIKE:
        size = exp(_ALIKE + 2)
        return Retention(rate * size, (1 - rate) * size, tuple(remaining))
    alpha, beta = _shape(place)
    # The simplex is near; Newton's steps bring the last digits, the same on every machine.
    for _ in range(6):
        (da, db), (aa, ab, bb) = _derivatives(alpha, beta, lost, remaining[-1])
        determinant = aa * bb - ab * ab
        ahead = alpha - (bb * da - ab * db) / determinant, beta - (aa * db - ab * da) / determinant
        # Of a few who leave in turn the top is so flat that a step may go beyond 0: the simplex was near enough.
        if min(ahead) <= 0:
            break
        alpha, beta = ahead
    return Retention(alpha, beta, tuple(remaining))


def _shape(place: Sequence[float]) -> tuple[float, float]:
    size = exp(place[1])
    share = 1 / (1 + exp(-place[0]))
    return size * share, size * (1 - share)


def _likelihood(alpha: float, beta: float, lost: Sequence[float], left: float) -> float:
    here, total = 0.0, 0.0
    for age, gone in enumerate(lost):
        total += gone * (here + log(alpha / (alpha + beta + age)))
        here += log((beta + age) / (alpha + beta + age))
    return total + left * here


def _derivatives(
    alpha: float, beta: float, lost: Sequence[float], left: float
) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """Return the first derivatives of the likelihood by alpha and beta, and the second: both alpha, mixed, both beta.

    With so many at the start of each period, of whom so many leave, the likelihood is the sum over the periods of leave
    x log(alpha) + stay x log(beta + age) - start x log(alpha + beta + age).
    """
    gone = fsum(lost)
    first_beta, second_beta, whole, whole_second = [], [], [], []
    there = left + gone
    for age, leaving in enumerate(lost):
        stay = there - leaving
        first_beta.append(stay / (beta + age))
        second_beta.append(-stay / (beta + age) ** 2)
        whole.append(-there / (alpha + beta + age))
        whole_second.append(there / (alpha + beta + age) ** 2)
        there = stay
    common, common_second = fsum(whole), fsum(whole_second)
    first = gone / alpha + common, fsum(first_beta) + common
    return first, (-gone / alpha**2 + common_second, common_second, fsum(second_beta) + common_second)
''',
"socroi/methods/shared_season.py": r'''"""A season that nobody handed over, seen where spend goes together with what curves leave of sales.

What a curve of a platform leaves of its sales has nothing in it that the spend of the same periods tells. A season, a
promotion or a growth that moves spend and sales at once shows in it elsewhere: the spend of one platform goes together
with what is left of the sales of the others, and of its own in the periods before and after. Over all orders of the
periods either sum of products has a mean of 0 and a known variance, if spend and what is left have nothing to do with
each other (Wald and Wolfowitz, "Statistical tests based on permutations of the observations", Annals of Mathematical
Statistics 15, 1944).
"""

from __future__ import annotations

from math import fsum, sqrt
from operator import add, mul
from typing import TYPE_CHECKING, Final

from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    Columns = Sequence[Sequence[float]]

NEIGHBOURS: Final = 0.3
"""How much the periods before and after count beside a period itself: a season is there, too, a promotion is not."""
MOST_SHARED: Final = 1.64
"""Deviations by which spend may go together with what is left of the others' sales: chance goes beyond in 1 of 20."""
MOST_BESIDE: Final = 1.0
"""The same for the periods before and for those after, of its own sales: chance goes beyond both in 1 of 40."""
NOTHING: Final = 1e-18
"""The part of the squares of revenue below which what a curve leaves is rounding."""


def shared(spends: Columns, left: Columns) -> float:
    """Return by how many deviations spend goes together with what is left of the sales of the other platforms.

    Args:
        spends: of each platform, around their mean.
        left: what its curve leaves of its sales, in the same periods. It is 0 where that is rounding.

    Returns:
        0 where platforms have different numbers of periods, so that nobody knows which of them are the same.
    """
    if len({len(column) for column in spends}) > 1:
        return 0.0
    smooth = []
    for column in map(_scaled, left):
        sides = map(add, _before(column), _after(column))
        smooth.append([own + NEIGHBOURS * side for own, side in zip(column, sides, strict=True)])
    whole = [fsum(period) for period in zip(*smooth, strict=True)]
    return _together(spends, [[all_ - own for all_, own in zip(whole, column, strict=True)] for column in smooth])


def beside(spends: Columns, left: Columns) -> float:
    """Return by how many deviations spend goes together with what is left of the sales both before it and after it.

    Ads that work on show after it alone.

    Args:
        spends: of each platform, around their mean.
        left: what its curve leaves of its sales, period by period. It is 0 where that is rounding.
    """
    news = [_scaled(column) for column in left]
    return min(_together(spends, list(map(_before, news))), _together(spends, list(map(_after, news))))


def _together(spends: Columns, others: Columns) -> float:
    """Return the sum of the products of columns, in standard deviations of all orders of the periods."""
    ours = [_scaled(column) for column in spends]
    theirs = [_centred(column) for column in others]
    whole = fsum(_product(a, b) for a, b in zip(ours, theirs, strict=True))
    variance = 0.0
    for a, b in zip(ours, theirs, strict=True):
        for c, d in zip(ours, theirs, strict=True):
            if len(a) == len(c):
                variance += _product(a, c) * _product(b, d) / (len(a) - 1)
    return whole / sqrt(variance) if variance > 0 else 0.0


def _before(column: Sequence[float]) -> list[float]:
    return [0.0, *column[:-1]]


def _after(column: Sequence[float]) -> list[float]:
    return [*column[1:], 0.0]


def _centred(column: Sequence[float]) -> list[float]:
    mean = fsum(column) / len(column)
    return [value - mean for value in column]


def _scaled(column: Sequence[float]) -> list[float]:
    """Return a column around its mean, with mean squares of 1 or all 0."""
    away = _centred(column)
    size = sqrt(_product(away, away) / len(away))
    return [value / size for value in away] if size > 0 else away


def _product(one: Sequence[float], two: Sequence[float]) -> float:
    return fsum(map(mul, one, two))


def refuse_shared(spends: Columns, left: Columns) -> float:
    """Return how far spend goes together with what is left of the sales of the other platforms.

    Raises:
        CellError: #NUM! where it does more than chance lets it, or with what is left of its own sales before and after.
    """
    doubt = shared(spends, left)
    if doubt > MOST_SHARED:
        why = "When more is spent on one platform, the others sell more than their own spend tells, as under a season"
        hint = "Give a season that tells it: sales without ads, last year's, or a search trend; or vary the spend of"
        raise CellError("#NUM!", f"{why} or a promotion that all share.", f"{hint} each platform by itself.")
    if beside(spends, left) > MOST_BESIDE:
        why = "When more is spent, more is sold in the period before, too, and in the period after, as under a season."
        hint = (
            "Give a season: sales without ads, last year's, or a search trend; or vary the spend from period to period."
        )
        raise CellError("#NUM!", why, hint)
    return doubt
''',
"socroi/methods/shrinkage.py": r'''"""Figures of many alike, each drawn towards what all have in common, the more so the less is known of it.

The best of two hundred posts by their raw rates is mostly a lucky one. What is believed of each is told with all that
is known of the whole: rates by the beta-binomial, means by the normal distribution. In both, the spread of the items is
weighted over all that it may be (Gelman and others 2013, sections 5.3 and 5.4), so that few items give wide intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p, pi, sqrt
from typing import TYPE_CHECKING, Final

from socroi.methods.distributions import beta_below, beta_quantile, normal_quantile, normal_tail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FALL: Final = 12.0
"""Where the logarithm of a likelihood lies this far below its top, what lies beyond weighs nothing."""
_SPREADS: Final = 25
_MIDDLES: Final = 11


@dataclass(frozen=True, slots=True)
class BetaBelief:
    """A belief of a rate: the beta distribution with this mean and variance."""

    mean: float
    variance: float

    @property
    def _shape(self) -> tuple[float, float]:
        size = self.mean * (1 - self.mean) / self.variance - 1
        return self.mean * size, (1 - self.mean) * size

    def above(self, line: float) -> float:
        """Return the chance that the true rate lies above a line."""
        return 1 - beta_below(line, *self._shape)

    def quantile(self, probability: float) -> float:
        """Return the rate below which the true one lies with this probability."""
        return beta_quantile(probability, *self._shape)


@dataclass(frozen=True, slots=True)
class NormalBelief:
    """A belief of a mean: the normal distribution with this mean and variance."""

    mean: float
    variance: float

    def above(self, line: float) -> float:
        """Return the chance that the true mean lies above a line."""
        return normal_tail((line - self.mean) / sqrt(self.variance))

    def quantile(self, probability: float) -> float:
        """Return the mean below which the true one lies with this probability."""
        return self.mean + normal_quantile(probability) * sqrt(self.variance)


Belief = BetaBelief | NormalBelief
"""What is believed of one item's true figure."""


def believed_rates(successes: Sequence[float], trials: Sequence[float]) -> list[BetaBelief]:
    """Return what is believed of the true rate of each item.

    The rates come from a beta distribution of mean m and spread s = 1 / sqrt(a + b), all m and s from 0 to 1 alike
    before anything is known.

    Args:
        successes: of each item, none to as many as its trials; some item has one, and some a trial without.
        trials: of each item, above 0.
    """
    counts: dict[tuple[float, float], int] = {}
    for pair in zip(successes, trials, strict=True):
        counts[pair] = counts.get(pair, 0) + 1

    def likelihood(spread: float, odds: float) -> float:
        mean = 1 / (1 + exp(-odds))
        size = 1 / (spread * spread)
        a, b = mean * size, (1 - mean) * size
        whole = fsum(count * _log_beta_rise(a, b, won, tried - won) for (won, tried), count in counts.items())
        return whole + log(mean) + log1p(-mean)  # as odds are what is stepped through

    rate = fsum(successes) / fsum(trials)
    middle = log(rate / (1 - rate))
    # Along the best odds for each spread, first roughly and then closer.
    best_spread, middle = _top(likelihood, middle)
    top = likelihood(best_spread, middle)
    spreads = _between(lambda spread: likelihood(spread, middle) - top, best_spread, (1e-4, 1.0), _SPREADS)
    reach = _reach(lambda odds: likelihood(best_spread, odds) - top, middle)
    odds = [middle + 1.3 * reach * (2 * node / (_MIDDLES - 1) - 1) for node in range(_MIDDLES)]
    weighted = [(likelihood(spread, each) - top, spread, 1 / (1 + exp(-each))) for spread in spreads for each in odds]
    weights = [(exp(height), spread, mean) for height, spread, mean in weighted if height > -2 * _FALL]
    total = fsum(weight for weight, _, _ in weights)
    beliefs = {}
    for won, tried in counts:
        first = second = 0.0
        for weight, spread, mean in weights:
            size = 1 / (spread * spread) + tried
            a = mean / (spread * spread) + won
            first += weight * a / size
            second += weight * a * (a + 1) / (size * (size + 1))
        first, second = first / total, second / total
        beliefs[won, tried] = BetaBelief(first, second - first * first)
    return [beliefs[pair] for pair in zip(successes, trials, strict=True)]


def believed_means(means: Sequence[float], variances: Sequence[float]) -> list[NormalBelief]:
    """Return what is believed of the true mean of each item.

    The true means come from a normal distribution, all middles and all spreads alike before anything is known.

    Args:
        means: as measured, one at least different from the others.
        variances: the square of each one's standard error, above 0.
    """

    def at(spread: float) -> tuple[float, float, float]:
        """Return the logarithm of the likelihood of a spread, and the middle with its variance."""
        parts = [1 / (variance + spread * spread) for variance in variances]
        total = fsum(parts)
        middle = fsum(part * mean for part, mean in zip(parts, means, strict=True)) / total
        squares = fsum(part * (mean - middle) ** 2 for part, mean in zip(parts, means, strict=True))
        return (fsum(map(log, parts)) - log(total) - squares) / 2, middle, 1 / total

    widest = max(means) - min(means)
    steps = [widest * step / 200 for step in range(201)]
    best = max(steps, key=lambda spread: at(spread)[0])
    top = at(best)[0]
    grid = _between(lambda spread: at(spread)[0] - top, best, (0.0, 20 * widest), 4 * _SPREADS)
    weighted = []
    for spread in grid:
        height, middle, doubt = at(spread)
        weighted.append((exp(height - top), spread * spread, middle, doubt))
    total = fsum(weight for weight, *_ in weighted)
    beliefs = []
    for mean, variance in zip(means, variances, strict=True):
        first = second = 0.0
        for weight, between, middle, doubt in weighted:
            kept = between / (between + variance)
            centre = kept * mean + (1 - kept) * middle
            first += weight * centre
            second += weight * (centre * centre + kept * variance + (1 - kept) ** 2 * doubt)
        first, second = first / total, second / total
        beliefs.append(NormalBelief(first, max(second - first * first, 1e-300)))
    return beliefs


def chances_of_the_top(beliefs: Sequence[Belief], top: float) -> list[float]:
    """Return for each item the chance that it is truly among the top share of all.

    The line is drawn where the expected number of items above it is that share of them (Lin and others 2006): the
    chances add up to top x the number of items.
    """
    wanted = top * len(beliefs)
    # What is known of several items alike is reckoned once.
    alike: dict[tuple[float, float], int] = {}
    for belief in beliefs:
        alike[belief.mean, belief.variance] = alike.get((belief.mean, belief.variance), 0) + 1
    known = {(belief.mean, belief.variance): belief for belief in beliefs}
    low = min(mean - 10 * sqrt(variance) for mean, variance in alike)
    high = max(mean + 10 * sqrt(variance) for mean, variance in alike)
    over, under, side = len(beliefs) - wanted, -wanted, 0
    for _ in range(100):
        line = (low * under - high * over) / (under - over)
        excess = fsum(count * known[key].above(line) for key, count in alike.items()) - wanted
        if abs(excess) <= 1e-12 * len(beliefs):
            break
        # False position by the Illinois rule: an end that stays a second time counts for half.
        if excess > 0:
            low, over, under, side = line, excess, under / 2 if side > 0 else under, 1
        else:
            high, under, over, side = line, excess, over / 2 if side < 0 else over, -1
    chances = {key: belief.above(line) for key, belief in known.items()}
    return [chances[belief.mean, belief.variance] for belief in beliefs]


def _log_beta_rise(a: float, b: float, won: float, lost: float) -> float:
    """Return log(beta(a + won, b + lost) / beta(a, b)).

    Logarithms of gamma functions of a million are ten million themselves, and their differences lose the digits that
    tell one spread from another. So Stirling's formula is written out, and what cancels is cancelled by hand: what
    stays is as large as the answer.
    """
    size, tried = a + b, won + lost
    whole = size + tried
    mean, other = a / size, b / size
    # By how much the mean rises, as a part of itself and of what is left to 1.
    drift = (won * other - lost * mean) / whole
    rise, fall = log1p(drift / mean), log1p(-drift / other)
    rest = (a + won - 0.5) * rise + (b + lost - 0.5) * fall - 0.5 * log1p(tried / size)
    if won > 0:
        rest += won * log(mean)
    if lost > 0:
        rest += lost * log(other)
    gained = _beyond_stirling(a + won) + _beyond_stirling(b + lost) - _beyond_stirling(whole)
    return rest + gained - (_beyond_stirling(a) + _beyond_stirling(b) - _beyond_stirling(size))


def _beyond_stirling(x: float) -> float:
    """Return what log(gamma(x)) has beyond (x - 1/2) log(x) - x + log(2 pi) / 2."""
    if x < 10:
        return lgamma(x) - (x - 0.5) * log(x) + x - 0.5 * log(2 * pi)
    # The next term is below 2e-15 here.
    square = 1 / (x * x)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x


def _top(likelihood: Callable[[float, float], float], middle: float) -> tuple[float, float]:
    """Return the spread and the odds at which a likelihood is highest, near enough to lay a grid around them."""
    spread, odds = 0.02, middle
    for step, steps in ((1.25, 19), (1.03, 10), (1.004, 10)):
        tried = [spread * step**each for each in range(-steps, steps + 1)]
        spread = max((each for each in tried if 1e-4 <= each <= 1), key=lambda each: likelihood(each, odds))
        width = 2.0
        while width > 1e-3:
            odds = max((odds - width, odds, odds + width), key=lambda each: likelihood(spread, each))
            width /= 2
    return spread, odds


def _between(height: Callable[[float], float], top: float, limits: tuple[float, float], nodes: int) -> list[float]:
    """Return evenly spaced places around a top, as far as the height has not fallen by `_FALL`, within limits."""
    ends = []
    for limit in limits:
        if height(limit) > -_FALL:
            ends.append(limit)
            continue
        inside, outside = top, limit
        for _ in range(40):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if height(middle) > -_FALL else (inside, middle)
        ends.append(outside)
    low, high = ends
    # In the middle of each step, so that none stands at a limit itself.
    return [low + (high - low) * (node + 0.5) / nodes for node in range(nodes)]


def _reach(height: Callable[[float], float], top: float) -> float:
    """Return how far from its top a height falls by `_FALL`, the farther side."""
    reach = 1e-4
    while max(height(top - reach), height(top + reach)) > -_FALL and reach < 30:
        reach *= 1.3
    return reach
''',
"socroi/methods/skewness.py": r'''"""Means of money that a few rows bring: their skew in an interval, and how many rows it takes to trust one."""

from __future__ import annotations

from math import ceil, copysign, exp, fsum, log
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH: Final = 25
"""How many times the square of the coefficient of variation a mean needs in rows. Of 3,000 simulated draws, down to 20
customers in a group and log-normal money, a wrong interval of 95% was given in 7 of 100 at most."""
MOST: Final = 1e9
"""The most rows that are asked for, where hardly any brings anything."""


def rows_needed(figures: Sequence[float]) -> int:
    """Return how many rows such figures need for the interval of their mean to hold, 25 (exp(s^2) / p - 1).

    An interval is too short where the largest rows are not among those drawn, and the figures themselves do not tell
    that. The spread of their logarithms does: with s^2 the variance of the logarithms of the figures above 0, and p the
    share of those, exp(s^2) / p - 1 is the square of the coefficient of variation, which figures show far too low. It
    is taken from the logarithms above their median, twice their squares: figures near 0 have logarithms far below, and
    make no mean uncertain.

    Args:
        figures: none of them below 0.
    """
    logs = [log(figure) for figure in figures if figure > 0]
    if not logs:
        return 0
    middle = median(logs)
    above = fsum((each - middle) ** 2 for each in logs if each > middle)
    spread = 2 * above / (len(logs) - 1) if len(logs) > 1 else 0.0
    return ceil(min(MOST, ENOUGH * (exp(min(spread, 700)) * len(figures) / len(logs) - 1)))


def unskewed(quantile: float, skew: float) -> float:
    """Return the standard errors from a mean at which Hall's transformation of it (1992) has a quantile.

    It is (3 / k) ((1 + k (q - k / 6))^(1/3) - 1), k the skewness of the mean and q the quantile, which is a fraction
    that loses no digits where k is small, and q where it is 0.
    """
    over = quantile - skew / 6
    root = 1 + skew * over
    root = copysign(abs(root) ** (1 / 3), root)
    return 3 * over / (root * root + root + 1)
''',
"socroi/methods/spend_plan.py": r'''"""A division of spend among platforms whose gain is told as it will come: small moves, shrunken curves, chance of harm.

The best of several divisions by uncertain curves looks better than it is, because chance made it look best (the
optimiser's curse: Smith and Winkler 2006). The remedy is to shrink what is compared before it is compared:

- the bends of the curves towards each other: with u = log(bend x mean spend), u of a platform is normal around a centre
  with a spread of 0.5, and the centre around 0, a curve half saturated at its mean spend, with a spread of 1;
- the returns of the next unit towards their mean, by as much as their errors explain of their differences. How much
  that is remains uncertain, and is averaged over a half-normal prior of their standard deviation (Gelman 2006), whose
  scale is RETURN_SPREAD of their mean. A prior that knows no scale, such as the uniform shrinkage prior, believes in
  differences as wide as the errors are: where platforms hardly differ and months are few, one of six of its plans was
  worse than none. Where the errors are wider than that scale, what is believed comes from the prior alone, and no move
  is advised.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import exp, fsum, inf, log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.errors import CellError
from socroi.methods.mixture import Mixture
from socroi.methods.response_curve import MANY, Rows, refuse_rows
from socroi.methods.shared_season import NOTHING, refuse_shared

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BEND_SPREAD: Final = 0.5
"""How far the logarithms of bends lie apart: two thirds of them within a factor of 1.6 of their centre."""
CENTRE_SPREAD: Final = 1.0
RETURN_SPREAD: Final = 0.3
"""How far the returns of the next unit are thought to lie apart before anything is known, as a part of their mean."""
_GRID_STEP: Final = 0.25
_GRID: Final = [step * _GRID_STEP for step in range(-28, 29)]
_EXACT: Final = 1e-24
"""The part of the squares that counts as error where there is none."""
_STEP: Final = 0.01
"""The step of differences that stand for derivatives by the logarithm of a bend."""
_ODDS: Final = [exp(step / 3) for step in range(-18, 76)]
"""Of the variance between platforms over that of a typical error."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a platform answers to spend, but for how strongly.

    Attributes:
        bend: of the curve.
        marginal: the return of the next unit at the spend it was asked for.
        variance: of that return, the uncertainty of the bend included.
        rows: what it was found from.
    """

    bend: float
    marginal: float
    variance: float
    rows: Rows

    def form(self, spend: float) -> float:
        """Return the revenue at a spend over that without any, for a first unit that brings 1."""
        return spend / (1 + self.bend * spend)

    def steep(self, spend: float) -> float:
        """Return what the next unit brings at a spend, where the first brings 1."""
        return 1 / (1 + self.bend * spend) ** 2


def shapes(platforms: Sequence[Rows], at: Sequence[float]) -> list[Shape]:
    """Return how platforms answer to spend, their bends shrunk towards each other.

    Args:
        platforms: their rows.
        at: for each of them, the spend at which its return is wanted.
    """
    costs = [_cost(rows) for rows in platforms]
    tried = [[cost(u) for u in _GRID] for cost in costs]
    centre = 0.0
    for _ in range(8):
        best = [min(range(len(_GRID)), key=_nearest(c, centre)) for c in tried]
        centre = fsum(_GRID[i] for i in best) / (len(best) + (BEND_SPREAD / CENTRE_SPREAD) ** 2)
    return [
        _shape(rows, cost, (_GRID[start], _GRID[min(range(len(_GRID)), key=c.__getitem__)]), centre, spend)
        for rows, cost, c, start, spend in zip(platforms, costs, tried, best, at, strict=True)
    ]


def _nearest(costs: Sequence[float], centre: float) -> Callable[[int], float]:
    return lambda place: costs[place] + _away(_GRID[place], centre)


def _away(u: float, centre: float) -> float:
    return (u - centre) ** 2 / (2 * BEND_SPREAD**2)


def _log(number: float) -> float:
    """Return the logarithm of what can only be too large or too small for a number where it has none."""
    if not number > 0:
        raise OverflowError
    return log(number)


def _cost(rows: Rows) -> Callable[[float], float]:
    """Return the loss of likelihood by the logarithm of a bend times the mean spend."""
    least = rows.whole * _EXACT or 1.0
    half = rows.count / 2

    def cost(u: float) -> float:
        return half * _log(rows.line(exp(u) / rows.mean).errors + least)

    return cost


def _shape(rows: Rows, cost: Callable[[float], float], starts: Sequence[float], centre: float, spend: float) -> Shape:
    """Return the shape of the likeliest bend, looked for near places of the grid."""
    least = rows.whole * _EXACT or 1.0

    def rise(u: float) -> float:
        """Return the slope of the loss."""
        bend = exp(u) / rows.mean
        tangent = rows.tangent(bend)
        errors = rows.line(bend).errors + least
        return rows.count * tangent.slope * tangent.left * bend / errors + (u - centre) / BEND_SPREAD**2

    u = min((_turning(rise, start) for start in starts), key=lambda u: cost(u) + _away(u, centre))
    curved = (rise(u + _STEP) - rise(u - _STEP)) / (2 * _STEP)
    spread = 1 / max(curved, 0.5 / BEND_SPREAD**2)

    def marginal(u: float) -> float:
        bend = exp(u) / rows.mean
        return rows.line(bend).slope / (1 + bend * spend) ** 2

    bend = exp(u) / rows.mean
    found = rows.line(bend)
    freedom = max(1, rows.freedom - 1)
    variance = found.errors / freedom / found.squares / (1 + bend * spend) ** 4
    variance += ((marginal(u + _STEP) - marginal(u - _STEP)) / (2 * _STEP)) ** 2 * spread
    # A normal distribution as wide as Student's t, which has what a variance from few rows makes of it.
    variance *= freedom / (freedom - 2) if freedom > 2 else 3.0
    return Shape(bend, marginal(u), variance, rows)


def _turning(rise: Callable[[float], float], start: float) -> float:
    """Return where a loss turns from falling to rising near a place of the grid, by halving; else that place."""
    low, high = start - _GRID_STEP, start + _GRID_STEP
    if rise(low) > 0 or rise(high) <= 0:
        return start
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if rise(middle) > 0 else (middle, high)
    return middle


class Share(NamedTuple):
    """The marginal returns if their differences are real to some part, and how likely that part is."""

    weight: float
    means: list[float]
    variances: list[float]
    common: float
    towards: list[float]
    """How much of the common mean each of them has; `common` is the variance of that mean."""


def believed(found: Sequence[Shape]) -> list[Share]:
    """Return the returns of the next unit, shrunk towards their mean, for each strength of shrinking."""
    values = [shape.marginal for shape in found]
    largest = max(abs(value) for value in values) or 1.0
    variances = [max(shape.variance, (1e-9 * largest) ** 2) for shape in found]
    typical = len(variances) / fsum(1 / v for v in variances)
    # Where returns add up to hardly more than none, they say nothing of a scale: then differences are not believed.
    scale = max(abs(fsum(values)) / len(values), 1e-9 * largest) * RETURN_SPREAD
    shares, logs = [], []
    for odds in _ODDS:
        between = typical * odds
        weights = [1 / (v + between) for v in variances]
        whole = fsum(weights)
        mean = fsum(w * value for w, value in zip(weights, values, strict=True)) / whole
        off = fsum(w * (value - mean) ** 2 for w, value in zip(weights, values, strict=True))
        # Of the half-normal density of a standard deviation, stepped through by the logarithm of its square.
        prior = 0.5 * log(odds) - between / (2 * scale * scale)
        logs.append(prior + 0.5 * (fsum(map(_log, weights)) - _log(whole) - off))
        own = [between / (v + between) for v in variances]
        means = [k * value + (1 - k) * mean for k, value in zip(own, values, strict=True)]
        left = [k * v for k, v in zip(own, variances, strict=True)]
        shares.append(Share(0.0, means, left, 1 / whole, [1 - k for k in own]))
    top = max(logs)
    likely = [exp(value - top) for value in logs]
    whole = fsum(likely)
    return [share._replace(weight=weight / whole) for share, weight in zip(shares, likely, strict=True)]


def gain(found: Sequence[Shape], shares: Sequence[Share], now: Sequence[float], then: Sequence[float]) -> Mixture:
    """Return what spends `then` bring over spends `now`, as a mixture over how real the differences are."""
    each = [
        (shape.form(after) - shape.form(before)) / shape.steep(before)
        for shape, before, after in zip(found, now, then, strict=True)
    ]
    parts = []
    for share in shares:
        mean = fsum(k * m for k, m in zip(each, share.means, strict=True))
        together = fsum(k * t for k, t in zip(each, share.towards, strict=True))
        variance = fsum(k * k * v for k, v in zip(each, share.variances, strict=True)) + together**2 * share.common
        parts.append((share.weight, mean, sqrt(variance)))
    return Mixture(parts)


def best_division(
    found: Sequence[Shape], slopes: Sequence[float], bounds: Sequence[tuple[float, float]], spend: float
) -> list[float]:
    """Return how a spend is divided so that it brings the most, each platform within its bounds.

    The next unit brings the same on every platform that is not at one of its bounds (Lagrange); what it brings is
    searched for by halving.

    Args:
        found: the shapes of the platforms.
        slopes: what the first unit brings on each of them; at least one is above 0.
        bounds: the least and the most of each; `spend` lies between their sums.
        spend: the whole.
    """

    def at(price: float) -> list[float]:
        spends = []
        for shape, slope, (low, high) in zip(found, slopes, bounds, strict=True):
            wanted = (sqrt(slope / price) - 1) / shape.bend if slope > 0 else low
            spends.append(min(high, max(low, wanted)))
        return spends

    rising = [(shape, slope, high) for shape, slope, (_, high) in zip(found, slopes, bounds, strict=True) if slope > 0]
    cheap = min(slope * shape.steep(high) for shape, slope, high in rising) / 2
    dear = 2 * max(slope for _, slope, _ in rising)
    for _ in range(200):
        price = sqrt(cheap * dear)
        if fsum(at(price)) > spend:
            cheap = price
        else:
            dear = price
    few, many = at(dear), at(cheap)
    gap = fsum(many) - fsum(few)
    if gap > 0:
        part = (spend - fsum(few)) / gap
        return [a + part * (b - a) for a, b in zip(few, many, strict=True)]
    # No platform is worth more: what is left goes where there is room, in proportion.
    room = [high - a for a, (_, high) in zip(few, bounds, strict=True)]
    left = spend - fsum(few)
    whole = fsum(room)
    return [a + left * r / whole if whole > 0 else a for a, r in zip(few, room, strict=True)]


class Plan(NamedTuple):
    """A division of spend.

    Attributes:
        spends: of each platform.
        gain: in revenue, over the division that it was compared with.
        answers: for each platform its revenue at a spend.
        doubt: by how many deviations spend goes together with what is left of the sales of other platforms.
        off: the error of a typical return of the next unit, as a part of their mean.
    """

    spends: list[float]
    gain: Mixture
    answers: Sequence[Callable[[float], float]]
    doubt: float
    off: float


def planned(
    platforms: Sequence[Rows], alike: Sequence[float], limits: Sequence[tuple[float, float]], spend: float
) -> Plan:
    """Return the division that brings the most by shrunken curves.

    Args:
        platforms: their rows.
        alike: the division that it is compared with.
        limits: the least and the most of each platform.
        spend: the whole.

    Raises:
        CellError: #NUM! where no platform's revenue rises with spend, or both follow a season that is not given.
    """
    found = shapes(platforms, alike)
    shares = believed(found)
    returns = [fsum(share.weight * share.means[i] for share in shares) for i in range(len(found))]
    slopes = [value / shape.steep(at) for value, shape, at in zip(returns, found, alike, strict=True)]
    if max(slopes) <= 0:
        why = "In these periods more spend did not bring more revenue on any platform."
        raise CellError("#NUM!", why, "There is no response to plan with; test with a holdout: SOCLIFT.")
    # Of many rows, those of about one spend stand together, and not those that follow each other.
    doubt = refuse_shared(*_left(found)) if all(rows.count <= MANY for rows in platforms) else 0.0
    spends = best_division(found, slopes, limits, spend)
    answers = [
        partial(rows.answer, shape.bend, slope) for rows, shape, slope in zip(platforms, found, slopes, strict=True)
    ]
    return Plan(spends, gain(found, shares, alike, spends), answers, doubt, _off(found))


def _left(found: Sequence[Shape]) -> tuple[list[list[float]], list[list[float]]]:
    """Return the spends of platforms around their mean, and what their curves leave of revenue, without a season."""
    spends, left = [], []
    for shape in found:
        around, over = shape.rows.left(shape.bend)
        spends.append(around)
        rounding = fsum(value * value for value in over) <= shape.rows.whole * NOTHING
        left.append([0.0] * len(over) if rounding else over)
    return spends, left


def _off(found: Sequence[Shape]) -> float:
    """Return the error of a typical return of the next unit, as a part of their mean; without a mean, more than any."""
    mean = abs(fsum(shape.marginal for shape in found)) / len(found)
    exact = any(shape.variance == 0 for shape in found)
    typical = 0.0 if exact else sqrt(len(found) / fsum(1 / shape.variance for shape in found))
    return typical / mean if mean > 0 else inf


def bounds(
    alike: Sequence[float], highest: Sequence[float], most_change: float, spend: float
) -> list[tuple[float, float]]:
    """Return the least and the most of each platform: near its part now, and not above what was tried.

    Where what was tried leaves too little room for the whole, every platform may have all that was tried on it.
    """
    most = [min(top, part * (1 + most_change)) for part, top in zip(alike, highest, strict=True)]
    if fsum(most) < spend:
        most = list(highest)
    least = [min(top, max(0.0, part * (1 - most_change))) for part, top in zip(alike, most, strict=True)]
    return list(zip(least, most, strict=True))


def foretold_wrong(spend: Sequence[float], revenue: Sequence[float], season: Sequence[float] | None) -> float | None:
    """Return by how much the last quarter of the rows is foretold wrong by the others, as a part of what came in.

    None where the others cannot bear a curve, or nothing came in.
    """
    first = len(spend) - len(spend) // 4
    came = fsum(map(abs, revenue[first:]))
    try:
        refuse_rows(spend[:first])
    except CellError:
        return None
    if came == 0:
        return None
    rows = Rows(spend[:first], revenue[:first], season[:first] if season is not None else None)
    bend = shapes([rows], [rows.mean])[0].bend
    told = rows.foretold(bend, spend[first:], season[first:] if season is not None else None)
    return fsum(abs(a - b) for a, b in zip(told, revenue[first:], strict=True)) / came
''',
"socroi/patterns.py": r'''"""Regular expressions that are compiled when they are first used: a small workbook meets few of those it could meet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

__all__ = ["pattern"]

if TYPE_CHECKING:
    # To whoever checks types it is a compiled expression from the beginning.
    from re import compile as pattern
else:

    class pattern:  # noqa: N801 - it is used in place of a function, `re.compile`
        """A regular expression with the attributes of a compiled one, each fetched when it is first asked for."""

        def __init__(self, text: str | bytes, flags: int = 0) -> None:
            self._said = (text, flags)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):  # copying and pickling ask for what nobody has
                raise AttributeError(name)
            found = getattr(re.compile(*self._said), name)
            setattr(self, name, found)  # from now on it is found at once, without this function
            return found
''',
}


def unpack():
    for name in [name for name in sys.modules if name.partition(".")[0] == "socroi"]:
        del sys.modules[name]
    folder = Path(tempfile.mkdtemp(prefix="socroi-"))
    for name, text in SOURCES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))


unpack()

from socroi.hosts.excel import *
