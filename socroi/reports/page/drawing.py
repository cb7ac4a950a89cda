"""The shapes of the charts as SVG; their words stand beside them as text, to be shaped and read aloud in any script.

Shapes carry their light colours as attributes, for paper; the style sheet of the page puts others in for the screen.
"""

from __future__ import annotations

from html import escape
from math import floor, log10
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from socroi.reports.page.content import Bars, Columns, Page, Waterfall

BLUE: Final = "#2B6C99"
ORANGE: Final = "#E08A2C"
RULE: Final = "#C9D3DA"
INK: Final = "#22313C"
MUTED: Final = "#53626C"
TICKS: Final = 4
"""About how many steps a scale has."""


def bars(chart: Bars, page: Page) -> str:
    """Return a bar for each name: gains to one side of zero, losses to the other."""
    known = [value for value in chart.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    width = (high - low) or 1.0
    rows = []
    for name, value, shown in zip(chart.names, chart.values, chart.shown, strict=True):
        drawn = [] if value is None else [(min(0.0, value), abs(value))]
        shapes = [
            _rectangle(
                _turned((start - low) / width * 100, size / width * 100, page), 1, size / width * 100, 8, value or 0.0
            )
            for start, size in drawn
        ]
        zero = -low / width * 100
        at = 100 - zero if page.direction == "rtl" else zero
        shapes.append(
            f'<line class="zero" x1="{at:.2f}" x2="{at:.2f}" y1="0" y2="10" stroke="{INK}" stroke-width=".5"/>'
        )
        loss = ' class="loss"' if (value or 0.0) < 0 else ""
        rows.append(
            f'<li><span>{escape(name)}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            f"{''.join(shapes)}</svg><b{loss}>{escape(shown)}</b></li>"
        )
    return (
        f'<figure class="bars" aria-labelledby="bars"><figcaption id="bars">{escape(chart.title)}</figcaption>'
        f"<ul>{''.join(rows)}</ul></figure>"
    )


def waterfall(chart: Waterfall, page: Page) -> str:
    """Return a bar for each step from one figure to the next, each from where the one before ends."""
    spans = chart.spans
    low, high = min(min(span) for span in spans), max(max(span) for span in spans)
    width = (high - low) or 1.0
    zero = _turned(-low / width * 100, 0, page)
    line = f'x1="{zero:.2f}" x2="{zero:.2f}" y1="0" y2="10" stroke="{INK}" stroke-width=".5"'
    rows = []
    for place, (name, shown, (start, end)) in enumerate(zip(chart.names, chart.shown, spans, strict=True)):
        size = abs(end - start) / width * 100
        left = _turned((min(start, end) - low) / width * 100, size, page)
        is_end = place in {0, len(spans) - 1}
        shape = _rectangle(left, 1, size, 8, end - start)
        if is_end:
            shape = shape.replace('class="return"', 'class="end"').replace('class="cost"', 'class="end"')
            shape = shape.replace(BLUE, MUTED).replace(ORANGE, MUTED)
        loss = ' class="loss"' if (end < 0 if is_end else end < start) else ""
        rows.append(
            f'<li><span>{escape(name)}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
            f'{shape}<line class="zero" {line}/></svg><b{loss}>{escape(shown)}</b></li>'
        )
    return (
        f'<figure class="bars moved" aria-labelledby="moved"><figcaption id="moved">{escape(chart.title)}</figcaption>'
        f'<ul>{"".join(rows)}</ul><p class="note">{escape(chart.note)}</p></figure>'
    )


def columns(chart: Columns, page: Page) -> str:
    """Return columns over the months, a scale beside them and a key above."""
    ticks = scale([value for _, values in chart.series for value in values if value is not None])
    low, high = ticks[0], ticks[-1]
    wide = 100 / len(chart.names)
    one = wide * 0.8 / len(chart.series)
    shapes = []
    for tick in ticks:
        y = (high - tick) / (high - low) * 100
        look = ("zero", INK) if tick == 0 else ("rule", RULE)
        line = f'x1="0" x2="100" y1="{y:.2f}" y2="{y:.2f}" stroke="{look[1]}" vector-effect="non-scaling-stroke"'
        shapes.append(f'<line class="{look[0]}" {line} stroke-width=".4"/>')
    for place, (_, values) in enumerate(chart.series):
        for month, value in enumerate(values):
            if value is None:
                continue
            top, height = (high - max(0.0, value)) / (high - low) * 100, abs(value) / (high - low) * 100
            left = _turned(month * wide + wide * 0.1 + place * one, one * 0.94, page)
            shapes.append(_rectangle(left, top, one * 0.94, height, -place))
    marks = "".join(
        f'<span style="bottom:calc({(tick - low) / (high - low) * 100:.2f}% - .5rem)">'
        f"{escape(page.words.number(tick))}</span>"
        for tick in ticks
    )
    key = "".join(
        f'<span><svg viewBox="0 0 10 10" aria-hidden="true">{_rectangle(0, 0, 10, 10, -place)}</svg>'
        f"{escape(name)}</span>"
        for place, (name, _) in enumerate(chart.series)
    )
    names = "".join(f"<span>{escape(name)}</span>" for name in chart.names)
    return (
        f'<figure class="columns" aria-labelledby="columns"><figcaption id="columns">{escape(chart.title)}</figcaption>'
        f'<div class="key">{key}</div><div class="plot"><div class="scale" aria-hidden="true">{marks}</div>'
        '<svg role="img" aria-labelledby="drawn described" viewBox="0 0 100 100" preserveAspectRatio="none">'
        f'<title id="drawn">{escape(chart.title)}</title><desc id="described">{escape(chart.description)}</desc>'
        f'{"".join(shapes)}</svg></div><div class="months" aria-hidden="true">{names}</div></figure>'
    )


def scale(values: list[float]) -> list[float]:
    """Return round amounts in equal steps from below the smallest value, or zero, to above the largest."""
    low, high = min([0.0, *values]), max([0.0, *values])
    rough = ((high - low) or 1.0) / TICKS
    power = 10 ** floor(log10(rough))
    step = next(power * size for size in (1, 2, 2.5, 5, 10) if power * size >= rough * 0.999)
    first, last = floor(low / step + 1e-9), -floor(-high / step + 1e-9)
    return [step * place for place in range(first, max(last, first + 1) + 1)]


def _rectangle(x: float, y: float, width: float, height: float, value: float) -> str:
    """Return a rectangle in the colour of return and gain, or of cost and loss where the value is below zero."""
    name, colour = ("return", BLUE) if value >= 0 else ("cost", ORANGE)
    return f'<rect class="{name}" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{colour}"/>'


def _turned(x: float, width: float, page: Page) -> float:
    """Return the left side of a shape, from the right where the page is read from there."""
    return 100 - x - width if page.direction == "rtl" else x
