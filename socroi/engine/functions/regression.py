"""Least squares with several variables: LINEST, LOGEST, TREND, GROWTH."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.evaluation.coerce import errors_of, logicals_of
from socroi.engine.model.block import ERROR, NA, NUM, NUMBER, REF, VALUE, Block, error, mixed, numbers
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.records import record, replace

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data


_SOMETHING: Final = 1e-7
"""A direction in which the points spread more than this, beside the widest, is one of theirs."""
_NOTHING: Final = 1e-13
"""And one in which they spread less is none: it is made of the last digits."""
_CLOSE: Final = 1e-10


class _DependentError(Uncomputable):
    """Several planes fit equally well."""


class _Refused(Exception):
    def __init__(self, code: float) -> None:
        super().__init__()
        self.code = code


@record(slots=True)
class Fit:
    """A fitted plane.

    Attributes:
        slopes: one for each variable; `intercept`: 0 where none was asked for.
        slope_errors, intercept_error: their standard errors.
        squares, residual: sums of squares, explained and left.
        freedom: degrees of freedom; `used`: how many variables have a weight.
    """

    slopes: Data
    intercept: float
    slope_errors: Data
    intercept_error: float
    squares: float
    residual: float
    freedom: int
    used: int


def _numbers(block: Block) -> Data:
    if block.lanes > 1:
        raise LaneSplit
    wrong = errors_of(block)
    if wrong is not None and (first_in_lane(wrong) >= 0).any():
        raise _Refused(float(first_in_lane(wrong)[0]))
    if not block.where(NUMBER).all():
        raise _Refused(VALUE)
    return block.data[0]


def _points(known_y: Block, known_x: Block | None) -> tuple[Data, Data, bool]:
    """Return (y, x with a column for each variable, whether observations go down)."""
    y = _numbers(known_y)
    down = y.shape[1] == 1 or (y.shape[0] != 1)
    if known_x is None:
        return y.reshape(-1), np.arange(1.0, y.size + 1).reshape(-1, 1), down
    x = _numbers(known_x)
    if x.shape == y.shape:
        return y.reshape(-1), x.reshape(-1, 1), down
    if y.shape[1] == 1 and x.shape[0] == y.shape[0]:
        return y.reshape(-1), x, True
    if y.shape[0] == 1 and x.shape[1] == y.shape[1]:
        return y.reshape(-1), x.T, False
    raise _Refused(REF)


def fit(y: Data, x: Data, *, constant: bool) -> Fit:
    """Return the least-squares fit of y to the columns of x.

    Raises:
        Uncomputable: the columns depend on one another; what Excel then leaves out cannot be told from here.
    """
    count, variables = x.shape
    if constant and count and (x == x[0]).all():
        # Nothing varies: Excel gives each variable no weight and draws a level line.
        level = float(y.mean())
        residual = float(((y - level) ** 2).sum())
        none = np.zeros(variables)
        return Fit(none, level, none, 0.0, 0.0, residual, count - 1, 0)
    varies = (x != x[:1]).any(axis=0) if constant else np.ones(variables, np.bool_)
    if not varies.all():
        # So has one that does not vary beside others that do.
        used = fit(y, x[:, varies], constant=True)
        slopes, slope_errors = np.zeros((2, variables))
        slopes[varies], slope_errors[varies] = used.slopes, used.slope_errors
        return replace(used, slopes=slopes, slope_errors=slope_errors)
    mean_x = x.mean(axis=0) if constant else np.zeros(variables)
    mean_y = float(y.mean()) if constant else 0.0
    dx, dy = x - mean_x, y - mean_y
    scale = np.sqrt((dx * dx).sum(axis=0))
    if count < variables + constant or (scale == 0).any():
        raise _DependentError("the regression has too few different points for its variables")
    slopes, _, rank, _ = np.linalg.lstsq(dx / scale, dy, rcond=1e-12)
    if rank < variables:
        raise _DependentError("the variables of the regression depend on one another")
    slopes = slopes / scale
    left = dy - dx @ slopes
    residual = float(left @ left)
    total = float(dy @ dy)
    freedom = count - variables - constant
    inverse = np.linalg.inv((dx / scale).T @ (dx / scale)) / np.outer(scale, scale)
    spread = residual / freedom if freedom > 0 else 0.0
    intercept_error = float(np.sqrt(spread * (1.0 / count + mean_x @ inverse @ mean_x))) if constant else 0.0
    return Fit(
        slopes,
        mean_y - float(mean_x @ slopes),
        np.sqrt(np.maximum(spread * np.diag(inverse), 0.0)),
        intercept_error,
        total - residual,
        residual,
        freedom,
        variables,
    )


def _flag(evaluator: Evaluator, scope: Scope, node: Node | None, *, otherwise: bool) -> bool:
    if node is None or not given(node):
        return otherwise
    block = evaluator.block(node, scope)
    values, bad = logicals_of(block, evaluator.strings)
    if bad is not None and (bad >= 0).any():
        raise _Refused(float(bad[bad >= 0][0]))
    if block.lanes > 1 or not block.is_single:
        raise LaneSplit
    return bool(values[0, 0, 0])


def _statistics(found: Fit, *, constant: bool) -> Block:
    """Return the five rows of LINEST with its statistics; what does not exist is #N/A."""
    width = len(found.slopes) + 1
    data = np.full((5, width), np.nan)
    data[0] = [*found.slopes[::-1], found.intercept]
    data[1] = [*found.slope_errors[::-1], found.intercept_error if constant else np.nan]
    total = found.squares + found.residual
    with np.errstate(all="ignore"):
        spread = np.sqrt(found.residual / found.freedom) if found.freedom > 0 else 0.0
        f_value = (
            (found.squares / max(found.used, 1)) / (found.residual / found.freedom) if found.freedom > 0 else np.inf
        )
    data[2, :2] = [found.squares / total if total else 1.0, spread]
    data[3, :2] = [f_value, found.freedom]
    data[4, :2] = [found.squares, found.residual]
    missing, broken = np.isnan(data), np.isinf(data)
    kind = np.where(missing | broken, np.uint8(ERROR), np.uint8(NUMBER))
    values = np.where(missing, NA, np.where(broken, NUM, data))
    return mixed(kind[None], values[None])


