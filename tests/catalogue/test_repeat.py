"""Witnesses: the models' own functions fed with histories counted by hand, and shops drawn by lot."""

import os
from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

import socroi
from socroi.definition.registry import formulas
from socroi.methods.repeat_orders import History, fit_amounts, fit_orders, outlook

START = date(2025, 1, 1)
SWEEP = bool(os.environ.get("SOCROI_SWEEP"))


def shop(chance, customers=300, days=364, more=0):
    """Orders of customers who come in the first ten months, and how many and how much come in `more` days after."""
    rows, coming, money = [], 0, 0.0
    for number in range(customers):
        first = float(chance.integers(0, days - 60))
        rate, leaves, scale = chance.gamma(0.6, 1 / 8) / 7, chance.beta(0.8, 3), chance.gamma(4, 1 / 60)
        rows.append((f"c{number}", START + timedelta(int(first)), float(chance.gamma(6, 1 / scale))))
        now = first
        while (now := now + chance.exponential(1 / rate)) <= days + more:
            paid = float(chance.gamma(6, 1 / scale))
            if now <= days:
                rows.append((f"c{number}", START + timedelta(int(np.ceil(now))), paid))
            else:
                coming, money = coming + 1, money + paid
            if chance.random() < leaves:
                break
    return rows, coming, money


END = START + timedelta(364)


@pytest.fixture(scope="module")
def rows():
    return shop(np.random.default_rng(1))[0]


def test_orders_are_counted_as_histories_and_the_view_of_customers_follows_from_the_models(rows):
    table = socroi.SOCREPEAT(*zip(*rows, strict=True), 26, 0.4, END, "customers").set_index("customer")
    days = {}
    for name, day, money in rows:
        book = days.setdefault(name, {})
        book[day] = book.get(day, 0) + money
    histories, means = {}, {}
    for name, book in days.items():
        first, *again = sorted(book)
        histories[name] = History(len(again), (max(book) - first).days / 7, (END - first).days / 7)
        means[name] = np.mean([book[day] for day in again]) if again else 0.0
    orders = fit_orders(Counter(histories.values()))
    p, q, v = fit_amounts([(h.again, means[name]) for name, h in histories.items() if h.again]).values
    for name in ("c0", "c7", "c100"):
        x = histories[name].again
        coming = outlook(orders.values, histories[name], 26)
        each = p * (v + x * means[name]) / (p * x + q - 1)
        wanted = [x + 1, coming.there, coming.orders, each, 0.4 * each * coming.orders]
        assert table.loc[name].tolist() == pytest.approx(wanted, rel=1e-6)


def test_the_summary_is_the_sum_of_the_customers(rows):
    given = list(zip(*rows, strict=True))
    total = socroi.SOCREPEAT(*given, 26, 0.4, END).iloc[0]
    each = socroi.SOCREPEAT(*given, 26, 0.4, END, "customers")
    sums = each[["still there", "orders to come", "margin to come"]].sum().tolist()
    assert total[["still there", "orders to come", "margin to come"]].tolist() == pytest.approx(sums)
    assert total["customers"] == len(each)
    assert total["ordered again"] == (each["orders"] > 1).sum()
    assert total["orders low"] < total["orders to come"] < total["orders high"]


def test_orders_of_one_day_are_one_and_a_day_of_returns_is_none(rows):
    name, day, money = rows[0]
    split = [(name.upper(), day, money - 1), (f" {name} ", day, 1.0), *rows[1:]]
    returned = [*rows, (rows[5][0], END, -20.0)]
    plain = socroi.SOCREPEAT(*zip(*rows, strict=True), 26, 1, END)
    for other in (split, returned):
        table = socroi.SOCREPEAT(*zip(*other, strict=True), 26, 1, END)
        assert table.iloc[0, :-1].tolist() == pytest.approx(plain.iloc[0, :-1].tolist(), rel=1e-9)


def test_the_parameters_come_with_their_standard_errors(rows):
    table = socroi.SOCREPEAT(*zip(*rows, strict=True), as_of=END, forecast="model").set_index("parameter")
    for name, truth in {"r": 0.6, "alpha": 8, "a": 0.8, "b": 3, "p": 6, "q": 4, "v": 60}.items():
        assert abs(table["value"][name] - truth) < 3 * table["standard error"][name]


def test_what_the_orders_cannot_bear_is_refused_with_what_would_do(rows):
    given = list(zip(*rows, strict=True))
    assert "30 are the fewest" in socroi.SOCREPEAT(*(column[:40] for column in given), as_of=END).message
    assert "13 are the fewest" in socroi.SOCREPEAT(*given, as_of=START + timedelta(80)).message
    assert "as far again" in socroi.SOCREPEAT(*given, 60, as_of=END).message
    late = [(f"x{n}", START, 5.0) for n in range(40)] + [(f"x{n}", END, 5.0) for n in range(40)]
    assert socroi.SOCREPEAT(*zip(*late, strict=True), 4, 1, END) == "#NUM!"


