"""What every sheet of the four steps is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from socroi.templates.canvas import Book
    from socroi.templates.fill import TemplateData

PAGES: Final = ("start", "goals", "values", "results", "costs", "roi", "lists")
"""The sheets, in their order."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The book, what goes into it, and the lists that the data may have lengthened."""

    book: Book
    data: TemplateData
    currency: str
    first_month: date
    platforms: tuple[str, ...]
    categories: tuple[str, ...]

    def word(self, family: str, key: str | None) -> str | None:
        """Return the text of a key such as `evidence.test`; free text and None come back as they are."""
        name = f"{family}.{key}"
        return self.book.texts[name] if key and name in self.book.texts else key
