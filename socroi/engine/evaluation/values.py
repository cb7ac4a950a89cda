"""What an expression can be besides a `Block`: a reference that is not read yet, several of them, or a function."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from socroi.engine.model.block import Block
from socroi.engine.model.interruptions import LaneSplit
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from socroi.engine.formula.tree import Node
    from socroi.engine.model.book import Sheet

    Indices = NDArray[np.int64]


@record(slots=True)
class Ref:
    """A rectangle of cells, perhaps another one for each lane.

    Attributes:
        sheet: index of the sheet, and `last_sheet` of the last one of a 3-D reference; `external`: the cached sheet
            of a linked
            workbook instead.
        top, left, bottom, right: 0-based and inclusive, each of shape (1,) or (lanes,).
        held: what its cells hold, where that has been read already; no reference made from it takes it over.
    """

    sheet: int
    top: Indices
    left: Indices
    bottom: Indices
    right: Indices
    last_sheet: int = -1
    external: Sheet | None = None
    held: Block | None = field(default=None, init=False, repr=False, compare=False)
    _bounds: tuple[int, int, int, int] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def lanes(self) -> int:
        """How many lanes: 1 where all refer to the same cells."""
        return max(len(self.top), len(self.left), len(self.bottom), len(self.right))

    @property
    def height(self) -> Indices:
        """How many rows, one number or one for each lane."""
        height: Indices = self.bottom - self.top + 1
        return height

    @property
    def width(self) -> Indices:
        """How many columns, one number or one for each lane."""
        width: Indices = self.right - self.left + 1
        return width

    @property
    def is_single(self) -> bool:
        """Whether every lane refers to one cell."""
        if self.top is self.bottom and self.left is self.right:
            return True
        if self.lanes == 1:
            return int(self.top[0]) == int(self.bottom[0]) and int(self.left[0]) == int(self.right[0])
        return bool((self.top == self.bottom).all() and (self.left == self.right).all())

    @property
    def is_3d(self) -> bool:
        """Whether it goes through several sheets."""
        return self.last_sheet > self.sheet

    def size(self) -> tuple[int, int]:
        """Return (rows, columns), the same for all lanes; raise LaneSplit where they differ."""
        if self.top is self.bottom and self.left is self.right:
            return 1, 1
        if self.lanes == 1:
            return int(self.bottom[0]) - int(self.top[0]) + 1, int(self.right[0]) - int(self.left[0]) + 1
        height, width = self.height, self.width
        if (height != height[0]).any() or (width != width[0]).any():
            raise LaneSplit
        return int(height[0]), int(width[0])

    def bounds(self) -> tuple[int, int, int, int]:
        """Return (top, left, bottom, right) of what all lanes' rectangles cover together."""
        if self._bounds is None:
            self._bounds = self._covered()
        return self._bounds

    def _covered(self) -> tuple[int, int, int, int]:
        top, left, bottom, right = self.top, self.left, self.bottom, self.right
        return (
            int(top[0] if len(top) == 1 else top.min()),
            int(left[0] if len(left) == 1 else left.min()),
            int(bottom[0] if len(bottom) == 1 else bottom.max()),
            int(right[0] if len(right) == 1 else right.max()),
        )

    def take_lanes(self, lanes: NDArray[np.intp] | NDArray[np.bool_]) -> Ref:
        """Return the reference for some of the lanes."""
        top, left, bottom, right = (
            side if len(side) == 1 else side[lanes] for side in (self.top, self.left, self.bottom, self.right)
        )
        taken = Ref(self.sheet, top, left, bottom, right, self.last_sheet, self.external)
        taken.held = None if self.held is None else self.held.take_lanes(lanes)
        return taken

    def inside_grid(self) -> bool:
        """Whether every lane's rectangle lies on the sheet."""
        top, left, bottom, right = self.bounds()
        return top >= 0 and left >= 0 and bottom < MAX_ROWS and right < MAX_COLUMNS


@record(slots=True)
class Union:
    """Several references, as `(A1:A3,C1)` gives."""

    parts: list[Ref]


@record(slots=True)
class Function:
    """A LAMBDA: its parameters, which of them may be left out, its body, and the names that it saw when it was made.

    Or a function by its name alone, as in `BYROW(A1:C9,SUM)`: then `built_in` is the name and all else is empty.
    """

    parameters: tuple[str, ...]
    optional: frozenset[str]
    body: Node
    names: Mapping[str, Value]
    built_in: str = ""


class Omitted:
    """The value of a LAMBDA parameter that the call left out; ISOMITTED sees it."""


OMITTED = Omitted()

Value = Block | Ref | Union | Function | Omitted
