"""Evidence: how sure a figure is, and what it could as well have been."""

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
