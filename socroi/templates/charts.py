"""Native charts in the looks of the workbooks; on sheets that are read from right to left, so are they."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from socroi.excel.addresses import cell_of
from socroi.templates.style import BLUE, FONT, INK, LINE, MUTED, ORANGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.templates.canvas import Book
    from socroi.templates.sheet import Sheet


MANY: Final = 12
"""From so many bars on, their names are small: LibreOffice leaves out every other one where they come too close."""
Picture: TypeAlias = tuple[Any, str]
"""A chart, and the key of what it shows in words."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a chart finds its figures: the sheet of a book whose texts begin with `key`."""

    book: Book
    key: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series of a chart.

    Args:
        name: the key of its name.
        cells: where its values stand on the sheet.
        colour: of its bars or its line.
        labels: the number format of the values beside it; None shows none.
        second: whether it is a line with an axis of its own.
        marker, dash: what its line looks like.
        spread: the cells that say how far the true value may lie above and below.
    """

    name: str
    cells: str
    colour: str = BLUE
    labels: str | None = None
    second: bool = False
    marker: str = "circle"
    dash: str | None = None
    spread: tuple[str, str] | None = None


def font(size: float, **more: Any) -> dict[str, Any]:
    """Return a chart's font."""
    return {"name": FONT, "size": size, "color": INK, **more}


def cells(source: Source, area: str) -> str:
    """Return cells of a sheet as a chart's formula writes them."""
    return "=" + source.book.reference(source.key, area)


def bars(source: Source, title: str, names: str, series: Sequence[Series], *, stacked: bool = False) -> Any:
    """Return horizontal bars, the first at the top; each says its value, so the axis does not."""
    book = source.book
    chart = book.workbook.add_chart({"type": "bar", "subtype": "stacked"} if stacked else {"type": "bar"})
    for one in series:
        options = _options(source, one, names, line=False)
        chart.add_series({**options, "gap": 45, "overlap": 100})
    first, last = (cell_of(cell)[0] for cell in names.split(":"))
    chart.set_y_axis(
        {
            "reverse": True,
            "interval_unit": 1,
            "num_font": font(9 if last - first + 1 < MANY else 6.5),
            "label_position": "low",
            "line": {"color": MUTED},
            "major_tick_mark": "none",
        }
    )
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "reverse": book.texts.right_to_left})
    return _dressed(source, chart, title, legend=len(series) > 1 and series[0].labels is None)


def columns(
    source: Source,
    title: str,
    names: str,
    series: Sequence[Series],
    *,
    kind: str = "column",
    names_format: str | None = None,
    values_format: str = "#,##0",
    second_format: str | None = None,
    axis_titles: tuple[str | None, str | None] = (None, None),
    limits: tuple[float | None, float | None] = (None, None),
) -> Any:
    """Return columns or lines (`kind`) along the names; a series with `second` has the other axis, as a line."""
    book = source.book
    chart = book.workbook.add_chart({"type": kind})
    other = book.workbook.add_chart({"type": "line"}) if any(one.second for one in series) else None
    for one in series:
        options = _options(source, one, names, line=kind == "line" or one.second)
        if one.second and other is not None:
            other.add_series({**options, "y2_axis": True})
        elif kind == "line":
            chart.add_series(options)
        else:
            chart.add_series({**options, "gap": 60, "overlap": 0})
    if other is not None:
        chart.combine(other)
        other.set_y2_axis({"num_format": second_format or "0", "num_font": font(8), "line": {"none": True}})
    axis = {"text_axis": True, "num_font": font(8), "line": {"color": MUTED}, "major_tick_mark": "none"}
    if names_format:
        axis["num_format"] = names_format
    chart.set_x_axis(
        {**axis, "label_position": "low", "reverse": book.texts.right_to_left, **_named(source, axis_titles[0])}
    )
    values: dict[str, Any] = {
        "num_format": values_format,
        "num_font": font(8),
        "major_gridlines": {"visible": True, "line": {"color": LINE, "width": 0.5}},
        "line": {"none": True},
        **_named(source, axis_titles[1]),
    }
    values |= {key: limit for key, limit in zip(("min", "max"), limits, strict=True) if limit is not None}
    chart.set_y_axis(values)
    return _dressed(source, chart, title, legend=len(series) > 1)


def histogram(
    source: Source, title: str, names: str, series: Sequence[Series], *, names_format: str, values_format: str = "0%"
) -> Any:
    """Return columns that touch, each named by where it begins; of several series a column belongs to one."""
    chart = source.book.workbook.add_chart({"type": "column", "subtype": "stacked"})
    for one in series:
        chart.add_series({**_options(source, one, names, line=False), "gap": 8, "overlap": 100})
    axis = {"text_axis": True, "num_font": font(8), "num_format": names_format, "line": {"color": MUTED}}
    chart.set_x_axis({**axis, "label_position": "low", "reverse": source.book.texts.right_to_left})
    grid = {"visible": True, "line": {"color": LINE, "width": 0.5}}
    chart.set_y_axis(
        {"num_format": values_format, "num_font": font(8), "major_gridlines": grid, "line": {"none": True}}
    )
    return _dressed(source, chart, title, legend=True)


def radar(source: Source, title: str, names: str, series: Sequence[Series], *, most: float) -> Any:
    """Return a net, each series a line around it."""
    chart = source.book.workbook.add_chart({"type": "radar", "subtype": "with_markers"})
    for one in series:
        chart.add_series(_options(source, one, names, line=True))
    chart.set_x_axis({"num_font": font(8)})
    chart.set_y_axis(
        {
            "min": 0,
            "max": most,
            "num_format": "0%",
            "major_unit": most / 2,
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
            "num_font": font(7),
        }
    )
    return _dressed(source, chart, title, legend=len(series) > 1)


def put(sheet: Sheet, cell: str, chart: Any, size: tuple[int, int], alt: str, *, right: int = 2) -> None:
    """Place a chart at a cell with what it shows in words."""
    chart.set_size({"width": size[0], "height": size[1]})
    place = {"x_offset": right, "y_offset": 6, "object_position": 1}
    sheet.ws.insert_chart(cell, chart, {**place, "description": sheet.book.texts[alt]})


def _options(source: Source, one: Series, names: str, *, line: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "name": source.book.texts[one.name],
        "categories": cells(source, names),
        "values": cells(source, one.cells),
    }
    if line:
        colour = {"color": one.colour}
        options["line"] = {**colour, "width": 2.25, **({"dash_type": one.dash} if one.dash else {})}
        options["marker"] = {"type": one.marker, "size": 5, "fill": colour, "border": colour}
    else:
        options["fill"] = {"color": one.colour}
    if one.spread:
        above, under = (cells(source, area) for area in one.spread)
        options["y_error_bars"] = {
            "type": "custom", "plus_values": above, "minus_values": under, "line": {"color": ORANGE, "width": 1.5},
        }  # fmt: skip
    if one.labels:
        options["data_labels"] = {"value": True, "num_format": one.labels, "font": font(9)}
    return options


def _named(source: Source, key: str | None) -> dict[str, Any]:
    return {"name": source.book.texts[key], "name_font": font(8, bold=False)} if key else {}


def _dressed(source: Source, chart: Any, title: str, *, legend: bool) -> Any:
    chart.set_title({"name": source.book.texts[title], "name_font": font(11, bold=True), "overlay": False})
    chart.set_legend({"position": "bottom", "font": font(9)} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.show_blanks_as("gap")
    return chart
