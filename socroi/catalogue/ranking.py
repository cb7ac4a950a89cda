"""Ranking: which posts, creators and campaigns are truly better, and which were only lucky."""

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
