"""The 365 edition: each function with a twin as a name that holds a LAMBDA, so that Excel needs nothing installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi.definition.twin import literal, substitute
from socroi.definition.units import Shape
from socroi.engine.formula.parser import parse
from socroi.engine.formula.text import render

if TYPE_CHECKING:
    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter


def _stand_in(parameter: Parameter) -> str:
    """Return what an argument left out becomes: a blank, or the default where a blank means something else."""
    return literal(parameter.default if parameter.shape is Shape.EACH else None)


def definition(formula: Formula, *, optional: bool = True) -> str:
    """Return the text of a defined name that computes a function, as a file stores it, without the equals sign.

    Args:
        formula: a function with a twin.
        optional: mark optional arguments so that a call may leave them out, as Excel 365 reads it. Otherwise every call
            must name all of them, blank where nothing is meant, for readers that know plain LAMBDA only.

    Raises:
        ValueError: the function has no twin.
    """
    names = [parameter.name for parameter in formula.parameters]
    body = formula.expression(names)
    left_out = {p.name: _stand_in(p) for p in formula.parameters if not p.required} if optional else {}
    if left_out:
        # What is left out is no value at all, of which no range function may be asked: something stands in for it.
        bound = ",".join(f"given_{name},IF(ISOMITTED({name}),{value},{name})" for name, value in left_out.items())
        body = f"LET({bound},{substitute(body, {name: f'given_{name}' for name in left_out})})"
    text = render(parse(f"LAMBDA({','.join([*names, body])})"), prefixes=True)
    # A file marks an optional argument where it is declared (_xlop.), and nowhere else.
    declared = ",".join(f"_xlpm.{name}" for name in names)
    marked = ",".join(f"_xlop.{name}" if name in left_out else f"_xlpm.{name}" for name in names)
    return text.replace(declared, marked, 1)
