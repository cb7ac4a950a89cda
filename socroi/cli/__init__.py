"""The command line. Thin; nothing heavy is imported before a command runs."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import warnings
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

import click

from socroi import __version__
from socroi.cli.streams import prepare
from socroi.cli.telling import DONE, REFUSED
from socroi.errors import MisfitError, SharedFileWarning, SocroiError, UncomputedWarning, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LISTED: Final = 20
"""Cells that do not fit which are told of before the rest is counted."""
COMMANDS: Final = (
    *("addin", "calc", "check", "compare", "convert", "demo", "explain", "export", "fill", "freeze"),
    *(
        "functions",
        "import",
        "names",
        "new",
        "next-year",
        "paths",
        "plain",
        "portfolio",
        "report",
        "utm",
        "watch",
        "whatif",
    ),
)
"""Each is a module of this folder that holds the command of its name, loaded when it is asked for."""
INTERRUPTED: Final = 130
"""Exit status: stopped by Ctrl-C."""
TERMINATED: Final = 143
"""Exit status: ended by another program (TERM), or because its terminal was closed (HUP)."""


class _TerminatedError(BaseException):
    """The process was told to end: everything is put in order as after Ctrl-C. Nothing but this module catches it."""


class Commands(click.Group):
    """The commands, each loaded when it runs or is listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - they are the same everywhere
        """Return their names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """Return the command of a name, None where there is none."""
        if cmd_name not in COMMANDS:
            from socroi.definition.suggestion import closest

            meant = closest(cmd_name, COMMANDS)
            if meant:
                raise UsageError(f"there is no command {cmd_name!r}.", hint=f"Did you mean {meant}?")
            return None
        # `import` is a word of Python's.
        name = "import_exports" if cmd_name == "import" else cmd_name.replace("-", "_")
        found: click.Command = getattr(importlib.import_module(f"{__name__}.{name}"), name)
        return found


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  socroi demo                          the whole way, with demo numbers
  socroi new four_step -o my.xlsx      a workbook to fill in
  socroi import my.xlsx ads.csv        the exports of platforms, into it
  socroi fill my.xlsx results.csv      put rows into its tables
  socroi export Campaigns.csv          whose export it is, and what is read of it
  socroi calc my.xlsx                  compute it, with no spreadsheet program
  socroi check my.xlsx                 look for what is wrong in it
  socroi report my.xlsx                one page about it that a client may get
  socroi functions SOCROI              what a function takes and gives
  socroi addin                         put the functions into Excel
  socroi freeze my.xlsx                a copy with values instead of formulas
  socroi convert old.xls               an .xlsx made of an .xls, .xlsb or .ods
  socroi plain my.xlsx                 a copy with Excel's own formulas instead of ours
  socroi next-year my.xlsx             the workbook of the next year
  socroi paths touches.csv             a table of paths, for attribution
  socroi portfolio clients/            many workbooks as one portfolio
  socroi utm links.csv                 tagged links, built and checked

\b
Exit status of every command:
  0    done
  1    socroi check: done, and something was found
  2    refused: a file or the request is wrong; what was there before is as it was
  3    done, but cells that could not be computed are listed; or data does not fit, and nothing was written
  130  stopped by Ctrl-C
  143  ended by another program; what was there before is as it was""",
)
@click.version_option(__version__, prog_name="socroi", message="%(prog)s %(version)s")
def cli() -> None:
    """What social media work returns: workbooks to fill in, functions to compute them."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process.

    Status 0: done. 2: a file or the request is wrong. 3: done, but not all cells were computed; or not done, as the
    data does not fit. 130: stopped by Ctrl-C. 143: ended by another program.
    """
    # No command does linear algebra that is worth numpy's threads, and to start them takes a tenth of a second.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    prepare((sys.stdout, sys.stderr))
    with _in_order_when_ended():
        sys.exit(_run(arguments))


@contextmanager
def _in_order_when_ended() -> Iterator[None]:
    """Take TERM and HUP, which would end the process at once, as a reason to stop as Ctrl-C is."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> NoReturn:
        raise _TerminatedError

    found = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    # Whoever started us under nohup wants HUP to be ignored.
    before = {each: signal.getsignal(each) for each in found if signal.getsignal(each) is not signal.SIG_IGN}
    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _run(arguments: Sequence[str] | None) -> int:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UncomputedWarning)  # the commands list such cells themselves
        warnings.simplefilter("always", SharedFileWarning)
        warnings.showwarning = partial(_show_warning, warnings.showwarning)
        return _ended(arguments)


def _ended(arguments: Sequence[str] | None) -> int:
    """Run the command line, and return the exit status."""
    try:
        status = cli.main(
            args=None if arguments is None else list(arguments), prog_name="socroi", standalone_mode=False
        )
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return DONE  # who types the name alone asks what there is
    except click.ClickException as error:
        return _say(_one_line(error))
    except MisfitError as error:
        return _say_each(error)
    except SocroiError as error:
        return _say(str(error))
    except MemoryError:
        return _say("There is not enough memory for this. Close other programs, or do less of it at a time.")
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _say(f"{place}{error.strerror or error}. Check the free space and who may read and write there.")
    except _TerminatedError:
        click.echo("socroi: ended.", err=True)
        return TERMINATED
    except (click.Abort, KeyboardInterrupt):
        click.echo("socroi: stopped.", err=True)
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def _show_warning(
    otherwise: Callable[..., None], message: Warning | str, category: type[Warning], *place: object
) -> None:
    """A warning of ours as a sentence, any other as Python shows it."""
    if issubclass(category, SharedFileWarning):
        _say(str(message))
    else:
        otherwise(message, category, *place)


def _one_line(error: click.ClickException) -> str:
    """Click's message, and where to read on."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "socroi"
    return f"{' '.join(error.format_message().split())} See “{path} --help”."


def _say_each(error: MisfitError) -> int:
    """A line for each cell that does not fit, and what became of it all."""
    for cell in error.cells[:LISTED]:
        _say(str(cell))
    more = len(error.cells) - LISTED
    if more > 0:
        _say(f"and {more:,} more.")
    _say("nothing was written.")
    return error.status


def _say(message: str) -> int:
    click.echo(f"socroi: {' '.join(message.split())}", err=True)
    return REFUSED
