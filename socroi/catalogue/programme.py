"""Programme: how mature and how efficient the work itself is, and whether customers would recommend the company."""

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
