"""Written numbers: which sign is the decimal one is decided for a whole column, never for a cell.

`1.234` is twelve hundred in Madrid and one and a bit in Boston. A cell alone cannot say; a column usually can (`12.5`,
`1.234,50`, `1.234.567`), its neighbours in the same file next. What nothing decides is refused.

Beside the digits only what is known may stand: a currency's sign or code, `%`, a multiplier (`15K`, `2 Mio.`). A cell
with anything else is no number: `ca. 12` is not twelve, and least of all 0.12.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from socroi.sources.currencies import SIGN, together
from socroi.sources.multipliers import WORD, WORD_BEFORE, power_of_ten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | float | None

ABSENT: Final = frozenset({"", "-", "--", "---", "\N{EN DASH}", "\N{EM DASH}", "n/a", "na"})
"""What exporters write where there is no number. Not zero."""

_UNKNOWN: Final = frozenset(
    {
        *("null", "none", "nan", "#n/a", "n.a.", "undefined", "not available", "no data", "(not set)", "(null)", "\\n"),
        *("k. a.", "k.a.", "n. v.", "n.v.", "keine angabe", "s/d", "s. d.", "sin datos", "n.d.", "n. d.", "n/d", "nd"),
        *("sense dades", "nincs adat", "nincs", "नहीं", "ज्ञात नहीं", "نامشخص", "ندارد", "haijulikani", "haipo"),
        *("brak", "brak danych", "н/д", "нет данных", "該当なし", "データなし", "無", "yok"),
    }
)
"""The same in words, in columns of figures; elsewhere they may be a name."""

_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{SMALL HYPHEN-MINUS}－", "-"),
        **dict.fromkeys("\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\N{FIGURE SPACE}\u2002\u3000\t", " "),
        **dict.fromkeys("\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}＇", "'"),
        **dict.fromkeys("\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff\xad"),
        **dict(zip("＋．，％（）￥＄￡￦٪،", "+.,%()¥$£₩%,", strict=True)),
    }
)
"""Signs that say the same in print, and marks of direction that say nothing."""

_FULL: Final = "٫"
_GROUP: Final = "٬"
"""The decimal sign and the sign of thousands that stand among Arabic and Persian digits, and say which they are."""

_BODY: Final = re.compile(
    rf"(?P<mantissa>\d+(?:[.,]\d+)?)[eE](?P<exponent>[+-]?\d{{1,3}})(?![\d\w])|"
    rf"\d(?:[\d.,{_FULL}{_GROUP}]|[ '](?=\d))*|[.,{_FULL}]\d+"
)
_BEFORE: Final = re.compile(
    rf"(?P<sign>[+-]?) *(?P<open>\(?) *(?P<symbol>(?:{SIGN})?) *(?P<open_too>\(?) *(?P<sign_too>[+-]?) *(?P<percent>%?)"
    rf" *(?P<word>(?i:{WORD_BEFORE})?) *"
)
_AFTER: Final = re.compile(
    rf" *(?P<close>\)?) *(?P<word>(?i:{WORD})?)\.? *(?P<percent>%?) *(?P<symbol>(?:{SIGN})?)(?P<rupees>(?:/-)?)"
    r" *(?P<close_too>\)?) *"
)
_SIMPLE: Final = re.compile(r"(-?)(\d+(?:[.,]\d+)?)", re.ASCII)
"""What most cells of an export are; the way below takes twenty times as long."""
_LONGEST: Final = 64
"""Signs that a written number has at most."""
_BESIDE: Final = 14
"""Signs that stand before or behind its digits at most."""
_SPACED: Final = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d*)?|\d{1,3}(?:'\d{3})+(?:[.,]\d*)?")
_ARABIC: Final = re.compile(rf"\d{{1,3}}(?:{_GROUP}\d{{2,3}})*{_GROUP}\d{{3}}(?:{_FULL}\d+)?|\d*{_FULL}\d+|\d+")
_GROUPED: Final = {
    ",": re.compile(r"^\d{1,3}(,\d{3})+$|^\d{1,2}(,\d{2})*,\d{3}$"),
    ".": re.compile(r"^\d{1,3}(\.\d{3})+$|^\d{1,2}(\.\d{2})*\.\d{3}$"),
}
_OTHER: Final = {",": ".", ".": ","}
_RUPEES: Final = frozenset({"₹", "INR", "Rs", "Rs."})


def is_absent(cell: Cell) -> bool:
    """Tell whether the cell holds no value at all."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in ABSENT)


