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


_FINEST: Final = 20
"""Beyond so many decimals a double that is worth a cell has no digits left to round."""


_NEAR: Final = 2.0**-46
"""How near to a boundary, relative to the number, its 15 digits must be looked at."""


def rounded(value: Data, digits: Data) -> Data:
    """Return numbers rounded to some decimals, halves away from zero."""
    return _decimal(value, digits, _half)


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


def _decimal(value: Data, digits: Data, step: object) -> Data:
    digits = np.clip(np.trunc(digits), -400, 400)
    value, digits = np.broadcast_arrays(value, digits)
    size = np.abs(value)
    with np.errstate(all="ignore"):
        power = 10.0 ** np.abs(np.clip(digits, -308, 308))
        fine = digits >= 0
        scaled = np.where(fine, size * power, size / power)
        # From 2^52 on there is nothing below one left to round.
        exact = fine & (~np.isfinite(scaled) | (scaled >= 2.0**52) | (digits > 308))
        steps = step(np.where(exact, 0.0, scaled))  # type: ignore[operator]
        result = np.where(fine, steps / power, steps * power)
    return np.where(exact, value, np.copysign(result, value) + 0.0)
