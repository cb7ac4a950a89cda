"""Figures that are out of line with the other months of their series: a slipped comma, cents, hours typed as a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from socroi.review.rules.rule import Hit, rule
from socroi.review.rules.table_rows import TableRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from socroi.review.subject import Subject

_FEWEST: Final = 4
"""Other figures that a series must have before one of them is odd."""
_ALIKE: Final = 10
"""The largest of the others is at most so many times the smallest."""
_FAR: Final = 20
"""So many times larger than the largest, or smaller than the smallest, is odd: a campaign makes less, a comma more."""
_LONGEST: Final = 60
"""Months over which a bill may be spread."""
_FIGURES: Final = (
    ("Results", "kpi", ("quantity", "revenue")),
    ("Costs", "category", ("amount", "hours", "rate")),
)


@rule("figure-out-of-line", "warning")
def figure_out_of_line(subject: Subject) -> Iterator[Hit]:
    """A figure twenty times larger or smaller than those of all other months: a comma, cents, a time for hours."""
    for table, name, keys in _FIGURES:
        rows = TableRows(subject, table)
        for key in keys:
            series: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
            for row in rows:
                value = rows.get(row, key)
                if isinstance(value, float) and value > 0 and rows.month(row) is not None:
                    series[rows.text(row, "platform"), rows.text(row, name)][row] = value
            for (platform, named), values in series.items():
                odd = _odd(values)
                if odd is not None:
                    others = [value for row, value in values.items() if row != odd]
                    ends = {"low": f"{min(others):,g}", "high": f"{max(others):,g}"}
                    told = {"platform": platform or "–", "named": named or "–", "value": f"{values[odd]:,.4g}"}
                    yield Hit(
                        rows.at(odd, key),
                        subject.say("figure-out-of-line", **told, **ends),
                        subject.say("figure-out-of-line.do"),
                    )
    costs = TableRows(subject, "Costs")
    for row in costs:
        spread = costs.get(row, "months")
        if isinstance(spread, float) and spread > _LONGEST:
            yield Hit(
                costs.at(row, "months"),
                subject.say("figure-out-of-line.months", value=f"{spread:,g}"),
                subject.say("figure-out-of-line.months.do"),
            )


def _odd(values: dict[int, float]) -> int | None:
    """Return the one row that is far from all others, which are alike; None where there is none."""
    ordered = sorted(values, key=values.__getitem__)
    if len(ordered) <= _FEWEST:
        return None
    for odd, rest in ((ordered[-1], ordered[:-1]), (ordered[0], ordered[1:])):
        low, high = values[rest[0]], values[rest[-1]]
        if high <= _ALIKE * low and (values[odd] > _FAR * high or values[odd] * _FAR < low):
            return odd
    return None
