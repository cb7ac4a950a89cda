"""What was found out about the parts of workbooks, kept for the next ones: books of one kind have most parts alike.

Kept for a run over many books alone (`remembering`), in a bounded space, and always by the bytes that it was made from:
what is found again is what would have been made again.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

LARGEST: Final = 1 << 16
"""Bytes of a part; what larger ones take to be read is not their beginning."""
MOST: Final = 4 << 20
"""Bytes of parts that are kept. Beyond it all is forgotten, and the kinds that still come are learned anew."""


class Memory:
    """What was made of parts, by what it was made from."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._size = 0
        self._made: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._made)

    def get(self, key: Hashable) -> Any:
        """Return what was kept, None where nothing was."""
        return self._made.get(key)

    def keep(self, key: Hashable, size: int, made: Any) -> None:
        """Keep something that was made from so many bytes."""
        if self._size + size > self._most:
            self._made.clear()
            self._size = 0
        self._size += size
        self._made[key] = made

    def made(self, key: Hashable, size: int, make: Callable[[], Any]) -> Any:
        """Return what was kept, or make it; an error is not kept."""
        found = self._made.get(key)
        if found is None:
            found = make()
            self.keep(key, size, found)
        return found


_current: ContextVar[Memory | None] = ContextVar("memory", default=None)


def memory() -> Memory | None:
    """Return the memory of the run over many books; None outside of one."""
    return _current.get()


@contextmanager
def remembering(kept: Memory | None = None) -> Iterator[Memory]:
    """Keep what is found out about the parts of the workbooks that are read in here, in a memory of before or a new
    one.
    """
    kept = Memory() if kept is None else kept
    token = _current.set(kept)
    try:
        yield kept
    finally:
        _current.reset(token)
