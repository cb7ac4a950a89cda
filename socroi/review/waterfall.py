"""A bridge as a picture: a waterfall of bars from one figure to the next."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

    from socroi.review.bridge import Bridge

KINDS: Final = ("png", "svg")
BARS: Final = 12
"""So many steps are drawn one by one, the largest; the others together."""
_MORE_FONTS: Final = ("Noto Sans Devanagari", "Nirmala UI", "Kohinoor Devanagari", "Mangal", "Lohit Devanagari")
_GAIN, _LOSS, _END = "#2B6CB0", "#C05A12", "#4A5568"


def draw_bridge(bridge: Bridge, path: Path, ends: tuple[str, str], other: str) -> None:
    """Draw a bridge into a PNG or SVG file.

    Args:
        bridge: what to draw.
        path: the file.
        ends: what the first and the last bar are called.
        other: what the steps are called that are drawn together.

    Raises:
        UsageError: the name of the file ends in something else.
    """
    from matplotlib import rc_context

    from socroi.workbook.writing.replacing import put

    kind = path.suffix.casefold().removeprefix(".")
    if kind not in KINDS:
        raise UsageError(f"{path} does not end in .png or .svg.", hint="It is written as one of them.")
    # In an SVG the texts stay texts: a browser has letters for every script.
    settings: Any = {"font.family": _fonts(), "svg.fonttype": "none"}
    memory = io.BytesIO()
    with rc_context(settings):
        _figure(bridge.few(BARS, other).shown(), ends).savefig(memory, format=kind, dpi=150)
    put(path, memory.getvalue())


def _fonts() -> list[str]:
    """The fonts to look for a letter in: matplotlib's own has no Devanagari."""
    from matplotlib import font_manager

    there = set(font_manager.get_font_names())
    return ["DejaVu Sans", *(name for name in _MORE_FONTS if name in there)]


def _figure(shown: Bridge, ends: tuple[str, str]) -> Figure:
    from matplotlib.figure import Figure

    names = [ends[0], *(part.label for part in shown.parts), ends[1]]
    figure = Figure(figsize=(9, 0.42 * len(names) + 1.3), layout="constrained")
    axes = figure.add_subplot()
    stand = shown.start
    bars = [(0.0, shown.start, _END)]
    for part in shown.parts:
        bars.append((stand, part.amount, _GAIN if part.amount >= 0 else _LOSS))
        stand += part.amount
    bars.append((0.0, shown.end, _END))
    for row, (left, width, colour) in enumerate(bars):
        axes.barh(row, width, left=left, color=colour, height=0.62)
        is_step = 0 < row < len(bars) - 1
        text = f"{width:+,.2f}" if is_step else f"{width:,.2f}"
        axes.annotate(text, (max(left, left + width), row), xytext=(4, 0), textcoords="offset points", va="center")
    axes.set_yticks(range(len(names)), [name if len(name) < 60 else f"{name[:57]}..." for name in names])
    axes.invert_yaxis()
    axes.axvline(0, color="#A0AEC0", linewidth=0.8)
    axes.margins(x=0.14)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    unit = f" ({shown.unit})" if shown.unit else ""
    axes.set_title(f"{shown.title}{unit}", loc="left", fontweight="bold")
    return figure
