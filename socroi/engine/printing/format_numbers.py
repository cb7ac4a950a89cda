"""Digits put into the places of a number format: whole numbers, decimals, exponents and fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.digits import Digits, integer_and_fraction, round_to, shifted, significant, to_float
from socroi.engine.printing.format_parts import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.printing.format_parts import Section

_BLANK: Final = {"0": "0", "#": "", "?": " "}
_LONGEST: Final = 7  # digits of a denominator
_QUICK: Final = 1e9
_NEAR_HALF: Final = 1e-5
_ENOUGH: Final = 5e-8  # a continued fraction ends where the rest is smaller


def number_text(section: Section, value: float) -> tuple[str, bool]:
    """Return the text of a number without its sign, and whether every digit of it is zero."""
    plain = section.plain
    if plain:
        units = abs(value) * plain.factor
        # Far from a half, the double rounds as its 15 decimal digits do.
        if units < _QUICK and abs(units - int(units) - 0.5) > _NEAR_HALF:
            whole = int(units + 0.5)
            integer, rest = divmod(whole, plain.unit)
            digits = (f"{integer:,}" if section.grouped else str(integer)) if integer else ""
            if len(digits) < plain.least:
                digits = digits.rjust(plain.least, "0")
            if plain.unit > 1:
                digits += "." + str(rest).rjust(section.decimals, "0")
            return plain.before + digits + plain.after, not whole
    rounded = round_to(shifted(significant(value), section.scale), section.decimals)
    return _decimal(section.tokens, rounded, grouped=section.grouped), not rounded[0]


def exponent_text(section: Section, number: Digits) -> tuple[str, bool]:
    """Return mantissa and exponent, a multiple of the number of places before the point."""
    tokens = section.tokens
    mark = next(place for place, token in enumerate(tokens) if token.kind == "exponent")
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), mark)
    width = sum(token.kind == "digit" for token in tokens[:point])
    step = max(width, 1)

    def exponent_of(point: int) -> int:
        return (point - 1 if width else point) // step * step

    exponent = exponent_of(number[1]) if number[0] else 0
    mantissa = round_to(shifted(number, -exponent), section.decimals)
    if mantissa[1] > width:  # 999.96 became 1000.0
        exponent += step
        mantissa = round_to(shifted(number, -exponent), section.decimals)
    sign = "-" if exponent < 0 else "+" if tokens[mark].text[1] == "+" else ""
    first = next(place for place in range(mark, len(tokens)) if tokens[place].kind == "digit")
    between = "".join(token.text for token in tokens[mark + 1 : first])
    letter = tokens[mark].text[0]
    power = _whole(tokens[first:], str(abs(exponent)), grouped=False)
    if not mantissa[0]:  # zero fills every place: 000.0E+0
        mantissa = ("0" * width, width)
    shown = _decimal(tokens[:mark], mantissa, grouped=section.grouped)
    return f"{shown}{letter}{between}{sign}{power}", not mantissa[0].strip("0")


def fraction_text(section: Section, number: Digits) -> str:
    """Return a whole number and a fraction, or a fraction alone, without the sign."""
    tokens = section.tokens
    value = to_float(shifted(number, section.scale))
    slash = next(place for place, token in enumerate(tokens) if token.kind == "slash")
    start, stop = _numerator(tokens, slash)
    wholes = [place for place in range(start) if tokens[place].kind == "digit"]
    fixed = next((token for token in tokens[slash:] if token.kind == "denominator"), None)
    below = [place for place in range(slash, len(tokens)) if tokens[place].kind in {"digit", "denominator"}]
    below_end = below[0]
    while below_end < len(tokens) and tokens[below_end].kind in {"digit", "denominator"}:
        below_end += 1
    if fixed:
        denominator = int(fixed.text)
        numerator = int(value * denominator + 0.5)
    else:
        numerator, denominator = _continued_fraction(value, 10 ** min(below_end - below[0], _LONGEST) - 1)
    whole = 0
    if wholes:
        whole, numerator = divmod(numerator, denominator)
    end = (wholes[-1] + 1) if wholes else 0
    slots = [token.text for token in tokens[start:stop] if token.kind == "digit"]
    none = bool(wholes) and not numerator and "0" not in slots
    last = tokens[wholes[-1]].text if wholes else ""
    shown = str(whole) if whole or none or (wholes and not numerator and last != "#") else ""
    text = _whole(tokens[:end], shown, grouped=section.grouped)
    tail = "".join(token.text for token in tokens[below[-1] + 1 :])
    if none:  # its room stays empty, or goes where all places are # or 0
        room = sum(len(token.text) for token in tokens[end : below[-1] + 1])
        spaced = any(token == Token("digit", "?") for token in tokens)
        return text + " " * (room if spaced else 0) + tail
    between = "".join(token.text for token in tokens[end:start])
    if wholes and not shown and last != "0":  # what would join a whole number to the fraction is blank
        between = " " * len(between) if last == "?" or "?" in slots else ""
    top = _whole(tokens[start:stop], str(numerator), grouped=False)
    middle = "".join(token.text for token in tokens[stop : below[0]])
    bottom = fixed.text if fixed else _denominator(tokens[below[0] : below_end], str(denominator))
    padding = "".join(_BLANK[t.text] if t.kind == "digit" else t.text for t in tokens[below_end : below[-1] + 1])
    return text + between + top + middle + bottom + padding + tail


def _numerator(tokens: Sequence[Token], slash: int) -> tuple[int, int]:
    stop = slash
    while tokens[stop - 1].kind != "digit":
        stop -= 1
    start = stop
    while start and tokens[start - 1].kind == "digit":
        start -= 1
    return start, stop


def _decimal(tokens: Sequence[Token], number: Digits, *, grouped: bool = False) -> str:
    integer, fraction = integer_and_fraction(number)
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), None)
    if point is None:
        return _whole(tokens, integer, grouped=grouped)
    if any(token.kind == "digit" for token in tokens[:point]):
        whole = _whole(tokens[:point], integer, grouped=grouped)
    else:
        whole = "".join(token.text for token in tokens[:point]) + integer
    parts = [whole, "."]
    place = 0
    for token in tokens[point + 1 :]:
        if token.kind == "digit":
            parts.append(fraction[place] if place < len(fraction) else _BLANK[token.text])
            place += 1
        else:
            parts.append(token.text)
    return "".join(parts)


def _whole(tokens: Sequence[Token], digits: str, *, grouped: bool) -> str:
    """Fill the places from the right; the first place takes all the digits that are left."""
    places = sum(token.kind == "digit" for token in tokens)
    parts: list[str] = []
    position = 0
    for token in reversed(tokens):
        if token.kind != "digit":
            parts.append(token.text)
            continue
        last = position + 1 == places
        while True:
            at = len(digits) - 1 - position
            mark = digits[at] if at >= 0 else _BLANK[token.text]
            if grouped and position and position % 3 == 0:
                parts.append("," if mark.isdecimal() else mark)
            parts.append(mark)
            position += 1
            if not last or position >= len(digits):
                break
    return "".join(reversed(parts))


def _denominator(places: Sequence[Token], digits: str) -> str:
    """Fill the places from the left, except that zeros fill up on the left."""
    if all(place.text == "0" for place in places):
        return digits.rjust(len(places), "0")
    return digits + "".join(_BLANK[place.text] for place in places[len(digits) :])


def _continued_fraction(value: float, largest: int) -> tuple[int, int]:
    """Return the last convergent of the double's continued fraction whose denominator is not above `largest`.

    Excel takes convergents in floating point, not the nearest fraction: 1.3 as `# ?/?` is 1 1/3, and 2.3 is 2 2/7.
    """
    before, numerator = 0, 1
    under, denominator = 1, 0
    rest = value
    while True:
        term = int(rest)
        new, low = term * numerator + before, term * denominator + under
        if low > largest:
            return numerator, denominator
        before, numerator, under, denominator = numerator, new, denominator, low
        if rest - term < _ENOUGH or denominator >= largest:
            return numerator, denominator
        rest = 1 / (rest - term)
