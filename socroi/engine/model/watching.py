"""The thread that looks at the clock and at the memory while workbooks are computed, one for all of them.

A calculation that had to look itself would do so between two functions, and be slower for it or too late.
"""

from __future__ import annotations

import gc
import os
import sys
import sysconfig
import threading
import weakref
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from types import CodeType

    from socroi.engine.model.budget import Budget

_PAUSE: Final = 0.05
_IDLE: Final = 20
"""Pauses without a calculation, after which the thread sleeps until there is one."""

_budgets: set[Budget] = set()
_awake = threading.Event()
_thread: threading.Thread | None = None


def watch(budget: Budget) -> bool:
    """Look after a calculation from now on; return whether there can be a thread for it (a browser has none)."""
    global _thread  # noqa: PLW0603 - one for the process, begun anew after a fork
    _budgets.add(budget)
    if _thread is None or not _thread.is_alive():
        _awake.set()
        _thread = threading.Thread(target=_watch, name="socroi-limits", daemon=True)
        try:
            _thread.start()
        except RuntimeError:
            _budgets.discard(budget)
            return False
    if not _awake.is_set():
        _awake.set()
    return True


def forget(budget: Budget) -> None:
    """Look after a calculation no longer."""
    _budgets.discard(budget)


def _watch() -> None:
    idle = 0
    while True:
        idle = 0 if _budgets else idle + 1
        if idle > _IDLE:
            _awake.clear()
            if not _budgets:
                _awake.wait()
            idle = 0
        sleep(_PAUSE)
        for budget in tuple(_budgets):
            budget.inspect()


_held: Final[set[int]] = set()
"""Threads for the sake of which Python does not search for garbage."""
_searching = False
"""Whether it did before."""
_holding: Final = threading.Lock()


def strike(thread: int, exception: type[BaseException], within: CodeType) -> bool:
    """Raise an exception in another thread, as soon as it runs Python code again; return whether that was done.

    Not where that code is no calculation: a callback of Python's search for garbage, which profilers and tests have,
    would swallow the exception and be broken off by it. So the first time only that search is stopped, until `calm`,
    and the next time what the thread is at is looked at.

    Args:
        thread: which one.
        exception: what is raised there.
        within: the function that has called the calculation.
    """
    import ctypes

    global _searching  # noqa: PLW0603 - one for the process, as the search is
    with _holding:
        if thread not in _held:
            _searching = _searching or gc.isenabled()
            _held.add(thread)
            gc.disable()
            return False
    if not _is_computing(thread, within):
        return False
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))
    return True


def calm(thread: int) -> None:
    """Take back a strike that has not arrived."""
    import ctypes

    global _searching  # noqa: PLW0603 - as above
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)
    with _holding:
        _held.discard(thread)
        if _searching and not _held:
            _searching = False
            gc.enable()


def _is_computing(thread: int, within: CodeType) -> bool:
    """Whether all that a thread runs, from a function on, is of ours, of numpy or of Python, and belongs to it."""
    frame = sys._current_frames().get(thread)  # noqa: SLF001 - there is no other way to see what it runs
    while frame is not None:
        code = frame.f_code
        if code is within:
            return True
        file = code.co_filename
        if code.co_name == "__del__" or file == weakref.__file__ or file.startswith("<frozen importlib"):
            return False
        if not file.startswith(_COMPUTES) or (_PACKAGES in file and not file.startswith(_COMPUTES[:2])):
            return False
        frame = frame.f_back
    return False


def memory() -> int:
    """Return how many bytes of memory this process holds; 0 where the system does not say so cheaply."""
    with suppress(OSError, ValueError, IndexError):
        return int(_STATUS.read_text(encoding="ascii").split()[1]) * _PAGE
    return 0


def free_memory() -> int:
    """Return how many bytes the machine, or the container, has free; 0 where it does not say."""
    found = []
    with suppress(OSError, ValueError):
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines())
        found.append(int(lines["MemAvailable"].split()[0]) << 10)
    with suppress(OSError, ValueError):
        most, used = (Path(f"/sys/fs/cgroup/memory.{what}").read_text(encoding="ascii") for what in ("max", "current"))
        found.append(max(0, int(most) - int(used)))
    return min(found, default=0)


_COMPUTES: Final = (
    str(Path(__file__).parents[2]),
    str(Path(np.__file__).parent),
    sysconfig.get_path("stdlib"),
    "<",
)
"""What the files of Python code begin with that a calculation runs; `<` are those that were made in passing."""
_PACKAGES: Final = "-packages"
"""In the path of a package that was installed."""
_STATUS: Final = Path("/proc/self/statm")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
