"""The Bessel functions of whole order as Excel computes them: BESSELJ, BESSELY, BESSELI, BESSELK.

Excel has about eight digits of them, because it uses the classic approximations of order 0 and 1 (Abramowitz and Stegun
9.4 and 9.8; Hart, Computer Approximations, 1968) and recurrences from there. Better values would be other values: so
the same are used here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.number_checks import require
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait

if TYPE_CHECKING:
    from collections.abc import Callable

_TWO_OVER_PI: Final = 0.636619772
_ACCURACY: Final = 40
_HUGE: Final = 1e10


def _polynomial(x: float, *coefficients: float) -> float:
    total = 0.0
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def _far_zero(z: float) -> tuple[float, float]:
    """Return the cosine's and the sine's factors of order 0 for z = 8 / x."""
    y = z * z
    return (
        _polynomial(y, 1.0, -0.1098628627e-2, 0.2734510407e-4, -0.2073370639e-5, 0.2093887211e-6),
        z * _polynomial(y, -0.1562499995e-1, 0.1430488765e-3, -0.6911147651e-5, 0.7621095161e-6, -0.934945152e-7),
    )


def _far_one(z: float, third: tuple[float, ...]) -> tuple[float, float]:
    y = z * z
    return (
        _polynomial(y, 1.0, 0.183105e-2, -0.3516396496e-4, *third, 0.2457520174e-5, -0.240337019e-6),
        z * _polynomial(y, 0.04687499995, -0.2002690873e-3, 0.8449199096e-5, -0.88228987e-6, 0.105787412e-6),
    )


def _j0(x: float) -> float:
    size = abs(x)
    if size < 8:
        y = x * x
        above = _polynomial(y, 57568490574.0, -13362590354.0, 651619640.7, -11214424.18, 77392.33017, -184.9052456)
        return above / _polynomial(y, 57568490411.0, 1029532985.0, 9494680.718, 59272.64853, 267.8532712, 1.0)
    cosine, sine = _far_zero(8 / size)
    angle = size - 0.785398164
    return math.sqrt(_TWO_OVER_PI / size) * (math.cos(angle) * cosine - math.sin(angle) * sine)


def _j1(x: float) -> float:
    size = abs(x)
    if size < 8:
        y = x * x
        above = _polynomial(y, 72362614232.0, -7895059235.0, 242396853.1, -2972611.439, 15704.48260, -30.16036606)
        return x * above / _polynomial(y, 144725228442.0, 2300535178.0, 18583304.74, 99447.43394, 376.9991397, 1.0)
    # One coefficient stands twice in Excel's own formula: BESSELJ(10,1) is 0.043472250 there, and 0.043472746 in
    # tables.
    cosine, sine = _far_one(8 / size, (-0.3516396496e-4,))
    angle = size - 2.356194491
    result = math.sqrt(_TWO_OVER_PI / size) * (math.cos(angle) * cosine - math.sin(angle) * sine)
    return -result if x < 0 else result


def _y0(x: float) -> float:
    if x < 8:
        y = x * x
        above = _polynomial(y, -2957821389.0, 7062834065.0, -512359803.6, 10879881.29, -86327.92757, 228.4622733)
        below = _polynomial(y, 40076544269.0, 745249964.8, 7189466.438, 47447.26470, 226.1030244, 1.0)
        return above / below + _TWO_OVER_PI * _j0(x) * math.log(x)
    cosine, sine = _far_zero(8 / x)
    angle = x - 0.785398164
    return math.sqrt(_TWO_OVER_PI / x) * (math.sin(angle) * cosine + math.cos(angle) * sine)


def _y1(x: float) -> float:
    if x < 8:
        y = x * x
        above = _polynomial(
            y, -0.4900604943e13, 0.1275274390e13, -0.5153438139e11, 0.7349264551e9, -0.4237922726e7, 0.8511937935e4
        )
        below = _polynomial(
            y, 0.2499580570e14, 0.4244419664e12, 0.3733650367e10, 0.2245904002e8, 0.1020426050e6, 0.3549632885e3, 1.0
        )
        return x * above / below + _TWO_OVER_PI * (_j1(x) * math.log(x) - 1 / x)
    cosine, sine = _far_one(8 / x, ())
    angle = x - 2.356194491
    return math.sqrt(_TWO_OVER_PI / x) * (math.sin(angle) * cosine + math.cos(angle) * sine)


def _i0(x: float) -> float:
    size = abs(x)
    if size < 3.75:
        return _polynomial((x / 3.75) ** 2, 1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813)
    return (
        math.exp(size)
        / math.sqrt(size)
        * _polynomial(
            3.75 / size,
            *(0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281),
            *(-0.02057706, 0.02635537, -0.01647633, 0.00392377),
        )
    )


def _i1(x: float) -> float:
    size = abs(x)
    if size < 3.75:
        return x * _polynomial(
            (x / 3.75) ** 2, 0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411
        )
    result = (
        math.exp(size)
        / math.sqrt(size)
        * _polynomial(
            3.75 / size,
            *(0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555),
            *(0.02282967, -0.02895312, 0.01787654, -0.00420059),
        )
    )
    return -result if x < 0 else result


def _k0(x: float) -> float:
    if x <= 2:
        rest = _polynomial(
            x * x / 4, -0.57721566, 0.42278420, 0.23069756, 0.03488590, 0.00262698, 0.00010750, 0.00000740
        )
        return -math.log(x / 2) * _i0(x) + rest
    return (
        math.exp(-x)
        / math.sqrt(x)
        * _polynomial(2 / x, 1.25331414, -0.07832358, 0.02189568, -0.01062446, 0.00587872, -0.00251540, 0.00053208)
    )


def _k1(x: float) -> float:
    if x <= 2:
        rest = _polynomial(x * x / 4, 1.0, 0.15443144, -0.67278579, -0.18156897, -0.01919402, -0.00110404, -0.00004686)
        return math.log(x / 2) * _i1(x) + rest / x
    return (
        math.exp(-x)
        / math.sqrt(x)
        * _polynomial(2 / x, 1.25331414, 0.23498619, -0.03655620, 0.01504268, -0.00780353, 0.00325614, -0.00068245)
    )


def _upwards(zero: float, one: float, n: int, step: Callable[[int, float, float], float]) -> float:
    before, here = zero, one
    if n == 0:
        return before
    for order in range(1, n):
        before, here = here, step(order, before, here)
    return here


def bessel_j(x: float, n: int) -> float:
    """Return J_n(x): upwards where x exceeds n, else downwards from an order where nothing is left (Miller)."""
    if n < 2:
        return _j1(x) if n else _j0(x)
    size = abs(x)
    if size == 0:
        return 0.0
    if size > n:
        result = _upwards(_j0(size), _j1(size), n, lambda order, before, here: 2 * order / size * here - before)
    else:
        result = here = total = after = 0.0
        here, counted = 1.0, False
        for order in range(2 * ((n + int(math.sqrt(_ACCURACY * n))) // 2), 0, -1):
            here, after = 2 * order / size * here - after, here
            if abs(here) > _HUGE:
                here, after, result, total = here / _HUGE, after / _HUGE, result / _HUGE, total / _HUGE
            total += here if counted else 0.0
            counted = not counted
            if order == n:
                result = after
        result /= 2 * total - here
    return -result if x < 0 and n % 2 else result


def bessel_i(x: float, n: int) -> float:
    """Return I_n(x), downwards as well."""
    if n < 2:
        return _i1(x) if n else _i0(x)
    if x == 0:
        return 0.0
    size = abs(x)
    result = after = 0.0
    here = 1.0
    for order in range(2 * (n + int(math.sqrt(_ACCURACY * n))), 0, -1):
        here, after = after + 2 * order / size * here, here
        if abs(here) > _HUGE:
            here, after, result = here / _HUGE, after / _HUGE, result / _HUGE
        if order == n:
            result = after
    result *= _i0(x) / here
    return -result if x < 0 and n % 2 else result


def _order(value: float) -> int:
    whole = math.floor(value)
    require(0 <= whole <= 10_000)
    return whole


@toolpak("BESSELJ", "n n", Trait.FINITE, by_cell=True)
def _first_kind(x: float, order: float) -> float:
    n = _order(order)
    return bessel_j(x, n)


@toolpak("BESSELI", "n n", Trait.FINITE, by_cell=True)
def _modified_first_kind(x: float, order: float) -> float:
    n = _order(order)
    return bessel_i(x, n)


@toolpak("BESSELY", "n n", Trait.FINITE, by_cell=True)
def _second_kind(x: float, order: float) -> float:
    n = _order(order)
    require(x > 0)
    return _upwards(_y0(x), _y1(x), n, lambda k, before, here: 2 * k / x * here - before)


@toolpak("BESSELK", "n n", Trait.FINITE, by_cell=True)
def _modified_second_kind(x: float, order: float) -> float:
    n = _order(order)
    require(x > 0)
    return _upwards(_k0(x), _k1(x), n, lambda k, before, here: before + 2 * k / x * here)
