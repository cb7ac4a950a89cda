"""Which language a workbook from a template is in, and which of its columns is which, also in books of an older layout.

A column is known by its heading alone, so that a column more or less does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from socroi.books.named_cells import NamedCells
from socroi.books.standing import MARKS
from socroi.templates.texts import SOURCE, languages, load_texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from socroi.engine.model.book import Book, Table
    from socroi.templates.texts import Texts

_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "Results": (
        *("month", "platform", "kpi", "quantity", "revenue", "kind", "source", "value", "counted"),
        *("campaign", "activity", "creator", "paid"),
    ),
    "Costs": (
        *("month", "platform", "category", "what", "hours", "rate", "amount", "months"),
        *("cost", "monthly", "until", "counted"),
    ),
    "KpiValues": ("kpi", "worth", "counted", "gained", "evidence", "source", "suggestion", "margin"),
    "PayPerClick": ("keyword", "clicks", "cpc", "brand", "avoided", "note"),
    "Estimates": ("what", "low", "likely", "high", "evidence", "note"),
}
"""The columns that are looked at, by table."""


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """The words of a workbook that was made from a template.

    Attributes:
        texts: of its language.
        columns: for each of its tables the place of a column, from the table's left, by its key.
    """

    texts: Texts
    columns: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def column(self, table: Table, key: str) -> int | None:
        """Return the 0-based column of the sheet for a key; None where the table has no such column."""
        place = self.columns.get(table.name, {}).get(key)
        return None if place is None else table.left + place

    def words(self, *keys: str) -> frozenset[str]:
        """Return some texts in every language: lists may have been filled before the language was chosen."""
        return words_in_all_languages(*keys)


@cache
def texts_of(language: str) -> Texts:
    """Return the texts of a language, read once.

    Raises:
        UsageError: the language has no catalogue.
    """
    return load_texts(language)


@cache
def words_in_all_languages(*keys: str) -> frozenset[str]:
    """Return some texts of the templates in every language, in small letters."""
    return frozenset(
        texts[key].casefold() for texts in (texts_of(language) for language in languages()) for key in keys
    )


def template_words(book: Book) -> TemplateWords | None:
    """Return the words of a workbook; None where it was not made from a template."""
    names = {name.name.casefold() for name in book.names if name.sheet is None}
    if not set(MARKS) <= names:
        return None
    cells = NamedCells(book)
    written = {name: cells.one(name) for name in names if name.startswith("word_")}

    def score(language: str) -> int:
        texts = texts_of(language)
        keys = {name: name.replace("_", ".", 1) for name in written}
        return sum(key in texts and texts[key] == written[name] for name, key in keys.items())

    language = max(languages(), key=lambda code: (score(code), code == SOURCE))
    texts = texts_of(language)
    return TemplateWords(texts, {name: _places(book, name, keys, texts) for name, keys in _TABLES.items()})


def _places(book: Book, name: str, keys: tuple[str, ...], texts: Texts) -> dict[str, int]:
    table = book.tables.get(name.casefold())
    if table is None:
        return {}
    headings = {heading: place for place, heading in reversed(list(enumerate(table.columns)))}
    known = {key: f"{name.lower()}.{key}" for key in keys}
    return {key: headings[texts[text]] for key, text in known.items() if text in texts and texts[text] in headings}
