"""Witnesses: figures that Fader, Hardie and Lee print, SciPy's optimizer and special functions, customers by lot."""

import csv
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from socroi.methods.distributions import digamma
from socroi.methods.repeat_orders import History, amount, amount_doubt, fit_amounts, fit_orders, outlook

optimize = pytest.importorskip("scipy.optimize", reason="SciPy, the witness, is not installed")
special = pytest.importorskip("scipy.special", reason="SciPy, the witness, is not installed")

CDNOW = (0.243, 4.414, 0.793, 2.426)
"""r, alpha, a and b of 2,357 customers of CDNOW in their first 39 weeks: Fader, Hardie and Lee (2005), table 2."""
SPENT = (6.25, 3.74, 15.44)
"""p, q and v of what they spent: Fader and Hardie (2013)."""


def bought(chance, r, alpha, a, b, age):
    """How often a customer ordered again within an age, and when last: by the story of the model, order after order."""
    rate, leaves = chance.gamma(r, 1 / alpha), chance.beta(a, b)
    again, last, now = 0, 0.0, 0.0
    while (now := now + chance.exponential(1 / rate)) <= age:
        again, last = again + 1, now
        if chance.random() < leaves:
            break
    return again, last


@pytest.fixture(scope="module")
def customers():
    chance = np.random.default_rng(4)
    found = []
    for _ in range(1500):
        age = float(chance.integers(27 * 7, 39 * 7)) / 7
        again, last = bought(chance, 0.6, 5.0, 0.8, 2.5, age)
        found.append((float(again), last, age, float(chance.gamma(6.0 * max(again, 1), 1 / chance.gamma(4, 1 / 15)))))
    return found


def test_the_orders_to_come_of_the_customer_whom_the_authors_work_out():
    # "Implementing the BG/NBD model in Excel" (2005): 2 orders, the last in week 30.43 of 38.86; 1.226 in 39 weeks.
    assert outlook(CDNOW, History(2, 30.43, 38.86), 39).orders == pytest.approx(1.226, abs=5e-4)


@pytest.mark.parametrize("customer", [(2, 30.43, 38.86), (0, 0, 38.86), (26, 30.86, 31.0), (1, 1.71, 38.86)])
@pytest.mark.parametrize("parameters", [CDNOW, (0.9, 8.0, 2.5, 1.3)])
def test_the_orders_to_come_are_those_of_the_closed_form(customer, parameters):
    # Fader, Hardie and Lee (2005), equation 10, with Gauss's hypergeometric function.
    (r, alpha, a, b), (x, last, age), time = parameters, customer, 26.0
    left = (x > 0) * a / (b + x - 1) * ((alpha + age) / (alpha + last)) ** (r + x)
    series = special.hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + age + time))
    whole = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + time)) ** (r + x) * series)
    coming = outlook(parameters, History(*customer), time)
    assert coming.there == pytest.approx(1 / (1 + left), rel=1e-12)
    assert coming.orders == pytest.approx(whole / (1 + left), rel=1e-9)


def test_how_much_the_orders_to_come_and_their_amounts_vary_is_seen_in_customers_drawn_by_lot():
    chance = np.random.default_rng(2)
    r, alpha, a, b = 0.9, 6.0, 1.5, 3.0
    p, q, v = 5.0, 6.0, 90.0
    customer = History(3, 20.0, 26.0)
    coming = outlook((r, alpha, a, b), customer, 26.0)
    orders, money = [], []
    for _ in range(40_000):
        rate, leaves = chance.gamma(r + 3, 1 / (alpha + 26)), chance.beta(a, b + 3)
        many, left = 0, chance.random() > coming.there
        for _ in range(0 if left else chance.poisson(rate * 26)):
            many += 1
            if chance.random() < leaves:
                break
        scale = chance.gamma(p * 3 + q, 1 / (v + 3 * 20))
        orders.append(many)
        money.append(chance.gamma(p * many, 1 / scale) if many else 0.0)
    assert (coming.orders, coming.variance) == (
        pytest.approx(np.mean(orders), rel=0.02),
        pytest.approx(np.var(orders), rel=0.03),
    )
    assert coming.orders * amount((p, q, v), 3, 20) == pytest.approx(np.mean(money), rel=0.02)
    assert amount_doubt((p, q, v), 3, 20, coming) == pytest.approx(np.var(money), rel=0.04)


