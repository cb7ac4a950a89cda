"""CELL, FORMULATEXT, SHEET, HYPERLINK: what a cell is or shows, rather than what it holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.declaration.answers import no_reference, per_lane
from socroi.engine.declaration.declare import function
from socroi.engine.evaluation.coerce import aligned, errors_of, first_error, texts_of, with_errors
from socroi.engine.evaluation.values import Ref, Value
from socroi.engine.formula.sheet_prefix import write_prefix
from socroi.engine.formula.text import render
from socroi.engine.formula.tree import SheetPrefix
from socroi.engine.model.block import BLANK, ERROR, NA, TEXT, UNCOMPUTED, VALUE, Block, constant, error
from socroi.engine.model.book import Evaluation
from socroi.engine.model.interruptions import LaneSplit, Uncomputable
from socroi.engine.printing.cell_answers import TOLD
from socroi.excel.addresses import column_letters

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.evaluation.scope import Scope
    from socroi.engine.model.book import Region

MODEST = frozenset(("address", "col", "contents", "filename", "row", "type", *TOLD))
"""What CELL tells here."""

OTHERS = frozenset(("width",))
"""What it tells in Excel alone: how many characters go into a column hangs on the fonts of the computer."""


@function("HYPERLINK", "v v?")
def _hyperlink(evaluator: Evaluator, scope: Scope, link: Block, name: Block | None) -> Value:
    if name is None:
        return link
    link, name = aligned((link, name))
    return with_errors(name, first_error(errors_of(link), errors_of(name)))


@function("SHEETS", "r?")
def _sheets(evaluator: Evaluator, scope: Scope, value: Value | None) -> Value:
    if value is None:
        return evaluator.literal(float(len(evaluator.book.sheets)))
    if not isinstance(value, Ref):
        return no_reference(value)
    return evaluator.literal(float(value.last_sheet - value.sheet + 1) if value.is_3d else 1.0)


@function("SHEET", "r?")
def _sheet(evaluator: Evaluator, scope: Scope, value: Value | None) -> Value:
    if value is None:
        return evaluator.literal(float(scope.sheet + 1))
    if isinstance(value, Ref):
        return error(NA) if value.external is not None else evaluator.literal(float(value.sheet + 1))
    if not isinstance(value, Block) or not value.is_single:
        return error(NA)
    if value.lanes > 1:
        raise LaneSplit
    if not value.has(TEXT):
        return with_errors(error(NA), errors_of(value))
    index = evaluator.addressing.sheet_index(evaluator.strings[value.data[0, 0, 0]])
    return error(NA) if index is None else evaluator.literal(float(index + 1))


@function("FORMULATEXT", "r")
def _formula_text(evaluator: Evaluator, scope: Scope, value: Value) -> Value:
    if not isinstance(value, Ref):
        return no_reference(value)
    if value.external is not None or value.is_3d:
        return error(NA)
    rows, columns = (side.tolist() for side in np.broadcast_arrays(value.top, value.left))
    texts = [_text_of(evaluator, value.sheet, row, left) for row, left in zip(rows, columns, strict=True)]
    if all(text is None for text in texts):
        return error(NA)
    codes = evaluator.strings.codes([text or "" for text in texts]).reshape(-1, 1, 1)
    missing = np.array([text is None for text in texts]).reshape(-1, 1, 1)
    block = Block(np.full(codes.shape, TEXT, np.uint8), codes, TEXT)
    return with_errors(block, np.where(missing, NA, -1).astype(np.int8)) if missing.any() else block


def _text_of(evaluator: Evaluator, sheet: int, row: int, column: int) -> str | None:
    """Return a cell's formula as it is shown; an array formula's or a spilled one's in every cell that it fills."""
    region = _region_at(evaluator, sheet, row, column)
    if region is None:
        return None
    if region.evaluation is Evaluation.LEGACY and row == region.row and "_xl" not in region.text.casefold():
        return "=" + region.text
    tree = region.parsed()
    if tree is None:
        raise Uncomputable("the formula that FORMULATEXT asks for cannot be read")
    at = (row, column) if region.evaluation is Evaluation.LEGACY else (region.row, region.column)
    plain = region.text if "_xl" not in region.text.casefold() and at == (region.row, region.column) else None
    text = "=" + (render(tree, *at) if plain is None else plain)
    return f"{{{text}}}" if region.evaluation is Evaluation.ARRAY else text


