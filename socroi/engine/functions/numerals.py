"""Numbers written in other ways: binary, octal and hexadecimal, any base, Roman numerals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from socroi.engine.block import Block
from socroi.engine.functions.continuous import require
from socroi.engine.functions.declare import FUNCTIONS, map_cells, per_cell
from socroi.engine.functions.toolpak import strict_block
from socroi.engine.text_values import number_text, parse_number
from socroi.engine.values import Uncomputable
from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from socroi.engine.evaluate import Evaluator
    from socroi.engine.scope import Scope
    from socroi.engine.syntax import Node
    from socroi.engine.values import Value

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


def _source(value: object, base: int) -> int:
    """Return the number that a cell spells in a base; numbers are taken as their digits."""
    if base == 10:
        assert isinstance(value, float)  # asked for as a number
        return math.trunc(value)
    if value is None:
        return 0
    return _read(value if isinstance(value, str) else number_text(float(value)), base)  # type: ignore[arg-type]


def _places(value: object) -> float | None:
    if value is None:
        return None
    assert isinstance(value, float)  # asked for as a number
    return value


def _declare(name: str, body: Callable[..., object], letters: str) -> None:
    """Declare a conversion; kind s is a text as it stands or a number."""

    def call(evaluator: Evaluator, scope: Scope, nodes: Sequence[Node]) -> Value:
        if not 1 <= len(nodes) <= len(letters):
            raise Uncomputable(f"{name} cannot take {len(nodes)} arguments")
        blocks: list[Block] = [strict_block(evaluator, scope, node) for node in nodes]
        kinds = letters[: len(nodes)].replace("s", "v")

        def one(*cells: object) -> object:
            for cell in cells:
                if isinstance(cell, CellError):
                    raise cell
            return body(*cells, *[None] * (len(letters) - len(cells)))

        return map_cells(one, kinds, blocks, evaluator)  # type: ignore[arg-type]

    FUNCTIONS[name] = call


def _declare_conversion(source: str, target: str) -> None:
    from_base, to_base = _BASES[source], _BASES[target]
    first = "n" if source == "DEC" else "s"
    if target == "DEC":
        _declare(f"{source}2DEC", lambda value: float(_source(value, from_base)), first)
    else:
        _declare(
            f"{source}2{target}",
            lambda value, places: _written(_source(value, from_base), to_base, _places(places)),
            first + "n",
        )


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


def require_value(good: bool) -> None:  # noqa: FBT001 - the one thing it is told
    """Raise #VALUE! where a condition does not hold."""
    if not good:
        raise CellError("#VALUE!")


@per_cell("ROMAN", "n v?")
def _roman(number: float, form: object = None) -> str:
    """Forms 0 (classic, also TRUE) to 4 (simplified, also FALSE) allow larger letters to be lessened by smaller ones."""
    left = math.trunc(number)
    if isinstance(form, CellError):
        raise form
    if isinstance(form, str):
        form = parse_number(form)
        require_value(form is not None)
    require_value(0 <= left <= 3999)
    freedom = {True: 0, False: 4}[form] if isinstance(form, bool) else math.trunc(form or 0)  # type: ignore[call-overload]
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
    total = sum(-each if any(each < later for later in worth[at + 1 : at + 2]) else each for at, each in enumerate(worth))
    return float(-total if negative else total)

