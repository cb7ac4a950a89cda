"""The command line. Thin; nothing heavy is imported before a command runs."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

from socroi.cli.calls import run
from socroi.cli.console import complain
from socroi.cli.streams import prepare
from socroi.cli.telling import REFUSED
from socroi.errors import MisfitError, SharedFileWarning, SocroiError, UncomputedWarning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LISTED: Final = 20
"""Cells that do not fit which are told of before the rest is counted."""
INTERRUPTED: Final = 130
"""Exit status: stopped by Ctrl-C."""
TERMINATED: Final = 143
"""Exit status: ended by another program (TERM), or because its terminal was closed (HUP)."""


class _TerminatedError(BaseException):
    """The process was told to end: everything is put in order as after Ctrl-C. Nothing but this module catches it."""


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
        return run(None if arguments is None else list(arguments))
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
        complain("socroi: ended.")
        return TERMINATED
    except KeyboardInterrupt:
        complain("socroi: stopped.")
        return INTERRUPTED


def _show_warning(
    otherwise: Callable[..., None], message: Warning | str, category: type[Warning], *place: object
) -> None:
    """A warning of ours as a sentence, any other as Python shows it."""
    if issubclass(category, SharedFileWarning):
        _say(str(message))
    else:
        otherwise(message, category, *place)


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
    complain(f"socroi: {' '.join(message.split())}")
    return REFUSED
