"""Templates as the command line builds them: our functions are in them as names, so that Excel 365 computes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socroi import templates
from socroi.definition.registry import formulas
from socroi.errors import WorkbookError
from socroi.hosts.lambdas import definition

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from socroi.templates import TemplateData


def build(
    name: str,
    language: str,
    target: Path,
    *,
    currency: str,
    start: date,
    data: TemplateData | None = None,
    paper: str = "a4",
    example: bool = False,
) -> None:
    """Write a template, blank, filled or as its example, with the LAMBDA name of each of our functions that it calls.

    Raises:
        UsageError: there is no such template or language, or the data does not fit in.
        WorkbookError: the file cannot be written.
    """
    from xlsxwriter.exceptions import XlsxWriterException

    names = {each.name: definition(each) for each in formulas().values() if each.twin}
    try:
        templates.build(
            name, language, target, data=data, example=example, currency=currency, start=start, paper=paper, names=names
        )
    except (XlsxWriterException, OSError) as problem:
        raise WorkbookError(
            f"The workbook cannot be written: {problem}.", where=str(target), hint="Check the free space."
        ) from problem


def add_functions(book: Path) -> None:
    """Make a template its edition for Excel 365: every function that plain Excel can say is in it as a name."""
    from socroi.hosts.lambda_names import add_names

    add_names(book)


def with_macros(book: Path, target: Path) -> None:
    """Write a template as its edition with macros."""
    from socroi.hosts.macro_edition import macro_edition

    macro_edition(book, target)


def with_lite(book: Path) -> None:
    """Make a template its edition for xlwings Lite."""
    from socroi.hosts.lite_edition import write_lite_edition
    from socroi.hosts.locations import addin

    write_lite_edition(book, book, addin("lite", "main.py").read_text(encoding="utf-8"))


def as_plain(book: Path) -> None:
    """Make a template its plain edition: no function of ours is in it."""
    from socroi.hosts.plain.edition import write_plain_edition

    write_plain_edition(book, book, compute=False)
