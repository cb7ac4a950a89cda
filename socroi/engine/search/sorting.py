"""The order in which SORT and its kin put cells of several kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.operators import text_ranks
from socroi.engine.model.block import BLANK, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.model.block import Data, Kinds, Strings
    from socroi.engine.search.keys import Positions, Vector

_RANK = np.array([4, 0, 1, 2, 3], dtype=np.int8)
"""The order of the kinds, by kind: numbers, texts, booleans, errors; blanks stand last whichever way one sorts."""


def sort_keys(kind: Kinds, data: Data, strings: Strings, *, descending: bool) -> tuple[np.ndarray, Data]:
    """Return (major, minor) numbers that sort cells as SORT does: texts without case, errors by their ERROR.TYPE."""
    texts = kind == TEXT
    minor = np.where(kind == BLANK, 0.0, data)
    if texts.any():
        minor[texts] = text_ranks(data[texts], strings)
    major = _RANK[kind]
    if descending:
        return np.where(kind == BLANK, major, -major), -minor
    return major, minor


def sorted_places(keys: Sequence[tuple[Vector, bool]], strings: Strings) -> Positions:
    """Return the places of rows in their new order, shape (lanes, rows).

    Args:
        keys: cells of shape (lanes, rows) and whether they are to descend, the most important first.
        strings: the workbook's texts.
    """
    columns: list[np.ndarray] = []
    for cells, descending in reversed(keys):
        major, minor = sort_keys(cells.kind, cells.data, strings, descending=descending)
        columns += [minor, major]
    lanes = max(column.shape[0] for column in columns)
    return np.stack(
        [np.lexsort([column[lane if len(column) > 1 else 0] for column in columns]) for lane in range(lanes)]
    )
