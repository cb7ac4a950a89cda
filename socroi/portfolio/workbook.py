"""The portfolio as a workbook: a page for each question with its chart, every client with its books, every line."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.portfolio.questions import clients, pages
from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from socroi.portfolio.questions import Page
    from socroi.portfolio.result import Portfolio

_ROWS: Final = 1_000_000
"""Lines that a sheet has room for, headings left out."""
_LONGEST: Final = 32_767
_LINK: Final = 2_000
"""The longest text and the longest address that Excel takes."""
BLUE: Final = "#2B6C99"
ORANGE: Final = "#C8641B"
_SHEETS: Final = {"earns": "Earns", "loses": "Loses", "next": "Next", "unknown": "Not known"}
_FIGURES: Final = (
    ("returned", "Return", "money"), ("cost", "Cost", "money"), ("profit", "Profit", "money"),
    ("roi", "ROI", "percent"), ("status", "Why none", "text"),
)  # fmt: skip
_RANGE: Final = (("roi_low", "ROI low", "percent"), ("roi_high", "ROI high", "percent"))
"""With what is estimated beside the counted return."""
_ALL: Final = (
    ("lines", "Rows", "count"), ("returned", "Return", "money"), ("own_cost", "Own cost", "money"),
    ("shared_cost", "Shared cost", "money"), ("cost", "Cost", "money"), ("profit", "Profit", "money"),
    ("roi", "ROI", "percent"), ("status", "Why none", "text"), ("rank", "Rank by profit", "count"),
    ("deviation", "Deviations from the median", "decimal"), ("odd", "Unlike the others", "flag"),
    ("claimers", "Platforms that claim the sales", "count"), ("aside", "Not counted beside better figures", "money"),
    *((f"returned_{name}", f"Return {name}", "money") for name in ("low", "likely", "high")),
    *((f"roi_{name}", f"ROI {name}", "percent") for name in ("low", "likely", "high")),
)  # fmt: skip


def write_workbook(result: Portfolio, target: Path) -> None:
    """Write the workbook.

    Raises:
        UsageError: there are more lines than a sheet has rows.
    """
    import xlsxwriter

    if len(result.lines) > _ROWS:
        raise UsageError(
            f"{len(result.lines):,} lines are more than a sheet has rows.",
            where=str(target),
            hint="Write .parquet or .csv, or divide by less with --by.",
        )
    content = io.BytesIO()
    # No text of the data may become a formula, a number or a link by the way it begins.
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(content, plain)
    _Writing(book, result, target).write()
    book.close()
    put(target, content.getvalue())


class _Writing:
    def __init__(self, book: Any, result: Portfolio, target: Path) -> None:
        self.book, self.result = book, result
        self.folder = Path(os.path.realpath(target)).parent
        formats = {
            "title": {"bold": True, "font_size": 16},
            "note": {"text_wrap": True, "valign": "top", "font_color": "#555555"},
            "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
            "head_right": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "align": "right"},
            "text": {"valign": "top"},
            "wrap": {"text_wrap": True, "valign": "top"},
            "money": {"num_format": "#,##0;[Color53]-#,##0", "valign": "top"},
            "percent": {"num_format": '#,##0"%";[Color53]-#,##0"%"', "valign": "top"},
            "count": {"num_format": "#,##0", "valign": "top"},
            "decimal": {"num_format": "0.0", "valign": "top"},
            "flag": {"valign": "top"},
            "link": {"font_color": BLUE, "underline": 1, "valign": "top"},
        }
        self.formats = {name: book.add_format(look) for name, look in formats.items()}

    def write(self) -> None:
        """Write all sheets."""
        shown = pages(self.result)
        self._overview(shown)
        for page in shown:
            self._page(page)
        self._clients()
        self._lines()

    def _overview(self, shown: Sequence[Page]) -> None:
        sheet = self._sheet("Portfolio")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 70)
        self._text(sheet, 0, 0, "Portfolio", "title")
        total = self.result.total
        row = 2
        for name, figure, look in (
            (f"Return, {total.label}", total.returned, "money"), ("Cost", total.cost, "money"),
            ("Profit", total.profit, "money"), ("ROI", total.roi, "percent"),
        ):  # fmt: skip
            self._text(sheet, row, 0, name, "text")
            self._cell(sheet, row, 1, figure, look)
            row += 1
        if self.result.currency:
            self._text(sheet, row, 0, "Currency", "text")
            self._text(sheet, row, 1, self.result.currency, "text")
            row += 1
        row += 1
        for page in shown:
            sheet.write_url(row, 0, f"internal:'{_SHEETS[page.key]}'!A1", self.formats["link"], string=page.title)
            self._text(sheet, row, 1, page.sentence, "wrap")
            row += 1
        row += 1
        for remark in self.result.remarks:
            sheet.merge_range(row, 0, row, 1, "", self.formats["note"])
            self._text(sheet, row, 0, remark, "note")
            sheet.set_row(row, 15 * (1 + len(remark) // 105))
            row += 1

    def _sheet(self, name: str) -> Any:
        """Add a sheet that prints on pages of one width."""
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        return sheet

    def _page(self, page: Page) -> None:
        name = _SHEETS[page.key]
        sheet = self._sheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 4, 12)
        sheet.set_column(5, 5, 24)
        self._text(sheet, 0, 0, page.title, "title")
        sheet.merge_range(1, 0, 1, 5, "", self.formats["note"])
        self._text(sheet, 1, 0, page.sentence, "note")
        sheet.set_row(1, 32)
        self._text(sheet, 3, 0, "Line", "head")
        self._heads(sheet, 3, 1, _FIGURES)
        for row, line in enumerate(page.lines.to_dict("records"), 4):
            self._text(sheet, row, 0, line["name"], "text")
            for column, (key, _, look) in enumerate(_FIGURES, 1):
                self._cell(sheet, row, column, line[key], look)
        sheet.freeze_panes(4, 1)
        if page.lines[page.figure].notna().sum() == 0:
            return
        last = 3 + len(page.lines)
        column = 1 + [key for key, _, _ in _FIGURES].index(page.figure)
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": [name, 3, column],
                "categories": [name, 4, 0, last, 0],
                "values": [name, 4, column, last, column],
                "fill": {"color": BLUE if page.key in {"earns", "next"} else ORANGE},
                "gap": 40,
            }
        )
        chart.set_title({"name": page.title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "label_position": "low"})
        shown = '#,##0"%"' if page.figure == "roi" else "#,##0"
        chart.set_x_axis({"num_format": shown, "major_gridlines": {"visible": True, "line": {"color": "#DDDDDD"}}})
        chart.set_size({"width": 640, "height": 120 + 22 * len(page.lines)})
        sheet.insert_chart(3, 7, chart, {"description": f"{page.title} {page.sentence}"})

    def _clients(self) -> None:
        sheet, figures = self._sheet("Clients"), (*_FIGURES, *_RANGE)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 4, 12)
        sheet.set_column(5, 5, 24)
        sheet.set_column(6, 7, 10)
        sheet.set_column(8, 8, 30)
        sheet.set_column(9, 9, 70)
        self._text(sheet, 0, 0, "Client", "head")
        self._heads(sheet, 0, 1, figures)
        self._text(sheet, 0, 8, "Book", "head")
        self._text(sheet, 0, 9, "Open checks", "head")
        row = 1
        for client in clients(self.result):
            self._text(sheet, row, 0, client.name, "text")
            for column, (key, _, look) in enumerate(figures, 1):
                self._cell(sheet, row, column, None if client.line is None else client.line[key], look)
            checks = client.problem or "\n".join(client.checks) or ("none" if client.files else "")
            self._text(sheet, row, 9, checks, "wrap")
            for place, file in enumerate(client.files or ("",)):
                if file:
                    self._link(sheet, row + place, 8, file)
            row += max(1, len(client.files))
        sheet.freeze_panes(1, 1)
        if row > 1:
            sheet.autofilter(0, 0, row - 1, 9)

    def _lines(self) -> None:
        sheet = self._sheet("Lines")
        by = self.result.question.by
        sheet.set_column(0, len(by) - 1, 22)
        sheet.set_column(len(by), len(by) + len(_ALL) - 1, 13)
        for column, name in enumerate(by):
            self._text(sheet, 0, column, name.capitalize(), "head")
        self._heads(sheet, 0, len(by), _ALL)
        frame: pd.DataFrame = self.result.lines
        for row, line in enumerate(frame.to_dict("records"), 1):
            for column, name in enumerate(by):
                self._text(sheet, row, column, line[name], "text")
            for column, (key, _, look) in enumerate(_ALL, len(by)):
                self._cell(sheet, row, column, line[key], look)
        sheet.freeze_panes(1, len(by))
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(by) + len(_ALL) - 1)

    def _heads(self, sheet: Any, row: int, first: int, figures: Sequence[tuple[str, str, str]]) -> None:
        for column, (_, heading, look) in enumerate(figures, first):
            self._text(sheet, row, column, heading, "head" if look in {"text", "flag"} else "head_right")

    def _cell(self, sheet: Any, row: int, column: int, figure: Any, look: str) -> None:
        if look == "text":
            self._text(sheet, row, column, figure, look)
        elif look == "flag":
            self._text(sheet, row, column, "yes" if figure else "", look)
        elif figure is not None and not _missing(figure):
            sheet.write_number(row, column, float(figure), self.formats[look])

    def _text(self, sheet: Any, row: int, column: int, text: Any, look: str) -> None:
        if text is not None and str(text):
            sheet.write_string(row, column, str(text)[:_LONGEST], self.formats[look])

    def _link(self, sheet: Any, row: int, column: int, file: str) -> None:
        """Link to a book: as seen from the folder of this workbook, so that both can be moved together."""
        path = Path(os.path.realpath(file))
        try:
            place = os.path.relpath(path, self.folder)
        except ValueError:  # on another drive
            place = str(path)
        # Excel takes # for the beginning of a place inside the file.
        if "#" in place or len(place) > _LINK:
            self._text(sheet, row, column, path.name, "text")
            return
        sheet.write_url(row, column, f"external:{place}", self.formats["link"], string=path.name[:250])


def _missing(figure: Any) -> bool:
    import pandas as pd

    return bool(pd.isna(figure))
