"""Calibration: how far the claims of platforms are true, and what is left of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import exp, fsum, log, sqrt
from typing import TYPE_CHECKING, Annotated, Final

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    ZEROS,
    Cell,
    Confidence,
    Grid,
    Kind,
    Margin,
    Money,
    Months,
    Paired,
    PairedOrOne,
    Text,
    as_text,
)
from socroi.errors import CellError
from socroi.excel.serials import from_serial
from socroi.methods.distributions import normal_quantile
from socroi.methods.pooling import APART, pooled, pooled_two

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FAMILY = Family(14, "Calibration", "How far are a platform's claims true, and what is left of them?")

Drift = Annotated[float, Kind("a drift", "a fraction from 0 to 1, a year: 0.2 is 20%", low=0, high=1)]

SERIALS: Final = (20_000, 80_000)
"""Numbers between which a month is taken for Excel's serial number of a date, the years 1954 to 2119."""
NO_TEST: Final = "no test"


@dataclass(frozen=True, slots=True)
class Test:
    """A test, as parts of what the platform claimed, and the standard error that its age adds."""

    factor: float
    low: float
    high: float
    aged: float


@dataclass(frozen=True, slots=True)
class Factor:
    """What is true of each 1 that a platform claims, with its interval."""

    tests: int
    factor: float
    low: float
    high: float
    note: str | None


@formula(unplaced="The sheet Calibration has its factors in cells, and of two tests a range that is near.")
def SOCCALIBRATE(
    platform: Paired[Text],
    claimed: Paired[Money],
    incremental: Paired[Money],
    low: Paired[Money],
    high: Paired[Money],
    age: PairedOrOne[Months] = ZEROS,
    claims: Grid | None = None,
    margin: Margin = 1.0,
    drift: Drift = 0.2,
    confidence: Confidence = 0.95,
) -> Spill:
    """What platforms' claims are worth, by the tests there were: revenue and ROI after calibration.

    Args:
        platform: the platform that was tested, a row for each test; case and surrounding space are ignored.
        claimed: what the platform claimed for the time and the people or places of that test: revenue, or conversions.
        incremental: what the test found to be brought by it: SOCGEO's effect, or SOCLIFT's incremental.
        low: the low end of the interval of incremental.
        high: its high end. A row with a blank is not known yet and is left out.
        age: how many months ago the test was; blank means 0; or one cell for all rows.
        claims: what is to be calibrated, without headings: platform, claimed revenue, and where they are known cost and
            month, in this order; a block of 2 to 4 columns. Blank means that the factors alone are told.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        drift: by how much a factor may have moved in a year, as a standard deviation; blank means 0.2, which is an
            assumption. 0 takes a test of years ago for one of today.
        confidence: that of low and high, and of the intervals of the result; blank means 0.95.

    Returns:
        Without claims, a table of platform, the number of tests, the factor incremental / claimed with its
        interval, and a note. With claims, a row for each platform and month: platform, month, claimed revenue,
        tests, factor, calibrated revenue = factor x claimed with both ends, cost, ROI = (calibrated x margin -
        cost) x 100 / cost with both ends, and a note; and a total of the platforms that were tested, whose ends
        add as those of independent figures do. A platform without a test says "no test" and has no calibrated
        revenue: no factor is borrowed. Factors are pooled as logarithms, or as they are where an interval
        reaches 0, with variances of ((high - low) / 2 z)^2 and, for age, of drift^2 x age / 12, for factors as
        they are times the square of the farther end. Of a factor that is pooled as a logarithm while its
        interval is even about itself, high - low is divided by the mean of the factors: at its own factor, a
        weak test that happens to be high would seem the surer. One test keeps its own ends, widened for its
        age. Two are averaged over how far such tests may differ: half-normal with 0.5 as logarithms, which is
        an assumption (for factors as they are, 0.5 times the farthest end). Three and more are pooled by random
        effects (DerSimonian and Laird), and the interval is that of Hartung and Knapp, never narrower than the
        plain one of random effects. They weigh as if they differed by no less than the mean of that half-normal
        distribution, 0.4 (for factors as they are, 0.4 times the mean of their farther ends): a test that is much
        surer than the others does not speak alone.

    Errors:
        #NUM!: claimed is not above 0, low, incremental and high are not in order, or low and high are equal.
        #VALUE!: the ranges differ in size, claims has fewer than 2 or more than 4 columns, or a text where a figure
            belongs.
        #N/A: no row has all five.

    Source:
        Random effects: [dersimonian1986]; their interval: [hartung2001], as that of weighted least squares
        [aert2019], with the floor of [jackson2017]; of two tests: [friede2017]. Ends of a sum: [zou2008]. That
        platforms claim more than tests find: [gordon2019].

    Examples:
        =SOCCALIBRATE({"Meta"},{1000},{400},{200},{700}) -> {"platform","tests","factor","low","high",
            "note";"Meta",1,0.4,0.2,0.7,""}
        =SOCCALIBRATE({"Meta";"Meta";"TikTok"},{1000;2000;500},{400;900;50},{200;500;-100},{700;1400;200},{0;12;0},
            {"Meta",3000,1000;"TikTok",800,200;"X",900,100}) -> {"platform","month","claimed","tests",
            "factor","calibrated","low","high","cost","ROI","ROI low","ROI high","note";"Meta","",3000,2,
            0.4234885892089433,1270.4657676268298,613.8326331759863,2633.7288531401723,1000,27.04657676268298,
            -38.616736682401374,163.37288531401725,"two tests: how far tests differ is assumed";"TikTok","",800,1,0.1,
            80,-160.00000000000003,320,200,-60,-180,60,"it may be nothing: an interval reaches 0";"X","",900,0,"",
            "","","",100,"","","","no test";"total (2 of 3)","",3800,3,0.3553857283228499,1350.4657676268298,
            651.346984258267,2734.693436879023,1200,12.538813968902483,-45.72108464514442,127.89111973991858,""}
        =SOCCALIBRATE({"Meta"},{1000},{400},{500},{700}) -> #NUM!
    """
    found: dict[str, tuple[str, list[Test]]] = {}
    for row, (name, claim, lift, lower, upper, months) in enumerate(
        zip(platform, claimed, incremental, low, high, age, strict=True), 1
    ):
        tests = found.setdefault(name.casefold(), (name, []))[1]
        tests.append(_test(row, (claim, lift, lower, upper), drift * sqrt(months / 12)))
    factors = {key: _factor(tests, confidence) for key, (_, tests) in found.items()}
    if claims is None:
        return Spill(
            [[found[key][0], float(f.tests), f.factor, f.low, f.high, f.note] for key, f in factors.items()],
            header=("platform", "tests", "factor", "low", "high", "note"),
        )
    groups = _grouped(claims)
    rows = [_row(group, factors.get(group.platform.casefold()), margin) for group in groups]
    rows.append(_total(groups, factors, margin))
    return Spill(
        rows,
        header=("platform", "month", "claimed", "tests", "factor", "calibrated", "low", "high", "cost", "ROI",
                "ROI low", "ROI high", "note"),
    )  # fmt: skip


