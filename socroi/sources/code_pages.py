"""The code page of a text that is not Unicode, as a spreadsheet program saves a CSV: told by headings that are known.

A text of single bytes reads without an error in many code pages, and a guess by the frequency of letters errs in a
file of a few lines. But the headings of an export are known: in one code page “Wyświetlenia” stands there, in the
others “Wyœwietlenia”. Where no heading tells, it is Windows-1252, as the most programs write, and a note says so.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from socroi.sources.headings import DEEPEST_HEADER, exporters, header_key, headings, without_currency

if TYPE_CHECKING:
    from collections.abc import Mapping

USUAL: Final = "cp1252"
_CENTRAL: Final = ("hu", "pl", "cs", "sk", "ro", "hr", "sl")
_PAGES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "cp1252": ("Windows-1252", ("en", "fr", "de", "es", "it", "pt", "nl", "ca", "id", "sw")),
    "cp1250": ("Windows-1250", _CENTRAL),
    "cp1251": ("Windows-1251", ("ru", "uk", "bg")),
    "cp1253": ("Windows-1253", ("el",)),
    "cp1254": ("Windows-1254", ("tr",)),
    "cp1256": ("Windows-1256", ("ar", "fa")),
    "cp1258": ("Windows-1258", ("vi",)),
    "cp874": ("Windows-874", ("th",)),
    "cp932": ("Windows-932", ("ja",)),
    "cp949": ("Windows-949", ("ko",)),
    "gb18030": ("GB 18030", ("zh",)),
    "cp950": ("Windows-950", ("zh-TW",)),
    "mac_roman": ("Mac Roman", ("en", "fr", "de", "es", "it", "pt", "nl", "ca")),
    "mac_latin2": ("Mac Latin 2", _CENTRAL),
    "mac_cyrillic": ("Mac Cyrillic", ("ru", "uk", "bg")),
    "mac_turkish": ("Mac Turkish", ("tr",)),
    "cp850": ("DOS 850", ("en", "fr", "de", "es", "it", "pt", "nl", "ca")),
    "cp852": ("DOS 852", _CENTRAL),
    "cp866": ("DOS 866", ("ru", "uk", "bg")),
    "cp857": ("DOS 857", ("tr",)),
}
"""The name of each, and the languages in which programs write it: those of Windows first, as Excel saves a CSV."""
_HEAD: Final = 1 << 16
_CUT: Final = re.compile(r"[;,\t|]")


def code_page(content: bytes | bytearray) -> tuple[str, bool]:
    """Return the code page of a text that is not Unicode, and whether a heading proves it.

    Args:
        content: the whole text, or its beginning.
    """
    head = bytes(content[:_HEAD])
    if len(content) > _HEAD:
        head = head[: head.rfind(b"\n") + 1]
    found = {page: told for page in _PAGES if (told := _known(head, page))}
    if not found:
        return USUAL, False
    most = max(map(len, found.values()))
    best = [page for page, told in found.items() if len(told) == most]
    if len(best) > 1:
        # Their letters are alike in several: the language of the headings tells which one its programs write.
        languages = [language for told in found[best[0]].values() for language in told]
        usual = max(dict.fromkeys(languages), key=languages.count)
        best = [page for page in best if usual in _PAGES[page][1]] or best
    return best[0], True


def shown(page: str) -> str:
    """Return the name of a code page for a sentence."""
    return _PAGES[page][0]


def _known(head: bytes, page: str) -> dict[str, frozenset[str]]:
    """The headings with letters beyond ASCII that are known, each with its languages, where a text is read so."""
    try:
        text = head.decode(page)
    except UnicodeDecodeError:
        return {}
    cells = {
        header_key(without_currency(cell.strip().strip('"'))[0])
        for line in text.splitlines()[:DEEPEST_HEADER]
        if not line.isascii()
        for cell in _CUT.split(line)
        if not cell.isascii()
    }
    return {cell: languages for cell in cells if (languages := _languages().get(cell))}


@cache
def _languages() -> Mapping[str, frozenset[str]]:
    """The languages of every heading that is known."""
    found: dict[str, set[str]] = {}
    for name in exporters():
        for language, fields in headings(name).about.get("headings", {}).items():
            for each in (heading for group in fields.values() for heading in group):
                found.setdefault(header_key(each), set()).add(language)
    return {heading: frozenset(languages) for heading, languages in found.items()}
