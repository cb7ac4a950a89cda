"""Temporary files of ours that a power cut or a killed process left, taken away by the next save beside them."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from socroi.patterns import pattern

try:
    import fcntl
except ImportError:  # Windows needs no lock: a file that is open there cannot be deleted
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from pathlib import Path

PREFIX: Final = ".{}."
SUFFIX: Final = ".socroi.tmp"
"""A temporary file is called `.plan.xlsx.k3j9x0aa.socroi.tmp`."""
YOUNG: Final = 60.0
"""Seconds in which a file may have been made by a process that has had no time to lock it."""
_OURS: Final = pattern(r"\..+\.[a-z0-9_]{8}\.socroi\.tmp")
_swept: set[Path] = set()
"""Folders that this process has looked through: a folder of a thousand books is not listed a thousand times."""


def hold(handle: int) -> None:
    """Lock a temporary file for as long as it is open, so that nobody takes it for a leftover."""
    if fcntl is not None:
        with suppress(OSError):  # some network folders know no locks
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sweep(folder: Path) -> None:
    """Delete what was left in a folder, once for each process. Whatever cannot be deleted is left alone."""
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    _take_away(entry)


def _take_away(entry: os.DirEntry[str]) -> None:
    if not entry.is_file(follow_symlinks=False) or time.time() - entry.stat().st_mtime < YOUNG:
        return
    handle = None if fcntl is None else os.open(entry.path, os.O_RDWR)
    try:
        if handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while it is being written
        os.unlink(entry.path)  # noqa: PTH108 - what was scanned is a text
    finally:
        if handle is not None:
            os.close(handle)
