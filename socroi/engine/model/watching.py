"""The thread that looks at the clock and at the memory while workbooks are computed, one for all of them.

A calculation that had to look itself would do so between two functions, and be slower for it or too late.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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


def strike(thread: int, exception: type[BaseException]) -> None:
    """Raise an exception in another thread, as soon as it runs Python code again."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(exception))


def calm(thread: int) -> None:
    """Take back a strike that has not arrived."""
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)


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


_STATUS: Final = Path("/proc/self/statm")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
