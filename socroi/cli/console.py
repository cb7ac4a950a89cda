"""Where a command writes: colour and width as the terminal has them, plain text when it is piped."""

from __future__ import annotations

import io
import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

_STYLED: Final = "\x1b"
"""What a style begins with."""


class _Trimmed(io.TextIOBase):
    """A stream without the blanks that fill a table's lines up to its width."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.pending = ""

    def write(self, text: str) -> int:
        *lines, self.pending = (self.pending + text).split("\n")
        self.stream.writelines(f"{line.rstrip(' ')}\n" for line in lines)
        return len(text)

    def flush(self) -> None:
        self.stream.flush()


def console(*, stderr: bool = False) -> Console:
    """The console of standard output or standard error.

    Piped output is plain text, 120 characters wide; `NO_COLOR` and `COLUMNS` are heeded.
    """
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    if stream.isatty():
        return Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    import shutil

    width = shutil.get_terminal_size((120, 40)).columns
    return Console(
        file=cast("TextIO", _Trimmed(stream)),
        width=width,
        highlight=False,
        emoji=False,
        markup=False,
        color_system=None,
    )


def say(text: str) -> None:
    """Print a line as `styled` made it, without loading rich; plain where it is piped or `NO_COLOR` is set."""
    if _STYLED in text or sys.platform == "win32":
        import click

        click.echo(text, color=False if os.environ.get("NO_COLOR") else None)
    else:
        _print(text, sys.stdout)


def complain(text: str) -> None:
    """Print a line on standard error."""
    if sys.platform == "win32":
        import click

        click.echo(text, err=True)
    else:
        _print(text, sys.stderr)


def _print(text: str, stream: TextIO) -> None:
    # What click does with a plain text, without click: to load that takes a tenth of the time of a small workbook.
    stream.write(f"{text}\n")
    stream.flush()


def styled(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    """Return a text as a terminal shows it in a colour or bold."""
    import click

    return click.style(text, fg=fg, bold=bold)


@contextmanager
def progress_bar(what: str, *, before: str = "", after: str = "") -> Iterator[Callable[[int, int], None] | None]:
    """A bar for what takes its time, on standard error and only where that is a terminal.

    Args:
        what: is done and counted.
        before: what happens until the first count comes.
        after: what happens once all is counted.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    counted, left = TextColumn("{task.fields[counted]}"), TextColumn("{task.fields[left]}")
    columns = (TextColumn("{task.description}"), BarColumn(), counted, TimeElapsedColumn(), left)
    started = time.monotonic()
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(before or what, total=None, counted="", left="")

        def count(done: int, total: int) -> None:
            finished = after and done >= total
            bar.update(
                task,
                description=after if finished else what,
                completed=done,
                total=None if finished else total,
                counted=f"{done:,} of {total:,}",
                left="" if finished else _left(time.monotonic() - started, done, total),
            )

        yield count


def _left(seconds: float, done: int, total: int) -> str:
    """How long the rest takes if it goes on as before: `0:12 left`; nothing while that cannot be told."""
    if not done or seconds < 1:
        return ""
    rest = round(seconds / done * (total - done))
    return f"{rest // 60}:{rest % 60:02} left"
