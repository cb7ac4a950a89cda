"""A report about a workbook, written to a file: `socroi.report` and `socroi report`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError
from socroi.reports.page.brand import Brand, read_brand
from socroi.reports.page.content import page
from socroi.reports.page.facts import read_facts
from socroi.reports.page.words import Words
from socroi.templates.texts import languages
from socroi.workbook.reading.links import followed
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from socroi.reports.page.content import Page
    from socroi.reports.page.facts import ReportFacts

FORMATS: Final = ("html", "pdf", "pptx", "docx", "png")
PAPERS: Final = ("a4", "letter")


def report(
    book: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    month: str | date | None = None,
    language: str | None = None,
    last_year: str | os.PathLike[str] | None = None,
    brand: str | os.PathLike[str] | Brand | None = None,
    paper: str = "a4",
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> ReportFacts:
    """Write one page that a client may get about a workbook, and return what stands in it as numbers.

    The workbook is computed, never changed.

    Args:
        book: a workbook made from `four_step`, `kpi_scorecard` or `hidden_returns`.
        out: the file to write; it ends in .html, .pdf, .pptx, .docx or .png, and is written as that.
        month: the one month to report, as `2026-09` or any day of it; nothing: the months that the workbook counts.
        language: the code of the language; nothing: that of the workbook.
        last_year: the workbook of the year before, to compare with.
        brand: whose page it is: a TOML file with name, logo, colour, font and footer.
        paper: `a4` or `letter`.
        links: whether linked workbooks are read, as for `recalculate`.

    Raises:
        UsageError: a file is missing, something asked for is not there, or the extra `report` is not installed.
        WorkbookError: the workbook has no ROI by month, or shows an error.
    """
    target = Path(out)
    kind = _format(target)
    if paper not in PAPERS:
        raise UsageError(f"there is no paper {paper!r}.", hint=f"Choose one of: {', '.join(PAPERS)}.")
    if language is not None and language not in languages():
        raise UsageError(
            f"there are no texts in the language {language!r}.", hint=f"Choose one of: {', '.join(languages())}."
        )
    whose = brand if isinstance(brand, Brand) else Brand() if brand is None else read_brand(brand)
    with followed(links):
        facts = read_facts(book, month=_month(month), last_year=last_year)
    words = Words(language or facts.language, facts.language)
    put(target, drawn(page(facts, words, whose), kind, paper))
    return facts


def drawn(content: Page, kind: str, paper: str = "a4") -> bytes:
    """Return the page as a file of some kind."""
    if kind == "html":
        from socroi.reports.page.html import html

        return html(content).encode()
    if kind == "pptx":
        from socroi.reports.page.slides import pptx

        return pptx(content)
    if kind == "docx":
        from socroi.reports.page.document import docx

        return docx(content, paper)
    from socroi.reports.page import paper as sheet

    return sheet.pdf(content, paper) if kind == "pdf" else sheet.png(content, paper)


def _format(target: Path) -> str:
    kind = target.suffix.casefold().removeprefix(".")
    if kind not in FORMATS:
        raise UsageError(
            f"{target} ends in none of {', '.join(f'.{each}' for each in FORMATS)}.",
            hint="The ending says what is written.",
        )
    return kind


def _month(month: str | date | None) -> date | None:
    if month is None or isinstance(month, date):
        return month
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(-\d{1,2})?", month.strip())
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1900:
        raise UsageError(f"{month!r} is no month.", hint="Write it as 2026-09.")
    return date(int(match[1]), int(match[2]), 1)
