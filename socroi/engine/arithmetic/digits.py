"""The decimal digits of a double, as a spreadsheet shows them: 15 of them, rounded half away from zero.

A number is held as `(digits, point)`: `|value| = 0.d1d2d3... * 10**point`, with no zero at either end of `digits`;
zero is `("", 0)`. Multiplying by a power of ten moves the point and nothing else, so a percentage never gains a stray
digit.
"""

from __future__ import annotations

from typing import Final

SIGNIFICANT: Final = 15
SMALLEST: Final = 2.2250738585072014e-308
"""What is nearer to zero is zero to Excel."""

Digits = tuple[str, int]


def significant(value: float, count: int = SIGNIFICANT) -> Digits:
    """Return the first `count` (at most 15) significant digits of `|value|`, rounded half up.

    The 15 digits come from the exact binary value; fewer are rounded from those 15, as Excel does: 2.675 is shown as
    2.68 although the double lies below it.
    """
    if abs(value) < SMALLEST:
        return "", 0
    mantissa, exponent = f"{abs(value):.16e}".split("e")
    if mantissa[-2:] == "50":  # perhaps a tie: only the exact value can tell
        from decimal import ROUND_HALF_UP, Context, Decimal  # few numbers are near a tie

        exact = Context(prec=SIGNIFICANT, rounding=ROUND_HALF_UP).create_decimal(Decimal(abs(value)))
        digits = "".join(map(str, exact.as_tuple().digits))
        point = exact.adjusted() + 1
    else:
        mantissa, exponent = f"{abs(value):.14e}".split("e")
        digits = mantissa[0] + mantissa[2:]
        point = int(exponent) + 1
    if count < SIGNIFICANT:
        return round_to((digits, point), count - point)
    return digits.rstrip("0"), point


def round_to(number: Digits, places: int) -> Digits:
    """Round to `places` digits after the decimal point (negative: before it), half away from zero."""
    digits, point = number
    keep = point + places
    if keep >= len(digits):
        return digits.rstrip("0"), point if digits else 0
    if keep < 0:
        return "", 0
    up = digits[keep] >= "5"
    kept = digits[:keep]
    if up:
        kept = str(int(kept or "0") + 1).rjust(keep, "0")
        point += len(kept) - keep
    kept = kept.rstrip("0")
    return (kept, point) if kept else ("", 0)


def shifted(number: Digits, places: int) -> Digits:
    """Multiply by `10**places`."""
    digits, point = number
    return (digits, point + places) if digits else number


def integer_and_fraction(number: Digits) -> tuple[str, str]:
    """Return the digits before the decimal point (none for zero) and those after it (no zeros at the end)."""
    digits, point = number
    if point <= 0:
        return "", "0" * -point + digits
    return digits[:point].ljust(point, "0"), digits[point:]


def plain(number: Digits) -> str:
    """Return the digits with a decimal point and no exponent: `0.05`, `1200`, `0`."""
    integer, fraction = integer_and_fraction(number)
    return f"{integer or '0'}.{fraction}" if fraction else integer or "0"


def scientific(number: Digits) -> str:
    """Return one digit, the rest after a point, and an exponent of two digits or more: `1.5E-07`."""
    digits, point = number
    exponent = point - 1 if digits else 0
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits or "0"
    return f"{mantissa}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def to_float(number: Digits) -> float:
    """Return the number as a double, without a sign."""
    digits, point = number
    return float(f"0.{digits or '0'}e{point}")


def general(value: float) -> str:
    """Return a number as the format General shows it where there is room: at most 11 characters beside the sign.

    `1/3` is 0.333333333, 123456789012 is 1.23457E+11, 0.00001 stays 0.00001 and 0.0000123456 is 1.23456E-05. Checked
    against the tables of cell texts, made with Excel, that SheetJS SSF publishes.
    """
    sign = "-" if value < 0 else ""
    number = significant(value)
    digits, point = number
    if not digits:
        return "0"
    if point > 0:
        # Eleven characters: eleven digits, or ten and the point. What rounds up to a twelfth needs an exponent.
        rounded = round_to(number, max(10 - point, 0))
        if rounded[1] <= 11:
            return sign + plain(rounded)
    elif point > -4 or len(digits) - point <= 9:  # from 0.0001 up it is rounded to fit; below it must fit as it is
        return sign + plain(round_to(number, 9))
    return sign + scientific(round_to(number, 6 - point))
