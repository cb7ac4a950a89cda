"""Mean and spread of the numbers of each lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.arithmetic.sums import sum_of
from socroi.engine.declaration.answers import failing
from socroi.engine.model.block import DIV0

if TYPE_CHECKING:
    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.model.block import Data, Mask


def mean_of(data: Data, mask: Mask) -> tuple[Data, Data]:
    """Return (mean, count) of each lane's numbers; the mean of none is 0."""
    count = mask.sum(axis=1).astype(np.float64)
    return sum_of(data, mask) / np.maximum(count, 1), count


def deviations(data: Data, mask: Mask) -> tuple[Data, Data]:
    """Return (deviations from the lane's mean, 0 where the mask is false; count)."""
    mean, count = mean_of(data, mask)
    return np.where(mask, data - mean[:, None], 0.0), count


def variance(data: Data, mask: Mask, *, sample: bool) -> tuple[Data, Bad]:
    """Return the variance of each lane, #DIV/0! where there are too few numbers."""
    difference, count = deviations(data, mask)
    freedom = count - 1 if sample else count
    return sum_of(difference * difference) / np.maximum(freedom, 1), failing(freedom < 1, DIV0)
