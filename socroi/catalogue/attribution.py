"""Attribution: which touch on the way to a conversion deserves which part of it."""

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
