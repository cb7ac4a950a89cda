"""Powers, logarithms, division with remainder, factorials, divisors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.powers import exponential, logarithm
from socroi.engine.declaration.answers import failing, one_per_lane, refused
from socroi.engine.declaration.declare import elementwise, function, per_cell, register
from socroi.engine.declaration.toolpak import toolpak, without_booleans
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import checked_numbers, first_error, no_errors, numbers_of
from socroi.engine.evaluation.operators import arithmetic
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import BLANK, DIV0, NA, NUM, VALUE, Block, error
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.context import Context
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data

MOST = 2.0**53


@elementwise("ABS", "n", Trait.CONDENSED | Trait.BLANK_IS_ZERO)
def _absolute(value: Data) -> Data:
    return np.abs(value)


@elementwise("SIGN", "n")
def _sign(value: Data) -> Data:
    return np.sign(value)


@elementwise("SQRT", "n")
def _root(value: Data) -> Data:
    return np.sqrt(value)


@toolpak("SQRTPI", "n")
def _root_of_pi_times(value: Data) -> Data:
    return np.sqrt(value * math.pi)


@elementwise("EXP", "n")
def _exponential(value: Data) -> Data:
    # Excel has no subnormal numbers.
    return np.where(value < -708.396418532264, 0.0, exponential(value))


@elementwise("LN", "n")
def _natural_logarithm(value: Data) -> Data:
    return logarithm(value)


@elementwise("LOG10", "n")
def _logarithm_to_ten(value: Data) -> Data:
    return np.log10(value)


@elementwise("LOG", "n n?")
def _logarithm(value: Data, base: Data | None) -> Block:
    if base is None:
        return checked_numbers(np.log10(value), None)
    whole = np.log10(value) / np.log10(base)
    result = np.where(base == 10, np.log10(value), np.where(base == 2, np.log2(value), whole))
    bad = no_errors(result.shape)
    bad[np.broadcast_to(base == 1, result.shape)] = np.int8(DIV0)
    bad[np.broadcast_to((base <= 0) | (value <= 0), result.shape)] = np.int8(NUM)
    return checked_numbers(np.where(bad >= 0, 0.0, result), bad)


@elementwise("POWER", "v v", Trait.CONTEXT)
def _power(base: Block, exponent: Block, context: Context) -> Block:
    return arithmetic("^", base, exponent, context)


@function("PI", "")
def _pi(evaluator: Evaluator, scope: Scope) -> Value:
    return evaluator.literal(math.pi)


@elementwise("MOD", "n n")
def _remainder(value: Data, divisor: Data) -> Block:
    """The remainder has the divisor's sign; Excel gives up with #NUM! where the quotient has no exact digits left."""
    value, divisor = np.broadcast_arrays(value, divisor)
    safe = np.where(divisor == 0, 1.0, divisor)
    result = np.mod(value, safe)
    bad = no_errors(value.shape)
    bad[np.abs(value / safe) >= 1_125_900_000_000] = np.int8(NUM)
    bad[divisor == 0] = np.int8(DIV0)
    return checked_numbers(np.where(bad >= 0, 0.0, result), bad)


@toolpak("QUOTIENT", "n n")
def _quotient(value: Data, divisor: Data) -> Block:
    return refused(np.trunc(value / np.where(divisor == 0, 1.0, divisor)) + 0.0, divisor == 0, DIV0)


def _factorial(value: float) -> float:
    if value < 0 or value >= 171:
        raise CellError("#NUM!")
    return float(math.factorial(int(value)))


@per_cell("FACT", "n")
def _fact(value: float) -> float:
    return _factorial(value)


@toolpak("FACTDOUBLE", "n", by_cell=True)
def _double_factorial(value: float) -> float:
    whole = math.trunc(value)
    if whole < -1 or whole > 300:
        raise CellError("#NUM!")
    return _finite(math.prod(range(whole, 0, -2)))


