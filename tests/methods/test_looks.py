"""Witnesses: the table of Jennison and Turnbull, SciPy's integral of a normal in many dimensions, and simulation."""

from math import sqrt
from random import Random

import pytest

from socroi.methods.looks import MOST_LOOKS, SURE, always_z, look_z

stats = pytest.importorskip("scipy.stats", reason="SciPy, the witness, is not installed")


@pytest.mark.parametrize(
    ("confidence", "constants"),
    [
        (0.90, {1: 1.645, 2: 1.678, 3: 1.710, 4: 1.733, 5: 1.751}),
        (0.95, {1: 1.960, 2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040, 10: 2.087, 20: 2.126}),
        (0.99, {1: 2.576, 2: 2.580, 3: 2.595, 4: 2.609, 5: 2.621}),
    ],
)
def test_the_last_look_has_the_constant_of_the_published_table(confidence, constants):
    # Jennison and Turnbull (2000), Group Sequential Methods, table 2.3.
    for looks, constant in constants.items():
        assert look_z(looks, looks, confidence) == pytest.approx(constant, abs=6e-4)


def test_five_looks_have_the_five_lines_that_everybody_prints():
    assert [round(look_z(5, look, 0.95), 2) for look in range(1, 6)] == [4.56, 3.23, 2.63, 2.28, 2.04]


@pytest.mark.parametrize("looks", [2, 3])
def test_all_looks_together_cross_as_rarely_as_they_should(looks):
    covariance = [[sqrt(min(a, b) / max(a, b)) for a in range(1, looks + 1)] for b in range(1, looks + 1)]
    normal = stats.multivariate_normal(cov=covariance, allow_singular=False)
    lines = [look_z(looks, look, 0.95) for look in range(1, looks + 1)]
    inside = normal.cdf(lines, lower_limit=[-line for line in lines])
    assert inside == pytest.approx(0.95, abs=2e-5)


def test_one_look_is_the_quantile_of_the_normal_distribution():
    assert look_z(1, 1, 0.95) == pytest.approx(stats.norm.ppf(0.975), rel=1e-12)


@pytest.mark.parametrize("confidence", SURE)
def test_the_constant_has_settled_at_the_ends_of_what_is_allowed(confidence):
    # The more looks, the further out; at the last digit nothing moves any more.
    constants = [look_z(looks, looks, confidence) for looks in (1, 2, 5, MOST_LOOKS)]
    assert constants == sorted(constants)


def test_a_line_for_all_times_is_seldom_crossed_where_nothing_is_there():
    # 1,500 walks of 400 steps each, looked at after every step: of 5%, at most 75 with 3 standard errors 100. A line of
    # 1.96 is crossed by more than half of them.
    chance = Random(3)
    crossed = 0
    for _ in range(1500):
        walk = 0.0
        for step in range(1, 401):
            walk += chance.gauss(0, 1)
            # With a rate of a half and groups of n each, the known part of the information is 0.02 n.
            if abs(walk) / sqrt(step) > always_z(0.5, (step, step), 0.95):
                crossed += 1
                break
    assert crossed <= 100