def _test(row: int, amounts: tuple[float, float, float, float], aged: float) -> Test:
    claim, lift, low, high = amounts
    place = f"in test {row}"
    if claim <= 0:
        raise CellError("#NUM!", f"claimed is {claim:g} {place}.", "Give what the platform claimed, above 0.")
    if not low <= lift <= high:
        why = f"incremental is {lift:g} {place}, and its interval goes from {low:g} to {high:g}."
        raise CellError("#NUM!", why, "Put low, incremental and high in order.")
    if low == high:
        raise CellError("#NUM!", f"low and high are both {low:g} {place}.", "Give the two ends of the test's interval.")
    return Test(lift / claim, low / claim, high / claim, aged)


def _factor(tests: Sequence[Test], confidence: float) -> Factor:
    """Return the factor of a platform from its tests."""
    z = normal_quantile((1 + confidence) / 2)
    logs = all(test.low > 0 for test in tests)
    told = [
        tuple(map(log, (test.factor, test.low, test.high))) if logs else (test.factor, test.low, test.high)
        for test in tests
    ]
    aged = [test.aged if logs else test.aged * max(abs(test.low), abs(test.high)) for test in tests]
    notes = [] if logs else ["it may be nothing: an interval reaches 0"]
    if len(tests) == 1:
        (middle, low, high), more = told[0], z * aged[0]
        low, high = middle - sqrt((middle - low) ** 2 + more**2), middle + sqrt((high - middle) ** 2 + more**2)
    else:
        figures = [figure for figure, _, _ in told]
        middle = fsum(test.factor for test in tests) / len(tests)
        errors = [_log_error(test, middle, z) if logs else (test.high - test.low) / (2 * z) for test in tests]
        variances = [error**2 + more**2 for error, more in zip(errors, aged, strict=True)]
        ends = [1.0 if logs else max(abs(low), abs(high)) for _, low, high in told]
        if len(tests) == 2:
            middle, low, high = pooled_two(figures, variances, confidence, APART * max(ends))
            notes.append("two tests: how far tests differ is assumed")
        else:
            middle, low, high = pooled(figures, variances, confidence, APART * fsum(ends) / len(ends))
    if logs:
        middle, low, high = map(exp, (middle, low, high))
    return Factor(len(tests), middle, low, high, "; ".join(notes) or None)


