"""Segments: followers against everybody else."""

from __future__ import annotations

from math import sqrt
from statistics import fmean, variance

from socroi.definition.registry import Family, formula
from socroi.definition.spill import Spill
from socroi.definition.units import Aligned, Boolean, Confidence, Count, Days, Money, Number, Rate
from socroi.errors import CellError
from socroi.methods.distributions import t_quantile

FAMILY = Family(3, "Segments", "How do followers differ from everybody else?")


@formula(
    twin='LET(good,(LEN(is_follower)>0)*(metric<""),yes,good*((is_follower=TRUE)+(is_follower=1)>0),no,good-yes,'
    "figures,IF(good,metric,0),n,SUM(yes),others,SUM(no),IF(SUM(good)=0,#N/A,IF((n<2)+(others<2),#NUM!,LET("
    "mean,SUM(yes*figures)/n,base,SUM(no*figures)/others,difference,mean-base,"
    "mine,SUM(yes*(figures-mean)^2)/(n-1)/n,theirs,SUM(no*(figures-base)^2)/(others-1)/others,"
    # T.INV takes whole degrees of freedom, and Welch's are not; t^2/(f+t^2) is a quantile of the beta distribution.
    "margin,IF(mine+theirs=0,0,LET(freedom,(mine+theirs)^2/(mine^2/(n-1)+theirs^2/(others-1)),"
    "part,BETA.INV(confidence,0.5,freedom/2),SQRT(freedom*part/(1-part)*(mine+theirs)))),"
    'VSTACK({"followers","others","difference","relative","low","high"},IF({1,2,3,4,5,6}=4,difference/base,'
    "HSTACK(mean,base,difference,0,difference-margin,difference+margin)))))))"
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
        others, and the low and high end of the difference (Welch). Where the interval holds 0, there may be no
        difference at all; and followers may differ for other reasons than following.

    Errors:
        #NUM!: a group has fewer than 2 customers.
        #N/A: no row has both.
        #VALUE!: the ranges differ in size, or is_follower holds a text.
        #DIV/0!: in the relative difference, where the mean of the others is zero.

    Source:
        [S0] and [S2], step 2: compare those who follow you with those who do not. The interval: [welch1947].

    Examples:
        =SOCSEGMENT({TRUE;TRUE;FALSE;FALSE},{12;12;10;10}) ->
            {"followers","others","difference","relative","low","high";
            12,10,2,0.2,2,2}
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
    errors = variance(followers) / len(followers), variance(others) / len(others)
    margin = 0.0
    if sum(errors) > 0:
        freedom = sum(errors) ** 2 / (errors[0] ** 2 / (len(followers) - 1) + errors[1] ** 2 / (len(others) - 1))
        margin = t_quantile((1 + confidence) / 2, freedom) * sqrt(sum(errors))
    relative = CellError("#DIV/0!", "The mean of the others is zero.") if base == 0 else difference / base
    return Spill(
        [[mean, base, difference, relative, difference - margin, difference + margin]],
        header=("followers", "others", "difference", "relative", "low", "high"),
    )


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
    "(days_others-days_followers)*day_value,IF(LEN(days_followers)+LEN(days_others),#N/A,0)))"
)
def SOCDEALVALUE(
    deals: Count,
    size_followers: Money,
    size_others: Money,
    days_followers: Days | None = None,
    days_others: Days | None = None,
    day_value: Money = 0.0,
) -> Money:
    """What it is worth that deals with followers are larger, and closed sooner.

    Args:
        deals: how many deals with followers were closed.
        size_followers: the average size of a deal with a follower.
        size_others: the average size of a deal with somebody else.
        days_followers: the average days to close with a follower; leave both numbers of days blank to count size alone.
        days_others: the average days to close with somebody else.
        day_value: what a deal is worth more for each day that it is closed sooner; blank means 0.

    Returns:
        deals x (size_followers - size_others + (days_others - days_followers) x day_value).

    Errors:
        #N/A: an argument is blank, or only one of the two numbers of days is known.
        #NUM!: deals or days are below 0.

    Source:
        [S0] and [S2], step 2: is it faster to close, are the contracts larger?

    Examples:
        =SOCDEALVALUE(10,1200,1000) -> 2000
        =SOCDEALVALUE(10,1200,1000,20,30,5) -> 2500
        =SOCDEALVALUE(10,1200,1000,20) -> #N/A
    """
    sooner = 0.0
    if days_followers is not None and days_others is not None:
        sooner = (days_others - days_followers) * day_value
    elif days_followers is not None or days_others is not None:
        raise CellError("#N/A", "Only one of the two numbers of days is known.", "Fill in both, or neither.")
    return deals * (size_followers - size_others + sooner)
