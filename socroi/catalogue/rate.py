"""Rates: what a click costs, how many convert, how fast it grows. Always a ratio of sums, never a mean of ratios."""

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
