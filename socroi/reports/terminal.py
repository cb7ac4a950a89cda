"""The result on one screen: in total, by platform, by month."""

from __future__ import annotations

from calendar import month_name
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from socroi.reports.summary import Line, Summary
    from socroi.sources import Export

BAR: Final = 12
"""Cells for the longest bar, to each side."""
GAIN: Final = "bright_blue"
LOSS: Final = "dark_orange"
MONTHS: Final = tuple(month_name)[1:]
UNKNOWN: Final = "not known"
ADDED: Final = ("impressions", "clicks", "visits", "engagements", "followers", "video_views", "leads", "conversions")
"""Counts that may be added up over rows."""


def show(screen: Console, summary: Summary) -> None:
    """Print the summary. A bar to the right is a gain, to the left a loss; both carry their sign."""
    heading = Text(f"Return on social media, {summary.period}", style="bold")
    if summary.company:
        heading.append(f", {summary.company}")
    screen.print(heading, soft_wrap=True)
    if summary.label:
        screen.print(Text(f"{summary.label}: a company that does not exist.", style="reverse"), soft_wrap=True)
    _total(screen, summary)
    _done(screen, summary)
    wide = screen.width >= 72
    bars = screen.width >= 56
    if summary.platforms:
        _block(screen, "By platform", sorted(summary.platforms, key=_rank), wide=wide, bars=bars)
    months = [line for line in summary.months if not line.is_blank]
    if len(months) > 1:
        _block(screen, "By month", months, wide=wide, bars=bars)


def _total(screen: Console, summary: Summary) -> None:
    total = summary.total
    roi = Text("ROI ", style="bold").append(_roi(total), style=f"bold {_colour(total)}")
    parts = [
        roi,
        Text(f"return {money(total.returned)}"),
        Text(f"cost {money(total.cost)}"),
        Text(f"profit {money(total.profit)}"),
    ]
    line = Text("  ").join(parts)
    if any(part is not None for part in (total.returned, total.cost)):
        line.append(f"  ({summary.currency})", style="dim")
    screen.print(line, soft_wrap=True)
    if total.roi is not None:
        gained = abs(total.roi)
        word = "gained" if total.roi >= 0 else "lost"
        screen.print(Text(f"For each 100 that was spent, {gained:,.0f} were {word}.", style="dim"), soft_wrap=True)
    if summary.ahead:
        sentence = f"In the later months of the year another {money(summary.ahead)} of cost is known already."
        screen.print(Text(sentence, style="dim"), soft_wrap=True)


def _done(screen: Console, summary: Summary) -> None:
    """Print what boosts brought, and the best and the weakest campaign, where the workbook knows of them."""
    if summary.paid is not None:
        said = f"Boost ROI {percent(summary.paid)}"
        if summary.organic is not None:
            said += f", organic {percent(summary.organic)}"
        screen.print(Text(f"{said}: what was paid for, on the costs that are marked as such."), soft_wrap=True)
    ranked = sorted((line for line in summary.campaigns if line.roi is not None), key=_rank)
    if ranked:
        said = f"Best campaign {short(ranked[0].name)} {_roi(ranked[0])}"
        if len(ranked) > 1:
            said += f", weakest {short(ranked[-1].name)} {_roi(ranked[-1])}"
        screen.print(Text(f"{said}."), soft_wrap=True)


def _block(screen: Console, title: str, lines: Sequence[Line], *, wide: bool, bars: bool) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.title = None
    table.add_column(no_wrap=True)
    for _ in range(4 if wide else 3):
        table.add_column(justify="right", no_wrap=True)
    if bars:
        table.add_column(no_wrap=True)
    names = ["return", "cost", "profit", "ROI"] if wide else ["return", "cost", "ROI"]
    table.add_row(Text(title, style="bold"), *(Text(name, style="dim") for name in names))
    largest = max((abs(line.roi) for line in lines if line.roi is not None), default=0.0)
    losses = any(line.roi is not None and line.roi < 0 for line in lines)
    for line in lines:
        figures = [money(line.returned), money(line.cost)]
        if wide:
            figures.append(money(line.profit))
        cells: list[Text] = [
            Text(short(line.name)),
            *(Text(figure, style="dim" if figure == "-" else "") for figure in figures),
        ]
        cells.append(Text(_roi(line), style=_colour(line)))
        if bars:
            cells.append(_bar(line, largest, losses=losses))
        table.add_row(*cells)
    screen.print()
    screen.print(table)


def _bar(line: Line, largest: float, *, losses: bool) -> Text:
    """A bar from a common zero; what is a loss grows to the left."""
    if line.roi is None or not largest:
        return Text("")
    cells = max(1, round(abs(line.roi) / largest * BAR))
    if line.roi < 0:
        return Text(" " * (BAR - cells)).append("█" * cells, style=LOSS)
    return Text(" " * BAR if losses else "").append("█" * cells, style=GAIN)


def _rank(line: Line) -> tuple[bool, float, str]:
    return (line.roi is None, -(line.roi or 0.0), line.name)


def _roi(line: Line) -> str:
    if line.roi is None:
        return line.status or UNKNOWN
    return percent(line.roi)


def percent(roi: float) -> str:
    """Return a ROI with its sign."""
    return f"{roi:+,.0f}%" if abs(roi) >= 10 else f"{roi:+,.1f}%"


def _colour(line: Line) -> str:
    if line.roi is None:
        return "dim"
    return GAIN if line.roi >= 0 else LOSS


def money(amount: float | None) -> str:
    """An amount without cents; `-` where it is not known."""
    return "-" if amount is None else f"{amount:,.0f}".replace("-0", "0") if round(amount) == 0 else f"{amount:,.0f}"


def _noun(name: str, amount: float) -> str:
    words = name.replace("_", " ")
    return words.removesuffix("s") if amount == 1 else words


def show_counts(screen: Console, exports: Sequence[Export]) -> None:
    """What the exports counted, by platform, where it has no value in money yet."""
    counted: dict[str, dict[str, float]] = {}
    for export in exports:
        for platform, part in export.table.groupby("platform"):
            for name in export.metrics:
                if name in ADDED and bool(part[name].notna().any()):
                    counts = counted.setdefault(str(platform), {})
                    counts[name] = counts.get(name, 0.0) + float(part[name].sum())
    if not counted:
        return
    screen.print()
    screen.print(Text("What was counted", style="bold"))
    for platform, counts in counted.items():
        words = ", ".join(f"{amount:,.0f} {_noun(name, amount)}" for name, amount in counts.items())
        screen.print(Text(f"{platform}: {words}"), soft_wrap=True)


def short(name: str) -> str:
    """A month as `Jan 2025`; every other name as it is."""
    month, _, year = name.partition(" ")
    return f"{month[:3]} {year}" if month in MONTHS and year.isdigit() else name
