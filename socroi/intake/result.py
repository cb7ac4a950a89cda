"""What an import does to a book, or did: what became of each file, and what changes by month."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from socroi.books.recalculation import Report
    from socroi.intake.merging import Difference

NEW: Final = "new"
THERE: Final = "already there"
REFUSED: Final = "refused"
MONTH_COLUMNS: Final = (
    "month",
    "platform",
    "cost_before",
    "cost",
    "results_before",
    "results",
    "revenue_before",
    "revenue",
)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes:
        file: its name, with that of its zip.
        state: "new", "already there" (these very bytes were imported before) or "refused".
        number: of its import; 0 where it is refused.
        title: exporter and kind of report; "" where it was not read.
        because: by what that was known.
        claims: whose truth it tells.
        account: "" where none is known.
        view: the level of its rows, and what divides them.
        first, last: the days that it covers, in ISO 8601; "" where it does not say.
        rows: how many it has.
        left_out: rows that were left out, by their number in the file, and why.
        notes: what else to know of it.
        brought: how many rows are new, corrected ...; None where it brought nothing.
        error: why it is refused; "" where it is not.
    """

    file: str
    state: str
    number: int = 0
    title: str = ""
    because: str = ""
    claims: str = ""
    account: str = ""
    view: str = ""
    first: str = ""
    last: str = ""
    rows: int = 0
    left_out: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    brought: Difference | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import does to a book, or did.

    Attributes:
        book: the workbook.
        files: what became of each file.
        months: by month and platform cost, results (sales and leads) and revenue, before and after (`MONTH_COLUMNS`);
            what was typed by hand is in both.
        counts: what else is counted (followers, engagements ...) by month, platform and KPI, before and after.
        claims: what each source says was sold, by month and platform, and whether it is counted.
        remarks: sentences on what is not added, and what the figures cannot say.
        changed: whether the book becomes another one.
        written: whether it was written.
        report: what computing it did; None before.
        kept: the file beside the book that holds its rows, where they are too many for a sheet; "" where none does.
    """

    book: Path
    files: list[FileReport]
    months: pd.DataFrame
    counts: pd.DataFrame
    claims: pd.DataFrame
    remarks: list[str] = field(default_factory=list)
    changed: bool = True
    written: bool = False
    report: Report | None = None
    kept: str = ""

    @property
    def refused(self) -> list[FileReport]:
        """The files that were not understood."""
        return [each for each in self.files if each.state == REFUSED]
