"""Two lists side by side. A pair counts only where both cells are numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.evaluation.coerce import errors_of, first_error
from socroi.engine.model.block import NA, NUMBER

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.model.block import Block, Data, Mask


class Pairs:
    """Pairs of numbers by lane.

    Attributes:
        x, y: (lanes, pairs), 0 where a pair does not count; `mask`: where it does; `count` by lane.
        bad: each lane's error, or None.
    """

    def __init__(self, x: Block, y: Block) -> None:
        self.bad: Bad = None
        for block in (x, y):
            wrong = errors_of(block)
            self.bad = first_error(self.bad, None if wrong is None else first_in_lane(wrong))
        flat = [(b.data.reshape(b.lanes, -1), b.where(NUMBER).reshape(b.lanes, -1)) for b in (x, y)]
        if flat[0][0].shape[1] != flat[1][0].shape[1]:
            lanes = max(x.lanes, y.lanes)
            self.bad = first_error(self.bad, np.full(lanes, NA, np.int8))
            flat = [(np.zeros((lanes, 1)), np.ones((lanes, 1), np.bool_))] * 2
        self.mask: Mask = flat[0][1] & flat[1][1]
        self.x: Data = np.where(self.mask, flat[0][0], 0.0)
        self.y: Data = np.where(self.mask, flat[1][0], 0.0)
        self.count: Data = self.mask.sum(axis=1).astype(np.float64)

    def centred(self) -> tuple[Data, Data, Data, Data]:
        """Return (x - mean x, y - mean y, mean x, mean y), 0 where a pair does not count."""
        count = np.maximum(self.count, 1)
        mean_x, mean_y = self.x.sum(axis=1) / count, self.y.sum(axis=1) / count
        dx = np.where(self.mask, self.x - mean_x[:, None], 0.0)
        dy = np.where(self.mask, self.y - mean_y[:, None], 0.0)
        return dx, dy, mean_x, mean_y

    def moments(self) -> tuple[Data, Data, Data]:
        """Return the sums of squares Sxx, Syy and of products Sxy about the means."""
        dx, dy, _, _ = self.centred()
        return (dx * dx).sum(axis=1), (dy * dy).sum(axis=1), (dx * dy).sum(axis=1)
