"""Iterative calculation: cells that wait for each other, computed round and round where the workbook asks for it.

Excel stops after so many rounds, or once no cell changes by more than a given amount; each recalculation goes on from
where the last one stopped, so that a saved workbook usually holds the values that the rounds tend to. These are what
is looked for here, from the values that the file holds. What never settles depends on how often Excel recalculated,
which a file does not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from socroi.engine.block import BLANK, ERROR, NUMBER, UNCOMPUTED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.calculation import Task
    from socroi.engine.sheet import Book

LEAST_ROUNDS: Final = 250
"""How many rounds are tried at least: further ones bring no cell of the workbook closer than Excel's next would."""

MOST_EVALUATIONS: Final = 200_000
"""How many cells all rounds together may compute."""

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
        settled = True
        for task in circle:
            before = _cell(book, task)
            compute(task)
            settled &= _close(before, _cell(book, task))
        if settled:
            break
    else:
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
        cells.kind[task.first_row], cells.data[task.first_row] = BLANK, 0.0
        return BLANK, 0.0
    return kind, data


def _cell(book: Book, task: Task) -> _Cell:
    cells = book.sheets[task.region.sheet].columns.get(task.region.column)
    if cells is None or len(cells) <= task.first_row:
        return BLANK, 0.0
    return int(cells.kind[task.first_row]), float(cells.data[task.first_row])


def _close(before: _Cell, after: _Cell) -> bool:
    """Whether a value has not changed, but for its last digits."""
    if before == after:
        return True
    if before[0] != NUMBER or after[0] != NUMBER:
        return False
    return abs(before[1] - after[1]) <= 1e-13 * max(abs(before[1]), abs(after[1])) + 1e-14
