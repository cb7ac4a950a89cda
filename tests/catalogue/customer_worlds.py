"""How often the intervals of SOCRANK, SOCREPEAT and SOCCOHORT hold the truth, in worlds that are drawn here.

`python tests/catalogue/customer_worlds.py 300 7`: so many draws of each world, from this seed. docs/evidence.md quotes
what it prints. The truth is that of the world, never an estimate: the rate that a post was given, the orders that a
customer went on to place, what customers of that kind bring on average.
"""

from __future__ import annotations

import sys
from datetime import date

import numpy as np
import pandas as pd

import socroi

FIRST = 45_000
"""The first day of a world, as Excel counts."""
ORDER = np.exp(3.0)
"""What an order brings on average."""


def again(age):
    """Return the chance that a customer orders in a month of age, the first of which is certain."""
    return 0.3 * 0.85**age if age else 1.0


def rank(draw, items, spread):
    """Return the share of posts whose true rate their interval holds, and what was believed of the best fifth.

    Args:
        draw: a generator of chance.
        items: how many posts.
        spread: a + b of the beta distribution of their rates, whose mean is 3 of 100: the less, the more they differ.
    """
    rates = draw.beta(0.03 * spread, 0.97 * spread, items)
    views = np.maximum(20, draw.lognormal(6.5, 1.0, items)).astype(int)
    clicks = draw.binomial(views, rates)
    if not clicks.any():
        return None
    rows = socroi.SOCRANK([str(at) for at in range(items)], clicks.tolist(), views.tolist()).to_numpy().tolist()
    best = set(np.argsort(-rates)[: round(items / 5)].tolist())
    held = [row[4] <= rates[int(row[0])] <= row[5] for row in rows]
    return np.mean(held), [(row[6], int(row[0]) in best) for row in rows]


def repeat(draw, customers, weeks):
    """Return whether the intervals of the orders to come, and of what they bring, hold what comes.

    Args:
        draw: a generator of chance.
        customers: how many placed their first order in the first third of a year.
        weeks: how far ahead.
    """
    rate = draw.gamma(0.8, 1 / 6.0, customers)
    leaving = draw.beta(0.8, 2.5, customers)
    worth = 40.0 / draw.gamma(4.0, 1.0, customers)
    rows, coming, money = [], 0, 0.0
    for who in range(customers):
        day = draw.uniform(0, 17)
        while True:
            amount = draw.gamma(6.0, worth[who] / 6.0 * 8)
            if day < 52:
                rows.append((str(who), FIRST + int(day * 7), amount))
            elif day < 52 + weeks:
                coming, money = coming + 1, money + amount
            if day >= 52 + weeks or (draw.random() < leaving[who]):
                break
            day += draw.exponential(1 / rate[who])
    who, when, amount = zip(*rows, strict=True)
    told = socroi.SOCREPEAT(who, when, amount, weeks, as_of=FIRST + 52 * 7 - 1)
    if not isinstance(told, pd.DataFrame):
        return None
    row = told.iloc[0]
    ends = row["margin low"], row["margin high"]
    amounts = ends[0] <= money <= ends[1] if all(isinstance(end, float) for end in ends) else None
    return row["orders low"] <= coming <= row["orders high"], amounts


def cohort(draw, customers, scatter):
    """Return whether the interval of what a customer has brought holds the mean of such customers.

    Args:
        draw: a generator of chance.
        customers: how many, over six months of first orders.
        scatter: the standard deviation of the logarithm of an amount; 1.5 is a few large customers and many small ones.
    """
    rows = []
    for who in range(customers):
        start = draw.integers(0, 6)
        for age in range(12 - start):
            if age == 0 or draw.random() < 0.3 * 0.85**age:
                day = FIRST + 7 + 30.4375 * (start + age)
                rows.append((str(who), int(day), draw.lognormal(3.0 - scatter**2 / 2, scatter)))
    who, when, amount = zip(*rows, strict=True)
    told = socroi.SOCCOHORT(who, when, amount)
    if not isinstance(told, pd.DataFrame):
        return None
    row = told.iloc[-1]
    ages = int(row["months"])
    truth = np.exp(3.0) * (1 + sum(0.3 * 0.85**age for age in range(1, ages)))
    return row["low"] <= truth <= row["high"]


