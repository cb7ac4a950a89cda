"""Texts read, and numbers written, as Excel does it in one country: marks, the order of a date, the names of months.

Each text is put into the words of the US, which `text_values` reads. `doubted` says what is not known of Excel's
reading there, so that nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.engine.printing.countries import LETTERS, country_of
from socroi.engine.printing.locales import locale_names, months_in_dates

if TYPE_CHECKING:
    from socroi.engine.printing.countries import Country

_SPACES: Final = " \u00a0\u202f"
_ENGLISH: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                   "november", "december")  # fmt: skip
_DATE: Final = re.compile(r"(\d{1,4})([/.-]) ?(\d{1,2})\2 ?(\d{1,4})(?:\2)?( .*)?")
_YEAR_MONTH_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_LAKHS: Final = re.compile(r"(?<![\d,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])")
_SPOKEN: Final = re.compile(r"(?:\w+,? )?\d{1,2} (?:de |d[\u2019'])\w+(?: del? \d{2,4})?")
_MARKED: Final = re.compile(
    r"(?=.*\d).*[年月日時时分秒년월일시초](?: .*)?|(?:午前|午後|上午|下午|오전|오후).*\d.*"
    r"|[mtshr]\d{1,2}[./-]\d{1,2}[./-]\d{1,2}"
)
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_LIKE_A_DATE: Final = re.compile(r"\d{1,2}\.?[ ./-]{1,2}([^\W\d_]{3,})\.?[ ./-]{1,2}\d{2,4}\.?")
_OTHER_NAME: Final = re.compile(r"\d{1,2}[ ./-]{1,2}[^\d\sa-z./-]{2,}[ ./-]{1,2}\d{2,4}")
"""A day and a year with a word in other letters between them: CLDR spells months of Hindi otherwise than Windows."""
_HUNGARIAN: Final = re.compile(r"(\d{4})\.? ([a-z]+) (\d{1,2})\.?")
_DOUBTED: Final = {
    # "3 de abril de 2026"
    **dict.fromkeys(("es", "pt", "ca", "gl"), _SPOKEN),
    # Half a date in words, hours in words, years of an era
    **dict.fromkeys(("ja", "zh", "ko"), _MARKED),
    # Years may be Buddhist ones.
    "th": re.compile(r".*\d.*[/. -].*\d{2,4}(?: .*)?"),
}
"""Forms of dates, by language, of which Excel's reading is not known here."""
_TWO: Final = re.compile(r"(\d{1,4})([/-])(\d{1,4})")
_KEPT: Final = str.maketrans({".": "\ue000", ",": "\ue001"})
_BACK: Final = str.maketrans({"\ue000": ".", "\ue001": ","})
_HALVES: Final = re.compile(r"AM/PM|A/P", re.IGNORECASE)
_SPACE_BEHIND: Final = re.compile(r"[0#?] +(?=$|;)")
_SPACE_BESIDE: Final = re.compile(r"(?<![0#?]) | (?![0#?])")
_PLACE: Final = re.compile("[0#?]")
_PLAIN_SPACE: Final = "\ue002"
_LETTERS: Final = re.compile(r"AM/PM|A/P|General|[eE][+-]|.", re.DOTALL)
_ASIDE: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')


def us_number(text: str, country: Country) -> str | None:
    """Return a text with the marks of the US in place of the country's; None where it holds marks of neither."""
    text = text.replace("\u2212", "-")
    if country.is_east_asian:
        text = unicodedata.normalize("NFKC", text.replace("\uffe5", "\u00a5"))
    if country.counts_lakhs and _LAKHS.search(text):
        text = text.replace(country.group, "")
    if country.currency:
        behind = re.sub(rf"(?<=[\d{_SPACES}]){re.escape(country.currency)}(?!\d)", "", text, count=1)
        text = text.replace(country.currency, "$") if behind == text else "$" + behind.rstrip(_SPACES)
    text = re.sub(rf"(?<=\d)[{re.escape(country.groups)}](?=\d{{3}}(?!\d))", "\ue001", text)
    others = {".", ",", "'", "\u2019", "\u00a0", "\u202f"} - {country.decimal}
    if any(mark in others for mark in text):
        return None
    return text.replace(country.decimal, ".").replace("\ue001", ",")


def us_date(text: str, country: Country) -> str | None:
    """Return a date in numbers or with the name of a month as the US write it; None where it is none in the country."""
    if written := _in_full(text, country):
        return f"{written[2]}/{written[3]}/{written[1]}"
    found = _DATE.fullmatch(text)
    if found:
        first, mark, second, third, rest = found.groups()
        if mark == "." and country.separator != ".":
            return None
        if len(first) == 4 or (country.order == "ymd" and len(first) <= 2 and len(third) <= 2):
            year, month, day = first, second, third
        elif len(first) > 2 or len(third) == 3 or (len(third) == 1):
            return None
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


def _in_full(text: str, country: Country) -> re.Match[str] | None:
    """Return the parts of 2026年4月3日, where that is a date."""
    return _YEAR_MONTH_DAY.fullmatch(text) if country.language in ("ja", "zh") else None


def doubted(text: str, country: Country) -> bool:
    """Return whether a text may be a date of the country in a form of which Excel's reading is not known here."""
    if country.separator == "." and country.decimal != "." and re.fullmatch(r"\d{1,2}\.\d{1,4}\.?", text):
        return True
    form = _DOUBTED.get(country.language)
    return form is not None and form.fullmatch(text.casefold()) is not None and not _in_full(text, country)


