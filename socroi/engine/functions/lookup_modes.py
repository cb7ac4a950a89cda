"""XLOOKUP and XMATCH: the match modes and search modes, and results that are references."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.choosing import choose
from socroi.engine.evaluation.coerce import errors_of, first_error, with_errors
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.model.block import BLANK, ERROR, NA, NUMBER, TEXT, UNCOMPUTED, VALUE, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.number_texts import number_text
from socroi.engine.search.keys import cells_of, exact, uncomputed_in_sight
from socroi.engine.search.ordered_search import binary, nearest
from socroi.engine.search.regular_expressions import read
from socroi.engine.search.vectors import line, one_choice, picked, refused, size
from socroi.records import replace

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Mask, Strings
    from socroi.engine.search.keys import Positions, Vector

MATCH_MODES = (-1.0, 0.0, 1.0, 2.0, 3.0)
SEARCH_MODES = (-2.0, -1.0, 1.0, 2.0)


def _located(
    evaluator: Evaluator,
    scope: Scope,
    key: Block,
    where: Block | Ref,
    match_node: Node | None,
    search_node: Node | None,
) -> tuple[Positions, Bad] | Block:
    """Return the keys' positions (-1: not found) and errors, both shaped as the keys are, or the call's own error."""
    match_mode, problem = one_choice(evaluator, scope, match_node, 0.0)
    if problem is not None:
        return problem
    search_mode, problem = one_choice(evaluator, scope, search_node, 1.0)
    if problem is not None:
        return problem
    if match_mode not in MATCH_MODES or search_mode not in SEARCH_MODES:
        return error(VALUE)
    if match_mode >= 2 and abs(search_mode) == 2:
        return error(VALUE)
    vector, keys = cells_of(evaluator.cells(where)), cells_of(key)
    last = search_mode == -1
    if match_mode == 3:
        flat = _matching(vector, keys, evaluator.strings, last=last)
    elif abs(search_mode) == 2:
        flat = binary(vector, keys, evaluator.strings, step=int(match_mode), descending=search_mode < 0)
    elif match_mode in (0, 2):
        flat = exact(vector, keys, evaluator.strings, last=last, wildcards=match_mode == 2)
        _find_blanks_beyond(flat, where, vector.length, keys.kind == BLANK, last=last)
    else:
        flat = nearest(vector, keys, evaluator.strings, step=int(match_mode), last=last)
    unknown = uncomputed_in_sight(vector, flat, from_first=search_mode == 1 and match_mode in (0, 2))
    shape = (flat.shape[0], key.rows, key.columns)
    bad = errors_of(key)
    if unknown.any():
        bad = first_error(bad, np.where(unknown, UNCOMPUTED, -1).astype(np.int8).reshape(shape))
    return flat.reshape(shape), bad


def _matching(vector: Vector, keys: Vector, strings: Strings, *, last: bool) -> Positions:
    """Return where the first (or last) text stands that each key, a regular expression, matches.

    A text that it matches in part only, or a number, makes the place uncertain.
    """
    if vector.lanes > 1:
        raise LaneSplit
    texts = [strings[code] if kind == TEXT else None for kind, code in zip(vector.kind[0], vector.data[0], strict=True)]
    order = range(len(texts) - 1, -1, -1) if last else range(len(texts))
    found = np.full(keys.data.shape, -1, np.int64)
    for place, (kind, data) in enumerate(zip(keys.kind.flat, keys.data.flat, strict=True)):
        if kind == ERROR:
            continue
        pattern = strings[data] if kind == TEXT else number_text(data)
        for at in order:
            text = texts[at]
            if text is None:
                shown = number_text(vector.data[0, at]) if vector.kind[0, at] == NUMBER else ""
                if shown and read(shown, pattern, 0).search(shown):
                    raise Uncomputable("a lookup by regular expression among numbers is not computed here")
                continue
            match = read(text, pattern, 0).search(text)
            if match is not None and read(text, pattern, 0).fullmatch(text) is None:
                raise Uncomputable("its regular expression matches a part of a text, which is not computed here")
            if match is not None:
                found.flat[place] = at
                break
    return found


def _find_blanks_beyond(found: Positions, where: Block | Ref, length: int, blank: Mask, *, last: bool) -> None:
    """Let a blank key find the blank cells at the end of a whole column, which are not read."""
    if not isinstance(where, Ref) or not blank.any():
        return
    full = max(where.size())
    if full > length:
        if last:
            found[blank] = full - 1
        else:
            found[blank & (found < 0)] = length


def _array_argument(evaluator: Evaluator, scope: Scope, node: Node) -> Block | Ref:
    value = evaluator.value(node, scope.with_array())
    return value if isinstance(value, Block | Ref) else error(VALUE)


@function("XMATCH", "v l l? l?", Trait.PLAIN | Trait.INDIFFERENT | Trait.ANY_FORM)
def _xmatch(
    evaluator: Evaluator, scope: Scope, key: Block, where_node: Node, match_node: Node | None, search_node: Node | None
) -> Value:
    where = _array_argument(evaluator, scope, where_node)
    failure = refused(where, key)
    if failure is not None:
        return failure
    if min(size(where)) > 1:
        return error(VALUE)
    located = _located(evaluator, scope, key, where, match_node, search_node)
    if isinstance(located, Block):
        return located
    positions, bad = located
    missing = np.where(positions < 0, np.int8(NA), np.int8(-1))
    return with_errors(numbers((positions + 1).astype(np.float64)), first_error(bad, missing))


@function("XLOOKUP", "v l l l? l? l?", Trait.PLAIN | Trait.INDIFFERENT | Trait.REFERRING | Trait.ANY_FORM)
def _xlookup(
    evaluator: Evaluator,
    scope: Scope,
    key: Block,
    where_node: Node,
    answer_node: Node,
    otherwise: Node | None,
    match_node: Node | None,
    search_node: Node | None,
) -> Value:
    where, answers = (_array_argument(evaluator, scope, node) for node in (where_node, answer_node))
    for value in (where, answers):
        failure = refused(value, key)
        if failure is not None:
            return failure
    (rows, columns), (height, _) = size(where), size(answers)
    across = rows == 1 and (columns > 1 or height > 1)
    if min(rows, columns) > 1 or not _equally_long(evaluator, where, answers, across=across):
        return error(VALUE)
    located = _located(evaluator, scope, key, where, match_node, search_node)
    if isinstance(located, Block):
        return located
    positions, bad = located
    missed = positions < 0
    if bad is not None:
        missed &= np.broadcast_to(bad, positions.shape) < 0
    if bad is None and not missed.any():
        return _answers(evaluator, answers, positions, across=across)

    def found(inner: Scope) -> Value:
        at = evaluator.cells(inner.names["\0places"]).data.astype(np.int64)
        here = inner.names["\0answers"]
        return _answers(
            evaluator, here if isinstance(here, Ref) else evaluator.cells(here), np.maximum(at, 0), across=across
        )

    def not_found(inner: Scope) -> Value:
        return evaluator.value(otherwise, inner) if otherwise is not None and given(otherwise) else error(NA)

    bound = scope.bound({"\0places": numbers(positions.astype(np.float64)), "\0answers": answers})
    shape = np.broadcast_shapes(positions.shape, () if bad is None else bad.shape)
    return choose(evaluator, bound, ~np.broadcast_to(missed, shape), bad, found, not_found)


def _equally_long(evaluator: Evaluator, where: Block | Ref, answers: Block | Ref, *, across: bool) -> bool:
    """Whether there is an answer for each cell that is searched; of `A:A` an array has only the rows in use."""
    axis = 1 if across else 0
    if size(where)[axis] == size(answers)[axis]:
        return True
    if isinstance(where, Ref) == isinstance(answers, Ref):
        return False
    return size(evaluator.cells(where))[axis] == size(evaluator.cells(answers))[axis]


def _answers(evaluator: Evaluator, answers: Block | Ref, positions: Positions, *, across: bool) -> Value:
    """Return what stands at the places found: a reference into a range, for each lane its own; else cells.

    One key in a lane gets the whole row (or column) of the answers; of several keys each gets its first cell.
    """
    if positions.shape[1:] != (1, 1):
        return picked(line(evaluator, answers, 0, across=across), positions)
    at = positions[:, 0, 0]
    if isinstance(answers, Ref):
        if across:
            return replace(answers, left=answers.left + at, right=answers.left + at)
        return replace(answers, top=answers.top + at, bottom=answers.top + at)
    lanes = 0 if answers.lanes == 1 else np.arange(answers.lanes)
    if across:
        kind, data = answers.kind[lanes, :, at], answers.data[lanes, :, at]
        return Block(kind[:, :, None], data[:, :, None], answers.uniform)
    kind, data = answers.kind[lanes, at], answers.data[lanes, at]
    return Block(kind[:, None, :], data[:, None, :], answers.uniform)
