"""Iterative calculation: cells that wait for each other, computed round and round where the workbook asks for it.

Excel stops after so many rounds, or once no cell changes by more than a given amount; each recalculation goes on from
where the last one stopped, so that a saved workbook usually holds the values that the rounds tend to. These are what
is looked for here, from the values that the file holds. What never settles depends on how often Excel recalculated,
which a file does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.model.block import BLANK, ERROR, NUMBER, UNCOMPUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.model.book import Book
    from socroi.engine.schedule.tasks import Task

LEAST_ROUNDS: Final = 1000
"""How many rounds are tried at least: further ones bring no cell of the workbook closer than Excel's next would."""

MOST_EVALUATIONS: Final = 100_000
"""How many cells all rounds together may compute."""

LAST_DIGIT: Final = 1e-15
SETTLED: Final = 1e-12
"""By what part of itself a value may still change: to end the rounds, and, when they are used up, to be believed."""

_Cell = tuple[int, float]


def in_order(circle: Sequence[Task]) -> list[Task]:
    """Return the tasks as Excel goes through them: by sheet, row by row, from left to right."""
    return sorted(circle, key=lambda task: (task.region.sheet, task.first_row, task.region.column))


def settle(circle: Sequence[Task], book: Book, compute: Callable[[Task], None]) -> str | None:
    """Compute the single cells of a circle until their values stay; return why not where they do not.

    Args:
        circle: tasks of one cell each, in the order of calculation.
        book: holds the cells, with the values to begin with.
        compute: computes one task and writes its cell.
    """
    start = [_begun(book, task) for task in circle]
    rounds = max(book.calculation.iterations, LEAST_ROUNDS)
    rounds = max(2, min(rounds, MOST_EVALUATIONS // len(circle)))
    for _ in range(rounds):
        change = 0.0
        for task in circle:
            before = _cell(book, task)
            compute(task)
            change = max(change, _change(before, _cell(book, task)))
        if change <= LAST_DIGIT:
            break
    if change > SETTLED:
        return f"it does not settle in {rounds} rounds"
    for task, begun in zip(circle, start, strict=True):
        kind, data = _cell(book, task)
        if kind == ERROR and (kind, data) != begun:
            return "it runs into an error"
    return None


def _begun(book: Book, task: Task) -> _Cell:
    """Return the value that a cell begins with: what it holds, but nothing where that was left uncomputed."""
    cells = book.sheets[task.region.sheet].columns.get(task.region.column)
    if cells is None or len(cells) <= task.first_row:
        return BLANK, 0.0
    kind, data = int(cells.kind[task.first_row]), float(cells.data[task.first_row])
    if kind == ERROR and data == UNCOMPUTED:
        cells.put(task.first_row, BLANK, 0.0)
        return BLANK, 0.0
    return kind, data


def _cell(book: Book, task: Task) -> _Cell:
    cells = book.sheets[task.region.sheet].columns.get(task.region.column)
    if cells is None or len(cells) <= task.first_row:
        return BLANK, 0.0
    return int(cells.kind[task.first_row]), float(cells.data[task.first_row])


def _change(before: _Cell, after: _Cell) -> float:
    """Return by what part of itself a value has changed; 1 for another kind of value."""
    if before == after:
        return 0.0
    if before[0] != NUMBER or after[0] != NUMBER:
        return 1.0
    return min(1.0, abs(before[1] - after[1]) / max(abs(before[1]), abs(after[1]), 1e-3))
