"""Customers over time: what they bring by the month they came, how long they stay, when they have paid back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum, sqrt
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import (
    Cell,
    Column,
    Confidence,
    Count,
    Date,
    Grid,
    Holds,
    Kind,
    Margin,
    Money,
    Paired,
    PairedOrOne,
    Text,
    as_text,
)
from socroi.errors import CellError
from socroi.excel.serials import from_serial
from socroi.methods.chain_ladder import develop
from socroi.methods.distributions import normal_quantile
from socroi.methods.resampling import ratio_interval
from socroi.methods.retention import fit_retention

FAMILY = Family(15, "Customers", "What do customers bring over time, and when have they paid for themselves?")

View = Annotated[
    Literal["summary", "cumulative", "ladder"],
    Kind(
        "a view of cohorts",
        '"summary" (LTV, CAC, payback), "cumulative" (by age) or "ladder" (still to come)',
        Holds.CHOICE,
    ),
]
Age = Annotated[float, Kind("an age", "a whole number of periods, not below 1", low=1)]

FEWEST_AGES: Final = 3
FEWEST_CUSTOMERS: Final = 30
"""Below these, neither growth with age nor an interval can be told from chance."""
DRAWS: Final = 1000
MANY: Final = 3000
"""From this many customers on the interval needs no draws: the mean is normal."""
SURVIVES: Final = 2
"""Ages are foretold to this many times the oldest."""
NOT_YET: Final = "not yet"


@formula(unplaced="It reads every order of a shop, far more rows than a workbook to fill in has room for.")
def SOCCOHORT(
    customer: Paired[Text],
    date: Paired[Date],
    revenue: Paired[Money],
    platform: PairedOrOne[Text | None] | None = None,
    acquisition: Grid | None = None,
    margin: Margin = 1.0,
    as_of: Date | None = None,
    view: View = "summary",
    confidence: Confidence = 0.95,
) -> Spill:
    """What customers have brought by the month or the platform that they came from, against what winning them cost.

    Args:
        customer: who placed each order: an id, one row for an order; case and surrounding space are ignored.
        date: when the order came. A row with a blank is not known yet and is left out.
        revenue: what the order brought; below 0 for money returned.
        platform: where that order came from, or one cell for all rows; the earliest order of a customer decides. Blank:
            customers are grouped by the month of their first order.
        acquisition: what was spent to win the customers of each group: a table of two columns, the group's name (a
            platform, or a month as 2026-07 or any date in it) and money. Blank: no CAC is told.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        as_of: the last day of which all orders are in the table; blank means the latest order. A month that is not over
            by then is left out, for it would look like a bad one.
        view: "summary", "cumulative" or "ladder"; blank means "summary".
        confidence: how sure intervals are to hold the true figure; blank means 0.95.

    Returns:
        Age 0 is the month of a customer's first order, age 1 the next. "summary": for each group, and for all, the
        customers, the months of age that count (those that 30 customers have reached, or all of a smaller group), the
        margin per customer up to that age (LTV), the sum over the ages of the margin at that age per customer who has
        reached it, with the low and high end of its interval (bootstrap-t over customers, from 30 on, or Student's t
        where that reaches farther); CAC, spend per customer; LTV : CAC; and after how many months a customer has paid
        back, between two ages in proportion, with the months at which the upper and the lower end of the interval have.
        "not yet" is not within that age.
        "cumulative": the margin per customer up to each age, blank where it is not reached. "ladder": for each month of
        first orders the customers, the margin so far, what it will be at the oldest age by the chain ladder (each sum
        grows from age to age as those of all older months did together), what is still to come, and the standard error
        of that.

    Errors:
        #NUM!: fewer than 3 months of age or fewer than 30 customers; a date that is none.
        #N/A: no row has customer, date and revenue, or the view is unknown.
        #VALUE!: the ranges differ in size, a date is a text, or acquisition has not two columns.

    Source:
        [gupta2006]; the interval: [efron1993], section 12.5; what is still to come: [mack1993].

    Examples:
        =SOCCOHORT({1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;1;2;3;11;12;
            1},{46023;46024;46025;46026;46027;46028;46029;46030;46031;46032;46054;46055;46056;46057;46058;46059;
            46060;46061;46062;46063;46082;46083;46084;46085;46086;46087;46088;46089;46090;46091;46060;46060;46061;
            46090;46091;46112},{50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;
            50;50;40;60;30;50;20;80},,,0.5,,"cumulative") -> {
            "group","customers","0","1","2";
            "2026-01",10,25,31.5,35.5;
            "2026-02",10,25,28.5,"";
            "2026-03",10,25,"","";
            "total",30,25,30,34}
        =SOCCOHORT({1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;1;2;3;11;12;
            1},{46023;46024;46025;46026;46027;46028;46029;46030;46031;46032;46054;46055;46056;46057;46058;46059;
            46060;46061;46062;46063;46082;46083;46084;46085;46086;46087;46088;46089;46090;46091;46060;46060;46061;
            46090;46091;46112},{50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;50;
            50;50;40;60;30;50;20;80},,,0.5,,"ladder") -> {
            "month","customers","so far","at the oldest age","to come","standard error";
            "2026-01",10,355,355,0,0;
            "2026-02",10,285,321.1904761904762,36.190476190476204,31.259284335103693;
            "2026-03",10,250,338.0952380952381,88.09523809523807,43.72183252627668;
            "total",30,890,1014.2857142857142,124.28571428571422,62.17623624618576}
        =SOCCOHORT({"a";"b"},{46204;46235},{50;40}) -> #NUM!
    """
    book = _Book(customer, date, revenue, platform, margin, as_of)
    match view:
        case "summary":
            return book.summary(_spends(acquisition, by_month=book.by_month), confidence)
        case "cumulative":
            return book.cumulative()
        case "ladder":
            return book.ladder()


@dataclass(slots=True)
class _Customer:
    """One customer: the day and the number of the month of the first order, where from, and margin by age."""

    day: dt.date
    platform: str | None
    month: int = 0
    margins: dict[int, float] = field(default_factory=dict)


class _Book:
    """All orders, put together by customer."""

    def __init__(
        self,
        names: Sequence[str],
        days: Sequence[dt.date],
        amounts: Sequence[float],
        platforms: Sequence[str | None] | None,
        margin: float,
        as_of: dt.date | None,
    ) -> None:
        end = max(days) if as_of is None else as_of
        following = end + dt.timedelta(1)
        self.last = _month(end) if following.month != end.month else _month(end) - 1
        self.by_month = platforms is None or all(each is None for each in platforms)
        places = [None] * len(names) if platforms is None else platforms
        people: dict[str, _Customer] = {}
        for name, day, place in zip(names, days, places, strict=True):
            known = people.get(name.casefold())
            if known is None or day < known.day:
                people[name.casefold()] = _Customer(day, place)
        for one in people.values():
            one.month = _month(one.day)
        for name, day, amount in zip(names, days, amounts, strict=True):
            one = people[name.casefold()]
            age = _month(day) - one.month
            one.margins[age] = one.margins.get(age, 0.0) + amount * margin
        self.customers = [one for one in people.values() if one.month <= self.last]
        ages = self.last - min((one.month for one in self.customers), default=self.last) + 1
        if ages < FEWEST_AGES:
            why = f"{ages} whole month{'s' * (ages != 1)} of age can be seen up to {_label(self.last)}."
            raise CellError("#NUM!", why, f"Wait until the oldest customers are {FEWEST_AGES} months old.")
        if len(self.customers) < FEWEST_CUSTOMERS:
            why = f"{len(self.customers)} customers came in whole months; {FEWEST_CUSTOMERS} are the fewest that tell."
            raise CellError("#NUM!", why, "Give the orders of more customers, or of a longer time.")

    def groups(self) -> dict[str, list[_Customer]]:
        """Return the customers of each group: months in the order of time, platforms in that of first appearance."""
        found: dict[str, tuple[str, list[_Customer]]] = {}
        for one in sorted(self.customers, key=lambda one: one.month) if self.by_month else self.customers:
            name = _label(one.month) if self.by_month else one.platform or "(blank)"
            found.setdefault(name.casefold(), (name, []))[1].append(one)
        return dict(found.values())

    def summary(self, spends: dict[str, float], confidence: float) -> Spill:
        """Return LTV, CAC and payback of each group and of all."""
        groups = self.groups()
        table = []
        for name, members in groups.items():
            table.append(self._row(name, members, spends.get(name.casefold()), confidence))
        paid = [spends[name.casefold()] for name in groups if name.casefold() in spends]
        every = [one for members in groups.values() for one in members]
        known = fsum(paid) if len(paid) == len(groups) else None
        table.append(self._row("total", every, known, confidence))
        header = ("group", "customers", "months", "LTV", "low", "high", "CAC", "LTV : CAC", "payback", "from", "to")
        return Spill(table, header=header)

    def _row(self, name: str, members: list[_Customer], spend: float | None, confidence: float) -> list[Cell]:
        curve = _Curve(members, self.last)
        cac = None if spend is None else spend / len(members)
        bands = curve.bands(confidence) if len(members) >= FEWEST_CUSTOMERS else None
        ltv = curve.means[-1]
        row: list[Cell] = [name, float(len(members)), float(len(curve.means)), ltv]
        row += [None, None] if bands is None else [bands[0][-1], bands[1][-1]]
        if cac is None:
            return [*row, None, None, None, None, None]
        row += [cac, "no cost" if cac == 0 else ltv / cac, _payback(curve.means, cac)]
        return row + ([None, None] if bands is None else [_payback(bands[1], cac), _payback(bands[0], cac)])

    def cumulative(self) -> Spill:
        """Return the margin per customer up to each age."""
        groups = self.groups()
        oldest = self.last - min(one.month for one in self.customers) + 1
        table: list[list[Cell]] = []
        for name, members in [*groups.items(), ("total", self.customers)]:
            means = _Curve(members, self.last, fewest=1).means
            table.append([name, float(len(members)), *means, *[None] * (oldest - len(means))])
        return Spill(table, header=("group", "customers", *(str(age) for age in range(oldest))))

    def ladder(self) -> Spill:
        """Return what each month's customers have brought, and what is still to come up to the oldest age."""
        months: dict[int, list[_Customer]] = {}
        for one in sorted(self.customers, key=lambda one: one.month):
            months.setdefault(one.month, []).append(one)
        triangle = []
        for month, members in months.items():
            sums = [0.0]
            for age in range(self.last - month + 1):
                sums.append(sums[-1] + fsum(one.margins.get(age, 0.0) for one in members))
            triangle.append(sums[1:])
        developed = develop(triangle)
        if developed is None:
            raise CellError(
                "#NUM!", "At some age the sum of all older months is not above 0.", "Leave those months out."
            )
        now = [sums[-1] for sums in triangle]
        table: list[list[Cell]] = [
            [_label(month), float(len(members)), so_far, whole, whole - so_far, error]
            for (month, members), so_far, whole, error in zip(
                months.items(), now, developed.ultimate, developed.errors, strict=True
            )
        ]
        whole = fsum(developed.ultimate)
        total: list[Cell] = [fsum(now), whole, whole - fsum(now), developed.total_error]
        table.append(["total", float(len(self.customers)), *total])
        return Spill(table, header=("month", "customers", "so far", "at the oldest age", "to come", "standard error"))