def as_typed(text: str, country: Country) -> str:
    """Return a text of a program, as CLDR writes it, as a person types it: 12,5 % with a plain space, and none of the
    comma in 4.3.2026, 09:05. Whether Excel reads the other form is not known here.
    """
    if country.language == "en":
        return text
    return re.sub("(?<=.)[\u00a0\u202f](?=.)", " ", re.sub(r"(?<=\d), (?=\d{1,2}:\d)", " ", text))


def may_name_a_month(text: str, country: Country) -> bool:
    """Return whether a text that is no date here may be one in Excel: it begins a word as a month does, or the months
    of the language are not known here.
    """
    if country.is_east_asian and not text.isascii():
        return _DATE.fullmatch(unicodedata.normalize("NFKC", text)) is not None
    if country.language == "en" or not re.search(r"\d", text):
        return False
    folded, known = _folded(text, country), _months(country.tag)
    if _OTHER_NAME.fullmatch(folded):
        return True
    if known is None:
        like = _LIKE_A_DATE.fullmatch(folded)
        return like is not None and not any(name.startswith(like[1]) for name in _ENGLISH)
    begins = {name[:3] for name in known[1]}
    return any(word[:3] in begins for word in _WORD.findall(folded))


def in_latin_digits(text: str) -> str:
    """Return a text with the digits of every script as 0 to 9.

    VALUE "can convert the numeral shape as well" (Microsoft, Changing numeral shapes in Excel, 2009).
    """
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in text)


def _folded(text: str, country: Country) -> str:
    """Return a text in small letters; the small letter of I has no dot in Turkish, and that of İ has one."""
    return (text.replace("I", "ı").replace("İ", "i") if country.language == "tr" else text).casefold()


@lru_cache(maxsize=64)
def _months(tag: str) -> tuple[re.Pattern[str], dict[str, str]] | None:
    country, english = country_of(tag), dict[str, str]()
    for names in (locale_names(tag), locale_names(country.language)):
        for column in () if names is None else (names.months, names.short_months):
            for place, name in enumerate(column):
                english.setdefault(_folded(name, country), _ENGLISH[place])
                english.setdefault(_folded(name, country).rstrip("."), _ENGLISH[place])
    for place, name in enumerate(months_in_dates(country.language)):
        english.setdefault(name.casefold(), _ENGLISH[place])
    if not english:
        return None
    alternatives = "|".join(map(re.escape, sorted(english, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)\.?"), english


def _named_in_english(text: str, country: Country) -> str | None:
    folded = _folded(text, country)
    if country.language == "en":
        return folded
    known = _months(country.tag)
    found = known[0].search(folded) if known is not None else None
    if known is None or found is None:
        # A month of another language is none here; what has no letters is read as it is.
        return None if re.search(r"[^\W\d_]", re.sub(r" [ap]m?$", "", folded)) else folded
    month = known[1].get(found[0]) or known[1][found[0].rstrip(".")]
    before, after = folded[: found.start()], folded[found.end() :]
    written = re.sub(r"(?<=\d)\.(?= )", "", before) + month + after
    whole = _HUNGARIAN.fullmatch(written) if country.language == "hu" else None
    return f"{whole[3]}-{whole[2]}-{whole[1]}" if whole else written


def us_code(code: str, country: Country) -> str | None:
    """Return a format code, typed in an Excel of the country's language, as files and the US have it.

    None where its letters are not known here, or belong to another language.
    """
    letters = LETTERS.get(country.language)
    if letters is None:
        return _swapped(code, country) if not _lettered(code) else None
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
        elif "aaa" in bare.casefold() and "a" not in letters:
            return _own_weekday(code, country)
        elif known:
            if any(letter in "dyDYmM" and letter not in known for letter in bare):
                return None
            bare = "".join(known.get(piece, piece) for piece in _LETTERS.findall(bare))
        if "/" in _HALVES.sub("", bare) and country.separator != "/" and re.search("[dmy]", bare):
            return None  # Excel writes the country's own mark there, in some versions
        swapped = _swapped(bare, country)
        if swapped is None:
            return None
        parts.append(swapped)
        if aside:
            parts.append(aside[0].translate(_KEPT))
            place = aside.end()
    return "".join(parts)


def _own_weekday(code: str, country: Country) -> str | None:
    """Return a code with aaa or aaaa, the weekday in the letters of East Asia, where mmm and ddd are English."""
    sole = code.casefold()
    if not country.is_east_asian or any(other in sole for other in ("mmm", "ddd", "am/pm", ";", "[")):
        return None
    if country.language == "zh" and "aaaa" not in sole:
        return None  # one letter, which the table of names does not have
    return f"[$-{country.tag}]{re.sub('a{3,4}', lambda run: 'd' * len(run[0]), code, flags=re.IGNORECASE)}"


def _lettered(code: str) -> bool:
    """Return whether a code has letters, quoted or not, that may mean something in the country's language."""
    return any(mark.isalpha() for mark in code)


def _swapped(bare: str, country: Country) -> str | None:
    """Return a part of a code with the marks of the US; in a date they are no marks of a number. None where
    that is not known: a space behind the digits may be the mark of thousands, which divides by 1,000.
    """
    if re.search(r"[dmyhs]", bare) or (country.decimal, country.group) == (".", ","):
        return bare
    if country.decimal != "." and "." not in country.groups and "." in bare and _PLACE.search(bare):
        return None  # a point is no mark there, and stands between digits
    if " " in country.groups:
        if _SPACE_BEHIND.search(bare):
            return None
        bare = _SPACE_BESIDE.sub(_PLAIN_SPACE, bare)
    marks = {ord(country.decimal): ".", **{ord(mark): "," for mark in country.groups}}
    return bare.translate(marks).replace(_PLAIN_SPACE, " ")


def kept_marks(text: str) -> str:
    """Return a text whose points and commas were put aside by `us_code` with them in their places again."""
    return text.translate(_BACK)
