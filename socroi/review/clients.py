"""Many workbooks checked at once: one line for each client, and a broken book stops no other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from socroi.books.many import attempted
from socroi.review.checking import CheckResult, check

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from socroi.books.many import Job, Outcome


@dataclass(frozen=True, slots=True)
class Client:
    """One workbook among many.

    Attributes:
        file: its path.
        roi: in percent; None while it is not known.
        change: the ROI of the last month less that of the month before, in points; None where one is not known.
        stopped: the checks because of which no ROI is shown, in the workbook's language.
        result: the whole check; None of a book that could not be read, for which `problem` says why.
        problem: why there is no result.
    """

    file: str
    roi: float | None = None
    change: float | None = None
    stopped: tuple[str, ...] = ()
    result: CheckResult | None = None
    problem: str = ""


def client_of(job: Job, language: str | None = None) -> Outcome[Client]:
    """Check one of many workbooks, whatever becomes of it. Second engines are not asked, as they take too long."""
    return attempted(job, lambda: _checked(job, language))


def _checked(job: Job, language: str | None) -> Client:
    result = check(job.book, second=False, language=language)
    standing = result.standing
    known = [month.roi for month in result.months if month.roi is not None]
    shown = standing is not None and standing.roi is not None
    change = known[-1] - known[-2] if shown and len(known) > 1 else None
    stopped = () if standing is None else tuple(each.text for each in standing.open if each.stops)
    return Client(str(job.book), None if standing is None else standing.roi, change, stopped, result)


def clients_table(clients: Iterable[Client]) -> pd.DataFrame:
    """Return a table with a row for each workbook."""
    import pandas as pd

    rows = []
    for client in clients:
        counts = {"error": 0, "warning": 0} if client.result is None else client.result.counts()
        rows.append(
            {
                "file": client.file,
                "roi": client.roi,
                "change": client.change,
                "errors": counts["error"],
                "warnings": counts["warning"],
                "stopped_by": "; ".join(client.stopped),
                "problem": client.problem,
            }
        )
    return pd.DataFrame(rows, columns=["file", "roi", "change", "errors", "warnings", "stopped_by", "problem"])
