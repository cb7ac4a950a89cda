"""Letters that have a place of their own in the alphabet of a language, where English sorts them as others.

The order of ISO/IEC 14651 as CLDR 47 tailors it, which a test compares with ICU's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping

_NORDIC, _SLAVIC = "z:æ ø å", "c:č ć d:dž đ l:lj n:nj s:š z:ž"
_AFTER: Final = {
    # a letter, and those that follow it; letters of two or three characters count as one
    "sv": "z:å ä ö", "fi": "z:å ä ö", "da": _NORDIC, "nb": _NORDIC, "es": "n:ñ", "gl": "n:ñ", "fil": "n:ñ",
    "tr": "c:ç g:ğ h:ı o:ö s:ş u:ü", "pl": "a:ą c:ć e:ę l:ł n:ń o:ó s:ś z:ź ż",
    "cs": "c:č h:ch r:ř s:š z:ž", "sk": "a:ä c:č h:ch o:ô s:š z:ž", "hr": _SLAVIC, "sl": "c:č ć d:đ s:š z:ž",
    "hu": "c:cs d:dz dzs g:gy l:ly n:ny o:ö s:sz t:ty u:ü z:zs", "ro": "a:ă â i:î s:ș t:ț",
    "lt": "c:č s:š z:ž", "lv": "c:č g:ģ k:ķ l:ļ n:ņ s:š z:ž", "et": "s:š z ž w:õ ä ö ü",
    "uk": "г:ґ е:є и:і ї й", "ru": "и:й", "bg": "и:й",
}  # fmt: skip
_ALIKE: Final = {
    "hu": {"ő": ("ö", "\u030b"), "ű": ("ü", "\u030b")},
    "ro": {"ş": ("ș", ""), "ţ": ("ț", "")},
    "lt": {"y": ("i", "\u0335")}, "lv": {"y": ("i", "\u0335")},
    "da": {"aa": ("å", "\u0335")}, "nb": {"aa": ("å", "\u0335")},
}  # fmt: skip
"""Letters that differ from another as an accent does."""
_FIRST: Final = 0xE000
_BEHIND: Final = "\uffff"


class Alphabet(NamedTuple):
    """The letters of a language that have a place of their own, each as one character of private use.

    Attributes:
        letters: finds them, the longest first.
        marks: what stands for each.
        weights: what each weighs, by the number of its character: the letter before it, and then more than any other.
    """

    letters: re.Pattern[str]
    marks: Mapping[str, str]
    weights: Mapping[int, str]

    def marked(self, text: str) -> str:
        """Return a text in small letters with marks in the place of these letters."""
        return self.letters.sub(lambda found: self.marks[found[0]], normalize("NFC", text))


@lru_cache(maxsize=8)
def alphabet_of(language: str) -> Alphabet | None:
    """Return the alphabet of a language; None where English sorts as it does, or it is not known here."""
    if language not in _AFTER:
        return None
    marks: dict[str, str] = {}
    weights: dict[int, str] = {}
    before, place = "", 0
    for piece in _AFTER[language].replace(":", ": ").split():
        if piece.endswith(":"):
            before, place = piece[:-1], 0
            continue
        place += 1
        mark = _FIRST + len(marks)
        marks[piece], weights[mark] = chr(mark), f"\x03{before}{_BEHIND}{place}"
    for letter, (like, accent) in _ALIKE.get(language, {}).items():
        marks[letter] = marks.get(like, like) + accent
    return Alphabet(re.compile("|".join(sorted(marks, key=len, reverse=True))), marks, weights)
