"""The kind of a column (date, amount, share, flag, time, text), judged by the table and by all of its new cells.

The rule of the column, its number format, the values above and the whole column of the file decide together, in this
order: what the rule demands; what the format shows, unless the values above are words; what the values above are; and
where the table says nothing, what most cells of the file are. A code such as 003 is a text, and never 3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from socroi.sources.currencies import SIGN
from socroi.sources.dates import is_day
from socroi.sources.numerals import is_absent, numeral
from socroi.workbook.reading.number_formats import Shows, pads_with_zeros, shows, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socroi.workbook.writing.table_columns import TableColumn


class Kind(Enum):
    """What the cells of a column are; the value says it in words."""

    DATE = "a date"
    TIME = "a time of day"
    DURATION = "a duration"
    AMOUNT = "a number"
    SHARE = "a share"
    FLAG = "TRUE or FALSE"
    TEXT = "a text"
    MIXED = "a number or a text"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a column wants.

    Attributes:
        kind: what its cells are.
        known: whether the table says so, and not the file alone.
        shares: whether `25%` may stand among its numbers.
        codes: whether a figure with zeros in front may be read as a number.
        written: whether a number is written as a text, because the cells are formatted as texts.
        currency: the sign of the money in its cells; "" where none is shown.
    """

    kind: Kind
    known: bool = True
    shares: bool = False
    codes: bool = False
    written: bool = False
    currency: str = ""


_KIND_OF_FORMAT: Final = {
    Shows.DATE: Kind.DATE,
    Shows.TIME: Kind.TIME,
    Shows.DURATION: Kind.DURATION,
    Shows.AMOUNT: Kind.AMOUNT,
    Shows.SHARE: Kind.SHARE,
}
_KIND_OF_RULE: Final = {"date": Kind.DATE, "time": Kind.TIME}
_CURRENCY: Final = re.compile(rf"(?<![^\W\d_])(?:{SIGN})(?![^\W\d_])")
_FLAGS: Final = frozenset({"true", "false"})
_LONGEST: Final = 15
"""Digits that a cell keeps of a number."""


def judge(column: TableColumn, cells: Sequence[Any]) -> Judgement:
    """Say what a column of a table wants, given all cells that are to go into it.

    Args:
        column: the column of the table.
        cells: texts as they stand in the file, or values as Python has them; None for a blank.
    """
    rule, shown = column.rule, shows(column.code)
    format_kind = _KIND_OF_FORMAT.get(shown)
    texts = [cell for cell in cells if isinstance(cell, str) and not is_absent(cell)]
    if rule.kind in _KIND_OF_RULE:
        timed = rule.kind == "time" and format_kind is Kind.DURATION
        return Judgement(Kind.DURATION if timed else _KIND_OF_RULE[rule.kind])
    if rule.numeric:
        if format_kind in {Kind.DATE, Kind.TIME, Kind.DURATION}:
            return Judgement(format_kind)
        few = rule.most is not None and rule.most <= 1
        kind = Kind.SHARE if format_kind is Kind.SHARE else Kind.AMOUNT
        return Judgement(kind, shares=few or _small(column), codes=True, currency=_currency(column.code))
    if rule.kind == "list":
        return _of_list(column, texts)
    if rule.kind == "textLength":
        return Judgement(Kind.TEXT, written=True)
    words = [text for text in column.texts if not is_absent(text)]
    if shown is Shows.TEXT:
        codes = any(is_code(text) for text in texts)
        if column.numbers and not words and not codes:
            return Judgement(Kind.AMOUNT, shares=_small(column))
        return Judgement(Kind.TEXT, written=bool(words) or not column.numbers)
    if format_kind is not None and not (
        words and not column.numbers and not any(_fits(text, format_kind) for text in words)
    ):
        return Judgement(
            format_kind,
            shares=not column.numbers or _small(column),
            codes=pads_with_zeros(column.code),
            currency=_currency(column.code),
        )
    return _by_values(column, words, cells, texts)


