"""What a number format code is made of, and how it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from socroi.errors import CellError
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal[
    "literal", "space", "digit", "point", "comma", "percent", "exponent", "slash", "denominator", "general", "text",
    "year", "month", "minute", "day", "hour", "second", "era", "era year", "buddhist", "ampm", "elapsed", "fraction",
]  # fmt: skip
SectionKind = Literal["general", "number", "fraction", "exponent", "date", "text", "empty"]


@record(frozen=True, slots=True)
class Token:
    """One piece of a section: what it is, and its characters."""

    kind: Kind
    text: str


@record(frozen=True, slots=True)
class Condition:
    """A comparison in brackets, such as `[>=100]`."""

    compare: Callable[[float, float], bool]
    symbol: str
    limit: float

    def holds(self, value: float) -> bool:
        """Whether a number meets it."""
        return self.compare(value, self.limit)

    @property
    def only_negative(self) -> bool:
        """Whether every number that it lets through is negative: then the section brings its own sign."""
        return (self.limit < 0 and self.symbol in {"<", "<=", "="}) or (self.limit == 0 and self.symbol == "<")


@record(frozen=True, slots=True)
class Plain:
    """A number section of the common shape, such as `$#,##0.00` or `0%`, which needs no filling of places one by one.

    Attributes:
        before: the text before the digits.
        after: the text behind them.
        least: how many digits stand before the point at least.
        factor: what makes the number a whole one, its decimals included.
        unit: 10 for each decimal.
    """

    before: str
    after: str
    least: int
    factor: float
    unit: int


@record(frozen=True, slots=True)
class Section:
    """One of the up to four parts of a format code.

    Attributes:
        kind: which renderer prints it.
        tokens: what it prints, in order.
        condition: the numbers it is for, where the code says so.
        language: the language of names of months and days, as the code says it: a hexadecimal LCID, a tag, or "".
        digits: the script of the digits, as the code says it: 0 for the usual ones.
        calendar: the calendar, as the code says it: 0 or 1 for the Gregorian.
        scale: the power of ten by which per cent signs and scaling commas move the number.
        decimals: how many digits follow the decimal point, or the seconds.
        grouped: whether thousands are separated.
        plain: the shape of a common number, to be quick with.
        system: "date" or "time" where the code stands for the system's own long date or time.
        day: the shape of a common date, such as `{year:04d}-{month:02d}`, likewise.
    """

    kind: SectionKind
    tokens: tuple[Token, ...]
    condition: Condition | None = None
    language: str = ""
    digits: int = 0
    calendar: int = 0
    scale: int = 0
    decimals: int = 0
    grouped: bool = False
    system: str = ""
    plain: Plain | None = None
    day: str = ""


class UncomputedFormat(CellError):
    """Excel knows this format and this engine does not: there is no value, rather than a wrong one."""

    def __init__(self, what: str) -> None:
        super().__init__("#VALUE!", f"The number format needs {what}, which is not computed here.")


def invalid(code: str, why: str) -> CellError:
    """Return the error for a code that Excel does not accept."""
    return CellError("#VALUE!", f'The format "{code}" is not valid: {why}.', "Use a code such as 0.00 or yyyy-mm-dd.")
