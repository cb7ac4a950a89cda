"""The next year's workbook, written from the one of the year that is over."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from socroi import templates
from socroi.books.recalculation import recalculate
from socroi.definition.registry import formulas
from socroi.errors import UsageError
from socroi.hosts.lambdas import definition
from socroi.hosts.plain.edition import is_plain, write_plain_edition
from socroi.templates.next_year import hand_on
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    import os
    from datetime import date

    from socroi.books.recalculation import Uncomputed


@dataclass(frozen=True, slots=True)
class NextBook:
    """What the next year's workbook is.

    Attributes:
        path: the file that was written.
        template, language: which template it is, and in which language.
        first_month: the first of its twelve months; None where the template counts none.
        rows: by table how many rows were carried over.
        uncomputed: the formula cells that could not be computed.
    """

    path: Path
    template: str
    language: str
    first_month: date | None
    rows: dict[str, int]
    uncomputed: list[Uncomputed] = field(default_factory=list)


def next_year(
    book: str | os.PathLike[str], target: str | os.PathLike[str] | None = None, *, force: bool = False
) -> NextBook:
    """Write the workbook of the next year: the same template, language, lists, goals, values and settings.

    What is still to be spread of bills is carried over, the first month is twelve months later, results are empty. The
    workbook of the year that is over is not changed.

    Args:
        book: a workbook that was made from a template.
        target: the file to write, as `.xlsx` or, with macros, `.xlsm`; without it one beside the book, with the year in
            its name.
        force: write over a file that exists; never over the book itself.

    Raises:
        UsageError: the file exists, is the book itself, or has another ending.
        WorkbookError: the book was not made from a template, or cannot be read; or the file cannot be written.
    """
    book = Path(book)
    made_of = hand_on(book)
    suffix = ".xlsm" if book.suffix.casefold() == ".xlsm" else ".xlsx"
    own_name = f"{book.stem}_{made_of.first_month.year if made_of.first_month else 'next'}{suffix}"
    path = book.with_name(own_name) if target is None else Path(target)
    path = path / own_name if path.is_dir() else path
    if path.suffix.casefold() not in (".xlsx", ".xlsm"):
        raise UsageError("the next year's workbook needs a name that ends in .xlsx or .xlsm.", where=str(path))
    if path.exists() and path.samefile(book):
        raise UsageError("that is the workbook of the year that is over.", where=str(path), hint="Name another file.")
    if path.exists() and not force:
        raise UsageError("the file exists already.", where=str(path), hint="Choose another name, or say --force.")
    names = {each.name: definition(each) for each in formulas().values() if each.twin}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "next.xlsx"
        templates.build(
            made_of.template,
            made_of.language,
            made,
            data=made_of.contents,
            currency=made_of.currency,
            start=made_of.first_month or templates.FIRST_MONTH,
            paper=made_of.paper,
            names=names,
        )
        uncomputed = recalculate(made).uncomputed
        if is_plain(book):
            write_plain_edition(made, made, compute=False)
        if path.suffix.casefold() == ".xlsm":
            from socroi.hosts.macro_edition import macro_edition

            made = Path(folder) / "next.xlsm"
            macro_edition(Path(folder) / "next.xlsx", made)
        put(path, made.read_bytes())
    rows = {table: len(rows) for table, rows in made_of.contents.tables.items()}
    return NextBook(path, made_of.template, made_of.language, made_of.first_month, rows, uncomputed)
