"""Writes `month_names.tsv` from CLDR: `python -m socroi.sources.months_of_cldr`. Needs the package babel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from socroi.sources.months import TABLE, plain_name

LANGUAGES: Final = (
    "en ca fa hi hu sw af ar az be bg bn bs cs da de el es et eu fi fil fr gl gu ha he hr hy id is it ka kk lt lv mk "
    "mr ms nb ne nl pa pl pt ro ru sk sl sq sr sv ta te th tr uk ur uz zu"
)
"""Languages whose months have names; in Chinese, Japanese, Korean and Vietnamese they are numbers."""

MORE: Final = {
    "en": {"sept": 9},
    "de": {"mrz": 3, "jän": 1, "jänner": 1},
    "fa": {"ژانویهٔ": 1, "فوریهٔ": 2, "مهٔ": 5, "ژوئیهٔ": 7},
    "bn": {"জানুয়ারী": 1, "ফেব্রুয়ারী": 2},
}
"""Names that people write and CLDR does not have under the language, or no longer, with the number of the month."""


def names(language: str) -> list[str]:
    """Return, for each month from January, its names in a language, divided by bars."""
    from babel import Locale, localedata

    # What Babel looks up in one language it writes into the data that all of them share: Azeri months would be Czech.
    localedata._cache.clear()  # noqa: SLF001 - there is no other way to have a language by itself
    found: list[dict[str, None]] = [{} for _ in range(12)]
    months = Locale.parse(language).months
    for context in ("stand-alone", "format"):
        for width in ("abbreviated", "wide"):
            for number, name in months[context][width].items():
                found[number - 1][plain_name(name)] = None
    for name, number in MORE.get(language, {}).items():
        found[number - 1][name] = None
    return ["|".join(each) for each in found]


def table() -> str:
    """Return the text of the table: a line for each language, a column for each month."""
    return "".join("\t".join((language, *names(language))) + "\n" for language in LANGUAGES.split())


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else TABLE).write_text(table(), encoding="utf-8", newline="\n")
