"""Arrays that are taken whole: which of their lanes failed, some of their rows, rows for columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.evaluation.coerce import errors_of
from socroi.engine.model.block import ERROR, UNCOMPUTED, Block, error, mixed
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import LaneSplit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.evaluation.coerce import Bad


def failed_lanes(bad: Bad) -> Block | None:
    """Return the first errors of each lane as single cells, where every lane has one; None where none has one."""
    if bad is None:
        return None
    first = first_in_lane(bad)
    if (first < 0).all():
        return None
    if (first < 0).any():
        raise LaneSplit
    return mixed(np.full((len(first), 1, 1), ERROR, np.uint8), first.astype(np.float64).reshape(-1, 1, 1))


def uncomputed(*blocks: Block) -> Block | None:
    """Return the result where cells that it hangs on were not computed: not even its size is known then."""
    for block in blocks:
        bad = errors_of(block)
        if bad is not None and (bad == UNCOMPUTED).any():
            if block.lanes > 1:
                raise LaneSplit
            return error(UNCOMPUTED)
    return None


def take_rows(block: Block, places: NDArray[np.intp]) -> Block:
    """Return some rows of every lane: `places` is (count,), or (lanes, count) where each lane has its own."""
    current().room(max(block.lanes, 1 if places.ndim == 1 else len(places)), places.shape[-1], block.columns)
    if places.ndim == 1:
        return Block(block.kind[:, places], block.data[:, places], block.uniform)
    at = places[:, :, None]
    shape = (len(places), *block.shape[1:])
    kind = np.take_along_axis(np.broadcast_to(block.kind, shape), at, axis=1)
    return Block(kind, np.take_along_axis(np.broadcast_to(block.data, shape), at, axis=1), block.uniform)


def turned(block: Block) -> Block:
    """Return a block with rows for columns."""
    return Block(block.kind.transpose(0, 2, 1), block.data.transpose(0, 2, 1), block.uniform)
