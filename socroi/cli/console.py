"""Where a command writes: colour and width as the terminal has them, plain text when it is piped."""

from __future__ import annotations

import io
import shutil
import sys
from typing import TYPE_CHECKING, TextIO, cast

if TYPE_CHECKING:
    from rich.console import Console


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
    width = shutil.get_terminal_size((120, 40)).columns
    return Console(
        file=cast("TextIO", _Trimmed(stream)),
        width=width,
        highlight=False,
        emoji=False,
        markup=False,
        color_system=None,
    )
