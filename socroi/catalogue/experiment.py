"""Experiments: what a pause or a push in some places brought, and which one would be large enough to be seen."""

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