def _log_error(test: Test, middle: float, z: float) -> float:
    """Return the standard error of the logarithm of a factor.

    Where the interval is even about the factor itself, and not about its logarithm, the error is taken at the middle of
    all tests' factors. Taken at its own, a weak test that happens to be high would seem the surer, and weigh more.
    """
    even = abs(test.factor - (test.low + test.high) / 2) <= abs(test.factor - sqrt(test.low * test.high))
    width = (test.high - test.low) / middle if even else log(test.high) - log(test.low)
    return width / (2 * z)


@dataclass(slots=True)
class Group:
    """What a platform claims in a month; revenue and cost are None where a row of it is not known."""

    platform: str
    month: str | None
    revenue: float | None = 0.0
    cost: float | None = 0.0


def _grouped(claims: list[list[Cell]]) -> list[Group]:
    """Return the claims by platform and month."""
    width = len(claims[0])
    if not 2 <= width <= 4:
        why = f"claims has {width} columns."
        raise CellError("#VALUE!", why, "Give platform, claimed revenue and, where known, cost and month.")
    groups: dict[tuple[str, str | None], Group] = {}
    names: dict[str, str] = {}
    for number, row in enumerate(claims, 1):
        name, *cells = [None if cell == "" else cell for cell in row]
        month = _month(cells[2]) if width == 4 else None
        for cell in row:
            if isinstance(cell, CellError):
                raise cell
        for cell in cells[:2]:
            if cell is not None and not isinstance(cell, float):
                why = f"claims holds {as_text(cell)} in row {number}, where money belongs."
                raise CellError("#VALUE!", why, "Give the rows without headings: platform, revenue, cost, month.")
        if as_text(name) == "":
            continue
        key = as_text(name).casefold()
        group = groups.setdefault((key, month), Group(names.setdefault(key, as_text(name)), month))
        group.revenue = _sum(group.revenue, cells[0])
        group.cost = _sum(group.cost, cells[1] if width > 2 else None)
    return list(groups.values())


def _month(cell: Cell) -> str | None:
    if isinstance(cell, float) and SERIALS[0] <= cell <= SERIALS[1]:
        cell = from_serial(cell)
    return cell.isoformat()[:7] if isinstance(cell, date) else as_text(cell) or None


def _sum(so_far: float | None, cell: Cell) -> float | None:
    return so_far + cell if so_far is not None and isinstance(cell, float) else None


def _row(group: Group, factor: Factor | None, margin: float) -> list[Cell]:
    if factor is None:
        return [group.platform, group.month, group.revenue, 0.0, *[None] * 4, group.cost, *[None] * 3, NO_TEST]
    ends = _calibrated(group.revenue, factor)
    returns = _returns(ends, group.cost, margin)
    return [group.platform, group.month, group.revenue, float(factor.tests), factor.factor, *ends, group.cost, *returns,
            factor.note]  # fmt: skip


def _calibrated(revenue: float | None, factor: Factor) -> list[float | None]:
    if revenue is None:
        return [None, None, None]
    return [revenue * factor.factor, *sorted((revenue * factor.low, revenue * factor.high))]


def _returns(ends: Iterable[float | None], cost: float | None, margin: float) -> list[Cell]:
    if cost == 0:
        return [CellError("#DIV/0!", "There is no cost.")] * 3
    return [None if end is None or cost is None else (end * margin - cost) * 100 / cost for end in ends]


def _total(groups: Sequence[Group], factors: dict[str, Factor], margin: float) -> list[Cell]:
    """Return the row of the platforms that were tested, those with a month that is not known left out."""
    names = list(dict.fromkeys(group.platform.casefold() for group in groups))
    whole = []
    for name in names:
        mine = [group for group in groups if group.platform.casefold() == name]
        revenues = [group.revenue for group in mine if group.revenue is not None]
        if name in factors and len(revenues) == len(mine):
            costs = [group.cost for group in mine if group.cost is not None]
            whole.append((fsum(revenues), fsum(costs) if len(costs) == len(mine) else None, factors[name]))
    label = "total" if len(whole) == len(names) else f"total ({len(whole)} of {len(names)})"
    if not whole:
        return [label, *[None] * 12]
    parts = [_calibrated(revenue, factor) for revenue, _, factor in whole]
    middle = fsum(part[0] or 0.0 for part in parts)
    below, above = (sqrt(fsum(((part[end] or 0.0) - (part[0] or 0.0)) ** 2 for part in parts)) for end in (1, 2))
    costs = [cost for _, cost, _ in whole if cost is not None]
    cost = fsum(costs) if len(costs) == len(whole) else None
    ends = [middle, middle - below, middle + above]
    tests = float(sum(factor.tests for _, _, factor in whole))
    claimed = fsum(revenue for revenue, _, _ in whole)
    return [
        label,
        None,
        claimed,
        tests,
        middle / claimed if claimed else None,
        *ends,
        cost,
        *_returns(ends, cost, margin),
        None,
    ]
