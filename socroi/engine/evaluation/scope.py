"""For which cells, and among which names, an expression is being computed."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.values import Function, Ref, Union
from socroi.engine.model.block import Block
from socroi.records import record, replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from socroi.engine.evaluation.values import Indices, Value


@record(slots=True)
class Scope:
    """The lanes of an evaluation.

    Attributes:
        sheet: index of the sheet that holds the formula.
        rows: 0-based row of each lane's own cell, shape (lanes,); `column`: 0-based, the same for all.
        array: whether ranges are taken whole where one value is wanted (dynamic arrays, Ctrl+Shift+Enter); else the
            cell in
            the lane's own row or column is taken (implicit intersection).
        names: LET and LAMBDA names, casefolded, and their values.
        forced: whether ranges are taken whole only because a function such as SUMPRODUCT asks for arrays: the
            conditions of IF inside it still see one cell.
        filled: (rows, columns) that a formula entered with Ctrl+Shift+Enter fills: all of them are its own cell.
    """

    sheet: int
    rows: Indices
    column: int
    array: bool = False
    names: Mapping[str, Value] = field(default_factory=dict)
    depth: int = 0
    forced: bool = False
    filled: tuple[int, int] = (1, 1)

    @property
    def lanes(self) -> int:
        """How many cells are computed together."""
        return len(self.rows)

    def with_array(self) -> Scope:
        """Return the same lanes, with ranges taken whole."""
        return self if self.array else replace(self, array=True)

    def with_forced_array(self) -> Scope:
        """Return the same lanes, with ranges taken whole for the argument of a function that wants an array."""
        return self if self.array else replace(self, array=True, forced=True)

    def unforced(self) -> Scope:
        """Return the same lanes as the formula itself sees them."""
        return replace(self, array=False, forced=False) if self.forced else self

    def bound(self, names: Mapping[str, Value]) -> Scope:
        """Return the same lanes with more names."""
        return replace(self, names={**self.names, **names})

    def narrowed(self, mask: NDArray[np.bool_]) -> Scope:
        """Return the lanes of the mask only."""
        lanes = np.flatnonzero(mask)
        names = {name: lanes_of(value, lanes) for name, value in self.names.items()}
        return replace(self, rows=self.rows[lanes], names=names)

    def lane(self, place: int) -> Scope:
        """Return one lane alone."""
        lanes = np.array([place])
        names = {name: lanes_of(value, lanes) for name, value in self.names.items()}
        return replace(self, rows=self.rows[lanes], names=names)

    def repeated(self, times: int) -> Scope:
        """Return each lane `times` times over, neighbours first: MAP and its kin make every element a lane."""
        lanes = np.repeat(np.arange(self.lanes), times)
        names = {name: lanes_of(value, lanes) for name, value in self.names.items()}
        return replace(self, rows=self.rows[lanes], names=names)


def lanes_of(value: Value, lanes: NDArray[np.intp]) -> Value:
    """Return a value for some of the lanes, in the order given."""
    if isinstance(value, Block | Ref):
        return value.take_lanes(lanes)
    if isinstance(value, Union):
        return Union([part.take_lanes(lanes) for part in value.parts])
    if isinstance(value, Function):
        return replace(value, names={name: lanes_of(each, lanes) for name, each in value.names.items()})
    return value
