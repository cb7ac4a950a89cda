"""BITAND and its kin, DELTA and GESTEP."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.number_checks import require
from socroi.engine.declaration.declare import per_cell
from socroi.engine.declaration.toolpak import toolpak

if TYPE_CHECKING:
    from collections.abc import Callable

_LIMIT: Final = 2**48


def _bits(value: float) -> int:
    require(0 <= value < _LIMIT and value == math.floor(value))
    return int(value)


def _declare(name: str, rule: Callable[[int, int], int]) -> None:
    @per_cell(name, "n n")
    def body(first: float, second: float) -> float:
        return float(rule(_bits(first), _bits(second)))


_declare("BITAND", lambda first, second: first & second)
_declare("BITOR", lambda first, second: first | second)
_declare("BITXOR", lambda first, second: first ^ second)


def _shifted(value: float, places: float) -> float:
    whole, by = _bits(value), math.trunc(places)
    require(-53 <= by <= 53)
    result = whole << by if by >= 0 else whole >> -by
    require(result < _LIMIT)
    return float(result)


@per_cell("BITLSHIFT", "n n")
def _left(value: float, places: float) -> float:
    return _shifted(value, places)


@per_cell("BITRSHIFT", "n n")
def _right(value: float, places: float) -> float:
    return _shifted(value, -places)


@toolpak("DELTA", "n n?", by_cell=True)
def _delta(first: float, second: float | None = None) -> float:
    return float(first == (second or 0.0))


@toolpak("GESTEP", "n n?", by_cell=True)
def _step(value: float, threshold: float | None = None) -> float:
    return float(value >= (threshold or 0.0))
