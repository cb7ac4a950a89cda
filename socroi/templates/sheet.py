"""One sheet of a template under construction: headings, input cells with notes, formulas, tables."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from socroi.excel.addresses import address, area_of, cell_of, in_apostrophes
from socroi.templates.columns import RULES
from socroi.templates.style import BLUE, MUTED, NAVY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.worksheet import Worksheet

    from socroi.templates.canvas import Book

ROOM: Final = 2000
"""Drop-downs and checks reach down to this row, so that a row added below a table has them too."""

ROOMY: Final = 9
"""A column of at least this width has room for a link to a sheet."""

TITLE: Final = 32
"""Characters that the title of a note may have."""

PROTECTED: Final = frozenset({"start", "result"})

TABS: Final = {"start": NAVY, "result": BLUE, "input": "#E8CF73", "lists": MUTED}
"""The colours of the sheets' tabs, by what a sheet is for."""

OURS: Final = re.compile(r"\b(SOC[A-Z]+|KPIVALUE)\(")
"""A call of a function of ours."""


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
        ours = OURS.search(formula) is not None
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
            options = {**RULES[rule], "error_message": texts[f"error.{rule}"]}
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
