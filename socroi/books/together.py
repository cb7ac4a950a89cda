"""Several small workbooks of a folder at a time: read, computed, written, and then all given their names.

Those of one kind are computed by one evaluation (`engine/kindred.py`), and what was written for one reaches the disk
while the next one is written. What becomes of each is what would have become of it alone.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, NamedTuple

from socroi.books.many import Outcome, attempted_aloud, telling
from socroi.books.recalculation import Recalculation
from socroi.engine.kindred import computed_together
from socroi.workbook.writing.replacing import named_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from warnings import WarningMessage

    from socroi.books.many import Job
    from socroi.books.recalculation import Report
    from socroi.workbook.writing.replacing import TemporaryFile

    Told = list[WarningMessage]

FEWEST: Final = 4
"""Fewer books of a kind are computed one by one."""


class _Begun(NamedTuple):
    """A book that was read, or the reason why it could not be."""

    job: Job
    reading: Outcome[Recalculation]


def outcomes_of(jobs: Sequence[Job]) -> list[Outcome[Report]]:
    """Compute some books here, and return what became of each."""
    with telling() as told, named_together() as waiting:
        begun = [_Begun(job, _read(job, told)) for job in jobs]
        computed = _computed(each.reading.report for each in begun)
        written, files = [], []
        for each in begun:
            before = len(waiting)
            written.append(_saved(each, told, done=id(each.reading.report) in computed))
            files.append(waiting[before:])
        return [_named(outcome, own, told) for outcome, own in zip(written, files, strict=True)]


def _read(job: Job, told: Told) -> Outcome[Recalculation]:
    return attempted_aloud(job, lambda: Recalculation(job.book, job.target), told)


def _computed(works: Iterable[Recalculation | None]) -> set[int]:
    """Compute those of which there are several of one kind; return which ones are computed."""
    kinds: dict[tuple[int, ...], list[Recalculation]] = {}
    for work in works:
        if work is not None and work.book.kin is not None:
            kinds.setdefault(work.book.kin, []).append(work)
    done: set[int] = set()
    for alike in kinds.values():
        if len(alike) < FEWEST:
            continue
        started = time.perf_counter()
        if computed_together([work.book for work in alike]):
            share = (time.perf_counter() - started) / len(alike)
            for work in alike:
                work.took(share)
            done.update(map(id, alike))
    return done


def _saved(begun: _Begun, told: Told, *, done: bool) -> Outcome[Report]:
    work = begun.reading.report
    if work is None:
        return Outcome(begun.job, problem=begun.reading.problem, told=begun.reading.told)

    def save() -> Report:
        if not done:
            work.compute()
        return work.save()

    ended = attempted_aloud(begun.job, save, told)
    return Outcome(ended.job, ended.report, ended.problem, begun.reading.told + ended.told)


def _named(outcome: Outcome[Report], files: Sequence[TemporaryFile], told: Told) -> Outcome[Report]:
    """Return the outcome of a book once what was written for it has its name."""
    if not files:
        return outcome

    def finish() -> Report | None:
        for file in files:
            file.finish()
        return outcome.report

    ended = attempted_aloud(outcome.job, finish, told)
    return Outcome(outcome.job, ended.report, outcome.problem or ended.problem, outcome.told + ended.told)
