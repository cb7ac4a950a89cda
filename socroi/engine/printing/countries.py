"""How a country writes numbers and dates: what Excel takes from the settings of Windows, and a workbook does not say.

Marks and orders are those of CLDR 47, which a test compares; letters of format codes are those of Excel's languages. A
calculation runs within one country, or within none: then only what is the same everywhere is read.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError
from socroi.patterns import pattern
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SPACE: Final = "\u00a0"
_SPACES: Final = " \u00a0\u202f"
_BY_MARKS: Final = {
    # decimal mark, mark of thousands, order of a date and its mark: the countries
    (".", ",", "mdy", "/"): "en-US en-PH fil-PH",
    (".", ",", "dmy", "/"): "en-GB en-AU en-IE en-IN en-NZ en-SG en-HK en-NG en-KE es-MX es-PE hi-IN bn-IN ta-IN sw-KE "
    "ms-MY th-TH zh-HK ar-AE ar-EG",
    (".", ",", "ymd", "-"): "en-CA ko-KR",
    (".", ",", "ymd", "/"): "ja-JP zh-CN zh-TW",
    (".", ",", "dmy", "."): "he-IL",
    (".", "'", "dmy", "."): "de-CH it-CH",
    (",", "'", "dmy", "."): "fr-CH",
    (",", _SPACE, "ymd", "/"): "en-ZA",
    (",", ".", "dmy", "/"): "ca-ES el-GR es-ES es-AR es-CO id-ID it-IT nl-BE pt-BR vi-VN",
    (",", ".", "dmy", "-"): "es-CL nl-NL",
    (",", ".", "dmy", "."): "da-DK de-DE de-AT is-IS ro-RO tr-TR hr-HR sl-SI sr-RS",
    (",", _SPACE, "dmy", "/"): "fr-FR fr-BE pt-PT gl-ES",
    (",", _SPACE, "dmy", "."): "cs-CZ et-EE fi-FI lv-LV nb-NO pl-PL ru-RU sk-SK sv-FI uk-UA bg-BG",
    (",", _SPACE, "ymd", "-"): "fr-CA lt-LT sv-SE",
    (",", _SPACE, "ymd", "."): "hu-HU",
}
_CURRENCIES: Final = {
    "GB": "£", "IN": "₹", "JP": "¥", "CN": "¥", "BR": "R$", "PL": "zł", "CZ": "Kč", "HU": "Ft", "TR": "₺", "IL": "₪",
    "UA": "₴", "KE": "Ksh", "ZA": "R", "CH": "CHF", "SE": "kr", "NO": "kr", "DK": "kr.", "TH": "฿", "VN": "₫",
    "KR": "₩", "RU": "₽",
}  # fmt: skip
LETTERS: Final = {
    # day, month, year, hour, minute, second, and the word for General
    "en": ("d", "m", "y", "h", "m", "s", "General"),
    "de": ("T", "M", "J", "h", "m", "s", "Standard"),
    "fr": ("j", "m", "a", "h", "m", "s", "Standard"),
    "es": ("d", "m", "a", "h", "m", "s", "Estándar"),
    "pt": ("d", "m", "a", "h", "m", "s", "Geral"),
    "it": ("g", "m", "a", "h", "m", "s", "Standard"),
    "nl": ("d", "m", "j", "u", "m", "s", "Standaard"),
    "sv": ("D", "M", "Å", "t", "m", "s", "Standard"),
    "da": ("d", "m", "å", "t", "m", "s", "Standard"),
    "nb": ("d", "m", "å", "t", "m", "s", "Standard"),
    "fi": ("p", "k", "v", "t", "m", "s", "Yleinen"),
    "ru": ("Д", "М", "Г", "ч", "м", "с", "Основной"),
    "pl": ("d", "m", "r", "g", "m", "s", "Standardowy"),
    "tr": ("g", "a", "y", "s", "d", "n", "Genel"),
    "hu": ("n", "h", "é", "ó", "p", "m", "Normál"),
    "ja": ("d", "m", "y", "h", "m", "s", "G/標準"),
    "zh": ("d", "m", "y", "h", "m", "s", "G/通用格式"),
    "ko": ("d", "m", "y", "h", "m", "s", "G/표준"),
    "ar": ("d", "m", "y", "h", "m", "s", "General"),
}
"""The letters of format codes in Excel's languages; codes of another language are left."""


