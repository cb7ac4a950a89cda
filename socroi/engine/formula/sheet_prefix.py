"""What stands before the `!` of a reference, as formulas spell it."""

from __future__ import annotations

from functools import lru_cache

from socroi.engine.formula.lexer import CELL_LIKE
from socroi.engine.formula.tree import HERE, SheetPrefix
from socroi.excel.addresses import in_apostrophes, is_plain
from socroi.patterns import pattern

_LIKE_A_CELL = pattern(CELL_LIKE)
_BARE_BOOK = pattern(r"[A-Za-z0-9_.]+")


@lru_cache(maxsize=1024)
def read_prefix(written: str) -> SheetPrefix:
    """Return what a prefix such as `Sheet1!`, `'Jan 1:Dec 31'!` or `'/data/[Book.xlsx]Sheet'!` names.

    The book of a link is its number as text; of a path, the path without the square brackets.
    """
    inner = written[:-1]
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
    return SheetPrefix(first or None, last if colon else None, book)


@lru_cache(maxsize=1024)
def write_prefix(prefix: SheetPrefix) -> str:
    """Return a prefix as it is written, with its `!`; nothing for the formula's own sheet."""
    if prefix == HERE:
        return ""
    sheets = [name for name in (prefix.sheet, prefix.last_sheet) if name is not None]
    # `AAA0:Jan!B2` would be read as a range from AAA0.
    plain = all(map(is_plain, sheets)) and not (len(sheets) > 1 and _LIKE_A_CELL.fullmatch(sheets[0]))
    inner = ":".join(sheets)
    if prefix.book is not None:
        cut = max(prefix.book.rfind("\\"), prefix.book.rfind("/")) + 1
        folder, file = prefix.book[:cut], prefix.book[cut:]
        plain = plain and not folder and _BARE_BOOK.fullmatch(file) is not None
        inner = f"{folder}[{file}]{inner}" if sheets or not folder else prefix.book
    return f"{inner if plain else in_apostrophes(inner)}!"
