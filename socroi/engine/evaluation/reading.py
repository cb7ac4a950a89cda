"""From references to blocks: how the cells of a sheet are seen by every lane, without a copy where that is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from socroi.engine.arithmetic.distinct import distinct_values
from socroi.engine.model.block import BLANK, NUMBER, Block
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import LaneSplit
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from socroi.engine.evaluation.values import Indices, Ref
    from socroi.engine.model.book import Column, Sheet

MOST_SPARE = 1 << 24
"""Arrays of more cells are not made for the blank end of a column or row."""

MOST_CELLS = 1 << 28
"""Arrays of more cells than this are not made; the lanes are taken one by one instead."""

MOST_BLANKS = 1 << 22

LONG = 1 << 12
"""Cells of a stretch about which it is worth while to remember what was found out."""

MOST_LONG = 64
"""Stretches of one column that are remembered."""

_NUMBERS = bytes((NUMBER,)) * 64
"""Kinds of a few numbers: to compare bytes is faster than to begin with arrays."""


def read(ref: Ref, sheet: Sheet, used_rows: int, used_columns: int = MAX_COLUMNS) -> Block:
    """Return the cells of a reference as each lane sees them.

    Args:
        ref: the rectangle; all lanes must have one size, or LaneSplit is raised.
        sheet: the sheet that holds it.
        used_rows: rows from here down are blank in the whole workbook; rectangles that reach to the sheet's last row
            stop there, so that `A:A` costs what its cells cost. So do others of more than `MOST_BLANKS` cells; smaller
            ones keep their blank rows, which an array of the same height beside them may need.
        used_columns: the same for columns, and rectangles that reach to the sheet's last column.
    """
    height, width = ref.size()
    _, first, bottom, right = ref.bounds()
    if len(ref.top) == 1 and (bottom == MAX_ROWS - 1 or height * width > MOST_BLANKS):
        height = min(height, max(1, used_rows - int(ref.top[0])))
    if len(ref.left) == 1 and right == MAX_COLUMNS - 1:
        width = min(width, max(1, used_columns - int(ref.left[0])))
    lanes = ref.lanes
    if lanes * height * width > MOST_CELLS:
        if lanes > 1:
            raise LaneSplit
        width = max(1, min(width, sheet.column_count - int(ref.left[0])))
    if lanes == 1:
        current().room(1, height, width)
    if len(ref.left) > 1 and (ref.left != ref.left[0]).any():
        return _scattered(ref, sheet, height, width)
    left = first
    if width == 1 and len(ref.top) == 1 and height >= LONG:
        return _long(sheet.columns.get(left), int(ref.top[0]), height)
    pieces = [_piece(sheet.columns.get(column), ref.top, height) for column in range(left, left + width)]
    if width == 1:
        kind, data = pieces[0]
        return _block(kind, data)
    kind = np.concatenate([kind for kind, _ in pieces], axis=2)
    data = np.concatenate([data for _, data in pieces], axis=2)
    return _block(kind, data)


def _block(kind: NDArray[np.uint8], data: NDArray[np.float64]) -> Block:
    # Knowing that a block holds numbers only spares every operator its masks; one pass over bytes is cheap beside them.
    size = kind.size
    pure = kind.tobytes() == _NUMBERS[:size] if 0 < size <= len(_NUMBERS) else size > 0 and bool((kind == NUMBER).all())
    return Block(kind, data, NUMBER if pure else None)


def _long(column: Column | None, first: int, height: int) -> Block:
    """Return a long stretch of one column; what has been found out about it is kept until a cell is written."""
    if column is None:
        return _block(*_piece(None, np.array((first,)), height))
    block = column.long.get((first, height))
    if block is None:
        if len(column.long) >= MOST_LONG:
            column.long = {}
        block = column.long[first, height] = _block(*_piece(column, np.array((first,)), height))
    return block


def _piece(column: Column | None, top: Indices, height: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return one column's cells with shape (lanes, height, 1)."""
    if len(top) == 1:
        first = int(top[0])
        kind, data = _window(column, first, first + height)
        return kind.reshape(1, height, 1), data.reshape(1, height, 1)
    first, last = int(top.min()), int(top.max()) + height
    kind, data = _window(column, first, last)
    consecutive = last - height - first == len(top) - 1 and bool((np.diff(top) == 1).all())
    if consecutive and height == 1:
        return kind.reshape(-1, 1, 1), data.reshape(-1, 1, 1)
    if consecutive:
        return sliding_window_view(kind, height)[:, :, None], sliding_window_view(data, height)[:, :, None]
    current().room(len(top), height, 1)
    places = (top - first)[:, None] + np.arange(height)[None, :]
    return kind[places][:, :, None], data[places][:, :, None]


def _window(column: Column | None, first: int, last: int) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Return rows `first` to `last - 1` of a column, blank beyond its end."""
    if column is None:
        return np.zeros(last - first, np.uint8), np.zeros(last - first)
    kind, data = column.kind[first:last], column.data[first:last]
    short = last - first - len(kind)
    if short:
        kind = np.concatenate((kind, np.full(short, BLANK, np.uint8)))
        data = np.concatenate((data, np.zeros(short)))
    return kind, data


def _scattered(ref: Ref, sheet: Sheet, height: int, width: int) -> Block:
    """Read where the lanes look into different columns."""
    top = np.broadcast_to(ref.top, (ref.lanes,))
    left = np.broadcast_to(ref.left, (ref.lanes,))
    kind = np.zeros((ref.lanes, height, width), np.uint8)
    data = np.zeros((ref.lanes, height, width))
    for start in distinct_values(left).tolist():
        lanes = np.flatnonzero(left == start)
        for offset in range(width):
            piece = _piece(sheet.columns.get(start + offset), top[lanes], height)
            kind[lanes, :, offset], data[lanes, :, offset] = piece[0][:, :, 0], piece[1][:, :, 0]
    return _block(kind, data)
