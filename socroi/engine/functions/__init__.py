"""Excel's functions, one module a family; the modules are found by themselves.

Few families serve most workbooks. The others are loaded when a workbook asks for one of their functions, so that a
command answers sooner; `families.py`, which `make generate` writes, says which family has a function and what traits
each function states.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING, Final

from socroi.engine.declaration.declare import FAMILIES, FUNCTIONS
from socroi.engine.declaration.families import FAMILY_OF
from socroi.engine.declaration.traits import stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.declaration.signatures import FunctionCall

COMMON: Final = ("aggregate", "criteria", "indexing", "information", "logical", "lookup", "positions", "rounding")
"""Families that are loaded at once: sums, counts, conditions, lookups."""


def _load(families: Iterable[str]) -> None:
    for family in families:
        importlib.import_module(f"{__name__}.{family}")


_load(COMMON)


@cache
def _load_all() -> None:
    _load(module.name for module in pkgutil.iter_modules(__path__))


def find(name: str) -> FunctionCall | None:
    """Return the Excel function of that upper-case name, None where the engine has none."""
    if name not in FUNCTIONS:
        if name in FAMILY_OF:
            _load([FAMILY_OF[name]])
        else:
            _load_all()
    return FUNCTIONS.get(name)


def declared() -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return (the family of each function that the common ones do not bring, the functions that have each trait).

    It takes a Python that has loaded nothing else before: see `socroi.generate`.
    """
    common = set(FUNCTIONS)
    _load_all()
    return {name: family for name, family in sorted(FAMILIES.items()) if name not in common}, stated()


def every_function() -> frozenset[str]:
    """Return the upper-case names of all Excel functions that the engine computes."""
    _load_all()
    return frozenset(FUNCTIONS)
