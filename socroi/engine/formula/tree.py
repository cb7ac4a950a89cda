"""The tree of a formula: what `parse` gives and everything else reads.

Positions are kept relative to the cell that holds the formula (R1C1 style), so that every cell of a filled-down column
has one and the same tree: equal trees make a region. All nodes are frozen, hashable and compare by value.
"""

from __future__ import annotations

from typing import Final

from socroi.records import record

BINDERS: Final = {"LET": 2, "LAMBDA": 1}
"""The functions whose arguments declare names for those behind them: every second one, every one."""


@record(frozen=True, slots=True)
class Coordinate:
    """A row or a column: a 0-based index where `absolute`, else the distance from the formula's own cell."""

    index: int
    absolute: bool

    def at(self, origin: int) -> int:
        """Return the 0-based index as seen from a cell at `origin` on the same axis."""
        return self.index if self.absolute else origin + self.index


@record(frozen=True, slots=True)
class SheetPrefix:
    """Where a reference lives: a sheet, a span of sheets (3-D), or another workbook. All None: the formula's own
    sheet.
    """

    sheet: str | None = None
    last_sheet: str | None = None
    book: str | None = None


HERE = SheetPrefix()


@record(frozen=True, slots=True)
class Number:
    """A number, as written."""

    value: float


@record(frozen=True, slots=True)
class Text:
    """A text, without its quotes."""

    value: str


@record(frozen=True, slots=True)
class Boolean:
    """TRUE or FALSE."""

    value: bool


@record(frozen=True, slots=True)
class Error:
    """An error literal, with its sign: `#DIV/0!`, `#N/A`, `#REF!` ..."""

    code: str


@record(frozen=True, slots=True)
class Missing:
    """An argument left empty, as the second in `IF(A1,,2)`."""


@record(frozen=True, slots=True)
class ArrayConstant:
    """`{1,2;3,4}`: rows of literal nodes, all of one length."""

    rows: tuple[tuple[Number | Text | Boolean | Error, ...], ...]


@record(frozen=True, slots=True)
class Cell:
    """`A1`, `$A$1`, `Sheet!A1`."""

    row: Coordinate
    column: Coordinate
    prefix: SheetPrefix = HERE


@record(frozen=True, slots=True)
class Area:
    """`A1:B2`, `A:C`, `3:5`. Whole columns have rows 0 to MAX_ROWS-1, absolute; whole rows likewise."""

    top: Coordinate
    left: Coordinate
    bottom: Coordinate
    right: Coordinate
    prefix: SheetPrefix = HERE


@record(frozen=True, slots=True)
class Name:
    """A defined name, or a LET or LAMBDA parameter (its `_xlpm.` or `_xlop.` prefix taken off). Compares as written."""

    name: str
    prefix: SheetPrefix = HERE


@record(frozen=True, slots=True)
class Structured:
    """`Table[[#Headers],[First]:[Last]]`. `table` is None inside the table itself; `items` are upper case: `#ALL`,
    `#DATA`, `#HEADERS`, `#TOTALS`, `#THIS ROW` (also written `@`).
    """

    table: str | None
    items: frozenset[str] = frozenset()
    first: str | None = None
    last: str | None = None


@record(frozen=True, slots=True)
class Unary:
    """`-x`, `+x`, or `@x` (implicit intersection)."""

    operator: str
    operand: Node


@record(frozen=True, slots=True)
class Postfix:
    """`x%`, or `x#` (the spilled range of the cell x)."""

    operator: str
    operand: Node


@record(frozen=True, slots=True)
class Binary:
    """`+ - * / ^ & = <> < <= > >=`, and on references `:` (range), ` ` (intersection), `,` (union)."""

    operator: str
    left: Node
    right: Node


@record(frozen=True, slots=True)
class Call:
    """A function by name, upper case, its `_xlfn.` and `_xlws.` prefixes taken off."""

    name: str
    arguments: tuple[Node, ...]


@record(frozen=True, slots=True)
class Apply:
    """A call of a computed function: `LAMBDA(x,x+1)(2)`, or `Name(...)(...)`."""

    function: Node
    arguments: tuple[Node, ...]


Node = (
    Number
    | Text
    | Boolean
    | Error
    | Missing
    | ArrayConstant
    | Cell
    | Area
    | Name
    | Structured
    | Unary
    | Postfix
    | Binary
    | Call
    | Apply
)
