"""The warning of a value that could not be computed, at the line of the program that read it."""

from __future__ import annotations

import inspect
import warnings

from socroi.errors import UncomputedWarning


def warn_uncomputed(text: str) -> None:
    """Give an `UncomputedWarning` at the line that called this package."""
    warnings.warn(text, UncomputedWarning, stacklevel=_level_of_the_caller())


def _level_of_the_caller() -> int:
    """Return how far up the line of a program stands that called this package, as the function that asks counts it."""
    level, frame = 0, inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith("socroi."):
        level, frame = level + 1, frame.f_back
    return level
