"""What a value is: ISBLANK, ISNUMBER, ISERROR, N, T, TYPE, ERROR.TYPE and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from socroi.engine.declaration.declare import elementwise, function, per_cell
from socroi.engine.declaration.toolpak import toolpak
from socroi.engine.declaration.traits import Trait
from socroi.engine.evaluation.coerce import checked_numbers, errors_of, first_error, no_errors, with_errors
from socroi.engine.evaluation.values import Function, Ref, Union
from socroi.engine.model.block import (
    BLANK,
    BOOLEAN,
    ERROR,
    NA,
    NAME,
    NUMBER,
    TEXT,
    UNCOMPUTED,
    VALUE,
    Block,
    booleans,
    error,
    numbers,
    uniform,
)
from socroi.engine.model.budget import current
from socroi.engine.model.interruptions import Uncomputable
from socroi.errors import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

    from socroi.engine.evaluation.coerce import Bad
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.evaluation.values import Value
    from socroi.engine.model.block import Data, Mask


def uncomputed(block: Block) -> Bad:
    """Return UNCOMPUTED for the cells that were not computed: nobody can say what they are."""
    bad = errors_of(block)
    if bad is None or not (bad == UNCOMPUTED).any():
        return None
    return np.where(bad == UNCOMPUTED, bad, np.int8(-1))


def _declare(name: str, test: Callable[[Block], Mask]) -> None:
    @elementwise(name, "v", Trait.CONDENSED)
    def body(value: Block) -> Block:
        return with_errors(booleans(np.asarray(test(value))), uncomputed(value))


_declare("ISBLANK", lambda value: value.where(BLANK))
_declare("ISNUMBER", lambda value: value.where(NUMBER))
_declare("ISTEXT", lambda value: value.where(TEXT))
_declare("ISNONTEXT", lambda value: ~value.where(TEXT))
_declare("ISLOGICAL", lambda value: value.where(BOOLEAN))
_declare("ISERROR", lambda value: value.where(ERROR))
_declare("ISERR", lambda value: value.where(ERROR) & (value.data != NA))
_declare("ISNA", lambda value: value.where(ERROR) & (value.data == NA))


@function("ISREF", "r")
def _is_reference(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    return evaluator.literal(isinstance(value, Ref | Union))


@function("ISFORMULA", "r")
def _is_formula(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    if isinstance(value, Block) and value.has(ERROR):
        return value
    if not isinstance(value, Ref) or value.is_3d or value.external is not None:
        return error(VALUE)
    if not scope.array:
        met = evaluator.intersect(value, scope)
        if not isinstance(met, Ref):
            return met
        value = met
    rows, columns = value.size()
    current().room(max(value.top.size, value.left.size), rows, columns)
    row = value.top.reshape(-1, 1, 1) + np.arange(rows).reshape(1, -1, 1)
    column = value.left.reshape(-1, 1, 1) + np.arange(columns).reshape(1, 1, -1)
    found = np.zeros(np.broadcast_shapes(row.shape, column.shape), np.bool_)
    for region in evaluator.book.sheets[value.sheet].regions:
        height, width = (region.count, 1) if region.extent == (1, 1) else (1, 1)
        found |= (
            (row >= region.row)
            & (row < region.row + height)
            & (column >= region.column)
            & (column < region.column + width)
        )
    return booleans(found)


@toolpak("ISEVEN", "n")
def _is_even(value: Data) -> Mask:
    return np.trunc(value) % 2 == 0


@toolpak("ISODD", "n")
def _is_odd(value: Data) -> Mask:
    return np.trunc(value) % 2 != 0


def _first_cell(evaluator: Evaluator, value: Value) -> Block:
    """Return the top left cell of a range; N and T look no further."""
    if isinstance(value, Ref) and not value.is_3d:
        return evaluator.cells(Ref(value.sheet, value.top, value.left, value.top, value.left, -1, value.external))
    return evaluator.cells(value)


@function("N", "r", Trait.PLAIN | Trait.CONDENSED | Trait.BLANK_IS_ZERO | Trait.LISTED)
def _number(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    block = _first_cell(evaluator, value)
    counts = block.where(NUMBER) | block.where(BOOLEAN)
    return checked_numbers(np.where(counts, block.data, 0.0), errors_of(block))


@function("T", "r", Trait.PLAIN | Trait.CONDENSED | Trait.LISTED)
def _text(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    block = _first_cell(evaluator, value)
    empty = float(evaluator.strings.code(""))
    return with_errors(uniform(TEXT, np.where(block.where(TEXT), block.data, empty)), errors_of(block))


@function("NA", "")
def _not_available(evaluator: Evaluator, scope: Scope) -> Value:
    return error(NA)


@function("__XLUDF.DUMMYFUNCTION", "l?...")
def _of_google_sheets(evaluator: Evaluator, scope: Scope, *_: object) -> Value:
    """What Google Sheets writes around functions that Excel lacks, `IFERROR(__xludf.DUMMYFUNCTION("QUERY(...)"),7)`.

    No Excel has a function of that name, so that each shows the value that Google Sheets had put behind it.
    """
    return error(NAME)


@function("TYPE", "r")
def _type(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    """A number or a blank is 1, a text 2, a boolean 4, an error 16, an array 64, a function 128."""
    if isinstance(value, Function):
        return evaluator.literal(128.0)
    if isinstance(value, Union):
        return evaluator.literal(16.0)
    if isinstance(value, Ref) and not scope.array:
        value = evaluator.intersect(value, scope)
    block = evaluator.cells(value)
    if not block.is_single:
        return evaluator.literal(64.0)
    meanings = np.array([1.0, 1.0, 2.0, 4.0, 16.0])
    return with_errors(numbers(meanings[block.kind]), uncomputed(block))


@elementwise("ERROR.TYPE", "v")
def _error_type(value: Block) -> Block:
    """The errors are numbered from #NULL! as 1 to #GETTING_DATA as 8, then on in the order in which Excel got them."""
    wrong = value.where(ERROR)
    result = np.where(wrong, value.data + 1, 0.0)
    bad = first_error(uncomputed(value), np.where(wrong, no_errors(value.shape), np.int8(NA)))
    return with_errors(numbers(result), bad)


_OF_THE_PROGRAM: Final = frozenset(("directory", "numfile", "origin", "osversion", "recalc", "release", "system"))
_NO_MORE: Final = frozenset(("memavail", "memused", "totmem"))
"""What Excel told of its memory until 2003; #N/A since (Microsoft's page of INFO)."""


@per_cell("INFO", "t")
def _info(what: str) -> str:
    asked = what.casefold()
    if asked in _OF_THE_PROGRAM:
        raise Uncomputable("INFO tells of the program that shows the workbook")
    raise CellError("#N/A" if asked in _NO_MORE else "#VALUE!")
