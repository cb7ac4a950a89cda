"""Figures read out of numbers of eight bytes, each a short text: all rows of a column at once.

A text of up to eight digits is one number in memory. Three multiplications add up its digits in pairs, in fours and in
all (Lemire, "Quickly parsing eight digits", 2018); a point among them is taken out before, and divided by after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORD: Final = 8
_POINTS, _ONES, _TOPS, _ZEROS, _ABOVE = (
    int.from_bytes(bytes([byte]) * _WORD, "little") for byte in (0x2E, 0x01, 0x80, 0x30, 0x46)
)
_POWERS: Final = 10.0 ** np.arange(_WORD + 1)


def figures_of(words: NDArray[np.uint64], sizes: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_], bool | None]:
    """Read eight bytes each as digits, perhaps with a point among them.

    Returns:
        The figures; which of them were read; and whether there are points: None where each may divide thousands.
    """
    eight, one = np.uint64(8), np.uint64(1)
    points = words ^ np.uint64(_POINTS)
    # The lowest byte that is zero, as a bit at its top; nothing is there without a point.
    points = (points - np.uint64(_ONES)) & ~points & np.uint64(_TOPS)
    points &= ~points + one
    dotted = points != 0
    any_dotted = bool(dotted.any())
    digits = sizes.astype(np.uint64)
    behind = None
    if any_dotted:
        below = (points >> np.uint64(7)) - dotted  # all bits below the point
        words = np.where(dotted, (words & below) | ((words >> eight) & ~below), words)
        before = ((below & np.uint64(_ONES)) * np.uint64(_ONES)) >> np.uint64(56)
        digits = digits - dotted
        behind = np.where(dotted, digits - before, np.uint64(0))
    shift = (eight - np.minimum(digits, eight)) * eight
    figures = (words << shift) - (np.uint64(_ZEROS) << shift)
    filled = figures + (np.uint64(_ZEROS))
    wrong = ((filled + np.uint64(_ABOVE)) | (filled - np.uint64(_ZEROS))) & np.uint64(_TOPS)
    sure = (wrong == 0) & (sizes > 0) & (sizes <= _WORD)
    figures = (figures * np.uint64(10) + (figures >> eight)) & np.uint64(0x00FF00FF00FF00FF)
    figures = (figures * np.uint64(100) + (figures >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
    figures = (figures * np.uint64(10000) + (figures >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
    values = figures.astype(np.float64)
    if behind is None:
        return values, sure, False
    sure &= ~dotted | ((behind > 0) & (before > 0))
    values /= _POWERS[np.minimum(behind, eight)]
    proof = dotted & sure & ((behind != 3) | (before > 3) | ((before == 1) & (values < 1)))
    return values, sure, True if bool(proof.any()) else None
