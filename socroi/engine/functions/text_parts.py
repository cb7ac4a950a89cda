"""Texts taken apart and arrays written as text: TEXTBEFORE, TEXTAFTER, TEXTSPLIT, ARRAYTOTEXT, VALUETOTEXT."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from socroi.engine.declaration.declare import error_result, function, given, map_cells
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import aligned, errors_of, logicals_of, texts_of
from socroi.engine.model.block import BLANK, CALC, UNCOMPUTED, VALUE, Block, error, from_rows, to_rows, uncomputed
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.number_texts import number_texts
from socroi.engine.printing.settings_of_others import note_country, truths
from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.formula.tree import Node
    from socroi.engine.model.block import Scalar, Strings

_NOTHING: Final = CellError("#N/A", "the delimiter is not found")


def _declare(name: str, *, after: bool) -> None:
    """Declare the function of the text on one side of a delimiter, or of any of several."""

    @function(name, "v x l? v? v? v?", Trait.PLAIN)
    def body(
        evaluator: Evaluator, scope: Scope, text: Block, mark: Block, instance: Node | None, *options: Block | None
    ) -> Value:
        fixed: tuple[str, ...] | None = None
        kinds, blocks = "t", [text]
        if mark.is_single:
            kinds, blocks = "tt", [text, mark]
        elif mark.lanes > 1:
            raise LaneSplit
        elif (wrong := error_result(mark)) is not None:
            return wrong
        else:
            fixed = _alternatives(mark, evaluator.strings)
        counted = instance is not None and given(instance)
        if counted and instance is not None:
            kinds, blocks = kinds + "n", [*blocks, evaluator.block(instance, scope)]
        for kind, block in zip("nnv", options, strict=True):
            if block is not None:
                kinds, blocks = kinds + kind, [*blocks, block]

        def one(text: str, *rest: Any) -> Scalar:
            marks, rest = ((rest[0],), rest[1:]) if fixed is None else (fixed, rest)
            return _beside(text, marks, *(rest if counted else (None, *rest)), after=after)

        return map_cells(one, kinds, aligned(blocks), evaluator)


_declare("TEXTBEFORE", after=False)
_declare("TEXTAFTER", after=True)


def _alternatives(block: Block, strings: Strings) -> tuple[str, ...]:
    marks = strings.texts(texts_of(block, strings)[0])
    if "" in marks:
        raise Uncomputable("where the text ends at an empty one of several delimiters is not known here")
    return tuple(marks)


def _beside(
    text: str,
    marks: tuple[str, ...],
    instance: float | None = None,
    mode: float | None = None,
    at_end: float | None = None,
    otherwise: Scalar = _NOTHING,
    *,
    after: bool,
) -> Scalar:
    place = _nth(text, marks, instance, mode, at_end, after=after)
    if place is None:
        return _not_found(otherwise)
    return text[place[1] :] if after else text[: place[0]]


def _not_found(otherwise: Scalar) -> Scalar:
    if isinstance(otherwise, CellError):
        raise otherwise
    return "" if otherwise is None else otherwise


def _nth(
    text: str, marks: tuple[str, ...], instance: float | None, mode: float | None, at_end: float | None, *, after: bool
) -> tuple[int, int] | None:
    """Return (start, end) of the n-th place of a delimiter, counted from the end where n is negative."""
    number = 1 if instance is None else math.floor(instance)
    shortest = min(map(len, marks))
    if number == 0 or (instance is not None and (abs(number) > len(text) or shortest > len(text) > 0)):
        raise CellError("#VALUE!", "there are not so many places in the text")
    if (at_end or 0) not in (0, 1):
        raise CellError("#VALUE!", "match_end is neither 0 nor 1")
    if not shortest:
        first = (number > 0) is after
        return (0, 0) if first or not after else (len(text), len(text))
    places = [match.span() for match in re.finditer(_any_of(marks), text, re.IGNORECASE if mode else 0)]
    if at_end:
        places = [*places, (len(text), len(text))] if number > 0 else [(0, 0), *places]
    index = number - 1 if number > 0 else len(places) + number
    return places[index] if 0 <= index < len(places) else None


def _any_of(marks: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))


@function("TEXTSPLIT", "x x x? v? v? v?", Trait.ARRAY)
def _text_split(
    evaluator: Evaluator,
    scope: Scope,
    source: Block,
    across: Block,
    down: Block | None,
    skip: Block | None,
    mode: Block | None,
    pad: Block | None,
) -> Value:
    if max(block.lanes for block in (source, across, down, skip, mode, pad) if block is not None) > 1:
        raise LaneSplit
    if not source.is_single:
        raise Uncomputable("TEXTSPLIT of several texts is not computed here")
    bad = errors_of(source)
    if bad is not None:
        return source
    strings = evaluator.strings
    text = strings.texts(texts_of(source, strings)[0])[0]
    ignore = bool(skip is not None and logicals_of(skip, strings)[0].all())
    flags = re.IGNORECASE if mode is not None and (mode.data != 0).all() else 0
    filler = CellError("#N/A") if pad is None else pad.scalar(strings)
    if (across_marks := _marks(across, strings)) is None or (down_marks := _marks(down, strings)) is None:
        return error(VALUE)
    if not across_marks and not down_marks:
        return error(VALUE)
    rows = [_split(row, across_marks, ignore, flags) for row in _split(text, down_marks, ignore, flags)]
    if not rows or not any(rows):
        return error(CALC)
    if not all(rows):
        raise Uncomputable("what Excel makes of a row that holds nothing but delimiters is not known here")
    width = max(map(len, rows))
    return from_rows([[*row, *[filler] * (width - len(row))] for row in rows], strings)


def _marks(block: Block | None, strings: Strings) -> list[str] | None:
    """Return the delimiters of an argument, none where it is left out; None where one of them is empty."""
    if block is None or (block.is_single and block.kind[0, 0, 0] == BLANK):
        return []
    marks = strings.texts(texts_of(block, strings)[0])
    return None if "" in marks else marks


def _split(text: str, marks: list[str], ignore: bool, flags: int) -> list[str]:
    parts = re.split(_any_of(marks), text, flags=flags) if marks else [text]
    return [part for part in parts if part or not ignore]


@function("VALUETOTEXT", "v v?")
def _value_to_text(evaluator: Evaluator, scope: Scope, value: Block, form: Block | None) -> Value:
    strict = _is_strict(form)
    return map_cells(lambda cell: written(cell, strict=strict), "v", [value], evaluator)


@function("ARRAYTOTEXT", "x v?", Trait.ANY_FORM)
def _array_to_text(evaluator: Evaluator, scope: Scope, block: Block, form: Block | None) -> Value:
    if block.lanes > 1:
        raise LaneSplit
    if uncomputed(block):
        return error(UNCOMPUTED)
    strict = _is_strict(form)
    rows = [[written(cell, strict=strict) for cell in row] for row in to_rows(block, evaluator.strings)]
    text = "{" + ";".join(",".join(row) for row in rows) + "}" if strict else ", ".join(c for row in rows for c in row)
    return from_rows([[text]], evaluator.strings)


def _is_strict(form: Block | None) -> bool:
    if form is None:
        return False
    if form.lanes > 1 or not form.is_single:
        raise LaneSplit
    return bool(form.data[0, 0, 0] == 1)


def written(cell: Scalar, *, strict: bool) -> str:
    """Return a cell as ARRAYTOTEXT and VALUETOTEXT write it; `strict` puts texts in quotes."""
    if isinstance(cell, bool):
        note_country()
        return truths()[not cell]
    if isinstance(cell, float):
        return number_texts(np.array([cell]))[0]
    if isinstance(cell, str) and strict:
        return '"' + cell.replace('"', '""') + '"'
    return "" if cell is None else str(cell)
