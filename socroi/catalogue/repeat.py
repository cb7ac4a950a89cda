"""Repeat orders: which customers are still there, how often they will order again, and what that will bring."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, sqrt
from typing import Annotated, Final, Literal

from socroi.definition.formula import Family
from socroi.definition.registry import formula
from socroi.definition.spill import Spill
from socroi.definition.units import Cell, Confidence, Date, Holds, Kind, Margin, Money, Paired, Text
from socroi.errors import CellError
from socroi.methods.distributions import normal_quantile
from socroi.methods.repeat_orders import (
    Fitted,
    History,
    Outlook,
    amount,
    amount_doubt,
    fit_amounts,
    fit_orders,
    outlook,
)

FAMILY = Family(15, "Repeat orders", "Who will order again, how often, and for how much?")

Forecast = Annotated[
    Literal["summary", "customers", "model"],
    Kind(
        "a view of what is to come",
        '"summary" (all customers together), "customers" (one row each) or "model" (the parameters)',
        Holds.CHOICE,
    ),
]
Weeks = Annotated[float, Kind("a number of weeks", "weeks, above 0", low=0, open=True)]

FEWEST_AGAIN: Final = 30
"""Customers who ordered again: of fewer, nobody can tell who left from who waits."""
FEWEST_WEEKS: Final = 13
"""Of the oldest customer: three months, as in SOCCOHORT."""
YEAR: Final = 52


@formula(unplaced="It reads every order of a shop and fits two models by trial, which no formula of Excel does.")
def SOCREPEAT(
    customer: Paired[Text],
    date: Paired[Date],
    revenue: Paired[Money],
    weeks: Weeks | None = None,
    margin: Margin = 1.0,
    as_of: Date | None = None,
    forecast: Forecast = "summary",
    confidence: Confidence = 0.95,
) -> Spill:
    """How often today's customers will order again and what that brings, though nobody says when he leaves.

    Args:
        customer: who placed each order: an id, one row for an order; case and surrounding space are ignored.
        date: when the order came. A row with a blank is not known yet and is left out.
        revenue: what the order brought. The orders of a customer on one day count as one; a day whose sum is not above
            0 is none.
        weeks: how far to look ahead, at most as long as the oldest customer has been seen; blank means 52, or that.
        margin: the share of revenue that is left after the goods are paid for; blank means 1: whole sales are counted.
        as_of: the last day of which all orders are in the table; blank means the latest order. Later ones are left out.
        forecast: "summary", "customers" or "model"; blank means "summary".
        confidence: how sure intervals are to hold what will come; blank means 0.95.

    Returns:
        "summary": customers, how many ordered again, how many are still there, the weeks ahead, the orders to come and
        what they bring (x margin), both with an interval, and a note. The interval is the estimate x or / exp(z s), s
        the relative standard error of the parameters and of chance together. "customers": for each, in the order of
        the table, the orders so far, the chance to be still there, the orders to come, what one of them brings on
        average, and all of them together (x margin). "model": the parameters, time in weeks, with standard errors.
        Orders are BG/NBD: with x orders after the first, the last of them t weeks after it, T weeks seen in all, the
        likelihood is B(a, b + x) / B(a, b) x G(r + x) alpha^r / G(r) x ((alpha + T)^-(r + x) + a / (b + x - 1) x
        (alpha + t)^-(r + x), the last only where x > 0). Amounts are gamma-gamma: a customer whose orders after the
        first brought m on average is expected to spend p (v + x m) / (p x + q - 1) on one. It takes for granted that
        how often and how much have nothing to do with each other.

    Errors:
        #NUM!: the oldest customer has been seen for less than 13 weeks, fewer than 30 customers ordered again, weeks is
            beyond twice the oldest age, or these orders do not tell the parameters: nobody seems to leave, or all are
            alike. In what is to come in money: amounts that do not tell theirs, or have no mean (q not above 1).
        #N/A: no row has customer, date and revenue, or forecast is unknown.
        #VALUE!: the ranges differ in size, or a date is a text.

    Source:
        BG/NBD: [fader2005]; gamma-gamma: [fader2013].

    Examples:
        =SOCREPEAT({1;1;2;2;3;3;4;4;5;5;5;6;6;6;7;7;8;8;9;9;9;10;10;11;11;12;12;12;13;13;14;14;15;16;16;16;17;17;18;18;
            19;19;20;20;21;21;22;22;22;22;22;22;22;23;23;23;23;23;23;24;24;25;25;26;26;27;27;28;28;29;30;30;31;31;31;
            31;31;31;31;31;31;31;32;32;32;32;32},{46032;46039;46062;46111;46058;46077;46059;46109;46042;46065;46066;
            46054;46058;46078;46040;46061;46037;46123;46025;46032;46053;46031;46037;46045;46071;46058;46078;46086;
            46042;46067;46046;46130;46023;46048;46094;46103;46028;46094;46046;46050;46030;46031;46031;46076;46062;
            46106;46024;46052;46058;46074;46092;46096;46131;46054;46058;46059;46065;46074;46079;46030;46100;46045;
            46080;46042;46066;46039;46077;46036;46063;46050;46046;46050;46056;46057;46059;46066;46081;46091;46102;
            46105;46106;46114;46049;46074;46076;46079;46085},{441;222;240;179;457;98;290;221;122;228;163;139;91;136;
            357;120;43;155;54;171;114;164;130;206;76;44;199;64;53;30;75;206;109;92;161;146;261;312;343;150;114;80;119;
            315;436;298;469;193;440;435;251;454;266;356;403;289;176;343;371;125;197;290;100;174;80;78;88;106;178;165;
            104;123;172;208;272;378;338;399;511;229;83;406;263;321;335;186;256}) ->
            {"customers","ordered again","still there","weeks","orders to come","orders low","orders high",
            "margin to come","margin low","margin high","note";32,30,7.746322792979082,15.428571428571429,
            18.46513592143518,6.289387291680507,54.21215593577669,4461.284013039551,1376.9281070842192,
            14454.679908560336,""}
        =SOCREPEAT({"a";"b"},{46204;46235},{50;40}) -> #NUM!
    """
    people = _people(customer, date, revenue, as_of)
    oldest = max((one.history.age for one in people), default=0.0)
    if oldest < FEWEST_WEEKS:
        why = f"The oldest customer has been seen for {oldest:.3g} weeks; {FEWEST_WEEKS} are the fewest that tell."
        raise CellError("#NUM!", why, "Wait, or give the orders of a longer time.")
    again = [one for one in people if one.history.again]
    if len(again) < FEWEST_AGAIN:
        why = f"{len(again)} customers ordered again; {FEWEST_AGAIN} are the fewest that tell."
        raise CellError("#NUM!", why, "Give the orders of more customers, or of a longer time.")
    ahead = min(YEAR, oldest) if weeks is None else weeks
    if ahead > oldest:
        why = f"weeks is {ahead:g}; customers were seen for up to {oldest:.4g}, and as far again can be foretold."
        raise CellError("#NUM!", why, f"Give {int(oldest)} at most.")
    orders = fit_orders(Counter(one.history for one in people))
    if orders is None:
        why = "These orders do not tell who left from who waits: nobody seems to leave, or all customers are alike."
        raise CellError("#NUM!", why, "Give the orders of more customers, or of a longer time.")
    amounts = fit_amounts([(one.history.again, one.mean) for one in again])
    coming = _Forecast(people, orders, amounts, ahead, margin)
    match forecast:
        case "summary":
            return coming.summary(confidence)
        case "customers":
            return coming.customers()
        case "model":
            return coming.model()


@dataclass(slots=True)
class _Person:
    """One customer: the id as it stands first, the history in weeks, what an order after the first brought."""

    name: str
    history: History
    mean: float


def _people(
    names: Sequence[str], days: Sequence[dt.date], amounts: Sequence[float], as_of: dt.date | None
) -> list[_Person]:
    """Return the customers in the order of the table."""
    end = max(days) if as_of is None else as_of
    books: dict[str, tuple[str, dict[dt.date, float]]] = {}
    for name, day, money in zip(names, days, amounts, strict=True):
        if day <= end:
            book = books.setdefault(name.casefold(), (name, {}))[1]
            book[day] = book.get(day, 0.0) + money
    people = []
    for name, book in books.values():
        bought = sorted(day for day, money in book.items() if money > 0)
        if bought:
            times = len(bought) - 1
            mean = fsum(book[day] for day in bought[1:]) / times if times else 0.0
            history = History(float(times), (bought[-1] - bought[0]).days / 7, (end - bought[0]).days / 7)
            people.append(_Person(name, history, mean))
    return people


@dataclass(slots=True)
class _Forecast:
    """What is to come of customers, by fitted models."""

    people: list[_Person]
    orders: Fitted
    amounts: Fitted | None
    ahead: float
    margin: float

    def summary(self, confidence: float) -> Spill:
        """Return all customers together, with intervals."""
        histories = Counter(one.history for one in self.people)
        seen = self._outlooks(self.orders.values)
        there = fsum(seen[history].there * n for history, n in histories.items())
        coming = fsum(seen[history].orders * n for history, n in histories.items())
        chance = fsum(seen[history].variance * n for history, n in histories.items())

        def orders_by(parameters: Sequence[float]) -> float:
            outlooks = self._outlooks(parameters)
            return fsum(outlooks[history].orders * n for history, n in histories.items())

        z = normal_quantile((1 + confidence) / 2)
        ends = _ends(coming, chance + self.orders.variance(orders_by), z)
        row: list[Cell] = [float(len(self.people)), float(sum(bool(one.history.again) for one in self.people))]
        row += [there, self.ahead, coming, *ends]
        money, note = self._money(seen, z)
        header = ("customers", "ordered again", "still there", "weeks", "orders to come", "orders low", "orders high",
                  "margin to come", "margin low", "margin high", "note")  # fmt: skip
        return Spill([[*row, *money, note]], header=header)

    def _money(self, seen: dict[History, Outlook], z: float) -> tuple[list[Cell], str | None]:
        """Return what is to come in money with its interval, and a note."""
        untold = self._untold()
        if self.amounts is None or untold is not None:
            return [untold] * 3, None
        amounts = self.amounts
        whole = self._worth(seen, amounts.values)
        if amounts.values[1] <= 2:
            # Without a variance of what customers spend on average, chance has no measure.
            return [whole * self.margin, None, None], "amounts differ too much for an interval: q is 2 or less"
        chance = fsum(
            amount_doubt(amounts.values, one.history.again, one.mean, seen[one.history]) for one in self.people
        )
        chance += self.orders.variance(lambda at: self._worth(self._outlooks(at), amounts.values))
        chance += amounts.variance(lambda at: self._worth(seen, at))
        return [end * self.margin for end in (whole, *_ends(whole, chance, z))], None

    def _worth(self, seen: dict[History, Outlook], amounts: Sequence[float]) -> float:
        return fsum(seen[one.history].orders * amount(amounts, one.history.again, one.mean) for one in self.people)

    def _untold(self) -> CellError | None:
        """Return why nothing is told of money, None where it is."""
        if self.amounts is None:
            return CellError("#NUM!", "The amounts do not tell how customers differ.", "Give more orders that differ.")
        if self.amounts.values[1] <= 1:
            return CellError("#NUM!", "A few customers spend so much that there is no mean.", "Leave those out.")
        return None

    def _outlooks(self, parameters: Sequence[float]) -> dict[History, Outlook]:
        histories = dict.fromkeys(one.history for one in self.people)
        return {history: outlook(parameters, history, self.ahead) for history in histories}

    def customers(self) -> Spill:
        """Return a row for each customer."""
        seen = self._outlooks(self.orders.values)
        untold = self._untold()
        table: list[list[Cell]] = []
        for one in self.people:
            coming = seen[one.history]
            row: list[Cell] = [one.name, one.history.again + 1, coming.there, coming.orders]
            if self.amounts is None or untold is not None:
                row += [untold, untold]
            else:
                each = amount(self.amounts.values, one.history.again, one.mean)
                row += [each, each * coming.orders * self.margin]
            table.append(row)
        return Spill(
            table, header=("customer", "orders", "still there", "orders to come", "an order brings", "margin to come")
        )

    def model(self) -> Spill:
        """Return the parameters with their standard errors."""
        table: list[list[Cell]] = [
            [name, value, error]
            for name, value, error in zip(
                ("r", "alpha", "a", "b"), self.orders.values, self.orders.errors(), strict=True
            )
        ]
        if self.amounts is None:
            table += [[name, self._untold(), self._untold()] for name in ("p", "q", "v")]
        else:
            errors = self.amounts.errors()
            table += [list(row) for row in zip(("p", "q", "v"), self.amounts.values, errors, strict=True)]
        return Spill(table, header=("parameter", "value", "standard error"))


def _ends(figure: float, variance: float, z: float) -> tuple[float, float]:
    """Return the ends of the interval of a figure that cannot fall below 0."""
    reach = exp(z * sqrt(max(0.0, variance)) / figure)
    return figure / reach, figure * reach
