"""What a function answers with: one cell for each lane, and the errors where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.coerce import checked_numbers, errors_of, first_error, no_errors, with_errors
from socroi.engine.model.block import NUM, UNCOMPUTED, VALUE, Block, error, numbers
from socroi.engine.model.interruptions import LaneSplit

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.values import Indices, Value
    from socroi.engine.model.block import Data, Mask


def one_per_lane(data: Data, bad: Bad = None) -> Block:
    """Return numbers of shape (lanes,) as single cells."""
    return checked_numbers(data.reshape(-1, 1, 1), None if bad is None else bad.reshape(-1, 1, 1))


def failing(where: Mask | np.bool_, code: float) -> Bad:
    """Return an error for the lanes of a mask."""
    return np.where(where, code, -1).astype(np.int8) if where.any() else None


def uncomputed_lanes(block: Block) -> Bad:
    """Return UNCOMPUTED for the lanes that see a cell which was not computed: a count of such cells is not known
    either.
    """
    bad = errors_of(block)
    if bad is None:
        return None
    return failing((bad == UNCOMPUTED).any(axis=(1, 2)), UNCOMPUTED)


def refused(data: Data, wrong: object, code: float = NUM) -> Block:
    """Return numbers with one error where a mask is true."""
    mask = np.broadcast_to(np.asarray(wrong), data.shape)
    bad = no_errors(data.shape)
    bad[mask] = np.int8(code)
    return checked_numbers(np.where(mask, 0.0, data), bad)


def flagged(result: Data, wrong: Mask, code: float, *bads: Bad) -> Block:
    """Return numbers with the errors of their arguments, and one more error where a mask is true."""
    own = no_errors(result.shape)
    own[np.broadcast_to(wrong, result.shape)] = np.int8(code)
    bad = first_error(*bads, own)
    return checked_numbers(np.where(own >= 0, 0.0, result), bad)


def no_reference(value: Value) -> Block:
    """Return the result for what should be a reference: its error, else #VALUE!.

    Raises:
        LaneSplit: several lanes; some of them may be references, as where INDEX finds no cell for the others.
    """
    if isinstance(value, Block) and value.lanes > 1:
        raise LaneSplit
    if isinstance(value, Block) and (bad := errors_of(value)) is not None:
        return with_errors(error(VALUE), bad[:, :1, :1])
    return error(VALUE)


def per_lane(data: Indices) -> Block:
    """Return whole numbers of shape (lanes,) as single cells."""
    return numbers(data.astype(np.float64).reshape(-1, 1, 1))
