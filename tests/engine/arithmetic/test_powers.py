"""Powers. A square is what Python's own product gives, on every processor."""

import math

import numpy as np
import pytest

from socroi.engine.arithmetic.powers import power, raised


@pytest.mark.parametrize("exponent", [np.full((1, 1, 1), 2.0), np.tile([2.0, 3.0], 500).reshape(-1, 1, 1)])
def test_a_square_is_the_product_to_the_last_bit(exponent):
    base = np.random.default_rng(5).normal(size=(1000, 1, 1))
    found = np.broadcast_to(power(base, exponent), base.shape)
    squares = np.broadcast_to(exponent, base.shape) == 2.0
    assert found[squares].tolist() == [x * x for x in base[squares].tolist()]


def test_other_powers_are_powers_and_shapes_are_those_of_both():
    assert power(np.full((1,), 9.0), np.array([[0.5, 2.0], [-1.0, 0.0]])).tolist() == [[3.0, 81.0], [1 / 9, 1.0]]


@pytest.mark.parametrize(
    ("base", "exponent", "stored"),
    [
        # sample of savings of lifelib 0.17.2: discount_curve, columns D, K, L, J
        (1.00684, -2.0, 0.9864590876013252), (1.0105, -7.0, 0.9294922543134554), (1.01285, -13.0, 0.8470582533441908),
        (1.01144, -9.0, 0.9026905076940497),
        # ATAN2_POWER and POWER of the conformance books
        (2.0, math.pi, 8.824977827076289), (98.6, 3.2, 2401077.2220695755), (4.0, 1.25, 5.656854249492381),
    ],
)  # fmt: skip
def test_powers_have_the_last_digit_that_excel_stored(base, exponent, stored):
    assert raised(base, exponent) == stored
    assert power(np.array([base]), np.array([exponent])).tolist() == [stored]
    assert power(np.array([base, 2.0]), np.array([[exponent], [1.0]]))[0, 0] == stored


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (9.0, 0.5, 3.0), (25.0, -0.5, 0.2), (0.0, 0.5, 0.0), (0.0, -1.5, math.inf), (0.0, -1.0, math.inf),
        (5.0, 0.0, 1.0),
        (-2.0, -3.0, -0.125), (10.0, 400.0, math.inf), (10.0, -400.0, 0.0), (2.0, 1e300, math.inf), (0.5, 1e300, 0.0),
        (1.5, 1e5 + 0.5, math.inf), (-8.0, 1 / 3, math.nan),
    ],
)  # fmt: skip
def test_powers_at_the_edges(base, exponent, expected):
    assert raised(base, exponent) == pytest.approx(expected, nan_ok=True, rel=1e-15)
    assert power(np.array([base]), np.array([exponent]))[0] == pytest.approx(expected, nan_ok=True, rel=1e-15)
    mixed = power(np.array([base, 1.0]), np.array([exponent, 2.0]))
    assert mixed.tolist() == pytest.approx([expected, 1.0], nan_ok=True, rel=1e-15)
