"""One task: its formula evaluated for all of its cells, and where that fails, for those of which it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.coerce import padded
from socroi.engine.evaluation.scope import Scope
from socroi.engine.evaluation.values import Function, Ref
from socroi.engine.formula.parser import parse
from socroi.engine.model.block import CALC, ERROR, NAME, UNCOMPUTED, Block, error, mixed
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import Crowded, LaneSplit, Overrun, Uncomputable
from socroi.engine.schedule.blank_ends import is_indifferent, same
from socroi.engine.schedule.likely_country import certain
from socroi.errors import SocroiError
from socroi.excel.limits import MAX_ROWS

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Region
    from socroi.engine.schedule.storing import StoredValues
    from socroi.engine.schedule.tasks import Task

FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What a function of ours may run into: a bug, which must not keep the other cells from being computed."""

UNEQUAL = "its parts are arrays of different sizes"

MOST_HALVINGS = 200
"""How often the cells of a formula are divided to find those that cannot be computed."""

MOST_EXPLAINED = 100
"""Of more cells of one formula that were left, one reason is told for all."""


class Computing:
    """Computes tasks."""

    def __init__(self, evaluator: Evaluator, results: StoredValues) -> None:
        self.evaluator = evaluator
        self.results = results
        self.context = evaluator.context

    def compute(self, task: Task) -> str | None:
        """Compute a task and store what it comes to; return why not where none of its cells could be computed.

        Raises:
            NotReady: it reads cells that are not computed yet.
        """
        region = task.region
        late = self.context.budget.late()
        if late:
            return late
        tree = region.parsed()
        if tree is None:
            return _parse_problem(region)
        rows = np.arange(task.first_row, task.first_row + task.count, dtype=np.int64)
        scope = Scope(
            region.sheet,
            rows,
            region.column,
            array=region.evaluation is not Evaluation.LEGACY,
            filled=region.extent if region.evaluation is Evaluation.ARRAY else (1, 1),
        )
        self.context.doubt = ""
        try:
            block = self.result(tree, scope)
            if region.evaluation is Evaluation.DYNAMIC:
                self._refuse_too_many(block)
        except Overrun as problem:
            return self._overrun(problem)
        except LaneSplit as problem:
            if task.count == 1:
                return UNEQUAL
            whole = isinstance(problem, Crowded)
            self._by_parts(
                task, tree, scope, [(0, task.count)] if whole else [(lane, lane + 1) for lane in range(task.count)]
            )
            return None
        except Uncomputable as problem:
            if self._all_fail(tree, scope):
                return str(problem)
            self._by_parts(task, tree, scope, [(0, task.count)])
            return None
        except RecursionError:
            return "it is nested too deeply"
        self.results.store(task, block)
        if self.context.doubt and block.has(ERROR):
            self._explain(task, 0, block, tree, scope)
        return None

    def _refuse_too_many(self, block: Block) -> None:
        why = self.context.budget.too_many(block.rows, block.columns)
        if why:
            raise Uncomputable(why)

    def _overrun(self, problem: Overrun) -> str:
        """Return why a task is left that has used up a limit, and go on as far as that is possible."""
        # Trials that were stopped half-way are in no state to be asked again.
        self.context.forget_trials()
        why = self.context.budget.why or str(problem)
        self.context.budget.recover()
        return why

    def _all_fail(self, tree: Node, scope: Scope) -> bool:
        """Whether the first, the middle and the last of some cells cannot be computed, so that others hardly can."""
        if scope.lanes == 1:
            return True
        for lane in {0, scope.lanes // 2, scope.lanes - 1}:
            try:
                self.result(tree, _some(scope, lane, lane + 1))
            except (Uncomputable, LaneSplit):
                continue
            return False
        return True

    def _by_parts(self, task: Task, tree: Node, scope: Scope, parts: list[tuple[int, int]]) -> None:
        """Compute a task whose cells cannot be computed all at once; those at fault are left."""
        kind, data = np.full(task.count, ERROR, np.uint8), np.full(task.count, UNCOMPUTED)
        halvings = MOST_HALVINGS
        parts.reverse()
        while parts:
            first, stop = parts.pop()
            inner = _some(scope, first, stop)
            self.context.doubt = ""
            try:
                block = self.result(tree, inner)
            except Overrun as problem:
                why = self._overrun(problem)
                for start, end in [(first, stop), *reversed(parts)]:
                    self.results.note(task, range(start, end), why)
                break
            except (Uncomputable, LaneSplit) as problem:
                if stop - first > 1 and (halvings or isinstance(problem, Crowded)):
                    halvings -= not isinstance(problem, Crowded)
                    middle = (first + stop) // 2
                    parts += [(middle, stop), (first, middle)]
                else:
                    self.results.note(task, range(first, stop), str(problem) or UNEQUAL)
            else:
                kind[first:stop], data[first:stop] = block.kind[:, 0, 0], block.data[:, 0, 0]
                if self.context.doubt and block.has(ERROR):
                    self._explain(task, first, block, tree, inner)
        self.results.store(task, mixed(kind.reshape(-1, 1, 1), data.reshape(-1, 1, 1)))

    def _explain(self, task: Task, start: int, block: Block, tree: Node, scope: Scope) -> None:
        """Say why some cells of a task, those from `start` in `scope`, were left though others were computed."""
        why = self.context.doubt
        if task.region.extent != (1, 1):
            self.results.note(task, [0], why)
            return
        left = (block.where(ERROR) & (block.data == UNCOMPUTED)).any(axis=(1, 2))
        lanes = np.flatnonzero(np.broadcast_to(left, (scope.lanes,)))
        if scope.lanes == 1 or len(lanes) > MOST_EXPLAINED:
            self.results.note(task, lanes + start, why)
            return
        for lane in lanes.tolist():
            self.context.doubt = ""
            self.result(tree, _some(scope, lane, lane + 1))
            self.results.note(task, [start + lane], self.context.doubt or why)

    def result(self, tree: Node, scope: Scope) -> Block:
        """Return what a formula comes to in its cells."""
        return certain(lambda: self._result(tree, scope), self.context)

    def _result(self, tree: Node, scope: Scope) -> Block:
        self.context.trimmed = False
        block = self._as_read(tree, scope)
        if not self.context.trimmed or is_indifferent(tree):
            return block
        try:
            self.context.spare = 1
            if same(block, self._as_read(tree, scope)):
                return block
            if scope.lanes > 1:
                raise LaneSplit
            self.context.spare = MAX_ROWS
            return self._as_read(tree, scope)
        finally:
            self.context.spare = 0

    def _as_read(self, tree: Node, scope: Scope) -> Block:
        budget = self.context.budget
        budget.step()
        try:
            return budget.guard(self._evaluated, tree, scope)
        except MemoryError:
            raise Uncomputable("it needs more memory than there is") from None
        except FAULTS as fault:
            raise Uncomputable(f"SOCROI failed at it ({type(fault).__name__}: {fault}): please report it") from fault

    def _evaluated(self, tree: Node, scope: Scope) -> Block:
        value = self.evaluator.formula(tree, scope)
        if isinstance(value, Function):
            return error(NAME if value.built_in else CALC)
        block = self.evaluator.operand(value, scope)
        # A whole row or column is read as far as it is used, but spills to the edge of the sheet.
        if isinstance(value, Ref) and scope.array and block.uniform != ERROR:
            return padded(block, *value.size())
        return block


def _parse_problem(region: Region) -> str:
    try:
        parse(region.text, region.row, region.column)
    except SocroiError as problem:
        return problem.what
    return "it cannot be read"


def _some(scope: Scope, first: int, stop: int) -> Scope:
    return Scope(scope.sheet, scope.rows[first:stop], scope.column, scope.array)
