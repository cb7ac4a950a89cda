"""What is left of a window over several months once the months that have rows of their own are taken off.

An export over a year or a lifetime beside that of a month: the month counts by its own rows, and the rest of the window
stands in the last month that has none. The total is that of the window, as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from socroi.sources.export import METRICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

_RATES: Final = frozenset({"reach", "visitors"})
"""Counts that cannot be taken off each other: one person is in both."""
_OFF: Final = 0.001
"""By this share of itself a window may be less than its months: reports round."""


@dataclass(frozen=True, slots=True)
class Remainder:
    """A window of which a part is known by month.

    Attributes:
        title: of the exporter.
        window: the rows of the window, by their places in Data.
        months: those of its finer rows.
        first, last: the days of the window.
        stands: the last day that has no finer row: in its month the rest stands.
        one: whether all days without finer rows are of that month.
    """

    title: str
    window: pd.Index[int]
    months: pd.Index[int]
    first: date
    last: date
    stands: date
    one: bool


def remainder(window: pd.DataFrame, finer: pd.DataFrame, covered: Iterable[int]) -> Remainder | None:
    """Return what can be told of a window beside finer rows; None where they are not of the same things.

    Args:
        window: its rows.
        finer: the rows that count inside it.
        covered: the days that they cover, as ordinals.
    """
    first, last = window["start"].min().date(), window["end"].max().date()
    known = set(covered)
    free = [day for day in range(first.toordinal(), last.toordinal() + 1) if day not in known]
    whole, part = (rows.groupby("platform")[_metrics(window)].sum() for rows in (window, finer))
    if not free or not set(part.index) <= set(whole.index):
        return None
    rest = whole.loc[part.index] - part
    if bool((rest < -_OFF * whole.loc[part.index]).any(axis=None)):
        return None
    stands = date.fromordinal(free[-1])
    one = len({(date.fromordinal(day).year, date.fromordinal(day).month) for day in free}) == 1
    return Remainder(str(window["title"].iloc[0]), window.index, finer.index, first, last, stands, one)


def with_remainders(rows: pd.DataFrame, found: Sequence[Remainder]) -> pd.DataFrame:
    """Return rows that have their months: those of windows moved, and what is counted by month taken off there."""
    import pandas as pd

    for each in found:
        month = f"{each.stands:%Y-%m}"
        rows.loc[each.window, "month"] = month
        off = rows.loc[each.months].copy()
        names = _metrics(rows.loc[each.window])
        off[names] = -off[names]
        off[[name for name in METRICS if name not in names]] = float("nan")
        off["month"], off["start"], off["end"] = month, pd.Timestamp(each.first), pd.Timestamp(each.last)
        rows = pd.concat([rows, off], ignore_index=False)
    return rows


def told(rows: pd.DataFrame, found: Sequence[Remainder]) -> list[str]:
    """Say of each window what was done."""
    said = []
    for each in found:
        spend = float(rows.loc[each.window, "spend"].sum()) - float(rows.loc[each.months, "spend"].sum())
        shown = f", spend {spend:,.2f}," if spend else ""
        end = (
            "and is of that month."
            if each.one
            else "and the months without rows of their own say nothing. Export them by day or by month."
        )
        said.append(
            f"{each.title}: the file does not divide {each.first} to {each.last} by month. The months that have rows "
            f"of their own count by those; what is left of it{shown} stands in {each.stands:%Y-%m}, {end}"
        )
    return said


def _metrics(window: pd.DataFrame) -> list[str]:
    return [name for name in METRICS if name not in _RATES and bool(window[name].notna().any())]


__all__ = ["Remainder", "remainder", "told", "with_remainders"]
