"""What a report says in sentences: the best, the worst and what changed, and no more than the numbers bear.

A sentence says what was, never why. Nothing is said where there is one platform or one month; where the count behind a
platform is small the sentence says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.reports.page.facts import SMALL

if TYPE_CHECKING:
    from socroi.reports.page.facts import Change, ReportFacts
    from socroi.reports.page.words import Words
    from socroi.reports.summary import Line

MOST_SOURCES: Final = 6
"""Sources that are named; those with the largest part of the results come first."""


def sentences(facts: ReportFacts, words: Words) -> list[str]:
    """Return up to three sentences, each with what belongs to it."""
    said = _extremes(facts, words)
    if facts.change is not None:
        said.append(_changed(facts.change, words))
    return said


def next_steps(facts: ReportFacts, words: Words) -> list[str]:
    """Return what to do more and less of, or that there is not enough to say."""
    said = [
        words.say(
            "more" if each.more else "less",
            platform=words.own(each.platform),
            low=words.number(each.low),
            high=words.number(each.high),
        )
        for each in facts.marginals
    ]
    said.append(words["season"] if said else words["not_enough"])
    if facts.whole:
        said.append(words["next_margin"])
    return said


def how_known(facts: ReportFacts, words: Words) -> list[str]:
    """Return what belongs beside the figures: margin, ranges, and what is not in them."""
    said = []
    if facts.sources:
        parts = [f"{words.own(source) or words['unsaid']} ({words.share(part)})" for source, part in facts.sources]
        said.append(words.say("sources", list=words["separator"].join(parts[:MOST_SOURCES])))
    if facts.whole:
        said.append(words["whole"])
    elif facts.margin is not None:
        said.append(words.say("margin", margin=words.share(facts.margin)))
    low, likely, high = (None if end is None else words.percent(end) for end in (facts.low, facts.likely, facts.high))
    if low and likely and high and low != high:
        said.append(words.say("range", low=low, likely=likely, high=high))
    if facts.avoided:
        said.append(f"{words['roi.avoided']}: {words.money(facts.avoided)} ({words['roi.avoided.note']})")
    if facts.ahead:
        said.append(f"{words['roi.ahead']}: {words.money(facts.ahead)} ({words['start.ahead.note']})")
    return said


def open_checks(facts: ReportFacts, words: Words) -> list[str]:
    """Return what the checks found, that all are fine, or that there is nothing to show yet."""
    said = [
        words["check/cost-without-labour"]
        if month is None
        else words.say("check/cost-without-labour.month", month=words.month(month))
        for month in facts.unpaid
    ]
    for check in facts.checks:
        count = words.count(check.count) if isinstance(check.count, float) else check.count
        line = f"{words.own(check.text)}: {count}"
        said.append(f"{words['stops']} {line}" if check.stops else line)
    if facts.answer.total.is_blank and not said:
        return [words["word.empty"]]
    return said or ([words["fine"]] if facts.checked else [])


def _extremes(facts: ReportFacts, words: Words) -> list[str]:
    """Return a sentence about the best platform and one about the worst, of those with a cost of their own."""
    lines = [line for line in facts.answer.platforms if line.roi is not None]
    own = [line for line in lines if line.name in facts.answer.own_cost]
    ranked = sorted(own, key=lambda line: line.roi or 0.0)
    if len(ranked) < 2 or words.percent(ranked[0].roi) == words.percent(ranked[-1].roi):
        return []
    said = [_about("best", ranked[-1], facts, words), _about("worst", ranked[0], facts, words)]
    if len(own) < len(lines):
        said[0] = words.say("ranked", sentence=said[0])
    return said


def _about(key: str, line: Line, facts: ReportFacts, words: Words) -> str:
    said = words.say(
        key,
        platform=words.own(line.name),
        roi=words.percent(line.roi),
        returned=words.money(line.returned),
        cost=words.money(line.cost),
    )
    basis = facts.bases.get(line.name)
    if basis is not None and basis.count < SMALL:
        said += " " + words.say("few", kpi=words.own(basis.kpi), count=words.count(basis.count))
    return said


def _changed(change: Change, words: Words) -> str:
    before, after = change.before, change.after
    said = words.say(
        "changed",
        before=words.month(before.first),
        after=words.month(after.first),
        roi_before=words.percent(before.total.roi),
        roi_after=words.percent(after.total.roi),
        **_moved(before.total, after.total, words),
    )
    if change.platform is not None:
        old, new = change.platform
        said += " " + words.say("part", platform=words.own(new.name), **_moved(old, new, words))
        if change.kpi is not None:
            kpi, was, now = change.kpi
            said += " " + words.say("counts", kpi=words.own(kpi), before=words.count(was), after=words.count(now))
            if min(was, now) < SMALL:
                said += " " + words["few_counts"]
    return said


def _moved(before: Line, after: Line, words: Words) -> dict[str, str]:
    """Return how return and cost changed, as a reader finds it who subtracts the figures that are shown."""
    return {
        "returned": words.number(difference(before.returned, after.returned), signed=True),
        "cost": words.number(difference(before.cost, after.cost), signed=True),
    }


def difference(before: float | None, after: float | None, decimals: int = 0) -> float:
    """Return the difference of two figures that are shown with so many decimals."""
    return round(after or 0.0, decimals) - round(before or 0.0, decimals)