def _declare_estimate(name: str, *, logarithmic: bool) -> None:
    @function(name, "a l? l? l?")
    def body(
        evaluator: Evaluator,
        scope: Scope,
        known_y: Block,
        known_x: Node | None,
        constant: Node | None,
        statistics: Node | None,
    ) -> Value:
        try:
            with_constant = _flag(evaluator, scope, constant, otherwise=True)
            with_statistics = _flag(evaluator, scope, statistics, otherwise=False)
            y, x, _ = _points(known_y, _array(evaluator, scope, known_x))
            found = fit(_curve(y) if logarithmic else y, x, constant=with_constant)
        except _Refused as refusal:
            return error(refusal.code)
        if with_statistics:
            result = _statistics(found, constant=with_constant)
            if logarithmic:
                result.data[0, 0] = np.exp(result.data[0, 0])
            return result
        row = np.array([*found.slopes[::-1], found.intercept])
        return numbers((np.exp(row) if logarithmic else row).reshape(1, 1, -1))


def _array(evaluator: Evaluator, scope: Scope, node: Node | None) -> Block | None:
    return evaluator.array(node, scope) if node is not None and given(node) else None


def _curve(y: Data) -> Data:
    if (y <= 0).any():
        raise _Refused(NUM)
    return np.log(y)


def _estimates(y: Data, x: Data, wanted: Data, *, constant: bool) -> Data:
    try:
        found = fit(y, x, constant=constant)
    except _DependentError:
        return _common_estimates(y, x, wanted, constant=constant)
    return wanted @ found.slopes + found.intercept


def _common_estimates(y: Data, x: Data, wanted: Data, *, constant: bool) -> Data:
    """Return the estimates of points in which all planes agree that fit equally well, whichever variable is left out.

    Raises:
        Uncomputable: a point lies beside what the known ones span.
    """
    mean_x = x.mean(axis=0) if constant else np.zeros(x.shape[1])
    mean_y = float(y.mean()) if constant else 0.0
    dx = x - mean_x
    scale = np.sqrt((dx * dx).sum(axis=0))
    scale = np.where(scale <= _NOTHING * np.abs(x).max(axis=0), 1.0, scale)
    left, sizes, right = np.linalg.svd(dx / scale, full_matrices=False)
    spans = sizes > _SOMETHING * sizes[0]
    if (sizes[~spans] > _NOTHING * sizes[0]).any():
        raise _DependentError("the variables of the regression nearly depend on one another")
    basis = right[spans]
    asked = (wanted - mean_x) / scale
    along = asked @ basis.T
    if (np.abs(asked - along @ basis) > _CLOSE * np.maximum(1.0, np.abs(asked).max())).any():
        raise _DependentError("the variables of the regression depend on one another")
    estimates: Data = along @ ((left[:, spans].T @ (y - mean_y)) / sizes[spans]) + mean_y
    return estimates


def _declare_line(name: str, *, logarithmic: bool) -> None:
    @function(name, "a l? l? l?")
    def body(
        evaluator: Evaluator,
        scope: Scope,
        known_y: Block,
        known_x: Node | None,
        new_x: Node | None,
        constant: Node | None,
    ) -> Value:
        try:
            with_constant = _flag(evaluator, scope, constant, otherwise=True)
            y, x, down = _points(known_y, _array(evaluator, scope, known_x))
            y = _curve(y) if logarithmic else y
            wanted, shape = _wanted(_array(evaluator, scope, new_x), x, known_y, down=down)
        except _Refused as refusal:
            return error(refusal.code)
        line = _estimates(y, x, wanted, constant=with_constant)
        return numbers((np.exp(line) if logarithmic else line).reshape(1, *shape))


def _wanted(new_x: Block | None, x: Data, known_y: Block, *, down: bool) -> tuple[Data, tuple[int, int]]:
    """Return the points to be computed, a column for each variable, and the shape of the result."""
    if new_x is None:
        return x, (known_y.rows, known_y.columns)
    points = _numbers(new_x)
    if x.shape[1] == 1:
        return points.reshape(-1, 1), (points.shape[0], points.shape[1])
    if not down:
        points = points.T
    if points.shape[1] != x.shape[1]:
        raise _Refused(REF)
    return points, (len(points), 1) if down else (1, len(points))


_declare_estimate("LINEST", logarithmic=False)
_declare_estimate("LOGEST", logarithmic=True)
_declare_line("TREND", logarithmic=False)
_declare_line("GROWTH", logarithmic=True)
