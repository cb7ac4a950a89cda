"""Planning: what the next money would bring, and how large a test has to be."""

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
