"""Many workbooks: handed to one warm worker process for each core, small ones several at a time.

A book that cannot be computed, or that takes its worker with it, is told of and the rest go on.
"""

from __future__ import annotations

import math
import os
import warnings
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from socroi.books.recalculation import Report, recalculate
from socroi.books.workers import cores, spread
from socroi.engine.model.budget import usual
from socroi.errors import SharedFileWarning, SocroiError, UsageError
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from socroi.books.recalculation import Progress

SUFFIXES: Final = (".xlsx", ".xlsm")
_OVERTIME: Final = 20.0
"""Seconds beyond its limit, and half of that again, that a book may take to be written and its worker to answer."""
_SMALL: Final = 8
"""Small books that are worth a worker of their own: to start one takes as long as to compute these."""
_TOGETHER: Final = 16
"""Small books that are handed out together, and reach the disk together: waiting for it, and the way between the
processes, would take half as long again as to compute each."""
_LIGHT: Final = 1 << 18
"""Bytes of workbooks that are handed out together."""
_TURNS: Final = 4
"""How often each worker comes, at least, so that none of them has long to do while the others have nothing."""
_BYTES: Final = 4 << 20
"""Bytes of workbooks that are worth a worker of their own."""


@record(frozen=True, slots=True)
class Job:
    """One workbook to compute; `target` None is in place."""

    book: Path
    target: Path | None = None


T = TypeVar("T")


