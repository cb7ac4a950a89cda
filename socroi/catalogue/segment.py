"""Segments: followers against everybody else."""

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
