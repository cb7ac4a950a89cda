"""Which template and language a workbook was made from, told by the headings of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.templates.texts import languages, load_texts
from socroi.workbook.writing.tables import forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from socroi.templates.columns import Column
    from socroi.templates.template import Template
    from socroi.templates.texts import Texts
    from socroi.workbook.reading.loaded import Loaded
    from socroi.workbook.writing.tables import Form

    Headings = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Origin:
    """The template and the language that a workbook was made from, and the keys of its columns by table.

    A column that is the user's own has its heading in the place of a key, in brackets where that is a key already.
    """

    template: str
    language: str
    keys: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How far a workbook is like a template in a language: what it lacks to be one, and how much it has."""

    origin: Origin
    lacking: tuple[str, ...]
    fitting: int


def identify(loaded: Loaded) -> Origin | None:
    """Return the template and the language whose input columns a workbook has, wherever they stand; None: it is none.

    It may have tables and columns of its own besides, and a workbook of an older edition lacks those that were added
    since. Computed columns are not asked for: what they are called has changed between editions.
    """
    return next((each.origin for each in _likenesses(loaded) if not each.lacking), None)


def unlike(loaded: Loaded) -> tuple[str, str]:
    """Return why a workbook is none that was made from a template, and what to do: the end of a sentence, and one."""
    nearest = max(_likenesses(loaded), key=lambda each: each.fitting - len(each.lacking), default=None)
    if nearest is None or nearest.fitting <= len(nearest.lacking):
        return "it was not made from a template", "Make one: socroi new four_step."
    lacking = nearest.lacking[0]
    return (
        f"it looks like one made from {nearest.origin.template}, but has no {lacking} any more",
        "Give the heading, or the table, the name that it had.",
    )


def keys_of(form: Form, origin: Origin | None) -> tuple[str, ...]:
    """Return the keys of a table's columns; none where the workbook was not made from a template."""
    return () if origin is None else tuple(origin.keys.get(form.table.name, ()))


def _likenesses(loaded: Loaded) -> Iterator[_Likeness]:
    """Yield how far a workbook is like each template in each language, those left out of which it has no table."""
    from socroi.errors import SocroiError
    from socroi.templates import find, names

    tables = {form.table.name: form.table.columns for form in forms(loaded)}
    for name in names():
        template = find(name)
        if template.older_keys.keys().isdisjoint(tables):
            continue
        for language in languages():
            try:
                texts = load_texts(language).scoped(name)
            except SocroiError:
                continue
            yield _likeness(tables, template, language, texts)


def _likeness(tables: Headings, template: Template, language: str, texts: Texts) -> _Likeness:
    keys: dict[str, tuple[str, ...]] = {}
    lacking: list[str] = []
    fitting = 0
    for table, columns in template.every_table.items():
        headings = {column.key: texts[f"{table.lower()}.{column.key}"] for column in columns}
        needed = [column for column in columns if column.formula is None and not column.added]
        if table not in tables:
            lacking += [f"table {table}"] if needed else []
            continue
        there = set(tables[table])
        # A table that an edition added is known by all of its input columns, or else it is the user's own.
        asked = needed or [column for column in columns if column.formula is None]
        gone = [headings[column.key] for column in asked if headings[column.key] not in there]
        fitting += len(asked) - len(gone)
        if needed:
            lacking += [f"column “{heading}” in its table {table}" for heading in gone]
        if needed or not gone:
            keys[table] = _keys(tables[table], columns, headings)
    return _Likeness(Origin(template.name, language, keys), tuple(lacking), fitting)


def _keys(there: Sequence[str], columns: Sequence[Column], headings: Mapping[str, str]) -> tuple[str, ...]:
    """Return the key of each column that is there."""
    known = {heading: key for key, heading in headings.items()}
    taken = {column.key for column in columns}
    own = (f"[{heading}]" if heading in taken else heading for heading in there)
    return tuple(known.get(heading, instead) for heading, instead in zip(there, own, strict=True))
