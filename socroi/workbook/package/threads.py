"""Inflating and deflating beside the work of the interpreter: both let go of its lock."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Piece = TypeVar("Piece")
Made = TypeVar("Made")

MOST_WAITING: Final = 2
"""So many pieces are kept in memory ahead of whoever takes them."""


BIG: Final = 1 << 22
"""Parts of fewer bytes are not worth a thread: they are one piece, beside which there is no other to be made."""


def ahead(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces, the next ones already being made in another thread; its errors are raised here."""
    from concurrent.futures import ThreadPoolExecutor

    source = iter(pieces)
    with ThreadPoolExecutor(1) as worker:
        waiting: deque[Future[bytes | None]] = deque()
        try:
            for _ in range(MOST_WAITING):
                waiting.append(worker.submit(next, source, None))
            while (piece := waiting.popleft().result()) is not None:
                waiting.append(worker.submit(next, source, None))
                yield piece
        finally:
            for future in waiting:
                future.cancel()


def aside(work: Callable[[Piece], Made], pieces: Iterable[Piece]) -> Iterator[Made]:
    """Yield what `work` makes of each piece, in order; it is done in another thread while the next piece is made."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as worker:
        waiting: deque[Future[Made]] = deque()
        try:
            for piece in pieces:
                waiting.append(worker.submit(work, piece))
                if len(waiting) > MOST_WAITING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
