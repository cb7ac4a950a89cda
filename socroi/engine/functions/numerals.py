"""Numbers written in other ways: binary, octal and hexadecimal, any base, Roman numerals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from socroi.engine.arithmetic.number_checks import require
from socroi.engine.declaration.declare import map_cells, per_cell, register
from socroi.engine.declaration.toolpak import strict_block
from socroi.engine.evaluation.coerce import aligned
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.printing.number_texts import number_text
from socroi.engine.printing.text_values import read_number
from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Block, Scalar

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LENGTH: Final = 10
"""Numbers in these bases have ten digits at most; those of ten digits that begin in the upper half are negative."""

_BASES: Final = {"BIN": 2, "OCT": 8, "HEX": 16, "DEC": 10}


def _spelled(value: int, base: int) -> str:
    digits = ""
    while value:
        value, digit = divmod(value, base)
        digits = DIGITS[digit] + digits
    return digits or "0"


def _read(text: str, base: int) -> int:
    """Return the number that up to ten digits spell."""
    require(len(text) <= _LENGTH and all(mark in DIGITS[:base] for mark in text.upper()))
    value = int(text, base) if text else 0
    whole = base**_LENGTH
    return value - whole if value >= whole // 2 else value


def _written(value: int, base: int, places: float | None) -> str:
    whole = base**_LENGTH
    require(-whole // 2 <= value < whole // 2)
    width = 1 if places is None else math.trunc(places)
    require(1 <= width <= _LENGTH)
    if value < 0:
        return _spelled(value + whole, base)
    text = _spelled(value, base)
    require(places is None or len(text) <= width)
    return text.rjust(width, "0")


def require_value(good: bool) -> None:
    """Raise #VALUE! where a condition does not hold."""
    if not good:
        raise CellError("#VALUE!")


def _source(value: Scalar, base: int) -> int:
    """Return the number that a cell spells in a base; a number is taken as its digits."""
    if base == 10:
        number = read_number(value) if isinstance(value, str) else float(value or 0.0)  # type: ignore[arg-type]
        require_value(number is not None)
        return math.trunc(number or 0.0)
    if value is None:
        return 0
    return _read(value if isinstance(value, str) else number_text(float(value)), base)  # type: ignore[arg-type]


def _declare(name: str, body: Callable[..., Scalar], most: int) -> None:
    """Declare a conversion: what to convert, as it stands, and how many places to fill."""

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if not 1 <= len(nodes) <= most:
            raise Uncomputable(f"{name} cannot take {len(nodes)} arguments")
        blocks: list[Block] = aligned([strict_block(evaluator, scope, node) for node in nodes])

        def one(value: Scalar, *places: float) -> Scalar:
            if isinstance(value, CellError):
                raise value
            return body(value, *places)

        return map_cells(one, "vn"[: len(nodes)], blocks, evaluator)

    register(name, call, __name__)


def _declare_conversion(source: str, target: str) -> None:
    from_base, to_base = _BASES[source], _BASES[target]
    if target == "DEC":
        _declare(f"{source}2DEC", lambda value: float(_source(value, from_base)), 1)
        return

    def convert(value: Scalar, places: float | None = None) -> str:
        # The places are looked at first: DEC2BIN("E",11) is #NUM!.
        require(places is None or 1 <= math.trunc(places) <= _LENGTH)
        return _written(_source(value, from_base), to_base, places)

    _declare(f"{source}2{target}", convert, 2)


for _source_name in _BASES:
    for _target_name in _BASES:
        if _source_name != _target_name:
            _declare_conversion(_source_name, _target_name)


@per_cell("BASE", "n n n?")
def _base(value: float, base: float, least: float | None = None) -> str:
    radix, width = math.trunc(base), 0 if least is None else math.trunc(least)
    require(0 <= value < 2**53 and 2 <= radix <= 36 and 0 <= width <= 255)
    return _spelled(math.trunc(value), radix).rjust(width, "0")


@per_cell("DECIMAL", "t n")
def _decimal(text: str, base: float) -> float:
    radix = math.trunc(base)
    digits = text.strip().upper()
    require(2 <= radix <= 36 and len(digits) <= 255 and all(mark in DIGITS[:radix] for mark in digits))
    value = 0.0
    for mark in digits:
        value = value * radix + DIGITS.index(mark)
    require(math.isfinite(value))
    return value


_LETTERS: Final = "MDCLXVI"
_WORTH: Final = (1000, 500, 100, 50, 10, 5, 1)


@per_cell("ROMAN", "n v?")
def _roman(number: float, form: Scalar = None) -> str:
    """Forms 0 (classic, also TRUE) to 4 (simplified, also FALSE): how far a letter may be from the one it lessens."""
    left = math.trunc(number)
    if isinstance(form, CellError):
        raise form
    if isinstance(form, str):
        form = read_number(form)
        require_value(form is not None)
    require_value(0 <= left <= 3999)
    freedom = 4 * (not form) if isinstance(form, bool) else math.trunc(form or 0.0)
    require_value(0 <= freedom <= 4)
    text = ""
    for place in range(0, len(_WORTH), 2):
        digit = left // _WORTH[place]
        if digit % 5 != 4:
            text += (_LETTERS[place - 1] if digit > 4 else "") + _LETTERS[place] * (digit % 5)
            left %= _WORTH[place]
            continue
        larger = place - (1 if digit == 4 else 2)
        smaller = place
        for _ in range(freedom):
            if smaller + 1 >= len(_WORTH) or _WORTH[larger] - _WORTH[smaller + 1] > left:
                break
            smaller += 1
        text += _LETTERS[smaller] + _LETTERS[larger]
        left += _WORTH[smaller] - _WORTH[larger]
    return text


@per_cell("ARABIC", "t")
def _arabic(text: str) -> float:
    numeral = text.strip().upper()
    negative = numeral.startswith("-")
    numeral = numeral.removeprefix("-")
    if len(text) > 255 or any(mark not in _LETTERS for mark in numeral) or (negative and not numeral):
        raise CellError("#VALUE!")
    worth = [_WORTH[_LETTERS.index(mark)] for mark in numeral]
    total = sum(
        -each if any(each < later for later in worth[at + 1 : at + 2]) else each for at, each in enumerate(worth)
    )
    return float(-total if negative else total)