@record(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of a workbook: a report, or one line that says why there is none; and what was told on the way."""

    job: Job
    report: T | None = None
    problem: str = ""
    told: tuple[str, ...] = ()


def below(folder: Path, apart_from: Path | None = None) -> list[Path]:
    """Return every workbook below a folder, in the order of their paths.

    Hidden files and folders and the lock files of Excel and LibreOffice (`~$plan.xlsx`) are passed over.

    Args:
        folder: where to look.
        apart_from: a folder that is not looked into, because it is where the results go.

    Raises:
        UsageError: there is none.
    """
    kept_out = None if apart_from is None else os.path.realpath(apart_from)
    found: list[Path] = []
    ahead = [(os.fspath(folder), os.path.realpath(folder))]
    while ahead:
        place, real = ahead.pop()
        if kept_out is not None and _lies_in(real, kept_out):
            continue
        with suppress(PermissionError), os.scandir(place) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~$")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    ahead.append((entry.path, os.path.join(real, entry.name)))  # noqa: PTH118 - of thousands of books each is asked for
                elif os.path.splitext(entry.name)[1].casefold() in SUFFIXES and entry.is_file():  # noqa: PTH122 - likewise
                    elsewhere = kept_out is not None and entry.is_symlink()
                    if not (elsewhere and _lies_in(os.path.realpath(entry.path), kept_out)):
                        found.append(Path(entry.path))
    found.sort()
    if not found:
        raise UsageError(
            "There is no workbook in this folder or below it.",
            where=str(folder),
            hint="Workbooks end in .xlsx or .xlsm.",
        )
    return found


def _lies_in(path: str, folder: str | None) -> bool:
    return folder is not None and (path == folder or path.startswith(folder.rstrip(os.sep) + os.sep))


def worthwhile(jobs: Sequence[Job]) -> int:
    """Return how many workers these books are worth, at most one for each core."""
    size = sum(_size(job.book) for job in jobs)
    return max(1, min(cores(), len(jobs), max(math.ceil(len(jobs) / _SMALL), 1 + size // _BYTES)))


def compute(
    jobs: Sequence[Job],
    workers: int,
    work: Callable[[Job], Outcome[T]],
    together: Callable[[Sequence[Job]], list[Outcome[T]]] | None = None,
) -> Generator[Outcome[T], None, None]:
    """Do something with workbooks in several processes and yield each outcome as it comes.

    The largest books come first, so that the last worker does not work alone for long. The processes are started at
    once, which is done soonest while no other thread runs. Closing the iterator, or an exception such as Ctrl-C while
    it waits, ends all workers. A worker that overstays the usual limit of time by far is ended, and the others go on.

    Args:
        jobs: the books.
        workers: how many processes, at least one.
        work: what is done with each book, such as `outcome_of`: a function of a module, as it goes to the workers.
        together: does the same with several small ones; left out, each is handed out by itself.
    """
    seconds = usual().seconds
    most = None if seconds is None else seconds * 1.5 + _OVERTIME
    # What a worker needs once it has met a second book of a kind, loaded before there are several of them.
    from socroi.workbook.reading import known_sheets as _  # noqa: F401
    from socroi.workbook.writing import known_sheets  # noqa: F401

    task = partial(_done, work, together)
    many = 1 if together is None else max(1, min(_TOGETHER, len(jobs) // (workers * _TURNS)))
    batches = spread(_batches(jobs, many), workers, task, _lost, most)
    outcomes = _one_by_one(batches, lambda job: spread([(job,)], 1, task, _lost, most))
    next(outcomes)
    return outcomes


def _done(
    work: Callable[[Job], Outcome[T]], together: Callable[[Sequence[Job]], list[Outcome[T]]] | None, jobs: Sequence[Job]
) -> list[Outcome[T]]:
    return [work(jobs[0])] if together is None or len(jobs) == 1 else together(jobs)


def _batches(jobs: Sequence[Job], most: int) -> list[tuple[Job, ...]]:
    """Return books that are handed out together, the smallest ones first."""
    batches: list[list[Job]] = []
    room = 0
    for size, at in sorted((_size(job.book), at) for at, job in enumerate(jobs)):
        if not batches or len(batches[-1]) == most or size > room:
            batches.append([])
            room = _LIGHT
        batches[-1].append(jobs[at])
        room -= size
    return [tuple(batch) for batch in batches]


def _one_by_one(
    found: Generator[list[Outcome[T]], None, None], alone: Callable[[Job], Iterable[list[Outcome[T]]]]
) -> Generator[Outcome[T], None, None]:
    """Yield something, so that closing this closes `found`, and then the outcomes of its batches.

    The books of a batch that was lost are computed alone, to find the one that did it.
    """
    try:
        yield None  # type: ignore[misc]  # for the one who started them
        for batch in found:
            for outcome in batch:
                if outcome.problem == _IN_COMPANY:
                    for single in alone(outcome.job):
                        yield from single
                else:
                    yield outcome
    finally:
        found.close()


_IN_COMPANY: Final = "its process was lost"


def _lost(jobs: Sequence[Job], how: str) -> list[Outcome[Any]]:
    if len(jobs) > 1:
        return [Outcome(job, problem=_IN_COMPANY) for job in jobs]
    perhaps = "" if "longer" in how else ", perhaps for want of memory"
    return [Outcome(jobs[0], problem=f"{jobs[0].book}: the process that computed it {how}{perhaps}.")]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def outcome_of(job: Job, progress: Progress | None = None) -> Outcome[Report]:
    """Compute one book here, whatever becomes of it; `progress` as for `recalculate`."""
    return attempted(job, lambda: recalculate(job.book, job.target, progress=progress))


def attempted(job: Job, work: Callable[[], T]) -> Outcome[T]:
    """Do something with one book, whatever becomes of it."""
    with telling() as told:
        return attempted_aloud(job, work, told)


@contextmanager
def telling() -> Iterator[list[warnings.WarningMessage]]:
    """Keep what is told of files in here."""
    with warnings.catch_warnings(record=True, action="always", category=SharedFileWarning) as told:
        yield told


def attempted_aloud(job: Job, work: Callable[[], T], told: list[warnings.WarningMessage]) -> Outcome[T]:
    """Do the same where it is kept already what is told."""
    before = len(told)
    try:
        report = work()
        return Outcome(job, report, told=tuple(str(warning.message) for warning in told[before:]))
    except SocroiError as error:
        return Outcome(job, problem=" ".join(str(error).split()))
    except MemoryError:
        return Outcome(job, problem=f"{job.book}: There is not enough memory for it. Compute it alone.")
    except Exception as error:  # noqa: BLE001 - a defect met in one book must not cost the others theirs
        said = " ".join(f"{type(error).__name__}: {error}".split())
        return Outcome(job, problem=f"{job.book}: it met a defect of socroi ({said}). Please report it.")
