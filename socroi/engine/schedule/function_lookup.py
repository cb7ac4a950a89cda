"""A function by its name, Excel's or ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.engine.declaration.declare import FUNCTIONS
from socroi.engine.declaration.families import FAMILY_OF
from socroi.engine.functions import find

if TYPE_CHECKING:
    from socroi.engine.declaration.signatures import FunctionCall


def function_named(name: str) -> FunctionCall | None:
    """Return Excel's function of that upper-case name, or ours; None where there is none."""
    known = FUNCTIONS.get(name) or (find(name) if name in FAMILY_OF else None)
    if known is not None:
        return known
    # The catalogue is read only where a name is not Excel's.
    from socroi.engine import catalogue_calls

    return catalogue_calls.function(name) or find(name)
