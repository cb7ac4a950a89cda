"""Is a workbook right? Recomputed, held against a second engine, and looked through for the mistakes of the method."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from socroi.books.standing import standing_of
from socroi.review.finding import SEVERITIES
from socroi.review.months import months_of
from socroi.review.rules.rule import rules
from socroi.review.subject import Subject
from socroi.review.witnesses.witness import Testimony, hear
from socroi.templates.texts import SOURCE
from socroi.workbook.reading.links import followed, sentences

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from socroi.books.standing import Standing
    from socroi.review.finding import Finding, Severity
    from socroi.review.months import Month

CLEAN: Final = 0
FOUND: Final = 1
"""Exit status: the workbook has findings."""
_COLUMNS: Final = ("file", "sheet", "cell", "rule", "severity", "sentence", "advice")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    Attributes:
        file: the workbook.
        findings: the worst first, then by their place in the workbook.
        formulas: how many formula cells were computed.
        uncomputed: how many could not be.
        standing: the ROI and the open checks of a workbook from a template; None of any other.
        months: return and cost of each month of a workbook from a template.
        testimony: what a second engine said.
        language: the code of the language of sentences and advice.
        links: what is to be known of the values of linked workbooks, each a sentence without its full stop.
    """

    file: str
    findings: tuple[Finding, ...]
    formulas: int = 0
    uncomputed: int = 0
    standing: Standing | None = None
    months: tuple[Month, ...] = ()
    testimony: Testimony = field(default_factory=lambda: Testimony(""))
    language: str = SOURCE
    links: tuple[str, ...] = ()

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    def status(self, least: Severity = "warning") -> int:
        """Return the exit status: 1 where there is a finding that is at least so bad, else 0."""
        bad = SEVERITIES[: SEVERITIES.index(least) + 1]
        return FOUND if any(finding.severity in bad for finding in self.findings) else CLEAN

    @property
    def table(self) -> pd.DataFrame:
        """The findings as a table, a row for each."""
        return table_of(self.findings)


def table_of(findings: Sequence[Finding]) -> pd.DataFrame:
    """Return findings as a table, a row for each."""
    import pandas as pd

    rows = [[getattr(finding, column) for column in _COLUMNS] for finding in findings]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def check(
    path: str | os.PathLike[str],
    engine: str | None = None,
    *,
    second: bool = True,
    language: str | None = None,
    links: bool | str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = False,
) -> CheckResult:
    """Check a workbook; the file is left alone.

    Args:
        path: an `.xlsx` or `.xlsm` file.
        engine: which second engine recomputes it: `ironcalc`, `formulas` or `libreoffice`; None for a quick one that is
            installed, where the book is not large.
        second: whether a second engine is asked at all.
        language: the code of the language of sentences and advice; None for the workbook's own where it was made from a
            template, else English.
        links: whether linked workbooks are read, as for `recalculate`.

    Raises:
        SocroiError: the file cannot be read, the engine is not installed, or there are no texts in the language.
    """
    with followed(links):
        subject = Subject(path, language)
    testimony = hear(subject, engine) if second else Testimony("")
    findings = [found for rule in rules().values() for found in rule.findings(subject)]
    cells = sum(region.count for region in subject.regions())
    failed = sum(failure.count for failure in subject.calculation.results.failures) + len(subject.loaded.unsupported)
    findings = _without_repeats(findings)
    order = {sheet.name: place for place, sheet in enumerate(subject.book.sheets)}
    every = sorted(
        [*findings, *testimony.findings],
        key=lambda found: (SEVERITIES.index(found.severity), order.get(found.sheet, -1)),
    )
    standing, months = standing_of(subject.book), tuple(months_of(subject.book))
    links = tuple(sentences(subject.loaded.links, subject.loaded.remembered))
    return CheckResult(subject.file, tuple(every), cells, failed, standing, months, testimony, subject.language, links)


_SAYS_LESS: Final = "formula-differs"
"""A formula that is wrong in itself differs from its neighbours, too: that is no second mistake."""


def _without_repeats(findings: list[Finding]) -> list[Finding]:
    named = {(each.sheet, each.cell) for each in findings if each.rule != _SAYS_LESS}
    return [each for each in findings if each.rule != _SAYS_LESS or (each.sheet, each.cell) not in named]