def _by_values(column: TableColumn, words: list[str], cells: Sequence[Any], texts: list[str]) -> Judgement:
    """Judge by the values above, and without any by the file's own column."""
    above = bool(column.numbers), bool(words), bool(column.flags)
    if above == (True, False, False):
        return Judgement(Kind.AMOUNT, shares=_small(column))
    if above == (False, True, False):
        return Judgement(Kind.TEXT)
    if above == (False, False, True):
        return Judgement(Kind.FLAG)
    if any(above):
        return Judgement(Kind.MIXED)
    return by_itself(cells, texts)


def by_itself(cells: Sequence[Any], texts: list[str]) -> Judgement:
    """Judge a column of a file of which the table says nothing: by what more than half of its texts are.

    Args:
        cells: all of them.
        texts: those that are texts and say something.
    """
    others = [cell for cell in cells if cell is not None and not isinstance(cell, str)]
    if any(hasattr(cell, "year") for cell in others):
        return Judgement(Kind.DATE, known=False)
    if not texts or any(isinstance(cell, bool) for cell in others):
        return Judgement(Kind.MIXED, known=False)
    if all(text.strip().casefold() in _FLAGS for text in texts) and not others:
        return Judgement(Kind.FLAG, known=False)
    if any(is_code(text) for text in texts):
        return Judgement(Kind.TEXT, known=False)
    figures = sum(_fits(text, Kind.AMOUNT) for text in texts)
    if figures < len(texts):
        # Among 12A and 14, 13B is a house or a size, and not thirteen billion.
        figures = sum(_fits(text, Kind.AMOUNT) and not _has_multiplier(text) for text in texts)
    if 2 * figures > len(texts):
        return Judgement(Kind.AMOUNT, known=False, shares=True)
    if 2 * sum(is_day(text.strip()) for text in texts) > len(texts):
        return Judgement(Kind.DATE, known=False)
    return Judgement(Kind.MIXED if others else Kind.TEXT, known=False)


def _of_list(column: TableColumn, texts: list[str]) -> Judgement:
    """Judge a column with a drop-down: by what it offers, else by the values above."""
    offered = column.rule.choices
    words = [text for text in column.texts if not is_absent(text)]
    if (offered and all(_fits(entry, Kind.AMOUNT) and not is_code(entry) for entry in offered)) or (
        not offered and column.numbers and not words and all(_fits(text, Kind.AMOUNT) for text in texts)
    ):
        return Judgement(Kind.AMOUNT, shares=any("%" in entry for entry in offered))
    if (offered and all(entry.casefold() in _FLAGS for entry in offered)) or (column.flags and not words):
        return Judgement(Kind.FLAG)
    return Judgement(Kind.TEXT)


def _small(column: TableColumn) -> bool:
    """Whether all numbers above may be shares."""
    return all(-1 <= number <= 1 for number in column.numbers) if column.numbers else column.rule.most == 1


def _currency(code: str) -> str:
    found = _CURRENCY.search(words_of(code))
    return found[0] if found is not None else ""


def _fits(text: str, kind: Kind) -> bool:
    """Whether a text can be read as a kind, whatever the decimal sign and the order of day and month."""
    if kind is Kind.DATE:
        return is_day(text.strip())
    if kind in {Kind.TIME, Kind.DURATION}:
        return re.match(r"\d+:\d\d", text.strip()) is not None
    parts = numeral(text)
    return parts is not None and any(parts.value(sign) is not None for sign in ".,")


def _has_multiplier(text: str) -> bool:
    parts = numeral(text)
    return parts is not None and bool(parts.word)


def is_code(text: str) -> bool:
    """Whether a text is written in digits and yet no amount: 003, a telephone number, more digits than a cell keeps."""
    plain = text.strip()
    parts = numeral(plain)
    if parts is None or not parts.is_bare:
        # 12E5 is an article's number as often as it is 1,200,000.
        return parts is not None and bool(parts.exponent)
    whole = re.split("[.,]", parts.body)[0] if parts.decimal or parts.certain else parts.body
    digits = re.sub(r"\D", "", whole)
    padded = len(whole) > 1 and whole[0] == "0" and whole[1].isdigit()
    return padded or len(digits) > _LONGEST or (plain.startswith("+") and len(digits) >= 9)
