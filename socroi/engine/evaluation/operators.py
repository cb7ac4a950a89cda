"""Excel's operators over blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from unicodedata import normalize

import numpy as np

from socroi.engine.arithmetic.powers import power
from socroi.engine.evaluation.coerce import (
    aligned,
    checked_numbers,
    errors_of,
    first_error,
    no_errors,
    numbers_of,
    texts_of,
    with_errors,
)
from socroi.engine.model.block import (
    BLANK,
    BOOLEAN,
    DIV0,
    NUM,
    NUMBER,
    TEXT,
    Block,
    Strings,
    booleans,
    uniform,
)
from socroi.engine.printing.countries import current_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Data, Mask
    from socroi.engine.printing.alphabets import Alphabet


SNAP: Final = 2.0**-48
"""A sum or difference that ends a formula is 0 where it is smaller than this part of its first term."""


_NUMPY: Final = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
_PLAIN: Final = frozenset("+-*")


def arithmetic(operator: str, left: Block, right: Block, context: Context) -> Block:
    """Return `left operator right` for `+ - * / ^`."""
    left, right = aligned((left, right))
    a, a_bad = numbers_of(left, context)
    b, b_bad = numbers_of(right, context)
    bad = first_error(a_bad, b_bad)
    with np.errstate(all="ignore"):
        if operator in _PLAIN:
            data = combined(operator, a, b)
        elif operator == "/":
            zero = b == 0
            if zero.any():
                bad = first_error(bad, np.where(zero, DIV0, -1).astype(np.int8))
                data = np.where(zero, 0.0, a / b)
            else:
                data = combined(operator, a, b)
        else:
            data, bad = _power(a, b, bad)
    return checked_numbers(data, bad)


def combined(operator: str, a: Data, b: Data) -> Data:
    """Return `a operator b` of numbers for `+ - * /`, infinite or NaN where there is none."""
    data: Data = _NUMPY[operator](a, b)
    return data


def _power(a: Data, b: Data, bad: np.ndarray | None) -> tuple[Data, np.ndarray | None]:
    """0^0 is #NUM!, 0 to a negative power #DIV/0!; a negative base has real odd roots where the exponent is 1/odd."""
    data = power(a, b)
    wrong = no_errors(data.shape)
    wrong[np.broadcast_to((a == 0) & (b == 0), data.shape)] = np.int8(NUM)
    wrong[np.broadcast_to((a == 0) & (b < 0), data.shape)] = np.int8(DIV0)
    data = np.where(wrong >= 0, 0.0, data)
    if (wrong >= 0).any():
        bad = first_error(bad, wrong)
    return data, bad


def snapped(difference: Block, left: Block, context: Context) -> Block:
    """Return a sum or difference that stands last in a formula: Excel shows 0 where its operands cancel to the last
    digits.
    """
    if difference.uniform != NUMBER:
        return difference
    size, _ = numbers_of(left, context)
    data = without_remainder(difference.data, size)
    return difference if data is difference.data else uniform(NUMBER, data)


def without_remainder(difference: Data, left: Data) -> Data:
    """Return the sums or differences that end formulas, 0 where what is left of `left` is nearly nothing."""
    tiny = (difference != 0) & (np.abs(difference) < np.abs(left) * SNAP)
    return np.where(tiny, 0.0, difference) if tiny.any() else difference


def negate(block: Block, context: Context) -> Block:
    """Return `-x`."""
    data, bad = numbers_of(block, context)
    return checked_numbers(0.0 - data, bad)


def percent(block: Block, context: Context) -> Block:
    """Return `x%`."""
    data, bad = numbers_of(block, context)
    return checked_numbers(data / 100.0, bad)


def concatenate(left: Block, right: Block, strings: Strings) -> Block:
    """Return `left & right`."""
    left, right = aligned((left, right))
    a, a_bad = texts_of(left, strings)
    b, b_bad = texts_of(right, strings)
    return with_errors(uniform(TEXT, joined_codes(a, b, strings)), first_error(a_bad, b_bad))


