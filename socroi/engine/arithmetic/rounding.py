"""Rounding to decimals: half away from zero, on the 15 digits that Excel holds a number to be.

A double is nearly never the decimal that was meant: 1.005 is stored as 1.00499999999999989. Excel rounds what the first
15 significant digits say, so ROUND(1.005,2) is 1.01. Here a number that lies closer to a boundary than that is taken to
lie on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from socroi.engine.model.block import Data


_NEAREST: Final = 2.0**-52
_NEAR: Final = 2.0**-45
"""Between so near to a boundary and so near, relative to the number, its 15 digits must be looked at one by one."""


def rounded(value: Data, digits: Data) -> Data:
    """Return numbers rounded to some decimals, halves away from zero."""
    return _decimal(value, digits, _half, 0.5)


def rounded_up(value: Data, digits: Data) -> Data:
    """Return numbers rounded away from zero."""
    return _decimal(value, digits, _up)


def rounded_down(value: Data, digits: Data) -> Data:
    """Return numbers cut towards zero."""
    return _decimal(value, digits, _down)


def _half(scaled: Data) -> Data:
    whole = np.floor(scaled)
    return whole + (settled(scaled - whole - 0.5, scaled) >= 0)


def _up(scaled: Data) -> Data:
    nearest = np.rint(scaled)
    return nearest + (settled(scaled - nearest, scaled) > 0)


def _down(scaled: Data) -> Data:
    nearest = np.rint(scaled)
    return nearest - (settled(scaled - nearest, scaled) < 0)


def settled(distance: Data, scaled: Data) -> Data:
    """Return the distances from a boundary, 0 where only digits beyond the 15th make them."""
    with np.errstate(all="ignore"):
        magnitude = np.floor(np.log10(np.where(scaled > 0, scaled, 1.0)))
        unit = 10.0 ** (magnitude - 14)
    return np.where(np.abs(distance) < np.maximum(unit * 0.5, scaled * 2.0**-52), 0.0, distance)


def _as_written(scaled: Data, size: Data, digits: Data, boundary: float) -> Data:
    """Return scaled numbers, made from their 15 digits where they lie so near to a boundary that these decide.

    8.94-8 is 0.93999999999999950 to a double and 0.94 to Excel; times 100 it is 5.7E-14 below 94, which is more than
    half a unit of the 15th digit.
    """
    with np.errstate(invalid="ignore"):
        off = scaled - boundary
        distance = np.abs(off - np.rint(off))
        near = np.flatnonzero((distance > scaled * _NEAREST) & (distance < scaled * _NEAR))
    if near.size:
        scaled = scaled.copy()
        for place in near.tolist():
            mantissa, _, exponent = f"{size.flat[place]:.14e}".partition("e")
            scaled.flat[place] = float(f"{mantissa}e{int(exponent) + int(digits.flat[place])}")
    return scaled


def _decimal(value: Data, digits: Data, step: object, boundary: float = 0.0) -> Data:
    digits = np.clip(np.trunc(digits), -400, 400)
    value, digits = np.broadcast_arrays(value, digits)
    size = np.abs(value)
    with np.errstate(all="ignore"):
        power = 10.0 ** np.abs(np.clip(digits, -308, 308))
        fine = digits >= 0
        scaled = np.where(fine, size * power, size / power)
        # From 2^52 on there is nothing below one left to round.
        exact = fine & (~np.isfinite(scaled) | (scaled >= 2.0**52) | (digits > 308))
        steps = step(_as_written(np.where(exact, 0.0, scaled), size, digits, boundary))  # type: ignore[operator]
        result = np.where(fine, steps / power, steps * power)
    return np.where(exact, value, np.copysign(result, value) + 0.0)
