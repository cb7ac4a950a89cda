"""Windows that grow down a column while it is computed: COUNTIF, SUMIF, INDEX and their kin over `A$1:A8`, as steps.

The rows come one after another, so each cell is looked at once and what is known of those above is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.model.block import BLANK, BOOLEAN, DIV0, ERROR, NUMBER, REF, TEXT, UNCOMPUTED, VALUE, mixed
from socroi.engine.schedule.recurrence_steps import NotPlainError
from socroi.engine.search.criterion import Criterion, fulfilled, keyed, point_key, read_criterion
from socroi.engine.search.wildcards import wildcard_pattern
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Block
    from socroi.engine.schedule.recurrence_steps import Plain, Step

_MOST_CRITERIA: Final = 50
"""Criteria such as `">5"` and `"a*"` that are asked of each cell. More of them are as slow as any other way."""


@record(slots=True)
class Window:
    """The cells of a column from place `first` on, of which a row at `row` sees those as far as `row + ahead`."""

    cells: list[Plain]
    first: int
    ahead: int

    def height(self, row: int) -> int:
        """Return how many cells a row sees."""
        return row + self.ahead - self.first + 1


@record(slots=True)
class _Sum:
    """What is known of the cells that fulfil a criterion, up to place `seen`."""

    count: int = 0
    numbers: int = 0
    total: float = 0.0
    bad: float = -1.0
    seen: int = 0

    def take(self, value: Plain) -> None:
        """Add a cell."""
        if type(value) is float:
            self.numbers += 1
            self.total += value
        elif isinstance(value, tuple) and value[0] == ERROR and (self.bad < 0 or value[1] == UNCOMPUTED):
            self.bad = value[1]


def counting(name: str, window: Window) -> Step:
    """Return the step of AVERAGE, COUNT or COUNTA."""
    known = _Sum(seen=window.first)

    def count(row: int) -> Plain:
        for value in window.cells[known.seen : row + window.ahead + 1]:
            if value == (ERROR, UNCOMPUTED):
                raise NotPlainError
            known.count += value is not None
            known.take(value)
        known.seen = row + window.ahead + 1
        if name == "COUNTA":
            return float(known.count)
        return float(known.numbers) if name == "COUNT" else _average(known)

    return count


def indexed(window: Window, number: Step) -> Step:
    """Return the step of INDEX with the number of a row."""

    def take(row: int) -> Plain:
        wanted = number(row)
        if isinstance(wanted, tuple) and wanted[0] == ERROR:
            return wanted
        if type(wanted) is not float:
            raise NotPlainError
        place = int(wanted)
        if place < 0:
            return ERROR, float(VALUE)
        if place > window.height(row):
            return ERROR, float(REF)
        if place == 0:
            raise NotPlainError  # the whole column, of which the cell's own row counts
        return window.cells[window.first + place - 1]

    return take


def choosing(name: str, tested: Window, criterion: Step, added: Window, context: Context) -> Step:
    """Return the step of COUNTIF, SUMIF or AVERAGEIF; cells of `added` lie beside those of `tested`."""
    matches = _Matches(tested, added, context)

    def choose(row: int) -> Plain:
        found = matches.of(criterion(row), row + tested.ahead + 1)
        if name == "COUNTIF":
            return float(found.count)
        if found.bad >= 0:
            return ERROR, found.bad
        if name == "AVERAGEIF":
            return _average(found)
        if found.total - found.total != 0.0:
            raise NotPlainError
        return found.total

    return choose


def _average(known: _Sum) -> Plain:
    if known.bad >= 0:
        return ERROR, known.bad
    if not known.numbers:
        return ERROR, float(DIV0)
    found = known.total / known.numbers
    if found - found != 0.0:
        raise NotPlainError
    return found


class _Matches:
    """The cells of a window by what a criterion may ask for."""

    def __init__(self, tested: Window, added: Window, context: Context) -> None:
        self.tested, self.added, self.context = tested, added, context
        self.seen = tested.first
        self._points: dict[tuple[int, float], _Sum] = {}
        self._others: dict[Criterion, tuple[_Sum, dict[Any, bool]]] = {}
        self._criteria: dict[Any, Criterion] = {}  # by type and value: TRUE is no 1
        self._keys: dict[Any, tuple[int, float]] = {}
        self._nothing = _Sum()

    def of(self, wanted: Plain, end: int) -> _Sum:
        """Return what is known of the cells above place `end` that fulfil a criterion."""
        for value, other in self._pairs(self.seen, end):
            key = (NUMBER, value) if type(value) is float else self._key(value)
            known = self._points.get(key)
            if known is None:
                known = self._points[key] = _Sum()
            known.count += 1
            known.take(other)
        self.seen = end
        if type(wanted) is float:
            return self._points.get((NUMBER, wanted), self._nothing)
        criterion = self._read(wanted)
        if criterion.is_point:
            return self._points.get(point_key(criterion, self.context.strings), self._nothing)
        return self._asked(criterion, end)

    def _pairs(self, first: int, end: int) -> Iterator[tuple[Plain, Plain]]:
        aside = self.added.first - self.tested.first
        return zip(self.tested.cells[first:end], self.added.cells[first + aside : end + aside], strict=True)

    def _read(self, wanted: Plain) -> Criterion:
        key = (type(wanted), wanted)
        found = self._criteria.get(key)
        if found is None:
            block = _one(wanted)
            found = read_criterion(int(block.kind.flat[0]), float(block.data.flat[0]), self.context)
            if found.doubt is not None or (found.kind == ERROR and found.data == UNCOMPUTED):
                raise NotPlainError
            self._criteria[key] = found
        return found

    def _key(self, value: Plain) -> tuple[int, float]:
        key = (type(value), value)
        found = self._keys.get(key)
        if found is None:
            if value == (ERROR, UNCOMPUTED):
                raise NotPlainError
            cell = keyed(_one(value), self.context)
            found = self._keys[key] = int(cell.group.flat[0]), float(cell.key.flat[0])
        return found

    def _asked(self, criterion: Criterion, end: int) -> _Sum:
        """Ask the cells that came since the last time."""
        if criterion not in self._others:
            if len(self._others) >= _MOST_CRITERIA:
                raise NotPlainError
            self._others[criterion] = _Sum(seen=self.tested.first), {}
        known, answers = self._others[criterion]
        compare = _comparison(criterion)
        for value, other in self._pairs(known.seen, end):
            if type(value) is float and compare is not None:
                fits = compare(value, criterion.data)
            else:
                key = (type(value), value)
                if key not in answers:
                    answers[key] = self._fits(criterion, value)
                fits = answers[key]
            if fits:
                known.count += 1
                known.take(other)
        known.seen = end
        return known

    def _fits(self, criterion: Criterion, value: Plain) -> bool:
        if criterion.operator == "=" and criterion.kind == TEXT:  # it has wildcards: others are points
            is_text = isinstance(value, tuple) and value[0] == TEXT
            return is_text and bool(wildcard_pattern(criterion.text).fullmatch(self._folded(value)))
        cells = keyed(_one(value), self.context)
        return bool(fulfilled(criterion, cells, self.context.strings).flat[0])

    def _folded(self, value: Plain) -> str:
        return self.context.strings[value[1]].casefold() if isinstance(value, tuple) else ""


_COMPARISONS: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": float.__lt__,
    "<=": float.__le__,
    ">": float.__gt__,
    ">=": float.__ge__,
    "<>": float.__ne__,
}


def _comparison(criterion: Criterion) -> Callable[[float, float], bool] | None:
    """Return how a number is compared with the number of a criterion."""
    return _COMPARISONS.get(criterion.operator) if criterion.kind == NUMBER else None


def _one(value: Plain) -> Block:
    if isinstance(value, tuple):
        kind, data = value
    elif value is None:
        kind, data = BLANK, 0.0
    else:
        kind, data = (BOOLEAN if isinstance(value, bool) else NUMBER), float(value)
    return mixed(np.full((1, 1, 1), kind, np.uint8), np.full((1, 1, 1), data))
