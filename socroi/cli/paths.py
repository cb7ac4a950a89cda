"""`socroi paths`: from touch rows to the path table that the attribution functions take."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from socroi.cli.console import console
from socroi.cli.forcing import force_option
from socroi.cli.printed import print_json
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socroi.sources.paths import PathTable
    from socroi.sources.touches import Touches

    Progress = Callable[[int, int], None]


@click.command(
    epilog="""\b
Examples:
  socroi paths touches.csv                                 into touches_paths.csv
  socroi paths touches.csv --window 7 -o week.csv          touches count for 7 days
  socroi paths events.csv --conversion event=purchase      rows that hold that text are conversions
  socroi paths log.csv --user visitor --channel utm_source --time when

\b
In the sheet, with the table in columns A to D:
  =SOCMARKOV(A2:A900, B2:B900, C2:C900)
  =SOCATTRIB(A2:A900, B2:B900, "position", D2:D900)"""
)
@click.argument("touches", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="The file to write. Without it: TOUCHES_paths.csv.")
@click.option(
    "--window",
    type=float,
    default=30.0,
    show_default=True,
    metavar="DAYS",
    help="How long before a conversion a touch still counts.",
)
@click.option("--user", metavar="COLUMN", help="The column that says who it was.")
@click.option("--time", metavar="COLUMN", help="The column that says when.")
@click.option("--channel", metavar="COLUMN", help="The column that says where.")
@click.option("--conversion", metavar="COLUMN[=TEXT]", help="The column of yes and no, or of a text that means yes.")
@click.option("--value", metavar="COLUMN", help="The column of money; “--value none” for none.")
@click.option("--merge-repeats", is_flag=True, help="Take touches of one channel that follow each other for one.")
@click.option("--leave-out-open", is_flag=True, help="Leave out paths whose window goes beyond the last row.")
@click.option("--decimal", type=click.Choice([".", ","]), help="The decimal sign, where nothing in the file shows it.")
@click.option(
    "--date-order", type=click.Choice(["dmy", "mdy"]), help="Day or month first, where dates are such as 3/4/2026."
)
@force_option("Write over a file that exists.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def paths(
    *,
    touches: Path,
    out: Path | None,
    window: float,
    user: str | None,
    time: str | None,
    channel: str | None,
    conversion: str | None,
    value: str | None,
    merge_repeats: bool,
    leave_out_open: bool,
    decimal: str | None,
    date_order: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Make a table of paths from rows of touches: who met which channel when, and who converted.

    The path of a conversion is every touch of that person in the window before it and after their conversion before
    that; the conversion's own row is its last touch where it names a channel. All other touches lie on paths without
    a conversion, of which one ends where the person is not seen for longer than the window.
    """
    from socroi.sources.paths import paths as make
    from socroi.sources.paths import write
    from socroi.sources.touches import Columns, read_touches

    if not window > 0:
        raise UsageError(f"--window is {window:g}, and must be above 0 days.")
    target = out or touches.with_name(f"{touches.stem}_paths.csv")
    if target.is_dir():
        target = target / f"{touches.stem}_paths.csv"
    if os.path.realpath(target) == os.path.realpath(touches):
        raise UsageError("the table would replace the touches.", where=str(target), hint="Choose another name with -o.")
    if target.exists() and not force:
        raise UsageError("the file exists already.", where=str(target), hint="Choose another name, or say --force.")
    columns = Columns(user, time, channel, conversion, "" if value == "none" else value)
    with _bar(f"{touches.name}: read") as progress:
        rows = read_touches(touches, columns, decimal=decimal, date_order=date_order, progress=progress)
    with _bar(f"{touches.name}: paths") as progress:
        table = make(rows, window, merge=merge_repeats, leave_out_open=leave_out_open, progress=progress)
    write(table, target)
    if as_json:
        print_json({"table": str(target), "window": window, **_plain(rows, table)})
        return
    for sentence in _said(rows, table, window, leave_out_open=leave_out_open):
        click.echo(sentence)
    click.echo(f"{target}: {_count(len(table.rows), 'path')}.")


@contextmanager
def _bar(what: str) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=screen, transient=True
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _plain(rows: Touches, table: PathTable) -> dict[str, Any]:
    """Return what was counted, and all that was not, as what JSON can hold."""
    return {
        "paths": len(table.rows),
        "rows": len(rows.users),
        "users": table.people,
        "channels": table.names,
        "conversions": table.conversions,
        "without_user": rows.without_user,
        "without_channel": rows.without_channel,
        "without_conversion": rows.without_conversion,
        "without_touch": table.without_touch,
        "value_without_touch": table.value_without_touch if table.has_revenue else None,
        "without_value": table.without_value if table.has_revenue else None,
        "open": table.open,
    }


def _said(rows: Touches, table: PathTable, window: float, *, leave_out_open: bool) -> Iterator[str]:
    """What was counted, and all that was not."""
    yield (
        f"{_count(len(rows.users), 'row')} of {_count(table.people, 'user')}, {_count(len(table.names), 'channel')}, "
        f"{_count(table.conversions, 'conversion')}, window of {window:g} days."
    )
    if rows.without_user:
        yield f"{_count(rows.without_user, 'row')} without a user left out."
    if rows.without_channel:
        yield f"{_count(rows.without_channel, 'row')} with neither a channel nor a conversion left out."
    if table.without_touch:
        money = f", with a value of {table.value_without_touch:,.2f}" if table.has_revenue else ""
        yield (
            f"{_count(table.without_touch, 'conversion')} without any touch in the window{money}: in no path, "
            "and in no sum of them."
        )
    if table.without_value and table.has_revenue:
        yield f"{_count(table.without_value, 'conversion')} without a value, which adds no revenue."
    if rows.without_conversion:
        yield f"{_count(rows.without_conversion, 'row')} with a value and no conversion: the value does not count."
    if table.open:
        done = "left out" if leave_out_open else "counted among the nulls; --leave-out-open leaves them out"
        yield (
            f"{_count(table.open, 'path')} ended less than {window:g} days before the last row and may still convert: "
            f"{done}."
        )
    if not table.conversions:
        yield "There is no conversion at all, so there is nothing to attribute."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
