"""Headings of the exporters: read from `exporters/*.toml`, and compared without case, soft hyphens and odd spaces."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.sources.currencies import CODES, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEEPEST_HEADER: Final = 40
"""No exporter writes more lines than this above its header."""

MEASURES: Final = frozenset({"money", "count", "rate"})
"""Units of fields that hold figures."""

FOLDER: Final = Path(__file__).with_name("exporters")

_CURRENCY: Final = re.compile(r"(?:\s*\((?P<code>[A-Z]{3}|[a-z]{3})\))+$")
_APOSTROPHES: Final = str.maketrans("\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}ʼ", "'''")


@lru_cache(maxsize=10_000)
def header_key(text: str) -> str:
    """A header for comparison: case, spaces, invisible signs and the kind of apostrophe do not matter."""
    # Cf holds the soft hyphen, the BOM, and the marks of writing directions.
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf") if not text.isascii() else text
    return unicodedata.normalize("NFC", " ".join(seen.translate(_APOSTROPHES).split()).casefold())


def without_currency(text: str) -> tuple[str, str | None]:
    """Split `Amount spent (EUR)` into its name and its currency code."""
    match = _CURRENCY.search(text.strip())
    # In small letters some codes are words: “clicks (all)”.
    if match is None or (match["code"].islower() and match["code"].upper() not in CODES - WORDS):
        return text.strip(), None
    return text.strip()[: match.start()], match["code"].upper()


@lru_cache(maxsize=1 << 10)
def row_keys(names: tuple[str, ...]) -> Sequence[tuple[str, str]]:
    """The headings of a row for comparison, each with its currency and without; every exporter asks for them."""
    return [(header_key(name), header_key(without_currency(name)[0])) for name in names]


@dataclass(frozen=True)
class Headings:
    """The headings of one exporter.

    Attributes:
        name: short name of the exporter, that of its file.
        fields: for each field the headings of all languages, English first.
        other: headings that the exporter is known to write and that are not read.
        ratios: rates that are checked: the field of the rate, those of its numerator and denominator, a factor.
        languages: the languages that there are.
        about: all else that its file says.
    """

    name: str
    fields: Mapping[str, Sequence[str]]
    other: Sequence[str]
    ratios: Mapping[str, tuple[str, str, float]]
    languages: Sequence[str]
    about: Mapping[str, Any]

    def known(self, names: Iterable[str]) -> frozenset[int]:
        """Return the places of the headings that this exporter is known to write."""
        keys = self._keys
        return frozenset(
            place
            for place, (whole, bare) in enumerate(row_keys(tuple(names)))
            if bare and (whole in keys or bare in keys)
        )

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(header_key(each) for names in (*self.fields.values(), self.other) for each in names)

    def english(self) -> frozenset[str]:
        """Return the English headings, for comparison."""
        return frozenset(header_key(each) for names in self.about["headings"]["en"].values() for each in names)


@cache
def headings(name: str) -> Headings:
    """Return the headings of an exporter, by its short name."""
    return headings_of(name, tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def headings_of(name: str, about: Mapping[str, Any]) -> Headings:
    """Return the headings that a file such as those of the exporters says."""
    languages: dict[str, dict[str, list[str]]] = about.get("headings", {})
    fields: dict[str, list[str]] = {}
    other: list[str] = []
    for language in sorted(languages, key=lambda code: (code != "en", list(languages).index(code))):
        for field, names in languages[language].items():
            if field == "other":
                other += names
            else:
                fields[field] = list(dict.fromkeys([*fields.get(field, []), *names]))
    ratios = {field: (part, whole, float(times)) for field, (part, whole, times) in about.get("ratios", {}).items()}
    return Headings(name, fields, other, ratios, list(languages), about)


@cache
def exporters() -> Sequence[str]:
    """Return the short names of the exporters that have a file of headings."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def fields() -> Mapping[str, Mapping[str, Any]]:
    """Return what each field holds: its unit, whether it adds up, whether it names the row."""
    return tomllib.loads(Path(__file__).with_name("fields.toml").read_text(encoding="utf-8"))


@cache
def words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the words that files write in place of a name, by kind and language."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
