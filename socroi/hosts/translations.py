"""`make translations`: what is not translated yet, language by language, as text to paste into its `.po` file.

Nothing of this is an error: until somebody translates it, the English is shown.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.definition.registry import formulas
from socroi.hosts.libreoffice.help import english_texts
from socroi.templates.texts import HELP, SOURCE, help_entries, languages, template_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.templates.texts import Entry


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is to be done in the catalogue of a language.

    Attributes:
        missing: English texts of which it has no entry, each after its key.
        empty: its entries without a translation, or with one that is marked as doubtful (`fuzzy`).
        stale: its entries whose English was changed since, or that nothing uses any more.
        changed: today's English of those of them that are still in use, by key.
    """

    missing: tuple[tuple[str, str], ...]
    empty: tuple[Entry, ...]
    stale: tuple[Entry, ...]
    changed: dict[str, str]


def outstanding(language: str) -> Outstanding:
    """Return what is to be done in the catalogue of a language, for the templates and for the help of the functions.

    Raises:
        UsageError: the language has no catalogue.
    """
    texts = {key: entry.source for key, entry in template_entries(SOURCE).items()}
    helped = {text: f"{HELP}{place}" for text, place in english_texts(formulas().values()).items()}
    own, own_help = template_entries(language), help_entries(language)
    todays = [entry for key, entry in own.items() if entry.source == texts.get(key)]
    todays += [entry for entry in own_help if entry.source in helped]
    known = {entry.source for entry in own_help}
    stale = [entry for key, entry in own.items() if entry.source != texts.get(key)]
    stale += [entry for entry in own_help if entry.source not in helped]
    missing = [(key, text) for key, text in texts.items() if key not in own]
    missing += [(key, text) for text, key in helped.items() if text not in known]
    return Outstanding(
        tuple(missing),
        tuple(entry for entry in todays if entry.fuzzy or not entry.translation),
        tuple(stale),
        {entry.key: texts[entry.key] for entry in stale if entry.key in texts},
    )


def report(language: str) -> Iterator[str]:
    """Yield the lines of what is to be done for a language; entries that it lacks stand as gettext writes them."""
    found = outstanding(language)
    file = f"{language}.po"
    todo = len(found.missing) + len(found.empty)
    yield f"# {file}: {todo} to translate, {len(found.stale)} out of date"
    for entry in found.empty:
        yield f"# {file}:{entry.line}: {entry.key} is {'doubtful' if entry.translation else 'empty'}"
    for entry in found.stale:
        if entry.key in found.changed:
            yield f"# {file}:{entry.line}: {entry.key} is in English now {_quoted(found.changed[entry.key])}"
        else:
            yield f"# {file}:{entry.line}: {entry.key} translates an English text that nothing shows any more"
    for key, text in found.missing:
        yield ""
        yield f'msgctxt "{key}"\nmsgid {_quoted(text)}\nmsgstr ""'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    for code in sys.argv[1:] or languages():
        if code != SOURCE:
            sys.stdout.writelines(f"{line}\n" for line in report(code))
