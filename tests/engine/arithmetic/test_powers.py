"""Powers. A square is what Python's own product gives, on every processor."""

import numpy as np
import pytest

from socroi.engine.arithmetic.powers import power


@pytest.mark.parametrize("exponent", [np.full((1, 1, 1), 2.0), np.tile([2.0, 3.0], 500).reshape(-1, 1, 1)])
def test_a_square_is_the_product_to_the_last_bit(exponent):
    base = np.random.default_rng(5).normal(size=(1000, 1, 1))
    found = np.broadcast_to(power(base, exponent), base.shape)
    squares = np.broadcast_to(exponent, base.shape) == 2.0
    assert found[squares].tolist() == [x * x for x in base[squares].tolist()]


def test_other_powers_are_powers_and_shapes_are_those_of_both():
    assert power(np.full((1,), 9.0), np.array([[0.5, 2.0], [-1.0, 0.0]])).tolist() == [[3.0, 81.0], [1 / 9, 1.0]]
