"""What the calculation that runs now has left of its limits, and the sentence for a cell that needs more.

Whoever begins a calculation opens a budget (`budgeted`); inside it all others share that one. A function call takes one
step of it. Time and memory are not looked at there: a thread beside it (`watching.py`) does so, and sets `left` below
zero, so that the next step stops. A loop of Python that takes no step is struck: the thread raises `Overrun` inside it.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from contextvars import ContextVar
from time import perf_counter
from typing import TYPE_CHECKING, Final, TypeVar

from socroi.engine.model import watching
from socroi.engine.model.interruptions import Crowded, Overrun, Uncomputable
from socroi.engine.model.limits import Limits
from socroi.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENDLESS: Final = 1 << 62
_CHUNK: Final = 64
"""Steps between two looks at the clock, where there can be no thread for it."""
_GRACE: Final = 0.3
"""Seconds in which a calculation is expected to take its next step, before it is struck."""
_BYTES: Final = 9
"""Bytes of a cell: its number and its kind."""
_LARGE: Final = 1 << 22
"""Cells of an array that is held against the memory that is left before it is laid out."""

MOST_FILLED: Final = 1 << 23
"""Cells of a sheet that one formula may fill: eight full columns. Each is written by itself."""

T = TypeVar("T")


class Budget:
    """What is left for one calculation.

    Args:
        limits: what there is to begin with.
        cancel: whether to stop, and leave everything as it is.

    Attributes:
        why: the sentence that says which limit is reached, "" while none is.
        left: steps; below zero once any limit is reached.
        text: characters that may still be made.
        exposed: whether a formula is being evaluated, so that its loops may be struck.
    """

    def __init__(self, limits: Limits, cancel: threading.Event | None = None) -> None:
        self.limits = limits
        self.cancel = cancel
        self.why = ""
        self.cells = ENDLESS if limits.cells is None else limits.cells
        self.text = ENDLESS if limits.text is None else limits.text
        self.left = self._reserve = ENDLESS if limits.steps is None else limits.steps
        self.exposed = self.struck = False
        self._begun = self._paused = perf_counter()
        self._over = self._again = 0.0
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._memory = 0
        self._memory_begun = 0
        self.alone = False

    # What the calculation asks

    def look(self) -> None:
        """Say why nothing is left, where that is so; called where `left` is below zero.

        Raises:
            Overrun: a limit is reached.
            Cancelled: somebody wants it to stop.
        """
        if self.alone:
            self.inspect()
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled
        if self.why:
            raise Overrun(self.why)
        if self.alone and self._reserve > 0:
            self.left = min(self._reserve, _CHUNK)
            self._reserve -= self.left
            return
        self.why = f"it takes more than {self.limits.steps:,} steps"
        raise Overrun(self.why)

    def step(self) -> None:
        """Take one step."""
        self.left -= 1
        if self.left < 0:
            self.look()

    def room(self, lanes: int, rows: int, columns: int) -> None:
        """Make sure that an array may be laid out.

        Raises:
            Crowded: fewer lanes at a time may.
            Uncomputable: it may not; the sentence says why.
        """
        cells = lanes * rows * columns
        if cells <= self.cells and (cells <= _LARGE or cells * _BYTES <= self._memory_left()):
            return
        if lanes > 1:
            raise Crowded
        if cells > self.cells:
            raise Uncomputable(f"it needs more than {self.cells:,} cells")
        raise Uncomputable(f"it needs more than {_size(self._most_memory())}")

    def too_many(self, rows: int, columns: int) -> str:
        """Return why one formula may not fill so many cells of a sheet, "" where it may."""
        most = min(self.cells, MOST_FILLED)
        return f"it needs more than {most:,} cells" if rows * columns > most else ""

    def write(self, characters: int) -> None:
        """Take the characters of a new text.

        Raises:
            Overrun: there are not as many left.
        """
        self.text -= characters
        if self.text < 0:
            raise Overrun(f"it makes more than {_size(self.limits.text or 0)} of text")

    def late(self) -> str:
        """Return why a cell is not computed whose turn comes when the limit is reached; "" while it is not."""
        self.exposed = False
        return f"{self.why.replace('it ', 'the calculation ', 1)} before its turn" if self.why else ""

    def guard(self, work: Callable[..., T], *arguments: object) -> T:
        """Return what a piece of work gives, which may be struck."""
        before, self.exposed = self.exposed, True
        try:
            return work(*arguments)
        finally:
            self.exposed = before
            if self.struck and not before:
                self.calm()

    def recover(self) -> None:
        """Go on after a cell that needed too much memory, where that is free again."""
        if self.why and self.why == self._out_of_memory() and watching.memory() - self._memory_begun < self._memory:
            self.why, self.struck, self._over = "", False, 0.0
            self.left = self._reserve

    def calm(self) -> None:
        """Take back a strike that has not arrived."""
        with self._lock:
            watching.calm(self._thread)
            self.struck = False

    def pause(self) -> None:
        """Stop the clock; `go_on` starts it again."""
        self._paused = perf_counter()

    def go_on(self) -> None:
        """Let the time since `pause` not count."""
        self._begun += perf_counter() - self._paused

    # What the thread beside it asks

    def inspect(self) -> None:
        """Look at the clock and at the memory; stop the calculation where a limit is reached."""
        now = perf_counter()
        if self.why or (self.cancel is not None and self.cancel.is_set()):
            self._stop(now)
            return
        seconds = self.limits.seconds
        if seconds is not None and now - self._begun > seconds:
            self.why = f"it took longer than {seconds:g} s"
            self._stop(now)
        elif not self.alone and self._memory_left() < 0:
            self.why = self._out_of_memory()
            self._stop(now)

    def _stop(self, now: float) -> None:
        if self.left >= 0 and self._reserve > self.left:
            self._reserve = self.left
        self.left = -1
        self._over = self._over or now
        if now - self._over > _GRACE and now - self._again > 1.0:
            with self._lock:
                self.struck = True
                exception = Overrun if self.why else Cancelled
                if self.exposed and watching.strike(self._thread, exception, Budget.guard.__code__):
                    self._again = now

    def _most_memory(self) -> int:
        if not self._memory:
            free = watching.free_memory()
            self._memory_begun = watching.memory()
            self._memory = self.limits.memory or free or ENDLESS
        return self._memory

    def _memory_left(self) -> int:
        most = self._most_memory()
        return ENDLESS if most == ENDLESS else most - (watching.memory() - self._memory_begun)

    def _out_of_memory(self) -> str:
        return f"it needs more than {_size(self._most_memory())}"


def _size(count: int) -> str:
    return f"{count >> 20:,} MiB" if count >> 20 else f"{count:,} bytes"


UNBOUND: Final = Budget(Limits(None, None, None, None, None))
"""Where no calculation runs: nothing is limited."""

_running: ContextVar[Budget] = ContextVar("budget", default=UNBOUND)
_usual: ContextVar[Limits] = ContextVar("limits", default=Limits())  # noqa: B039 - it is frozen


def current() -> Budget:
    """Return the budget of the calculation that runs."""
    return _running.get()


def usual() -> Limits:
    """Return the limits of a calculation that names none."""
    return _usual.get()


@contextmanager
def usually(limits: Limits | None) -> Iterator[None]:
    """Have calculations that name no limits keep to these; None changes nothing."""
    token = _usual.set(limits or usual())
    try:
        yield
    finally:
        _usual.reset(token)


@contextmanager
def budgeted(limits: Limits | None = None, cancel: threading.Event | None = None) -> Iterator[Budget]:
    """Run a calculation within limits, or the usual ones; a part of another calculation shares what that has left."""
    running = _running.get()
    if running is not UNBOUND:
        yield running
        return
    with _watched(Budget(limits or usual(), cancel)) as budget:
        yield budget


@contextmanager
def continued(budget: Budget) -> Iterator[Budget]:
    """Run another part of a calculation within what an earlier one left of its budget; the time between is not
    counted.
    """
    if _running.get() is budget:
        yield budget
        return
    budget.go_on()
    with _watched(budget):
        yield budget


@contextmanager
def _watched(budget: Budget) -> Iterator[Budget]:
    token = _running.set(budget)
    watched = watching.watch(budget)
    if not watched:
        budget.alone, budget.left = True, -1
    try:
        yield budget
    finally:
        if watched:
            watching.forget(budget)
        if budget.struck:
            budget.calm()
        _running.reset(token)
        budget.pause()