class _Curve:
    """The margin per customer of a group up to each age."""

    def __init__(self, members: list[_Customer], last: int, fewest: int = FEWEST_CUSTOMERS) -> None:
        reached = [last - one.month + 1 for one in members]
        fewest = min(fewest, len(members))
        self.there: list[int] = []
        while (count := sum(ages > len(self.there) for ages in reached)) >= max(fewest, 1):
            self.there.append(count)
        self.members, self.reached = members, reached
        self.steps = [
            fsum(one.margins.get(age, 0.0) for one, ages in zip(members, reached, strict=True) if ages > age) / count
            for age, count in enumerate(self.there)
        ]
        self.means = [fsum(self.steps[: age + 1]) for age in range(len(self.steps))]

    def values(self, age: int) -> list[float]:
        """Return a figure for each customer whose mean is the sum up to an age, and whose scatter is that sum's.

        Who has not reached an age adds what the others had there on average; who has, their own, weighted by how many
        stand for how many.
        """
        many = len(self.members)
        weights = [many / count for count in self.there[: age + 1]]
        figures = []
        for one, ages in zip(self.members, self.reached, strict=True):
            own = sum(
                weight * (one.margins.get(a, 0.0) - step)
                for a, (weight, step) in enumerate(zip(weights, self.steps, strict=False))
                if a < ages
            )
            figures.append(self.means[age] + own)
        return figures

    def bands(self, confidence: float) -> tuple[list[float], list[float]]:
        """Return the low and the high end at each age; how far the ends lie in standard errors is that of the last."""
        many, last = len(self.members), len(self.means) - 1
        errors = []
        for age in range(last + 1):
            figures = self.values(age)
            mean = self.means[age]
            errors.append(sqrt(fsum((x - mean) ** 2 for x in figures) / (many - 1) / many))
        low = high = normal_quantile((1 + confidence) / 2)
        if many < MANY and errors[-1] > 0:
            figures = self.values(last)
            ends = ratio_interval(figures, [1.0] * many, DRAWS, 1, confidence)
            if ends is not None:
                low, high = ((self.means[-1] - ends[0]) / errors[-1], (ends[1] - self.means[-1]) / errors[-1])
        return (
            [mean - low * error for mean, error in zip(self.means, errors, strict=True)],
            [mean + high * error for mean, error in zip(self.means, errors, strict=True)],
        )


