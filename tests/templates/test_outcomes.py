"""The sheet Outcomes of attribution and tests: what a campaign could return, against the distribution behind it.

Visits times rates times worth, over cost, of figures whose ranges are as far up as down, is lognormal: its logarithm
has the sum of the logarithms of the likely figures as its mean, and the sum of their squared spreads as its variance.
"""

from math import exp, log, sqrt
from statistics import NormalDist, quantiles

import pytest
from every_template import filled

from socroi.templates.attribution_and_tests.outcomes import BINS, CASE, CASES, SPREAD

EVEN = {
    "visits": (5000, 10000, 20000),
    "leads": (0.02, 0.03, 0.045),
    "sales": (0.1, 0.15, 0.225),
    "worth": (80, 100, 125),
    "cost": (3200, 4000, 5000),
}
"""Each as far up as down: low times high is likely squared."""
SPREADS = [log(high / likely) / NormalDist().inv_cdf(0.95) for _, likely, high in EVEN.values()]
RATIO = NormalDist(log(10000 * 0.03 * 0.15 * 100 / 4000), sqrt(sum(spread**2 for spread in SPREADS)))
"""The logarithm of return over cost."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    def made(figures):
        path = tmp_path_factory.mktemp("outcomes") / "book.xlsx"
        return filled(path, "attribution_and_tests", {}, {"outcomes": figures})

    return made


@pytest.fixture(scope="module")
def even(outcomes):
    return outcomes(EVEN)


@pytest.mark.parametrize(("name", "part"), [("tenth", 0.1), ("middle", 0.5), ("ninth", 0.9)])
def test_one_case_in_ten_is_below_and_one_above_what_the_distribution_says(even, name, part):
    returned = 1 + even[f"outcome_roi_{name}"] / 100
    assert returned == pytest.approx(exp(RATIO.inv_cdf(part)), rel=0.05)


def test_chance_of_a_loss_is_that_of_the_distribution(even):
    assert even["outcome_loss"] == pytest.approx(RATIO.cdf(0), abs=0.015)


def test_all_cases_together_return_what_the_distribution_expects(even):
    # the mean of a product of independent lognormals over the mean of another: exp(m + s^2/2) of each
    expected = 10000 * 0.03 * 0.15 * 100 / 4000 * exp((sum(s**2 for s in SPREADS[:4]) - SPREADS[4] ** 2) / 2)
    assert 1 + even["outcome_roi_together"] / 100 == pytest.approx(expected, rel=0.02)


def test_each_figure_has_each_of_its_300_quantiles_once(even):
    rows = cells(even, f"C{CASE}:G{CASE + CASES - 1}")
    for column, ((_, likely, high), spread) in enumerate(zip(EVEN.values(), SPREADS, strict=True)):
        assert log(high / likely) == pytest.approx(spread * 1.6448536, rel=1e-6)
        drawn = sorted(row[column] for row in rows)
        expected = [likely * exp(spread * NormalDist().inv_cdf(part / 301)) for part in range(1, 301)]
        assert drawn == pytest.approx(expected, rel=1e-9)


def test_bars_hold_all_cases_and_those_below_0_are_the_losses(even):
    bars = cells(even, f"B{SPREAD}:D{SPREAD + BINS - 1}")
    assert sum(number(share) for _, *both in bars for share in both) == pytest.approx(1)
    assert sum(number(loss) for _, loss, _ in bars) == pytest.approx(even["outcome_loss"])
    assert [edge for edge, _, gain in bars if number(gain) and edge < 0] == []


def test_a_figure_that_is_known_exactly_moves_nothing(outcomes):
    # hand: 1000 x 10% x 20% x 60 = 1200 against 1000
    sure = {key: (value,) * 3 for key, value in zip(EVEN, (1000, 0.1, 0.2, 60, 1000), strict=True)}
    figures = outcomes(sure)
    assert [figures[f"outcome_roi_{key}"] for key in ("tenth", "middle", "ninth", "together")] == pytest.approx(
        [20] * 4
    )
    assert figures["outcome_loss"] == 0


def test_nothing_is_said_of_figures_that_are_missing_or_out_of_order_and_the_check_counts_them(outcomes):
    wrong = {"cost": (0, 4000, 5000), "visits": (None, 10000, None), "worth": (9, 5, 7)}
    made = outcomes({**EVEN, **wrong})
    assert made["outcome_loss"] in ("", None)
    assert made["outcome_roi_middle"] in ("", None)
    assert made.check("Figures of the campaign without 0 < low ≤ likely ≤ high")[0] == len(wrong)


def test_rate_is_never_above_1(outcomes):
    made = outcomes({**EVEN, "leads": (0.5, 0.8, 1)})
    rates = [rate for (rate,) in cells(made, f"D{CASE}:D{CASE + CASES - 1}")]
    assert max(rates) == 1
    assert quantiles(rates, n=2)[0] == pytest.approx(0.8, rel=0.01)


def cells(figures, area):
    return [[cell.value for cell in row] for row in figures.book["Outcomes"][area]]


def number(value):
    return value if isinstance(value, int | float) else 0