def test_intervals_hold_what_comes_about_as_often_as_they_say():
    # 25 shops: of intervals of 95%, 84% or more hold. 400 shops under SOCROI_SWEEP: 91 to 98.
    chance, held, paid, told = np.random.default_rng(8), 0, 0, 0
    draws = 400 if SWEEP else 25
    for _ in range(draws):
        rows, coming, money = shop(chance, more=182)
        table = socroi.SOCREPEAT(*zip(*rows, strict=True), 26, 1, END)
        if not hasattr(table, "iloc"):
            continue
        row = table.iloc[0]
        told += 1
        held += row["orders low"] <= coming <= row["orders high"]
        # Without an end there is no promise of one.
        paid += (
            row["margin low"] is None
            or row["margin low"] != row["margin low"]
            or (row["margin low"] <= money <= row["margin high"])
        )
    assert told >= 0.85 * draws
    least, most = (0.91, 0.985) if SWEEP else (0.84, 1.0)
    assert least <= held / told <= most
    assert least <= paid / told <= most


def test_the_documented_orders_have_the_parameters_that_scipy_finds_and_the_forecast_that_follows():
    # SciPy climbs the likelihoods of Fader, Hardie and Lee (2005) and of Fader and Hardie (2013), written out here.
    optimize = pytest.importorskip("scipy.optimize", reason="SciPy, the witness, is not installed")
    special = pytest.importorskip("scipy.special", reason="SciPy, the witness, is not installed")
    example = formulas()["SOCREPEAT"].examples[0]
    names, days, money = ([row[0] for row in column] for column in example.call.arguments)
    end, book = max(days), {}
    for name, day, paid in zip(names, days, money, strict=True):
        book.setdefault(name, []).append((day, paid))
    x, t, age, mean = np.array(
        [
            [len(o) - 1, (o[-1][0] - o[0][0]) / 7, (end - o[0][0]) / 7, np.mean([m for _, m in o[1:]] or [0])]
            for o in book.values()
        ]
    ).T
    again = x > 0

    def orders(place):
        r, alpha, a, b = np.exp(place)
        alive = (alpha + age) ** -(r + x)
        left = np.where(again, a / (b + np.maximum(x, 1) - 1) * (alpha + t) ** -(r + x), 0)
        ratio = special.betaln(a, b + x) - special.betaln(a, b) + special.gammaln(r + x) - special.gammaln(r)
        return -np.sum(ratio + r * np.log(alpha) + np.log(alive + left))

    def amounts(place):
        p, q, v = np.exp(place)
        n, m = x[again], mean[again]
        both = special.gammaln(p * n + q) - special.gammaln(p * n) - special.gammaln(q)
        return -np.sum(
            both + q * np.log(v) + (p * n - 1) * np.log(m) + p * n * np.log(n) - (p * n + q) * np.log(v + n * m)
        )

    tight = {"xatol": 1e-10, "fatol": 1e-13, "maxiter": 20_000, "maxfev": 20_000}
    model = socroi.SOCREPEAT(names, days, money, forecast="model")
    for height, start, ours in ((orders, [0, 2, 0, 0], slice(0, 4)), (amounts, [1, 2, 5], slice(4, 7))):
        found = optimize.minimize(height, start, method="Nelder-Mead", options=tight)
        found = optimize.minimize(height, found.x, method="Nelder-Mead", options=tight)
        assert model["value"][ours].tolist() == pytest.approx(np.exp(found.x).tolist(), rel=1e-5)
    r, alpha, a, b, p, q, v = model["value"]
    weeks = float(age.max())
    left = np.where(again, a / (b + np.maximum(x, 1) - 1) * ((alpha + age) / (alpha + t)) ** (r + x), 0)
    series = special.hyp2f1(r + x, b + x, a + b + x - 1, weeks / (alpha + age + weeks))
    whole = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + weeks)) ** (r + x) * series)
    coming = whole / (1 + left)
    each = p * (v + x * mean) / (p * x + q - 1)
    shown = dict(zip(example.result[0], example.result[1], strict=True))
    assert shown["still there"] == pytest.approx(np.sum(1 / (1 + left)), rel=1e-9)
    assert shown["orders to come"] == pytest.approx(np.sum(coming), rel=1e-9)
    assert shown["margin to come"] == pytest.approx(np.sum(coming * each), rel=1e-9)
