"""`socroi names`: the results of a workbook by their names."""

from __future__ import annotations

from pathlib import Path

import click

from socroi.cli.console import console
from socroi.cli.printed import print_json
from socroi.cli.telling import isolated


@click.command(
    epilog="""\b
Examples:
  socroi names my.xlsx            roi_total and its kin, what they hold and what they mean
  socroi names my.xlsx --json     the same for a program
  socroi names my.xlsx --all      every name of cells

\b
Exit status: 0 done, 2 the book could not be read."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="Every name of cells, those also that only formulas need.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def names(book: Path, *, every: bool, as_json: bool) -> None:
    """List the results of a workbook (.xlsx, .xlsm) by name, computed now.

    The names are the same in every language. They stand for cells: in formulas (=roi_total), in “socroi calc --only”,
    “socroi whatif --read”, “socroi explain” and Python (socroi.open(book)["roi_total"]).
    """
    from socroi.review.result_names import names as names_of

    found = names_of(book, every=every)
    if as_json:
        print_json(
            [{"name": each.name, "where": each.where, "value": each.value, "meaning": each.meaning} for each in found]
        )
        return
    if not found:
        click.echo(f"{book}: it has no names for results; “--all” lists every name.")
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, side in (("name", "left"), ("value", "right"), ("cells", "left"), ("meaning", "left")):
        grid.add_column(Text(heading, style="bold"), justify=side, overflow="fold")  # type: ignore[arg-type]  # a side
    for each in found:
        where, shown = Text(isolated(each.where), style="dim"), Text(isolated(each.shown))
        grid.add_row(Text(each.name, style="bold cyan"), shown, where, Text(each.meaning))
    console().print(grid)
