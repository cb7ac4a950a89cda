"""The words of a language, in gettext's own format, apart from the layout that uses them.

One file holds a language: its header says what the language is called and whether it is read from right to left; then
come the texts of the templates and, under keys that begin with `function/`, the help of the functions. A text of a
template has a key (`msgctxt`, such as `roi.title`), its English source (`msgid`) and, in every language but English,
its translation (`msgstr`). The help of a function is known by its English text alone, which stands in the function's
docstring. Any gettext editor opens these files. Nothing but the standard library reads them here.

Whatever is not translated yet, or translates an older English text, is shown in English; `make translations` lists it.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from socroi.errors import SocroiError, UsageError
from socroi.templates.locations import home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SOURCE: Final = "en"
HELP: Final = "function/"
"""What the keys of the help of functions begin with."""
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
    for entry in _blocks(path):
        if entry.source:
            if not entry.key:
                raise SocroiError("a text has no msgctxt.", where=f"{path.name}:{entry.line}", hint="Give it its key.")
            yield entry


def _blocks(path: Path) -> Iterator[Entry]:
    """Yield the header of a `.po` file, whose key and source are empty, and its texts."""
    fields: dict[str, str] = {}
    current, start, fuzzy = "", 0, False
    for number, raw in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = raw.strip()
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
        elif not line:
            if "msgid" in fields:
                yield Entry(fields.get("msgctxt", ""), fields["msgid"], fields.get("msgstr", ""), start, fuzzy)
            fields, current, fuzzy = {}, "", False
        else:
            word, _, rest = line.partition(" ")
            if word in _FIELDS:
                current, line = word, rest.strip()
                start = number if not fields else start
                fields[current] = ""
            if not (current and len(line) > 1 and line[0] == line[-1] == '"'):
                raise SocroiError("a line is not gettext.", where=f"{path.name}:{number}", hint="Quote the text.")
            # Python's own reading of a text takes a while, and most have nothing in them to be read.
            fields[current] += ast.literal_eval(line) if "\\" in line else line[1:-1]


class Texts:
    """The texts of one language; it remembers which ones were asked for, so that a text nobody uses is found.

    A template may word a text in its own way: under its scope `programme`, the key `start.title` means
    `programme/start.title` where that is there, and otherwise the text that all templates share.

    Attributes:
        right_to_left: whether sheets of this language are read from right to left.
        untranslated: the keys of the texts that are shown in English.
    """

    def __init__(
        self,
        language: str,
        entries: Mapping[str, str],
        scope: str = "",
        *,
        right_to_left: bool = False,
        untranslated: frozenset[str] = frozenset(),
    ) -> None:
        self.language = language
        self.scope = scope
        self.right_to_left = right_to_left
        self.untranslated = untranslated
        self.used: set[str] = set()
        self._entries = dict(entries)

    def scoped(self, template: str) -> Texts:
        """Return the same texts as a template words them."""
        view = Texts(self.language, {}, template, right_to_left=self.right_to_left, untranslated=self.untranslated)
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


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, English first."""
    found = sorted(path.stem for path in (home() / "texts").glob("*.po"))
    return (SOURCE, *(code for code in found if code != SOURCE))


def language_names() -> dict[str, str]:
    """Return what each language is called in English, by its code; English comes first."""
    return {code: header(code).get("X-Language-Name", code) for code in languages()}


def header(language: str) -> dict[str, str]:
    """Return the header of a language's catalogue: `X-Language-Name`, `X-Direction` and what gettext has there."""
    entry = next(_blocks(_path(language)), None)
    lines = entry.translation.splitlines() if entry and not entry.source else []
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def load_texts(language: str) -> Texts:
    """Return the texts of the templates in a language; those that it lacks are English.

    Raises:
        UsageError: the language has no catalogue.
    """
    english = template_entries(SOURCE)
    texts = {key: entry.translation or entry.source for key, entry in english.items()}
    translated = {} if language == SOURCE else _translated(template_entries(language), english)
    return Texts(
        language,
        texts | translated,
        right_to_left=header(language).get("X-Direction") == "rtl",
        untranslated=frozenset() if language == SOURCE else frozenset(texts.keys() - translated.keys()),
    )


def template_entries(language: str) -> dict[str, Entry]:
    """Return the texts of the templates as they stand in a language's catalogue, by their keys.

    Raises:
        UsageError: the language has no catalogue.
    """
    return {entry.key: entry for entry in read_catalogue(_path(language)) if not entry.key.startswith(HELP)}


def help_entries(language: str) -> list[Entry]:
    """Return the help of the functions as it stands in a language's catalogue; it is known by its English text.

    Raises:
        UsageError: the language has no catalogue.
    """
    return [entry for entry in read_catalogue(_path(language)) if entry.key.startswith(HELP)]


def _translated(entries: Mapping[str, Entry], english: Mapping[str, Entry]) -> dict[str, str]:
    """Return, by key, the translations of today's English texts."""
    return {
        key: entry.translation
        for key, entry in entries.items()
        if key in english and entry.source == english[key].source and entry.translation and not entry.fuzzy
    }


def _path(language: str) -> Path:
    """Return the catalogue of a language.

    Raises:
        UsageError: there is none.
    """
    path = home() / "texts" / f"{language}.po"
    if not path.is_file():
        raise UsageError(
            f"there are no texts in the language {language!r}.", hint=f"Choose one of: {', '.join(languages())}."
        )
    return path
