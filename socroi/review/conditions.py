"""Conditions of SUMIFS and its kin: what one says, and whether a cell meets it."""

from __future__ import annotations


def split(wanted: object) -> tuple[str, str]:
    """A criterion as its sign and what it compares with."""
    if isinstance(wanted, bool):
        return "=", str(wanted).upper()
    if isinstance(wanted, float):
        return "=", repr(wanted)
    text = "" if wanted is None else str(wanted)
    for sign in ("<>", ">=", "<=", "=", ">", "<"):
        if text.startswith(sign):
            return sign, text[len(sign) :]
    return "=", text


def meets(value: object, sign: str, text: str) -> bool:
    """Whether a cell meets a condition of SUMIFS and its kin: numbers among numbers, texts without their case."""
    try:
        number = float(text)
    except ValueError:
        same = (value if isinstance(value, str) else "").casefold() == text.casefold()
        if text == "":
            same = value is None or value == ""
        return same if sign == "=" else not same if sign == "<>" else False
    if isinstance(value, bool) or not isinstance(value, float):
        return sign == "<>"
    return {
        "=": value == number, "<>": value != number, ">=": value >= number, "<=": value <= number,
        ">": value > number, "<": value < number,
    }[sign]  # fmt: skip
