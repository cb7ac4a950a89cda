"""Names."""

from __future__ import annotations
from typing import NamedTuple


class Names(NamedTuple):
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    halves: tuple[str, str]


_EN = Names(
    tuple("January February March April May June July August September October November December".split()),
    tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()),
    tuple("Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split()),
    tuple("Sun Mon Tue Wed Thu Fri Sat".split()),
    ("AM", "PM"),
)


def locale_names(language):
    return _EN


def language_code(locale):
    return "409"


def native_digits(text, script):
    return text


def system_format(which, language):
    return "dddd, mmmm d, yyyy" if which == "date" else "h:mm:ss AM/PM"
