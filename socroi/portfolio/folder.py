"""Folders of workbooks, read by several processes: a book that fails is told of, and what was read is remembered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from socroi.books.workers import cores, spread
from socroi.portfolio.book import Reading, read
from socroi.portfolio.memory import state
from socroi.workbook.package import memory as package_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from socroi.portfolio.memory import Memory

_FEW: Final = 100
"""Books that are worth a process of their own: to start one takes as long as to read these."""
_BATCH: Final = 16
"""Books that are handed out together: one at a time, the way between the processes would take a tenth of the time."""


def read_books(
    paths: Sequence[Path],
    memory: Memory | None = None,
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Reading]:
    """Read workbooks, and yield each as it comes.

    Args:
        paths: the workbooks.
        memory: what was read before; without it everything is read.
        jobs: how many processes; left out: as many as the cores and the books are worth.
        progress: is called with how many are done, and how many there are.
    """
    done, fresh = 0, []
    for path in paths:
        known = memory.recall(path) if memory is not None else None
        if known is None:
            fresh.append(path)
            continue
        done += 1
        yield replace(known, file=str(path)) if known.file != str(path) else known
    states = {str(path): state(path) for path in fresh}
    for reading in _fresh(fresh, jobs):
        done += 1
        if memory is not None and not reading.problem:
            memory.keep(reading, states[reading.file])
        if progress is not None:
            progress(done, len(paths))
        yield reading


def _fresh(paths: Sequence[Path], jobs: int | None) -> Iterator[Reading]:
    workers = jobs or max(1, min(cores(), len(paths) // _FEW))
    if workers == 1 or len(paths) < 2:
        # Not around what is yielded: whoever takes it reads other books meanwhile.
        kept = package_memory.Memory()
        for path in paths:
            with package_memory.remembering(kept):
                reading = read(path)
            yield reading
        return
    batches = [tuple(paths[at : at + _BATCH]) for at in range(0, len(paths), _BATCH)]
    for readings in spread(batches[::-1], workers, read_batch, _lost):
        for reading in readings:
            # Who takes the process along is found by reading the books of its batch one by one.
            if reading.problem == _TOGETHER:
                yield next(iter(_alone(reading.file, paths)))
            else:
                yield reading


_TOGETHER: Final = "its process was lost"


def read_batch(paths: Sequence[Path]) -> list[Reading]:
    """Read some books here, in a process of several."""
    return [read(path) for path in paths]


def _lost(paths: Sequence[Path], how: str) -> list[Reading]:
    if len(paths) == 1:
        path = paths[0]
        why = f"{path}: the process that read it {how}, perhaps for want of memory."
        return [Reading(str(path), path.stem, problem=why)]
    return [Reading(str(path), path.stem, problem=_TOGETHER) for path in paths]


def _alone(file: str, paths: Sequence[Path]) -> Iterator[Reading]:
    path = next(path for path in paths if str(path) == file)
    for readings in spread([(path,)], 1, read_batch, _lost):
        yield from readings
