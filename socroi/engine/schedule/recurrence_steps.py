"""A part of a formula as a step: from a row to a plain value, with the engine's operators for all that is not a number.

A plain value is a float, a boolean, None for a blank, or (kind, data) for a text or an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from socroi.engine.declaration.row_rules import OF_BOOLEANS, OF_NUMBERS
from socroi.engine.evaluation import operators
from socroi.engine.evaluation.coerce import logicals_of
from socroi.engine.evaluation.scope import Scope
from socroi.engine.formula.tree import Call, Name
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, NA, NUMBER, UNCOMPUTED, Block, mixed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.evaluator import Evaluator

Plain = float | bool | tuple[int, float] | None
"""One cell: `None` is a blank, a tuple the kind and data of a text or an error."""
if TYPE_CHECKING:
    Step = Callable[[int], Plain]

_MOST_KNOWN: Final = 10_000


class Values(NamedTuple):
    """Kinds and data of a run's cells."""

    kind: NDArray[np.uint8]
    data: NDArray[np.float64]


class NotPlainError(Exception):
    """Something in a formula is not computed here."""


_SIGNS: Final = {"=": {0}, "<>": {-1, 1}, "<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}}


class Steps:
    """Makes steps of steps. Calls of functions see the cell at (sheet, column) as their own."""

    def __init__(self, evaluator: Evaluator, sheet: int, column: int) -> None:
        self.evaluator = evaluator
        self.sheet, self.column = sheet, column
        self._known: dict[tuple[object, ...], Plain] = {}

    def arithmetic(self, operator: str, left: Step, right: Step, *, last: bool = False) -> Step:
        """Return the step of `+ - * /`; with `last`, of one that ends a formula, where nearly nothing is 0."""
        context = self.evaluator.context

        def with_blocks(x: Plain, y: Plain) -> Plain:
            a, b = _block(x), _block(y)
            found = operators.arithmetic(operator, a, b, context)
            return _value(operators.snapped(found, a, context) if last else found)

        def otherwise(x: Plain, y: Plain) -> Plain:
            return self._remembered((operator, last), with_blocks, x, y)

        def add(row: int) -> Plain:
            x, y = left(row), right(row)
            if type(x) is float and type(y) is float:
                found = x + y
                if found - found == 0.0:
                    return 0.0 if last and abs(found) < abs(x) * operators.SNAP else found
            return otherwise(x, y)

        def subtract(row: int) -> Plain:
            x, y = left(row), right(row)
            if type(x) is float and type(y) is float:
                found = x - y
                if found - found == 0.0:
                    return 0.0 if last and abs(found) < abs(x) * operators.SNAP else found
            return otherwise(x, y)

        def multiply(row: int) -> Plain:
            x, y = left(row), right(row)
            if type(x) is float and type(y) is float:
                found = x * y
                if found - found == 0.0:
                    return found
            return otherwise(x, y)

        def divide(row: int) -> Plain:
            x, y = left(row), right(row)
            if type(x) is float and type(y) is float and y:
                found = x / y
                if found - found == 0.0:
                    return found
            return otherwise(x, y)

        return {"+": add, "-": subtract, "*": multiply, "/": divide}[operator]

    def single(self, operator: str, inner: Step) -> Step:
        """Return the step of a sign or of `%`."""
        context = self.evaluator.context

        def with_blocks(x: Plain) -> Plain:
            return _value((operators.negate if operator == "-" else operators.percent)(_block(x), context))

        def negated(row: int) -> Plain:
            x = inner(row)
            return 0.0 - x if type(x) is float else self._remembered((operator,), with_blocks, x)

        def percent(row: int) -> Plain:
            x = inner(row)
            return x / 100.0 if type(x) is float else self._remembered((operator,), with_blocks, x)

        return negated if operator == "-" else percent

    def concatenation(self, left: Step, right: Step) -> Step:
        """Return the step of `&`."""
        strings = self.evaluator.strings

        def with_blocks(x: Plain, y: Plain) -> Plain:
            return _value(operators.concatenate(_block(x), _block(y), strings))

        return lambda row: self._remembered(("&",), with_blocks, left(row), right(row))

    def comparison(self, operator: str, left: Step, right: Step) -> Step:
        """Return the step of `= <> < <= > >=`."""
        strings = self.evaluator.strings
        signs = _SIGNS[operator]

        def with_blocks(x: Plain, y: Plain) -> Plain:
            return _value(operators.compare(operator, _block(x), _block(y), strings))

        def compare(row: int) -> Plain:
            x, y = left(row), right(row)
            if type(x) is float and type(y) is float:
                return operators.number_sign(x, y) in signs
            return self._remembered((operator,), with_blocks, x, y)

        return compare

    def choice(self, parts: list[Step]) -> Step:
        """Return the step of IF: the test, what follows if it holds, and what else, if anything."""
        strings = self.evaluator.strings
        test, yes = parts[0], parts[1]
        no: Step = parts[2] if len(parts) > 2 else always(False)

        def decide(x: Plain) -> Plain:
            truth, bad = logicals_of(_block(x), strings)
            return bool(truth[0, 0, 0]) if bad is None or bad[0, 0, 0] < 0 else (ERROR, float(bad[0, 0, 0]))

        def chosen(row: int) -> Plain:
            x = test(row)
            if type(x) is float:
                x = x != 0.0
            elif type(x) is not bool:
                x = self._remembered(("IF",), decide, x)
                if isinstance(x, tuple):
                    return x
            return yes(row) if x else no(row)

        return chosen

    @staticmethod
    def rescue(name: str, tested: Step, instead: Step) -> Step:
        """Return the step of IFERROR or IFNA: a value, or another one where that is an error; a blank is 0."""

        def rescued(row: int) -> Plain:
            found = tested(row)
            if isinstance(found, tuple) and found[0] == ERROR and found[1] != UNCOMPUTED:
                found = instead(row) if name == "IFERROR" or found[1] == NA else found
            return 0.0 if found is None else found

        return rescued

    def gathered(self, name: str, arguments: list[tuple[Step, bool | None]]) -> Step:
        """SUM, MIN and MAX: of a cell only a number counts (True); what was computed is coerced (False)."""
        combine = OF_NUMBERS[name]
        steps = [step for step, _ in arguments]
        from_sheet = [of_cell for _, of_cell in arguments]

        def with_evaluator(*values: Plain) -> Plain:
            return self._called(name, values)

        def gathered(row: int) -> Plain:
            values = [step(row) for step in steps]
            numbers = [value for value in values if type(value) is float]
            if len(numbers) < len(values):
                kept: list[Plain] = []
                for value, of_cell in zip(values, from_sheet, strict=True):
                    if type(value) is not float and of_cell is None:
                        raise NotPlainError
                    if type(value) is float or not of_cell or (isinstance(value, tuple) and value[0] == ERROR):
                        kept.append(value)
                if len(kept) > len(numbers):
                    return self._remembered((name,), with_evaluator, *kept)
            found = combine(numbers)
            return found if found - found == 0.0 else with_evaluator(*numbers)

        return gathered

    @staticmethod
    def window(name: str, cells: list[Plain], first: int, ahead: int) -> Step:
        """SUM, MIN and MAX of a window that grows down a column: from cell `first` to the row's own place and `ahead`.

        The rows come one after another, so each cell is looked at once.
        """
        combine = OF_NUMBERS[name]
        seen, found, bad = first, combine([]), -1.0
        counted = False

        def gathered(row: int) -> Plain:
            nonlocal seen, found, bad, counted
            for place in range(seen, row + ahead + 1):
                value = cells[place]
                if type(value) is float:
                    found, counted = combine([found, value] if counted else [value]), True
                elif isinstance(value, tuple) and value[0] == ERROR and (bad < 0 or value[1] == UNCOMPUTED):
                    bad = value[1]
            seen = row + ahead + 1
            if bad >= 0:
                return ERROR, bad
            if found - found != 0.0:
                raise NotPlainError
            return found

        return gathered

    def logical(self, name: str, arguments: list[tuple[Step, bool | None]]) -> Step:
        """Return the step of AND and OR; a cell must hold a boolean."""
        combine = OF_BOOLEANS[name]
        steps = [step for step, _ in arguments]
        computed = all(of_cell is False for _, of_cell in arguments)

        def with_evaluator(*values: Plain) -> Plain:
            return self._called(name, values)

        def logical(row: int) -> Plain:
            values = [step(row) for step in steps]
            if all(type(value) is bool for value in values):
                return combine(values)
            if not computed:
                raise NotPlainError
            return self._remembered((name,), with_evaluator, *values)

        return logical

    def lifted(self, name: str, steps: list[Step]) -> Step:
        """Return the step of a function that is computed cell by cell."""

        def call(row: int) -> Plain:
            return self._called(name, [step(row) for step in steps])

        return call

    def _called(self, name: str, values: Sequence[Plain]) -> Plain:
        names = {f"\0{at}": _block(value) for at, value in enumerate(values)}
        scope = Scope(self.sheet, np.zeros(1, np.int64), self.column, names=names)
        found = self.evaluator.block(Call(name, tuple(Name(key) for key in names)), scope)
        if not found.is_single:
            raise AssertionError(f"{name} of single cells gave an array")
        return _value(found)

    def _remembered(self, what: tuple[object, ...], compute: Callable[..., Plain], *values: Plain) -> Plain:
        """Return what does not happen often, or happens again and again with the same values."""
        key = (*what, *((type(value), value) for value in values))
        if key in self._known:
            return self._known[key]
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        found = self._known[key] = compute(*values)
        return found


def always(value: Plain) -> Step:
    """Return the step of a constant."""
    return lambda _: value


def plain(kind: NDArray[np.uint8], data: NDArray[np.float64]) -> list[Plain]:
    """Return cells as plain values."""
    values: list[Plain] = data.tolist()
    for at in np.flatnonzero(kind != NUMBER).tolist():
        of = int(kind[at])
        values[at] = None if of == BLANK else bool(data[at]) if of == BOOLEAN else (of, float(data[at]))
    return values


def packed(values: list[Plain]) -> Values:
    """Return plain values as cells."""
    kind = np.full(len(values), NUMBER, np.uint8)
    data = np.zeros(len(values))
    for at, value in enumerate(values):
        if type(value) is float:
            data[at] = value
        elif isinstance(value, tuple):
            kind[at], data[at] = value
        elif isinstance(value, bool):
            kind[at], data[at] = BOOLEAN, value
        else:
            kind[at] = BLANK
    return Values(kind, data)


def _block(value: Plain) -> Block:
    kind, data = (
        value
        if isinstance(value, tuple)
        else (BLANK, 0.0)
        if value is None
        else (BOOLEAN if isinstance(value, bool) else NUMBER, float(value))
    )
    return mixed(np.full((1, 1, 1), kind, np.uint8), np.full((1, 1, 1), data))


def _value(block: Block) -> Plain:
    kind, data = int(block.kind.flat[0]), float(block.data.flat[0])
    if kind == NUMBER:
        return data
    return None if kind == BLANK else data != 0 if kind == BOOLEAN else (kind, data)