def _finite(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        raise CellError("#NUM!") from None


def _chosen(total: float, taken: float) -> tuple[int, int]:
    total, taken = math.trunc(total), math.trunc(taken)
    if total < 0 or taken < 0 or total > MOST:
        raise CellError("#NUM!")
    return int(total), int(taken)


@per_cell("COMBIN", "n n")
def _combinations(total: float, taken: float) -> float:
    whole, part = _chosen(total, taken)
    if part > whole or min(part, whole - part) > 10_000:
        raise CellError("#NUM!")
    return _finite(math.comb(whole, part))


@per_cell("COMBINA", "n n")
def _combinations_repeated(total: float, taken: float) -> float:
    whole, part = _chosen(total, taken)
    if part == 0:
        return 1.0
    if whole == 0 or min(part, whole - 1) > 10_000:
        raise CellError("#NUM!")
    return _finite(math.comb(whole + part - 1, part))


@per_cell("PERMUT", "n n")
def _permutations(total: float, taken: float) -> float:
    whole, part = _chosen(total, taken)
    if part > whole or whole == 0 or part > 10_000:
        raise CellError("#NUM!")
    return _finite(math.perm(whole, part))


@per_cell("PERMUTATIONA", "n n")
def _permutations_repeated(total: float, taken: float) -> float:
    whole, part = _chosen(total, taken)
    if whole > 1 and part > 1100:
        raise CellError("#NUM!")
    return _finite(whole**part)


def strict_numbers(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> tuple[Data, Data, Bad]:
    """Return the numbers of all arguments as (lanes, cells), the mask of those that count, and each lane's first error.

    GCD, LCM and MULTINOMIAL read texts in ranges as numbers and refuse booleans; a blank is 0 in a range and left out
    where it is an argument of its own.
    """
    datas, masks, bad = [], [], None
    for node in nodes:
        value = error(NA) if isinstance(node, Missing) else evaluator.value(node, scope)
        for part in evaluator.parts(value):
            block = without_booleans(evaluator.cells(part))
            data, wrong = numbers_of(block, evaluator.context)
            datas.append(data.reshape(len(data), -1))
            counted = ~block.where(BLANK) if block.is_single else np.ones(data.shape, np.bool_)
            masks.append(counted.reshape(len(data), -1))
            if wrong is not None:
                flat = wrong.reshape(len(wrong), -1)
                first = flat[np.arange(len(flat)), (flat >= 0).argmax(axis=1)]
                bad = first_error(bad, first)
    lanes = max(len(data) for data in datas)
    joined = [
        np.concatenate([np.broadcast_to(p, (lanes, p.shape[1])) for p in group], axis=1) for group in (datas, masks)
    ]
    return joined[0], joined[1], bad


def _of_integers(name: str, combine: Callable[..., int]) -> None:
    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if not nodes:
            raise Uncomputable(f"{name} needs an argument")
        data, mask, bad = strict_numbers(evaluator, scope, nodes)
        wrong = ((data < 0) | (data >= MOST)).any(axis=1)
        bad = first_error(bad, failing(~mask.any(axis=1), VALUE))
        result = np.zeros(len(data))
        for lane in np.flatnonzero(~wrong).tolist():
            try:
                result[lane] = float(combine(*(int(value) for value in data[lane][mask[lane]].tolist())))
            except OverflowError:
                result[lane] = np.inf
        result = np.where(result >= (MOST if name != "MULTINOMIAL" else np.inf), np.inf, result)
        return one_per_lane(result, first_error(bad, failing(wrong, NUM)))

    register(name, call, __name__)


def _multinomial(*parts: int) -> int:
    if sum(parts) > 10_000:
        raise OverflowError
    return math.factorial(sum(parts)) // math.prod(math.factorial(part) for part in parts)


_of_integers("GCD", math.gcd)
_of_integers("LCM", math.lcm)
_of_integers("MULTINOMIAL", _multinomial)


@function("SERIESSUM", "v v v x")
def _power_series(
    evaluator: Evaluator, scope: Scope, x: Block, first: Block, step: Block, coefficients: Block
) -> Value:
    if any(not block.is_single for block in (x, first, step)):
        raise LaneSplit
    bad: Bad = None
    values = []
    for block in (x, first, step):
        data, wrong = numbers_of(without_booleans(block), evaluator.context)
        values.append(data.reshape(-1, 1))
        bad = first_error(bad, None if wrong is None else wrong.reshape(-1))
    data, wrong = numbers_of(without_booleans(coefficients), evaluator.context)
    if wrong is not None:
        bad = first_error(bad, failing((wrong >= 0).any(axis=(1, 2)), VALUE))
    data = data.reshape(len(data), -1)
    with np.errstate(all="ignore"):
        exponents = values[1] + np.arange(data.shape[1]) * values[2]
        terms = data * np.where((values[0] == 0) & (exponents == 0), np.nan, np.power(values[0], exponents))
    return one_per_lane(terms.sum(axis=1), bad)
