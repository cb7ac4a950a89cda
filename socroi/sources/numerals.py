"""Written numbers: which sign is the decimal one is decided for a whole column, never for a cell.

`1.234` is twelve hundred in Madrid and one and a bit in Boston. A cell alone cannot say; a column usually can (`12.5`,
`1.234,50`, `1.234.567`), its neighbours in the same file next. What nothing decides is refused.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | float | None

ABSENT: Final = frozenset({"", "-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "n/a", "na"})
"""What exporters write where there is no number. Not zero."""

SYMBOLS: Final = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "R$": "BRL",
    "₺": "TRY",
    "₽": "RUB",
    "zł": "PLN",
    "₪": "ILS",
    "₩": "KRW",
    "฿": "THB",
    "₫": "VND",
    "₴": "UAH",
    "Ft": "HUF",
    "Kč": "CZK",
    "US$": "USD",
}
"""Signs that name one currency. `$`, `kr` and `¥` name several and therefore none."""

_SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]+")
_NUMBER = re.compile(
    r"^(?P<before>[^\d.,+-]*)(?P<sign>[+-]?)(?P<middle>[^\d.,+-]*)(?P<body>\d[\d.,']*|[.,]\d+)(?P<after>[^\d]*)$"
)
_GROUPED = {",": re.compile(r"^\d{1,3}(,\d{2,3})*,\d{3}$"), ".": re.compile(r"^\d{1,3}(\.\d{2,3})*\.\d{3}$")}
_OTHER = {",": ".", ".": ","}


def is_absent(cell: Cell) -> bool:
    """Tell whether the cell holds no value at all."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in ABSENT)


@dataclass(frozen=True)
class Numeral:
    """One written number, taken apart but not yet decided."""

    negative: bool
    body: str
    percent: bool
    symbol: str

    @property
    def decimal(self) -> str | None:
        """The decimal sign that this text alone proves; None where it proves nothing."""
        points, commas = self.body.count("."), self.body.count(",")
        if points and commas:
            return "." if self.body.rfind(".") > self.body.rfind(",") else ","
        if not points and not commas:
            return None
        sign = "." if points else ","
        if points + commas > 1:
            return _OTHER[sign]
        before, after = self.body.split(sign)
        return sign if len(after) != 3 or len(before) > 3 or before in ("", "0") else None

    @property
    def is_ambiguous(self) -> bool:
        """True for the likes of `1.234`."""
        return self.decimal is None and ("." in self.body or "," in self.body)

    def value(self, decimal: str) -> float | None:
        """The number, read with that decimal sign; None where the text contradicts it."""
        group = _OTHER[decimal]
        whole, mark, fraction = self.body.partition(decimal)
        if group in fraction or decimal in fraction or (mark and not fraction and not whole):
            return None
        if group in whole:
            if not _GROUPED[group].match(whole):
                return None
            whole = whole.replace(group, "")
        number = float(f"{whole or '0'}.{fraction or '0'}")
        return -number if self.negative else number


def numeral(text: str) -> Numeral | None:
    """Take a written number apart into sign, digits, percent and currency sign; None if it is none."""
    plain = _SPACES.sub("", text.replace("\N{MINUS SIGN}", "-"))
    match = _NUMBER.match(plain)
    if match is None:
        return None
    around = (match["before"], match["middle"], match["after"])
    symbol = "".join(around).replace("%", "").strip()
    if len(symbol) > 4 or any(character in symbol for character in "<>#/:()"):
        return None
    body = match["body"].replace("'", "")
    return Numeral(match["sign"] == "-", body, any("%" in part for part in around), symbol)


@dataclass(frozen=True)
class Contradiction(Exception):
    """The cells of one column cannot all be read with one decimal sign."""

    first: str
    second: str


def proven(cells: Iterable[Cell]) -> str | None:
    """The decimal sign that the column's own cells prove, or None.

    Raises:
        Contradiction: two cells prove different signs.
    """
    seen: dict[str, str] = {}
    for cell in cells:
        if isinstance(cell, str) and (parts := numeral(cell)) is not None and (sign := parts.decimal) is not None:
            seen.setdefault(sign, cell)
    if len(seen) > 1:
        raise Contradiction(seen["."], seen[","])
    return next(iter(seen), None)


def is_ambiguous(cells: Iterable[Cell]) -> bool:
    """Tell whether some cell of the column could be read in two ways."""
    return any(isinstance(cell, str) and (parts := numeral(cell)) is not None and parts.is_ambiguous for cell in cells)


@dataclass(frozen=True)
class Unreadable(Exception):
    """One cell of a column of numbers is none."""

    index: int
    text: str


def numbers(cells: Sequence[Cell], decimal: str) -> list[float]:
    """The column as floats, NaN where a cell is absent. Percent signs are not applied.

    Raises:
        Unreadable: a cell is no number under that decimal sign.
    """
    found: list[float] = []
    for index, cell in enumerate(cells):
        if is_absent(cell):
            found.append(math.nan)
        elif isinstance(cell, str):
            parts = numeral(cell)
            value = parts.value(decimal) if parts is not None else None
            if value is None:
                raise Unreadable(index, cell)
            found.append(value)
        else:
            found.append(float(cell) if cell is not None else math.nan)
    return found


def symbols(cells: Iterable[Cell]) -> set[str]:
    """The currency signs that stand in the cells."""
    return {parts.symbol for cell in cells if isinstance(cell, str) and (parts := numeral(cell)) is not None} - {""}
