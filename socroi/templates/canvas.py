"""A template's workbook under construction: its sheets, names and formulas, all worded by a language.

Formulas are written once for all languages. They name a table's column by its key, `Results[quantity]` or
`Results[@quantity]` for the same row, and cells of another sheet by its key, `results!B7:B9`; the book puts in the
heading and the sheet's name of its language.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from socroi.excel.addresses import area_of, fixed_area, in_apostrophes
from socroi.templates.sheet import OURS, PROTECTED, Sheet
from socroi.templates.style import FONT, FORMATS, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from socroi.templates.columns import Column
    from socroi.templates.texts import Texts

CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
UNPRINTED: Final = "A3:A3"
"""A cell that is blank on every sheet."""
PAPERS: Final = {"a4": 9, "letter": 1}

_COLUMN = re.compile(r"\b([A-Z][A-Za-z]+)\[(@?)([a-z_]+)(?::([a-z_]+))?\]")
_CELLS = re.compile(r"\b([a-z_]+)!([A-Z]+\d+(?::[A-Z]+\d+)?)")


class Book:
    """A workbook under construction.

    Args:
        target: the file to write.
        texts: the words of its language.
        tables: for each table its columns, so that formulas can name a table before it is drawn.
        pages: the keys of its sheets, in their order, so that each can link to the others.
        names: for each function of ours its LAMBDA text; those that the workbook calls become defined names.
        paper: the paper that its sheets are set up for: `a4` or `letter`.
        example: whether what is filled in is invented, which every sheet then says in its heading.
    """

    def __init__(
        self,
        target: Any,
        texts: Texts,
        tables: Mapping[str, Sequence[Column]],
        pages: Sequence[str],
        names: Mapping[str, str],
        *,
        paper: str = "a4",
        example: bool = False,
    ) -> None:
        formats = {part: texts[f"format.{part}"] for part in FORMATS}
        # Else each of a hundred parts has a temporary file, which stays where the disk is full.
        self.workbook = xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": formats["month"]})
        self.workbook.formats[0].set_font_name(FONT)
        self.workbook.formats[0].set_font_size(10)
        self.styles = Styles(self.workbook, formats, right_to_left=texts.right_to_left)
        self.texts = texts
        self.paper = PAPERS[paper]
        self.example = example
        self.called: set[str] = set()
        self.tables = tables
        self.pages = pages
        self._names = names
        self._unprinted: list[Sheet] = []
        self._headings = {
            table: {column.key: texts[f"{table.lower()}.{column.key}"] for column in columns}
            for table, columns in tables.items()
        }

    def sheet(
        self,
        key: str,
        widths: Sequence[float],
        *,
        landscape: bool = False,
        use: str = "input",
        prints: bool | None = None,
    ) -> Sheet:
        """Add a sheet, with its head drawn.

        Args:
            key: what its texts begin with.
            widths: those of its columns from A on, in characters.
            landscape: how its pages lie.
            use: one of the keys of `sheet.TABS`. A sheet for results is protected, without a password: its formulas
                cannot be overtyped by accident. A sheet with tables is not, because a protected table cannot grow.
            prints: whether it is printed with the workbook; without it the first sheet and those for results are.
        """
        sheet = Sheet(self, key, widths, landscape=landscape, use=use)
        if not (use in PROTECTED if prints is None else prints):
            self._unprinted.append(sheet)
        # The first sheet has its links in its steps and checks.
        sheet.head(() if use == "start" else self.pages)
        return sheet

    def sheet_name(self, key: str) -> str:
        """Return the name of a sheet in the book's language."""
        return self.texts[f"{key}.sheet"]

    def reference(self, key: str, cells: str) -> str:
        """Return an absolute reference to cells of a sheet, as `'Sheet'!$A$1:$B$2`."""
        return f"{in_apostrophes(self.sheet_name(key))}!{fixed_area(*area_of(cells))}"

    def heading(self, table: str, key: str) -> str:
        """Return the heading of a table's column."""
        return self._headings[table][key]

    def formula(self, text: str) -> str:
        """Return a formula with the columns and the sheets that it names in the words of the language."""

        def name(found: re.Match[str]) -> str:
            table, this_row, first, last = found.groups()
            columns = f"[{self.heading(table, first)}]" + (f":[{self.heading(table, last)}]" if last else "")
            if this_row:
                return f"{table}[[#This Row],{columns}]"
            return f"{table}[{columns}]" if last else f"{table}{columns}"

        self.called.update(OURS.findall(text))
        return _COLUMN.sub(name, _CELLS.sub(lambda found: self.reference(found[1], found[2]), text))

    def define(self, name: str, refers_to: str) -> None:
        """Give a name to cells or to a formula."""
        self.workbook.define_name(name, "=" + self.formula(refers_to))

    def close(self, *, title: str, subject: str, company: str) -> None:
        """Name the functions that were called, and write the file."""
        for sheet in self._unprinted:
            # One blank cell: LibreOffice, which prints every sheet, leaves out a page with nothing on it. Paper, scale
            # and breaks stay for whoever clears the area.
            sheet.ws.print_area(UNPRINTED)
        for name in sorted(self.called & self._names.keys()):
            self.workbook.define_name(name, "=" + self._names[name].removeprefix("="))
        self.workbook.set_properties(
            {
                "title": title,
                "subject": subject,
                "author": "SOCROI",
                "company": company,
                "category": "Social media ROI",
                "keywords": "ROI, social media, marketing",
                "created": CREATED,
            }
        )
        self.workbook.close()
