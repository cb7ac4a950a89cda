"""BAHTTEXT: an amount in Thai words."""

from __future__ import annotations

from typing import Final

from socroi.engine.arithmetic.digits import integer_and_fraction, round_to, significant
from socroi.engine.declaration.declare import per_cell
from socroi.engine.model.interruptions import Uncomputable

_DIGITS: Final = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES: Final = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def _below_a_million(digits: str, *, follows: bool) -> str:
    """Return up to six digits in words; `follows`: larger numbers stand before them."""
    words: list[str] = []
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if not digit:
            continue
        word = _DIGITS[digit]
        if place == 1:
            word = {1: "", 2: "ยี่"}.get(digit, word)
        elif place == 0 and digit == 1 and (words or follows):
            if digits[-2:-1] in ("", "0"):
                raise Uncomputable("the Thai words for 101 and its kin are not certain")
            word = "เอ็ด"
        words.append(word + _PLACES[place])
    return "".join(words)


def _spoken(digits: str) -> str:
    digits = digits.lstrip("0")
    if len(digits) <= 6:
        return _below_a_million(digits, follows=False)
    return _spoken(digits[:-6]) + "ล้าน" + _below_a_million(digits[-6:], follows=True)


@per_cell("BAHTTEXT", "n")
def _baht(amount: float) -> str:
    whole, parts = integer_and_fraction(round_to(significant(amount), 2))
    baht, satang = _spoken(whole), _spoken(parts.ljust(2, "0")[:2])
    if not baht and not satang:
        return "ศูนย์บาทถ้วน"
    return ("ลบ" if amount < 0 else "") + (baht + "บาท" if baht else "") + (satang + "สตางค์" if satang else "ถ้วน")
