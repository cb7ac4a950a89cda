"""The language of SUMIF, COUNTIFS, DSUM and their kin: `">=5"`, `"FB*"`, `"<>"` ... and what it matches.

Two sorts of criteria are told apart. A *point* asks for one key: a number (which a text that reads as that number has
too), a text, a boolean, an error, or nothing. Cells are keyed once, and any number of points are then looked up among
the keys. All others are asked cell by cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.evaluation.coerce import text_logical
from socroi.engine.evaluation.operators import sort_key
from socroi.engine.evaluation.reading import LONG
from socroi.engine.model.block import BLANK, BOOLEAN, ERROR, ERROR_CODE, NUMBER, TEXT, Block, Strings
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.printing.countries import current_language, current_tag
from socroi.engine.printing.settings_of_others import note_country
from socroi.engine.printing.text_values import DoubtfulText, day_first, read_number
from socroi.engine.search.wildcards import has_wildcards, wildcard_pattern
from socroi.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Data, Kinds, Mask

_OPERATORS: Final = ("<>", "<=", ">=", "<", ">", "=")


@record(frozen=True, slots=True)
class Criterion:
    """One condition, read.

    Attributes:
        operator: `=`, `<>`, `<`, `<=`, `>`, `>=`.
        kind: what it compares with: NUMBER, TEXT, BOOLEAN, ERROR; BLANK for nothing at all (`"="`, `"<>"`).
        data: the number, boolean or error code; `text`: the text.
        loose: the empty criterion `""`, which takes empty texts for blanks.
        doubt: the number that the text is where days are written before months, where that is another one.
    """

    operator: str
    kind: int
    data: float = 0.0
    text: str = ""
    loose: bool = False
    doubt: float | None = None

    @property
    def is_point(self) -> bool:
        """Whether it asks for one key."""
        return self.operator == "=" and not self.loose and not (self.kind == TEXT and has_wildcards(self.text))

    def matches_blank(self) -> bool:
        """Whether an empty cell fulfils it."""
        if self.operator == "<>":
            return self.kind != BLANK
        return self.operator == "=" and self.kind == BLANK


def read_criterion(kind: int, data: float, context: Context, *, exact: bool = True) -> Criterion:
    """Return the criterion that a cell or an argument holds.

    Args:
        kind: the cell's; a blank one asks for 0.
        data: the cell's.
        context: where its text is, and which date system counts.
        exact: a text without an operator must match whole; else (in the D functions) it may go on: `"FB"` takes `"FB
            ads"`.
    """
    if kind == BLANK:
        return Criterion("=", NUMBER, 0.0)
    if kind != TEXT:
        return Criterion("=", kind, data)
    note_country()
    known: dict[tuple[float, bool], Criterion] = context.notes.setdefault(f"criteria{current_tag()}", {})
    found = known.get((data, exact))
    if found is None:
        text = context.strings[data]
        found = known[data, exact] = parse_criterion(text, exact=exact, date_1904=context.date_1904)
    return found


def parse_criterion(text: str, *, exact: bool = True, date_1904: bool = False) -> Criterion:
    """Return the criterion that a text spells."""
    written = next((mark for mark in _OPERATORS if text.startswith(mark)), "")
    operand = text.removeprefix(written)
    operator = written or "="
    if not operand:
        return Criterion(operator, BLANK, loose=not written)
    if not np.isnan(truth := text_logical(operand)):
        return Criterion(operator, BOOLEAN, truth)
    if operand.upper() in ERROR_CODE:
        return Criterion(operator, ERROR, ERROR_CODE[operand.upper()])
    number = read_number(operand, date_1904=date_1904)
    doubt = day_first(operand, date_1904=date_1904)
    if number is not None:
        return Criterion(operator, NUMBER, number, operand, doubt=doubt)
    if not exact and not written:
        operand += "*"
    return Criterion(operator, TEXT, text=operand, doubt=doubt)


def require_certain(criteria: Iterable[Criterion], cells: Keyed) -> None:
    """Raise Uncomputable where the answer depends on how a country writes its dates.

    A date that is a text in the criterion and in the cells is the same everywhere.
    """
    for criterion in criteria:
        if criterion.doubt is None:
            continue
        numbers = cells.data[cells.kind == NUMBER]
        if criterion.operator in ("=", "<>"):
            readings = (criterion.doubt, criterion.data if criterion.kind == NUMBER else criterion.doubt)
            numbers = numbers[np.isin(numbers, readings)]
        if numbers.size:
            raise Uncomputable(DoubtfulText(criterion.text).why)


@record(slots=True)
class Keyed:
    """Cells with the key that points are compared with: `group` is a kind (a numeral text has NUMBER), `key` its
    value.
    """

    kind: Kinds
    data: Data
    group: Kinds
    key: Data


def keyed(block: Block, context: Context) -> Keyed:
    """Return a block's cells with their keys, in the block's own shape."""
    if block.uniform == NUMBER:
        return Keyed(block.kind, block.data, block.kind, block.data)
    if block.data.size < LONG:
        return _keyed(block, context)
    found: Keyed = asked_again(block, "keyed", current_tag().encode(), lambda: _keyed(block, context))
    return found


def asked_again(block: Block, what: str, key: bytes, answer: Callable[[], Any]) -> Any:
    """Return an answer about a long block, which is kept once the same was asked twice in a row: a table of conditional
    sums asks the same column once for each month.

    Args:
        block: the cells.
        what: the question, by name.
        key: what the answer hangs on besides.
        answer: finds it out.
    """
    if block.known is None:
        block.known = {}
    last = block.known.get(what)
    if last is None or last[0] != key:
        block.known[what] = key, None
        return answer()
    if last[1] is None:
        last = block.known[what] = key, answer()
    return last[1]


def _keyed(block: Block, context: Context) -> Keyed:
    texts = block.where(TEXT)
    if not texts.any():
        return Keyed(block.kind, block.data, block.kind, block.data)
    group, key = block.kind.copy(), block.data.copy()
    codes = block.data[texts]
    strings = context.strings
    note_country()
    values = strings.derived(f"numeral{current_tag()}", codes, lambda text: _text_number(text, context.date_1904))
    numeral = ~np.isnan(values)
    group[texts] = np.where(numeral, np.uint8(NUMBER), np.uint8(TEXT))
    key[texts] = np.where(numeral, values, strings.folded(codes))
    return Keyed(block.kind, block.data, group, key)


def _text_number(text: str, date_1904: bool) -> float:
    value = read_number(text, date_1904=date_1904)
    return np.nan if value is None else value


def point_key(criterion: Criterion, strings: Strings) -> tuple[int, float]:
    """Return (group, key) that a point asks for."""
    if criterion.kind == TEXT:
        return TEXT, float(strings.folded(np.array([float(strings.code(criterion.text))]))[0])
    return criterion.kind, criterion.data


def fulfilled(criterion: Criterion, cells: Keyed, strings: Strings) -> Mask:
    """Return the mask of the cells that fulfil a criterion."""
    operator, kind = criterion.operator, criterion.kind
    if kind == BLANK:
        return _blankness(criterion, cells, strings)
    if operator == "=":
        if criterion.is_point:
            group, key = point_key(criterion, strings)
            return (cells.group == group) & (cells.key == key)
        return _texts_like(criterion.text, cells, strings)
    if operator == "<>":
        # Only a number is unlike a numeral text: "<>23" takes the text 23, though "=23" takes it too.
        if kind == TEXT:
            return ~fulfilled(Criterion("=", TEXT, text=criterion.text), cells, strings)
        return ~((cells.kind == kind) & (cells.data == criterion.data))
    if kind == TEXT:
        return _texts_in_order(criterion, cells, strings)
    same = cells.kind == kind
    return same & _ordered(operator, cells.data, criterion.data)


def _ordered(operator: str, data: Data, limit: float) -> Mask:
    if operator == "<":
        return data < limit
    if operator == "<=":
        return data <= limit
    return data > limit if operator == ">" else data >= limit


def _blankness(criterion: Criterion, cells: Keyed, strings: Strings) -> Mask:
    blank = cells.kind == BLANK
    if criterion.loose:
        return blank | ((cells.kind == TEXT) & (cells.data == strings.code("")))
    if criterion.operator == "=":
        return blank
    if criterion.operator == "<>":
        return ~blank
    return np.zeros(blank.shape, np.bool_)


def _texts_like(pattern: str, cells: Keyed, strings: Strings) -> Mask:
    if not has_wildcards(pattern):
        group, key = point_key(Criterion("=", TEXT, text=pattern), strings)
        return (cells.group == group) & (cells.key == key)
    return _texts_where(cells, strings, lambda text: wildcard_pattern(pattern).fullmatch(text.casefold()) is not None)


def _texts_in_order(criterion: Criterion, cells: Keyed, strings: Strings) -> Mask:
    language = current_language()
    limit = sort_key(criterion.text, language)
    rules = {
        "<": lambda text: sort_key(text, language) < limit,
        "<=": lambda text: sort_key(text, language) <= limit,
        ">": lambda text: sort_key(text, language) > limit,
        ">=": lambda text: sort_key(text, language) >= limit,
    }
    return _texts_where(cells, strings, rules[criterion.operator])


def _texts_where(cells: Keyed, strings: Strings, rule: Callable[[str], bool]) -> Mask:
    """Return the mask of the text cells whose text fulfils a rule, asked once for each distinct text."""
    texts = cells.kind == TEXT
    result = np.zeros(texts.shape, np.bool_)
    codes, inverse = np.unique(cells.data[texts], return_inverse=True)
    answers = np.array([rule(strings[code]) for code in codes.tolist()], np.bool_)
    if codes.size:
        result[texts] = answers[inverse]
    return result
