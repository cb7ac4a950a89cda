"""Excel's functions, one module a family; the modules are found by themselves."""

from __future__ import annotations

import importlib
import pkgutil

from socroi.engine.functions.declare import FUNCTIONS

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")

__all__ = ["FUNCTIONS"]
