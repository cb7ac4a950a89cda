"""The words and letters that people write behind a figure for thousands and millions, by language.

`15 mil` is fifteen thousand in Madrid and fifteen million in Prague. A word that says different things in different
languages is read where the language is known, and refused where it is not.
"""

from __future__ import annotations

import re
from typing import Final

_EVERYWHERE: Final = "*"

_WORDS: Final[dict[int, dict[str, str]]] = {
    3: {
        _EVERYWHERE: "k tsd thousand thousands tausend ezer mille millier milliers mila duizend tys tysiące tysięcy "
        "tisíc tis tusen tusind tuhat tuhatta bin mii тыс тысяча тысячи тысяч тис тисяча тисячі тисяч χιλ χιλιάδες "
        "ribu rb nghìn elfu ألف آلاف هزار हज़ार हज़ार हजार 千 천 milers",
        "es": "mil",
        "pt": "mil",
        "ca": "mil",
        "gl": "mil",
        "hu": "e",
        "tr": "b",
        "de": "t",
        "da": "t",
        "fi": "t",
        "sv": "tn",
    },
    4: {_EVERYWHERE: "万 萬 만"},
    5: {_EVERYWHERE: "lakh lakhs lac lacs लाख laki"},
    6: {
        _EVERYWHERE: "m mm mn mln mio million millions millionen millió milió milions millón millones milhão milhões "
        "milione milioni miljoen milion miliony milionów milionů milióny miljon miljoner millioner milj miljoona "
        "miljoonaa mill milyon milioane млн миллион миллиона миллионов мільйон мільйони мільйонів εκ εκατ "
        "εκατομμύρια εκατομμύριο juta jt "
        "triệu مليون ملايين میلیون 百万",
        "en": "mil",
        "pt": "mi",
        "cs": "mil",
        "sk": "mil",
        "ro": "mil",
    },
    7: {_EVERYWHERE: "cr crore crores करोड़ करोड़ करोड क॰ 千万 千萬"},
    8: {_EVERYWHERE: "亿 億 억"},
    9: {
        _EVERYWHERE: "bn b mrd mld mlrd md mia billion billions milliarde milliarden milliárd milliard milliards "
        "miliardo miliardi miljard miliard miliardy miliardów miljarder milliarder milyar bilhão bilhões млрд "
        "миллиард миллиарда миллиардов мільярд δισ miliar tỷ مليار میلیارد अरब अ॰ bilioni",
        "id": "m",
        "pt": "bi",
        "tr": "mr",
    },
}
"""Powers of ten; the words of each, those that mean it everywhere first."""

_OTHERWISE: Final = {"de": "billion", "es": "billion", "ca": "m", "pl": "billion", "hu": "billion", "nl": "billion"}
"""Words that mean something else again in one language, and are refused there."""

_NOT: Final = frozenset({"CR", "mm", "Mm"})
"""Spellings that are not meant: CR is a credit in a bank's statement, mm a millimetre."""

_BEFORE: Final = "elfu", "laki", "milioni", "bilioni"
"""Swahili says the multiplier first."""


def _table() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for power, languages in _WORDS.items():
        for language, words in languages.items():
            for word in words.split():
                found.setdefault(word.casefold(), {})[language] = power
    return found


_POWERS: Final = _table()


def _either_case(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


WORD: Final = rf"(?:{_either_case([*_POWERS, 'l'])})"
"""An expression that any known multiplier matches, in any case."""
WORD_BEFORE: Final = rf"(?:{_either_case(list(_BEFORE))})"
"""The same for those that stand in front of the figure."""


def power_of_ten(word: str, language: str | None = None, *, rupees: bool = False) -> int | None:
    """Return 3 for `k`, 6 for `Mio`; None where the word is not known, or says more than one thing.

    Args:
        word: without its full stop.
        language: the language of the file, such as "es", where it is known.
        rupees: whether the amount is in rupees, of which `L` is a hundred thousand.
    """
    if not word:
        return 0
    if word in _NOT:
        return None
    plain = word.casefold()
    if plain == "l":
        return 5 if rupees and word == "L" else None
    spoken = (language or "").partition("-")[0].partition("_")[0]
    if _OTHERWISE.get(spoken) == (word if len(word) == 1 else plain):
        return None
    meant = _POWERS.get(plain, {})
    return meant.get(spoken, meant.get(_EVERYWHERE))
