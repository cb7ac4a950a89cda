"""Functions that came to Excel as the Analysis ToolPak, and still take their arguments more strictly than others.

A boolean is `#VALUE!`, a range of several cells is `#VALUE!` (an array is not), an argument left empty is `#N/A`, or
its default of 0 where it could have been left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from socroi.engine.arithmetic.number_checks import finite
from socroi.engine.declaration.declare import map_cells, register
from socroi.engine.declaration.signatures import signature
from socroi.engine.declaration.traits import NONE, Trait
from socroi.engine.evaluation.coerce import (
    aligned,
    checked_numbers,
    errors_of,
    first_error,
    numbers_of,
    texts_of,
    with_errors,
)
from socroi.engine.evaluation.values import Ref, Union
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import BOOLEAN, ERROR, NA, VALUE, Block, booleans, error, mixed
from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node


def strict_block(evaluator: Evaluator, scope: Scope, node: Node, *, booleans: bool = False) -> Block:
    """Return an argument's cells, with the errors in place of what these functions refuse, or all but booleans."""
    if isinstance(node, Missing):
        return error(NA)
    value = evaluator.value(node, scope)
    if isinstance(value, Union) or (isinstance(value, Ref) and not value.is_single):
        return error(VALUE)
    cells = evaluator.cells(value)
    return cells if booleans else without_booleans(cells)


def without_booleans(block: Block) -> Block:
    """Return a block with #VALUE! for every boolean."""
    wrong = block.where(BOOLEAN)
    if not wrong.any():
        return block
    return mixed(np.where(wrong, np.uint8(ERROR), block.kind), np.where(wrong, VALUE, block.data))


def toolpak(
    names: str, kinds: str, traits: Trait = NONE, *, by_cell: bool = False, zero_default: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare such a function: kinds n and t, as for `elementwise`, or n, d, t and b as for `per_cell` where `by_cell`.

    With `zero_default` the numbers that may be left out are 0 then, and where they are left empty. What Excel makes of
    others that are left empty is not known.
    """
    form = signature(kinds)
    system = Trait.DATES in traits

    def declare(body: Callable[..., Any]) -> Callable[..., Any]:
        one = finite(body) if Trait.FINITE in traits else body

        def left_empty(letter: str) -> bool:
            if zero_default and letter == "n":
                return True
            raise Uncomputable(f"what {names} makes of an argument left empty is not known")

        def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
            if not form.accepts(len(nodes)):
                raise Uncomputable(f"{names.split(maxsplit=1)[0]} cannot take {len(nodes)} arguments")
            letters = form.kinds(len(nodes))
            blocks = aligned(
                [
                    evaluator.literal(0.0)
                    if place >= form.least and isinstance(node, Missing) and left_empty(letter)
                    else strict_block(evaluator, scope, node, booleans=letter == "b")
                    for place, (letter, node) in enumerate(zip(letters, nodes, strict=True))
                ]
            )
            missing = [None] * (len(form.fixed) - len(blocks))
            extra = {"date_1904": evaluator.context.date_1904} if system else {}
            if by_cell:
                return map_cells(lambda *cells: one(*cells, *missing, **extra), letters, blocks, evaluator)
            arguments, bad = [], None
            for letter, block in zip(letters, blocks, strict=True):
                argument, wrong = _coerced(letter, block, evaluator)
                arguments.append(argument)
                bad = first_error(bad, wrong)
            with np.errstate(all="ignore"):
                result = body(*arguments, *missing, **extra)
            if isinstance(result, Block):
                return with_errors(result, bad)
            return with_errors(booleans(result), bad) if result.dtype == np.bool_ else checked_numbers(result, bad)

        dated = Trait.DATES if "d" in form.fixed else NONE
        register(names, call, body.__module__, traits | dated | Trait.PLAIN, form)
        return body

    return declare


def _coerced(letter: str, block: Block, evaluator: Evaluator) -> tuple[Any, Bad]:
    if letter == "n":
        return numbers_of(block, evaluator.context)
    if letter == "t":
        return texts_of(block, evaluator.strings)
    return block, errors_of(block)
