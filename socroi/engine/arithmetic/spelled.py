"""Column letters and whole numbers read out of a long text, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.excel.addresses import column_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]
    Signs = NDArray[np.uint8]

MOST_LETTERS: Final = 3
_LETTER_BITS: Final = 5
_LETTER: Final = (1 << _LETTER_BITS) - 1
_ZERO: Final = 48


def columns_at(signs: Signs, at: Places, length: Places) -> Places:
    """Return the 0-based columns of capital letters, at most three each; each distinct one is looked up once.

    Args:
        signs: the bytes of the text.
        at: where the letters of each begin.
        length: how many they are.
    """
    code = np.zeros(len(at), np.int64)
    for place in range(MOST_LETTERS):
        there = np.flatnonzero(length > place)
        code[there] |= (signs[at[there] + place].astype(np.int64) & _LETTER) << (_LETTER_BITS * place)
    column, first = np.zeros((2, 1 << (_LETTER_BITS * MOST_LETTERS)), np.int64)
    first[code] = np.arange(len(code))
    for each in np.flatnonzero(np.bincount(code, minlength=len(column))).tolist():
        begin = int(at[first[each]])
        column[each] = column_number(signs[begin : begin + int(length[first[each]])].tobytes().decode())
    return column[code]


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
