"""`socroi fill`: data into a table of a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from socroi.cli.console import say


@click.command(
    epilog="""\b
Examples:
  socroi fill plan.xlsx results.csv                   into the table whose columns fit
  socroi fill plan.xlsx costs.csv --table Costs       into this one
  socroi fill plan.xlsx results.csv -o filled.xlsx    into another file
  socroi fill plan.xlsx results.csv --over            in place of what was typed there

\b
The first line of the data names the columns: as the headings of the table, or as month, platform, kpi, quantity ..."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--table", metavar="NAME", help="The table, or its sheet. Without it: the only one whose columns fit.")
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write; left out: in place.")
@click.option("--over", is_flag=True, help="Put the data in place of what was typed in the table, not below it.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign, where nothing in the data shows it.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="Day or month first, where nothing in the data shows it."
)
def fill(
    *,
    book: Path,
    data: Path,
    table: str | None,
    out: Path | None,
    over: bool,
    decimal: str | None,
    date_order: str | None,
) -> None:
    """Put rows of a CSV or a sheet into a table of a workbook, by the names of the columns, and compute it.

    The table, its drop-downs, formats and formulas grow with the rows; charts, pictures, macros and all else in the
    file stay as they are.
    """
    from socroi.sources.tables import fill_table

    done = fill_table(book, data, table, out=out, over=over, decimal=decimal, date_order=date_order)
    rows = f"{done.rows:,} row{'' if done.rows == 1 else 's'}"
    grown = f" The table grew by {done.grown:,}." if done.grown else ""
    say(f"{done.path}: {rows} into the table {done.table} on the sheet {done.sheet}, from row {done.first} on.{grown}")
    for remark in done.remarks:
        click.echo(remark)
