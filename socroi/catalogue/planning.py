"""Planning: what the next money would bring, and how large a test has to be."""

from __future__ import annotations

from math import ceil, fsum, isfinite, sqrt
from typing import Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Cell, Confidence, Cost, Fraction, Kind, Margin, Money, Paired, Rate, Text
from socroi.errors import CellError
from socroi.methods.distributions import normal_quantile
from socroi.methods.response_curve import ResponseCurve, divide, fit

FAMILY = Family(12, "Planning", "What would the next money bring, and how large must a test be?")

Step = Annotated[float, Kind("a step", "money, above 0", low=0, open=True)]
Power = Annotated[float, Kind("a power", "a fraction between 0 and 1: 0.8 is 80%", low=0, high=1, open=True)]
Part = Annotated[float, Kind("a part", "a fraction between 0 and 1: 0.5 is half", low=0, high=1, open=True)]

NEXT: Final = 100.0
"""The step whose return a plan shows."""


@formula()
def SOCMARGINAL(
    spend: Paired[Cost],
    revenue: Paired[Money],
    current: Cost | None = None,
    step: Step = NEXT,
    confidence: Confidence = 0.95,
    margin: Margin = 1.0,
) -> Spill:
    """What the next 100 spent would bring, from a curve that flattens as spending grows.

    Args:
        spend: what was spent on one platform in each period; a range.
        revenue: what came in in that period; a range as long as spend. A row where either is blank is not known yet and
            is left out.
        current: the spend on which the next would come; blank means the average spend of the rows.
        step: how much would be spent more; blank means 100.
        confidence: how sure the interval is to hold the true return; blank means 0.95.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.

    Returns:
        A table of one row: the current spend, the step, what the step would bring (revenue x margin), the low and high
        end of its interval, and a note. 130 of a step of 100 is a gain of 30; 80 is a loss of 20. The curve is revenue
        = base + slope x spend / (1 + bend x spend), by least squares, bend not below 0; the interval is that of the
        delta method with Student's t. The note says where the curve is a straight line, since no flattening was seen,
        and where the step goes beyond the highest spend that was tried. Where spend was raised because sales were
        expected, the curve takes the season for a response.

    Errors:
        #NUM!: the rows cannot bear a curve: fewer than 8 periods, fewer than 4 different spends, a highest spend below
            twice the lowest, or revenue that does not rise with spend.
        #N/A: no row has both.
        #VALUE!: the ranges differ in size.

    Source:
        The hyperbola of [michaelis1913], which is Hill's curve of slope 1, as [jin2017] use it for advertising;
        [seber1989], section 5.1.

    Examples:
        =SOCMARGINAL({0;25;100;300;400;900;1900;2400},{50;90;150;200;210;230;240;242},400,500) -> {
            "spend","step","return","low","high","note";400,500,20,20,20,""}
        =SOCMARGINAL({0;25;100;300;400;900;1900;2400},{50;90;150;200;210;230;240;242},400,500,,0.4) -> {
            "spend","step","return","low","high","note";400,500,8,8,8,""}
        =SOCMARGINAL({100;200;300},{170;233;269}) -> #NUM!
    """
    curve = fit(spend, revenue)
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


