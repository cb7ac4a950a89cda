"""`socroi fill`: data into a table of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socroi.cli.console import say
from socroi.cli.forcing import force_in_place
from socroi.cli.printed import print_json
from socroi.cli.telling import DONE, UNCOMPUTED, tell_standing, tell_uncomputed

if TYPE_CHECKING:
    from socroi.sources.tables import Filled


@click.command(
    epilog="""\b
Examples:
  socroi fill plan.xlsx results.csv                   into the table whose columns fit
  socroi fill plan.xlsx costs.csv --table Costs       into this one
  socroi fill plan.xlsx results.csv -o filled.xlsx    into another file
  socroi fill plan.xlsx results.csv --over            in place of what was typed there
  socroi fill plan.xlsx results.csv --only-new        the rows that are not there yet
  socroi fill plan.xlsx results.csv --correct         new rows below, corrected ones in their places

\b
The first line of the data names the columns: as the headings of the table, or as month, platform, kpi, quantity ...
What a column holds (dates, amounts, shares, texts ...) is judged by the table and by the whole column of the data. A
cell that does not fit is told of by its line, and nothing is written. So it is where rows are there already.

\b
Exit status: 0 done; 2 a file or the request is wrong; 3 a cell of the data does not fit and nothing was written, or the
rows were put in and some formulas could not be computed."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--table", metavar="NAME", help="The table, or its sheet. Without it: the only one whose columns fit.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write; left out: in place.")
@click.option("--over", is_flag=True, help="Put the data in place of what was typed in the table, not below it.")
@click.option("--again", is_flag=True, help="Put in rows that are in the table already once more; they count twice.")
@click.option(
    "--correct", is_flag=True, help="Put rows that are there with other figures in their places; leave the same alone."
)
@click.option("--only-new", is_flag=True, help="Leave out the rows that are in the table already.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign, where nothing in the data shows it.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="Day or month first, where nothing in the data shows it."
)
@force_in_place()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def fill(
    context: click.Context,
    *,
    book: Path,
    data: Path,
    table: str | None,
    out: Path | None,
    over: bool,
    again: bool,
    only_new: bool,
    correct: bool,
    decimal: str | None,
    date_order: str | None,
    as_json: bool,
) -> None:
    """Put rows of a CSV or a sheet into a table of a workbook, by the names of the columns, and compute it.

    The table, its drop-downs, formats and formulas grow with the rows; charts, pictures, macros and all else in the
    file stay as they are.
    """
    from socroi.sources.tables import fill_table

    done = fill_table(
        book,
        data,
        table,
        out=out,
        over=over,
        again=again,
        only_new=only_new,
        correct=correct,
        decimal=decimal,
        date_order=date_order,
    )
    if as_json:
        print_json(_plain(done))
        context.exit(UNCOMPUTED if done.uncomputed else DONE)
    rows = f"{done.rows:,} row{'' if done.rows == 1 else 's'}"
    grown = f" The table grew by {done.grown:,}." if done.grown else ""
    say(f"{done.path}: {rows} into the table {done.table} on the sheet {done.sheet}, from row {done.first} on.{grown}")
    for remark in done.remarks:
        click.echo(remark)
    status = tell_uncomputed(done.uncomputed)
    tell_standing(done.report.standing)
    context.exit(status)


def _plain(done: Filled) -> dict[str, Any]:
    """Return what was put in, and where the book stands then, as what JSON can hold."""
    standing = done.report.standing
    return {
        "file": str(done.path),
        "table": done.table,
        "sheet": done.sheet,
        "rows": done.rows,
        "first": done.first,
        "grown": done.grown,
        "there_already": done.there_already,
        "remarks": done.remarks,
        "roi": None if standing is None else standing.roi,
        "uncomputed": [each.where for each in done.uncomputed],
    }
