"""A picture of scenarios: lines where one or two inputs change, colours in a grid where two change in many steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.reports.picture import DOTS, INK, MUTED, NAVY, ORANGE, RULE, put_figure

if TYPE_CHECKING:
    from pathlib import Path

    from socroi.books.what_if import Scenarios
    from socroi.engine.model.block import Scalar

MOST_LINES: Final = 7
"""Lines in one panel that can still be told apart."""
MOST_PANELS: Final = 6
LINES: Final = ("-", "--", "-.", ":")


def draw_scenarios(table: Scenarios, path: Path) -> None:
    """Write a chart as PNG: a panel for each output, the first input along it.

    Raises:
        UsageError: the first input or an output is not numbers, or there are more inputs or outputs than can be drawn.
        WorkbookError: the file cannot be written.
    """
    _check(table)
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    settings: Any = {"font.family": "DejaVu Sans", "text.color": INK, "axes.edgecolor": RULE, "axes.labelcolor": INK}
    with rc_context(settings):
        figure = Figure(
            figsize=(9.6, 4.2 * len(table.outputs) + 0.6), dpi=DOTS, facecolor="white", layout="constrained"
        )
        FigureCanvasAgg(figure)
        panels = figure.subplots(len(table.outputs), 1, squeeze=False)[:, 0]
        for place, (panel, output) in enumerate(zip(panels, table.outputs, strict=True)):
            _panel(figure, panel, table, len(table.inputs) + place)
            panel.set_title(output, loc="left", fontsize=14, fontweight="bold", color=NAVY)
        put_figure(figure, path)


def _check(table: Scenarios) -> None:
    if len(table.inputs) > 2:
        raise UsageError(f"a chart shows one or two inputs, not {len(table.inputs)}.", hint="The table shows them all.")
    if len(table.outputs) > MOST_PANELS:
        raise UsageError(
            f"a chart shows {MOST_PANELS} cells at most, not {len(table.outputs)}.", hint="Read fewer cells."
        )
    if not all(_is_number(row[0]) for row in table.rows):
        raise UsageError(f"{table.inputs[0]} is not set to numbers, so there is nothing to draw along.")
    for place, output in enumerate(table.outputs, len(table.inputs)):
        if not any(_is_number(row[place]) for row in table.rows):
            raise UsageError(f"{output} is a number in none of the scenarios, so there is nothing to draw.")


def _panel(figure: Any, panel: Any, table: Scenarios, place: int) -> None:
    panel.set_xlabel(table.inputs[0])
    others = list(dict.fromkeys(row[1] for row in table.rows)) if len(table.inputs) == 2 else [None]
    is_grid = len(others) > MOST_LINES and all(map(_is_number, others))
    if is_grid and len({row[0] for row in table.rows}) * len(others) == len(table.rows):
        _colours(figure, panel, table, place)
        return
    from matplotlib import colormaps

    for index, other in enumerate(others):
        rows = [row for row in table.rows if len(table.inputs) == 1 or row[1] == other]
        panel.plot(
            [row[0] for row in rows],
            [row[place] if _is_number(row[place]) else float("nan") for row in rows],
            LINES[index % len(LINES)],
            marker="o" if len(rows) <= 40 else None,
            markersize=4,
            linewidth=2,
            color=colormaps["viridis"](0.15 + 0.7 * index / max(1, len(others) - 1)),
            label=None
            if len(table.inputs) == 1
            else f"{table.inputs[1]} = {f'{other:g}' if _is_number(other) else other}",
        )
    if _is_number(table.now[0]) and _is_number(table.now[place]):
        panel.plot([table.now[0]], [table.now[place]], "D", color=ORANGE, markersize=8, label="as in the workbook")
    panel.grid(color=RULE, linewidth=0.7)
    panel.spines[["top", "right"]].set_visible(False)
    panel.tick_params(colors=MUTED)
    if panel.get_legend_handles_labels()[0]:
        panel.legend(frameon=False, fontsize=9)


def _colours(figure: Any, panel: Any, table: Scenarios, place: int) -> None:
    across = sorted({row[0] for row in table.rows})  # type: ignore[type-var]  # numbers, as was checked
    up = sorted({row[1] for row in table.rows})  # type: ignore[type-var]
    values = {(row[0], row[1]): row[place] for row in table.rows}
    numbers = [[value if _is_number(value := values[x, y]) else float("nan") for x in across] for y in up]
    mesh = panel.pcolormesh(across, up, numbers, shading="nearest", cmap="viridis")
    figure.colorbar(mesh, ax=panel)
    panel.set_ylabel(table.inputs[1])


def _is_number(value: Scalar) -> bool:
    return isinstance(value, float)
