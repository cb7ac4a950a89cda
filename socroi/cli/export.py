"""`socroi export`: what an export file is, and what is read of it; or a map for a table that nobody knows."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from socroi.cli.console import console
from socroi.cli.forcing import force_option
from socroi.cli.telling import count
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from socroi.sources import Export
    from socroi.sources.teaching import Proposal

LONG: Final = 4 << 20
"""From so many bytes on a file is worth a bar."""
_SHOWN: Final = 10


@click.command(
    epilog="""\b
Examples:
  socroi export Campaigns.csv                            whose it is, and what is read of it
  socroi export posts.csv --columns "Post Link=Address"  a heading that is not known
  socroi export weekly.xlsx --teach weekly.toml          a first map of a table of one's own
  socroi export weekly.xlsx --map weekly.toml            read by it

\b
Nothing is written but the map. Exit status: 0 done, 2 a file or the request is wrong."""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "own", type=click.Path(path_type=Path), metavar="TOML", help="A map of headings of your own.")
@click.option(
    "--teach", type=click.Path(path_type=Path), metavar="TOML", help="Write a first map of the file's headings."
)
@click.option(
    "--columns",
    "--column",
    "pairs",
    multiple=True,
    metavar="KNOWN=HEADING",
    help="The file's heading for a field or a heading that is missing; may be given more than once.",
)
@click.option("--source", metavar="NAME", help="Whose export it is, where a file fits two.")
@click.option("--table", metavar="HEADER", help="The table wanted, where a file has several.")
@click.option("--sheet", metavar="NAME", help="The sheet that is wanted, where several hold a table.")
@click.option("--year", type=int, help="The year of its last day, where its dates name none.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign, where nothing in the file shows it.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="Day or month first, where nothing in the file shows it."
)
@click.option(
    "--total", "totals", multiple=True, type=int, metavar="ROW", help="A row that is a total and does not say so."
)
@click.option(
    "--row", "rows", multiple=True, type=int, metavar="ROW", help="A row that looks like a total and is none."
)
@click.option(
    "--unchecked", multiple=True, metavar="HEADING", help="A rate that is not to be compared with its columns."
)
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@force_option("With --teach: write over a map that exists.")
def export(
    *,
    file: Path,
    own: Path | None,
    teach: Path | None,
    pairs: Sequence[str],
    source: str | None,
    table: str | None,
    sheet: str | None,
    year: int | None,
    decimal: str | None,
    date_order: str | None,
    totals: Sequence[int],
    rows: Sequence[int],
    unchecked: Sequence[str],
    as_json: bool,
    force: bool,
) -> None:
    """Look at an export: whose it is, what is read, what is left out; nothing is written.

    A table that is no exporter's is read by a map of one's own, a text file with the heading of each field. --teach
    makes the first one: it asks for each heading at a terminal, and elsewhere writes its guesses to be corrected.
    """
    if teach is not None:
        if as_json:
            raise UsageError(
                "--teach writes a map, and reads nothing that --json could print.", hint="Leave out --json."
            )
        _teach(file, teach, force=force)
        return
    from socroi.sources import read

    with _bar(file) as progress:
        found = read(
            file,
            map=own,
            columns=_columns(pairs),
            source=source,
            table=table,
            sheet=sheet,
            year=year,
            decimal=decimal,
            date_order=date_order,
            totals=totals,
            rows=rows,
            unchecked=unchecked,
            progress=progress,
        )
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
        return
    for line in _said(found):
        click.echo(line)


def _columns(pairs: Sequence[str]) -> dict[str, str]:
    """The file's headings by what they stand for."""
    found = {}
    for pair in pairs:
        known, sign, heading = pair.partition("=")
        if not sign or not known.strip() or not heading.strip():
            raise UsageError(
                f"--columns is {pair!r}.",
                hint='Write the known heading, =, and the one of the file: "Post Link=Address".',
            )
        found[known.strip()] = heading.strip()
    return found


@contextmanager
def _bar(file: Path) -> Iterator[Callable[[float], None] | None]:
    """A bar at a terminal, for a long file."""
    screen = console(stderr=True)
    if not screen.is_terminal or not file.exists() or file.stat().st_size < LONG:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=screen, transient=True
    ) as bar:
        task = bar.add_task(f"{file.name}: read", total=1.0)
        yield lambda done: bar.update(task, completed=done)


def _plain(found: Export) -> dict[str, Any]:
    return {
        "file": found.path.name,
        "source": found.source,
        "title": found.title,
        "why": found.why,
        "claims": found.claims,
        "account": found.account,
        "level": found.level,
        "window": [day and day.isoformat() for day in found.window],
        "currency": found.currency,
        "rows": len(found.table),
        "sums": _sums(found),
        "left_out": [{"row": row, "why": why} for row, why in found.left_out],
        "ignored": found.ignored,
        "notes": found.notes,
    }


def _sums(found: Export) -> Mapping[str, float]:
    """The sums of the figures that may be added up."""
    return {name: float(found.table[name].sum()) for name in found.metrics if name not in ("reach", "visitors")}


def _said(found: Export) -> Iterator[str]:
    first, last = found.window
    span = f", {first} to {last}" if first and last else ""
    yield f"{found.path.name}: {found.title} ({found.source}), {found.claims}."
    yield found.why
    yield f"{count(len(found.table), 'row')} by {found.level}{span}."
    code = f" {found.currency}" if found.currency else ""
    for name, total in _sums(found).items():
        yield f"  {name.replace('_', ' ')}: {total:,.10g}{code if name in ('spend', 'revenue') else ''}"
    for row, why in found.left_out[:_SHOWN]:
        yield f"Left out row {row}: {why.rstrip('.')}."
    if len(found.left_out) > _SHOWN:
        yield f"Left out {len(found.left_out) - _SHOWN:,} more rows."
    if found.ignored:
        yield f"Not read: {', '.join(f'“{name}”' for name in found.ignored)}."
    left = {row for row, _ in found.left_out}
    yield from (note for note in found.notes if not _repeats(note, left))


def _repeats(note: str, left_out: set[int]) -> bool:
    """Whether a note says of rows that they were left out, and nothing else that was not said with the rows."""
    rows = re.fullmatch(r"Left out rows? ([\d, ]*\d)(?:: [^;]*|, a totals row\.|, totals rows\.)", note)
    return rows is not None and left_out >= {int(row) for row in rows[1].split(", ")}


def _teach(file: Path, target: Path, *, force: bool) -> None:
    """Write a first map of a file's headings."""
    from socroi.sources.teaching import as_map, proposals
    from socroi.workbook.writing.replacing import put

    if target.exists() and not force:
        raise UsageError("the map exists already.", where=str(target), hint="Choose another name, or say --force.")
    made = proposals(file)
    if sys.stdin.isatty() and sys.stdout.isatty():
        made = [_asked(each) for each in made]
    text = as_map(file.stem, made)
    put(target, text.encode())
    known = sum(each.field is not None for each in made)
    click.echo(f"{target}: {known} of {len(made)} headings have a field. Look it over, then:")
    click.echo(f"  socroi export {file} --map {target}")


def _asked(proposal: Proposal) -> Proposal:
    """Ask which field a heading is."""
    from dataclasses import replace

    from socroi.sources.teaching import offered

    click.echo(f"“{proposal.heading}”, {proposal.kind}: {', '.join(proposal.cells)}")
    answer = click.prompt(
        "  is", type=click.Choice([*offered(proposal), "none"]), default=proposal.field or "none", show_choices=True
    )
    return replace(proposal, field=None if answer == "none" else answer)
