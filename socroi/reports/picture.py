"""One picture for the boss: the ROI in total, by platform, and return against cost by month.

Blue is return and gain, orange is cost and loss. The two keep apart for every kind of colour vision and as greys; a
loss is hatched besides and carries its sign, so that no meaning rests on colour alone.
"""

from __future__ import annotations

import textwrap
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from socroi.reports.summary import Line, Summary

INK: Final = "#22313C"
NAVY: Final = "#17405C"
BLUE: Final = "#2B6C99"
ORANGE: Final = "#E08A2C"
DARK_ORANGE: Final = "#8A3F00"
MUTED: Final = "#66757F"
RULE: Final = "#C9D3DA"
CARD: Final = "#F4F8FA"

SIZE: Final = (12.8, 8.0)
"""Inches; with `DOTS`, 1920 by 1200 pixels."""
DOTS: Final = 150
MOST_REMARKS: Final = 3
MOST_PLATFORMS: Final = 10


def draw(summary: Summary, path: Path) -> None:
    """Write the picture as PNG.

    Raises:
        WorkbookError: the file cannot be written.
    """
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: Any = {"font.family": "DejaVu Sans", "text.color": INK, "hatch.color": "white", "hatch.linewidth": 1.2}
    with rc_context(settings):
        figure = Figure(figsize=SIZE, dpi=DOTS, facecolor="white")
        FigureCanvasAgg(figure)
        _head(figure, summary)
        _cards(figure, summary)
        months = [line for line in summary.months if not line.is_blank]
        lines = sorted(summary.platforms, key=lambda line: (line.roi is None, -(line.roi or 0.0)))[:MOST_PLATFORMS]
        if all(line.roi is None and not line.status for line in lines):
            _why(figure, summary)
        elif len(months) > 1:
            _platforms(figure, figure.add_axes((0.135, 0.135, 0.305, 0.445)), lines)
            _months(figure, figure.add_axes((0.53, 0.135, 0.435, 0.445)), summary)
        else:
            _platforms(figure, figure.add_axes((0.16, 0.135, 0.74, 0.445)), lines)
        if any(line.roi is not None or line.status for line in lines):
            _foot(figure, summary)
        put_figure(figure, path)


def put_figure(figure: Any, path: Path) -> None:
    """Write a finished figure as PNG.

    Raises:
        WorkbookError: the file cannot be written.
    """
    drawn = BytesIO()
    figure.savefig(drawn, format="png", metadata={"Software": "SOCROI"})
    put(path, drawn.getvalue())


def _head(figure: Any, summary: Summary) -> None:
    figure.text(0.035, 0.935, "What social media returned", fontsize=24, fontweight="bold", color=NAVY, va="center")
    words = [summary.period]
    if not summary.total.is_blank:
        words.append(f"in {summary.currency}")
    if summary.company:
        words.insert(0, summary.company)
    figure.text(0.036, 0.885, " · ".join(words), fontsize=12.5, color=MUTED, va="center")
    if summary.label:
        figure.text(
            0.957,
            0.935,
            summary.label,
            fontsize=15,
            fontweight="bold",
            color="white",
            ha="right",
            va="center",
            bbox={"boxstyle": "round,pad=0.45", "facecolor": DARK_ORANGE, "edgecolor": "none"},
        )


def _cards(figure: Any, summary: Summary) -> None:
    """The four figures that are read first; the ROI is the widest."""
    total = summary.total
    gained = (
        ""
        if total.roi is None
        else f"{abs(total.roi):,.0f} {'gained' if total.roi >= 0 else 'lost'} for each 100 spent"
    )
    cards = (
        ("Return on investment", percent(total), gained, 0.035, 0.3),
        ("Return", _money(total.returned), _parts(summary), 0.345, 0.2),
        ("Cost", _money(total.cost), _ahead(summary), 0.555, 0.2),
        ("Profit", _money(total.profit), "" if total.profit is None else "return minus cost", 0.765, 0.2),
    )
    from matplotlib.patches import Rectangle

    for index, (name, value, note, left, width) in enumerate(cards):
        figure.add_artist(
            Rectangle((left, 0.685), width, 0.155, transform=figure.transFigure, facecolor=CARD, edgecolor=RULE)
        )
        figure.add_artist(Rectangle((left, 0.835), width, 0.005, transform=figure.transFigure, facecolor=BLUE))
        figure.text(left + 0.014, 0.812, name, fontsize=11, color=MUTED, va="center")
        colour = DARK_ORANGE if index in (0, 3) and value.startswith("\N{MINUS SIGN}") else NAVY
        known = value != "not known"
        figure.text(
            left + 0.014,
            0.762,
            value,
            fontsize=(32 if index == 0 else 23) if known else 17,
            fontweight="bold",
            color=colour if known else MUTED,
            va="center",
        )
        figure.text(left + 0.014, 0.708, note, fontsize=10, color=MUTED, va="center")


def _parts(summary: Summary) -> str:
    if summary.indirect is None or summary.direct is None:
        return ""
    return f"direct {_money(summary.direct)}, indirect {_money(summary.indirect)}"


def _ahead(summary: Summary) -> str:
    return f"another {_money(summary.ahead)} still to come this year" if summary.ahead else ""


def _title(figure: Any, left: float, title: str, note: str) -> None:
    figure.text(left, 0.632, title, fontsize=14, fontweight="bold", color=NAVY, va="center")
    figure.text(left, 0.6, note, fontsize=10, color=MUTED, va="center")