def _region_at(evaluator: Evaluator, sheet: int, row: int, column: int) -> Region | None:
    for region in evaluator.book.sheets[sheet].regions:
        height, width = (region.count, 1) if region.evaluation is Evaluation.LEGACY else region.extent
        if 0 <= row - region.row < height and 0 <= column - region.column < width:
            return region
    return None


@function("CELL", "v r?")
def _cell(evaluator: Evaluator, scope: Scope, what: Block, value: Value | None) -> Value:
    codes, bad = texts_of(what, evaluator.strings)
    if bad is not None:
        return with_errors(error(VALUE), bad[:, :1, :1])
    if codes.size > 1:
        raise LaneSplit
    asked = evaluator.strings[codes[0, 0, 0]].casefold()
    if asked not in MODEST and asked not in OTHERS:
        return error(VALUE)
    if asked in OTHERS:
        raise Uncomputable(f'CELL("{asked}") is not computed here')
    if value is None:
        sheets = evaluator.book.sheets
        if asked != "filename" or len(sheets) > 1:
            # Without one it tells of the cell that was changed last.
            raise Uncomputable("CELL needs a reference here")
        return constant(_file(evaluator, sheets[0].name), evaluator.strings)
    if not isinstance(value, Ref):
        return no_reference(value)
    first = Ref(value.sheet, value.top, value.left, value.top, value.left, -1, value.external)
    if asked == "row":
        return per_lane(first.top + 1)
    if asked == "col":
        return per_lane(first.left + 1)
    if asked == "contents":
        return first
    if asked == "type":
        kind = evaluator.cells(first).kind
        shown = np.where(kind == BLANK, "b", np.where(kind == TEXT, "l", "v"))
        codes = evaluator.strings.codes(shown.ravel().tolist()).reshape(kind.shape)
        return Block(np.full(kind.shape, TEXT, np.uint8), codes, TEXT)
    if value.external is not None:
        raise Uncomputable(f'CELL("{asked}") of another workbook is not computed here')
    sheet = evaluator.book.sheets[value.sheet].name
    if asked == "filename":
        return constant(_file(evaluator, sheet), evaluator.strings)
    if first.lanes > 1:
        raise LaneSplit
    if asked in TOLD:
        return _formatted(evaluator, asked, first)
    address = f"${column_letters(int(first.left[0]))}${int(first.top[0]) + 1}"
    if value.sheet != scope.sheet:
        book = Path(_path(evaluator)).name
        address = write_prefix(SheetPrefix(sheet, None, book)) + address
    return constant(address, evaluator.strings)


def _formatted(evaluator: Evaluator, asked: str, cell: Ref) -> Value:
    looks = evaluator.book.looks
    if looks is None:
        raise Uncomputable("the formats of the cells are not known")
    if asked == "prefix":
        held = evaluator.cells(cell)
        if (held.where(ERROR) & (held.data == UNCOMPUTED)).any():
            raise Uncomputable("it asks for a cell that was not computed")
        if not held.has(TEXT):
            return constant("", evaluator.strings)
    told = TOLD[asked](looks(cell.sheet, int(cell.top[0]), int(cell.left[0])))
    return constant(told, evaluator.strings)


def _path(evaluator: Evaluator) -> str:
    if not evaluator.book.path:
        raise Uncomputable("the workbook has no name yet, which CELL shows")
    return evaluator.book.path


def _file(evaluator: Evaluator, sheet: str) -> str:
    """Return folder, workbook and sheet as Excel shows them, `[plan.xlsx]Sheet1` behind the path of the folder."""
    path = Path(_path(evaluator)).absolute()
    folder = str(path.parent)
    return f"{folder if folder.endswith(os.sep) else folder + os.sep}[{path.name}]{sheet}"
