"""What a report says, as numbers: read from a workbook by its defined names and tables, whatever language it is in.

A workbook that counts month by month is asked several times: as it stands, and with each month alone, so that what
stands in a report is what its own formulas give.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from socroi.errors import UsageError, WorkbookError
from socroi.reports.page.book import MONTHLY, Book
from socroi.reports.page.marginal import Marginal, marginals
from socroi.review.movements import moved_most

if TYPE_CHECKING:
    import os
    from datetime import date

    from socroi.books.recalculation import Uncomputed
    from socroi.reports.page.findings import Check, Goal, Results, Step, View
    from socroi.reports.summary import Line
    from socroi.review.bridge import Bridge

SMALL: Final = 30
"""Counts below this are told of with a warning that chance may weigh much."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the return of a platform rests on most: a KPI, and how many of it were counted."""

    kpi: str
    count: float


@dataclass(frozen=True, slots=True)
class Change:
    """What changed from one month to the next.

    Attributes:
        before, after: the two months, each as the workbook shows it alone.
        platform: the platform whose profit changed the most; None where there is one platform, or none changed.
        kpi: the KPI whose return changed the most there, and how many of it there were in both months.
        bridge: what moved the ROI, as `socroi explain` says it; None where the months do not know their rows.
    """

    before: View
    after: View
    platform: tuple[Line, Line] | None = None
    kpi: tuple[str, float, float] | None = None
    bridge: Bridge | None = None


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report is made of; None is not known, which is never zero.

    Attributes:
        file: the name of the workbook.
        language: the code of the language that it is in.
        company, currency: as typed on its first sheet.
        example: whether it is one of our examples, with invented figures.
        answer: the months that count, or the one that was asked for.
        by_month: whether the answer's return is known by month; otherwise the months hold sales alone.
        months: the months so far, each with its line.
        rest: what no platform has.
        campaigns: return and own cost of each campaign, where the workbook names campaigns.
        bases: for each platform what its return rests on.
        change: from the month before to the last one; None while there is one month.
        last_year: the same months a year before.
        goals: what is to be reached.
        steps: the ways of counting that the workbook sets side by side.
        evidence: for each kind of evidence, how much of the return is known by it.
        sources: where the results come from, each with its part of them.
        margin: the share of a sale that counts; None where whole sales do, or no sale counts.
        whole: whether sales count whole.
        low, likely, high: ROI with estimated lines, in percent.
        avoided: what unpaid clicks would have cost as ads, which is never in the return.
        ahead: costs of later months that are known already.
        marginals: platforms of which the months say what more or less would do.
        unpaid: months whose costs hold nobody's time; None alone for all of them.
        checks: checks that are open, those that stop the ROI first.
        checked: how many checks have looked at something.
        links: what is to be known of the values of linked workbooks, each a sentence without its full stop.
        uncomputed: the cells that could not be computed.
    """

    file: str
    language: str
    company: str
    currency: str
    example: bool
    answer: View
    by_month: bool
    months: list[tuple[date, Line]]
    rest: Line
    campaigns: list[Line] = field(default_factory=list)
    bases: dict[str, Basis] = field(default_factory=dict)
    change: Change | None = None
    last_year: View | None = None
    goals: list[Goal] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    evidence: list[tuple[str, float]] = field(default_factory=list)
    sources: list[tuple[str, float]] = field(default_factory=list)
    margin: float | None = None
    whole: bool = False
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    avoided: float | None = None
    ahead: float | None = None
    marginals: list[Marginal] = field(default_factory=list)
    unpaid: list[date | None] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    checked: int = 0
    links: list[str] = field(default_factory=list)
    uncomputed: list[Uncomputed] = field(default_factory=list)


def read_facts(
    path: str | os.PathLike[str], *, month: date | None = None, last_year: str | os.PathLike[str] | None = None
) -> ReportFacts:
    """Read what a report about a workbook says.

    Args:
        path: a workbook made from a template that counts return and cost by month.
        month: the one month to report; nothing: the months that the workbook counts.
        last_year: the workbook of the year before.

    Raises:
        UsageError: there is no such file, or the month is none that the workbook has results for.
        WorkbookError: it has no ROI by month, it shows an error, or the two workbooks do not go together.
    """
    book = Book(path)
    answer = book.alone(_known(book, month)) if month else book.as_it_stands()
    results = book.results()
    evidence, sources = book.evidence(results), book.sources()
    low, likely, high = (book.number(f"roi_{end}") for end in ("low", "likely", "high"))
    campaigns = book.campaigns(results)
    steps, rest = book.steps(), book.rest()
    margin, whole, avoided = book.number("margin"), book.counts_whole(results), book.number("avoided_cost")
    ahead = None if month else book.number("cost_ahead")
    checks, checked = book.checks()
    unpaid = book.unpaid(answer)
    months = book.months(until=month)
    goals = book.goals()  # for the year so far, also where one month is reported
    alone = {day: book.alone(day) for day, line in months if not line.is_blank and book.can_count_one_month}
    return ReportFacts(
        file=Path(path).name,
        language=book.language,
        company=book.text("company"),
        currency=book.text("currency"),
        example=book.is_example,
        answer=answer,
        by_month=book.has(MONTHLY),
        months=[(day, line) for day, line in months if not line.is_blank],
        rest=rest,
        campaigns=campaigns,
        bases=_bases(results, answer),
        change=_change(book, alone),
        last_year=None if last_year is None else _year_before(book, Book(last_year), answer),
        goals=goals,
        steps=steps,
        evidence=evidence,
        sources=sources,
        margin=margin,
        whole=whole,
        low=low,
        likely=likely,
        high=high,
        avoided=avoided,
        ahead=ahead,
        marginals=marginals(list(alone.values()), whole=whole),
        unpaid=unpaid,
        checks=checks,
        checked=checked,
        links=book.links,
        uncomputed=book.uncomputed,
    )


def _known(book: Book, month: date) -> date:
    """Return the first day of a month that has results.

    Raises:
        UsageError: the workbook has none in it, or cannot count a month alone.
    """
    if not book.can_count_one_month:
        raise UsageError(
            "it is of an older edition, which cannot count one month alone.",
            where=book.where,
            hint="Leave --month out, or make a new workbook with “socroi new”.",
        )
    days = [day for day, line in book.months() if not line.is_blank]
    if month.replace(day=1) not in days:
        there = f"It has {days[0]:%Y-%m} to {days[-1]:%Y-%m}." if days else "It has no month yet."
        raise UsageError(f"there is nothing in the month {month:%Y-%m}.", where=book.where, hint=there)
    return month.replace(day=1)


def _bases(results: Results, answer: View) -> dict[str, Basis]:
    """Return for each platform the KPI that most of its return comes from, with its count."""
    found: dict[str, Basis] = {}
    for line in answer.platforms:
        rows = results.of(platform=line.name, first=answer.first, last=answer.last)
        kpi = rows.largest()
        if kpi:
            found[line.name] = Basis(kpi, rows.of(kpi=kpi).quantity)
    return found


def _change(book: Book, alone: dict[date, View]) -> Change | None:
    """Return what changed from the last month but one to the last."""
    days = sorted(alone)
    if len(days) < 2 or (days[-1].year * 12 + days[-1].month) - (days[-2].year * 12 + days[-2].month) != 1:
        return None
    before, after = alone[days[-2]], alone[days[-1]]
    if before.total.profit is None or after.total.profit is None:
        return None
    ends = book.ends(before.first, after.first)
    bridge = None if ends is None else book.bridge(*ends)
    old = {line.name: line for line in before.platforms}
    moved = [
        (abs(line.profit - old[line.name].profit), old[line.name], line)  # type: ignore[operator]  # both are known
        for line in after.platforms
        if line.profit is not None and line.name in old and old[line.name].profit is not None
    ]
    largest = max(moved, key=lambda each: each[0], default=None)
    if largest is None or len(moved) < 2 or not largest[0]:
        return Change(before, after, bridge=bridge)
    kpi = None if ends is None else moved_most(*ends, largest[2].name)
    return Change(before, after, largest[1:], kpi, bridge)


def _year_before(book: Book, other: Book, answer: View) -> View:
    """Return the same months of the workbook of the year before.

    Raises:
        WorkbookError: it is in another currency, or does not hold these months.
    """
    if other.text("currency") != book.text("currency"):
        raise WorkbookError(
            f"it is in {other.text('currency')}, and the report in {book.text('currency')}.",
            where=other.where,
            hint="Compare workbooks of one currency.",
        )
    first, last = (day.replace(year=day.year - 1, day=1) for day in (answer.first, answer.last))
    days = [day for day, line in other.months() if not line.is_blank]
    if last not in days or not other.can_count_one_month:
        there = f"It has {days[0]:%Y-%m} to {days[-1]:%Y-%m}." if days else "It has no month yet."
        raise WorkbookError(
            f"it has nothing in {last:%Y-%m}, a year before the last month of the report.",
            where=other.where,
            hint=there,
        )
    if first == last:
        return other.alone(last)
    view = other.until(last)
    if view.first != first:
        raise WorkbookError(
            f"its twelve months begin in {view.first:%Y-%m}, and those of the report in {answer.first:%Y-%m}.",
            where=other.where,
            hint="Name the workbook whose twelve months begin a year earlier.",
        )
    return view
