"""ROUND and all that rounds: half away from zero, on the 15 digits that Excel holds a number to be.

A double is nearly never the decimal that was meant: 1.005 is stored as 1.00499999999999989. Excel rounds what the first
15 significant digits say, so ROUND(1.005,2) is 1.01. Here a number that lies closer to a boundary than that is taken to
lie on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import elementwise
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.evaluation.coerce import checked_numbers, no_errors
from socroi.engine.model.block import DIV0, NUM, Block

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
    return whole + (_settled(scaled - whole - 0.5, scaled) >= 0)


def _up(scaled: Data) -> Data:
    nearest = np.rint(scaled)
    return nearest + (_settled(scaled - nearest, scaled) > 0)


def _down(scaled: Data) -> Data:
    nearest = np.rint(scaled)
    return nearest - (_settled(scaled - nearest, scaled) < 0)


def _settled(distance: Data, scaled: Data) -> Data:
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


@elementwise("ROUND", "n n")
def _round(value: Data, digits: Data) -> Data:
    return rounded(value, digits)


@elementwise("ROUNDUP", "n n")
def _round_up(value: Data, digits: Data) -> Data:
    return rounded_up(value, digits)


@elementwise("ROUNDDOWN", "n n")
def _round_down(value: Data, digits: Data) -> Data:
    return rounded_down(value, digits)


@elementwise("TRUNC", "n n?")
def _truncate(value: Data, digits: Data | None) -> Data:
    return np.trunc(value) if digits is None else rounded_down(value, digits)


@elementwise("INT", "n")
def _integer(value: Data) -> Data:
    return np.floor(value)


@toolpak("MROUND", "n n")
def _to_multiple(value: Data, multiple: Data) -> Block:
    value, multiple = np.broadcast_arrays(value, multiple)
    bad = no_errors(value.shape)
    bad[value * multiple < 0] = np.int8(NUM)
    ratio = np.where(multiple == 0, 0.0, value / multiple)
    return checked_numbers(np.where(multiple == 0, 0.0, rounded(ratio, np.zeros(1)) * multiple), bad)


def _multiples(value: Data, size: Data, *, up: bool) -> Data:
    """Return the multiple of `size` (positive) next above or below, itself where the number is one to 15 digits."""
    ratio = value / size
    nearest = np.rint(ratio)
    off = _settled(ratio - nearest, np.abs(ratio))
    return (nearest + (off > 0) if up else nearest - (off < 0)) * size


@elementwise("CEILING", "n n")
def _ceiling(value: Data, size: Data) -> Block:
    """A positive number with a negative significance is #NUM!; significance 0 gives 0."""
    value, size = np.broadcast_arrays(value, size)
    bad = no_errors(value.shape)
    bad[(value > 0) & (size < 0)] = np.int8(NUM)
    step = np.where(size == 0, 1.0, np.abs(size))
    result = np.where(size < 0, _multiples(value, step, up=False), _multiples(value, step, up=True))
    return checked_numbers(np.where(size == 0, 0.0, result) + 0.0, bad)


@elementwise("FLOOR", "n n")
def _floor(value: Data, size: Data) -> Block:
    """A positive number with a negative significance is #NUM!; a number other than 0 over significance 0 is #DIV/0!."""
    value, size = np.broadcast_arrays(value, size)
    bad = no_errors(value.shape)
    bad[(value > 0) & (size < 0)] = np.int8(NUM)
    bad[(value != 0) & (size == 0)] = np.int8(DIV0)
    step = np.where(size == 0, 1.0, np.abs(size))
    result = np.where(size < 0, _multiples(value, step, up=True), _multiples(value, step, up=False))
    return checked_numbers(np.where(size == 0, 0.0, result) + 0.0, bad)


def _any_sign(value: Data, size: Data | None, *, up: bool) -> Data:
    if size is None:
        return np.ceil(value) if up else np.floor(value)
    step = np.where(size == 0, 1.0, np.abs(size))
    return np.where(size == 0, 0.0, _multiples(value, step, up=up)) + 0.0


@elementwise("CEILING.PRECISE ISO.CEILING", "n n?")
def _ceiling_precise(value: Data, size: Data | None) -> Data:
    return _any_sign(value, size, up=True)


@elementwise("FLOOR.PRECISE", "n n?")
def _floor_precise(value: Data, size: Data | None) -> Data:
    return _any_sign(value, size, up=False)


@elementwise("CEILING.MATH", "n n? n?")
def _ceiling_math(value: Data, size: Data | None, mode: Data | None) -> Data:
    """A mode other than 0 rounds negative numbers away from zero."""
    up = _any_sign(value, size, up=True)
    return up if mode is None else np.where((mode != 0) & (value < 0), _any_sign(value, size, up=False), up)


@elementwise("FLOOR.MATH", "n n? n?")
def _floor_math(value: Data, size: Data | None, mode: Data | None) -> Data:
    """A mode other than 0 rounds negative numbers towards zero."""
    down = _any_sign(value, size, up=False)
    return down if mode is None else np.where((mode != 0) & (value < 0), _any_sign(value, size, up=True), down)


@elementwise("EVEN", "n")
def _even(value: Data) -> Data:
    return np.copysign(np.ceil(np.abs(value) / 2) * 2, value) + 0.0


@elementwise("ODD", "n")
def _odd(value: Data) -> Data:
    size = np.abs(value)
    return np.where(value < 0, -1.0, 1.0) * np.maximum(1.0, np.ceil((size - 1) / 2) * 2 + 1)


__all__ = ["rounded", "rounded_down", "rounded_up"]