def is_unknown(cell: Cell) -> bool:
    """Tell whether a cell of a column of figures says that nothing is known: it is blank, or says so in a word."""
    return is_absent(cell) or (isinstance(cell, str) and cell.strip().casefold() in _UNKNOWN)


@dataclass(frozen=True)
class Numeral:
    """One written number, taken apart but not yet decided.

    Attributes:
        negative: a minus stands before it, or brackets around it.
        body: its digits in ASCII, with their `.` and `,`.
        percent: it has a percent sign.
        symbol: the currency's sign or code, as written; "" for none.
        word: the multiplier as written, without its full stop; "" for none.
        exponent: of `1e5`.
        brackets: it is negative by brackets, as accountants write.
        certain: its decimal sign is `.` whatever the column says: `1e5`, and the signs that Arabic has of its own.
    """

    negative: bool
    body: str
    percent: bool
    symbol: str
    word: str = ""
    exponent: int = 0
    brackets: bool = False
    certain: bool = False

    @property
    def decimal(self) -> str | None:
        """The decimal sign that this text alone proves; None where it proves nothing."""
        points, commas = self.body.count("."), self.body.count(",")
        if self.certain:
            return None
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
        return not self.certain and self.decimal is None and ("." in self.body or "," in self.body)

    @property
    def is_bare(self) -> bool:
        """Whether it is digits and a sign alone."""
        return not (self.percent or self.symbol or self.word or self.exponent or self.brackets)

    def value(self, decimal: str, language: str | None = None, *, divided: bool = False) -> float | None:
        """The number, read with that decimal sign; None where the text contradicts it, or its multiplier says two
        things and the language is not known. A percent sign divides only where `divided` says so.
        """
        power = power_of_ten(self.word, language, rupees=self.symbol in _RUPEES)
        if power is None:
            return None
        decimal = "." if self.certain else decimal
        group = _OTHER[decimal]
        whole, mark, fraction = self.body.partition(decimal)
        if group in fraction or decimal in fraction or (mark and not fraction and not whole):
            return None
        if group in whole:
            if not _GROUPED[group].match(whole):
                return None
            whole = whole.replace(group, "")
        # Read in one go: 1.1K is 1100, and 1.1 times 1000 is a little more.
        power += self.exponent - 2 * (divided and self.percent)
        number = float(f"{whole or '0'}.{fraction or '0'}e{power}")
        if not math.isfinite(number):
            return None
        return -number if self.negative else number


@lru_cache(maxsize=1 << 17)
def numeral(text: str) -> Numeral | None:
    """Take a written number apart into sign, digits, percent, currency and multiplier; None if it is none."""
    if simple := _SIMPLE.fullmatch(text):
        return Numeral(bool(simple[1]), simple[2], percent=False, symbol="")
    if len(text) > _LONGEST or not any(map(str.isdecimal, text)):
        return None
    plain = _one_script(unicodedata.normalize("NFC", text.translate(_PLAIN)).strip())
    found = _BODY.search(plain) if plain is not None else None
    if plain is None or found is None or found.start() > _BESIDE or len(plain) - found.end() > _BESIDE:
        return None
    before, after = _BEFORE.fullmatch(plain[: found.start()]), _AFTER.fullmatch(plain[found.end() :])
    if before is None or after is None:
        return None
    opened, closed = before["open"] + before["open_too"], after["close"] + after["close_too"]
    signs = before["sign"] + before["sign_too"]
    symbol = together(before["symbol"], after["symbol"])
    if (
        (opened, closed) not in (("", ""), ("(", ")"))
        or len(signs) > 1
        or (opened and signs)
        or symbol is None
        or (before["word"] and after["word"])
        or (before["percent"] and after["percent"])
        or (after["rupees"] and symbol not in _RUPEES)
    ):
        return None
    word, percent = before["word"] + after["word"], bool(before["percent"] or after["percent"])
    if percent and (word or symbol):
        return None
    negative = signs == "-" or bool(opened)
    if found["mantissa"]:
        body = found["mantissa"].replace(",", ".")
        return Numeral(negative, body, percent, symbol, word, int(found["exponent"]), bool(opened), certain=True)
    body = found[0]
    if _FULL in body or _GROUP in body:
        if not _ARABIC.fullmatch(body):
            return None
        body = body.replace(_GROUP, "").replace(_FULL, ".")
        return Numeral(negative, body, percent, symbol, word, 0, bool(opened), certain=True)
    if " " in body or "'" in body:
        if not _SPACED.fullmatch(body):
            return None
        body = body.replace(" ", "").replace("'", "")
    return Numeral(negative, body, percent, symbol, word, 0, bool(opened))


