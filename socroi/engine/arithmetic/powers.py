"""Powers with the last digit that Excel stores, the same on every processor.

A whole exponent is done by squares and products, from its lowest bit up; any other is exp(exponent * ln(base)), a
half a root, and a negative one divides 1 by the power of its amount. So come out, to the last bit, all of 1,352 whole
and 1,100 broken powers, and 1,201 twelfth roots less 1, that Excel stored in the sample of savings of lifelib 0.17.2;
roots of squares are whole, as people say of Excel. Where a processor has AVX-512, numpy's own routines may be off in
the last digit.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Data = NDArray[np.float64]

T = TypeVar("T", float, "NDArray[np.float64]")

_MOST: Final = 2.0**31
"""Greater exponents, of which nothing is left but 0, 1 and what is too large, are left to numpy."""


def power(base: Data, exponent: Data) -> Data:
    """Return base to the power of exponent, elementwise, shapes broadcastable; NaN where there is no real one."""
    with np.errstate(all="ignore"):
        if exponent.size == 1:
            return _to_one(base, float(exponent.flat[0]), np.broadcast_shapes(base.shape, exponent.shape))
        base, exponent = np.broadcast_arrays(base, exponent)
        size = np.abs(exponent)
        whole = (exponent == np.trunc(exponent)) & (size <= _MOST)
        raised = np.power(base, size)
        if whole.any():
            raised[whole] = _by_squares(base[whole], size[whole].astype(np.int64))
        broken = ~whole & (base > 0) & np.isfinite(size)
        if broken.any():
            raised[broken] = _broken(base[broken], size[broken])
        result: Data = np.where(exponent < 0, 1.0 / raised, raised)
        return result


def _to_one(base: Data, exponent: float, shape: tuple[int, ...]) -> Data:
    """Return powers of one exponent."""
    size = abs(exponent)
    if size <= _MOST and size == int(size):
        result = np.broadcast_to(np.asarray(_squares(base, int(size))), shape)
    else:
        broken = np.power(base, size)
        positive = base > 0
        broken[positive] = _broken(base[positive], np.full(int(positive.sum()), size))
        result = broken.reshape(shape)
    return 1.0 / result if exponent < 0 else result.copy()


def _squares(base: T, exponent: int) -> T | float:
    product: T | float = 1.0
    while exponent:
        if exponent & 1:
            product = product * base
        exponent >>= 1
        if exponent:
            base = base * base
    return product


def _by_squares(base: Data, exponent: NDArray[np.int64]) -> Data:
    raised = np.ones(base.shape)
    while exponent.any():
        raised = np.where(exponent & 1, raised * base, raised)
        exponent = exponent >> 1
        base = base * base
    return raised


def _broken(base: Data, exponent: Data) -> Data:
    """Return positive numbers to the power of positive numbers that are not whole."""
    return np.where(exponent == 0.5, np.sqrt(base), exponential(exponent * logarithm(base)))


def exponential(values: Data) -> Data:
    """Return e to the power of each value; infinite where that is too large."""
    return np.array([_exp(value) for value in values.ravel().tolist()]).reshape(values.shape)


def _exp(value: float) -> float:
    try:
        return math.exp(value)
    except OverflowError:
        return math.inf


def logarithm(values: Data) -> Data:
    """Return the natural logarithm of each positive value, NaN of another."""
    logarithms = [math.log(value) if value > 0 else math.nan for value in values.ravel().tolist()]
    return np.array(logarithms).reshape(values.shape)


def logarithm_beside_one(values: Data) -> Data:
    """Return the natural logarithm of 1 and each value, NaN where that is not positive."""
    logarithms = [math.log1p(value) if value > -1 else math.nan for value in values.ravel().tolist()]
    return np.array(logarithms).reshape(values.shape)


def raised(base: float, exponent: float) -> float:
    """Return one power, as `power` does; NaN where there is no real one, infinite where it is too large."""
    size = abs(exponent)
    if size <= _MOST and size == int(size):
        result = _squares(base, int(size))
    else:
        result = float(_broken(np.array([base]), np.array([size]))[0]) if base > 0 else 0.0 if base == 0 else math.nan
    if exponent >= 0:
        return result
    return 1.0 / result if result else math.inf
