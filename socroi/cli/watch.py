"""`socroi watch`: a workbook is computed and checked each time that it is saved."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from socroi.cli.console import say
from socroi.cli.limiting import links_options, locale_option
from socroi.cli.telling import DONE, count, isolated, roi_of
from socroi.errors import SocroiError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.review.checking import CheckResult
    from socroi.review.finding import Finding

QUIET: Final = 0.6
"""Seconds for which a file must not change before it is read: a program that saves writes in several steps."""
_SHOWN: Final = 5


@click.command(
    epilog="""\b
Examples:
  socroi watch my.xlsx            what changed in the result, each time that you save
  socroi watch my.xlsx --write    and store the values where no program has it open

\b
Exit status: 0 stopped by Ctrl-C, 2 there is no such book."""
)
@click.argument("book", type=click.Path(path_type=Path))
@click.option(
    "--write",
    is_flag=True,
    help="Store the computed values in the file too, unless a spreadsheet program has it open.",
)
@click.option("--every", type=click.FloatRange(0.05), default=0.5, metavar="SECONDS", help="How often to look.")
@locale_option()
@links_options()
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON each time, for a program.")
@click.pass_context
def watch(context: click.Context, book: Path, *, write: bool, every: float, as_json: bool) -> None:
    """Compute and check a workbook each time that it is saved, until Ctrl-C.

    The file is only read, so that it never stands in the way of the program that has it open; with --write the values
    are stored in it while no program does.
    """
    if not book.is_file():
        raise UsageError("There is no such file.", where=str(book), hint="Name a workbook (.xlsx or .xlsm).")
    click.echo(f"{book}: watched; Ctrl-C ends it.", err=as_json)
    told: set[str] = set()

    def look() -> None:
        for sentence in _look(book, write=write, as_json=as_json):
            if sentence not in told:
                click.echo(f"socroi: {book.name}: {sentence}.", err=True)
                told.add(sentence)

    try:
        follow(book, look, every)
    except KeyboardInterrupt:
        click.echo("stopped.", err=as_json)
    context.exit(DONE)


def follow(book: Path, work: Callable[[], None], every: float, *, rounds: int | None = None) -> None:
    """Do something now, and each time that a file was saved and has been quiet since.

    Args:
        book: the file; it may vanish for a moment, as it does where a program saves beside it and renames.
        work: what is done.
        every: seconds between two looks.
        rounds: how often to look; None is for ever.
    """
    done: tuple[int, int, int] | None = None
    seen: tuple[int, int, int] | None = None
    since = time.monotonic()
    looks = 0
    while rounds is None or looks < rounds:
        looks += 1
        state = state_of(book)
        if state != seen:
            seen, since = state, time.monotonic()
        settled = done is None or time.monotonic() - since >= QUIET
        if state is not None and state != done and settled:
            work()
            # What the work itself has written is no news.
            done = seen = state_of(book)
        time.sleep(every)


def state_of(book: Path) -> tuple[int, int, int] | None:
    """Return what changes when a file is saved: its place on the disk, its size and its time; None while it is gone."""
    try:
        status = book.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _look(book: Path, *, write: bool, as_json: bool) -> tuple[str, ...]:
    """Check a book, and return what is to be known of the values of linked ones."""
    from socroi.books.recalculation import recalculate
    from socroi.review.checking import check

    clock = time.strftime("%H:%M:%S")
    try:
        result = check(book, second=False)
        stored = recalculate(book).changed if write else None
        if as_json:
            click.echo(json.dumps({"time": clock, **_plain(result), "stored": stored}, ensure_ascii=False))
            return result.links
        _tell(clock, result)
        if stored is not None:
            say(f"  {count(stored, 'value')} stored.")
    except SocroiError as problem:
        # Half-written, or open in a spreadsheet program: the next save is another chance.
        click.echo(f"{clock} {' '.join(str(problem).split())}", err=True)
        return ()
    return result.links


def _news(result: CheckResult) -> list[Finding]:
    """The findings but for old values, which are old until a program computes the file: that is why it is watched."""
    return [each for each in result.findings if each.rule != "stale-value"]


def _plain(result: CheckResult) -> dict[str, Any]:
    from socroi.review.formats import as_dict

    roi = None if result.standing is None else result.standing.roi
    return {"file": result.file, "roi": roi, "findings": [as_dict(each) for each in _news(result)]}


def _tell(clock: str, result: CheckResult) -> None:
    from socroi.review.formats import severity_of

    standing = result.standing
    roi = "" if standing is None else f" {roi_of(standing)};"
    found = _news(result)
    say(f"{click.style(clock, dim=True)}{roi} {count(len(found), 'finding')}.")
    for each in found[:_SHOWN]:
        where = click.style(isolated(each.where), bold=True)
        say(f"  {severity_of(result, each)} {where} {isolated(each.sentence)}")
    if len(found) > _SHOWN:
        say(f"  and {len(found) - _SHOWN} more; “socroi check” lists them.")
