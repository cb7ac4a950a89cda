"""Calls of the functions about customers, answers and posts, drawn by chance from a seed: tables that make sense."""

from math import exp
from random import Random

from socroi.errors import CellError


def drawn_customers(count, seed):
    """So many calls as a function's name and its values: None is an argument left out."""
    chance = Random(seed)
    kinds = (_cohort, _retain, _heard, _blended, _rates, _amounts, _repeat)
    return [kinds[index % len(kinds)](chance) for index in range(count)]


def _cohort(chance):
    """Orders of 40 to 90 customers over some months."""
    orders = []
    for customer in range(chance.randint(25, 90)):
        first, place = 45992 + chance.randint(0, 120), chance.choice(("Instagram", "instagram ", "TikTok", None))
        days = [first, *(first + chance.randint(0, 150) for _ in range(chance.choice((0, 0, 1, 3))))]
        orders += [[f" C{customer}", day, round(chance.gauss(60, 30), 2), place] for day in days]
    chance.shuffle(orders)
    names, days, amounts, places = ([[each] for each in column] for column in zip(*orders, strict=True))
    by_place = [["Platform", "spend"], ["INSTAGRAM", 900], ["tiktok", 400.5], ["(blank)", chance.choice((0, None, 70))]]
    by_month = [["2025-12", 300], [46037, 500], ["2026-02", 250], ["2026-03", 80], ["2026-04", 90]]
    platform, spent = chance.choice(
        ((None, None), (None, by_month), (places, by_place), (places, None), ("a", [["a", 9]]))
    )
    if chance.random() < 0.1:
        spent = chance.choice(([[1]], [["x", -1]], [[-5, 3]], [[CellError("#REF!"), 2]]))
    as_of = chance.choice((None, None, 46142, 46203, 2958465, 45998))
    view = chance.choice(("summary", "summary", "cumulative", "ladder"))
    return "SOCCOHORT", [names, days, amounts, platform, spent, chance.choice((None, 0.4)), as_of, view, 0.9]


def _repeat(chance):
    """Orders of 60 to 160 customers over half a year, who leave by and by."""
    orders = []
    for customer in range(chance.randint(60, 160)):
        day, rate, leaves = chance.randint(0, 120), chance.gammavariate(0.7, 1 / 60), chance.betavariate(1, 3)
        scale = chance.gammavariate(5, 1 / 100)
        while day <= 182:
            orders.append([f"C{customer}", 46023 + int(day), round(chance.gammavariate(4, 1 / scale), 2)])
            if chance.random() < leaves and orders[-2:-1] and orders[-2][0] == f"C{customer}":
                break
            day += 1 + chance.expovariate(rate)
    names, days, amounts = ([[each] for each in column] for column in zip(*orders, strict=True))
    weeks, until = chance.choice((None, 13, 26, 60)), chance.choice((None, 46205, 46205, 46100))
    forecast = chance.choice(("summary", "summary", "customers", "model"))
    return "SOCREPEAT", [names, days, amounts, weeks, chance.choice((None, 0.4)), until, forecast, 0.9]


def _retain(chance):
    there, remaining = chance.choice((20, 50, 1000, 123456)), []
    for _ in range(chance.randint(3, 14)):
        remaining.append([there])
        there = round(there * chance.choice((1, 0.6, 0.8, 0.9, 0.95, chance.random())))
    if chance.random() < 0.3:  # all leave alike
        remaining = [[round(10000 * 0.8**age)] for age in range(6)]
    return "SOCRETAIN", [
        remaining,
        chance.choice((None, 2, 5, 2.5)),
        chance.choice((None, 12.5)),
        chance.uniform(0.5, 0.99),
    ]


def _heard(chance):
    answers = ["friend", "Instagram", "INSTAGRAM ", "search", "Straße", "STRASSE", "podcast", None]
    rows = [[chance.choice(answers)] for _ in range(chance.randint(2, 60))]
    many = chance.choice((None, [[chance.randint(0, 90)] for _ in rows], [[chance.choice((1, 9, 2.5))] for _ in rows]))
    tracked = chance.choice((None, [[chance.choice((None, 0, 3, 40))] for _ in rows]))
    return "SOCHEARD", [rows, many, chance.choice((None, 5000, 60)), tracked, chance.choice((None, 0.8, 0.99))]


def _blended(chance):
    def column():
        return [[chance.choice((0, None, round(chance.uniform(0, 900), 2)))] for _ in range(chance.randint(1, 3))]

    return "SOCBLENDED", [column(), column(), *(chance.choice((None, column())) for _ in range(3)), 0.3]


def _rates(chance):
    middle, spread = chance.choice((0.02, 0.3, 0.5)), chance.choice((0, 0.1, 0.6))
    rows = []
    for item in range(chance.randint(8, 40)):
        trials = chance.choice((1, 10, 40, 1000, 20000))
        rate = min(1.0, middle * exp(chance.gauss(0, spread)))
        rows.append(
            [
                f"post {item % 30}",
                round(trials * rate * chance.uniform(0.7, 1.1)),
                chance.choice((trials,) * 9 + (None,)),
            ]
        )
    items, won, tried = ([[each] for each in column] for column in zip(*rows, strict=True))
    return "SOCRANK", [items, won, tried, chance.choice((None, 0.5, 0.99)), chance.choice((None, 0.125, 0.5))]


def _amounts(chance):
    spread, many = chance.choice((0, 0.2, 1)), chance.randint(9, 16)
    levels = [chance.gauss(4, spread) for _ in range(many)]
    rows = [chance.randrange(many) for _ in range(chance.choice((15, 40, 90)))]
    amounts = [[round(exp(levels[item] + chance.gauss(0, 0.5)), 2)] for item in rows]
    return "SOCRANK", [[[f"item {item}"] for item in rows], amounts, None, None, chance.choice((None, 0.3))]
