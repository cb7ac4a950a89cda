"""A workbook in which some of its inputs are new and the others old, computed by its own formulas."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import comb, fsum
from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import pack
from socroi.engine.schedule.precedents import Rectangle
from socroi.review.inputs import typed_columns
from socroi.review.rules.values import same
from socroi.review.subject import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from socroi.engine.model.block import Scalar
    from socroi.review.inputs import Inputs, Key, TypedTable
    from socroi.review.subject import Subject


@dataclass(slots=True)
class Group:
    """Changes that are made together: rows of tables by key, and cells, each with the value before and after."""

    label: str
    rows: list[tuple[str, Key]] = field(default_factory=list)
    cells: list[tuple[str, int, int]] = field(default_factory=list)


def place_of_input(subject: Subject, where: tuple[str, int, int]) -> Place | None:
    """Return the cell of an input outside of tables; None where the workbook has no such sheet."""
    names = [sheet.name for sheet in subject.book.sheets]
    return Place(names.index(where[0]), *where[1:]) if where[0] in names else None


@dataclass(frozen=True, slots=True)
class Result:
    """Which cells a result is read from, and what it is of their values."""

    places: tuple[Place, ...]
    of: Callable[..., float]


def result_of(before: Subject, after: Subject, place: Place) -> Result:
    """How the result is read: from its cell, or in a template from return and cost, which is a tenth of the work.

    A result of a template hangs on all its checks, too. Where it is what return and cost say it is at both ends, it is
    so in between.
    """
    whole = Result((place,), float)
    name = after.name_of(place)
    if name not in _OF_BOTH:
        return whole
    for subject in (before, after):
        ends = [subject.named.area(each) for each in (name, "return_total", "cost_total")]
        values = [None if end is None else subject.value(Place(*end[:3])) for end in ends]
        if not all(isinstance(value, float) for value in values) or not values[2]:
            return whole
        if not same(values[0], _OF_BOTH[name](*values[1:])):
            return whole
    areas = [after.named.area(each) for each in ("return_total", "cost_total")]
    return Result(tuple(Place(*area[:3]) for area in areas if area is not None), _OF_BOTH[name])


def _roi(returned: float, cost: float) -> float:
    return (returned - cost) * 100 / cost


def _profit(returned: float, cost: float) -> float:
    return returned - cost


_OF_BOTH: Final[Mapping[str, Callable[..., float]]] = {"roi_total": _roi, "profit_total": _profit}


class MixedStates:
    """The result of a workbook in which some groups of inputs are new and all others old.

    Attributes:
        progress: called with (states computed, `expected`).
    """

    def __init__(
        self, subject: Subject, inputs: tuple[Inputs, Inputs], groups: Sequence[Group], result: Result
    ) -> None:
        self.subject = subject
        self.old, self.new = inputs
        self.groups = groups
        self.result = result
        self.progress: Callable[[int, int], None] | None = None
        self.expected = 0
        self._known: dict[frozenset[int], float | None] = {}

    def value(self, changed: frozenset[int]) -> float | None:
        """Return the result once these groups have changed; None where it is no number then."""
        if changed not in self._known:
            self._known[changed] = self._computed(changed)
            if self.progress is not None:
                self.progress(len(self._known), max(self.expected, len(self._known)))
        return self._known[changed]

    def _computed(self, changed: frozenset[int]) -> float | None:
        subject = self.subject
        tables = {name for group in self.groups for name, _ in group.rows}
        for name in tables:
            self._fill(name, {key for at in changed for table, key in self.groups[at].rows if table == name})
        for at, group in enumerate(self.groups):
            for where in group.cells:
                cells = self.new.cells if at in changed else self.old.cells
                place = place_of_input(subject, where)
                if place is not None:
                    self._put(place, cells.get(where))
        subject.calculation.finish([Rectangle(*place, *place[1:]) for place in self.result.places])
        values = [subject.value(place) for place in self.result.places]
        if not all(isinstance(value, float) for value in values):
            return None
        try:
            return float(self.result.of(*values))
        except ZeroDivisionError:
            return None

    def _fill(self, name: str, changed: set[Key]) -> None:
        """Write the rows of a table: those that have changed as they are now, all others as they were."""
        table = self.subject.book.tables[name]
        old, new = self.old.tables[name], self.new.tables[name]
        rows = []
        for key in dict.fromkeys([*old.rows, *new.rows]):
            row = (new if key in changed or _alike(old, new, key) else old).rows.get(key)
            if row is not None:
                rows.append(row)
        columns = typed_columns(self.subject, table)
        first = table.top + table.header_rows
        for down in range(table.bottom - table.totals_rows - first + 1):
            row = rows[down] if down < len(rows) else (None,) * len(columns)
            for column, value in zip(columns, row, strict=True):
                self._put(Place(table.sheet, first + down, column), value)

    def _put(self, place: Place, value: Scalar) -> None:
        self.subject.calculation.put(*place, *pack(value, self.subject.book.strings))


def _alike(old: TypedTable, new: TypedTable, key: Key) -> bool:
    one, other = old.rows.get(key), new.rows.get(key)
    return one is not None and other is not None and all(map(same, one, other))


def shapley(count: int, value: Callable[[frozenset[int]], float | None]) -> list[float] | None:
    """Return each player's Shapley value: what it adds, on average over all orders in which the players could come.

    Args:
        count: how many players.
        value: what a group of players is worth together; None where that is not known, and then nothing is.
    """
    groups = [frozenset(at for at in range(count) if bits >> at & 1) for bits in range(1 << count)]
    worth = {group: value(group) for group in groups}
    if any(each is None for each in worth.values()):
        return None
    known = {group: each for group, each in worth.items() if each is not None}
    return [
        fsum(
            (known[group | {at}] - known[group]) / (count * comb(count - 1, len(group)))
            for group in groups
            if at not in group
        )
        for at in range(count)
    ]
