"""Workbooks recalculated by a cluster: the worker of `socroi calc -j` as a Spark job over their paths.

Every executor needs this package and sees the books under the same paths. A job may run twice, as Spark repeats what
an executor took with it: a book that is computed already comes out the same. What fails is a row, never the end.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from socroi.books.many import Job, compute, outcome_of
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


def recalculate_on_spark(
    jobs: Sequence[Job], master: str | None = None, *, running: Any = None, part: int = _PART
) -> Generator[Row, None, None]:
    """Recalculate workbooks on Spark, and yield a row for each.

    Args:
        jobs: the books, and where each goes.
        master: address of the cluster; left out: the session's own, else this machine.
        running: a Spark session that is open already.
        part: how many books are handed out together.

    Raises:
        UsageError: Spark is not installed, or does not start.
    """
    require("spark")
    if running is not None:
        yield from _rows(jobs, running, part)
        return
    with session(master) as opened:
        yield from _rows(jobs, opened, part)


def _rows(jobs: Sequence[Job], spark: Any, part: int) -> Iterator[Row]:
    told = [(str(job.book.resolve()), "" if job.target is None else str(job.target.resolve())) for job in jobs]
    parts = max(1, -(-len(told) // part))
    books = spark.createDataFrame(told, "book string, target string").repartition(parts)
    for row in books.mapInPandas(compute_part, _SCHEMA).toLocalIterator():
        yield Row(**row.asDict())


def compute_part(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Compute the books of a part, in a process of their own that one of them may take along without harm."""
    import pandas as pd

    for frame in frames:
        jobs = [Job(Path(book), Path(target) if target else None) for book, target in frame.itertuples(index=False)]
        for job in jobs:
            if job.target is not None:
                job.target.parent.mkdir(parents=True, exist_ok=True)
        with closing(compute(jobs, 1, outcome_of)) as outcomes:
            rows = [_row(outcome) for outcome in outcomes]
        columns = [name.split()[0] for name in _SCHEMA.split(", ")]
        yield pd.DataFrame(rows, columns=columns)


def _row(outcome: Outcome[Report]) -> tuple[Any, ...]:
    report, book = outcome.report, str(outcome.job.book)
    if report is None:
        return (book, 0, 0, 0, False, None, 0.0, outcome.problem)
    standing = report.standing
    stops = standing is not None and any(check.stops for check in standing.open)
    roi = None if standing is None else standing.roi
    return (book, report.computed, report.changed, len(report.uncomputed), stops, roi, report.seconds, "")