def joined_codes(a: Data, b: Data, strings: Strings) -> Data:
    """Return the codes of two texts put together, each distinct pair joined once."""
    a, b = np.broadcast_arrays(a, b)
    pairs = a * len(strings) + b if len(strings) < 2**26 else None
    if pairs is None or a.size < 16:
        texts = [x + y for x, y in zip(strings.texts(a), strings.texts(b), strict=True)]
        return strings.codes(texts).reshape(a.shape)
    _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    texts = [x + y for x, y in zip(strings.texts(a.ravel()[first]), strings.texts(b.ravel()[first]), strict=True)]
    result: Data = strings.codes(texts)[inverse].reshape(a.shape)
    return result


_ORDERING: dict[str, Callable[[Data], Mask]] = {
    "=": lambda sign: sign == 0,
    "<>": lambda sign: sign != 0,
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}


def compare(operator: str, left: Block, right: Block, strings: Strings) -> Block:
    """Return `left operator right` for `= <> < <= > >=`."""
    left, right = aligned((left, right))
    bad = first_error(errors_of(left), errors_of(right))
    if left.uniform == NUMBER and right.uniform == NUMBER:
        sign = number_order(left.data, right.data)
    else:
        sign = order(left, right, strings)
    return with_errors(booleans(_ORDERING[operator](sign)), bad)


def order(left: Block, right: Block, strings: Strings) -> Data:
    """Return -1, 0 or 1 as each cell of `left` sorts before, with or after `right`: numbers, then texts, then booleans.

    A blank is 0 beside a number, the empty text beside a text, FALSE beside a boolean.
    """
    if left.data.size == right.data.size == 1:
        return np.full((1, 1, 1), _order_of_two(left, right, strings))
    left_kind, right_kind = np.broadcast_arrays(left.kind, right.kind)
    a, b = np.broadcast_arrays(left.data, right.data)
    left_kind = np.where(left_kind == BLANK, np.where(right_kind == BLANK, NUMBER, right_kind), left_kind)
    right_kind = np.where(right_kind == BLANK, left_kind, right_kind)
    sign = np.sign(left_kind.astype(np.float64) - right_kind.astype(np.float64))
    same = left_kind == right_kind
    mask = same & (left_kind == NUMBER)
    if mask.any():
        sign[mask] = number_order(a[mask], b[mask])
    mask = same & (left_kind == BOOLEAN)
    if mask.any():
        sign[mask] = np.sign(a[mask] - b[mask])
    mask = same & (left_kind == TEXT)
    if mask.any():
        empty = float(strings.code(""))
        x = np.where(np.broadcast_to(left.kind, mask.shape)[mask] == BLANK, empty, a[mask])
        y = np.where(np.broadcast_to(right.kind, mask.shape)[mask] == BLANK, empty, b[mask])
        sign[mask] = text_order(x, y, strings)
    return sign


def _order_of_two(left: Block, right: Block, strings: Strings) -> float:
    """Return -1, 0 or 1 for single cells, as `order` does."""
    kind, other = int(left.kind.flat[0]), int(right.kind.flat[0])
    a, b = float(left.data.flat[0]), float(right.data.flat[0])
    if kind == BLANK:
        kind = NUMBER if other == BLANK else other
        a = float(strings.code("")) if kind == TEXT else a
    if other == BLANK:
        other = kind
        b = float(strings.code("")) if kind == TEXT else b
    if kind != other:
        return 1.0 if kind > other else -1.0
    if kind == NUMBER:
        return number_sign(a, b)
    if kind == BOOLEAN:
        return float((a > b) - (a < b))
    if kind == TEXT and a != b:
        return float(text_order(np.array((a,)), np.array((b,)), strings)[0])
    return 0.0


