"""A function by its name, Excel's or ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from socroi.engine.declaration.declare import FUNCTIONS
from socroi.engine.declaration.families import FAMILY_OF
from socroi.engine.functions import find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from socroi.engine.declaration.signatures import FunctionCall
    from socroi.engine.model.book import DefinedName

_LAMBDA: Final = re.compile(r"\s*(?:_xlfn\.)?LAMBDA\s*\(", re.IGNORECASE)


def function_named(name: str) -> FunctionCall | None:
    """Return Excel's function of that upper-case name, or ours; None where there is none."""
    known = FUNCTIONS.get(name) or (find(name) if name in FAMILY_OF else None)
    if known is not None:
        return known
    # The catalogue is read only where a name is not Excel's.
    from socroi.engine import catalogue_calls

    return catalogue_calls.function(name) or find(name)


def function_beside(names: Iterable[DefinedName]) -> Callable[[str], FunctionCall | None]:
    """Return `function_named` for a workbook with these names.

    A LAMBDA that somebody named as a function of ours is what Excel calls there, so it hides ours. One of our own
    wording says the same as the function, which is quicker.
    """
    lambdas = {each.name.upper(): each.text for each in names if each.sheet is None and _LAMBDA.match(each.text)}
    if not lambdas:
        return function_named
    theirs: dict[str, bool] = {}

    def beside(name: str) -> FunctionCall | None:
        if name in lambdas:
            if name not in theirs:
                theirs[name] = _is_theirs(name, lambdas[name])
            if theirs[name]:
                return None
        return function_named(name)

    return beside


def _is_theirs(name: str, text: str) -> bool:
    from socroi.definition.registry import find as find_formula
    from socroi.definition.twin import is_guarded

    return find_formula(name) is not None and not is_guarded(text)
