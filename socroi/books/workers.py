"""Worker processes: one for each core, warm, each handed one item after the other.

An item that takes its worker with it is told of and the rest go on. Stopping ends the workers in order: the file that
one was writing is as it was before.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
import time
import warnings
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from socroi.engine.model.budget import usual, usually
from socroi.engine.printing.countries import current_country, within
from socroi.records import record
from socroi.workbook.package.memory import remembering
from socroi.workbook.reading.links import current_links, following
from socroi.workbook.writing.in_use import despite_locks, locks_overridden
from socroi.workbook.writing.replacing import folders_synced_later

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from multiprocessing import connection

    from socroi.engine.model.limits import Limits
    from socroi.engine.printing.countries import Country
    from socroi.workbook.reading.links import Links

PATIENCE: Final = 10.0
"""Seconds that a worker has to put its files in order when all is stopped."""
_SYNCED: Final = 4
"""Batches of books after which a worker makes sure that their new names are on the disk."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    items: Sequence[Item],
    workers: int,
    task: Callable[[Item], Result],
    lost: Callable[[Item, str], Result],
    most: float | None = None,
) -> Generator[Result, None, None]:
    """Do one thing with many items in several processes, the last item first, and yield each result as it comes.

    The processes are started at once: closing what this returns ends them.

    Args:
        items: what is handed out one by one.
        workers: how many processes, at least one.
        task: a function of a module, done there with each item; it raises nothing.
        lost: gives the result of an item that took its process with it, from the item and how that ended.
        most: seconds that one item may take before its process is ended.
    """
    started = _results(list(items), workers, task, lost, most)
    next(started)
    return started


def _results(
    waiting: list[Item],
    workers: int,
    task: Callable[[Item], Result],
    lost: Callable[[Item, str], Result],
    most: float | None,
) -> Generator[Result, None, None]:
    """Yield something once the processes are started, and then each result."""
    from multiprocessing import connection

    pool: dict[connection.Connection, _Worker[Item, Result]] = {}
    try:
        for _ in range(min(workers, len(waiting))):
            _start(pool, waiting.pop(), task)
        yield None  # type: ignore[misc]  # for the one who started them
        while pool:
            for ready in connection.wait(list(pool), _next_end(pool.values(), most)):
                worker = pool[ready]  # type: ignore[index]  # the pipes of the pool come back, and nothing else
                try:
                    outcome = worker.pipe.recv()
                except (EOFError, OSError):
                    yield lost(worker.item, pool.pop(worker.pipe).ending())
                    if waiting:
                        _start(pool, waiting.pop(), task)
                    continue
                if waiting:
                    worker.give(waiting.pop())
                else:
                    with suppress(OSError):
                        worker.pipe.send(None)
                    pool.pop(worker.pipe).process.join(PATIENCE)
                yield outcome
            for worker in _overstaying(pool.values(), most):
                worker.process.kill()
                worker.overstayed = True
    finally:
        for worker in pool.values():
            worker.process.terminate()
        for worker in pool.values():
            worker.process.join(PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()


@record(slots=True)
class _Worker(Generic[Item, Result]):
    process: Any
    pipe: connection.Connection
    item: Item
    since: float = 0.0
    overstayed: bool = False

    def give(self, item: Item) -> None:
        self.item, self.since = item, time.monotonic()
        with suppress(OSError):  # it is gone; the pipe says so when it is read
            self.pipe.send(item)

    def ending(self) -> str:
        """Wait for a process that is gone, and say how it went."""
        self.process.join(PATIENCE)
        code = self.process.exitcode
        if self.overstayed:
            return f"took longer than {time.monotonic() - self.since:.0f} s and was ended"
        return f"ended with status {code}" if code is None or code >= 0 else f"was ended by signal {-code}"


def _next_end(workers: Iterable[_Worker[Item, Result]], most: float | None) -> float | None:
    """Return in how many seconds the next worker overstays, None for never."""
    if most is None:
        return None
    return max(0.0, min(worker.since for worker in workers) + most - time.monotonic())


def _overstaying(workers: Iterable[_Worker[Item, Result]], most: float | None) -> list[_Worker[Item, Result]]:
    now = time.monotonic()
    return [] if most is None else [w for w in workers if now - w.since >= most and not w.overstayed]


def _start(
    pool: dict[connection.Connection, _Worker[Item, Result]], item: Item, task: Callable[[Item], Result]
) -> None:
    import multiprocessing

    # Threads, such as that of a progress bar, do not survive a fork. Without any it saves loading all anew.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    ours, theirs = context.Pipe()
    said = locks_overridden(), usual(), current_country(), current_links()
    process = context.Process(target=_work, args=(theirs, task, *said), daemon=True)
    with _deaf_to_ctrl_c(), _deaf_to_ends() if forks else nullcontext(), warnings.catch_warnings():
        # Python warns of threads that numpy has for matrices, which it ends and begins anew around a fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()
    worker = pool[ours] = _Worker(process, ours, item)
    worker.give(item)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Ctrl-C goes to every process of a terminal, and it is for the first one to decide: a process that is started in
    here ignores it from its first moment.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_ENDS: Final = (signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
"""How a process is told to end; Windows knows the first alone."""


@contextmanager
def _deaf_to_ends() -> Iterator[None]:
    """A process that is forked has what this one does when it is told to end: hold that back until it knows better."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    pipe: connection.Connection,
    task: Callable[[Any], Any],
    force: bool,
    limits: Limits,
    country: Country | None,
    links: Links | None,
) -> None:
    """Do the task with what comes through the pipe, until None comes or the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in _ENDS:
        signal.signal(end, lambda *_: sys.exit(1))
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    within_country = within(country.tag if country else None)
    limited, linked, kept = usually(limits), following(links), remembering()
    with despite_locks(force=force), limited, within_country, linked, kept, folders_synced_later() as sync:
        for done in itertools.count(1):
            try:
                item = pipe.recv()
            except EOFError:
                return
            if item is None:
                return
            pipe.send(task(item))
            if done % _SYNCED == 0:
                sync()
