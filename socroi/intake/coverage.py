"""Which rows count: of each account and day one level, and no day twice by windows that overlap.

A campaign, its ads and the same account by age are three views of one spending. Of each month the view counts that
covers most of its days; rows of a day go before rows of a window, where they cover as much. A window longer than a
month counts where less than nine tenths of its days are there in finer rows: less what those count, where they are of
the same platforms (`remainders`); else those inside it do not count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from socroi.intake.remainders import Remainder, remainder
from socroi.sources.platforms import UNDIVIDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from socroi.intake.ledger import Import

COUNTS: Final = "yes"
UNDATED: Final = "no date"
_UNDIVIDED: Final = frozenset({"Meta", UNDIVIDED})
_COARSE: Final = ("account", "day", "channel", "campaign", "ad set", "ad", "keyword", "post", "order")
_ENOUGH: Final = 0.9
"""The share of a long window's days that finer rows must cover to stand for it: the total is worth more than months."""
_ALIKE: Final = 0.99
"""Two views whose spend differs by less are of the same account; reports round, and deleted ads are missing in some."""


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one view that are of the same days: they count together or not at all."""

    view: str
    first: int
    last: int

    @property
    def days(self) -> int:
        """How many days it covers."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows that do not count, since others show the same.

    Attributes:
        title: of the exporter.
        account: "" where it is not known.
        view: what is left out.
        instead: the views that count.
        first: the first day of the rows.
        last: the last one.
        spend: what they would have added.
        whole: whether it is a window over several months that finer rows stand for in part.
    """

    title: str
    account: str
    view: str
    instead: tuple[str, ...]
    first: date
    last: date
    spend: float
    whole: bool


def choose(data: pd.DataFrame, imports: Sequence[Import]) -> tuple[pd.Series[str], list[LeftOut], list[Remainder]]:
    """Say of each row whether it counts.

    Args:
        data: the rows that stand.
        imports: those that the book holds.

    Returns:
        for each row "yes" or why it does not count, what is left out because other rows show the same, and the
        windows that count less what is known by month.
    """
    import pandas as pd

    counts = pd.Series(COUNTS, index=data.index, dtype="string")
    left: list[LeftOut] = []
    rests: list[Remainder] = []
    accounts = data["account"].fillna("")
    for (source, account), part in data.groupby([data["source"], accounts], sort=True):
        if str(part["level"].iloc[0]) == "order" or str(source) == "own_results":
            continue
        dated = part[part["start"].notna() & part["end"].notna()]
        undated = part.index.difference(dated.index)
        lifetime = part.loc[undated]
        counts.loc[lifetime.index[lifetime["published"].isna()]] = UNDATED
        posts = lifetime[lifetime["published"].notna()]
        _one_view(posts, counts)
        if len(dated):
            mine = [each for each in imports if each.source == source and each.account == account]
            left += _dated(dated, mine, counts, rests)
    return counts, left, rests


def _one_view(posts: pd.DataFrame, counts: pd.Series[str]) -> None:
    """Of figures over the life of posts, let one view count."""
    views = posts.groupby("view").size().sort_values(ascending=False, kind="stable")
    for view in views.index[1:]:
        counts.loc[posts.index[posts["view"] == view]] = f"other level: {views.index[0]} counts"


def _dated(
    rows: pd.DataFrame, imports: Sequence[Import], counts: pd.Series[str], rests: list[Remainder]
) -> list[LeftOut]:
    first = rows["start"].dt.date.map(date.toordinal)
    last = rows["end"].dt.date.map(date.toordinal)
    blocks = [Block(*each) for each in dict.fromkeys(zip(rows["view"].astype(str), first, last, strict=True))]
    days = _days_by_view(blocks, imports)
    if len({block.view for block in blocks}) == 1 and not _overlap(blocks):
        return []
    place = _preference(rows, days)
    short = [block for block in blocks if _month(block.first) == _month(block.last)]
    long = [block for block in blocks if _month(block.first) != _month(block.last)]
    chosen = _chosen(short, days, place)
    covered = {day for block in chosen for day in range(block.first, block.last + 1)}
    for block in sorted(_best(long, place), key=lambda each: -each.days):
        inside = sum(day in covered for day in range(block.first, block.last + 1))
        if inside < _ENOUGH * block.days:
            rest = _remainder(rows, block, chosen) if inside else None
            if rest is not None:
                rests.append(rest)
                chosen.append(block)
                covered |= set(range(block.first, block.last + 1))
                continue
            chosen = [each for each in chosen if each.last < block.first or each.first > block.last]
            chosen.append(block)
            covered |= set(range(block.first, block.last + 1))
    counted = {(block.view, block.first, block.last) for block in chosen}
    marks = [key in counted for key in zip(rows["view"].astype(str), first, last, strict=True)]
    return _left_out(rows, marks, chosen, counts)


def _remainder(rows: pd.DataFrame, window: Block, chosen: Sequence[Block]) -> Remainder | None:
    """Return what is left of a window beside the blocks inside it; None where one reaches out of it."""
    beside = [block for block in chosen if block.last >= window.first and block.first <= window.last]
    if any(block.first < window.first or block.last > window.last for block in beside):
        return None
    first, last = rows["start"].dt.date.map(date.toordinal), rows["end"].dt.date.map(date.toordinal)
    places = list(zip(rows["view"].astype(str), first, last, strict=True))
    inside = {(block.view, block.first, block.last) for block in beside}
    covered = {day for block in beside for day in range(block.first, block.last + 1)}
    mine = rows[[place == (window.view, window.first, window.last) for place in places]]
    return remainder(mine, rows[[place in inside for place in places]], covered)


def _left_out(
    rows: pd.DataFrame, marks: Sequence[bool], chosen: Sequence[Block], counts: pd.Series[str]
) -> list[LeftOut]:
    """Mark the rows that do not count, and say for each view what it would have added."""
    out = rows[[not mark for mark in marks]]
    found = []
    wide = out["start"].dt.strftime("%Y%m") != out["end"].dt.strftime("%Y%m")
    for (view, whole), part in out.groupby([out["view"], wide], sort=True):
        start, end = part["start"].min().date(), part["end"].max().date()
        beside = [block for block in chosen if block.last >= start.toordinal() and block.first <= end.toordinal()]
        instead = tuple(dict.fromkeys(_said(block) for block in beside))
        counts.loc[part.index] = f"not added to {', '.join(instead)}"
        spend = round(float(part["spend"].sum()), 6)
        title, account = str(part["title"].iloc[0]), str(part["account"].fillna("").iloc[0])
        found.append(LeftOut(title, account, str(view), instead, start, end, spend, bool(whole)))
    return found


def _said(block: Block) -> str:
    return f"{block.view}, by day" if block.days == 1 else f"{block.view}, by window"


def _days_by_view(blocks: Iterable[Block], imports: Iterable[Import]) -> dict[str, set[int]]:
    """Return the days that each view covers by day: an export by day has no row for a day without delivery."""
    days: dict[str, set[int]] = {}
    for block in blocks:
        if block.days == 1:
            days.setdefault(block.view, set()).add(block.first)
    for each in imports:
        if each.daily and each.first and each.last and each.view in days:
            span = range(date.fromisoformat(each.first).toordinal(), date.fromisoformat(each.last).toordinal() + 1)
            days[each.view].update(span)
    return days


def _overlap(blocks: Iterable[Block]) -> bool:
    ordered = sorted((block.first, block.last) for block in blocks)
    return any(after[0] <= before[1] for before, after in pairwise(ordered))


def _preference(rows: pd.DataFrame, days: dict[str, set[int]]) -> dict[str, int]:
    """Return the place of each view: most days first, then most spend, then by platform, then the coarser level."""
    known = {}
    for view, part in rows.groupby("view"):
        divided = not part["platform"].dropna().isin(_UNDIVIDED).any()
        level = str(view).partition(" by ")[0]
        coarse = _COARSE.index(level) if level in _COARSE else len(_COARSE)
        known[str(view)] = (len(days.get(str(view), ())), _size(part), divided, coarse)
    most = max((size for _, size, _, _ in known.values()), default=0.0)
    ordered = sorted(
        known,
        key=lambda view: (
            -known[view][0],
            known[view][1] < _ALIKE * most,
            not known[view][2],
            known[view][3],
            view,
        ),
    )
    return {view: place for place, view in enumerate(ordered)}


def _size(part: pd.DataFrame) -> float:
    """Return the spend of some rows, or without any the sum of what they count."""
    spend = float(part["spend"].sum())
    return spend or float(part[["impressions", "clicks", "visits", "conversions"]].sum().sum())


def _chosen(blocks: Sequence[Block], days: dict[str, set[int]], place: dict[str, int]) -> list[Block]:
    """Choose among blocks within a month, month by month."""
    chosen: list[Block] = []
    by_month: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        by_month.setdefault(_month(block.first), []).append(block)
    for month, inside in sorted(by_month.items()):
        windows = [block for block in inside if block.days > 1]
        single = {(block.view, block.first) for block in inside if block.days == 1}
        views = {view for view, _ in single}
        best: dict[int, str] = {}
        for view in sorted(views, key=lambda each: (-sum(_month(day) == month for day in days[each]), place[each])):
            for day in days[view]:
                if _month(day) == month:
                    best.setdefault(day, view)
        daily = [Block(view, day, day) for day, view in best.items()]
        picked = _best([*daily, *windows], place)
        chosen += [block for block in picked if block.days > 1 or (block.view, block.first) in single]
    return chosen


def _best(blocks: Sequence[Block], place: dict[str, int]) -> list[Block]:
    """Choose blocks that share no day and cover most days together; of those that cover as many the shorter ones.

    The weighted schedule of intervals: sorted by their ends, each is taken or not.
    """
    views = sorted({block.view for block in blocks}, key=lambda view: place[view])
    # All views of one window are the same block to the schedule: the best of them stands for it.
    unlike: dict[tuple[int, int], Block] = {}
    for view in views:
        for block in blocks:
            if block.view == view:
                unlike.setdefault((block.first, block.last), block)
    ordered = sorted(unlike.values(), key=lambda block: (block.last, block.first))
    best: list[tuple[tuple[int, int, int], tuple[int, ...]]] = [((0, 0, 0), ())]
    for index, block in enumerate(ordered):
        free = sum(other.last < block.first for other in ordered[:index])
        score, taken = best[free]
        mine = (score[0] + block.days, score[1] + 1, score[2] - place[block.view])
        best.append(max(best[-1], (mine, (*taken, index)), key=lambda each: each[0]))
    return [ordered[index] for index in best[-1][1]]


def _month(day: int) -> tuple[int, int]:
    found = date.fromordinal(day)
    return found.year, found.month


__all__ = ["COUNTS", "UNDATED", "LeftOut", "choose"]
