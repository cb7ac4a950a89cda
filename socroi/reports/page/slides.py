"""The page as two slides of PowerPoint: the answer with charts that can be edited, and the tables behind it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from socroi.reports.page.content import numeric
from socroi.reports.page.drawing import BLUE, MUTED, ORANGE
from socroi.reports.page.paper import wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.reports.page.content import Page, Table

    Written = tuple[str, int, str, bool]
    """A paragraph: text, size, colour, and whether it is bold."""

WIDTH: Final = 13.333
HEIGHT: Final = 7.5
MARGIN: Final = 0.45
"""Inches, as all sizes here."""
LOGO: Final = 2.8
"""What a logo may take of the band."""
LETTERS: Final = 5.5
"""Letters of a title that fit on an inch."""
LOSS: Final = "#8A3F00"
INK: Final = "#22313C"


def pptx(page: Page) -> bytes:
    """Return the page as PowerPoint.

    Raises:
        UsageError: the extra `report` is not installed.
    """
    deck = wanted("pptx").Presentation()
    from pptx.util import Inches

    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    deck.core_properties.title = f"{page.title} {page.period}"
    deck.core_properties.author = page.brand.name or page.company
    drawing = _Slides(deck, page)
    drawing.answer()
    drawing.moved()
    drawing.tables()
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


class _Slides:
    """Puts the parts of the page on slides."""

    def __init__(self, deck: Any, page: Page) -> None:
        self.deck = deck
        self.page = page
        self.turned = page.direction == "rtl"

    def answer(self) -> None:
        """The slide with the answer: figures, sentences and charts."""
        slide = self._slide(self.page.title)
        step = (WIDTH - 2 * MARGIN) / len(self.page.cards)
        for place, card in enumerate(self.page.cards):
            loss = LOSS if card.loss else self.page.brand.strong
            lines = [(card.label, 12, MUTED, False), (card.value, 26, loss, True), (card.note, 10, MUTED, False)]
            self._box(slide, self._left(MARGIN + place * step, step), 1.2, step - 0.1, 1.15, lines)
        said = [(line, 13, INK, False) for line in self.page.said.lines]
        self._box(slide, MARGIN, 2.4, WIDTH - 2 * MARGIN, 1.6, said)
        half = (WIDTH - 2 * MARGIN) / 2
        if self.page.bars is not None:
            self._bars(slide, self._left(MARGIN, half), half)
        if self.page.columns is not None:
            self._columns(slide, self._left(MARGIN + half, half), half)

    def moved(self) -> None:
        """The slide with what moved the ROI from the month before, step by step."""
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

        moved = self.page.moved
        if moved is None:
            return
        slide = self._slide(moved.title)
        # A bar stands on one that is not seen; what lies below zero is a series of its own, as bars are stacked to both
        # sides of it. The first of a bar chart stands at the bottom.
        spans = list(reversed(moved.spans))
        data = CategoryChartData(number_format="#,##0.0")
        names = zip(moved.names, moved.shown, strict=True)
        mark = "\N{RIGHT-TO-LEFT MARK}" if self.turned else ""
        data.categories = [f"{mark}{name}: {shown}" for name, shown in names][::-1]
        lows, highs = ([choose(span) for span in spans] for choose in (min, max))
        data.add_series(" ", [low if low > 0 else min(high, 0.0) for low, high in zip(lows, highs, strict=True)])
        data.add_series("+", [round(max(high, 0.0) - max(low, 0.0), 6) for low, high in zip(lows, highs, strict=True)])
        data.add_series("-", [round(min(low, 0.0) - min(high, 0.0), 6) for low, high in zip(lows, highs, strict=True)])
        width = WIDTH - 2 * MARGIN
        chart = self._chart(slide, XL_CHART_TYPE.BAR_STACKED, data, MARGIN, width, moved.title, (1.2, HEIGHT - 2.0))
        chart.has_title, chart.has_legend = False, False
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 40, 100
        base, *seen = plot.series
        base.format.fill.background()
        # Else LibreOffice lets the bars below zero begin at zero.
        base.invert_if_negative = False
        ends = {0, len(spans) - 1}
        colours = [
            MUTED if place in ends else BLUE if end >= start else ORANGE for place, (start, end) in enumerate(spans)
        ]
        for series in seen:
            series.invert_if_negative = False
            _paint(series, colours)
        chart.value_axis.visible = False
        chart.value_axis.reverse_order = self.turned
        chart.value_axis.has_major_gridlines = False
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        self._box(slide, MARGIN, HEIGHT - 0.75, width, 0.5, [(moved.note, 12, MUTED, False)])

    def tables(self) -> None:
        """The slides with the tables, two on each, and what belongs beside them."""
        page = self.page
        there = page.tables
        half = (WIDTH - 2 * MARGIN) / 2
        for first in range(0, len(there), 2):
            slide = self._slide(" · ".join(table.title for table in there[first : first + 2]))
            for place, table in enumerate(there[first : first + 2]):
                self._table(slide, table, self._left(MARGIN + place * half, half), half - 0.2)
        slide = self._slide(page.known.title)
        lines = []
        for part in (page.known, page.next, page.open):
            if part.lines:
                lines.append((part.title, 14, page.brand.strong, True))
                lines += [(line, 12, INK, False) for line in part.lines]
        lines += [(line, 10, MUTED, False) for line in page.footer]
        self._box(slide, MARGIN, 1.3, WIDTH - 2 * MARGIN, HEIGHT - 1.7, lines)

    def _slide(self, title: str) -> Any:
        """A slide with the band, in it the title, whose it is, and the logo."""
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.util import Inches

        page = self.page
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Inches(WIDTH), Inches(1.05))
        band.fill.solid()
        band.fill.fore_color.rgb = _colour(page.brand.colour)
        band.line.fill.background()
        # The band is drawn first, so that the title lies over it.
        slide.shapes._spTree.insert(2, band._element)  # noqa: SLF001 - python-pptx has no order of shapes
        wide = WIDTH - 2 * MARGIN - (LOGO if page.brand.logo else 0)
        heading = slide.shapes.title
        heading.left, heading.top, heading.width, heading.height = (
            Inches(size) for size in (self._left(MARGIN, wide), 0.08, wide, 0.55)
        )
        self._write(heading.text_frame, [(title, 22 if len(title) <= wide * LETTERS else 16, page.brand.ink, True)])
        where = " · ".join(part for part in (page.company, page.period, page.money, page.label) if part)
        self._box(slide, self._left(MARGIN, wide), 0.6, wide, 0.4, [(where, 12, page.brand.ink, False)])
        if page.brand.logo:
            logo = slide.shapes.add_picture(BytesIO(page.brand.logo), 0, Inches(0.18), height=Inches(0.7))
            logo.left = Inches(MARGIN) if self.turned else Inches(WIDTH - MARGIN) - logo.width
            logo.name = page.logo_text
        return slide

    def _left(self, left: float, width: float) -> float:
        """The left side of a box, counted from the right where the page is read from there."""
        return WIDTH - left - width if self.turned else left

    def _box(
        self,
        slide: Any,
        left: float,
        top: float,
        width: float,
        height: float,
        lines: Sequence[Written],
    ) -> None:
        from pptx.util import Inches

        box = slide.shapes.add_textbox(*(Inches(size) for size in (left, top, width, height)))
        self._write(box.text_frame, [line for line in lines if line[0]])

    def _write(self, frame: Any, lines: Sequence[Written]) -> None:
        """Write paragraphs."""
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
        from pptx.util import Pt

        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.TOP
        for place, (text, size, colour, bold) in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = text
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = _colour(colour)
            if self.page.brand.font:
                run.font.name = self.page.brand.font
            paragraph.alignment = PP_ALIGN.LEFT
            if self.turned:
                paragraph.alignment = PP_ALIGN.RIGHT
                paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - python-pptx has no direction of text

    def _bars(self, slide: Any, left: float, width: float) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

        bars = self.page.bars
        if bars is None:
            return
        data = CategoryChartData(number_format='#,##0.0"%"')
        # The first of a bar chart stands at the bottom.
        data.categories = list(reversed(bars.names))
        data.add_series(bars.title, list(reversed(bars.values)))
        chart = self._chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, left, width, bars.title)
        plot = chart.plots[0]
        plot.gap_width = 50
        plot.has_data_labels = True
        plot.series[0].invert_if_negative = False
        _paint(plot.series[0], [ORANGE if (value or 0.0) < 0 else BLUE for value in reversed(bars.values)])
        chart.has_legend = False
        chart.value_axis.visible = False
        chart.value_axis.reverse_order = self.turned
        chart.value_axis.has_major_gridlines = False
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW

    def _columns(self, slide: Any, left: float, width: float) -> None:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

        columns = self.page.columns
        if columns is None:
            return
        data = CategoryChartData(number_format="#,##0")
        data.categories = columns.names
        for name, values in columns.series:
            data.add_series(name, values)
        chart = self._chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, left, width, columns.title)
        for series, colour in zip(chart.plots[0].series, (BLUE, ORANGE), strict=True):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _colour(colour)
        chart.has_legend = True
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.category_axis.reverse_order = self.turned

    def _chart(
        self,
        slide: Any,
        kind: Any,
        data: Any,
        left: float,
        width: float,
        title: str,
        high: tuple[float, float] = (4.0, HEIGHT - 4.2),
    ) -> Any:
        """A chart that can be edited; `high` is its top and its height."""
        from pptx.util import Inches, Pt

        sizes = (Inches(size) for size in (left, high[0], width, high[1]))
        drawn = slide.shapes.add_chart(kind, *sizes, data)
        drawn.name = title
        chart = drawn.chart
        chart.has_title = True
        chart.chart_title.text_frame.text = title
        chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(14)
        chart.font.size = Pt(11)
        # python-pptx numbers axes below zero, which the schema of charts does not allow.
        for number in chart._chartSpace.xpath(".//c:axId | .//c:crossAx"):  # noqa: SLF001 - it has no numbers of axes
            number.set("val", number.get("val").lstrip("-"))
        return chart

    def _table(self, slide: Any, table: Table, left: float, width: float) -> None:
        from pptx.util import Inches

        rows, height = len(table.rows) + 1, 0.3
        sizes = (Inches(size) for size in (left, 1.3, width, height * rows))
        grid = slide.shapes.add_table(rows, len(table.headings), *sizes).table
        numbers = numeric(table)
        columns = zip(table.headings, *table.rows, strict=True)
        weights = [_width(column, whole=number) for number, column in zip(numbers, columns, strict=True)]
        if self.turned:
            grid._tbl.tblPr.set("rtl", "1")  # noqa: SLF001 - python-pptx has no direction of tables
        for place, weight in enumerate(weights):
            grid.columns[place].width = Inches(width * weight / sum(weights))
        for row, texts in enumerate([table.headings, *table.rows]):
            grid.rows[row].height = Inches(height)
            for place, text in enumerate(texts):
                strong = row == 0 or row - 1 in table.strong
                self._cell(grid.cell(row, place), text, strong=strong, heading=row == 0, names=not numbers[place])

    def _cell(self, cell: Any, text: str, *, strong: bool, heading: bool, names: bool) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Inches

        brand = self.page.brand
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.fill.solid()
        cell.fill.fore_color.rgb = _colour(brand.colour if heading else "#FFFFFF")
        self._write(cell.text_frame, [(text, 11, brand.ink if heading else INK, strong)])
        ends = PP_ALIGN.LEFT if names != self.turned else PP_ALIGN.RIGHT
        cell.text_frame.paragraphs[0].alignment = ends


def _width(column: Sequence[str], *, whole: bool) -> float:
    """Return how wide a column is beside others: cells of figures stay on one line, those of names may have two."""
    longest = max(map(len, column))
    return longest + max(len(word) for text in column for word in [*text.split(), ""]) if whole else 1.6 * longest


def _paint(series: Any, colours: Sequence[str]) -> None:
    """Give each bar of a series its colour."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn

    for place, colour in enumerate(colours):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = _colour(colour)
    for point in series._element.findall(qn("c:dPt")):  # noqa: SLF001 - python-pptx has no such mark of one point
        # Without it LibreOffice draws a loss as a gain of the same size.
        point.insert(1, parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))


def _colour(text: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(text.removeprefix("#").upper())
