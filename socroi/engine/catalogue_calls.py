"""Our own functions inside the engine: through their twins for whole columns at once, through the gate otherwise.

A function with a twin is computed as the twin's bare expression. What the gate would refuse is found here with one
pass over the arguments of all lanes, by the same kinds and in the same order of gravity, so that the two ways give
equal values and equal errors. A function without a twin, or one whose arguments need more than that, is called
through the gate once for each lane.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.definition.registry import find
from socroi.definition.spill import Spill
from socroi.definition.units import Holds, Shape, Single, as_text
from socroi.engine.declaration.gathering import first_in_lane
from socroi.engine.evaluation.coerce import errors_of, first_error, with_errors
from socroi.engine.evaluation.reading import LONG
from socroi.engine.evaluation.scope import lanes_of
from socroi.engine.formula.parser import parse
from socroi.engine.formula.tree import Missing
from socroi.engine.model.block import (
    BLANK,
    BOOLEAN,
    ERROR,
    NA,
    NUM,
    NUMBER,
    TEXT,
    UNCOMPUTED,
    VALUE,
    Block,
    error,
    from_rows,
    mixed,
    to_column,
    to_rows,
    uniform,
)
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.errors import CellError
from socroi.excel.serials import DAYS_1904, to_serial
from socroi.gate import gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.definition.formula import Formula
    from socroi.definition.parameter import Parameter
    from socroi.definition.units import Kind
    from socroi.engine.declaration.signatures import FunctionCall
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Mask, Scalar, Strings

    Codes = NDArray[np.int8]

_BY_TWIN: Final = frozenset({Shape.ONE, Shape.EACH, Shape.COLUMN, Shape.PAIRED, Shape.GRID})
_GRAVITY: Final = (VALUE, NA, NUM)


@cache
def function(name: str) -> FunctionCall | None:
    """Return a function of the catalogue as the engine calls it, None where there is none of that name."""
    formula = find(name)
    if formula is None:
        return None
    tree = parse(formula.twin) if formula.twin and all(map(_is_plain, formula.parameters)) else None

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if len(nodes) > len(formula.parameters):
            raise Uncomputable(f"{formula.signature} takes {len(formula.parameters)} arguments at most")
        written = [*nodes, *[Missing()] * (len(formula.parameters) - len(nodes))]
        blocks = [
            _left_out(parameter, evaluator)
            if isinstance(node, Missing)
            else evaluator.cells(evaluator.value(node, scope))
            for parameter, node in zip(formula.parameters, written, strict=True)
        ]
        if tree is None:
            return _through_gate(formula, blocks, evaluator)
        return _through_twin(formula, tree, blocks, evaluator, scope)

    return call


def _left_out(parameter: Parameter, evaluator: Evaluator) -> Block:
    """Return what an argument left out is: a blank, or the default where a blank cell would mean something else."""
    cell = parameter.default if parameter.shape is Shape.EACH else None
    return evaluator.literal(float(cell) if type(cell) is int else cell)


def _is_plain(parameter: Parameter) -> bool:
    """Whether this module can check an argument as the gate does."""
    holds = parameter.kind.holds
    if parameter.shape is Shape.GRID:
        return True
    return parameter.shape in _BY_TWIN and holds in {Holds.NUMBER, Holds.TEXT, Holds.CHOICE}


# Through the gate


def _through_gate(formula: Formula, blocks: Sequence[Block], evaluator: Evaluator) -> Block:
    lanes = max(block.lanes for block in blocks)
    answers = [_one_lane(formula, blocks, lane, evaluator) for lane in range(lanes)]
    if lanes == 1:
        return answers[0]
    if any(not answer.is_single for answer in answers):
        raise LaneSplit
    return mixed(np.concatenate([a.kind for a in answers]), np.concatenate([a.data for a in answers]))


def _one_lane(formula: Formula, blocks: Sequence[Block], lane: int, evaluator: Evaluator) -> Block:
    strings = evaluator.strings
    arguments: list[Any] = []
    first = DAYS_1904 if evaluator.context.date_1904 else 0
    for parameter, block in zip(formula.parameters, blocks, strict=True):
        at = lane if block.lanes > 1 else 0
        bad = errors_of(block)
        if bad is not None and (bad[at] == UNCOMPUTED).any():
            return error(UNCOMPUTED)
        by_gate = _counted_from_1900(block) if first and parameter.kind.holds is Holds.DATE else block
        if block.columns == 1 and block.rows > 1:
            arguments.append(to_column(by_gate, strings, at))
            continue
        rows = to_rows(by_gate, strings, at)
        arguments.append(_argument(rows[0][0]) if block.is_single else rows)
    result = gate.call(formula, *arguments)
    rows = _table(result) if isinstance(result, Spill) else [[result]]
    return from_rows([[_plain(cell, first) for cell in row] for row in rows], strings)


def _counted_from_1900(block: Block) -> Block:
    """Return dates of a workbook of the 1904 system as the gate counts them; a day before the first one stays one."""
    dates = block.where(NUMBER) & (block.data >= 0)
    return Block(block.kind, np.where(dates, block.data + DAYS_1904, block.data), block.uniform)


def _argument(cell: Scalar) -> Scalar:
    """Return a single cell as the gate wants it: a blank cell is the empty text, for None is an argument left out."""
    return "" if cell is None else cell


def _table(spill: Spill) -> list[list[Any]]:
    return [list(row) for row in spill]


def _plain(cell: Any, first: int) -> float | str | bool | CellError:
    """Return a cell of a result as every host shows it: nothing is the empty text, which no sheet turns into 0; a date
    is counted from the workbook's first day.
    """
    if cell is None:
        return ""
    return to_serial(cell) - first if isinstance(cell, date) else cell


# Through the twin


def _through_twin(formula: Formula, tree: Node, blocks: Sequence[Block], evaluator: Evaluator, scope: Scope) -> Value:
    each = [b for p, b in zip(formula.parameters, blocks, strict=True) if p.shape is Shape.EACH and not b.is_single]
    if not each:
        return _checked(formula, tree, blocks, evaluator, scope)
    rows, columns = max(b.rows for b in each), max(b.columns for b in each)
    if any(b.rows not in (1, rows) or b.columns not in (1, columns) for b in each):
        return error(VALUE)
    # Every cell of an element-wise argument becomes a lane of its own.
    lanes, times = max(scope.lanes, *(b.lanes for b in blocks)), rows * columns
    repeat = np.repeat(np.arange(lanes), times)
    spread = [
        _one_cell_lanes(block, (lanes, rows, columns)) if parameter.shape is Shape.EACH else lanes_of(block, repeat)
        for parameter, block in zip(formula.parameters, blocks, strict=True)
    ]
    result = _checked(formula, tree, [b for b in spread if isinstance(b, Block)], evaluator, scope.repeated(times))
    kind = np.broadcast_to(result.kind, (lanes * times, 1, 1)).reshape(lanes, rows, columns)
    data = np.broadcast_to(result.data, (lanes * times, 1, 1)).reshape(lanes, rows, columns)
    return mixed(kind, data)


def _one_cell_lanes(block: Block, shape: tuple[int, int, int]) -> Block:
    kind = np.broadcast_to(block.kind, shape).reshape(-1, 1, 1)
    return Block(kind, np.broadcast_to(block.data, shape).reshape(-1, 1, 1), block.uniform)


def _checked(formula: Formula, tree: Node, blocks: Sequence[Block], evaluator: Evaluator, scope: Scope) -> Block:
    """Compute a twin for all lanes, and put the gate's errors where the gate would refuse."""
    check = _Check(formula, blocks, evaluator)
    if check.refuses_all:
        return with_errors(error(VALUE, (check.lanes, 1, 1)), check.bad.reshape(-1, 1, 1))
    names = {name.casefold(): value for name, value in check.values.items()}
    with np.errstate(all="ignore"):
        result = evaluator.cells(evaluator.value(tree, scope.with_array().bound(names)))
    bad = check.bad
    return result if (bad < 0).all() else with_errors(result, bad.reshape(-1, 1, 1))


