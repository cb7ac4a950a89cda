"""TABLE: a what-if data table, the results of a formula for other values of one input or two.

Source: ISO/IEC 29500-1 18.3.1.40 (`dt2D`, `dtr`, `r1`, `r2`), and Microsoft's help on data tables. The values to try
stand in the row above the results, in the column to their left, or in both; the formulas in the other of the two, or
where both meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import function, given
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.model.block import BLANK, ERROR, NUMBER, UNCOMPUTED, mixed
from socroi.engine.model.interruptions import Uncomputable

if TYPE_CHECKING:
    from socroi.engine.evaluation.context import TrialRuns
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node

CellPosition = tuple[int, int, int]
"""(sheet, row, column), 0-based."""

MOST_CELLS: Final = 100_000
"""Tables of more cells are left: each is a calculation of its own."""


@function("TABLE", "l l?")
def _data_table(evaluator: Evaluator, scope: Scope, along: Node, down: Node | None = None) -> Value:
    if not evaluator.book.calculation.data_tables:
        raise Uncomputable("the workbook is set to compute its data tables only when F9 is pressed")
    sheet, top, left = scope.sheet, int(scope.rows[0]), scope.column
    rows, columns = _extent(evaluator, scope)
    if rows * columns > MOST_CELLS:
        raise Uncomputable(f"it belongs to a data table of more than {MOST_CELLS:,} cells")
    trials = evaluator.context.trials()
    across_input = _input(evaluator, scope, along, trials) if given(along) else None
    down_input = _input(evaluator, scope, down, trials) if down is not None and given(down) else None
    if across_input is None and down_input is None:
        raise Uncomputable("it belongs to a data table without an input")
    if top == 0 or left == 0:
        raise Uncomputable("it belongs to a data table at the edge of the sheet")
    above = [(sheet, top - 1, left + column) for column in range(columns)]
    beside = [(sheet, top + row, left - 1) for row in range(rows)]
    tried_across = [trials.value(*place) for place in above] if across_input else []
    tried_down = [trials.value(*place) for place in beside] if down_input else []
    before = [(place, trials.value(*place)) for place in (across_input, down_input) if place]
    kind, data = np.full((1, rows, columns), ERROR, np.uint8), np.full((1, rows, columns), UNCOMPUTED)
    try:
        for row in range(rows):
            for column in range(columns):
                if down_input:
                    trials.put(*down_input, *tried_down[row])
                if across_input:
                    trials.put(*across_input, *tried_across[column])
                if across_input and down_input:
                    formula = (sheet, top - 1, left - 1)
                else:
                    formula = beside[row] if across_input else above[column]
                found = trials.value(*formula)
                kind[0, row, column], data[0, row, column] = (NUMBER, 0.0) if found[0] == BLANK else found
    finally:
        for place, held in before:
            trials.put(*place, *held)
    if (data[kind == ERROR] == UNCOMPUTED).any():
        evaluator.context.doubt = "a formula that its data table tries cannot be computed"
    return mixed(kind, data)


def _extent(evaluator: Evaluator, scope: Scope) -> tuple[int, int]:
    for region in evaluator.book.sheets[scope.sheet].regions:
        if (region.row, region.column) == (int(scope.rows[0]), scope.column) and region.is_data_table:
            return region.extent
    raise Uncomputable("TABLE stands in data tables alone")


def _input(evaluator: Evaluator, scope: Scope, node: Node, trials: TrialRuns) -> CellPosition:
    """Return the cell that the values are put into."""
    ref = evaluator.value(node, scope)
    if not isinstance(ref, Ref) or not ref.is_single or ref.external is not None or ref.is_3d:
        raise Uncomputable("the input of its data table is not one cell")
    place = ref.sheet, int(ref.top[0]), int(ref.left[0])
    if trials.formula_at(*place) is not None:
        raise Uncomputable("the input of its data table is a formula itself")
    return place
