"""ROW, ROWS, COLUMN, COLUMNS, AREAS: where references lie and how large they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import no_reference, per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import errors_of, with_errors
from socroi.engine.evaluation.values import Ref, Union, Value
from socroi.engine.model.block import REF, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit
from socroi.engine.search.vectors import areas_of

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Indices


def _counted(first: Indices, count: Indices, *, across: bool) -> Block:
    """Return first, first + 1 ... for each lane, in a column or a row."""
    if (count != count[0]).any():
        raise LaneSplit
    series = (first.reshape(-1, 1) + 1 + np.arange(int(count[0]))).astype(np.float64)
    return numbers(series[:, None, :] if across else series[:, :, None])


@function("ROW", "r?")
def _row(evaluator: Evaluator, scope: Scope, value: Value | None) -> Value:
    if value is None:
        return _counted(scope.rows, np.full(scope.lanes, scope.filled[0]), across=False)
    return _counted(value.top, value.height, across=False) if isinstance(value, Ref) else no_reference(value)


@function("COLUMN", "r?")
def _column(evaluator: Evaluator, scope: Scope, value: Value | None) -> Value:
    if value is None:
        return _counted(np.full(1, scope.column), np.full(1, scope.filled[1]), across=True)
    return _counted(value.left, value.width, across=True) if isinstance(value, Ref) else no_reference(value)


@function("ROWS", "r", Trait.PLAIN | Trait.INDIFFERENT | Trait.ANY_FORM)
def _rows(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    return _measured(value, across=False)


@function("COLUMNS", "r", Trait.PLAIN | Trait.INDIFFERENT | Trait.ANY_FORM)
def _columns(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    return _measured(value, across=True)


def _measured(value: Value, *, across: bool) -> Block:
    if isinstance(value, Ref):
        return per_lane(value.width if across else value.height)
    if isinstance(value, Union):
        return error(REF)
    if not isinstance(value, Block) or value.lanes > 1:
        return no_reference(value)
    if value.is_single and (bad := errors_of(value)) is not None:
        return with_errors(numbers(np.ones((1, 1, 1))), bad)
    return per_lane(np.full(1, value.columns if across else value.rows))


@function("AREAS", "r")
def _areas(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    areas = areas_of(value)
    return per_lane(np.full(1, len(areas))) if areas else no_reference(value)
