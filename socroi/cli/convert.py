"""`socroi convert`: an .xlsx made of an .xls, .xlsb or .ods."""

from __future__ import annotations

from pathlib import Path

import click

from socroi.cli.limiting import locale_option, timeout_option
from socroi.cli.telling import DONE, UNCOMPUTED, count
from socroi.errors import UsageError

SHOWN = 10
"""Cells that are named before the rest is counted."""


@click.command(
    epilog="""\b
Examples:
  socroi convert old.xls                    into old.xlsx beside it
  socroi convert plan.ods -o plan2.xlsx     into another file

\b
Exit status: 0 done, and every number is what the old book shows; 2 it could not be read, or the file
is there already; 3 done, but some cells are something else now, or are not computed here."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to make. Without it: BOOK.xlsx.")
@timeout_option()
@locale_option()
@click.pass_context
def convert(context: click.Context, *, book: Path, out: Path | None) -> None:
    """Make an .xlsx of an old or foreign workbook (.xls, .xlsb, .ods), by LibreOffice, which has to be installed.

    Formulas, formats and charts come over as far as LibreOffice reads them; macros do not. Each formula is then
    computed here, and each number held against the one that the old book shows. No file is ever written over.
    """
    from socroi.hosts.conversion import convert as make

    if not book.name:
        raise UsageError("it is a folder.", where=str(book), hint="Name one workbook.")
    target = out or book.with_suffix(".xlsx")
    if target.is_dir():
        target = target / f"{book.stem}.xlsx"
    made = make(book, target)
    click.echo(f"{made.path}: made by LibreOffice, {made.formulas:,} formulas. {book} is as it was.")
    if made.lost:
        click.echo(f"Left behind: {', '.join(made.lost)}.")
    if made.differing:
        click.echo(f"These cells are something else now than {book.name} shows: {_some(made.differing)}.")
    if made.broken:
        click.echo(
            f"In {count(len(made.broken), 'formula')} #NULL! or #REF! stands where a cell was: {_some(made.broken)}."
        )
    if made.broken and made.template:
        click.echo(f"“socroi renew {made.path}” puts all that was typed into a sound workbook of {made.template}.")
    if made.uncomputed:
        click.echo(
            f"Not computed here: {made.uncomputed:,} formulas, kept as LibreOffice saved them; “socroi calc” says why."
        )
    context.exit(UNCOMPUTED if made.differing or made.uncomputed else DONE)


def _some(cells: list[str]) -> str:
    """Name the first of some cells, and how many more there are."""
    more = f" and {len(cells) - SHOWN:,} more" if len(cells) > SHOWN else ""
    return f"{', '.join(cells[:SHOWN])}{more}"
