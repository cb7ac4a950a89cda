"""TABLE: a what-if data table, the results of a formula for other values of one input or two.

Source: ISO/IEC 29500-1 18.3.1.40 (`dt2D`, `dtr`, `r1`, `r2`), and Microsoft's help on data tables. The values to try
stand in the row above the results, in the column to their left, or in both; the formulas in the other of the two, or
where both meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.model.block import BLANK, ERROR, NUMBER, UNCOMPUTED, mixed
from socroi.engine.model.interruptions import Uncomputable
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from socroi.engine.evaluation.context import TrialRuns
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Data, Kinds

CellPosition = tuple[int, int, int]
"""(sheet, row, column), 0-based."""

MOST_CELLS: Final = 100_000
"""Tables of more cells are left: each is a calculation of its own."""


class _Trial(NamedTuple):
    """Values to put into the inputs, and the cells of the table (row, column, place of its formula) to fill then."""

    inputs: tuple[tuple[CellPosition, tuple[int, float]], ...]
    results: list[tuple[int, int, CellPosition]]


@record(frozen=True, slots=True)
class _DataTable:
    """A data table in its sheet.

    Attributes:
        rows, columns: its size.
        across, down: the inputs that the values above it and those to its left are put into.
    """

    sheet: int
    top: int
    left: int
    rows: int
    columns: int
    across: CellPosition | None
    down: CellPosition | None

    @property
    def inputs(self) -> list[CellPosition]:
        return [place for place in (self.across, self.down) if place is not None]

    def above(self, column: int) -> CellPosition:
        return self.sheet, self.top - 1, self.left + column

    def beside(self, row: int) -> CellPosition:
        return self.sheet, self.top + row, self.left - 1

    def trials(self, tried: Mapping[CellPosition, tuple[int, float]]) -> Iterator[_Trial]:
        """Yield the trials: a row or a column of results each, or one result where there are two inputs."""
        rows, columns = range(self.rows), range(self.columns)
        if self.across and self.down:
            corner = (self.sheet, self.top - 1, self.left - 1)
            for row in rows:
                for column in columns:
                    down, across = (self.down, tried[self.beside(row)]), (self.across, tried[self.above(column)])
                    yield _Trial((down, across), [(row, column, corner)])
        elif self.down:
            for row in rows:
                results = [(row, column, self.above(column)) for column in columns]
                yield _Trial(((self.down, tried[self.beside(row)]),), results)
        elif self.across:
            for column in columns:
                results = [(row, column, self.beside(row)) for row in rows]
                yield _Trial(((self.across, tried[self.above(column)]),), results)


@function("TABLE", "l l?")
def _data_table(evaluator: Evaluator, scope: Scope, along: Node, down: Node | None = None) -> Value:
    if not evaluator.book.calculation.data_tables:
        raise Uncomputable("the workbook is set to compute its data tables only when F9 is pressed")
    sheet, top, left = scope.sheet, int(scope.rows[0]), scope.column
    rows, columns = _extent(evaluator, scope)
    if rows * columns > MOST_CELLS:
        raise Uncomputable(f"it belongs to a data table of more than {MOST_CELLS:,} cells")
    table = _DataTable(
        sheet, top, left, rows, columns,
        _input(evaluator, scope, along) if given(along) else None,
        _input(evaluator, scope, down) if down is not None and given(down) else None,
    )  # fmt: skip
    if not table.inputs:
        raise Uncomputable("it belongs to a data table without an input")
    if top == 0 or left == 0:
        raise Uncomputable("it belongs to a data table at the edge of the sheet")
    kind, data = _results(evaluator, table)
    if (data[kind == ERROR] == UNCOMPUTED).any() and _others(evaluator, table):
        # A copy with the other tables in it costs more, and few tables need them.
        kind, data = _results(evaluator, table, (table.sheet, table.top, table.left))
    if (data[kind == ERROR] == UNCOMPUTED).any():
        evaluator.context.doubt = "a formula that its data table tries cannot be computed"
    return mixed(kind, data)


def _others(evaluator: Evaluator, table: _DataTable) -> bool:
    """Whether the workbook has other data tables."""
    own = (table.sheet, table.top, table.left)
    return any(each.is_data_table and (each.sheet, each.row, each.column) != own for each in evaluator.book.regions)


def _results(evaluator: Evaluator, table: _DataTable, but: CellPosition | None = None) -> tuple[Kinds, Data]:
    """Return what the formulas come to. Random numbers are drawn anew for each trial.

    With the table's own place as `but`, the trials compute all data tables but this one; without it none.
    """
    as_it_stands = evaluator.context.trials(one_table=but)
    places = [table.beside(row) for row in range(table.rows)] if table.down else []
    places += [table.above(column) for column in range(table.columns)] if table.across else []
    tried = {place: as_it_stands.value(*place) for place in places}
    formulas = frozenset(place for place in table.inputs if _has_formula(as_it_stands, place))
    runs = evaluator.context.trials(formulas, but) if formulas else as_it_stands
    before = [(place, runs.value(*place)) for place in table.inputs]
    trials = list(table.trials(tried))
    shape = (1, table.rows, table.columns)
    kind, data = np.full(shape, ERROR, np.uint8), np.full(shape, UNCOMPUTED)
    try:
        for trial in trials:
            for place, value in trial.inputs:
                runs.put(*place, *value)
            if (trial is trials[0] or trial is trials[-1]) and any(
                runs.value(*place) != tried[place] for place in tried
            ):
                raise Uncomputable("the values that its data table tries change with its input")
            runs.refresh()
            for row, column, formula in trial.results:
                found = runs.value(*formula)
                kind[0, row, column], data[0, row, column] = (NUMBER, 0.0) if found[0] == BLANK else found
    finally:
        for place, held in before:
            runs.put(*place, *held)
    return kind, data


def _extent(evaluator: Evaluator, scope: Scope) -> tuple[int, int]:
    for region in evaluator.book.sheets[scope.sheet].regions:
        if (region.row, region.column) == (int(scope.rows[0]), scope.column) and region.is_data_table:
            return region.extent
    raise Uncomputable("TABLE stands in data tables alone")


def _input(evaluator: Evaluator, scope: Scope, node: Node) -> CellPosition:
    """Return the cell that the values are put into."""
    ref = evaluator.value(node, scope)
    if not isinstance(ref, Ref) or not ref.is_single or ref.external is not None or ref.is_3d:
        raise Uncomputable("the input of its data table is not one cell")
    return ref.sheet, int(ref.top[0]), int(ref.left[0])


def _has_formula(trials: TrialRuns, place: CellPosition) -> bool:
    """Whether an input holds a formula of its own, in whose place Excel puts the values to try."""
    region = trials.formula_at(*place)
    if region is not None and region.extent != (1, 1):
        raise Uncomputable("the input of its data table belongs to an array")
    return region is not None
