"""The page as a Word document: text and tables that can be edited, and pictures of the charts."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from socroi.reports.page import drawing
from socroi.reports.page.content import numeric
from socroi.reports.page.html import chart
from socroi.reports.page.paper import picture, sheet, wanted

if TYPE_CHECKING:
    from socroi.reports.page.content import Lines, Page, Table

SIZES = {"a4": (210, 297), "letter": (215.9, 279.4)}
"""Width and height in millimetres."""
MARGIN = 18
SHORT = 16
"""Rows of a table that is not divided between pages."""


def docx(page: Page, paper: str = "a4") -> bytes:
    """Return the page as a Word document.

    Raises:
        UsageError: the extra `report` is not installed.
    """
    made = wanted("docx").Document()
    from docx.shared import Mm, Pt

    section = made.sections[0]
    width, height = SIZES[paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    made.core_properties.title = f"{page.title} {page.period}"
    made.core_properties.author = page.brand.name or page.company
    made.core_properties.language = page.language
    made.styles["Normal"].font.size = Pt(10)
    if page.brand.font:
        made.styles["Normal"].font.name = page.brand.font
    # A copy of the styles for Word 2007 in python-docx's template, which lacks the styles that we change.
    for key in [key for key, each in made.part.rels.items() if each.reltype.endswith("/stylesWithEffects")]:
        del made.part.rels[key]
    _Writing(made, page, Mm(width - 2 * MARGIN)).write()
    out = BytesIO()
    made.save(out)
    return out.getvalue()


class _Writing:
    """Puts the parts of the page into the document, one after the other."""

    def __init__(self, made: Any, page: Page, width: Any) -> None:
        self.made = made
        self.page = page
        self.width = width
        self.turned = page.direction == "rtl"

    def write(self) -> None:
        page = self.page
        if page.brand.logo:
            from docx.shared import Mm

            self.made.add_paragraph().add_run().add_picture(BytesIO(page.brand.logo), height=Mm(14))
            self._describe(page.logo_text)
        self._heading(page.title, 0)
        self._line(" · ".join(part for part in (page.company, page.brand.name, page.period, page.money) if part))
        if page.label:
            self._line(page.label, bold=True)
        self._cards()
        self._lines(page.said)
        if page.bars is not None:
            self._picture(drawing.bars(page.bars, page), page.bars.title)
        if page.columns is not None:
            self._picture(drawing.columns(page.columns, page), f"{page.columns.title}. {page.columns.description}")
        if page.moved is not None:
            steps = "; ".join(map(": ".join, zip(page.moved.names, page.moved.shown, strict=True)))
            self._picture(drawing.waterfall(page.moved, page), f"{page.moved.title}. {steps}")
        for table in page.tables:
            self._table(table)
        for line in page.known.lines:
            self._line(line)
        self._lines(page.next)
        self._lines(page.open)
        for line in page.footer:
            self._line(line)

    def _cards(self) -> None:
        grid = self.made.add_table(rows=1, cols=len(self.page.cards))
        self._turn(grid)
        for cell, card in zip(grid.rows[0].cells, self.page.cards, strict=True):
            self._fill(cell.paragraphs[0], card.label)
            self._fill(cell.add_paragraph(), card.value, bold=True, size=16)
            self._fill(cell.add_paragraph(), card.note, size=8)

    def _lines(self, lines: Lines) -> None:
        if lines.lines:
            self._heading(lines.title, 2)
            for line in lines.lines:
                self._line(line)

    def _table(self, table: Table) -> None:
        self._heading(table.title, 2)
        grid = self.made.add_table(rows=1 + len(table.rows), cols=len(table.headings), style="Light List")
        self._turn(grid)
        numbers = numeric(table)
        for row, texts in enumerate([table.headings, *table.rows]):
            strong = row == 0 or row - 1 in table.strong or None
            for cell, text, ends in zip(grid.rows[row].cells, texts, numbers, strict=True):
                paragraph = cell.paragraphs[0]
                self._fill(paragraph, text, bold=strong, ends=ends)
                # A short table stays on one page, its heading above it.
                paragraph.paragraph_format.keep_with_next = row < len(table.rows) <= SHORT
                if row == 0:
                    self._shade(cell)
        self._repeat(grid)
        if table.note:
            self._line(table.note)

    def _heading(self, text: str, level: int) -> None:
        self._direct(self.made.add_heading(text, level))

    def _line(self, text: str, *, bold: bool = False) -> None:
        self._fill(self.made.add_paragraph(), text, bold=bold)

    def _fill(
        self, paragraph: Any, text: str, *, bold: bool | None = None, size: int | None = None, ends: bool = False
    ) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        run = paragraph.add_run(text)
        run.bold = bold
        if size:
            run.font.size = Pt(size)
        paragraph.paragraph_format.space_after = Pt(2)
        if ends:
            # In a paragraph from right to left, Word's "right" is the side where its lines end.
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self._direct(paragraph)

    def _direct(self, paragraph: Any) -> None:
        """Let a paragraph be read from right to left, where the page is."""
        if self.turned:
            from docx.oxml import OxmlElement

            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001 - python-docx has no direction
            for run in paragraph.runs:
                run.font.rtl = True

    def _turn(self, grid: Any) -> None:
        if self.turned:
            from docx.enum.table import WD_TABLE_DIRECTION

            grid.table_direction = WD_TABLE_DIRECTION.RTL

    def _repeat(self, grid: Any) -> None:
        """Mark the first row as that of headings, which is read aloud and repeated on each page."""
        from docx.oxml import OxmlElement

        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no such mark

    def _shade(self, cell: Any) -> None:
        """Give a heading the colour of the brand."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        brand = self.page.brand
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", brand.colour.removeprefix("#"))):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no colour of a cell
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = RGBColor.from_string(brand.ink.removeprefix("#"))

    def _picture(self, drawn: str, text: str) -> None:
        content = picture(sheet(chart(self.page, drawn)), 200, trimmed=True)
        self.made.add_picture(BytesIO(content), width=self.width)
        self._describe(text)

    def _describe(self, text: str) -> None:
        """Give the picture that was put in last its text for who does not see it."""
        self.made.inline_shapes[len(self.made.inline_shapes) - 1]._inline.docPr.set("descr", text)  # noqa: SLF001 - likewise
