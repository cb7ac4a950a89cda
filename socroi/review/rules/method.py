"""Mistakes of the method in a workbook from a template: no labour, no worth, no source, claims, months."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from socroi.review.months import counted_months
from socroi.review.rules.headings import is_bought, is_cost_list, is_labour, platform_in
from socroi.review.rules.rule import Hit, rule
from socroi.review.rules.table_rows import TableRows
from socroi.review.subject import Place
from socroi.review.template_words import words_in_all_languages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from socroi.review.subject import Subject

_SERIES: Final = 4
"""Months that a series has before one that it lacks is missed."""
_MANAGERS: Final = re.compile(
    r"(?<![a-z])(ads? manager|ad manager|business suite|ads|campaign manager|platform|insights|pixel|report(ed|s)?"
    r"|claim(ed|s)?|attributed|dashboard)(?![a-z])",
    re.IGNORECASE,
)


_OWN_COUNT: Final = re.compile(r"analytics|ga4|matomo|utm|orders?|shopify|woocommerce|crm", re.IGNORECASE)
"""Sources that count for all platforms alike."""


def _named(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


@rule("cost-without-labour", "error")
def cost_without_labour(subject: Subject) -> Iterator[Hit]:
    """Costs without anybody's time: pay is the largest cost of most social media work."""
    paid, first = _labour(subject)
    if not first:
        yield from _plain_costs(subject)
        return
    rows = TableRows(subject, "Costs")
    months = [None] if not any(paid.values()) else [month for month in sorted(first) if not paid[month]]
    for month in months:
        yield Hit(
            rows.at(min(first.values()) if month is None else first[month], "category"),
            subject.say("cost-without-labour")
            if month is None
            else subject.say("cost-without-labour.month", month=_named(month)),
            subject.say("cost-without-labour.do"),
        )


