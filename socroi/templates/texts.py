"""The words of a language, in gettext's own format, apart from the layout that uses them.

A text has a key (`msgctxt`, such as `roi.title`), its English source (`msgid`) and, in every language but English, its
translation (`msgstr`). Any gettext editor opens these files. Nothing but the standard library reads them here.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.errors import SocroiError, UsageError
from socroi.templates.places import home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LANGUAGE_NAMES: Final = {
    "en": "English", "sw": "Swahili", "hu": "Hungarian", "ca": "Catalan", "fa": "Persian", "hi": "Hindi",
}  # fmt: skip
SOURCE: Final = "en"
RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})
_FIELDS: Final = ("msgctxt", "msgid", "msgstr")


@dataclass(frozen=True, slots=True)
class Entry:
    """One text as it stands in a catalogue file; `line` is where it begins."""

    key: str
    source: str
    translation: str
    line: int
    fuzzy: bool = False


def read_catalogue(path: Path) -> Iterator[Entry]:
    """Yield the entries of a `.po` file, without its header.

    Raises:
        SocroiError: a line is no gettext, or a text has no key.
    """
    fields: dict[str, str] = {}
    current, start, fuzzy = "", 0, False
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = raw.strip()
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif not line:
            if fields.get("msgid"):
                if "msgctxt" not in fields:
                    raise SocroiError("a text has no msgctxt.", where=f"{path.name}:{start}", hint="Give it its key.")
                yield Entry(fields["msgctxt"], fields["msgid"], fields.get("msgstr", ""), start, fuzzy)
            fields, current, fuzzy = {}, "", False
        else:
            word, _, rest = line.partition(" ")
            if word in _FIELDS:
                current, line = word, rest.strip()
                start = number if not fields else start
                fields[current] = ""
            if not (current and len(line) > 1 and line[0] == line[-1] == '"'):
                raise SocroiError("a line is not gettext.", where=f"{path.name}:{number}", hint="Quote the text.")
            fields[current] += ast.literal_eval(line)


class Texts:
    """The texts of one language; it remembers which ones were asked for, so that a text nobody uses is found.

    A template may word a text in its own way: under its scope `programme`, the key `start.title` means
    `programme/start.title` where that is there, and otherwise the text that all templates share.
    """

    def __init__(self, language: str, entries: Mapping[str, str], scope: str = "") -> None:
        self.language = language
        self.scope = scope
        self.used: set[str] = set()
        self._entries = dict(entries)

    def scoped(self, template: str) -> Texts:
        """Return the same texts as a template words them."""
        view = Texts(self.language, {}, template)
        view.used, view._entries = self.used, self._entries
        return view

    def __getitem__(self, key: str) -> str:
        found = self._find(key)
        self.used.add(found)
        try:
            return self._entries[found]
        except KeyError:
            raise SocroiError(
                f"the text {key!r} is missing.", where=f"{self.language}.po", hint="Add it to the catalogue."
            ) from None

    def __contains__(self, key: str) -> bool:
        return self._find(key) in self._entries

    def _find(self, key: str) -> str:
        own = f"{self.scope}/{key}"
        return own if own in self._entries else key

    @property
    def unused(self) -> frozenset[str]:
        """The keys that the layout has not asked for."""
        return frozenset(self._entries) - self.used

    @property
    def right_to_left(self) -> bool:
        """Whether sheets of this language are read from right to left."""
        return self.language.split("-")[0] in RIGHT_TO_LEFT


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, English first."""
    found = sorted(path.stem for path in (home() / "texts").glob("*.po"))
    return (SOURCE, *(code for code in found if code != SOURCE))


def load_texts(language: str) -> Texts:
    """Return the texts of a language.

    Raises:
        UsageError: the language has no catalogue.
        SocroiError: the catalogue lacks a translation, or translates an older English text.
    """
    folder = home() / "texts"
    path = folder / f"{language}.po"
    if not path.is_file():
        raise UsageError(
            f"there are no texts in the language {language!r}.", hint=f"Choose one of: {', '.join(languages())}."
        )
    entries = {entry.key: entry for entry in read_catalogue(path)}
    if language == SOURCE:
        return Texts(language, {key: entry.translation or entry.source for key, entry in entries.items()})
    wanted = {entry.key: entry.source for entry in read_catalogue(folder / f"{SOURCE}.po")}
    for key, source in wanted.items():
        entry = entries.get(key)
        if entry is None or not entry.translation or entry.fuzzy:
            raise SocroiError(f"the text {key!r} is not translated.", where=path.name, hint="Translate it.")
        if entry.source != source:
            raise SocroiError(
                f"the text {key!r} translates an older English text.",
                where=f"{path.name}:{entry.line}",
                hint="Check it against en.po and copy its msgid.",
            )
    return Texts(language, {key: entry.translation for key, entry in entries.items()})
