"""What a function makes of each group: the usual ones for all groups at once, a LAMBDA group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.traits import Trait, has
from socroi.engine.evaluation.values import Function
from socroi.engine.formula.traversal import walk
from socroi.engine.formula.tree import Call, Name
from socroi.engine.grouping.arguments import Table
from socroi.engine.grouping.lines import first_places
from socroi.engine.grouping.rules import COUNTED, RULES, summed
from socroi.engine.model.block import BLANK, DIV0, ERROR, NUM, NUMBER, UNCOMPUTED, Block
from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.formula.tree import Node
    from socroi.engine.grouping.arguments import Places
    from socroi.engine.grouping.rules import Rule


def functions_of(evaluator: Evaluator, scope: Scope, node: Node) -> list[Function]:
    """Return the function that an argument names, or those that an HSTACK puts side by side.

    Raises:
        CellError: #NAME? where a name is unknown.
    """
    if isinstance(node, Call) and node.name == "VSTACK":
        raise Uncomputable("its functions stand one below the other")
    if isinstance(node, Call) and node.name == "HSTACK":
        functions = [_function_of(evaluator, scope, argument) for argument in node.arguments]
        if len(functions) == 1 or not all(function.built_in for function in functions):
            raise Uncomputable("it names a LAMBDA among several functions, or an HSTACK of one")
        return functions
    return [_function_of(evaluator, scope, node)]


def _function_of(evaluator: Evaluator, scope: Scope, node: Node) -> Function:
    value = evaluator.value(node, scope.with_array())
    if isinstance(value, Function):
        return value
    if isinstance(node, Name) and isinstance(value, Block) and value.is_single and value.has(ERROR):
        problem = value.scalar(evaluator.strings)
        if isinstance(problem, CellError):
            raise problem
    raise Uncomputable("its function is none")


def aggregations(evaluator: Evaluator, scope: Scope, functions: Sequence[Function], values: Table) -> list[Aggregation]:
    """Return what the columns of a result hold: one function of each column of values, or several of one, or of each
    its own.
    """
    columns = [values.column(place) for place in range(values.columns)]
    if len(functions) == 1:
        functions = [*functions] * len(columns)
    elif len(columns) == 1:
        columns *= len(functions)
    if len(functions) != len(columns):
        raise Uncomputable("its functions are neither as many as its columns of values nor one")
    return [Aggregation(evaluator, scope, *pair) for pair in zip(functions, columns, strict=True)]


class Aggregation:
    """A function of groups of one column of values."""

    def __init__(self, evaluator: Evaluator, scope: Scope, function: Function, cells: Table) -> None:
        self.evaluator, self.scope, self.function, self.cells = evaluator, scope, function, cells
        self.name = function.built_in
        self.of_two = self.name == "PERCENTOF" or len(function.parameters) == 2
        if not has(self.name, Trait.BLANK_IS_NOTHING) and cells.has(BLANK):
            raise Uncomputable("there are blank cells among its values")
        if not function.built_in and len(function.parameters) - len(function.optional) > 1 + self.of_two:
            raise Uncomputable("its function takes more than two arguments")

    def of(self, groups: Places, count: int, whole: Places) -> Table:
        """Return the function's value for each group, as a table of one column.

        Args:
            groups: the group of each row, all of 0 ... count - 1.
            count: how many groups.
            whole: for each row what its group is a part of: numbers from 0 on. A second argument sees it.

        Raises:
            CellError: #VALUE! where the function gives an array.
        """
        cells = self.cells
        if self.name in COUNTED:
            counted = COUNTED[self.name](cells.kind[:, 0])
            numbers = np.bincount(groups[counted], minlength=count).astype(np.float64)
            return Table(np.full((count, 1), NUMBER, np.uint8), numbers.reshape(-1, 1))
        if self.name == "PERCENTOF":
            return self._share(cells, groups, count, whole)
        if self.name in RULES:
            return _numbers(cells, groups, count, RULES[self.name])
        return self._called(cells, groups, count, whole)

    @staticmethod
    def _share(cells: Table, groups: Places, count: int, whole: Places) -> Table:
        parts = _numbers(cells, groups, count, summed)
        wholes = _numbers(cells, whole, int(whole.max()) + 1, summed).take(whole[first_places(groups, count)])
        failed = (parts.kind == ERROR) | (wholes.kind == ERROR)
        with np.errstate(all="ignore"):
            shares = parts.data / wholes.data
        nothing = ~failed & (wholes.data == 0)
        codes = np.where(parts.kind == ERROR, parts.data, np.where(nothing, DIV0, wholes.data))
        wrong = failed | nothing
        return Table(np.where(wrong, np.uint8(ERROR), np.uint8(NUMBER)), np.where(wrong, codes, shares))

    def _called(self, cells: Table, groups: Places, count: int, whole: Places) -> Table:
        order = np.argsort(groups, kind="stable")
        rows = np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)
        if not self._blind_to_form() and any(len(part) == 1 and cells.kind[part[0], 0] != NUMBER for part in rows):
            raise Uncomputable("its function is handed a text that is alone in its group")
        wholes: dict[int, Block] = {}
        kind, data = np.zeros((count, 1), np.uint8), np.zeros((count, 1))
        for group, part in enumerate(rows):
            arguments = [cells.take(part).block()]
            if self.of_two:
                code = int(whole[part[0]])
                if code not in wholes:
                    wholes[code] = cells.take(np.flatnonzero(whole == code)).block()
                arguments.append(wholes[code])
            result = self._result(arguments)
            kind[group], data[group] = result.kind[0, 0], result.data[0, 0]
        if all(len(part) == 1 for part in rows):
            # One row is an array too: what the function makes of two tells whether it would give an array.
            whole_of_it = list(wholes.values())[:1]
            self._result([cells.take(np.repeat(rows[0], 2)).block(), *whole_of_it])
        if (data[kind == ERROR] == UNCOMPUTED).any():
            raise Uncomputable("its function cannot be computed for a group")
        return Table(kind, data)

    def _result(self, arguments: Sequence[Block]) -> Block:
        value = self.evaluator.apply(self.function, arguments, self.scope)
        result = self.evaluator.cells(value)
        if result.rows * result.columns > 1:
            raise CellError("#VALUE!")
        if isinstance(value, Function) or result.lanes > 1 or result.has(BLANK):
            raise Uncomputable("its function gives no value for a group")
        return result

    def _blind_to_form(self) -> bool:
        if self.function.built_in:
            return has(self.name, Trait.ANY_FORM)
        return all(has(node.name, Trait.ANY_FORM) for node in walk(self.function.body) if isinstance(node, Call))


def _numbers(cells: Table, groups: Places, count: int, rule: Rule) -> Table:
    """Return what a rule makes of the numbers of each group; its first error, where it has one, comes before that."""
    kinds, data = cells.kind[:, 0], cells.data[:, 0]
    numeric = kinds == NUMBER
    with np.errstate(all="ignore"):
        result, wrong = rule(data[numeric], groups[numeric], count)
    kind = np.full(count, NUMBER, np.uint8)
    broken = ~np.isfinite(result)
    kind[broken], result[broken] = ERROR, NUM
    if wrong is not None:
        kind[wrong >= 0], result[wrong >= 0] = ERROR, wrong[wrong >= 0]
    places = np.flatnonzero(kinds == ERROR)[::-1]
    kind[groups[places]], result[groups[places]] = ERROR, data[places]
    return Table(kind.reshape(-1, 1), result.reshape(-1, 1))
