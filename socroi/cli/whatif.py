"""`socroi whatif`: a workbook computed for many values of its inputs."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from socroi.cli.console import console, progress_bar
from socroi.cli.forcing import force_option
from socroi.cli.limiting import links_options, locale_option, timeout_option
from socroi.cli.printed import print_json
from socroi.cli.telling import tell_links, tell_unknown
from socroi.cli.values import shown
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from socroi.books.what_if import Scenarios

MOST_SHOWN: Final = 200
"""Scenarios that are printed; a file holds them all."""


@click.command(
    epilog="""\b
Examples:
  socroi whatif plan.xlsx --set "Values!C4=5..10:1" --read "ROI!B4"
  socroi whatif plan.xlsx --set "Values!C4=5,8,12" --set "Costs!F9=0%..20%:5%" --read roi_total
  socroi whatif plan.xlsx --set "Values!C4=5..10:1" --read "ROI!B4" -o table.csv --chart picture.png

\b
Exit status: 0 done, 2 the book or the request is wrong, 3 some cells could not be computed."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "--set",
    "settings",
    multiple=True,
    required=True,
    metavar="CELL=VALUES",
    help="An input and its values: first..last:step, or values with commas between. Given several times, each value "
    "is tried with each other.",
)
@click.option(
    "--read", "reads", multiple=True, required=True, metavar="CELL|RANGE|NAME", help="What to show. May be repeated."
)
@click.option("--pairwise", is_flag=True, help="The first values go together, then the second ones, and so on.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="A CSV file for the table.")
@click.option("--chart", type=click.Path(path_type=Path), help="A PNG file for a picture, of one or two inputs.")
@timeout_option()
@locale_option()
@links_options()
@force_option("Write over files that exist.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def whatif(
    context: click.Context,
    *,
    book: Path,
    settings: Sequence[str],
    reads: Sequence[str],
    pairwise: bool,
    out: Path | None,
    chart: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """Show what a workbook's results would be for other inputs. The workbook itself is left alone."""
    from socroi.books.open_workbook import Workbook
    from socroi.books.what_if import scenarios, setting

    for path, suffix in ((out, ".csv"), (chart, ".png")):
        _check_file(path, suffix, force=force)
    inputs: dict[str, list[object]] = {}
    for text in settings:
        place, values = setting(text)
        if place in inputs:
            raise UsageError(f"{place} is set twice.", hint="Give all its values at once, as 5,8,12.")
        inputs[place] = values
    screen = console()
    with progress_bar("scenarios") as progress:
        opened = Workbook(book)
        table = scenarios(opened, inputs, reads, pairwise=pairwise, progress=progress)
    if as_json:
        columns = [*table.inputs, *table.outputs]
        rows = [dict(zip(columns, row, strict=True)) for row in table.rows]
        print_json({"now": dict(zip(columns, table.now, strict=True)), "scenarios": rows})
    else:
        _print(screen, table)
    if out is not None:
        _write(table, out)
        click.echo(f"{out}: {len(table.rows):,} scenarios.", err=as_json)
    if chart is not None:
        from socroi.reports.scenarios import draw_scenarios

        draw_scenarios(table, chart)
        click.echo(f"{chart}: the picture.", err=as_json)
    tell_links(opened.links, opened.remembered, book.name)
    context.exit(tell_unknown(table.uncomputed))


def _check_file(path: Path | None, suffix: str, *, force: bool) -> None:
    if path is None:
        return
    if path.suffix.casefold() != suffix:
        raise UsageError(
            f"{path} does not end in {suffix}.", hint=f"It is written as {suffix.removeprefix('.').upper()}."
        )
    if path.exists() and not force:
        raise UsageError(f"{path} exists.", hint="Name another file, or say --force to write over it.")
    if not path.parent.is_dir():
        raise UsageError("There is no such folder to write to.", where=str(path.parent), hint="Create it first.")


def _print(screen: Console, table: Scenarios) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in table.inputs:
        grid.add_column(Text(heading, style="bold"), justify="right")
    for heading in table.outputs:
        grid.add_column(Text(heading, style="bold cyan"), justify="right")
    for row in table.rows[:MOST_SHOWN]:
        grid.add_row(*(Text(_rounded(value)) for value in row))
    screen.print(grid)
    if len(table.rows) > MOST_SHOWN:
        screen.print(Text(f"and {len(table.rows) - MOST_SHOWN:,} more; -o FILE.csv keeps them all."))
    now = ", ".join(
        f"{place} {_rounded(value) or 'blank'}"
        for place, value in zip([*table.inputs, *table.outputs], table.now, strict=True)
    )
    screen.print(Text(f"As the workbook is: {now}."), soft_wrap=True)
    for place in _unmoved(table):
        same = "is the same in all of them" if len(table.rows) > 1 else "is what it was"
        screen.print(Text(f"{place} {same}: is it computed from what was set?"), soft_wrap=True)


def _unmoved(table: Scenarios) -> list[str]:
    """Return the results that no scenario changes; one scenario alone is held against the workbook as it is."""
    inputs = len(table.inputs)
    rows = table.rows if len(table.rows) > 1 else [table.now, *table.rows]
    if all(row[:inputs] == rows[0][:inputs] for row in rows):
        return []
    columns = list(zip(*rows, strict=True))[inputs:]
    return [place for place, column in zip(table.outputs, columns, strict=True) if len(set(column)) == 1]


def _rounded(value: object) -> str:
    """Return a value for the eye: at most 6 digits behind the point."""
    if isinstance(value, float):
        text = f"{value:,.6f}".rstrip("0").rstrip(".") if 1e-4 <= abs(value) < 1e15 or value == 0 else f"{value:.6g}"
        return "0" if text == "-0" else text
    return shown(value)  # type: ignore[arg-type]  # a cell's value, and no number


def _write(table: Scenarios, out: Path) -> None:
    from socroi.workbook.writing.replacing import put

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*table.inputs, *table.outputs])
    writer.writerows([shown(value) for value in row] for row in table.rows)
    put(out, text.getvalue().encode())
