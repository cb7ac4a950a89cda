"""Places in an order: LARGE, SMALL, RANK, percentiles and quartiles.

An error in the number beside a list comes before one among the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.rounding import rounded_down
from socroi.engine.declaration.answers import flagged
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.gathering import gather
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import numbers_of
from socroi.engine.evaluation.values import Ref, Union
from socroi.engine.model.block import NA, NUM, VALUE, Block, error
from socroi.engine.statistics.order import Ordered, exclusive, inclusive, largest, smallest

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask


def _ordered(evaluator: Evaluator, scope: Scope, node: Node) -> tuple[Ordered, Bad]:
    data, mask, bad = gather(evaluator, scope, [node])
    return Ordered(data, mask), None if bad is None else bad.reshape(-1, 1, 1)


def _declare(names: str, rule: Callable[[Ordered, Data], tuple[Data, Mask]]) -> None:
    """Declare a function of a list and a number; the rule gives the values and where they are #NUM!."""

    @function(names, "l v", Trait.PLAIN | Trait.INDIFFERENT)
    def body(evaluator: Evaluator, scope: Scope, node: Node, which: Block) -> Value:
        ordered, bad = _ordered(evaluator, scope, node)
        wanted, wrong = numbers_of(which, evaluator.context)
        result, refused = rule(ordered, wanted)
        return flagged(result, refused | (ordered.count == 0), NUM, wrong, bad)


_declare("SMALL", smallest)
_declare("LARGE", largest)
_declare("PERCENTILE PERCENTILE.INC", inclusive)
_declare("PERCENTILE.EXC", exclusive)
_declare("QUARTILE QUARTILE.INC", lambda ordered, quarter: inclusive(ordered, np.trunc(quarter) / 4))
_declare("QUARTILE.EXC", lambda ordered, quarter: exclusive(ordered, np.trunc(quarter) / 4))


def _declare_rank(names: str, *, average: bool) -> None:
    @function(names, "v l v?", Trait.PLAIN | Trait.INDIFFERENT)
    def body(evaluator: Evaluator, scope: Scope, number: Block, node: Node, order: Block | None) -> Value:
        value = evaluator.value(node, scope)
        if not isinstance(value, Ref | Union):
            return value if isinstance(value, Block) and value.has(4) else error(VALUE)
        ordered, bad = _ordered(evaluator, scope, node)
        wanted, wrong = numbers_of(number, evaluator.context)
        ascending, order_wrong = (np.zeros((1, 1, 1)), None) if order is None else numbers_of(order, evaluator.context)
        less, up_to = ordered.below(wanted, "left"), ordered.below(wanted, "right")
        rank = np.where(ascending != 0, less + 1, ordered.count - up_to + 1)
        if average:
            rank = rank + (up_to - less - 1) / 2
        return flagged(rank, less == up_to, NA, wrong, bad, order_wrong)


_declare_rank("RANK RANK.EQ", average=False)
_declare_rank("RANK.AVG", average=True)


def _declare_percent_rank(names: str, *, outside: bool) -> None:
    @function(names, "l v v?")
    def body(evaluator: Evaluator, scope: Scope, node: Node, number: Block, digits: Block | None) -> Value:
        ordered, bad = _ordered(evaluator, scope, node)
        wanted, wrong = numbers_of(number, evaluator.context)
        kept, digits_wrong = (
            (np.full((1, 1, 1), 3.0), None) if digits is None else numbers_of(digits, evaluator.context)
        )
        less, up_to = ordered.below(wanted, "left"), ordered.below(wanted, "right")
        lower, upper = ordered.at(less - 1), ordered.at(less)
        with np.errstate(all="ignore"):
            share = (wanted - lower) / np.where(upper == lower, 1.0, upper - lower)
        place = np.where(less < up_to, less, less - 1 + share)
        with np.errstate(all="ignore"):
            rank = (place + 1) / (ordered.count + 1) if outside else place / (ordered.count - 1)
        rank = np.where(~outside & (ordered.count == 1), 1.0, rank)
        missing = (wanted < ordered.at(np.zeros((1, 1, 1)))) | (wanted > ordered.at(ordered.count - 1))
        result = flagged(rounded_down(rank, np.trunc(kept)), missing, NA, wrong, digits_wrong, bad)
        return _flagged_again(result, (ordered.count == 0) | (kept < 1))


def _flagged_again(block: Block, wrong: Mask) -> Block:
    if not wrong.any():
        return block
    wrong = np.broadcast_to(wrong, block.shape)
    keep = wrong & ~((block.kind == 4) & (block.data != NA))
    kind, data = block.kind.copy(), block.data.copy()
    kind[keep], data[keep] = 4, NUM
    return Block(kind, data)


_declare_percent_rank("PERCENTRANK PERCENTRANK.INC", outside=False)
_declare_percent_rank("PERCENTRANK.EXC", outside=True)


@function("TRIMMEAN", "l v")
def _trimmed_mean(evaluator: Evaluator, scope: Scope, node: Node, share: Block) -> Value:
    """The share is cut evenly from both ends, rounded down to an even count of numbers."""
    ordered, bad = _ordered(evaluator, scope, node)
    part, wrong = numbers_of(share, evaluator.context)
    cut = np.floor(np.clip(part, 0, 1) * ordered.count / 2)
    shape = np.broadcast_shapes(cut.shape, ordered.count.shape)
    result = np.zeros(shape)
    for place in np.ndindex(shape):
        lane = min(place[0], len(ordered.values) - 1)
        count, ends = int(ordered.count[lane, 0, 0]), int(np.broadcast_to(cut, shape)[place])
        kept = ordered.values[lane][ends : count - ends]
        result[place] = kept.sum() / max(1, len(kept))
    return flagged(result, (part < 0) | (part >= 1) | (ordered.count == 0), NUM, wrong, bad)
