"""Excel's functions, one module a family; the modules are found by themselves.

A family is loaded when a workbook asks for one of its functions, so that a command answers sooner; `families.py`, which
`make generate` writes, says which family has a function and what traits each function states.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import TYPE_CHECKING

from socroi.engine.declaration.declare import FAMILIES, FUNCTIONS
from socroi.engine.declaration.families import FAMILY_OF
from socroi.engine.declaration.traits import stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.declaration.signatures import FunctionCall


def _load(families: Iterable[str]) -> None:
    for family in families:
        importlib.import_module(f"{__name__}.{family}")


@cache
def _load_all() -> None:
    import pkgutil

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
    """Return (the family of each function, the functions that have each trait)."""
    _load_all()
    return dict(sorted(FAMILIES.items())), stated()


def every_function() -> frozenset[str]:
    """Return the upper-case names of all Excel functions that the engine computes."""
    _load_all()
    return frozenset(FUNCTIONS)
