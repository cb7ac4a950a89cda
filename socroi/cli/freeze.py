"""`socroi freeze`: a copy with values instead of formulas."""

from __future__ import annotations

from pathlib import Path

import click

from socroi.cli.forcing import force_option
from socroi.cli.limiting import links_options, locale_option, timeout_option
from socroi.cli.telling import tell_links, tell_uncomputed
from socroi.errors import UsageError


@click.command(
    epilog="""\b
Examples:
  socroi freeze plan.xlsx                    into “plan (values).xlsx”
  socroi freeze plan.xlsx -o for_ann.xlsx    into another file

\b
Exit status: 0 done, 2 the book could not be read or the copy not written, 3 some cells could not
be computed: the copy has their old values."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The copy. Without it: “BOOK (values).xlsx”.")
@timeout_option()
@locale_option()
@links_options()
@force_option("Write over a file that exists.")
@click.pass_context
def freeze(context: click.Context, *, book: Path, out: Path | None, force: bool) -> None:
    """Compute a workbook and write a copy with values in place of its formulas, for others to open.

    Charts, formats, tables and pictures stay. Macros are left out. The workbook itself is not changed.
    """
    from socroi.hosts.frozen import freeze as write

    copy = out or book.with_name(f"{book.stem} (values).xlsx")
    if copy.is_dir():
        copy = copy / f"{book.stem} (values).xlsx"
    if copy.exists() and not force:
        raise UsageError("the file exists already.", where=str(copy), hint="Choose another name, or say --force.")
    frozen = write(book, copy)
    macros = ", without its macros" if frozen.macros else ""
    click.echo(f"{copy}: {frozen.formulas:,} formulas became values{macros}. {book} is as it was.")
    tell_links(frozen.links, frozen.remembered, book.name)
    context.exit(tell_uncomputed(frozen.uncomputed))
