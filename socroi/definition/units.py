"""What the arguments of a worksheet function are: the kind of each cell, and the shape in which cells are taken.

A kind says what one cell means (`Money`, `Rate`, `Text`) and within which limits. A shape says how many cells an
argument takes and what the function receives. An annotation puts the two together, and mypy sees the Python type:

    Money              one cell                          float
    Column[Money]      any cells, to be summed           list[float]; blanks and texts are already left out
    Paired[Money]      row by row with its partners      list[float]; rows in which a partner is blank are left out
    PairedOrOne[Rate]  likewise, or one cell for all     likewise
    Aligned[Text]      row by row, blanks kept           list[str | None]; None means "not known yet", never zero
    AlignedOrOne[Text] likewise, or one cell for all     likewise
    Each[Text]         one cell at a time; spills        str
    Grid               a block to look things up in      list[list[Cell]]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from math import inf
from typing import Annotated, Any, Final, Literal, TypeVar

from socroi.errors import CellError

Cell = float | str | bool | date | CellError | None
"""One cell of a sheet. None is a blank."""


class Holds(Enum):
    """What a cell of a kind holds, in Python's terms."""

    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    ANYTHING = "anything"


class Shape(Enum):
    """How many cells an argument takes, and what the function receives of them."""

    ONE = "one cell"
    COLUMN = "a range that is added up"
    PAIRED = "a range, row by row; rows with a blank are left out"
    ALIGNED = "a range, row by row"
    EACH = "one cell, or a range that is answered cell by cell"
    GRID = "a range to look things up in"


class Single(Enum):
    """What a single cell means beside ranges that go row by row.

    A price or a name may be the same in every row. An amount may not: one cost beside ten revenues is the cost of one
    row or of all together, and counting it ten times would be wrong without a word.
    """

    A_ROW = "one row, which does not fit ranges of more"
    FOR_ALL = "the same in every row"


@dataclass(frozen=True, slots=True)
class Kind:
    """What one cell of an argument means.

    Attributes:
        noun: the word for it in a sentence, with its article: "a cost".
        meaning: how it is described to a person: unit and sign.
        low, high: the limits; within them, or on them unless `open`.
        open: whether the limits themselves are refused.
        choices: the texts allowed, for a choice.
    """

    noun: str
    meaning: str
    holds: Holds = Holds.NUMBER
    low: float = -inf
    high: float = inf
    open: bool = False
    choices: tuple[str, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether any number is refused."""
        return self.low > -inf or self.high < inf

    def allows(self, number: float) -> bool:
        """Whether a number lies within the limits."""
        if self.open:
            return self.low < number < self.high
        return self.low <= number <= self.high

    def limits(self) -> str:
        """Return the limits in words: "not below 0", "from 0 to 1"."""
        if not self.limited:
            return "any number"
        if self.high == inf:
            return f"above {self.low:g}" if self.open else f"not below {self.low:g}"
        return f"between {self.low:g} and {self.high:g}" if self.open else f"from {self.low:g} to {self.high:g}"

    def refusal(self, argument: str, number: float, place: str) -> CellError:
        """Return the error for a number outside the limits; `place` is "" or " in row 3"."""
        percent = number / 100
        as_percent = self.high < inf and number > self.high and self.allows(percent)
        hint = f"Type {percent:g} or {number:g}%." if as_percent else "Correct the cell."
        return CellError("#NUM!", f"{argument} is {number:g}{place}; {self.noun} is {self.limits()}.", hint)


Money = Annotated[float, Kind("an amount", "money, in the sheet's currency")]
Cost = Annotated[float, Kind("a cost", "money, in the sheet's currency, not below 0", low=0)]
Percent = Annotated[float, Kind("a percentage", "percent: 25 means 25%")]
Ratio = Annotated[float, Kind("a ratio", "a plain number: 2 means twice")]
Fraction = Annotated[float, Kind("a fraction", "a fraction: 0.25 is 25%")]
Rate = Annotated[float, Kind("a rate", "a fraction from 0 to 1: 0.25 is 25%", low=0, high=1)]
Share = Annotated[float, Kind("a share", "a fraction from 0 to 1: 0.25 is 25%", low=0, high=1)]
Margin = Annotated[float, Kind("a margin", "a fraction from 0 to 1: 0.4 keeps 40 of 100", low=0, high=1)]
Markup = Annotated[float, Kind("an overhead", "a fraction from 0 to 3: 0.3 adds 30%", low=0, high=3)]
Confidence = Annotated[float, Kind("a confidence", "a fraction between 0 and 1: 0.95 is 95%", low=0, high=1, open=True)]
Count = Annotated[float, Kind("a count", "a count, not below 0; need not be whole", low=0)]
Positive = Annotated[float, Kind("a count", "a count, above 0", low=0, open=True)]
Hours = Annotated[float, Kind("a number of hours", "hours, not below 0", low=0)]
Days = Annotated[float, Kind("a number of days", "days, not below 0", low=0)]
Months = Annotated[float, Kind("a number of months", "months, not below 0", low=0)]
Score = Annotated[float, Kind("a score", "points, not below 0", low=0)]
Number = Annotated[float, Kind("a number", "any number")]
Text = Annotated[str, Kind("a text", "text; surrounding spaces are ignored", Holds.TEXT)]
Date = Annotated[date, Kind("a date", "a date, or Excel's serial number of one", Holds.DATE)]
Boolean = Annotated[bool, Kind("TRUE or FALSE", "TRUE or FALSE, or 1 or 0", Holds.BOOLEAN)]
RoiUnit = Annotated[
    Literal["percent", "ratio"], Kind("a unit", '"percent" (200 is twice the cost) or "ratio" (2 is)', Holds.CHOICE)
]

_C = TypeVar("_C")

Column = Annotated[list[_C], Shape.COLUMN]
Paired = Annotated[list[_C], Shape.PAIRED]
PairedOrOne = Annotated[list[_C], Shape.PAIRED, Single.FOR_ALL]
Aligned = Annotated[list[_C | None], Shape.ALIGNED]
AlignedOrOne = Annotated[list[_C | None], Shape.ALIGNED, Single.FOR_ALL]
Each = Annotated[_C, Shape.EACH]
Grid = Annotated[list[list[Cell]], Shape.GRID, Kind("a table", "cells of any kind", Holds.ANYTHING)]

ZEROS: Final[Any] = 0.0
"""The default of an argument that goes row by row: 0 in every row."""
ONES: Final[Any] = 1.0
"""Likewise 1 in every row."""


def as_text(cell: Cell) -> str:
    """Return a cell as Excel would join it into a text, surrounding spaces taken off and inner ones made single."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if cell is not None else ""