def number_sign(a: float, b: float) -> float:
    """Return the sign of a - b, 0 where they agree to 15 significant digits."""
    difference = a - b
    if difference == 0 or (abs(difference) <= abs(a) * 1e-14 and f"{a:.14e}" == f"{b:.14e}"):
        return 0.0
    return 1.0 if difference > 0 else -1.0


def number_order(a: Data, b: Data) -> Data:
    """Return the sign of a - b, where numbers that agree to 15 significant digits are equal, as Excel compares them."""
    if a.size == b.size == 1:
        return np.full((1,) * max(a.ndim, b.ndim), number_sign(float(a.flat[0]), float(b.flat[0])))
    difference = np.subtract(a, b)
    close = (difference != 0) & (np.abs(difference) <= np.abs(a) * 1e-14)
    sign = np.sign(difference)
    if close.any():
        x, y = np.broadcast_to(a, close.shape)[close], np.broadcast_to(b, close.shape)[close]
        equal = [f"{p:.14e}" == f"{q:.14e}" for p, q in zip(x.tolist(), y.tolist(), strict=True)]
        sign[close] = np.where(equal, 0.0, sign[close])
    return sign


def text_order(a: Data, b: Data, strings: Strings) -> Data:
    """Return -1, 0 or 1 for text codes, case ignored."""
    x, y = strings.folded(a), strings.folded(b)
    result = np.zeros(a.shape)
    differ = x != y
    if differ.any():
        ranks = text_ranks(np.concatenate((a[differ], b[differ])), strings)
        half = len(ranks) // 2
        result[differ] = np.sign(ranks[:half] - ranks[half:])
    return result


def text_ranks(codes: Data, strings: Strings) -> Data:
    """Return numbers that sort as Excel sorts these texts; equal where the texts are equal but for case."""
    distinct, inverse = np.unique(codes, return_inverse=True)
    language = current_language()
    keys = [sort_key(text, language) for text in strings.texts(distinct)]
    ranking = {key: float(rank) for rank, key in enumerate(sorted(set(keys)))}
    ranks: Data = np.array([ranking[key] for key in keys])[inverse]
    return ranks


class _Weights(dict[int, str]):
    """What each character weighs in a first comparison, found when it is first asked for.

    `alphabet` has letters in places of their own.
    """

    def __init__(self, alphabet: Alphabet | None = None) -> None:
        super().__init__(() if alphabet is None else alphabet.weights)
        self.alphabet = alphabet

    def __missing__(self, code: int) -> str:
        ch = chr(code)
        if ch in "-'" or 0x300 <= code < 0x370:
            weight = ""
        elif ch.isalpha():
            weight = "".join("\x03" + base for base in _BASES.get(ch, ch))
        elif ch.isdigit():
            weight = "\x02" + ch
        else:
            weight = ("\x01" if ch in "+<=>" else "\x00") + ch
        self[code] = weight
        return weight


_BASES = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
"""Letters that sort as others but are not composed of them."""

_WEIGHTS = {"en": _Weights()}


def _weights(language: str) -> _Weights:
    found = _WEIGHTS.get(language)
    if found is None:
        from socroi.engine.printing.alphabets import alphabet_of  # few books say where they are from

        found = _WEIGHTS[language] = _Weights(alphabet_of(language))
    return found


def sort_key(text: str, language: str = "en") -> tuple[str, str, int, str]:
    """Return what Excel's sorting compares, with the settings of a language.

    First the characters, case and accents aside: symbols before `+ < = >` before digits before letters; then accents.
    Hyphens and apostrophes count only between texts that are equal but for them, which sort last.
    """
    weights, folded = _weights(language), text.casefold()
    if language == "tr":
        folded = text.replace("I", "ı").replace("İ", "i").casefold()
    known = folded if weights.alphabet is None else weights.alphabet.marked(folded)
    spread = known if known.isascii() else normalize("NFD", known)
    marks = folded.count("-") + folded.count("'")
    accents = spread.replace("-", "").replace("'", "") if marks else spread
    return spread.translate(weights), accents, marks, folded
