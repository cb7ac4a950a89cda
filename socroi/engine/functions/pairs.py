"""Two lists side by side: correlation, covariance, the straight line through points, sums of squares.

A pair counts only where both cells are numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import failing, one_per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import checked_numbers, first_error, no_errors, numbers_of
from socroi.engine.model.block import DIV0, Block
from socroi.engine.statistics.pairs import Pairs

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.model.block import Data, Mask


def _declare(names: str, rule: Callable[[Pairs], tuple[Data, Mask]], *, y_first: bool = False) -> None:
    """Declare a function of two lists; the rule gives a value for each lane and where it is #DIV/0!."""

    @function(names, "a a", Trait.INDIFFERENT)
    def body(evaluator: Evaluator, scope: Scope, first: Block, second: Block) -> Value:
        pairs = Pairs(second, first) if y_first else Pairs(first, second)
        with np.errstate(all="ignore"):
            result, none = rule(pairs)
        return one_per_lane(np.where(none, 0.0, result), first_error(pairs.bad, failing(none, DIV0)))


def _correlation(pairs: Pairs) -> tuple[Data, Mask]:
    xx, yy, xy = pairs.moments()
    return np.clip(xy / np.sqrt(xx * yy), -1.0, 1.0), (xx == 0) | (yy == 0)


def _squared_correlation(pairs: Pairs) -> tuple[Data, Mask]:
    result, none = _correlation(pairs)
    return result * result, none


def _slope(pairs: Pairs) -> tuple[Data, Mask]:
    xx, _, xy = pairs.moments()
    return xy / xx, xx == 0


def _intercept(pairs: Pairs) -> tuple[Data, Mask]:
    slope, none = _slope(pairs)
    _, _, mean_x, mean_y = pairs.centred()
    return mean_y - slope * mean_x, none


def _standard_error(pairs: Pairs) -> tuple[Data, Mask]:
    xx, yy, xy = pairs.moments()
    left = np.maximum(yy - xy * xy / xx, 0.0)
    return np.sqrt(left / np.maximum(pairs.count - 2, 1)), (xx == 0) | (pairs.count < 3)


_declare("CORREL PEARSON", _correlation)
_declare("RSQ", _squared_correlation)
_declare("COVAR COVARIANCE.P", lambda pairs: (pairs.moments()[2] / pairs.count, pairs.count < 1))
_declare("COVARIANCE.S", lambda pairs: (pairs.moments()[2] / (pairs.count - 1), pairs.count < 2))
_declare("SLOPE", _slope, y_first=True)
_declare("INTERCEPT", _intercept, y_first=True)
_declare("STEYX", _standard_error, y_first=True)


def _sums(name: str, rule: Callable[[Data, Data], Data]) -> None:
    @function(name, "a a")
    def body(evaluator: Evaluator, scope: Scope, first: Block, second: Block) -> Value:
        pairs = Pairs(first, second)
        none = failing(pairs.count == 0, DIV0)
        return one_per_lane(rule(pairs.x, pairs.y).sum(axis=1), first_error(pairs.bad, none))


_sums("SUMX2MY2", lambda x, y: x * x - y * y)
_sums("SUMX2PY2", lambda x, y: x * x + y * y)
_sums("SUMXMY2", lambda x, y: (x - y) ** 2)


@function("FORECAST FORECAST.LINEAR", "v a a")
def _forecast(evaluator: Evaluator, scope: Scope, where: Block, known_y: Block, known_x: Block) -> Value:
    pairs = Pairs(known_x, known_y)
    wanted, wrong = numbers_of(where, evaluator.context)
    with np.errstate(all="ignore"):
        slope, none = _slope(pairs)
    _, _, mean_x, mean_y = (part.reshape(-1, 1, 1) if part.ndim == 1 else part for part in pairs.centred())
    slope = np.where(none, 0.0, slope).reshape(-1, 1, 1)
    result = mean_y + slope * (wanted - mean_x)
    own = no_errors(result.shape)
    own[np.broadcast_to(none.reshape(-1, 1, 1), result.shape)] = np.int8(DIV0)
    return checked_numbers(result, first_error(wrong, None if pairs.bad is None else pairs.bad.reshape(-1, 1, 1), own))