@formula()
def SOCPLAN(
    platform: Paired[Text], spend: Paired[Cost], revenue: Paired[Money], total_spend: Cost | None = None
) -> Spill:
    """How to divide the spend of a period among platforms so that it brings the most.

    Args:
        platform: the platform of each row; case and surrounding space are ignored.
        spend: what was spent there in a period; a range as long as platform, a row for each platform and period.
        revenue: what it brought in that period; a range as long as platform. A row with a blank is not known yet and is
            left out.
        total_spend: what is to be divided for one period; blank means as much as is spent now, on average.

    Returns:
        A table of platform, spend now (the average of its rows), revenue now, planned spend, revenue then, the return
        of the next 100 on top of it, and a note, with a total row. Revenue now and then are those of each platform's
        own curve, as in SOCMARGINAL; in the best plan the next unit brings the same on every platform that gets any,
        unless it is already at the highest spend that was tried, above which nothing is planned. The gain of the plan
        is not corrected yet for the optimiser's curse: the plan is the best by these very curves, which chance made too
        good where it gives most, so that revenue then is told too high, the more so the noisier and the fewer the rows.

    Errors:
        #NUM!: the rows of a platform cannot bear a curve, as in SOCMARGINAL, or total_spend is above the sum of the
            highest spends that were tried.
        #N/A: no row has all three.
        #VALUE!: the ranges differ in size.

    Source:
        [dorfman1954]: spend until the last unit brings the same everywhere; the curves as in SOCMARGINAL, [jin2017].
        The optimiser's curse: [smith2006].

    Examples:
        =SOCPLAN({"a";"a";"a";"a";"a";"a";"a";"a";"b";"b";"b";"b";"b";"b";"b";"b"},{0;100;300;400;700;900;1500;1900;0;
            100;300;400;700;900;1500;1900},{0;200;300;320;350;360;375;380;0;50;75;80;87.5;90;93.75;95},400) -> {
            "platform","spend now","revenue now","spend","revenue","return of next 100","note";
            "a",725,351.5151515151515,300,300,20,"";"b",725,87.87878787878788,100,50,16.666666666666668,"";
            "total",1450,439.3939393939394,400,350,"",""}
        =SOCPLAN({"a";"a";"a"},{100;200;300},{170;233;269},200) -> #NUM!
    """
    rows: dict[str, tuple[str, list[float], list[float]]] = {}
    for name, paid, came in zip(platform, spend, revenue, strict=True):
        _, spends, revenues = rows.setdefault(name.casefold(), (name, [], []))
        spends.append(paid)
        revenues.append(came)
    names = [name for name, _, _ in rows.values()]
    curves = [fit(spends, revenues, f" of {name}") for name, spends, revenues in rows.values()]
    now = [curve.mean for curve in curves]
    total = fsum(now) if total_spend is None else total_spend
    tried = fsum(curve.highest for curve in curves)
    if total > tried:
        why = f"total_spend is {total:g}; these rows tell what a spend of up to {tried:g} brings."
        raise CellError("#NUM!", why, f"Plan with {tried:g} at most, or try more first.")
    planned = divide(curves, total)
    table = [_line(*row) for row in zip(names, curves, now, planned, strict=True)]
    sums: list[Cell] = [fsum(row[column] for row in table) for column in range(1, 5)]  # type: ignore[misc]  # numbers
    header = ("platform", "spend now", "revenue now", "spend", "revenue", "return of next 100", "note")
    return Spill([*table, ["total", *sums, None, None]], header=header)


def _line(name: str, curve: ResponseCurve, now: float, planned: float) -> list[Cell]:
    note = None
    if planned >= curve.highest * (1 - 1e-9):
        note = "the highest spend that was tried"
    elif planned < curve.lowest:
        note = f"below {curve.lowest:g}, the lowest spend that was tried"
    return [name, now, curve(now), planned, curve(planned), curve.gain(planned, NEXT), note]


@formula(
    twin="LET(before,rate,after,rate*(1+lift),ratio,control_share/(1-control_share),"
    "pooled,(after+ratio*before)/(1+ratio),"
    "size,((NORM.S.INV((1+confidence)/2)*SQRT(pooled*(1-pooled)*(1+1/ratio))"
    "+NORM.S.INV(power)*SQRT(after*(1-after)+before*(1-before)/ratio))/(after-before))^2,"
    "test,ROUNDUP(ROUND(size,6),0),control,ROUNDUP(ROUND(size*ratio,6),0),"
    "IF((after<0)+(after>1),#NUM!,IF(after=before,1/0,"
    'VSTACK({"test","control","people"},HSTACK(test,control,test+control)))))'
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
