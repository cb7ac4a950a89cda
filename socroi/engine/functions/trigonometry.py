"""Angles and the functions of them, circular and hyperbolic."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.answers import refused
from socroi.engine.declaration.declare import elementwise
from socroi.engine.evaluation.coerce import checked_numbers, no_errors
from socroi.engine.model.block import DIV0, NUM, Block

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.model.block import Data

LARGEST_ANGLE: Final = 2.0**27
"""Excel gives #NUM! for the sine and its kin of anything larger."""


EXCESS_OF_PI: Final = 5.016557612668332e-20
"""By how much the pi to which Excel reduces angles (64 bits, as the x87 has it) exceeds pi: SIN(PI()) is 1.225E-16."""


def _half_turns(value: Data) -> Data:
    return np.rint(value / (math.pi / 2)) * (EXCESS_OF_PI / 2)


def sine(value: Data) -> Data:
    """Return the sine as Excel has it."""
    return np.sin(value) - _half_turns(value) * np.cos(value)


def cosine(value: Data) -> Data:
    """Return the cosine as Excel has it."""
    return np.cos(value) + _half_turns(value) * np.sin(value)


def tangent(value: Data) -> Data:
    """Return the tangent as Excel has it."""
    return sine(value) / cosine(value)


def _plain(name: str, body: Callable[[Data], Data]) -> None:
    @elementwise(name, "n")
    def angle(value: Data) -> Data:
        return body(value)


def _circular(name: str, body: Callable[[Data], Data]) -> None:
    @elementwise(name, "n")
    def angle(value: Data) -> Block:
        return refused(body(value), np.abs(value) >= LARGEST_ANGLE)


def _reciprocal(name: str, body: Callable[[Data], Data], largest: float = LARGEST_ANGLE) -> None:
    @elementwise(name, "n")
    def angle(value: Data) -> Block:
        below = body(value)
        bad = no_errors(value.shape)
        bad[below == 0] = np.int8(DIV0)
        bad[np.abs(value) >= largest] = np.int8(NUM)
        return checked_numbers(np.where(bad >= 0, 0.0, 1.0 / np.where(below == 0, 1.0, below)), bad)


_circular("SIN", sine)
_circular("COS", cosine)
_circular("TAN", tangent)
_reciprocal("CSC", sine)
_reciprocal("SEC", cosine)
_reciprocal("COT", tangent)
_plain("SINH", np.sinh)
_plain("COSH", np.cosh)
_plain("TANH", np.tanh)
_reciprocal("COTH", np.tanh, math.inf)
_reciprocal("CSCH", np.sinh, math.inf)
_reciprocal("SECH", np.cosh, math.inf)
_plain("ASIN", np.arcsin)
_plain("ACOS", np.arccos)
_plain("ATAN", np.arctan)
_plain("ACOT", lambda value: np.where(value == 0, math.pi / 2, np.arctan(1.0 / value) + math.pi * (value < 0)))
_plain("ASINH", np.arcsinh)
_plain("ACOSH", np.arccosh)
_plain("ATANH", np.arctanh)
_plain("ACOTH", lambda value: np.arctanh(1.0 / value))
_plain("DEGREES", np.degrees)
_plain("RADIANS", np.radians)


@elementwise("ATAN2", "n n")
def _angle_of_point(x: Data, y: Data) -> Block:
    """The arguments are x, y: the other way round than elsewhere."""
    return refused(np.arctan2(y, x), (x == 0) & (y == 0), DIV0)
