"""What `socroi calc` does with workbooks and folders, whoever has read its call."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from socroi.cli.console import complain, progress_bar, say
from socroi.cli.folders import make_folder
from socroi.cli.telling import (
    DONE,
    REFUSED,
    SHOWN,
    UNCOMPUTED,
    count,
    in_short,
    tell_links,
    tell_standing,
    tell_uncomputed,
)
from socroi.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from socroi.books.many import Job, Outcome
    from socroi.books.recalculation import Report

T = TypeVar("T")


def compute_all(work: Sequence[Job], *, jobs: int | None = None, folder: bool = False, as_json: bool = False) -> int:
    """Compute workbooks, tell of each, and return the exit status.

    Args:
        work: the books.
        jobs: how many at a time; left out: as many as the cores and the books are worth.
        folder: whether they come from a folder, so that a broken one stops no other.
        as_json: print JSON.

    Raises:
        SocroiError: there is one book, and it cannot be read or written.
    """
    from socroi.books.many import worthwhile

    workers = min(jobs, len(work)) if jobs is not None else worthwhile(work)
    tally = _Tally(len(work), keep_going=len(work) > 1 or folder, as_json=as_json)
    for group in _groups(work, tally):
        if min(workers, len(group)) > 1:
            _compute_together(group, min(workers, len(group)), tally)
        else:
            _compute_one_by_one(group, tally)
    tally.end()
    return tally.status


def _groups(work: Sequence[Job], tally: _Tally) -> Iterator[Sequence[Job]]:
    """Yield the books in the order to compute them: all at once, or those that others link to first."""
    from socroi.workbook.reading.links import current_links, following

    links = current_links()
    if links is None or len(work) == 1:
        yield work
        return
    from socroi.books.linked import in_order
    from socroi.records import replace

    groups, circles = in_order(work, links)
    for sentence in circles:
        complain(f"socroi: {sentence}.")
    for group in groups:
        # What was computed into another file is read from there.
        instead = {job.book.resolve(): job.target for job in tally.done if job.target is not None}
        fresh = frozenset(job.book.resolve() for job in tally.done)
        with following(replace(links, instead=instead, fresh=fresh)):
            yield group


class _Tally:
    """Tells of each book, and remembers how it all ends."""

    def __init__(self, books: int, *, keep_going: bool, as_json: bool) -> None:
        self.books = books
        self.as_json = as_json
        self.told: list[dict[str, object]] = []
        self.keep_going = keep_going
        self.failed = self.partly = self.formulas = 0
        self.done: list[Job] = []

    @property
    def status(self) -> int:
        if self.failed:
            return REFUSED
        return UNCOMPUTED if self.partly else DONE

    def take(self, outcome: Outcome[Report]) -> None:
        if outcome.report is None:
            self.failed += 1
            complain(f"socroi: {outcome.problem}")
            return
        for sentence in outcome.told:
            complain(f"socroi: {sentence}")
        tell_links(outcome.report.links, outcome.report.remembered, outcome.job.book.name)
        self.done.append(outcome.job)
        self.formulas += outcome.report.computed
        self.partly += bool(outcome.report.uncomputed)
        if self.as_json:
            self.told.append(_as_dict(outcome.job.book, outcome.report))
        else:
            _tell(outcome.job.book, outcome.job.target, outcome.report, alone=self.books == 1)

    def end(self) -> None:
        """One line for all books, where they are more than fit on a screen; or all of it as JSON."""
        if self.as_json:
            from socroi.cli.printed import print_json

            print_json(self.told)
            return
        if self.books <= SHOWN:
            return
        done = f"{count(self.books - self.failed, 'book')} computed, {count(self.formulas, 'formula')}"
        parts = [done]
        if self.partly:
            parts.append(f"{self.partly:,} of them not in every cell")
        if self.failed:
            parts.append(f"{count(self.failed, 'book')} could not be")
        say("; ".join(parts) + ".")


def _compute_one_by_one(work: Sequence[Job], tally: _Tally) -> None:
    from socroi.books.many import Outcome, outcome_of
    from socroi.books.recalculation import recalculate

    for job in work:
        if tally.keep_going:
            _make_folder(job)
        name = job.book.name
        with progress_bar(f"{name}: computing", before=f"{name}: reading", after=f"{name}: writing") as progress:
            if tally.keep_going:
                outcome = outcome_of(job, progress)
            else:
                outcome = Outcome(job, recalculate(job.book, job.target, progress=progress))
        tally.take(outcome)


def _compute_together(work: Sequence[Job], workers: int, tally: _Tally) -> None:
    from socroi.books.many import compute, outcome_of
    from socroi.books.together import outcomes_of

    for job in work:
        _make_folder(job)
    done = 0
    # Before the progress bar, which has a thread of its own.
    with closing(compute(work, workers, outcome_of, outcomes_of)) as outcomes, progress_bar("books") as progress:
        for outcome in outcomes:
            done += 1
            tally.take(outcome)
            if progress is not None:
                progress(done, len(work))


def _make_folder(job: Job) -> None:
    """Make the folders below the one that `-o` names, which is there by now."""
    if job.target is not None and not job.target.parent.exists():
        job.target.parent.mkdir(parents=True, exist_ok=True)


def jobs_of(books: Sequence[Path], out: Path | None) -> list[Job]:
    """What is to be computed, folders looked through, and where each book goes.

    Raises:
        UsageError: a folder holds no workbook, or the target does not fit the books.
    """
    from socroi.books.many import Job, below

    if not any(book.is_dir() for book in books):
        return [Job(book, target) for book, target in zip(books, _targets(books, out), strict=True)]
    if out is not None and (out.is_file() or (out.suffix and not out.is_dir())):
        raise UsageError(
            f"{out} is a file, and the books of a folder need one.", hint="With a folder, -o names a folder."
        )
    found: dict[str, Job] = {}
    folders: dict[Path, str] = {}
    for book in books:
        inside = below(book, out if out is not None and _inside(out, book) else None) if book.is_dir() else [book]
        for path in inside:
            within = Path() if out is None else path.relative_to(book) if path is not book else Path(path.name)
            found.setdefault(_real(path, folders), Job(path, None if out is None else out / within))
    twice = _twice(job.target for job in found.values() if job.target is not None)
    if twice is not None:
        raise UsageError(f"two of the books would become {twice}.", hint="Compute the folders one by one.")
    if out is not None:
        make_folder(out)
    return list(found.values())


def _real(path: Path, folders: dict[Path, str]) -> str:
    """Return where a file lies, links followed; those of its folder once for all of its files."""
    if os.path.islink(path):  # noqa: PTH114 - of a thousand books each is asked for
        return os.path.normcase(os.path.realpath(path))
    if path.parent not in folders:
        folders[path.parent] = os.path.realpath(path.parent)
    return os.path.normcase(os.path.join(folders[path.parent], path.name))  # noqa: PTH118 - likewise


def _twice(names: Iterable[T]) -> T | None:
    """Return what comes first among what comes more than once; None where nothing does."""
    counts = Counter(names)
    return next((name for name in counts if counts[name] > 1), None)


def _inside(out: Path, folder: Path) -> bool:
    return folder.resolve() in out.resolve().parents


def _targets(books: Sequence[Path], out: Path | None) -> list[Path | None]:
    """Where each book goes; None is in place.

    Raises:
        UsageError: a file of another kind, several books and one file, or two books of one name for one folder.
    """
    if out is None:
        return [None] * len(books)
    if len(books) == 1 and not out.is_dir():
        if out.suffix.casefold() != books[0].suffix.casefold():
            raise UsageError(
                f"{out} does not end in {books[0].suffix} as the book does, so no spreadsheet program would open it.",
                hint="Name the file to write, or a folder that exists.",
            )
        return [out]
    if not out.is_dir():
        if out.suffix:
            raise UsageError(
                f"{out} is one file for {len(books)} books.", hint="With several books, -o names a folder."
            )
        make_folder(out)
    names = [book.name for book in books]
    twice = _twice(names)
    if twice is not None:
        raise UsageError(f"two of the books are called {twice}.", where=str(out), hint="Compute them into two folders.")
    return [out / name for name in names]


def _as_dict(book: Path, report: Report) -> dict[str, object]:
    standing = report.standing
    missing = [{"cell": each.where, "formula": each.formula, "why": each.why} for each in report.uncomputed]
    return {
        "book": str(book),
        "written": str(report.path),
        "computed": report.computed,
        "changed": report.changed,
        "roi": None if standing is None else standing.roi,
        "open_checks": [] if standing is None else [{"text": each.text, "cell": each.where} for each in standing.open],
        "uncomputed": missing,
        "links": [
            {"target": file.target, "read": file.read, "path": file.path and str(file.path), "told": file.told}
            for file in report.links
        ],
        "remembered": report.remembered,
    }


def _tell(book: Path, target: Path | None, report: Report, *, alone: bool) -> None:
    """One line for the book, one for each cell that was not computed, and where it stands."""
    into = f" into {target}" if target is not None else ""
    if not (report.computed or report.uncomputed):
        say(f"{book.name}: no formula in it, nothing to compute{f'; copied{into}' if into else ''}.")
        return
    done = f"{count(report.computed, 'formula')} computed{into}, {report.changed:,} changed"
    say(f"{book.name}: {done}, {report.seconds:.2f} s.{'' if alone else in_short(report.standing)}")
    tell_uncomputed(report.uncomputed)
    if alone:
        tell_standing(report.standing)
