"""ROUND and all that rounds to decimals or to multiples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.rounding import rounded, rounded_down, rounded_up, settled
from socroi.engine.declaration.declare import elementwise
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import checked_numbers, no_errors
from socroi.engine.model.block import DIV0, NUM, Block

if TYPE_CHECKING:
    from socroi.engine.model.block import Data


@elementwise("ROUND", "n n", Trait.BLANK_IS_ZERO)
def _round(value: Data, digits: Data) -> Data:
    return rounded(value, digits)


@elementwise("ROUNDUP", "n n", Trait.BLANK_IS_ZERO)
def _round_up(value: Data, digits: Data) -> Data:
    return rounded_up(value, digits)


@elementwise("ROUNDDOWN", "n n", Trait.BLANK_IS_ZERO)
def _round_down(value: Data, digits: Data) -> Data:
    return rounded_down(value, digits)


@elementwise("TRUNC", "n n?")
def _truncate(value: Data, digits: Data | None) -> Data:
    return np.trunc(value) if digits is None else rounded_down(value, digits)


@elementwise("INT", "n", Trait.BLANK_IS_ZERO)
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
    off = settled(ratio - nearest, np.abs(ratio))
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