def months_unpaid(subject: Subject, first: date, last: date) -> list[date | None]:
    """Return the months with costs and without anybody's time among them; None alone where all are such.

    Args:
        subject: a workbook from a template.
        first: a day in the first of the months that are looked at.
        last: a day in the last one.
    """
    paid, rows = _labour(subject)
    ends = [day.year * 12 + day.month - 1 for day in (first, last)]
    spent = [month for month in sorted(rows) if ends[0] <= month <= ends[1]]
    unpaid = [month for month in spent if not paid[month]]
    if unpaid and unpaid == spent:
        return [None]
    return [first.replace(year=month // 12, month=month % 12 + 1, day=1) for month in unpaid]


def _labour(subject: Subject) -> tuple[dict[int, bool], dict[int, int]]:
    """For each month of the costs whether it has anybody's time, and the first row of those that have a row."""
    rows = TableRows(subject, "Costs")
    labour = words_in_all_languages("category.staff", "category.management")
    months: dict[int, bool] = defaultdict(bool)
    first: dict[int, int] = {}
    for row in rows:
        if rows.get(row, "amount") is None and rows.get(row, "hours") is None:
            continue
        month = rows.month(row)
        if month is None:
            continue
        paid = isinstance(rows.get(row, "hours"), float) or rows.text(row, "category").casefold() in labour
        paid = paid or is_labour(rows.text(row, "category"))
        spread = rows.get(row, "months")
        for ahead in range(max(1, int(spread) if isinstance(spread, float) else 1) if paid else 1):
            months[month + ahead] |= paid
        first.setdefault(month, row)
    return months, first


def _plain_costs(subject: Subject) -> Iterator[Hit]:
    """Costs in a list of a workbook's own: lines of ads and tools under a heading of costs, and none of people."""
    if subject.words is not None:
        return
    for sheet in range(len(subject.book.sheets)):
        lines: dict[int, list[tuple[Place, str]]] = defaultdict(list)
        for place, _ in subject.typed_cells(sheet):
            if subject.is_typed_number(place) and is_cost_list(subject.heading(place)):
                lines[place.column].append((place, subject.line(place)))
        for found in lines.values():
            named = [line for _, line in found if line]
            of_ads = [line for line in named if is_bought(line)]
            text = " ".join(str(subject.value(place)) for place, _ in subject.typed_cells(sheet))
            if len(set(named)) >= 2 and len(set(of_ads)) >= 2 and not is_labour(text):
                yield Hit(
                    found[0][0],
                    subject.say("cost-without-labour.list", lines=", ".join(dict.fromkeys(named))),
                    subject.say("cost-without-labour.list.do"),
                    found[-1][0],
                )


@rule("kpi-without-worth", "error")
def kpi_without_worth(subject: Subject) -> Iterator[Hit]:
    """A KPI that was counted and is worth nothing, because nobody has said what one is worth."""
    results = TableRows(subject, "Results")
    used: dict[str, int] = defaultdict(int)
    for row in results:
        if isinstance(results.get(row, "quantity"), float) and results.get(row, "revenue") is None:
            used[results.text(row, "kpi").casefold()] += 1
    values = TableRows(subject, "KpiValues")
    known = set()
    for row in values:
        kpi = values.text(row, "kpi")
        known.add(kpi.casefold())
        if kpi and values.get(row, "worth") is None and used[kpi.casefold()]:
            yield Hit(
                values.at(row, "worth"),
                subject.say("kpi-without-worth", kpi=kpi, count=used[kpi.casefold()]),
                subject.say("kpi-without-worth.do"),
            )
    for row in results if known - {""} else ():
        kpi = results.text(row, "kpi")
        counted = isinstance(results.get(row, "quantity"), float) and results.get(row, "revenue") is None
        if kpi and counted and kpi.casefold() not in known:
            yield Hit(
                results.at(row, "kpi"),
                subject.say("kpi-without-worth.unknown", kpi=kpi),
                subject.say("kpi-without-worth.unknown.do"),
            )


@rule("kpi-without-source", "warning")
def kpi_without_source(subject: Subject) -> Iterator[Hit]:
    """A KPI whose worth has no source: nobody can say where the figure comes from."""
    values = TableRows(subject, "KpiValues")
    illustrative = words_in_all_languages("evidence.illustrative")
    for row in values:
        kpi = values.text(row, "kpi")
        worth = values.get(row, "worth")
        if not kpi or not isinstance(worth, float):
            continue
        evidence = values.text(row, "evidence")
        if evidence.casefold() in illustrative:
            continue  # a check of the workbook itself tells of these
        missing = not values.text(row, "source"), not evidence
        if any(missing):
            lacks = "both" if all(missing) else "source" if missing[0] else "evidence"
            yield Hit(
                values.at(row, "source" if missing[0] else "evidence"),
                subject.say(f"kpi-without-source.{lacks}", kpi=kpi, worth=f"{worth:g}"),
                subject.say("kpi-without-source.do"),
            )


@rule("platform-claims", "error")
def platform_claims(subject: Subject) -> Iterator[Hit]:
    """Sales counted twice: revenue of one month as several ad platforms claim it."""
    results = TableRows(subject, "Results")
    own = words_in_all_languages("example.source.platform")
    claims: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in results:
        month, source = results.month(row), results.text(row, "source")
        if month is None or not isinstance(results.get(row, "revenue"), float) or not source:
            continue
        manager = platform_in(source) and _MANAGERS.search(source) and not _OWN_COUNT.search(source)
        by_platform = source.casefold() in own or bool(manager)
        platform = results.text(row, "platform").casefold()
        if by_platform and platform:
            claims[month, results.text(row, "kpi").casefold()].setdefault(platform, row)
    told = False
    months = sum(len(by) > 1 for by in claims.values())
    for (month, _), by in sorted(claims.items()):
        if len(by) > 1 and not told:
            told = True
            row = list(by.values())[1]
            names = ", ".join(results.text(each, "platform") for each in by.values())
            yield Hit(
                results.at(row, "revenue"),
                subject.say("platform-claims", month=_named(month), platforms=names, count=months),
                subject.say("platform-claims.do"),
            )


_TELL_APART: Final = ("campaign", "activity", "creator", "paid", "kind")
"""The columns that may tell two rows of one month, platform and KPI apart."""
_MOST: Final = 20
"""Rows of one month, platform and KPI that are compared with each other."""
_NEAR: Final = 1.1
"""Two sources that count one thing differ by a tenth at most, or they are told by nobody as the same."""


@rule("counted-by-two", "warning")
def counted_by_two(subject: Subject) -> Iterator[Hit]:
    """One result typed twice, as two sources count it: both are added."""
    results = TableRows(subject, "Results")
    seen: dict[tuple[object, ...], list[int]] = defaultdict(list)
    told: set[tuple[str, str]] = set()
    for row in results:
        month, kpi = results.month(row), results.text(row, "kpi").casefold()
        if month is None or not kpi or not results.text(row, "source"):
            continue
        apart = (results.text(row, each).casefold() for each in _TELL_APART)
        seen[month, results.text(row, "platform").casefold(), kpi, *apart].append(row)
    for rows in seen.values():
        for before, after in combinations(rows[:_MOST], 2):
            names = results.text(before, "source"), results.text(after, "source")
            pair = names[0].casefold(), names[1].casefold()
            if pair[0] == pair[1] or pair in told or not _alike(results, before, after):
                continue
            told.add(pair)
            yield Hit(
                results.at(after, "source"),
                subject.say(
                    "counted-by-two",
                    month=_named(results.month(after) or 0),
                    platform=results.text(after, "platform") or "–",
                    kpi=results.text(after, "kpi"),
                    one=names[0],
                    other=names[1],
                ),
                subject.say("counted-by-two.do"),
            )


def _alike(results: TableRows, one: int, other: int) -> bool:
    """Whether two rows hold nearly the same figures: nothing that both know differs by more than a tenth."""
    pairs = [(results.get(one, key), results.get(other, key)) for key in ("quantity", "revenue")]
    known = [(a, b) for a, b in pairs if isinstance(a, float) and isinstance(b, float) and a > 0 and b > 0]
    return bool(known) and all(max(pair) <= _NEAR * min(pair) for pair in known)


@rule("series-with-a-gap", "warning")
def series_with_a_gap(subject: Subject) -> Iterator[Hit]:
    """A month without a row in a series that has one in every other month."""
    results = TableRows(subject, "Results")
    series: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    counted = counted_months(subject.book)
    for row in results:
        month = results.month(row)
        figure = results.get(row, "quantity") is not None or results.get(row, "revenue") is not None
        if month is not None and figure and (not counted or month in counted):
            series[results.text(row, "platform"), results.text(row, "kpi")].setdefault(month, row)
    every = sorted({month for months in series.values() for month in months})
    for (platform, kpi), months in series.items():
        if len(months) < _SERIES:
            continue
        known = sorted(months)
        holes = [month for month in range(known[0] + 1, known[-1]) if month not in months]
        # A month that is missing everywhere is one finding, below.
        holes = [month for month in holes if month in every]
        if holes and len(holes) * 3 <= len(known):
            after = min(month for month in known if month > holes[0])
            yield Hit(
                results.at(months[after], "month"),
                subject.say("series-with-a-gap", platform=platform, kpi=kpi, months=", ".join(map(_named, holes))),
                subject.say("series-with-a-gap.do"),
            )
    for before, after in pairwise(every):
        if after - before > 1:
            row = min(months[after] for months in series.values() if after in months)
            missing = ", ".join(_named(month) for month in range(before + 1, after))
            yield Hit(
                results.at(row, "month"),
                subject.say("series-with-a-gap.all", months=missing),
                subject.say("series-with-a-gap.all.do"),
            )


@rule("unknown-typed-as-zero", "warning")
def unknown_typed_as_zero(subject: Subject) -> Iterator[Hit]:
    """A month of zeros: what is not known yet was typed as 0."""
    results = TableRows(subject, "Results")
    months: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row in results:
        month = results.month(row)
        figures = [results.get(row, key) for key in ("quantity", "revenue")]
        known = [figure for figure in figures if isinstance(figure, float)]
        if month is not None and known:
            months[month].append((row, max(known)))
    filled = [month for month, rows in months.items() if any(figure for _, figure in rows)]
    for month, rows in sorted(months.items()):
        if len(filled) >= 2 and len(rows) >= 2 and not any(figure for _, figure in rows):
            yield Hit(
                results.at(rows[0][0], "quantity"),
                subject.say("unknown-typed-as-zero", count=len(rows), month=_named(month)),
                subject.say("zeros.do"),
                results.at(rows[-1][0], "quantity"),
            )
    yield from _series_of_zeros(results, months)
    yield from _costs_of_zero(subject)


def _series_of_zeros(results: TableRows, months: dict[int, list[tuple[int, float]]]) -> Iterator[Hit]:
    """One series that drops to 0 in a month in which the others go on."""
    whole = {month for month, rows in months.items() if not any(figure for _, figure in rows)}
    series: dict[tuple[str, str], dict[int, tuple[int, float]]] = defaultdict(dict)
    for month, rows in months.items():
        for row, figure in rows:
            series[results.text(row, "platform"), results.text(row, "kpi")][month] = row, figure
    for (platform, kpi), by_month in series.items():
        figures = [figure for _, figure in by_month.values()]
        zeros = [month for month, (_, figure) in by_month.items() if figure == 0 and month not in whole]
        others = [figure for figure in figures if figure]
        if len(others) >= _SERIES and len(zeros) == 1 and min(others) >= 5:
            row, _ = by_month[zeros[0]]
            ends = {"low": f"{min(others):,g}", "high": f"{max(others):,g}"}
            say = results.subject.say
            yield Hit(
                results.at(row, "quantity"),
                say("unknown-typed-as-zero.series", platform=platform, kpi=kpi, month=_named(zeros[0]), **ends),
                say("zeros.do"),
            )


def _costs_of_zero(subject: Subject) -> Iterator[Hit]:
    """A cost of 0 in one month, where the others of its platform and category have one."""
    costs = TableRows(subject, "Costs")
    series: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for row in costs:
        amount = costs.get(row, "amount")
        if isinstance(amount, float) and costs.month(row) is not None:
            series[costs.text(row, "platform"), costs.text(row, "category")][row] = amount
    for (platform, category), amounts in series.items():
        zeros = [row for row, amount in amounts.items() if amount == 0]
        others = [amount for amount in amounts.values() if amount]
        if len(zeros) == 1 and len(others) >= _SERIES:
            month = costs.month(zeros[0])
            ends = {"low": f"{min(others):,g}", "high": f"{max(others):,g}"}
            named = {"platform": platform, "kpi": category, "month": _named(month or 0)}
            yield Hit(
                costs.at(zeros[0], "amount"),
                subject.say("unknown-typed-as-zero.series", **named, **ends),
                subject.say("zeros.do"),
            )


@rule("older-edition", "error")
def older_edition(subject: Subject) -> Iterator[Hit]:
    """A template of an older edition, which sets the return of the months so far against the cost of all twelve."""
    cells = subject.named
    shown, so_far = cells.area("roi_total") or cells.area("roi_likely"), cells.one("months_so_far")
    # Later editions name the days that count.
    if shown is None or cells.area("count_start") is not None or not isinstance(so_far, float):
        return
    months = int(so_far)
    costs = _figures(subject, "month_cost")
    if not any(costs[months:]):
        return
    cost = sum(costs[:months])
    if cost and cells.area("month_return") is not None and cells.area("roi_total") is not None:
        roi = (sum(_figures(subject, "month_return")[:months]) - cost) * 100 / cost
        said = subject.say("older-edition", months=months, roi=f"{roi:.1f}")
    else:
        said = subject.say("older-edition.cost", months=months, cost=f"{cost:,.0f}")
    yield Hit(Place(shown.sheet, shown.top, shown.left), said, subject.say("older-edition.do"))


def _figures(subject: Subject, name: str) -> list[float]:
    """Return the figures of a named column; what is not known counts for nothing."""
    area = subject.named.area(name)
    if area is None:
        return []
    cells = (subject.named.at(area.sheet, row, area.left) for row in range(area.top, area.bottom + 1))
    return [cell if isinstance(cell, float) else 0.0 for cell in cells]