def test_the_parameters_of_orders_are_those_that_scipy_finds(customers):
    x, last, age = (np.array(column) for column in list(zip(*customers, strict=True))[:3])

    def cost(place):
        r, alpha, a, b = np.exp(place)
        stays = special.betaln(a, b + x) - special.betaln(a, b) - (r + x) * np.log(alpha + age)
        goes = special.betaln(a + 1, b + np.maximum(x, 1) - 1) - special.betaln(a, b) - (r + x) * np.log(alpha + last)
        either = np.where(x > 0, np.logaddexp(stays, goes), stays)
        return -np.sum(special.gammaln(r + x) - special.gammaln(r) + r * np.log(alpha) + either)

    witness = np.exp(optimize.minimize(cost, [-0.5, 1.6, 0, 1], method="BFGS", options={"gtol": 1e-6}).x)
    found = fit_orders(Counter(History(*each[:3]) for each in customers))
    assert list(found.values) == pytest.approx(witness.tolist(), rel=1e-4)
    # The truth lies within three standard errors.
    for value, error, truth in zip(found.values, found.errors(), (0.6, 5.0, 0.8, 2.5), strict=True):
        assert abs(value - truth) < 3 * error


def test_the_parameters_of_amounts_are_those_that_scipy_finds(customers):
    again = [(each[0], each[3] / each[0]) for each in customers if each[0]]
    x, mean = (np.array(column) for column in zip(*again, strict=True))

    def cost(place):
        p, q, v = np.exp(place)
        split = v / (v + x * mean)
        return -np.sum(q * np.log(split) + p * x * np.log1p(-split) - np.log(mean) - special.betaln(p * x, q))

    witness = np.exp(optimize.minimize(cost, [1.5, 1.2, 3], method="BFGS", options={"gtol": 1e-6}).x)
    assert list(fit_amounts(again).values) == pytest.approx(witness.tolist(), rel=1e-4)


def test_what_an_order_of_a_customer_brings_is_what_the_authors_work_out():
    # p v / (q - 1) = 35.2 for who never came again, and for the first customer, 2 orders of 22.35, by hand.
    assert amount(SPENT, 0, 0) == pytest.approx(35.22, abs=5e-3)
    assert amount(SPENT, 2, 22.35) == pytest.approx(6.25 * (15.44 + 44.7) / (12.5 + 3.74 - 1))


def test_customers_of_whom_nobody_leaves_or_who_all_spend_alike_have_no_parameters():
    steady = Counter({History(float(x), 30.0 * x / (x + 1), 30.0): 5 for x in range(1, 30)})
    assert fit_orders(Counter({History(10.0, 29.9, 30.0): 40})) is None
    assert fit_orders(steady) is None
    assert fit_amounts([(3.0, 20.0)] * 50) is None


def test_the_digamma_function_is_that_of_scipy():
    for x in (1e-3, 0.1, 0.5, 1, 2, 7, 11.9, 30, 1e5):
        assert digamma(x) == pytest.approx(special.digamma(x), rel=1e-13, abs=1e-13)


def test_the_customers_of_cdnow_have_the_parameters_that_are_published():
    package = find_spec("lifetimes")
    if package is None:
        pytest.skip("lifetimes 0.11.3 of PyPI, which carries the customers of CDNOW, is not installed")
    table = Path(package.submodule_search_locations[0]) / "datasets" / "cdnow_customers_summary_with_transactions.csv"
    with table.open(encoding="utf-8") as lines:
        rows = [tuple(float(row[name]) for name in ("x", "t_x", "T", "zbar")) for row in csv.DictReader(lines)]
    found = fit_orders(Counter(History(*row[:3]) for row in rows))
    assert list(found.values) == pytest.approx(CDNOW, abs=5e-4)
    assert list(fit_amounts([(row[0], row[3]) for row in rows if row[0]]).values) == pytest.approx(SPENT, abs=1e-2)