def payback(draw, customers, scatter, costs):
    """Return for each cost of a customer whether the interval of the months to pay it back holds the true ones.

    Args:
        draw: a generator of chance.
        customers: how many, over six months of first orders, of which a year is known.
        scatter: the standard deviation of the logarithm of an amount.
        costs: what a customer cost, as parts of an order's amount.
    """
    starts = draw.integers(0, 6, customers)
    rows = [
        (str(who), date(2025, 1 + start + age, 10), draw.lognormal(3.0 - scatter**2 / 2, scatter))
        for who, start in enumerate(starts.tolist())
        for age in range(12 - start)
        if draw.random() < again(age)
    ]
    columns = list(map(list, zip(*rows, strict=True)))
    held = []
    for cost in costs:
        spent = [["one", cost * ORDER * customers]]
        row = socroi.SOCCOHORT(*columns, "one", spent, as_of=date(2025, 12, 31)).iloc[-1]
        curve = np.cumsum([0.0, *(again(age) for age in range(int(row["months"])))])
        truth = np.interp(cost, curve, range(len(curve)), right=np.inf)
        ends = [np.inf if row[end] == "not yet" else row[end] for end in ("from", "to")]
        held.append(ends[0] <= truth <= ends[1])
    return held


def ladder(draw, customers, scatter, months):
    """Return how many standard errors what is to come of all customers lies from what the chain ladder foretells.

    Args:
        draw: a generator of chance.
        customers: how many, over so many months of first orders; orders are known to the last of them.
        scatter: the standard deviation of the logarithm of an amount.
        months: also the oldest age, to which all are foretold.
    """
    rows, coming = [], 0.0
    for who, start in enumerate(draw.integers(0, months, customers).tolist()):
        for age in range(months):
            if draw.random() < again(age):
                amount = draw.lognormal(3.0 - scatter**2 / 2, scatter)
                if start + age < months:
                    rows.append((str(who), date(2025, 1 + start + age, 10), amount))
                else:
                    coming += amount
    end = date(2025, months, 30 if months == 6 else 31)
    told = socroi.SOCCOHORT(*map(list, zip(*rows, strict=True)), as_of=end, view="ladder").iloc[-1]
    return (coming - told["to come"]) / told["standard error"]


def lines(count, seed):
    """Yield a line about each world."""
    for items, spread in ((20, 100), (40, 100), (200, 100), (40, 1000)):
        draw = np.random.default_rng(seed)
        found = [each for _ in range(count) if (each := rank(draw, items, spread)) is not None]
        believed = [pair for each in found for pair in each[1]]
        said = [f"{len(found)} draws, intervals hold {np.mean([each[0] for each in found]):.1%}"]
        for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 1.01)):
            inside = [pair for pair in believed if low <= pair[0] < high]
            if inside:
                chance, truth = np.mean(inside, axis=0)
                said.append(f"{chance:.2f} believed, {truth:.2f} true of {len(inside)}")
        yield f"SOCRANK {items} posts, spread {spread}: {'; '.join(said)}"
    for customers, weeks in ((150, 26), (500, 26), (500, 50)):
        draw = np.random.default_rng(seed)
        tried = [repeat(draw, customers, weeks) for _ in range(count)]
        found = [each for each in tried if each is not None]
        money = [each[1] for each in found if each[1] is not None]
        orders = np.mean([each[0] for each in found])
        yield (
            f"SOCREPEAT {customers} customers, {weeks} weeks: refused {len(tried) - len(found)} of {len(tried)}, "
            f"orders {orders:.1%}, money {np.mean(money):.1%} of {len(money)}"
        )
    for customers, scatter in ((40, 0.5), (40, 1.0), (150, 1.0), (150, 1.5), (600, 1.5)):
        draw = np.random.default_rng(seed)
        found = [each for _ in range(count) if (each := cohort(draw, customers, scatter)) is not None]
        yield f"SOCCOHORT {customers} customers, scatter {scatter}: {len(found)} draws, {np.mean(found):.1%}"
    for customers, scatter in ((40, 0.5), (40, 1.0), (150, 1.0), (150, 1.5)):
        draw = np.random.default_rng(seed)
        found = np.mean([payback(draw, customers, scatter, (0.5, 0.9, 1.3, 1.8)) for _ in range(count)], axis=0)
        said = ", ".join(f"{share:.1%}" for share in found)
        yield f"SOCCOHORT payback, {customers} customers, scatter {scatter}: {said}"
    for months in (6, 12):
        for customers, scatter in ((40, 0.5), (150, 0.5), (150, 1.0), (600, 1.0), (600, 1.5)):
            draw = np.random.default_rng(seed)
            off = np.abs([ladder(draw, customers, scatter, months) for _ in range(count)])
            said = ", ".join(f"{np.mean(off <= far):.1%} within {far:g}" for far in (1.96, 2.5, 3.0))
            yield f"SOCCOHORT ladder, {customers} customers, scatter {scatter}, {months} months: {said}"


if __name__ == "__main__":
    for line in lines(*(int(each) for each in (*sys.argv[1:], "300", "7")[:2])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