_EAST_ASIAN: Final = frozenset(("ja", "zh", "ko"))
_THOUSANDS: Final = pattern(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")


def _in_lakhs(number: str) -> str:
    digits = number.replace(",", "")
    head, tail = digits[:-3], digits[-3:]
    first = len(head) % 2
    return ",".join([*filter(None, [head[:first]]), *(head[at : at + 2] for at in range(first, len(head), 2)), tail])


@record(slots=True)
class Country:
    """The settings of a country.

    Attributes:
        tag: such as `en-GB`.
        decimal: the decimal mark.
        group: the mark of thousands; a space stands for every kind of space.
        order: of day, month and year in a date of numbers: `dmy`, `mdy` or `ymd`.
        separator: what stands between them.
        currency: the sign of its money; "" where it is one that is read everywhere ($, €), or not known here.
    """

    tag: str
    decimal: str
    group: str
    order: str
    separator: str
    currency: str = ""

    @property
    def language(self) -> str:
        """Return the language, such as `en`."""
        return self.tag.partition("-")[0]

    @property
    def names(self) -> str:
        """Return whose names of months and days a format code prints: East Asian Excels print English ones by mmmm."""
        return "en" if self.language in _EAST_ASIAN else self.tag

    @property
    def is_east_asian(self) -> bool:
        """Return whether numbers are also typed in letters of full width."""
        return self.language in _EAST_ASIAN

    @property
    def counts_lakhs(self) -> bool:
        """Return whether only the last three digits stand together, and the others in twos: 12,34,567."""
        return self.tag.endswith("-IN")

    @property
    def groups(self) -> str:
        """Return every character that may stand between thousands."""
        return _SPACES if self.group == _SPACE else "'\u2019" if self.group == "'" else self.group

    def marks(self, text: str) -> str:
        """Return a number that was written as in the US with the marks of the country."""
        if self.counts_lakhs:
            text = _THOUSANDS.sub(lambda found: _in_lakhs(found[0]), text)
        if (self.decimal, self.group) == (".", ","):
            return text
        return text.translate({ord("."): self.decimal, ord(","): self.group})


_FOUND: Final = {tag.casefold(): (tag, *marks) for marks, tags in _BY_MARKS.items() for tag in tags.split()}
TAGS: Final = tuple(sorted(tag for tag, *_ in _FOUND.values()))
"""The countries that are known here."""


def _only_one(language: str) -> tuple[str, str, str, str, str] | None:
    """Return the country of a language by itself, where all that are known of it write alike; else None."""
    found = [known for tag, known in _FOUND.items() if tag.partition("-")[0] == language]
    return found[0] if found and len({known[1:] for known in found}) == 1 else None


@lru_cache(maxsize=64)
def country_of(tag: str) -> Country:
    """Return a country by its tag, in any case, with `-` or `_`.

    Raises:
        UsageError: it is not known here.
    """
    said = tag.strip().replace("_", "-").casefold()
    found = _FOUND.get(said) or _only_one(said)
    if found is None:
        alike = [known for known in TAGS if known.casefold().startswith(tag.strip().casefold()[:2])]
        hint = f"Say one of {', '.join(alike)}." if alike else f"Say one such as en-GB or de-DE: {', '.join(TAGS)}."
        raise UsageError(f"“{tag}” is no locale that is known here.", hint=hint)
    return Country(*found, _CURRENCIES.get(found[0].rpartition("-")[2], ""))


_CURRENT: Final[ContextVar[Country | None]] = ContextVar("country", default=None)


def current_country() -> Country | None:
    """Return the country of the calculation that runs; None where nobody has said one."""
    return _CURRENT.get()


def current_tag() -> str:
    """Return the tag of the country of the calculation that runs; "" where nobody has said one."""
    country = _CURRENT.get()
    return "" if country is None else country.tag


def current_language() -> str:
    """Return the language of the country of the calculation that runs; English where nobody has said one."""
    country = _CURRENT.get()
    return "en" if country is None else country.language


_COMPANY: Final[ContextVar[Callable[[], frozenset[str]]]] = ContextVar("company")


def company() -> frozenset[str]:
    """Return of which kinds the texts of the workbook are doubtful; none outside of a calculation."""
    asked = _COMPANY.get(None)
    return frozenset() if asked is None else asked()


@contextmanager
def among(doubts: Callable[[], frozenset[str]]) -> Iterator[None]:
    """Read texts in the company of others, of which `doubts` tells when it is first asked."""
    token = _COMPANY.set(doubts)
    try:
        yield
    finally:
        _COMPANY.reset(token)


@contextmanager
def within(tag: str | None) -> Iterator[None]:
    """Compute as in a country; None leaves what is set already.

    Raises:
        UsageError: it is not known here.
    """
    if tag is None:
        yield
        return
    token = _CURRENT.set(country_of(tag))
    try:
        yield
    finally:
        _CURRENT.reset(token)
