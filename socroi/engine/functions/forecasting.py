"""FORECAST.ETS and FORECAST.ETS.STAT: forecasts by exponential smoothing.

Source: Microsoft's pages of the functions. Excel's search for the parameters is not published: a forecast is given
where it does not depend on them, and of the statistics the step of the timeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import function
from socroi.engine.evaluation.coerce import errors_of
from socroi.engine.model.block import NA, NUMBER, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.statistics.smoothing import forecast

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.model.block import Data

CLOSE: Final = 1e-9
"""How far a forecast may be from Excel's, as a share of it: no more than the last digits of the arithmetic."""

_STEP_SIZE: Final = 8


@function("FORECAST.ETS", "v a a v? v? v?")
def _forecast(
    evaluator: Evaluator,
    scope: Scope,
    target: Block,
    values: Block,
    timeline: Block,
    seasonality: Block | None = None,
    completion: Block | None = None,
    aggregation: Block | None = None,
) -> Value:
    known = _series(values, timeline)
    if isinstance(known, Block):
        return known
    series, start, step = known
    _check_options(seasonality, completion, aggregation)
    steps = (_number(target, "its target") - start) / step - (len(series) - 1)
    if abs(steps - round(steps)) > 1e-9 or steps < 0.5:
        raise Uncomputable("its target is no step of the timeline after the last")
    found, doubt = forecast(series, round(steps))
    if doubt > CLOSE * abs(found):
        raise Uncomputable("its forecast depends on parameters that Excel chooses in a way that is not published")
    return numbers(np.full((1, 1, 1), found))


@function("FORECAST.ETS.STAT", "a a v v? v? v?")
def _statistic(
    evaluator: Evaluator,
    scope: Scope,
    values: Block,
    timeline: Block,
    which: Block,
    seasonality: Block | None = None,
    completion: Block | None = None,
    aggregation: Block | None = None,
) -> Value:
    known = _series(values, timeline)
    if isinstance(known, Block):
        return known
    _check_options(seasonality, completion, aggregation)
    if _number(which, "the number of its statistic") != _STEP_SIZE:
        raise Uncomputable("Excel chooses the parameters of its smoothing in a way that is not published")
    return numbers(np.full((1, 1, 1), known[2]))


def _number(block: Block, name: str) -> float:
    if block.lanes > 1:
        raise LaneSplit
    if not block.is_single or not block.where(NUMBER).all():
        raise Uncomputable(f"{name} is not one number")
    return float(block.data[0, 0, 0])


def _check_options(*options: Block | None) -> None:
    """Refuse what was not seen from Excel: a season of a given length, and other ways with gaps and duplicates."""
    for option in options:
        if option is not None and _number(option, "an option") != 1:
            raise Uncomputable("its options are not those that Excel writes: 1, 1 and 1")


def _series(values: Block, timeline: Block) -> tuple[Data, float, float] | Block:
    """Return (values in the order of time, first time, step); an error where the two are of different lengths."""
    if values.lanes > 1 or timeline.lanes > 1:
        raise LaneSplit
    if any(errors_of(block) is not None for block in (values, timeline)):
        raise Uncomputable("its series holds an error")
    if values.data[0].size != timeline.data[0].size:
        return error(NA)
    if not values.where(NUMBER).all() or not timeline.where(NUMBER).all():
        raise Uncomputable("its series holds cells that are no numbers")
    times, found = timeline.data[0].ravel(), values.data[0].ravel()
    order = np.argsort(times, kind="stable")
    times, found = times[order], found[order]
    if len(times) < 3:
        raise Uncomputable("its series has less than three values")
    step = float(times[-1] - times[0]) / (len(times) - 1)
    if step <= 0 or not np.allclose(np.diff(times), step, rtol=1e-9, atol=0.0):
        raise Uncomputable("its timeline has gaps, duplicates, or steps of calendar months")
    return found, float(times[0]), step
