"""`socroi renew`: a workbook of an older edition of its template, carried into today's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socroi.cli.console import say
from socroi.cli.forcing import force_option
from socroi.cli.telling import count, tell_uncomputed

if TYPE_CHECKING:
    from socroi.hosts.renewed import Figure, Renewed


@click.command(
    "renew",
    epilog="""\b
Examples:
  socroi renew plan.xlsx                   into plan-renewed.xlsx, beside it
  socroi renew plan.xlsx -o plan26.xlsx    into another file
  socroi renew plan.xlsm                   with macros, as the book has them

\b
Carried over: the rows of every table, columns of your own where there is room beside the table, goals, budgets and
every other input by the question that it answers, imports and what was said of them. Listed, with what to do: all else
that somebody has typed or added, such as sheets, names and notes of your own. A figure at the top that is another one
in today's edition is told, with the reason.

\b
Exit status: 0 done, or the book is of today's edition and nothing was written; 2 the book is none of ours or the file
could not be written; 3 some cells could not be computed.""",
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", type=click.Path(path_type=Path), help="The file to write. Without it: BOOK-renewed, beside the book."
)
@force_option("Write over a file that exists; never over the book itself.")
@click.pass_context
def renew(context: click.Context, *, book: Path, out: Path | None, force: bool) -> None:
    """Carry a workbook of an older edition of its template into today's edition.

    The book itself is not changed.
    """
    from socroi.hosts.renewed import renew as write

    done = write(book, out, force=force)
    if done.path is None:
        what = "is of" if done.compared else "has the tables, names and questions of"
        beside = "" if done.compared else " (LibreOffice saved it: its formulas were not compared)"
        say(
            f"{book} {what} today's edition of {done.template}{beside}: there is nothing to renew, and nothing was "
            "written."
        )
        return
    _tell(done, book)
    context.exit(tell_uncomputed(done.uncomputed))


def _tell(done: Renewed, book: Path) -> None:
    rows = ", ".join(f"{table} {number:,}" for table, number in done.rows.items() if number)
    say(f"{done.path}: today's edition of {done.template}. {book} is as it was.")
    imports = f"; imports: {done.imports:,}" if done.imports else ""
    say(f"Rows carried over: {rows or 'none'}; other input cells: {done.settings:,}{imports}.")
    if done.left:
        say(f"Not carried over as it stood ({count(len(done.left), 'item')}):")
        for each in done.left:
            say(f"  {each}")
    if done.figures:
        say("Figures that are others now:")
        for figure in done.figures:
            say(f"  {figure.label}: {_shown(figure, 'before')} before, {_shown(figure, 'after')} now: {figure.why}")
    if done.same:
        say(f"Figures at the top that are the same in both: {done.same}.")


def _shown(figure: Figure, which: str) -> str:
    value: Any = getattr(figure, which)
    if value is None:
        return "blank"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value}"