def _payback(means: Sequence[float], cac: float) -> float | str:
    """Return after how many months a curve reaches what a customer cost, between two ages in proportion."""
    before = 0.0
    for age, mean in enumerate(means):
        if mean >= cac:
            return age + (cac - before) / (mean - before) if mean > before else float(age)
        before = mean
    return NOT_YET


def _spends(table: Sequence[Sequence[Cell]] | None, *, by_month: bool) -> dict[str, float]:
    """Return what was spent on each group; rows without a name and an amount, such as headings, say nothing."""
    spends: dict[str, float] = {}
    for row in table or []:
        if len(row) != 2:
            raise CellError("#VALUE!", f"acquisition has {len(row)} columns.", "Give two: the group's name, and money.")
        name, money = row
        if isinstance(name, CellError) or isinstance(money, CellError):
            raise name if isinstance(name, CellError) else money  # type: ignore[misc]  # one of the two is
        if name is None or isinstance(money, (str, bool, dt.date)) or money is None:
            continue
        if money < 0:
            raise CellError("#NUM!", f"acquisition is {money:g} for {as_text(name)}, below 0.", "Correct the cell.")
        if by_month and isinstance(name, float):
            try:
                name = from_serial(name)
            except ValueError:
                raise CellError("#NUM!", f"{name:g} in acquisition is no date.", "Type a month as 2026-07.") from None
        key = _label(_month(name)) if by_month and isinstance(name, dt.date) else as_text(name).casefold()
        spends[key] = spends.get(key, 0.0) + money
    return spends


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _label(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


@formula(unplaced="It fits a curve by trial, which no formula of Excel does; it is asked of one group.")
def SOCRETAIN(
    remaining: Column[Count],
    until_age: Age | None = None,
    margin_per_period: Money | None = None,
    confidence: Confidence = 0.95,
) -> Spill:
    """How many customers of a group stay, fitted and foretold: subscribers, members, followers of one month.

    Args:
        remaining: how many customers were still there at age 0, 1, 2 ..., all of one group; a range. They never rise.
        until_age: to which age to foretell, at most twice the oldest that was seen; blank means that.
        margin_per_period: what a customer who is there brings in a period, after the goods are paid for; blank: no LTV
            is told.
        confidence: how sure the interval is to hold the true share; blank means 0.95.

    Returns:
        A table with a row for each age: the customers seen, the share that stays by the curve with the low and high end
        of its interval, the rate at which those of the age before stay, the periods that a customer is there up to and
        with that age (the sum of the shares), and these x margin_per_period. The curve is the shifted beta-geometric:
        each customer leaves at the end of a period with a chance of their own, and the chances have a beta distribution
        (alpha, beta), so that S(t) = the product over i = 1 ... t of (beta + i - 1) / (alpha + beta + i - 1), fitted by
        maximum likelihood; the interval holds each share that some curve has which is less likely than the best by no
        more than z^2 / 2, in logarithms. An average rate of leaving foretells too few: those who leave easily go first.

    Errors:
        #NUM!: fewer than 3 ages after the start, fewer than 30 customers at the start, customers that rise, nobody who
            left, or until_age beyond twice the oldest age or not whole.
        #N/A: remaining holds no number.

    Source:
        [fader2007]; the interval by the profile of the likelihood: [venzon1988].

    Examples:
        =SOCRETAIN({1000;869;743;653;593;551;517;491},3,100) -> {
            "age","customers","stay","low","high","rate","periods","LTV";
            0,1000,1,1,1,"",1,100;
            1,869,0.8506792627736018,0.8311525118280662,0.8684334482712203,0.8506792627736017,1.850679262773602,185.0679262773602;
            2,743,0.7468594099724608,0.722045571174766,0.7705308019002602,0.8779565256326561,2.5975386727460625,259.75386727460625;
            3,653,0.6697889831051703,0.6433192885549956,0.6955810852766229,0.8968073162924566,3.2673276558512327,326.7327655851233}
        =SOCRETAIN({1000;869;743},4) -> #NUM!
    """
    oldest = len(remaining) - 1
    if oldest < FEWEST_AGES:
        why = f"{max(oldest, 0)} ages after the start are known; a curve needs {FEWEST_AGES}."
        raise CellError("#NUM!", why, "Wait, or take an older group.")
    if remaining[0] < FEWEST_CUSTOMERS:
        why = f"The group began with {remaining[0]:g} customers; {FEWEST_CUSTOMERS} are the fewest that tell."
        raise CellError("#NUM!", why, "Take a larger group, or several months as one.")
    for age in range(oldest):
        if remaining[age + 1] > remaining[age]:
            why = f"{remaining[age + 1]:g} are there at age {age + 1}, more than {remaining[age]:g} before."
            raise CellError("#NUM!", why, "Follow one group: who joins later belongs to another.")
    if remaining[-1] == remaining[0]:
        raise CellError("#NUM!", "Nobody has left: a curve has nothing to go by.", "Wait until some have.")
    furthest = SURVIVES * oldest
    ages = furthest if until_age is None else until_age
    if ages > furthest or ages != int(ages):
        why = f"until_age is {ages:g}; ages up to {oldest} were seen, and twice that is the most that is foretold."
        raise CellError("#NUM!", why, f"Give a whole number up to {furthest}.")
    curve = fit_retention(remaining)
    z = normal_quantile((1 + confidence) / 2)
    table: list[list[Cell]] = []
    there = 0.0
    ends = curve.intervals(range(int(ages) + 1), z)
    for age in range(int(ages) + 1):
        share = curve.survival(age)
        there += share
        stays = None if age == 0 else (curve.beta + age - 1) / (curve.alpha + curve.beta + age - 1)
        brought = None if margin_per_period is None else there * margin_per_period
        seen = remaining[age] if age <= oldest else None
        table.append([float(age), seen, share, *ends[age], stays, there, brought])
    return Spill(table, header=("age", "customers", "stay", "low", "high", "rate", "periods", "LTV"))
