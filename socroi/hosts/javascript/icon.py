"""The picture of the add-in: three bars that rise in a square, as a PNG of the standard library alone."""

from __future__ import annotations

import struct
import zlib
from typing import Final

_COLOUR: Final = (15, 118, 110)
_BARS: Final = ((0.2, 0.34, 0.6), (0.43, 0.57, 0.44), (0.66, 0.8, 0.24))
"""Left, right and top of each, as parts of the side; they stand on a line at 0.78."""
_CORNER: Final = 0.18
_SHADES: Final = 15
_FINE: Final = 4
"""Points a pixel is asked at, along each side, so that edges are smooth."""


def icon(size: int) -> bytes:
    """Return a square PNG of so many pixels a side; the same bytes whatever library compresses."""
    palette = bytes(
        channel for shade in range(_SHADES + 1) for channel in (c + (255 - c) * shade // _SHADES for c in _COLOUR)
    )
    clear = bytes([0])  # of the last entry, for what lies outside the rounded corners
    rows = b"".join(b"\0" + bytes(_pixel(column, row, size) for column in range(size)) for row in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)
    transparent = b"\xff" * (_SHADES + 1) + clear
    chunks = (
        (b"IHDR", header),
        (b"PLTE", palette + bytes(_COLOUR)),
        (b"tRNS", transparent),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _pixel(column: int, row: int, size: int) -> int:
    points = [
        ((column + (i + 0.5) / _FINE) / size, (row + (j + 0.5) / _FINE) / size)
        for i in range(_FINE)
        for j in range(_FINE)
    ]
    if sum(map(_inside, points)) * 2 < len(points):
        return _SHADES + 1
    return round(sum(map(_on_a_bar, points)) * _SHADES / len(points))


def _inside(point: tuple[float, float]) -> bool:
    x, y = (max(_CORNER - side, side - (1 - _CORNER), 0) for side in point)
    return x * x + y * y <= _CORNER * _CORNER


def _on_a_bar(point: tuple[float, float]) -> bool:
    x, y = point
    return any(left <= x <= right and top <= y <= 0.78 for left, right, top in _BARS)
