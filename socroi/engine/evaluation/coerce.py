"""Excel's coercions over whole blocks: to numbers, texts and booleans, each with the errors that stay errors.

Errors travel beside the data as `Bad`: an int8 array that holds an error code where there is one and -1 elsewhere, or
None where no cell is an error (the common case, and the fast one).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.model.block import (
    BLANK,
    BOOLEAN,
    ERROR,
    NA,
    NUM,
    NUMBER,
    TEXT,
    UNCOMPUTED,
    VALUE,
    Block,
    Strings,
    mixed,
    uniform,
)
from socroi.engine.model.budget import current
from socroi.engine.printing.countries import current_tag
from socroi.engine.printing.number_texts import number_texts
from socroi.engine.printing.settings_of_others import note_country, truths
from socroi.engine.printing.text_values import DoubtfulText, certain_number
from socroi.excel.limits import MAX_COLUMNS, MAX_ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socroi.engine.evaluation.context import Context
    from socroi.engine.model.block import Data, Mask

    Bad = NDArray[np.int8] | None


def no_errors(shape: tuple[int, ...]) -> NDArray[np.int8]:
    """Return a `Bad` array without any error yet, to be written into."""
    return np.full(shape, -1, np.int8)


def first_error(*bads: Bad) -> Bad:
    """Combine errors as Excel does: the first argument's error wins; an uncomputed cell wins over all."""
    result: Bad = None
    for bad in bads:
        if bad is None:
            continue
        if result is None:
            result = bad
        else:
            a, b = np.broadcast_arrays(result, bad)
            result = np.where((a >= 0) & (b != UNCOMPUTED), a, np.where(b >= 0, b, a))
    return result


def with_errors(result: Block, bad: Bad) -> Block:
    """Return `result` with the cells that are errors put in; what one of the two arrays lacks is #N/A."""
    if bad is None or not (bad >= 0).any():
        return result
    try:
        shape = np.broadcast_shapes(bad.shape, result.data.shape)
    except ValueError:
        hit = bad >= 0
        errors = mixed(np.where(hit, np.uint8(ERROR), np.uint8(BLANK)), np.where(hit, bad, 0.0))
        result, errors = aligned([result, errors])
        return with_errors(result, errors_of(errors))
    bad = np.broadcast_to(bad, shape)
    hit = bad >= 0
    kind = np.where(hit, np.uint8(ERROR), np.broadcast_to(result.kind, shape))
    return mixed(kind, np.where(hit, bad, np.broadcast_to(result.data, shape)))


def errors_of(block: Block) -> Bad:
    """Return where a block holds errors."""
    if not block.has(ERROR):
        return None
    if block.uniform == ERROR:
        return block.data.astype(np.int8)
    return np.where(block.kind == ERROR, block.data, -1).astype(np.int8)


def numbers_of(block: Block, context: Context) -> tuple[Data, Bad]:
    """Return a block as numbers: blank is 0, TRUE is 1, a text is what VALUE makes of it, else #VALUE!."""
    if block.uniform in (NUMBER, BOOLEAN):
        return block.data, None
    if block.uniform == BLANK:
        return np.zeros(block.shape), None
    bad = errors_of(block)
    data = block.data
    texts = block.where(TEXT)
    if texts.any():
        strings = context.strings
        note_country()
        parsed = strings.derived(
            f"number{current_tag()}", data[texts], lambda text: _text_number(text, context.date_1904)
        )
        data = data.copy()
        wrong = ~np.isfinite(parsed)
        data[texts] = np.where(wrong, 0.0, parsed)
        if wrong.any():
            bad = no_errors(block.shape) if bad is None else bad.copy()
            bad[texts] = np.where(wrong, np.int8(VALUE), bad[texts])
            doubtful = np.isinf(parsed)
            if doubtful.any():
                context.doubt = DoubtfulText(strings[float(block.data[texts][doubtful][0])]).why
                bad[texts] = np.where(doubtful, np.int8(UNCOMPUTED), bad[texts])
    if bad is not None:
        data = np.where(bad >= 0, 0.0, data)
    return data, bad


def _text_number(text: str, date_1904: bool) -> float:
    """Return the number that a text is; NaN for none, infinity where that depends on the country."""
    try:
        value = certain_number(text, date_1904=date_1904)
    except DoubtfulText:
        return np.inf
    return np.nan if value is None else value


def texts_of(block: Block, strings: Strings) -> tuple[Data, Bad]:
    """Return a block as text codes: a number as `&` shows it, blank as the empty text."""
    if block.uniform == TEXT:
        return block.data, None
    bad = errors_of(block)
    data = np.full(block.shape, float(strings.code("")))
    for kind in (TEXT, BOOLEAN, NUMBER):
        mask = block.where(kind)
        if not mask.any():
            continue
        values = block.data[mask]
        if kind == TEXT:
            data[mask] = values
        elif kind == BOOLEAN:
            note_country()
            yes, no = (float(strings.code(word)) for word in truths())
            data[mask] = np.where(values != 0, yes, no)
        else:
            distinct, inverse = np.unique(values, return_inverse=True)
            data[mask] = strings.codes(number_texts(distinct))[inverse]
    return data, bad


