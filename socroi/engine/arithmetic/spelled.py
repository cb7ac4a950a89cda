"""Column letters and whole numbers read out of a long text, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Signs = NDArray[np.uint8]

MOST_LETTERS: Final = 3
_LETTERS: Final = 26
_LETTER: Final = 31
"""The bits by which a capital letter says which one it is, from 1 on."""

_ZERO: Final = 48


def columns_at(signs: Signs, at: Places, length: Places) -> Places:
    """Return the 0-based columns of capital letters, one to three each; beyond the grid for letters past XFD.

    Args:
        signs: the bytes of the text.
        at: where the letters of each begin.
        length: how many they are.
    """
    found = (signs[at] & _LETTER).astype(np.int64)
    for place in range(1, int(length.max(initial=0))):
        # What stands behind shorter ones is read, too, and thrown away: that is sooner done than to tell them apart.
        longer = found * _LETTERS + (signs.take(at + place, mode="clip") & _LETTER)
        found = np.where(length > place, longer, found)
    return found - 1


def numbers_at(signs: Signs, at: Places, length: Places) -> Places:
    """Return whole numbers of at least one digit and at most eighteen.

    Args:
        signs: the bytes of the text.
        at: where the digits of each begin.
        length: how many they are.
    """
    found = signs[at].astype(np.int64) - _ZERO
    for place in range(1, int(length.max(initial=0))):
        longer = np.flatnonzero(length > place)
        found[longer] = found[longer] * 10 + signs[at[longer] + place] - _ZERO
    return found
