"""Powers with the same last digits on every processor, as far as squares go.

Where a processor has AVX-512, numpy raises to a power by a routine of its own that may be off in the last digit, even
for a square: the same workbook would come out otherwise on two machines. A square is a product, which is exact to the
last bit everywhere; other exponents are left to numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Data = NDArray[np.float64]


def power(base: Data, exponent: Data) -> Data:
    """Return base to the power of exponent, elementwise, shapes broadcastable; NaN where there is no real one."""
    if exponent.size == 1 and float(exponent.flat[0]) == 2.0:
        square = base * base
        return square if exponent.ndim <= base.ndim else square.reshape(np.broadcast_shapes(base.shape, exponent.shape))
    raised: Data = np.power(base, exponent)
    squares = exponent == 2.0
    return np.where(squares, base * base, raised) if squares.any() else raised
