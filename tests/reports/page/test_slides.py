"""The slides, opened again by python-pptx."""

from io import BytesIO

import pytest

from socroi.reports.page.brand import Brand
from socroi.reports.page.slides import pptx

presentation = pytest.importorskip("pptx").Presentation


@pytest.fixture
def opened(example_page):
    def make(*arguments, **choices):
        page = example_page(*arguments, **choices)
        return page, presentation(BytesIO(pptx(page)))

    return make


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


def test_charts_are_charts_of_powerpoint_with_the_figures_of_the_workbook(opened):
    page, deck = opened()
    bars, columns, _ = charts(deck)
    assert list(reversed(bars.plots[0].categories)) == page.bars.names
    assert list(reversed(bars.plots[0].series[0].values)) == pytest.approx(page.bars.values)
    assert list(columns.plots[0].categories) == page.columns.names
    assert [(series.name, list(series.values)) for series in columns.plots[0].series] == [
        (name, pytest.approx(values)) for name, values in page.columns.series
    ]


def test_axes_are_numbered_as_the_schema_of_charts_has_it(opened):
    """`xsd:unsignedInt` (ECMA-376 part 1, 21.2.2.9); the rules of the Open XML SDK found others."""
    _, deck = opened()
    numbers = [
        number.get("val") for chart in charts(deck) for number in chart._chartSpace.xpath(".//c:axId | .//c:crossAx")
    ]
    assert len(numbers) > 4
    assert all(number.isdigit() for number in numbers)


def test_tables_are_tables_of_powerpoint_with_every_row(opened):
    page, deck = opened()
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    assert found == [[table.headings, *table.rows] for table in page.tables]


def test_every_slide_has_a_title_and_nothing_lies_outside_of_it(opened):
    for language in ("en", "fa"):
        _, deck = opened("four_step", language)
        for slide in deck.slides:
            assert slide.shapes.title.text_frame.text
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.top >= 0
                assert shape.left + shape.width <= deck.slide_width + 10
                assert shape.top + shape.height <= deck.slide_height + 10


def test_persian_is_read_from_right_to_left(opened):
    _, deck = opened("four_step", "fa")
    frames = [shape.text_frame for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    paragraphs = [each for frame in frames for each in frame.paragraphs if each.text]
    assert paragraphs
    assert {each._p.pPr.get("rtl") for each in paragraphs} == {"1"}
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert {table._tbl.tblPr.get("rtl") for table in tables} == {"1"}


def test_the_clients_logo_stands_on_every_slide(opened):
    image = pytest.importorskip("PIL.Image")
    drawn = BytesIO()
    image.new("RGB", (40, 20), "red").save(drawn, "PNG")
    _, deck = opened("hidden_returns", "hu", brand=Brand("Northwind", drawn.getvalue(), "image/png"))
    for slide in deck.slides:
        assert [shape.name for shape in slide.shapes if shape.shape_type == 13] == ["Logó: Northwind"]


def test_the_bars_of_the_waterfall_begin_where_the_one_before_ends(opened):
    page, deck = opened()
    chart = charts(deck)[2]
    base, above, below = (
        [0.0 if value is None else value for value in series.values] for series in chart.plots[0].series
    )
    assert set(below) == {0.0}  # the ROI of the example is above zero all the way
    ends = [(low, round(low + high, 6)) for low, high in zip(base, above, strict=True)][::-1]
    assert ends == [tuple(sorted(span)) for span in page.moved.spans]
    # Without the word LibreOffice 25.2 drew a bar from -97.6 to -71.4 as one from -26.2 to 0.
    assert [series.invert_if_negative for series in chart.plots[0].series] == [False] * 3


def test_a_bar_below_zero_is_not_turned_over(opened):
    """LibreOffice draws it as a gain of the same size where a point of another colour does not say so."""
    _, deck = opened()
    name = "{http://schemas.openxmlformats.org/drawingml/2006/chart}%s"
    points = [point for chart in charts(deck) for point in chart._chartSpace.iter(name % "dPt")]
    assert points
    assert [point.find(name % "invertIfNegative").get("val") for point in points] == ["0"] * len(points)