class _Check:
    """The arguments of one call, read for all lanes as the gate reads them for one.

    Attributes:
        values: what the twin sees under each argument's name.
        bad: the error of each lane, -1 where there is none.
    """

    def __init__(self, formula: Formula, blocks: Sequence[Block], evaluator: Evaluator) -> None:
        self.strings: Strings = evaluator.strings
        self.evaluator = evaluator
        self.lanes = max(block.lanes for block in blocks)
        self.values: dict[str, Block] = {}
        self._problems: dict[float, Mask] = {}
        self._empty = float(self.strings.code(""))
        errors: Codes | None = None
        pairs = list(zip(formula.parameters, blocks, strict=True))
        for parameter, block in pairs:
            bad = errors_of(block)
            if bad is not None and parameter.shape is Shape.GRID and not block.is_single:
                bad = np.where(bad == UNCOMPUTED, bad, np.int8(-1))
            if bad is not None:
                errors = first_error(errors, first_in_lane(bad))
        self._complete = self._pair([(p, b) for p, b in pairs if p.shape is Shape.PAIRED])
        for parameter, block in pairs:
            self.values[parameter.name] = self._read(parameter, block)
        self.bad = self._result(errors)

    @property
    def refuses_all(self) -> bool:
        return bool((self.bad >= 0).all())

    def _result(self, errors: Codes | None) -> Codes:
        bad = np.full(self.lanes, -1, np.int8)
        for code in reversed(_GRAVITY):
            if code in self._problems:
                bad = np.where(self._problems[code], np.int8(code), bad)
        return bad if errors is None else np.where(errors >= 0, errors, bad).astype(np.int8)

    def _refuse(self, code: float, where: Mask | np.bool_) -> None:
        if where.any():
            lanes = np.broadcast_to(where, (self.lanes,))
            self._problems[code] = self._problems.get(code, np.zeros(self.lanes, np.bool_)) | lanes

    def _blank_cells(self, parameter: Parameter, block: Block) -> Mask:
        blank = block.where(BLANK)
        texts = block.where(TEXT)
        if not texts.any():
            return blank
        if parameter.kind.holds is Holds.NUMBER:
            return blank | (texts & (block.data == self._empty))
        trimmed = self._trimmed(block)
        return blank | (texts & (trimmed == self._empty))

    def _is_blank(self, parameter: Parameter, block: Block) -> Mask:
        return np.asarray(self._blank_cells(parameter, block).all(axis=(1, 2)))

    def _trimmed(self, block: Block) -> NDArray[np.float64]:
        """Return text codes with the spaces taken off; numbers and booleans as they would be joined into a text."""
        if block.uniform == TEXT or not (block.where(NUMBER) | block.where(BOOLEAN)).any():
            codes = np.where(block.where(TEXT), block.data, self._empty)
            return self.strings.derived("trimmed", codes, lambda text: float(self.strings.code(as_text(text))))
        flat = [as_text(cell) if not isinstance(cell, CellError) else "" for lane in range(block.lanes)
                for row in to_rows(block, self.strings, lane) for cell in row]  # fmt: skip
        return self.strings.codes(flat).reshape(block.shape)

    def _pair(self, paired: list[tuple[Parameter, Block]]) -> Mask | None:
        """Return the mask of the rows in which every required paired argument is known."""
        # Blank or not: a range of another size was meant for other rows.
        sizes = {(b.rows, b.columns) for _, b in paired if not b.is_single}
        if len(sizes) > 1:
            self._refuse(VALUE, np.ones(1, np.bool_))
            return None
        for parameter, block in paired:
            if not parameter.required and self._is_blank(parameter, block).all():
                continue
            if sizes and block.is_single and parameter.single is Single.A_ROW:
                asked = np.ones(1, np.bool_) if parameter.required else ~self._is_blank(parameter, block)
                self._refuse(VALUE, asked)
        complete: Mask | None = None
        for parameter, block in paired:
            if parameter.required:
                known = self._known(parameter, block)
                complete = known if complete is None else complete & known
        if complete is not None:
            self._refuse(NA, ~complete.any(axis=(1, 2)))
        return complete

    def _known(self, parameter: Parameter, block: Block) -> Mask:
        if parameter.kind.holds is Holds.NUMBER:
            return block.where(NUMBER)
        return ~self._blank_cells(parameter, block) & ~block.where(ERROR)

    def _read(self, parameter: Parameter, block: Block) -> Block:
        if parameter.shape is Shape.GRID:
            blank = self._is_blank(parameter, block)
            if parameter.required:
                self._refuse(NA, blank)
            elif blank.all():
                return self._default(parameter)
            return block
        if block.is_single:
            value = self._single(parameter, block)
        elif parameter.shape in (Shape.ONE, Shape.EACH):
            return self._range_for_one(parameter, block)
        else:
            value = self._range(parameter, block)
        if parameter.shape is Shape.PAIRED and self._complete is not None:
            if not parameter.required:
                known, fill = self._known(parameter, block), self._default(parameter)
                value = mixed(np.where(known, value.kind, fill.kind), np.where(known, value.data, fill.data))
            # A row that lacks something counts for nothing; a single cell that serves all rows is one of each of them.
            zero = self.evaluator.literal(0.0)
            return mixed(
                np.where(self._complete, value.kind, zero.kind), np.where(self._complete, value.data, zero.data)
            )
        return value

    def _default(self, parameter: Parameter) -> Block:
        default = parameter.default
        return self.evaluator.literal("" if default is None else float(default) if type(default) is int else default)

    def _range_for_one(self, parameter: Parameter, block: Block) -> Block:
        blank = self._is_blank(parameter, block)
        self._refuse(VALUE, np.ones(1, np.bool_) if parameter.required else ~blank)
        return self._default(parameter) if not parameter.required else self.evaluator.literal(0.0)

    def _single(self, parameter: Parameter, block: Block) -> Block:
        kind, holds = parameter.kind, parameter.kind.holds
        if block.uniform == NUMBER and holds is Holds.NUMBER:
            self._limit(parameter, block.data, np.ones(block.shape, np.bool_))
            return block
        blank = self._blank_cells(parameter, block)
        wanted = parameter.required or parameter.shape is Shape.EACH
        if wanted:
            self._refuse(NA, blank[:, 0, 0])
        if holds is Holds.NUMBER:
            number = block.where(NUMBER)
            self._refuse(VALUE, (~number & ~blank & ~block.where(ERROR))[:, 0, 0])
            self._limit(parameter, block.data, number)
            value = uniform(NUMBER, np.where(number, block.data, 0.0))
        elif holds is Holds.CHOICE:
            texts = block.where(TEXT)
            self._refuse(VALUE, (~texts & ~blank & ~block.where(ERROR))[:, 0, 0])
            choices = {option.casefold(): float(self.strings.code(option)) for option in kind.choices}
            found = self.strings.derived(
                f"choice of {kind.choices}",
                np.where(texts, block.data, self._empty),
                lambda text: choices.get(as_text(text).casefold(), -1.0),
            )
            self._refuse(NA, ((found < 0) & texts & ~blank)[:, 0, 0])
            value = uniform(TEXT, np.maximum(found, 0.0))
        else:
            value = uniform(TEXT, self._trimmed(block))
        if wanted or not blank.any():
            return value
        default = self._default(parameter)
        return mixed(np.where(blank, default.kind, value.kind), np.where(blank, default.data, value.data))

    def _range(self, parameter: Parameter, block: Block) -> Block:
        """Read a range of which only the numbers, or only the texts, count."""
        if block.uniform == NUMBER and parameter.kind.holds is Holds.NUMBER and block.data.size:
            if not _within(parameter.kind, block):
                self._limit(parameter, block.data, block.where(NUMBER))
            return _quickly_added(block) if block.lanes == 1 and block.data.size >= LONG else block
        blank = self._is_blank(parameter, block)
        known = self._known(parameter, block)
        if parameter.required:
            self._refuse(NA, ~known.any(axis=(1, 2)))
        if parameter.kind.holds is Holds.NUMBER:
            self._limit(parameter, block.data, known)
            value = block
        else:
            value = uniform(TEXT, self._trimmed(block))
        if parameter.required or not blank.any():
            return value
        default, blank = self._default(parameter), blank.reshape(-1, 1, 1)
        return mixed(np.where(blank, default.kind, value.kind), np.where(blank, default.data, value.data))

    def _limit(self, parameter: Parameter, data: NDArray[np.float64], counted: Mask) -> None:
        kind = parameter.kind
        if not kind.limited or not data.size:
            return
        # Two passes without an array between them tell mostly all.
        if kind.allows(float(data.min())) and (kind.high == np.inf or kind.allows(float(data.max()))):
            return
        outside = (data <= kind.low) | (data >= kind.high) if kind.open else (data < kind.low) | (data > kind.high)
        self._refuse(NUM, (outside & counted).any(axis=(1, 2)))


def _within(kind: Kind, block: Block) -> bool:
    """Whether all of a block of numbers are certainly allowed."""
    if not kind.limited:
        return True
    if block.low is None:
        block.low = float(block.data.min())
    if not kind.allows(block.low):
        return False
    if kind.high == np.inf:
        return True
    if block.high is None:
        block.high = float(block.data.max())
    return kind.allows(block.high)


def _quickly_added(block: Block) -> Block:
    """Return the same numbers with their sum as numpy comes to it: what SUM gives differs in the last digits only, and
    takes ten times as long.
    """
    if block.quick_total is None:
        block.quick_total = block.data.sum(axis=(1, 2))
    same = Block(block.kind, block.data, NUMBER)
    same.total = block.quick_total
    return same