def _why(figure: Any, summary: Summary) -> None:
    """In place of the charts: why there is no ROI."""
    _title(figure, 0.036, "Why there is no ROI yet", "")
    lines = [textwrap.fill(remark, 125) for remark in summary.remarks] or ["Return or cost is not known."]
    figure.text(0.036, 0.59, "\n\n".join(lines), fontsize=12.5, color=INK, va="top", linespacing=1.4)


def _platforms(figure: Any, axes: Any, lines: Sequence[Line]) -> None:
    """ROI of each platform, the best on top; a platform without a ROI says why."""
    _bare(axes)
    known = [line.roi for line in lines if line.roi is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    room = (high - low) * 0.17 or 1.0
    for place, line in enumerate(reversed(lines)):
        roi = line.roi if line.roi is not None else 0.0
        colour, hatch = (BLUE, "") if roi >= 0 else (ORANGE, "///")
        axes.barh(place, roi, height=0.62, color=colour, hatch=hatch, edgecolor="white", linewidth=0)
        side = 1 if roi >= 0 else -1
        text = percent(line) if line.roi is not None else line.status or "not known"
        axes.text(
            roi + side * room * 0.12,
            place,
            text,
            ha="left" if side > 0 else "right",
            va="center",
            fontsize=12,
            fontweight="bold" if line.roi is not None else "normal",
            color=MUTED if line.roi is None else INK if roi >= 0 else DARK_ORANGE,
        )
    axes.set_yticks(range(len(lines)), [line.name for line in reversed(lines)], fontsize=12, color=INK)
    axes.tick_params(axis="y", length=0, pad=6)
    axes.set_xticks([])
    axes.set_xlim(low - (room * 2.2 if low < 0 else 0), high + room * 2.2)
    axes.set_ylim(-0.6, max(len(lines), 3) - 0.4)
    axes.axvline(0, color=INK, linewidth=1)
    _title(figure, 0.036, "ROI by platform", "(return − cost) × 100 / cost, shared costs included")


def _months(figure: Any, axes: Any, summary: Summary) -> None:
    """Return beside cost, month by month."""
    _bare(axes)
    lines = summary.months
    wide = 0.4
    for place, line in enumerate(lines):
        axes.bar(place - wide / 2, line.returned or 0.0, width=wide * 0.94, color=BLUE)
        axes.bar(
            place + wide / 2,
            line.cost or 0.0,
            width=wide * 0.94,
            color=ORANGE,
            hatch="///",
            edgecolor="white",
            linewidth=0,
        )
    names = [_tick(lines, place) for place in range(len(lines))]
    axes.set_xticks(range(len(lines)), names, fontsize=10.5, color=INK)
    axes.tick_params(axis="x", length=0, pad=5)
    axes.yaxis.set_major_formatter(lambda amount, _: _money(amount))
    axes.set_yticks(_ticks([amount or 0.0 for line in lines for amount in (line.returned, line.cost)]))
    axes.tick_params(axis="y", length=0, labelsize=10, labelcolor=MUTED)
    axes.grid(axis="y", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.axhline(0, color=INK, linewidth=1)
    axes.margins(x=0.015)
    axes.set_ylim(axes.get_yticks()[0], axes.get_yticks()[-1])
    _title(figure, 0.53, "Return and cost by month", "")
    from matplotlib.patches import Rectangle

    for left, name, colour, hatch in ((0.0, "return", BLUE, ""), (0.15, "cost", ORANGE, "////")):
        key = Rectangle((left, 1.028), 0.026, 0.034, transform=axes.transAxes, facecolor=colour, clip_on=False)
        key.set(hatch=hatch, edgecolor="white", linewidth=0)
        axes.add_patch(key)
        axes.text(left + 0.035, 1.045, name, transform=axes.transAxes, fontsize=10.5, color=INK, va="center")


def _tick(lines: Sequence[Line], place: int) -> str:
    """The month in three letters; under it the year, at the first month and where a new year begins."""
    month, _, year = lines[place].name.partition(" ")
    turns = place == 0 or lines[place - 1].name.partition(" ")[2] != year
    return f"{month[:3]}\n{year}" if turns else month[:3]


def _ticks(amounts: Sequence[float]) -> Sequence[float]:
    """Round amounts from below the smallest, or zero, to above the largest."""
    from matplotlib.ticker import MaxNLocator

    return [float(tick) for tick in MaxNLocator(nbins=5).tick_values(min([0.0, *amounts]), max([1.0, *amounts]))]


def _foot(figure: Any, summary: Summary) -> None:
    lines = [line for remark in summary.remarks[:MOST_REMARKS] for line in textwrap.wrap(remark, 190)]
    figure.text(0.036, 0.062, "\n".join(lines[:4]), fontsize=9, color=MUTED, va="top", linespacing=1.35)


def _bare(axes: Any) -> None:
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_facecolor("white")


def percent(line: Line) -> str:
    """ROI with its sign; the workbook's own word, or `not known`, where there is none."""
    if line.roi is None:
        return line.status or "not known"
    digits = 0 if abs(line.roi) >= 10 else 1
    return _minus(f"{line.roi:+,.{digits}f}%")


def _money(amount: float | None) -> str:
    return "not known" if amount is None else _minus(f"{amount:,.0f}")


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")
