"""What was read of each workbook, remembered between runs: a book is read again only when its file has changed."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.errors import UsageError
from socroi.portfolio.book import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION: Final = 3
"""Raised whenever the same file would be read otherwise."""
EVERY: Final = 200
"""How many books are kept at a time: no more than these are read again after a stop."""
_TABLE: Final = "CREATE TABLE IF NOT EXISTS books (path TEXT PRIMARY KEY, state TEXT NOT NULL, reading TEXT NOT NULL)"


def home() -> Path:
    """Return the file in which it is kept where no other is named."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "socroi" / "portfolio.sqlite"


class Memory:
    """The readings by file. What cannot be kept is read again the next time, and nothing is lost by that."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[str, str, str]] = []

    def recall(self, path: Path) -> Reading | None:
        """Return what was read of a file, if it is as it was then."""
        found = self._connection.execute("SELECT state, reading FROM books WHERE path = ?", (_name(path),)).fetchone()
        if found is None or found[0] != state(path):
            return None
        try:
            return Reading.from_json(json.loads(found[1]))
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, reading: Reading, before: str) -> None:
        """Keep a reading; `before` is the state of the file before it was read."""
        self._waiting.append((_name(Path(reading.file)), before, json.dumps(reading.as_json())))
        if len(self._waiting) >= EVERY:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO books VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()


@contextmanager
def memory(file: Path | None = None) -> Iterator[Memory]:
    """Open the memory; what was read until then is kept, however this ends.

    Raises:
        UsageError: the file is something else, or cannot be written.
    """
    place = home() if file is None else file
    connection: Any = None
    try:
        if file is None:
            place.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(place)
        with connection:
            connection.execute(_TABLE)
    except (sqlite3.Error, OSError) as problem:
        if connection is not None:
            connection.close()
        raise UsageError(
            f"what was read cannot be kept here: {problem}.", where=str(place), hint="Name another file with --cache."
        ) from problem
    held = Memory(connection)
    try:
        yield held
    finally:
        held.flush()
        connection.close()


def state(path: Path) -> str:
    """Return what tells one state of a file from another: size and time of change; "" where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{VERSION}:{status.st_size}:{status.st_mtime_ns}"


def _name(path: Path) -> str:
    return str(path.resolve())
