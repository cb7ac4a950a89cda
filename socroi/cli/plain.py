"""`socroi plain`: the formulas of a workbook without ours in them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from socroi.cli.forcing import force_option
from socroi.cli.telling import tell_uncomputed
from socroi.errors import UsageError

NOT_ALL: Final = 3
_SHOWN: Final = 20


@click.command(
    epilog="""\b
Examples:
  socroi plain plan.xlsx                    into “plan (plain).xlsx”
  socroi plain plan.xlsx -o for_ann.xlsx    into another file
  socroi new four_step --edition plain      a template that is so from the start

\b
Exit status: 0 done, 2 the book could not be read or the copy not written, 3 done, but some cells stay
as values, which are listed, or could not be computed."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The copy. Without it: “BOOK (plain).xlsx”.")
@force_option("Write over a file that exists.")
@click.pass_context
def plain(context: click.Context, *, book: Path, out: Path | None, force: bool) -> None:
    """Write a copy with Excel's own formulas in place of each call of ours, for programs that have no SOCROI.

    It computes in Excel 2010 and later, Google Sheets, LibreOffice and the like with nothing installed. What plain
    Excel cannot say stays as a value, with a note beside it. Charts, tables and formats stay; macros are left out.
    """
    from socroi.hosts.plain.edition import write_plain_edition

    copy = out or book.with_name(f"{book.stem} (plain).xlsx")
    if copy.is_dir():
        copy = copy / f"{book.stem} (plain).xlsx"
    if copy.exists() and not force:
        raise UsageError("the file exists already.", where=str(copy), hint="Choose another name, or say --force.")
    made = write_plain_edition(book, copy)
    macros = ", without its macros" if made.macros else ""
    click.echo(f"{copy}: {made.replaced:,} cells compute without SOCROI now{macros}. {book} is as it was.")
    if made.kept:
        click.echo("These stay as they are, since plain Excel cannot say them:", err=True)
        for kept in made.kept[:_SHOWN]:
            click.echo(f"  {kept.place}: {kept.function} {kept.why}", err=True)
        if len(made.kept) > _SHOWN:
            click.echo(f"  and {len(made.kept) - _SHOWN} more", err=True)
    if made.younger:
        functions = sorted({name for names in made.younger.values() for name in names})
        cells = ", ".join(list(made.younger)[:5])
        click.echo(f"Your own formulas need a newer Excel than 2010 in {cells}: {', '.join(functions)}.", err=True)
    status = tell_uncomputed(made.uncomputed)
    context.exit(status or (NOT_ALL if made.kept else 0))
