"""How the texts of a workbook are read as numbers while it is computed: as in its country, or in company."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from socroi.engine.printing.countries import among, within
from socroi.engine.printing.settings_of_others import Settings, made_with
from socroi.engine.printing.text_values import doubts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.engine.model.book import Book


class Readings:
    """The readings of one workbook; its texts are looked through when the first of them may be read in two ways."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._given = len(book.strings)
        self._doubts: frozenset[str] | None = None
        self._language: str | None = None
        self._settings = Settings(self._saved_in)

    def _company(self) -> frozenset[str]:
        if self._doubts is None:
            self._doubts = doubts(self._book.strings[code] for code in range(self._given))
        return self._doubts

    def _saved_in(self) -> str:
        if self._language is None:
            self._language = "" if self._book.language is None else self._book.language()
        return self._language

    @contextmanager
    def apply(self) -> Iterator[None]:
        """Read texts so."""
        with within(self._book.calculation.locale), among(self._company), made_with(self._settings):
            yield
