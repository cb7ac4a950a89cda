"""Whether a pivot table that Excel refreshes on opening the workbook would show anything else after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from socroi.engine.evaluation.values import Ref
from socroi.engine.model.block import NUMBER, TEXT, from_rows, to_rows
from socroi.engine.model.interruptions import Uncomputable
from socroi.engine.printing.number_texts import number_text

if TYPE_CHECKING:
    from socroi.engine.evaluation.evaluator import Evaluator
    from socroi.engine.model.block import Block, Strings
    from socroi.engine.pivot.tables import PivotTable, Source

_CLOSE = 1e-14
"""By how much, relatively, a number in the cache may differ from that in the cell: the file has its own digits."""


def check_source(evaluator: Evaluator, table: PivotTable, source: Source) -> None:
    """Make sure that the records of a pivot table are those that its source holds now.

    Raises:
        Uncomputable: they are not, or the source is not found.
    """
    place = _place(evaluator, source)
    if place is None:
        raise Uncomputable("its pivot table is refreshed whenever Excel opens the workbook")
    sheet, (top, left, bottom, right) = place
    if bottom - top != len(source.records) or right - left + 1 != len(source.headings):
        raise _changed()
    headings = evaluator.cells(_ref(sheet, top, left, top, right))
    shown = [number_text(v) if isinstance(v, float) else v for v in to_rows(headings, evaluator.strings)[0]]
    if [str(text).casefold() for text in shown] != [heading.casefold() for heading in source.headings]:
        raise _changed()
    if not source.records:
        return
    known: dict[int, Block] = evaluator.context.notes.setdefault("pivot records", {})
    before = known.get(id(table))
    if before is None:
        before = known[id(table)] = from_rows(source.records, evaluator.strings)
    now = evaluator.cells(_ref(sheet, top + 1, left, bottom, right))
    if now.shape != before.shape or not _same(before, now, evaluator.strings):
        raise _changed()


def _changed() -> Uncomputable:
    return Uncomputable(
        "its pivot table is refreshed whenever Excel opens the workbook, and its source is no longer what it was"
    )


def _place(evaluator: Evaluator, source: Source) -> tuple[int, tuple[int, int, int, int]] | None:
    if source.sheet:
        sheet = evaluator.addressing.sheet_index(source.sheet)
        return None if sheet is None else (sheet, source.area)
    table = evaluator.book.tables.get(source.name.casefold())
    if table is None or not table.header_rows:
        return None
    return table.sheet, (table.top, table.left, table.bottom - table.totals_rows, table.right)


def _ref(sheet: int, top: int, left: int, bottom: int, right: int) -> Ref:
    return Ref(sheet, np.array((top,)), np.array((left,)), np.array((bottom,)), np.array((right,)))


def _same(before: Block, now: Block, strings: Strings) -> bool:
    if (before.kind != now.kind).any():
        return False
    equal = before.data == now.data
    numbers = before.where(NUMBER)
    equal |= numbers & np.isclose(before.data, now.data, rtol=_CLOSE, atol=0)
    texts = before.where(TEXT)
    if texts.any():
        equal[texts] |= strings.folded(before.data[texts]) == strings.folded(now.data[texts])
    return bool(equal.all())
