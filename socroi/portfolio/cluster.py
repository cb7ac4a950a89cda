"""Workbooks recalculated by a cluster: the worker of `socroi calc -j` as a Spark job over their paths.

Every executor needs this package and sees the books under the same paths. A job may run twice, as Spark repeats what
an executor took with it: a book that is computed already comes out the same. What fails is a row, never the end.
Books in a bucket are fetched by the executor that computes them, and put back.
"""

from __future__ import annotations

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.books.many import Job, compute, outcome_of
from socroi.errors import SocroiError
from socroi.portfolio.buckets import Fetched, fetch, is_bucket, store
from socroi.portfolio.engines import require, session

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    import pandas as pd

    from socroi.books.many import Outcome
    from socroi.books.recalculation import Report

_SCHEMA: Final = (
    "book string, computed long, changed long, uncomputed long, stops boolean, roi double, seconds double, "
    "problem string"
)
_PART: Final = 32
"""Books of a part: enough for its process to be warm, few enough to be done again."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a book on a cluster.

    Attributes:
        book: its path.
        computed, changed, uncomputed: how many formula cells.
        stops: whether a check of the book withholds its ROI.
        roi: that the book shows now, in percent.
        seconds: it took.
        problem: why it was not computed; "" where it was.
    """

    book: str
    computed: int = 0
    changed: int = 0
    uncomputed: int = 0
    stops: bool = False
    roi: float | None = None
    seconds: float = 0.0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """A workbook to compute, by its path or its address in a bucket; `target` None is in place."""

    book: str
    target: str | None = None

    @classmethod
    def of(cls, job: Job) -> Errand:
        """Return the errand of a job on files that every executor sees."""
        return cls(str(job.book.resolve()), None if job.target is None else str(job.target.resolve()))


def recalculate_on_spark(
    errands: Sequence[Errand], master: str | None = None, *, running: Any = None, part: int = _PART
) -> Generator[Row, None, None]:
    """Recalculate workbooks on Spark, and yield a row for each.

    Args:
        errands: the books, and where each goes.
        master: address of the cluster; left out: the session's own, else this machine.
        running: a Spark session that is open already.
        part: how many books are handed out together.

    Raises:
        UsageError: Spark is not installed, or does not start.
    """
    require("spark")
    if running is not None:
        yield from _rows(errands, running, part)
        return
    with session(master) as opened:
        yield from _rows(errands, opened, part)


def _rows(errands: Sequence[Errand], spark: Any, part: int) -> Iterator[Row]:
    told = [(errand.book, errand.target or "") for errand in errands]
    parts = max(1, -(-len(told) // part))
    books = spark.createDataFrame(told, "book string, target string").repartition(parts)
    for row in books.mapInPandas(compute_part, _SCHEMA).toLocalIterator():
        yield Row(**row.asDict())


def compute_part(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Compute the books of a part, in a process of their own that one of them may take along without harm."""
    import pandas as pd

    for frame in frames:
        errands = [Errand(book, target or None) for book, target in frame.itertuples(index=False)]
        with tempfile.TemporaryDirectory(prefix="socroi-", ignore_cleanup_errors=True) as folder:
            rows = _computed(errands, Path(folder))
        columns = [name.split()[0] for name in _SCHEMA.split(", ")]
        yield pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True, slots=True)
class _Brought:
    """An errand with its book here: the job, and what has to be taken back afterwards."""

    errand: Errand
    job: Job
    fetched: Fetched | None = None
    sends: str = ""

    def take_back(self, report: Report) -> None:
        """Put the book into its bucket; in place, one of which no value has changed stays as it is."""
        if self.sends and (self.errand.target or report.changed):
            result = self.job.target or self.job.book
            store(result, self.sends, self.fetched if self.errand.target is None else None)


def _bring(errand: Errand, folder: Path) -> _Brought:
    """Fetch a book that lies in a bucket; any other stays where it is."""
    folder.mkdir()
    fetched = fetch(errand.book, folder) if is_bucket(errand.book) else None
    book = Path(errand.book) if fetched is None else fetched.file
    target, sends = errand.target or "", ""
    if is_bucket(target) or (fetched is not None and not target):
        sends, target = target or errand.book, str(folder / f"computed{book.suffix}")
    elif target:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
    return _Brought(errand, Job(book, Path(target) if target else None), fetched, sends)


def _computed(errands: Sequence[Errand], folder: Path) -> list[tuple[Any, ...]]:
    rows, brought = [], {}
    for at, errand in enumerate(errands):
        try:
            here = _bring(errand, folder / str(at))
        except SocroiError as problem:
            rows.append(_failed(errand.book, " ".join(str(problem).split())))
            continue
        brought[here.job] = here
    with closing(compute(list(brought), 1, outcome_of)) as outcomes:
        for outcome in outcomes:
            here = brought[outcome.job]
            try:
                if outcome.report is not None:
                    here.take_back(outcome.report)
                rows.append(_row(here.errand.book, outcome))
            except SocroiError as problem:
                rows.append(_failed(here.errand.book, " ".join(str(problem).split())))
    return rows


def _failed(book: str, problem: str) -> tuple[Any, ...]:
    return (book, 0, 0, 0, False, None, 0.0, problem)


def _row(book: str, outcome: Outcome[Report]) -> tuple[Any, ...]:
    report = outcome.report
    if report is None:
        return _failed(book, outcome.problem)
    standing = report.standing
    stops = standing is not None and any(check.stops for check in standing.open)
    roi = None if standing is None else standing.roi
    return (book, report.computed, report.changed, len(report.uncomputed), stops, roi, report.seconds, "")
