"""The declaration of a function of all the numbers of its arguments: MAX, VAR.S, MEDIAN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import one_per_lane
from socroi.engine.declaration.declare import register
from socroi.engine.declaration.gathering import gather
from socroi.engine.declaration.traits import NONE, Trait
from socroi.engine.evaluation.coerce import first_error
from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.declaration.declare import Wrapper
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask


def aggregate(
    names: str, traits: Trait = NONE, *, seen_first: Wrapper | None = None
) -> Callable[[Callable[[Data, Mask], Data | tuple[Data, Bad]]], Callable[..., object]]:
    """Declare a function of all the numbers of its arguments; the body takes (lanes, cells) data and mask, gives
    (lanes,). Blank cells are nothing to such a function, and it makes one value of many cells.

    `seen_first` is as for `function`.
    """

    def declare(body: Callable[[Data, Mask], Data | tuple[Data, Bad]]) -> Callable[..., object]:
        def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
            if not nodes:
                raise Uncomputable(f"{names.split(maxsplit=1)[0]} needs an argument")
            data, mask, bad = gather(evaluator, scope, nodes)
            with np.errstate(all="ignore"):
                result = body(data, mask)
            if isinstance(result, tuple):
                return one_per_lane(result[0], first_error(bad, result[1]))
            return one_per_lane(result, bad)

        own = traits | Trait.INDIFFERENT | Trait.CONDENSING
        register(names, call if seen_first is None else seen_first(call), body.__module__, own)
        return body

    return declare
