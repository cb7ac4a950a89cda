"""The sheet Links of a workbook: the tagged links of a team in one table, each checked against all others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.sources.tagged_links import TAGS, among_all, checked
from socroi.templates.origin import identify
from socroi.templates.texts import load_texts
from socroi.workbook.reading.book import load
from socroi.workbook.writing.rewriting import Rewriting
from socroi.workbook.writing.table_sheets import TableSheet, put_sheet, sheet_of
from socroi.workbook.writing.tables import values

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from socroi.sources.tagged_links import Link
    from socroi.workbook.reading.loaded import Loaded

TABLE: Final = "Links"
COLUMNS: Final = ("link", *TAGS, "placed", "fine", "findings")
"""The columns of the table, in their order; their headings are in the workbook's language."""
_WIDTHS: Final = (64, 16, 14, 22, 18, 14, 12, 30, 9, 70)


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of the links that were put into a workbook.

    Attributes:
        links: all that it has now.
        new: how many of them were not there.
    """

    links: list[Link]
    new: int


def put_links(book: str | os.PathLike[str], links: Sequence[Link]) -> Listed:
    """Put links into the sheet Links of a workbook, which is added where there is none; all else stays as it is.

    A link that is there already, for the same place, is not listed twice. All are checked anew, also those that were
    changed by hand.

    Raises:
        SocroiError: the workbook cannot be read or written; it is as it was.
    """
    loaded = load(book)
    there = _there(loaded)
    known = {(link.url, link.placed) for link in there}
    new: dict[tuple[str, str], Link] = {}
    for link in links:
        if (link.url, link.placed) not in known:
            new.setdefault((link.url, link.placed), link)
    every = among_all([*there, *new.values()])
    origin = identify(loaded)
    texts = load_texts("en" if origin is None else origin.language)
    words = {True: texts["word.yes"], False: texts["word.no"]}
    rows = [
        [link.url, *(link.tags.get(name, "") for name in TAGS), link.placed, words[not link.is_wrong], _said(link)]
        for link in every
    ]
    rewriting = Rewriting(loaded.package)
    headings = [texts[f"links.{name}"] for name in COLUMNS]
    sheet = TableSheet(texts["links.sheet"], TABLE, headings, rows, widths=_WIDTHS, like="Results")
    put_sheet(loaded, sheet, rewriting)
    rewriting.save(Path(book))
    return Listed(every, len(new))


def links_of(book: str | os.PathLike[str]) -> list[Link] | None:
    """Return the links of a workbook, checked against each other; None where it has no such table.

    Raises:
        SocroiError: the workbook cannot be read.
    """
    loaded = load(book)
    return None if sheet_of(loaded, TABLE) is None else among_all(_there(loaded))


def _there(loaded: Loaded) -> list[Link]:
    form = sheet_of(loaded, TABLE)
    if form is None:
        return []
    link, placed = 0, COLUMNS.index("placed")
    rows = [[str(cell or "") for cell in row] for row in values(loaded, form)]
    return [checked(row[link], placed=row[placed] if len(row) > placed else "") for row in rows if row[link].strip()]


def _said(link: Link) -> str:
    return " ".join(finding.what for finding in link.findings)
