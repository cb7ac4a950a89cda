"""What a sheet of a template is made of: headings, input cells with notes, formulas, tables, all worded by a language.

Formulas are written once for all languages. They name a table's column by its key, `Results[quantity]` or
`Results[@quantity]` for the same row, and cells of another sheet by its key, `results!B7:B9`; the book puts in the
heading and the sheet's name of its language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from socroi.excel.addresses import address, area_of, cell_of, fixed_area, in_apostrophes
from socroi.templates.style import BLUE, FONT, FORMATS, MUTED, NAVY, Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from socroi.templates.texts import Texts

CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
ROOM: Final = 2000
"""Drop-downs and checks reach down to this row, so that a row added below a table has them too."""

ROOMY: Final = 9
"""A column of at least this width has room for a link to a sheet."""

TITLE: Final = 32
"""Characters that the title of a note may have."""

UNPRINTED: Final = "A3:A3"
"""A cell that is blank on every sheet."""
PROTECTED: Final = frozenset({"start", "result"})

TABS: Final = {"start": NAVY, "result": BLUE, "input": "#E8CF73", "lists": MUTED}
"""The colours of the sheets' tabs, by what a sheet is for."""
PAPERS: Final = {"a4": 9, "letter": 1}

_COLUMN = re.compile(r"\b([A-Z][A-Za-z]+)\[(@?)([a-z_]+)(?::([a-z_]+))?\]")
_CELLS = re.compile(r"\b([a-z_]+)!([A-Z]+\d+(?::[A-Z]+\d+)?)")
_OURS = re.compile(r"\b(SOC[A-Z]+|KPIVALUE)\(")
_RULES: Final[dict[str, dict[str, Any]]] = {
    "amount": {"validate": "decimal", "criteria": ">=", "value": 0},
    "rate": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
    "date": {
        "validate": "date",
        "criteria": "between",
        "minimum": date(2000, 1, 1),
        "maximum": date(2099, 12, 31),
    },
    "months": {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 120},
    "half": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 0.5},
    "above": {"validate": "decimal", "criteria": ">", "value": 0},
    "whole": {"validate": "integer", "criteria": ">=", "value": 0},
    "ten": {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 10},
    "five": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 5},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Args:
        key: names the column in formulas; its heading is the text `<table>.<key>`, its note `<table>.<key>.prompt`.
        look: the parts of its cell format after `input` or `computed`.
        formula: what a row computes, in plain Excel: a table may hold no array formula, which a call of ours would
            be. A column without one is for input.
        choices: the defined name behind its drop-down.
        rule: one of the keys of `_RULES`, such as `amount`: what may be typed.
        free: whether other texts than those of the drop-down may be typed too.
        added: whether workbooks of an older edition lack it.
    """

    key: str
    look: tuple[str, ...] = ()
    formula: str | None = None
    choices: str | None = None
    rule: str | None = None
    free: bool = False
    added: bool = False


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
            use: one of the keys of `TABS`. A sheet for results is protected, without a password: its formulas cannot
                be overtyped by accident. A sheet with tables is not, because a protected table cannot grow.
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

        self.called.update(_OURS.findall(text))
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


class Sheet:
    """One sheet of a book. Cells are named as in the sheet (`B4`); texts are named by their keys."""

    def __init__(self, book: Book, key: str, widths: Sequence[float], *, landscape: bool, use: str) -> None:
        self.book = book
        self.key = key
        self.width = len(widths)
        self.landscape = landscape
        self._widths = widths
        self.band = ("example",) if book.example else ()
        self._roomy = [column for column, width in enumerate(widths) if width >= ROOMY]
        self.ws: Worksheet = book.workbook.add_worksheet(book.sheet_name(key))
        self.ws.hide_gridlines(2)
        self.ws.set_tab_color(TABS[use])
        if use in PROTECTED:
            self.ws.protect("", {"objects": True, "format_columns": True, "format_rows": True})
        for column, width in enumerate(widths):
            self.ws.set_column(column, column, width, book.styles("plain"))
        if book.texts.right_to_left:
            self.ws.right_to_left()
        if landscape:
            self.ws.set_landscape()
        self.ws.set_paper(book.paper)
        self.ws.fit_to_pages(1, 0)
        self.ws.set_margins(left=0.45, right=0.45, top=0.5, bottom=0.6)
        self.ws.set_footer("&L&8&F&C&8&A&R&8&P / &N")
        self.ws.center_horizontally()

    def head(self, pages: Sequence[str]) -> None:
        """Draw the title band and, under it, a link to every other sheet."""
        style = self.book.styles
        band = self.band
        for column in range(self.width + 1):
            self.ws.write_blank(0, column, None, style("title", *band))
            self.ws.write_blank(1, column, None, style("subtitle", *band))
        self.ws.set_row(0, 34)
        self.ws.set_row(1, 20)
        self.ws.set_row(2, 20)
        self.text("B1", f"{self.key}.title", "title", *band)
        self.text("B2", "word.example" if self.book.example else f"{self.key}.subtitle", "subtitle", *band)
        for column, page in zip(self._roomy, self._nearest(pages), strict=False):
            name = self.book.sheet_name(page)
            cell = address(2, column)
            if page == self.key:
                self.ws.write_string(cell, name, style("link", "here", "center"))
            else:
                self.link(cell, page, name, "link", "center")

    def _nearest(self, pages: Sequence[str]) -> list[str]:
        """Return the sheets to link to, in their order; the nearest, where there is no room for all."""
        if not pages:
            return []
        here = pages.index(self.key)
        by_need = sorted(pages, key=lambda page: (page != pages[0], abs(pages.index(page) - here)))
        return sorted(by_need[: len(self._roomy)], key=pages.index)

    def link(self, cell: str, page: str, words: str, *look: str) -> None:
        """Write a link to another sheet."""
        place = in_apostrophes(self.book.sheet_name(page))
        self.ws.write_url(cell, f"internal:{place}!A1", self.book.styles(*look), words)

    def text(self, cell: str, key: str, *look: str) -> None:
        """Write a text; over several cells it is merged."""
        words = self.book.texts[key]
        if ":" in cell:
            self.ws.merge_range(cell, words, self.book.styles(*look))
        else:
            self.ws.write_string(cell, words, self.book.styles(*look))

    def merged(self, cells: str, *look: str) -> None:
        """Merge cells without writing into them; one cell stays as it is."""
        if ":" in cells:
            self.ws.merge_range(cells, "", self.book.styles(*look))

    def print(self, last: str, breaks: Sequence[int] = (), *, scale: int = 100) -> None:
        """Print down to the cell `last`, as wide as the page; a page ends after each row of `breaks`.

        With breaks the scale is fixed, to suit A4 and Letter alike, and `scale` at most: Excel would ignore them on a
        sheet that it fits.
        """
        row, column = cell_of(last)
        self.ws.print_area(0, 0, row, column)
        if breaks:
            width = sum(self._widths[: column + 1]) * 7 + 5 * (column + 1)
            room = (9.2 if self.landscape else 6.8) * 96
            self.ws.set_h_pagebreaks(list(breaks))
            self.ws.set_print_scale(max(10, min(scale, int(100 * room / width))))

    def sparkline(self, cell: str, options: Mapping[str, Any]) -> None:
        """Draw a small chart in a cell; on a sheet that is read from right to left, so is it."""
        self.ws.add_sparkline(cell, {**options, **({"reverse": True} if self.book.texts.right_to_left else {})})

    def section(self, cells: str, key: str) -> None:
        """Write a section heading, ruled over all of `cells`."""
        row, left, _, right = area_of(cells)
        for column in range(left, right + 1):
            self.ws.write_blank(row, column, None, self.book.styles("section"))
        self.ws.set_row(row, 24)
        self.text(address(row, left), key, "section")

    def array(self, cell: str, formula: str, *look: str) -> None:
        """Write a formula that looks at ranges row by row and returns one value, as an array formula of Excel 2010."""
        text = "=" + self.book.formula(formula)
        self.ws.write_array_formula(f"{cell}:{cell}", text, self.book.styles(*look), "")

    def formula(self, cell: str, formula: str, *look: str, name: str | None = None) -> None:
        """Write a formula, as a dynamic array where it calls a function of ours; `name` names its cells.

        A range in `cell` is where the result spills. The value is left to whoever recalculates.
        """
        ours = _OURS.search(formula) is not None
        text = "=" + self.book.formula(formula)
        form = self.book.styles(*look)
        if ours or ":" in cell:
            self.ws.write_dynamic_array_formula(cell if ":" in cell else f"{cell}:{cell}", text, form, "")
            top, left, bottom, right = area_of(cell)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        self.ws.write_blank(row, column, None, form)
        else:
            self.ws.write_formula(cell, text, form, "")
        if name:
            self.book.define(name, self.book.reference(self.key, cell))

    def value(self, cell: str, value: Any, *look: str) -> None:
        """Write a value as it is; None leaves the cell blank."""
        form = self.book.styles(*look)
        if value is None or value == "":
            self.ws.write_blank(cell, None, form)
        elif isinstance(value, datetime | date):
            self.ws.write_datetime(cell, value, form)
        elif isinstance(value, str) and value.startswith("="):
            self.formula(cell, value.removeprefix("="), *look)
        elif isinstance(value, str):
            self.ws.write_string(cell, value, form)
        else:
            self.ws.write_number(cell, value, form)

    def input(
        self,
        cell: str,
        value: Any,
        key: str,
        *look: str,
        choices: str | None = None,
        rule: str | None = None,
        name: str | None = None,
    ) -> None:
        """Write an input cell with its note `<key>.prompt`, under the note's title `<key>`."""
        self.value(cell, value, "input", *look)
        self.check(cell, key, choices=choices, rule=rule)
        if name:
            self.book.define(name, self.book.reference(self.key, cell))

    def check(
        self, cells: str, key: str, *, choices: str | None = None, rule: str | None = None, free: bool = False
    ) -> None:
        """Put a note on input cells, and a drop-down or a rule for what may be typed.

        A drop-down that is `free` offers what it has, and lets anything else be typed too.
        """
        texts = self.book.texts
        options: dict[str, Any] = {"validate": "any"}
        if choices:
            options = {"validate": "list", "source": f"={choices}", "error_message": texts["error.choices"]}
            options |= {"show_error": not free}
        elif rule:
            options = {**_RULES[rule], "error_message": texts[f"error.{rule}"]}
        # A title has 32 characters at most; a longer name stands beside the cell anyway.
        title = {"input_title": texts[key]} if len(texts[key]) <= TITLE else {}
        options |= {**title, "input_message": texts[f"{key}.prompt"]}
        if "error_message" in options:
            options |= {"error_title": texts["error.title"], "error_type": "stop"}
        self.ws.data_validation(cells, options)

    def table(
        self,
        name: str,
        row: int,
        rows: Sequence[Mapping[str, Any]],
        *,
        size: int,
        left: int = 1,
        filters: bool = False,
        reach: int | None = None,
    ) -> int:
        """Draw a table with its heading in `row` (1 for the first), and return its last row.

        Args:
            name: the table's name in formulas.
            row: where the headings stand.
            rows: what to fill in, by column key.
            size: rows the table has, at least; the rest stays blank.
            left: its first column, 1 for B.
            filters: whether the headings carry filter buttons.
            reach: the last row that has the drop-downs; the table's own last row when not given.
        """
        style, columns = self.book.styles, self.book.tables[name]
        count = max(size, len(rows))
        options: list[dict[str, Any]] = []
        for column in columns:
            look = style("computed" if column.formula else "input", *column.look)
            option: dict[str, Any] = {
                "header": self.book.heading(name, column.key),
                "header_format": style("header"),
                "format": look,
            }
            if column.formula:
                option["formula"] = "=" + self.book.formula(column.formula)
            options.append(option)
        self.ws.add_table(
            row - 1,
            left,
            row - 1 + count,
            left + len(columns) - 1,
            {"name": name, "columns": options, "style": None, "autofilter": filters},
        )
        for number in range(count):
            given = rows[number] if number < len(rows) else {}
            for place, column in enumerate(columns, left):
                cell = address(row + number, place)
                if column.formula:
                    self.formula(cell, column.formula, "computed", *column.look)
                else:
                    self.value(cell, given.get(column.key), "input", *column.look)
        for place, column in enumerate(columns, left):
            if not column.formula:
                last = max(reach or 0, row + count)
                cells = f"{address(row, place)}:{address(last - 1, place)}"
                key = f"{name.lower()}.{column.key}"
                self.check(cells, key, choices=column.choices, rule=column.rule, free=column.free)
        return row + count
