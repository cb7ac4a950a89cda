"""What moved a figure from one month to another, or from one book to the next: how many, worth of one, cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from socroi.books.named_cells import NamedCells
from socroi.books.standing import standing_of
from socroi.errors import UsageError
from socroi.review.bridge import CENT, Bridge, Part
from socroi.review.months import months_of
from socroi.review.rules.table_rows import TableRows
from socroi.review.subject import Place, Subject
from socroi.review.wording import Wording

if TYPE_CHECKING:
    import os

FIGURES: Final = {"roi_total": "roi", "profit_total": "profit", "return_total": "return", "cost_total": "cost"}
"""The results that can be bridged, by their names."""


@dataclass(slots=True)
class Counts:
    """What was counted and spent in one month, or in one book.

    Attributes:
        label: of the month, or of the book.
        returned: by (platform, KPI) how many and what they were worth together.
        spent: by platform what it cost; what all share is under the word for it.
        return_total, cost_total: the sums as the workbook has them; None is not known.
    """

    label: str
    returned: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)
    return_total: float | None = None
    cost_total: float | None = None

    def figure(self, kind: str) -> float | None:
        """Return the ROI in percent, the profit, the return or the cost; None where it is not known."""
        returned, cost = self.return_total, self.cost_total
        if kind == "return":
            return returned
        if kind == "cost":
            return cost
        if returned is None or cost is None:
            return None
        if kind == "profit":
            return returned - cost
        return (returned - cost) * 100 / cost if cost else None


def bridge(
    path: str | os.PathLike[str] | Subject,
    name: str = "roi_total",
    *,
    since: str | os.PathLike[str] | Subject | None = None,
    months: tuple[str, str] | None = None,
) -> Bridge:
    """Return the way from one figure to the next in parts that add up to the cent.

    A part is how many more or fewer were counted of something (at the mean of both values of one), what one of them was
    worth more or less (at the mean of both quantities), or what a platform cost more or less. What these do to a ROI
    is their Shapley value between return and cost, shared out in proportion to the change in each.

    Args:
        path: a workbook from the template `four_step`, or one with its tables.
        name: `roi_total`, `profit_total`, `return_total` or `cost_total`.
        since: the workbook before: the figures of the whole books are compared.
        months: two months of the one book instead, as `2026-08`.

    Raises:
        SocroiError: a book cannot be read, has no such figure, or does not know it in that month.
    """
    if name not in FIGURES:
        raise UsageError(f"{name!r} has no bridge.", hint=f"Choose one of: {', '.join(FIGURES)}.")
    if (since is None) == (months is None):
        raise UsageError("a bridge has two ends.", hint="Give either the book before, or two months of one book.")
    subject = path if isinstance(path, Subject) else Subject(path)
    other = since if isinstance(since, Subject) or since is None else Subject(since)
    for each in (subject, other):
        _refuse_stopped(each)
    if other is not None:
        before, after = counted(other), counted(subject)
    else:
        assert months is not None  # noqa: S101 - one of both was given
        before, after = (_month(subject, month) for month in months)
    return between(subject, name, before, after)


def between(subject: Subject, name: str, before: Counts, after: Counts) -> Bridge:
    """Return the way between two ends that were counted.

    Raises:
        UsageError: one of them does not know the figure.
    """
    kind = FIGURES[name]
    ends = before.figure(kind), after.figure(kind)
    for counts, end in zip((before, after), ends, strict=True):
        if end is None:
            raise UsageError(
                f"{name} is not known in {counts.label}.",
                where=subject.file,
                hint="Its return or its cost is blank, or nothing was spent: “socroi check” says what is missing.",
            )
    words = Wording(subject)
    by_return, by_cost = _weights(kind, before, after)
    parts = [replace(part, amount=part.amount * by_return) for part in _returns(words, before, after)]
    parts += [replace(part, amount=part.amount * by_cost) for part in _costs(words, before, after)]
    start, end = float(str(ends[0])), float(str(ends[1]))
    parts = [part for part in parts if abs(part.amount) >= CENT / 10]
    rest = end - start - sum(part.amount for part in parts)
    if abs(rest) >= CENT / 10:
        parts.append(Part(words.say("part.other"), rest))
    place = NamedCells(subject.book).area(name)
    title = name if place is None else subject.heading(_at(place)) or name
    unit = "%" if kind == "roi" else str(NamedCells(subject.book).one("currency") or "")
    return Bridge(title, start, end, unit, tuple(parts))


def _refuse_stopped(subject: Subject | None) -> None:
    """Refuse a workbook whose own checks say that its figures would be wrong.

    Raises:
        UsageError: one of its checks stops it.
    """
    standing = None if subject is None else standing_of(subject.book)
    stopping = [] if standing is None else [check.text for check in standing.open if check.stops]
    if subject is not None and stopping:
        raise UsageError(
            f"its figures are not shown until a check is put right: {'; '.join(stopping)}.",
            where=subject.file,
            hint="“socroi check” names the cells.",
        )


def _at(area: tuple[int, int, int, int, int]) -> Place:
    return Place(*area[:3])


def _weights(kind: str, before: Counts, after: Counts) -> tuple[float, float]:
    """What one more of return, and one more of cost, does to the figure between both ends, exactly and in sum."""
    if kind == "return":
        return 1.0, 0.0
    if kind == "cost":
        return 0.0, 1.0
    if kind == "profit":
        return 1.0, -1.0
    # ROI = (R / C - 1) x 100: the Shapley value of R is its change times the mean of 1 / C, that of C the change of
    # 1 / C times the mean of R, and the change of 1 / C is minus that of C over both C.
    (r0, c0), (r1, c1) = ((float(str(each.return_total)), float(str(each.cost_total))) for each in (before, after))
    return 100 * (1 / c0 + 1 / c1) / 2, -100 * (r0 + r1) / 2 / (c0 * c1)


def _returns(words: Wording, before: Counts, after: Counts) -> list[Part]:
    """What changed the return, in money."""
    found = []
    for key in dict.fromkeys([*before.returned, *after.returned]):
        (q0, v0), (q1, v1) = (counts.returned.get(key, (0.0, 0.0)) for counts in (before, after))
        names = {"platform": key[0] or words.say("no_platform"), "kpi": key[1]}
        if q0 and q1:
            one = v0 / q0, v1 / q1
            volume = (q1 - q0) * (one[0] + one[1]) / 2
            found.append(Part(words.say("part.volume", **names), volume, "volume", *key))
            worth = (one[1] - one[0]) * (q0 + q1) / 2
            found.append(Part(words.say("part.worth", **names), worth, "worth", *key))
        else:
            # In one of them there was none of it, or nobody counted how many: all of the change is that.
            found.append(Part(words.say("part.volume", **names), v1 - v0, "volume", *key))
    return found


def _costs(words: Wording, before: Counts, after: Counts) -> list[Part]:
    """What changed the cost, in money."""
    return [
        Part(
            words.say("part.cost", platform=platform or words.say("no_platform")),
            after.spent.get(platform, 0.0) - before.spent.get(platform, 0.0),
            "cost",
            platform,
        )
        for platform in dict.fromkeys([*before.spent, *after.spent])
    ]


def moved_most(before: Counts, after: Counts, platform: str) -> tuple[str, float, float] | None:
    """Return the KPI of a platform whose return changed the most, with how many there were at both ends.

    None where the platform has no KPI that was counted at both.
    """
    keys = [key for key in after.returned if key in before.returned and key[0].casefold() == platform.casefold()]
    if not keys:
        return None
    key = max(keys, key=lambda each: abs(after.returned[each][1] - before.returned[each][1]))
    return key[1], before.returned[key][0], after.returned[key][0]


def counted(subject: Subject, label: str = "") -> Counts:
    """Return what a book counts as it stands: of an open one, for the months that it is asked for now.

    Raises:
        UsageError: it has no return.
    """
    subject.calculation.finish_all()
    names = NamedCells(subject.book)
    totals = [names.one(name) for name in ("return_total", "cost_total")]
    if names.area("return_total") is None:
        raise UsageError(
            "it has no return_total: it was not made from a template that counts return and cost.",
            where=subject.file,
            hint="“socroi new four_step” writes one that does.",
        )
    counts = Counts(label or subject.file, *_rows(subject, None))
    counts.return_total, counts.cost_total = (value if isinstance(value, float) else None for value in totals)
    return counts


def _month(subject: Subject, text: str) -> Counts:
    """What one month of a book counts.

    Raises:
        UsageError: the book knows nothing of that month.
    """
    found = {f"{month.first:%Y-%m}": month for month in months_of(subject.book)}
    if text not in found:
        raise UsageError(
            f"nothing is known of the month {text!r}.",
            where=subject.file,
            hint=f"Choose one of: {', '.join(found)}." if found else "The book has no months.",
        )
    month = found[text]
    counts = Counts(text, *_rows(subject, month.first.year * 12 + month.first.month - 1))
    counts.return_total, counts.cost_total = month.returned, month.cost
    return counts


def _rows(subject: Subject, month: int | None) -> tuple[dict[tuple[str, str], tuple[float, float]], dict[str, float]]:
    """The rows of Results and Costs that count, added up; of a month or of all that the book counts."""
    returned: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    results = TableRows(subject, "Results")
    for row in results:
        counted, quantity = results.get(row, "counted"), results.get(row, "quantity")
        if isinstance(counted, float) and (month is None or results.month(row) == month):
            both = returned[results.text(row, "platform"), results.text(row, "kpi")]
            both[0] += quantity if isinstance(quantity, float) else 0.0
            both[1] += counted
    spent: dict[str, float] = defaultdict(float)
    costs = TableRows(subject, "Costs")
    for row in costs:
        amount = costs.get(row, "counted" if month is None else "monthly")
        if isinstance(amount, float) and (month is None or _runs_in(costs, row, month)):
            spent[costs.text(row, "platform")] += amount
    return {key: (both[0], both[1]) for key, both in returned.items()}, dict(spent)


def _runs_in(costs: TableRows, row: int, month: int) -> bool:
    """Whether a cost falls on a month: from its own on, for as many as it is spread over."""
    first, spread = costs.month(row), costs.get(row, "months")
    if first is None:
        return False
    return first <= month < first + max(1, int(spread) if isinstance(spread, float) else 1)
