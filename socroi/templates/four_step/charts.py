"""The native charts of the sheet ROI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from socroi.templates.four_step.lists import PLATFORM_ROOM
from socroi.templates.style import BLUE, FONT, INK, LINE, MUTED, ORANGE

if TYPE_CHECKING:
    from socroi.templates.canvas import Sheet


def draw_charts(sheet: Sheet, platform: int, month: int) -> None:
    """Draw ROI by platform, and cost against return by month, above the blocks whose first rows are given."""
    left = _by_platform(sheet, platform)
    right = _by_month(sheet, month)
    texts = sheet.book.texts
    sheet.section("B9:J9", "roi.charts")
    size = {"x_offset": 2, "y_offset": 6, "object_position": 1}
    left.set_size({"width": 452, "height": 356})
    right.set_size({"width": 470, "height": 356})
    sheet.ws.insert_chart("B10", left, {**size, "description": texts["roi.chart.platform.alt"]})
    sheet.ws.insert_chart("F10", right, {**size, "x_offset": 8, "description": texts["roi.chart.month.alt"]})


def _column(sheet: Sheet, column: str, row: int, count: int) -> str:
    """Return the formula of a chart's series: `count` cells down from a row."""
    return "=" + sheet.book.reference("roi", f"{column}{row}:{column}{row + count - 1}")


def _font(size: float, **more: Any) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": INK, **more}


def _by_platform(sheet: Sheet, row: int) -> Any:
    """Return the bars of ROI, one for each platform, the first at the top."""
    texts = sheet.book.texts
    chart = sheet.book.workbook.add_chart({"type": "bar"})
    for heading, column, colour in (("roi.gain", "O", BLUE), ("roi.loss", "P", ORANGE)):
        chart.add_series(
            {
                "name": texts[heading],
                "categories": _column(sheet, "B", row, PLATFORM_ROOM),
                "values": _column(sheet, column, row, PLATFORM_ROOM),
                "fill": {"color": colour},
                "gap": 45,
                "overlap": 100,
                "data_labels": {"value": True, "num_format": '#,##0"%";-#,##0"%";', "font": _font(9)},
            }
        )
    chart.set_title({"name": texts["roi.chart.platform"], "name_font": _font(11, bold=True), "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {
            "reverse": True,
            "num_font": _font(9),
            "label_position": "low",
            "line": {"color": MUTED},
            "major_tick_mark": "none",
        }
    )
    # The labels say each value: the axis would only repeat them.
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart


def _by_month(sheet: Sheet, row: int) -> Any:
    """Return the columns of cost and return, month by month."""
    texts = sheet.book.texts
    chart = sheet.book.workbook.add_chart({"type": "column"})
    for heading, column, colour in (("roi.return", "E", BLUE), ("roi.cost", "H", ORANGE)):
        chart.add_series(
            {
                "name": texts[heading],
                "categories": _column(sheet, "B", row, 12),
                "values": _column(sheet, column, row, 12),
                "fill": {"color": colour},
                "gap": 60,
                "overlap": 0,
            }
        )
    chart.set_title({"name": texts["roi.chart.month"], "name_font": _font(11, bold=True), "overlay": False})
    chart.set_legend({"position": "bottom", "font": _font(9)})
    chart.set_x_axis(
        {
            "text_axis": True,
            "num_format": "mmm",
            "num_font": _font(8),
            "line": {"color": MUTED},
            "major_tick_mark": "none",
        }
    )
    chart.set_y_axis(
        {
            "num_format": "#,##0",
            "num_font": _font(8),
            "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
            "line": {"none": True},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    return chart
