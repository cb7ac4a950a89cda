"""Numbers written as texts, as Excel's operators do it: what `&`, FIXED and DOLLAR make of a number.

The rules were checked against NumberToTextConversionExamples of Apache POI, a table that was made with Excel.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.arithmetic.digits import Digits, integer_and_fraction, plain, round_to, scientific, significant
from socroi.engine.printing.countries import current_country
from socroi.engine.printing.settings_of_others import note_country
from socroi.errors import CellError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONGEST: Final = 20  # characters of a number below 1 that & still writes without an exponent


def fixed_text(value: float, decimals: float = 2, *, commas: bool = True) -> str:
    """Return FIXED, with the marks of the calculation's country: rounded half away from zero to so many decimals
    (negative: before the point).

    Raises:
        CellError: `#VALUE!` for more than 127 decimals.
    """
    places = int(decimals)
    if places > 127:
        raise CellError("#VALUE!", "FIXED and DOLLAR show at most 127 decimals.")
    rounded = round_to(significant(value), places)
    integer, fraction = integer_and_fraction(rounded)
    shown = f"{int(integer or '0'):,}" if commas else integer or "0"
    if commas or places > 0:
        note_country()
    if places > 0:
        shown += "." + fraction.ljust(places, "0")
    country = current_country()
    shown = shown if country is None else country.marks(shown)
    return f"-{shown}" if value < 0 and rounded[0] else shown


def dollar_text(value: float, decimals: float = 2) -> str:
    """Return DOLLAR with US settings: `$1,234.57`, negative amounts in parentheses.

    Excel's help names the format `($#,##0.00_);($#,##0.00)`; its examples show no space behind a positive amount.
    """
    shown = fixed_text(value, decimals)
    return f"(${shown[1:]})" if shown.startswith("-") else f"${shown}"


def number_text(value: float) -> str:
    """Return a number as `&` joins it to a text: 15 significant digits, an exponent from 1E+20 and below 20 characters.

    Beyond 1E+99 and below 1E-98 there is room for 14 digits only; what is smaller than 2.2250738585072E-308 is 0.
    """
    if value == (whole := int(value)) and abs(whole) < 10**15:
        return str(whole)
    number = significant(value)
    return ("-" if value < 0 and number[0] else "") + _written(number)


def _written(number: Digits) -> str:
    digits, point = number
    if abs(point - 1) > 98:
        number = round_to(number, 14 - point)
        return scientific(number)
    long = 2 - point + len(digits) > _LONGEST if point <= 0 else point > _LONGEST
    return scientific(number) if long else plain(number)


@lru_cache(maxsize=65536)
def _cached(value: float) -> str:
    return number_text(value)


def number_texts(values: NDArray[np.float64]) -> list[str]:
    """Return many numbers as texts, in the array's flat order; whole numbers are done in bulk."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    if flat.size and bool(np.all(np.abs(flat) < 1e15)):
        whole = flat.astype(np.int64)
        if bool(np.all(whole == flat)):
            return [str(number) for number in whole.tolist()]
    note_country()
    written = [_cached(number) for number in flat.tolist()]
    country = current_country()
    if country is None or country.decimal == ".":
        return written
    return [text.replace(".", country.decimal) for text in written]
