"""Texts read, and numbers written, as Excel does it in one country: marks, the order of a date, the names of months.

Each text is put into the words of the US, which `text_values` reads. `doubted` says what is not known of Excel's
reading there, so that nothing is guessed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.printing.countries import LETTERS
from socroi.engine.printing.locales import locale_names

if TYPE_CHECKING:
    from socroi.engine.printing.countries import Country

_ENGLISH: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                   "november", "december")  # fmt: skip
_DATE: Final = re.compile(r"(\d{1,4})([/.-]) ?(\d{1,2})\2 ?(\d{1,4})(?:\2)?( .*)?")
_TWO: Final = re.compile(r"(\d{1,4})([/-])(\d{1,4})")
_KEPT: Final = str.maketrans({".": "\ue000", ",": "\ue001"})
_BACK: Final = str.maketrans({"\ue000": ".", "\ue001": ","})
_LETTERS: Final = re.compile(r"AM/PM|A/P|General|[eE][+-]|.", re.DOTALL)
_ASIDE: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


def us_number(text: str, country: Country) -> str | None:
    """Return a text with the marks of the US in place of the country's; None where it holds marks of neither."""
    text = text.replace("\u2212", "-")
    if country.currency:
        text = text.replace(country.currency, "$")
    text = re.sub(rf"(?<=\d)[{re.escape(country.groups)}](?=\d{{3}}(?!\d))", "\ue001", text)
    others = {".", ",", "'", "\u2019", "\u00a0", "\u202f"} - {country.decimal}
    if any(mark in others for mark in text):
        return None
    return text.replace(country.decimal, ".").replace("\ue001", ",")


def us_date(text: str, country: Country) -> str | None:
    """Return a date in numbers or with the name of a month as the US write it; None where it is none in the country."""
    found = _DATE.fullmatch(text)
    if found:
        first, mark, second, third, rest = found.groups()
        if mark == "." and country.separator != ".":
            return None
        if len(first) == 4:
            year, month, day = first, second, third
        elif len(first) > 2 or len(third) == 3 or (len(third) == 1):
            return None
        elif country.order == "ymd" and len(third) <= 2:
            year, month, day = first, second, third
        elif country.order == "mdy":
            month, day, year = first, second, third
        else:
            day, month, year = first, second, third
        return f"{month}/{day}/{year}{rest or ''}" if len(day) <= 2 else None
    two = _TWO.fullmatch(text)
    if two:
        swaps = country.order == "dmy" and len(two[1]) <= 2 and len(two[3]) <= 2
        return f"{two[3]}/{two[1]}" if swaps else text
    return _named_in_english(text, country)


def doubted(text: str, country: Country) -> bool:
    """Return whether a text may be a date of the country in a form of which Excel's reading is not known here."""
    points = country.separator == "." and country.decimal != "."
    return points and re.fullmatch(r"\d{1,2}\.\d{1,4}\.?", text) is not None


@lru_cache(maxsize=64)
def _months(language: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    names = locale_names(language)
    if names is None:
        return None
    english: dict[str, str] = {}
    for column in (names.months, names.short_months):
        for place, name in enumerate(column):
            english.setdefault(name.casefold(), _ENGLISH[place])
            english.setdefault(name.casefold().rstrip("."), _ENGLISH[place])
    alternatives = "|".join(map(re.escape, sorted(english, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)\.?"), english


def _named_in_english(text: str, country: Country) -> str | None:
    folded = text.casefold()
    if country.language == "en":
        return folded
    known = _months(country.language)
    found = known[0].search(folded) if known is not None else None
    if known is None or found is None:
        # A month of another language is none here; what has no letters is read as it is.
        return None if re.search(r"[^\W\d_]", re.sub(r" [ap]m?$", "", folded)) else folded
    month = known[1].get(found[0]) or known[1][found[0].rstrip(".")]
    before, after = folded[: found.start()], folded[found.end() :]
    return re.sub(r"(?<=\d)\.(?= )", "", before) + month + after


def us_code(code: str, country: Country) -> str | None:
    """Return a format code, typed in an Excel of the country's language, as files and the US have it.

    None where its letters are not known here, or belong to another language.
    """
    letters = LETTERS.get(country.language)
    if letters is None:
        return None
    general = letters[-1].casefold()
    known: dict[str, str] = {}
    if country.language != "en":
        for own, english in zip(letters, "dmyhms", strict=False):
            known |= dict.fromkeys((own, own.lower(), own.upper()), english)
    place, parts = 0, []
    for aside in [*_ASIDE.finditer(code), None]:
        bare = code[place : aside.start() if aside else len(code)]
        if bare.casefold() == general:
            bare = "General"
        elif known:
            if any(letter in "dyDY" and letter not in known for letter in bare):
                return None
            bare = "".join(known.get(piece, piece) for piece in _LETTERS.findall(bare))
        if "/" in bare and country.separator != "/" and re.search("[dmy]", bare):
            return None  # Excel writes the country's own mark there, in some versions
        parts.append(_swapped(bare, country))
        if aside:
            parts.append(aside[0].translate(_KEPT))
            place = aside.end()
    return "".join(parts)


def _swapped(bare: str, country: Country) -> str:
    """Return a part of a code with the marks of the US; in a date they are no marks of a number."""
    if re.search(r"[dmyhs]", bare) or (country.decimal, country.group) == (".", ","):
        return bare
    return bare.translate({ord(country.decimal): ".", **{ord(mark): "," for mark in country.groups}})


def kept_marks(text: str) -> str:
    """Return a text whose points and commas were put aside by `us_code` with them in their places again."""
    return text.translate(_BACK)
