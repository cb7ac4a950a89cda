"""What aggregates see: the numbers of all their arguments, lane by lane, by the rules of SUM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation.coerce import errors_of, first_error, no_errors, numbers_of
from socroi.engine.evaluation.values import Ref, Union
from socroi.engine.formula.tree import ArrayConstant, Binary, Call, Missing, Postfix, Unary
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, NUMBER, TEXT, Block
from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Mask


def gives_array(node: Node) -> bool:
    """Whether an argument is an array by its form, whatever its size turns out to be."""
    match node:
        case ArrayConstant():
            return True
        case Unary(_, operand) | Postfix(_, operand):
            return gives_array(operand)
        case Binary(_, left, right):
            return gives_array(left) or gives_array(right)
        case Call(name, arguments) if has(name, Trait.LIFTED) or has(name, Trait.ARRAY_OF_ARRAY):
            return any(gives_array(argument) for argument in arguments)
        case Call(name, _):
            return has(name, Trait.ARRAY)
        case _:
            return False


def pieces(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> list[tuple[Block, bool]]:
    """Return each argument's cells, and whether they come from the sheet (there only numbers count) or were written
    directly.
    """
    return [(block, from_sheet) for block, from_sheet, _ in _sorted_pieces(evaluator, scope, nodes)]


def _sorted_pieces(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> list[tuple[Block, bool, bool]]:
    """Return the same, and whether they are an array."""
    found = []
    for node in nodes:
        value = evaluator.value(node, scope)
        for part in evaluator.parts(value):
            block = evaluator.cells(part)
            direct = isinstance(part, Block) and block.is_single and not isinstance(value, Ref | Union)
            direct = direct and (block.uniform == NUMBER or not gives_array(node))
            if isinstance(node, Missing):
                block = evaluator.literal(0.0)
            found.append((block, not direct, isinstance(part, Block) and not direct))
    return found


def numbers_in(block: Block, evaluator: Evaluator, *, from_sheet: bool) -> tuple[Data, Mask | None, Bad]:
    """Return the numbers of one argument, the mask of the cells that count (None: all), and its errors."""
    if block.uniform == NUMBER:
        return block.data, None, None
    if not from_sheet:
        # A value written into the call is coerced: SUM("3", TRUE) is 4; text that is no number is #VALUE!.
        data, bad = numbers_of(block, evaluator.context)
        blank = block.where(BLANK)
        return data, ~blank if blank.any() else None, bad
    counted = block.where(NUMBER)
    return block.data, counted, errors_of(block)


def gather(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node], *, errors: bool = True) -> tuple[Data, Mask, Bad]:
    """Return all numbers of all arguments side by side.

    Returns:
        data and mask of shape (lanes, cells), with lanes 1 where all lanes see the same; the first error of each
        lane, shape (lanes,), or None. With `errors=False` cells that hold errors are left out instead.
    """
    datas, masks, bad = [], [], None
    for block, from_sheet in pieces(evaluator, scope, nodes):
        data, mask, wrong = numbers_in(block, evaluator, from_sheet=from_sheet)
        lanes = data.shape[0]
        datas.append(data.reshape(lanes, -1))
        masks.append(np.ones((1, datas[-1].shape[1]), np.bool_) if mask is None else mask.reshape(lanes, -1))
        if errors and wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
    if len(datas) == 1:
        return datas[0], np.broadcast_to(masks[0], datas[0].shape), bad
    lanes = max(part.shape[0] for part in datas)
    data = np.concatenate([np.broadcast_to(d, (lanes, d.shape[1])) for d in datas], axis=1)
    mask = np.concatenate([np.broadcast_to(m, (lanes, m.shape[1])) for m in masks], axis=1)
    return data, mask, bad


def first_in_lane(bad: np.ndarray) -> np.ndarray:
    """Return the first error of each lane, -1 where it has none, shape (lanes,); an uncomputed cell wins."""
    flat = bad.reshape(bad.shape[0], -1)
    if flat.shape[1] == 0:
        return no_errors((flat.shape[0],))
    hit = flat >= 0
    first = flat[np.arange(len(flat)), hit.argmax(axis=1)]
    return np.where((flat == 99).any(axis=1), np.int8(99), np.where(hit.any(axis=1), first, np.int8(-1)))


def booleans_in_doubt(name: str) -> str:
    """Say why a function is not computed for an array with booleans."""
    return f"whether {name} counts the booleans of an array is not known"


def is_text_or_boolean(block: Block) -> Mask:
    """Return the mask of texts and booleans."""
    return block.where(TEXT) | block.where(BOOLEAN)


def gather_with_texts(
    evaluator: Evaluator, scope: Scope, nodes: Sequence[Node], doubt: str = ""
) -> tuple[Data, Mask, Bad]:
    """MINA, MAXA and AVERAGEA count booleans as 0 and 1 and texts as 0 where they stand in a range.

    Those of an array are left out, or are the reason why the call is not computed where there is a `doubt`.
    """
    datas, masks, bad = [], [], None
    for block, from_sheet, is_array in _sorted_pieces(evaluator, scope, nodes):
        if from_sheet:
            data = np.where(block.where(TEXT) | block.where(ERROR), 0.0, block.data)
            mask, wrong = ~block.where(BLANK), errors_of(block)
            if is_array and block.has(BOOLEAN):
                if doubt:
                    raise Uncomputable(doubt)
                mask = mask & ~block.where(BOOLEAN)
        else:
            data, wrong = numbers_of(block, evaluator.context)
            mask = np.ones(data.shape, np.bool_)
        lanes = data.shape[0]
        datas.append(data.reshape(lanes, -1))
        masks.append(mask.reshape(lanes, -1))
        if wrong is not None:
            bad = first_error(bad, first_in_lane(wrong))
    lanes = max(part.shape[0] for part in datas)
    joined = [
        np.concatenate([np.broadcast_to(p, (lanes, p.shape[1])) for p in group], axis=1) for group in (datas, masks)
    ]
    return joined[0], joined[1].astype(np.bool_), bad