def logicals_of(block: Block, strings: Strings) -> tuple[Mask, Bad]:
    """Return a block as booleans: a number is TRUE unless 0, blank is FALSE, the texts TRUE and FALSE count, others
    are #VALUE!.
    """
    if block.uniform in (NUMBER, BOOLEAN):
        return block.data != 0, None
    if block.uniform == BLANK:
        return np.zeros(block.shape, np.bool_), None
    bad = errors_of(block)
    data = block.data != 0
    texts = block.where(TEXT)
    if texts.any():
        meaning = strings.derived(f"logical{current_tag()}", block.data[texts], text_logical)
        data = data.copy()
        data[texts] = meaning == 1
        wrong = np.isnan(meaning)
        if wrong.any():
            bad = no_errors(block.shape) if bad is None else bad.copy()
            bad[texts] = np.where(wrong, np.int8(VALUE), bad[texts])
    if bad is not None:
        data = data & (bad < 0)
    return data, bad


def text_logical(text: str) -> float:
    """Return the boolean that a text spells, in English or in the language of the workbook; NaN for none."""
    yes, no = truths()
    return {"true": 1.0, "false": 0.0, yes.casefold(): 1.0, no.casefold(): 0.0}.get(text.casefold(), np.nan)


def checked_numbers(data: Data, bad: Bad) -> Block:
    """Return a block of numbers with `bad` put in; a NaN or an infinity that no error explains is #NUM!."""
    if bad is None and data.size == 1 and math.isfinite(data.item()):
        return uniform(NUMBER, data)
    finite = np.isfinite(data)
    if not finite.all():
        broken = np.where(finite, -1, NUM).astype(np.int8)
        bad = broken if bad is None else first_error(bad, broken)
    return with_errors(uniform(NUMBER, data), bad)


def aligned(blocks: Sequence[Block]) -> list[Block]:
    """Stretch blocks to one common array shape as Excel does: what a block of several rows or columns lacks is #N/A.

    Lanes are left to numpy's broadcasting; an axis of length 1 is left as it is. An array as tall as the sheet is one
    made from a whole column (`ROW(A:A)`): it is cut where the whole columns beside it were, below the last row in use.
    Likewise for one as wide as the sheet.
    """
    if all(block.data.shape[1:] == (1, 1) for block in blocks):
        return list(blocks)
    rows = max(block.rows for block in blocks)
    if rows == MAX_ROWS:
        shorter = [block.rows for block in blocks if 1 < block.rows < MAX_ROWS]
        if shorter:
            rows = max(shorter)
            blocks = [Block(b.kind[:, :rows], b.data[:, :rows], b.uniform) if b.rows == MAX_ROWS else b for b in blocks]
    columns = max(block.columns for block in blocks)
    if columns == MAX_COLUMNS:
        narrower = [block.columns for block in blocks if 1 < block.columns < MAX_COLUMNS]
        if narrower:
            columns = max(narrower)
            blocks = [
                Block(b.kind[:, :, :columns], b.data[:, :, :columns], b.uniform) if b.columns == MAX_COLUMNS else b
                for b in blocks
            ]
    current().room(max(block.lanes for block in blocks), rows, columns)
    if all(block.rows in (1, rows) and block.columns in (1, columns) for block in blocks):
        return list(blocks)
    return [stretched(block, rows, columns) for block in blocks]


def padded(block: Block, rows: int, columns: int) -> Block:
    """Return a block with blanks added below and to the right: what lies outside the used part of the sheet."""
    if (block.rows, block.columns) == (rows, columns):
        return block
    current().room(block.lanes, rows, columns)
    kind = np.full((block.lanes, rows, columns), BLANK, np.uint8)
    data = np.zeros((block.lanes, rows, columns))
    kind[:, : block.rows, : block.columns] = block.kind
    data[:, : block.rows, : block.columns] = block.data
    return mixed(kind, data)


def stretched(block: Block, rows: int, columns: int) -> Block:
    """Return a block of `rows` x `columns`: one row or column is repeated, a longer one is cut or filled with #N/A."""
    current().room(block.lanes, rows, columns)
    height = rows if block.rows == 1 else min(rows, block.rows)
    width = columns if block.columns == 1 else min(columns, block.columns)
    kind = np.full((block.lanes, rows, columns), ERROR, np.uint8)
    data = np.full((block.lanes, rows, columns), NA)
    kind[:, :height, :width] = block.kind[:, :height, :width]
    data[:, :height, :width] = block.data[:, :height, :width]
    return mixed(kind, data)
