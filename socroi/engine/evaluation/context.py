"""What an evaluation is told from outside, and what it notes for those who asked: one object for each calculation."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from socroi.engine.evaluation.defined_names import DefinedNames
from socroi.engine.model.budget import UNBOUND
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Ref, Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Strings
    from socroi.engine.model.book import Book, Region
    from socroi.engine.model.budget import Budget


class Extents(Protocol):
    """How far cells reach.

    Attributes:
        used_rows: how many rows any sheet uses.
        spills: {(sheet, row, column): (rows, columns)} of every array formula, as computed.
    """

    @property
    def used_rows(self) -> int: ...  # noqa: D102 - said above

    @property
    def spills(self) -> Mapping[tuple[int, int, int], tuple[int, int]]: ...  # noqa: D102 - said above


class TrialRuns(Protocol):
    """A workbook whose inputs may be set, beside the one that is calculated."""

    def value(self, sheet: int, row: int, column: int) -> tuple[int, float]:
        """Return the kind and the data of a cell, computed with the inputs as they are set."""

    def formula_at(self, sheet: int, row: int, column: int) -> Region | None:
        """Return the region that gives a cell its value, which cannot be set; None where there is none."""

    def put(self, sheet: int, row: int, column: int, kind: int, data: float) -> None:
        """Set an input."""

    def refresh(self) -> None:
        """Draw random numbers anew, and read the clock again."""


@record(eq=False, slots=True)
class Context:
    """The workbook around an evaluation, and how to go about it.

    Attributes:
        extents: how far the sheets are used and the arrays spill.
        require: makes sure that every formula cell of a reference has been computed; may interrupt the evaluation to
            do so.
        function: gives the function of an upper-case name, None where there is none.
        open_trials: makes a copy of the workbook to be tried with other inputs, from the places of the inputs (sheet,
            row, column) whose formulas make way for the values to try, and the first cell of the only data table that
            is taken out of it (None: all are).
        memo: gives the value of a call, by its arguments, where that is known from before; computes the others.
        spare: how many blank rows and columns to read beyond what is used.
        trimmed: noted where blank rows or columns at the edge of the sheet were not read.
        doubt: noted where a cell was left while the others of its region could be computed: why, a sentence.
        notes: what functions have found out about the workbook and want to remember while it is calculated.
        budget: what the calculation may still use.
    """

    book: Book
    extents: Extents
    require: Callable[[Ref], None]
    function: Callable[[str], Callable[[Evaluator, Scope, Sequence[Node]], Value] | None]
    open_trials: Callable[[frozenset[tuple[int, int, int]], tuple[int, int, int] | None], TrialRuns]
    memo: Callable[[Sequence[Node], Scope, Callable[[], Value]], Value] | None = None
    spare: int = 0
    trimmed: bool = False
    doubt: str = ""
    notes: dict[str, Any] = field(default_factory=dict)
    budget: Budget = UNBOUND
    strings: Strings = field(init=False)
    date_1904: bool = field(init=False)
    names: DefinedNames = field(init=False)
    _trials: dict[tuple[frozenset[tuple[int, int, int]], tuple[int, int, int] | None], TrialRuns] = field(
        default_factory=dict, init=False
    )

    def __post_init__(self) -> None:
        """Take from the workbook what is asked for most."""
        self.strings = self.book.strings
        self.date_1904 = self.book.calculation.date_1904
        self.names = DefinedNames(self.book.names)

    @contextmanager
    def within(self, budget: Budget) -> Iterator[None]:
        """Compute within a budget."""
        before, self.budget, self.strings.budget = self.budget, budget, budget
        try:
            yield
        finally:
            self.budget, self.strings.budget = before, None if before is UNBOUND else before

    def trials(
        self,
        without_formula: frozenset[tuple[int, int, int]] = frozenset(),
        one_table: tuple[int, int, int] | None = None,
    ) -> TrialRuns:
        """Return the workbook to be tried with other inputs: one for all that take the same formulas away, and the same
        data tables.
        """
        found = self._trials.get((without_formula, one_table))
        if found is None:
            found = self._trials[without_formula, one_table] = self.open_trials(without_formula, one_table)
        return found

    def forget_trials(self) -> None:
        """Have the trials begin anew: an input has changed."""
        self._trials.clear()
