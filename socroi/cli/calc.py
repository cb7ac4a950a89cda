"""`socroi calc`: compute workbooks without a spreadsheet program."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socroi.cli.computing import compute_all, jobs_of
from socroi.cli.console import progress_bar, say
from socroi.cli.folders import refuse_blank
from socroi.cli.forcing import force_in_place
from socroi.cli.limiting import links_options, locale_option, timeout_option
from socroi.cli.telling import (
    DONE,
    REFUSED,
    UNCOMPUTED,
    count,
    tell_links,
    tell_unknown,
)
from socroi.errors import CellError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.portfolio.cluster import Errand


@click.command(
    epilog="""\b
Examples:
  socroi calc plan.xlsx                    in place: only the computed values change
  socroi calc plan.xlsx -o computed.xlsx   into another file
  socroi calc books/*.xlsx -o computed/    several, into a folder
  socroi calc clients/ -j 4                every workbook below a folder, four at a time
  socroi calc clients/ -o computed/        the same, into a folder of the same shape
  socroi calc clients/ --links             books that others link to come first, and are read
  socroi calc clients/ --engine spark      on a cluster that sees the same folder
  socroi calc s3://agency/clients --engine spark    and books in a bucket
  socroi calc plan.xlsx --only "ROI!B4"    compute and print one cell, leave the file alone

\b
Exit status: 0 done, 2 a book could not be read or written, 3 some cells could not be computed."""
)
@click.argument("sources", nargs=-1, required=True, metavar="BOOK|FOLDER...")
@click.option("-o", "--out", "goes", help="The file to write, or for several books a folder; left out: in place.")
@click.option(
    "--only",
    multiple=True,
    metavar="CELL|RANGE|NAME",
    help="Compute just what this needs and print it: a line for each cell, its address, a tab, its value. "
    "May be given several times. Nothing is written.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="How many books to compute at a time; left out: as many as the cores and the books are worth.",
)
@click.option(
    "--engine",
    type=click.Choice(["here", "spark"]),
    default="here",
    help="Where books are computed; spark: on a cluster that sees them under the same paths (needs the extra “spark”).",
)
@click.option("--master", metavar="ADDRESS", help="The Spark cluster, as spark://host:7077; left out: this machine.")
@timeout_option()
@locale_option()
@links_options()
@force_in_place()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
@click.pass_context
def calc(
    context: click.Context,
    *,
    sources: Sequence[str],
    goes: str | None,
    only: Sequence[str],
    jobs: int | None,
    as_json: bool,
    engine: str,
    master: str | None,
) -> None:
    """Compute every formula of a workbook (.xlsx, .xlsm) and store the values in it.

    Only the values of formula cells change; charts, pictures, macros and all else stay as they are. A cell that
    cannot be computed keeps its old value and is listed. Of a folder every workbook below it is computed; a book that
    cannot be is told of and the rest go on.
    """
    from socroi.workbook.reading.links import current_links

    refuse_blank(sources)
    if engine == "spark" and current_links() is not None:
        raise UsageError("on Spark, no book reads another.", hint="Leave out --links, or compute them here.")
    if _in_buckets(sources, goes, engine):
        context.exit(_compute_on_spark(_errands(sources, goes), master, as_json=as_json))
    books, out = [Path(source) for source in sources], None if goes is None else Path(goes)
    if only:
        context.exit(_print_only(books, out, only, as_json=as_json))
    if master is not None and engine != "spark":
        raise UsageError("--master names a Spark cluster.", hint="Say --engine spark too.")
    work = jobs_of(books, out)
    if engine == "spark":
        from socroi.portfolio.cluster import Errand

        context.exit(_compute_on_spark([Errand.of(job) for job in work], master, as_json=as_json))
    context.exit(compute_all(work, jobs=jobs, folder=books[0].is_dir(), as_json=as_json))


def _in_buckets(sources: Sequence[str], goes: str | None, engine: str) -> bool:
    """Return whether books lie in a bucket.

    Raises:
        UsageError: Spark was not asked for, or some lie in a bucket and others do not.
    """
    there = ["://" in source for source in (*sources, *filter(None, [goes]))]
    if any(there) and engine != "spark":
        raise UsageError(
            "books in a bucket are computed by Spark.",
            hint="Say --engine spark (without --master it runs on this machine), or fetch them into a folder.",
        )
    if any(there) and not all(there):
        raise UsageError("some of this lies in a bucket and some here.", hint="Compute them one after the other.")
    return any(there)


def _errands(sources: Sequence[str], goes: str | None) -> list[Errand]:
    """Return the books of buckets, and where each goes.

    Raises:
        UsageError: two of them would become one.
    """
    from socroi.books.many import SUFFIXES
    from socroi.portfolio.buckets import inside, joined
    from socroi.portfolio.cluster import Errand

    found: dict[str, str | None] = {}
    for source in sources:
        for name in inside(source, SUFFIXES):
            book = joined(source, name) if name else source
            alone = source.partition("?")[0].rpartition("/")[2]
            target = None if goes is None else joined(goes, name or alone)
            if target is not None and target in found.values():
                raise UsageError(f"two of the books would become {target}.", hint="Compute the folders one by one.")
            found[book] = target
    return [Errand(book, target) for book, target in found.items()]


def _compute_on_spark(work: Sequence[Errand], master: str | None, *, as_json: bool) -> int:
    """Compute books on a cluster, tell of those that are not fine, and return the exit status."""
    from dataclasses import asdict

    from socroi.cli.printed import print_json
    from socroi.portfolio.cluster import recalculate_on_spark

    told = []
    with progress_bar("books") as progress, closing(recalculate_on_spark(work, master)) as rows:
        for row in rows:
            told.append(row)
            if row.problem:
                click.echo(f"socroi: {row.problem}", err=True)
            elif row.uncomputed:
                click.echo(f"socroi: {row.book}: {count(row.uncomputed, 'cell')} kept its old value.", err=True)
            if progress is not None:
                progress(len(told), len(work))
    failed = sum(bool(row.problem) for row in told)
    if as_json:
        print_json([asdict(row) for row in told])
    else:
        could_not = f"; {count(failed, 'book')} could not be" if failed else ""
        formulas = count(sum(row.computed for row in told), "formula")
        say(f"{count(len(told) - failed, 'book')} computed on Spark, {formulas}{could_not}.")
    return REFUSED if failed else UNCOMPUTED if any(row.uncomputed for row in told) else DONE


def _print_only(books: Sequence[Path], out: Path | None, only: Sequence[str], *, as_json: bool) -> int:
    """Print some cells of one book; return the exit status.

    Raises:
        SocroiError: the book cannot be read, or a place is not in it.
    """
    if len(books) > 1 or books[0].is_dir():
        raise UsageError("--only is for one book.", hint="Name one .xlsx or .xlsm file.")
    if out is not None:
        raise UsageError(
            "--only writes nothing: beside what it computed, other cells would show values that are out of date.",
            hint="Leave out -o to print cells, or --only to compute and write the whole book.",
        )
    from socroi.books.open_workbook import Workbook
    from socroi.cli.printed import print_json
    from socroi.cli.values import shown

    book = Workbook(books[0])
    unknown: dict[str, str] = {}
    cells: dict[str, object] = {}
    for where in only:
        for place, value in book.cells(where).items():
            cells[place] = value
            if not as_json:
                click.echo(f"{place}\t{shown(value)}")
            if isinstance(value, CellError) and value == "#UNKNOWN!":
                unknown[place] = value.why
    if as_json:
        print_json(cells)
    tell_links(book.links, book.remembered, books[0].name)
    return tell_unknown(unknown)
