"""The imports of a book carried into another one, with the answers that were given about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from socroi.intake.book import put_sheets, read_book
from socroi.intake.into_book import Tables
from socroi.intake.ledger import standing_imports
from socroi.intake.memory import Memory
from socroi.intake.sums import sums
from socroi.workbook.writing.replacing import put
from socroi.workbook.writing.rewriting import Rewriting

if TYPE_CHECKING:
    from pathlib import Path


def carry_imports(source: Path, target: Path, final: Path) -> int:
    """Put the sheets Imports, Data and Claims of a book into another one; return how many imports stand.

    The rows of Results and Costs are carried with all others, and an export that was imported is known again.

    Args:
        source: the book with the imports.
        target: the book that gets them.
        final: what that book will be called: files that lie beside a book go by its name.

    Raises:
        WorkbookError: the sheets of the imports were changed by hand.
    """
    book, memory = read_book(source), Memory(source)
    standing = standing_imports(book.imports)
    summed = sums(book.data, standing, memory.platforms, memory.truth)
    other = replace(read_book(target), path=final)
    rewriting = Rewriting(other.loaded.package)
    Tables(other).measure(summed.measured, rewriting)
    put_sheets(other, book.imports, book.data.assign(counts=summed.counts), summed.claims, rewriting)
    rewriting.save(target)
    return len(standing)


def carry_answers(source: Path, target: Path) -> Path | None:
    """Put what was said of a book's exports beside another book; return the file that was there already.

    Returns:
        the file of the other book that stands as it is, where it says something else; None where there is none.
    """
    said, there = Memory(source).path, Memory(target).path
    if not said.is_file():
        return None
    content = said.read_bytes()
    if there.is_file():
        return None if there.read_bytes() == content else there
    put(there, content)
    return None