def ascii_digits(text: str) -> str:
    """The text with the digits of any script in ASCII, plain spaces and plain hyphens."""
    if text.isascii():
        return text
    plain = text.translate(_PLAIN)
    return "".join(sign if (digit := unicodedata.decimal(sign, None)) is None else str(digit) for sign in plain)


def _one_script(text: str) -> str | None:
    """The same; None where it mixes digits of two scripts."""
    scripts = {ord(sign) - digit for sign in text if (digit := unicodedata.decimal(sign, None)) is not None}
    return ascii_digits(text) if len(scripts) < 2 else None


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

    @property
    def advice(self) -> str:
        """What to do about it."""
        return advice(self.text)


def number(
    text: str,
    decimal: str,
    *,
    language: str | None = None,
    brackets: bool = False,
    percent: bool = True,
    money: bool = True,
) -> float | None:
    """The number that a text writes under a decimal sign; None where it is none. A percent sign does not divide.

    Args:
        text: such as `1.234,50 €` or `15K`.
        decimal: "." or ",".
        language: the language of the file where it is known, for multipliers that say different things: `mil`.
        brackets: whether `(12)` is -12, as accountants write it.
        percent: whether a percent sign may stand there.
        money: whether a currency may.
    """
    parts = numeral(text)
    if parts is None or (parts.brackets and not brackets) or (parts.percent and not percent):
        return None
    if parts.symbol and not money:
        return None
    return parts.value(decimal, language)


def numbers(
    cells: Sequence[Cell],
    decimal: str,
    *,
    language: str | None = None,
    brackets: bool = False,
    percent: bool = True,
    money: bool = True,
) -> list[float]:
    """The column as floats, NaN where a cell is absent; the arguments are those of `number`.

    Raises:
        Unreadable: a cell is no number under that decimal sign.
    """
    found: list[float] = []
    for index, cell in enumerate(cells):
        if is_unknown(cell):
            found.append(math.nan)
        elif isinstance(cell, str):
            value = number(cell, decimal, language=language, brackets=brackets, percent=percent, money=money)
            if value is None:
                raise Unreadable(index, cell)
            found.append(value)
        else:
            found.append(float(cell) if cell is not None else math.nan)
    return found


def symbols(cells: Iterable[Cell]) -> set[str]:
    """The currency signs that stand in the cells."""
    return {parts.symbol for cell in cells if isinstance(cell, str) and (parts := numeral(cell)) is not None} - {""}


def advice(text: str) -> str:
    """What to do about a text that is no number, as a sentence; "" where nothing is known."""
    plain = text.translate(_PLAIN).strip()
    parts = numeral(text)
    if parts is not None and parts.word and power_of_ten(parts.word, rupees=parts.symbol in _RUPEES) is None:
        return f"“{parts.word}” does not say the same everywhere: write the figure out."
    if parts is not None and parts.brackets:
        return "If it is negative, write it with a minus."
    if plain.endswith("-") and numeral(plain[:-1]) is not None:
        return "If it is negative, write the minus in front."
    if (
        re.match(r"(?i)(?:ca\.?|circa|approx\.?|about|around|etwa|kb\.?|~|≈|<|>|≤|≥|\+/-|±)", plain)
        or plain[-1:] in "+*?"
    ):
        return "Write the figure alone where it is known, and leave the cell blank where it is not."
    if is_unknown(plain) or plain.casefold() in {"unknown", "?"}:
        return "Leave the cell blank where nothing is known."
    unit = re.fullmatch(r"[+-]? *\d[\d.,' ]* *([^\W\d_][^\d]*)", plain)
    return f"Write the figure without “{unit[1].strip()}”." if unit is not None else ""
