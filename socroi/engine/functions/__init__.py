"""Excel's functions, one module a family; the modules are found by themselves.

Those of `RARE` are loaded when a workbook first asks for a name that no other family knows: a command answers sooner.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Final

from socroi.engine.functions.declare import FUNCTIONS, LIFTED_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.functions.declare import FunctionCall

RARE: Final = frozenset(
    [
        "annuities",
        "bessel",
        "bits",
        "bonds",
        "cashflows",
        "complex_numbers",
        "continuous",
        "conversion",
        "database",
        "depreciation",
        "discrete",
        "group_arguments",
        "group_values",
        "grouping",
        "groups",
        "matrices",
        "numerals",
        "odd_securities",
        "pairs",
        "pivot_tables",
        "pivoting",
        "rates",
        "regression",
        "regular_expressions",
        "significance",
        "trigonometry",
    ]
)
"""Families for finance, statistics and engineering, and summaries by key."""


def _load(families: Iterable[str]) -> None:
    for family in sorted(families):
        importlib.import_module(f"{__name__}.{family}")


_FAMILIES: Final = frozenset(module.name for module in pkgutil.iter_modules(__path__))
_load(_FAMILIES - RARE)


@cache
def _load_the_rare() -> None:
    _load(_FAMILIES & RARE)


def find(name: str) -> FunctionCall | None:
    """Return the Excel function of that upper-case name, None where the engine has none."""
    if name not in FUNCTIONS:
        _load_the_rare()
    return FUNCTIONS.get(name)


def is_lifted(name: str) -> bool:
    """Whether a function is computed cell by cell from nothing but the values of its arguments."""
    return find(name) is not None and name in LIFTED_FUNCTIONS


def every_function() -> frozenset[str]:
    """Return the upper-case names of all Excel functions that the engine computes."""
    _load_the_rare()
    return frozenset(FUNCTIONS)
