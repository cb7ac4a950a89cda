"""`socroi calc`: compute workbooks without a spreadsheet program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from socroi.cli.console import console
from socroi.errors import SocroiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from socroi.recalculation import Report

FAILED: Final = 2
UNCOMPUTED: Final = 3
SHOWN: Final = 20
"""Cells that are listed of one book before the rest is counted."""


@click.command(
    epilog="""\b
Examples:
  socroi calc plan.xlsx                    in place: only the computed values change
  socroi calc plan.xlsx -o computed.xlsx   into another file
  socroi calc books/*.xlsx -o computed/    several, into a folder

\b
Exit status: 0 done, 2 a book could not be read or written, 3 some cells could not be computed."""
)
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="BOOK...")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="The file to write, or for several books a folder; left out: in place.",
)
@click.pass_context
def calc(context: click.Context, books: Sequence[Path], out: Path | None) -> None:
    """Compute every formula of a workbook (.xlsx, .xlsm) and store the values in it.

    Only the values of formula cells change; charts, pictures, macros and all else stay as they are. A cell that
    cannot be computed keeps its old value and is listed.
    """
    targets = _targets(books, out)
    status = 0
    screen, errors = console(), console(stderr=True)
    for book, target in zip(books, targets, strict=True):
        try:
            report = _recalculate(book, target, errors)
        except SocroiError as error:
            if len(books) == 1:
                raise
            click.echo(f"socroi: {' '.join(str(error).split())}", err=True)
            status = FAILED
            continue
        _tell(screen, book, target, report)
        if report.uncomputed and status != FAILED:
            status = UNCOMPUTED
    context.exit(status)


def _targets(books: Sequence[Path], out: Path | None) -> list[Path | None]:
    """Where each book goes; None is in place.

    Raises:
        UsageError: a file of another kind, several books and one file, or two books of one name for one folder.
    """
    if out is None:
        return [None] * len(books)
    if len(books) == 1 and not out.is_dir():
        if out.suffix.casefold() != books[0].suffix.casefold():
            raise UsageError(
                f"{out} does not end in {books[0].suffix} as the book does, so no spreadsheet program would open it.",
                hint="Name the file to write, or a folder that exists.",
            )
        return [out]
    if not out.is_dir():
        if out.suffix:
            raise UsageError(
                f"{out} is one file for {len(books)} books.", hint="With several books, -o names a folder."
            )
        out.mkdir(parents=True)
    names = [book.name for book in books]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(f"two of the books are called {twice}.", where=str(out), hint="Compute them into two folders.")
    return [out / name for name in names]


def _recalculate(book: Path, target: Path | None, errors: Console) -> Report:
    """Compute one book, with a bar on a terminal for what takes its time."""
    from socroi.recalculation import recalculate

    if not errors.is_terminal:
        return recalculate(book, target)
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(book.name, total=None)
        return recalculate(book, target, progress=lambda done, cells: bar.update(task, completed=done, total=cells))


def _tell(screen: Console, book: Path, target: Path | None, report: Report) -> None:
    """One line for the book, one for each cell that was not computed."""
    from rich.text import Text

    into = f" into {target}" if target is not None else ""
    done = f"{_count(report.computed, 'formula')} computed{into}, {report.changed:,} changed"
    line = f"{book.name}: {done}, {report.seconds:.2f} s."
    screen.print(Text(line), soft_wrap=True)
    if not report.uncomputed:
        return
    screen.print(Text(f"{_count(len(report.uncomputed), 'cell')} kept the old value:", style="yellow"), soft_wrap=True)
    for missing in report.uncomputed[:SHOWN]:
        text = Text("  ").append(missing.where, style="bold").append(f"  ={_short(missing.formula)}  {missing.why}")
        screen.print(text, soft_wrap=True)
    if len(report.uncomputed) > SHOWN:
        screen.print(Text(f"  and {len(report.uncomputed) - SHOWN:,} more."), soft_wrap=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _short(formula: str) -> str:
    text = formula.removeprefix("=")
    return text if len(text) <= 100 else f"{text[:97]}..."
