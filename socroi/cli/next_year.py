"""`socroi next-year`: the workbook of the next year, from that of the year that is over."""

from __future__ import annotations

from pathlib import Path

import click

from socroi.cli.forcing import force_option
from socroi.cli.telling import tell_uncomputed


@click.command(
    "next-year",
    epilog="""\b
Examples:
  socroi next-year plan.xlsx                     into plan_2027.xlsx, where plan.xlsx began in 2026
  socroi next-year plan.xlsx -o plan27.xlsx      into another file
  socroi next-year plan.xlsm                     with macros, as the book has them

\b
Carried over: the lists, goals, KPIs and their values, the settings of the first sheet, keywords, statements, tasks,
channels, and the months that are left of bills that were spread. Empty: results, costs, answers, budgets, estimates and
all else that is of one year. A goal that began at a figure begins where it has come to.

\b
Exit status: 0 done, 2 the book is none of ours or the file could not be written, 3 some cells could not be
computed.""",
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write. Without it: BOOK_YEAR, beside the book."
)
@force_option("Write over a file that exists; never over the book itself.")
@click.pass_context
def next_year(context: click.Context, *, book: Path, out: Path | None, force: bool) -> None:
    """Write the next year's workbook: the same lists, goals, values and settings, no results.

    The book itself is not changed.
    """
    from socroi.hosts.next_year import next_year as write

    done = write(book, out, force=force)
    carried = ", ".join(f"{table} {rows:,}" for table, rows in done.rows.items() if rows)
    months = f"twelve months from {done.first_month:%Y-%m}" if done.first_month else "a new workbook"
    click.echo(f"{done.path}: {months}. Rows carried over: {carried or 'none'}. {book} is as it was.")
    context.exit(tell_uncomputed(done.uncomputed))
