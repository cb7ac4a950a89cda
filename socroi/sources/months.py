"""Months as people write them: Jan 2026, 03/2026, Apr-26, január 2026, 2026-04; and days with a month's name.

The names stand in `month_names.tsv`, made from CLDR: a package that knows them all is 10 MB, and the table is 30 kB. A
few names are two months in two languages (`listopad` is October in Zagreb and November in Prague): the languages in
which all names of a column are months decide.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE: Final = Path(__file__).with_name("month_names.tsv")

_LATIN_MARKS: Final = re.compile("[\u0300-\u036f]")
_OF: Final = re.compile(r"^(?:d['’]|(?:de|del|of) )|(?: (?:de|del|of|г|р|թ))+$")
"""What stands between a name and its year or day in some languages."""

_NUMBERED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<month>\d{1,2}) ?[/.-] ?(?P<year>\d{4})",
        r"(?P<year>\d{4}) ?[/.-] ?(?P<month>\d{1,2})\.?",
        r"(?P<year>(?:19|20)\d{2})年 ?(?P<month>\d{1,2})月",
        r"(?P<year>(?:19|20)\d{2})년 ?(?P<month>\d{1,2})월",
        r"(?i:tháng|thg) (?P<month>\d{1,2})(?:,| năm)? (?P<year>\d{4})",
        # From 2013 on these digits can be no day of day, month and year in two digits each.
        r"(?P<year>20(?:1[3-9]|[2-9]\d))(?P<month>\d{2})",
    )
)
_NAMED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<name>[^\W\d_][^\d]*?)(?:[ .,/-]|(?<=['’]))*(?P<year>\d{4})(?: ?(?:г|р|թ)\.?|\.)?",
        r"(?P<year>\d{4})\.?[ ,/-]*(?P<name>[^\W\d_][^\d]*?)\.?",
        r"(?P<name>[^\W\d_][^\d]*?)\.?(?P<short>-| ?['’])(?P<year>\d{2})",
    )
)
_YEAR_ENDS: Final = r"(?: ?(?:г|р|թ)\.?|\.)?"
_DAYS: Final = tuple(
    re.compile(pattern + _YEAR_ENDS)
    for pattern in (
        r"(?P<day>\d{1,2})(?:\.|º|er|-[aeй]|\.º)?[ /-]*(?P<name>[^\W\d_][^\d]*?)[ .,/-]*(?P<year>\d{4}|(?<=-)\d{2})",
        r"(?P<name>[^\W\d_][^\d]*?)[ .]*(?P<day>\d{1,2}),? (?P<year>\d{4})",
        r"(?P<year>\d{4})\.? ?(?P<name>[^\W\d_][^\d]*?)\.? ?(?P<day>\d{1,2})\.?",
        r"(?P<year>(?:19|20)\d{2})[年년] ?(?P<month>\d{1,2})[月월] ?(?P<day>\d{1,2})[日일]",
    )
)


def plain_name(name: str) -> str:
    """Return a name as it is looked up: composed, in small letters, without full stops and the word for “of”."""
    small = unicodedata.normalize("NFC", name).casefold().replace("i\N{COMBINING DOT ABOVE}", "i")
    return _OF.sub("", " ".join(small.replace(".", "").replace("॰", "").split()))


def _without_accents(name: str) -> str:
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", unicodedata.normalize("NFD", name)))


@lru_cache(maxsize=1)
def _months() -> dict[str, dict[int, frozenset[str]]]:
    """The months that a name may mean, each with its languages."""
    found: dict[str, dict[int, set[str]]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        language, *columns = line.split("\t")
        for number, names in enumerate(columns, 1):
            for name in names.split("|"):
                for written in {name, _without_accents(name)}:
                    found.setdefault(written, {}).setdefault(number, set()).add(language)
    return {name: {number: frozenset(spoken) for number, spoken in each.items()} for name, each in found.items()}


def month_of(name: str, languages: frozenset[str] | None = None) -> int | None:
    """Return the number of a month by its name or abbreviation; None where it is none, or two.

    Args:
        name: in any of the languages, in any case, with or without accents.
        languages: those that the column is in; None: any.
    """
    meant = _months().get(plain_name(name), {})
    if languages is not None:
        meant = {number: spoken for number, spoken in meant.items() if spoken & languages}
    return next(iter(meant)) if len(meant) == 1 else None


def languages_of(texts: Iterable[str]) -> frozenset[str] | None:
    """Return the languages in which all month names of a column are such; None where there are none or no names."""
    common: frozenset[str] | None = None
    for name in {match["name"] for text in texts for match in _matches(text) if "name" in match.re.groupindex}:
        spoken = frozenset().union(*_months().get(plain_name(name), {}).values())
        if spoken:
            common = spoken if common is None else common & spoken
    return common or None


def _matches(text: str) -> Iterable[re.Match[str]]:
    for pattern in (*_NUMBERED, *_NAMED, *_DAYS):
        match = pattern.fullmatch(text)
        if match is not None:
            yield match


def month(text: str, languages: frozenset[str] | None = None) -> tuple[int, int] | None:
    """Return year and month of a text such as `Jan 2026` or `2026/04`; None if it is no month.

    Two digits are a year behind a hyphen or an apostrophe, as Excel writes Apr-26; see `short_years`.
    """
    return next(((year, number) for year, number, day in _read(text, languages) if day is None), None)


def day(text: str, languages: frozenset[str] | None = None) -> tuple[int, int, int] | None:
    """Return year, month and day of a text with a month's name, such as `15 déc. 2023`; None if it is none."""
    return next(((year, number, day) for year, number, day in _read(text, languages) if day is not None), None)


def _read(text: str, languages: frozenset[str] | None) -> Iterable[tuple[int, int, int | None]]:
    for match in _matches(text):
        parts = match.groupdict()
        number = int(parts["month"]) if parts.get("month") else month_of(parts["name"], languages)
        year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
        if number is not None and 1 <= number <= 12 and 1990 <= year <= 2100:
            yield year, number, int(parts["day"]) if parts.get("day") else None


def short_years(texts: Iterable[str]) -> dict[str, set[str]]:
    """Return the two-digit years of a column by the name that they stand behind.

    `Apr-26` may also be the 26th of April: a column in which one month alone stands beside several of them is such.
    """
    found: dict[str, set[str]] = {}
    for text in texts:
        match = _NAMED[2].fullmatch(text)
        if match is not None and match["short"] == "-" and month_of(match["name"]) is not None:
            found.setdefault(plain_name(match["name"]), set()).add(match["year"])
    return found
