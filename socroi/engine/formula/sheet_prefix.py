"""The names of places as formulas spell them: column letters, and what stands before the `!` of a reference."""

from __future__ import annotations

import re
from functools import lru_cache

from socroi.engine.formula.lexer import BARE_SHEET
from socroi.engine.formula.tree import HERE, Place

_BARE = re.compile(rf"(?![0-9.]){BARE_SHEET}")
_LIKE_A_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*(?:[Cc][0-9]*)?|[Cc][0-9]*|(?i:TRUE|FALSE)")
_BARE_BOOK = re.compile(r"[A-Za-z0-9_.]+")


@lru_cache(maxsize=1024)
def read_place(prefix: str) -> Place:
    """Return the place that a prefix such as `Sheet1!`, `'Jan 1:Dec 31'!` or `'/data/[Book.xlsx]Sheet'!` names.

    The book of a link is its number as text; of a path, the path without the square brackets.
    """
    inner = prefix[:-1]
    if inner.startswith("'"):
        inner = inner[1:-1].replace("''", "'")
    book: str | None = None
    sheets = inner
    opened, closed = inner.find("["), inner.rfind("]")
    if 0 <= opened < closed:
        book, sheets = inner[:opened] + inner[opened + 1 : closed], inner[closed + 1 :]
    elif "\\" in inner or "/" in inner:
        book, sheets = inner, ""
    first, colon, last = sheets.partition(":")
    return Place(first or None, last if colon else None, book)


@lru_cache(maxsize=1024)
def write_place(place: Place) -> str:
    """Return the prefix of a reference into a place, with its `!`; nothing for the formula's own sheet."""
    if place == HERE:
        return ""
    sheets = [name for name in (place.sheet, place.last_sheet) if name is not None]
    plain = all(_BARE.fullmatch(name) and not _LIKE_A_REFERENCE.fullmatch(name) for name in sheets)
    inner = ":".join(sheets)
    if place.book is not None:
        cut = max(place.book.rfind("\\"), place.book.rfind("/")) + 1
        folder, file = place.book[:cut], place.book[cut:]
        plain = plain and not folder and _BARE_BOOK.fullmatch(file) is not None
        inner = f"{folder}[{file}]{inner}" if sheets or not folder else place.book
    return f"{inner}!" if plain else "'" + inner.replace("'", "''") + "'!"
