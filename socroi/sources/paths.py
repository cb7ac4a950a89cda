"""Paths from touches: one definition of a conversion's path, and of the paths that led to none.

The path of a conversion is every touch of that person in the window before it and after their conversion before that,
the conversion's own row included where it names a channel. All other touches lie on paths without a conversion, of
which one ends where the person is not seen for longer than the window. So each touch lies on one path and no other.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from socroi.workbook.writing.replacing import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from socroi.sources.touches import Touches

DAY: Final = 86_400.0
_EVERY: Final = 50_000


@dataclass(slots=True)
class Row:
    """A path of the table, equal paths added up."""

    conversions: int = 0
    nulls: int = 0
    revenue: float = 0.0


@dataclass(slots=True)
class PathTable:
    """What the touches come to.

    Attributes:
        rows: by the channels of the path.
        names: the channels.
        people: how many people there are.
        conversions: all of them, also those without a touch.
        without_touch: conversions before which no touch lies in the window; they are in no row.
        value_without_touch: their money.
        without_value: conversions whose value is not known; they add no revenue.
        open: paths without a conversion whose window had not ended when the rows end: they may still convert.
        has_revenue: whether there are values.
    """

    names: list[str]
    has_revenue: bool
    rows: dict[tuple[int, ...], Row] = field(default_factory=dict)
    people: int = 0
    conversions: int = 0
    without_touch: int = 0
    value_without_touch: float = 0.0
    without_value: int = 0
    open: int = 0

    def ordered(self) -> list[tuple[str, Row]]:
        """Return the rows as texts, most conversions first."""
        texts = [(" > ".join(self.names[channel] for channel in path), row) for path, row in self.rows.items()]
        return sorted(texts, key=lambda item: (-item[1].conversions, -item[1].nulls, item[0]))


def paths(
    touches: Touches,
    window: float,
    *,
    merge: bool = False,
    leave_out_open: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> PathTable:
    """Return the table of paths.

    Args:
        touches: the rows.
        window: how many days before a conversion a touch still counts, above 0.
        merge: take touches of one channel that follow each other for one.
        leave_out_open: leave out the paths that may still convert.
        progress: called with the rows done and all rows.
    """
    table = PathTable(touches.names, touches.has_values)
    # Sorted twice, for sorting keeps the order of what is equal: by user, by time within, by file within that.
    order = sorted(range(len(touches.users)), key=touches.times.__getitem__)
    end = touches.times[order[-1]]
    order.sort(key=touches.users.__getitem__)
    walk = _Walk(table, window * DAY, end, merge=merge, leave_out_open=leave_out_open)
    user = -1
    for done, row in enumerate(order):
        if progress is not None and done % _EVERY == 0:
            progress(done, len(order))
        if touches.users[row] != user:
            walk.close()
            user = touches.users[row]
            table.people += 1
        if touches.channels[row] >= 0:
            walk.touch(touches.times[row], touches.channels[row])
        if touches.converted[row]:
            walk.convert(touches.times[row], touches.values[row] if touches.has_values else 0.0)
    walk.close()
    return table


class _Walk:
    """One person after the other, touch by touch."""

    def __init__(self, table: PathTable, window: float, end: float, *, merge: bool, leave_out_open: bool) -> None:
        self.table = table
        self.window = window
        self.end = end
        self.merge = merge
        self.leave_out_open = leave_out_open
        self.pending: list[tuple[float, int]] = []

    def touch(self, time: float, channel: int) -> None:
        self.pending.append((time, channel))

    def convert(self, time: float, value: float) -> None:
        recent = [touch for touch in self.pending if time - touch[0] <= self.window]
        self.pending = self.pending[: len(self.pending) - len(recent)]
        self.close()
        known = not math.isnan(value)
        self.table.conversions += 1
        self.table.without_value += not known
        if not recent:
            self.table.without_touch += 1
            self.table.value_without_touch += value if known else 0.0
            return
        row = self._row([channel for _, channel in recent])
        row.conversions += 1
        row.revenue += value if known else 0.0

    def close(self) -> None:
        """Count what is pending as paths without a conversion."""
        path: list[int] = []
        last = -math.inf
        for time, channel in self.pending:
            if path and time - last > self.window:
                self._lost(path, last)
                path = []
            path.append(channel)
            last = time
        if path:
            self._lost(path, last)
        self.pending = []

    def _lost(self, path: list[int], last: float) -> None:
        if self.end - last <= self.window:
            self.table.open += 1
            if self.leave_out_open:
                return
        self._row(path).nulls += 1

    def _row(self, path: list[int]) -> Row:
        if self.merge:
            path = [channel for place, channel in enumerate(path) if place == 0 or path[place - 1] != channel]
        return self.table.rows.setdefault(tuple(path), Row())


def write(table: PathTable, target: Path) -> None:
    """Write the table as CSV: path, conversions, nulls, and revenue where there are values.

    Raises:
        WorkbookError: the file cannot be written.
    """
    header = ["path", "conversions", "nulls", *(["revenue"] if table.has_revenue else [])]
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerow(header)
    for text, row in table.ordered():
        money = [f"{row.revenue:.15g}"] if table.has_revenue else []
        lines.writerow([text, row.conversions, row.nulls, *money])
    # With a mark in front Excel reads it as UTF-8.
    put(target, written.getvalue().encode("utf-8-sig"))
