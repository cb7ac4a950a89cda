"""What a function makes of plain values: for recurrences, which are computed one row after another, and for models,
which are computed a month after another.

A function that has such a rule gives the same as by its declaration, for numbers alone or for booleans alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from socroi.engine.model.block import Data

NumberRule = Callable[[Sequence[float]], float]
BooleanRule = Callable[[Sequence[object]], bool]
if TYPE_CHECKING:
    WindowRule = Callable[[Data], Data]

OF_NUMBERS: Final[dict[str, NumberRule]] = {}
"""By the function's name: what it makes of numbers, in order."""

OF_BOOLEANS: Final[dict[str, BooleanRule]] = {}
"""By the function's name: what it makes of booleans."""

OF_WINDOWS: Final[dict[str, WindowRule]] = {}
"""By the function's name: what it makes of windows of numbers alone, from shape (lanes, cells) to (lanes,)."""


def added_up(values: Sequence[float]) -> float:
    """Add one number after another, as SUM does."""
    result = 0.0
    for value in values:
        result += value
    return result
