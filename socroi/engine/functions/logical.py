"""IF and its kin: what is not needed is not computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import failing
from socroi.engine.declaration.declare import elementwise, function
from socroi.engine.declaration.gathering import first_in_lane, pieces
from socroi.engine.declaration.row_rules import OF_BOOLEANS
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.choosing import choose
from socroi.engine.evaluation.coerce import aligned, errors_of, first_error, logicals_of, numbers_of, with_errors
from socroi.engine.evaluation.operators import compare
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import (
    BLANK,
    BOOLEAN,
    NA,
    NUMBER,
    TEXT,
    UNCOMPUTED,
    VALUE,
    Block,
    booleans,
    error,
)
from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Mask


def _branch(evaluator: Evaluator, node: Node | None, otherwise: Value) -> Callable[[Scope], Value]:
    if node is None:
        return lambda _: otherwise
    if isinstance(node, Missing):
        return lambda _: evaluator.literal(0.0)
    return lambda scope: evaluator.value(node, scope)


@function("IF", "l l l?", Trait.PLAIN | Trait.CONDENSED | Trait.ARRAY_OF_ARRAY | Trait.BLANK_IS_ZERO)
def _if(evaluator: Evaluator, scope: Scope, test: Node, yes: Node, no: Node | None) -> Value:
    """Inside SUMPRODUCT of a plain formula the condition sees the cell in line; only Ctrl+Shift+Enter changes that."""
    condition, bad = logicals_of(evaluator.block(test, scope.unforced()), evaluator.strings)
    otherwise = evaluator.literal(False)
    return choose(
        evaluator, scope, condition, bad, _branch(evaluator, yes, otherwise), _branch(evaluator, no, otherwise)
    )


@function("IFS", "(ll)...")
def _ifs(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
    if len(nodes) % 2:
        raise Uncomputable("IFS needs a value for each condition")

    def step(at: int) -> Callable[[Scope], Value]:
        def compute(inner: Scope) -> Value:
            if at >= len(nodes):
                return error(NA)
            condition, bad = logicals_of(evaluator.block(nodes[at], inner), evaluator.strings)
            return choose(evaluator, inner, condition, bad, _branch(evaluator, nodes[at + 1], error(NA)), step(at + 2))

        return compute

    return step(0)(scope)


@function("SWITCH", "v l l...")
def _switch(evaluator: Evaluator, scope: Scope, subject: Block, *nodes: Node | None) -> Value:
    listed = [node for node in nodes if node is not None]
    default = listed[-1] if len(listed) % 2 else None
    wrong = errors_of(subject)

    def step(at: int) -> Callable[[Scope], Value]:
        def compute(inner: Scope) -> Value:
            if at + 1 >= len(listed):
                return error(NA) if default is None else evaluator.value(default, inner)
            asked, value = aligned(
                [evaluator.operand(inner.names["\0switch"], inner), evaluator.block(listed[at], inner)]
            )
            same = compare("=", asked, value, evaluator.strings)
            condition, bad = logicals_of(same, evaluator.strings)
            # A blank cell is FALSE to `=`, and no case of SWITCH(FALSE, ...).
            condition &= ~(asked.where(BOOLEAN) & value.where(BLANK))
            return choose(evaluator, inner, condition, bad, _branch(evaluator, listed[at + 1], error(NA)), step(at + 2))

        return compute

    result = step(0)(scope.bound({"\0switch": subject}))
    return result if wrong is None else with_errors(evaluator.operand(result, scope), wrong)


def _rescue(evaluator: Evaluator, scope: Scope, tested: Value, caught: Mask, instead: Node) -> Value:
    if not caught.any():
        return tested
    block = evaluator.operand(tested, scope)
    otherwise = _branch(evaluator, instead, evaluator.literal(None))
    bound = scope.bound({"\0tested": block})
    return choose(evaluator, bound, ~caught, None, lambda inner: inner.names["\0tested"], otherwise)


def _tested(evaluator: Evaluator, scope: Scope, node: Node) -> Block:
    """Return what is tested; inside SUMPRODUCT of a plain formula it is not certain which cells Excel sees."""
    tested = evaluator.block(node, scope)
    if scope.forced and not tested.is_single and evaluator.block(node, scope.unforced()).is_single:
        raise Uncomputable("it tests several cells for errors, which wants Ctrl+Shift+Enter, and was entered without")
    return tested


@function("IFERROR", "l l", Trait.PLAIN | Trait.ARRAY_OF_ARRAY | Trait.BLANK_IS_ZERO | Trait.RESCUING)
def _if_error(evaluator: Evaluator, scope: Scope, node: Node, instead: Node) -> Value:
    tested = _tested(evaluator, scope, node)
    bad = errors_of(tested)
    if bad is None:
        return tested
    return _rescue(evaluator, scope, tested, (bad >= 0) & (bad != UNCOMPUTED), instead)


@function("IFNA", "l l", Trait.PLAIN | Trait.ARRAY_OF_ARRAY | Trait.BLANK_IS_ZERO | Trait.RESCUING)
def _if_na(evaluator: Evaluator, scope: Scope, node: Node, instead: Node) -> Value:
    tested = _tested(evaluator, scope, node)
    bad = errors_of(tested)
    return tested if bad is None else _rescue(evaluator, scope, tested, bad == NA, instead)


@function("CHOOSE", "v l...")
def _choose(evaluator: Evaluator, scope: Scope, index: Block, *nodes: Node | None) -> Value:
    listed = [node for node in nodes if node is not None]
    data, bad = numbers_of(index, evaluator.context)

    def step(at: int, places: np.ndarray) -> Callable[[Scope], Value]:
        def compute(inner: Scope) -> Value:
            if at >= len(listed):
                return error(VALUE)
            current = inner.names["\0index"]
            number = np.trunc(current.data) if isinstance(current, Block) else places
            return choose(
                evaluator,
                inner,
                number == at + 1,
                None,
                _branch(evaluator, listed[at], error(VALUE)),
                step(at + 1, number),
            )

        return compute

    numbered = Block(np.broadcast_to(np.uint8(NUMBER), data.shape), data, NUMBER)
    result = step(0, data)(scope.bound({"\0index": numbered}))
    return result if bad is None else with_errors(evaluator.operand(result, scope), bad)


def _truths(
    evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]
) -> tuple[list[tuple[np.ndarray, np.ndarray]], Bad]:
    """Return (values, mask of those that count) of each argument; texts in ranges do not count, written ones must be
    logical.
    """
    found: list[tuple[np.ndarray, np.ndarray]] = []
    bad: Bad = None
    for block, from_sheet in pieces(evaluator, scope, nodes):
        if from_sheet:
            counted = block.where(NUMBER) | block.where(BOOLEAN)
            wrong = errors_of(block)
            values = block.data != 0
        else:
            values, wrong = logicals_of(block, evaluator.strings)
            # The empty text is passed over, though any other text that is not logical is #VALUE!.
            empty = block.where(TEXT) & (block.data == evaluator.strings.code(""))
            counted = ~empty
            wrong = None if wrong is None else np.where(empty, np.int8(-1), wrong)
        found.append((values.reshape(len(values), -1), counted.reshape(len(counted), -1)))
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
    return found, bad


def _logical(
    name: str, combine: Callable[[list[np.ndarray]], np.ndarray], reduce: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> None:
    @function(name, "l...", Trait.PLAIN | Trait.CONDENSED)
    def body(evaluator: Evaluator, scope: Scope, *nodes: Node) -> Value:
        found, bad = _truths(evaluator, scope, nodes)
        result = combine([reduce(values, counted) for values, counted in found])
        some = np.logical_or.reduce(np.broadcast_arrays(*[counted.any(axis=1) for _, counted in found]))
        bad = first_error(bad, failing(~some, VALUE))
        block = booleans(result.reshape(-1, 1, 1))
        return with_errors(block, None if bad is None else bad.reshape(-1, 1, 1))


_logical(
    "AND",
    lambda parts: np.logical_and.reduce(np.broadcast_arrays(*parts)),
    lambda values, counted: (values | ~counted).all(axis=1),
)
_logical(
    "OR",
    lambda parts: np.logical_or.reduce(np.broadcast_arrays(*parts)),
    lambda values, counted: (values & counted).any(axis=1),
)
_logical(
    "XOR",
    lambda parts: np.logical_xor.reduce(np.broadcast_arrays(*parts)),
    lambda values, counted: (values & counted).sum(axis=1) % 2 == 1,
)

OF_BOOLEANS["AND"] = all
OF_BOOLEANS["OR"] = any


@elementwise("NOT", "b", Trait.CONDENSED)
def _not(value: Mask) -> Mask:
    return ~value


@function("TRUE", "")
def _true(evaluator: Evaluator, scope: Scope) -> Value:
    return evaluator.literal(True)


@function("FALSE", "")
def _false(evaluator: Evaluator, scope: Scope) -> Value:
    return evaluator.literal(False)
